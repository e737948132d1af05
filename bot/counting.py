"""Counting what happens, in memory, until it is written down.

An event ─▶ `Counter.add`, `Counter.observe` ─▶ `take`, every few seconds ─▶ the table of figures

A Counter is handed to who counts; there is none for all. It may be used from several threads.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from bot.i18n.text import Text

LONGEST_LABEL = 100  #: characters of a label's value: as long as the longest key of a source
BUCKET, SUM = "_bucket", "_sum"  #: endings of the names under which a distribution is kept
LE = "le"  #: the label of a bucket: its upper bound in seconds
ENDLESS = "+Inf"  #: the bucket above the last bound

#: names and values, in the order of the names
Labels = tuple[tuple[str, str], ...]
#: how much was counted, by the name of a figure and its labels
Counts = Mapping[tuple[str, Labels], float]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Something that is counted, or a time that is measured."""

    name: str  #: as in /metrics, with its unit
    meaning: Text  #: what /metrics says of it
    labels: tuple[str, ...] = ()  #: the names of its labels
    buckets: tuple[float, ...] = ()  #: upper bounds in seconds, rising; empty: it is a count


class Counter:
    """What was counted in this process since it was taken the last time."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, Labels], float] = {}
        self._lock = threading.Lock()

    def add(self, figure: Figure, *values: str, by: float = 1.0) -> None:
        """Count. `values`: those of the figure's labels, in their order."""
        self._put({(figure.name, labels_of(figure, values)): by})

    def observe(self, figure: Figure, seconds: float, *values: str) -> None:
        """Count a measured time in its bucket. One below zero, as clocks that differ give it, is none."""
        seconds = max(seconds, 0.0)
        labels, place = labels_of(figure, values), bisect_left(figure.buckets, seconds)
        bound = str(figure.buckets[place]) if place < len(figure.buckets) else ENDLESS
        bucket = tuple(sorted((*labels, (LE, bound))))
        self._put({(figure.name + BUCKET, bucket): 1.0, (figure.name + SUM, labels): seconds})

    def take(self) -> Counts:
        """What was counted; it is to be written down now, or to be given back."""
        with self._lock:
            counts, self._counts = self._counts, {}
        return counts

    def give_back(self, counts: Counts) -> None:
        """What was taken could not be written down: take it again."""
        self._put(counts)

    def _put(self, counts: Counts) -> None:
        with self._lock:
            for key, value in counts.items():
                self._counts[key] = self._counts.get(key, 0.0) + value


def labels_of(figure: Figure, values: tuple[str, ...]) -> Labels:
    """The labels of a figure with these values."""
    pairs = zip(figure.labels, values, strict=True)
    return tuple(sorted((name, value[:LONGEST_LABEL]) for name, value in pairs))


def quantile(buckets: Mapping[str, float], share: float) -> float | None:
    """The time, in seconds, that such a share (0 to 1) of all stayed below; None: nothing was measured.

    `buckets`: how many there were in each, by its upper bound. Within one they are taken to lie evenly; of those above
    the last bound it is only known that they took longer: the bound is returned.
    """
    bounds = sorted((float("inf") if bound == ENDLESS else float(bound), count) for bound, count in buckets.items())
    wanted, below = share * sum(count for _, count in bounds), 0.0
    lower = 0.0
    if wanted <= 0:
        return None
    for upper, count in bounds:
        if below + count >= wanted and upper != float("inf"):
            return lower + (upper - lower) * (wanted - below) / count
        below, lower = below + count, lower if upper == float("inf") else upper
    return lower
