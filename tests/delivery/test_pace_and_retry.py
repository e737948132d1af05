"""The pace keeps both rates; a retry comes when it should."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Pace
from bot.delivery.retry import GIVE_UP_AFTER, next_try
from bot.model import Article, Chat, ChatKind, Delivery, GiveUp, PageState, RetryAt, Sent, Verdict

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def a_delivery(attempts: int = 0, first_attempt_at: datetime | None = None, plain: bool = False) -> Delivery:
    article = Article(
        id=1,
        source_key="kt-eng",
        source_name="Kazakhstan Today",
        language="en",
        url=None,
        title="Title",
        teaser="",
        body=None,
        published_at=NOW,
        first_seen_at=NOW,
        page_state=PageState.READ,
        silent=False,
    )
    return Delivery(
        chat=Chat(platform="telegram", id="1"),
        chat_row=1,
        kind=ChatKind.PRIVATE,
        timezone="Asia/Almaty",
        article=article,
        reasons=(),
        attempts=attempts,
        first_attempt_at=first_attempt_at,
        plain=plain,
    )


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(0, 0.2)), max_size=80))
def test_neither_the_platforms_nor_a_chats_rate_is_ever_exceeded(wishes: list[tuple[int, float]]) -> None:
    pace, now, taken = Pace(28, 1), 0.0, []
    for chat, pause in wishes:
        now += pause
        taken.append((pace.reserve(chat, now), chat))
    instants = [at for at, _ in taken]
    assert all(later - earlier >= 1 / 28 - 1e-9 for earlier, later in itertools.pairwise(instants))
    for chat in range(1, 6):
        mine = [at for at, who in taken if who == chat]
        assert all(later - earlier >= 1 - 1e-9 for earlier, later in itertools.pairwise(mine))


def test_a_chat_that_waits_is_busy_until_it_may_hear_again() -> None:
    pace = Pace(10, 1)
    assert pace.next_free(0) is None
    pace.reserve(7, 0.0)
    assert pace.busy(0.5) == {7}
    assert pace.next_free(0.25) == 0.75
    assert pace.busy(1.0) == set()


def test_a_pause_holds_the_whole_platform() -> None:
    pace = Pace(10, 1)
    pace.pause(30.0)
    assert pace.reserve(1, 2.0) == 30.0


@pytest.mark.parametrize(
    ("why", "delivery", "verdict", "expected"),
    [
        ("what was sent is done", a_delivery(), Sent(ref="1"), None),
        ("what can't be sent is done", a_delivery(), GiveUp(reason="x"), None),
        ("the first pause is short", a_delivery(), RetryAt(reason="x"), timedelta(seconds=5)),
        ("pauses grow", a_delivery(3, NOW), RetryAt(reason="x"), timedelta(minutes=3)),
        ("up to an hour", a_delivery(99, NOW), RetryAt(reason="x"), timedelta(hours=1)),
        ("what the platform asks for is obeyed", a_delivery(), RetryAt(reason="x", after=timedelta(seconds=33)),
         timedelta(seconds=33)),
        ("plain goes at once", a_delivery(), RetryAt(reason="x", plain=True), timedelta()),
        ("plain refused too waits", a_delivery(plain=True), RetryAt(reason="x", plain=True), timedelta(seconds=5)),
        ("a day is enough", a_delivery(30, NOW - GIVE_UP_AFTER), RetryAt(reason="x"), None),
        ("a day less a second is not", a_delivery(30, NOW - GIVE_UP_AFTER + timedelta(seconds=1)),
         RetryAt(reason="x"), timedelta(hours=1)),
    ],
)  # fmt: skip
def test_the_next_try(why: str, delivery: Delivery, verdict: Verdict, expected: timedelta | None) -> None:
    assert next_try(delivery, verdict, NOW) == (None if expected is None else NOW + expected), why
