"""Follows that watch, from what people type to what they get: one language, silence, days with far more than usual."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.intake.match import Found, Matcher
from bot.matching.index import Index
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage import schema as t
from bot.worker.run import App
from config.translations import load_translations
from tests.builders import default_concepts
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import slack_at, telegram_at, until

BRIDGE = (
    "Атырауда Жайық арқылы жаңа көпір ашылды",
    "Дүйсенбі күні Атырауда Жайық өзені арқылы жаңа көпір ашылды. Көпірге 14,5 миллиард теңге жұмсалды, деді облыс "
    "әкімі Серік Шәпкенов. Құрылысты KazBridge компаниясы жүргізді.",
)
THE_SAME = (
    "В Атырау открыли новый мост через Урал",
    "В понедельник в Атырау открыли новый мост через реку Урал. Мост стоил 14,5 миллиарда тенге, сообщил аким области "
    "Серик Шапкенов. Строительство вела компания KazBridge.",
)
CHESS = (
    "Бибісара Асаубаева Ташкенттегі турнирде жеңді",
    "Гроссмейстер Бибісара Асаубаева Ташкентте өткен халықаралық турнирде 11 ойында 8,5 ұпай жинап, бірінші орын алды.",
)
NOBODY_ELSE = "🌐 No source in another language has had it for 6 hours."
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("frequent_upkeep", "short_rests")


class Story:
    """A worker on both platforms, whose clock can be moved, and which matches and assigns what comes."""

    def __init__(self, room: Room, *platforms: Platform) -> None:
        self.room = room
        self.passed = timedelta(0)
        self.number = 0
        rules = Rules(translators=load_translations(), concepts=default_concepts())
        self.app = App(store=room.store, rules=rules, sources=[], platforms=platforms, clock=self.now)
        wake = self.app._deliverer.wake
        self.matcher = Matcher(store=room.store, index=Index(default_concepts()), wake=wake, clock=self.now)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.passed

    async def publish(self, title: str, body: str, language: str, *, ago: timedelta = timedelta(0)) -> int:
        """An article comes, and is matched with what people follow."""
        at, store, self.number = self.now() - ago, self.room.store, self.number + 1
        article_id = self.room.add_article(self.number, title=title, at=at)
        assert article_id is not None
        with store.database.write_transaction() as db:
            row = update(t.article).where(t.article.c.id == article_id)
            db.execute(row.values(language=language, body=body))

        def save(found: Found) -> bool:
            return store.articles.store_page(
                article_id,
                body=body,
                matches=found.matches,
                last_follow_id=found.last_follow_id,
                assignment=found.assignment,
                last_number=found.last_number,
                now=at,
            )

        article = store.articles.get(article_id)
        assert article is not None
        await self.matcher.match(article, save)
        return article_id

    def states(self) -> dict[str, int]:
        return self.room.store.outbox.count_deliveries()

    async def told(self, server: TelegramServer, sign: str) -> list[str]:
        """What is told with that sign, once the chore has run twice."""
        before = len(said(server, sign))
        for _ in range(2):
            await self.app.chores.watch_follows()
        await until(lambda: not self.room.store.outbox.count_letters().get("pending"))
        await until(lambda: not self.room.store.outbox.count_letters().get("sending"))
        return said(server, sign)[before:]


def said(server: TelegramServer, sign: str) -> list[str]:
    return [sent["text"] for sent in server.of("sendMessage") if sent["text"].startswith(sign)]


@asynccontextmanager
async def telling(room: Room, *platforms: Platform) -> AsyncIterator[Story]:
    story = Story(room, *platforms)
    await story.app.start()
    try:
        yield story
    finally:
        await story.app.stop()


async def answered(server: TelegramServer, asked: Any) -> dict[str, Any]:
    """The message that comes for what a person does."""
    before = len(server.of("sendMessage"))
    await asked
    return (await server.receives("sendMessage", before + 1))[-1]


async def test_only_what_stays_in_one_language_comes_after_six_hours_also_after_a_restart(room: Room) -> None:
    async with TelegramServer() as telegram, SlackServer() as slack:
        async with telling(room, telegram_at(telegram), slack_at(slack)) as story:
            followed = await answered(telegram, telegram.say("/follow lang:kk alone:6h"))
            assert "🌐 only what stays in one language for 6 hours" in followed["text"]
            await slack.write("follow lang:kk alone:6h")
            await slack.receives("chat.postMessage", 1)
            bridge = await story.publish(*BRIDGE, "kk")
            await story.publish(*CHESS, "kk")
            await until(lambda: story.states() == {"held": 4})
            await story.publish(*THE_SAME, "ru")
            assert [each.article.id for each in room.store.stories.of(bridge)] == [bridge, bridge + 2]
        passed, number = timedelta(hours=6, minutes=1), story.number
        alerts, posts = len(telegram.of("sendMessage")), len(slack.of("chat.postMessage"))
        async with telling(room, telegram_at(telegram), slack_at(slack)) as story:
            story.passed, story.number = passed, number
            await until(lambda: story.states() == {"sent": 2, "dropped": 2})
            (alert,) = telegram.of("sendMessage")[alerts:]
            assert CHESS[0] in alert["text"]
            assert NOBODY_ELSE in alert["text"]
            (post,) = slack.of("chat.postMessage")[posts:]
            assert CHESS[0] in str(post["blocks"])
            assert NOBODY_ELSE in str(post["blocks"])
            found = room.store.alone.elsewhere(bridge)
            assert found is not None
            assert found.title == THE_SAME[0]


async def test_silence_and_a_day_with_far_more_are_told_once(room: Room) -> None:
    async with TelegramServer() as telegram, telling(room, telegram_at(telegram)) as story:
        await answered(telegram, telegram.say("/timezone UTC"))
        followed = await answered(telegram, telegram.say("/follow Bibisara quiet 14d"))
        assert "🤫 tells of 14 days without news" in followed["text"]
        noon = story.now().replace(hour=12, minute=0) - story.now()
        story.passed = noon + 15 * DAY
        await story.publish("Other news", "Of something else.", "en")
        (silent,) = await story.told(telegram, "🤫")
        assert "nothing for 14 days" in silent
        assert await story.told(telegram, "🤫") == []
        for day in range(16, 34):
            story.passed = noon + day * DAY
            await story.publish(f"Bibisara wins game {day}", "Again.", "en")
        for number in range(17):
            await story.publish(
                f"Bibisara {number}{number}", f"Game {number * 7}.", "en", ago=number * timedelta(minutes=9)
            )
        (much,) = await story.told(telegram, "📈")
        assert much.endswith("today; usually 1.")
        assert await story.told(telegram, "📈") == []
        story.passed = noon + 48 * DAY
        await story.publish("Other news again", "Of something else.", "en")
        (again,) = await story.told(telegram, "🤫")
        assert "nothing for 14 days" in again
        assert "Bibisara" in again, "the latest that came"
        assert await story.told(telegram, "🤫") == []
