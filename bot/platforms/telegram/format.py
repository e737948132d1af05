"""Formats a Message in Telegram's HTML. Pure; texts from outside are escaped last.

Message ─ lines of clean spans ─ pieces that fit in a message ─ HTML or plain text ─▶ texts, by paragraphs
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from itertools import groupby

from telegram import (
    ChatAdministratorRights,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)

from bot.messages.message import Aside, Button, Line, Message, Paragraph, Quote, Span, ends_link
from bot.messages.text import shorten, splits_grapheme, whole
from bot.platforms import cleaning
from bot.platforms.cleaning import is_visible, web_address
from bot.platforms.limits import (
    TELEGRAM_ADDRESSES,
    TELEGRAM_CALLBACK_BYTES,
    TELEGRAM_CAPTION,
    TELEGRAM_COPY,
    TELEGRAM_ENTITIES,
    TELEGRAM_LABEL,
    TELEGRAM_LINK,
    TELEGRAM_RAW_BYTES,
    TELEGRAM_ROWS,
    TELEGRAM_TEXT,
)

# what Telegram drops besides (TDLib's clean_input_string): direction marks, and three that extend over lines
_DROPPED = re.compile("[\u200e\u200f\u0333\u033f\u030a]")
_LINKED = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_OPENING = re.compile("<(?:[abi]|code|tg-time|blockquote)[ >]")
_ADDRESS = re.compile('<a href="([^"]*)">')
_MARKUP = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&[#\w]+;")

#: how a time is shown in its reader's zone: a short one, and one behind a short date
#: (https://core.telegram.org/bots/api#date-time-entity-formatting)
CLOCK, DATED = "t", "dt"
LAST_TIME = 2**31 - 1  #: seconds of the last instant that Telegram can show

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


def texts(message: Message, *, plain: bool = False) -> list[str]:
    """The message as HTML (or plain) texts within Telegram's limits; one at least, none of them blank.

    It is split between paragraphs, else lines, else words, else graphemes.
    """
    found = [""]
    for paragraph in message.paragraphs:
        lines = [piece for line in _lines(paragraph, plain) for piece in _pieces(line, plain)]
        shown = [_render(line, plain) for line in lines]
        if isinstance(paragraph, Quote) and not plain:
            shown = _quoted(shown)
        together = "\n".join(shown)
        if not shown:
            continue
        if not _fits(_join(found[-1], together), plain) and _fits(together, plain):
            found.append("")
        separator = "\n" if isinstance(paragraph, Aside) else "\n\n"
        for text in shown:
            if _fits(_join(found[-1], text, separator), plain):
                found[-1] = _join(found[-1], text, separator)
            else:
                found.append(text)
            separator = "\n"
    return [text for text in found if text] or ["…"]


def _quoted(shown: list[str]) -> list[str]:
    """The lines of a quote, folded until it is tapped: all in one if they fit, else each by itself, if it fits."""
    together = "\n".join(shown)
    parts = [together] if together and _fits(_quote(together), plain=False) else shown
    return [_quote(part) if _fits(_quote(part), plain=False) else part for part in parts]


def _quote(html: str) -> str:
    return f"<blockquote expandable>{html}</blockquote>"


def without_markup(html: str) -> list[str]:
    """Our own HTML as plain texts, each address behind its link's text: that may be more than one message."""
    plain = unescape(_MARKUP.sub("", _LINKED.sub(r"\2 \1", html)))
    paragraphs = tuple(tuple((Span(line),) for line in part.split("\n")) for part in plain.split("\n\n"))
    return texts(Message(paragraphs=paragraphs), plain=True)


def _join(before: str, text: str, separator: str = "\n\n") -> str:
    return before + separator + text if before else text


def _lines(paragraph: Paragraph, plain: bool) -> Iterator[Line]:
    """The visible lines of a paragraph, cleaned; if `plain`, each URL is written after its text."""
    for line in paragraph:
        spans: list[Span] = []
        for place, span in enumerate(line):
            text, url = _clean(f"/{span.command}" if span.command else span.text), _link(span.url)
            spans.append(replace(span, text=text, url=None if plain else url, command=None, code=span.to_copy))
            if plain and url and ends_link(line, place) and is_visible(_text(spans)):
                spans.append(Span(f" {url}"))
        if is_visible(_text(spans)):
            yield tuple(spans)


def _text(line: Line | list[Span]) -> str:
    return "".join(span.text for span in line)


def _clean(text: str) -> str:
    return _DROPPED.sub("", cleaning.clean(text))


def _link(url: str | None) -> str | None:
    """The URL if it can be shown and is not too long, else None."""
    found = web_address(url)
    return _clean(found) if found and len(found) <= TELEGRAM_LINK else None


def _pieces(line: Line, plain: bool) -> Iterator[Line]:
    """Split a line into lines that each fit in a message."""
    while not _fits(_render(line, plain), plain):
        text = _text(line)
        at = _cut_at(text, _fitting_length(line, plain))
        head = len(text[:at].rstrip())
        if is_visible(text[:head]):
            yield _cut(line, 0, head)
        line = _cut(line, len(text) - len(text[at:].lstrip()), len(text))
    if is_visible(_text(line)):
        yield line


def _fitting_length(line: Line, plain: bool) -> int:
    """How many characters of a too long line fit in a message."""
    return bisect_left(
        range(TELEGRAM_TEXT), True, key=lambda size: not _fits(_render(_cut(line, 0, size + 1), plain), plain)
    )


def _cut_at(text: str, room: int) -> int:
    """Where to cut: before the last white space, else between two graphemes."""
    start = whole(text, room)
    space = max(start.rfind(" "), start.rfind("\n"))
    if text[len(start)].isspace() or space <= room // 2:
        return len(start)
    return len(start) if splits_grapheme(text, space) or splits_grapheme(text, space + 1) else space


def _cut(line: Line, start: int, end: int) -> Line:
    """The part of a line from start to end, with its formatting."""
    spans, at = [], 0
    for span in line:
        text = span.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            spans.append(span if text == span.text else replace(span, text=text, at=None))  # half a time is none
        at += len(span.text)
    return tuple(spans)


def _render(line: Line, plain: bool) -> str:
    if plain:
        return _text(line)
    runs = ((url, "".join(map(_html, spans))) for url, spans in groupby(line, key=lambda span: span.url))
    return "".join(
        f'<a href="{escape(url, quote=True)}">{html}</a>' if url and html.strip() else html for url, html in runs
    )


def _html(span: Span) -> str:
    text = escape(span.text, quote=True).replace("&#x27;", "'")
    if not span.text.strip():
        return text
    if span.code:  # nothing else may be within it
        return f"<code>{text}</code>"
    if span.at and 0 < (unix := int(span.at.timestamp())) <= LAST_TIME:
        text = f'<tg-time unix="{unix}" format="{CLOCK if span.clock else DATED}">{text}</tg-time>'
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    return text


def _fits(text: str, plain: bool) -> bool:
    """Is it one message? Its text, its bytes with markup, its formatted runs and the addresses behind them count."""
    if plain:
        return len(text) <= TELEGRAM_TEXT and len(text.encode()) <= TELEGRAM_RAW_BYTES
    return (
        len(text.encode()) <= TELEGRAM_RAW_BYTES
        and (len(text) <= TELEGRAM_TEXT or _shown_length(text) <= TELEGRAM_TEXT)
        and len(_OPENING.findall(text)) <= TELEGRAM_ENTITIES
        and len(_without_entities("".join(_ADDRESS.findall(text))).encode()) <= TELEGRAM_ADDRESSES
    )


def _shown_length(html: str) -> int:
    """Characters of HTML that are shown."""
    return len(_without_entities(_MARKUP.sub("", html)))


def _without_entities(html: str) -> str:
    """As long as it is shown: in our own HTML each "&" begins an entity, which stands for one character of ASCII."""
    return _ENTITY.sub("x", html)


def fits_below_file(text: str, *, plain: bool = False) -> bool:
    """Is it short enough to stand below a file or a picture?"""
    return (len(text) if plain else _shown_length(text)) <= TELEGRAM_CAPTION


def markup(message: Message) -> Markup:
    """The buttons under a message; None if it has none."""
    rows = [*message.buttons, *([(message.more,)] if message.more else [])]
    if any(button.request_channel for row in rows for button in row):
        return _channel_keyboard(rows)
    keys = [[_button(button) for button in row if _sendable(button)] for row in rows]
    keys = [row for row in keys if row][:TELEGRAM_ROWS]
    return InlineKeyboardMarkup(keys) if keys else None


def _sendable(button: Button) -> bool:
    if not is_visible(_clean(button.label)):
        return False
    if button.opens or button.copy_text:
        return bool(_link(button.opens)) or len(button.copy_text) in range(1, TELEGRAM_COPY + 1)
    return 0 < len(button.action.encode()) <= TELEGRAM_CALLBACK_BYTES


def _button(button: Button) -> InlineKeyboardButton:
    style = button.style.value or None
    if button.opens:
        return InlineKeyboardButton(_label(button), url=_link(button.opens), style=style)
    if button.copy_text:
        return InlineKeyboardButton(_label(button), copy_text=CopyTextButton(button.copy_text), style=style)
    return InlineKeyboardButton(_label(button), callback_data=button.action, style=style)


def _label(button: Button) -> str:
    return shorten(_clean(button.label), TELEGRAM_LABEL)


def _channel_keyboard(rows: list[tuple[Button, ...]]) -> ReplyKeyboardMarkup:
    """A keyboard for choosing a channel; Telegram requires that the person's rights include the bot's."""
    rights = ChatAdministratorRights.no_rights().to_dict() | {"can_post_messages": True}
    may_post = ChatAdministratorRights(**rights)
    request = KeyboardButtonRequestChat(
        request_id=1,
        chat_is_channel=True,
        bot_is_member=True,
        user_administrator_rights=may_post,
        bot_administrator_rights=may_post,
        request_title=True,
    )
    keys = [
        [KeyboardButton(_label(button), request_chat=request)]
        for row in rows
        for button in row
        if button.request_channel
    ]
    return ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
