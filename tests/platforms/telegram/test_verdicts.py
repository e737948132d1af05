"""Every known error of Telegram, from a row of the outbox to the wire and back.

What becomes of the row and of the chat, that follows are kept, that others get theirs, and what the operator sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import DeliveryState
from bot.platforms.telegram.errors import LOST_CHAT
from tests.platforms.harness import OutboxHarness, logged
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TOKEN, TelegramServer

#: (status, description): the chat is lost, its follows stay. From TDLib's and the Bot API server's source
LOST = (
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the group chat"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (403, "Forbidden: bot was kicked from the channel chat"),
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot can't send messages to bots"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: have no write access to the chat"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: USER_IS_BLOCKED"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
)
#: about one message: it is sent plain, and then visibly given up
MESSAGE = (
    "Bad Request: can't parse entities: unsupported start tag",
    "Bad Request: message is too long",
    "Bad Request: message text is empty",
    "Bad Request: message is not modified",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: something that nobody has heard of",
)
#: temporary: the row waits, the chat is reachable
PASSING = (
    (409, "Conflict: terminated by other getUpdates request"),
    (413, "Request Entity Too Large"),
    (429, "Too Many Requests"),
    (500, "Internal Server Error"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
)
#: the token is refused: everything waits
REFUSED = ((401, "Unauthorized"), (404, "Not Found"))


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[OutboxHarness]:
    made = OutboxHarness(tmp_path, "telegram")
    yield made
    made.close()


@pytest.mark.parametrize(("status", "said"), LOST)
async def test_a_lost_chat_is_paused_keeps_its_follows_and_delays_no_other(
    harness: OutboxHarness, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(status, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.DROPPED)
            await harness.wait_state("8", DeliveryState.SENT)
    found = harness.chat("7")
    assert found.paused
    assert said.partition(": ")[2].casefold() in found.pause_detail.casefold()
    assert harness.follows("7") == ["AI"]
    assert not harness.chat("8").paused
    assert said.partition(": ")[2].casefold() in logged(capsys), "the log says why"
    assert harness.refused == []


@pytest.mark.parametrize("said", MESSAGE)
async def test_a_refused_message_is_sent_plain_and_visibly_given_up_if_that_is_refused_too(
    harness: OutboxHarness, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(400, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.FAILED)
            await harness.wait_state("8", DeliveryState.SENT)
        assert ["parse_mode" in call.params for call in server.attempts if call.params.get("chat_id") == "7"] == [
            True,
            False,
        ]
    row, reason = harness.row("7"), said.partition(": ")[2].casefold()
    assert (row.plain, row.attempts) == (True, 2)
    assert reason in row.reason.casefold()
    assert not harness.chat("7").paused
    assert harness.follows("7") == ["AI"]
    ((chat, title, _, why),) = harness.room.store.outbox.latest_failures(10)
    assert (chat.id, title) == ("7", "Title 1")
    assert reason in why.casefold()
    assert reason in logged(capsys)


async def test_what_is_refused_only_for_its_markup_arrives_plain(harness: OutboxHarness) -> None:
    harness.add_article("7")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendMessage", 400, "Bad Request: can't parse entities: x")
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.SENT)
        (sent,) = server.of("sendMessage")
    assert "parse_mode" not in sent


@pytest.mark.parametrize(("status", "said"), PASSING)
async def test_a_temporary_error_is_retried_from_its_row(
    harness: OutboxHarness, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(status, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.PENDING, attempts=1)
            row, now = harness.row("7"), harness.now()
            assert row.reason
            assert now < row.not_before <= now + timedelta(hours=1)
            assert not harness.chat("7").paused
            server.relent()
            harness.advance(hours=2)
            await harness.wait_state("7", DeliveryState.SENT)
        assert len(server.texts(7)) == 1
    assert "chat=7" in logged(capsys)
    assert harness.follows("7") == ["AI"]


async def test_a_pause_that_telegram_asks_for_is_obeyed_to_the_second(harness: OutboxHarness) -> None:
    harness.add_article("7")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(429, "Too Many Requests: retry after 333", chat=7, retry_after=333)
        began = harness.now()
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.PENDING, attempts=1)
    assert harness.row("7").not_before - began >= timedelta(seconds=333)
    assert harness.row("7").not_before <= harness.now() + timedelta(seconds=333)
    assert not harness.chat("7").paused


@pytest.mark.parametrize("status", [status for status, _ in REFUSED])
async def test_a_refused_token_stops_everything_and_is_reported_once(
    harness: OutboxHarness, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.revoke(status)
        async with harness.delivering(platform):
            await harness.wait_refused()
        assert harness.refused == [("telegram", "Telegram refuses the token")]
        assert [harness.row(name).state for name in "78"] == [DeliveryState.PENDING] * 2
        assert harness.row("7").attempts == 0, "not the message's fault"
        server.relent()
        async with harness.delivering(platform):  # with a valid token, after a restart
            for name in "78":
                await harness.wait_state(name, DeliveryState.SENT)
    assert TOKEN not in capsys.readouterr().out
    assert harness.follows("7") == ["AI"]


@pytest.mark.parametrize(("status", "said"), REFUSED)
async def test_a_token_that_is_refused_for_one_message_alone_stops_nobody_else(
    harness: OutboxHarness, status: int, said: str
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(status, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.PENDING, attempts=1)
            await harness.wait_state("8", DeliveryState.SENT)
            assert not harness.chat("7").paused
            server.relent()
            harness.advance(hours=1)
            await harness.wait_state("7", DeliveryState.SENT)
    assert harness.refused == []


async def test_a_migrated_group_keeps_its_follows_and_what_it_is_owed(harness: OutboxHarness) -> None:
    harness.add_article("-5", "8")
    harness.room.follow(harness.at("-1005"), "AI")
    harness.room.follow(harness.at("-1005"), "Aktau")
    harness.room.follow(harness.at("-5"), "waste")
    async with TelegramServer() as server, listening_bot(server) as platform:
        moved = "Bad Request: group chat was upgraded to a supergroup chat"
        server.refuse(400, moved, chat=-5, migrate_to_chat_id=-1005)
        async with harness.delivering(platform):
            await harness.wait_state("-1005", DeliveryState.SENT)
            await harness.wait_state("8", DeliveryState.SENT)
        assert len(server.texts(-1005)) == 1
    assert sorted(harness.follows("-1005")) == ["AI", "Aktau", "waste"]
    assert harness.follows("-5") == []
    assert not harness.chat("-1005").paused


async def test_a_group_that_migrates_to_itself_loses_nothing_and_is_not_retried_forever(harness: OutboxHarness) -> None:
    harness.add_article("-5")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.refuse(400, "Bad Request: upgraded", chat=-5, migrate_to_chat_id=-5)
        async with harness.delivering(platform):
            await harness.wait_state("-5", DeliveryState.PENDING, attempts=1)
    assert harness.follows("-5") == ["AI"]
    assert harness.row("-5").attempts == 1


def test_the_table_of_lost_chats_is_the_codes() -> None:
    spoken = [said.casefold() for status, said in LOST if status == 400]
    for known in LOST_CHAT:
        assert any(known in said for said in spoken), f"{known} has no story"
    for said in spoken:
        assert any(known in said for known in LOST_CHAT), f"{said} is not known"
    for said in MESSAGE:
        assert not any(known in said.casefold() for known in LOST_CHAT)
