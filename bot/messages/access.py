"""What is said about who may use the bot. Pure."""

from __future__ import annotations

from bot.i18n.catalogue import access as texts
from bot.i18n.translator import Translator
from bot.messages.message import Button, Line, Message, bold, code, command, line, say
from bot.messages.sentences import sentence
from bot.messages.text import shorten, tidy
from bot.model import ChatKind, Guest

ACTION = "access"  #: of the buttons: `access allow telegram:123`, `access ask`
NAME_LIMIT = 40


def not_open(guest: Guest, *, may_ask: bool, translate: Translator) -> Message:
    """What who may not use the bot is told; `may_ask`: there are operators who can be asked here."""
    text = texts.NOT_OPEN if guest.kind is ChatKind.PRIVATE else texts.NOT_OPEN_CHAT
    message = say(sentence(translate, text, id=code(guest.shown_id)))
    return message.with_buttons((Button(translate(texts.ASK), f"{ACTION} ask"),)) if may_ask else message


def named(guest: Guest) -> Line:
    """A guest as operators see it: the name, and the id to type."""
    name = shorten(tidy(guest.name), NAME_LIMIT)
    shown = code(guest.shown_id)
    return line(bold(name), " (", shown, ")") if name else (shown,)


def buttons_to_decide(guest: Guest, translate: Translator) -> tuple[Button, Button]:
    """Allow and Refuse."""
    allow = Button(translate(texts.ALLOW), f"{ACTION} allow {guest.shown_id}")
    return allow, Button(translate(texts.REFUSE), f"{ACTION} refuse {guest.shown_id}")


def wants_in(guest: Guest, *, translate: Translator) -> Message:
    """To an operator: somebody asks to be let in."""
    asked = say(sentence(translate, texts.WANTS_IN, guest=named(guest)))
    return asked.with_buttons(buttons_to_decide(guest, translate))


def let_in(missed: bool, *, translate: Translator) -> Message:
    """To who may use the bot from now on; `missed`: again."""
    if missed:
        return say(translate(texts.LET_IN_AGAIN))
    return say(sentence(translate, texts.LET_IN, command=command("help")))


def shut_out(guest: Guest, *, translate: Translator) -> Message:
    """To a chat that gets no more alerts."""
    return say(sentence(translate, texts.SHUT_OUT, id=code(guest.shown_id)))
