"""A retry is made when and how it should, and does not affect other deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.retry import GIVE_UP_AFTER, next_try, outcomes
from bot.model import Cause, ChatMoved, Delivery, GiveUp, Outcome, RetryAt, Sent, Verdict
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
