"""From the list of topics to any change of one in two taps, in place, on both platforms and in three languages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.platforms.protocol import Platform
from config.translations import load_translations
from tests.handlers.conftest import Room
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at
from tests.stories.test_pages import Working, keys

#: the heading, a rate, and the buttons of headlines, of all topics, of Undo and of the search tips
SAID = {
    "en": ("You follow 12 topics:", "≈2 a week", "Headlines only", "All topics", "Undo", "Search tips"),
    "ru": ("Вы следите за 12 темами:", "≈2 в неделю", "Только в заголовках", "Все темы", "Отменить", "Как искать"),
    "kk": ("Сіз 12 тақырыпты қадағалайсыз:", "аптасына ≈2", "Тек тақырыбында", "Барлық тақырып", "Болдырмау",
           "Қалай іздеу керек"),
}  # fmt: skip
TYPED = "gold, " + ", ".join(f"тақырып{number}" for number in range(11))


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    made.now = datetime.now(UTC)
    made.knows(follows=300, translators=load_translations()).read_since()
    for place in range(8):
        made.publish(f"Gold {place}", ago=place * timedelta(days=3) + timedelta(hours=1))
    yield made
    made.store.close()


class Telegram:
    """A private chat; the answer to a press takes the place of the message."""

    def __init__(self, server: TelegramServer, chat: int) -> None:
        self.server, self.chat = server, chat

    async def types(self, text: str) -> dict[str, Any]:
        count = len(self.server.of("sendMessage")) + 1
        await self.server.say(text, self.chat, person=self.chat)
        return (await self.server.receives("sendMessage", count))[-1]

    async def presses(self, action: str) -> dict[str, Any]:
        count = len(self.server.of("editMessageText")) + 1
        await self.server.press(action, self.chat, person=self.chat)
        return (await self.server.receives("editMessageText", count))[-1]


class Slack:
    """A direct conversation."""

    def __init__(self, server: SlackServer) -> None:
        self.server = server

    async def types(self, text: str) -> dict[str, Any]:
        method = "chat.postMessage" if text.startswith("/follow ") else "respond"
        count = len(self.server.of(method)) + 1
        name, _, words = text.partition(" ")
        own = name in ("/follow", "/following", "/unfollow")
        asked = (name, words) if own else ("/jarshy", text.removeprefix("/"))
        await self.server.slash(*asked, channel="D1", name="directmessage")
        return (await self.server.receives(method, count))[-1]

    async def presses(self, action: str) -> dict[str, Any]:
        count = len(self.server.of("respond")) + 1
        await self.server.press(action, "D1", ephemeral=True)
        answer = (await self.server.receives("respond", count))[-1]
        assert answer["replace_original"]
        return answer


@asynccontextmanager
async def running(room: Room, platform: Platform) -> AsyncIterator[None]:
    """The program, which polls nothing itself, on an archive whose source was read for long."""
    async with Working(room, platform):
        room.store.sources.sync(room.rules.sources, room.now)
        yield


async def walk(who: Telegram | Slack, language: str) -> None:
    """What a person does: the list, its next page, a topic, a change of it, Undo, the list again; how to search."""
    heading, rate, headlines, all_topics, undo, tips = SAID[language]
    await who.types(f"/follow {TYPED}")
    listed = await who.types("/following")
    assert heading in listed["text"]
    assert rate in listed["text"]
    second = await who.presses(keys(listed)["›"])
    assert "тақырып0" in second["text"]
    opened = await who.presses(keys(listed)["gold"])
    assert "Gold 0" in opened["text"].replace("<b>", "").replace("</b>", "")
    assert "edit gold -&gt; gold -" in opened["text"]
    changed = await who.presses(keys(opened)[headlines])
    assert "title:gold" in changed["text"]
    await who.presses(keys(changed)[undo])
    again = await who.presses(keys(changed)[all_topics])
    assert "title:gold" not in again["text"]
    helped = await who.types("/help")
    assert "OR" in (await who.presses(keys(helped)[tips]))["text"] or language != "en"


async def test_a_topic_is_opened_from_the_list_and_changed_in_place_on_telegram(room: Room) -> None:
    async with TelegramServer() as server, running(room, telegram_at(server)):
        for chat, language in enumerate(SAID, start=7):
            server.language = language
            await walk(Telegram(server, chat), language)
        assert all(sent.get("parse_mode") == "HTML" for sent in server.of("editMessageText"))


@pytest.mark.parametrize("language", SAID)
async def test_a_topic_is_opened_from_the_list_and_changed_in_place_on_slack(room: Room, language: str) -> None:
    async with SlackServer() as server, running(room, slack_at(server)):
        server.locales["U7"] = language
        await walk(Slack(server), language)
        answers = server.of("respond") + server.of("chat.postMessage")
        assert all(len(answer.get("blocks", [])) <= 50 for answer in answers)


async def test_a_group_s_topics_are_shown_to_all_and_changed_by_its_administrators(room: Room) -> None:
    async with TelegramServer() as server, running(room, telegram_at(server)):
        server.members[("-5", 7)] = {"status": "administrator"}
        await server.say("/follow gold", -5, person=7)
        await server.say("/following", -5, person=8)
        listed = (await server.receives("sendMessage", 2))[-1]
        assert "Unfollow …" not in keys(listed)
        await server.press(keys(listed)["gold"], -5, person=8)
        (shown,) = await server.receives("editMessageText")
        assert list(keys(shown)) == ["Share this topic", "Back"]
        await server.press(keys(listed)["gold"], -5, person=7)
        shown = (await server.receives("editMessageText", 2))[-1]
        await server.press(keys(shown)["Unfollow"], -5, person=8)
        await server.press(keys(shown)["Unfollow"], -5, person=7)
        gone = (await server.receives("editMessageText", 3))[-1]
    assert "This chat unfollowed <b>gold</b> · removed by Aida" in gone["text"]
