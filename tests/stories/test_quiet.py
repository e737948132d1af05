"""A quiet time from the wire to the wire: what comes in it waits, and arrives once, without a sound, with pages."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery import deliver
from bot.model import Chat
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.worker.run import App
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import slack_at, telegram_at, until

#: by private chat: its language, how a pause is asked for, what is said then, and how the message begins that comes
CHATS = {
    7: ("en", "no alerts for 2 hours", "⏸ Paused until", "<b>12 new: AI — Title 11</b>\n🌙 Came while it was quiet."),
    8: ("ru", "не беспокой 2 часа", "⏸ Пауза до", "<b>12 новых: AI — Title 11</b>\n🌙 Пришло, пока было тихо."),
    9: (
        "kk",
        "2 сағатқа мазалама",
        "⏸ Үзіліс, аяқталуы:",
        "<b>12 жаңа: AI — Title 11</b>\n🌙 Тыныш уақытта келгендер.",
    ),
}


class Story:
    """A worker on one platform, whose clock can be moved."""

    def __init__(self, room: Room, platform: Platform) -> None:
        self.room = room
        self.passed = timedelta(0)
        rules = Rules(translators=load_translations())
        self.app = App(store=room.store, rules=rules, sources=[], platforms=[platform], clock=self.now)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.passed

    def publish(self, who: Chat, count: int) -> None:
        query_id = self.room.store.follows.subscriptions(who)[0].query_id
        for number in range(count):
            at = self.now() + timedelta(seconds=number)
            self.room.match(self.room.add_article(number, at=at), query_id, at=self.now())
        self.app._deliverer.wake()


@pytest.fixture
def room(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", 0.05)
    made = Room(sqlite_url)
    yield made
    made.store.close()


@asynccontextmanager
async def telling(room: Room, platform: Platform) -> AsyncIterator[Story]:
    story = Story(room, platform)
    await story.app.start()
    try:
        yield story
    finally:
        await story.app.stop()


def held(story: Story) -> int:
    return story.room.store.outbox.count_deliveries().get("held", 0)


def keys(sent: dict[str, Any]) -> list[str]:
    rows = json.loads(sent.get("reply_markup", "{}")).get("inline_keyboard", [])
    return [key["callback_data"] for row in rows for key in row]


async def answered(server: TelegramServer, method: str, asked: Any) -> dict[str, Any]:
    """What comes for what a person does."""
    before = len(server.of(method))
    await asked
    return (await server.receives(method, before + 1))[-1]


async def test_a_pause_in_three_languages_on_telegram(room: Room) -> None:
    async with TelegramServer() as server, telling(room, telegram_at(server)) as story:
        for chat, (language, pause, paused, _) in CHATS.items():
            await answered(server, "sendMessage", server.say(f"/language {language}", chat, person=chat))
            await answered(server, "sendMessage", server.say("/follow AI", chat, person=chat))
            said = await answered(server, "sendMessage", server.say(pause, chat, person=chat))
            assert said["text"].startswith(paused)
        story.publish(Chat(platform="telegram", id="7"), 12)
        await until(lambda: held(story) == 36)
        before = len(server.of("sendMessage"))
        story.passed = timedelta(hours=2, minutes=1)
        came = (await server.receives("sendMessage", before + 3))[before:]
        assert len(came) == 3, "one message each"
        for sent in came:
            assert sent["text"].startswith(CHATS[int(sent["chat_id"])][3])
            assert sent["disable_notification"] == "true"
            assert [action.split()[0] for action in keys(sent)] == ["held", "more"]
        await until(lambda: story.room.store.outbox.count_deliveries() == {"sent": 36})
        mine = next(sent for sent in came if sent["chat_id"] == "7")
        turned = await answered(server, "editMessageText", server.press(keys(mine)[0]))
        assert "Title 1<" in turned["text"]
        assert "Title 0<" in turned["text"]
        menu = await answered(server, "editMessageReplyMarkup", server.press(keys(mine)[1]))
        assert "unfollow" in " ".join(keys(menu))


async def test_quiet_hours_on_slack_and_their_end_by_hand(room: Room) -> None:
    async with SlackServer() as server, telling(room, slack_at(server)) as story:
        await server.write("follow AI")
        await server.receives("chat.postMessage", 1)
        who = Chat(platform="slack", id="D1")
        local = (story.now() + timedelta(hours=5)).hour  # in Almaty
        await server.write(f"quiet {local}-{(local + 3) % 24}")
        await server.receives("chat.postMessage", 2)
        story.publish(who, 3)
        await until(lambda: held(story) == 3)
        await server.write("resume")
        came = (await server.receives("chat.postMessage", 4))[2:]
        texts = [sent["text"] for sent in came]
    assert sum(text.startswith("▶️ Alerts are on again.") for text in texts) == 1
    assert (
        sum(text.startswith("*3 new: AI — Title 2*") or text.startswith("3 new: AI — Title 2") for text in texts) == 1
    )
