"""Types of columns, the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import DateTime, Dialect, String, TypeDecorator
from sqlalchemy import Text as AnyText


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps naive ones, so the zone is put on again when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To UTC; a naive instant is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Aware again."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Text(TypeDecorator[str]):
    """Words from outside; U+0000, which PostgreSQL can't keep, is left out on both databases."""

    impl = AnyText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without U+0000."""
        return value.replace("\0", "") if value is not None else None


class KeyText(Text):
    """A key that PostgreSQL can index: of a long one the beginning and a hash of the whole are kept."""

    cache_ok = True
    longest = 500  #: characters; PostgreSQL takes 2,704 bytes, and a letter is up to four

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Short enough; a key that was shortened once is left as it is."""
        value = super().process_bind_param(value, dialect)
        if value is None or len(value) <= self.longest:
            return value
        mark = sha256(value.encode()).hexdigest()
        return f"{value[: self.longest - len(mark)]}{mark}"


#: A lane's name. SQLite keeps no length, and giving its column another type there would be to write each row anew.
LaneName = String(64).with_variant(String(16), "sqlite")
