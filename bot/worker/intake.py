"""News in, for as long as this worker runs: what polls, reads pages and matches, and its connections and child process.

a poll (run.py schedules it) ─▶ read pages that are due ─▶ release late ones ─▶ wait for the next poll, or a while
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.bugs import report_failure
from bot.intake.http import HttpClient
from bot.intake.match import Matcher
from bot.intake.pages import PageReader
from bot.intake.poll import Poller
from bot.intake.reader import Reader
from bot.matching.index import Index
from bot.model import Source
from bot.rules import Rules
from bot.storage.store import Store

LOOK_FOR_PAGES = 10.0  #: seconds after which due pages are looked for without a poll: failed ones fall due


class Intake:
    """The flow of news in, of one worker."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        sources: Sequence[Source],
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        owned_sources: Callable[[], Mapping[str, Store]],
    ) -> None:
        """`wake` is called when there is something to deliver; `owned_sources` as the Poller's."""
        self._http = HttpClient()
        self._reader = Reader()
        self._poller = Poller(
            http=self._http,
            reader=self._reader,
            catch_up=rules.catch_up,
            clock=clock,
            owned_sources=owned_sources,
        )
        self._pages = PageReader(
            store=store,
            sources=sources,
            http=self._http,
            reader=self._reader,
            matcher=Matcher(store=store, index=Index(rules.concepts), wake=wake),
            clock=clock,
            owned_sources=owned_sources,
        )
        self._polled = asyncio.Event()

    async def poll(self, source: Source) -> None:
        """Poll a source if it is ours, then its pages are read."""
        await self._poller.poll(source)
        self._polled.set()

    async def run(self) -> None:
        """Read pages for ever, as they come due."""
        while True:
            self._polled.clear()
            try:
                await self._pages.read_due()
                await self._pages.release_late()
            except Exception as error:  # the rows wait for the next look
                report_failure("reading pages failed", error)
                await asyncio.sleep(LOOK_FOR_PAGES)
            try:
                await asyncio.wait_for(self._polled.wait(), LOOK_FOR_PAGES)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """End the child process and close every connection."""
        await self._reader.close()
        await self._http.close()
