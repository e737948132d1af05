"""News in, the second half: each article gets its text, or is matched without it.

    read_due       a due page ──▶ fetch ──▶ parse ──▶ match, save and enqueue   (one transaction)
    release_late   an article whose page is late ──▶ match, save and enqueue

Page attempts are rows in the database: after a crash at any point the next start continues from there.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.bugs import report_failure
from bot.errors import FetchError, ParseError, PassingFetchError, RobotsRefusedError, TurnError
from bot.i18n.catalogue import intake as texts
from bot.intake.dedup import normal_title, source_id
from bot.intake.http import HttpClient
from bot.intake.match import Matcher, SaveMatches
from bot.intake.reader import Reader
from bot.intake.slugs import made_title
from bot.intake.timing import PAGE_TRIED_FOR, page_backoff
from bot.language.detect import language
from bot.model import Article, Match, Page, Source, WayKind
from bot.storage.store import PageDue, Store

log = logging.getLogger(__name__)

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

    async def read_due(self) -> None:
        """Read pages until none is due: one per source at a time, new entries before silent ones."""
        if self._reading.locked():
            return
        async with self._reading:
            tasks: dict[str, asyncio.Task[None]] = {}
            left: dict[str, float] = {}  # sources that are left alone, each until when (monotonic)
            try:
                while await self._fill(tasks, left):
                    done, _ = await asyncio.wait(
                        tasks.values(), timeout=RECHECK_INTERVAL, return_when=asyncio.FIRST_COMPLETED
                    )
                    for key in [key for key, task in tasks.items() if task in done]:
                        if (error := tasks.pop(key).exception()) is not None:  # it is still due
                            left[key] = _left_alone_until(key, error)
                    if not done:
                        await self.release_late()  # a slow page must not delay late articles
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
            page = await self._page(source, due.article.url or "")
        except TurnError:
            raise  # nothing was tried
        except (FetchError, ParseError) as error:
            await self._page_failed(store, due, error)
        else:
            await self._page_read(store, source, due.article, page)

    async def _page(self, source: Source, url: str) -> Page:
        fetched = await self._http.page(url, source)
        if fetched.moved and not _same_article(source, url, fetched.final_url):
            raise ParseError(texts.REDIRECTED, url=fetched.final_url)
        return await self._reader.page(fetched.body, source, fetched.final_url, fetched.charset)

    async def _page_failed(self, store: Store, due: PageDue, error: FetchError | ParseError) -> None:
        now = self._clock()
        pause = page_backoff(due.attempts)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        too_late = now + pause > due.article.first_seen_at + PAGE_TRIED_FOR
        next_at = None if too_late or isinstance(error, RobotsRefusedError) else now + pause
        log.info("page of article %s, attempt %s: %s", due.article.id, due.attempts + 1, error)
        await asyncio.to_thread(store.articles.fail_page, due.article.id, error.phrase, next_at=next_at, now=now)

    async def _page_read(self, store: Store, source: Source, article: Article, page: Page) -> None:
        undated = article.published_at == article.first_seen_at  # or in the future: the page is more reliable
        published_at = page.published_at if undated else None
        title = _title(source, article, page)
        body = _without_headline(page.text, title)
        old = published_at is not None and published_at < article.first_seen_at - self._catch_up

        def save_matches(matches: list[Match], last_follow_id: int) -> bool:
            return store.articles.store_page(
                article.id,
                body=body,
                matches=matches,
                last_follow_id=last_follow_id,
                now=self._clock(),
                published_at=published_at,
                title=title,
                silent=old,
            )

        read = replace(article, title=title, body=body)
        read = replace(read, language=language(read.text, default=article.language))
        await self._matcher.match(read, save_matches)

    async def release_late(self) -> None:
        """Match articles on their teasers if their page is given up or late."""
        while articles := await self._late():
            for article in articles:
                store = self._owned_sources().get(article.source_key)
                if store is not None:
                    await self._matcher.match(article, self._save_released(store, article))

    async def _late(self) -> list[Article]:
        return await asyncio.to_thread(
            self._store.articles.unmatched, self._clock(), BATCH, sources=self._owned_sources()
        )

    def _save_released(self, store: Store, article: Article) -> SaveMatches:
        def save_matches(matches: list[Match], last_follow_id: int) -> bool:
            now = self._clock()
            return store.articles.store_matches(article.id, matches=matches, last_follow_id=last_follow_id, now=now)

        return save_matches


def _left_alone_until(source: str, error: BaseException) -> float:
    """When (monotonic) the next page of a source may be tried after what kept one from being read."""
    if isinstance(error, TurnError) and error.retry_after is not None:
        return time.monotonic() + error.retry_after.total_seconds()
    report_failure("reading a page failed", error, source=source)
    return math.inf  # the result could not be stored: left for the next time


def _same_article(source: Source, asked: str, reached: str) -> bool:
    """Is a redirected page the same article? It has the same id, or without ids is not a front page."""
    own = source_id(asked, source)
    if own is not None:
        return source_id(reached, source) == own
    return bool(reached.partition("://")[2].partition("/")[2])


def _title(source: Source, article: Article, page: Page) -> str:
    """The article's title; its page's, if it has only the one that was made from its link in a sitemap."""
    listed = any(way.kind is WayKind.SITEMAP for way in source.ways)
    return page.title if listed and page.title and article.title == made_title(article.url or "") else article.title


def _without_headline(text: str, title: str) -> str:
    """The text without its first paragraph if that repeats the headline, unless nothing else is left."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and normal_title(first) == normal_title(title) else text
