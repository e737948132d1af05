"""Settings and time zones through the real clients: by command, by button, by a shared place, in three languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.model import Chat, Editors, LinkPreview, Preferences
from bot.rules import Rules
from bot.storage.store import ChatRecord, Store
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working

RULES = Rules(translators=load_translations("en"))
HEADING = {"en": "Your settings.", "ru": "Ваши настройки.", "kk": "Сіздің баптауларыңыз."}
NAMED = {"en": "/settings", "ru": "/настройки", "kk": "/баптаулар"}
ABOVE = {"en": "✓ Above", "ru": "✓ Вверху", "kk": "✓ Үстінде"}
CITY = {"en": ("Tokyo", "Tokyo, UTC+9"), "ru": ("Токио", "Токио, UTC+9"), "kk": ("Токио", "Токио, UTC+9")}
AKTAU = {"en": "Aqtau, UTC+5", "ru": "Актау, UTC+5", "kk": "Ақтау, UTC+5"}


def actions(sent: dict[str, Any]) -> list[str]:
    if "reply_markup" in sent:
        return [key["callback_data"] for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
    return [key["value"] for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]


def stored(store: Store, chat: Chat) -> ChatRecord:
    found = store.chats.get(chat)
    assert found is not None
    return found


async def test_on_telegram_settings_are_changed_in_place_and_a_place_tells_the_zone(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server), RULES):
        for place, language in enumerate(("en", "ru", "kk")):
            server.language, person = language, 10 + place
            chat = Chat(platform="telegram", id=str(person))
            await server.say(NAMED[language], person, person=person)
            shown = (await server.receives("sendMessage", 3 * place + 1))[-1]
            assert shown["text"].startswith(HEADING[language])
            assert "settings preview" in actions(shown)
            await server.press("settings preview above", person, person=person, message_id=5)
            changed = (await server.receives("editMessageText", place + 1))[-1]
            assert ABOVE[language] in json.dumps(json.loads(changed["reply_markup"]), ensure_ascii=False)
            await server.say(f"/timezone {CITY[language][0]}", person, person=person)
            said = (await server.receives("sendMessage", 3 * place + 2))[-1]
            assert CITY[language][1] in said["text"]
            assert stored(store, chat).timezone == "Asia/Tokyo"
            there = server.message("", person, person=person) | {"location": {"latitude": 43.65, "longitude": 51.16}}
            del there["text"]
            await server.happen(message=there)
            said = (await server.receives("sendMessage", 3 * place + 3))[-1]
            assert AKTAU[language] in said["text"]
            assert (stored(store, chat).timezone, stored(store, chat).preferences) == (
                "Asia/Aqtau",
                Preferences(preview=LinkPreview.ABOVE),
            )


async def test_in_a_group_everyone_may_once_an_administrator_says_so(stores: Callable[[], Store]) -> None:
    store, group = stores(), Chat(platform="telegram", id="-5")
    async with TelegramServer() as server, working(stores(), telegram_at(server), RULES):
        server.members["-5", 8] = {"status": "administrator"}
        await server.press("settings editors everyone", -5, person=7)
        (refused,) = await server.receives("answerCallbackQuery")
        assert refused["text"] == "Only admins can change this chat's topics."
        await server.press("settings editors everyone", -5, person=8, message_id=5)
        await server.receives("editMessageText")
        await server.say("/follow gold", -5, person=7)
        await server.receives("sendMessage")
        await server.press("settings editors admins", -5, person=7, message_id=5)
        assert (await server.receives("answerCallbackQuery", 3))[-1].get("text") == refused["text"]
    assert [each.typed for each in store.follows.subscriptions(group)] == ["gold"]
    assert stored(store, group).preferences.editors is Editors.EVERYONE


async def test_on_slack_the_same_screen_is_changed_in_place_and_an_administrator_narrows_it(
    stores: Callable[[], Store],
) -> None:
    store, channel = stores(), Chat(platform="slack", id="C1")
    async with SlackServer() as server, working(stores(), slack_at(server), RULES):
        server.locales["U7"] = "ru-RU"
        server.profiles["U7"] = {"is_admin": True, "is_owner": False, "name": "aliya"}
        await server.slash("/jarshy", "настройки")
        (shown,) = await server.receives("respond")
        assert "settings extract" in actions(shown)
        assert "settings preview" not in actions(shown), "Slack shows none"
        for pressed in ("settings extract long", "settings editors admins", "settings zone Europe/Moscow"):
            await server.press(pressed)
        await until(lambda: stored(store, channel).timezone == "Europe/Moscow")
        await server.slash("/jarshy", "timezone Atlantida-na-dne")
        await server.receives("respond", 5)
    assert stored(store, channel).preferences.editors is Editors.ADMINS
