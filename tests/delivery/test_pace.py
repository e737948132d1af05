"""The pace keeps every rate, obeys refusals and slows down; no chat starves. Hours pass in milliseconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import pace
from bot.delivery.pace import Schedule, Turn, Turns
from bot.platforms.rates import Rates

TELEGRAM = Rates(total=28.0, chat=1.0, group_per_minute=20)


def drain(
    schedule: Schedule, turns: Turns, owed: dict[int, int], *, groups: frozenset[int] = frozenset()
) -> list[tuple[float, int]]:
    """Send everything as early as possible: (instant, chat) of each message."""
    now, sent = 0.0, []
    for place, (row, count) in enumerate(owed.items()):
        turns.add(Turn(round=0, backlog=-count, place=place), row, row)
    left = dict(owed)
    while len(turns):
        now = max(now, schedule.free_at(now))
        chat = turns.next(now)
        if chat is None:
            now = turns.first_free() or now
            continue
        schedule.count_sent(chat, now, group=chat in groups)
        sent.append((now, chat))
        left[chat] -= 1
        if left[chat]:
            turns.add(Turn(round=0, backlog=-left[chat], place=0), chat, chat)
    return sent


def most_within(instants: list[float], span: float) -> int:
    """The maximum of them in any span of so many seconds."""
    first, most = 0, 0
    for last, at in enumerate(instants):
        while at - instants[first] >= span:
            first += 1
        most = max(most, last - first + 1)
    return most


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 45), max_size=6), st.frozensets(st.integers(1, 9)))
def test_no_rate_is_ever_exceeded(owed: dict[int, int], groups: frozenset[int]) -> None:
    schedule = Schedule(TELEGRAM)
    sent = drain(schedule, Turns(schedule), owed, groups=groups)
    assert len(sent) == sum(owed.values())
    assert most_within([at for at, _ in sent], 1.0) <= 30
    for chat in owed:
        mine = [at for at, who in sent if who == chat]
        assert most_within(mine, 1.0 - 1e-9) <= 1
        if chat in groups:
            assert most_within(mine, 60.4) <= 20


def test_after_a_pause_only_a_small_burst_is_allowed() -> None:
    schedule = Schedule(Rates(total=10, burst=3))
    begun = []
    for chat in range(30):
        now = max(5.0, schedule.free_at(5.0))
        schedule.count_sent(chat, now)
        begun.append(now)
    assert begun[:3] == [5.0] * 3
    assert begun[3] == pytest.approx(5.1)
    assert begun[29] == pytest.approx(5.0 + 27 * 0.1)


def test_three_thousand_chats_are_sent_to_at_the_platforms_limit() -> None:
    schedule = Schedule(TELEGRAM)
    sent = drain(schedule, Turns(schedule), dict.fromkeys(range(3000), 1))
    assert 3000 / sent[-1][0] >= 28.0


def test_busy_groups_are_not_left_at_the_end() -> None:
    schedule = Schedule(TELEGRAM)
    owed = dict.fromkeys(range(1900), 1) | dict.fromkeys(range(5000, 5020), 20)
    sent = drain(schedule, Turns(schedule), owed, groups=frozenset(range(5000, 5020)))
    assert len(sent) == 2300
    assert 2300 / sent[-1][0] >= 27.5


def test_an_answer_never_waits_and_what_is_owed_waits_for_longer() -> None:
    schedule = Schedule(Rates(total=10, burst=1))
    schedule.count_sent("a", 0.0)
    schedule.count_sent("b", 0.0)
    assert schedule.free_at(0.0) == pytest.approx(0.2)
    assert schedule.chat_free_at("b") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("why", "before", "group", "whole", "all_wait"),
    [
        ("a chat that got nothing for long: the bot is meant", [], False, True, True),
        ("a chat that heard something a moment ago: it is meant", [8.9], False, True, False),
        ("a chat that heard something a while ago: the bot is meant", [5.0], False, True, True),
        ("a group that had its fill of this minute: it is meant", [2.0 * place for place in range(-20, 0)], True, True,
         False),
        ("a group that had its fill minutes ago: the bot is meant", [place - 200.0 for place in range(20)], True, True,
         True),
        ("a platform that says that it means the chat is believed", [], False, False, False),
    ],
)  # fmt: skip
def test_a_refusal_pauses_the_chat_alone_if_it_was_at_its_own_limit(
    why: str, before: list[float], group: bool, whole: bool, all_wait: bool
) -> None:
    schedule = Schedule(TELEGRAM)
    for at in [*before, 10.0]:
        schedule.count_sent("a", at, group=group)
    assert schedule.pause("a", 10.1, 33.0, whole=whole) is all_wait, why
    first = schedule.free_at(10.1) if all_wait else schedule.chat_free_at("a")
    assert 43.1 <= first < 43.3, "to the second"
    assert schedule.chat_free_at("a") < 43.8, "the others go first, to see whether they are accepted"
    assert (schedule.free_at(10.1) > 43.0) is all_wait, why


def test_a_chat_that_is_refused_repeatedly_while_others_are_accepted_is_paused_alone() -> None:
    schedule = Schedule(TELEGRAM)
    for bad in ("a", "b"):
        assert schedule.pause(bad, 10.0, 5.0, whole=True), "it is unknown whom it means"
    schedule.accepted("c", 12.0)  # it was in flight
    assert schedule.pause("a", 15.2, 5.0, whole=True), "none was accepted since the pause"
    schedule.accepted("c", 20.4)
    assert not schedule.pause("a", 20.9, 5.0, whole=True)
    assert not schedule.pause("b", 20.9, 5.0, whole=True)
    assert schedule.pause("d", 21.0, 5.0, whole=True), "one that was not refused before may mean all"
    schedule.accepted("a", 30.0)
    assert schedule.pause("a", 60.0, 5.0, whole=True), "it was accepted since"


def test_the_rate_is_reduced_by_a_fifth_and_restored_step_by_step() -> None:
    schedule = Schedule(Rates(total=10, burst=1, chat=100))

    def rate(now: float) -> float:
        schedule.count_sent(now, now)
        return 1 / (schedule.free_at(now) - now)

    assert rate(0.0) == pytest.approx(10)
    schedule.pause("x", 1.0, 5.0, whole=True)
    assert rate(7.0) == pytest.approx(8)
    assert rate(7.0 + pace.RECOVERY_EVERY) == pytest.approx(8.5)
    assert rate(7.0 + 4 * pace.RECOVERY_EVERY) == pytest.approx(10)
    for _ in range(20):
        schedule.pause("x", 1000.0, 0.0, whole=True)
    assert rate(1000.0) == pytest.approx(10 * pace.MIN_SHARE)


def test_the_last_of_several_messages_waits_as_long_as_the_chats_own_rates_say() -> None:
    schedule = Schedule(TELEGRAM)
    assert schedule.delay("new", 1, 0.0) == 0.0
    assert schedule.delay("new", 4, 0.0) == pytest.approx(3.0)
    for at in range(18):
        schedule.count_sent("group", float(at), group=True)
    assert schedule.delay("group", 2, 18.0, group=True) == pytest.approx(1.0)
    assert schedule.delay("group", 3, 18.0, group=True) == pytest.approx(42.5)


def test_a_chat_may_burst_if_the_platform_allows_it() -> None:
    schedule = Schedule(Rates(total=100, chat=1, chat_burst=3))
    for _ in range(3):
        assert schedule.chat_free_at("a") <= 5.0
        schedule.count_sent("a", 5.0)
    assert schedule.chat_free_at("a") == pytest.approx(6.0)


def test_earlier_rounds_go_first_then_the_longest_backlog_then_the_fair_order() -> None:
    schedule = Schedule(TELEGRAM)
    turns = Turns(schedule)
    for row, turn in enumerate(
        [
            Turn(round=1, backlog=-9, place=0),
            Turn(round=0, backlog=-1, place=2),
            Turn(round=0, backlog=-1, place=1),
            Turn(round=0, backlog=-2, place=3),
        ]
    ):
        turns.add(turn, row, row)
    assert [turns.next(0.0) for _ in range(5)] == [3, 2, 1, 0, None]


def test_a_busy_chat_lets_others_pass_and_is_not_forgotten() -> None:
    schedule = Schedule(TELEGRAM)
    turns = Turns(schedule)
    schedule.count_sent("busy", 0.0)
    turns.add(Turn(round=0, backlog=-5, place=0), 1, "busy")
    turns.add(Turn(round=0, backlog=-1, place=1), 2, "free")
    assert turns.next(0.5) == 2
    assert turns.first_free() == pytest.approx(1.0)
    assert turns.next(0.5) is None
    assert len(turns) == 1
    assert turns.next(1.0) == 1
    assert turns.first_free() is None
    turns.add(Turn(round=0, backlog=-1, place=0), 1, "busy")
    turns.clear()
    assert len(turns) == 0


def test_only_recently_used_chats_are_remembered() -> None:
    schedule = Schedule(TELEGRAM)
    for number in range(10 * pace.MAX_REMEMBERED):
        schedule.count_sent(number, number / 28, group=number % 10 == 0)
    assert len(schedule._chats) <= 2 * pace.MAX_REMEMBERED
