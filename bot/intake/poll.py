"""News in, the first half.

    poll    fetch ──▶ parse ──▶ drop what is known ──▶ store; its page is due (pages.py)

Nothing that matters exists only in memory: an entry is stored before its page is read, and a feed's ETag and hash only
after the last new entry of that body. After a crash at any point the next start continues from there.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import figures
from bot.bugs import report_failure
from bot.counting import Counter
from bot.errors import FetchError, LeaseLostError, ParseError, PassingFetchError
from bot.intake.dedup import UNDATED_FOR, entry_keys, listed_once, shared_marks
from bot.intake.full_text import feed_text, is_whole
from bot.intake.furniture import fingerprints, without_repeated
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.rhythm import LONGEST, next_poll
from bot.intake.rhythms import Rhythms
from bot.intake.timing import (
    JITTER,
    PlannedEntry,
    asked_pause,
    asks_whole,
    doubtful_entries,
    plan_entries,
    poll_kind,
    source_backoff,
    told_until,
)
from bot.intake.ways import WayRead, Ways
from bot.model import Key, Listing, Source, Way, WayState
from bot.storage.store import FinishedPoll, Learned, PollState, Store

log = structlog.get_logger(__name__)


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
        hub_named: Callable[[], None] | None = None,
        counter: Counter | None = None,
    ) -> None:
        """`owned_sources`: the keys of the sources that we own now, each with the store to write to under its lease.

        What was published longer ago than `catch_up` is stored without alerts; `hub_named` is called when a feed
        names a hub that was not known, None: hubs can't call us; `counter` None: nobody asks what was counted.
        """
        self._counter = Counter() if counter is None else counter
        self._ways = Ways(http, reader)
        self._catch_up = catch_up
        self._clock = clock
        self._owned_sources = owned_sources
        self._rhythms = Rhythms()
        self._hub_named = hub_named
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
            log.info("polling is left to another worker", source=source.key, reason=str(lost))
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
        if all(map(state.is_gone, source.ways)):
            return now + LONGEST  # operators were told; another address in the file begins anew
        asked = replace(state, etag=None, modified=None) if asks_whole(state.whole_at, now) else state
        withdrawn: set[str] = set()
        try:
            read = await self._ways.read(source, asked, withdrawn, now=now)
            if read.listing is not None:
                await asyncio.to_thread(self._store_new, store, source, state, read.way, read.listing)
        except (FetchError, ParseError) as error:
            next_poll_at = await self._fail(store, source, state, error, now)
        else:
            next_poll_at = await self._finish(store, source, state, read, now)
            await self._record_way(store, source, state, read)
        for address in sorted(withdrawn):
            log.warning("a way is withdrawn for good (410), and is not asked any more", source=source.key, way=address)
            gone = WayState(source_key=source.key, address=address, gone_at=self._clock())
            await asyncio.to_thread(store.sources.record_way, gone)
        return next_poll_at

    def _store_new(self, store: Store, source: Source, state: PollState, way: Way, listing: Listing) -> None:
        now, catch_up = self._clock(), self._catch_up
        shared = shared_marks(listing.entries)
        entries = listed_once(listing.entries, shared)
        keys = {entry: entry_keys(entry, source, shared, now) for entry in entries}
        kind = poll_kind(
            first=state.first_polled_at is None,
            same_way=way.address == (state.way or source.ways[0].address),
            last_ok_at=state.last_ok_at,
            whole_at=state.whole_at,
            catch_up=catch_up,
            now=now,
        )
        doubtful = doubtful_entries(entries, kind, catch_up=catch_up, now=now)
        seen = self._last_entries.get(source.key, frozenset())
        unseen = {entry: keys[entry] for entry in doubtful if hash(entry) not in seen}
        stored = store.articles.known(unseen, now)
        known = [entry for entry in doubtful if entry not in unseen or entry in stored]
        told = told_until(state.told_until_at, state.last_ok_at)
        plan = plan_entries(
            entries, kind, catch_up=catch_up, now=now, known=known, empty_at=state.last_ok_at, told_until=told
        )
        for planned in plan:
            if hash(planned.entry) in seen:
                continue
            if store_entry(store, source, planned, keys[planned.entry], state.texts_whole, now) is not None:
                self._counter.add(figures.ARTICLES_STORED, source.key)
        listed = [key for own in keys.values() for key in own]
        store.articles.keep_titles(source, listed, unlisted_until=now + UNDATED_FOR)
        self._last_entries[source.key] = frozenset(map(hash, entries))

    async def _finish(
        self, store: Store, source: Source, state: PollState, read: WayRead, started_at: datetime
    ) -> datetime:
        """Store ETag and hash: every entry is stored, so the next poll may skip an unchanged body."""
        now = self._clock()
        fetched, unchanged = read.fetched, read.unchanged
        empty = read.listing is not None and not read.listing.entries  # it may be the channel of a site that is ill
        next_poll_at = await self._next_poll(store, source, state, read, started_at)
        finished = FinishedPoll(
            etag=None if empty else fetched.etag or (state.etag if unchanged else None),
            modified=None if empty else fetched.modified or (state.modified if unchanged else None),
            body_hash=None if empty else read.body_hash,
            way=read.way.address,
            problems=read.problems,
            next_poll_at=next_poll_at,
            has_entries=not (unchanged or empty),
        )
        await asyncio.to_thread(store.sources.finish_poll, source.key, finished, now)
        self._counter.add(figures.POLLS, source.key, "unchanged" if read.listing is None else "read")
        if state.failures:
            log.info("a source is working again", source=source.key)
        if read.way.address != (state.way or source.ways[0].address):
            log.warning("a source is read another way from now on", source=source.key, way=read.way.address)
        return next_poll_at

    async def _next_poll(
        self, store: Store, source: Source, state: PollState, read: WayRead, started_at: datetime
    ) -> datetime:
        """By the source's rhythm, but not before it wishes."""
        rung = False
        if self._hub_named is not None:
            new, rung = await asyncio.to_thread(self._hub_rings, store, source, read.listing)
            if new:
                self._hub_named()
        by_rhythm = next_poll(
            await self._rhythms.of(source, store, state.first_polled_at, started_at),
            every=source.every,
            wish=round(LONGEST.total_seconds()) if rung else None,  # the hub rings; this is for when it does not
            now=started_at,
            jitter=random.uniform(-JITTER, JITTER),  # noqa: S311 - no secret
        )
        fetched, asked = read.fetched, _wished_interval(read, state)
        return max(by_rhythm, started_at + asked_pause(source.every, fetched.fresh_for, asked, fetched.retry_after))

    def _hub_rings(self, store: Store, source: Source, listing: Listing | None) -> tuple[bool, bool]:
        """Is its hub a new one, and can it be relied on to ring? A hub that its feed names is stored."""
        now, new = self._clock(), False
        if listing is not None and listing.hub and listing.topic:
            new = store.hubs.name(source.key, listing.hub, listing.topic, now)
        return new, store.hubs.rings(source.key, now)

    async def _record_way(self, store: Store, source: Source, state: PollState, read: WayRead) -> None:
        """Store what the server said for good, if it is something new."""
        address, moved_to = read.way.address, read.fetched.moved_to
        known = state.ways.get(address, WayState(source_key=source.key, address=address))
        said = replace(known, moved_to=moved_to, every=_wished_interval(read, state))
        if said == known:
            return
        if moved_to is not None and moved_to != known.moved_to:
            log.warning("a way has moved for good", source=source.key, way=address, to=moved_to)
        await asyncio.to_thread(store.sources.record_way, said)

    async def _fail(
        self, store: Store, source: Source, state: PollState, error: FetchError | ParseError, started_at: datetime
    ) -> datetime:
        now = self._clock()
        next_poll_at = started_at + source_backoff(source.every, state.failures)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            next_poll_at = max(next_poll_at, now + error.retry_after)
        log.warning("a source was not read", source=source.key, reason=str(error), next_try=next_poll_at.isoformat())
        await asyncio.to_thread(store.sources.fail_poll, source.key, error.phrase, next_poll_at=next_poll_at, now=now)
        self._counter.add(figures.POLLS, source.key, "failed")
        return next_poll_at


def _wished_interval(read: WayRead, state: PollState) -> int | None:
    """How many seconds between polls the source asks for in its body; an unchanged one said so before."""
    if read.listing is not None:
        return read.listing.every
    known = state.ways.get(read.way.address)
    return None if known is None else known.every


def store_entry(
    store: Store, source: Source, planned: PlannedEntry, keys: Sequence[Key], texts_whole: int, now: datetime
) -> int | None:
    """Store an entry, and return the article's id; None: it is known. If its text is the whole, no page is read."""
    entry, silent, page_due_at = planned
    whole = is_whole(entry, texts_whole)
    text = feed_text(entry)
    found = fingerprints(text)
    kept = without_repeated(text, store.paragraphs.known(source.key, found))
    return store.articles.add_entry(
        source,
        replace(entry, text=kept),
        keys,
        silent=silent,
        page_due_at=None if whole else page_due_at,
        now=now,
        whole=whole,
        learned=Learned(fingerprints=found),
    )
