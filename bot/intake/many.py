"""A feed of very many entries is read in parts, the newest first, for as long as there is time (pure).

text ─▶ where each entry stands ─▶ which end is the newer one ─▶ a feed of a hundred ─▶ a feed of the next hundred …
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.intake.dates import read_date
from bot.intake.repair import items_of

MANY = 500  #: entries; a feed of fewer is read at once
PART = 100  #: entries of a part
MOST = 50_000  #: entries that are looked for; a body has fewer
_WRITTEN = re.compile(
    r"<(?:pubDate|published|updated|dc:date)\b[^<>]*>\s*(?:<!\[CDATA\[)?([^<>\]]{6,100})", re.IGNORECASE
)
_ENDS = ("</item>", "</entry>", "/>")


@dataclass(frozen=True, kw_only=True)
class Many:
    """Where the entries of such a feed stand."""

    text: str
    spans: tuple[tuple[int, int], ...]  #: in the feed's order, one at least
    oldest_first: bool

    def parts(self) -> Iterator[tuple[int, int, str]]:
        """Feeds of some of the entries, the newest first: at which entry each begins, how many it has, and its text."""
        head, end = self.text[: self.spans[0][0]], self.text[self.spans[-1][1] :]
        places = range(0, len(self.spans), PART)
        for place in reversed(places) if self.oldest_first else places:
            part = self.spans[place : place + PART]
            yield place, len(part), "".join([head, *(self.text[start:stop] for start, stop in part), end])


def many_of(text: str, timezone: str, *, capped: bool) -> Many | None:
    """The entries of a feed that is to be read in parts; None: it is read at once.

    `capped`: only its beginning is there, and the last entry may be half of one.
    """
    spans = tuple(islice(items_of(text), MOST))
    if capped and spans and not text[: spans[-1][1]].lower().endswith(_ENDS):
        text, spans = text[: spans[-1][0]], spans[:-1]
    if not spans or (len(spans) <= MANY and not capped):
        return None
    first, last = (_written(text[start:stop], timezone) for start, stop in (spans[0], spans[-1]))
    return Many(text=text, spans=spans, oldest_first=first is not None and last is not None and first < last)


def _written(item: str, timezone: str) -> datetime | None:
    found = _WRITTEN.search(item)
    date = read_date(found[1], ZoneInfo(timezone)) if found else None
    return date and date.at
