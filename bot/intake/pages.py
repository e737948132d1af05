"""News in, the second half: each article gets its text, or is matched without it.

    read_due       a due page ──▶ fetch ──▶ parse, judge ──▶ match, save and enqueue   (one transaction)
    release_late   an article without a page, or whose page is late ──▶ match, save and enqueue

Page attempts are rows in the database: after a crash at any point the next start continues from there.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.bugs import report_failure
from bot.errors import FetchError, ParseError, PassingFetchError, RobotsRefusedError, TurnError
from bot.intake.article_page import read_page, without_headline
from bot.intake.full_text import longer, page_has_more
from bot.intake.furniture import fingerprints, without_repeated
from bot.intake.http import HttpClient
from bot.intake.match import Found, Matcher, saving_matches
from bot.intake.reader import Reader
from bot.intake.slugs import made_title
from bot.intake.timing import PAGE_TRIED_FOR, is_older, page_backoff, page_date
from bot.language.detect import language
from bot.model import Article, Entry, Page, Source, WayKind
from bot.storage.store import Learned, PageDue, Store

log = structlog.get_logger(__name__)

#: Pages read at the same time, each of another source.
PARALLEL_PAGES = 8
#: Seconds between checks for due pages while slow ones are read.
RECHECK_INTERVAL = 0.5
BATCH = 100  #: late articles matched per query


class PageReader:
    """Reads the pages of the sources that this worker owns."""

    def __init__(
        self,
        *,
        store: Store,
        sources: Sequence[Source],
        http: HttpClient,
        reader: Reader,
        matcher: Matcher,
        catch_up: timedelta,
        clock: Callable[[], datetime],
        owned_sources: Callable[[], Mapping[str, Store]],
    ) -> None:
        """`owned_sources`: the keys of the sources that we own now, each with the store to write to under its lease.

        An article without a date that is older than `catch_up` by its page alerts nobody.
        Pages of sources that are not in `sources` are not read; their articles are matched on their teasers.
        """
        self._store = store
        self._sources = {source.key: source for source in sources}
        self._http = http
        self._reader = reader
        self._matcher = matcher
        self._catch_up = catch_up
        self._clock = clock
        self._owned_sources = owned_sources
        self._reading = asyncio.Lock()

    def adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now."""
        self._sources = {source.key: source for source in sources}

    async def read_due(self) -> None:
        """Read pages until none is due: one per source at a time, new entries before silent ones."""
        if self._reading.locked():
            return
        async with self._reading:
            tasks: dict[str, asyncio.Task[None]] = {}
            left: dict[str, float] = {}  # sources that are left alone, each until when (monotonic)
            released_at = await self._release_meanwhile()
            try:
                while await self._fill(tasks, left):
                    if time.monotonic() - released_at >= RECHECK_INTERVAL:
                        released_at = await self._release_meanwhile()
                    done, _ = await asyncio.wait(
                        tasks.values(), timeout=RECHECK_INTERVAL, return_when=asyncio.FIRST_COMPLETED
                    )
                    for key in [key for key, task in tasks.items() if task in done]:
                        if (error := tasks.pop(key).exception()) is not None:  # it is still due
                            left[key] = _left_alone_until(key, error)
            finally:
                for task in tasks.values():
                    task.cancel()
                await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _fill(self, tasks: dict[str, asyncio.Task[None]], left: Mapping[str, float]) -> bool:
        """Start reading the most urgent page of each idle source; False if there is nothing to wait for."""
        while len(tasks) < PARALLEL_PAGES:
            busy = {key for key, until in left.items() if until > time.monotonic()} | tasks.keys()
            owned = {key: store for key, store in self._owned_sources().items() if key in self._sources}
            due = await asyncio.to_thread(self._store.articles.pages_due, self._clock(), 1, busy, sources=owned)
            if not due:
                break
            key = due[0].article.source_key
            tasks[key] = asyncio.create_task(self._read_page(owned[key], self._sources[key], due[0]))
        return bool(tasks)

    async def _read_page(self, store: Store, source: Source, due: PageDue) -> None:
        try:
            article = due.article
            page = await read_page(self._http, self._reader, source, article.url or "", _entry(article))
        except TurnError:
            raise  # nothing was tried
        except (FetchError, ParseError) as error:
            await self._page_failed(store, due, error)
        else:
            await self._page_read(store, source, due.article, page)

    async def _page_failed(self, store: Store, due: PageDue, error: FetchError | ParseError) -> None:
        now = self._clock()
        pause = page_backoff(due.attempts)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        too_late = now + pause > due.article.first_seen_at + PAGE_TRIED_FOR
        next_at = None if too_late or isinstance(error, RobotsRefusedError) else now + pause
        attempt, source = due.attempts + 1, due.article.source_key
        log.info("a page was not read", article=due.article.id, source=source, attempt=attempt, reason=str(error))
        await asyncio.to_thread(store.articles.fail_page, due.article.id, error.phrase, next_at=next_at, now=now)

    async def _page_read(self, store: Store, source: Source, article: Article, page: Page) -> None:
        undated = article.published_at == article.first_seen_at  # or in the future: the page is more reliable
        published_at = page_date(page, article.first_seen_at) if undated else None
        old = published_at is not None and is_older(page, article.first_seen_at - self._catch_up)
        title = _title(source, article, page)
        feed_text, page_text = article.body or "", without_headline(page.text, title)
        found = fingerprints(page_text)
        known = await asyncio.to_thread(store.paragraphs.known, article.source_key, found)
        page_text = without_repeated(page_text, known)
        feed_had_all = not page_has_more(page_text, feed_text) if feed_text else None
        learned = Learned(fingerprints=found, feed_had_all=feed_had_all)
        body = longer(page_text, feed_text)

        def save(found: Found) -> bool:
            return store.articles.store_page(
                article.id,
                body=body,
                matches=found.matches,
                last_follow_id=found.last_follow_id,
                assignment=found.assignment,
                last_number=found.last_number,
                now=self._clock(),
                published_at=published_at,
                title=title,
                silent=old,
                learned=learned,
            )

        read = replace(article, title=title, body=body, silent=article.silent or old)
        read = replace(read, language=language(read.text, default=article.language))
        if published_at is not None:
            read = replace(read, published_at=min(published_at, self._clock()))
        await self._matcher.match(read, save)

    async def release_late(self) -> None:
        """Match articles on what the feed said if there is no page of theirs to read, or it is late."""
        while articles := await self._late():
            for article in articles:
                store = self._owned_sources().get(article.source_key)
                if store is not None:
                    await self._matcher.match(article, saving_matches(store, article.id, self._clock))

    async def _release_meanwhile(self) -> float:
        """Neither many pages nor a slow one may delay what needs none, and no failure of it the pages; gives when."""
        try:
            await self.release_late()
        except Exception as error:  # they are still unmatched
            report_failure("matching late articles failed", error)
        return time.monotonic()

    async def _late(self) -> list[Article]:
        return await asyncio.to_thread(
            self._store.articles.unmatched, self._clock(), BATCH, sources=self._owned_sources()
        )


def _left_alone_until(source: str, error: BaseException) -> float:
    """When (monotonic) the next page of a source may be tried after what kept one from being read."""
    if isinstance(error, TurnError) and error.retry_after is not None:
        return time.monotonic() + error.retry_after.total_seconds()
    report_failure("reading a page failed", error, source=source)
    return math.inf  # the result could not be stored: left for the next time


def _entry(article: Article) -> Entry:
    """What the feed said of an article, to tell its page by."""
    return Entry(
        guid=None,
        link=article.url,
        title=article.title,
        teaser=article.teaser,
        published_at=None,
        titled=article.title != made_title(article.url or ""),
        text=article.body or "",
    )


def _title(source: Source, article: Article, page: Page) -> str:
    """The article's title; its page's, if it has only the one that was made from its link in a sitemap."""
    listed = any(way.kind is WayKind.SITEMAP for way in source.ways)
    return page.title if listed and page.title and article.title == made_title(article.url or "") else article.title
