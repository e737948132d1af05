"""Many chats refused within minutes are the platform's error; a few, or many among more that are well, are not."""

from __future__ import annotations

import pytest

from bot.delivery.mass_refusal import MANY, PROBE_PAUSES, RELAPSE_WITHIN, WITHIN, MassRefusal


def begin(outage: MassRefusal, now: float, chats: int = MANY) -> bool:
    """So many chats are refused, the last one at `now`; did that begin an outage?"""
    return [outage.refused(f"{now} {number}", now) for number in range(chats)][-1]


def test_many_chats_refused_within_minutes_are_an_outage() -> None:
    outage = MassRefusal()
    assert not begin(outage, 10.0, MANY - 1)
    assert not outage.under_way
    assert outage.probe_at() is None
    assert outage.refused("one more", 11.0)
    assert outage.under_way
    assert outage.probe_at() == 11.0 + PROBE_PAUSES[0]
    assert not outage.accepted(11.2, 10.9), "it was in flight before"
    assert outage.under_way


@pytest.mark.parametrize(
    ("why", "accepted_between", "seconds_between", "same"),
    [
        ("among as many that are well", 2, 0.1, False),
        ("over hours", 0, WITHIN / 10, False),
        ("one chat again and again", 0, 0.1, True),
    ],
)
def test_others_are_none(why: str, accepted_between: int, seconds_between: float, same: bool) -> None:
    outage, now = MassRefusal(), 0.0
    for number in range(10 * MANY):
        now += seconds_between
        assert not outage.refused(0 if same else number, now), why
        for _ in range(accepted_between):
            assert not outage.accepted(now, now)


def test_it_is_tried_at_growing_pauses_and_over_when_one_is_accepted() -> None:
    outage, now = MassRefusal(), 0.0
    begin(outage, now)
    for pause in (*PROBE_PAUSES[1:], PROBE_PAUSES[-1]):
        now = outage.probe_at() or 0.0
        assert not outage.refused("probe", now)
        assert outage.probe_at() == now + pause
    assert outage.accepted(now, now)
    assert not outage.under_way
    assert not outage.accepted(now, now)


def test_one_that_seems_to_come_back_needs_twice_as_many_each_time_until_it_was_calm_for_long() -> None:
    outage = MassRefusal()
    assert begin(outage, 0.0)
    outage.accepted(10.0, 10.0)
    assert not begin(outage, 20.0, 2 * MANY - 1)
    assert begin(outage, 20.0, 2 * MANY)
    outage.accepted(30.0, 30.0)
    assert not begin(outage, 40.0, 4 * MANY - 1)
    assert begin(outage, 50.0 + RELAPSE_WITHIN, MANY)
