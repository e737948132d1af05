"""What workers count is added up by the hour, and its total never goes back."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.counting import Labels
from bot.errors import StorageError
from bot.storage import schema as t
from bot.storage.figures import KEPT_BY_HOUR
from bot.storage.store import Store
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW, Room, later

SENT = "jarshy_alerts_sent_total"
TELEGRAM, SLACK = (("lane", "telegram"),), (("lane", "slack"),)


def counted(value: float, lane: tuple[tuple[str, str], ...] = TELEGRAM) -> dict[tuple[str, Labels], float]:
    return {(SENT, lane): value}


def test_counts_of_an_hour_are_added_up_by_their_labels(room: Room) -> None:
    figures = room.store.figures
    figures.add(counted(2) | counted(7, SLACK), NOW)
    figures.add(counted(3), later(minutes=59))
    figures.add(counted(4), later(minutes=60))
    assert figures.hourly(SENT, NOW) == {TELEGRAM: {NOW: 5, later(hours=1): 4}, SLACK: {NOW: 7}}
    assert figures.hourly(SENT, later(hours=1)) == {TELEGRAM: {later(hours=1): 4}}
    assert figures.totals() == [(SENT, SLACK, 7), (SENT, TELEGRAM, 9)]


def test_labels_are_kept_as_they_are_in_any_letters(room: Room) -> None:
    labels = (("cause", 'a "quoted" \\ one'), ("source", "қазақстан-газеті"))
    room.store.figures.add({("jarshy_polls_total", labels): 1}, NOW)
    assert room.store.figures.totals() == [("jarshy_polls_total", labels, 1)]
    assert room.store.figures.hourly("jarshy_polls_total", NOW) == {labels: {NOW: 1}}


def test_nothing_counted_writes_nothing(room: Room) -> None:
    room.store.figures.add({}, NOW)
    assert room.store.figures.totals() == []
    assert room.store.figures.roll_up(NOW) == 0


def test_old_hours_are_added_up_and_totals_stay(room: Room) -> None:
    figures = room.store.figures
    figures.add(counted(1), NOW - timedelta(days=9))
    for hour in range(60):
        figures.add(counted(1), NOW - timedelta(hours=hour))
    before = figures.totals()
    assert figures.roll_up(NOW) == 12
    assert figures.totals() == before == [(SENT, TELEGRAM, 61)]
    assert figures.roll_up(NOW) == 0
    assert figures.roll_up(later(hours=1)) == 1
    assert figures.totals() == before
    with room.store.database.read_transaction() as db:
        assert db.scalar(select(func.count()).select_from(t.figure)) == KEPT_BY_HOUR // timedelta(hours=1) + 1


def test_sweeping_adds_up_old_hours(room: Room) -> None:
    long_ago = NOW - timedelta(days=9)
    room.store.figures.add(counted(1), long_ago)
    room.store.sweep(NOW, bodies_before=NOW - timedelta(days=30))
    assert room.store.figures.hourly(SENT, long_ago) == {}
    assert room.store.figures.totals() == [(SENT, TELEGRAM, 1)]


def test_it_is_known_when_something_was_last_counted(room: Room) -> None:
    figures = room.store.figures
    figures.add(counted(1), later(days=-9))
    figures.add(counted(1), later(minutes=7))
    figures.add(counted(1), later(minutes=5))  # of a worker whose clock is behind
    figures.add(counted(1, SLACK), later(days=-9))
    figures.roll_up(NOW)
    assert figures.changed_at(SENT) == {TELEGRAM: later(minutes=7), SLACK: later(days=-9)}


def test_two_workers_that_count_at_once_lose_nothing(room: Room) -> None:
    labels = [(("lane", f"slack:T{number}"),) for number in range(20)]

    def work(store: Store, order: int) -> None:
        for _ in range(15):
            store.figures.add({(SENT, each): 1.0 for each in labels[::order]}, NOW)
            store.figures.roll_up(NOW)

    others = [Store.open(room.url) for _ in range(2)]
    threads = [threading.Thread(target=work, args=(store, 1 - 2 * place)) for place, store in enumerate(others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in others:
        store.close()
    assert {value for _, _, value in room.store.figures.totals()} == {30}


def test_a_database_that_is_away_says_so_and_adds_nothing(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store = Store.open(url)
        server.leave(url)
        with pytest.raises(StorageError):
            store.figures.add(counted(1), NOW)
        server.come_back(url)
        assert store.figures.totals() == []
        store.close()
