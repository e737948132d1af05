"""A news site on loopback: three editions with a feed each, and pages with as much furniture as real ones.

    article -> publish -> feed item (teaser, ETag) -> page: the article, eight neighbours in full, "Most viewed"

Only the first of the nine stories on a page is the article, so a reader that takes more is found out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from types import TracebackType
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.demo.articles import EDITIONS, NEWSROOM, DemoArticle, Edition
from bot.model import PageRules, Source, Way

ZONE = ZoneInfo("Asia/Almaty")
NEIGHBOURS = 8
MOST_VIEWED = 6
TEASER_LENGTH = 160  #: characters; the feed has only the beginning
DATE_FORMAT = "%d.%m.%Y, %H:%M"
ROBOTS = "User-agent: *\nDisallow: /search\n"
FIRST_ID = 1_377_900_000


@dataclass(frozen=True, kw_only=True)
class Published:
    """An article with its path on the site."""

    article: DemoArticle
    path: str
    published_at: datetime


class Newsroom:
    """Serves the published articles; used with `async with`."""

    def __init__(self, articles: Sequence[DemoArticle]) -> None:
        """`articles`: all articles, also those to be published later; the other stories on a page come from them."""
        self._articles = tuple(articles)
        self._published: dict[str, Published] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""  #: root of the server, once it is running
        self.requests: list[tuple[str, int]] = []  #: path and status of every response, in order

    async def __aenter__(self) -> Newsroom:
        """Start the server on a free port of loopback."""
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/{edition}/rss/", self._feed)
        app.router.add_get("/{path:.+\\.html}", self._page)
        app.on_response_prepare.append(self._remember)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        if self._runner is not None:
            await self._runner.cleanup()

    def sources(self, every: int = 300) -> tuple[Source, ...]:
        """The sources of this newsroom, as in a sources file; `every`: seconds between polls."""
        return tuple(
            Source(
                key=f"demo-{edition.key}",
                name=edition.name,
                language=edition.language,
                ways=(Way(url=f"{self.url}/{edition.key}/rss/"),),
                every=every,
                id=r"_(\d{10})\.html",
                page=PageRules(
                    title="header.page-heading h1",
                    date="div.page-meta span",
                    date_format=DATE_FORMAT,
                    body="div.page-content > div",
                    stop=(edition.copyright,),
                ),
            )
            for edition in EDITIONS.values()
        )

    def publish(self, article: DemoArticle, published_at: datetime) -> str:
        """Publish the article in its edition's feed; returns the URL of its page."""
        number = FIRST_ID + self._articles.index(article)
        path = f"{article.edition}/{article.rubric}/{article.slug}_{number}.html"
        self._published[path] = Published(article=article, path=path, published_at=published_at)
        return f"{self.url}/{path}"

    async def _remember(self, request: web.Request, response: web.StreamResponse) -> None:
        self.requests.append((request.path, response.status))

    async def _robots(self, request: web.Request) -> web.Response:
        return web.Response(text=ROBOTS)

    async def _feed(self, request: web.Request) -> web.Response:
        """The edition's feed, or 304 if the client has this version."""
        edition = EDITIONS.get(request.match_info["edition"])
        if edition is None:
            raise web.HTTPNotFound
        items = [item for item in self._published.values() if item.article.edition == edition.key]
        items.sort(key=lambda item: item.published_at, reverse=True)
        body = _rss(edition, items, self.url).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers={"ETag": etag})

    async def _page(self, request: web.Request) -> web.Response:
        """The page of a published article."""
        found = self._published.get(request.match_info["path"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(text=self._html(found), content_type="text/html")

    def _html(self, found: Published) -> str:
        """The page: the article, then other stories that look like more of it."""
        same = [one for one in self._articles if one.edition == found.article.edition and one is not found.article]
        others = [one for one in self._articles if one.edition != found.article.edition]
        neighbours = [*same, *others][:NEIGHBOURS]
        shown = found.published_at.astimezone(ZONE).strftime(DATE_FORMAT)
        stories = [_story(found.article, shown, len(self.requests))]
        stories += [_story(one, shown, 1300 + 77 * place) for place, one in enumerate(neighbours)]
        stories.insert(1, f'<div class="related">{escape(EDITIONS[found.article.edition].relevant)}</div>')
        head = f"<meta charset='utf-8'><title>{escape(found.article.title)} | {NEWSROOM}</title>"
        sidebar = _sidebar(EDITIONS[found.article.edition], [found.article, *neighbours], shown)
        main = f"<nav><a href='/'>{NEWSROOM}</a></nav><main>{''.join(stories)}</main>"
        return f"<!DOCTYPE html><html><head>{head}</head><body>{main}{sidebar}</body></html>"


def _rss(edition: Edition, items: Sequence[Published], root: str) -> str:
    """RSS 2.0 with teasers only."""
    rows = "".join(
        f"<item><title>{escape(item.article.title)}</title><link>{root}/{item.path}</link>"
        f'<guid isPermaLink="true">{root}/{item.path}</guid>'
        f"<description>{escape(_teaser(item.article))}</description>"
        f"<pubDate>{format_datetime(item.published_at.astimezone(ZONE))}</pubDate></item>"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(edition.name)}</title><link>{root}/{edition.key}/</link>"
        f"<description>{escape(edition.name)}</description><language>{edition.language}</language>{rows}</channel></rss>"
    )


def _teaser(article: DemoArticle) -> str:
    """The beginning of the lead, cut at a word."""
    lead = article.paragraphs[0]
    return lead if len(lead) <= TEASER_LENGTH else lead[:TEASER_LENGTH].rsplit(" ", 1)[0] + " …"


def _story(article: DemoArticle, shown: str, views: int) -> str:
    """One story with the furniture around it; the view counter changes with every request."""
    edition = EDITIONS[article.edition]
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in (*article.paragraphs, edition.copyright_line))
    return (
        f'<article class="page"><div class="page-meta"><span>{shown}</span> <span class="views">{views}</span></div>'
        f'<header class="page-heading"><h1>{escape(article.title)}</h1></header>'
        f'<div class="page-image"><i>{escape(edition.images)}</i></div><a class="tell">{escape(edition.tell)}</a>'
        f'<div class="page-content"><div>{body}</div></div></article>'
    )


def _sidebar(edition: Edition, articles: Sequence[DemoArticle], shown: str) -> str:
    """The "Most viewed" list, with date, counter and title without spaces between them."""
    rows = "".join(
        f"<li><span>{shown}</span><span>{16_000 + 101 * place}</span><a>{escape(one.title)}</a></li>"
        for place, one in enumerate(articles[:MOST_VIEWED])
    )
    return f"<aside><div>{edition.name.upper()} LIVE</div><h3>{escape(edition.most_viewed)}</h3><ul>{rows}</ul></aside>"
