"""When a source is polled (pure): learned from when it publishes, within a fixed budget of requests.

appearances ─▶ learn: a rate for each hour of the week and each minute of an hour ─▶ scale_of: the budget ─▶ next_poll
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOURS = 24 * 7  #: of a week, from Monday 00:00 by the source's clock
#: Articles older than that say nothing about today.
MEMORY = timedelta(weeks=6)
#: An article counts half as much when it is that old.
HALF_LIFE = timedelta(weeks=3)
#: With less history a source keeps its fixed interval.
LEAST_ARTICLES = 20
LEAST_SPAN = timedelta(days=3)
#: So many articles weigh as much as what is assumed without them: that an hour of the week is like others.
DOUBT = 1.0
#: The same for a minute of the hour.
MINUTE_DOUBT = 2.0
#: The mean wait is least if hours get requests by the square root of their rates (0.5). By this power, as measured on
#: recorded times, the mean is 4 % longer, and the median 4 % shorter, 7 % where an office closes at night.
POWER = 0.7
#: No interval is longer, except the operator's own.
LONGEST = timedelta(hours=1)
#: How many times shorter than the interval of the sources file one may become; never shorter than SHORTEST.
SHARPEST = 5
SHORTEST = timedelta(seconds=60)

#: An hour's neighbours on the daily curve, and how much each counts.
_NEAR = ((-1, 0.25), (0, 0.5), (1, 0.25))
_STEPS = 50  #: steps of the logarithm to which weights are rounded when requests are counted


class Appearance(NamedTuple):
    """When an article was published, and when we saw it first; the same instant if its entry had no date."""

    published_at: datetime
    first_seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When a source publishes."""

    zone: str  #: IANA zone of its hours
    hours: tuple[float, ...]  #: articles per hour, for each hour of the week
    minutes: tuple[float, ...]  #: for each minute of an hour: how many times more articles than on average


def learn(appearances: Sequence[Appearance], *, since: datetime, zone: str, now: datetime) -> Rhythm | None:
    """The rhythm of a source, from all its articles since `since`; None: too little is known."""
    since = max(since, now - MEMORY)
    times, dated = times_of(appearances)
    known = [time for time in times if since <= time <= now]
    if len(known) < LEAST_ARTICLES or now - since < LEAST_SPAN:
        return None
    place = ZoneInfo(zone)
    counts, exposure = [0.0] * HOURS, [0.0] * HOURS
    by_minute = [0.0] * 60
    for time in known:
        local, weight = time.astimezone(place), _weight(now - time)
        counts[_hour_of_week(local)] += weight
        by_minute[local.minute] += weight
    hour = since
    while hour < now:
        exposure[_hour_of_week(hour.astimezone(place))] += _weight(now - hour)
        hour += timedelta(hours=1)
    minutes = _timetable(by_minute) if dated else (1.0,) * 60
    return Rhythm(zone=zone, hours=_smooth(counts, exposure), minutes=minutes)


def times_of(appearances: Sequence[Appearance]) -> tuple[list[datetime], bool]:
    """The time of each article, and whether these are times of publication, exact to the minute.

    They are when articles were first seen if a source has no dates, or usually shows articles long after their dates
    (a date without a time of day). Otherwise an article that was seen late counts from when it was published: after an
    outage of ours many were seen at once. When we saw an article tells its hour, but its minute is that of our poll.
    """
    lateness = median([(one.first_seen_at - one.published_at).total_seconds() for one in appearances] or [0.0])
    if 0 < lateness <= LONGEST.total_seconds():
        return [one.published_at for one in appearances], True
    return [one.first_seen_at for one in appearances], False


def _weight(age: timedelta) -> float:
    return math.exp2(-(age / HALF_LIFE))


def _hour_of_week(local: datetime) -> int:
    return local.weekday() * 24 + local.hour


def _smooth(counts: Sequence[float], exposure: Sequence[float]) -> tuple[float, ...]:
    """Rates: an hour of the week leans on the same hour of all days, that on its neighbours, that on the mean."""
    mean = sum(counts) / sum(exposure)
    of_hour = [_leaning(_around(counts, hour), mean * _around(exposure, hour)) for hour in range(24)]
    of_day = []
    for day in range(7):
        expected = mean * sum(of_hour[hour] * exposure[day * 24 + hour] for hour in range(24))
        of_day.append(_leaning(sum(counts[day * 24 : day * 24 + 24]), expected))
    assumed = [mean * of_hour[hour % 24] * of_day[hour // 24] for hour in range(HOURS)]
    return tuple(
        rate * _leaning(count, rate * observed) for rate, count, observed in zip(assumed, counts, exposure, strict=True)
    )


def _around(of_week: Sequence[float], hour: int) -> float:
    """What an hour of the day has on all days, with its neighbours."""
    return sum(part * of_week[day * 24 + (hour + step) % 24] for day in range(7) for step, part in _NEAR)


def _leaning(counted: float, expected: float) -> float:
    """How many times more was counted than expected; 1 without evidence."""
    return (counted + DOUBT) / (expected + DOUBT)


def _timetable(by_minute: Sequence[float]) -> tuple[float, ...]:
    """What each minute has, halved with the one before: a feed shows an article somewhat after its time."""
    mean = sum(by_minute) / 60
    share = [(count + MINUTE_DOUBT) / (mean + MINUTE_DOUBT) for count in by_minute]
    return tuple((share[minute] + share[minute - 1]) / 2 for minute in range(60))


def shortest(every: int) -> timedelta:
    """The interval below which a source with `every` is never polled."""
    return min(max(timedelta(seconds=every) / SHARPEST, SHORTEST), timedelta(seconds=every))


def follows_rhythm(every: int) -> bool:
    """May intervals differ at all? An operator who asks for less than a minute or more than an hour gets just that."""
    return shortest(every) < timedelta(seconds=every) < LONGEST


def next_poll(
    rhythm: Rhythm | None, *, every: int, wish: int | None = None, now: datetime, jitter: float = 0.0
) -> datetime:
    """When to poll after a poll at `now`.

    `every`: seconds between polls, on average; `wish`: seconds between polls that the source asks for, heeded up to
    LONGEST; `jitter`: a share of the interval to add, so that not all sources are polled at once.
    """
    interval = timedelta(seconds=every) * (1 + jitter)
    if rhythm is not None and follows_rhythm(every):
        interval = min(max(_walk(rhythm, every, now, 1 + jitter), shortest(every)), LONGEST)
    return now + max(interval, min(timedelta(seconds=wish or 0), LONGEST))


def _walk(rhythm: Rhythm, every: int, now: datetime, requests: float) -> timedelta:
    """Go on by minutes until the time passed adds up to so many requests: a long interval ends when news is due."""
    scale, least, most = scale_of(rhythm, every), shortest(every).total_seconds(), LONGEST.total_seconds()
    local = now.astimezone(ZoneInfo(rhythm.zone))
    hour, minute, left = _hour_of_week(local), local.minute, requests
    passed, until_minute = 0.0, 60 - local.second - local.microsecond / 1e6
    while True:
        interval = min(max(scale / (rhythm.hours[hour] ** POWER * rhythm.minutes[minute]), least), most)
        if left * interval <= until_minute:
            return timedelta(seconds=passed + left * interval)
        left -= until_minute / interval
        passed, until_minute = passed + until_minute, 60.0
        minute = (minute + 1) % 60
        hour = (hour + (minute == 0)) % HOURS


@lru_cache(maxsize=2_000)
def scale_of(rhythm: Rhythm, every: int) -> float:
    """By what to divide a minute's weight to have its interval in seconds: on average there is one in `every`."""
    least, most = shortest(every).total_seconds(), LONGEST.total_seconds()
    by_hour = [_STEPS * POWER * math.log(hour) for hour in rhythm.hours]
    by_minute = [_STEPS * math.log(minute) for minute in rhythm.minutes]
    rounded = Counter([round(hour + minute) for hour in by_hour for minute in by_minute])
    weights = [(math.exp(step / _STEPS), count) for step, count in rounded.items()]
    low, high = 0.0, most * max(weight for weight, _ in weights)
    for _ in range(40):  # a larger scale makes fewer requests
        middle = (low + high) / 2
        # the same as min(max(middle / weight, least), most), in a third of the time
        light, heavy = middle / most, middle / least
        requests = sum(
            [
                count / most if weight < light else count / least if weight > heavy else count * weight / middle
                for weight, count in weights
            ]
        )
        low, high = (middle, high) if 60 * requests > HOURS * 3600 / every else (low, middle)
    return high
