"""News in.

    poll         fetch ──▶ parse ──▶ drop what is known ──▶ store
    read_pages   read a page that is due ──▶ match ──▶ enqueue          (one transaction)
    release      what has waited too long for its page ──▶ match ──▶ enqueue

Nothing that matters rests in memory: an entry is stored before its page is read, page attempts are rows, and a feed's
ETag and hash are kept only when the last new entry of that body is stored. Wherever a crash falls, the next start goes
on from there.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.bugs import report_failure
from bot.errors import (
    FetchError,
    LastingFetchError,
    LeaseLostError,
    ParseError,
    PassingFetchError,
    QueryError,
    RobotsRefusedError,
)
from bot.intake.dedup import keys, normal_title, shared, source_id
from bot.intake.http import Fetched, Http
from bot.intake.reader import Reader
from bot.language.detect import language
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.model import Article, Entry, Match, Page, Source
from bot.storage.store import PageDue, PollState, Store

log = logging.getLogger(__name__)

#: Pages of silent entries that are read; the rest stay with their teasers.
SILENT_PAGES = 50
#: Silent pages come due one after another, so that a site is not stormed on the first day.
SILENT_PAUSE = timedelta(seconds=1)
#: A page is tried at 0, 1, 3, 7 and 15 minutes, then hourly, for a day.
PAGE_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
PAGE_PAUSE = timedelta(hours=1)
PAGE_TRIED_FOR = timedelta(hours=24)
#: A source that fails is asked again after its interval, then twice that, up to this.
LONGEST_BACKOFF = timedelta(hours=1)
#: The scheduler's jitter may bring a turn forward; it must not cost that turn.
JITTER = 0.1
#: Pages read side by side, each of another source.
LANES = 8
#: While slow pages are read, so often (in seconds) is looked for others that came due.
LOOK = 0.5
BATCH = 100


class Poller:
    """The flow of news in; one for all sources."""

    def __init__(
        self,
        *,
        store: Store,
        sources: Sequence[Source],
        http: Http,
        reader: Reader,
        index: Index,
        catch_up: timedelta,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        hold: Callable[[], Mapping[str, Store]] | None = None,
    ) -> None:
        """`hold` gives the sources that are ours to read now, each with the store to write to under its lease.

        What was published longer than `catch_up` ago is stored without alerts.
        """
        self._store = store
        self._sources = {source.key: source for source in sources}
        self._hold = hold or (lambda: dict.fromkeys(self._sources, store))
        self._alone = hold is None  # nobody else reads: what sources of old left behind is ours too
        self._http = http
        self._reader = reader
        self._index = index
        self._catch_up = catch_up
        self._wake = wake
        self._clock = clock
        self._polling: set[str] = set()
        self._reading = asyncio.Lock()
        self._matching = threading.Lock()  # the index is read and grown by one thread at a time
        self._last_entries: dict[str, frozenset[int]] = {}  # hashes; only spares the database what it knows

    # ------------------------------------------------------------------------------ fetch, parse, drop, store

    async def poll(self, source: Source) -> None:
        """One poll of one source, unless one is under way or it is to be left alone. Never raises."""
        store = self._hold().get(source.key)
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
            fetched = await self._http.feed(source.feed, etag=state.etag, modified=state.modified)
            body_hash = state.body_hash if fetched.status == 304 else hashlib.sha256(fetched.body).hexdigest()
            if body_hash != state.body_hash:
                entries = await self._parse(source, fetched)
                await asyncio.to_thread(self._store_new, store, source, entries, first=state.first_polled_at is None)
        except (FetchError, ParseError) as error:
            await self._fail(store, source, state, error, now)
        else:
            await self._finish(store, source, state, fetched, body_hash)

    async def _parse(self, source: Source, fetched: Fetched) -> list[Entry]:
        try:
            return await self._reader.feed(fetched.body, source, fetched.charset)
        except ParseError as error:
            if fetched.moved:
                raise ParseError(f"redirected to another place: {fetched.final_url} ({error})") from error
            raise

    def _store_new(self, store: Store, source: Source, entries: list[Entry], *, first: bool) -> None:
        """Stores the oldest first, so that alerts go out in the order of publication."""
        now = self._clock()
        seen = self._last_entries.get(source.key, frozenset())
        shared_urls = shared(entries)
        for entry, silent, page_due_at in self._plan(entries, first, now):
            if hash(entry) not in seen:
                held = keys(entry, source, shared_urls, now)
                store.articles.add_entry(source, entry, held, silent=silent, page_due_at=page_due_at, now=now)
        self._last_entries[source.key] = frozenset(map(hash, entries))

    def _plan(self, entries: list[Entry], first: bool, now: datetime) -> list[tuple[Entry, bool, datetime | None]]:
        """(entry, silent, when its page is due), oldest first."""
        plan: list[tuple[Entry, bool, datetime | None]] = []
        silent_pages = 0
        for entry in sorted(entries, key=lambda one: one.published_at or now, reverse=True):
            silent = first or (entry.published_at or now) < now - self._catch_up
            due_at = now + silent_pages * SILENT_PAUSE if silent else now
            wanted = entry.link is not None and silent_pages < SILENT_PAGES
            plan.append((entry, silent, due_at if wanted or (entry.link and not silent) else None))
            silent_pages += silent and wanted
        return plan[::-1]

    async def _finish(
        self, store: Store, source: Source, state: PollState, fetched: Fetched, body_hash: str | None
    ) -> None:
        """Only now, with every entry stored, may the next poll be told that nothing changed."""
        now = self._clock()
        unchanged = fetched.status == 304
        await asyncio.to_thread(
            store.sources.finish_poll,
            source.key,
            etag=fetched.etag or (state.etag if unchanged else None),
            modified=fetched.modified or (state.modified if unchanged else None),
            body_hash=body_hash,
            next_poll_at=now,  # the scheduler keeps the interval; the row restrains a source that fails
            now=now,
        )
        if state.failures:
            log.info("%s is well again", source.key)

    async def _fail(
        self, store: Store, source: Source, state: PollState, error: Exception, started_at: datetime
    ) -> None:
        now = self._clock()
        next_poll_at = started_at + backoff(source.every, state.failures)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            next_poll_at = max(next_poll_at, now + error.retry_after)
        log.warning("%s: %s; next try at %s", source.key, error, f"{next_poll_at:%H:%M:%S} UTC")
        await asyncio.to_thread(store.sources.fail_poll, source.key, str(error), next_poll_at=next_poll_at, now=now)

    # ------------------------------------------------------------------------------ read, match, enqueue

    async def read_pages(self) -> None:
        """Reads pages until none is due: one at a time of each source, new entries before silent ones."""
        if self._reading.locked():
            return
        async with self._reading:
            lanes: dict[str, asyncio.Task[None]] = {}
            failed: set[str] = set()  # sources whose page we could not even record: left for the next time
            try:
                while await self._fill(lanes, failed):
                    done, _ = await asyncio.wait(lanes.values(), timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
                    for key in [key for key, lane in lanes.items() if lane in done]:
                        if (error := lanes.pop(key).exception()) is not None:
                            report_failure("reading a page failed", error, source=key)  # it is due still
                            failed.add(key)
                    if not done:
                        await self.release()  # a slow page must not hold up teasers
            finally:
                for lane in lanes.values():
                    lane.cancel()
                await asyncio.gather(*lanes.values(), return_exceptions=True)

    async def _fill(self, lanes: dict[str, asyncio.Task[None]], failed: set[str]) -> bool:
        """Puts the most urgent page of each idle source on a lane; False if nothing is left to wait for."""
        while len(lanes) < LANES:
            busy, held = failed | lanes.keys(), self._hold()
            due = await asyncio.to_thread(self._store.articles.pages_due, self._clock(), 1, busy, sources=held)
            if not due:
                break
            key = due[0].article.source_key
            lanes[key] = asyncio.create_task(self._read_page(held[key], due[0]))
        return bool(lanes)

    async def _read_page(self, store: Store, due: PageDue) -> None:
        article = due.article
        source = self._sources.get(article.source_key)
        try:
            if source is None:
                raise LastingFetchError("its source is not read any more")
            page = await self._page(source, article.url or "")
        except (FetchError, ParseError) as error:
            await self._page_failed(store, due, error)
        else:
            await self._keep(store, article, page)

    async def _page(self, source: Source, url: str) -> Page:
        fetched = await self._http.page(url)
        if fetched.moved and not _same_article(source, url, fetched.final_url):
            raise ParseError(f"redirected to another place: {fetched.final_url}")
        return await self._reader.page(fetched.body, source, fetched.final_url, fetched.charset)

    async def _page_failed(self, store: Store, due: PageDue, error: Exception) -> None:
        now = self._clock()
        pause = page_pause(due.attempts)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        too_late = now + pause > due.article.first_seen_at + PAGE_TRIED_FOR
        next_at = None if too_late or isinstance(error, RobotsRefusedError) else now + pause
        log.info("page of article %s, attempt %s: %s", due.article.id, due.attempts + 1, error)
        await asyncio.to_thread(store.articles.page_failed, due.article.id, str(error), next_at=next_at, now=now)

    async def _keep(self, store: Store, article: Article, page: Page) -> None:
        undated = article.published_at == article.first_seen_at  # or in the future: the page knows better
        published_at = page.published_at if undated else None
        body = _without_headline(page.text, article.title)

        def keep(matches: list[Match], last_follow_id: int) -> bool:
            return store.articles.page_read(
                article.id,
                body=body,
                matches=matches,
                last_follow_id=last_follow_id,
                now=self._clock(),
                published_at=published_at,
            )

        read = replace(article, body=body)
        await self._match(replace(read, language=language(read.text, default=article.language)), keep)

    async def release(self) -> None:
        """Matches, on their teasers, articles whose page is given up or late."""
        while articles := await self._late():
            for article in articles:
                store = self._hold().get(article.source_key)
                if store is not None or self._alone:
                    await self._match(article, self._store_matched(store or self._store, article))

    async def _late(self) -> list[Article]:
        sources = None if self._alone else self._hold()
        return await asyncio.to_thread(self._store.articles.unmatched, self._clock(), BATCH, sources=sources)

    def _store_matched(self, store: Store, article: Article) -> Callable[[list[Match], int], bool]:
        def keep(matches: list[Match], last_follow_id: int) -> bool:
            now = self._clock()
            return store.articles.matched(article.id, matches=matches, last_follow_id=last_follow_id, now=now)

        return keep

    async def _match(self, article: Article, store: Callable[[list[Match], int], bool]) -> None:
        """Matches and stores until no follow came in between; then delivery is woken."""
        if await asyncio.to_thread(self._match_and_store, article, store) and not article.silent:
            self._wake()

    def _match_and_store(self, article: Article, store: Callable[[list[Match], int], bool]) -> bool:
        with self._matching:
            while True:
                self._take_up_follows()
                matches = self._index.match(article)
                if store(matches, self._index.cursor):
                    return bool(matches)

    def _take_up_follows(self) -> None:
        cursor, follows = self._store.follows.after(self._index.cursor)
        for query_id, canonical in follows:
            try:
                self._index.add(query_id, parse(canonical, self._index.concepts))
            except QueryError:  # one row that an older grammar wrote must not stop all matching
                log.exception("query %s can't be read", query_id)
        self._index.cursor = cursor


def backoff(every: int, failures: int) -> timedelta:
    """How long a source is left alone after so many failures and one more: its interval, doubling up to an hour."""
    interval = timedelta(seconds=every)
    pause = min(interval * (1 << min(failures, 20)), max(interval, LONGEST_BACKOFF))
    return pause - interval * JITTER


def page_pause(attempts: int) -> timedelta:
    """How long after the attempt that followed so many others a page is tried again."""
    return PAGE_PAUSES[attempts] if attempts < len(PAGE_PAUSES) else PAGE_PAUSE


def _same_article(source: Source, asked: str, reached: str) -> bool:
    """A page that moved is the same article if it bears the same id, or at least is no front page."""
    own = source_id(asked, source)
    if own is not None:
        return source_id(reached, source) == own
    return bool(reached.partition("://")[2].partition("/")[2])


def _without_headline(text: str, title: str) -> str:
    """Some pages repeat the headline as their first paragraph, and no article is only its headline."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and normal_title(first) == normal_title(title) else text
