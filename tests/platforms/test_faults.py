"""Failures on the way to Telegram and Slack are recorded, bounded and retried, and do not affect anything else."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.delivery.retry import MIN_TRIES
from bot.errors import SendError
from bot.messages.message import say
from bot.model import DeliveryState, RetryAt
from bot.platforms.protocol import Platform
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform
from tests.platforms.faulty_server import (
    Act,
    FaultyServer,
    after,
    close,
    drip,
    half,
    half_and_hang,
    hang,
    reset,
    says,
    speak_no_http,
)
from tests.platforms.harness import OutboxHarness
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer

SHORT, LONG = 0.6, 15.0  # time-outs in seconds: where no answer comes, and where one does
PAGE = b"<html>" + b"sorry " * 2000


@dataclass(frozen=True, kw_only=True)
class Way:
    """The sending side of a platform."""

    name: str
    make: Callable[[str, float], Platform]  #: from the root URL of its server and a time-out
    only: str  #: the end of the path of the sending method
    well: bytes  #: a successful answer


TELEGRAM = Way(
    name="telegram",
    make=lambda url, timeout: TelegramPlatform(token=TOKEN, api_url=url, timeout=timeout),
    only="/sendMessage",
    well=json.dumps(
        {"ok": True, "result": {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}}
    ).encode(),
)
SLACK = Way(
    name="slack",
    make=lambda url, timeout: SlackPlatform(
        bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=f"{url}/api/", timeout=timeout
    ),
    only="/chat.postMessage",
    well=b'{"ok": true, "ts": "1.0", "channel": "D7"}',
)


@pytest.fixture(params=[TELEGRAM, SLACK], ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    return found


@pytest.fixture
def harness(way: Way, tmp_path: Path, often: None) -> Iterator[OutboxHarness]:
    made = OutboxHarness(tmp_path, way.name)
    yield made
    made.close()


@asynccontextmanager
async def speaking(way: Way, url: str, wait: float = LONG) -> AsyncIterator[Platform]:
    platform = way.make(url, wait)
    try:
        yield platform
    finally:
        await platform.sender.close()


SILENT = (half_and_hang, hang, drip)
FAULTS: tuple[tuple[str, Act, bool], ...] = (
    ("torn down", reset, True),
    ("hung up", close, True),
    ("hung up in the middle of the answer", half, True),
    ("fallen silent in the middle of the answer", half_and_hang, True),
    ("no answer in time", hang, True),
    ("an answer that never ends", drip, True),
    ("no http", speak_no_http, True),
    ("broken JSON", says(b'{"ok": true, '), True),
    ("JSON of another kind", says(b"[1, 2]"), True),
    ("nothing", says(b""), True),
    ("a page with success", says(PAGE, 200, "text/html"), True),
    ("a gateway's page", says(PAGE, 502, "text/html"), True),
    ("a fault of the server, in plain words", says(b"oops", 500, "text/plain"), True),
    ("a proxy's page that forbids", says(PAGE, 403, "text/html"), False),
    ("a proxy's page that knows no such place", says(PAGE, 404, "text/html"), False),
)


@pytest.mark.parametrize(("why", "act", "maybe_sent"), FAULTS, ids=[fault[0] for fault in FAULTS])
async def test_a_failure_is_recorded_and_what_was_owed_arrives_when_it_is_over(
    harness: OutboxHarness, way: Way, why: str, act: Act, maybe_sent: bool
) -> None:
    harness.add_article("7")
    timeout = SHORT if act in SILENT else LONG
    async with (
        FaultyServer(act, says(way.well), only=way.only) as server,
        speaking(way, server.url, timeout) as platform,
    ):
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.PENDING, attempts=1)
            row = harness.row("7")
            assert 0 < len(row.reason) < 400, why
            for secret in (TOKEN, BOT_TOKEN, server.url):
                assert secret not in row.reason
            assert len(server.received) == 1, "retried only when it is due"
            harness.advance(seconds=20)
            await harness.wait_state("7", DeliveryState.SENT)
        assert len(server.received) == 2
    assert not harness.chat("7").paused
    assert harness.refused == []


@pytest.mark.parametrize(("why", "act", "maybe_sent"), FAULTS, ids=[fault[0] for fault in FAULTS])
async def test_a_verdict_says_whether_the_message_may_have_been_sent(
    harness: OutboxHarness, way: Way, why: str, act: Act, maybe_sent: bool
) -> None:
    timeout = SHORT if act in SILENT else LONG
    async with FaultyServer(act, only=way.only) as server, speaking(way, server.url, timeout) as platform:
        found = await verdict_of(platform, harness)
    assert found.maybe_sent == maybe_sent, why
    assert (found.plain, found.after, found.whole_platform) == (False, None, False)


async def verdict_of(platform: Platform, harness: OutboxHarness) -> RetryAt:
    with pytest.raises(SendError) as caught:
        await platform.sender.send(harness.at("7"), say("x"))
    assert isinstance(caught.value.verdict, RetryAt)
    return caught.value.verdict


async def test_what_did_not_reach_the_platform_was_surely_not_sent(
    harness: OutboxHarness, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = socket.getaddrinfo

    def unknown(host: str, *asked: object, **more: object) -> object:
        if host == "platform.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return known(host, *asked, **more)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
        async with FaultyServer(hang) as server:
            tls = server.url.replace("http:", "https:")
            for root in (nobody, tls, "http://platform.invalid"):
                async with speaking(way, root) as platform:
                    assert not (await verdict_of(platform, harness)).maybe_sent, root
            assert server.received == []


async def test_a_late_answer_causes_a_duplicate_and_no_loss(harness: OutboxHarness, way: Way) -> None:
    gate = asyncio.Event()
    harness.add_article("7")
    async with FaultyServer(after(gate, says(way.well)), says(way.well), only=way.only) as server:
        async with speaking(way, server.url, SHORT) as platform, harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.PENDING, attempts=1)
            gate.set()
            harness.advance(seconds=20)
            await harness.wait_state("7", DeliveryState.SENT)
        assert len(server.received) == 2


# --------------------------------------------------------------------- chats that fail, among others that are well


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A server, and how to make it refuse messages."""

    platform: Platform
    refuse: Callable[..., None]  #: (kind of refusal, chat=, text=)
    revoke: Callable[[], None]  #: refuse the token
    delivered: Callable[[str], int]  #: how many messages a chat got
    tries: Callable[[], int]


@asynccontextmanager
async def stage(way: Way) -> AsyncIterator[Stage]:
    if way is TELEGRAM:
        async with TelegramServer() as telegram, speaking(way, telegram.url) as platform:

            def refuse(what: str, chat: str = "", text: str = "") -> None:
                status, said = TELEGRAM_SAYS[what]
                telegram.refuse(status, said, chat=int(chat) if chat else None, text=text)

            yield Stage(
                platform=platform,
                refuse=refuse,
                revoke=telegram.revoke,
                delivered=lambda chat: len(telegram.texts(int(chat))),
                tries=lambda: sum(call.method == "sendMessage" for call in telegram.attempts),
            )
        return
    async with SlackServer() as slack, speaking(way, slack.url.removesuffix("/api/")) as platform:
        yield Stage(
            platform=platform,
            refuse=lambda what, chat="", text="": slack.refuse(SLACK_SAYS[what], channel=chat, text=text),
            revoke=slack.revoke,
            delivered=lambda chat: sum(sent["channel"] == chat for sent in slack.of("chat.postMessage")),
            tries=lambda: slack.asked["chat.postMessage"],
        )


TELEGRAM_SAYS = {
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "fault": (500, "Internal Server Error"),
    "poison": (400, "Bad Request: can't parse entities: x"),
}
SLACK_SAYS = {"blocked": "user_disabled", "fault": "internal_error", "poison": "invalid_blocks"}


def named(way: Way, *numbers: int) -> list[str]:
    return [str(number) if way is TELEGRAM else f"D{number}" for number in numbers]


async def test_all_blocked_chats_are_paused_and_others_get_their_alerts(harness: OutboxHarness, way: Way) -> None:
    *blocked, well = names = named(way, *range(1, 12))
    harness.add_article(*names)
    async with stage(way) as scene:
        for name in blocked:
            scene.refuse("blocked", chat=name)
        async with harness.delivering(scene.platform):
            for name in blocked:
                await harness.wait_state(name, DeliveryState.DROPPED)
            await harness.wait_state(well, DeliveryState.SENT)
        assert scene.tries() == len(names)
        assert scene.delivered(well) == 1
    assert all(harness.chat(name).paused and harness.follows(name) == ["AI"] for name in blocked)
    assert not harness.chat(well).paused
    assert harness.refused == []


async def test_a_chat_that_always_fails_slows_no_other_and_is_given_up_after_a_day_of_bounded_attempts(
    harness: OutboxHarness, way: Way
) -> None:
    bad, *well = names = named(way, 1, 2, 3)
    harness.add_article(*names)
    async with stage(way) as scene:
        scene.refuse("fault", chat=bad)
        async with harness.delivering(scene.platform):
            for name in well:
                await harness.wait_state(name, DeliveryState.SENT)
            await harness.wait_state(bad, DeliveryState.PENDING, attempts=1)
            for tried in range(2, MIN_TRIES + 3):
                harness.advance(hours=2)
                await harness.wait_attempts(bad, tried)
                if harness.row(bad).state == DeliveryState.FAILED:
                    break
        assert scene.tries() == harness.row(bad).attempts + len(well)
    row = harness.row(bad)
    assert (row.state, row.attempts) == (DeliveryState.FAILED, MIN_TRIES)
    assert row.reason
    assert [(chat.id, title) for chat, title, *_ in harness.room.store.outbox.latest_failures(5)] == [(bad, "Title 1")]
    assert not harness.chat(bad).paused


async def test_a_message_that_is_always_refused_is_given_up_and_the_next_one_is_sent(
    harness: OutboxHarness, way: Way
) -> None:
    (name,) = named(way, 1)
    harness.add_article(name, title="Poison")
    harness.add_article(name, title="Well")
    async with stage(way) as scene:
        scene.refuse("poison", text="Poison")
        async with harness.delivering(scene.platform):
            await harness.wait_state(name, DeliveryState.FAILED)
            await harness.wait_state(name, DeliveryState.SENT)
        assert scene.delivered(name) == 1
    assert [row.state for row in harness.rows(name)] == [DeliveryState.FAILED, DeliveryState.SENT]
    assert [title for _, title, *_ in harness.room.store.outbox.latest_failures(5)] == ["Poison"]
    assert not harness.chat(name).paused


async def test_a_token_revoked_in_flight_stops_everything_and_loses_nothing(harness: OutboxHarness, way: Way) -> None:
    first, *others = names = named(way, 1, 2, 3, 4)
    harness.add_article(first)
    async with stage(way) as scene:
        async with harness.delivering(scene.platform):
            await harness.wait_state(first, DeliveryState.SENT)
        scene.revoke()
        harness.add_article(*names)
        async with harness.delivering(scene.platform):
            await harness.wait_refused()
        assert len(harness.refused) == 1
        assert scene.tries() <= 1 + len(names)
    assert all(harness.row(name).state == DeliveryState.PENDING for name in others)
    assert not any(harness.chat(name).paused for name in names)
