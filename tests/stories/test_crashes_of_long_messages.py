"""A worker is killed again and again while ninety long messages come due: none is lost, and none comes twice.

They are digests, or what came while their chats were quiet. Of what was on its way nobody knows whether it came: a
line says so, with a button that shows it.

due ─▶ worker processes with the real client ─ SIGKILL ─▶ Telegram on loopback: what each chat has
"""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter as Counts
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.model import Chat, ChatKind, Command, FollowMode, QuietHours
from bot.storage import schema as t
from bot.storage.store import Store
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import until
from tests.stories.worker_process import WorkerOptions, begin, ended

CHATS = 90
KILLS = 3
LINE = "may not have arrived"
RATE = 60.0  #: messages a second: ninety of them take as long as a few lives of a worker


@dataclass(frozen=True)
class Scene:
    """What comes due in every chat."""

    prepare: Callable[[str], None]
    words: str  #: of the message itself
    unsent: Callable[[Store], int]  #: how many chats have not got it, nor the line
    begun: Callable[[Store], int]  #: to how many a worker had begun to send it, and not recorded it


def follow(room: Room, at: datetime) -> int:
    """Each chat follows one topic, whose number this is."""
    query_id = 0
    for chat in chats():
        asked = Command(chat=chat, kind=ChatKind.PRIVATE, name="start", text="")
        room.store.chats.upsert(asked, at, timezone="UTC")
        query_id = room.follow(chat, "AI", at)
    return query_id


def chats() -> list[Chat]:
    return [Chat(platform="telegram", id=str(number)) for number in range(1, CHATS + 1)]


def schedule_digests(url: str) -> None:
    """Each chat follows its topic in digests only, has an article of it, and is due its digest now."""
    room, now = Room(url), datetime.now(UTC)
    yesterday = now - timedelta(days=1, minutes=1)
    query_id = follow(room, yesterday)
    minute = yesterday.hour * 60 + yesterday.minute
    for chat in chats():
        room.store.attention.set(chat, query_id, mode=FollowMode.DIGEST)
        room.store.digests.set(chat, range(7), [(minute + 1) % 1440], yesterday)  # its time to come is past by now
    room.match(room.add_article(1, at=now - timedelta(hours=1)), query_id, at=now - timedelta(hours=1))
    with room.store.database.write_transaction() as db:
        db.execute(t.digest_schedule.update().values(next_at=now - timedelta(seconds=1)))
    room.store.close()


def hold_articles(url: str) -> None:
    """Two articles came while each chat was quiet, which it is no longer."""
    room, now = Room(url), datetime.now(UTC)
    night = now - timedelta(hours=2)
    query_id = follow(room, night - timedelta(hours=1))
    minutes = [(at.hour * 60 + at.minute) % 1440 for at in (night - timedelta(hours=1), now)]
    for chat in chats():
        room.store.preferences.set_quiet_hours(chat, QuietHours(start=minutes[0], end=minutes[1]), night)
    for number in (1, 2):
        room.match(room.add_article(number, at=night), query_id, at=night)
    room.fan_out(night)
    room.store.close()


def digests_begun(store: Store) -> int:
    sending = t.letter.c.state == "sending"
    with store.database.read_transaction() as db:
        return db.scalar(select(func.count()).where(sending, t.letter.c.begun_at.is_not(None))) or 0


def digests_unsent(store: Store) -> int:
    """Those included of which nothing was enqueued."""
    sent = select(t.letter.c.id).where(t.letter.c.kind == "digest", t.letter.c.state == "sent")
    with store.database.read_transaction() as db:
        return CHATS - len(db.execute(sent).all())


def held_begun(store: Store) -> int:
    of = select(t.delivery.c.chat_id).where(t.delivery.c.state == "sending", t.delivery.c.begun_at.is_not(None))
    with store.database.read_transaction() as db:
        return len(db.execute(of.distinct()).all())


def held_unsent(store: Store) -> int:
    with store.database.read_transaction() as db:
        return len(db.execute(select(t.delivery.c.chat_id).where(t.delivery.c.state != "sent").distinct()).all())


DIGESTS = Scene(schedule_digests, "🗞 1 new", digests_unsent, digests_begun)
HELD = Scene(hold_articles, "2 new", held_unsent, held_begun)


def received(server: TelegramServer, words: str) -> Counts[str]:
    """How many messages with these words each chat got."""
    return Counts(str(sent["chat_id"]) for sent in server.of("sendMessage") if words in sent["text"])


@pytest.mark.parametrize("scene", [pytest.param(DIGESTS, id="digests"), pytest.param(HELD, id="quiet")])
async def test_kill_9_loses_none_and_sends_none_twice(
    database_url: str, store: Store, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(scene.prepare, database_url)
    chance, on_their_way = random.Random(), 0
    async with TelegramServer() as server:
        life = WorkerOptions(url=database_url, telegram=server.url, token=TOKEN, rate=RATE)
        for _ in range(KILLS):
            child = await begin(life)
            more = chance.randint(1, CHATS // (KILLS + 2))
            await server.receives("sendMessage", len(server.of("sendMessage")) + more)
            await asyncio.sleep(chance.random() / 20)
            child.kill()
            assert await ended(child) == -signal.SIGKILL
            on_their_way += await asyncio.to_thread(scene.begun, store)
        child = await begin(life)
        await until(lambda: scene.unsent(store) == 0, patience=300)
        child.terminate()
        assert await ended(child) == 0
        messages, lines = received(server, scene.words), received(server, LINE)
    with capsys.disabled():
        print(f" [{KILLS} kills, {on_their_way} on their way: 0 lost, 0 twice, {len(lines)} in doubt]", end="")
    assert set(messages) | set(lines) == {chat.id for chat in chats()}, "none is lost"
    assert set(messages.values()) == {1}, "none comes twice"
    assert len(lines) <= on_their_way, "nobody is asked about what was recorded, or had not begun"
