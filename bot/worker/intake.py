"""The intake of one worker: polling, reading pages and matching, with its connections and child process.

a poll (polls.py says when) ─▶ read pages that are due ─▶ match late articles ─▶ wait for the next poll or PAGES_EVERY
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.bugs import report_failure
from bot.counting import Counter
from bot.intake.http import HttpClient
from bot.intake.match import Matcher
from bot.intake.pages import PageReader
from bot.intake.poll import Poller
from bot.intake.reader import Reader
from bot.matching.index import Index
from bot.model import Source
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.hubs import HubWatch
from bot.worker.polls import Polls, Schedule

if TYPE_CHECKING:  # most workers have none
    from bot.meaning.voice import Voice

PAGES_EVERY = 10.0  #: seconds between two looks for due pages without a poll: retries come due


class Intake:
    """Polls sources and reads pages."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        sources: Sequence[Source],
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        owned_sources: Callable[[], Mapping[str, Store]],
        schedule: Schedule,
        public_url: str | None = None,
        counter: Counter | None = None,
        voice: Voice | None = None,
    ) -> None:
        """`wake` is called when there is something to deliver; `owned_sources`: see Poller; `schedule`: see Polls.

        `schedule` makes `poll` be called; `public_url` is where hubs can call us, None: they can't.
        `voice`: see Matcher.
        """
        self._http = HttpClient()
        self._sources = {source.key: source for source in sources}
        self._reader = Reader()
        self._voice = voice
        self._poller = Poller(
            http=self._http,
            reader=self._reader,
            catch_up=rules.catch_up,
            clock=clock,
            owned_sources=owned_sources,
            hub_named=None if public_url is None else self._hub_named,
            counter=counter,
        )
        self._pages = PageReader(
            store=store,
            sources=sources,
            http=self._http,
            reader=self._reader,
            matcher=Matcher(
                store=store, index=Index(rules.concepts), wake=wake, clock=clock, counter=counter, voice=voice
            ),
            catch_up=rules.catch_up,
            clock=clock,
            owned_sources=owned_sources,
        )
        self._polled = asyncio.Event()
        self._polls = Polls(
            sources=sources,
            rows=store.sources,
            poll=self._poll,
            owned_sources=owned_sources,
            schedule=schedule,
            clock=clock,
        )
        self._hubs = HubWatch(
            hubs=store.hubs,
            public_url=public_url,
            ask=self._ask_hub,
            ring=self._polls.ring,
            owned_sources=owned_sources,
            clock=clock,
        )

    def adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now."""
        self._sources = {source.key: source for source in sources}
        self._polls.adopt(sources)
        self._pages.adopt(sources)

    async def follow_leases(self) -> None:
        """Schedule the polls of the sources whose leases were acquired since the last call."""
        await self._polls.follow()

    async def poll(self, source: Source) -> None:
        """Poll a source if we hold its lease, and schedule its next poll."""
        await self._polls.run(source)

    async def _poll(self, source: Source) -> datetime | None:
        """Poll a source, and return when it is due again; its pages are read after that."""
        due_at = await self._poller.poll(source)
        self._polled.set()
        return due_at

    def _hub_named(self) -> None:
        self._hubs.look()

    async def _ask_hub(self, url: str, form: Mapping[str, str], source_key: str) -> None:
        await self._http.post_form(url, form, self._sources[source_key])

    async def run(self) -> None:
        """Read pages as they become due, hear hubs, and see what operators want polled, forever."""
        voice = () if self._voice is None else (self._voice.run(),)
        await asyncio.gather(self._read_pages(), self._hubs.run(), self._polls.watch(), *voice)

    async def _read_pages(self) -> None:
        while True:
            self._polled.clear()
            try:
                await self._pages.read_due()
                await self._pages.release_late()
            except Exception as error:  # the pages stay due
                report_failure("reading pages failed", error)
                await asyncio.sleep(PAGES_EVERY)
            try:
                await asyncio.wait_for(self._polled.wait(), PAGES_EVERY)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """End the child processes and close every connection."""
        await self._reader.close()
        if self._voice is not None:
            await self._voice.close()
        await self._http.close()
