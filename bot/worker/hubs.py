"""The hubs of this worker's sources: they are asked to tell of news, and when they ring, a source is polled.

every RING_EVERY: which of our sources rang? ─▶ poll them
every ASK_EVERY, and when a feed names a new one: whom to ask, or to ask again? ─▶ ask
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog

from bot.bugs import report_failure
from bot.errors import FetchError
from bot.storage.store import ASKED_SPAN, Hub, Hubs

log = structlog.get_logger(__name__)

RING_EVERY = 1.0  #: seconds; a hub may call another process than the one that polls
ASK_EVERY = 30  #: looks for ringing hubs between two looks for those that are to be asked


class HubWatch:
    """Asks and hears the hubs."""

    def __init__(
        self,
        *,
        hubs: Hubs,
        public_url: str | None,
        ask: Callable[[str, Mapping[str, str], str], Awaitable[None]],
        ring: Callable[[str], None],
        owned_sources: Callable[[], Mapping[str, object]],
        clock: Callable[[], datetime],
    ) -> None:
        """`public_url`: where they call, None: they can't; `ask` posts a form to an address, for the source with a key.

        `ring` is called with the key of a source that has news.
        """
        self._hubs = hubs
        self._public_url = public_url
        self._ask = ask
        self._ring = ring
        self._owned_sources = owned_sources
        self._clock = clock
        self._asking: asyncio.Task[None] | None = None
        self._is_new = False

    def look(self) -> None:
        """A feed has named a new hub: do not wait until it is time to look for it."""
        self._is_new = True

    async def run(self) -> None:
        """Hear and ask the hubs forever, if they can call us."""
        if self._public_url is None:
            await asyncio.Event().wait()
        looks = 0
        try:
            while True:
                try:
                    await self.hear()
                    due = self._is_new or looks % ASK_EVERY == 0
                    if due and (self._asking is None or self._asking.done()):
                        self._is_new = False
                        self._asking = asyncio.create_task(self.ask())
                except Exception as error:  # what rang goes on ringing
                    report_failure("hubs not read", error)
                looks += 1
                await asyncio.sleep(RING_EVERY)
        finally:
            if self._asking is not None:
                self._asking.cancel()

    async def hear(self) -> None:
        """Poll the sources whose hubs rang."""
        if owned := list(self._owned_sources()):
            for key in await asyncio.to_thread(self._hubs.take_ringing, owned):
                self._ring(key)

    async def ask(self) -> None:
        """Ask the hubs that are new, or whose time ends soon. Never raises."""
        try:
            for hub in await asyncio.to_thread(self._hubs.to_ask, list(self._owned_sources()), self._clock()):
                # before it is asked: it may call us before it answers
                await asyncio.to_thread(self._hubs.asked, hub.path, self._clock())
                await self._ask_one(hub)
        except Exception as error:  # they are asked at the next look
            report_failure("hubs not asked", error)

    async def _ask_one(self, hub: Hub) -> None:
        form = {
            "hub.mode": "subscribe",
            "hub.topic": hub.topic,
            "hub.callback": f"{self._public_url}/websub/{hub.path}",
            "hub.secret": hub.secret,
            "hub.lease_seconds": str(round(ASKED_SPAN.total_seconds())),
        }
        try:
            await self._ask(hub.url, form, hub.source_key)
        except FetchError as error:
            log.warning("hub not asked: it is asked again later", source=hub.source_key, reason=str(error))
