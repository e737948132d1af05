"""A topic comes as its chat chose, and is tuned from under its alert, on both platforms and in three languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Chat
from config.translations import load_translations
from tests.handlers.conftest import Room
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at
from tests.stories.test_pages import Working, keys

#: how a silent follow is typed; the buttons of a word left out, Undo, Mode, digests only, Save, and of what is saved
SAID = {
    "en": ("gold silent", "Not this: «concert»", "Undo: gold -concert", "Mode: Silent", "Digest only", "☆ Save",
           "★ Saved"),
    "ru": ("gold без звука", "Без слова «concert»", "Отменить: gold -concert", "Режим: Без звука", "Только дайджест",
           "☆ Сохранить", "★ Сохранено"),
    "kk": ("gold дыбыссыз", "«concert» керек емес", "Болдырмау: gold -concert", "Режимі: Дыбыссыз", "Тек дайджест",
           "☆ Сақтау", "★ Сақталды"),
}  # fmt: skip
CHANNELS = [Chat(platform="slack", id="C1", workspace=name) for name in ("", "T1")]
CHATS = {"en": 11, "ru": 12, "kk": 13}


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    made.now = datetime.now(UTC)
    made.knows(follows=300, translators=load_translations()).read_since()
    yield made
    made.store.close()


def news(room: Room, title: str = "A concert about gold") -> None:
    """An article for whoever follows gold."""
    room.now = datetime.now(UTC) + timedelta(seconds=1)
    room.publish(title, ago=timedelta())
    room.shares_out()


def pressed_of(menu: dict[str, Any], label: str) -> str:
    return keys(menu)[label]


def manners(room: Room, chat: Chat) -> list[tuple[str, str]]:
    return [(each.typed, each.attention.mode.value) for each in room.store.follows.subscriptions(chat)]


async def test_on_telegram_a_silent_topic_makes_no_sound_and_is_tuned_in_place(room: Room) -> None:
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        room.store.sources.sync(room.rules.sources, room.now)
        for language, chat in CHATS.items():
            server.language = language
            await server.say(f"/follow {SAID[language][0]}", chat, person=chat)
        await server.say("/follow !gold", 14, person=14)
        await server.receives("sendMessage", 4)
        news(room)
        alerts = {each["chat_id"]: each for each in (await server.receives("sendMessage", 8))[4:]}
        assert {int(chat) for chat, sent in alerts.items() if sent.get("disable_notification")} == {11, 12, 13}

        async def press(action: str, chat: int) -> dict[str, Any]:
            count = len(server.of("editMessageReplyMarkup")) + 1
            await server.press(action, chat, person=chat)
            return (await server.receives("editMessageReplyMarkup", count))[-1]

        for language, chat in CHATS.items():
            _, not_this, undo, mode, digest, save, saved = SAID[language]
            menu = await press(keys(alerts[str(chat)])["⋯"], chat)
            without = await press(pressed_of(menu, not_this), chat)
            mine = Chat(platform="telegram", id=str(chat))
            assert manners(room, mine) == [("gold -concert", "silent")]
            menu = await press(pressed_of(without, undo), chat)
            modes = await press(pressed_of(menu, mode), chat)
            await press(pressed_of(modes, digest), chat)
            assert manners(room, mine) == [("gold", "digest")]
            assert saved in keys(await press(pressed_of(menu, save), chat))
            await server.say("/saved", chat, person=chat)
        listed = (await server.receives("sendMessage", 11))[8:]
        assert all("A concert about gold" in each["text"].replace("<b>", "").replace("</b>", "") for each in listed)
        news(room, "Gold is dear")
        (rung,) = (await server.receives("sendMessage", 12))[11:]
        assert rung["chat_id"] == "14", "what is in digests only brings no alert"


async def test_on_slack_the_menu_opens_in_the_alert_and_works_there(room: Room) -> None:
    async with SlackServer() as server, Working(room, slack_at(server)):
        room.store.sources.sync(room.rules.sources, room.now)
        await server.slash("/follow", "!gold", channel="C1", name="news")
        await server.receives("chat.postMessage", 1)
        news(room)
        mine = next(chat for chat in CHANNELS if room.store.chats.get(chat))
        alert = (await server.receives("chat.postMessage", 2))[-1]
        blocks = alert["blocks"] if isinstance(alert["blocks"], list) else json.loads(alert["blocks"])

        async def press(action: str) -> dict[str, Any]:
            count = len(server.of("respond")) + 1
            await server.press(action, "C1", blocks)
            return (await server.receives("respond", count))[-1]

        menu = await press(keys(alert)["⋯"])
        without = await press(pressed_of(menu, "Not this: «concert»"))
        assert manners(room, mine) == [("gold -concert", "instant")]
        undo = next(label for label in keys(without) if label.startswith("Undo: gold -concert"))
        menu = await press(pressed_of(without, undo))
        assert manners(room, mine) == [("gold", "instant")]
        await press(pressed_of(menu, "☆ Save"))
        assert room.store.saved.count(mine) == 1
