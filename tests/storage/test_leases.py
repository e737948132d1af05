"""One worker holds a lease, it is taken over when its holder has died, and without it nothing can be written."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import text, update
from sqlalchemy.engine import make_url

from bot.errors import LeaseLostError
from bot.storage import engine, schema
from bot.storage.leases import DURATION, FORGET_AFTER, WORKER_PREFIX
from bot.storage.store import Lease, Store
from tests.builders import plain_words
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW, Room, chat, letter

SOURCE = "source:kt-eng"


@pytest.fixture
def other(room: Room) -> Iterator[Store]:
    """The same database, from another worker."""
    made = Store.open(room.url)
    yield made
    made.close()


def name(luck: str) -> str:
    """A worker on another machine."""
    return f"host/1/1/elsewhere/{luck}"


A, B = name("a"), name("b")


def moved(room: Room, by: timedelta, *names: str) -> None:
    """Move the expiry of these leases, as if the clock had been set."""
    with room.store.database.write_transaction() as db:
        for each in names:
            of = schema.lease.c.name == each
            until_at = db.execute(schema.lease.select().where(of)).mappings().one()["until_at"]
            db.execute(update(schema.lease).where(of).values(until_at=until_at + by))


def test_one_worker_holds_a_lease(room: Room, other: Store) -> None:
    assert room.store.leases.acquire(A, [SOURCE, "chores"]) == {
        SOURCE: Lease(name=SOURCE, holder=A, token=1),
        "chores": Lease(name="chores", holder=A, token=1),
    }
    assert other.leases.acquire(B, [SOURCE, "chores"]) == {}
    assert set(room.store.leases.renew(A)) == {SOURCE, "chores"}
    assert other.leases.renew(B) == {}


def test_no_more_leases_are_acquired_than_asked_for(room: Room, other: Store) -> None:
    assert list(room.store.leases.acquire(A, ["c", "b", "a"], 2)) == ["a", "b"]
    assert list(other.leases.acquire(B, ["a", "b", "c"])) == ["c"]


def test_a_released_lease_is_free_at_once_and_its_token_grows(room: Room, other: Store) -> None:
    room.store.leases.acquire(A, ["chores", SOURCE, WORKER_PREFIX + A])
    room.store.leases.release(A, [SOURCE])
    assert other.leases.acquire(B, ["chores", SOURCE]) == {SOURCE: Lease(name=SOURCE, holder=B, token=2)}
    room.store.leases.release(A)
    assert set(other.leases.acquire(B, ["chores"])) == {"chores"}
    assert room.store.leases.renew(A) == {}


def test_an_expired_lease_is_taken_over_and_one_that_nobody_takes_is_kept(room: Room, other: Store) -> None:
    room.store.leases.acquire(A, ["chores", SOURCE])
    moved(room, -2 * DURATION, "chores", SOURCE)
    assert room.store.leases.renew(A)[SOURCE].token == 1
    moved(room, -2 * DURATION, SOURCE)
    assert other.leases.acquire(B, ["chores", SOURCE]) == {SOURCE: Lease(name=SOURCE, holder=B, token=2)}
    assert set(room.store.leases.renew(A)) == {"chores"}


def test_after_the_clock_jumped_back_no_lease_is_held_for_hours(room: Room, other: Store) -> None:
    room.store.leases.acquire(A, ["chores"])
    moved(room, timedelta(hours=5), "chores")
    assert set(other.leases.acquire(B, ["chores"])) == {"chores"}


def test_two_workers_never_acquire_the_same_lease(room: Room, other: Store) -> None:
    names = [f"source:{number}" for number in range(20)]
    together = threading.Barrier(2)

    def take(store: Store, who: str) -> set[str]:
        together.wait()
        return {taken for each in names for taken in store.leases.acquire(who, [each])}

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(take, [room.store, other], [A, B])
    assert first | second == set(names)
    assert not first & second


def test_a_worker_that_lost_a_lease_can_write_nothing_under_it(room: Room, other: Store) -> None:
    frozen = room.store.under_lease(room.store.leases.acquire(A, [SOURCE])[SOURCE])
    frozen.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=NOW)
    moved(room, -2 * DURATION, SOURCE)
    frozen.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=NOW)
    fresh = other.under_lease(other.leases.acquire(B, [SOURCE])[SOURCE])
    with pytest.raises(LeaseLostError, match="source:kt-eng"):
        frozen.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=NOW)
    fresh.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=NOW)
    other.leases.release(B)
    with pytest.raises(LeaseLostError):
        fresh.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=NOW)
    assert room.store.sources.health(NOW)[0].failures == 3
    room.follow(chat(), "AI")  # writes without a lease are not fenced


def test_acquiring_a_lease_waits_for_writes_under_it(room: Room, other: Store) -> None:
    frozen = room.store.under_lease(room.store.leases.acquire(A, [SOURCE])[SOURCE])
    moved(room, -2 * DURATION, SOURCE)
    order: list[str] = []

    def take() -> None:
        other.leases.acquire(B, [SOURCE])
        order.append("taken")

    with frozen.database.write_transaction():
        taker = threading.Thread(target=take)
        taker.start()
        taker.join(0.2)
        order.append("written")
    taker.join()
    assert order == ["written", "taken"]


def test_workers_alive_are_counted_and_dead_ones_deleted(room: Room) -> None:
    for who in (A, B):
        room.store.leases.acquire(who, [WORKER_PREFIX + who])
    assert room.store.leases.count_workers() == 2
    moved(room, -2 * DURATION, WORKER_PREFIX + B)
    assert room.store.leases.count_workers() == 1
    moved(room, -FORGET_AFTER, WORKER_PREFIX + B)
    assert room.store.leases.count_workers() == 1
    with room.store.database.read_transaction() as db:
        assert [row.name for row in db.execute(schema.lease.select())] == [WORKER_PREFIX + A]


def test_a_worker_that_died_on_this_machine_is_known_to_be_gone(room: Room) -> None:
    tell = "from bot.process import new_holder; print(new_holder())"
    told = subprocess.run([sys.executable, "-c", tell], capture_output=True, text=True, check=True)
    died = told.stdout.strip()
    room.store.leases.acquire(died, ["chores"])
    assert set(room.store.leases.acquire(A, ["chores"])) == {"chores"}


def frozen(url: str, name: str = "jarshy") -> psycopg.Connection[Any]:
    """A worker frozen in mid-pipeline: PostgreSQL itself waits forever for the rest."""
    connection = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    connection.execute(f"SET application_name = '{name}'")
    connection.execute("SET idle_in_transaction_session_timeout = '100ms'")
    connection.commit()
    connection.execute("INSERT INTO notice VALUES (%s, now())", [name])
    connection.pgconn.enter_pipeline_mode()
    connection.pgconn.send_query_params(b"UPDATE notice SET told_at = now()", None)
    connection.pgconn.send_flush_request()
    connection.pgconn.flush()
    time.sleep(0.3)
    return connection


def test_a_transaction_of_a_worker_frozen_in_mid_pipeline_is_ended_by_the_others(
    server: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    with server.fresh() as url:
        room, stuck, without_timeouts = Room(url), frozen(url), frozen(url, "jarshy, without_timeouts")
        assert room.store.leases.end_frozen_transactions() == 0, "it may still continue"
        monkeypatch.setitem(engine.TIMEOUTS, engine.IDLE_TIMEOUT, "200ms")
        assert room.store.leases.end_frozen_transactions() == 1
        room.store.notices.add("jarshy", NOW, [letter(chat("77"))])
        assert room.store.notices.subjects() == {"jarshy"}
        with room.store.database.engine.connect() as db:
            left = db.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND application_name = 'jarshy, without_timeouts'"
                )
            )
        room.store.close()
        for connection in (stuck, without_timeouts):
            connection.close()
    assert left == 1, "a rebuild of tables may take longer"


def test_no_frozen_transactions_are_looked_for_on_sqlite(sqlite_url: str) -> None:
    room = Room(sqlite_url)
    assert room.store.leases.end_frozen_transactions() == 0
    room.store.close()
