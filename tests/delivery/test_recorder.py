"""Outcomes are recorded in batches; one that can't be does not affect others, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.delivery.recorder import RETRY_DELAY, Recorder
from bot.model import Outcome, Sent
from tests.delivery.harness import owe, settled
from tests.storage.conftest import NOW, Room
from tests.virtual import in_virtual_time


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


def claimed(room: Room, chats: int) -> list[Outcome]:
    """So many were sent."""
    owe(room, chats)
    room.fan_out()
    return [Outcome(deliveries=(one,), verdict=Sent(refs=("1",)), at=NOW) for one in room.claim()]


@in_virtual_time
async def test_an_outcome_that_can_not_be_recorded_is_retried_and_does_not_affect_others(room: Room) -> None:
    good = claimed(room, 8)
    bad = Outcome(deliveries=good[3].deliveries, verdict=Sent(refs=("1",)), at=datetime(2026, 3, 2))  # noqa: DTZ001  # no zone: refused
    recorder, told = Recorder(room.store.outbox, "solo"), []
    task = asyncio.create_task(recorder.run())
    recorder.put([bad, *good[:3], *good[4:]], lambda: told.append(1))
    await settled(room, sent=7, sending=1)
    assert not recorder.failing, "the database works"
    await asyncio.sleep(RETRY_DELAY * 3)
    assert told, "the lane is notified of the others"
    recorder.close()
    await asyncio.wait_for(task, 1)


@in_virtual_time
async def test_what_was_enqueued_before_close_is_recorded(room: Room) -> None:
    recorder = Recorder(room.store.outbox, "solo")
    recorder.put(claimed(room, 3), lambda: None)
    recorder.close()
    await asyncio.wait_for(recorder.run(), 1)
    assert room.store.outbox.count_deliveries() == {"sent": 3}


@in_virtual_time
async def test_a_recorder_with_nothing_to_do_ends_when_it_is_closed(room: Room) -> None:
    recorder = Recorder(room.store.outbox, "solo")
    task = asyncio.create_task(recorder.run())
    await asyncio.sleep(3)
    recorder.close()
    await asyncio.wait_for(task, 1)
