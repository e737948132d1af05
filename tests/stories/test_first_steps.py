"""First steps through the real clients in three languages: /start, a topic by one tap, a link, inline mode."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Chat
from bot.rules import Rules
from bot.storage.store import Store
from config.translations import load_translations
from tests.builders import default_concepts
from tests.handlers.conftest import Room
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, working

RULES = Rules(translators=load_translations("en"), concepts=default_concepts())
LANGUAGES = ("en", "ru", "kk")
HELLO = {"en": "Hi, I'm", "ru": "Привет, я", "kk": "Сәлем, мен"}
TOPIC = {"en": "Earthquake", "ru": "Землетрясение", "kk": "Жер сілкінісі"}
FOLLOWED = {
    "en": "✅ Following <b>Earthquake</b>",
    "ru": "✅ Слежу за темой <b>Землетрясение</b>",
    "kk": "✅ <b>Жер сілкінісі</b> тақырыбын қадағалаймын",
}
SHARE = {"en": "Share this topic", "ru": "Поделиться темой", "kk": "Тақырыппен бөлісу"}


@pytest.fixture
def archive(sqlite_url: str) -> Store:
    """Read for long, with an article about an earthquake of a day ago."""
    room = Room(sqlite_url)
    room.now = datetime.now(UTC)
    room.knows(concepts=RULES.concepts).read_since()
    room.publish(
        "Almaty felt a tremor at night", "The earthquake did no damage.", ago=timedelta(days=1), link="http://kt.kz/1"
    )
    return room.store


def keys(sent: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message on either platform."""
    if "reply_markup" in sent:
        return [key for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
    return [key for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]


def key(sent: dict[str, Any], label: str) -> dict[str, Any]:
    def text(one: dict[str, Any]) -> str:
        return str(one["text"] if isinstance(one["text"], str) else one["text"]["text"])

    return next(one for one in keys(sent) if text(one).startswith(label))


def follows(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


async def test_on_telegram_two_taps_lead_to_the_first_article_and_a_link_leads_others_there(archive: Store) -> None:
    async with TelegramServer() as server, working(archive, telegram_at(server), RULES):
        for place, language in enumerate(LANGUAGES):
            server.language, person = language, 10 + place
            await server.say("/start", person, person=person)
            hello = (await server.receives("sendMessage", 3 * place + 1))[-1]
            assert hello["text"].startswith(HELLO[language])
            await server.press(key(hello, TOPIC[language])["callback_data"], person, person=person, message_id=5)
            shown = (await server.receives("editMessageText", place + 1))[-1]
            assert shown["text"].startswith(FOLLOWED[language])
            assert "Almaty felt a tremor at night</b></a>" in shown["text"]
            assert key(shown, f"✓ {TOPIC[language]}")
            assert follows(archive, Chat(platform="telegram", id=str(person))) == [TOPIC[language]]
            await server.press(key(shown, SHARE[language])["callback_data"], person, person=person, message_id=5)
            shared = (await server.receives("sendMessage", 3 * place + 2))[-1]
            link = re.search(r"https://t\.me/JarshyBot\?start=(f_[\w-]{1,62})", shared["text"])
            assert link is not None
            assert [each.get("copy_text", {}).get("text") for each in keys(shared)] == [None, link[0], None]
            assert keys(shared)[0]["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2FJarshyBot")
            await server.say(f"/start {link[1]}", person + 10, person=person + 10)
            opened = (await server.receives("sendMessage", 3 * place + 3))[-1]
            assert opened["text"].startswith("✅")
            assert follows(archive, Chat(platform="telegram", id=str(person + 10))) == [TOPIC[language]]


async def test_in_a_group_a_link_asks_an_administrator_and_nobody_else(archive: Store) -> None:
    async with TelegramServer() as server, working(archive, telegram_at(server), RULES):
        server.members["-5", 8] = {"status": "administrator"}
        await server.say("/follow earthquake", 8, person=8)
        followed = (await server.receives("sendMessage"))[-1]
        await server.press(key(followed, "Share")["callback_data"], 8, person=8)
        link = re.search(r"start=(f_[\w-]+)", (await server.receives("sendMessage", 2))[-1]["text"])
        assert link is not None
        for person in (7, 8):
            await server.say(f"/start@JarshyBot {link[1]}", -5, person=person)
        told, asked = (await server.receives("sendMessage", 4))[2:]
        assert told["text"] == "Only admins can change this chat's topics."
        await server.press(key(asked, "✅ Follow")["callback_data"], -5, person=7)
        await server.receives("answerCallbackQuery", 2)
        assert follows(archive, Chat(platform="telegram", id="-5")) == []
        await server.press(key(asked, "✅ Follow")["callback_data"], -5, person=8)
        await server.receives("sendMessage", 5)
    assert follows(archive, Chat(platform="telegram", id="-5")) == ["earthquake"]


async def test_inline_mode_lists_articles_in_the_language_of_who_types_and_leads_to_the_bot(archive: Store) -> None:
    label = {"en": "Follow «earthquake»", "ru": "Следить за «earthquake»", "kk": "«earthquake» қадағалау"}
    async with TelegramServer() as server, working(archive, telegram_at(server), RULES):
        for place, language in enumerate(LANGUAGES):
            server.language = language
            await server.seek("earthquake", person=10 + place)
            answer = (await server.receives("answerInlineQuery", place + 1))[-1]
            (found,) = json.loads(answer["results"])
            assert found["title"] == "Almaty felt a tremor at night"
            assert "</b></a>\nKazakhstan Today · " in found["input_message_content"]["message_text"]
            opens = json.loads(answer["button"])
            assert opens["text"] == label[language]
        await server.say(f"/start {opens['start_parameter']}", 12, person=12)
        await server.receives("sendMessage")
    assert follows(archive, Chat(platform="telegram", id="12")) == ["earthquake"]
    assert archive.chats.get(Chat(platform="telegram", id="10")) is None, "who only looked is a chat"


async def test_on_slack_a_channel_starts_by_two_taps_and_passes_a_topic_on(archive: Store) -> None:
    async with SlackServer() as server, working(archive, slack_at(server), RULES):
        for place, language in enumerate(LANGUAGES):
            channel, person = f"C{place + 1}", f"U{place + 1}"
            server.locales[person] = {"en": "en-US", "ru": "ru-RU", "kk": "kk-KZ"}[language]
            server.members.add(channel)
            await server.slash("/jarshy", "start", channel, person=person)
            hello = (await server.receives("chat.postMessage", place + 1))[-1]
            assert HELLO[language] in hello["text"]
            await server.press(key(hello, TOPIC[language])["value"], channel, person=person)
            shown = (await server.receives("respond", 2 * place + 1))[-1]
            assert TOPIC[language] in shown["text"]
            assert "Almaty felt a tremor at night" in shown["text"]
            assert key(shown, f"✓ {TOPIC[language]}")
            await server.press(key(shown, SHARE[language])["value"], channel, person=person)
            shared = (await server.receives("respond", 2 * place + 2))[-1]
            assert f"/follow {TOPIC[language]}" in shared["text"]
            assert follows(archive, Chat(platform="slack", id=channel)) == [TOPIC[language]]
