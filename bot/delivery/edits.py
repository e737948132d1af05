"""The edits of a lane: claimed when no alert is due, sent in what the pace leaves over, recorded.

    outbox ─ claim ─ whose chat is free ─ edit ─ outcome to the recorder

An edit that is refused changes nothing for its chat: see `edit_outcome`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from datetime import datetime

import structlog

from bot.counting import Counter
from bot.delivery.claims import Claims
from bot.delivery.counted import count_edit
from bot.delivery.pace import Schedule
from bot.delivery.retry import edit_outcome
from bot.delivery.send import Messenger, for_log
from bot.model import ChatKind, Edit, Outcome, RetryAt, Stop, Verdict
from bot.storage.store import Outbox

log = structlog.get_logger(__name__)

CLAIMED = 20  #: edits claimed together: about what the pace takes in a second
WAIT_AHEAD = 10.0  #: seconds; none is claimed of a chat or a platform in which no edit may go for longer
OPEN_FOR = 60.0  #: seconds after a press: an edit would close the menu that somebody has open, with its Undo
GROUPS = (ChatKind.GROUP, ChatKind.CHANNEL)  #: kinds of chats with a limit per minute


class Edits:
    """The edits of one lane."""

    def __init__(
        self,
        claims: Claims,
        schedule: Schedule,
        messenger: Messenger,
        *,
        clock: Callable[[], datetime],
        record: Callable[[Outcome], None],
        counter: Counter,
    ) -> None:
        self._claims = claims
        self._schedule = schedule
        self._messenger = messenger
        self._clock = clock
        self._record = record
        self._counter = counter
        self._claimed: list[Edit] = []  # and not started yet, in the fair order
        self._busy: dict[int, Hashable] = {}  # chats in which none may go for a while, by chat id
        self._open_until: dict[Hashable, float] = {}  # by chat: somebody is pressing its buttons

    async def claim(self, outbox: Outbox) -> None:
        """Claim some, unless there are some still."""
        now = asyncio.get_running_loop().time()
        if self._claimed or self._free_at(None, now) - now > WAIT_AHEAD:
            return
        self._busy = {number: chat for number, chat in self._busy.items() if self._free_at(chat, now) > now}
        self._claimed = await self._claims.claim_edits(outbox, CLAIMED, set(self._busy))

    def wait_for(self, chat: Hashable) -> None:
        """Somebody presses a button in this chat: edits wait there for a while."""
        now = asyncio.get_running_loop().time()
        self._open_until = {each: until for each, until in self._open_until.items() if until > now}
        self._open_until[chat] = now + OPEN_FOR

    def next(self, now: float) -> Edit | None:
        """The first that may go now, which is counted into the pace; None: none may."""
        for edit in self._claimed:
            if self._free_at(edit.chat.id, now) <= now:
                self._claimed.remove(edit)
                self._schedule.count_edit(edit.chat.id, now, group=edit.kind in GROUPS)
                return edit
        return None

    def first_free(self, now: float) -> float | None:
        """When the next one may go; None: there is none, or not for a while, and those are given back."""
        free_at = {self._free_at(edit.chat.id, now): edit for edit in self._claimed}
        if not free_at:
            return None
        first = min(free_at)
        if first - now <= WAIT_AHEAD:
            return first
        self._busy |= {edit.chat_id: edit.chat.id for edit in self._claimed}
        for edit in self.give_back():
            self._record(Outcome(deliveries=(edit,), verdict=None, at=self._clock()))
        return None

    def give_back(self) -> list[Edit]:
        """Those that are claimed and not started, which are ours no more."""
        given, self._claimed = self._claimed, []
        return given

    async def deliver(self, edit: Edit, started: float) -> Verdict:
        """Edit the message, and record what came of it; returns what the platform says."""
        attempt = await self._messenger.edit(edit)
        verdict, recorded = attempt.verdict, edit_outcome(edit, attempt.verdict, self._clock())
        self._record(recorded)
        count_edit(self._counter, self._claims.lane, recorded, took=attempt.took)
        if isinstance(verdict, RetryAt) and verdict.after is not None:
            now, pause = asyncio.get_running_loop().time(), verdict.after.total_seconds()
            whole = verdict.whole_platform
            self._schedule.pause_edits(edit.chat.id, now, pause, whole=whole, started=started)
        if not isinstance(verdict, Stop) and (recorded.verdict != verdict or isinstance(verdict, RetryAt)):
            log.info("not edited", chat=edit.chat.id, owed=edit.label, verdict=for_log((edit,), verdict))
        return verdict

    def _free_at(self, chat: Hashable, now: float) -> float:
        return max(self._schedule.edit_free_at(chat, now), self._open_until.get(chat, 0.0))
