"""The ways into a source, tried in order until one can be read.

way ─▶ fetch ─▶ the same body as last time? ─▶ parse ─▶ its parts, if it is an index ─▶ a Listing
 ▲        │                                       │
 └────────┴─────────── the next way ◀── failed ───┘
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.errors import FetchError, GoneError, ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.catalogue import kinds
from bot.i18n.text import Phrase
from bot.intake.addresses import canonical_url
from bot.intake.dedup import same_site
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.response import FetchResult
from bot.model import Entry, Listing, Source, Way, without_password
from bot.storage.store import PollState

log = structlog.get_logger(__name__)

#: Parts of an index, as the sitemaps of a site, that are read at one poll.
PARTS = 5


@dataclass(frozen=True, kw_only=True)
class WayRead:
    """What was read, and what lets the next poll skip an unchanged body."""

    way: Way
    listing: Listing | None  #: None: the body has not changed since the last successful poll
    fetched: FetchResult
    body_hash: str | None  #: SHA-256, hexadecimal; None: what was read is more than this body
    failed: tuple[Phrase, ...] = ()  #: the ways before it, and why each can't be read

    @property
    def unchanged(self) -> bool:
        """Did the server say that nothing changed?"""
        return self.fetched.status == 304

    @property
    def problems(self) -> tuple[Phrase, ...] | None:
        """What operators should know of it; None: as at the last poll."""
        return None if self.listing is None else (*self.failed, *self.listing.problems)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part of an index as it was read last: a saving, for nothing is lost if it is forgotten."""

    etag: str | None
    modified: str | None
    body_hash: str
    listing: Listing


class Ways:
    """Reads a source by the first of its ways that can be read."""

    def __init__(self, http: HttpClient, reader: Reader) -> None:
        self._http = http
        self._reader = reader
        self._parts: dict[str, dict[str, _Part]] = {}  #: by source, by address

    async def read(
        self, source: Source, state: PollState | None, withdrawn: set[str] | None = None, *, now: datetime | None = None
    ) -> WayRead:
        """The first way that can be read; `state` None: whatever was read before; `now` None: this moment.

        `withdrawn` gets the addresses that their servers withdrew now; what `state` knows of as gone is not asked.

        Raises:
            FetchError, ParseError: none can be; the error of the first one.
        """
        errors: list[FetchError | ParseError] = []
        answers: dict[str, FetchResult] = {}  # two ways may read one page
        failed: list[Phrase] = []
        for way in source.ways:
            if state is not None and state.is_gone(way):
                continue
            try:
                read = await self._read_way(source, way, state, answers, now)
            except (FetchError, ParseError) as error:
                log.info("a way can't be read", source=source.key, way=way.address, reason=str(error))
                errors.append(error)
                failed.append(Phrase(kinds.WAY_FAILED, {"url": way.address, "error": error.phrase}))
                if isinstance(error, GoneError) and withdrawn is not None:
                    withdrawn.add(way.address)
            else:
                return replace(read, failed=tuple(failed))
        raise errors[0]  # a source has a way at least, and its poll is asked for one

    async def _read_way(
        self, source: Source, way: Way, state: PollState | None, answers: dict[str, FetchResult], now: datetime | None
    ) -> WayRead:
        if state is None or way.address != (state.way or source.ways[0].address):  # what is stored belongs to another
            etag = modified = known = None
        else:
            etag, modified, known = state.etag, state.modified, state.body_hash
        if way.url not in answers:
            answers[way.url] = await self._http.feed(way.url, source, etag=etag, modified=modified, beginning=True)
        fetched = answers[way.url]
        body_hash = known if fetched.status == 304 else _hash(fetched.body)
        if fetched.status == 304 or body_hash == known:
            return WayRead(way=way, listing=None, fetched=fetched, body_hash=body_hash)
        listing = await self._parse(source, way, fetched, now)
        if fetched.cut:
            listing = replace(listing, problems=(*listing.problems, Phrase(texts.BODY_CUT)))
        if not listing.more:
            return WayRead(way=way, listing=listing, fetched=fetched, body_hash=body_hash)
        whole = await self._with_parts(source, way, listing, now)
        # its parts may change when the index does not
        return WayRead(way=way, listing=whole, fetched=replace(fetched, etag=None, modified=None), body_hash=None)

    async def _with_parts(self, source: Source, way: Way, index: Listing, now: datetime | None) -> Listing:
        """The index with what its parts have. Raises FetchError, ParseError: none of them can be read."""
        waiting, parts, errors = list(index.more), dict[str, _Part](), list[FetchError | ParseError]()
        problems: list[Phrase] = []
        known = self._parts.get(source.key, {})
        for _ in range(PARTS):
            if not waiting:
                break
            url = waiting.pop(0)
            try:
                if not same_site(url, way.url):  # an address out of foreign hands: it could be one of our network
                    raise ParseError(kinds.PART_ELSEWHERE)
                parts[url] = await self._part(source, replace(way, url=url), known.get(url), now)
            except (FetchError, ParseError) as error:
                errors.append(error)
                problems.append(Phrase(kinds.WAY_FAILED, {"url": without_password(url), "error": error.phrase}))
            else:
                waiting += [more for more in parts[url].listing.more if more not in parts]
                problems += parts[url].listing.problems
        if errors and not parts:
            raise errors[0]
        self._parts[source.key] = parts
        entries = _each_once([*index.entries, *(entry for part in parts.values() for entry in part.listing.entries)])
        return replace(index, entries=entries, problems=(*index.problems, *problems))

    async def _part(self, source: Source, way: Way, known: _Part | None, now: datetime | None) -> _Part:
        etag, modified = (known.etag, known.modified) if known else (None, None)
        fetched = await self._http.feed(way.url, source, etag=etag, modified=modified, beginning=True)
        if known and (fetched.status == 304 or _hash(fetched.body) == known.body_hash):
            return known
        listing = await self._parse(source, way, fetched, now)
        return _Part(etag=fetched.etag, modified=fetched.modified, body_hash=_hash(fetched.body), listing=listing)

    async def _parse(self, source: Source, way: Way, fetched: FetchResult, now: datetime | None) -> Listing:
        body, url, charset, capped = fetched.body, fetched.final_url, fetched.charset, fetched.capped
        try:
            listing = await self._reader.listing(body, source, way, url, charset, now=now, capped=capped)
            hub, topic = fetched.hub or listing.hub, fetched.topic or listing.topic  # headers go before the body
            return replace(listing, hub=hub, topic=topic or fetched.final_url) if hub else listing
        except ParseError as error:
            if fetched.moved:
                raise ParseError(texts.REDIRECTED_TO_OTHER, url=fetched.final_url, error=error.phrase) from error
            raise


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _each_once(entries: list[Entry]) -> tuple[Entry, ...]:
    """The first entry of each address: one article may stand in two parts, under a better title in the first."""
    by_address: dict[object, Entry] = {}
    for entry in entries:
        by_address.setdefault(canonical_url(entry.link) or entry, entry)
    return tuple(by_address.values())
