"""What is owed goes out once, in order, and every verdict is heeded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import deliver
from bot.delivery.deliver import Deliverer
from bot.model import Chat, Readdress, Rest, RetryAt, Stop
from tests.fakes import FakePlatform
from tests.storage.conftest import Room, chat


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


class Clock:
    """Tells the time, moved on by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def owe(room: Room, chats: int, articles: int = 1, *, platform: str = "telegram") -> None:
    for number in range(chats):
        query_id = room.follow(chat(str(number), platform=platform), "AI")
    for number in range(articles):
        room.read(room.enter(number), query_id)


@asynccontextmanager
async def delivering(
    room: Room, *platforms: FakePlatform, clock: Clock | None = None, refused: list[tuple[str, str]] | None = None
) -> AsyncIterator[Deliverer]:
    heard = refused if refused is not None else []
    deliverer = Deliverer(
        store=room.store,
        platforms=platforms,
        clock=clock or Clock(),
        refused=lambda name, reason: heard.append((name, reason)),
    )
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        deliverer.stop()
        await asyncio.wait_for(task, 10)


async def settled(room: Room, **states: int) -> None:
    async with asyncio.timeout(10):
        while room.store.owed() != states:  # the table is what is waited for
            await asyncio.sleep(0.01)


async def test_every_chat_hears_every_article_once_in_order(room: Room) -> None:
    owe(room, chats=3, articles=4)
    platform = FakePlatform()
    async with delivering(room, platform):
        await platform.received(12)
        await settled(room, sent=12)
    for number in range(3):
        heard = [message for who, message, _ in platform.sent if who == chat(str(number))]
        titles = [message.paragraphs[0][0][0].text for message in heard]
        assert titles == ["Title 0", "Title 1", "Title 2", "Title 3"]


async def test_a_chats_own_pace_holds_nobody_else_up(room: Room) -> None:
    owe(room, chats=2, articles=2)
    platform = FakePlatform(chat_rate=5)
    async with delivering(room, platform):
        await platform.received(4)
    first, second, third, fourth = platform.sent_at
    assert second < third
    assert third - first >= 0.2 - 0.01
    assert fourth - second >= 0.2 - 0.01


async def test_news_wakes_delivery_at_once(room: Room) -> None:
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(0.05)
        owe(room, chats=1)
        deliverer.wake()
        await platform.received(1)


async def test_a_passing_error_is_tried_again_when_its_time_comes(room: Room) -> None:
    owe(room, chats=1)
    clock, platform = Clock(), FakePlatform().will(RetryAt(reason="502"), ValueError("a fault of ours"))
    async with delivering(room, platform, clock=clock):
        await settled(room, pending=1)
        clock.ahead += timedelta(seconds=6)
        await platform.is_asked(2)
        assert platform.sent == []
        await settled(room, pending=1)
        clock.ahead += timedelta(seconds=20)
        await platform.received(1)
        await settled(room, sent=1)


async def test_a_refused_markup_goes_out_plain_at_once(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(RetryAt(reason="can't parse entities", plain=True))
    async with delivering(room, platform):
        await platform.received(1)
    assert [plain for _, _, plain in platform.sent] == [True]


async def test_a_lost_chat_rests_and_the_others_go_on(room: Room) -> None:
    owe(room, chats=2, articles=2)
    platform = FakePlatform().will(Rest(reason="blocked"))
    async with delivering(room, platform):
        await platform.received(2)
        await settled(room, sent=2, dropped=2)
    lost = room.store.chat_row(chat("0"))
    assert lost is not None
    assert (lost.resting, lost.missed) == (True, 2)


async def test_a_migrated_group_gets_its_alert_at_its_new_address(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(Readdress(id="-100"))
    async with delivering(room, platform):
        await platform.received(1)
        await settled(room, sent=1)
    assert [who for who, _, _ in platform.sent] == [Chat(platform="telegram", id="-100")]


async def test_a_flood_limit_pauses_the_whole_platform(room: Room) -> None:
    owe(room, chats=3)
    limit = RetryAt(reason="429", after=timedelta(seconds=0.4), whole_platform=True)
    platform = FakePlatform(rate=50).will(limit)
    loop = asyncio.get_running_loop()
    async with delivering(room, platform):
        began = loop.time()
        await platform.received(3)
    early = [at for at in platform.sent_at if at - began < 0.4]
    assert len(early) <= 1, "only what was under way when the refusal came"


async def test_a_refused_token_stops_its_platform_alone_and_says_so_once(room: Room) -> None:
    owe(room, chats=3)
    room.read(room.enter(50), room.follow(chat("9", platform="slack"), "AI"))
    refused: list[tuple[str, str]] = []
    telegram = FakePlatform().will(*[Stop(reason="Unauthorized")] * 9)
    slack = FakePlatform("slack")
    async with delivering(room, telegram, slack, refused=refused) as deliverer:
        await slack.received(1)
        await asyncio.sleep(0.1)
        deliverer.halt("telegram")
    assert refused == [("telegram", "Unauthorized")]
    assert telegram.sent == []
    assert room.store.owed().get("failed") is None


async def test_stopping_records_what_is_being_sent_and_begins_nothing_more(room: Room) -> None:
    owe(room, chats=4)
    platform = FakePlatform(rate=2)
    gate = platform.hold()
    deliverer = Deliverer(store=room.store, platforms=[platform], clock=Clock(), refused=lambda *_: None)
    task = asyncio.create_task(deliverer.run())
    await platform.is_asked(1)
    deliverer.stop()
    gate.set()
    await asyncio.wait_for(task, 5)
    owed = room.store.owed()
    assert owed.get("sent") == len(platform.sent) > 0
    assert owed["pending"] == 4 - len(platform.sent)


async def test_a_database_that_fails_for_a_while_loses_nothing(room: Room) -> None:
    pauses = deliver.AFTER_FAULT
    deliver.AFTER_FAULT = 0.05
    try:
        owe(room, chats=2)
        platform = FakePlatform()
        gate = platform.hold()
        async with delivering(room, platform):
            await platform.is_asked(2)
            with room.store._engine.connect() as db:
                db.exec_driver_sql("ALTER TABLE delivery RENAME TO away")
                db.commit()
            gate.set()
            await platform.received(2)
            await asyncio.sleep(0.15)
            with room.store._engine.connect() as db:
                db.exec_driver_sql("ALTER TABLE away RENAME TO delivery")
                db.commit()
            await settled(room, sent=2)
    finally:
        deliver.AFTER_FAULT = pauses
    assert len(platform.sent) == 2
