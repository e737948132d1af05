"""News in, the first half.

    poll    fetch ──▶ parse ──▶ drop what is known ──▶ store; its page is due (pages.py)

Nothing that matters exists only in memory: an entry is stored before its page is read, and a feed's ETag and hash only
after the last new entry of that body. After a crash at any point the next start continues from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.bugs import report_failure
from bot.errors import FetchError, LeaseLostError, ParseError, PassingFetchError
from bot.intake.dedup import entry_keys, shared_marks
from bot.intake.full_text import feed_text, is_whole
from bot.intake.furniture import fingerprints, without_repeated
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.timing import PlannedEntry, plan_entries, source_backoff
from bot.intake.ways import WayRead, Ways
from bot.model import Key, Listing, Source
from bot.storage.store import Learned, PollState, Store

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
    ) -> None:
        """`owned_sources`: the keys of the sources that we own now, each with the store to write to under its lease.

        What was published longer ago than `catch_up` is stored without alerts.
        """
        self._ways = Ways(http, reader)
        self._catch_up = catch_up
        self._clock = clock
        self._owned_sources = owned_sources
        self._polling: set[str] = set()
        self._last_entries: dict[str, frozenset[int]] = {}  # hashes; saves queries for known entries

    async def poll(self, source: Source) -> None:
        """Poll one source, unless a poll is running or it must be left alone. Never raises."""
        store = self._owned_sources().get(source.key)
        if store is None or source.key in self._polling:
            return
        self._polling.add(source.key)
        try:
            await self._poll(source, store)
        except LeaseLostError as lost:
            log.info("polling %s is left to another worker: %s", source.key, lost)
        except Exception as error:  # nothing is lost, the next poll does it again
            report_failure("polling failed", error, source=source.key)
        finally:
            self._polling.discard(source.key)

    async def _poll(self, source: Source, store: Store) -> None:
        state = await asyncio.to_thread(store.sources.poll_state, source.key)
        now = self._clock()
        if state.next_poll_at is not None and state.next_poll_at > now:
            return
        try:
            read = await self._ways.read(source, state)
            if read.listing is not None:
                await asyncio.to_thread(self._store_new, store, source, read.listing, state)
        except (FetchError, ParseError) as error:
            await self._fail(store, source, state, error, now)
        else:
            await self._finish(store, source, state, read)

    def _store_new(self, store: Store, source: Source, listing: Listing, state: PollState) -> None:
        now = self._clock()
        first = state.first_polled_at is None
        entries = listing.entries
        seen = self._last_entries.get(source.key, frozenset())
        shared_urls = shared_marks(entries)
        for planned in plan_entries(entries, first=first, catch_up=self._catch_up, now=now):
            if hash(planned.entry) not in seen:
                own_keys = entry_keys(planned.entry, source, shared_urls, now)
                store_entry(store, source, planned, own_keys, state.texts_whole, now)
        self._last_entries[source.key] = frozenset(map(hash, entries))

    async def _finish(self, store: Store, source: Source, state: PollState, read: WayRead) -> None:
        """Store ETag and hash: every entry is stored, so the next poll may skip an unchanged body."""
        now = self._clock()
        fetched, unchanged = read.fetched, read.unchanged
        await asyncio.to_thread(
            store.sources.finish_poll,
            source.key,
            etag=fetched.etag or (state.etag if unchanged else None),
            modified=fetched.modified or (state.modified if unchanged else None),
            body_hash=read.body_hash,
            way=read.way.url,
            problems=None if read.listing is None else read.listing.problems,
            whole_at=None if unchanged else now,
            next_poll_at=now,  # the scheduler has the interval; the row only delays a failing source
            now=now,
        )
        if state.failures:
            log.info("%s is well again", source.key)

    async def _fail(
        self, store: Store, source: Source, state: PollState, error: FetchError | ParseError, started_at: datetime
    ) -> None:
        now = self._clock()
        next_poll_at = started_at + source_backoff(source.every, state.failures)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            next_poll_at = max(next_poll_at, now + error.retry_after)
        log.warning("%s: %s; next try at %s", source.key, error, f"{next_poll_at:%H:%M:%S} UTC")
        await asyncio.to_thread(store.sources.fail_poll, source.key, error.phrase, next_poll_at=next_poll_at, now=now)


def store_entry(
    store: Store, source: Source, planned: PlannedEntry, keys: Sequence[Key], texts_whole: int, now: datetime
) -> None:
    """Store an entry if it is new; if its text is the whole article, its page is not read."""
    entry, silent, page_due_at = planned
    whole = is_whole(entry, texts_whole)
    text = feed_text(entry)
    found = fingerprints(text)
    kept = without_repeated(text, store.paragraphs.known(source.key, found))
    store.articles.add_entry(
        source,
        replace(entry, text=kept),
        keys,
        silent=silent,
        page_due_at=None if whole else page_due_at,
        now=now,
        whole=whole,
        learned=Learned(fingerprints=found),
    )
