"""Column types that behave the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import DateTime, Dialect, String, TypeDecorator
from sqlalchemy import Text as AnyText


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite stores it without a zone, which is added again when it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Convert to UTC.

        Raises:
            ValueError: the instant has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Convert to an aware UTC instant."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Text(TypeDecorator[str]):
    """Text from outside; U+0000, which PostgreSQL can't store, is removed on both databases."""

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Remove U+0000."""
        return value.replace("\0", "") if value is not None else None


class KeyText(Text):
    """A key short enough for PostgreSQL to index: a long one is stored as its beginning and a hash of the whole."""

    cache_ok = True
    max_length = 500  #: characters; PostgreSQL takes 2,704 bytes, and a character has up to four

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Shorten to `max_length`."""
        return None if value is None else stored_key(value)


def stored_key(value: str) -> str:
    """A key as KeyText stores it; one that was shortened before stays the same."""
    value = value.replace("\0", "")
    if len(value) <= KeyText.max_length:
        return value
    digest = sha256(value.encode()).hexdigest()
    return f"{value[: KeyText.max_length - len(digest)]}{digest}"


#: A lane's name. SQLite enforces no length, and changing the type there would rewrite every row.
LaneName = String(64).with_variant(String(16), "sqlite")
