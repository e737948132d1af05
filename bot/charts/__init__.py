"""Charts as PNG: numbers and words in, bytes out. Pure.

    Chart ─ scale (which lines the axis has) ─ drawing (shapes twice as large, then words) ─▶ PNG

Pillow is loaded with the first chart, not with the program: it costs a worker memory and time at its start.
"""

from __future__ import annotations

from bot.charts.chart import Chart, Series

__all__ = ["MOST_SERIES", "Chart", "Series", "draw"]

MOST_SERIES = 4  #: lines that can be told apart


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 1200 × 675, the same for the same chart."""
    from bot.charts.drawing import drawn  # loads Pillow

    return drawn(chart)
