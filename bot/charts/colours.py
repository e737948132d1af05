"""The colours of charts, on a dark card that neither glares in a dark chat nor fades in a light one.

The four of the series differ in lightness, too, so that people who see few colours tell them apart; their marks differ
in shape besides.
"""

from __future__ import annotations

Colour = tuple[int, int, int]

CARD: Colour = (24, 31, 42)
LINE: Colour = (52, 62, 78)
BASE: Colour = (110, 122, 141)
QUIET: Colour = (159, 171, 190)
LOUD: Colour = (240, 244, 250)
MISSING: Colour = (34, 42, 55)
SERIES: tuple[Colour, ...] = ((79, 158, 255), (255, 200, 61), (240, 98, 146), (178, 235, 215))


def between(first: Colour, second: Colour, share: float) -> Colour:
    """A mixture: `share` of the second one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
