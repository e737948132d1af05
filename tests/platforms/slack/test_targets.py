"""Which channel of Slack a command is about, and what nobody learns of channels that are not theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.model import Chat, ChatKind, Command, Elsewhere, Target, TargetFault
from bot.platforms.slack import access
from bot.speech.elsewhere import elsewhere
from tests.platforms.recording_host import RecordingHost
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.test_platform import hearing


def target_of(command: Command) -> Target | None:
    """As handlers would say."""
    if command.button and command.name == "in":
        return Target(chat=Chat(platform="slack", id=command.text), name="unfollow", text="#1", changes=True)
    text, named = elsewhere(command.text)
    changes = command.name == "follow"
    return Target(named=named, name=command.name, text=text, changes=changes) if named else None


@asynccontextmanager
async def workspace() -> AsyncIterator[tuple[SlackServer, RecordingHost]]:
    host = RecordingHost()
    host.targets = target_of
    async with SlackServer() as server, hearing(server, host):
        server.channels = {"C1": "news", "C2": "Новости", "C7": "ai-news", "C8": "secret", "C9": "board"}
        server.inside = {"U7": {"C1", "C2", "C7", "C8"}}
        server.private = {"C8", "C9"}
        yield server, host


async def asked(server: SlackServer, host: RecordingHost, text: str, command: str = "/follow") -> Elsewhere:
    count = len(host.received)
    await server.slash(command, text, channel="D1", name="directmessage")
    await host.wait_received(count + 1)
    found = host.received[-1].elsewhere
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("AI in #ai-news", "C7"),
        ("AI in #AI-News", "C7"),
        ("AI in <#C7|ai-news>", "C7"),
        ("AI in <#C7>", "C7"),
        ("AI in <#C7|>", "C7"),
        ("ИИ в #новости", "C2"),
        ("ЖИ <#C7|ai-news> арнасына", "C7"),
        ("AI in https://acme.slack.com/archives/C7", "C7"),
        ("AI for <@U1> in <#C7|ai-news>", "C7"),
    ],
)
async def test_a_channel_is_known_by_name_mention_or_link(typed: str, id_: str) -> None:
    async with workspace() as (server, host):
        found = await asked(server, host, typed)
        assert (found.fault, found.chat, found.kind) == (None, Chat(platform="slack", id=id_), ChatKind.GROUP)
        assert found.title == f"#{server.channels[id_]}"
        assert (found.may_change, found.can_post) == (True, True)
        assert "C7" in server.members or id_ != "C7", "a public channel is joined before anything is followed"


async def test_to_look_nothing_is_joined() -> None:
    async with workspace() as (server, host):
        found = await asked(server, host, "in #ai-news", "/following")
        assert found.chat == Chat(platform="slack", id="C7")
        assert server.of("conversations.join") == []


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("AI in #secret", TargetFault.NOT_FOUND),  # they are in it, we are not
        ("AI in #board", TargetFault.NOT_FOUND),  # neither of us is
        ("AI in <#C9>", TargetFault.NOT_FOUND),
        ("AI in #nothing", TargetFault.NOT_FOUND),
        ("AI in @aigul_k", TargetFault.NAMED_OTHERWISE),
        ("AI in https://t.me/c/1/8", TargetFault.NAMED_OTHERWISE),
    ],
)
async def test_of_what_is_not_theirs_nothing_is_told(typed: str, fault: TargetFault) -> None:
    async with workspace() as (server, host):
        found = await asked(server, host, typed)
        assert (found.fault, found.chat, found.title) == (fault, None, "")
        assert server.of("conversations.join") == []


async def test_a_private_channel_with_both_of_us_is_found_but_not_by_others() -> None:
    async with workspace() as (server, host):
        server.members.add("C8")
        assert (await asked(server, host, "AI in #secret")).chat == Chat(platform="slack", id="C8")
        server.inside["U7"] = {"C1"}
        assert (await asked(server, host, "AI in #secret")).fault is TargetFault.NOT_FOUND


async def test_a_press_is_looked_up_anew() -> None:
    async with workspace() as (server, host):
        await server.press("in C7", channel="D1")
        await host.wait_received(1)
        server.inside["U7"] = set()
        await server.press("in C7", channel="D1")
        await host.wait_received(2)
    first, second = (command.elsewhere for command in host.received)
    assert first is not None
    assert second is not None
    assert (first.chat, second.fault) == (Chat(platform="slack", id="C7"), TargetFault.NOT_FOUND)


async def test_a_channel_that_can_t_be_joined_is_told_apart() -> None:
    async with workspace() as (server, host):
        server.fail("conversations.join", "restricted_action")
        assert (await asked(server, host, "AI in #ai-news")).can_post is False


async def test_what_slack_does_not_say_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "PAUSES", (0.01, 0.01))
    async with workspace() as (server, host):
        server.fail("users.conversations", "fatal_error", 500, times=9)
        assert (await asked(server, host, "AI in #ai-news")).fault is TargetFault.UNSEEN
