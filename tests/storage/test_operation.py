"""What the operator's page reads of the outbox, of chats that get nothing, and of workers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Cause, ChatHealth, GiveUp, Outcome, RetryAt, Sent
from bot.process import new_holder
from bot.storage import operation
from bot.storage.store import Backlog
from tests.storage.conftest import NOW, Room, chat, later, letter, record


def owe(room: Room, *people: str, articles: int = 1) -> None:
    query = room.follow_together(people, "AI")
    for number in range(articles):
        room.match(room.add_article(number), query)
    room.fan_out()


def test_an_empty_outbox_is_empty(room: Room) -> None:
    outbox = room.store.operation.outbox(NOW)
    assert (outbox.pending, outbox.letters) == ({}, {})
    assert outbox.sending == outbox.held == outbox.failed == Backlog(count=0)


def test_the_outbox_is_counted_by_lane_and_state_with_the_age_of_the_oldest(room: Room) -> None:
    owe(room, "1", "2", "3", "4")
    (first, *_) = room.claim(limit=1)
    record(room.store, first, GiveUp(cause=Cause.BAD_MESSAGE), None, NOW)
    room.claim(limit=1)
    last = room.store.chats.get(chat("4"))
    assert last is not None
    room.store.outbox.hold(last.id, later(hours=1))
    room.store.chats.write_to(letter(chat("1")))
    outbox = room.store.operation.outbox(later(minutes=5))
    ((lane, waiting),) = outbox.pending.items()
    assert (lane, waiting.count, waiting.more) == ("telegram", 1, False)
    assert waiting.oldest_at is not None
    assert timedelta(0) <= waiting.oldest_at - NOW < timedelta(seconds=5)
    assert (outbox.sending.count, outbox.failed.count) == (1, 1)
    assert outbox.held == Backlog(count=1, oldest_at=later(hours=1))
    assert outbox.letters == {"telegram": Backlog(count=1, oldest_at=NOW)}


def test_edits_are_counted_apart_from_alerts(room: Room) -> None:
    owe(room, "1")
    (alert,) = room.claim()
    record(room.store, alert, Sent(refs=("7",)), None, NOW)
    room.store.outbox.ask_edit(alert.chat_id, alert.article.id, NOW)
    outbox = room.store.operation.outbox(NOW)
    assert (outbox.pending, outbox.edits) == ({}, Backlog(count=1))


def test_what_is_spread_over_the_next_minutes_does_not_look_old(room: Room) -> None:
    owe(room, *(str(number) for number in range(100)))
    oldest = room.store.operation.outbox(later(days=-1)).pending["telegram"].oldest_at
    assert oldest == later(days=-1), "its turn is still to come"


def test_what_failed_long_ago_is_not_counted(room: Room) -> None:
    owe(room, "1")
    (delivery,) = room.claim()
    record(room.store, delivery, GiveUp(cause=Cause.BAD_MESSAGE), None, NOW)
    assert room.store.operation.outbox(later(days=7)).failed.count == 1
    assert room.store.operation.outbox(later(days=7, seconds=1)).failed.count == 0


def test_more_than_is_counted_is_said_to_be_more(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "COUNTED", 2)
    owe(room, "1", "2", "3")
    waiting = room.store.operation.outbox(NOW).pending["telegram"]
    assert (waiting.count, waiting.more) == (3, True)
    for name in ("1", "2", "3"):
        room.store.chats.deactivate(chat(name), Cause.BLOCKED, NOW)
    found = room.store.operation.chats_at_rest(rests=True, limit=10)
    assert found.count == Backlog(count=2, more=True)


def test_chats_at_rest_come_newest_first_page_by_page(room: Room) -> None:
    for number in range(5):
        room.add_chat(chat(str(number)))
        room.store.chats.deactivate(chat(str(number)), Cause.BLOCKED, later(minutes=number // 2), "Forbidden")
    first = room.store.operation.chats_at_rest(rests=True, limit=3)
    last = first.chats[-1]
    rest = room.store.operation.chats_at_rest(rests=True, limit=3, before=(last.since_at, last.id))
    assert [each.chat.id for each in (*first.chats, *rest.chats)] == ["4", "3", "2", "1", "0"]
    assert first.count == Backlog(count=5)
    assert (last.cause, last.detail, last.rests) == (Cause.BLOCKED, "Forbidden", True)


def test_a_chat_that_waits_is_told_with_why_and_until_when(room: Room) -> None:
    owe(room, "1")
    (delivery,) = room.claim()
    health = ChatHealth(
        waits_until_at=later(hours=1), cause=Cause.NO_RIGHTS, detail="no", refused_since_at=NOW, refusals=2
    )
    refused = RetryAt(cause=Cause.NO_RIGHTS)
    room.store.outbox.record_outcomes(
        [Outcome(deliveries=(delivery,), verdict=refused, at=NOW, not_before=later(hours=1), health=health)]
    )
    (waiting,) = room.store.operation.chats_at_rest(rests=False, limit=10).chats
    assert (waiting.chat, waiting.rests, waiting.cause, waiting.detail) == (chat("1"), False, Cause.NO_RIGHTS, "no")
    assert (waiting.since_at, waiting.health) == (NOW, health)
    assert room.store.operation.chats_at_rest(rests=True, limit=10).chats == ()


def test_a_chat_that_is_switched_off_stays_so_whatever_else_is_retried_until_it_writes(room: Room) -> None:
    owe(room, "1", "2")
    room.store.chats.deactivate(chat("2"), Cause.FORBIDDEN, NOW)
    for name in ("1", "2"):
        room.store.chats.deactivate(chat(name), Cause.STOPPED, later(minutes=1))
    assert room.store.outbox.count_deliveries() == {"dropped": 2}
    room.store.chats.wake_refused(later(minutes=2))
    room.store.outbox.correct_refusals("telegram", NOW, later(minutes=2), wake=True)
    found = room.store.operation.chats_at_rest(rests=True, limit=10).chats
    assert [(each.chat.id, each.cause) for each in found] == [("1", Cause.STOPPED), ("2", Cause.STOPPED)]
    room.add_chat(chat("1"), at=later(minutes=3))
    assert [each.chat.id for each in room.store.operation.chats_at_rest(rests=True, limit=10).chats] == ["2"]


def test_a_chat_is_found_by_its_key(room: Room) -> None:
    number = room.add_chat(chat("-100", thread="7"))
    assert room.store.operation.chat(number) == chat("-100", thread="7")
    assert room.store.operation.chat(number + 1) is None


def test_workers_are_told_with_what_they_do_while_they_live(room: Room) -> None:
    worker, other = new_holder(), new_holder()
    names = [f"worker:{worker}", "source:a", "source:b", "chores", "listener:telegram"]
    room.store.leases.acquire(worker, names)
    room.store.leases.acquire(other, [f"worker:{other}"])
    room.store.leases.release(other)
    (alive,) = room.store.operation.workers()
    assert (alive.holder, alive.sources, alive.others) == (worker, 2, ("chores", "listener:telegram"))


def test_what_operators_were_told_of_is_told_with_when(room: Room) -> None:
    room.store.notices.add("platform:slack", NOW, [letter(chat("9"))])
    assert room.store.operation.notices() == {"platform:slack": NOW}
