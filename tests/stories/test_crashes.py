"""Whatever breaks, and whenever: nothing is lost, and only messages in flight may be repeated."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import signal
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot.delivery import lane
from bot.storage.store import Store, migrate
from tests.stories.worker_process import FASTEST, Counter, WorkerOptions, all_sent, begin, ended, in_flight, owe

CHATS = 2_000
KILLS = 10


def largest_file(folder: Path) -> int:
    return max(file.stat().st_size for file in folder.iterdir())


async def test_kill_9_at_any_instant_loses_nothing_and_repeats_only_what_was_in_flight(
    database_url: str, store: Store, counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(store, CHATS)
    life = WorkerOptions(url=database_url, port=counter.port, rate=FASTEST)
    chance = random.Random()
    unrecorded = [0]
    for _ in range(KILLS):
        child = await begin(life)
        await counter.counts(min(counter.got.total() + chance.randint(1, 2 * CHATS // (KILLS + 3)), CHATS))
        await asyncio.sleep(chance.random() / 50)
        child.kill()
        assert await ended(child) == -signal.SIGKILL
        unrecorded.append(await counter.unrecorded(store))
    child = await begin(life)
    await counter.reaches(CHATS)
    await all_sent(store, CHATS)
    child.terminate()
    assert await ended(child) == 0
    at_once = max(after - before for before, after in pairwise(unrecorded))
    with capsys.disabled():
        print(f" [{KILLS} kills: 0 lost, {counter.repeats} repeated, at most {at_once} after one kill]", end="")
    assert len(counter.got) == CHATS
    assert counter.repeats == unrecorded[-1], "messages sent and not recorded are repeated, and nothing else"
    assert at_once <= lane.MAX_IN_FLIGHT


async def test_sigterm_finishes_messages_in_flight_and_repeats_nothing(
    database_url: str, store: Store, counter: Counter
) -> None:
    life = WorkerOptions(url=database_url, port=counter.port)
    for number in range(3):
        owe(store, 300, article=number + 1)
        counter.open.clear()
        child = await begin(life)
        await counter.counts(counter.got.total() + 5)
        child.terminate()
        asyncio.get_running_loop().call_later(number / 10, counter.open.set)
        assert await ended(child) == 0, "within ten seconds"
        assert in_flight(store) == 0
    owe(store, 300, article=4)
    child = await begin(life)
    await all_sent(store, 1200)
    child.terminate()
    assert await ended(child) == 0
    assert counter.got == dict.fromkeys(map(str, range(1, 301)), 4)


async def test_a_full_disk_stops_delivery_and_repeats_nothing_afterwards(tmp_path: Path, counter: Counter) -> None:
    url = f"sqlite:///{tmp_path}/jarshy.db"
    migrate(url)
    store = Store.open(url)
    owe(store, CHATS)
    while store.outbox.fan_out(datetime.now(UTC)):
        continue
    full = largest_file(tmp_path) + 60_000
    child = await begin(WorkerOptions(url=url, port=counter.port, file_limit=full, retry_delay=0.1))
    while not await asyncio.to_thread(store.leases.count_workers):
        await asyncio.sleep(0.02)
    stalled, before = 0, 0
    while stalled < 20:  # the write-ahead log has reached the limit: nothing is written any more
        await asyncio.sleep(0.05)
        stalled, before = (stalled + 1, before) if counter.got.total() == before else (0, counter.got.total())
    assert before < CHATS
    resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await all_sent(store, CHATS)
    child.terminate()
    assert await ended(child) == 0
    store.close()
    assert (len(counter.got), counter.repeats) == (CHATS, 0)


async def test_several_workers_deliver_nothing_twice(database_url: str, store: Store, counter: Counter) -> None:
    owe(store, 600)
    life = WorkerOptions(url=database_url, port=counter.port, lease=2.0)
    children = [await begin(life) for _ in range(4)]
    await counter.reaches(600)
    owe(store, 600, article=2)
    await all_sent(store, 1200)
    for child in children:  # one after the other, so that each time another one takes over
        child.terminate()
    assert [await ended(child) for child in children] == [0] * 4
    assert counter.got == dict.fromkeys(map(str, range(1, 601)), 2)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM])
async def test_the_work_of_a_dead_or_frozen_worker_is_taken_over(
    database_url: str, store: Store, counter: Counter, end: signal.Signals
) -> None:
    if end == signal.SIGSTOP and database_url.startswith("sqlite"):
        end = signal.SIGKILL  # a worker frozen in a write keeps SQLite locked: nobody can take over
    owe(store, 400)
    life = WorkerOptions(url=database_url, port=counter.port, lease=1.5, hidden=True)
    first = await begin(life)
    await counter.counts(50)
    second = await begin(life)
    os.kill(first.pid, end)
    flying = CHATS if end == signal.SIGSTOP else 0
    if end == signal.SIGKILL:
        await ended(first)
        flying = in_flight(store)
    await counter.reaches(400)
    os.kill(first.pid, signal.SIGCONT) if end == signal.SIGSTOP else None
    owe(store, 400, article=2)
    await all_sent(store, 800)
    for child in (first, second) if end == signal.SIGSTOP else (second,):
        child.terminate()
    assert await ended(second) == 0
    assert await ended(first) == (-end if end == signal.SIGKILL else 0)
    repeats = counter.got.total() - 800
    assert min(counter.got.values()) >= 2, "nothing is lost"
    assert repeats <= flying
