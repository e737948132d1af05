"""A retry is made when and how it should, and does not affect other deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.retry import CHAT_LOST_AFTER, GIVE_UP_AFTER, MIN_REFUSALS, edit_outcome, next_try, outcomes
from bot.model import (
    Cause,
    ChatHealth,
    ChatLost,
    ChatMoved,
    ChatRefused,
    Delivery,
    Edit,
    GiveUp,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from tests.builders import article, delivery

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def tried(
    attempts: int = 0, since: datetime | None = None, *, number: int = 1, plain: bool = False, alone: bool = False
) -> Delivery:
    return replace(delivery(article(id=number)), attempts=attempts, first_attempt_at=since, plain=plain, alone=alone)


@pytest.mark.parametrize(
    ("why", "delivery", "verdict", "expected"),
    [
        ("what was sent is done", tried(), Sent(refs=("1",)), None),
        ("what can't be sent is done", tried(), GiveUp(cause=Cause.REFUSED), None),
        ("the first pause is short", tried(), RetryAt(cause=Cause.TIMEOUT), timedelta(seconds=5)),
        ("pauses grow", tried(3, NOW), RetryAt(cause=Cause.TIMEOUT), timedelta(minutes=3)),
        ("up to an hour", tried(99, NOW), RetryAt(cause=Cause.TIMEOUT), timedelta(hours=1)),
        ("what the platform asks for is obeyed", tried(), RetryAt(cause=Cause.TIMEOUT, after=timedelta(seconds=33)),
         timedelta(seconds=33)),
        ("plain goes at once", tried(), RetryAt(cause=Cause.TIMEOUT, plain=True), timedelta()),
        ("plain refused too waits", tried(plain=True), RetryAt(cause=Cause.TIMEOUT, plain=True), timedelta(seconds=5)),
        ("what was not tried is looked at again soon, however often", tried(30, NOW - GIVE_UP_AFTER),
         RetryAt(cause=Cause.TIMEOUT, untried=True), timedelta(seconds=15)),
        ("a day is enough", tried(30, NOW - GIVE_UP_AFTER), RetryAt(cause=Cause.TIMEOUT), None),
        ("a day less a second is not", tried(30, NOW - GIVE_UP_AFTER + timedelta(seconds=1)),
         RetryAt(cause=Cause.TIMEOUT), timedelta(hours=1)),
        ("a clock that jumped by a day ends nothing", tried(2, NOW - GIVE_UP_AFTER), RetryAt(cause=Cause.TIMEOUT),
         timedelta(minutes=1)),
        ("a day of what the platform asks for is enough", tried(5, NOW - GIVE_UP_AFTER),
         RetryAt(cause=Cause.TIMEOUT, after=timedelta(hours=5)), None),
        ("one refusal after a jump is not", tried(1, NOW - GIVE_UP_AFTER),
         RetryAt(cause=Cause.TIMEOUT, after=timedelta(hours=5)), timedelta(hours=5)),
    ],
)  # fmt: skip
def test_the_next_attempt(why: str, delivery: Delivery, verdict: Verdict, expected: timedelta | None) -> None:
    assert next_try(delivery, verdict, NOW) == (None if expected is None else NOW + expected), why


def test_what_one_message_carried_shares_its_success() -> None:
    both = (tried(number=1), tried(number=2))
    assert outcomes(both, Sent(refs=("9",)), NOW) == [Outcome(deliveries=both, verdict=Sent(refs=("9",)), at=NOW)]


def test_a_single_delivery_that_can_not_be_sent_is_given_up() -> None:
    one = (tried(),)
    assert outcomes(one, GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), NOW) == [
        Outcome(deliveries=one, verdict=GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), at=NOW)
    ]


def test_a_chat_that_is_told_to_move_to_where_it_is_waits_instead() -> None:
    (elsewhere,) = outcomes((tried(),), ChatMoved(id="-100"), NOW)
    assert elsewhere.verdict == ChatMoved(id="-100")
    (here,) = outcomes((tried(),), ChatMoved(id=tried().chat.id), NOW)
    assert here.not_before == NOW + timedelta(seconds=5)


def test_what_was_refused_together_is_sent_plain_and_then_one_by_one() -> None:
    both = (tried(number=1), tried(number=2))
    (plain,) = outcomes(both, RetryAt(cause=Cause.BAD_MESSAGE, detail="markup", plain=True), NOW)
    assert (plain.not_before, plain.plain, plain.alone) == (NOW, True, False)
    (apart,) = outcomes(both, GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), NOW)
    assert apart.verdict == RetryAt(cause=Cause.BAD_MESSAGE, detail="poison")
    assert (apart.not_before, apart.plain, apart.alone) == (NOW, False, True)


def test_plain_and_alone_are_kept_after_a_temporary_error() -> None:
    (again,) = outcomes((tried(1, NOW, plain=True, alone=True),), RetryAt(cause=Cause.SERVER_ERROR, detail="502"), NOW)
    assert (again.plain, again.alone) == (True, True)


def test_deliveries_of_one_message_wait_equally_long_and_are_given_up_by_their_own_age() -> None:
    old, young, new = tried(30, NOW - GIVE_UP_AFTER, number=1), tried(2, NOW, number=2), tried(number=3)
    again, over = outcomes((old, young, new), RetryAt(cause=Cause.SERVER_ERROR, detail="502"), NOW)
    assert (again.deliveries, again.not_before) == ((young, new), NOW + timedelta(minutes=1))
    assert over.deliveries == (old,)
    assert over.verdict == GiveUp(cause=Cause.SERVER_ERROR, detail="502")
    assert outcomes((old,), RetryAt(cause=Cause.SERVER_ERROR, detail="502"), NOW) == [over]


# ------------------------------------------------------------------------------------------------- refusals of a chat

HOUR_AGO, MONTH_AGO = NOW - timedelta(hours=1), NOW - timedelta(days=30)
NOT_FOUND = ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
FLOOD = RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(hours=3), whole_platform=True)


def refused(times: int, since: datetime, cause: Cause = Cause.NO_RIGHTS) -> Delivery:
    """What a chat is owed that was refused so often in a row."""
    return replace(tried(), health=ChatHealth(cause=cause, refused_since_at=since, refusals=times))


@pytest.mark.parametrize(
    ("why", "delivery", "pause", "refusals", "since"),
    [
        ("the first time it waits for a minute", tried(), timedelta(minutes=1), 1, NOW),
        ("then for longer", refused(1, HOUR_AGO), timedelta(minutes=5), 2, HOUR_AGO),
        ("and for a day at most", refused(50, HOUR_AGO), timedelta(days=1), 51, HOUR_AGO),
        ("a limit before was another thing", refused(9, HOUR_AGO, Cause.FLOOD), timedelta(minutes=1), 1, NOW),
        ("a clock that jumped by weeks ends nothing", refused(3, MONTH_AGO), timedelta(hours=1), 4, MONTH_AGO),
    ],
)  # fmt: skip
def test_a_chat_that_refuses_waits(
    why: str, delivery: Delivery, pause: timedelta, refusals: int, since: datetime
) -> None:
    (outcome,) = outcomes((delivery,), NOT_FOUND, NOW)
    assert outcome.verdict == NOT_FOUND
    assert outcome.health == ChatHealth(
        waits_until_at=NOW + pause, cause=Cause.CHAT_NOT_FOUND, detail="chat not found", refused_since_at=since,
        refusals=refusals,
    ), why  # fmt: skip


def test_a_chat_that_refused_for_two_weeks_is_lost() -> None:
    (outcome,) = outcomes((refused(MIN_REFUSALS - 1, NOW - CHAT_LOST_AFTER),), NOT_FOUND, NOW)
    assert outcome.verdict == ChatLost(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
    assert outcome.health is None


def test_a_chat_that_is_limited_waits_to_the_second_and_its_message_is_not_given_up_for_two_weeks() -> None:
    (outcome,) = outcomes((tried(30, NOW - GIVE_UP_AFTER),), FLOOD, NOW)
    assert outcome.not_before == NOW + timedelta(hours=3)
    assert outcome.health == ChatHealth(
        waits_until_at=NOW + timedelta(hours=3), cause=Cause.FLOOD, detail="429", refused_since_at=NOW, refusals=1
    )
    (outcome,) = outcomes((tried(30, NOW - CHAT_LOST_AFTER),), FLOOD, NOW)
    assert outcome.verdict == GiveUp(cause=Cause.FLOOD, detail="429")
    (outcome,) = outcomes((tried(),), RetryAt(cause=Cause.FLOOD, detail="429"), NOW)
    assert outcome.health is None, "nobody asked for a time"


def test_a_folded_message_that_is_refused_for_an_unknown_reason_is_sent_one_by_one() -> None:
    both = (tried(number=1), tried(number=2))
    unknown = RetryAt(cause=Cause.REFUSED, detail="something new")
    (apart,) = outcomes(both, unknown, NOW)
    assert (apart.not_before, apart.alone) == (NOW, True)
    (alone,) = outcomes(both[:1], unknown, NOW)
    assert (alone.not_before, alone.alone) == (NOW + timedelta(seconds=5), False)


def edit(attempts: int = 0, since: datetime | None = None) -> Edit:
    return Edit(delivery=tried(), ref="5", asked=1, attempts=attempts, first_attempt_at=since, plain=False)


@pytest.mark.parametrize(
    ("why", "of", "verdict", "recorded"),
    [
        ("what was edited is done", edit(), Sent(refs=("5",)), Sent(refs=("5",))),
        ("a refused token is not its fault", edit(), Stop(detail="401"), None),
        ("a message that is gone stays so", edit(), GiveUp(cause=Cause.BAD_MESSAGE, detail="not found"),
         GiveUp(cause=Cause.BAD_MESSAGE, detail="not found")),
        ("its chat pays nothing for it", edit(), ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="x"),
         GiveUp(cause=Cause.CHAT_NOT_FOUND, detail="x")),
        ("nor if it is lost", edit(), ChatLost(cause=Cause.BLOCKED), GiveUp(cause=Cause.BLOCKED)),
        ("in its new place a chat has other messages", edit(), ChatMoved(id="-100"), GiveUp(cause=Cause.MOVED)),
        ("a plain one has no buttons", edit(), RetryAt(cause=Cause.BAD_MESSAGE, plain=True),
         GiveUp(cause=Cause.BAD_MESSAGE)),
        ("a day is enough", edit(30, NOW - GIVE_UP_AFTER), RetryAt(cause=Cause.TIMEOUT), GiveUp(cause=Cause.TIMEOUT)),
    ],
)  # fmt: skip
def test_what_is_recorded_of_an_edit(why: str, of: Edit, verdict: Verdict, recorded: Verdict | None) -> None:
    assert edit_outcome(of, verdict, NOW) == Outcome(deliveries=(of,), verdict=recorded, at=NOW), why


def test_an_edit_that_may_work_later_is_tried_later_and_says_nothing_of_its_chat() -> None:
    verdict = RetryAt(cause=Cause.FLOOD, after=timedelta(seconds=33))
    outcome = edit_outcome(edit(), verdict, NOW)
    assert (outcome.verdict, outcome.not_before, outcome.health) == (verdict, NOW + timedelta(seconds=33), None)
