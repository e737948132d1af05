"""Operators are told once of a source that falls silent, an outbox that is stuck and a disk that is nearly full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.counting import Labels
from bot.figures import MESSAGES
from bot.model import DiskSpace
from bot.rules import Rules
from bot.storage.store import ProgramVitals
from bot.worker.notices import Notifier
from tests.builders import finished_poll
from tests.delivery.harness import owe
from tests.storage.conftest import NOW, SOURCE, Room, later

ROOMY = DiskSpace(free=10**12, total=10**12)


class Operators:
    """A notifier at a time that is set, and what operators are told."""

    def __init__(self, room: Room) -> None:
        self.room, self.store = room, room.store
        self.now = NOW
        self.notifier = Notifier(
            store=room.store,
            rules=Rules(sources=(SOURCE,)),
            platforms={"telegram": "Telegram", "slack": "Slack"},
            operators=frozenset({("telegram", "77")}),
            sends=lambda name: False,
            clock=lambda: self.now,
        )

    async def look(self, **ahead: float) -> set[str]:
        """Look again after a while; returns what operators know to fail."""
        self.now += timedelta(**ahead)
        for _ in range(2):  # who knows is not told again
            await self.notifier.notify_operators(self.now)
        return self.store.notices.subjects()

    def hear(self, lane: str) -> None:
        """A message is sent there."""
        sent: dict[tuple[str, Labels], float] = {(MESSAGES.name, (("lane", lane), ("outcome", "sent"))): 1.0}
        self.store.figures.add(sent, self.now)

    @property
    def letters(self) -> int:
        return self.store.outbox.count_letters().get("pending", 0)


@pytest.fixture
def operators(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operators]:
    monkeypatch.setattr(ProgramVitals, "disk", lambda self: ROOMY)
    room = Room(database_url)
    yield Operators(room)
    room.store.close()


async def test_a_source_that_falls_silent_is_told_once_and_once_when_it_speaks(operators: Operators) -> None:
    room = operators.room
    room.store.sources.finish_poll("kt-eng", finished_poll(), NOW)
    for hour in range(24 * 14):
        room.add_article(hour, at=later(hours=hour))
    operators.now = later(days=14)
    room.store.sources.finish_poll("kt-eng", finished_poll(), operators.now)
    assert await operators.look() == set()
    operators.now += timedelta(days=1)
    room.store.sources.finish_poll("kt-eng", finished_poll(), operators.now)
    assert await operators.look() == {"silent:kt-eng"}
    assert operators.letters == 1
    operators.now += timedelta(hours=5)
    operators.hear("telegram")
    assert await operators.look() == {"silent:kt-eng"}, "it is not read now: nobody knows whether it is silent still"
    room.add_article(999, at=operators.now)
    room.store.sources.finish_poll("kt-eng", finished_poll(), operators.now)
    assert await operators.look() == set()
    assert operators.letters == 2


async def test_an_outbox_that_is_stuck_is_told_once_and_once_when_it_moves(operators: Operators) -> None:
    room = operators.room
    owe(room, chats=1, platform="slack")
    room.fan_out()
    assert await operators.look(minutes=5) == set()
    assert await operators.look(minutes=6) == {"outbox:slack"}
    assert operators.letters == 1
    operators.hear("slack")
    assert await operators.look(minutes=1) == set()
    assert operators.letters == 2


async def test_a_disk_that_is_nearly_full_is_told_once_and_once_when_it_has_room(
    operators: Operators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgramVitals, "disk", lambda self: DiskSpace(free=100_000_000, total=10**12))
    assert await operators.look() == {"disk:database"}
    assert await operators.look(minutes=1) == {"disk:database"}
    assert operators.letters == 1
    monkeypatch.setattr(ProgramVitals, "disk", lambda self: ROOMY)
    assert await operators.look(minutes=1) == set()
    assert operators.letters == 2


async def test_where_the_disk_is_not_known_nothing_is_said(
    operators: Operators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ProgramVitals, "disk", lambda self: None)
    assert await operators.look() == set()
    assert operators.letters == 0
