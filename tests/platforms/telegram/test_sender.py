"""Sending: once, in parts, at whose cost, and what is counted."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import SendError
from bot.messages.message import Message, line, say
from bot.model import Cause, Chat, ChatKind, ChatLost, ChatMoved, LinkPreview, RetryAt, Verdict
from bot.platforms import tries
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import CHAT, listening_bot
from tests.platforms.telegram.server import TelegramServer

LONG = Message(tuple((line("word " * 700),) for _ in range(3)))  # of three parts
GROUP = Chat(platform="telegram", id="-5")


async def test_stars_are_spent_only_on_alerts_and_only_if_set() -> None:
    async with TelegramServer() as server:
        for paid in (True, False):
            async with listening_bot(server, paid_broadcast=paid) as platform:
                await platform.sender.send(CHAT, say("alert"))
                await server.say("/help")
                await server.receives("sendMessage", 4 - 2 * paid)
    paid_for = [(sent["text"], sent.get("allow_paid_broadcast")) for sent in server.of("sendMessage")]
    assert paid_for == [("alert", "true"), ("heard help", None), ("alert", None), ("heard help", None)]


async def test_a_quiet_message_makes_no_sound_in_any_of_its_parts() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.send(CHAT, replace(LONG, quiet=True))
        await platform.sender.send(CHAT, say("loud"))
    assert [sent.get("disable_notification") for sent in server.of("sendMessage")] == ["true"] * 3 + [None]


async def test_answers_and_their_parts_are_counted_and_alerts_are_not() -> None:
    host = RecordingHost()
    host.reply = lambda command: LONG if command.name == "digest" else say("short")
    async with TelegramServer() as server, listening_bot(server, host) as platform:
        assert len(await platform.sender.send(CHAT, say("alert"))) == 1
        refs = await platform.sender.send(CHAT, LONG)
        assert len(set(refs)) == 3, "each part has its id, and counts"
        assert host.counted == []
        server.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
        await server.say("/help", -5)
        await server.receives("sendMessage", 5)
        await server.say("/digest", 7)
        async with asyncio.timeout(10):
            while len(host.counted) < 4:
                await asyncio.sleep(0.01)
    group = Chat(platform="telegram", id="-1005"), ChatKind.GROUP
    assert host.counted == [group, *[(CHAT, ChatKind.PRIVATE)] * 3]


async def test_a_short_pause_between_parts_is_waited_for_and_only_the_rest_is_sent() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        sending = asyncio.create_task(platform.sender.send(GROUP, LONG))
        await server.receives("sendMessage")
        server.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
        server.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        await sending
    assert [len(server.texts(chat)) for chat in (-5, -1005)] == [1, 2]


@pytest.mark.parametrize(
    ("why", "status", "said", "parameters", "verdict"),
    [
        ("a long pause is the outbox's business, and what stands may come again", 429, "Too Many Requests",
         {"retry_after": 60}, RetryAt(cause=Cause.FLOOD, detail="Flood control exceeded. Retry in 0:01:00",
                                      after=timedelta(minutes=1), whole_platform=True, maybe_sent=True)),
        ("so is a fault", 400, "<html>no</html>", {},
         RetryAt(cause=Cause.UNREACHABLE, detail="an answer that is none of Telegram's (400 Bad Request)",
                 maybe_sent=True)),
        ("a chat lost meanwhile is lost", 403, "Forbidden: bot was blocked by the user", {},
         ChatLost(cause=Cause.BLOCKED, detail="Forbidden: bot was blocked by the user")),
    ],
)  # fmt: skip
async def test_a_message_that_ends_before_its_last_part_is_not_taken_for_sent(
    why: str,
    status: int,
    said: str,
    parameters: dict[str, int],
    verdict: Verdict,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))
    async with TelegramServer() as server, listening_bot(server) as platform:
        sending = asyncio.create_task(platform.sender.send(CHAT, LONG))
        await server.receives("sendMessage")
        server.fail("sendMessage", status, said, times=3, **parameters)
        with pytest.raises(SendError) as caught:
            await sending
    assert caught.value.verdict == verdict, why


async def test_before_its_first_part_a_message_to_a_migrated_group_is_chat_moved() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
        with pytest.raises(SendError) as caught:
            await platform.sender.send(GROUP, LONG)
    assert caught.value.verdict == ChatMoved(id="-1005")
    assert server.texts() == []


async def test_the_page_behind_a_post_is_previewed_as_it_says_and_of_an_answer_never() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        for preview in (None, LinkPreview.BELOW, LinkPreview.ABOVE):
            await platform.sender.send(CHAT, replace(say("post"), preview=preview))
        await platform.sender.send(CHAT, replace(LONG, preview=LinkPreview.BELOW))
        await platform.sender.edit(CHAT, "5", replace(say("post"), preview=LinkPreview.ABOVE))
        sent = [json.loads(each["link_preview_options"]) for each in server.of("sendMessage")]
        (edited,) = server.of("editMessageText")
    disabled, below, above = (
        {"is_disabled": True},
        {"is_disabled": False},
        {"is_disabled": False, "show_above_text": True},
    )
    assert sent == [disabled, below, above, below, disabled, disabled], "of a message in parts only the first"
    assert json.loads(edited["link_preview_options"]) == above


async def test_a_quiet_message_is_sent_without_a_sound_in_all_its_parts() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        await platform.sender.send(CHAT, say("loud"))
        await platform.sender.send(CHAT, replace(say("quiet"), quiet=True))
        await platform.sender.send(CHAT, replace(LONG, quiet=True))
        sent = [each.get("disable_notification") for each in server.of("sendMessage")]
    assert sent == [None, "true", "true", "true", "true"]
