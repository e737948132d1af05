"""A chat that refuses waits: nothing of it is claimed, nothing is lost, and it can be woken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.retry import CHAT_LOST_AFTER, CHAT_PAUSES, outcomes
from bot.model import Cause, ChatKind, ChatLost, ChatRefused, Command, Delivery, RetryAt, Sendable, Sent, Verdict
from bot.storage import schema as t
from bot.storage.letters import enqueue
from tests.storage.conftest import NOW, Room, chat, later, letter, room_with

NOT_FOUND = ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
LIMITED = RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(hours=3), whole_platform=True)


def owe(room: Room, *names: str, number: int = 1) -> None:
    for name in names:
        query_id = room.follow(chat(name), "AI")
    room.match(room.add_article(number), query_id)
    room.fan_out()


owing = room_with(lambda room: owe(room, "1"))


def more(room: Room, number: int, **after: float) -> None:
    """One more article for all who follow AI."""
    query_id = room.store.follows.subscriptions(chat("1"))[0].query_id
    room.match(room.add_article(number, at=later(**after)), query_id, at=later(**after))
    room.fan_out(later(**after))


def verdict(room: Room, items: list[Any], what: Verdict, **after: float) -> None:
    """Record a verdict on what one message carried."""
    room.store.outbox.record_outcomes(outcomes(items, what, later(**after)))


def state(room: Room, name: str = "1") -> list[str]:
    columns = select(t.delivery.c.state).join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
    with room.store.database.engine.connect() as db:
        return list(db.scalars(columns.where(t.chat.c.native_id == name).order_by(t.delivery.c.article_id)))


def claim(room: Room, **after: float) -> list[Sendable]:
    room.store.outbox.release_held(later(**after), 100)
    return room.store.outbox.claim("telegram", later(**after), 100, per_chat=100)


def test_what_it_is_owed_is_held_until_its_time_with_what_is_fanned_out_meanwhile(room: Room) -> None:
    owe(room, "1", "2")
    one, other = room.claim()
    verdict(room, [one], NOT_FOUND)
    verdict(room, [other], Sent(refs=("1",)))
    more(room, 2, seconds=30)
    assert (state(room), state(room, "2")) == (["held", "held"], ["sent", "pending"])
    assert [owed.chat.id for owed in claim(room, seconds=59)] == ["2"]
    room.store.outbox.recover()
    first, second, _ = claim(room, seconds=61)
    assert isinstance(first, Delivery)
    assert (first.attempts, first.first_attempt_at) == (0, None), "not the message's fault"
    assert (first.health.cause, first.health.refusals, first.health.refused_since_at) == (Cause.CHAT_NOT_FOUND, 1, NOW)
    assert first.article.id < second.article.id  # type: ignore[union-attr]  # no letters here
    verdict(room, [first], NOT_FOUND, seconds=61)
    room.store.outbox.recover()
    assert claim(room, seconds=61 + 299) != []
    assert room.store.chats.count_waiting() == {("telegram", Cause.CHAT_NOT_FOUND): 1}


def test_once_a_message_is_accepted_it_is_well(owing: Room) -> None:
    verdict(owing, list(owing.claim()), NOT_FOUND)
    verdict(owing, claim(owing, minutes=2), Sent(refs=("1",)), minutes=2)
    assert owing.store.chats.count_waiting() == {}
    more(owing, 2, minutes=3)
    (owed,) = claim(owing, minutes=3)
    assert owed.health.refusals == 0


def test_what_was_enqueued_while_its_refusal_was_recorded_is_held_by_the_claim_that_meets_it(owing: Room) -> None:
    verdict(owing, list(owing.claim()), NOT_FOUND)
    with owing.store.database.engine.begin() as db:
        db.execute(t.delivery.update().values(state="pending", not_before=NOW))
    assert owing.claim(at=later(seconds=30)) == []
    assert state(owing) == ["held"]
    assert len(claim(owing, seconds=61)) == 1


def test_its_letters_wait_too_and_those_that_come_meanwhile(room: Room) -> None:
    room.add_chat(chat("1"))
    with room.store.database.write_transaction() as db:
        enqueue(db, letter(chat("1")))
    verdict(room, claim(room), NOT_FOUND)
    with room.store.database.write_transaction() as db:
        assert enqueue(db, letter(chat("1"), due_at=later(seconds=30)))
    assert claim(room, seconds=59) == []
    assert len(claim(room, seconds=60)) == 2
    room.store.outbox.recover()
    assert room.store.chats.wake(chat("1"), later(seconds=31)) == 0
    assert len(claim(room, seconds=61)) == 2


def test_a_limit_holds_all_topics_of_a_group_to_the_second_and_nobody_wakes_it_earlier(room: Room) -> None:
    for thread in ("", "5"):
        query_id = room.follow(chat("-1", thread=thread), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    first, *_ = room.claim()
    verdict(room, [first], LIMITED)
    room.store.outbox.recover()
    assert room.store.chats.wake(chat("-1"), later(hours=1)) == 0
    assert room.store.chats.wake_refused(later(hours=1)) == 0
    assert claim(room, hours=3, seconds=-1) == []
    assert len(claim(room, hours=3)) == 2


def test_a_chat_is_lost_after_two_weeks_of_refusals_and_the_pauses_grow_up_to_a_day(owing: Room) -> None:
    now, tries = NOW, []
    while True:
        owing.store.outbox.release_held(now, 9)
        owed = owing.store.outbox.claim("telegram", now, 9)
        if not owed:
            break
        tries.append(now)
        owing.store.outbox.record_outcomes(outcomes(owed, NOT_FOUND, now))
        waits = owed[0].health.refusals
        now += CHAT_PAUSES[min(waits, len(CHAT_PAUSES) - 1)]
    assert tries[-1] - NOW >= CHAT_LOST_AFTER
    assert len(tries) == 22
    found = owing.store.chats.get(chat("1"))
    assert found is not None
    assert (found.paused, found.missed) == (True, 1)
    assert owing.store.chats.count_waiting() == {}
    assert owing.store.chats.count_paused() == {("telegram", Cause.CHAT_NOT_FOUND): 1}


@pytest.mark.parametrize("how", ["wakes", "writes", "operator"])
def test_a_chat_that_is_woken_is_tried_at_once(owing: Room, how: str) -> None:
    verdict(owing, list(owing.claim()), NOT_FOUND)
    match how:
        case "wakes":
            assert owing.store.chats.wake(chat("1"), later(seconds=1)) == 0
        case "writes":
            command = Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="help", text="")
            owing.store.chats.upsert(command, later(seconds=1), timezone="UTC")
        case _:
            assert owing.store.chats.wake_refused(later(seconds=1)) == 1
    assert len(owing.claim(at=later(seconds=1))) == 1


def test_waking_releases_nothing_that_is_held_for_another_reason(owing: Room) -> None:
    owing.store.outbox.hold(1, later(hours=8))
    more(owing, 2)
    verdict(owing, list(owing.claim()), NOT_FOUND)
    owing.store.chats.wake(chat("1"), later(seconds=1))
    assert state(owing) == ["held", "pending"]


def test_a_paused_chat_that_is_woken_is_told_what_it_missed_once(owing: Room) -> None:
    verdict(owing, list(owing.claim()), ChatLost(cause=Cause.BLOCKED))
    more(owing, 2, minutes=1)
    assert owing.store.chats.wake(chat("1"), later(minutes=2)) == 2
    assert owing.store.chats.wake(chat("1"), later(minutes=3)) == 0
    more(owing, 3, minutes=4)
    assert len(claim(owing, minutes=4)) == 1


def test_an_outage_loses_no_chat_and_all_that_it_refused_are_tried_when_it_is_over(room: Room) -> None:
    for name in ("1", "2", "3", "4"):
        query_id = room.follow(chat(name), "AI")
        with room.store.database.write_transaction() as db:
            enqueue(db, letter(chat(name)))
    room.match(room.add_article(1), query_id)
    room.fan_out()
    first, second, third, fourth = room.store.outbox.claim("telegram", NOW, 9)
    verdict(room, [first], ChatLost(cause=Cause.BLOCKED, detail="blocked"))
    verdict(room, [second], NOT_FOUND, minutes=1)
    verdict(room, [third], ChatLost(cause=Cause.KICKED), minutes=-30)
    room.store.chats.deactivate(fourth.chat, Cause.REPORTED_LOST, later(minutes=1))
    room.store.outbox.correct_refusals("slack", NOW, later(minutes=2), wake=True)
    room.store.outbox.correct_refusals("telegram", NOW, later(minutes=2), wake=False)
    assert claim(room, minutes=1, seconds=59) == []
    paused = {name: row.paused for name in "1234" if (row := room.store.chats.get(chat(name)))}
    assert paused == {"1": False, "2": False, "3": True, "4": True}
    room.store.outbox.correct_refusals("telegram", NOW, later(minutes=2), wake=True)
    owed = claim(room, minutes=2)
    assert [(item.chat.id, type(item).__name__) for item in owed] == [
        ("1", "Letter"), ("1", "Delivery"), ("2", "Letter"), ("2", "Delivery")
    ]  # fmt: skip


def test_a_clock_that_was_set_back_keeps_no_chat_waiting_for_longer_than_it_should(room: Room) -> None:
    owe(room, "1", "2", "3")
    limited, refused, well = room.claim()
    verdict(room, [limited], LIMITED)
    verdict(room, [refused], NOT_FOUND, days=30)
    verdict(room, [well], NOT_FOUND)
    room.store.outbox.clamp_retries(NOW, timedelta(hours=1), later(minutes=1))
    waits = select(t.chat.c.native_id, t.chat.c.waits_until, t.chat.c.refused_since).order_by(t.chat.c.id)
    with room.store.database.engine.connect() as db:
        found = {name: (until, since) for name, until, since in db.execute(waits)}
    assert found == {"1": (later(hours=3), NOW), "2": (later(minutes=1), NOW), "3": (later(minutes=1), NOW)}
    assert [owed.chat.id for owed in claim(room, minutes=1)] == ["2", "3"]


def test_only_the_worker_that_claimed_it_lets_a_chat_wait(owing: Room) -> None:
    claimed = owing.claim()
    owing.store.outbox.take_over("telegram")
    verdict(owing, list(claimed), NOT_FOUND)
    assert owing.store.chats.count_waiting() == {}


def test_what_was_held_for_a_chat_goes_out_at_its_new_id(room: Room) -> None:
    owe(room, "1", "2")
    one, two = room.claim()
    verdict(room, [one], NOT_FOUND)
    verdict(room, [two], NOT_FOUND)
    room.follow(chat("3"), "waste")
    room.store.chats.migrate(chat("1"), "3", later(seconds=1))
    room.store.chats.migrate(chat("2"), "4", later(seconds=1))
    assert [owed.chat.id for owed in claim(room, seconds=1)] == ["3", "4"]
    assert room.store.chats.count_waiting() == {}
