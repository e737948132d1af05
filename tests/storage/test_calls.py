"""Calls of platforms as rows: taken once, read in their order, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.model import CallWay, NewCall
from bot.storage import calls as stored
from bot.storage import schema as t
from bot.storage.calls import KNOWN_FOR, UNREAD_FOR
from bot.storage.store import Store

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def call(key: str, lane: str = "telegram", body: str = "{}") -> NewCall:
    return NewCall(key=key, lane=lane, way=CallWay.UPDATES, body=body)


def count(store: Store) -> int:
    with store.database.read_transaction() as db:
        return int(db.scalar(select(func.count()).select_from(t.call)) or 0)


def test_a_call_is_taken_once_by_its_key_and_read_in_its_order(store: Store) -> None:
    assert store.calls.take([call("a"), call("b"), call("a")], NOW) == {"a": "telegram", "b": "telegram"}
    assert store.calls.take([call("b"), call("c", body="қ")], NOW) == {"c": "telegram"}
    assert [(each.key, each.body, each.called_at) for each in store.calls.unread("telegram")] == [
        ("a", "{}", NOW), ("b", "{}", NOW), ("c", "қ", NOW),
    ]  # fmt: skip


def test_what_is_read_is_forgotten_and_known_when_it_comes_again(store: Store) -> None:
    store.calls.take([call("a"), call("b"), call("s", lane="slack")], NOW)
    assert store.calls.lanes() == {"telegram", "slack"}
    store.calls.forget([each.number for each in store.calls.unread("telegram")])
    assert (store.calls.unread("telegram"), store.calls.lanes()) == ([], {"slack"})
    assert store.calls.take([call("a")], NOW) == {}


def test_what_is_old_is_pruned_in_batches_and_what_nobody_has_read_is_kept_for_a_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "PRUNE_BATCH", 2)
    store.calls.take([call(f"read {number}") for number in range(5)], NOW)
    store.calls.forget([each.number for each in store.calls.unread("telegram")])
    store.calls.take([call("unread")], NOW)
    store.calls.prune(NOW + KNOWN_FOR)
    assert count(store) == 6
    store.calls.prune(NOW + KNOWN_FOR + timedelta(seconds=1))
    assert count(store) == 1
    store.calls.prune(NOW + UNREAD_FOR + timedelta(seconds=1))
    assert count(store) == 0


def test_a_look_for_unread_calls_reads_no_row_that_was_read(store: Store) -> None:
    store.calls.take([call(str(number)) for number in range(2_000)], NOW)
    while waiting := store.calls.unread("telegram"):
        assert len(waiting) == stored.READ_BATCH
        store.calls.forget([each.number for each in waiting])
    with store.database.engine.begin() as db:
        db.exec_driver_sql("ANALYZE")
        explain = "EXPLAIN QUERY PLAN" if store.database.dialect == "sqlite" else "EXPLAIN"
        lanes = db.exec_driver_sql(f"{explain} SELECT DISTINCT lane FROM call WHERE body IS NOT NULL").all()
        assert "ix_call_unread" in str(lanes)
