"""A list of topics comes as a file, /status says how things stand, and /forgetme leaves nothing: on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.model import Chat
from config.translations import load_translations
from tests.handlers.conftest import Room
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at
from tests.stories.test_pages import Working, keys

LIST = 'AI # silent\n"Ақтау порты"\nн*\n'.encode()
#: what is said of a list, of how things stand, before everything is deleted, after that; the buttons of Undo and of it
SAID = {
    "en": ("✅ Added 2 topics", "✅ All good · 2 topics", "Delete everything I keep about you?", "🗑 Done.",
           "Undo", "Delete everything"),
    "ru": ("✅ Добавлены 2 темы", "✅ Всё в порядке · 2 темы", "Удалить всё, что я о вас храню?", "🗑 Готово.",
           "Отменить", "Удалить всё"),
    "kk": ("✅ 2 тақырып қосылды", "✅ Бәрі жақсы · 2 тақырып", "Сіз туралы сақталғанның бәрін жоямын ба?", "🗑 Дайын.",
           "Болдырмау", "Бәрін жою"),
}  # fmt: skip


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    made.now = datetime.now(UTC)
    made.knows(translators=load_translations())
    yield made
    made.store.close()


async def test_on_telegram_a_file_is_followed_taken_back_and_forgotten_in_three_languages(room: Room) -> None:
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        for chat, (language, said) in enumerate(SAID.items(), start=7):
            added, well, question, done, undo, delete = said
            server.language = language
            sent, edits = len(server.of("sendMessage")), len(server.of("editMessageText"))
            await server.send_file("topics.txt", LIST, chat, person=chat)
            told = (await server.receives("sendMessage", sent + 1))[-1]
            assert told["text"].startswith(added)
            await server.press(keys(told)[undo], chat, person=chat)
            await server.receives("editMessageText", edits + 1)
            assert room.follows(Chat(platform="telegram", id=str(chat))) == []
            await server.send_file("topics.txt", LIST, chat, person=chat, caption="/import")
            await server.say("/status", chat, person=chat)
            assert (await server.receives("sendMessage", sent + 3))[-1]["text"].startswith(well)
            await server.say("/forgetme", chat, person=chat)
            asked = (await server.receives("sendMessage", sent + 4))[-1]
            assert asked["text"].startswith(question)
            await server.press(keys(asked)[delete], chat, person=chat)
            gone = (await server.receives("editMessageText", edits + 2))[-1]
            assert gone["text"].startswith(done)
            assert await asyncio.to_thread(room.store.chats.get, Chat(platform="telegram", id=str(chat))) is None


async def test_on_slack_a_file_is_followed_and_forgotten_in_three_languages(room: Room) -> None:
    async with SlackServer() as server, Working(room, slack_at(server)):
        for number, (language, said) in enumerate(SAID.items()):
            added, well, question, done, _, delete = said
            person, channel = f"U{number}", f"D{number}"
            server.locales[person] = language
            answers = len(server.of("respond"))
            await server.event(
                type="message", channel=channel, channel_type="im", user=person, text="", subtype="file_share",
                files=[server.file("topics.txt", LIST)],
            )  # fmt: skip
            assert (await server.receives("chat.postMessage", number + 1))[-1]["text"].startswith(added)
            await server.slash("/jarshy", "status", channel, name="directmessage", person=person)
            assert (await server.receives("respond", answers + 1))[-1]["text"].startswith(well)
            await server.slash("/jarshy", "forgetme", channel, name="directmessage", person=person)
            asked = (await server.receives("respond", answers + 2))[-1]
            assert asked["text"].startswith(question)
            await server.press(keys(asked)[delete], channel, ephemeral=True, person=person)
            assert (await server.receives("respond", answers + 3))[-1]["text"].startswith(done)
            assert await asyncio.to_thread(room.store.chats.get, Chat(platform="slack", id=channel)) is None
