"""The marks of lines, each with a shape of its own: for who sees few colours, and on paper."""

from __future__ import annotations

from PIL import ImageDraw

from bot.charts.colours import Colour


def mark(draw: ImageDraw.ImageDraw, number: int, at: tuple[float, float], half: float, fill: Colour) -> None:
    """Circle, square, triangle, rhombus: the mark of that series, so many pixels from its middle to its edge."""
    x, y = at
    if number == 0:
        draw.ellipse((x - half, y - half, x + half, y + half), fill)
    elif number == 1:
        side = half * 0.9
        draw.rectangle((x - side, y - side, x + side, y + side), fill)
    elif number == 2:
        draw.polygon([(x, y - half * 1.2), (x + half * 1.15, y + half * 0.9), (x - half * 1.15, y + half * 0.9)], fill)
    else:
        draw.polygon([(x, y - half * 1.3), (x + half * 1.3, y), (x, y + half * 1.3), (x - half * 1.3, y)], fill)
