"""The verdict for each of Telegram's errors, as the real client raises it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.errors import SendError
from bot.messages.message import Button, Message, bold, line, say
from bot.model import Cause, Chat, ChatLost, ChatMoved, ChatRefused, GiveUp, RetryAt, Verdict
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.errors import LONGEST_REASON, redacted
from tests.platforms.telegram.listening import CHAT, listening_bot
from tests.platforms.telegram.server import TOKEN, TelegramServer


@pytest.mark.parametrize(
    ("status", "description", "parameters", "verdict"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, ChatLost),
        (403, "Forbidden: user is deactivated", {}, ChatLost),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, ChatLost),
        (403, "Forbidden: bot is not a member of the channel chat", {}, ChatRefused),
        (403, "Forbidden: the group chat was deleted", {}, ChatRefused),
        (403, "Forbidden: bot can't initiate conversation with a user", {}, ChatRefused),
        (400, "Bad Request: chat not found", {}, ChatRefused),
        (400, "Bad Request: message thread not found", {}, ChatRefused),
        (400, "Bad Request: have no write access to the chat", {}, ChatRefused),
        (400, "Bad Request: not enough rights to send text messages to the chat", {}, ChatRefused),
        (400, "Bad Request: can't parse entities: x", {}, RetryAt),
        (400, "Bad Request: message is too long", {}, RetryAt),
        (400, "Bad Request: message text is empty", {}, GiveUp),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1005}, ChatMoved),
        (429, "Too Many Requests: retry after 33", {"retry_after": 33}, RetryAt),
        (401, "Unauthorized", {}, RetryAt),
        (404, "Not Found", {}, RetryAt),
        (500, "Internal Server Error", {}, RetryAt),
        (502, "<html>Bad Gateway</html>", {}, RetryAt),
    ],
)
async def test_each_error_is_a_verdict(
    status: int, description: str, parameters: dict[str, int], verdict: type[Verdict]
) -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendMessage", status, description, **parameters)
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
        found = caught.value.verdict
        assert isinstance(found, verdict)
        assert TOKEN not in str(caught.value)
        if isinstance(found, ChatMoved):
            assert found.id == "-1005"
        if status == 429:
            assert isinstance(found, RetryAt)
            assert (found.after, found.whole_platform) == (timedelta(seconds=33), True)
        if status == 400 and verdict is RetryAt:
            assert isinstance(found, RetryAt)
            assert found.plain
            server.fail("sendMessage", status, description)
            with pytest.raises(SendError) as caught:
                await platform.sender.send(CHAT, say("x"), plain=True)
            assert isinstance(caught.value.verdict, GiveUp)


async def test_an_alert_is_sent_without_a_preview_and_its_id_is_stored() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        (ref,) = await platform.sender.send(Chat(platform="telegram", id="-5", thread="3"), say(line(bold("A & B"))))
    (sent,) = server.of("sendMessage")
    assert ref.isdigit()
    assert sent["text"] == "<b>A &amp; B</b>"
    assert json.loads(sent["link_preview_options"]) == {"is_disabled": True}
    assert sent["message_thread_id"] == "3"


async def test_a_proxys_page_is_not_from_telegram_and_only_its_beginning_is_stored() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        for status in (400, 401, 403, 404, 409):
            server.fail("sendMessage", status, "<html>" + "sorry " * 1000)
            with pytest.raises(SendError) as caught:
                await platform.sender.send(CHAT, say("x"))
            assert isinstance(caught.value.verdict, RetryAt)
            assert not caught.value.verdict.plain
            assert len(caught.value.verdict.detail) <= LONGEST_REASON


async def test_time_outs_and_refused_connections_are_retried() -> None:
    async with TelegramServer() as server, listening_bot(server, timeout=0.2) as platform:
        server.hang("sendMessage")
        with pytest.raises(SendError, match="Timed out") as caught:
            await platform.sender.send(CHAT, say("x"))
        assert caught.value.verdict == RetryAt(cause=Cause.TIMEOUT, detail="Timed out", maybe_sent=True)
    gone = TelegramPlatform(token=TOKEN, api_url=server.url)
    with pytest.raises(SendError) as caught:
        await gone.sender.send(CHAT, say("x"))
    assert isinstance(caught.value.verdict, RetryAt)
    assert not caught.value.verdict.maybe_sent
    assert TOKEN not in str(caught.value)
    await gone.sender.close()


async def test_a_plain_message_has_no_markup_and_no_buttons() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.send(CHAT, Message(((line(bold("A & B")),),), more=Button("⋯", "more 1")), plain=True)
    (sent,) = server.of("sendMessage")
    assert sent["text"] == "A & B"
    assert sent.keys() & {"parse_mode", "reply_markup"} == set()


async def test_the_fake_server_refuses_what_telegram_refuses() -> None:
    async with TelegramServer() as server:
        connection = Connection(TOKEN, server.url, timeout=5)
        bot = connection.bot
        for text in ("<p>x</p>", "1 < 2", "<b>x", "x" * 4097, " "):
            with pytest.raises(BadRequest):
                await bot.send_message(7, text, parse_mode="HTML")
        keys = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="ж" * 33)]])
        with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
            await bot.send_message(7, "x", reply_markup=keys)
        await connection.close()
    assert not server.texts()
    assert [call.method for call in server.attempts].count("sendMessage") == 6
    assert all(call.at > 0 for call in server.attempts)


@pytest.mark.parametrize("token", [TOKEN, "1:wrong-wrong-wrong-wrong-wrong"])
def test_a_token_is_kept_out_of_reasons(token: str) -> None:
    assert redacted(f"The token `{token}` was rejected at http://x/bot{token}/getMe") == (
        "The token `<token>` was rejected at http://x/bot<token>/getMe"
    )
