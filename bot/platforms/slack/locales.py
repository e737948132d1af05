"""The languages and names of people, asked of Slack once in hours: nothing that it sends tells them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import structlog

from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

WITHIN = 1.5  #: seconds that an answer waits for it; what comes later is known the next time
KEPT = 6 * 3600.0  #: seconds after which a person is asked about again, who may have chosen another language
KEPT_UNKNOWN = 600.0  #: the same where Slack did not say it
REMEMBERED = 10_000  #: people; the ones asked about first are forgotten


class Person(NamedTuple):
    """What Slack says of somebody."""

    locale: str = ""  #: `ru-RU`; "": it is not said
    name: str = ""  #: as others see it; "": it is not said
    administers: bool | None = None  #: the workspace; None: it is not said


NOBODY = Person()


@dataclass(frozen=True)
class _Question:
    asked_at: float  #: in the time of the loop
    person: asyncio.Task[Person]

    def is_old(self, now: float) -> bool:
        known = self.person.done() and self.person.result().locale
        return now - self.asked_at >= (KEPT if known else KEPT_UNKNOWN)


class Locales:
    """Knows locale and name of each person who writes. An answer never fails for it, and waits but a moment."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._questions: dict[str, _Question] = {}
        self._warned = False

    async def of(self, person: str) -> Person:
        """A person by their id; NOBODY: Slack does not say it, or not in time."""
        if not person:
            return NOBODY
        now = asyncio.get_running_loop().time()
        question = self._questions.get(person)
        if question is None or question.is_old(now):
            question = self._ask(person, now)
        if not question.person.done():
            await asyncio.wait([question.person], timeout=max(0.0, question.asked_at + WITHIN - now))
        return question.person.result() if question.person.done() else NOBODY

    async def stop(self) -> None:
        """Ask no more."""
        pending = [each.person for each in self._questions.values() if not each.person.done()]
        self._questions.clear()
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending)

    def _ask(self, person: str, now: float) -> _Question:
        self._questions.pop(person, None)  # the order is that of asking
        if len(self._questions) >= REMEMBERED:
            del self._questions[next(iter(self._questions))]
        question = _Question(now, asyncio.create_task(self._person(person)))
        self._questions[person] = question
        return question

    async def _person(self, person: str) -> Person:
        try:
            found = await self._client.users_info(user=person, include_locale=True)
        except UNREACHABLE as error:
            if not self._warned:  # without the scope users:read it is so for everybody
                log.warning("Slack does not say in which language people read", reason=describe(error))
                self._warned = True
            return NOBODY
        user = found.get("user")
        return _person_of(user) if isinstance(user, dict) else NOBODY


def _person_of(user: Mapping[str, Any]) -> Person:
    roles = [user[role] for role in ("is_admin", "is_owner") if isinstance(user.get(role), bool)]
    return Person(str(user.get("locale") or ""), _name(user), any(roles) if roles else None)


def _name(user: Mapping[str, Any]) -> str:
    """The name under which others see them: the one that they chose, else their full one."""
    profile = user.get("profile")
    told = profile if isinstance(profile, dict) else {}
    names = (told.get("display_name"), told.get("real_name"), user.get("real_name"), user.get("name"))
    return next((str(name) for name in names if name), "")
