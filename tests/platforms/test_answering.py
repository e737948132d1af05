"""From what came in to its answer: stored first, in each chat's order, once, whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot import bugs
from bot.errors import StorageError
from bot.model import Cause, Chat, ChatKind, Command, GiveUp, Received
from bot.platforms import answering, in_flight
from bot.platforms.answering import Answerer
from bot.platforms.protocol import Host
from tests.fakes import FakePlatform
from tests.platforms.recording_host import RecordingHost


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(answering, "AFTER_FAULT", 0.02)


def update(name: str, text: str = "", chat: str = "7") -> Received:
    command = Command(chat=Chat(platform="telegram", id=chat), kind=ChatKind.PRIVATE, name="help", text=text or name)
    return Received(command=command, update_id=name)


def texts(host: RecordingHost) -> list[str]:
    return [command.text for command in host.received]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


async def unchanged(received: Received, host: Host) -> Received:
    return received


@asynccontextmanager
async def answering_for(host: RecordingHost, platform: FakePlatform | None = None) -> AsyncIterator[Answerer]:
    answerer = Answerer("telegram", platform or FakePlatform(), check=unchanged)
    await answerer.start(host)
    try:
        yield answerer
    finally:
        await answerer.stop()


async def test_what_comes_again_is_answered_once() -> None:
    host, platform = RecordingHost(), FakePlatform()
    async with answering_for(host, platform) as answerer:
        await answerer.receive([update("1"), update("2")])
        await answerer.receive([update("2"), update("3")])
        await platform.wait_sent(3)
        await answerer.receive([update("1")])
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["1", "2", "3"]


async def test_an_answer_cut_off_by_the_end_is_given_by_who_listens_next_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_flight, "FINISH_TIMEOUT", 0.05)
    host = RecordingHost()
    host.gate = asyncio.Event()
    async with answering_for(host) as answerer:
        await answerer.receive([update("1", "slow"), update("2")])
        await host.wait_received(1)
    assert list(host.inbox.pending) == ["1", "2"]
    later, platform = RecordingHost(), FakePlatform()
    later.inbox = host.inbox
    async with answering_for(later, platform) as answerer:
        await answerer.receive([update("3")])
        await platform.wait_sent(3)
        await until(lambda: not later.inbox.pending)
    assert texts(later) == ["slow", "2", "3"]


async def test_what_another_process_stored_is_found_and_what_is_under_way_is_not_begun_again() -> None:
    host, platform = RecordingHost(), FakePlatform()
    host.gate = asyncio.Event()
    async with answering_for(host, platform) as answerer:
        await answerer.receive([update("1", "slow")])
        await host.inbox.receive([update("2", chat="8")])
        await platform.wait_sent(1)
        await asyncio.sleep(0.1)  # some looks
        assert texts(host) == ["slow", "2"]
        host.gate.set()
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["slow", "2"]


async def test_what_can_t_be_stored_is_not_answered_and_its_platform_is_told() -> None:
    host = RecordingHost()
    async with answering_for(host) as answerer:
        host.inbox.locked = True
        with pytest.raises(StorageError):
            await answerer.receive([update("1")])
        host.inbox.locked = False
        await answerer.receive([update("1")])
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["1"]


async def test_a_database_that_is_locked_amid_an_answer_repeats_none() -> None:
    host, platform = RecordingHost(), FakePlatform()
    gate = platform.hold()
    async with answering_for(host, platform) as answerer:
        await answerer.receive([update("1")])
        await platform.wait_started(1)
        host.inbox.locked = True
        gate.set()
        await platform.wait_sent(1)
        await asyncio.sleep(0.1)
        host.inbox.locked = False
        await until(lambda: not host.inbox.pending)
    assert len(platform.sent) == 1


async def test_who_lost_the_lease_leaves_it_to_the_other_worker() -> None:
    host = RecordingHost()
    async with answering_for(host) as answerer:
        host.inbox.lost = True
        await answerer.receive([update("1")])
        await asyncio.sleep(0.1)
        assert texts(host) == []
        host.inbox.lost = False  # it came back before the other one took it
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["1"]


async def test_an_answer_that_can_t_be_sent_or_that_fails_is_not_tried_again() -> None:
    host, platform = RecordingHost(), FakePlatform().will(GiveUp(cause=Cause.REFUSED), RuntimeError("a fault of ours"))
    before = bugs.counts["what came in was not answered"]
    async with answering_for(host, platform) as answerer:
        await answerer.receive([update("1"), update("2"), update("3")])
        await platform.wait_sent(1)
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["1", "2", "3"]
    assert bugs.counts["what came in was not answered"] == before + 1


async def test_a_fault_of_ours_in_storing_makes_nobody_deaf() -> None:
    host, platform = RecordingHost(), FakePlatform()

    async def fault(_received: object) -> list[Received]:
        raise TypeError("a fault of ours")

    async with answering_for(host, platform) as answerer:
        host.inbox.receive = fault  # type: ignore[method-assign,assignment]  # this inbox is faulty
        await answerer.receive([update("1")])
        await platform.wait_sent(1)
    assert texts(host) == ["1"]


async def test_a_look_that_fails_is_made_again() -> None:
    host = RecordingHost()
    await host.inbox.receive([update("1")])
    host.inbox.locked = True
    async with answering_for(host):
        await asyncio.sleep(0.1)
        host.inbox.locked = False
        await until(lambda: not host.inbox.pending)
    assert texts(host) == ["1"]
