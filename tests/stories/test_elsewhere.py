"""A follow that is sent to another chat, from the wire to the wire: both ends hear of it, and both can undo it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.model import Chat
from bot.rules import Rules
from bot.storage.store import Store
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working

TOPIC = Chat(platform="telegram", id="-1001234567", thread="8")
NEWS = Chat(platform="slack", id="C7")


def followed(store: Store, chat: Chat) -> list[str]:
    return [each.typed for each in store.follows.subscriptions(chat)]


def rules() -> Rules:
    return Rules(translators=load_translations("en"))


def first_action(payload: dict[str, Any]) -> str:
    """What the first button below a message of Slack does."""
    (row, *_) = [block for block in payload["blocks"] if block["type"] == "actions"]
    return str(row["elements"][0]["value"])


async def test_on_slack_a_follow_is_sent_from_a_direct_message_to_a_channel_and_undone_there(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    async with SlackServer() as server, working(stores(), slack_at(server), rules()):
        server.channels, server.inside = {"C7": "ai-news"}, {"U7": {"C7"}}
        server.profiles["U7"] = {"profile": {"display_name": "Aliya"}}
        await server.write("подпишись на ИИ в <#C7|ai-news>")
        await server.receives("chat.postMessage", 2)
        by_channel = {sent["channel"]: sent for sent in server.of("chat.postMessage")}
        assert by_channel["D1"]["text"].startswith("✅ #ai-news follows ИИ now")
        assert by_channel["C7"]["text"].startswith("➕ Aliya added ИИ")
        assert followed(store, NEWS) == ["ИИ"]
        assert server.of("conversations.join") == [{"channel": "C7"}]
        await server.press(first_action(by_channel["C7"]))
        await until(lambda: followed(store, NEWS) == ["ИИ"])
        await server.press(first_action(by_channel["C7"]), channel="C7")
        await until(lambda: followed(store, NEWS) == [])
        await server.press(first_action(by_channel["D1"]), channel="D1")
        await server.receives("respond", 2)


async def test_on_telegram_a_follow_is_sent_to_a_topic_and_undone_by_who_asked(stores: Callable[[], Store]) -> None:
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server), rules()):
        forum = {"id": int(TOPIC.id), "type": "supergroup", "title": "Newsroom", "is_forum": True}
        server.chats, server.topics = {TOPIC.id: forum}, {(TOPIC.id, "8")}
        server.members[TOPIC.id, 7] = {"status": "administrator"}
        await server.say("/follow AI in https://t.me/c/1234567/8")
        sent = await server.receives("sendMessage", 2)
        (answer,) = [each for each in sent if each["chat_id"] == "7"]
        (told,) = [each for each in sent if each["chat_id"] == TOPIC.id]
        assert answer["text"].startswith("✅ <b>Newsroom, topic 8</b> follows <b>AI</b> now")
        assert (told["message_thread_id"], told["disable_notification"]) == ("8", "true")
        assert "added <b>AI</b>" in told["text"]
        assert followed(store, TOPIC) == ["AI"]
        undo = json.loads(answer["reply_markup"])["inline_keyboard"][0][0]["callback_data"]
        await server.press(undo)
        await until(lambda: followed(store, TOPIC) == [])
        server.members[TOPIC.id, 8] = {"status": "left"}
        await server.press(undo, 8, person=8)  # a stranger who made up the button
        toasts = await server.receives("answerCallbackQuery", 2)
        assert any("changed nothing" in toast.get("text", "") for toast in toasts)
        await server.say("/follow waste in https://t.me/c/1234567/8", 8, person=8)
        (refused,) = [each for each in await server.receives("sendMessage", 4) if each["chat_id"] == "8"]
        assert "I don't see <b>https://t.me/c/1234567/8</b>" in refused["text"]
        assert "Newsroom" not in refused["text"]
        assert followed(store, TOPIC) == []
