"""A story through the real clients: everything known of it, what is no part of it, and how it is asked for in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.delivery import edits
from bot.model import Chat, DeliveryState
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import ME, TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import at_work, is_in, publish, slack_at, telegram_at, until

pytestmark = pytest.mark.usefixtures("frequent_upkeep")
PERSON, CHANNEL = Chat(platform="telegram", id="7"), Chat(platform="slack", id="C1")
ASKED = {"en": "who else wrote about this?", "ru": "кто ещё писал об этом?", "kk": "бұл туралы тағы кім жазды?"}
HEADING = {"en": "🧵 2 articles, one story", "ru": "🧵 2 статьи, один сюжет", "kk": "🧵 2 мақала, бір оқиға"}


@pytest.fixture(autouse=True)
def menus_that_close_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "OPEN_FOR", 0.3)


def actions(sent: dict[str, Any]) -> list[str]:
    if "reply_markup" in sent:
        return [key["callback_data"] for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
    return [key["value"] for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]


async def test_on_telegram_a_story_is_told_taken_apart_and_put_together_again(room: Room) -> None:
    async with TelegramServer() as server, at_work(room, telegram_at(server)) as app:
        await server.say("/follow AI")
        await server.receives("sendMessage")
        first = publish(room, app, PERSON, 1, None)
        await until(lambda: is_in(room, PERSON, first, DeliveryState.SENT))
        other = publish(room, app, PERSON, 2, first)
        await until(lambda: is_in(room, PERSON, other, DeliveryState.JOINED))
        await server.press(f"story {first}")
        *_, told = await server.receives("sendMessage", 3)
        assert HEADING["en"] in told["text"]
        assert actions(told) == [f"story apart {other} 1"]
        ref = _ref(room, first)
        await until(lambda: "also:" in shown(server, ref))
        await server.press(f"story apart {other} 1", message_id=9)
        await until(lambda: is_in(room, PERSON, other, DeliveryState.SENT))
        assert "AI story 2" in server.texts()[-1].replace("<b>", "").replace("</b>", "")
        await until(lambda: "also:" not in shown(server, ref))
        await until(lambda: bool(screens(server)))
        assert actions(screens(server)[0]) == [f"story back {other} 1"]
        await server.press(f"story back {other} 1", message_id=9)
        await until(lambda: any("part of the story again" in each["text"] for each in server.of("editMessageText")))
        assert is_in(room, PERSON, other, DeliveryState.SENT), "what was sent stays"
        assert room.store.story_splits.of(PERSON) == {}


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
async def test_on_telegram_it_is_asked_for_in_words_in_reply_to_the_alert(room: Room, language: str) -> None:
    async with TelegramServer() as server, at_work(room, telegram_at(server)) as app:
        server.language = language
        await server.say("/follow AI")
        await server.receives("sendMessage")
        first = publish(room, app, PERSON, 1, None)
        await until(lambda: is_in(room, PERSON, first, DeliveryState.SENT))
        other = publish(room, app, PERSON, 2, first)
        await until(lambda: is_in(room, PERSON, other, DeliveryState.JOINED))
        alert = server.message("…", 7) | {"from": ME, "message_id": int(_ref(room, first))}
        await server.say(ASKED[language], reply_to_message=alert)
        *_, told = await server.receives("sendMessage", 3)
        assert HEADING[language] in told["text"]


async def test_on_slack_a_story_is_told_and_taken_apart(room: Room) -> None:
    async with SlackServer() as server, at_work(room, slack_at(server)) as app:
        await server.slash("/jarshy", "follow AI")
        await server.receives("chat.postMessage")
        first = publish(room, app, CHANNEL, 1, None)
        await until(lambda: is_in(room, CHANNEL, first, DeliveryState.SENT))
        other = publish(room, app, CHANNEL, 2, first)
        await until(lambda: is_in(room, CHANNEL, other, DeliveryState.JOINED))
        await server.press(f"story {first}")
        (told,) = await server.receives("respond")
        assert HEADING["en"] in json.dumps(told["blocks"], ensure_ascii=False)
        assert f"story apart {other} 1" in actions(told)
        await server.mention("кто ещё писал об этом?", thread_ts=_ref(room, first, CHANNEL))
        (told,) = await server.receives("chat.postEphemeral")
        assert HEADING["en"] in json.dumps(told["blocks"], ensure_ascii=False)
        await server.press(f"story apart {other} 1")
        await until(lambda: is_in(room, CHANNEL, other, DeliveryState.SENT))
        assert room.store.story_splits.of(CHANNEL) == {other: "aliya"}
        await server.slash("/jarshy", "settings stories off")
        await until(lambda: not _stories(room))


def _ref(room: Room, article_id: int, who: Chat = PERSON) -> str:
    """The platform's id of the message that told of it."""
    record = room.store.outbox.delivery_record(who, article_id)
    assert record is not None
    assert record.ref is not None
    return record.ref


def screens(server: TelegramServer) -> list[dict[str, Any]]:
    """What a screen was edited to, that says it is done."""
    return [each for each in server.of("editMessageText") if "OK," in each["text"]]


def shown(server: TelegramServer, message_id: str) -> str:
    """What a message was last edited to; "": never."""
    texts = [each["text"] for each in server.of("editMessageText") if str(each["message_id"]) == message_id]
    return str(texts[-1]) if texts else ""


def _stories(room: Room) -> bool:
    record = room.store.chats.get(CHANNEL)
    return record is None or record.preferences.stories
