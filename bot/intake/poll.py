"""News in, the first half.

    poll    fetch ──▶ parse ──▶ drop what is known ──▶ store; its page is due (pages.py)

Nothing that matters exists only in memory: an entry is stored before its page is read, and a feed's ETag and hash only
after the last new entry of that body. After a crash at any point the next start continues from there.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.bugs import report_failure
from bot.errors import FetchError, LeaseLostError, ParseError, PassingFetchError
from bot.intake.dedup import entry_keys, shared_marks
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.rhythm import LONGEST, next_poll
from bot.intake.rhythms import Rhythms
from bot.intake.timing import JITTER, plan_entries, source_backoff
from bot.intake.ways import WayRead, Ways
from bot.model import Listing, Source
from bot.storage.store import PollState, Store

log = logging.getLogger(__name__)


class Poller:
    """Polls the sources that this worker owns."""

    def __init__(
        self,
        *,
        http: HttpClient,
        reader: Reader,
        catch_up: timedelta,
        clock: Callable[[], datetime],
        owned_sources: Callable[[], Mapping[str, Store]],
        hubs: bool = False,
    ) -> None:
        """`owned_sources`: the keys of the sources that we own now, each with the store to write to under its lease.

        What was published longer ago than `catch_up` is stored without alerts; `hubs`: can hubs call us?
        """
        self._ways = Ways(http, reader)
        self._catch_up = catch_up
        self._clock = clock
        self._owned_sources = owned_sources
        self._rhythms = Rhythms()
        self._hubs = hubs
        self._polling: set[str] = set()
        self._last_entries: dict[str, frozenset[int]] = {}  # hashes; saves queries for known entries

    async def poll(self, source: Source) -> datetime | None:
        """Poll one source now, unless a poll is running or it fails and must be left alone. Never raises.

        Returns when it is to be polled again; None: that is not known, or not for us to decide.
        """
        store = self._owned_sources().get(source.key)
        if store is None or source.key in self._polling:
            return None
        self._polling.add(source.key)
        try:
            return await self._poll(source, store)
        except LeaseLostError as lost:
            log.info("polling %s is left to another worker: %s", source.key, lost)
        except Exception as error:  # nothing is lost, the next poll does it again
            report_failure("polling failed", error, source=source.key)
        finally:
            self._polling.discard(source.key)
        return None

    async def _poll(self, source: Source, store: Store) -> datetime:
        state = await asyncio.to_thread(store.sources.poll_state, source.key)
        now = self._clock()
        if state.failures and state.next_poll_at is not None and state.next_poll_at > now:
            return state.next_poll_at
        try:
            read = await self._ways.read(source, state)
            if read.listing is not None:
                first = state.first_polled_at is None
                await asyncio.to_thread(self._store_new, store, source, read.listing, first=first)
        except (FetchError, ParseError) as error:
            return await self._fail(store, source, state, error, now)
        return await self._finish(store, source, state, read, now)

    def _store_new(self, store: Store, source: Source, listing: Listing, *, first: bool) -> None:
        now = self._clock()
        entries = listing.entries
        seen = self._last_entries.get(source.key, frozenset())
        shared_urls = shared_marks(entries)
        for entry, silent, page_due_at in plan_entries(entries, first=first, catch_up=self._catch_up, now=now):
            if hash(entry) not in seen:
                own_keys = entry_keys(entry, source, shared_urls, now)
                store.articles.add_entry(source, entry, own_keys, silent=silent, page_due_at=page_due_at, now=now)
        self._last_entries[source.key] = frozenset(map(hash, entries))

    async def _finish(
        self, store: Store, source: Source, state: PollState, read: WayRead, started_at: datetime
    ) -> datetime:
        """Store ETag and hash: every entry is stored, so the next poll may skip an unchanged body."""
        now = self._clock()
        fetched, unchanged = read.fetched, read.unchanged
        next_poll_at = await self._next_poll(store, source, state, read.listing, started_at)
        await asyncio.to_thread(
            store.sources.finish_poll,
            source.key,
            etag=fetched.etag or (state.etag if unchanged else None),
            modified=fetched.modified or (state.modified if unchanged else None),
            body_hash=read.body_hash,
            way=read.way.url,
            problems=None if read.listing is None else read.listing.problems,
            whole_at=None if unchanged else now,
            next_poll_at=next_poll_at,
            now=now,
        )
        if state.failures:
            log.info("%s is well again", source.key)
        return next_poll_at

    async def _next_poll(
        self, store: Store, source: Source, state: PollState, listing: Listing | None, started_at: datetime
    ) -> datetime:
        wish = None if listing is None else listing.every
        if self._hubs and await asyncio.to_thread(self._is_told, store, source, listing):
            wish = round(LONGEST.total_seconds())  # the hub rings; this is for when it does not
        return next_poll(
            await self._rhythms.of(source, store, state.first_polled_at, started_at),
            every=source.every,
            wish=wish,
            now=started_at,
            jitter=random.uniform(-JITTER, JITTER),  # noqa: S311 - no secret
        )

    def _is_told(self, store: Store, source: Source, listing: Listing | None) -> bool:
        """Does a hub tell of its news? A hub that its feed names is stored."""
        now = self._clock()
        if listing is not None and listing.hub and listing.topic:
            store.hubs.name(source.key, listing.hub, listing.topic, now)
        return store.hubs.rings(source.key, now)

    async def _fail(
        self, store: Store, source: Source, state: PollState, error: FetchError | ParseError, started_at: datetime
    ) -> datetime:
        now = self._clock()
        next_poll_at = started_at + source_backoff(source.every, state.failures)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            next_poll_at = max(next_poll_at, now + error.retry_after)
        log.warning("%s: %s; next try at %s", source.key, error, f"{next_poll_at:%H:%M:%S} UTC")
        await asyncio.to_thread(store.sources.fail_poll, source.key, error.phrase, next_poll_at=next_poll_at, now=now)
        return next_poll_at
