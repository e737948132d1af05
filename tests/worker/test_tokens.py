"""Asking after a token that was refused: once or for hours, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise

from bot import bugs
from bot.errors import StatedProblem
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.platforms.protocol import Platform
from bot.worker import tokens
from bot.worker.tokens import CONFIRMATIONS, HOPELESS_AFTER, PAUSES, TokenWatch
from tests.builders import plain_words
from tests.fakes import FakePlatform
from tests.virtual import in_virtual_time

HOUR = 3600.0


class Asked(FakePlatform):
    """A platform that answers as told, and keeps when it was asked."""

    def __init__(self, name: str, *answers: bool | Exception | None) -> None:
        super().__init__(name)
        self.answers = list(answers)  # the last one repeats
        self.asked_at: list[float] = []

    async def is_refused(self) -> bool | None:
        self.asked_at.append(now())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Log:
    """A watch, and what it reported: (what, platform, at which second)."""

    def __init__(self, *platforms: FakePlatform) -> None:
        self.events: list[tuple[str, str, float]] = []
        self.on_resume: Callable[[], None] = lambda: None
        self.watch = TokenWatch(
            platforms, on_confirmed=self._confirmed, resume=self._resumed, on_hopeless=self._hopeless
        )

    async def _confirmed(self, platform: Platform, reason: Phrase) -> None:
        self.events.append((f"confirmed: {ENGLISH(reason)}", platform.name, now()))

    async def _resumed(self, platform: Platform) -> None:
        self.events.append(("resumed", platform.name, now()))
        self.on_resume()

    def _hopeless(self, reasons: dict[str, Phrase]) -> None:
        self.events.append(("hopeless", ",".join(sorted(reasons)), now()))

    def what(self) -> list[tuple[str, str]]:
        return [(what, name) for what, name, _ in self.events]


def now() -> float:
    return asyncio.get_running_loop().time()


@in_virtual_time
async def test_a_mistake_is_over_at_the_first_question() -> None:
    slack = Asked("slack", False)
    log = Log(slack)
    assert log.watch.doubt("slack", plain_words("invalid_auth"))
    assert not log.watch.doubt("slack", plain_words("invalid_auth")), "it is being asked already"
    await asyncio.sleep(HOUR)
    assert log.what() == [("resumed", "slack")]
    assert slack.asked_at == [0.0]
    assert log.watch.doubt("slack", plain_words("invalid_auth")), "the next refusal is another one"
    await asyncio.sleep(HOUR)
    assert log.what() == [("resumed", "slack")] * 2


@in_virtual_time
async def test_a_refusal_is_confirmed_several_times_and_asked_for_with_growing_pauses_until_it_is_over() -> None:
    slack = Asked("slack", *[True] * 10, False)
    log = Log(slack)
    log.watch.doubt("slack", plain_words("account_inactive"))
    await asyncio.sleep(HOUR)
    assert log.what() == [("confirmed: account_inactive", "slack"), ("resumed", "slack")]
    pauses = [later - earlier for earlier, later in pairwise(slack.asked_at)]
    assert pauses == sorted(pauses)
    assert max(pauses) == PAUSES[-1]
    assert log.events[0][2] == sum(PAUSES[:CONFIRMATIONS])


@in_virtual_time
async def test_a_platform_that_gives_no_answer_has_confirmed_nothing() -> None:
    slack = Asked("slack", True, *[None] * 50, OSError("a slip of ours"), True, False)
    counted = bugs.counts.total()
    log = Log(slack)
    log.watch.doubt("slack", plain_words("invalid_auth"))
    await asyncio.sleep(12 * HOUR)
    assert log.what() == [("resumed", "slack")]
    assert bugs.counts.total() == counted + 1, "and a bug of ours is counted, and ends nothing"


@in_virtual_time
async def test_a_refusal_while_all_is_resumed_is_not_forgotten() -> None:
    slack = Asked("slack", True, False, True, False)
    log = Log(slack)
    refusals = ["invalid_auth"]

    def refuse_once() -> None:
        if refusals:
            log.watch.doubt("slack", plain_words(refusals.pop()))

    log.on_resume = refuse_once
    log.watch.doubt("slack", plain_words("invalid_auth"))
    await asyncio.sleep(HOUR)
    assert log.what() == [("resumed", "slack")] * 2, "else its lane would stand still for ever"
    assert len(slack.asked_at) == 4


@in_virtual_time
async def test_what_can_not_be_resumed_is_refused_still() -> None:
    slack = Asked("slack", False)
    log = Log(slack)
    problems = iter([StatedProblem(plain_words("SLACK_APP_TOKEN is refused"))] * 5)

    def fail() -> None:
        for problem in problems:
            raise problem

    log.on_resume = fail
    log.watch.doubt("slack", plain_words("x"))
    await asyncio.sleep(HOUR)
    assert log.what() == [
        *[("resumed", "slack")] * CONFIRMATIONS,
        ("confirmed: SLACK_APP_TOKEN is refused", "slack"),
        *[("resumed", "slack")] * (6 - CONFIRMATIONS),
    ]


@in_virtual_time
async def test_it_is_hopeless_only_when_no_platform_is_left_and_none_has_been_for_hours() -> None:
    slack, telegram = Asked("slack", True), Asked("telegram", True)
    log = Log(slack, telegram)
    log.watch.doubt("slack", plain_words("account_inactive"))
    await asyncio.sleep(10 * HOPELESS_AFTER)
    assert log.what() == [("confirmed: account_inactive", "slack")]
    log.watch.doubt("telegram", plain_words("revoked"))
    await asyncio.sleep(HOPELESS_AFTER - 60)
    assert [what for what, _ in log.what()] == ["confirmed: account_inactive", "confirmed: revoked"]
    await asyncio.sleep(2 * PAUSES[-1])
    assert log.what()[-1] == ("hopeless", "slack,telegram")
    await log.watch.stop()
    assert tokens.HOPELESS_AFTER == 6 * HOUR


@in_virtual_time
async def test_a_platform_that_has_gone_is_asked_no_more_and_one_that_comes_is() -> None:
    slack, telegram = Asked("slack:T1", True), Asked("telegram", False)
    log = Log(telegram)
    log.watch.add(slack)
    log.watch.doubt("slack:T1", plain_words("account_inactive"))
    await asyncio.sleep(HOUR)
    assert log.what() == [("confirmed: account_inactive", "slack:T1")]
    asked = len(slack.asked_at)
    await log.watch.remove("slack:T1")
    assert not log.watch.doubt("slack:T1", plain_words("account_inactive"))
    await asyncio.sleep(10 * HOPELESS_AFTER)
    assert len(slack.asked_at) == asked
    await log.watch.remove("slack:T1")
    assert log.what() == [("confirmed: account_inactive", "slack:T1")]
