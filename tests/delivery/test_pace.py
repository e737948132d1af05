"""The pace keeps every rate, obeys refusals and slows down; no chat starves. Hours pass in milliseconds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import pace
from bot.delivery.floods import Concern
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
    ("why", "before", "group", "whole", "meant"),
    [
        ("a chat that got nothing for long: unknown", [], False, True, Concern.UNKNOWN),
        ("a chat that heard something a moment ago: it is meant", [8.9], False, True, Concern.CHAT),
        ("a chat that heard something a while ago: unknown", [5.0], False, True, Concern.UNKNOWN),
        ("a group that had its fill of this minute: it is meant", [2.0 * place for place in range(-20, 0)], True, True,
         Concern.CHAT),
        ("a group that had its fill minutes ago: unknown", [place - 200.0 for place in range(20)], True, True,
         Concern.UNKNOWN),
        ("a platform that says that it means the chat is believed", [], False, False, Concern.CHAT),
    ],
)  # fmt: skip
def test_a_refused_chat_waits_to_the_second_and_the_others_for_a_moment_at_most(
    why: str, before: list[float], group: bool, whole: bool, meant: Concern
) -> None:
    schedule = Schedule(TELEGRAM)
    for at in [*before, 10.0]:
        schedule.count_sent("a", at, group=group)
    assert schedule.pause("a", 10.1, 33.0, whole=whole, started=10.0) is meant, why
    assert 43.1 <= schedule.chat_free_at("a") < 43.3, "to the second"
    assert schedule.free_at(10.1) < 13
    assert schedule.probing(10.1) is (meant is Concern.UNKNOWN)


def test_if_another_chat_is_refused_too_all_wait_to_the_second() -> None:
    schedule = Schedule(TELEGRAM)
    schedule.pause("a", 10.0, 33.0, whole=True, started=9.9)
    assert schedule.pause("b", 12.0, 31.0, whole=True, started=11.9) is Concern.BOT
    assert 43.0 <= schedule.free_at(12.0) < 43.2
    assert not schedule.probing(12.0)
    assert schedule.pause("c", 12.1, 31.0, whole=True, started=9.95) is Concern.CHAT, "it was in flight: that is known"
    assert schedule.free_at(12.1) < 43.2


def test_if_another_chat_is_accepted_nobody_waits_any_more_and_the_chat_is_remembered() -> None:
    schedule = Schedule(TELEGRAM)
    schedule.pause("a", 10.0, 10_000.0, whole=True, started=9.9)
    schedule.accepted("b", 10.1, 9.95)
    assert schedule.free_at(10.1) <= 10.1
    assert schedule.pause("a", 20.0, 10_000.0, whole=True, started=19.9) is Concern.CHAT
    schedule.remember("z", 20.0)
    assert schedule.pause("z", 21.0, 10_000.0, whole=True, started=20.9) is Concern.CHAT
    assert schedule.free_at(21.0) <= 21.0


def refuse(schedule: Schedule, now: float, seconds: float) -> None:
    """The bot is refused: two chats are."""
    for chat in ("x", "y"):
        schedule.pause(chat, now, seconds, whole=True, started=now)


def test_the_rate_is_reduced_by_a_fifth_and_restored_step_by_step() -> None:
    schedule = Schedule(Rates(total=10, burst=1, chat=100))

    def rate(now: float) -> float:
        schedule.count_sent(now, now)
        return 1 / (schedule.free_at(now) - now)

    assert rate(0.0) == pytest.approx(10)
    refuse(schedule, 1.0, 5.0)
    assert rate(7.0) == pytest.approx(8)
    assert rate(7.0 + pace.RECOVERY_EVERY) == pytest.approx(8.5)
    assert rate(7.0 + 4 * pace.RECOVERY_EVERY) == pytest.approx(10)
    for second in range(20):
        refuse(schedule, 1000.0 + second, 0.0)
    assert rate(1020.0) == pytest.approx(10 * pace.MIN_SHARE)


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


def test_an_edit_counts_as_a_message_and_leaves_a_chat_a_pause_for_alerts() -> None:
    schedule = Schedule(TELEGRAM)
    assert schedule.edit_free_at("a", 0.0) <= 0.0
    schedule.count_edit("a", 100.0)
    assert schedule.chat_free_at("a") == pytest.approx(101.0)
    assert schedule.edit_free_at("a", 100.0) == pytest.approx(100.0 + pace.EDIT_EVERY)
    schedule.count_sent("b", 100.0)
    assert schedule.edit_free_at("b", 100.0) == pytest.approx(101.0)
    assert schedule.free_at(100.0) > 100.0, "both take from the rate of all"
    assert schedule.edit_free_at("c", 100.0) == schedule.free_at(100.0)


def test_in_a_group_edits_take_no_more_than_half_of_a_minute() -> None:
    schedule = Schedule(TELEGRAM)
    for at in range(10):
        assert schedule.edit_free_at("group", 4.0 * at) <= 4.0 * at
        schedule.count_edit("group", 4.0 * at, group=True)
    assert schedule.edit_free_at("group", 40.0) == pytest.approx(60.5)
    assert schedule.chat_free_at("group") <= 40.0, "alerts have the other half"


def test_after_edits_a_group_is_at_its_limit_as_after_messages() -> None:
    schedule = Schedule(TELEGRAM)
    for at in range(20):
        schedule.count_edit("group", at / 10, group=True)
    schedule.pause_edits("group", 2.0, 30.0, whole=True, started=2.0)
    assert schedule.chat_free_at("group") == pytest.approx(60.5)
    assert schedule.free_at(3.0) <= 3.0, "nobody else has to wait"


def test_edits_with_a_limit_of_their_own_take_nothing_from_messages() -> None:
    schedule = Schedule(Rates(total=10, edits=0.5))
    for _ in range(pace.EDIT_BURST):
        assert schedule.edit_free_at("a", 100.0) <= 100.0
        schedule.count_edit("a", 100.0)
    assert schedule.edit_free_at("b", 100.0) == pytest.approx(102.0)
    assert schedule.free_at(100.0) <= 100.0
    assert schedule.chat_free_at("a") <= 100.0
    schedule.pause_edits("a", 100.0, 30.0, whole=True, started=100.0)
    schedule.pause_edits("a", 100.0, 3.0, whole=True, started=100.0)
    assert schedule.edit_free_at("b", 100.0) == pytest.approx(130.1)
    assert schedule.free_at(100.0) <= 100.0


def test_a_chat_that_was_edited_lately_is_not_forgotten() -> None:
    schedule = Schedule(TELEGRAM)
    schedule.count_edit("a", 0.0)
    for number in range(2 * pace.MAX_REMEMBERED):
        schedule.count_sent(number, 2.0)
    assert schedule.edit_free_at("a", 2.0) == pytest.approx(max(pace.EDIT_EVERY, schedule.free_at(2.0)))
