"""The operator's page for scripts: the same facts as plain values. Pure.

Names are those of the fields; instants are ISO 8601 in UTC, spans and latencies are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH


def plain(value: object) -> Any:
    """A fact as JSON can say it."""
    if isinstance(value, Phrase):
        return ENGLISH(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value
