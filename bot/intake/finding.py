"""Where the news of a site can be read, from the address of one of its pages.

address ─▶ a feed itself? ─▶ the feeds that the page advertises, and five usual places ─▶ a sitemap of news
        ─▶ WordPress ─▶ the list of headlines on the page ─▶ a sitemap of another kind

One request at a time, each by our own client; every body is parsed in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from bot.errors import FetchError, ParseError
from bot.i18n.catalogue import finding as texts
from bot.intake.discover.results import FoundSource, Headline, ListRules, Survey
from bot.intake.discover.toml import key_for
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.response import FetchResult
from bot.intake.sites import channel_preview
from bot.language.detect import language
from bot.model import Page, Source, Way

#: Where a feed usually is; no more are guessed.
USUAL_FEEDS = ("/feed/", "/rss", "/rss.xml", "/atom.xml", "/?feed=rss2")
USUAL_SITEMAPS = ("/sitemap-news.xml", "/sitemap.xml")
#: Feeds and sitemaps that are tried of those that a site names.
TRIED = 4
#: A sitemap without titles whose newest article is older tells little of what is new.
FRESH = timedelta(days=30)
#: What can be found, in the order in which it is looked for.
KINDS = ("feed", "telegram", "sitemap", "wordpress", "list")

_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Finder:
    """Looks for the news of sites."""

    def __init__(
        self,
        *,
        http: HttpClient,
        reader: Reader,
        timezone: str,
        taken: Collection[str],
        now: datetime,
        guarded: bool = False,
    ) -> None:
        """`timezone`: of times without a zone; `taken`: the keys of the sources that are there already.

        `guarded`: a stranger names the site, so that nothing of it may stand in an inner network.
        """
        self._http = http
        self._reader = reader
        self._timezone = timezone
        self._taken = taken
        self._now = now
        self._guarded = guarded

    async def find(self, address: str, only: str | None = None) -> FoundSource:
        """The best way to read the site of a page; `only`: of this kind.

        Raises:
            FetchError: the page can't be fetched.
            ParseError: nothing is found, or the page can't be read.
        """
        url = channel_preview(address) or address
        fetched = await self._fetch(url)
        if feed := await self._feed(fetched):
            return feed
        survey = await self._survey(fetched)
        if survey.headlines:
            return self._found(survey.kind, fetched.final_url, survey.headlines, survey)
        async for found in self._ways(fetched, survey, only):
            return found
        if survey.listed:
            raise ParseError(texts.ONLY_JSON_LD, count=survey.listed)
        raise ParseError(texts.NOTHING_FOUND)

    async def _fetch(self, url: str) -> FetchResult:
        return await self._http.feed(url, self._source(url))

    def _source(self, url: str, spoken: str = "en") -> Source:
        """A source that is only tried."""
        way, guarded = Way(url=url), self._guarded
        return Source(key="tried", name="tried", language=spoken, ways=(way,), timezone=self._timezone, guarded=guarded)

    async def full_text(self, found: FoundSource, headline: Headline) -> Page:
        """The article of a headline. Raises FetchError and ParseError."""
        source = self._source(found.url, found.language)
        fetched = await self._http.page(headline.link, source)
        return await self._reader.page(fetched.body, source, fetched.final_url, fetched.charset)

    async def _ways(self, page: FetchResult, survey: Survey, only: str | None) -> AsyncIterator[FoundSource]:
        url = page.final_url
        if only in (None, "feed"):
            for address in [*survey.feeds[:TRIED], *(urljoin(url, place) for place in USUAL_FEEDS)]:
                if found := await self._feed_at(address):
                    yield found
        stale: list[FoundSource] = []
        if only in (None, "sitemap"):
            async for sitemap, good in self._sitemaps(page, survey):
                if good or only:
                    yield sitemap
                stale.append(sitemap)
        if only in (None, "wordpress") and (posts := await self._posts(url, survey)):
            yield posts
        if only in (None, "list"):
            for one in survey.lists:
                yield self._found("list", url, one.headlines, survey, one.rules)
        for sitemap in stale:
            yield sitemap

    async def _feed_at(self, address: str) -> FoundSource | None:
        try:
            return await self._feed(await self._fetch(address))
        except FetchError:
            return None

    async def _feed(self, fetched: FetchResult) -> FoundSource | None:
        """The response as a feed; None: it is none, or empty."""
        source = self._source(fetched.final_url)
        try:
            listing = await self._reader.listing(
                fetched.body, source, source.ways[0], fetched.final_url, fetched.charset
            )
        except ParseError:
            return None
        entries = [
            Headline(
                title=entry.title,
                link=entry.link or "",
                published_at=entry.published_at,
                day_only=entry.day_only,
            )
            for entry in listing.entries
        ]
        return self._found("feed", fetched.final_url, tuple(entries), Survey()) if entries else None

    async def _survey(self, fetched: FetchResult) -> Survey:
        where = (fetched.final_url, fetched.charset, self._timezone)
        return await self._reader.survey(fetched.body, *where, now=self._now)

    async def _survey_at(self, address: str, kind: str) -> tuple[FetchResult, Survey] | None:
        """A document of a kind; None: there is none."""
        try:
            fetched = await self._fetch(address)
            survey = await self._survey(fetched)
        except (FetchError, ParseError):
            return None
        return (fetched, survey) if survey.kind == kind else None

    async def _sitemaps(self, page: FetchResult, named: Survey) -> AsyncIterator[tuple[FoundSource, bool]]:
        """The sitemaps of the site, each with whether it tells of news."""
        waiting = list(named.more) if named.kind else await self._named_sitemaps(page.final_url)
        left = 2 * TRIED
        while waiting and left:
            left -= 1
            found = await self._survey_at(waiting.pop(0), "sitemap")
            if found is None:
                continue
            fetched, survey = found
            waiting = [*survey.more[:TRIED], *waiting]
            if survey.headlines:
                newest = survey.headlines[0].published_at
                fresh = newest is not None and self._now - newest < FRESH
                good = not survey.untitled or (fresh and len(survey.headlines) > 2)
                yield self._found("sitemap", fetched.final_url, survey.headlines, survey), good

    async def _named_sitemaps(self, url: str) -> list[str]:
        """The addresses of the site's sitemaps: those of its robots.txt, and the usual ones."""
        try:
            robots = (await self._fetch(urljoin(url, "/robots.txt"))).body[:500_000].decode("utf-8", "replace")
        except FetchError:
            robots = ""
        named = [urljoin(url, address) for address in _SITEMAP_LINE.findall(robots)]
        named.sort(key=lambda address: "news" not in address)
        return list(dict.fromkeys([*named[:TRIED], *(urljoin(url, place) for place in USUAL_SITEMAPS)]))

    async def _posts(self, url: str, survey: Survey) -> FoundSource | None:
        address = survey.wordpress or urljoin(url, "/wp-json/wp/v2/posts?per_page=20")
        found = await self._survey_at(address, "wordpress")
        if found is None or not found[1].headlines:
            return None
        return self._found("wordpress", address.partition("?per_page")[0], found[1].headlines, survey)

    def _found(
        self, kind: str, url: str, headlines: tuple[Headline, ...], survey: Survey, rules: ListRules | None = None
    ) -> FoundSource:
        spoken = language(". ".join(one.title for one in headlines[:20]))
        return FoundSource(
            kind=kind,
            url=url,
            rules=rules,
            headlines=headlines,
            key=key_for(url, spoken, self._taken),
            name=survey.title or urlsplit(url).hostname or url,
            language=spoken,
            timezone=self._timezone,
        )
