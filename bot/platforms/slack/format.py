"""Formats a Message in Slack's Block Kit. Pure.

Texts from outside are put into rich_text elements, where nothing can turn into markup. Only the fallback text, which
notifications show, and small print are mrkdwn (small_print.py); they are escaped last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.messages.message import Aside, Button, Message, Quote, Span, ends_link
from bot.messages.text import whole
from bot.platforms.cleaning import clean, web_address, without_addresses
from bot.platforms.limits import (
    SLACK_ACTIONS,
    SLACK_ALL_BLOCKS,
    SLACK_BLOCKS,
    SLACK_LABEL,
    SLACK_LINK,
    SLACK_ROW,
    SLACK_SECTION,
    SLACK_TEXT,
    SLACK_VALUE,
)
from bot.platforms.slack.small_print import CLOCK, DATED, escape, small_print

Block = dict[str, Any]


class _Quoted(list[list[Span]]):
    """The lines of a quote."""


class _Small(list[list[Span]]):
    """The lines of small print."""


#: commands with a slash command of their own; all others are arguments of /jarshy
OWN_NAMES = ("follow", "unfollow", "following", "digest")
_MAX_BUTTON_BLOCKS = 8
_MAX_BLOCK = 2500  #: bytes of a text block


def payloads(message: Message, *, plain: bool = False) -> list[dict[str, Any]]:
    """One or more messages within Slack's limits, as `text` and `blocks`; buttons in the last one.

    `plain`: `text` alone, without markup and buttons.
    """
    groups = _groups(message)
    found: list[dict[str, Any]] = []
    for group in groups or [[]]:
        payload: dict[str, Any] = {"text": (plain_text(group) if plain else fallback(group)) or "…"}
        if not plain:
            payload["blocks"] = [_block(paragraph) for paragraph in group] or [_rich_text([[Span("…")]])]
        found.append(payload)
    if not plain and (keys := buttons(message)):
        found[-1]["blocks"] += keys
    return found


def plain_text(paragraphs: list[list[list[Span]]]) -> str:
    """The paragraphs as plain text with the URLs of links, escaped: a whole message without blocks."""
    return _join([[[_with_url(line, place) for place in range(len(line))] for line in part] for part in paragraphs])


def fallback(paragraphs: list[list[list[Span]]]) -> str:
    """The paragraphs without URLs and ids of people, escaped: for notifications and screen readers."""
    shown = [[[span.text for span in line if not span.mention] for line in part] for part in paragraphs]
    return _join([[[without_addresses(text) for text in line] for line in part] for part in shown])


def _join(paragraphs: list[list[list[str]]]) -> str:
    shown = "\n\n".join("\n".join("".join(line) for line in part) for part in paragraphs)
    return escape(shown)[:SLACK_TEXT].strip()


def buttons(message: Message) -> list[Block]:
    """The actions blocks of a message: rows of five buttons, `more` last."""
    rows = [*message.buttons, *([(message.more,)] if message.more else [])]
    found: list[Block] = []
    for row in rows:
        keys = [
            button
            for button in row
            if clean(button.label).strip() and (_link(button.opens) or 0 < len(button.action) <= SLACK_VALUE)
        ]
        for start in range(0, len(keys), SLACK_ROW):
            elements = [
                _button(button, f"{len(found)}-{place}") for place, button in enumerate(keys[start : start + SLACK_ROW])
            ]
            found.append({"type": "actions", "elements": elements})
    return _merge_rows(found)


def _merge_rows(rows: list[Block]) -> list[Block]:
    """At most eight actions blocks: if there are more rows, they are merged."""
    if len(rows) <= _MAX_BUTTON_BLOCKS:
        return rows
    keys = [key for row in rows for key in row["elements"]][: SLACK_ACTIONS * _MAX_BUTTON_BLOCKS]
    return [{"type": "actions", "elements": keys[at : at + SLACK_ACTIONS]} for at in range(0, len(keys), SLACK_ACTIONS)]


def _button(button: Button, place: str) -> Block:
    label = clean(button.label)
    shown = label if len(label) <= SLACK_LABEL else label[: _cut_at(label, SLACK_LABEL - 1)].rstrip() + "…"
    key: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": shown, "emoji": True},
        "action_id": f"press-{place}",
    }
    key |= {"url": _link(button.opens)} if button.opens else {"value": button.action}
    return key | ({"style": button.style.value} if button.style else {})


def _groups(message: Message) -> list[list[list[list[Span]]]]:
    """The paragraphs, split into blocks and grouped into messages."""
    groups: list[list[list[list[Span]]]] = []
    size = 0
    for paragraph in _paragraphs(message):
        weight = len(json.dumps(_block(paragraph), ensure_ascii=False).encode())
        length = len(plain_text([paragraph])) + 2
        full = groups and (
            size + weight > SLACK_ALL_BLOCKS - 4000
            or len(groups[-1]) >= SLACK_BLOCKS - _MAX_BUTTON_BLOCKS - 2
            or sum(len(plain_text([part])) + 2 for part in groups[-1]) + length > SLACK_TEXT
        )
        if not groups or full:
            groups.append([])
            size = 0
        groups[-1].append(paragraph)
        size += weight
    return groups


def _paragraphs(message: Message) -> Iterator[list[list[Span]]]:
    for paragraph in message.paragraphs:
        kind: type[list[list[Span]]] = _Quoted if isinstance(paragraph, Quote) else list
        kind = _Small if isinstance(paragraph, Aside) else kind
        part, size = kind(), 0
        for line in paragraph:
            for piece in _cut([_clean(span) for span in line]):
                length = sum(len(escape(_with_url(piece, place)).encode()) for place in range(len(piece))) + 1
                if part and size + length > _MAX_BLOCK:
                    yield part
                    part, size = kind(), 0
                part.append(piece)
                size += length
        if part:
            yield part


def _clean(span: Span) -> Span:
    return replace(span, text=clean(_words(span)), url=_link(span.url), command=None, code=span.to_copy)


def _cut(line: list[Span]) -> Iterator[list[Span]]:
    """Split a line into lines that fit in a block, between words and never within a character; drops blank ones."""
    piece: list[Span] = []
    size = 0
    for place, span in enumerate(line):
        rest = span.text
        while len(escape(rest).encode()) > _MAX_BLOCK // 2:
            at = _cut_at(rest, _MAX_BLOCK // 10)
            if size > _MAX_BLOCK // 2:
                yield piece
                piece, size = [], 0
            piece.append(replace(span, text=rest[:at], at=None))  # half a time is none
            size += len(escape(rest[:at]).encode())
            rest = rest[at:]
        if size + len(escape(rest).encode()) > _MAX_BLOCK:
            yield piece
            piece, size = [], 0
        piece.append(span if rest == span.text else replace(span, text=rest, at=None))
        size += len(escape(rest).encode()) + (len(escape(span.url or "").encode()) + 3) * ends_link(line, place)
    if any(span.text.strip() for span in piece):
        yield piece


def _cut_at(text: str, room: int) -> int:
    space = text.rfind(" ", 1, room)
    at = space if space > room // 2 else min(room, len(text) - 1)
    return max(len(whole(text, at)), 1)


def _block(paragraph: list[list[Span]]) -> Block:
    return small_print(paragraph) if isinstance(paragraph, _Small) else _rich_text(paragraph)


def _rich_text(paragraph: list[list[Span]]) -> Block:
    elements: list[Block] = []
    for index, line in enumerate(paragraph):
        if index:
            elements.append({"type": "text", "text": "\n"})
        elements += [_element(span) for span in line if span.text]
    kind = "rich_text_quote" if isinstance(paragraph, _Quoted) else "rich_text_section"
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def _element(span: Span) -> Block:
    element: Block = {"type": "text", "text": span.text[:SLACK_SECTION]}
    if span.url:
        element = {"type": "link", "url": span.url, "text": span.text[:SLACK_SECTION]}
    elif span.mention:
        element = {"type": "user", "user_id": span.mention}
    elif span.at:
        shape = CLOCK if span.clock else DATED
        element = {"type": "date", "timestamp": int(span.at.timestamp()), "format": shape, "fallback": span.text}
    style = {name: True for name in ("bold", "italic", "code") if getattr(span, name)}
    return element | ({"style": style} if style else {})


def _with_url(line: list[Span], place: int) -> str:
    """The text of that span, with its URL if it is the last one of a link."""
    text, url = line[place].text, line[place].url
    return f"{text} ({url})" if ends_link(line, place) else text


def _words(span: Span) -> str:
    if not span.command:
        return span.text
    name = span.command.split(maxsplit=1)[0]
    return f"/{span.command}" if name in OWN_NAMES else f"/jarshy {span.command}"


def _link(url: str | None) -> str | None:
    """The URL if it can be shown and is not too long, else None."""
    found = web_address(url)
    return found if found and len(found.encode()) <= SLACK_LINK else None
