"""The ways into a source, tried in order until one can be read.

way ─▶ fetch ─▶ the same body as last time? ─▶ parse ─▶ a Listing
 ▲        │                                       │
 └────────┴─────────── the next way ◀── failed ───┘
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace

from bot.errors import FetchError, ParseError
from bot.i18n.catalogue import intake as texts
from bot.intake.http import FetchResult, HttpClient
from bot.intake.reader import Reader
from bot.model import Listing, Source, Way
from bot.storage.store import PollState

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WayRead:
    """What was read, and what lets the next poll skip an unchanged body."""

    way: Way
    listing: Listing | None  #: None: the body has not changed since the last successful poll
    fetched: FetchResult
    body_hash: str | None  #: SHA-256, hexadecimal

    @property
    def unchanged(self) -> bool:
        """Did the server say that nothing changed?"""
        return self.fetched.status == 304


class Ways:
    """Reads a source by the first of its ways that can be read."""

    def __init__(self, http: HttpClient, reader: Reader) -> None:
        self._http = http
        self._reader = reader

    async def read(self, source: Source, state: PollState | None) -> WayRead:
        """The first way that can be read; `state` None: whatever was read before.

        Raises:
            FetchError, ParseError: none can be; the error of the first one.
        """
        first_error: FetchError | ParseError | None = None
        for way in source.ways:
            try:
                return await self._read_way(source, way, state)
            except (FetchError, ParseError) as error:
                log.info("%s: %s can't be read: %s", source.key, way.url, error)
                first_error = first_error or error
        assert first_error is not None  # noqa: S101 - a source has a way at least
        raise first_error

    async def _read_way(self, source: Source, way: Way, state: PollState | None) -> WayRead:
        if state is None or way.url != (state.way or source.url):  # what is stored belongs to another way
            fetched, known = await self._http.feed(way.url), None
        else:
            fetched, known = await self._http.feed(way.url, etag=state.etag, modified=state.modified), state.body_hash
        body_hash = known if fetched.status == 304 else hashlib.sha256(fetched.body).hexdigest()
        same = fetched.status == 304 or body_hash == known
        listing = None if same else await self._parse(source, way, fetched)
        return WayRead(way=way, listing=listing, fetched=fetched, body_hash=body_hash)

    async def _parse(self, source: Source, way: Way, fetched: FetchResult) -> Listing:
        try:
            listing = await self._reader.listing(fetched.body, source, way, fetched.final_url, fetched.charset)
            hub, topic = fetched.hub or listing.hub, fetched.topic or listing.topic  # headers go before the body
            return replace(listing, hub=hub, topic=topic or fetched.final_url) if hub else listing
        except ParseError as error:
            if fetched.moved:
                raise ParseError(texts.REDIRECTED_TO_OTHER, url=fetched.final_url, error=error.phrase) from error
            raise
