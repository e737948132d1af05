"""Query plans, also when a story has just filled the outbox and statistics are outdated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select, text

from bot.matching.query import GRAMMAR
from bot.model import Cause, GiveUp, Outcome, RetryAt, Sent
from bot.storage import schema as t
from tests.storage.conftest import NOW, SOURCE, Room, chat, room_with

FOLLOWERS = 3_000
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@contextmanager
def plans(room: Room, *beginnings: str) -> Iterator[list[str]]:
    """Record the plan of each statement that has one of these beginnings."""
    engine, found = room.store.database.engine, []

    def explain(_db: Any, cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith(beginnings):
            cursor.execute(EXPLAIN[engine.dialect.name] + statement, values[0] if many else values)
            found.append(" ".join(str(row[-1]) for row in cursor.fetchall()))

    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


def by_key(plan: str) -> bool:
    return "pk_delivery" in plan or "USING PRIMARY KEY (article_id=? AND chat_id=?)" in plan


def flood(room: Room) -> None:
    """A database with statistics of an empty outbox, which a story has filled since."""
    query_id = room.follow(chat("1"), "AI")
    row = {"platform": "telegram", "thread": "", "kind": "private", "title": "", "timezone": "UTC", "created_at": NOW}
    ids = range(2, FOLLOWERS + 1)
    with room.store.database.write_transaction() as db:
        db.execute(t.chat.insert(), [{"id": number, "native_id": str(number), **row} for number in ids])
        asked = {"query_id": query_id, "typed": "AI", "created_at": NOW}
        db.execute(t.subscription.insert(), [{"chat_id": number, **asked} for number in ids])
    room.match(room.add_article(1), query_id)
    room.fan_out()
    with room.store.database.write_transaction() as db:
        db.execute(t.delivery.update().values(state="sent"))
    if not room.url.startswith("sqlite"):  # SQLite collects no statistics by itself
        with room.store.database.write_transaction() as db:
            db.execute(text("ANALYZE"))
    room.match(room.add_article(2), query_id)
    room.fan_out()


def hold_all(room: Room) -> None:
    """Hold what is owed to one chat, and all else as that."""
    room.store.outbox.hold(1, NOW + timedelta(hours=8))
    d = t.delivery.c
    with room.store.database.write_transaction() as db:
        first = db.execute(select(d.state, d.not_before, d.cause, d.detail).where(d.state == "held")).mappings().one()
        db.execute(t.delivery.update().where(d.state == "pending").values(dict(first)))


flooded = room_with(flood)


def test_a_row_is_claimed_and_recorded_by_its_key(flooded: Room) -> None:
    with plans(flooded, "UPDATE delivery") as found:
        first, second, third, last = flooded.claim(4)
        flooded.store.outbox.record_outcomes(
            [
                Outcome(deliveries=(first,), verdict=Sent(refs=("1",)), at=NOW),
                Outcome(deliveries=(second,), verdict=GiveUp(cause=Cause.REFUSED), at=NOW),
                Outcome(
                    deliveries=(third,),
                    verdict=RetryAt(cause=Cause.SERVER_ERROR, detail="busy"),
                    at=NOW,
                    not_before=NOW + timedelta(1),
                ),
                Outcome(deliveries=(last,), verdict=None, at=NOW),
            ]
        )
    assert len(found) == 5
    assert [plan for plan in found if not by_key(plan)] == []


def test_what_a_chat_is_owed_is_found_by_an_index_on_the_chat(flooded: Room) -> None:
    query_id = flooded.store.follows.upsert_query("AI", "AI", NOW, grammar=GRAMMAR)
    with plans(flooded, "UPDATE delivery") as found:
        flooded.store.follows.unsubscribe(chat("7"), query_id, NOW)
        flooded.store.chats.deactivate(chat("8"), Cause.BLOCKED, NOW)
        flooded.store.outbox.hold(9, NOW)
    by_chat = ["ix_delivery_open", "ix_delivery_held_chat"]
    assert len(found) == 7
    assert [plan for plan in found if not any(index in plan for index in by_chat)] == []


def test_no_claim_reads_held_rows_and_their_release_uses_an_index_on_the_time(flooded: Room) -> None:
    hold_all(flooded)
    with plans(flooded, "SELECT due.chat_id", "SELECT delivery.chat_id") as found:
        assert flooded.claim() == []
        assert flooded.store.outbox.release_held(NOW, 10) == 0
    due, held = found
    assert "ix_delivery_due" in due, "of pending rows only"
    assert "ix_delivery_held" in held
    assert "ix_delivery_held_chat" not in held


def test_a_look_at_what_is_due_reads_no_rows_that_are_not(flooded: Room) -> None:
    hold_all(flooded)
    with plans(flooded, "SELECT (EXISTS") as found:
        assert not flooded.store.outbox.due(NOW).held
    (plan,) = found
    assert "ix_delivery_held" in plan
    assert "ix_delivery_held_chat" not in plan
    assert "ix_chat_quiet" in plan or not flooded.url.startswith("sqlite"), "PostgreSQL reads so few rows as a whole"


def test_a_round_is_claimed_in_the_order_of_its_index_and_read_by_its_chats(flooded: Room) -> None:
    with plans(flooded, "SELECT due.chat_id", "SELECT delivery.chat_id") as found:
        flooded.claim(10)
    due, rows, joined = found
    assert "ix_delivery_due" in due
    assert "ix_delivery_open" in rows
    assert "ix_delivery_joined" in joined, "mostly there is nothing in it"


def test_the_head_of_a_story_is_found_by_keys_in_each_chat(flooded: Room) -> None:
    flooded.match(flooded.add_article(3), 1)
    flooded.tell(1, 2, 3)
    with plans(flooded, "INSERT INTO delivery") as found:
        flooded.fan_out()
    (plan,) = found
    if flooded.url.startswith("sqlite"):  # PostgreSQL reads so few rows as a whole
        assert "SEARCH told USING PRIMARY KEY (article_id=?" in plan
    assert flooded.store.outbox.count_deliveries() == {"sent": FOLLOWERS, "pending": FOLLOWERS, "joined": FOLLOWERS}


def test_edits_are_claimed_in_the_order_of_their_index_and_recorded_by_their_key(flooded: Room) -> None:
    with flooded.store.database.write_transaction() as db:
        db.execute(t.delivery.update().where(t.delivery.c.article_id == 1).values(alone=True, ref="7", sent_at=NOW))
        db.execute(t.redraw.insert().values(article_id=1, cursor=0, created_at=NOW))
    with plans(flooded, "INSERT INTO edit") as asked:
        assert flooded.store.outbox.redraw(NOW)
    assert len(asked) == 2
    assert [plan for plan in asked if "SCAN delivery" in plan or "SCAN head" in plan] == []
    with plans(flooded, "SELECT edit") as found:
        claimed = flooded.store.outbox.claim_edits("telegram", NOW, 3)
    due, of_chats = found
    assert "ix_edit_due" in due
    assert "ix_edit_chat" in of_chats or "ix_edit_due" in of_chats
    with plans(flooded, "DELETE FROM edit") as found:
        flooded.store.outbox.record_outcomes(
            [Outcome(deliveries=(edit,), verdict=Sent(refs=("7",)), at=NOW) for edit in claimed]
        )
    (plan,) = found
    assert "pk_edit" in plan or "USING PRIMARY KEY" in plan


def test_the_health_of_sources_is_read_from_indexes_only(sqlite_url: str) -> None:
    room = Room(sqlite_url)
    with plans(room, "SELECT") as found:
        room.store.sources.health(NOW)
    room.store.close()
    (plan,) = found  # one statement for all sources
    for index in ("ix_article_source_seen", "ix_article_source_published", "ix_article_awaiting"):
        assert index in plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN article" not in plan


def test_the_weak_titles_of_a_source_are_found_among_those_that_expire(room: Room) -> None:
    with plans(room, "SELECT article_key") as found:
        room.store.articles.keep_titles(SOURCE, [], unlisted_until=NOW)
    (plan,) = found
    assert "ix_article_key_expires" in plan or not room.url.startswith("sqlite"), plan
