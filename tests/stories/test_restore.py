"""A restore, rehearsed: backed up under load, lost, restored, started: nothing is lost, and nothing is sent twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.store import Store, back_up, migrate, require_backup, restore
from tests.databases import PostgreSQL
from tests.intake.room import NOW, Room
from tests.intake.site import Site
from tests.stories.worker_process import Counter, WorkerOptions, all_sent, begin, ended, owe
from tests.tools import tools  # noqa: F401 - used by all of them

CHATS = 300
RATE = 400.0  #: messages a second: slow enough to be caught in the middle


@pytest.fixture
def new_url(database_url: str, server: PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind, on another machine."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/new.db"
    else:
        with server.fresh(empty=True) as url:
            yield url


async def put_back(file: Path, url: str, told_until: datetime | None) -> Store:
    backup = require_backup(file)
    now = datetime.now(UTC)
    await asyncio.to_thread(lambda: restore(backup, url, told_until=told_until, now=now))
    migrate(url)  # as a worker does at its start
    return Store.open(url)


async def test_a_planned_move_loses_nothing_and_sends_nothing_twice(
    database_url: str, new_url: str, counter: Counter, tmp_path: Path
) -> None:
    old = Store.open(database_url)
    owe(old, CHATS)
    worker = await begin(WorkerOptions(url=database_url, port=counter.port, rate=RATE))
    await counter.counts(50)
    worker.terminate()
    assert await ended(worker) == 0
    assert counter.got.total() < CHATS, "it was stopped in the middle"
    taken = await asyncio.to_thread(back_up, database_url, tmp_path / "backup")
    assert taken.workers == 0
    old.close()
    new = await put_back(tmp_path / "backup", new_url, None)
    worker = await begin(WorkerOptions(url=new_url, port=counter.port))
    await all_sent(new, CHATS)
    owe(new, CHATS, article=2)
    await all_sent(new, 2 * CHATS)
    worker.terminate()
    assert await ended(worker) == 0
    new.close()
    assert counter.got == dict.fromkeys(map(str, range(1, CHATS + 1)), 2)


async def test_after_a_disaster_what_was_sent_since_the_backup_is_not_sent_again(
    database_url: str, new_url: str, counter: Counter, tmp_path: Path
) -> None:
    old = Store.open(database_url)
    owe(old, CHATS)
    worker = await begin(WorkerOptions(url=database_url, port=counter.port, rate=RATE))
    await counter.counts(50)
    taken = await asyncio.to_thread(back_up, database_url, tmp_path / "backup")
    assert taken.workers == 1
    await all_sent(old, CHATS)
    owe(old, CHATS, article=2)  # nothing of this one is in the backup
    await all_sent(old, 2 * CHATS)
    worker.kill()
    assert await ended(worker) == -signal.SIGKILL
    old.close()
    new = await put_back(tmp_path / "backup", new_url, datetime.now(UTC))
    before = await asyncio.to_thread(new.outbox.count_deliveries)
    assert before.get("dropped", 0) > 0, "the backup was taken in the middle"
    worker = await begin(WorkerOptions(url=new_url, port=counter.port))
    owe(new, CHATS, article=3)
    await all_sent(new, before.get("sent", 0) + CHATS)
    worker.terminate()
    assert await ended(worker) == 0
    new.close()
    assert counter.got == dict.fromkeys(map(str, range(1, CHATS + 1)), 3)


async def test_of_what_feeds_still_list_only_what_was_published_since_is_told_again(
    database_url: str, new_url: str, tmp_path: Path
) -> None:
    async with Site() as site:
        old = Room(site, database_url)
        await old.first_poll()
        old.follow("metro")
        await asyncio.to_thread(back_up, database_url, tmp_path / "backup")
        old.news.publishes(1, "The metro opens", at=old.now)
        old.news.publishes(2, "The metro without a date", at=None)
        await old.walk()
        assert len(old.titles_owed()) == 2
        shown, lost_at = old.news.items, old.now + timedelta(minutes=10)
        await old.close()
        store = await put_back(tmp_path / "backup", new_url, lost_at)
        new = Room(site, new_url, store=store)
        new.now, new.news.items = lost_at + timedelta(minutes=30), shown
        new.news.publishes(3, "The metro is full", at=lost_at + timedelta(minutes=20))
        await new.walk()
        assert new.titles_owed() == ["The metro is full"]
        assert {one.title for one in new.articles()} >= {"The metro opens", "The metro without a date"}
        new.later(minutes=5)
        new.news.publishes(4, "The metro, told late", at=NOW)
        await new.walk()
        assert new.titles_owed() == ["The metro, told late"], "what a healthy source publishes late is news again"
        await new.close()
