"""Delivery, timed: python -m tests.benchmarks.bench_delivery

Each figure stands beside its yardstick, measured in the same run: only the ratios say something on a busy machine. What
is paced by a platform runs in virtual time, against a platform that refuses what exceeds its limits.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, text

from bot.delivery.deliver import Deliverer
from bot.delivery.pace import Schedule, Turn, Turns
from bot.errors import SendError
from bot.messages.message import say
from bot.model import Chat, Outcome, RetryAt, Sent
from bot.platforms.rates import Rates
from bot.storage import fanout_batches
from bot.storage import schema as t
from bot.storage.database import Database
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.databases import KINDS, PostgreSQL, fresh
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.fakes import FakePlatform
from tests.virtual import EPOCH, run_virtually, wall_clock

NOW = EPOCH
TELEGRAM = Rates(total=28.0, chat=1.0, group_per_minute=20)
SERVER = PostgreSQL()


def show(what: str, figure: str, goal: str = "") -> None:
    print(f"{what:<66} {figure:>26}   {goal}", flush=True)


# ------------------------------------------------------------------------------------------------------- storage


class TimedDatabase(Database):
    """A database that tells how long it held the writer."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.held: list[float] = []

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        with super().write_transaction() as connection:
            began = time.perf_counter()
            yield connection
        self.held.append(time.perf_counter() - began)


def held(store: Store) -> list[float]:
    """How long the writer was held, each time."""
    assert isinstance(store.database, TimedDatabase)
    return store.database.held


@contextmanager
def a_store(kind: str = "sqlite") -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, fresh(kind, SERVER, Path(folder)) as url:
        store = Store.from_database(TimedDatabase(open_engine(url)))
        yield store
        store.close()


def people(store: Store, chats: int, *, groups: int = 0, queries: int = 1) -> None:
    """Chats 1, 2 …, the last ones groups; their follows spread over the queries."""
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(t.source.insert(), {"key": "kt", "name": "KT", "language": "en", "every": 300, "enabled": True})
        for query in range(1, queries + 1):
            db.execute(t.query.insert(), {"id": query, "canonical": f"q{query}", "typed": "AI", "grammar": 1,
                                          "created_at": NOW})  # fmt: skip
        for first in range(1, chats + 1, 50_000):
            ids = range(first, min(first + 50_000, chats + 1))
            db.execute(t.chat.insert(), [_chat(row, group=row > chats - groups) for row in ids])
            db.execute(t.subscription.insert(), [{"chat_id": row, "query_id": row % queries + 1, "typed": "AI",
                                                  "created_at": NOW} for row in ids])  # fmt: skip


def _chat(row: int, *, group: bool) -> dict[str, Any]:
    return {
        "id": row,
        "platform": "telegram",
        "native_id": f"-{row}" if group else str(row),
        "thread": "",
        "kind": "group" if group else "private",
        "title": "",
        "timezone": "Asia/Almaty",
        "created_at": NOW,
    }


def publish(store: Store, article: int, *, queries: int = 1) -> None:
    """An article that answers those queries, and the job to fan it out."""
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(t.article.insert(), {"id": article, "source_key": "kt", "url": f"http://127.0.0.1/{article}",
                                        "title": f"Title {article}", "teaser": "A teaser. " * 20,
                                        "body": "Text. " * 600,
                                        "published_at": NOW, "first_seen_at": NOW, "page_state": "read",
                                        "silent": False})  # fmt: skip
        found = {"article_id": article, "sentence": "An AI model is trained. " * 4, "spans": "[[3, 5]]"}
        db.execute(t.match.insert(), [{**found, "query_id": query} for query in range(1, queries + 1)])
        db.execute(t.fanout.insert(), {"article_id": article, "cursor": 0, "created_at": NOW})


BARE = (
    "INSERT INTO bare SELECT DISTINCT chat_id, 1, 'telegram', 'pending', 1.0, '1970-01-01 00:00:00.000000', "
    "0, FALSE, FALSE FROM subscription JOIN match ON match.query_id = subscription.query_id WHERE match.article_id = 1 "
    "ORDER BY chat_id ON CONFLICT DO NOTHING"
)
BARE_TABLE = (
    "CREATE TABLE bare (chat_id INTEGER NOT NULL, article_id INTEGER NOT NULL, platform TEXT, state TEXT, "
    "fair_at DOUBLE PRECISION, not_before TEXT, attempts INTEGER, plain BOOLEAN, alone BOOLEAN, "
    "PRIMARY KEY (article_id, chat_id))"
)
FAN_OUT_GOALS = {"sqlite": "goal 0.15 s", "postgresql": "goal 0.6 s"}


def fan_out(kind: str, chats: int, queries: int, rounds: int) -> None:
    """The best of some rounds, beside the best of as many bare statements."""
    with a_store(kind) as store:
        people(store, chats, queries=queries)
        bare, ours, longest = [], [], []
        with store.database.engine.execution_options(writes=True).begin() as db:
            db.execute(text(BARE_TABLE + (" WITHOUT ROWID" if kind == "sqlite" else "")))
            db.execute(text("ANALYZE"))
        for number in range(1, rounds + 1):
            publish(store, number, queries=queries)
            bare.append(_timed(lambda: _bare(store)))
            held(store).clear()
            ours.append(_timed(lambda: _drain_jobs(store)))
            longest.append(max(held(store)))
            with store.database.engine.execution_options(writes=True).begin() as db:
                for table in ("delivery", "bare"):
                    db.execute(text(f"DELETE FROM {table}" if kind == "sqlite" else f"TRUNCATE {table}"))
        ratio = min(ours) / min(bare)
        goal = FAN_OUT_GOALS[kind] if chats == 100_000 else ""
        show(f"fan-out, {kind}, {chats:,} chats owed one article", f"{min(ours):.3f} s", goal)
        show(
            "  yardstick: the bare INSERT … SELECT on the same key",
            f"{min(bare):.3f} s",
            f"ratio {ratio:.1f}" + (" (goal 2.5)" if chats == 100_000 else ""),
        )
        show("  the longest transaction, commit included", f"{min(longest) * 1000:.0f} ms",
             "goal under 200 ms, for others wait to write" if kind == "sqlite" and chats > 100_000 else "")  # fmt: skip


def left_out(kind: str, chats: int, rounds: int) -> None:
    """Fan-out where some chats leave the source out, beside one where nobody does, by turns."""
    with a_store(kind) as store:
        people(store, chats, queries=3)
        _execute(store, "ANALYZE")
        took: dict[int, list[float]] = {0: [], 100: [], 10: []}  # by one chat in how many leaves it out
        for number in range(1, rounds * len(took) + 1):
            share = list(took)[number % len(took)]
            _execute(store, "DELETE FROM left_out")
            if share:
                of_them = f"SELECT 'kt', id FROM chat WHERE id % {share} = 0"
                _execute(store, f"INSERT INTO left_out (source_key, chat_id) {of_them}")
            publish(store, number, queries=3)
            took[share].append(_timed(lambda: _drain_jobs(store)))
            _execute(store, "DELETE FROM delivery" if kind == "sqlite" else "TRUNCATE delivery")
        nobody = min(took[0])
        for share, each in took.items():
            what = f"one chat in {share} leaves the source out" if share else "nobody leaves it out"
            show(f"fan-out, {kind}, {chats:,} chats, {what}", f"{min(each):.3f} s",
                 f"ratio {min(each) / nobody:.2f} (goal 1.1)")  # fmt: skip


def _execute(store: Store, statement: str) -> None:
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(text(statement))


SEEN = """
INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, plain, alone, ref, sent_at)
WITH RECURSIVE old (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM old WHERE n < :articles)
SELECT old.n, chat.id, 'telegram', 'sent', 1.0, '2026-01-01 00:00:00.000000', 1, 0, 0, '12345',
'2026-01-01 00:00:00.000000' FROM old CROSS JOIN chat ORDER BY old.n, chat.id
"""


def beside_history(chats: int, articles: int) -> None:
    """Fan-out and pruning where much was delivered before."""
    with a_store() as store:
        people(store, chats, queries=3)
        for article in range(1, articles + 2):
            publish(store, article, queries=3)
        with store.database.engine.execution_options(writes=True).begin() as db:
            db.execute(text("DELETE FROM fanout WHERE article_id <= :articles"), {"articles": articles})
            db.execute(text(SEEN), {"articles": articles})
        took = _timed(lambda: _drain_jobs(store))
        show(f"fan-out to {chats:,} beside {chats * articles:,} delivered rows", f"{took:.3f} s", "as without them")
        held(store).clear()
        began = time.perf_counter()
        pruned = store.outbox.prune(NOW + timedelta(days=1))
        rate = pruned / (time.perf_counter() - began)
        longest = max(held(store)) * 1000
        show(
            "pruned by age, pauses for others included",
            f"{rate:,.0f} rows/s",
            f"writer held for {longest:.0f} ms at most",
        )


def _timed(what: Callable[[], None]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _bare(store: Store) -> None:
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(text(BARE))


def _drain_jobs(store: Store) -> None:
    while store.outbox.fan_out(NOW):
        pass


def claims(chats: int, queries: int) -> None:
    with a_store() as store:
        people(store, chats, queries=queries)
        publish(store, 1, queries=queries)
        _drain_jobs(store)
        for size in (30, 100, 500):
            rows, claiming, recording = 0, 0.0, 0.0
            for _ in range(6000 // size):
                began = time.perf_counter()
                claimed = store.outbox.claim("telegram", NOW, size, per_chat=100)
                between = time.perf_counter()
                store.outbox.record_outcomes(
                    [Outcome(deliveries=(one,), verdict=Sent(refs=("1",)), at=NOW) for one in claimed]
                )
                rows, claiming = rows + len(claimed), claiming + between - began
                recording += time.perf_counter() - between
            show(
                f"claimed with article and reasons, {size} chats at a time, of {chats:,}",
                f"{rows / claiming:,.0f} rows/s",
            )
            show("  recorded", f"{rows / recording:,.0f} rows/s")
        raw = _raw_claims(store)
        show("  yardstick: bare claims of 30 rows in SQL, nothing read", f"{raw:,.0f} rows/s")


def _raw_claims(store: Store) -> float:
    claim = text(
        "UPDATE delivery SET state = 'sending' WHERE (chat_id, article_id) IN "
        "(SELECT chat_id, article_id FROM delivery WHERE state = 'pending' AND lane = 'telegram' "
        "ORDER BY fair_at LIMIT 30)"
    )
    began = time.perf_counter()
    for _ in range(200):
        with store.database.engine.execution_options(writes=True).begin() as db:
            db.execute(claim)
    return 200 * 30 / (time.perf_counter() - began)


# ------------------------------------------------------------------------------------------------------ whole way


async def end_to_end(store: Store, chats: int) -> float:
    """Deliveries a second from the outbox to the recorded verdict, no limits, in real time."""
    platform = FakePlatform(rate=1_000_000, chat_rate=1_000_000)
    deliverer = Deliverer(
        outbox=store.outbox, platforms=[platform], clock=lambda: datetime.now(UTC), on_refused=lambda *_: None
    )
    began = time.perf_counter()
    task = asyncio.create_task(deliverer.run())
    while store.outbox.count_deliveries() != {"sent": chats}:
        await asyncio.sleep(0.1)
    took = time.perf_counter() - began
    deliverer.stop()
    await task
    return chats / took


async def enforced(store: Store, owed: int) -> RateLimitedPlatform:
    """Everything that is owed goes out to a platform that enforces its limits, in virtual time."""
    platform = RateLimitedPlatform()
    deliverer = Deliverer(outbox=store.outbox, platforms=[platform], clock=wall_clock, on_refused=lambda *_: None)
    task = asyncio.create_task(deliverer.run())
    while store.outbox.count_deliveries() != {"sent": owed}:
        await asyncio.sleep(0.5)
    deliverer.stop()
    await task
    return platform


async def naive(chats: list[str], rate: float) -> RateLimitedPlatform:
    """The yardstick: first come, first served at that rate; after a refusal everything waits as was asked for."""
    platform = RateLimitedPlatform()
    waiting: list[tuple[float, int, str]] = [(0.0, number, chat) for number, chat in enumerate(chats)]
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()
    paused_until = 0.0

    async def send(number: int, chat: str) -> None:
        nonlocal paused_until
        try:
            await platform.send(Chat(platform="telegram", id=chat), say("x"))
        except SendError as error:
            pause = error.verdict.after if isinstance(error.verdict, RetryAt) else None
            paused_until = loop.time() + (pause or timedelta()).total_seconds()
            heapq.heappush(waiting, (paused_until, number, chat))

    while waiting or tasks:
        if waiting and max(waiting[0][0], paused_until) <= loop.time():
            _, number, chat = heapq.heappop(waiting)
            task = asyncio.create_task(send(number, chat))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            await asyncio.sleep(1 / rate)
        else:
            await asyncio.sleep(0.05)
    return platform


def paced(what: str, goal: str, *, chats: int, groups: int = 0, alerts: int = 0) -> None:
    """One alert for each chat, and `alerts` for each of the groups among them."""
    with a_store() as store:
        people(store, chats, groups=groups, queries=1)
        publish(store, 1)
        if alerts:
            _only_groups_follow(store, chats - groups)
            for article in range(2, alerts + 1):
                publish(store, article)
                _second_query(store, article)
        _drain_jobs(store)
        owed = sum(store.outbox.count_deliveries().values())
        platform = run_virtually(enforced(store, owed))
    took = platform.sent[-1][0] - platform.latency
    messages = len(platform.sent)
    show(f"{what}: {owed:,} alerts in {messages:,} messages", f"{messages / took:.1f}/s, {took:.0f} s", goal)
    show("  refused", f"{platform.refusals}", "goal none")
    names = [str(row) for row in range(1, chats - groups + 1)]
    names += [f"-{row}" for row in range(chats - groups + 1, chats + 1)] * max(alerts, 1)
    random.Random(1).shuffle(names)
    yardstick = run_virtually(naive(names, 30.0))
    took = yardstick.sent[-1][0]
    show("  yardstick: first come, first served at 30/s", f"{len(yardstick.sent) / took:.1f}/s, {took:.0f} s",
         f"{yardstick.refusals:,} refused")  # fmt: skip


def _only_groups_follow(store: Store, last_person: int) -> None:
    """The groups follow a second query."""
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(t.query.insert(), {"id": 2, "canonical": "q2", "typed": "waste", "grammar": 1, "created_at": NOW})
        members = text(
            "INSERT INTO subscription (chat_id, query_id, typed, created_at) "
            "SELECT id, 2, 'waste', created_at FROM chat WHERE id > :last"
        )
        db.execute(members, {"last": last_person})


def _second_query(store: Store, article: int) -> None:
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(t.match.update().where(t.match.c.article_id == article).values(query_id=2))


def turns_alone() -> None:
    """The schedule without folding: 1,900 people with one alert, 20 groups with 20."""
    for order in ("longest first", "in turn"):
        schedule = Schedule(TELEGRAM)
        turns = Turns(schedule)
        owed = dict.fromkeys(range(1900), 1) | dict.fromkeys(range(5000, 5020), 20)
        now = last = 0.0
        for chat, count in owed.items():
            turns.add(Turn(round=0, backlog=-count if order == "longest first" else 0, place=chat), chat, chat)
        while len(turns):
            now = max(now, schedule.free_at(now))
            row = turns.next(now)
            if row is None:
                now = turns.first_free() or now
                continue
            schedule.count_sent(row, now, group=row >= 5000)
            last, owed[row] = now, owed[row] - 1
            if owed[row]:
                turns.add(Turn(round=0, backlog=-owed[row] if order == "longest first" else 0, place=row), row, row)
        show(
            f"  the schedule alone, nothing folded, {order}",
            f"{2300 / last:.1f}/s",
            "goal 27/s" if "long" in order else "",
        )


def backlog() -> None:
    """10 groups owed 600 alerts each."""
    with a_store() as store:
        people(store, 10, groups=10)
        for article in range(1, 601):
            publish(store, article)
        _drain_jobs(store)
        platform = run_virtually(enforced(store, 6000))
    took = platform.sent[-1][0]
    show(f"10 groups owed 600 alerts each, in {len(platform.sent)} messages", f"{took:.0f} s", "goal under 120 s")
    show("  yardstick: one by one at 20 a minute", f"{600 / 20 * 60:.0f} s", f"{platform.refusals} refused")


# ----------------------------------------------------------------------------------------------------- fair order


def fair_order(*, fair: bool) -> None:
    """A story of 100,000 followers drains for an hour, others come meanwhile: how long does each delivery wait?"""
    chance = random.Random(3)
    stories = [(0.0, 100_000), (600.0, 50)] + [
        (chance.uniform(0, 3600), min(int(60 / (1 - chance.random())), 1000)) for _ in range(60)
    ]
    coming = sorted(stories)
    outbox: list[tuple[float, float, int]] = []
    schedule, chats = Schedule(TELEGRAM), itertools.count()
    waits: defaultdict[tuple[float, int], list[float]] = defaultdict(list)
    now = 0.0
    while outbox or coming:
        while coming and coming[0][0] <= now:
            at, followers = coming.pop(0)
            for place in range(followers):
                stamp = at + (place / (TELEGRAM.total / 2) if fair else 0.0)
                heapq.heappush(outbox, (stamp, at, followers))
        if not outbox:
            now = coming[0][0]
            continue
        for _, at, followers in [heapq.heappop(outbox) for _ in range(min(56, len(outbox)))]:  # a lane's round
            now = max(now, schedule.free_at(now))
            schedule.count_sent(next(chats), now)
            waits[at, followers].append(now - at)
    others = [wait for story, found in waits.items() if story[1] != 100_000 and story != (600.0, 50) for wait in found]
    p90 = statistics.quantiles(others, n=10)[-1]
    small, big = max(waits[600.0, 50]), max(waits[0.0, 100_000])
    if fair:
        show("beside a story of 100,000: a story of 50 is out within", f"{small:.1f} s", "goal 5 s")
        show(f"  {len(others):,} deliveries of 60 other stories wait, p90", f"{p90:.0f} s", "goal under 90 s")
        show("  the big story ends after", f"{big:,.0f} s")
    else:
        show("  yardstick: first come, first served: 50 out, p90, big", f"{small:,.0f}, {p90:,.0f}, {big:,.0f} s")


def memory() -> float:
    """Peak, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for kind in KINDS:
        fan_out(kind, 100_000, 3, 5)
        left_out(kind, 100_000, 5)
    claims(100_000, 3)
    beside_history(100_000, 20)
    before = memory()
    for kind in KINDS:
        fan_out(kind, 1_000_000, 3, 1)
        show("  memory that it took on top", f"{memory() - before:.0f} MB", "goal: flat")
    with a_store() as store:
        people(store, 20_000, queries=3)
        publish(store, 1, queries=3)
        _drain_jobs(store)
        flow: Coroutine[Any, Any, float] = end_to_end(store, 20_000)
        show("outbox to recorded verdict, limits off", f"{asyncio.run(flow):,.0f}/s", "goal 1,000/s")
    paced("3,000 chats, one alert each", "goal 28/s", chats=3000)
    paced("1,900 people and 20 busy groups", "goal 27/s", chats=1920, groups=20, alerts=20)
    turns_alone()
    backlog()
    fair_order(fair=True)
    fair_order(fair=False)
    show("fan-out's batch", f"{fanout_batches.FAN_OUT_BATCH:,} follows")


if __name__ == "__main__":
    try:
        main()
    finally:
        SERVER.stop()
