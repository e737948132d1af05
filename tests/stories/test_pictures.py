"""A chart asked for in three languages, as a picture on Telegram and Slack, and what is sent where it is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from config.translations import load_translations
from tests.handlers.conftest import CONCEPTS, Room
from tests.platforms.slack.server import SCOPES, SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, working

PNG = b"\x89PNG"
#: by the language: who asks, how, the first line, a button, and what stands for a picture
ASKED = (
    ("en", 7, "/trend AI", "<b>AI</b> · 3 articles", "Quarter", "(I can't send pictures here.)"),
    ("ru", 8, "/тренд ИИ за месяц", "<b>ИИ</b> · 3 статьи", "Квартал", "(Сюда я не могу отправить картинку.)"),
    ("kk", 9, "/үрдіс ЖИ ай", "<b>ЖИ</b> · 3 мақала", "Тоқсан", "(Мұнда сурет жібере алмаймын.)"),
)


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    made.now = datetime.now(UTC)
    made.knows(concepts=CONCEPTS, translators=load_translations()).read_since()
    for place in range(3):
        made.publish(f"AI {place}", ago=place * timedelta(days=2) + timedelta(hours=1))
    yield made
    made.store.close()


async def test_on_telegram_a_chart_stands_above_its_numbers_and_changes_in_place(room: Room) -> None:
    async with TelegramServer() as server, working(room.store, telegram_at(server), room.rules):
        for language, person, typed, first, button, _ in ASKED:
            server.language = language
            count = len(server.of("sendPhoto")) + 1
            await server.say(typed, person, person=person)
            sent = (await server.receives("sendPhoto", count))[-1]
            assert sent["photo"].startswith(PNG)
            assert sent["caption"].startswith(first)
            keys = [key for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
            (quarter,) = (key for key in keys if key["text"] == button)
            await server.press(quarter["callback_data"], person, person=person, message_id=50 + person)
            edit = (await server.receives("editMessageMedia", count))[-1]
            assert edit["message_id"] == str(50 + person)
            assert edit["file"].startswith(PNG)
        for language, person, typed, first, _, instead in ASKED:
            server.language = language
            server.fail("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
            server.fail("sendDocument", 400, "Bad Request: not enough rights to send documents to the chat")
            count = len(server.of("sendMessage")) + 1
            await server.say(typed, person, person=person)
            text = (await server.receives("sendMessage", count))[-1]["text"]
            assert text.startswith(first)
            assert text.endswith(instead)
        await server.say("/report csv AI", 7, person=7)
        (table,) = await server.receives("sendDocument")
        assert table["document"].decode("utf-8-sig").count("\n") == 4
        assert table["document name"].endswith(".csv")


async def test_on_slack_a_chart_is_shared_behind_its_numbers_and_without_the_scope_the_text_says_so(
    room: Room,
) -> None:
    async with SlackServer() as server, working(room.store, slack_at(server), room.rules):
        await server.mention("trend AI", thread_ts="17.0")
        (text,) = await server.receives("chat.postMessage")
        (shared,) = await server.receives("files.completeUploadExternal")
        assert text["text"].startswith("AI · 3 articles")
        assert (shared["channel_id"], shared["thread_ts"]) == ("C1", "17.0")
        assert next(iter(server.files.values())).startswith(PNG)
        server.scopes = SCOPES.replace(",files:write", "")
        await server.slash("/jarshy", "report week AI")
        _, without = await server.receives("chat.postMessage", 2)
        assert without["text"].endswith("(I can't send pictures here.)")
