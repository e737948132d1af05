"""A Message as a phone shows it: lines of its width, bold and links marked, buttons below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.messages.message import Aside, Button, Line, Message, ReplyMode

WIDTH = 42  #: characters in a line of a phone
HOW = {ReplyMode.NEW: "", ReplyMode.REPLACE: "(in place)", ReplyMode.BUTTONS: "(the buttons change)"}


def shown(message: Message) -> str:
    """The message, or that there is none."""
    if message.silent:
        return "  (silence)"
    parts: list[str] = []
    for paragraph in message.paragraphs:
        text = "\n".join(_wrapped(line) for line in paragraph)
        before = [parts.pop()] if parts and isinstance(paragraph, Aside) else []  # it belongs to what is above it
        parts.append("\n".join([*before, text]))
    keys = "\n".join(_keys(row) for row in _rows(message))
    how = [HOW[message.reply_mode]] if HOW[message.reply_mode] else []
    if attached := message.attachment:
        how.append(f"(picture: {attached.alt})" if attached.picture else f"(file: {attached.name})")
    text = "\n\n".join([*how, *parts, *([keys] if keys else [])])
    return textwrap.indent(text, "  ", lambda _: True).replace("  \n", "\n")


def _wrapped(line: Line) -> str:
    text = "".join(_marked(*each) for each in _spans(line))
    return "\n".join(textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)) or text


def _spans(line: Line) -> Iterator[tuple[str, str]]:
    """Each run of text, with the sign that stands around it."""
    for span in line:
        text = f"/{span.command}" if span.command else span.text
        sign = "`" if span.code or (span.command and " " in span.command) else "*" if span.bold else ""
        yield text, sign or ("_" if span.url else "")


def _marked(text: str, sign: str) -> str:
    return f"{sign}{text}{sign}" if text.strip() else text


def _rows(message: Message) -> Iterator[tuple[Button, ...]]:
    yield from message.buttons
    if message.more:
        yield (message.more,)


def _keys(row: tuple[Button, ...]) -> str:
    return " ".join(f"[ {button.label} ]" for button in row)
