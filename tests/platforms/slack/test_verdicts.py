"""Every known error of Slack, from a row of the outbox to the wire and back.

What becomes of the row and of the channel, that follows are kept, that others get theirs, and what the operator sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import DeliveryState
from bot.platforms.refusals import Meaning
from bot.platforms.slack import errors
from tests.platforms.harness import OutboxHarness, logged
from tests.platforms.slack.server import BOT_TOKEN, SlackServer
from tests.platforms.slack.test_platform import hearing

#: the channel is lost, its follows stay
LOST = ("user_disabled", "users_not_found")
#: the channel takes nothing for now: it waits with all it is owed, and is tried on
REFUSED_FOR_NOW = (
    "channel_not_found",
    "user_not_found",
    "not_in_channel",
    "is_archived",
    "is_inactive",
    "restricted_action",
    "no_permission",
    "access_denied",
    "not_allowed",
    "posting_to_general_channel_denied",
    "ekm_access_denied",
    "messages_tab_disabled",
    "cannot_dm_bot",
)
#: so do all that begin like one of these
RESTRICTED = (
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
)
#: the token or the workspace is refused: everything waits. An expired token is not renewed, but replaced
REFUSED = (
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "not_allowed_token_type",
)
#: about a message that was to be edited
EDIT = ("message_not_found", "cant_update_message", "edit_window_closed")
#: about one message: it is sent plain, and then visibly given up
MESSAGE = (
    "msg_too_long",
    "no_text",
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "invalid_arguments",
)
#: temporary: the row waits, the channel is reachable
LIMITED = ("ratelimited", "rate_limited")
PASSING = (
    "message_limit_exceeded",
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
    "external_channel_migrating",
    "org_login_required",
)
#: nobody knows what they mean: they are tried on for a day
UNKNOWN = ("as_user_not_supported", "something_new")
PAGE = "<html>no such thing</html>"


@pytest.fixture
def harness(tmp_path: Path, often: None) -> Iterator[OutboxHarness]:
    made = OutboxHarness(tmp_path, "slack")
    yield made
    made.close()


@pytest.mark.parametrize("error", LOST)
async def test_a_lost_channel_is_paused_keeps_its_follows_and_delays_no_other(
    harness: OutboxHarness, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("D7", "D8")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, channel="D7")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.DROPPED)
            await harness.wait_state("D8", DeliveryState.SENT)
    assert (harness.chat("D7").paused, harness.chat("D7").pause_detail) == (True, error)
    assert harness.follows("D7") == ["AI"]
    assert not harness.chat("D8").paused
    assert error in logged(capsys)
    assert harness.refused == []


@pytest.mark.parametrize("error", REFUSED)
async def test_a_refused_token_stops_everything_and_is_reported_once(
    harness: OutboxHarness, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("D7", "D8")
    async with SlackServer() as server, hearing(server) as platform:
        server.revoke(error)
        async with harness.delivering(platform):
            await harness.wait_refused()
        assert harness.refused == [("slack", error)]
        assert [harness.row(name).state for name in ("D7", "D8")] == [DeliveryState.PENDING] * 2
        assert harness.row("D7").attempts == 0, "not the message's fault"
        server.relent()
        async with harness.delivering(platform):  # with a valid token, after a restart
            for name in ("D7", "D8"):
                await harness.wait_state(name, DeliveryState.SENT)
    assert BOT_TOKEN.casefold() not in logged(capsys)
    assert harness.follows("D7") == ["AI"]


@pytest.mark.parametrize("error", REFUSED)
async def test_a_token_that_is_refused_for_one_channel_alone_stops_nobody_else(
    harness: OutboxHarness, error: str
) -> None:
    harness.add_article("D7", "D8")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, channel="D7")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.PENDING, attempts=1)
            await harness.wait_state("D8", DeliveryState.SENT)
            assert not harness.chat("D7").paused
            server.relent()
            harness.advance(hours=1)
            await harness.wait_state("D7", DeliveryState.SENT)
    assert harness.refused == []


@pytest.mark.parametrize("error", MESSAGE)
async def test_a_refused_message_is_sent_plain_and_visibly_given_up_if_that_is_refused_too(
    harness: OutboxHarness, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("D7", "D8")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, channel="D7")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.FAILED)
            await harness.wait_state("D8", DeliveryState.SENT)
    row = harness.row("D7")
    assert (row.plain, row.attempts) == (True, 2)
    assert error in row.reason
    assert not harness.chat("D7").paused
    assert harness.follows("D7") == ["AI"]
    ((chat, title, _, why),) = harness.room.store.outbox.latest_failures(10)
    assert (chat.id, title) == ("D7", "Title 1")
    assert error in why
    assert error in logged(capsys)


async def test_what_is_refused_only_for_its_blocks_arrives_plain(harness: OutboxHarness) -> None:
    harness.add_article("D7")
    async with SlackServer() as server, hearing(server) as platform:
        server.fail("chat.postMessage", "invalid_blocks")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.SENT)
        (sent,) = server.of("chat.postMessage")
    assert "blocks" not in sent


@pytest.mark.parametrize("error", [*REFUSED_FOR_NOW, *RESTRICTED])
async def test_a_channel_that_refuses_for_now_waits_and_gets_everything_in_the_end(
    harness: OutboxHarness, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("D7", "D8")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, channel="D7")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.HELD)
            await harness.wait_state("D8", DeliveryState.SENT)
            assert not harness.chat("D7").paused
            assert (harness.row("D7").reason, harness.row("D7").attempts) == (error, 0), "not the message's fault"
            server.relent()
            harness.advance(minutes=2)
            await harness.wait_state("D7", DeliveryState.SENT)
        assert sum(sent["channel"] == "D7" for sent in server.of("chat.postMessage")) == 1
    assert harness.room.store.chats.count_waiting() == {}
    assert harness.follows("D7") == ["AI"]
    assert error in logged(capsys)


@pytest.mark.parametrize(
    ("error", "status"),
    [*((error, 200) for error in (*LIMITED, *PASSING, *UNKNOWN)), ("ratelimited", 429), (PAGE, 429), (PAGE, 200),
     (PAGE, 403), (PAGE, 502), (PAGE, 503), ("internal_error", 500)],
)  # fmt: skip
async def test_a_temporary_error_is_retried_from_its_row(
    harness: OutboxHarness, error: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    harness.add_article("D7")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, status, channel="D7")
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.PENDING, attempts=1)
            row, now = harness.row("D7"), harness.now()
            assert row.reason
            assert now < row.not_before <= now + timedelta(hours=1)
            assert not harness.chat("D7").paused
            server.relent()
            harness.advance(hours=2)
            await harness.wait_state("D7", DeliveryState.SENT)
        assert len(server.of("chat.postMessage")) == 1
    assert "chat=d7" in logged(capsys)
    assert harness.follows("D7") == ["AI"]
    assert harness.refused == []


@pytest.mark.parametrize(("error", "status"), [("ratelimited", 429), ("rate_limited", 200)])
async def test_a_pause_that_slack_asks_for_is_obeyed_to_the_second_and_concerns_that_channel_alone(
    harness: OutboxHarness, error: str, status: int
) -> None:
    harness.add_article("D7", "D8", "D9")
    async with SlackServer() as server, hearing(server) as platform:
        server.refuse(error, status, channel="D7", Retry_After="3333")
        began = harness.now()
        async with harness.delivering(platform):
            await harness.wait_state("D7", DeliveryState.HELD, attempts=1)
            for name in ("D8", "D9"):
                await harness.wait_state(name, DeliveryState.SENT)
        assert harness.now() - began < timedelta(seconds=8)
    assert harness.row("D7").not_before - began >= timedelta(seconds=3333)
    assert harness.row("D7").not_before <= harness.now() + timedelta(seconds=3333)
    assert not harness.chat("D7").paused


def test_every_line_of_the_table_has_a_story() -> None:
    told = {
        Meaning.CHAT_LOST: LOST,
        Meaning.CHAT_REFUSED: REFUSED_FOR_NOW,
        Meaning.TOKEN: REFUSED,
        Meaning.MARKUP: MESSAGE,
        Meaning.MESSAGE: EDIT,
        Meaning.FAULT: PASSING,
        Meaning.LIMITED: LIMITED,
    }
    known = {(refusal.meaning, error) for error, refusal in errors.ERRORS.items()}
    assert known == {(meaning, error) for meaning, errors_ in told.items() for error in errors_}
    assert set(errors.MAYBE_DONE) <= set(PASSING)
    assert not set(UNKNOWN) & errors.ERRORS.keys()
