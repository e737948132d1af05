"""Quiet chats, timed: python -m tests.benchmarks.bench_quiet

What is held must cost nothing while it is, and little when it is released, though all wake at eight. Each figure stands
beside its yardstick, measured by turns in the same run.
"""

from __future__ import annotations

import logging
import statistics
import time
from datetime import timedelta

import structlog
from sqlalchemy import text

from bot.storage.store import Store
from tests.benchmarks.bench_delivery import NOW, SERVER, _drain_jobs, _execute, _timed, a_store, people, publish, show
from tests.databases import KINDS

CHATS = 100_000
EIGHT = NOW + timedelta(hours=8)
IDLE_CLAIMS = 300
RELEASE = 2_000  #: rows per transaction, as the deliverer has it


def night(store: Store, *, one_in: int = 1) -> None:
    """Chats, one in so many, are quiet until eight."""
    chosen = f"SELECT id, 1380, 480, 'instant', FALSE, FALSE, 'short', FALSE FROM chat WHERE id % {one_in} = 0"
    columns = "chat_id, quiet_start, quiet_end, mode, silent, mentions_silent, extract, teamwork"
    _execute(store, "DELETE FROM preference")
    _execute(store, f"INSERT INTO preference ({columns}) {chosen}")
    with store.database.engine.execution_options(writes=True).begin() as db:
        span = {"begin": f"{NOW - timedelta(hours=1):%F %T}.000000", "end": f"{EIGHT:%F %T}.000000"}
        cast = "CAST(:{0} AS TIMESTAMP WITH TIME ZONE)" if store.database.dialect == "postgresql" else ":{0}"
        set_to = f"quiet_from = {cast.format('begin')}, quiet_until = {cast.format('end')}"
        db.execute(text("UPDATE chat SET quiet_from = NULL, quiet_until = NULL"))
        db.execute(text(f"UPDATE chat SET {set_to} WHERE id % {one_in} = 0"), span)


def idle_claims(store: Store) -> float:
    """The median of many claims that find nothing."""
    return statistics.median(_timed(lambda: _claim(store)) for _ in range(IDLE_CLAIMS))


def _claim(store: Store) -> None:
    assert store.outbox.claim("telegram", NOW, 30, per_chat=100) == []


def held_rows(kind: str, chats: int, articles: int) -> None:
    """Rows are held, cost an idle claim nothing, and are released when the quiet time is over."""
    with a_store(kind) as store:
        people(store, chats)
        night(store)
        _execute(store, "ANALYZE")
        without = idle_claims(store)
        for number in range(1, articles + 1):
            publish(store, number)
            _drain_jobs(store)
        _execute(store, "ANALYZE")  # as autovacuum does: else PostgreSQL goes on with a plan made for an empty table
        rows = chats * articles
        assert store.outbox.count_deliveries() == {"held": rows}
        with_them = idle_claims(store)
        show(f"an idle claim beside {rows:,} held rows, {kind}", f"{with_them * 1000:.2f} ms",
             f"ratio {with_them / without:.2f} of none (goal 1.1)")  # fmt: skip
        advancing = _timed(lambda: _advance(store))
        show(f"  {chats:,} spans advance to the next night", f"{advancing:.2f} s", "goal 5 s")
        releasing = _timed(lambda: _release(store))
        assert store.outbox.count_deliveries() == {"pending": rows}
        show(f"  {rows:,} rows of {chats:,} chats are released", f"{releasing:.2f} s", "goal 5 s")


def _advance(store: Store) -> None:
    assert store.outbox.advance_quiet(EIGHT)


def _release(store: Store) -> None:
    place, released = 0, 1
    while released:
        released = store.outbox.release_held(EIGHT, RELEASE, place=place)
        place += released


def fan_out(kind: str, rounds: int) -> None:
    """Fan-out where chats are quiet and follows have modes, beside one where nobody has chosen anything, by turns."""
    with a_store(kind) as store:
        people(store, CHATS, queries=3)
        _execute(store, "ANALYZE")
        took: dict[str, list[float]] = {"nobody has chosen anything": [], "one chat in ten is quiet": [],
                                        "and one follow in ten is silent": [],
                                        "and one follow in ten only in digests": []}  # fmt: skip
        for number in range(rounds * len(took)):
            how = list(took)[number % len(took)]
            night(store, one_in=10 if number % len(took) else CHATS + 1)
            _execute(store, "DELETE FROM attention")
            if number % len(took) >= 2:
                mode = "'silent'" if number % len(took) == 2 else "'digest'"
                _execute(store, "INSERT INTO attention (query_id, chat_id, mode, rings, mentions) SELECT query_id, "
                                f"chat_id, {mode}, FALSE, '[]' FROM subscription WHERE chat_id % 10 = 1")  # fmt: skip
            publish(store, number + 1, queries=3)
            time.sleep(0.05)
            took[how].append(_timed(lambda: _drain_jobs(store)))
            _execute(store, "DELETE FROM delivery" if kind == "sqlite" else "TRUNCATE delivery")
        nobody = min(took["nobody has chosen anything"])
        for how, each in took.items():
            show(f"fan-out, {kind}, {CHATS:,} chats, {how}", f"{min(each):.3f} s",
                 f"ratio {min(each) / nobody:.2f} (goal 1.1)")  # fmt: skip


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for kind in KINDS:
        held_rows(kind, CHATS, 1)
        held_rows(kind, 2_000, 50)
        fan_out(kind, 5)


if __name__ == "__main__":
    try:
        main()
    finally:
        SERVER.stop()
