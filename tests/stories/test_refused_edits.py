"""Edits that are refused: nothing is sent instead, nothing is tried again and again, and alerts go on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.model import Chat, DeliveryState
from bot.worker.run import App
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import at_work, is_in, publish, slack_at, telegram_at, until

pytestmark = pytest.mark.usefixtures("frequent_upkeep")
PERSON, GROUP, CHANNEL = (
    Chat(platform="telegram", id="7"), Chat(platform="telegram", id="-5"), Chat(platform="slack", id="C1"),
)  # fmt: skip
NEWS = ("A spark from welding work caused it.",)


class Sending:
    """A worker whose first alert of a story was sent to one chat."""

    def __init__(self, room: Room, app: App, who: Chat) -> None:
        self._room, self._app, self._who = room, app, who
        self._number = 0
        self.first = 0

    async def comes(self, *, new: tuple[str, ...] | None = None, of_story: bool = True) -> int:
        """One more article of the story, or of another one; waits until it is sent, or joined to what was."""
        self._number += 1
        article_id = publish(
            self._room, self._app, self._who, self._number, (self.first or None) if of_story else None, new=new
        )
        joins = bool(self.first) and of_story and not new
        state = DeliveryState.JOINED if joins else DeliveryState.SENT
        await until(lambda: is_in(self._room, self._who, article_id, state))
        self.first = self.first or article_id
        return article_id

    async def rests(self) -> None:
        """No edit waits."""
        await until(lambda: not self._room.edits())


@asynccontextmanager
async def on_telegram(room: Room, who: Chat = PERSON) -> AsyncIterator[tuple[TelegramServer, Sending]]:
    async with TelegramServer() as server, at_work(room, telegram_at(server)) as app:
        if who is GROUP:  # as its anonymous administrator
            await server.say("/follow AI", -5, sender_chat={"id": -5, "type": "supergroup", "title": "News"})
        else:
            await server.say("/follow AI")
        await server.receives("sendMessage")
        sending = Sending(room, app, who)
        await sending.comes()
        yield server, sending


@asynccontextmanager
async def on_slack(room: Room) -> AsyncIterator[tuple[SlackServer, Sending]]:
    async with SlackServer() as server, at_work(room, slack_at(server)) as app:
        await server.slash("/jarshy", "follow AI")
        await server.receives("chat.postMessage")
        sending = Sending(room, app, CHANNEL)
        await sending.comes()
        yield server, sending


def _unmodified(server: TelegramServer) -> None:
    server.fail("editMessageText", 400, "Bad Request: message is not modified: the same", times=9)


def _too_old(server: TelegramServer) -> None:
    server.kept.grow_old()


def _deleted(server: TelegramServer) -> None:
    server.kept.delete(7, server.kept.of(7)[-1].id)


@pytest.mark.parametrize(
    ("refuse", "tried", "whole"), [(_unmodified, 2, False), (_too_old, 2, False), (_deleted, 1, True)]
)
async def test_on_telegram_nothing_comes_instead_until_there_is_something_new(
    room: Room, refuse: Callable[[TelegramServer], None], tried: int, whole: bool
) -> None:
    async with on_telegram(room) as (server, sending):
        refuse(server)
        for _ in range(2):
            await sending.comes()
            await sending.rests()
        attempts = [call.method for call in server.attempts].count("editMessageText")
        assert (attempts, len(server.of("sendMessage"))) == (tried, 2), "what is gone is asked for once"
        await sending.comes(new=NEWS)
        await sending.comes(of_story=False)
        *_, news, other = server.of("sendMessage")
    assert "AI story 4" in _plain(news["text"])
    assert (NEWS[0] in news["text"]) is not whole
    assert ("reply_parameters" in news) is not whole
    assert "AI story 5" in _plain(other["text"])
    assert "reply_parameters" not in other


async def test_of_a_group_that_moved_the_old_messages_are_void(room: Room) -> None:
    async with on_telegram(room, GROUP) as (server, sending):
        server.fail("editMessageText", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
        joined = await sending.comes()
        await sending.rests()
        server.fail("sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
        moved = Chat(platform="telegram", id="-1005")
        sending._who = moved
        await _moves(room, server, GROUP)
        later = await sending.comes()
        assert not room.edits(), "nothing there can be edited"
        await sending.comes(new=NEWS)
        *_, news = server.of("sendMessage")
        assert all(is_in(room, moved, each, DeliveryState.JOINED) for each in (joined, later))
    assert (news["chat_id"], "reply_parameters" in news) == ("-1005", False)
    assert len(server.of("editMessageText")) == 0


async def _moves(room: Room, server: TelegramServer, old: Chat) -> None:
    """The next message to the group tells its new id."""
    article_id = room.add_article(77, at=datetime.now(UTC), title="Other AI")
    room.match(article_id, room.store.follows.subscriptions(old)[0].query_id, at=datetime.now(UTC))
    await until(lambda: any(sent["chat_id"] == "-1005" for sent in server.of("sendMessage")))


@pytest.mark.parametrize(("error", "tried"), [("message_not_found", 1), ("cant_update_message", 2)])
async def test_on_slack_nothing_comes_instead_until_there_is_something_new(room: Room, error: str, tried: int) -> None:
    async with on_slack(room) as (server, sending):
        server.fail("chat.update", error, times=2)
        for _ in range(2):
            await sending.comes()
            await sending.rests()
        posts = len(server.of("chat.postMessage"))
        await sending.comes(new=NEWS)
        await sending.comes(of_story=False)
        news, other = server.of("chat.postMessage")[posts:]
        assert posts == 2
        assert server.asked["chat.update"] == tried
    blocks = json.dumps(news["blocks"], ensure_ascii=False)
    whole = error == "message_not_found"
    assert (NEWS[0] in blocks, "thread_ts" in news) == (not whole, not whole)
    assert "http://127.0.0.1/5" in json.dumps(other["blocks"])


async def test_in_a_workspace_that_is_gone_no_edit_is_tried_on(room: Room) -> None:
    async with on_slack(room) as (server, sending):
        server.revoke("token_revoked")
        await sending.comes()
        await until(lambda: "auth.test" in server.asked and bool(server.asked["chat.update"]))
        tried = server.asked["chat.update"]
        assert room.edits() != {}, "it waits with the lane"
        server.relent()
        await sending.rests()
        assert len(server.of("chat.update")) == 1
        assert tried <= 2


def _plain(text: str) -> str:
    for mark in ("<b>", "</b>", "*", "\u200b"):
        text = text.replace(mark, "")
    return text
