"""The facts of the public page: how fresh each source is, what was done today, and where the bot is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.figures import ALERTS_SENT
from bot.model import SourceHealth
from bot.storage.store import Store


class SourceState(StrEnum):
    """How a source is."""

    FRESH = "fresh"
    SILENT = "silent"  #: it answers, and has had nothing new for longer than usual
    FAILS = "fails"  #: it can't be read
    NEW = "new"  #: it was never read


@dataclass(frozen=True, kw_only=True)
class SourceFreshness:
    """How fresh a source is."""

    name: str
    language: str
    state: SourceState
    checked_at: datetime | None  #: when it was last read
    newest_at: datetime | None  #: when its newest article was first seen
    fails_since_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Front:
    """What the public page shows."""

    sources: tuple[SourceFreshness, ...]  #: by their names
    articles_today: int  #: read since midnight
    alerts_today: int  #: sent since midnight
    telegram: str | None  #: where the bot is opened; None: nowhere, or it is not known yet


def front(store: Store, *, zone: ZoneInfo, bot: str | None, now: datetime) -> Front:
    """The facts as they are now; a day begins at midnight of the zone. `bot`: ours on Telegram, "telegram:123456".

    Raises:
        StorageError: the database is locked, full or away.
    """
    since = midnight(now, zone)
    return Front(
        sources=tuple(sorted(map(freshness, store.sources.health(now)), key=_by_name)),
        articles_today=store.activity.articles_read(since),
        alerts_today=_alerts(store, since),
        telegram=store.bot_addresses.of(bot) if bot is not None else None,
    )


def _alerts(store: Store, since: datetime) -> int:
    """How many alerts were sent since then, of which the last seconds may not be written down yet.

    They are counted by the hour, for the deliveries of a day may be a million: where a zone's midnight is not at a full
    hour of UTC, the rest of that hour is left out.
    """
    hours = store.figures.hourly(ALERTS_SENT.name, since)
    return round(sum(value for counted in hours.values() for value in counted.values()))


def midnight(now: datetime, zone: ZoneInfo) -> datetime:
    """When the day began in the zone, UTC."""
    return datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone).astimezone(UTC)


def freshness(health: SourceHealth) -> SourceFreshness:
    """What of a source's health concerns everybody."""
    return SourceFreshness(
        name=health.name,
        language=health.language,
        state=_state(health),
        checked_at=health.last_ok_at,
        newest_at=health.last_article_at,
        fails_since_at=health.failing_since_at,
    )


def _state(health: SourceHealth) -> SourceState:
    if health.failing_since_at is not None:
        return SourceState.FAILS
    if health.last_ok_at is None:
        return SourceState.NEW
    silent = health.silent_longer_than_usual and health.last_article_at is not None
    return SourceState.SILENT if silent else SourceState.FRESH


def _by_name(source: SourceFreshness) -> tuple[str, str]:
    return source.name.casefold(), source.language
