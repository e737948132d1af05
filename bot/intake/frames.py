"""What a reader and its child process tell each other, on both sides (pure): frames, and entries as JSON has them."""

from __future__ import annotations

import struct
from datetime import datetime
from typing import Any

from bot.model import Entry

LENGTH = struct.Struct(">I")  #: what a frame begins with


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry or a page as JSON can carry them."""
    at = fields["published_at"]
    return fields | {"published_at": at and at.isoformat()}


def entry_of(fields: dict[str, Any]) -> Entry:
    """The entry of which these are the plain fields."""
    return Entry(**(fields | {"published_at": instant(fields["published_at"])}))


def instant(text: str | None) -> datetime | None:
    """The instant that was written so; None: there is none."""
    return None if text is None else datetime.fromisoformat(text)
