"""Telegram by its calls: the webhook is set and watched, and what was called for is answered as what is polled."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import bugs
from bot.errors import StatedProblem
from bot.i18n.translator import ENGLISH
from bot.messages.inline import InlineAnswer
from bot.model import CallWay
from bot.platforms.hook_secrets import HookSecrets
from bot.platforms.telegram import TelegramPlatform, hook
from bot.platforms.telegram import listener as room
from bot.platforms.telegram.commands import UPDATES
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TOKEN, TelegramServer

SECRETS = HookSecrets.of(TOKEN)
HERE = "https://news.example.org"
OURS = SECRETS.address(HERE)


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSES", (0.02,))
    monkeypatch.setattr(hook, "CHECK_EVERY", 0.02)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def tell(server: TelegramServer, host: RecordingHost, text: str, **update: object) -> None:
    """An update that the web server has written down."""
    told = update or {"message": server.message(text, 7)}
    server._update_id += 1
    await host.calls.come("telegram", CallWay.UPDATES, json.dumps({"update_id": server._update_id, **told}))


async def test_the_webhook_is_set_with_its_secrets_and_what_telegram_calls_for_is_answered_once() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        (asked,) = await server.receives("setWebhook")
        assert (asked["url"], asked["secret_token"]) == (OURS, SECRETS.header)
        assert json.loads(asked["allowed_updates"]) == UPDATES
        assert "drop_pending_updates" not in asked
        await tell(server, host, "AI")
        await host.calls.all_read()
        await server.receives("sendMessage")
        assert server.of("getUpdates") == []
    assert server.webhook == OURS, "whoever listens next is called there, too"
    assert [command.text for command in host.received] == ["AI"]


async def test_a_call_that_is_read_twice_is_answered_once() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        update = {"update_id": 5, "message": server.message("AI", 7)}
        for _ in range(3):
            await host.calls.come("telegram", CallWay.UPDATES, json.dumps(update))
            await host.calls.all_read()
        await server.receives("sendMessage")
        await asyncio.sleep(0.05)
        assert len(server.texts()) == 1


PHOTO = {"file_id": "p1", "file_unique_id": "p1", "width": 1, "height": 1}


async def picture(server: TelegramServer, host: RecordingHost, album: str, caption: str = "") -> None:
    """Telegram calls for one picture of an album."""
    shown = server.message(caption, 7) | {"photo": [PHOTO], "media_group_id": album}
    words = {"caption": shown.pop("text")} if caption else {}
    await tell(server, host, "", message={key: value for key, value in shown.items() if key != "text"} | words)


async def test_an_album_whose_words_come_with_a_later_call_is_answered_once_and_by_its_words() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        await picture(server, host, "1")
        await until(lambda: server.of("setWebhook"))
        await tell(server, host, "/help")
        await server.receives("sendMessage")
        assert [command.name for command in host.received] == ["help"], "nobody else waits for the album"
        await picture(server, host, "1", "/follow zinc")
        await picture(server, host, "1")
        await host.calls.all_read()
        await server.receives("sendMessage", 2)
        await asyncio.sleep(0.05)
    assert [(command.name, command.text) for command in host.received] == [("help", ""), ("follow", "zinc")]


async def test_an_album_without_words_is_answered_once_as_one() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        for _ in range(3):
            await picture(server, host, "1")
        await host.calls.all_read()
        await server.receives("sendMessage")
        await picture(server, host, "1")
        await host.calls.all_read()
        await asyncio.sleep(0.05)
    assert [command.wordless for command in host.received] == [True]


async def test_a_call_that_can_not_be_read_is_a_bug_that_keeps_no_other_out() -> None:
    host, counted = RecordingHost(), bugs.counts["a call can't be read"]
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        for body in ("{", '{"update_id": 1, "message": {"odd": true}}', "[]"):
            await host.calls.come("telegram", CallWay.UPDATES, body)
        await tell(server, host, "AI")
        await server.receives("sendMessage")
        await host.calls.all_read()
    assert bugs.counts["a call can't be read"] == counted + 3


async def test_what_is_typed_in_another_chat_is_answered_unless_nobody_waits_any_more() -> None:
    host = RecordingHost()
    host.found = lambda command: InlineAnswer()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        old = datetime.now(UTC) - timedelta(seconds=6)
        asked = {"from": {"id": 7, "is_bot": False, "first_name": "A"}, "offset": ""}
        for number, query, at in ((1, "late", old), (2, "AI", None)):
            told = {"update_id": number, "inline_query": {"id": str(number), "query": query, **asked}}
            await host.calls.come("telegram", CallWay.UPDATES, json.dumps(told), called_at=at)
        await server.receives("answerInlineQuery")
        await host.calls.all_read()
    assert [command.text for command, _ in host.sought] == ["AI"]


async def test_a_webhook_that_was_deleted_is_set_again() -> None:
    async with TelegramServer() as server, listening_bot(server, public_url=HERE):
        await server.receives("setWebhook")
        server.webhook = ""
        await server.receives("setWebhook", 2)
        server.webhook = SECRETS.address("https://old.example.org")
        await server.receives("setWebhook", 3)
        await until(lambda: server.webhook == OURS)


async def test_the_webhook_of_another_program_is_left_to_it_and_told_unless_it_may_be_taken_over() -> None:
    host = RecordingHost()
    async with TelegramServer() as server:
        await server.set_webhook("https://other.example/hook")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "PATIENCE", 0.1)
            patch.setattr(room, "CALM", 0.05)
            async with listening_bot(server, host, public_url=HERE):
                await until(lambda: host.reports)
                assert server.webhook == "https://other.example/hook"
                server.webhook = ""
                await until(lambda: len(host.reports) > 1)
                assert server.webhook == OURS
        assert "other.example" in host.reports[0]
        await server.set_webhook("https://other.example/hook")
        async with listening_bot(server, public_url=HERE, take_over=True):
            await until(lambda: server.webhook == OURS)


async def test_calls_that_fail_for_long_are_told_and_that_they_succeed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.1)
    monkeypatch.setattr(room, "CALM", 0.05)
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE) as platform:
        await server.receives("setWebhook")
        await until(lambda: host.reports == [""])
        server.error = "Wrong response from the webhook: 502 Bad Gateway"
        await server.say("AI")
        await until(lambda: len(host.reports) == 2)
        with pytest.raises(StatedProblem) as told:
            await platform.probe()
        server.error = ""
        await until(lambda: len(host.reports) == 3)
    assert host.reports[1].startswith("Telegram can't call us at news.example.org (Wrong response")
    assert SECRETS.path not in "".join(host.reports)
    assert str(told.value) == f"{host.reports[1]}; 1 update waits there"
    assert host.reports[2] == ""


async def test_an_error_from_before_it_was_set_is_none() -> None:
    host = RecordingHost()
    async with TelegramServer() as server:
        server.error, server.failed_at = "Connection refused", time.time()
        await server.say("AI")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, "PATIENCE", 0.0)
            async with listening_bot(server, host, public_url=HERE):
                checks = len(server.of("getWebhookInfo"))
                await server.receives("getWebhookInfo", checks + 5)
    assert [report for report in host.reports if report] == []


async def test_where_telegram_refuses_to_call_it_is_asked_and_later_offered_the_webhook_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with TelegramServer() as server:
        server.refuses_hooks = True
        async with listening_bot(server, public_url="http://news.example.org"):
            await server.say("/help")
            await server.receives("sendMessage")
            monkeypatch.setattr(hook, "SET_AGAIN_AFTER", 0.0)
            server.refuses_hooks = False
            await server.say("/help")
            await server.receives("setWebhook")
    assert "Telegram does not call PUBLIC_URL" in capsys.readouterr().out


async def test_a_webhook_of_ours_is_deleted_where_telegram_is_asked_and_no_update_is_lost() -> None:
    async with TelegramServer() as server:
        server.webhook = OURS
        await server.say("/help")
        async with listening_bot(server) as platform:
            await server.receives("sendMessage")
            assert server.webhook == ""
            assert await platform.probe() is None
        assert "drop_pending_updates" not in server.of("deleteWebhook")[0]


async def test_what_was_called_for_before_telegram_was_asked_is_answered_too() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await tell(server, host, "AI")
        await host.calls.all_read()
        await server.receives("sendMessage")


async def test_a_token_that_is_refused_is_doubted_as_where_telegram_is_asked() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host, public_url=HERE):
        await server.receives("setWebhook")
        server.revoke(401)
        await host.wait_refused()


@pytest.mark.parametrize(
    ("webhook", "public_url", "told"),
    [
        (OURS, HERE, "it calls us at news.example.org; 1 update waits there"),
        (OURS, "https://other.example", "our webhook is set at news.example.org, and `run` sets it where PUBLIC_URL"),
        (OURS, None, "our webhook is still set (news.example.org): `run` deletes it"),
        ("", HERE, "no webhook is set yet: `run` sets it"),
        ("", None, ""),
    ],
)
async def test_a_probe_tells_how_telegram_reaches_us(webhook: str, public_url: str | None, told: str) -> None:
    async with TelegramServer() as server:
        server.webhook = webhook
        await server.say("AI")
        remark = await TelegramPlatform(token=TOKEN, api_url=server.url, public_url=public_url).probe()
    said = ENGLISH(remark) if remark is not None else ""
    assert said.startswith(told)
    assert bool(said) is bool(told)
    assert SECRETS.path not in said


async def test_a_probe_tells_of_a_call_that_failed_and_of_inline_mode_in_one_sentence() -> None:
    async with TelegramServer() as server:
        server.webhook, server.inline = OURS, False
        server.error, server.failed_at = "Connection refused", 1_700_000_000
        remark = await TelegramPlatform(token=TOKEN, api_url=server.url, public_url=HERE).probe()
    assert remark is not None
    assert ENGLISH(remark).startswith(
        "it calls us at news.example.org; 0 updates wait there; "
        "its last call that failed was at 2023-11-14 22:13 UTC (Connection refused); inline mode is off"
    )
