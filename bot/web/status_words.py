"""The operator's page in words and shapes: what its templates need besides the facts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import operation as texts
from bot.i18n.formats import ago, clock, duration, moment
from bot.i18n.text import Phrase, Text
from bot.i18n.translator import ENGLISH
from bot.messages.causes import cause_phrase
from bot.model import DeliveryState
from bot.storage.store import Backlog, OutboxState
from bot.web.charts import Drawing, columns, curves
from bot.web.last_day import LaneDay, LastDay
from bot.web.needs import source_name

STATE_TEXTS: dict[DeliveryState, Text] = {
    DeliveryState.PENDING: texts.PENDING,
    DeliveryState.HELD: texts.STATE_HELD,
    DeliveryState.SENDING: texts.SENDING,
    DeliveryState.SENT: texts.STATE_SENT,
    DeliveryState.FAILED: texts.STATE_FAILED,
    DeliveryState.DROPPED: texts.STATE_DROPPED,
    DeliveryState.JOINED: texts.STATE_JOINED,
}


@dataclass(frozen=True, kw_only=True)
class ChartCard:
    """A chart with what is said of it to those who do not see it."""

    id: str
    title: Text
    drawing: Drawing
    description: Phrase
    names: tuple[Text, ...]  #: of the columns of its table, besides the hour
    rows: tuple[tuple[str, tuple[Phrase | int | None, ...]], ...]  #: oldest first


@dataclass(frozen=True, kw_only=True)
class LaneRow:
    """A lane with what waits in it and what it has sent."""

    day: LaneDay
    waiting: Backlog  #: alerts
    letters: Backlog


def words(now: datetime, zone: ZoneInfo) -> dict[str, Callable[..., Any]]:
    """The functions by which templates say instants, spans and causes."""
    return {
        "ago": lambda at: ago(at, now),
        "moment": lambda at: moment(at, zone, now, ENGLISH),
        "soon": lambda at: Phrase(texts.IN, {"span": duration(at - now)}) if at > now else Phrase(texts.NOW),
        "cause": cause_phrase,
        "seconds": seconds,
        "counted": counted,
        "state_text": STATE_TEXTS.__getitem__,
        "source_name": source_name,
        "iso": lambda at: at.isoformat(timespec="seconds"),
    }


def counted(backlog: Backlog) -> Phrase | int:
    """How many, as far as they were counted."""
    return Phrase(texts.MORE_THAN, {"number": backlog.count}) if backlog.more else backlog.count


def seconds(value: float) -> Phrase:
    """`0.4 s`, `12 s`, `3 min`, `2 h`."""
    if value < 9.95:
        return Phrase(texts.SECONDS, {"number": f"{value:.1f}"})
    for unit, text, most in ((1, texts.SECONDS, 100), (60, texts.MINUTES, 6000)):
        if value < most:
            return Phrase(text, {"number": round(value / unit)})
    return Phrase(texts.HOURS, {"number": round(value / 3600)})


def lane_rows(outbox: OutboxState, day: LastDay) -> tuple[LaneRow, ...]:
    """The lanes in which something waits or was sent."""
    nothing = Backlog(count=0)
    return tuple(
        LaneRow(
            day=lane, waiting=outbox.pending.get(lane.lane, nothing), letters=outbox.letters.get(lane.lane, nothing)
        )
        for lane in day.lanes
    )


def charts(day: LastDay, zone: ZoneInfo) -> tuple[ChartCard, ...]:
    """The charts of the last day."""
    hours = [clock(at, zone, ENGLISH) for at in day.hours]
    return (
        _columns("articles", texts.ARTICLES_IN, day.articles, hours),
        _columns("alerts", texts.ALERTS_SENT, day.alerts, hours),
        _latency(day, hours),
        _columns("refusals", texts.REFUSALS, day.refusals, hours),
    )


def _columns(key: str, title: Text, values: Sequence[int], hours: Sequence[str]) -> ChartCard:
    parts: dict[str, str | int | Phrase] = {"number": sum(values), "most": max(values)}
    return ChartCard(
        id=key,
        title=title,
        drawing=columns(values, hours),
        description=Phrase(texts.MOST_IN_AN_HOUR, parts),
        names=(title,),
        rows=tuple((hour, (value,)) for hour, value in zip(hours, values, strict=True)),
    )


def _latency(day: LastDay, hours: Sequence[str]) -> ChartCard:
    highest = max((value for value in day.most if value is not None), default=None)
    told = Phrase(texts.NOTHING_MEASURED)
    if highest is not None:
        told = Phrase(texts.LATENCY_MOST, {"most": seconds(highest)})
    return ChartCard(
        id="latency",
        title=texts.LATENCY,
        drawing=curves([("median", day.median), ("most", day.most)], hours),
        description=told,
        names=(texts.MEDIAN, texts.NINE_OF_TEN),
        rows=tuple(
            (hour, tuple(None if value is None else seconds(value) for value in pair))
            for hour, *pair in zip(hours, day.median, day.most, strict=True)
        ),
    )


def parsed_time(typed: str, zone: ZoneInfo) -> datetime | None:
    """`2026-11-29T14:30`, as a browser's field for dates writes it, or a day alone; None: nothing was typed.

    Raises:
        ValueError: it is no such time.
    """
    if not typed.strip():
        return None
    at = datetime.fromisoformat(typed.strip())
    at = at if at.tzinfo is not None else at.replace(tzinfo=zone)
    if not datetime(1971, 1, 1, tzinfo=zone) < at < datetime(9990, 1, 1, tzinfo=zone):
        raise ValueError("beyond what databases keep")
    return at


def worker_name(holder: str) -> Phrase:
    """A worker by its host and process."""
    host, _, rest = holder.partition("/")
    return Phrase(texts.PROCESS, {"host": host, "process": rest.partition("/")[0]})
