"""The one gate: who may use the bot where JARSHY_ACCESS is a list. Others get one polite line, and can ask for more.

Command ─▶ on the list, or an operator? ─▶ None: it is answered
               └─▶ told once ─ [Ask to be let in] ─▶ letters to operators
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.i18n.catalogue import access as texts
from bot.i18n.text import Text
from bot.messages.access import ACTION, not_open
from bot.messages.access_letters import AccessLetters, Recipient
from bot.messages.message import SILENCE, Button, Message, ReplyMode, say
from bot.model import AdmissionResult, Chat, ChatKind, Command, Guest, own_chat, qualified
from bot.rules import Rules
from bot.storage.store import Store
from handlers.request import Request

#: what a platform tells of a chat, whoever may use the bot; "opened" would wake it
ABOUT_CHATS = frozenset({"lost", "migrated", "renamed"})
FOR_OPERATORS = frozenset({"allow", ACTION})  #: what they are answered in a chat that is not on the list
RESULTS: dict[AdmissionResult, Text] = {
    AdmissionResult.ASKED: texts.ASKED,
    AdmissionResult.ASKED_ALREADY: texts.ASKED_ALREADY,
    AdmissionResult.REFUSED: texts.ASKED_REFUSED,
    AdmissionResult.TOO_MANY: texts.TOO_MANY,
}


def is_open_to(asked: Command, store: Store, rules: Rules) -> bool:
    """May who asked use the bot in this chat?"""
    if not rules.closed or asked.kind is ChatKind.TERMINAL:
        return True
    own = asked.kind is ChatKind.PRIVATE
    if own and is_operator(asked, rules):
        return True
    return store.allowed.admits(asked.chat, asked.person if own else "", rules.operators)


def is_operator(asked: Command, rules: Rules) -> bool:
    """Is it somebody who runs the bot?"""
    return asked.is_operator or (asked.chat.platform, qualified(asked.person, asked.chat.workspace)) in rules.operators


def guest_of(asked: Command) -> Guest:
    """Who is to be let in: the person of a private chat, else the chat with all who are in it."""
    own = asked.kind is ChatKind.PRIVATE and bool(asked.person)
    return Guest(
        platform=asked.chat.platform,
        workspace=asked.chat.workspace,
        id=asked.person if own else asked.chat.id,
        kind=asked.kind,
        name=asked.person_name if own else asked.title or asked.person_name,
    )


def refusal(asked: Command, store: Store, rules: Rules, now: datetime, *, spoken_to: bool) -> Message | None:
    """What who may not use the bot is told; None: they may. `spoken_to`: they speak to us, not to another bot."""
    if (asked.event and asked.name in ABOUT_CHATS) or not rules.closed:
        return None
    if is_open_to(asked, store, rules):
        if asked.kind is ChatKind.PRIVATE and asked.person not in ("", asked.chat.id):
            store.allowed.vouch(asked.chat, asked.person, now)
        return None
    if not spoken_to or asked.kind is ChatKind.CHANNEL or (asked.event and asked.name != "start"):
        return SILENCE
    known = store.chats.get(asked.chat)
    request = Request.of(asked, known, rules=rules, store=store, now=now)
    if is_operator(asked, rules):
        return None if asked.name in FOR_OPERATORS else offer_here(request)
    if asked.button and (asked.name, asked.text) == (ACTION, "ask"):
        return _asked(request)
    guest = guest_of(asked)
    if not store.allowed.tell(guest, now) and not asked.at_home:
        return SILENCE
    may_ask = bool(rules.operators)
    return replace(not_open(guest, may_ask=may_ask, translate=request.translate), private=True)


def offer_here(request: Request) -> Message:
    """An operator speaks in a chat that is not on the list."""
    allow = Button(request.translate(texts.ALLOW_HERE), f"{ACTION} allow {guest_of(request.command).shown_id}")
    return replace(say(request.translate(texts.HERE), private=True), buttons=((allow,),))


def refusal_there(request: Request, chat: Chat, kind: ChatKind, title: str) -> Message | None:
    """What is said where the other chat that somebody asks about is not on the list; None: it is."""
    asked = replace(request.command, chat=chat, kind=kind, title=title)
    if is_open_to(asked, request.store, request.rules):
        return None
    about = replace(request, command=asked)
    if is_operator(request.command, request.rules):
        return offer_here(about)
    return replace(not_open(guest_of(asked), may_ask=False, translate=request.translate), private=True)


def _asked(request: Request) -> Message:
    """Operators are asked to let the chat in."""
    store, guest = request.store, guest_of(request.command)
    letters = letters_of(request)
    written = [letters.to_decide(guest, _operator(store, *each)) for each in sorted(request.rules.operators)]
    result = store.allowed.ask(guest, written, request.now)
    return say(request.translate(RESULTS[result]), private=True, reply_mode=ReplyMode.REPLACE)


def _operator(store: Store, platform: str, person: str) -> Recipient:
    """Where an operator is written to."""
    chat = own_chat(platform, person)
    known = store.chats.get(chat)
    return Recipient(chat=chat, kind=ChatKind.PRIVATE, language=known.language if known else None)


def letters_of(request: Request) -> AccessLetters:
    """Who writes the letters about access now."""
    rules = request.rules
    return AccessLetters(translators=rules.translators, timezone=rules.timezone, now=request.now)
