"""The order of work in a chat, and what is finished before a platform stops."""

from __future__ import annotations

import asyncio

import pytest

from bot import bugs
from bot.platforms import in_flight
from bot.platforms.in_flight import ChatQueues, InFlight


async def test_chats_are_answered_in_parallel_and_each_in_order() -> None:
    queues, gate, done = ChatQueues(), asyncio.Event(), []

    async def work(name: str, *, waits: bool = False) -> None:
        if waits:
            await gate.wait()
        done.append(name)

    queues.put("a", lambda: work("a1", waits=True))
    queues.put("a", lambda: work("a2"))
    queues.put("b", lambda: work("b1"))
    await asyncio.sleep(0.01)
    assert done == ["b1"]
    gate.set()
    await queues.finish()
    assert done == ["b1", "a1", "a2"]


async def test_a_bug_is_reported_and_does_not_affect_the_next_command(capsys: pytest.CaptureFixture[str]) -> None:
    queues, done, counted = ChatQueues(), [], bugs.counts.total()

    async def fault() -> None:
        raise RuntimeError("a fault of ours")

    async def well() -> None:
        done.append("well")

    queues.put("a", fault)
    queues.put("a", well)
    await queues.finish()
    assert done == ["well"]
    assert "a fault of ours" in capsys.readouterr().out
    assert bugs.counts.total() == counted + 1


async def test_work_that_takes_too_long_is_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_flight, "FINISH_TIMEOUT", 0.01)
    queues, sends, cut = ChatQueues(), InFlight(), asyncio.Event()

    async def stuck() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()

    queues.put("a", stuck)
    queues.put("a", stuck)
    await asyncio.sleep(0)
    with sends.track():
        await sends.finish()
    await queues.finish()
    assert cut.is_set()


async def test_nothing_in_flight_is_nothing_to_wait_for() -> None:
    await ChatQueues().finish()
    await InFlight().finish()
