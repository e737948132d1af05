"""What readiness and /metrics ask of the tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update

from bot.counting import Labels
from bot.errors import StorageError
from bot.model import Cause, ChatLost, LaneVitals
from bot.process import new_holder
from bot.storage import schema as t
from bot.storage.engine import newest_revision
from bot.storage.store import WORKER_PREFIX, Store
from tests.builders import finished_poll
from tests.databases import PostgreSQL
from tests.delivery.harness import owe
from tests.storage.conftest import NOW, Room, chat, later, letter, record

MESSAGES = "jarshy_messages_total"


def moved(room: Room, lane: str, outcome: str, at: datetime) -> None:
    room.store.figures.add({(MESSAGES, (("lane", lane), ("outcome", outcome))): 1}, at)


def gauges(room: Room, at: datetime = NOW) -> dict[tuple[str, Labels], float]:
    return {(name.removeprefix("jarshy_"), labels): value for name, labels, value in room.store.vitals.gauges(at)}


def test_a_new_database_has_its_tables_a_source_and_nobody_at_work(room: Room) -> None:
    vitals = room.store.vitals.read(NOW)
    assert (vitals.revision, vitals.newest_revision) == (newest_revision(), newest_revision())
    assert [(each.key, each.every, each.last_ok_at) for each in vitals.sources] == [("kt-eng", 300, None)]
    assert (vitals.lanes, vitals.workers, vitals.worker_seen_at) == ((), 0, None)


def test_polls_are_told_of_sources_that_are_on(room: Room) -> None:
    room.store.sources.finish_poll("kt-eng", finished_poll(later(minutes=5)), NOW)
    (source,) = room.store.vitals.read(NOW).sources
    assert (source.last_ok_at, source.next_poll_at, source.failing_since_at) == (NOW, later(minutes=5), None)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.source).values(switched_off_at=NOW))
    assert room.store.vitals.read(NOW).sources == ()


def test_workers_are_those_whose_leases_last(room: Room) -> None:
    leases = room.store.leases
    one, two = new_holder(), new_holder()
    leases.acquire(one, [WORKER_PREFIX + one])
    leases.acquire(two, [WORKER_PREFIX + two])
    vitals = room.store.vitals.read(NOW)
    assert vitals.workers == 2
    assert vitals.worker_seen_at is not None
    assert vitals.worker_seen_at > datetime.now(UTC)
    leases.release(two)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.lease).values(until_at=NOW))
    vitals = room.store.vitals.read(NOW)
    assert (vitals.workers, vitals.worker_seen_at) == (0, NOW)


def test_a_schema_of_another_release_is_told_and_nothing_of_it_is_read(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.execute(text("DROP TABLE figure"))
    vitals = room.store.vitals.read(NOW)
    assert (vitals.revision, vitals.sources) == ("9999", ())
    with room.store.database.write_transaction() as db:
        db.execute(text("DROP TABLE alembic_version"))
    assert room.store.vitals.read(NOW).revision is None


def test_a_lane_owes_since_the_first_of_its_alerts_and_letters_could_be_sent(room: Room) -> None:
    owe(room, chats=3)
    room.fan_out()
    room.store.notices.clear("nothing", [letter(chat("9", platform="slack"), due_at=later(minutes=-7))])
    lanes = {each.lane: each for each in room.store.vitals.read(later(hours=1)).lanes}
    assert lanes["slack"] == LaneVitals(lane="slack", due_since_at=later(minutes=-7), moved_at=None)
    assert NOW <= lanes["telegram"].due_since_at < later(minutes=1)


def test_what_is_not_due_yet_or_is_sent_is_not_late(room: Room) -> None:
    owe(room, chats=2)
    room.fan_out()
    with room.store.database.write_transaction() as db:
        db.execute(update(t.delivery).values(not_before=later(hours=2)))
    assert room.store.vitals.read(later(hours=1)).lanes == ()
    (late,) = room.store.vitals.read(later(hours=3)).lanes
    assert late.due_since_at == later(hours=2), "it could not be sent before it was to be tried again"


def test_a_lane_moves_when_a_message_comes_to_its_end_not_when_it_is_put_off(room: Room) -> None:
    owe(room, chats=1)
    room.fan_out()
    moved(room, "telegram", "sent", later(minutes=1))
    moved(room, "telegram", "refused", later(minutes=3))
    moved(room, "telegram", "retried", later(minutes=9))
    moved(room, "telegram", "stopped", later(minutes=9))
    (lane,) = room.store.vitals.read(later(hours=1)).lanes
    assert lane.moved_at == later(minutes=3)


def test_the_gauges_tell_of_the_outbox_sources_chats_and_workers(room: Room) -> None:
    owe(room, chats=4)
    room.fan_out()
    first, second = room.claim(limit=2)
    record(room.store, first, ChatLost(cause=Cause.BLOCKED), None, NOW)
    room.store.sources.finish_poll("kt-eng", finished_poll(), NOW)
    room.store.leases.acquire(holder := new_holder(), [WORKER_PREFIX + holder])
    found = gauges(room, later(hours=1))
    alerts = {dict(labels)["state"]: value for (name, labels), value in found.items() if name == "outbox_alerts"}
    assert alerts == {"pending": 2, "sending": 1, "held": 0, "failed": 0, "dropped": 1}
    assert found["outbox_pending_alerts", (("lane", "telegram"),)] == 2
    assert 0 < found["outbox_overdue_seconds", (("lane", "telegram"),)] <= 3600
    assert found["source_last_success_timestamp_seconds", (("source", "kt-eng"),)] == NOW.timestamp()
    assert found["source_failing", (("source", "kt-eng"),)] == 0
    assert (found["chats", ()], found["workers", ()]) == (4, 1)
    assert found["chats_at_rest", (("cause", "blocked"), ("kind", "lost"))] == 1
    assert found["database_bytes", ()] > 10_000
    assert ("disk_free_bytes", ()) in found or room.store.database.dialect == "postgresql"
    assert second.chat != first.chat


def test_the_disk_is_known_where_a_file_lies(room: Room) -> None:
    disk = room.store.vitals.disk()
    if room.store.database.dialect == "postgresql":
        assert disk is None
    else:
        assert disk is not None
        assert 0 < disk.free <= disk.total


def test_a_database_in_memory_has_no_disk() -> None:
    store = Store.open("sqlite://")
    assert store.vitals.disk() is None
    store.close()


def test_a_database_that_is_away_says_so(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store = Store.open(url)
        store.vitals.read(NOW)
        server.leave(url)
        with pytest.raises(StorageError):
            store.vitals.read(NOW)
        with pytest.raises(StorageError):
            store.vitals.gauges(NOW)
        store.close()
        server.come_back(url)
