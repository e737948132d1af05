"""A site on loopback with configurable responses, which records its requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.model import PageRules, Source, Way

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """`site.says("/feed", body)`, then `site.asked` tells what came."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[web.Request] = []
        self.at_once = 0  #: most requests that were being answered at the same time
        self._open = 0
        self._answers: dict[str, Answer] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        app.router.add_post("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def says(
        self, path: str, body: bytes | str = b"", *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        raw = body.encode() if isinstance(body, str) else body

        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(status=status, body=raw, headers=headers)

        self._answers[path] = answer

    def moves(self, path: str, to: str, status: int = 302) -> None:
        self.says(path, status=status, headers={"Location": to})

    def does(self, path: str, answer: Answer) -> None:
        self._answers[path] = answer

    def hangs(self, path: str) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            await asyncio.sleep(30)
            return web.Response()

        self._answers[path] = answer

    def paths(self) -> list[str]:
        return [request.path for request in self.asked if request.path != "/robots.txt"]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        self._open += 1
        self.at_once = max(self.at_once, self._open)
        try:
            answer = self._answers.get(request.path)
            return web.Response(status=404) if answer is None else await answer(request)
        finally:
            self._open -= 1


def source(
    key: str = "kt-eng", feed: str = "https://kt.example/eng/rss/", *, rules: bool = True, every: int = 300
) -> Source:
    """A source in kt.kz's shape."""
    return Source(
        key=key,
        name="Kazakhstan Today",
        language="en",
        ways=(Way(url=feed),),
        every=every,
        id=r"_(\d{10})\.html",
        page=PageRules(
            title="header.page-heading h1",
            date="div.page-meta span",
            date_format="%d.%m.%Y, %H:%M",
            body="div.page-content > div",
            stop=("This information may not be reproduced",),
        )
        if rules
        else None,
    )


def rss(*items: str) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    return f"{head}{''.join(items)}</channel></rss>"


def item(
    title: str | None = "A second line for the metro",
    link: str | None = None,
    *,
    date: str | None = None,
    teaser: str | None = None,
    guid: str | None = None,
) -> str:
    parts = {"title": title, "link": link, "pubDate": date, "description": teaser, "guid": guid}
    return "<item>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts.items() if text is not None) + "</item>"


def story(*paragraphs: str, title: str = "A headline", date: str = "25.11.2025, 13:20") -> str:
    """One of the stories that stand on a page in full."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<article><div class="page-meta"><span>{date}</span><span>1347</span></div>'
        f'<header class="page-heading"><h1>{title}</h1></header>'
        f'<div class="page-content"><div>{body}'
        "<p>This information may not be reproduced without reference to Kazakhstan Today.</p></div></div></article>"
    )


def page(*stories: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{''.join(stories)}</body></html>"
