"""Neutral content, before any platform's markup.

A Message is paragraphs of lines of spans, and rows of buttons. Platforms escape and mark up in their format.py, last.
Texts from outside stand in spans as they are, unescaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.model import LinkPreview


@dataclass(frozen=True)
class Span:
    """A run of text. At most one of url, command and code is set."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None  #: http(s) only; formatters drop anything else
    command: str | None = None  #: "digest today": shown in the platform's form (`/digest today`, Slack `/jarshy help`)
    code: bool = False  #: to be typed or copied as it stands: a tap on it copies it where the client can
    at: datetime | None = None  #: the instant that the text names: a client may show it in its reader's own zone
    clock: bool = False  #: of that instant, the time of day alone
    mention: str = (
        ""  #: the platform's id of a person who is called by it; "": the text alone calls, `@aigul`, or nobody
    )

    @property
    def to_copy(self) -> bool:
        """Is it shown as code? So is a command with arguments: a tap on it would send its name alone."""
        return self.code or bool(self.command and " " in self.command.strip())


Line = tuple[Span, ...]
Paragraph = tuple[Line, ...]  #: lines are joined by a line break, paragraphs by an empty line


class Quote(tuple[Line, ...]):
    """A paragraph that is quoted, and long: a client may fold it until it is tapped. Nothing in it is missed folded."""

    __slots__ = ()


class Aside(tuple[Line, ...]):
    """A paragraph that belongs to the one above it and is read after it: Slack shows it small."""

    __slots__ = ()


class FoldedAside(Aside, Quote):
    """The same, and long."""

    __slots__ = ()


class ButtonStyle(StrEnum):
    """How a button stands out, where a platform can show that."""

    NORMAL = ""
    PRIMARY = "primary"  #: what most people want here
    DANGER = "danger"  #: what takes much away


@dataclass(frozen=True)
class Button:
    """One button: an action, an address that it opens, a text that it copies, or a request for a channel.

    A platform leaves out the buttons that it can't have.
    """

    label: str
    action: str = ""  #: a command line, "unfollow #12": of at most `PlatformFacts.button_bytes`
    opens: str = ""  #: an address, http(s) only
    copy_text: str = ""  #: Telegram: copied, at most 256 characters
    request_channel: bool = False  #: Telegram: a reply-keyboard button that lets the person choose a channel
    style: ButtonStyle = ButtonStyle.NORMAL
    field: bool = False  #: where a platform has fields to type into, one: what is typed stands behind the action


class ReplyMode(StrEnum):
    """Where an answer goes when a button asked for it; a typed command always gets a new message."""

    NEW = "new"  #: a message of its own
    REPLACE = "replace"  #: in place of the message whose button was pressed, text and buttons
    BUTTONS = "buttons"  #: only the buttons of that message are replaced, its text stays


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file or a picture that goes with a message; the message's text must do without it."""

    name: str  #: of the file, with its ending
    content: bytes
    picture: bool = False  #: PNG, to be shown
    alt: str = ""  #: of a picture: what it shows, for who cannot see it
    instead: str = ""  #: what is said in its place where it can't be sent


@dataclass(frozen=True)
class Message:
    """What a person is shown."""

    paragraphs: tuple[Paragraph, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()  #: rows
    reply_mode: ReplyMode = ReplyMode.NEW
    private: bool = False  #: in a group only to who asked (errors, lists, settings), where the platform can
    more: Button | None = None  #: the small ⋯ button of an alert
    silent: bool = False  #: nothing to say: send nothing
    preview: LinkPreview | None = None  #: Telegram: where the page of its first link is shown; None: nowhere
    again: str = ""  #: the command line that brings this answer once more, where what was typed would not
    quiet: bool = False  #: without a sound, where the platform can
    attachment: Attachment | None = None

    def with_buttons(self, *rows: tuple[Button, ...]) -> Message:
        """The same message with these rows of buttons."""
        return replace(self, buttons=rows)

    def without_attachment(self) -> Message:
        """The same where what it is sent with can't be sent: it says so, if that has words for it."""
        instead = self.attachment.instead if self.attachment else ""
        below: tuple[Paragraph, ...] = (((Span(instead),),),) if instead else ()
        return replace(self, paragraphs=(*self.paragraphs, *below), attachment=None)


SILENCE = Message(silent=True)  #: the answer where the bot has nothing to say


def ends_link(spans: Sequence[Span], place: int) -> bool:
    """Is that span the last of a link? A linked text is several spans where a part of it is bold."""
    url = spans[place].url
    return bool(url) and (place + 1 == len(spans) or spans[place + 1].url != url)


def line(*parts: str | Span) -> Line:
    """A line of plain texts and spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def bold(text: str) -> Span:
    """Bold text."""
    return Span(text, bold=True)


def command(text: str) -> Span:
    """A command named in a text, without its slash: command("digest today")."""
    return Span(text, command=text)


def code(text: str) -> Span:
    """Text to be typed or copied as it stands."""
    return Span(text, code=True)


def say(*lines: str | Span | Line, private: bool = False, reply_mode: ReplyMode = ReplyMode.NEW) -> Message:
    """A message of one paragraph per argument."""
    paragraphs: list[Paragraph] = []
    for item in lines:
        paragraphs.append((item,) if isinstance(item, tuple) else (line(item),))
    return Message(paragraphs=tuple(paragraphs), private=private, reply_mode=reply_mode)
