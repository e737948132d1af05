"""What a claim took though it failed is sent after all, once, and its chat is not left alone until the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.rounds import RETRY_DELAY
from bot.errors import StorageError
from bot.model import Delivery, Edit
from bot.storage.store import Outbox
from tests.builders import plain_words
from tests.databases import PostgreSQL
from tests.delivery.harness import delivering, owe, settled, story
from tests.fakes import FakePlatform
from tests.lost_answers import lost_answers
from tests.storage.conftest import NOW, Room, chat, letter
from tests.virtual import in_virtual_time, wall_clock

LOST = StorageError(plain_words("connection lost"))


class Deaf(Outbox):
    """An outbox that is said to have failed when it had claimed something, the first time."""

    failure: Exception | None = LOST

    def claim(self, *which: Any, **how: Any) -> Any:
        return self._unheard(super().claim(*which, **how))

    def claim_edits(self, *which: Any, **how: Any) -> list[Edit]:
        return self._unheard(super().claim_edits(*which, **how))

    def _unheard(self, claimed: list[Any]) -> list[Any]:
        if claimed and self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        return claimed


class Unreadable(Outbox):
    """An outbox that can't read what it has claimed, the first time."""

    failed = False

    def _load(self, *which: Any) -> list[Delivery]:
        if not self.failed:
            self.failed = True
            raise LOST
        return super()._load(*which)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


def with_outbox(room: Room, outbox: type[Outbox]) -> None:
    room.store = replace(room.store, outbox=outbox(room.store.database))


@pytest.mark.parametrize("outbox", [Deaf, Unreadable])
@in_virtual_time
async def test_what_was_claimed_before_the_database_failed_is_sent_once(room: Room, outbox: type[Outbox]) -> None:
    with_outbox(room, outbox)
    owe(room, chats=2, articles=3)
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, within=RETRY_DELAY * 2, sent=6)
    assert len(platform.sent) == 6


@in_virtual_time
async def test_a_letter_that_was_claimed_then_is_sent_once(room: Room) -> None:
    with_outbox(room, Deaf)
    room.store.chats.write_to(letter(chat()))
    platform = FakePlatform()
    async with delivering(room, platform):
        await asyncio.sleep(RETRY_DELAY * 2)
        assert room.store.outbox.count_letters() == {"sent": 1}
    assert len(platform.sent) == 1


@in_virtual_time
async def test_an_edit_that_was_claimed_then_is_made_once(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, sent=1)
    with_outbox(room, Deaf)
    room.store.outbox.ask_edit(1, 1, wall_clock())
    async with delivering(room, platform):
        await asyncio.sleep(RETRY_DELAY * 2)
    assert len(platform.edited) == 1
    assert room.edits() == {}


@in_virtual_time
async def test_an_alert_comes_once_though_the_connection_is_cut_when_it_was_claimed(server: PostgreSQL) -> None:
    with server.fresh() as url, lost_answers(url) as answers:
        room = Room(answers.url)
        owe(room, 1)
        room.fan_out()
        platform = FakePlatform()
        answers.lose = 1
        async with delivering(room, platform):
            await settled(room, within=RETRY_DELAY * 2, sent=1)
        assert (answers.lost, len(platform.sent)) == (1, 1)
        room.store.close()


@in_virtual_time
async def test_what_a_bug_meets_stays_claimed_and_holds_up_no_other_chat(room: Room) -> None:
    with_outbox(room, Deaf)
    assert isinstance(room.store.outbox, Deaf)
    room.store.outbox.failure = TypeError("planted")
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(RETRY_DELAY * 2)
        story(room, 9, "waste", ["another"], NOW)
        deliverer.wake()
        await settled(room, sending=1, sent=1)
    assert [who.id for who, _, _ in platform.sent] == ["another"]
