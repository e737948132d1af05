"""A Message in Telegram's HTML. Pure; everything from outside is escaped last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from telegram import (
    ChatAdministratorRights,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from bot.messages.message import Button, Message, Span
from bot.platforms.telegram.limits import CALLBACK_BYTES, LABEL, LINK, RAW_BYTES, ROWS, TEXT

#: what Telegram would take for nothing at all: control characters, and lone surrogates that UTF-8 can't carry
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff\u200e\u200f\u202a-\u202e]")
#: marks that belong to the character before them: accents, variation selectors, skin tones, joiners, flags' second half
_JOINED = re.compile(r"[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\u200d\U0001f1e6-\U0001f1ff]")

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


def texts(message: Message, *, plain: bool = False) -> list[str]:
    """The message as HTML (or plain) texts within Telegram's limits; at least one, none of them blank.

    It is split between paragraphs, then lines, then words.
    """
    found: list[str] = []
    current = ""
    for joint, piece in _pieces(message):
        for part in _cut(piece):
            shown = _render(part, plain)
            joined = current + joint + shown if current else shown
            if current and not _fits(joined, plain):
                found.append(current)
                joined = shown
            current = joined
            joint = "\n"
    return [text for text in [*found, current] if _length(text, plain)] or ["…"]


def _pieces(message: Message) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Lines, each with what joins it to the one before."""
    for paragraph in message.paragraphs:
        for place, line in enumerate(paragraph):
            spans = tuple(Span(_clean(_words(span)), span.bold, span.italic, _link(span.url)) for span in line)
            if any(span.text.strip() for span in spans):
                yield ("\n" if place else "\n\n"), spans


def _words(span: Span) -> str:
    return f"/{span.command}" if span.command else span.text


def _clean(text: str) -> str:
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n"))


def _link(url: str | None) -> str | None:
    """The address if it is http(s) with a host and not absurdly long, else None."""
    if not url or len(url) > LINK or re.search(r"[\s\x00-\x1f]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return _clean(url) if parts.scheme in ("http", "https") and parts.hostname else None


def _cut(spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """A line as lines that fit a message, cut between words and never within a character."""
    room = TEXT
    line: list[Span] = []
    for span in spans:
        rest = span.text
        while len(rest) > room:
            at = _place(rest, room)
            line.append(Span(rest[:at].rstrip(), span.bold, span.italic, span.url))
            rest = rest[at:].lstrip()
            yield tuple(line)
            line, room = [], TEXT
        line.append(Span(rest, span.bold, span.italic, span.url))
        room = max(1, room - len(rest))
    if line:
        yield tuple(line)


def _place(text: str, room: int) -> int:
    """Where to cut: after the last space, else between two characters."""
    space = text.rfind(" ", 1, room)
    at = space if space > room // 2 else room
    while 1 < at < len(text) and (_JOINED.match(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return max(at, 1)


def _render(spans: tuple[Span, ...], plain: bool) -> str:
    return "".join(_plain(span) if plain else _html(span) for span in spans)


def _plain(span: Span) -> str:
    return f"{span.text} {span.url}" if span.url else span.text


def _html(span: Span) -> str:
    text = escape(span.text, quote=True).replace("&#x27;", "'")
    if not span.text.strip():
        return text
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{escape(span.url, quote=True)}">{text}</a>' if span.url else text


def _fits(text: str, plain: bool) -> bool:
    return _length(text, plain) <= TEXT and len(text.encode()) <= RAW_BYTES


def _length(text: str, plain: bool) -> int:
    """Characters after the markup is read."""
    return len((text if plain else re.sub(r"<[^>]*>|&[#\w]+;", lambda m: "" if m[0][0] == "<" else "x", text)).strip())


def markup(message: Message) -> Markup:
    """The buttons under a message; None if it has none."""
    rows = [*message.buttons, *([(message.more,)] if message.more else [])]
    if any(button.request_channel for row in rows for button in row):
        return _channel_keyboard(rows)
    keys = [[_key(button) for button in row if _sendable(button)] for row in rows]
    keys = [row for row in keys if row][:ROWS]
    return InlineKeyboardMarkup(keys) if keys else None


def _sendable(button: Button) -> bool:
    return bool(_clean(button.label).strip()) and 0 < len(button.action.encode()) <= CALLBACK_BYTES


def _key(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(_label(button), callback_data=button.action)


def _label(button: Button) -> str:
    label = _clean(button.label)
    return label if len(label) <= LABEL else label[: _place(label, LABEL - 1)].rstrip() + "…"


def _channel_keyboard(rows: list[tuple[Button, ...]]) -> ReplyKeyboardMarkup:
    rights = ChatAdministratorRights.no_rights().to_dict() | {"can_post_messages": True}
    may_post = ChatAdministratorRights(**rights)
    asked = KeyboardButtonRequestChat(
        request_id=1,
        chat_is_channel=True,
        user_administrator_rights=may_post,
        bot_administrator_rights=may_post,
        request_title=True,
    )
    keys = [
        [KeyboardButton(_label(button), request_chat=asked)] for row in rows for button in row if button.request_channel
    ]
    return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
