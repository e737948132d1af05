"""The platforms of a worker: listened to under its leases, paused while they refuse their tokens, resumed by itself."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.bugs import report_bug
from bot.delivery.claims import OutboxUnderLease
from bot.delivery.deliver import Deliverer
from bot.errors import StatedProblem
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.platforms.protocol import Host, Platform
from bot.storage.store import Outbox
from bot.worker.notices import Notifier
from bot.worker.tokens import TokenWatch

log = structlog.get_logger(__name__)

START_PAUSES = (1.0, 3.0)  #: seconds between attempts to start while all platforms refuse their tokens


class Listeners:
    """Starts and stops the listeners, and pauses and resumes the lanes of platforms that refuse their tokens."""

    def __init__(
        self,
        platforms: Sequence[Platform],
        host: Host,
        *,
        outbox_under_lease: OutboxUnderLease,
        deliverer: Deliverer,
        notifier: Notifier,
        notify_soon: Callable[[], None],
        on_hopeless: Callable[[dict[str, Phrase]], None],
        clock: Callable[[], datetime],
        leaves: Callable[[str, Phrase], bool] = lambda _name, _reason: False,
        stays: Callable[[str], None] = lambda _name: None,
    ) -> None:
        """`notify_soon`: operators are to hear of what the notifier knows. `on_hopeless`: see TokenWatch.

        `leaves`: a platform refuses its token, for this reason; True: it goes by itself, and operators need not know.
        `stays`: it takes it again.
        """
        self._platforms = list(platforms)
        self._leaving: list[Platform] = []  # are not listened to any more, and have not ended yet
        self._leaves = leaves
        self._stays = stays
        self._host = host
        self._outbox_under_lease = outbox_under_lease
        self._deliverer = deliverer
        self._notifier = notifier
        self._notify_soon = notify_soon
        self._clock = clock
        self._tokens = TokenWatch(
            platforms, on_confirmed=self._stop_listening, resume=self._resume, on_hopeless=on_hopeless
        )
        self._ended = False
        self._listening: dict[str, Outbox] = {}  # platforms that we listen to, with the outbox under the lease
        # a listener is started or stopped once at a time; others need not wait for a workspace that does not answer
        self._moving: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self) -> None:
        """Start to listen. A platform that refuses its token is asked again meanwhile, if another one takes its own.

        Raises:
            StatedProblem: none of them does, and it was no passing mistake.
        """
        for pause in (*START_PAUSES, None):
            problems = await self._attempt_all()
            if len(problems) < max(len(self._platforms), 1):
                break
            if pause is None:
                raise StatedProblem.of_several([problem.phrase for problem in problems.values()])
            await asyncio.sleep(pause)
        for name, problem in problems.items():
            self.refused(name, problem.phrase)

    async def _attempt_all(self) -> dict[str, StatedProblem]:
        """Follow our leases; returns the platforms that refuse their tokens."""
        problems = {}

        async def attempt(platform: Platform) -> None:
            try:
                await self._update(platform)
            except StatedProblem as problem:
                problems[platform.name] = problem

        await asyncio.gather(*(attempt(platform) for platform in self._platforms))
        return problems

    def add(self, platform: Platform) -> None:
        """Listen on one more platform, once we hold its leases."""
        self._platforms.append(platform)
        self._tokens.add(platform)

    async def remove(self, platform: Platform) -> None:
        """Listen no more on a platform."""
        self._platforms.remove(platform)
        self._leaving.append(platform)
        await self._tokens.remove(platform.name)
        async with self._moving[platform.name]:
            self._listening.pop(platform.name, None)
            self._notifier.leave(platform.name)
            await platform.listener.stop()
        self._leaving.remove(platform)

    async def follow_leases(self) -> None:
        """Start and stop listeners as our leases say now."""
        await asyncio.gather(*(self._follow_lease(platform) for platform in self._platforms))

    async def _follow_lease(self, platform: Platform) -> None:
        try:
            await self._update(platform)
        except StatedProblem as problem:
            self.refused(platform.name, problem.phrase)
        except Exception as error:
            report_bug("taking over a platform failed, retrying", error, platform=platform.name)

    async def _update(self, platform: Platform) -> None:
        """Start or stop the listener of a platform; none is started while its token is refused.

        Raises:
            StatedProblem: its token is refused.
        """
        name = platform.name
        async with self._moving[name]:
            if platform not in self._platforms:  # it has gone meanwhile
                return
            outbox = None if name in self._notifier.refusals else self._outbox_under_lease(name)
            if outbox is self._listening.get(name):
                return
            if self._listening.pop(name, None) is not None:
                self._notifier.leave(name)
                await platform.listener.stop()
            if outbox is not None:
                await platform.listener.start(self._host)
                self._listening[name] = outbox
                self._notifier.listening.add(name)

    def refused(self, name: str, reason: Phrase) -> None:
        """A platform refuses its token: what is owed there waits until it is known whether that is meant."""
        if not self._ended and self._tokens.doubt(name, reason):
            self._deliverer.halt(name)

    async def _stop_listening(self, platform: Platform, reason: Phrase) -> None:
        """It is meant: stop to listen there, and tell operators."""
        if self._leaves(platform.name, reason):
            return
        log.error(
            "platform refuses the token: what is owed there waits", platform=platform.name, reason=ENGLISH(reason)
        )
        self._notifier.refuse(platform.name, reason, self._clock())
        await self._update(platform)
        self._notify_soon()

    async def _resume(self, platform: Platform) -> None:
        """The token is taken: send, listen, and tell operators if they know of the refusal.

        Raises:
            StatedProblem: one that is needed to listen is refused.
        """
        name = platform.name
        self._deliverer.resume(name)
        self._stays(name)
        reason = self._notifier.refusals.pop(name, None)
        try:
            await self._update(platform)
        except StatedProblem as problem:
            if reason is not None:
                self._notifier.refusals[name] = problem.phrase
            raise
        if reason is not None:
            self._notify_soon()

    def cut_off(self, name: str, reason: Phrase) -> None:
        """Nothing comes from a platform: tell operators."""
        log.error("nothing comes from the platform", platform=name, reason=ENGLISH(reason))
        self._notifier.cut_off(name, reason)
        self._notify_soon()

    def reconnected(self, name: str) -> None:
        """What people do there comes in again: tell operators who know that it did not."""
        self._notifier.reconnect(name)
        self._notify_soon()

    def is_idle(self, name: str) -> bool:
        """Do we not listen on a platform, and is nothing answered there any more?"""
        return name not in self._listening and not self._moving[name].locked()

    async def stop(self) -> None:
        """Stop to listen, and finish the answers in flight; nobody is asked any more whether a token is meant.

        Of a platform that is leaving, too: who removes it may be cancelled meanwhile.
        """
        self._ended = True
        await self._tokens.stop()
        listeners = [each.listener for each in (*self._platforms, *self._leaving)]
        await asyncio.gather(*(each.stop() for each in listeners), return_exceptions=True)
