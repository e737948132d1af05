"""A worker that is killed at any instant loses no edit, repeats none but those under way, and alerts nobody twice."""

from __future__ import annotations

import asyncio
import random
import signal
from datetime import UTC, datetime

from sqlalchemy import update

from bot.storage import schema as t
from bot.storage.store import Store
from tests.stories.worker_process import EDITED, FASTEST, Counter, WorkerOptions, begin, ended, owe

CHATS = 400
KILLS = 5


def tell_together(store: Store, *articles: int) -> None:
    """These articles report one event."""
    now = datetime.now(UTC)
    with store.database.write_transaction() as db:
        row = t.story.insert().values(created_at=now, changed_at=now, articles=len(articles)).returning(t.story.c.id)
        story = db.execute(row).scalar_one()
        db.execute(update(t.article).where(t.article.c.id.in_(articles)).values(story_id=story))


def all_were_sent(store: Store) -> None:
    """The first article was sent to all, each in a message of its own."""
    now = datetime.now(UTC)
    while store.outbox.fan_out(now):
        continue
    with store.database.write_transaction() as db:
        db.execute(update(t.delivery).values(state="sent", ref="7", alone=True, sent_at=now, revision=1))


async def test_kill_9_between_the_claim_and_the_outcome_loses_no_edit(
    database_url: str, store: Store, counter: Counter
) -> None:
    owe(store, CHATS)
    all_were_sent(store)
    owe(store, CHATS, article=2)
    tell_together(store, 1, 2)
    life = WorkerOptions(url=database_url, port=counter.port, rate=FASTEST)
    chance = random.Random()
    lost = 0
    for _ in range(KILLS):
        child = await begin(life)
        await counter.counts(min(counter.got.total() + chance.randint(1, CHATS // (KILLS + 2)), CHATS))
        await asyncio.sleep(chance.random() / 50)
        child.kill()
        assert await ended(child) == -signal.SIGKILL
        await counter.closed()
        lost = counter.got.total() - (CHATS - store.outbox.count_edits())
    child = await begin(life)
    await counter.reaches(CHATS)
    async with asyncio.timeout(60):
        while await asyncio.to_thread(store.outbox.count_edits):
            await asyncio.sleep(0.02)
    child.terminate()
    assert await ended(child) == 0
    assert set(counter.got) == {f"{EDITED}{number}" for number in range(1, CHATS + 1)}, (
        "each edited, none alerted again"
    )
    assert counter.repeats == lost, "what was edited and not recorded is edited again, and nothing else"
    assert store.outbox.count_deliveries() == {"sent": CHATS, "joined": CHATS}
