"""One file per command, knowing no platform; here stand the registry and the dispatch.

    Command heard → met (a resting chat wakes) → its channel, if it speaks for one → one handler → Message

Events (a chat is lost or migrated) wake nobody and are answered with silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.messages.dates import count
from bot.messages.message import SILENCE, Button, Message, Paragraph, Place, bold, command, line, say
from bot.model import ChatKind, Command
from bot.rules import Rules
from bot.storage.store import ChatRow
from bot.storage.store import Store as PlainStore
from handlers import chat, digest, edit, follow, following, languages, manage, more, plain, start, try_, unfollow, why
from handlers.help import help_message
from handlers.ruled import Store, ruled
from handlers.spec import Handler, Spec

__all__ = ["COMMANDS", "Spec", "answer"]


FROM_MENU = re.compile(r"@(\d{1,18}) (.+)", re.DOTALL)  #: an article and one of the follows that it answers


def _help(heard: Command, store: Store, now: datetime) -> Message:
    return help_message(COMMANDS)


def _undo(heard: Command, store: Store, now: datetime) -> Message:
    """ "AI" or "#12" from a list, "@345 AI" from the ⋯ menu of the alert of article 345, which opens again."""
    pressed = FROM_MENU.fullmatch(heard.text)
    if pressed:
        follow.undo(replace(heard, text=pressed[2]), store, now)
        return more.opened(replace(heard, text=pressed[1]), store, now)
    return follow.undo(heard, store, now)


COMMANDS: tuple[Spec, ...] = (
    Spec(
        name="start", usage="start", summary="what this is and which sources are read", answer=start.answer, menu=False
    ),
    Spec(name="follow", usage="follow AI", summary="hear of articles with these words", answer=follow.answer),
    Spec(name="try", usage="try AI", summary="what it would have brought, without following it", answer=try_.answer),
    Spec(name="unfollow", usage="unfollow AI", summary="stop; alone: choose from the list", answer=unfollow.answer),
    Spec(
        name="edit",
        usage="edit AI -> AI -military",
        summary="change a follow, and keep its history",
        answer=edit.answer,
        menu=False,
    ),
    Spec(name="following", usage="following", summary="what you follow and what it brought", answer=following.answer),
    Spec(name="digest", usage="digest today", summary="articles of a day or of the week", answer=digest.answer),
    Spec(name="languages", usage="languages en ru", summary="which languages you read", answer=languages.answer),
    Spec(
        name="why",
        usage="why https://…",
        summary="why an article came, or did not",
        answer=why.answer,
        menu=False,
    ),
    Spec(name="manage", usage="manage", summary="follow for a Telegram channel", answer=manage.answer),
    Spec(name="help", usage="help", summary="all commands, with examples", answer=_help),
)

ALIASES = {"list": "following", "language": "languages"}
ACTIONS: Mapping[str, Handler] = {  #: buttons only
    "undo": _undo,
    "more": more.opened,
    "less": more.closed,
    "anyway": follow.anyway,
    "only": edit.only_words,
    "leave": edit.leave_out,
    "reads": follow.reads,
}
EVENTS: Mapping[str, Handler] = {"lost": chat.lost, "migrated": chat.migrated}  #: never typed, else anybody could
WHY = {"why", "почему", "зачем", "неге"}  #: the same as the command, in answer to an alert
#: what a managed channel is asked for
FOR_A_CHANNEL = {"follow", "try", "unfollow", "edit", "following", "digest", "languages", "why", ""}
TAGGED = re.compile(r"for (-?\d{1,20}) (\S+) ?(.*)", re.DOTALL)  #: a button of an answer about a channel


def answer(heard: Command, plain_store: PlainStore, rules: Rules, now: datetime) -> Message:
    """The answer to what a platform heard."""
    store = ruled(plain_store, rules)
    if heard.event and heard.name in EVENTS:
        return EVENTS[heard.name](heard, store, now)
    if heard.kind is ChatKind.CHANNEL and heard.name != "start":
        return SILENCE
    if not _answered(heard):
        return SILENCE
    before = store.chats.upsert(heard, now, timezone=store.rules.timezone)
    message = _spoken(heard, store, now)
    return _welcomed_back(message, before.missed) if before.paused and before.missed else message


def _answered(heard: Command) -> bool:
    """Other bots' commands in a group neither wake the chat nor make a row."""
    return not heard.name or _handler(heard) is not None or not plain.unknown(heard, ()).silent


def _handler(heard: Command) -> Handler | None:
    """Actions are buttons' only: what they name by number is nobody else's business."""
    name = ALIASES.get(heard.name, heard.name)
    if heard.button and name in ACTIONS:
        return ACTIONS[name]
    return next((spec.answer for spec in COMMANDS if spec.name == name), None)


def _spoken(heard: Command, store: Store, now: datetime) -> Message:
    """The answer about this chat, or about the channel that it speaks for.

    A button says itself which channel it is about: pressed after Done it must not change the private chat, and a
    button of the chat's own alerts must not change the channel.
    """
    tagged = TAGGED.fullmatch(f"{heard.name} {heard.text}") if heard.button else None
    asked = ALIASES.get(heard.name, heard.name)
    own = heard.button or (asked == "why" and heard.reply_to)  # about an alert that came here
    speaks = heard.kind is ChatKind.PRIVATE and (tagged or (asked in FOR_A_CHANNEL and not own))
    channel = store.chats.managing(heard.chat) if speaks else None
    if tagged:
        if channel is None or channel.chat.id != tagged[1]:
            return say(line("You don't speak for that channel any more. Choose it again: ", command("manage")))
        heard = replace(heard, name=tagged[2], text=tagged[3])
    if channel is not None:
        return _about_channel(heard, store, now, channel)
    return _handled(heard, store, now)


def _handled(heard: Command, store: Store, now: datetime) -> Message:
    names = [spec.name for spec in COMMANDS]
    if not heard.name and heard.reply_to and heard.text.strip(" ?!.").casefold() in WHY:
        heard = replace(heard, name="why", text="")
    if not heard.name:
        return plain.offered(heard, store, now, names)
    handler = _handler(heard)
    return handler(heard, store, now) if handler else plain.unknown(heard, names)


def _about_channel(heard: Command, store: Store, now: datetime, channel: ChatRow) -> Message:
    """The same answer with the channel named, its buttons tagged, and Done."""
    if channel.paused:
        said = line("I can't post in ", bold(manage.name_of(channel)), " any more. Let me in again, then ")
        return say((*said, command("manage"))).with_buttons((manage.DONE,))
    swapped = replace(heard, chat=channel.chat, kind=channel.kind, title=channel.title)
    message = _handled(swapped, store, now)
    named: Paragraph = (line("For ", bold(manage.name_of(channel)), ":"),)
    rows = tuple(tuple(_tagged(button, channel.chat.id) for button in row) for row in message.buttons)
    return replace(message, paragraphs=(named, *message.paragraphs), buttons=(*rows, (manage.DONE,)))


def _tagged(button: Button, channel_id: str) -> Button:
    return replace(button, action=f"for {channel_id} {button.action}")


def _welcomed_back(message: Message, missed: int) -> Message:
    """The answer with what was missed before it; as a message of its own, for it is no part of an older one."""
    said: Paragraph = (line(f"I was away: you missed {count(missed, 'alert')}."),)
    rows = ((Button("Digest of the week", "digest week"),), *message.buttons)
    return replace(message, paragraphs=(said, *message.paragraphs), buttons=rows, place=Place.NEW)
