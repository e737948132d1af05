"""A Message as JSON, and back without loss: letters wait in a table."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, Span


def to_json(message: Message) -> str:
    """The whole message as one JSON object; without what only answers have, so that an earlier release reads it."""
    fields = {name: value for name, value in asdict(message).items() if name != "again" or value}
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def from_json(payload: str) -> Message:
    """The message that `to_json` was given."""
    fields = json.loads(payload)
    fields["paragraphs"] = tuple(_paragraph(paragraph) for paragraph in fields["paragraphs"])
    fields["buttons"] = tuple(tuple(Button(**button) for button in row) for row in fields["buttons"])
    former = fields.pop("place", None)  # so it was called in letters that an earlier release left
    fields["reply_mode"] = ReplyMode(former or fields["reply_mode"])
    fields["more"] = Button(**fields["more"]) if fields["more"] else None
    return Message(**fields)


def _paragraph(lines: list[list[dict[str, Any]]]) -> Paragraph:
    return tuple(_line(spans) for spans in lines)


def _line(spans: list[dict[str, Any]]) -> Line:
    return tuple(Span(**span) for span in spans)
