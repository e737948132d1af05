"""Digests on time: what is due is enqueued, and a digest is made when it is its turn to be sent.

every few seconds ─ due ─▶ letters that name a span ─ the lane ─▶ compose ─▶ the message, as its chat's handler answers
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.calendar.quiet import next_span
from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command, Letter, PlatformFacts
from bot.rules import Rules
from bot.storage.digests_due import DUE_BATCH, from_json
from bot.storage.store import Store
from handlers import pages
from handlers.digest_on_time import answer, in_doubt
from handlers.request import Request

PAUSE = timedelta(milliseconds=20)  #: between two batches, so that other writers get in


class ScheduledDigests:
    """Enqueues and makes digests."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Callable[[], Rules],
        facts: Mapping[str, PlatformFacts],
        clock: Callable[[], datetime],
    ) -> None:
        """`facts`: of each platform, by its name."""
        self._store = store
        self._rules = rules
        self._facts = facts
        self._clock = clock

    async def enqueue(self, store: Store) -> int:
        """Enqueue what is due, by a store under the lease of the chores; returns how many schedules there were."""
        count, place = 0, 0.0
        while True:
            now = self._clock()
            done, place = await asyncio.to_thread(store.digests.enqueue_due, now, place)
            count += done
            if done < DUE_BATCH:
                return count
            await asyncio.sleep(PAUSE.total_seconds())

    def compose(self, letter: Letter) -> Message:
        """The digest that a letter names, in the words and the zone of its chat now; or the line, if it is in doubt."""
        span = from_json(letter.payload)
        request = self._request(letter.chat, letter.kind)
        if letter.in_doubt:
            return in_doubt(request, span, plain=letter.plain)
        message = answer(request, span)
        quiet = message.quiet or request.preferences.silent or self._is_quiet(request)
        paged = pages.first_page(message, request, changes=False) if letter.kind is not ChatKind.CHANNEL else message
        return replace(paged, quiet=quiet)

    def _request(self, chat: Chat, kind: ChatKind) -> Request:
        command = Command(
            chat=chat, kind=kind, name="digest", text="", facts=self._facts.get(chat.platform, PlatformFacts())
        )
        record = self._store.chats.get(chat)
        return Request.of(command, record, rules=self._rules(), store=self._store, now=self._clock())

    def _is_quiet(self, request: Request) -> bool:
        """Has the chat its quiet hours now? What it asked for at this time comes, but without a sound."""
        hours = request.preferences.quiet_hours
        if hours is None:
            return False
        return next_span(hours, request.zone, request.now)[0] <= request.now
