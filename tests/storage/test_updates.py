"""Updates: stored once, answered once, known again for a day, and never in the way of what comes after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from bot.errors import LeaseLostError
from bot.model import Chat, ChatKind, Command, PlatformFacts, Received, UpdateState
from bot.storage import schema as t
from bot.storage.store import Store
from bot.storage.updates import ANSWERED_WITHIN, KNOWN_FOR, TRIES
from tests.storage.conftest import NOW, later

LISTENER = "listener:telegram"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def update(number: int | str, *, platform: str = "telegram", chat: str = "7", **context: Any) -> Received:
    command = Command(chat=Chat(platform=platform, id=chat), kind=ChatKind.PRIVATE, name="follow", text="AI \0 ғ")
    return Received(command=command, context=context, update_id=str(number))


def names(received: list[Received]) -> list[str]:
    return [each.update_id for each in received]


def row(store: Store, name: str) -> Any:
    with store.database.read_transaction() as db:
        return db.execute(select(t.update).where(t.update.c.id == name)).mappings().one()


def test_what_is_told_again_is_not_new(store: Store) -> None:
    assert names(store.updates.receive([update(1), update(2)], NOW)) == ["1", "2"]
    assert names(store.updates.receive([update(2), update(3), update(3)], NOW)) == ["3"]
    assert names(store.updates.receive([update(2, platform="slack")], NOW)) == ["2"], "of another platform"
    assert names(store.updates.pending("telegram")) == ["1", "2", "3"]


def test_it_comes_back_as_it_was(store: Store) -> None:
    command = Command(
        chat=Chat(platform="slack", id="C1", thread="17", workspace="T1"),
        kind=ChatKind.GROUP,
        name="",
        text="\ud800 “AI”\0",
        person="U1",
        title="#news",
        may_change=False,
        can_post=False,
        button=True,
        event=True,
        is_operator=True,
        reply_to="17.5",
        facts=PlatformFacts(manages_channels=True, shared_groups=True, replies=True, mention="@J", invitation="/i"),
    )
    whole = Received(command=command, context={"blocks": [{"text": "x"}], "pressed": 5}, update_id="Ev1")
    store.updates.receive([whole], NOW)
    assert store.updates.pending("slack:T1") == [whole]


def test_what_another_release_wrote_is_read(store: Store) -> None:
    store.updates.receive([update(1)], NOW)
    told = json.loads(row(store, "1")["payload"])
    del told["command"]["title"]
    told["command"] |= {"new_here": 1}
    told["command"]["facts"]["new_there"] = 2
    with store.database.write_transaction() as db:
        db.execute(t.update.update().values(payload=json.dumps(told)))
    assert store.updates.pending("telegram") == [update(1)]


def test_they_wait_in_the_order_in_which_they_came(store: Store) -> None:
    store.updates.receive([update(number) for number in (9, 10, 11)], later(seconds=1))
    store.updates.receive([update(8)], later(seconds=2))
    store.updates.receive([update(12)], NOW)
    assert names(store.updates.pending("telegram")) == ["12", "9", "10", "11", "8"]
    assert names(store.updates.pending("telegram", ["9", "8"])) == ["12", "10", "11"]


def test_what_is_answered_waits_no_more_and_says_nothing_any_more(store: Store) -> None:
    secret = update(1, response_url="https://hooks.slack.com/secret")
    store.updates.receive([secret], NOW)
    assert store.updates.begin(secret)
    store.updates.finish(secret)
    assert not store.updates.begin(secret)
    assert store.updates.pending("telegram") == []
    assert (row(store, "1")["state"], row(store, "1")["payload"]) == (UpdateState.ANSWERED, None)
    assert store.updates.receive([secret], NOW) == [], "it is known still"


def test_what_was_begun_too_often_or_found_too_late_is_given_up(store: Store) -> None:
    store.updates.receive([update("late"), update("busy")], NOW)
    soon = later(minutes=9)
    store.updates.receive([update("poisonous"), update("well")], soon)
    for _ in range(TRIES):
        assert store.updates.begin(update("poisonous"))
    assert store.updates.give_up("slack", (), later(hours=1)) == 0
    assert store.updates.give_up("telegram", ["busy"], NOW + ANSWERED_WITHIN + timedelta(seconds=1)) == 2
    assert names(store.updates.pending("telegram")) == ["busy", "well"]
    for name in ("late", "poisonous"):
        assert (row(store, name)["state"], row(store, name)["payload"]) == (UpdateState.GIVEN_UP, None)
        assert not store.updates.begin(update(name))


def test_they_are_forgotten_when_nobody_tells_them_again(store: Store) -> None:
    store.updates.receive([update("old")], NOW)
    store.updates.receive([update("young")], later(minutes=1))
    store.sweep(NOW + KNOWN_FOR + timedelta(seconds=1), bodies_before=NOW)
    assert names(store.updates.receive([update("old"), update("young")], later(days=2))) == ["old"]


def test_who_lost_the_lease_begins_no_answer_and_may_still_receive(store: Store) -> None:
    mine = store.leases.acquire("one", [LISTENER])[LISTENER]
    ours = store.under_lease(mine).updates
    store.updates.receive([update(1), update(2)], NOW)
    assert ours.begin(update(1))
    store.leases.release("one")
    store.leases.acquire("two", [LISTENER])
    with pytest.raises(LeaseLostError):
        ours.begin(update(2))
    assert names(store.updates.receive([update(3)], NOW)) == ["3"]
    assert row(store, "2")["attempts"] == 0


def test_those_that_wait_are_found_by_an_index_of_them_alone(store: Store) -> None:
    explain, found = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[store.database.dialect], []
    with store.database.write_transaction() as db:
        rows = [
            {"lane": "telegram", "id": str(number), "received_at": NOW, "state": "answered", "attempts": 1}
            for number in range(2_000)
        ]
        db.execute(t.update.insert(), rows)
        db.execute(text("ANALYZE"))

    def look(_db: Any, cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(explain + statement, values)
            found.append(" ".join(str(each[-1]) for each in cursor.fetchall()))

    event.listen(store.database.engine, "before_cursor_execute", look)
    assert store.updates.pending("telegram") == []
    (plan,) = found
    assert "ix_update_pending" in plan
