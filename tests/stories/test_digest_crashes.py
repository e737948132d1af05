"""A worker is killed again and again while ninety digests come due: none is lost, and none comes twice.

Of what was on its way nobody knows whether it came: a line says so, with a button that shows it.

schedules ─ due ─▶ worker processes with the real client ─ SIGKILL ─▶ Telegram on loopback: what each chat has
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter as Counts
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.model import Chat, ChatKind, Command, FollowMode
from bot.storage import schema as t
from bot.storage.store import Store
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import until
from tests.stories.worker_process import WorkerOptions, begin, ended

CHATS = 90
KILLS = 3
DIGEST, LINE = "🗞 1 new", "may not have arrived"
RATE = 60.0  #: messages a second: ninety digests take as long as a few lives of a worker


def schedule_digests(url: str) -> None:
    """Each chat follows one topic in digests only, has an article of it, and is due its digest now."""
    room, now = Room(url), datetime.now(UTC)
    yesterday = now - timedelta(days=1, minutes=1)
    chats = [Chat(platform="telegram", id=str(number)) for number in range(1, CHATS + 1)]
    query_id = 0
    for chat in chats:
        asked = Command(chat=chat, kind=ChatKind.PRIVATE, name="start", text="")
        room.store.chats.upsert(asked, yesterday, timezone="UTC")
        query_id = room.follow(chat, "AI", yesterday)
        room.store.attention.set(chat, query_id, mode=FollowMode.DIGEST)
        minute = yesterday.hour * 60 + yesterday.minute
        room.store.digests.set(chat, range(7), [(minute + 1) % 1440], yesterday)  # its time to come is past by now
    room.match(room.add_article(1, at=now - timedelta(hours=1)), query_id, at=now - timedelta(hours=1))
    with room.store.database.write_transaction() as db:
        db.execute(t.digest_schedule.update().values(next_at=now - timedelta(seconds=1)))
    room.store.close()


def begun(store: Store) -> int:
    """How many digests a worker had begun to send and not recorded: what may have been on its way."""
    sending = t.letter.c.state == "sending"
    with store.database.read_transaction() as db:
        return db.scalar(select(func.count()).where(sending, t.letter.c.begun_at.is_not(None))) or 0


def owed(store: Store) -> int:
    """How many digests are not sent yet, those included of which nothing was enqueued."""
    sent = select(t.letter.c.id).where(t.letter.c.kind == "digest", t.letter.c.state == "sent")
    with store.database.read_transaction() as db:
        return CHATS - len(db.execute(sent).all())


def received(server: TelegramServer, words: str) -> Counts[str]:
    """How many messages with these words each chat got."""
    return Counts(str(sent["chat_id"]) for sent in server.of("sendMessage") if words in sent["text"])


async def test_kill_9_among_digests_loses_none_and_sends_none_twice(
    database_url: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(schedule_digests, database_url)
    chance, on_their_way = random.Random(), 0
    async with TelegramServer() as server:
        life = WorkerOptions(url=database_url, telegram=server.url, rate=RATE)
        for _ in range(KILLS):
            child = begin(life)
            more = chance.randint(1, CHATS // (KILLS + 2))
            await server.receives("sendMessage", len(server.of("sendMessage")) + more)
            await asyncio.sleep(chance.random() / 20)
            child.kill()
            assert await ended(child) == -signal.SIGKILL
            on_their_way += await asyncio.to_thread(begun, store)
        child = begin(life)
        await until(lambda: owed(store) == 0, patience=300)
        child.terminate()
        assert await ended(child) == 0
        digests, lines = received(server, DIGEST), received(server, LINE)
    with capsys.disabled():
        print(f" [{KILLS} kills, {on_their_way} on their way: 0 lost, 0 twice, {len(lines)} in doubt]", end="")
    assert set(digests) | set(lines) == {str(number) for number in range(1, CHATS + 1)}, "none is lost"
    assert set(digests.values()) == {1}, "none comes twice"
    assert len(lines) <= on_their_way, "nobody is asked about what was recorded, or had not begun"
