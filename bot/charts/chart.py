"""What a chart shows, and where its axis has lines. Pure, without Pillow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LINES = 5  #: at most above the one at zero


@dataclass(frozen=True, kw_only=True)
class Series:
    """The numbers of one thing, a column each."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Numbers over time, oldest first; every word in it is in the reader's language."""

    title: str
    subtitle: str
    series: tuple[Series, ...]  #: one to MOST_SERIES, all as long as `labels`
    labels: tuple[str, ...]  #: under each column; "": none there
    stacked: bool = False  #: columns with the series on each other; else one alone is columns, several are lines
    missing: int = 0  #: so many columns at the beginning are of a time that is not known
    missing_label: str = ""  #: what is said there
    unfinished: bool = False  #: the last column is of a time that is not over

    @property
    def highest(self) -> int:
        """The highest value that is drawn."""
        known = [each.values[self.missing :] for each in self.series]
        if self.stacked:
            return max(map(sum, zip(*known, strict=True)), default=0)
        return max((value for values in known for value in values), default=0)


def axis(highest: int) -> Sequence[int]:
    """The values with a line: from zero in even steps of whole articles, the last one not below the highest value."""
    step, power = 1, 1
    while step * LINES < highest:
        step, power = next(
            ((each * power, power) for each in (1, 2, 5) if each * power > step), (10 * power, 10 * power)
        )
    top = max(-(-highest // step), 1) * step
    return range(0, top + 1, step)
