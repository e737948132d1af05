"""docs/delivery.md shows exactly what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.retry import outcomes
from bot.model import (
    Cause,
    ChatLost,
    ChatMoved,
    ChatRefused,
    DeliveryState,
    GiveUp,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from bot.storage.claims import BLOCKING_ATTEMPTS
from bot.storage.outbox_rows import OutboxKey
from tests.storage.conftest import NOW, Room, chat, later, record

PAGE = (Path(__file__).resolve().parents[2] / "docs/delivery.md").read_text(encoding="utf-8")
OUTSIDE = "[*]"

#: triggers that record every transition
TRIGGERS = f"""
CREATE TABLE step (old TEXT, new TEXT);
CREATE TRIGGER born AFTER INSERT ON delivery BEGIN INSERT INTO step VALUES ('{OUTSIDE}', new.state); END;
CREATE TRIGGER gone AFTER DELETE ON delivery BEGIN INSERT INTO step VALUES (old.state, '{OUTSIDE}'); END;
CREATE TRIGGER moved AFTER UPDATE OF state ON delivery WHEN old.state <> new.state
BEGIN INSERT INTO step VALUES (old.state, new.state); END;
"""


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    with made.store.database.engine.connect() as db:
        driver = db.connection.driver_connection
        assert driver is not None
        driver.executescript(TRIGGERS)
    yield made
    made.store.close()


def owe(room: Room, number: int) -> None:
    for name in ("1", "2"):
        query_id = room.follow(chat(name), "AI")
    room.match(room.add_article(number), query_id)
    room.fan_out()


def refusals(room: Room) -> None:
    """A chat waits, and another is lost in an outage."""
    owe(room, 60)
    one, other = room.claim()
    room.store.outbox.record_outcomes(outcomes((one,), ChatRefused(cause=Cause.CHAT_NOT_FOUND), NOW))
    room.match(room.add_article(61), room.store.follows.subscriptions(chat("1"))[0].query_id)
    room.fan_out()
    record(room.store, other, ChatLost(cause=Cause.BLOCKED), None, NOW)
    room.store.outbox.correct_refusals("telegram", NOW, NOW, wake=True)
    room.store.outbox.recover()
    for delivery in (*room.claim(), *room.claim()):
        record(room.store, delivery, Sent(refs=("1",)), None, NOW)


def stories(room: Room) -> None:
    """Two articles join an alert: one chat loses the alert, one unfollows all, and what joined a sent one is pruned."""
    owe(room, 70)
    head = max(room.owed())
    for number in (71, 72):
        article = room.add_article(number)
        assert article is not None
        room.match(article, room.store.follows.subscriptions(chat("1"))[0].query_id)
        room.tell(head, article)
    room.fan_out()
    room.store.repairs.drop([OutboxKey(article_id=head, chat_id=1)], "")
    room.store.outbox.recover()
    while claimed := room.claim():
        for delivery in claimed:
            record(room.store, delivery, Sent(refs=("1",)), None, NOW)
    owe(room, 80)
    other = room.add_article(81)
    assert other is not None
    room.match(other, room.store.follows.subscriptions(chat("1"))[0].query_id)
    room.tell(max(room.owed()), other)
    room.fan_out()
    for name in ("1", "2"):
        room.store.follows.unsubscribe_all(chat(name), NOW)


def everything(room: Room) -> None:
    """Everything that can happen to a delivery."""
    verdicts: tuple[Verdict | None, ...] = (
        Sent(refs=("1",)),
        GiveUp(cause=Cause.REFUSED),
        RetryAt(cause=Cause.SERVER_ERROR, detail="502"),
        Stop(),
        ChatMoved(id="3"),
        None,
        ChatLost(cause=Cause.BLOCKED, detail="blocked"),
    )
    stories(room)
    refusals(room)
    owe(room, 40)
    record(room.store, room.claim()[0], GiveUp(cause=Cause.REFUSED), None, NOW)
    room.store.outbox.retry_failed(later(days=-1), NOW)
    room.store.outbox.recover()
    for number, verdict in enumerate(verdicts):
        owe(room, number)
        one, *_ = room.claim()
        room.store.outbox.record_outcomes([Outcome(deliveries=(one,), verdict=verdict, at=NOW, not_before=NOW)])
        room.store.outbox.recover()
    owe(room, 48)
    for place in range(BLOCKING_ATTEMPTS + 1):
        one, *_ = room.claim()
        record(
            room.store,
            one,
            RetryAt(cause=Cause.SERVER_ERROR, detail="502"),
            later(hours=1) if place == BLOCKING_ATTEMPTS else NOW,
            NOW,
        )
        room.store.outbox.recover()
    room.store.outbox.release_held(later(hours=1), 9)
    room.store.outbox.hold(one.chat_id, NOW)
    owe(room, 50)
    room.store.chats.deactivate(chat("2"), Cause.BLOCKED, NOW)
    owe(room, 51)
    room.store.follows.unsubscribe_all(chat("1"), NOW)
    room.store.outbox.prune(NOW + timedelta(days=1))


def test_the_diagram_shows_exactly_the_transitions_that_are_made(room: Room) -> None:
    everything(room)
    with room.store.database.engine.connect() as db:
        made = {(old, new) for old, new in db.exec_driver_sql("SELECT old, new FROM step")}
    drawn = set(re.findall(r"^    (\S+) --> (\S+) :", PAGE, re.MULTILINE))
    assert drawn == made


def test_the_diagram_knows_every_state() -> None:
    drawn = set(re.findall(r"--> (\w+)", PAGE))
    assert drawn == {state.value for state in DeliveryState}


def test_the_page_names_every_verdict() -> None:
    named = set(re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE))
    assert {verdict.__name__ for verdict in (Sent, RetryAt, GiveUp, ChatMoved, ChatRefused, ChatLost, Stop)} <= named
