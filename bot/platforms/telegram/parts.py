"""A Message as the parts that Telegram takes, each one message. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardMarkup

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, LinkPreview, Received
from bot.platforms.telegram.format import Markup, markup, texts

#: commands whose answers a whole group may want to read, though Slack shows them to who asked alone
FOR_THE_GROUP = frozenset({"digest"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """One message of Telegram."""

    chat: Chat
    text: str | None  #: None: change only the buttons of an older message
    markup: Markup
    plain: bool = False
    edits: int | None = None  #: the id of the message to replace; None: a new one
    rest: tuple[str, ...] = ()  #: texts that follow it: with addresses written out one message may be too short
    quiet: bool = False  #: without a sound
    paid: bool = False  #: may cost Stars if the free rate is used up
    preview: LinkPreview | None = None  #: where the page of its first link is shown
    only_for: str = ""  #: ephemeral: the id of the person who alone sees it; "": everybody in the chat
    press: str = ""  #: ephemeral: the press that it answers, for which the bot need not be an administrator

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        """Its buttons under the text, if it has such."""
        return self.markup if isinstance(self.markup, InlineKeyboardMarkup) else None


def message_parts(chat: Chat, message: Message, *, plain: bool = False, paid: bool = False) -> list[Part]:
    """The parts of a message, the buttons in the last one."""
    one = Part(chat=chat, text=None, markup=None, plain=plain, paid=paid, quiet=message.quiet)
    parts = [replace(one, text=text) for text in texts(message, plain=plain)]
    parts[0] = replace(parts[0], preview=message.preview)
    return parts if plain else [*parts[:-1], replace(parts[-1], markup=markup(message))]


def answer_parts(chat: Chat, message: Message, received: Received) -> list[Part]:
    """The parts of an answer: as the message says, new ones, or in place of the pressed message or its buttons.

    The context of the update names the message `pressed`, or the `ephemeral` one, and the `asker` in a group.
    """
    context = received.context
    asker, ephemeral = str(context.get("asker", "")), context.get("ephemeral")
    pressed = context.get("pressed") if ephemeral is None else ephemeral
    seen_by = asker if ephemeral is not None else ""  # who alone sees what was pressed
    if pressed is not None and message.reply_mode is ReplyMode.BUTTONS:
        return [Part(chat=chat, text=None, markup=markup(message), edits=pressed, only_for=seen_by)]
    first, *others = message_parts(chat, message)
    if message.reply_mode is ReplyMode.REPLACE and pressed is not None and (first.inline or first.markup is None):
        return [replace(first, edits=pressed, only_for=seen_by), *(replace(each, only_for=seen_by) for each in others)]
    if message.private and asker and received.command.name not in FOR_THE_GROUP:
        press = str(context.get("query", ""))
        return [replace(each, only_for=asker, press=press) for each in (first, *others)]
    return [first, *others]


def ephemeral_parameters(part: Part) -> dict[str, Any] | None:
    """What makes a new message one that a single person sees; a server that does not know it ignores it.

    The library has no parameter for it (https://core.telegram.org/bots/api#ephemeralmessageparameters).
    """
    if not part.only_for:
        return None
    press = {"callback_query_id": part.press} if part.press else {}
    return {"ephemeral_message_parameters": {"receiver_user_id": int(part.only_for), **press}}
