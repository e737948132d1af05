"""Who asks too fast is told once, then met with silence until it is calm; a person who types never notices."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import islice

import pytest

from bot.model import Chat, ChatKind, Command
from bot.worker.haste import BURST, HEAVY_COST, MOST_KEPT, STEADY, WIDER, Haste, Pace

TYPED = Command(chat=Chat(platform="telegram", id="1"), kind=ChatKind.PRIVATE, name="follow", text="AI", person="1")
GROUP = replace(TYPED, chat=Chat(platform="telegram", id="-5"), kind=ChatKind.GROUP)


def answered(haste: Haste, asked: Command, times: int, at: float = 0.0, every: float = 0.0) -> int:
    """How many of so many commands are answered."""
    return sum(haste.pace(asked, at + number * every) is Pace.ANSWER for number in range(times))


def test_a_person_who_types_is_never_stopped() -> None:
    assert answered(Haste(), TYPED, 500, every=1.0) == 500, "a command each second, all day"
    assert answered(Haste(), TYPED, 20) == 20, "twenty taps at once"


def test_the_first_refusal_is_said_and_the_next_ones_are_not() -> None:
    haste = Haste()
    answered(haste, TYPED, int(BURST))
    assert haste.pace(TYPED, 0.1) is Pace.SLOW_DOWN
    assert {haste.pace(TYPED, 0.2) for _ in range(50)} == {Pace.SILENCE}


def test_after_a_pause_a_person_is_answered_and_would_be_told_again() -> None:
    haste = Haste()
    answered(haste, TYPED, 100)
    assert haste.pace(TYPED, 60.0) is Pace.ANSWER
    answered(haste, TYPED, int(BURST) - 1, at=60.0)
    assert haste.pace(TYPED, 60.0) is Pace.SLOW_DOWN


def test_who_goes_on_is_answered_now_and_then_but_not_told_each_time() -> None:
    haste = Haste()
    paces = [haste.pace(TYPED, number * 0.05) for number in range(20 * 120)]
    assert paces.count(Pace.SLOW_DOWN) == 1
    assert STEADY < paces.count(Pace.ANSWER) <= STEADY + 120 + BURST


def test_no_more_than_sixty_are_answered_in_a_minute() -> None:
    assert answered(Haste(), TYPED, 120, every=0.5) <= STEADY + 60
    assert answered(Haste(), TYPED, 1000, every=0.001) <= BURST + 2


@pytest.mark.parametrize("name", ["trend", "report", "export", "import", "add"])
def test_what_costs_much_is_answered_less_often(name: str) -> None:
    assert answered(Haste(), replace(TYPED, name=name), 100) == BURST / HEAVY_COST


def test_what_one_person_does_stops_nobody_else() -> None:
    haste = Haste()
    answered(haste, TYPED, 100)
    other = replace(TYPED, chat=Chat(platform="telegram", id="2"), person="2")
    assert haste.pace(other, 0.0) is Pace.ANSWER
    same_id = replace(TYPED, chat=replace(TYPED.chat, platform="slack", workspace="T1"))
    assert haste.pace(same_id, 0.0) is Pace.ANSWER


def test_a_person_is_the_same_in_every_chat() -> None:
    haste = Haste()
    answered(haste, GROUP, int(BURST))
    assert haste.pace(TYPED, 0.0) is Pace.SLOW_DOWN


def test_a_group_is_stopped_when_many_type_at_once() -> None:
    haste = Haste()
    people = [replace(GROUP, person=str(number)) for number in range(200)]
    assert sum(haste.pace(each, 0.0) is Pace.ANSWER for each in people) == BURST * WIDER
    assert [haste.pace(each, 0.0) for each in people[:2]] == [Pace.SILENCE] * 2


def test_a_group_without_persons_is_counted_as_a_chat() -> None:
    haste = Haste()
    channel = replace(GROUP, person="", kind=ChatKind.CHANNEL)
    assert answered(haste, channel, 1000) == BURST * WIDER


@pytest.mark.parametrize(
    "free",
    [{"event": True}, {"is_operator": True}, {"kind": ChatKind.TERMINAL}],
    ids=["an event", "an operator", "the terminal"],
)
def test_some_are_not_counted(free: dict[str, object]) -> None:
    assert answered(Haste(), replace(TYPED, **free), 1000) == 1000  # type: ignore[arg-type]


def test_a_clock_that_stands_still_or_goes_back_gives_no_tokens() -> None:
    haste = Haste()
    answered(haste, TYPED, 100, at=100.0)
    assert haste.pace(TYPED, 50.0) is not Pace.ANSWER


def test_however_many_chats_ask_they_take_little_memory() -> None:
    haste, chats = Haste(), (replace(TYPED, person=str(number)) for number in range(4 * MOST_KEPT))

    def taken() -> int:
        for each in islice(chats, 2 * MOST_KEPT):
            haste.pace(each, 0.0)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    first, second = taken(), taken()
    tracemalloc.stop()
    assert len(haste._buckets) == MOST_KEPT
    assert first < 4_000_000
    assert second - first < 2 * MOST_KEPT, "of one more not even a byte is kept"
