"""A topic that is gone: its group is told once, or else the operators; again only after it was open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.model import Chat, ChatKind
from bot.platforms import answering
from bot.platforms.telegram import listener as telegram_listener
from bot.rules import Rules
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.worker.run import App
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import telegram_at, until

TOPIC = Chat(platform="telegram", id="-5", thread="9")
GENERAL = Chat(platform="telegram", id="-5")
GONE = "Bad Request: message thread not found"
A_DAY = timedelta(hours=25)  #: longer than any chat waits


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))


class Story:
    """A worker and Telegram, with a topic that follows two things."""

    def __init__(self, room: Room, server: TelegramServer) -> None:
        self.room, self.server = room, server
        self.ahead = timedelta()
        self._numbers = iter(range(1, 100))
        room.follow(TOPIC, "AI", self.now())
        room.follow(TOPIC, "gold", self.now())
        room.add_chat(TOPIC, ChatKind.GROUP, self.now())
        self.app = App(
            store=room.store,
            rules=Rules(),
            sources=[],
            platforms=[telegram_at(server)],
            clock=self.now,
            operators=frozenset({("telegram", "77")}),
        )

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def owe(self) -> None:
        query_id = self.room.store.follows.subscriptions(TOPIC)[0].query_id
        self.room.match(self.room.add_article(next(self._numbers), at=self.now()), query_id, at=self.now())
        self.app._deliverer.wake()

    def refused(self, thread: str = "9") -> int:
        """How often a message to the topic was tried and not taken."""
        tried = [call.params for call in self.server.attempts if call.method == "sendMessage"]
        counts = [
            sum(_place(each) == ("-5", thread) for each in sent) for sent in (tried, self.server.of("sendMessage"))
        ]
        return counts[0] - counts[1]

    async def is_refused(self, times: int, thread: str = "9") -> None:
        """The next attempts come and are refused, so many in all; the chores are done after each."""
        who = TOPIC if thread else GENERAL
        while (seen := self.refused(thread)) < times:
            self.ahead += A_DAY if seen else timedelta()
            await until(lambda seen=seen: self.refused(thread) > seen)  # type: ignore[misc]
            await until(lambda: self.waits(who))
            await self.app.chores.tell_of_topics()

    def waits(self, who: Chat) -> bool:
        """Is its last refusal recorded?"""
        with self.room.store.database.read_transaction() as db:
            until_at = db.scalar(select(t.chat.c.waits_until).where(this_chat(who)))
        return until_at is not None and until_at > self.now()


def _place(sent: dict[str, str]) -> tuple[str, str]:
    return sent["chat_id"], sent.get("message_thread_id", "")


@asynccontextmanager
async def story(room: Room) -> AsyncIterator[Story]:
    async with TelegramServer() as server:
        made = Story(room, server)
        await made.app.start()
        try:
            yield made
        finally:
            await made.app.stop()


def told(server: TelegramServer, chat: int) -> list[dict[str, str]]:
    return [sent for sent in server.of("sendMessage") if sent["chat_id"] == str(chat) and "A topic of" in sent["text"]]


async def test_the_group_of_a_topic_that_is_gone_is_told_once_and_again_only_after_it_was_open(room: Room) -> None:
    async with story(room) as here:
        here.server.refuse(400, GONE, chat=-5, thread="9")
        await here.owe()
        await here.is_refused(1)
        assert told(here.server, -5) == [], "one refusal may be a mistake"
        await here.is_refused(2)
        await until(lambda: len(told(here.server, -5)) == 1)
        await here.is_refused(4)
        (letter,) = told(here.server, -5)
        assert "message_thread_id" not in letter
        for words in ("gone, so its alerts wait", "<b>AI</b> and <b>gold</b>", "/follow AI", "/following", "13 days"):
            assert words in letter["text"]
        here.server.relent()
        here.ahead += A_DAY
        await until(lambda: room.store.outbox.count_deliveries() == {"sent": 1})
        await here.app.chores.tell_of_topics()
        here.server.refuse(400, GONE, chat=-5, thread="9")
        await here.owe()
        await until(lambda: here.waits(TOPIC))
        await here.is_refused(6)
        await until(lambda: len(told(here.server, -5)) == 2)
    assert told(here.server, 77) == []


async def test_operators_are_told_once_if_the_group_refuses_too(room: Room) -> None:
    async with story(room) as here:
        here.server.refuse(400, "Bad Request: TOPIC_DELETED", chat=-5, thread="9")
        here.server.refuse(400, "Bad Request: TOPIC_CLOSED", chat=-5, thread="")
        await here.owe()
        await here.is_refused(2)
        await here.is_refused(1, thread="")
        assert told(here.server, 77) == []
        await here.is_refused(2, thread="")
        await until(lambda: len(told(here.server, 77)) == 1)
        await here.is_refused(4, thread="")
    (letter,) = told(here.server, 77)
    assert "A topic of <b>-5</b> is gone" in letter["text"]
    assert told(here.server, -5) == []


async def test_a_topic_that_is_closed_is_told_of_after_a_day(room: Room) -> None:
    async with story(room) as here:
        here.server.refuse(400, "Bad Request: TOPIC_CLOSED", chat=-5, thread="9")
        await here.owe()
        await here.is_refused(4)
        assert told(here.server, -5) == []
        await here.is_refused(5)
        await until(lambda: len(told(here.server, -5)) == 1)
    assert "is closed, so its alerts wait" in told(here.server, -5)[0]["text"]
