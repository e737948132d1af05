"""Draws a chart with Pillow: its shapes twice as large and then halved, which smooths them, its words at last."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.charts.chart import Chart, Series, axis
from bot.charts.colours import BASE, CARD, LINE, LOUD, MISSING, QUIET, SERIES, between
from bot.charts.fonts import drawable, fitting, font
from bot.charts.marks import mark

WIDTH, HEIGHT = 1200, 675
FINER = 2  #: times, for shapes
LEFT, RIGHT, BOTTOM = 92, 1152, 596  #: of the plot
TOP, TOP_BELOW_LEGEND = 164, 206
LEGEND = 148  #: its middle
EDGE = 48
GAP = 28  #: between the names of a legend
LETTER, SMALL, BIG = 28, 24, 44  #: pixels; a phone shows a third of them
LABEL_GAP = 18  #: between two labels of the axis
WIDEST_COLUMN = 72
LINE_WIDTH = 5
MARKS_UP_TO = 45  #: columns: the marks of more would run into each other
UNFINISHED = 0.5  #: how far the column of a time that is not over fades

Point = tuple[float, float]


def drawn(chart: Chart) -> bytes:
    """The chart as a PNG."""
    values = axis(chart.highest)
    shapes = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), CARD)
    _Shapes(chart, values[-1], ImageDraw.Draw(shapes)).draw(values)
    card = shapes.reduce(FINER)
    _Words(chart, values[-1], ImageDraw.Draw(card)).write(values)
    out = io.BytesIO()
    card.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", compress_level=3)
    return out.getvalue()


class _Plot:
    """Where things stand."""

    def __init__(self, chart: Chart, top: int, draw: ImageDraw.ImageDraw) -> None:
        self.chart, self._top, self.draw_on = chart, top, draw
        self.top = TOP_BELOW_LEGEND if len(chart.series) > 1 else TOP
        self.step = (RIGHT - LEFT) / max(len(chart.labels), 1)

    def x(self, column: int) -> float:
        """The middle of a column."""
        return LEFT + self.step * (column + 0.5)

    def y(self, value: float) -> float:
        """The height of a value."""
        return BOTTOM - (BOTTOM - self.top) * value / self._top


class _Shapes(_Plot):
    """Lines, columns and marks."""

    def draw(self, values: Sequence[int]) -> None:
        """All of them, from the back to the front."""
        for value in values[1:]:
            self._box(LEFT, self.y(value) - 0.5, RIGHT, self.y(value) + 0.5, LINE)
        if self.chart.missing:
            self._box(LEFT, self.top, LEFT + self.step * self.chart.missing, BOTTOM, MISSING)
        if self.chart.stacked or len(self.chart.series) == 1:
            self._columns()
        else:
            for number, series in enumerate(self.chart.series):
                self._line(number, series)
        self._box(LEFT, BOTTOM - 1, RIGHT, BOTTOM + 1, BASE)
        self._legend()

    def _box(self, left: float, top: float, right: float, bottom: float, fill: tuple[int, int, int]) -> None:
        box = [round(each * FINER) for each in (left, top, right, bottom)]
        if box[2] > box[0] and box[3] > box[1]:
            self.draw_on.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill)

    def _columns(self) -> None:
        half = min(self.step * 0.72, WIDEST_COLUMN) / 2
        for column in range(self.chart.missing, len(self.chart.labels)):
            below = 0
            faded = self.chart.unfinished and column == len(self.chart.labels) - 1
            for number, series in enumerate(self.chart.series):
                value = series.values[column]
                colour = between(SERIES[number], CARD, UNFINISHED) if faded else SERIES[number]
                self._box(self.x(column) - half, self.y(below + value), self.x(column) + half, self.y(below), colour)
                below += value

    def _line(self, number: int, series: Series) -> None:
        columns = range(self.chart.missing, len(series.values))
        points = [(self.x(column) * FINER, self.y(series.values[column]) * FINER) for column in columns]
        whole = points[:-1] if self.chart.unfinished else points
        if len(whole) > 1:
            self.draw_on.line(whole, SERIES[number], LINE_WIDTH * FINER, joint="curve")
        if self.chart.unfinished and len(points) > 1:
            faded = between(SERIES[number], CARD, UNFINISHED)
            self.draw_on.line(points[-2:], faded, LINE_WIDTH * FINER)
        if len(points) <= MARKS_UP_TO:
            for point in points:
                self._mark(number, point)

    def _mark(self, number: int, at: Point) -> None:
        mark(self.draw_on, number, at, 9 * FINER, CARD)
        mark(self.draw_on, number, at, 6.5 * FINER, SERIES[number])

    def _legend(self) -> None:
        lines = not (self.chart.stacked or len(self.chart.series) == 1)
        for number, (left, _) in enumerate(legend(self.chart)):
            middle = ((left + 10) * FINER, LEGEND * FINER)
            mark(self.draw_on, number if lines else 1, middle, 9 * FINER, SERIES[number])


class _Words(_Plot):
    """Title, legend, and what stands at the axes."""

    def write(self, values: Sequence[int]) -> None:
        """All of them."""
        title = font(BIG, bold=True)
        self.draw_on.text((EDGE, 62), fitting(self.chart.title, WIDTH - 2 * EDGE, title), LOUD, title, anchor="ls")
        letters = font(LETTER)
        self.draw_on.text(
            (EDGE, 104), fitting(self.chart.subtitle, WIDTH - 2 * EDGE, letters), QUIET, letters, anchor="ls"
        )
        for left, name in legend(self.chart):
            self.draw_on.text((left + 30, LEGEND), name, LOUD, letters, anchor="lm")
        for value in values:
            self.draw_on.text((LEFT - 16, self.y(value)), _written(value), QUIET, letters, "rm")
        self._below()
        self._in_missing()
        if len(self.chart.series) == 1:
            self._peak(self.chart.series[0].values[self.chart.missing :])

    def _peak(self, values: Sequence[int]) -> None:
        """The number of the highest column, above it."""
        if highest := max(values, default=0):
            at = (self.x(self.chart.missing + values.index(highest)), self.y(highest) - 8)
            letters = font(LETTER, bold=True)
            self.draw_on.text(at, _written(highest), LOUD, letters, "ms", stroke_width=4, stroke_fill=CARD)

    def _below(self) -> None:
        """The labels, from the last one on; one that has no room beside it is left out."""
        letters, free_to = font(LETTER), float(WIDTH)
        for column, label in reversed(list(enumerate(self.chart.labels))):
            half = letters.getlength(label) / 2
            middle = min(max(self.x(column), EDGE / 2 + half), WIDTH - EDGE / 2 - half)
            if label and middle + half <= free_to:
                self.draw_on.text((middle, BOTTOM + 34), label, QUIET, letters, anchor="mm")
                free_to = middle - half - LABEL_GAP

    def _in_missing(self) -> None:
        room = round(self.step * self.chart.missing) - 24
        letters = font(SMALL)
        if self.chart.missing and letters.getlength(self.chart.missing_label) <= room:
            at = (LEFT + self.step * self.chart.missing / 2, (self.top + BOTTOM) / 2)
            self.draw_on.text(at, self.chart.missing_label, QUIET, letters, anchor="mm")


def legend(chart: Chart) -> list[tuple[float, str]]:
    """Where each name of the legend begins, and what it is there; none for one series alone."""
    if len(chart.series) < 2:
        return []
    letters, left, each = font(LETTER), float(EDGE), 30 + GAP
    names = [drawable(series.name) or str(number) for number, series in enumerate(chart.series, 1)]
    shared = (WIDTH - 2 * EDGE) // len(names) - each
    room = WIDTH if sum(letters.getlength(name) + each for name in names) <= WIDTH - EDGE else shared
    found: list[tuple[float, str]] = []
    for full in names:
        name = fitting(full, room, letters)
        found.append((left, name))
        left += each + letters.getlength(name)
    return found


def _written(value: int) -> str:
    """`12 000`."""
    return f"{value:,}".replace(",", "\u00a0")
