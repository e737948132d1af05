"""What a reader of any kind is given, and how it reads the links and the dates there (pure).

answer ──▶ Document ──▶ one reader ──▶ Listing
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from bot.intake.dates import localise, parse_instant, read_date
from bot.intake.decode import decode
from bot.intake.dedup import canonical_url
from bot.intake.plain_text import CMS_IMAGE, tidy
from bot.model import Entry, Source, Way

#: Characters of a title, and of a teaser; more is text in the wrong place.
TITLE_LIMIT = 500
MADE_TITLE_LIMIT = 120  # one made from a text
TEASER_LIMIT = 5_000
#: Characters of a link.
LINK_LIMIT = 2_000

#: A view counter that is glued to the time before it: "26.11.2025, 08:1017801".
_COUNTER = re.compile(r"(.*\b\d{1,2}:\d{2})\s*\d+")
_TIME_ALONE = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
#: How far a site's clock may be ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=10)
#: Powers of a thousand by which an epoch is finer than seconds.
_FINER = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3))
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Document:
    """The body of an answer, and whose it is."""

    body: bytes
    url: str  #: where it was read, after redirects
    charset: str | None  #: of the HTTP header
    source: Source
    way: Way
    now: datetime  #: when it was read

    @property
    def text(self) -> str:
        """The body, decoded."""
        return CMS_IMAGE.sub("", decode(self.body, self.charset)).replace("\x00", "")

    def link(self, raw: str, base: str | None = None) -> str | None:
        """An http(s) address from a link; a relative one is resolved against `base`, else where this was read."""
        try:
            link = urljoin(base or self.url, _UNSAFE.sub("", raw).strip())
            parts = urlsplit(link)
        except ValueError:
            return None
        if not raw.strip() or parts.scheme not in ("http", "https") or not parts.hostname or len(link) > LINK_LIMIT:
            return None
        return "%20".join(link.split()).encode("utf-8", "ignore").decode()

    def instant(self, raw: str, form: str | None = None) -> datetime | None:
        """The instant that a text tells, in the strptime format `form` or in a known one; None: it tells none."""
        if form and (found := self.formatted(raw, form)):
            return found
        for one in _readings(raw):
            if found := parse_instant(one, self._zone) or self._today(one) or self._relative(one):
                return found
        return None

    def _relative(self, text: str) -> datetime | None:
        """A day without its year, or told from today: "25 ноября, 13:20", "вчера в 9:05", "5 minutes ago"."""
        read = read_date(text, self._zone, now=self.now)
        return None if read is None else read.at

    def _today(self, text: str) -> datetime | None:
        """The latest moment at which it was this time of day: lists show no more of the newest articles."""
        if not (told := _TIME_ALONE.fullmatch(text)):
            return None
        local = self.now.astimezone(self._zone)
        at = local.replace(hour=int(told[1]), minute=int(told[2]), second=0, microsecond=0)
        return (at if at <= local + CLOCKS_DIFFER else at - timedelta(days=1)).astimezone(UTC)

    def formatted(self, raw: str, form: str) -> datetime | None:
        """The instant of a text that is a date in this strptime format, and nothing else but a view counter."""
        for one in _readings(raw):
            try:
                return localise(datetime.strptime(one, form), self._zone)  # noqa: DTZ007 - the zone is the source's
            except ValueError:
                continue
        return None

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.source.timezone)


def _readings(raw: str) -> Iterator[str]:
    """The text of a date, and what it is without a view counter."""
    if text := tidy(raw):
        yield text
        if counted := _COUNTER.fullmatch(text):
            yield counted[1]


def epoch(number: float) -> datetime | None:
    """The instant of a number of seconds since 1970, or of finer units; None: it is none."""
    unit = next((unit for least, unit in _FINER if abs(number) >= least), 1.0)
    try:
        naive = datetime.fromtimestamp(number / unit, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return localise(naive, UTC)


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
