"""Where the shapes of a chart stand: numbers by the hour in, coordinates out; a template writes them as SVG. Pure.

Sizes are in units of the picture, which is WIDTH wide and shown as wide as there is room: on a phone, one is a pixel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.charts.chart import axis

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 328, 8, 126  #: of the plot
GAP = 2.0  #: between two columns
LABEL_EVERY = 6  #: columns
THIN = 1.0  #: height of the column of something that is hardly more than nothing


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A column."""

    x: float
    y: float
    width: float
    height: float
    unfinished: bool  #: its hour is not over


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line; where nothing was measured it is broken."""

    name: str
    pieces: tuple[str, ...]  #: points of each piece, as SVG writes them: `10,20 30,40`
    dots: tuple[tuple[float, float], ...]  #: the points, so that one alone is seen


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Words at an axis."""

    at: float  #: x of an hour, y of a value
    text: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart as it is drawn."""

    bars: tuple[Bar, ...] = ()
    curves: tuple[Curve, ...] = ()
    values: tuple[Mark, ...]  #: lines across, from zero up
    hours: tuple[Mark, ...]


def columns(values: Sequence[int], hours: Sequence[str]) -> Drawing:
    """A column for each hour."""
    marks = axis(max(values, default=0))
    step = _step(values)
    bars = []
    for place, value in enumerate(values):
        height = max((BOTTOM - TOP) * value / marks[-1], THIN)
        if value > 0:
            at = LEFT + place * step + GAP / 2
            last = place == len(values) - 1
            bars.append(Bar(x=_r(at), y=_r(BOTTOM - height), width=_r(step - GAP), height=_r(height), unfinished=last))
    return Drawing(bars=tuple(bars), values=_values(marks, str), hours=_hours(hours, step))


def curves(series: Sequence[tuple[str, Sequence[float | None]]], hours: Sequence[str]) -> Drawing:
    """A line for each name; the values are seconds."""
    highest = max((value for _, values in series for value in values if value is not None), default=0.0)
    unit, name = next((unit, name) for unit, name, most in UNITS if highest <= most)
    marks = axis(math.ceil(highest / unit))
    step = _step(hours)
    drawn = tuple(_curve(name, values, step, marks[-1] * unit) for name, values in series)
    return Drawing(curves=drawn, values=_values(marks, lambda value: f"{value} {name}"), hours=_hours(hours, step))


#: seconds of a unit, its sign, and the most seconds that are written in it
UNITS = ((1.0, "s", 180.0), (60.0, "min", 10_800.0), (3600.0, "h", math.inf))


def _curve(name: str, values: Sequence[float | None], step: float, top: float) -> Curve:
    pieces: list[list[tuple[float, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((_r(LEFT + (place + 0.5) * step), _r(BOTTOM - (BOTTOM - TOP) * value / top)))
    return Curve(
        name=name,
        pieces=tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1),
        dots=tuple(point for piece in pieces for point in piece),
    )


def _step(columns: Sequence[object]) -> float:
    return (RIGHT - LEFT) / max(len(columns), 1)


def _values(marks: Sequence[int], text: Callable[[int], str]) -> tuple[Mark, ...]:
    return tuple(Mark(at=_r(BOTTOM - (BOTTOM - TOP) * value / marks[-1]), text=text(value)) for value in marks)


def _hours(hours: Sequence[str], step: float) -> tuple[Mark, ...]:
    """Every sixth, counted from the last one, which is now."""
    places = range((len(hours) - 1) % LABEL_EVERY, len(hours), LABEL_EVERY)
    return tuple(Mark(at=_r(LEFT + (place + 0.5) * step), text=hours[place]) for place in places)


def _r(value: float) -> float:
    return round(value, 1)
