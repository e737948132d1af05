"""A Message as JSON, and back without loss: letters wait in a table."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.messages.message import (
    Aside,
    Attachment,
    Button,
    ButtonStyle,
    FoldedAside,
    Line,
    Message,
    Paragraph,
    Quote,
    ReplyMode,
    Span,
)
from bot.model import LinkPreview

#: keys that are looked up in every message; an empty address is not none
_ALWAYS = frozenset({"paragraphs", "buttons", "more", "text", "label", "url", "command", "name", "content"})
_KINDS: dict[type[tuple[Line, ...]], str] = {Quote: "quote", Aside: "aside", FoldedAside: "folded_aside"}
_BY_NAME = {name: kind for kind, name in _KINDS.items()}


def to_json(message: Message) -> str:
    """The whole message as one JSON object; an earlier release reads one that has nothing new."""
    fields = asdict(message, dict_factory=_set)
    fields["paragraphs"] = [
        {_KINDS[type(each)]: each} if type(each) in _KINDS else each for each in fields["paragraphs"]
    ]
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":"))


def _set(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """What is set of it; what an earlier release reads of every message stands there always."""
    return {
        name: _plain(value) for name, value in fields if name in _ALWAYS or not (value is False or value in (None, ""))
    }


def _plain(value: Any) -> Any:
    """What JSON has no type for, as text."""
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def from_json(payload: str) -> Message:
    """The message that `to_json` was given."""
    fields = json.loads(payload)
    fields["paragraphs"] = tuple(_paragraph(paragraph) for paragraph in fields["paragraphs"])
    fields["buttons"] = tuple(tuple(map(_button, row)) for row in fields["buttons"])
    former = fields.pop("place", None)  # so it was called in letters that an earlier release left
    fields["reply_mode"] = ReplyMode(former or fields["reply_mode"])
    if "preview" in fields:
        fields["preview"] = LinkPreview(fields["preview"])
    fields["more"] = _button(fields["more"]) if fields["more"] else None
    if "attachment" in fields:
        attached = fields["attachment"]
        fields["attachment"] = Attachment(**{**attached, "content": b64decode(attached["content"])})
    return Message(**fields)


def _button(fields: dict[str, Any]) -> Button:
    return Button(**{**fields, "style": ButtonStyle(fields.get("style", ""))})


def _paragraph(lines: list[list[dict[str, Any]]] | dict[str, list[list[dict[str, Any]]]]) -> Paragraph:
    if isinstance(lines, dict):
        ((name, quoted),) = lines.items()
        return _BY_NAME[name](_line(spans) for spans in quoted)
    return tuple(_line(spans) for spans in lines)


def _line(spans: list[dict[str, Any]]) -> Line:
    return tuple(_span(span) for span in spans)


def _span(fields: dict[str, Any]) -> Span:
    at = fields.get("at")
    return Span(**{**fields, "at": datetime.fromisoformat(at) if at else None})
