"""Every known error of Telegram, from a row of the outbox to the wire and back.

What becomes of the row and of the chat, that follows are kept, that others get theirs, and what the operator sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import DeliveryState
from bot.platforms.refusals import Meaning, Refusals
from bot.platforms.telegram import TelegramPlatform, errors
from tests.platforms.harness import OutboxHarness, logged
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TOKEN, TelegramServer

#: the chat is lost, its follows stay. From TDLib's and the Bot API server's source, as all of these
LOST = (
    "Forbidden: bot was blocked by the user",
    "Forbidden: user is deactivated",
    "Forbidden: bot was kicked from the group chat",
    "Forbidden: bot was kicked from the supergroup chat",
    "Forbidden: bot was kicked from the channel chat",
)
#: the chat takes nothing for now: it waits with all it is owed, and is tried on
REFUSED_FOR_NOW = (
    (403, "Forbidden: bot is not a member of the supergroup chat"),
    (403, "Forbidden: bot is not a member of the channel chat"),
    (403, "Forbidden: the group chat was deleted"),
    (403, "Forbidden: bot can't initiate conversation with a user"),
    (403, "Forbidden: bot can't send messages to bots"),
    (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
    (403, "Forbidden: nobody has heard of that"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group is deactivated"),
    (400, "Bad Request: message thread not found"),
    (400, "Bad Request: have no write access to the chat"),
    (400, "Bad Request: have no rights to send a message"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: need administrator rights in the channel chat"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: TOPIC_DELETED"),
    (400, "Bad Request: TOPIC_ID_INVALID"),
    (400, "Bad Request: PEER_ID_INVALID"),
    (400, "Bad Request: CHAT_ID_INVALID"),
    (400, "Bad Request: CHANNEL_INVALID"),
    (400, "Bad Request: USER_IS_BLOCKED"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_GUEST_SEND_FORBIDDEN"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    (400, "Bad Request: CHAT_RESTRICTED"),
    (400, "Bad Request: CHANNEL_PRIVATE"),
    (400, "Bad Request: USER_BANNED_IN_CHANNEL"),
    (400, "Bad Request: INPUT_USER_DEACTIVATED"),
    (400, "Bad Request: USER_DEACTIVATED"),
    (400, "Bad Request: PRIVACY_PREMIUM_REQUIRED"),
    (400, "Bad Request: ALLOW_PAYMENT_REQUIRED"),
)
#: about the markup: it is sent plain, and then visibly given up
MARKUP = (
    "Bad Request: can't parse entities: unsupported start tag",
    "Bad Request: can't parse reply keyboard markup JSON object",
    "Bad Request: ENTITY_BOUNDS_INVALID",
    "Bad Request: ENTITIES_TOO_LONG",
    "Bad Request: message is too long",
    "Bad Request: MESSAGE_TOO_LONG",
    "Bad Request: BUTTON_DATA_INVALID",
    "Bad Request: REPLY_MARKUP_TOO_LONG",
    "Bad Request: inline keyboard button text is empty",
)
#: about one message: it is visibly given up
MESSAGE = (
    "Bad Request: message text is empty",
    "Bad Request: message must be non-empty",
    "Bad Request: message is not modified",
    "Bad Request: message to edit not found",
    "Bad Request: message can't be edited",
    "Bad Request: MESSAGE_ID_INVALID",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)
#: temporary: the row waits, the chat is reachable
PASSING = (
    (400, "Bad Request: something that nobody has heard of"),
    (400, "Bad Request: SCHEDULE_TOO_MUCH"),
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


def sending_bot(server: TelegramServer) -> AbstractAsyncContextManager[TelegramPlatform]:
    """One that sets no menu: half of all requests would be about that."""
    return listening_bot(server, profile={})


@pytest.fixture
def harness(tmp_path: Path, often: None) -> Iterator[OutboxHarness]:
    made = OutboxHarness(tmp_path, "telegram")
    yield made
    made.close()


@pytest.mark.parametrize("said", LOST)
async def test_a_lost_chat_is_paused_keeps_its_follows_and_delays_no_other(
    harness: OutboxHarness, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, sending_bot(server) as platform:
        server.refuse(403, said, chat=7)
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


@pytest.mark.parametrize(("status", "said"), REFUSED_FOR_NOW)
async def test_a_chat_that_refuses_for_now_waits_and_gets_everything_in_the_end(
    harness: OutboxHarness, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, sending_bot(server) as platform:
        server.refuse(status, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.HELD)
            await harness.wait_state("8", DeliveryState.SENT)
            assert not harness.chat("7").paused
            assert (harness.row("7").plain, harness.row("7").attempts) == (False, 0), "not the message's fault"
            assert said.partition(": ")[2].casefold() in harness.row("7").reason.casefold()
            server.relent()
            harness.advance(minutes=2)
            await harness.wait_state("7", DeliveryState.SENT)
        assert len(server.texts(7)) == 1
    assert harness.room.store.chats.count_waiting() == {}
    assert harness.follows("7") == ["AI"]
    assert said.partition(": ")[2].casefold() in logged(capsys), "the log says why"
    assert harness.refused == []


@pytest.mark.parametrize("said", [*MARKUP, *MESSAGE])
async def test_a_refused_message_is_visibly_given_up_plain_at_last_if_its_markup_may_be_to_blame(
    harness: OutboxHarness, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, sending_bot(server) as platform:
        server.refuse(400, said, chat=7)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.FAILED)
            await harness.wait_state("8", DeliveryState.SENT)
        marked_up = ["parse_mode" in call.params for call in server.attempts if call.params.get("chat_id") == "7"]
        assert marked_up == ([True, False] if said in MARKUP else [True])
    row, reason = harness.row("7"), said.partition(": ")[2].casefold()
    assert row.attempts == len(marked_up)
    assert reason in row.reason.casefold()
    assert not harness.chat("7").paused
    assert harness.follows("7") == ["AI"]
    ((chat, title, _, why),) = harness.room.store.outbox.latest_failures(10)
    assert (chat.id, title) == ("7", "Title 1")
    assert reason in why.casefold()
    assert reason in logged(capsys)


async def test_what_is_refused_only_for_its_markup_arrives_plain(harness: OutboxHarness) -> None:
    harness.add_article("7")
    async with TelegramServer() as server, sending_bot(server) as platform:
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
    async with TelegramServer() as server, sending_bot(server) as platform:
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


async def test_a_pause_that_telegram_asks_for_is_obeyed_to_the_second_and_concerns_that_chat_alone(
    harness: OutboxHarness,
) -> None:
    harness.add_article("7", "8", "9")
    async with TelegramServer() as server, sending_bot(server) as platform:
        server.refuse(429, "Too Many Requests: retry after 10072", chat=7, retry_after=10_072)
        began = harness.now()
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.HELD, attempts=1)
            for name in "89":
                await harness.wait_state(name, DeliveryState.SENT)
        assert harness.now() - began < timedelta(seconds=8)
        assert harness.row("7").not_before - began >= timedelta(seconds=10_072)
        assert harness.row("7").not_before <= harness.now() + timedelta(seconds=10_072)
        harness.add_article("7", "8")
        async with harness.delivering(platform):  # after a restart
            await harness.wait_state("8", DeliveryState.SENT, rows=2)
            assert [row.state for row in harness.rows("7")] == [DeliveryState.HELD] * 2
            server.relent()
            harness.advance(seconds=10_075)
            await harness.wait_state("7", DeliveryState.SENT, rows=2)
        assert sum(call.params.get("chat_id") == "7" for call in server.attempts) <= 3
    assert not harness.chat("7").paused


@pytest.mark.parametrize("status", [status for status, _ in REFUSED])
async def test_a_refused_token_stops_everything_and_is_reported_once(
    harness: OutboxHarness, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("7", "8")
    async with TelegramServer() as server, sending_bot(server) as platform:
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
    async with TelegramServer() as server, sending_bot(server) as platform:
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
    async with TelegramServer() as server, sending_bot(server) as platform:
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
    async with TelegramServer() as server, sending_bot(server) as platform:
        server.refuse(400, "Bad Request: upgraded", chat=-5, migrate_to_chat_id=-5)
        async with harness.delivering(platform):
            await harness.wait_state("-5", DeliveryState.PENDING, attempts=1)
    assert harness.follows("-5") == ["AI"]
    assert harness.row("-5").attempts == 1


@pytest.mark.parametrize(
    ("table", "meaning", "told"),
    [
        (errors.FORBIDDEN, Meaning.CHAT_LOST, LOST),
        (errors.FORBIDDEN, Meaning.CHAT_REFUSED, [said for status, said in REFUSED_FOR_NOW if status == 403]),
        (errors.BAD_REQUEST, Meaning.CHAT_REFUSED, [said for status, said in REFUSED_FOR_NOW if status == 400]),
        (errors.BAD_REQUEST, Meaning.MARKUP, MARKUP),
        (errors.BAD_REQUEST, Meaning.MESSAGE, MESSAGE),
    ],
)
def test_every_line_of_the_tables_has_a_story(table: Refusals, meaning: Meaning, told: Sequence[str]) -> None:
    for words, refusal in table.items():
        if refusal.meaning is meaning:
            assert any(words in said.casefold() for said in told), words
