"""The languages of people, asked of Slack once in hours: nothing that it sends names them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

WITHIN = 1.5  #: seconds that an answer waits for a language; one that comes later is known the next time
KEPT = 6 * 3600.0  #: seconds after which a person is asked about again, who may have chosen another language
KEPT_UNKNOWN = 600.0  #: the same where Slack did not say it
REMEMBERED = 10_000  #: people; the ones asked about first are forgotten


@dataclass(frozen=True)
class _Question:
    asked_at: float  #: in the time of the loop
    locale: asyncio.Task[str]

    def is_old(self, now: float) -> bool:
        known = self.locale.done() and self.locale.result()
        return now - self.asked_at >= (KEPT if known else KEPT_UNKNOWN)


class Locales:
    """Knows the locale of each person who writes, `ru-RU`. An answer never fails for it, and waits but a moment."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._questions: dict[str, _Question] = {}
        self._warned = False

    async def of(self, person: str) -> str:
        """The locale of a person; "": Slack does not say it, or not in time."""
        if not person:
            return ""
        now = asyncio.get_running_loop().time()
        question = self._questions.get(person)
        if question is None or question.is_old(now):
            question = self._ask(person, now)
        if not question.locale.done():
            await asyncio.wait([question.locale], timeout=max(0.0, question.asked_at + WITHIN - now))
        return question.locale.result() if question.locale.done() else ""

    async def stop(self) -> None:
        """Ask no more."""
        pending = [each.locale for each in self._questions.values() if not each.locale.done()]
        self._questions.clear()
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending)

    def _ask(self, person: str, now: float) -> _Question:
        self._questions.pop(person, None)  # the order is that of asking
        if len(self._questions) >= REMEMBERED:
            del self._questions[next(iter(self._questions))]
        question = _Question(now, asyncio.create_task(self._locale(person)))
        self._questions[person] = question
        return question

    async def _locale(self, person: str) -> str:
        try:
            found = await self._client.users_info(user=person, include_locale=True)
        except UNREACHABLE as error:
            if not self._warned:  # without the scope users:read it is so for everybody
                log.warning("Slack does not say in which language people read", reason=describe(error))
                self._warned = True
            return ""
        user = found.get("user")
        return str(user.get("locale") or "") if isinstance(user, dict) else ""
