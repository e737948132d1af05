"""What is doubtful is asked in the reader's language, and its button follows: from the wire and back to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.matching.concepts import Concepts
from bot.model import Chat, Concept
from bot.rules import Rules
from bot.storage.store import Store
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, working

RULES = Rules(
    translators=load_translations("en"),
    concepts=Concepts(
        [
            Concept(key="kaspi", en=("Kaspi",), kk=("Kaspi Банкі",)),
            Concept(key="halyk", en=("Halyk Bank", "Halyk")),
            Concept(key="almaty", ru=("Алматы", "алматинский"), kk=("алматылық",), kind="place"),
        ]
    ),
)
#: a language, what is typed, the beginning of the answer without its marks, what its first button follows
ASKED = (
    ("en", "Kaspi Halyk", "Did you mean Kaspi or Halyk? Not following yet.", "Kaspi OR Halyk"),
    ("ru", "Kaspi Halyk", "Вы имели в виду Kaspi или Halyk? Пока не слежу.", "Kaspi ИЛИ Halyk"),
    ("kk", "Kaspi Halyk", "Kaspi немесе Halyk дегіңіз келді ме? Әзірге қадағаламаймын.", "Kaspi НЕМЕСЕ Halyk"),
    ("en", "Алматы -алматинский", "Алматы -алматинский asks for something and leaves it out", "Алматы"),
    ("ru", "2025", "По одному 2025 придёт что угодно. Добавьте слово. Пока не слежу.", "2025"),
    ("kk", "Алмата", "Алмата туралы әзірге ештеңе жоқ. Бәлкім, Алматы? Әзірге қадағаламаймын.", "Алматы"),
)


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    made = Store.open(sqlite_url)
    yield made
    made.close()


def follows(store: Store, platform: str, chat: str) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(Chat(platform=platform, id=chat))]


def first_button(sent: dict[str, Any]) -> str:
    if "reply_markup" in sent:
        return str(json.loads(sent["reply_markup"])["inline_keyboard"][0][0]["callback_data"])
    return str(next(block for block in sent["blocks"] if block["type"] == "actions")["elements"][0]["value"])


async def test_on_telegram_nothing_is_followed_before_the_button_is_pressed(store: Store) -> None:
    async with TelegramServer() as server, working(store, telegram_at(server), RULES):
        for person, (language, typed, said, followed) in enumerate(ASKED, start=10):
            server.language = language
            await server.say(f"/follow {typed}", person, person=person)
            asked = (await server.receives("sendMessage", 2 * (person - 10) + 1))[-1]
            assert asked["text"].replace("<b>", "").replace("</b>", "").startswith(said)
            assert follows(store, "telegram", str(person)) == []
            await server.press(first_button(asked), person, person=person)
            answer = (await server.receives("sendMessage", 2 * (person - 10) + 2))[-1]
            assert answer["text"].startswith("✅")
            assert follows(store, "telegram", str(person)) == [followed]


async def test_on_slack_nothing_is_followed_before_the_button_is_pressed(store: Store) -> None:
    async with SlackServer() as server, working(store, slack_at(server), RULES):
        for number, (language, typed, said, followed) in enumerate(ASKED):
            channel = f"C{number + 20}"
            await server.slash("/jarshy", f"language {language}", channel=channel)
            await server.slash("/follow", typed, channel=channel)
            asked = (await server.receives("respond", number + 1))[-1]
            assert asked["text"].replace("*", "").startswith(said)
            assert asked["response_type"] == "ephemeral"
            assert follows(store, "slack", channel) == []
            await server.press(first_button(asked), channel, ephemeral=True)
            await server.receives("chat.postMessage", 2 * number + 2)  # the language, too, is told to all
            assert follows(store, "slack", channel) == [followed]
