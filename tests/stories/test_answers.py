"""Answers through the real clients on a bad day: they survive what passes, and are not given twice for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.platforms import tries
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform
from bot.storage.store import Store
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working

Spoil = Callable[[TelegramServer, str], None]
SpoilSlack = Callable[[SlackServer, str], None]


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))


TELEGRAM_FAULTS: list[tuple[str, Spoil]] = [
    ("a fault", lambda server, method: server.fail(method, 502, "Bad Gateway", times=2)),
    ("a proxy's page", lambda server, method: server.fail(method, 503, "<html>busy</html>", times=2)),
    ("too many, without a time", lambda server, method: server.fail(method, 429, "<html>slow down</html>", times=2)),
    ("a reset before it was taken", lambda server, method: server.lose(method, taken=False)),
    ("a good token refused", lambda server, method: server.fail(method, 401, "Unauthorized")),
]


@pytest.mark.parametrize(("why", "spoil"), TELEGRAM_FAULTS, ids=[why for why, _ in TELEGRAM_FAULTS])
async def test_an_answer_on_telegram_survives_passing_errors(
    stores: Callable[[], Store], why: str, spoil: Spoil
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        spoil(server, "sendMessage")
        await server.say("/follow gold")
        await server.receives("sendMessage")
        spoil(server, "editMessageText")
        await server.press("unfollow #1")
        await server.receives("editMessageText")
        await server.say("/help")
        await server.receives("sendMessage", 2)
    first, second = server.texts()
    assert "gold" in first, why
    assert "/following" in second, why


async def test_an_edit_on_telegram_whose_answer_was_lost_is_repeated_and_no_message_is_added(
    stores: Callable[[], Store],
) -> None:
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/follow gold")
        await server.receives("sendMessage")
        server.lose("editMessageText")
        server.fail("editMessageText", 400, "Bad Request: message is not modified")
        await server.press("unfollow #1")
        await server.receives("editMessageText")
        await server.say("/help")
        await server.receives("sendMessage", 2)
    assert len(server.texts()) == 2


@pytest.mark.parametrize("hung", [1, 2, 3])
async def test_a_message_on_telegram_that_timed_out_is_repeated_once(stores: Callable[[], Store], hung: int) -> None:
    async with TelegramServer() as server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url, timeout=0.2)
        async with working(stores(), platform):
            for _ in range(hung):
                server.hang("sendMessage")
            await server.say("/following")
            await until(lambda: len(tried(server)) == 2)
            await asyncio.sleep(0.5)
            assert len(tried(server)) == 2
    assert len(server.texts()) == (1 if hung == 1 else 0)


def tried(server: TelegramServer) -> list[str]:
    return [call.params["text"] for call in server.attempts if call.method == "sendMessage"]


SLACK_FAULTS: list[tuple[str, SpoilSlack]] = [
    ("a fault", lambda server, method: server.fail(method, "internal_error", times=2)),
    ("a proxy's page", lambda server, method: server.answers(method, "<html>busy</html>", 502, "text/html")),
    ("too many", lambda server, method: server.answers(method, "{}", 429, "application/json")),
    ("a reset before it was taken", lambda server, method: server.lose(method, taken=False)),
    ("a good token refused", lambda server, method: server.fail(method, "invalid_auth")),
]


@pytest.mark.parametrize(("why", "spoil"), SLACK_FAULTS, ids=[why for why, _ in SLACK_FAULTS])
async def test_an_answer_on_slack_survives_passing_errors(
    stores: Callable[[], Store], why: str, spoil: SpoilSlack
) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        spoil(server, "chat.postMessage")
        await server.slash("/follow", "gold")
        (posted,) = await server.receives("chat.postMessage")
        assert "gold" in posted["text"], why


@pytest.mark.parametrize(("why", "spoil"), SLACK_FAULTS[1:4], ids=[why for why, _ in SLACK_FAULTS[1:4]])
async def test_an_answer_to_one_person_on_slack_survives_passing_errors_of_both_ways(
    stores: Callable[[], Store], why: str, spoil: SpoilSlack
) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        spoil(server, "respond")
        if why != "too many":
            spoil(server, "chat.postEphemeral")
        await server.slash("/following")
        await until(lambda: len(server.of("respond")) + len(server.of("chat.postEphemeral")) == 1)
        spoil(server, "respond")
        if why != "too many":
            spoil(server, "chat.update")
        await server.press("unfollow all")
        await until(lambda: len(server.of("respond")) + len(server.of("chat.postEphemeral")) > 1)
        await asyncio.sleep(0.1)
        assert len(server.of("respond")) + len(server.of("chat.postEphemeral")) == 2, why


@pytest.mark.parametrize("hung", [1, 2, 3])
async def test_a_message_on_slack_that_timed_out_is_repeated_once(stores: Callable[[], Store], hung: int) -> None:
    async with SlackServer() as server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url, timeout=0.3)
        async with working(stores(), platform):
            for _ in range(hung):
                server.hang("chat.postMessage")
            await server.slash("/follow", "gold")
            await server.receives("chat.postMessage", 2)
            await asyncio.sleep(0.5)
            assert len(server.of("chat.postMessage")) == 2
            assert server.of("respond") == []


async def test_an_answer_on_slack_whose_blocks_are_refused_is_sent_plain_by_every_way(
    stores: Callable[[], Store],
) -> None:
    async with SlackServer() as server, working(stores(), slack_at(server)):
        server.answers("respond", "invalid_blocks", 400)
        await server.slash("/jarshy", "help")
        (told,) = await server.receives("respond")
        assert "blocks" not in told
        server.answers("respond", '{"ok": false, "error": "expired_url"}', 404, "application/json")
        server.fail("chat.postEphemeral", "invalid_blocks")
        await server.slash("/jarshy", "help")
        (told,) = await server.receives("chat.postEphemeral")
        assert "blocks" not in told
