"""A channel from the wire to the wire: chosen, its posts set by buttons, an idle hour, commands posted in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Chat
from bot.platforms.telegram import rights
from bot.rules import Rules
from bot.worker.run import App
from config.translations import load_translations
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import telegram_at

CHANNEL = Chat(platform="telegram", id="-1009")
US = 123456
#: what is pressed, and what is said, by language
WORDS = {
    "en": ("How posts look", "Hashtags", "Preview ↑", "/posts closing Read us: t.me/city", "Continue with City"),
    "ru": ("Вид постов", "Хештеги", "Превью ↑", "/posts подпись Read us: t.me/city", "Продолжить: City"),
    "kk": ("Жазбалар көрінісі", "Хештегтер", "Превью ↑", "/posts қолтаңба Read us: t.me/city", "Жалғастыру: City"),
}


class Time:
    """The clock of the worker."""

    def __init__(self) -> None:
        self.passed = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.passed


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


@pytest.fixture(autouse=True)
def rights_unkept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "SEEN_FOR", 0.0)


@asynccontextmanager
async def working(room: Room, server: TelegramServer, clock: Time) -> AsyncIterator[Callable[[str], None]]:
    """A worker; the function publishes an article for what the channel follows."""
    rules = Rules(translators=load_translations())
    app = App(store=room.store, rules=rules, sources=[], platforms=[telegram_at(server)], clock=clock)

    def publish(title: str) -> None:
        now = clock()
        query_id = room.store.follows.subscriptions(CHANNEL)[0].query_id
        room.match(room.add_article(1, at=now, title=title), query_id, at=now)
        app._deliverer.wake()

    await app.start()
    try:
        yield publish
    finally:
        await app.stop()


def keys(sent: dict[str, Any]) -> dict[str, str]:
    """The buttons below a message: what they say, and what they do."""
    rows = json.loads(sent.get("reply_markup", "{}")).get("inline_keyboard", [])
    return {key["text"]: key["callback_data"] for row in rows for key in row}


async def choose(server: TelegramServer) -> dict[str, Any]:
    """Somebody chooses the channel, and Jarshy answers."""
    server.members["-1009", 7] = {"status": "administrator"}
    server.members["-1009", US] = {"status": "administrator"}
    shared = {"request_id": 1, "chat_id": -1009, "title": "City"}
    before = len(server.of("sendMessage"))
    await server.happen(message=server.message("", 7) | {"chat_shared": shared})
    return (await server.receives("sendMessage", before + 1))[-1]


async def answered(server: TelegramServer, method: str, asked: Any) -> dict[str, Any]:
    """What comes for what a person does."""
    before = len(server.of(method))
    await asked
    return (await server.receives(method, before + 1))[-1]


@pytest.mark.parametrize("language", WORDS)
async def test_posts_look_as_they_were_set_by_buttons(room: Room, language: str) -> None:
    looks, hashtags, preview, closing, back = WORDS[language]
    clock = Time()
    room.add_article(99, at=clock())
    async with TelegramServer() as server:
        server.language = language
        async with working(room, server, clock) as publish:
            chosen = await choose(server)
            await answered(server, "sendMessage", server.say("/follow AI"))
            screen = await answered(server, "sendMessage", server.press(keys(chosen)[looks]))
            screen = await answered(server, "editMessageText", server.press(keys(screen)[hashtags]))
            screen = await answered(server, "editMessageText", server.press(keys(screen)[preview]))
            assert json.loads(screen["link_preview_options"])["show_above_text"] is True
            assert f"✓ {preview}" in keys(screen)
            await answered(server, "sendMessage", server.say(closing))
            publish("AI in the city")
            post = (await server.receives("sendMessage", 5))[-1]
            clock.passed = timedelta(minutes=61)
            own = await answered(server, "sendMessage", server.say("/follow gold"))
    assert post["chat_id"] == "-1009"
    assert post["text"].endswith("\n\n#AI\n\nRead us: t.me/city")
    assert json.loads(post["link_preview_options"]) == {"is_disabled": False, "show_above_text": True}
    assert "reply_markup" not in post
    assert keys(own)[back] == "manage to -1009"
    assert [each.typed for each in room.store.follows.subscriptions(Chat(platform="telegram", id="7"))] == ["gold"]


async def test_a_command_posted_in_the_channel_is_answered_to_who_manages_it_and_not_to_its_readers(room: Room) -> None:
    async with TelegramServer() as server, working(room, server, Time()):
        await choose(server)
        await server.post("Big news today: gold", -1009)
        told = await answered(server, "sendMessage", server.post("/follow gold", -1009))
        assert (told["chat_id"], keys(told)) == ("7", {"Manage Newsroom": "manage to -1009"})
        assert told["text"].startswith("Posted in <b>Newsroom</b>: <code>/follow gold</code>")
        server.members["-1009", 7] = {"status": "left"}
        refused = await answered(server, "sendMessage", server.press("manage to -1009"))
        assert refused["text"] == "Only admins of <b>Newsroom</b> can change its topics."
        assert server.texts(-1009) == []
    assert [each.typed for each in room.store.follows.subscriptions(CHANNEL)] == ["gold"]


async def test_who_speaks_as_the_channel_of_a_group_changes_the_group_and_who_speaks_as_another_does_not(
    room: Room,
) -> None:
    group = Chat(platform="telegram", id="-5")
    async with TelegramServer() as server, working(room, server, Time()):
        server.linked = {-5: -1009}
        for channel, typed in ((-77, "silver"), (-1009, "gold")):
            sender = {"id": channel, "type": "channel", "title": "City"}
            await answered(server, "sendMessage", server.say(f"/follow {typed}", -5, sender_chat=sender))
    assert [each.typed for each in room.store.follows.subscriptions(group)] == ["gold"]
