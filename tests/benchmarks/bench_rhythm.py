"""How long news waits to be fetched, by rhythm and by fixed interval: python -m tests.benchmarks.bench_rhythm

recorded or drawn times ─▶ three weeks to learn from ─▶ three weeks polled by the program's own `learn` and `next_poll`
                                                    └▶ the same weeks, the same number of requests, a fixed interval
"""

from __future__ import annotations

import random
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

from bot.intake.rhythm import Appearance, Rhythm, learn, next_poll, scale_of
from bot.intake.rhythms import MOST_ARTICLES, RELEARN
from bot.intake.timing import JITTER

RECORDED = Path(__file__).with_name("publications.txt")
BEGIN = datetime(2025, 10, 13, tzinfo=UTC)
SCORED = BEGIN + timedelta(weeks=3)
END = BEGIN + timedelta(weeks=6)
EVERY = 300  #: seconds, as in config/sources.toml
GOAL = 0.6


@dataclass(frozen=True, kw_only=True)
class Publications:
    """When one source published."""

    what: str
    zone: str
    times: list[datetime]


def recorded() -> Iterator[Publications]:
    """The real ones."""
    lines = [line for line in RECORDED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for head, gaps in zip(lines[::2], lines[1::2], strict=True):
        zone, _, what = head.partition(" ")
        at, times = BEGIN, []
        for gap in gaps.split():
            at += timedelta(seconds=int(gap, 36))
            times.append(at)
        yield Publications(what=what, zone=zone, times=times)


def drawn() -> Iterator[Publications]:
    """Kinds that are not among the recorded ones: kt.kz and its neighbours, as they are described."""
    yield _drawn("kt.kz in English: 5 to 12 a weekday", lambda local, _: 8 / 870 * _open(local))
    yield _drawn("kt.kz in three languages: 30 to 50 a weekday", lambda local, _: 40 / 870 * _open(local))
    yield _drawn("an agency round the clock, in bursts", lambda _, luck: 0.2 if luck < 0.3 else 0.03)
    yield _drawn("a nightly batch of 30", lambda local, _: 30 if (local.hour, local.minute) == (3, 0) else 0)
    yield _drawn("on the half hour", lambda local, _: _open(local) / 2 if local.minute % 30 == 0 else 0, seconds=5)


def _open(local: datetime) -> float:
    """Does an editorial office work? 870 minutes, 08:00–22:30; a third on weekends."""
    return (8 <= local.hour + local.minute / 60 < 22.5) * (1 if local.weekday() < 5 else 1 / 3)


def _drawn(what: str, a_minute: Callable[[datetime, float], float], seconds: int = 60) -> Publications:
    """Draw so many articles a minute, in its first seconds; `luck` is drawn anew every 20 minutes."""
    draw = random.Random(what)
    at, times, luck = BEGIN, [], 0.0
    while at < END:
        if at.minute % 20 == 0:
            luck = draw.random()
        expected = a_minute(at.astimezone(ZoneInfo("Asia/Almaty")), luck)
        count = int(expected) + (draw.random() < expected % 1)
        times += [at + timedelta(seconds=draw.random() * seconds) for _ in range(count)]
        at += timedelta(minutes=1)
    return Publications(what=what, zone="Asia/Almaty", times=sorted(times))


def by_rhythm(source: Publications, every: int) -> tuple[int, list[float]]:
    """How many requests were made in the scored weeks, and how long each article waited, in seconds."""
    draw = random.Random(1)
    seen = [Appearance(at, at + timedelta(minutes=2)) for at in source.times if at < SCORED]
    rhythm: Rhythm | None = None
    at, relearn_at, made, waits = SCORED, SCORED, 0, []
    place = len(seen)
    while at < END:
        if at >= relearn_at:
            newest = seen[-MOST_ARTICLES:]
            since = BEGIN if len(newest) == len(seen) else newest[0].published_at
            rhythm = learn(newest, since=since, zone=source.zone, now=at)
            relearn_at = at + RELEARN
        made += 1
        while place < len(source.times) and source.times[place] <= at:
            seen.append(Appearance(source.times[place], at))
            waits.append((at - source.times[place]).total_seconds())
            place += 1
        at = next_poll(rhythm, every=every, now=at, jitter=draw.uniform(-JITTER, JITTER))
    return made, waits


def fixed(source: Publications, requests: int) -> list[float]:
    """How long each article of the scored weeks waits if so many requests are made at a fixed interval."""
    draw = random.Random(2)
    interval, at, waits = (END - SCORED) / requests, SCORED, []
    place = bisect_left(source.times, SCORED)
    while at < END:
        while place < len(source.times) and source.times[place] <= at:
            waits.append((at - source.times[place]).total_seconds())
            place += 1
        at += interval * (1 + draw.uniform(-JITTER, JITTER))
    return waits


def compare(sources: list[Publications], every: int) -> float:
    """Print both medians for each source and for all articles; return the ratio for all."""
    all_by_rhythm: list[float] = []
    all_fixed: list[float] = []
    for source in sources:
        made, waits = by_rhythm(source, every)
        yardstick = fixed(source, made)
        all_by_rhythm += waits
        all_fixed += yardstick
        line(source.what, len(source.times) / 42, made / 21, yardstick, waits)
    line("all articles", 0, 0, all_fixed, all_by_rhythm)
    return median(all_by_rhythm) / median(all_fixed)


def line(what: str, articles: float, requests: float, yardstick: list[float], waits: list[float]) -> None:
    a_day = f"{articles:5.0f} a day {requests:4.0f} requests" if articles else " " * 24
    medians = f"median {median(yardstick):4.0f} s ─▶ {median(waits):4.0f} s ({median(waits) / median(yardstick):.2f})"
    means = f"mean {mean(yardstick):4.0f} s ─▶ {mean(waits):4.0f} s"
    print(f"  {what:<48} {a_day}   {medians}   {means}", flush=True)


def cost() -> None:
    """What learning and planning take."""
    source = next(iter(recorded()))
    seen = [Appearance(at, at + timedelta(minutes=2)) for at in source.times[-MOST_ARTICLES:]]
    began = time.process_time()
    rhythm = learn(seen, since=seen[0].published_at, zone=source.zone, now=END)
    assert rhythm is not None
    scale_of(rhythm, EVERY)
    learned = time.process_time() - began
    began = time.process_time()
    for minute in range(1_000):
        next_poll(rhythm, every=EVERY, now=END + timedelta(minutes=minute))
    planned = (time.process_time() - began) / 1_000
    share = 500 * (learned / RELEARN.total_seconds() + planned / EVERY)
    print(f"learning from {MOST_ARTICLES} articles {learned * 1000:.0f} ms, the next poll {planned * 1000:.3f} ms;")
    print(f"500 sources: {share:.2%} of a core")


def main() -> None:
    print(f"Recorded times of real sources, every = {EVERY}, fixed interval ─▶ rhythm:")
    ratio = compare(list(recorded()), EVERY)
    print(f"  median wait by rhythm: {ratio:.2f} of the fixed interval's   goal {GOAL} at most")
    print("Drawn times of other kinds:")
    compare(list(drawn()), EVERY)
    cost()
    if ratio > GOAL:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
