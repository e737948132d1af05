"""What a reader of any kind is given, and how it reads the links and the dates there (pure).

answer ──▶ Document ──▶ one reader ──▶ Listing
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.intake.dates import WrittenDate, find_date, formatted_date, read_date
from bot.intake.decode import decode
from bot.intake.dedup import canonical_url
from bot.intake.links import absolute
from bot.intake.plain_text import CMS_IMAGE, tidy
from bot.model import Entry, Source, Way

#: A view counter that is glued to the time before it: "26.11.2025, 08:1017801".
_COUNTER = re.compile(r"(.*\b\d{1,2}:\d{2})\s*\d+")


@dataclass(frozen=True, kw_only=True)
class Document:
    """The body of an answer, and whose it is."""

    body: bytes
    url: str  #: where it was read, after redirects
    charset: str | None  #: of the HTTP header
    source: Source
    way: Way
    now: datetime  #: when it was read
    capped: bool = False  #: the body is the beginning of a longer one
    until: float | None = None  #: until when it may be read, by the monotonic clock; None: as long as it takes
    whole: bool = False  #: all of it is wanted, and where older news stand: an archive is read in

    @property
    def text(self) -> str:
        """The body, decoded."""
        return CMS_IMAGE.sub("", decode(self.body, self.charset)).replace("\x00", "")

    def link(self, raw: str, base: str | None = None) -> str | None:
        """An http(s) address from a link; a relative one is resolved against `base`, else where this was read."""
        return absolute(raw, [base, self.url])

    def date(self, raw: str, form: str | None = None) -> WrittenDate | None:
        """The date that a text is, in the strptime format `form` or in a known one; None: it is none."""
        if form and (found := self.formatted(raw, form)):
            return found
        return next((found for one in _readings(raw) if (found := read_date(one, self.zone, now=self.now))), None)

    def date_within(self, raw: str, form: str | None = None) -> WrittenDate | None:
        """The date that a text of a page is, else the first within it: it may be glued to other things."""
        return self.date(raw, form) or find_date(tidy(raw), self.zone)

    def formatted(self, raw: str, form: str) -> WrittenDate | None:
        """The date of a text that is one in this strptime format, and nothing else but a view counter."""
        return next((found for one in _readings(raw) if (found := formatted_date(one, form, self.zone))), None)

    def too_large(self) -> ParseError:
        """The error of one of which only the beginning is there, and that is not enough."""
        return ParseError(texts.BODY_TOO_LARGE, megabytes=f"{len(self.body) / 1e6:g}")

    @property
    def zone(self) -> ZoneInfo:
        """That of times without one."""
        return ZoneInfo(self.source.timezone)


def _readings(raw: str) -> Iterator[str]:
    """The text of a date, and what it is without a view counter."""
    if text := tidy(raw):
        yield text
        if counted := _COUNTER.fullmatch(text):
            yield counted[1]


class Dated(TypedDict):
    """The date of an entry, as its fields."""

    published_at: datetime | None
    day_only: bool


def dated(found: WrittenDate | None) -> Dated:
    """The fields of an entry for this date."""
    return Dated(published_at=found and found.at, day_only=found is not None and not found.has_time)


def lead_of(text: str) -> str:
    """The first paragraph of a full text; "" if it is all of it."""
    lead, _, rest = text.partition("\n\n")
    return lead if rest else ""


def each_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The first entry of each address: what one page names twice is one article."""
    seen: set[str] = set()
    for entry in entries:
        address = canonical_url(entry.link)
        if address is None or address not in seen:
            yield entry
            seen.add(address or "")
