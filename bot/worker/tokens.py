"""Platforms that refuse their tokens: each is asked again until it takes it.

doubt ─ ask ─┬─ taken: nobody hears of it ─────────────────────────────────────────────┐
             └─ refused CONFIRMATIONS times: told ─ ask, with growing pauses ─ taken: ─┴▶ resume
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.bugs import report_bug
from bot.errors import StatedProblem
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.platforms.protocol import Platform

log = structlog.get_logger(__name__)

PAUSES: tuple[float, ...] = (0.0, 5.0, 15.0, 60.0, 300.0)  #: seconds before each question; the last one repeats
CONFIRMATIONS = 3  #: refusals in answer to questions after which it is no mistake
HOPELESS_AFTER = 6 * 3600.0  #: seconds for which all platforms refuse before the program ends


class TokenWatch:
    """Asks the platforms of this worker whether they take the token, once one has refused it."""

    def __init__(
        self,
        platforms: Sequence[Platform],
        *,
        on_confirmed: Callable[[Platform, Phrase], Awaitable[None]],
        resume: Callable[[Platform], Awaitable[None]],
        on_hopeless: Callable[[dict[str, Phrase]], None],
    ) -> None:
        """`on_confirmed`: a platform refuses its token, and for which reason. `resume`: it takes it, go on.

        `resume` raises StatedProblem if it refuses it after all. `on_hopeless`: all platforms have refused for
        HOPELESS_AFTER, for these reasons.
        """
        self._platforms = {platform.name: platform for platform in platforms}
        self._on_confirmed = on_confirmed
        self._resume = resume
        self._on_hopeless = on_hopeless
        self._questions: dict[str, asyncio.Task[None]] = {}
        self._refused_at: dict[str, float] = {}  # when their refusals were confirmed, by the loop's clock
        self._reasons: dict[str, Phrase] = {}
        self._refused_again: set[str] = set()  # while they are being asked

    def add(self, platform: Platform) -> None:
        """Watch over one more platform."""
        self._platforms[platform.name] = platform

    async def remove(self, name: str) -> None:
        """Watch over a platform no more."""
        self._platforms.pop(name, None)
        if (question := self._questions.pop(name, None)) is not None:
            question.cancel()
            await asyncio.wait([question])
        self._refused_at.pop(name, None)
        self._reasons.pop(name, None)

    def doubt(self, name: str, reason: Phrase) -> bool:
        """A platform has refused its token: find out whether it is meant. False: that is being done, or it has gone."""
        if name not in self._platforms:
            return False
        if name in self._questions:
            self._refused_again.add(name)
            return False
        log.warning("platform refuses the token, asking again", platform=name, reason=ENGLISH(reason))
        self._reasons[name] = reason
        self._questions[name] = asyncio.create_task(self._ask(self._platforms[name]))
        return True

    async def stop(self) -> None:
        """Ask no more."""
        tasks = list(self._questions.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(self, platform: Platform) -> None:
        """Ask until the token is taken, and is not refused again while everything is resumed."""
        name, refusals = platform.name, 0
        for pause in itertools.chain(PAUSES, itertools.repeat(PAUSES[-1])):
            await asyncio.sleep(pause)
            self._refused_again.discard(name)
            taken = await self._is_taken(platform)
            if taken:
                log.warning("platform takes the token again", platform=name)
                self._refused_at.pop(name, None)
                refusals = 0
                if name not in self._refused_again:
                    break
            refusals += taken is False
            if refusals >= CONFIRMATIONS and name not in self._refused_at:
                self._refused_at[name] = asyncio.get_running_loop().time()
                await self._on_confirmed(platform, self._reasons[name])
            self._despair()
        del self._questions[name], self._reasons[name]

    async def _is_taken(self, platform: Platform) -> bool | None:
        """Is the token taken, and everything resumed? None: nobody can tell now."""
        try:
            refused = await platform.is_refused()
            if refused is False:
                await self._resume(platform)
        except StatedProblem as problem:
            self._reasons[platform.name] = problem.phrase
            return False
        except Exception as error:
            report_bug("asking after a token failed, retrying", error, platform=platform.name)
            return None
        return None if refused is None else not refused

    def _despair(self) -> None:
        """End the program if no platform is left, and none has been for long."""
        now = asyncio.get_running_loop().time()
        if all(now - self._refused_at.get(name, now) >= HOPELESS_AFTER for name in self._platforms):
            self._on_hopeless(dict(self._reasons))
