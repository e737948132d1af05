"""Digests that are due are enqueued by the batch: wholly or not at all, each from its own last one on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import event, select

from bot.model import Cause
from bot.storage import schema as t
from tests.storage.conftest import NOW, Room, chat
from tests.storage.test_digests import AT_EIGHT, EVERY_DAY, MORNING, enqueue, owed, scheduled, spans


def test_a_batch_that_is_cut_off_behind_any_statement_leaves_no_trace_and_is_whole_the_next_time(room: Room) -> None:
    for name in ("1", "2", "3", "4"):
        scheduled(room, chat(name), minutes=AT_EIGHT if name != "3" else (420,))
    room.store.chats.deactivate(chat("2"), Cause.BLOCKED, NOW)
    before = rows_of(room)
    cut_off = 0
    for behind in itertools.count(1):
        try:
            with cut_off_behind(room, behind):
                assert enqueue(room, MORNING) == 4
            break
        except CutOffError:
            cut_off += 1
            assert rows_of(room) == before
    assert cut_off >= 6, "the schedules, their letters and the next times, of two times of day"
    assert enqueue(room, MORNING) == 0
    assert sorted(who for who, _ in spans(owed(room, MORNING))) == ["1", "3", "4"]


class CutOffError(Exception):
    """As if the program had been killed."""


@contextmanager
def cut_off_behind(room: Room, statements: int) -> Iterator[None]:
    """End whatever goes on behind so many statements."""
    engine, count = room.store.database.engine, itertools.count(1)

    def end(*_args: object) -> None:
        if next(count) == statements:
            raise CutOffError

    event.listen(engine, "after_cursor_execute", end)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", end)


def rows_of(room: Room) -> tuple[Sequence[object], Sequence[object]]:
    """All schedules, and all letters."""
    with room.store.database.read_transaction() as db:
        schedules = db.execute(select(t.digest_schedule).order_by(t.digest_schedule.c.chat_id)).all()
        return schedules, db.execute(select(t.letter)).all()


def test_chats_of_one_time_get_digests_since_their_own_last_ones(room: Room) -> None:
    room.follow(chat("1"), "AI")
    room.follow(chat("2"), "AI")
    room.store.digests.set(chat("1"), EVERY_DAY, AT_EIGHT, NOW)
    room.store.digests.set(chat("2"), EVERY_DAY, AT_EIGHT, NOW + timedelta(hours=2, seconds=7, microseconds=9))
    assert enqueue(room, MORNING.astimezone(ZoneInfo("Asia/Almaty"))) == 2
    found = dict(spans(owed(room, MORNING)))
    assert [found[name].since_at for name in ("1", "2")] == [
        NOW - timedelta(days=1),
        NOW - timedelta(hours=22) + timedelta(seconds=7),
    ]
