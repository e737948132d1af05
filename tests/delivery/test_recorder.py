"""Outcomes are recorded in batches; one that can't be does not affect others, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.recorder import RETRY_DELAY, Recorder
from bot.errors import StorageError
from bot.model import Cause, Outcome, RetryAt, Sent
from bot.storage.claims import SOLO
from bot.storage.store import Outbox
from tests.builders import plain_words
from tests.databases import PostgreSQL
from tests.delivery.harness import delivering, owe, rows, settled
from tests.fakes import FakePlatform
from tests.lost_answers import lost_answers
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


# ------------------------------------------------------------- the answer to a COMMIT gets lost, nobody knows of it


class Deaf(Outbox):
    """An outbox that records, and is said to have failed for the first few times."""

    lose = 2  #: answers: that to a batch of one, and that to the outcome by itself

    def record_outcomes(self, outcomes: Sequence[Outcome], worker: str = SOLO) -> None:
        super().record_outcomes(outcomes, worker)
        if self.lose > 0:
            self.lose -= 1
            raise StorageError(plain_words("connection lost"))


@in_virtual_time
async def test_a_verdict_that_is_recorded_again_after_a_claim_does_not_free_what_is_being_sent(room: Room) -> None:
    (sent,) = claimed(room, 1)
    retried = replace(sent, verdict=RetryAt(cause=Cause.SERVER_ERROR), not_before=NOW)
    recorder = Recorder(Deaf(room.store.database), SOLO)
    task = asyncio.create_task(recorder.run())
    recorder.put([retried], lambda: None)
    await asyncio.sleep(1)
    assert recorder.unrecorded == 1, "as far as it knows"
    (again,) = room.claim()
    await asyncio.sleep(RETRY_DELAY)
    assert recorder.unrecorded == 0
    assert room.store.outbox.count_deliveries() == {"sending": 1}
    assert room.claim() == [], "it is being sent"
    recorder.put([replace(sent, deliveries=(again,))], lambda: None)
    await settled(room, sent=1)
    (row,) = rows(room)
    assert row["attempts"] == 2
    recorder.close()
    await asyncio.wait_for(task, 1)


@in_virtual_time
async def test_a_message_comes_once_though_the_connection_is_cut_after_the_commit(server: PostgreSQL) -> None:
    """The first attempt fails, which is recorded again while the second one is under way."""
    with server.fresh() as url, lost_answers(url) as answers:
        room = Room(answers.url)
        owe(room, 1)
        platform = FakePlatform().will(RetryAt(cause=Cause.SERVER_ERROR, after=timedelta()))
        go_on = platform.hold()
        async with delivering(room, platform):
            await platform.wait_started(1)
            answers.lose = 2  # that to a batch of one, and that to the outcome by itself
            go_on.set()
            second = platform.hold()
            await asyncio.sleep(RETRY_DELAY * 3)
            assert (answers.lost, platform.asked) == (2, 2)
            second.set()
            await settled(room, sent=1)
        assert (len(platform.sent), rows(room)[0]["attempts"]) == (1, 2)
        room.store.close()
