"""Failures between Slack and the bot: nothing is lost or sent twice, and no token is shown."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SendError, StatedProblem
from bot.messages.message import Button, Message, ReplyMode, line, say
from bot.model import Cause, ChatKind, ChatRefused, Command, RetryAt, Verdict
from bot.platforms import in_flight, tries
from bot.platforms.slack import SlackPlatform, commands, wire
from bot.platforms.slack import listener as room
from bot.platforms.slack.errors import redacted
from bot.platforms.slack.format import payloads
from tests.platforms.recording_host import RecordingHost
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, ME, SlackServer
from tests.platforms.slack.test_platform import CHAT
from tests.platforms.slack.test_platform import hearing as listening

TEXT = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}
LONG = Message(tuple((line("word " * 400),) for _ in range(12)))  # of several parts


@contextmanager
def constant(module: Any, name: str, value: object) -> Iterator[None]:
    """A pause that a test can't wait for."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


async def until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


# ------------------------------------------------------------------------------------------------ answers of no use


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("upstream connect error", "text/plain"),
        ("[1, 2]", "application/json"),
        ("null", "application/json"),
        ("{broken", "application/json"),
        ("", "application/json"),
    ],
)
async def test_an_answer_that_is_not_from_slack_is_a_temporary_error(body: str, kind: str) -> None:
    async with SlackServer() as server, listening(server) as platform:
        server.answers("chat.postMessage", body, kind=kind)
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
        assert isinstance(caught.value.verdict, RetryAt)
        assert not caught.value.verdict.plain
        assert await platform.sender.send(CHAT, say("working again"))


async def test_the_client_sends_nothing_twice_by_itself() -> None:
    calls = []

    async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(await reader.readline())
        writer.close()

    async with await asyncio.start_server(drop, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=f"http://{host}:{port}/api/")
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
        await platform.sender.close()
    assert isinstance(caught.value.verdict, RetryAt)
    assert len(calls) == 1


async def test_a_429_that_cannot_be_read_is_still_one() -> None:
    async with SlackServer() as server, listening(server) as platform:
        server.answers("chat.postMessage", "{slow down", 429, "application/json")
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
        assert isinstance(caught.value.verdict, RetryAt)
        assert caught.value.verdict.detail == "ratelimited"


async def test_after_its_first_part_only_the_rest_of_a_long_message_is_retried() -> None:
    async with SlackServer() as server, listening(server) as platform:
        await platform.sender.send(CHAT, LONG)
        whole = len(server.of("chat.postMessage"))
        assert whole > 1
        with constant(tries, "PAUSES", (0.01, 0.01)):
            sending = asyncio.create_task(platform.sender.send(CHAT, LONG))
            await server.receives("chat.postMessage", whole + 1)
            server.fail("chat.postMessage", "internal_error")
            assert await sending
            assert len(server.of("chat.postMessage")) == 2 * whole, "only that part was retried"


@pytest.mark.parametrize(
    ("why", "error", "pause", "verdict"),
    [
        ("a channel closed meanwhile refuses", "is_archived", "0",
         ChatRefused(cause=Cause.ARCHIVED, detail="is_archived")),
        ("a long pause is the outbox's business, and what stands may come again", "ratelimited", "3600",
         RetryAt(cause=Cause.FLOOD, detail="ratelimited", after=timedelta(hours=1), whole_platform=True,
                 maybe_sent=True)),
    ],
)  # fmt: skip
async def test_a_message_that_ends_before_its_last_part_is_not_taken_for_sent(
    why: str, error: str, pause: str, verdict: Verdict
) -> None:
    async with SlackServer() as server, listening(server) as platform:
        sending = asyncio.create_task(platform.sender.send(CHAT, LONG))
        await server.receives("chat.postMessage")
        server.fail("chat.postMessage", error, Retry_After=pause)
        with pytest.raises(SendError) as caught:
            await sending
    assert caught.value.verdict == verdict, why


async def test_an_answer_that_is_cut_short_is_not_sent_a_second_time() -> None:
    host = RecordingHost()
    host.reply = lambda command: LONG
    async with SlackServer() as server, listening(server, host):
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        server.fail("chat.postMessage", "is_archived")
        host.reply = lambda command: say("well")
        await server.slash("/digest")
        _, last = await server.receives("chat.postMessage", 2)
        assert last["text"] == "well"
        assert server.of("respond") == []


async def test_answers_and_their_parts_are_counted_and_alerts_are_not() -> None:
    host = RecordingHost()
    async with SlackServer() as server, listening(server, host) as platform:
        assert len(await platform.sender.send(CHAT, say("x"))) == 1
        refs = await platform.sender.send(CHAT, LONG)
        assert len(set(refs)) == len(server.of("chat.postMessage")) - 1, "each part has its id, and counts"
        assert host.counted == []
        await server.slash("/digest")
        await until(lambda: host.counted == [(CHAT, ChatKind.GROUP)])
        host.reply = lambda command: say("only you", private=True)
        await server.slash("/following")
        await server.receives("respond")
        assert host.counted == [(CHAT, ChatKind.GROUP)], "a response_url has its own limit"


async def test_messages_in_flight_are_finished_when_stopped() -> None:
    async with SlackServer() as server, listening(server) as platform:
        hold = server.hold("chat.postMessage")
        sending = asyncio.create_task(platform.sender.send(CHAT, say("x")))
        await until(lambda: server.asked["chat.postMessage"])
        asyncio.get_running_loop().call_later(0.1, hold.set)
        await platform.sender.close()
        assert await sending


# --------------------------------------------------------------------------------------------------- answers


async def test_an_expired_response_url_loses_no_answer() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("only you", private=True)
    async with SlackServer() as server, listening(server, host):
        server.answers("respond", "expired_url", 404)
        await server.slash("/following")
        (told,) = await server.receives("chat.postEphemeral")
    assert (told["channel"], told["user"], told["text"]) == ("C1", "U7", "only you")


async def test_after_the_last_use_of_a_response_url_the_rest_is_ephemeral() -> None:
    host = RecordingHost()
    host.reply = lambda command: Message(tuple((line("word " * 400),) for _ in range(40)), private=True)
    async with SlackServer() as server, listening(server, host):
        await server.slash("/digest")
        await server.receives("chat.postEphemeral")
        assert len(server.of("respond")) == 5


async def test_a_button_whose_response_url_is_gone_still_changes_its_message() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("replaced", reply_mode=ReplyMode.REPLACE)
    async with SlackServer() as server, listening(server, host):
        server.answers("respond", "expired_url", 404)
        await server.press("unfollow #1")
        (changed,) = await server.receives("chat.update")
        assert (changed["channel"], changed["ts"], changed["text"]) == ("C1", "1.0", "replaced")
        server.answers("respond", "expired_url", 404)
        await server.press("unfollow #1", ephemeral=True)
        host.reply = lambda command: say("next")
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        assert len(server.of("chat.update")) == 1, "an ephemeral message can't be updated"


async def test_the_rest_of_a_long_answer_follows_the_message_that_it_replaced() -> None:
    host = RecordingHost()
    host.reply = lambda command: Message(LONG.paragraphs, reply_mode=ReplyMode.REPLACE)
    async with SlackServer() as server, listening(server, host):
        await server.press("digest week")
        first, second = await server.receives("respond", 2)
    assert first["replace_original"]
    assert not second["replace_original"]


async def test_new_buttons_of_a_message_that_slack_does_not_tell_come_alone() -> None:
    host = RecordingHost()
    host.reply = lambda command: Message(reply_mode=ReplyMode.BUTTONS, buttons=((Button("Undo", "undo #1"),),))
    async with SlackServer() as server, listening(server, host):
        await server.press("unfollow #1", ephemeral=True)
        (told,) = await server.receives("respond")
    assert not told["replace_original"], "its text would be lost"
    assert told["blocks"][-1]["elements"][0]["value"] == "undo #1"


async def test_an_answer_waits_as_long_as_slack_asks_and_is_sent_once() -> None:
    async with SlackServer() as server, listening(server):
        server.fail("chat.postMessage", "ratelimited", 429, Retry_After="1")
        began = time.monotonic()
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        assert time.monotonic() - began >= 1
        assert server.of("respond") == []


async def test_an_answer_with_refused_blocks_is_sent_plain() -> None:
    async with SlackServer() as server, listening(server):
        server.fail("chat.postMessage", "invalid_blocks")
        await server.slash("/digest")
        (sent,) = await server.receives("chat.postMessage")
    assert "blocks" not in sent


async def test_an_error_about_a_mention_is_ephemeral() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("only you", private=True)
    async with SlackServer() as server, listening(server, host):
        await server.event(type="app_mention", channel="C1", user="U7", text=f"<@{ME}> -AI")
        (told,) = await server.receives("chat.postEphemeral")
        assert told["user"] == "U7"
        await server.write("hello")
        (told,) = await server.receives("chat.postMessage")
        assert told["channel"] == "D1", "in a direct conversation everything is for one person"


# -------------------------------------------------------------------------------------------- doors and events


async def test_joining_a_channel_by_itself_greets_nobody() -> None:
    host = RecordingHost()
    async with SlackServer() as server, listening(server, host):
        await server.slash("/follow", "AI", channel="C2")
        await server.receives("chat.postMessage")
        await server.slash("/follow", "waste", channel="C2")
        await server.receives("chat.postMessage", 2)
        assert [command.name for command in host.received] == ["follow", "follow"]
        await server.event(type="member_joined_channel", user=ME, channel="C2", inviter="U7")
        await server.receives("chat.postMessage", 3)
    assert host.received[-1].name == "start"


async def test_rate_limited_or_unavailable_does_not_mean_that_the_bot_can_not_post() -> None:
    host = RecordingHost()
    async with SlackServer() as server, listening(server, host):
        server.fail("conversations.join", "ratelimited", 429)
        server.fail("conversations.info", "ratelimited", 429)
        await server.slash("/follow", "AI")
        await server.receives("chat.postMessage")
        server.fail("conversations.join", "ratelimited", 429)
        server.answers("conversations.info", "gone", 502)
        await server.slash("/follow", "AI")
        await server.receives("chat.postMessage", 2)
    assert [command.can_post for command in host.received] == [True, True]


async def test_in_the_conversation_of_two_others_a_command_is_about_the_person_who_typed() -> None:
    host = RecordingHost()
    async with SlackServer() as server, listening(server, host):
        server.foreign |= {"D8", "D9"}
        await server.slash("/follow", "AI", channel="D8")
        (sent,) = await server.receives("chat.postMessage")
        assert (host.received[0].chat.id, host.received[0].kind, sent["channel"]) == ("D-U7", ChatKind.PRIVATE, "D-U7")
        server.fail("conversations.open", "missing_scope")
        await server.slash("/follow", "AI", channel="D9")
        await server.receives("respond")
        assert host.received[1].chat.id == "D9"
        await server.slash("/follow", "AI", channel="D1")
        await server.slash("/follow", "AI", channel="D1")
        await server.receives("chat.postMessage", 3)
        assert [call["channel"] for call in server.of("conversations.info")].count("D1") == 1


async def test_a_revoked_token_of_a_person_does_not_matter() -> None:
    host = RecordingHost()
    async with SlackServer() as server, listening(server, host):
        await server.acks(await server.event(type="tokens_revoked", tokens={"oauth": ["U9"], "bot": []}))
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        assert host.reasons == []
        await server.event(type="tokens_revoked", tokens={"bot": [ME]})
        await until(lambda: host.reasons)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("follow AI", ("follow", "AI")),
        ("Follow AI,\nwaste", ("follow", "AI,\nwaste")),
        ("/unfollow all", ("unfollow", "all")),
        ("digest", ("digest", "")),
        ("help", ("help", "")),
        ("help for flooded villages", ("", "help for flooded villages")),
        ("Aktau -&gt; port", ("", "Aktau -> port")),
    ],
)
def test_in_a_direct_message_a_command_needs_no_slash(written: str, expected: tuple[str, str]) -> None:
    heard = commands.text_message({"channel": "D1", "user": "U7", "text": written}, frozenset())
    assert heard is not None
    assert (heard.name, heard.text) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("follow\nAI", ("follow", "AI")),
        ("  /FOLLOW   AI  ", ("follow", "AI")),
        ("", ("help", "")),
        ("/", ("", "")),
        ("follow “AI”", ("follow", '"AI"')),
        ("follow <mailto:a@b.kz|a@b.kz> <!here> <@U1|ann> <#C9>", ("follow", "a@b.kz @ann")),
    ],
)
def test_the_jarshy_command_accepts_lines_and_spaces(typed: str, expected: tuple[str, str]) -> None:
    body = {"command": "/jarshy", "text": typed, "channel_id": "G1", "channel_name": "privategroup"}
    heard = commands.slash_command(body, frozenset())
    assert (heard.name, heard.text) == expected
    assert heard.title == "", "Slack gives no name of a private channel"


# ---------------------------------------------------------------------------------------- sockets and tokens


async def test_an_expired_socket_url_is_not_retried_forever() -> None:
    with constant(wire, "CONNECT", 0.1), constant(wire, "PAUSES", (0.01,)):
        async with SlackServer() as server:
            server.dead_addresses = 3
            async with listening(server):
                await server.slash("/digest")
                await server.receives("chat.postMessage")
            assert len(server.of("apps.connections.open")) == 4


async def test_a_socket_that_slack_asks_us_to_renew_is_renewed() -> None:
    async with SlackServer() as server, listening(server):
        await server.slash("/digest")
        await server.receives("chat.postMessage")
        await server.ask_to_reconnect()
        await server.slash("/digest")
        await server.receives("chat.postMessage", 2)


async def test_a_token_refused_for_a_new_socket_is_reported_once_and_asked_for_again() -> None:
    host = RecordingHost()
    with constant(wire, "PAUSES", (0.02,)), constant(wire, "SETTLED", 0.5), constant(room, "PATIENCE", 0.1):
        async with SlackServer() as server, listening(server, host):
            await server.slash("/digest")
            await server.receives("chat.postMessage")
            for _ in range(20):
                server.fail("apps.connections.open", "invalid_auth")
            await server.hang_up()
            await server.slash("/digest")
            await server.receives("chat.postMessage", 2)
            await until(lambda: len(host.reports) == 2)
    assert "SLACK_APP_TOKEN is refused (invalid_auth)" in host.reports[0]
    assert (host.reports[1], host.reasons) == ("", []), "what is owed can be sent all the same"


@pytest.mark.parametrize("why", ["too_many_websockets", "link_disabled", "refresh_requested", "warning", ""])
async def test_sockets_that_are_ended_at_once_are_opened_ever_more_slowly_reported_once_and_work_again(
    why: str, caplog: pytest.LogCaptureFixture
) -> None:
    host = RecordingHost()
    pauses, settled, patience = (0.02, 0.04, 0.1, 0.2), 0.4, 0.3
    with constant(wire, "PAUSES", pauses), constant(wire, "SETTLED", settled), constant(room, "PATIENCE", patience):
        async with SlackServer() as server:
            server.sends_away, server.hangs_up = why, not why
            async with listening(server, host):
                await until(lambda: len(host.reports) == 1)
                await asyncio.sleep(0.5)
                assert 2 < server.sockets_opened < 12
                server.sends_away, server.hangs_up = "", False
                await server.slash("/digest")
                await server.receives("chat.postMessage")
                await until(lambda: len(host.reports) == 2)
    assert f"({why or 'closed without a reason'})" in host.reports[0]
    assert host.reports[1] == ""
    assert (why or "closed without a reason") in caplog.text


async def test_a_good_socket_that_slack_renews_is_renewed_at_once_and_only_once() -> None:
    host = RecordingHost()
    with constant(wire, "PAUSES", (30.0,)), constant(wire, "SETTLED", 0.1):
        async with SlackServer() as server, listening(server, host):
            await until(lambda: host.reports == [""])
            await server.disconnect("warning", "refresh_requested", "refresh_requested")
            await server.slash("/digest")
            await server.receives("chat.postMessage")
            assert server.sockets_opened == 2
            await asyncio.sleep(0.2)
            await server.hang_up()
            await server.slash("/digest")
            await server.receives("chat.postMessage", 2)
            assert server.sockets_opened == 3
    assert host.reports == [""]


async def test_stopping_does_not_wait_for_the_next_socket() -> None:
    with constant(wire, "PAUSES", (30.0,)):
        async with SlackServer() as server:
            server.sends_away = "link_disabled"
            async with listening(server):
                await until(lambda: server.sockets_opened)
                await asyncio.sleep(0.1)
                began = time.monotonic()
            assert time.monotonic() - began < 2
            assert server.sockets_opened == 1


async def test_a_socket_opens_again_after_slack_asked_us_to_wait() -> None:
    with constant(wire, "CONNECT", 0.1), constant(wire, "PAUSES", (0.01,)):
        async with SlackServer() as server:
            server.dead_addresses = 1
            async with listening(server):
                await server.receives("apps.connections.open")
                server.fail("apps.connections.open", "ratelimited", 429, Retry_After="1")
                await server.slash("/digest")
                await server.receives("chat.postMessage")


async def test_the_start_waits_only_a_moment_if_slack_hangs() -> None:
    host = RecordingHost()
    with constant(room, "IDENTIFY_TIMEOUT", 0.1), constant(room, "PAUSES", (0.01,)):
        async with SlackServer() as server:
            hold = server.hold("auth.test")
            began = time.monotonic()
            async with listening(server, host):
                assert time.monotonic() - began < 2
                hold.set()
                await server.slash("/digest")
                await server.receives("chat.postMessage")


async def test_stopping_does_not_wait_for_a_socket_that_does_not_close() -> None:
    async with SlackServer() as server:
        server.silent = True
        async with listening(server):
            await server.slash("/digest")
            await server.receives("chat.postMessage")
            began = time.monotonic()
        assert time.monotonic() - began < 5


async def test_an_answer_in_flight_is_finished_when_stopped_and_a_stuck_one_is_cancelled() -> None:
    gate = asyncio.Event()
    host = RecordingHost()

    async def slow(command: Command) -> Message:
        await (gate.wait() if command.name == "digest" else asyncio.Event().wait())
        return say("finished")

    host.answer = slow  # type: ignore[method-assign]  # slow
    with constant(in_flight, "FINISH_TIMEOUT", 0.3):
        async with SlackServer() as server:
            async with listening(server, host):
                await server.acks(await server.slash("/digest"))
                await server.acks(await server.slash("/jarshy", "help", channel="C7"))
                asyncio.get_running_loop().call_later(0.1, gate.set)
            assert [sent["text"] for sent in server.of("chat.postMessage")] == ["finished"]


async def test_one_channel_is_answered_in_the_order_in_which_it_asked() -> None:
    gate, said = asyncio.Event(), []
    host = RecordingHost()

    async def answer(command: Command) -> Message:
        if command.text == "1":
            await gate.wait()
        said.append(command.text)
        return say(command.text)

    host.answer = answer  # type: ignore[method-assign]  # slow at first
    async with SlackServer() as server, listening(server, host):
        for number in "12":
            await server.acks(await server.slash("/digest", number))
        await server.slash("/digest", "elsewhere", channel="D1")
        await server.receives("chat.postMessage")
        gate.set()
        await server.receives("chat.postMessage", 3)
    assert said == ["elsewhere", "1", "2"]


async def test_settings_of_a_slack_app_with_oauth_change_nothing_here() -> None:
    os.environ |= {"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2"}
    async with SlackServer() as server, listening(server):
        await server.slash("/digest")
        await server.receives("chat.postMessage")


async def test_an_acknowledgement_does_not_wait_for_our_calls() -> None:
    async with SlackServer() as server, listening(server):
        await server.receives("apps.connections.open")
        server.hold("auth.test")
        server.hold("conversations.join")
        assert await server.acks(await server.slash("/follow", "AI")) < 1
        for method in ("auth.test", "conversations.join"):
            server.hold(method).set()


async def test_after_a_refused_start_nothing_is_left_open() -> None:
    async with SlackServer() as server:
        wrong = SlackPlatform(bot_token="xoxb-wrong-one", app_token=APP_TOKEN, api_url=server.url)
        with pytest.raises(StatedProblem):
            await wrong.listener.start(RecordingHost())
        await wrong.listener.stop()


def test_no_log_of_slacks_libraries_shows_a_token(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("slack_sdk.web", "slack_sdk.socket_mode", "slack_bolt"):
        logger = wire.redacting_logger(name)
        try:
            raise OSError(f"no way to wss://x/link?ticket=TICKET&app_id=A1 with {APP_TOKEN}")
        except OSError:
            logger.exception("Failed with %s", BOT_TOKEN)
        logger.error("Failed with %s", BOT_TOKEN)
    assert len(caplog.records) == 6
    for secret in (BOT_TOKEN, APP_TOKEN, "TICKET", "of-nobody"):
        assert secret not in caplog.text
    assert "OSError" in caplog.text
    assert logging.getLogger("slack_sdk.web").level >= logging.WARNING
    assert redacted("ticket='x'") == "ticket='x'"


async def test_a_refusal_of_slack_shows_no_token(caplog: pytest.LogCaptureFixture) -> None:
    async with SlackServer() as server, listening(server) as platform:
        server.answers("chat.postMessage", f"no such token: {BOT_TOKEN}", 403)
        with pytest.raises(SendError) as caught:
            await platform.sender.send(CHAT, say("x"))
    assert BOT_TOKEN not in str(caught.value)
    assert BOT_TOKEN not in caplog.text


# --------------------------------------------------------------------------------------------------- cutting


@pytest.mark.parametrize("letter", ["กำ", "नि", "👩‍🚀", "🇰🇿", "é"])
def test_a_long_text_is_cut_between_graphemes(letter: str) -> None:
    found = payloads(say(letter * 3000))
    pieces = [part["text"] for each in found for block in each["blocks"] for part in block["elements"][0]["elements"]]
    assert len(pieces) > 1
    assert all(piece.replace(letter, "").strip() == "" for piece in pieces)
    assert "".join(pieces).count(letter) == 3000
