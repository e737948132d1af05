"""Several workers on one database: python -m tests.benchmarks.bench_workers [KILLS]

- messages a second with one, two and four workers, limits off, beside one worker in the same run
- how long it takes until a dead worker's work goes on, with its process seen to be gone and without
- kill -9 at random instants over 20,000 deliveries: what was lost, what came again, beside what was in flight
"""

from __future__ import annotations

import asyncio
import itertools
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.delivery import lane
from bot.storage.store import Store
from tests.databases import KINDS, PostgreSQL, fresh
from tests.stories.worker_process import FASTEST, Counter, WorkerOptions, all_sent, begin, ended, owe

DELIVERIES = 20_000
KILLS = 200
WORKERS = (1, 2, 4)
RACED = 10_000
ROUNDS = 2


def show(kind: str, what: str, figure: str, goal: str) -> None:
    print(f"{kind:<11} {what:<46} {figure:>34}   goal {goal}", flush=True)


async def throughput(kind: str, url: str) -> None:
    """From the match to the last message, all workers being at work already; the better of two rounds."""
    store = Store.open(url)
    article = itertools.count(1)
    speed: dict[int, float] = {}
    async with Counter() as counter:
        for workers in WORKERS:
            children = [await begin(WorkerOptions(url=url, port=counter.port)) for _ in range(workers)]
            while store.leases.count_workers() < workers:
                await asyncio.sleep(0.05)
            rounds = [await timed(store, counter, next(article)) for _ in range(ROUNDS)]
            for child in children:
                child.terminate()
                await ended(child)
            speed[workers] = max(rounds)
            twice = counter.got.total() - RACED * ROUNDS * len(speed)
            share = "" if workers == 1 else f", {speed[workers] / speed[1]:.2f} of one's"
            goal = "1,000/s" if workers == 1 else "0.8 of one's, 0 twice"
            show(kind, f"{workers} workers, limits off", f"{speed[workers]:,.0f}/s{share}, {twice} twice", goal)
    store.close()


async def timed(store: Store, counter: Counter, article: int) -> float:
    """Messages a second of one article for all."""
    before = counter.got.total()
    owe(store, RACED, article=article)
    await counter.counts(before + 1)
    began = time.perf_counter()
    await counter.counts(before + RACED, 600)
    speed = RACED / (time.perf_counter() - began)
    await all_sent(store, RACED * article, 600)
    return speed


async def take_over(kind: str, url: str) -> None:
    """From the kill to the next message, the next worker waiting already."""
    store = Store.open(url)
    owe(store, DELIVERIES)
    async with Counter() as counter:
        for hidden in (False, True):
            first = await begin(WorkerOptions(url=url, port=counter.port, hidden=hidden))
            await counter.counts(counter.got.total() + 100)
            second = await begin(WorkerOptions(url=url, port=counter.port, hidden=hidden))
            while store.leases.count_workers() < 2:
                await asyncio.sleep(0.05)
            first.kill()
            await ended(first)
            began, so_far = time.perf_counter(), counter.got.total()
            await counter.counts(so_far + 1, 60)
            where = "on another machine" if hidden else "on the same machine"
            show(kind, f"a worker {where} takes over after", f"{time.perf_counter() - began:.1f} s", "30 s")
            second.kill()
            await ended(second)
    store.close()


async def crashes(kind: str, url: str, kills: int) -> None:
    store = Store.open(url)
    owe(store, DELIVERIES)
    chance, unrecorded = random.Random(), [0]
    async with Counter() as counter:
        life = WorkerOptions(url=url, port=counter.port, rate=FASTEST)
        for _ in range(kills):
            child = await begin(life)
            steps = chance.randint(1, max(2 * DELIVERIES // (kills + 20), 2))
            await counter.counts(min(counter.got.total() + steps, DELIVERIES))
            await asyncio.sleep(chance.random() / 50)
            child.kill()
            assert await ended(child) == -signal.SIGKILL
            unrecorded.append(await counter.unrecorded(store))
        child = await begin(life)
        await counter.reaches(DELIVERIES, 600)
        await all_sent(store, DELIVERIES, 600)
        child.terminate()
        await ended(child)
        lost = DELIVERIES - len(counter.got)
        again = [after - before for before, after in itertools.pairwise(unrecorded)]
        figure = f"{lost} lost, {counter.repeats} again"
        show(kind, f"{kills} × kill -9 over {DELIVERIES:,} deliveries", figure, f"0 lost, the {sum(again)} in flight")
        figure = f"{statistics.median(again):.0f}, {max(again)}"
        show(kind, "  in flight at a kill, 1,000/s: median, most", figure, f"no more than {lane.MAX_IN_FLIGHT}")
    store.close()


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    server = PostgreSQL()
    try:
        for kind in KINDS:
            for bench in (throughput, take_over):
                with tempfile.TemporaryDirectory() as folder, fresh(kind, server, Path(folder)) as url:
                    asyncio.run(bench(kind, url))
            with tempfile.TemporaryDirectory() as folder, fresh(kind, server, Path(folder)) as url:
                asyncio.run(crashes(kind, url, kills))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
