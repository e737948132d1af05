"""Who follows what, and what people ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.model.attention import Attention
from bot.model.causes import Cause


class ChatKind(StrEnum):
    """The kind of a chat."""

    PRIVATE = "private"  #: one person
    GROUP = "group"  #: Telegram group or topic, Slack channel
    CHANNEL = "channel"  #: Telegram channel: the bot posts there, and answers who manages it elsewhere
    TERMINAL = "terminal"


@dataclass(frozen=True, kw_only=True, order=True)
class Chat:
    """Who follows and receives: (platform, workspace, id, thread)."""

    platform: str  #: "telegram", "slack" or "terminal"
    id: str  #: the platform's own id
    thread: str = ""  #: Telegram topic id, else empty
    workspace: str = ""  #: Slack's team id once it is known, else empty

    @property
    def lane(self) -> str:
        """The lane of its messages, so that a refusal by one workspace does not stop others."""
        return f"{self.platform}:{self.workspace}" if self.workspace else self.platform


def qualified(person: str, workspace: str) -> str:
    """A person's id that names the workspace too, `T1/U1`; the id alone where there is none."""
    return f"{workspace}/{person}" if workspace else person


def own_chat(platform: str, person: str) -> Chat:
    """The chat with a person who has such an id."""
    workspace, _, alone = person.rpartition("/")
    return Chat(platform=platform, id=alone, workspace=workspace)


@dataclass(frozen=True, kw_only=True)
class PlatformFacts:
    """Differences between platforms that texts depend on; every Command has those of its platform."""

    manages_channels: bool = False  #: a channel can be managed from a private chat
    shared_groups: bool = False  #: an unknown command in a group may be for another bot
    admins_only: bool = False  #: in a group, only its administrators change what it follows
    address: str = ""  #: where the bot is opened, by links that name a topic too: `https://t.me/JarshyBot`; "": nowhere
    passes_commands: bool = False  #: without such links: people pass a topic on as the command that follows it
    replies: bool = False  #: people can reply to a message, so they can ask "why" about an alert
    mention: str = ""  #: how people address the bot in an alert's thread; "": no threads
    invitation: str = ""  #: what people type to let the bot post in a group; "": an administrator must allow it
    whispers: bool = False  #: in a group a private answer is shown to who asked alone, and can be posted for all
    closed: bool = False  #: nobody can let the bot in here: a group message of Slack
    paged: bool = False  #: a long answer is shown a page at a time, with a button for the next
    page_octets: int = 0  #: bytes of blocks that a page may have; 0: only its text and links count
    direct: bool = False  #: a person can be written to who never wrote to the bot, by the id of the person
    button_bytes: int = 64  #: bytes of UTF-8 that a button's action may have
    sounds: bool = False  #: a message comes with a sound, and may come without one
    previews: bool = False  #: a message can show the page of its link
    locations: bool = False  #: people can share where they are
    other_chats: str = ""  #: how another chat is named in a command, examples with spaces: `#news`; "": there is none


class FileFault(StrEnum):
    """Why a file that somebody sent can't be read."""

    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"  #: a picture, an archive …
    NOT_FETCHED = "not_fetched"  #: the platform did not hand it out
    NOT_FOUND = "not_found"  #: there is none of that name, on a terminal


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file that somebody sent with a command."""

    name: str
    text: str = ""  #: what it holds
    fault: FileFault | None = None  #: why there is no text


TOO_OLD = "too old"  #: name of a press in a forum of which the platform no longer tells in which topic
MOVED = "moved"  #: text of the event "start": nobody added the bot to this group, it has another id now


class TargetFault(StrEnum):
    """Why a command can't be about the chat that it names."""

    NAMED_OTHERWISE = "named_otherwise"  #: that is no name of a chat on this platform
    NOT_FOUND = "not_found"  #: there is none, or the bot or who asks is not in it: which of these is not told
    NO_TOPIC = "no_topic"  #: the group has no such topic, or it is closed
    IN_PRIVATE = "in_private"  #: here all would read what is asked of another chat, or it is not known who asks
    UNSEEN = "unseen"  #: the platform did not say


@dataclass(frozen=True, kw_only=True)
class Target:
    """Another chat that a command is about, as it is named there; the platform is to say which it is."""

    named: str = ""  #: as it was typed: `#ai-news`, `@ainews`, a link; "": a button names the chat
    chat: Chat | None = None  #: that a button names; None: it is typed, or nobody knows it any more
    name: str  #: of the command itself
    text: str  #: what stands behind that name
    changes: bool  #: does it change what that chat follows?


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """The other chat that a command is about, and what the person may do there, asked of the platform just now."""

    target: Target
    fault: TargetFault | None = None  #: why it can't be about it; None: what follows is known
    chat: Chat | None = None  #: None: there is a fault
    kind: ChatKind = ChatKind.GROUP
    title: str = ""  #: its shown name; who asks is in it and knows it
    may_change: bool = True  #: as of a Command, by the rules of the platform
    rights_seen: bool = True
    can_post: bool = True


@dataclass(frozen=True, kw_only=True)
class Command:
    """What a person sent, or a platform reported, with everything that a handler may need; also a button press."""

    chat: Chat
    kind: ChatKind
    name: str  #: "follow", "digest" …; "" for plain text without a command
    text: str  #: the text after the name, unescaped and stripped
    person: str = ""  #: the platform's id of who typed
    person_name: str = ""  #: as the platform shows that person to others; "": not told
    language: str = ""  #: the code of that person's language, as the platform tells it (`kk`, `ru-RU`); "": not told
    title: str = ""  #: the chat's shown name, if it has one
    may_change: bool = True  #: may this person change what the chat, or the channel it speaks for, follows?
    rights_seen: bool = True  #: False: the platform did not say whether they may, so `may_change` is False
    administers: bool | None = None  #: is this person an administrator there? None: the platform does not say
    can_post: bool = True  #: can the bot post in that chat?
    button: bool = False  #: True: from a button, whose message the answer may replace
    topic_known: bool = True  #: False: a button of which it is not told in which topic of the chat it stands
    event: bool = False  #: True: reported by the platform ("lost", "migrated", a chosen channel)
    is_operator: bool = False  #: the person is in JARSHY_ADMINS
    reply_to: str = ""  #: the platform's id of the message that this one replies to
    reply_links: str = ""  #: the links in that message, with a space between them; "": none, or it is not told
    forwarded: bool = False  #: True: written elsewhere, perhaps by somebody else
    at_home: bool = False  #: True: asked on the page that the platform gives the bot, where the answer is shown
    wordless: bool = False  #: True: a voice, a sticker, a place: there is nothing to read
    document: SentFile | None = None  #: a file that came with it
    elsewhere: Elsewhere | None = None  #: another chat that it is about; None: its own, or the platform has no other
    facts: PlatformFacts = PlatformFacts()  #: of the platform that it came from


@dataclass(frozen=True, kw_only=True)
class Received:
    """An update of a platform: a Command, with what is needed to answer it in the right place."""

    command: Command
    #: the platform's own, as JSON: which button, which URL, what is to be asked before the answer; never a token
    context: Mapping[str, Any] = field(default_factory=dict)
    update_id: str = ""  #: the platform's own, the same if it tells it again; "": it is not stored


class UpdateState(StrEnum):
    """What has become of an update that was stored."""

    PENDING = "pending"  #: to be answered
    ANSWERED = "answered"
    GIVEN_UP = "given_up"  #: found too late after a crash, or its answer ended the process again and again


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A Chat following a Query."""

    query_id: int
    typed: str  #: as the person typed it
    canonical: str
    created_at: datetime
    followed_by: str = ""  #: the name of who added it, in a chat of several; "": not known
    asked_at: datetime | None = None  #: since when articles are matched with it in this form; None: not known
    attention: Attention = field(default_factory=Attention)  #: how it is to reach the chat


@dataclass(frozen=True, kw_only=True)
class NewFollow:
    """A follow to be stored, from a list that was imported."""

    canonical: str
    typed: str
    grammar: int  #: version by which it was parsed
    attention: Attention = field(default_factory=Attention)


@dataclass(frozen=True, kw_only=True)
class ChatHealth:
    """Whether a chat takes messages: until when it waits, and why. Kept until one is sent."""

    waits_until_at: datetime | None = None  #: nothing is sent to it before
    cause: Cause | None = None  #: why it refused the last message
    detail: str = ""  #: the platform's own words
    refused_since_at: datetime | None = None  #: the first of its refusals in a row
    refusals: int = 0  #: in a row; 0: it is well
