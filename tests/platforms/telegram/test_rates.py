"""Telegram's rates, and what is paid for."""

from __future__ import annotations

from bot.messages.message import say
from bot.platforms.telegram import TelegramPlatform
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.telegram.listening import CHAT
from tests.platforms.telegram.server import TOKEN, TelegramServer


def test_the_rates_are_telegrams_and_the_total_is_a_setting() -> None:
    rates = TelegramPlatform(token=TOKEN, rate=500.0).rates
    assert (rates.total, rates.chat, rates.group_per_minute) == (500.0, 1.0, 20)
    assert TelegramPlatform(token=TOKEN).rates.total == 28.0


async def test_alerts_are_paid_for_where_the_operator_pays_and_answers_never() -> None:
    host = RecordingHost()
    async with TelegramServer() as server:
        for paid in (False, True):
            platform = TelegramPlatform(token=TOKEN, api_url=server.url, paid_broadcast=paid)
            async with listening(platform, host):
                await platform.sender.send(CHAT, say("an alert"))
        platform = TelegramPlatform(token=TOKEN, api_url=server.url, paid_broadcast=True)
        async with listening(platform, host):
            await server.say("/help")
            await server.receives("sendMessage", 3)
    assert [sent.get("allow_paid_broadcast") for sent in server.of("sendMessage")] == [None, "true", None]
