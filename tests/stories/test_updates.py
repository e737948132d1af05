"""What people ask, from the wire to the table and back: nothing is lost, and nothing is answered twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo.newsroom import Newsroom
from bot.model import Chat, ChatKind, Command, Received, UpdateState
from bot.platforms import answering
from bot.platforms.slack import listener as slack_listener
from bot.platforms.telegram import listener as telegram_listener
from bot.storage import engine
from bot.storage import schema as t
from bot.storage.store import Store
from bot.worker import leases
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at, until, working
from tests.stories.test_end_to_end import Program


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.05)
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(answering, "AFTER_FAULT", 0.05)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))


def answers(server: SlackServer) -> list[str]:
    """To all in a channel, or to who asked alone."""
    return [said["text"] for said in (*server.of("chat.postMessage"), *server.of("respond"))]


def states(store: Store) -> list[tuple[str, str, str | None, int]]:
    """Lane, state, what is still said, and how often an answer began, of every update in the order of their ids."""
    u = t.update.c
    with store.database.read_transaction() as db:
        rows = db.execute(select(u.lane, u.state, u.payload, u.attempts).order_by(u.received_at, u.id)).all()
    return [(row.lane, row.state, row.payload, row.attempts) for row in rows]


def all_answered(store: Store, count: int) -> bool:
    return [state for _, state, _, _ in states(store)] == [UpdateState.ANSWERED] * count


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Nobody else can write, or on PostgreSQL store what came in."""
    with store.database.write_transaction() as db:
        if db.dialect.name == "postgresql":
            db.exec_driver_sql('LOCK TABLE "update" IN SHARE MODE')
        yield


async def test_what_was_received_and_not_answered_when_the_program_was_killed_is_answered_once(
    tmp_path: Path, database_url: str, stores: Callable[[], Store]
) -> None:
    store = stores()
    async with Newsroom([]) as newsroom, TelegramServer() as telegram, SlackServer() as slack:
        program = Program(tmp_path, newsroom, telegram, slack, database_url)
        telegram.hang("sendMessage")
        hold = slack.hold("chat.postMessage")
        async with program.running(end=signal.SIGKILL):
            await telegram.say("/follow AI")
            await slack.acks(await slack.slash("/follow", "AI"))
            await until(lambda: "sendMessage" in {call.method for call in telegram.attempts})
            await until(lambda: bool(slack.asked["chat.postMessage"]))
        await asyncio.sleep(0.2)  # its connections are closed
        hold.set()
        assert {state for _, state, _, _ in states(store)} == {UpdateState.PENDING}
        async with program.running():
            await until(lambda: all_answered(store, 2), patience=300)
    ((told,), (said,)) = (telegram.texts(), answers(slack))
    assert "AI" in told
    assert "AI" in said
    assert [attempts for _, _, _, attempts in states(store)] == [2, 2]


async def test_an_update_that_telegram_tells_again_is_answered_once(stores: Callable[[], Store]) -> None:
    store = stores()
    async with TelegramServer() as server:
        for _ in range(2):
            async with working(stores(), telegram_at(server)):
                if not server.texts():
                    await server.say("/follow AI")
                    await server.receives("sendMessage")
                for again in range(2):
                    await server.tell_again()
                    await server.say(f"/help {again}", 8)
                await server.receives("sendMessage", len(server.texts()) + 2)
    assert len(server.texts(7)) == 1
    assert all_answered(store, 5)
    assert {said for _, _, said, _ in states(store)} == {None}, "what was asked is not kept"


async def test_an_event_and_a_command_that_slack_tells_again_are_answered_once(stores: Callable[[], Store]) -> None:
    store = stores()
    event = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U7", "text": "follow AI"}
    body = {"type": "event_callback", "event_id": "E-same", "team_id": "T1", "event": event}
    async with SlackServer() as server:
        for _ in range(2):
            async with working(stores(), slack_at(server)):
                for _ in range(2):
                    await server.acks(await server.envelope("events_api", body))
                    await server.acks(await server.slash("/follow", "waste", trigger="T-same"))
                await server.receives("chat.postMessage", 2)
                await until(lambda: all_answered(store, 2))
        assert len(server.of("chat.postMessage")) == 2
    assert [attempts for _, _, _, attempts in states(store)] == [1, 1]


async def test_only_who_holds_the_lease_answers_and_also_what_another_process_received(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    asked = Command(chat=Chat(platform="telegram", id="9"), kind=ChatKind.PRIVATE, name="help", text="", person="9")
    async with TelegramServer() as first, TelegramServer() as second:
        async with working(stores(), telegram_at(first)) as holder, working(stores(), telegram_at(second)):
            store.updates.receive([Received(command=asked, update_id="w1")], datetime.now(UTC))
            await first.receives("sendMessage")
            await until(lambda: all_answered(store, 1))
            assert second.attempts == []
            await holder.stop()
            store.updates.receive([Received(command=asked, update_id="w2")], datetime.now(UTC))
            await second.receives("sendMessage")
            await until(lambda: all_answered(store, 2))
        assert (len(first.texts()), len(second.texts())) == (1, 1)


async def test_while_the_database_is_locked_telegram_keeps_what_came_and_it_is_answered_once_and_in_order(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 100)
    monkeypatch.setitem(engine.TIMEOUTS, "lock_timeout", "100ms")
    store = stores()
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await server.say("/help")
        await server.receives("sendMessage")
        await until(lambda: all_answered(store, 1))
        with locked(store):
            for word in ("AI", "waste", "metro"):
                await server.say(f"/follow {word}")
            await asyncio.sleep(0.6)  # longer than anybody waits for a lock
            assert len(server.texts()) == 1
        await server.receives("sendMessage", 4)
        await until(lambda: all_answered(store, 4))
        await asyncio.sleep(0.2)
    told = server.texts()[1:]
    assert len(told) == 3
    assert all(word in text for word, text in zip(("AI", "waste", "metro"), told, strict=True))


async def test_slack_is_told_that_a_command_was_taken_when_it_is_stored(stores: Callable[[], Store]) -> None:
    store = stores()
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.receives("apps.connections.open")
        with locked(store):
            name = await server.slash("/follow", "AI")
            await asyncio.sleep(0.5)
            assert name not in server.acked
        assert 0.5 <= await server.acks(name) < 3
        (sent,) = await server.receives("chat.postMessage")
        assert "AI" in sent["text"]
        await until(lambda: all_answered(store, 1))


async def test_a_command_that_can_not_be_stored_is_acknowledged_in_time_and_answered_all_the_same(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_listener, "ACK_WITHIN", 0.2)
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 2_000)
    monkeypatch.setitem(engine.TIMEOUTS, "lock_timeout", "2s")
    store = stores()
    async with SlackServer() as server, working(stores(), slack_at(server)):
        await server.receives("apps.connections.open")
        with locked(store):
            assert 0.2 <= await server.acks(await server.slash("/jarshy", "digest today")) < 2
            await until(lambda: bool(answers(server)))
        await server.slash("/jarshy", "digest today")
        await until(lambda: all_answered(store, 1))
        assert len(answers(server)) == 2


async def test_a_group_that_we_left_is_known_to_be_lost_though_the_program_was_stopped(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    left = Command(chat=Chat(platform="telegram", id="-5"), kind=ChatKind.GROUP, name="lost", text="", event=True)
    store.chats.upsert(
        Command(chat=left.chat, kind=left.kind, name="start", text=""), datetime.now(UTC), timezone="UTC"
    )
    store.updates.receive([Received(command=left, update_id="1")], datetime.now(UTC))
    async with TelegramServer() as server, working(stores(), telegram_at(server)):
        await until(lambda: all_answered(store, 1))
    row = store.chats.get(left.chat)
    assert row is not None
    assert row.paused
    assert server.texts() == []
