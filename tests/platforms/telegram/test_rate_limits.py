"""The server with Telegram's rate limits refuses what exceeds them, and nothing else."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.platforms.telegram.errors import pause_of
from bot.platforms.telegram.request import Request
from tests.platforms.telegram.rate_limits import Judge, Limits, RateLimitingServer
from tests.platforms.telegram.server import TOKEN

PLENTY = Limits(overall=10**6)


@pytest.mark.parametrize(
    ("why", "limits", "sent", "refused"),
    [
        ("thirty within a second", Limits(), [(chat, 0.9) for chat in range(1, 31)], 0),
        ("thirty-one within a second", Limits(), [(chat, 0.9) for chat in range(1, 32)], 1),
        ("the second is any second", Limits(), [(chat, 0.02 * chat) for chat in range(1, 32)], 1),
        ("the thirty-first a second later", Limits(), [*[(chat, 0.0) for chat in range(1, 31)], (31, 1.0)], 0),
        ("three at once in one chat", PLENTY, [(1, 0.0)] * 3, 0),
        ("four at once in one chat", PLENTY, [(1, 0.0)] * 4, 1),
        ("one a second in one chat", PLENTY, [(1, float(second)) for second in range(100)], 0),
        ("who was refused is blocked for a while", PLENTY, [(1, 0.0)] * 4 + [(1, 4.9)], 2),
        ("and then is not", PLENTY, [(1, 0.0)] * 4 + [(1, 5.0)], 1),
        ("one chat's block is nobody else's", PLENTY, [(1, 0.0)] * 4 + [(2, 0.1)], 1),
        ("the bot's block is everybody's", Limits(), [(chat, 0.0) for chat in range(1, 32)] + [(99, 4.9)], 2),
        ("twenty a minute in a group", PLENTY, [(-1, 2.0 * number) for number in range(20)], 0),
        ("twenty-one a minute in a group", PLENTY, [(-1, 2.0 * number) for number in range(21)], 1),
        ("no limits", Limits(overall=None), [(1, 0.0)] * 1000, 0),
    ],
)
def test_what_exceeds_the_limits_is_refused(
    why: str, limits: Limits, sent: list[tuple[int, float]], refused: int
) -> None:
    judge = Judge(limits)
    for chat, at in sent:
        judge.refusal(chat, 1000 + at)
    assert (judge.refused, judge.taken) == (refused, len(sent) - refused), why


async def test_the_real_client_sees_the_refusals_as_telegrams() -> None:
    async with RateLimitingServer(Limits()) as server:
        request = Request(root=server.url, connections=4, read=5)
        async with Bot(TOKEN, base_url=f"{server.url}/bot", request=request) as bot:
            for _ in range(3):
                await bot.send_message(7, "x" * 4000)
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(7, "x")
        await request.shutdown()
    assert pause_of(caught.value).total_seconds() == 5
    assert (server.judge.taken, server.judge.refused) == (3, 1)
