"""The whole house in one process: what the operator is told, what an accident does, and how it stops."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.app import App, build_platforms
from bot.errors import StatedProblem
from bot.messages.message import Message
from bot.model import ChatKind, Command, GiveUp, Source, Stop
from bot.storage.store import Store
from config.settings import Settings
from tests.fakes import FakePlatform
from tests.storage.conftest import chat

NOWHERE = Source(key="gone", name="The Gone Times", language="en", feed="http://127.0.0.1:9/rss", every=300)
BOSS = frozenset({("telegram", "77")})


class Clock:
    """Tells the time, moved on by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def words(message: Message) -> str:
    return "".join(span.text for paragraph in message.paragraphs for line in paragraph for span in line)


async def polled(store: Store) -> None:
    async with asyncio.timeout(10):
        while store.source_health(datetime.now(UTC))[0].failing_since_at is None:
            await asyncio.sleep(0.01)


async def test_the_operator_is_told_once_of_a_source_that_fails_for_an_hour_and_once_when_it_is_well(
    store: Store,
) -> None:
    clock, platform = Clock(), FakePlatform()
    app = App(store=store, sources=[NOWHERE], platforms=[platform], clock=clock, operators=BOSS)
    await app.start()
    await polled(store)
    await app.look_after_operators()
    assert platform.sent == [], "a failure of less than an hour is nobody's concern"
    clock.ahead += timedelta(hours=1, minutes=1)
    platform.will(GiveUp(reason="not reached"))
    for _ in range(3):
        await app.look_after_operators()
    store.finish_poll("gone", etag=None, modified=None, body_hash=None, next_poll_at=None, now=clock())
    for _ in range(2):
        await app.look_after_operators()
    await app.stop()
    told = [words(message) for _, message, _ in platform.sent]
    assert len(told) == 2
    assert "The Gone Times (en) can't be read" in told[0]
    assert "127.0.0.1" in told[0] or "reached" in told[0]
    assert "is well again" in told[1]
    assert {who for who, _, _ in platform.sent} == {chat("77")}


async def test_the_operator_hears_of_a_refused_token_on_the_other_platform(store: Store) -> None:
    telegram, slack = FakePlatform(), FakePlatform("slack")
    app = App(store=store, sources=[], platforms=[telegram, slack], operators=BOSS)
    await app.start()
    assert slack.fail is not None
    slack.fail("account_inactive")
    async with asyncio.timeout(5):
        while not store.told():
            await asyncio.sleep(0.01)
    await app.stop()
    assert "Slack refuses the bot's token" in words(telegram.sent[0][1])
    again = App(store=store, sources=[], platforms=[telegram, slack], operators=BOSS)
    await again.start()
    await again.look_after_operators()
    await again.stop()
    assert "Slack is well again" in words(telegram.sent[1][1])


async def test_without_operators_nobody_is_told(store: Store) -> None:
    platform = FakePlatform()
    app = App(store=store, sources=[], platforms=[platform])
    await app.start()
    assert platform.fail is not None
    platform.fail("refused")
    await app.look_after_operators()
    await app.stop()
    assert platform.sent == []
    assert platform.stopped


async def test_a_refusal_in_sending_reaches_the_operator_too(store: Store) -> None:
    telegram, slack = FakePlatform(), FakePlatform("slack").will(Stop(reason="token_revoked"))
    app = App(store=store, sources=[], platforms=[telegram, slack], operators=BOSS | {("slack", "U1")})
    await app.start()
    app.refuse("slack", "token_revoked")
    await telegram.received(1)
    await app.stop()
    assert slack.sent == []


async def test_an_accident_in_a_handler_is_an_answer(store: Store) -> None:
    app = App(store=store, sources=[], platforms=[])
    store.close()
    heard = Command(chat=chat(), kind=ChatKind.PRIVATE, name="follow", text="AI\x00", person="77")
    good = await app.answer(heard)
    assert good.paragraphs
    with store._writing() as db:
        db.exec_driver_sql("DROP TABLE subscription")
    bad = await app.answer(heard)
    assert "went wrong on my side" in words(bad)
    assert bad.private


async def test_it_stops_on_sigterm_and_sweeps_on_its_way(store: Store) -> None:
    app = App(store=store, sources=[], platforms=[FakePlatform()])
    await app.start()
    asyncio.get_running_loop().call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(app.wait(), 5)
    await app.sweep()
    await app.stop()


def test_platforms_are_those_with_a_token_and_nobody_to_talk_to_is_a_stated_problem() -> None:
    both = Settings(
        telegram_bot_token=SecretStr("123456:abcdefghijklmnopqrstuvwxyz0123456789"),
        slack_bot_token=SecretStr("xoxb-1"),
        slack_app_token=SecretStr("xapp-1"),
        jarshy_admins=BOSS,
    )
    assert [platform.name for platform in build_platforms(both, lambda: None)] == ["telegram", "slack"]
    with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN"):
        build_platforms(Settings(), lambda: None)
