"""News in, the second half: each article gets its text, or goes out without.

    read_due       a page that is due ──▶ fetch ──▶ parse ──▶ match, save and enqueue   (one transaction)
    release_late   what has waited too long for its page ──▶ match, save and enqueue

Page attempts are rows: wherever a crash falls, the next start goes on from there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.bugs import report_failure
from bot.errors import FetchError, ParseError, PassingFetchError, RobotsRefusedError
from bot.intake.dedup import normal_title, source_id
from bot.intake.http import Http
from bot.intake.match import Matcher, SaveMatches
from bot.intake.reader import Reader
from bot.intake.timing import PAGE_TRIED_FOR, page_backoff
from bot.language.detect import language
from bot.model import Article, Match, Page, Source
from bot.storage.store import PageDue, Store

log = logging.getLogger(__name__)

#: Pages read side by side, each of another source.
LANES = 8
#: While slow pages are read, so often (in seconds) is looked for others that came due.
LOOK = 0.5
BATCH = 100


class PageReader:
    """Reads the pages of all sources that are this worker's."""

    def __init__(
        self,
        *,
        store: Store,
        sources: Sequence[Source],
        http: Http,
        reader: Reader,
        matcher: Matcher,
        clock: Callable[[], datetime],
        owned_sources: Callable[[], Mapping[str, Store]],
    ) -> None:
        """`owned_sources`: the keys of the sources that are ours now, each with the store to write to under its lease.

        Those that `sources` does not describe are not read any more; what waits of them goes out on its teaser.
        """
        self._store = store
        self._sources = {source.key: source for source in sources}
        self._http = http
        self._reader = reader
        self._matcher = matcher
        self._clock = clock
        self._owned_sources = owned_sources
        self._reading = asyncio.Lock()

    async def read_due(self) -> None:
        """Read pages until none is due: one at a time of each source, new entries before silent ones."""
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
                        await self.release_late()  # a slow page must not hold up teasers
            finally:
                for lane in lanes.values():
                    lane.cancel()
                await asyncio.gather(*lanes.values(), return_exceptions=True)

    async def _fill(self, lanes: dict[str, asyncio.Task[None]], failed: set[str]) -> bool:
        """Put the most urgent page of each idle source on a lane; False if nothing is left to wait for."""
        while len(lanes) < LANES:
            busy = failed | lanes.keys()
            owned = {key: store for key, store in self._owned_sources().items() if key in self._sources}
            due = await asyncio.to_thread(self._store.articles.pages_due, self._clock(), 1, busy, sources=owned)
            if not due:
                break
            key = due[0].article.source_key
            lanes[key] = asyncio.create_task(self._read_page(owned[key], self._sources[key], due[0]))
        return bool(lanes)

    async def _read_page(self, store: Store, source: Source, due: PageDue) -> None:
        try:
            page = await self._page(source, due.article.url or "")
        except (FetchError, ParseError) as error:
            await self._page_failed(store, due, error)
        else:
            await self._page_read(store, due.article, page)

    async def _page(self, source: Source, url: str) -> Page:
        fetched = await self._http.page(url)
        if fetched.moved and not _same_article(source, url, fetched.final_url):
            raise ParseError(f"redirected to another place: {fetched.final_url}")
        return await self._reader.page(fetched.body, source, fetched.final_url, fetched.charset)

    async def _page_failed(self, store: Store, due: PageDue, error: Exception) -> None:
        now = self._clock()
        pause = page_backoff(due.attempts)
        if isinstance(error, PassingFetchError) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        too_late = now + pause > due.article.first_seen_at + PAGE_TRIED_FOR
        next_at = None if too_late or isinstance(error, RobotsRefusedError) else now + pause
        log.info("page of article %s, attempt %s: %s", due.article.id, due.attempts + 1, error)
        await asyncio.to_thread(store.articles.fail_page, due.article.id, str(error), next_at=next_at, now=now)

    async def _page_read(self, store: Store, article: Article, page: Page) -> None:
        undated = article.published_at == article.first_seen_at  # or in the future: the page knows better
        published_at = page.published_at if undated else None
        body = _without_headline(page.text, article.title)

        def save_matches(matches: list[Match], last_follow_id: int) -> bool:
            return store.articles.store_page(
                article.id,
                body=body,
                matches=matches,
                last_follow_id=last_follow_id,
                now=self._clock(),
                published_at=published_at,
            )

        read = replace(article, body=body)
        read = replace(read, language=language(read.text, default=article.language))
        await self._matcher.match(read, save_matches)

    async def release_late(self) -> None:
        """Match, on their teasers, articles whose page is given up or late."""
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
