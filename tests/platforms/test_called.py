"""Reading what a platform called for: nothing is forgotten that was not taken, and no fault makes us deaf."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

import pytest

from bot import bugs
from bot.errors import StorageError
from bot.model import Call, CallWay
from bot.platforms import called
from bot.platforms.called import CallReader
from bot.platforms.protocol import Host
from tests.builders import plain_words
from tests.platforms.recording_host import RecordingHost


class Taker:
    """Takes calls, after as many faults as a test says; "half" is left until the other half has come."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.taken: list[str] = []
        self.looks = 0

    async def take(self, calls: Sequence[Call], host: Host) -> Collection[Call]:
        self.looks += 1
        if self.faults:
            raise self.faults.pop(0)
        halves = [call for call in calls if call.body == "half"]
        left = halves if len(halves) == 1 else []
        self.taken += [call.body for call in calls if call not in left]
        return left


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(called, "AFTER_FAULT", 0.01)


async def test_calls_of_the_lane_are_taken_in_their_order_and_forgotten() -> None:
    host, taker = RecordingHost(), Taker()
    reader = CallReader("slack", taker.take)
    await host.calls.come("slack", CallWay.EVENTS, "before the start")
    reader.start(host)
    reader.start(host)
    await host.calls.come("slack", CallWay.EVENTS, "after it")
    await host.calls.come("telegram", CallWay.UPDATES, "of another lane")
    async with asyncio.timeout(10):
        while len(taker.taken) < 2:
            await asyncio.sleep(0.01)
    await reader.stop()
    await reader.stop()
    assert taker.taken == ["before the start", "after it"]
    assert [call.body for call in host.calls.unread_calls["telegram"]] == ["of another lane"]


@pytest.mark.parametrize("fault", [StorageError(plain_words("locked")), ValueError("a bug")])
async def test_what_can_not_be_taken_now_is_taken_later(fault: Exception) -> None:
    host, taker, counted = RecordingHost(), Taker(fault, fault), bugs.counts.total()
    reader = CallReader("slack", taker.take)
    await host.calls.come("slack", CallWay.EVENTS, "a call")
    reader.start(host)
    await host.calls.all_read()
    await reader.stop()
    assert taker.taken == ["a call"]
    assert bugs.counts.total() - counted == (0 if isinstance(fault, StorageError) else 2)


async def test_while_the_database_is_locked_nothing_is_read_and_then_all() -> None:
    host, taker = RecordingHost(), Taker()
    reader = CallReader("slack", taker.take)
    host.calls.locked = True
    await host.calls.come("slack", CallWay.EVENTS, "a call")
    reader.start(host)
    await asyncio.sleep(0.05)
    assert taker.taken == []
    host.calls.locked = False
    await host.calls.all_read()
    await reader.stop()
    assert taker.taken == ["a call"]


async def test_what_waits_for_something_else_is_read_again_with_it_and_holds_up_nothing() -> None:
    host, taker = RecordingHost(), Taker()
    reader = CallReader("slack", taker.take)
    await host.calls.come("slack", CallWay.EVENTS, "half")
    reader.start(host)
    async with asyncio.timeout(10):
        for body in ("another", "one more"):
            await host.calls.come("slack", CallWay.EVENTS, body)
            while body not in taker.taken:
                await asyncio.sleep(0.01)
        assert "half" not in taker.taken
        await host.calls.come("slack", CallWay.EVENTS, "half")
        await host.calls.all_read()
    await reader.stop()
    assert taker.taken == ["another", "one more", "half", "half"]


async def test_what_is_left_is_looked_at_again_without_a_call_and_not_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(called, "LEFT_FOR", 0.1)
    host, taker = RecordingHost(), Taker()
    reader = CallReader("slack", taker.take)
    await host.calls.come("slack", CallWay.EVENTS, "half")
    began = asyncio.get_running_loop().time()
    reader.start(host)
    async with asyncio.timeout(10):
        while taker.looks < 4:
            await asyncio.sleep(0.01)
    await reader.stop()
    assert asyncio.get_running_loop().time() - began >= 0.3
