"""The last 24 hours in numbers, from what workers have counted by the hour. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.counting import BUCKET, LE, Labels, quantile
from bot.figures import ALERTS_FAILED, ALERTS_SENT, ARTICLES_STORED, HANDLING_LATENCY, PLATFORM_CALL, REFUSALS

HOURS = 24
MEDIAN, MOST = 0.5, 0.9  #: shares of the alerts that took less

#: what was counted by labels and hours, as `Figures.hourly` returns it
Hourly = Mapping[Labels, Mapping[datetime, float]]

#: the names of the figures that are needed
NEEDED = (
    ARTICLES_STORED.name,
    ALERTS_SENT.name,
    ALERTS_FAILED.name,
    REFUSALS.name,
    HANDLING_LATENCY.name + BUCKET,
    PLATFORM_CALL.name + BUCKET,
)


@dataclass(frozen=True, kw_only=True)
class LaneDay:
    """What one lane has sent."""

    lane: str
    sent: int  #: alerts
    sent_this_hour: int  #: of them in the hour that is not over
    failed: int  #: alerts that were given up
    refusals: int
    causes: tuple[tuple[str, int], ...]  #: of refusals, the most frequent first
    median: float | None  #: seconds from the article to its alert; None: none was sent
    most: float | None  #: the same that nine of ten stayed below
    call: float | None  #: seconds that the platform takes for a message, the median


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """The hours, oldest first, the last one not over, and what was counted in each."""

    hours: tuple[datetime, ...]  #: when each began
    articles: tuple[int, ...]
    alerts: tuple[int, ...]
    refusals: tuple[int, ...]
    median: tuple[float | None, ...]  #: seconds from an article to its alert; None: none was sent
    most: tuple[float | None, ...]  #: the same that nine of ten stayed below
    lanes: tuple[LaneDay, ...]  #: in the order of their names


def first_hour(now: datetime) -> datetime:
    """When the first of the hours began."""
    return now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)


def last_day(counted: Mapping[str, Hourly], now: datetime, lanes: Iterable[str] = ()) -> LastDay:
    """The last day from the figures NEEDED, by name. `lanes`: those that are shown though nothing was counted."""
    hours = tuple(first_hour(now) + timedelta(hours=number) for number in range(HOURS))
    latency = counted.get(HANDLING_LATENCY.name + BUCKET, {})
    named = {dict(labels).get("lane", "") for name in NEEDED[1:] for labels in counted.get(name, {})}
    return LastDay(
        hours=hours,
        articles=_by_hour(counted.get(ARTICLES_STORED.name, {}), hours),
        alerts=_by_hour(counted.get(ALERTS_SENT.name, {}), hours),
        refusals=_by_hour(counted.get(REFUSALS.name, {}), hours),
        median=tuple(quantile(_buckets(latency, [hour]), MEDIAN) for hour in hours),
        most=tuple(quantile(_buckets(latency, [hour]), MOST) for hour in hours),
        lanes=tuple(_lane(counted, lane, hours) for lane in sorted({*named, *lanes} - {""})),
    )


def _lane(counted: Mapping[str, Hourly], lane: str, hours: Sequence[datetime]) -> LaneDay:
    def of_lane(name: str) -> Hourly:
        return {labels: values for labels, values in counted.get(name, {}).items() if dict(labels).get("lane") == lane}

    sent = _by_hour(of_lane(ALERTS_SENT.name), hours)
    latency = _buckets(of_lane(HANDLING_LATENCY.name + BUCKET), hours)
    refused = of_lane(REFUSALS.name)
    causes = {dict(labels).get("cause", ""): sum(_by_hour({labels: refused[labels]}, hours)) for labels in refused}
    return LaneDay(
        lane=lane,
        sent=sum(sent),
        sent_this_hour=sent[-1],
        failed=sum(_by_hour(of_lane(ALERTS_FAILED.name), hours)),
        refusals=sum(causes.values()),
        causes=tuple(sorted(((cause, count) for cause, count in causes.items() if count), key=lambda each: -each[1])),
        median=quantile(latency, MEDIAN),
        most=quantile(latency, MOST),
        call=quantile(_buckets(of_lane(PLATFORM_CALL.name + BUCKET), hours), MEDIAN),
    )


def _by_hour(hourly: Hourly, hours: Sequence[datetime]) -> tuple[int, ...]:
    return tuple(round(sum(values.get(hour, 0.0) for values in hourly.values())) for hour in hours)


def _buckets(hourly: Hourly, hours: Sequence[datetime]) -> dict[str, float]:
    """How many there were in each bucket, by its upper bound."""
    found: dict[str, float] = {}
    for labels, values in hourly.items():
        bound = dict(labels)[LE]
        found[bound] = found.get(bound, 0.0) + sum(values.get(hour, 0.0) for hour in hours)
    return found
