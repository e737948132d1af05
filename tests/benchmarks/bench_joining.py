"""Fan-out of stories, timed: python -m tests.benchmarks.bench_joining

Each figure stands beside that of an article in no story, measured by turns: only the ratios say something on a busy
machine.
"""

from __future__ import annotations

import time

from sqlalchemy import text

from bot.model import Outcome, Sent
from bot.storage.store import Store
from tests.benchmarks.bench_delivery import NOW, SERVER, a_store, people, publish, show
from tests.databases import KINDS

CHATS = 100_000
LONG = 400  #: articles of a long story


def put_together(store: Store, first: int, last: int) -> None:
    """These articles are one story."""
    with store.database.engine.execution_options(writes=True).begin() as db:
        at = f"{NOW:%F %T}.000000" if store.database.dialect == "sqlite" else NOW
        created = {"at": at, "articles": last - first + 1}
        statement = "INSERT INTO story (created_at, changed_at, articles) VALUES (:at, :at, :articles) RETURNING id"
        story = db.execute(text(statement), created).scalar_one()
        ids = {"story": story, "first": first, "last": last}
        db.execute(text("UPDATE article SET story_id = :story WHERE id BETWEEN :first AND :last"), ids)


def all_sent(store: Store) -> None:
    """What is pending was sent, each in a message of its own."""
    now = f"'{NOW:%F %T}.000000'" if store.database.dialect == "sqlite" else f"'{NOW.isoformat()}'"
    sent = f"UPDATE delivery SET state = 'sent', alone = true, ref = '7', sent_at = {now} WHERE state = 'pending'"
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(text(sent))


def fanned_out(store: Store) -> float:
    began = time.perf_counter()
    while store.outbox.fan_out(NOW):
        continue
    return time.perf_counter() - began


def fan_out(kind: str, rounds: int) -> None:
    """An article in no story, the second one of a story, and one of a long story, by turns."""
    alone, second, long = [], [], []
    for _ in range(rounds):
        with a_store(kind) as store:
            people(store, CHATS, queries=3)
            for article in (1, 2):
                publish(store, article, queries=3)
            alone.append(fanned_out(store) / 2)
            all_sent(store)
            publish(store, 3, queries=3)
            put_together(store, 2, 3)
            with store.database.engine.execution_options(writes=True).begin() as db:
                db.execute(text("ANALYZE"))
            second.append(fanned_out(store))
            assert store.outbox.count_deliveries() == {"sent": 2 * CHATS, "joined": CHATS}
            assert store.outbox.count_edits() == CHATS
            for article in range(4, LONG + 1):
                publish(store, article, queries=3)
            put_together(store, 2, LONG)
            with store.database.engine.execution_options(writes=True).begin() as db:
                db.execute(text("DELETE FROM fanout WHERE article_id > 30"))
            fanned_out(store)
            publish(store, LONG + 1, queries=3)
            put_together(store, 2, LONG + 1)
            long.append(fanned_out(store))
    show(f"fan-out, {kind}, {CHATS:,} chats, in no story", f"{min(alone):.3f} s")
    for what, took in (("all join what was sent, and edits are asked for", second), ("as one of 400", long)):
        show(f"  {what}", f"{min(took):.3f} s", f"ratio {min(took) / min(alone):.1f}")


def edits() -> None:
    """Edits are claimed and recorded as alerts are."""
    with a_store() as store:
        people(store, 20_000, queries=3)
        publish(store, 1, queries=3)
        publish(store, 2, queries=3)
        put_together(store, 1, 2)
        assert store.outbox.fan_out(NOW)
        all_sent(store)
        fanned_out(store)
        began, made = time.perf_counter(), 0
        while claimed := store.outbox.claim_edits("telegram", NOW, 30):
            made += len(claimed)
            done = [Outcome(deliveries=(each,), verdict=Sent(refs=(each.ref,)), at=NOW) for each in claimed]
            store.outbox.record_outcomes(done)
            if made >= 6_000:
                break
        show("edits claimed and recorded, 30 chats at a time", f"{made / (time.perf_counter() - began):,.0f}/s")


def main() -> None:
    for kind in KINDS:
        fan_out(kind, 2)
    edits()


if __name__ == "__main__":
    try:
        main()
    finally:
        SERVER.stop()
