"""Which chat of Telegram a command is about, what its person may do there, and what nobody learns of other chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.model import Chat, ChatKind, Command, Elsewhere, Target, TargetFault
from bot.platforms.telegram import rights
from bot.speech.elsewhere import elsewhere
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TelegramServer

US = 123456
FORUM, GROUP, CHANNEL = "-1001234567", "-1002222222", "-1003333333"


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "PAUSES", (0.01, 0.01))


def target_of(command: Command) -> Target | None:
    """As handlers would say."""
    if command.button and command.name == "in":
        id_, _, thread = command.text.partition(" ")
        chat = Chat(platform="telegram", id=id_, thread=thread)
        return Target(chat=chat if id_ else None, name="unfollow", text="#1", changes=True)
    text, named = elsewhere(command.text)
    return Target(named=named, name=command.name, text=text, changes=True) if named else None


@asynccontextmanager
async def telegram() -> AsyncIterator[tuple[TelegramServer, RecordingHost]]:
    host = RecordingHost()
    host.targets = target_of
    async with TelegramServer() as server, listening_bot(server, host):
        forum = {"id": int(FORUM), "type": "supergroup", "title": "Newsroom", "is_forum": True}
        group = {"id": int(GROUP), "type": "supergroup", "title": "Talk", "username": "talkgroup"}
        channel = {"id": int(CHANNEL), "type": "channel", "title": "Gazette", "username": "gazette_kz"}
        person = {"id": 9, "type": "private", "username": "somebody"}
        server.chats = {
            FORUM: forum, "@newsroom": forum, GROUP: group, "@talkgroup": group, CHANNEL: channel,
            "@gazette_kz": channel, "@somebody": person,
        }  # fmt: skip
        server.topics = {(FORUM, "8")}
        server.members = {
            (FORUM, 7): {"status": "administrator"},
            (GROUP, 7): {"status": "creator"},
            (CHANNEL, 7): {"status": "administrator"},
            (CHANNEL, US): {"status": "administrator"},
        }
        yield server, host


async def asked(server: TelegramServer, host: RecordingHost, named: str, chat: int = 7, **more: Any) -> Elsewhere:
    count = len(host.received)
    await server.say(f"/follow AI in {named}", chat, **more)
    await host.wait_received(count + 1)
    found = host.received[-1].elsewhere
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("named", "id_", "thread", "kind"),
    [
        ("https://t.me/c/1234567/8", FORUM, "8", ChatKind.GROUP),
        ("https://t.me/c/1234567/8/123", FORUM, "8", ChatKind.GROUP),
        ("t.me/newsroom/8", FORUM, "8", ChatKind.GROUP),
        ("https://t.me/c/1234567/1", FORUM, "", ChatKind.GROUP),  # the general topic
        ("@newsroom", FORUM, "", ChatKind.GROUP),
        ("https://t.me/talkgroup/55", GROUP, "", ChatKind.GROUP),  # a message of a group without topics
        ("@talkgroup", GROUP, "", ChatKind.GROUP),
        ("https://t.me/gazette_kz/9?single", CHANNEL, "", ChatKind.CHANNEL),
        ("@gazette_kz", CHANNEL, "", ChatKind.CHANNEL),
    ],
)
async def test_a_chat_is_known_by_name_or_link(named: str, id_: str, thread: str, kind: ChatKind) -> None:
    async with telegram() as (server, host):
        found = await asked(server, host, named)
        assert (found.fault, found.kind, found.may_change, found.can_post) == (None, kind, True, True)
        assert found.chat == Chat(platform="telegram", id=id_, thread=thread)
        assert found.title == server.chats[id_]["title"]


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("@nobody_there", TargetFault.NOT_FOUND),
        ("@somebody", TargetFault.NOT_FOUND),  # a person
        ("https://t.me/c/1234567/99", TargetFault.NO_TOPIC),
        ("#ai-news", TargetFault.NAMED_OTHERWISE),
        ("https://t.me/+AbCdEfGhIjK", TargetFault.NAMED_OTHERWISE),
        ("https://t.me/joinchat/AbCdEfG", TargetFault.NAMED_OTHERWISE),
    ],
)
async def test_what_can_t_be_found_is_told_apart(named: str, fault: TargetFault) -> None:
    async with telegram() as (server, host):
        found = await asked(server, host, named)
        assert (found.fault, found.chat) == (fault, None)


@pytest.mark.parametrize("named", ["@newsroom", "@talkgroup", "@gazette_kz"])
async def test_who_is_not_there_learns_no_more_than_of_a_chat_that_is_not(named: str) -> None:
    async with telegram() as (server, host):
        for chat in (FORUM, GROUP, CHANNEL):
            server.members[chat, 7] = {"status": "left"}
        found = await asked(server, host, named)
        assert (found.fault, found.chat, found.title) == (TargetFault.NOT_FOUND, None, "")


async def test_where_we_are_not_it_is_as_if_there_was_no_chat() -> None:
    async with telegram() as (server, host):
        server.members[GROUP, US] = {"status": "left"}
        assert (await asked(server, host, "@talkgroup")).fault is TargetFault.NOT_FOUND
        server.fail("getChatMember", 403, "Forbidden: bot is not a member of the channel chat")
        assert (await asked(server, host, "@gazette_kz")).fault is TargetFault.NOT_FOUND


async def test_a_member_may_look_and_only_an_administrator_changes() -> None:
    async with telegram() as (server, host):
        server.members[GROUP, 7] = {"status": "member"}
        found = await asked(server, host, "@talkgroup")
        assert (found.fault, found.may_change, found.rights_seen) == (None, False, True)
        server.members[CHANNEL, 7] = {"status": "member"}  # readers of a channel do not see what it follows
        assert (await asked(server, host, "@gazette_kz")).fault is TargetFault.NOT_FOUND


async def test_where_we_may_not_write_it_is_said() -> None:
    async with telegram() as (server, host):
        server.members[CHANNEL, US] = {"status": "administrator", "can_post_messages": False}
        assert (await asked(server, host, "@gazette_kz")).can_post is False


async def test_in_a_group_only_its_own_topics_are_spoken_about() -> None:
    async with telegram() as (server, host):
        own = await asked(server, host, "https://t.me/c/1234567/8", int(FORUM))
        assert own.chat == Chat(platform="telegram", id=FORUM, thread="8")
        assert (await asked(server, host, "@talkgroup", int(FORUM))).fault is TargetFault.IN_PRIVATE
        itself = {"id": int(FORUM), "type": "supergroup", "title": "Newsroom"}
        server.members[FORUM, 7] = {"status": "left"}
        anonymous = await asked(server, host, "https://t.me/c/1234567/8", int(FORUM), sender_chat=itself)
        assert (anonymous.fault, anonymous.may_change) == (None, True)
        other = await asked(server, host, "@talkgroup", int(FORUM), sender_chat=itself)
        assert other.fault is TargetFault.IN_PRIVATE


async def test_what_telegram_does_not_say_is_not_called_missing() -> None:
    async with telegram() as (server, host):
        server.fail("getChat", 502, "Bad Gateway", times=9)
        assert (await asked(server, host, "@talkgroup")).fault is TargetFault.UNSEEN


async def test_a_press_is_looked_up_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "SEEN_FOR", 0.0)
    async with telegram() as (server, host):
        await server.press(f"in {FORUM} 8")
        await host.wait_received(1)
        server.members[FORUM, 7] = {"status": "left"}
        await server.press(f"in {FORUM} 8")
        await host.wait_received(2)
        await server.press("in ")
        await host.wait_received(3)
    first, second, third = (command.elsewhere for command in host.received)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.chat == Chat(platform="telegram", id=FORUM, thread="8")
    assert (second.fault, third.fault) == (TargetFault.NOT_FOUND, TargetFault.NOT_FOUND)
