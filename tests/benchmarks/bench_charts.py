"""How much of a processor a chart takes, in the widest shapes: python -m tests.benchmarks.bench_charts"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

from bot.charts import MOST_SERIES, Chart, Series, draw

ROUNDS, GOAL_MS = 15, 50.0
DAYS = tuple(f"{day} Nov" if day % 5 == 0 else "" for day in range(30))
WEEKS = tuple(f"{week} тоқсан" for week in range(13))


def charts() -> dict[str, Chart]:
    def series(columns: int, count: int) -> tuple[Series, ...]:
        return tuple(
            Series(
                name=f"жасанды интеллект {number}",
                values=tuple((column * 7 + number * 11) % 23 for column in range(columns)),
            )
            for number in range(count)
        )

    words: dict[str, Any] = {"title": "Ақтау, отходы, AI", "subtitle": "Соңғы 30 күн · күніне мақала"}
    return {
        "a topic, day by day": Chart(series=series(30, 1), labels=DAYS, unfinished=True, **words),
        "four topics, day by day": Chart(series=series(30, MOST_SERIES), labels=DAYS, unfinished=True, **words),
        "four topics, week by week": Chart(series=series(13, MOST_SERIES), labels=WEEKS, missing=3, **words),
        "three languages on each other": Chart(series=series(30, 3), labels=DAYS, stacked=True, **words),
    }


def main() -> int:
    began = time.process_time()
    draw(next(iter(charts().values())))
    print(f"the first one, which loads Pillow and the letters: {(time.process_time() - began) * 1_000:.0f} ms")
    missed = []
    for what, chart in charts().items():
        spent = []
        for _ in range(ROUNDS):
            began = time.process_time()
            size = len(draw(chart))
            spent.append((time.process_time() - began) * 1_000)
        median = statistics.median(spent)
        print(f"{what:<32}{median:>6.0f} ms, {min(spent):.0f} at best, {size / 1_000:.0f} kB", flush=True)
        if median >= GOAL_MS:
            missed.append(what)
    said = f"Missed: {', '.join(missed)}" if missed else "None was missed."
    print(f"Goal: every median under {GOAL_MS:.0f} ms. {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
