"""Reads the archive of a source in, without alerting anybody.

    a page of the archive ─▶ what is wanted and new ─▶ the page of each article ─▶ stored, silent ─▶ matched
           ▲                                                                              │
           └──────────────────── the next one, once all of this one is stored ────────────┘

An article is stored when its text is there, and the walk is saved after each page: whatever ends it, the next run drops
what is known and goes on. Workers may run meanwhile: what was published lately is theirs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.errors import FetchError, ParseError, PassingFetchError, StatedProblem, TurnError
from bot.i18n.catalogue import sources as texts
from bot.intake.archive_walk import (
    Walk,
    advanced,
    begun,
    is_repeat,
    is_wanted,
    is_within,
    kind_of,
    resumed,
    saved,
    skipped,
)
from bot.intake.article_page import completed, read_page
from bot.intake.backfilled import Done, Wish
from bot.intake.dedup import entry_keys, listed_once, same_site, shared_marks
from bot.intake.full_text import is_whole
from bot.intake.furniture import fingerprints, without_repeated
from bot.intake.http import HttpClient
from bot.intake.match import Matcher, saving_matches
from bot.intake.reader import Reader
from bot.model import Article, Entry, Key, Listing, Source, Way, WayKind
from bot.storage.store import Learned, Store

TRIES = 3  #: of a page that can't be fetched for now
LONGEST_WAIT = timedelta(minutes=10)  #: that a site may ask for; one that asks for more is left for another day
#: an article is seen so long after it was published: one that is seen at once has no date of its own
SEEN_AFTER = timedelta(seconds=1)
PAGE_RETRIED_AFTER = timedelta(minutes=1)  #: by a worker, if its site had an error
BATCH = 100
_T = TypeVar("_T")


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """It was asked to stop, or has stored as many as it should."""


class Backfill:
    """Reads one archive of one source."""

    def __init__(
        self,
        *,
        store: Store,
        http: HttpClient,
        reader: Reader,
        matcher: Matcher,
        source: Source,
        wish: Wish,
        clock: Callable[[], datetime],
        report: Callable[[Done], None],
    ) -> None:
        """`report` is called after each article and each page of the archive."""
        self._store, self._http, self._reader, self._matcher = store, http, reader, matcher
        self._source, self._wish, self._clock, self._report = source, wish, clock, report
        self._stop = asyncio.Event()
        self._next_at = 0.0  # monotonic
        self._kind: WayKind | None = None  # of the page that was read last
        self.done = Done()

    def stop(self) -> None:
        """End after what is being stored."""
        self._stop.set()

    async def run(self, way: Way | str) -> Done:
        """Read the archive that begins at one of the source's ways, or at an address that the operator named.

        Raises:
            FetchError, ParseError: its first page can't be read.
            StatedProblem: the source has no rules for what is at that address.
        """
        address = way if isinstance(way, str) else way.address
        if not self._wish.dry:
            await asyncio.to_thread(self._store.backfills.begin, self._source)
            await self._match_unmatched()
        walk = await self._begun(address)
        try:
            while walk.waiting:
                walk = await self._page_of(way, address, walk)
                self.done.waiting = len(walk.waiting)
                self._report(self.done)
        except _Stopped:
            return self.done
        if not self._wish.dry:
            await asyncio.to_thread(self._store.backfills.finish, self._source.key, address)
        self.done.ended = True
        return self.done

    async def _begun(self, address: str) -> Walk:
        row = await asyncio.to_thread(self._store.backfills.cursor, self._source.key, address)
        earlier = resumed(row[0], self._wish.span) if row and not self._wish.dry else None
        return earlier or begun(address, self._wish.span)

    async def _page_of(self, way: Way | str, address: str, walk: Walk) -> Walk:
        """Read the page that the walk stands at, and store what is new; gives the walk after it, which is saved."""
        first = walk.pages == 0
        url = way.url if isinstance(way, Way) and first else walk.waiting[0]  # a way may have a password
        try:
            read, listing = await self._listing(way, url, named=first)
        except (FetchError, ParseError) as error:
            if first:
                raise
            if isinstance(error, PassingFetchError):
                self.done.problems.append((url, error.phrase))
                raise _Stopped from None  # it is read the next time
            walk = skipped(walk)
            if self._kind is WayKind.SITEMAP or walk.waiting:  # a list ends where its next page is not there
                self.done.problems.append((url, error.phrase))
        else:
            self._kind = read.kind
            if not is_repeat(walk, listing):
                await self._take_all(read.kind, listing)
            walk = advanced(walk, read.kind, listing, self._wish.span)
        self.done.lists += 1
        if not self._wish.dry:
            save = self._store.backfills.save
            await asyncio.to_thread(save, self._source.key, address, saved(walk), self.done.stored, self._clock())
        return walk

    async def _listing(self, way: Way | str, url: str, *, named: bool) -> tuple[Way, Listing]:
        """A page of the archive, and how it was read; `named`: its address stands in the settings, or was typed."""
        is_map = isinstance(way, Way) and way.kind is WayKind.SITEMAP
        source = (
            self._source if isinstance(way, Way) else replace(self._source, ways=(*self._source.ways, Way(url=way)))
        )
        ask = self._http.feed if named or is_map or isinstance(way, str) else self._http.page
        fetched = await self._patiently(lambda: ask(url, source))
        read = replace(way, url=url) if isinstance(way, Way) else self._way_of(fetched.body, url)
        now = self._clock()
        listing = await self._reader.listing(
            fetched.body, source, read, fetched.final_url, fetched.charset, now=now, whole=True
        )
        return read, listing

    def _way_of(self, body: bytes, url: str) -> Way:
        kind = kind_of(body, url, [way.kind for way in self._source.ways])
        if kind is None:
            raise StatedProblem(texts.NO_RULES_FOR_ARCHIVE, url=url, key=self._source.key)
        own = next((way for way in self._source.ways if way.kind is kind), Way(kind=kind, url=url))
        return replace(own, url=url)

    async def _take_all(self, kind: WayKind, listing: Listing) -> None:
        entries, keys = await asyncio.to_thread(self._new, kind, listing.entries)
        if self._wish.dry:
            for entry in entries:
                self._count(entry.published_at)
            return
        for place, entry in enumerate(entries):
            self.done.left = len(entries) - place
            if self._stop.is_set() or (self._wish.limit is not None and self.done.stored >= self._wish.limit):
                raise _Stopped
            await self._take(entry, keys[entry], kind)
            self._report(self.done)
        self.done.left = 0

    def _new(self, kind: WayKind, listed: Sequence[Entry]) -> tuple[list[Entry], dict[Entry, tuple[Key, ...]]]:
        """What of a page is wanted and not known, the newest first, with its keys."""
        now, source = self._clock(), self._source
        shared = shared_marks(listed)
        own = [entry for entry in listed_once(listed, shared) if self._is_own(entry)]
        wanted = [entry for entry in own if is_wanted(entry, kind, self._wish.span)]
        keys = {entry: entry_keys(entry, source, shared, now) for entry in wanted}
        known = self._store.articles.known(keys, now)
        self.done.known += len(known)
        new = [entry for entry in wanted if entry not in known]
        return sorted(new, key=lambda entry: entry.published_at or now, reverse=True), keys

    def _is_own(self, entry: Entry) -> bool:
        """Is it an article of the source's own site?"""
        return entry.link is not None and any(same_site(entry.link, way.url) for way in self._source.ways)

    async def _take(self, entry: Entry, keys: Sequence[Key], kind: WayKind) -> None:
        """Read an article and store it."""
        page, awaits = None, False
        if self._needs_page(entry):
            try:
                url = entry.link or ""
                page = await self._patiently(lambda: read_page(self._http, self._reader, self._source, url, entry))
            except (FetchError, ParseError) as error:
                self.done.problems.append((entry.link or "", error.phrase))
                if not entry.titled or entry.published_at is None:
                    return  # nothing that could be shown
                awaits = isinstance(error, PassingFetchError)
        whole = completed(entry, page, kind)
        if whole.published_at is None:
            self.done.undated += 1
        elif is_within(whole.published_at, self._wish.span):
            article = await asyncio.to_thread(self._store_article, whole, keys, awaits)
            if article is not None:
                self._count(whole.published_at)
                await self._match(article)

    def _needs_page(self, entry: Entry) -> bool:
        if not entry.titled or entry.published_at is None:
            return True
        return entry.published_at >= self._wish.texts_since and not is_whole(entry, 0)

    def _store_article(self, entry: Entry, keys: Sequence[Key], awaits: bool) -> Article | None:
        """None: it is known by now."""
        now, at = self._clock(), entry.published_at
        assert at is not None  # noqa: S101 - it was looked at
        text = entry.text if at >= self._wish.texts_since else ""
        found = fingerprints(text)
        kept = without_repeated(text, self._store.paragraphs.known(self._source.key, found))
        article_id = self._store.articles.add_entry(
            self._source,
            replace(entry, text=kept),
            keys,
            silent=True,
            page_due_at=now + PAGE_RETRIED_AFTER if awaits else None,
            now=now,
            whole=bool(kept),
            learned=Learned(fingerprints=found),
            seen_at=min(at + SEEN_AFTER, now),
        )
        return None if article_id is None else self._store.articles.get(article_id)

    async def _match(self, article: Article) -> None:
        await self._matcher.match(article, saving_matches(self._store, article.id, self._clock))

    async def _match_unmatched(self) -> None:
        """What a run that was killed has stored and not matched."""
        key = self._source.key
        found = await asyncio.to_thread(self._store.articles.unmatched, self._clock(), BATCH, sources=[key])
        for article in found:
            if article.silent:
                await self._match(article)

    def _count(self, at: datetime | None) -> None:
        self.done.stored += 1
        if at is not None:
            self.done.oldest = min(self.done.oldest or at, at)
            self.done.newest = max(self.done.newest or at, at)

    async def _patiently(self, ask: Callable[[], Awaitable[_T]]) -> _T:
        """Ask when it is our turn, and again if that may help. Raises FetchError, ParseError."""
        tries = 0
        while True:
            await self._wait(self._next_at - time.monotonic())
            self._next_at = time.monotonic() + self._wish.every.total_seconds()
            try:
                return await ask()
            except TurnError as error:
                await self._wait((error.retry_after or self._wish.every).total_seconds())
            except PassingFetchError as error:
                tries += 1
                pause = max(error.retry_after or timedelta(), self._wish.every * (1 << tries))
                if tries == TRIES or pause > LONGEST_WAIT:
                    raise
                await self._wait(pause.total_seconds())

    async def _wait(self, seconds: float) -> None:
        """Wait, unless it is to stop."""
        try:
            async with asyncio.timeout(max(seconds, 0)):
                await self._stop.wait()
        except TimeoutError:
            return
        raise _Stopped
