"""One file per command, knowing no platform; here stands the dispatch.

    Command ─▶ its chat's row (a paused chat wakes) ─▶ Request ─▶ its channel, if the chat speaks for one ─▶ Message

Events (a chat is lost, open again or migrated) make no row; only what was missed is told.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.i18n.catalogue import dispatch
from bot.i18n.catalogue.common import TOO_OLD
from bot.messages.message import SILENCE, Button, Message, Paragraph, command, say
from bot.messages.said import command_said, without_schemes
from bot.model import MOVED, Chat, ChatKind, Command
from bot.rules import Rules
from bot.storage.store import ChatRecord, Store
from handlers import chat, manage, pages, plain, why
from handlers.phrases import cannot_post, not_allowed
from handlers.registry import ALIASES, COMMANDS, EVENTS, action_of
from handlers.request import Request
from handlers.spec import Spec

__all__ = ["COMMANDS", "Spec", "answer"]

#: what a managed channel is asked for
FOR_A_CHANNEL = {
    "follow",
    "try",
    "unfollow",
    "edit",
    "following",
    "digest",
    "languages",
    "language",
    "sources",
    "why",
    "",
}
TAGGED = re.compile(r"for (-?\d{1,20}) (\S+) ?(.*)", re.DOTALL)  #: a button of an answer about a channel


def answer(asked: Command, store: Store, rules: Rules, now: datetime) -> Message:
    """The answer to what a platform received; `now` is aware UTC."""
    if asked.event and asked.name in EVENTS:
        return EVENTS[asked.name](Request.of(asked, None, rules=rules, store=store, now=now))
    if asked.kind is ChatKind.CHANNEL and asked.name != "start":
        return SILENCE
    if not _is_for_us(asked):
        return SILENCE
    if not asked.topic_known and store.chats.has_topics(asked.chat):  # to do it elsewhere would be wrong
        return say(Request.of(asked, None, rules=rules, store=store, now=now).translate(TOO_OLD), private=True)
    row = store.chats.upsert(asked, now, timezone=rules.timezone)
    request = Request.of(_in_words(asked), row, rules=rules, store=store, now=now)
    message = SILENCE if _is_known(request, row) else _answered(request)
    return chat.after_absence(message, row.missed, request) if row.paused and row.missed else message


def _in_words(asked: Command) -> Command:
    """The command with the addresses of sites as words, of which news may be; of a link it is said why none came."""
    if asked.button or asked.event or asked.name in ("why", "add"):
        return asked
    text = without_schemes(asked.text)
    if asked.name in ("follow", "try") and command_said(text) == ("why", text):
        return replace(asked, name="why", text=text)
    return replace(asked, text=text)


def _is_known(request: Request, row: ChatRecord) -> bool:
    """Is it only told that we are where we were: in a group that moved, or that follows something and was not lost?"""
    asked = request.command
    if not (asked.event and asked.name == "start"):
        return False
    return asked.text == MOVED or (not row.paused and bool(request.follows()))


def changed_by(asked: Command, store: Store) -> Chat | None:
    """The chat whose follows a command changes: its own, or the channel that it speaks for; None: it changes none."""
    channel, asked = _spoken_for(asked, store)
    action = action_of(asked) if asked.name else None
    if action is None or not action.is_change(asked):
        return None
    return channel.chat if channel else asked.chat


def _is_for_us(asked: Command) -> bool:
    """Another bot's command in a group neither wakes the chat nor makes a row."""
    shared = asked.facts.shared_groups and asked.kind is ChatKind.GROUP
    return not shared or not asked.name or action_of(asked) is not None


def _answered(request: Request) -> Message:
    """The answer about this chat, or about the channel that it speaks for.

    A button says by itself which channel it is about: pressed after Done it must not change the private chat, and a
    button of the chat's own alerts must not change the channel.
    """
    channel, asked = _spoken_for(request.command, request.store)
    if asked.button and asked.name == "for":  # it is left as it was pressed
        return say(request.sentence(dispatch.NOT_MANAGED, command=command("manage")), private=True)
    request = replace(request, command=asked)
    return _handled(request) if channel is None else _about_channel(request, channel)


def _spoken_for(asked: Command, store: Store) -> tuple[ChatRecord | None, Command]:
    """The channel that a command is about, None: its own chat; and the command without the tag of its button.

    The tag is left where the chat does not speak for that channel any more.
    """
    tagged = TAGGED.fullmatch(f"{asked.name} {asked.text}") if asked.button else None
    name = ALIASES.get(asked.name, asked.name)
    own = asked.button or (name == "why" and asked.reply_to)  # about an alert that came here
    speaks = asked.kind is ChatKind.PRIVATE and (tagged or (name in FOR_A_CHANNEL and not own))
    channel = store.chats.managed_channel(asked.chat) if speaks and asked.facts.manages_channels else None
    if not tagged or channel is None or channel.chat.id != tagged[1]:
        return (None if tagged else channel), asked
    return channel, replace(asked, name=tagged[2], text=tagged[3])


def _handled(request: Request) -> Message:
    """The answer of the one handler; of none where this person may not do that."""
    names = [spec.name for spec in COMMANDS]
    if not request.command.name:
        return pages.first_page(plain.offered(request, names), request, changes=False)
    action = action_of(request.command)
    if action is None:
        return plain.unknown(request, names)
    if request.command.forwarded and action.answer is not why.answer:  # which changes nothing
        return plain.forwarded(request)
    if not action.may(request.command):
        return not_allowed(request)
    hopeless = request.command.facts.closed and not request.command.can_post and action.is_change(request.command)
    if hopeless:  # what is followed where we can never post would bring nothing
        return Message(paragraphs=(cannot_post(request, request.kind),), private=True)
    message, changes = action.answer(request), action.is_change(request.command)
    return message if request.command.name == "page" else pages.first_page(message, request, changes=changes)


def _about_channel(request: Request, channel: ChatRecord) -> Message:
    """The same answer with the channel named, its buttons tagged, and Done."""
    name, done = manage.name_of(request, channel), manage.done_button(request)
    if channel.paused:
        closed = request.sentence(dispatch.CHANNEL_CLOSED, channel=name, command=command("manage"))
        return say(closed).with_buttons((done,))
    if request.command.rights_seen and not request.command.may_change:
        request.store.chats.manage(request.command.chat, None)
        return say(request.sentence(dispatch.NO_ADMINISTRATOR, channel=name, command=command("manage")))
    message = _handled(request.about(channel))
    named: Paragraph = (request.sentence(dispatch.FOR_CHANNEL, channel=name),)
    rows = tuple(tuple(_tagged(button, channel.chat.id) for button in row) for row in message.buttons)
    return replace(message, paragraphs=(named, *message.paragraphs), buttons=(*rows, (done,)))


def _tagged(button: Button, channel_id: str) -> Button:
    return replace(button, action=f"for {channel_id} {button.action}")
