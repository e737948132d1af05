"""robots.txt of the hosts whose pages are read: fetched once in a while, kept in memory.

page ─▶ the rules of its host ─▶ may it be read? ─▶ is the pause after the page before it over?
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urljoin

from protego import Protego

from bot.errors import (
    FetchError,
    InnerNetworkError,
    LastingFetchError,
    PassingFetchError,
    RobotsRefusedError,
    TurnError,
)
from bot.i18n.catalogue import intake as texts
from bot.intake.politeness import page_pause

LIFETIME = timedelta(hours=6)
FAILURE_LIFETIME = timedelta(minutes=1)
#: A shorter wait for a page's turn is waited out; in a longer one other sources' pages are read.
SHORT_WAIT = 2.0  # seconds


class Robots:
    """The rules of hosts for one agent."""

    def __init__(self, agent: str, fetch: Callable[..., Awaitable[bytes]]) -> None:
        """`fetch` gives the body of a robots.txt, or raises FetchError."""
        self._agent = agent
        self._fetch = fetch
        self._rules: dict[str, tuple[float, Protego | FetchError]] = {}
        self._next_page_at: dict[str, float] = {}  #: robots.txt → when (monotonic) the next page may be asked for

    async def take_turn(self, url: str, *context: object) -> None:
        """Return when a page may be asked for; `context` goes to `fetch`.

        Raises:
            RobotsRefusedError: it may not.
            TurnError: not now, for the pause between pages is not over.
            FetchError: robots.txt could not be fetched.
        """
        root = urljoin(url, "/robots.txt")
        rules = await self._read(root, context)
        if not rules.can_fetch(url, self._agent):
            raise RobotsRefusedError(texts.ROBOTS_REFUSED)
        await self._wait(root, page_pause(rules, self._agent))

    async def _wait(self, root: str, pause: timedelta) -> None:
        now = time.monotonic()
        turn_at = max(self._next_page_at.get(root, 0.0), now)
        if turn_at - now > SHORT_WAIT:
            raise TurnError(texts.NOT_ITS_TURN, retry_after=timedelta(seconds=turn_at - now))
        self._next_page_at[root] = turn_at + pause.total_seconds()
        if turn_at > now:
            await asyncio.sleep(turn_at - now)

    async def _read(self, root: str, context: tuple[object, ...]) -> Protego:
        until, rules = self._rules.get(root, (0.0, Protego.parse("")))
        if time.monotonic() >= until:
            rules, lifetime = await self._ask(root, context)
            self._rules[root] = (time.monotonic() + lifetime.total_seconds(), rules)
        if isinstance(rules, FetchError):
            raise PassingFetchError(rules.phrase)
        return rules

    async def _ask(self, root: str, context: tuple[object, ...]) -> tuple[Protego | FetchError, timedelta]:
        """(rules or error, lifetime). RFC 9309: a client error allows everything; a server error is retried soon."""
        try:
            body = await self._fetch(root, *context)
        except InnerNetworkError:  # nothing was asked, and another source may be allowed to
            raise
        except LastingFetchError:
            return Protego.parse(""), LIFETIME
        except PassingFetchError as error:
            return PassingFetchError(texts.ROBOTS_NOT_READ, error=error.phrase), FAILURE_LIFETIME
        return Protego.parse(body.decode("utf-8", "replace")), LIFETIME
