"""What hubs may make us do: confirm what we asked for, and poll a source of theirs."""

from __future__ import annotations

import hashlib
import hmac
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.errors import StatedProblem
from bot.model import Source, Way
from bot.storage.store import Hub, Store
from bot.web.server import WebServer
from bot.web.websub import DELIVERY_LIMIT, HubCalls, span_of

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
TOPIC = "https://n.example/rss"
SOURCE = Source(key="n", name="N", language="en", ways=(Way(url=TOPIC),))


class Room:
    """A web server with one hub, and a client that calls as the hub would."""

    def __init__(self, url: str) -> None:
        self.store = Store.open(url)
        self.store.sources.sync([SOURCE], NOW)
        self.store.hubs.name("n", "https://hub.example/", TOPIC, NOW)
        self.hub = self.read()
        self.server = WebServer(0, HubCalls(self.store.hubs, lambda: NOW).routes(), host="127.0.0.1")
        self.client = aiohttp.ClientSession()

    def read(self) -> Hub:
        (found,) = self.store.hubs.to_ask(["n"], NOW + timedelta(days=3_650))
        return found

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/websub/{self.hub.path}"

    async def asks(self, **query: str) -> tuple[int, str]:
        named = {f"hub.{name}": value for name, value in {"topic": TOPIC, "challenge": "why?", **query}.items()}
        async with self.client.get(self.address, params=named) as answer:
            return answer.status, await answer.text()

    async def delivers(self, body: bytes, signature: str | None = None) -> int:
        headers = {} if signature is None else {"X-Hub-Signature": signature}
        async with self.client.post(self.address, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status

    def signed(self, body: bytes, method: str) -> str:
        return f"{method}={hmac.new(self.hub.secret.encode(), body, getattr(hashlib, method)).hexdigest()}"

    def rang(self) -> bool:
        return self.store.hubs.take_ringing(["n"]) == ["n"]


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    made = Room(database_url)
    await made.server.start()
    yield made
    await made.client.close()
    await made.server.stop()
    made.store.close()


async def test_the_process_says_that_it_is_alive(room: Room) -> None:
    async with room.client.get(f"http://127.0.0.1:{room.server.port}/healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


async def test_a_hub_that_was_asked_gets_its_challenge_back_and_is_believed_for_its_time(room: Room) -> None:
    assert await room.asks(mode="subscribe", lease_seconds="86400") == (200, "why?")
    assert room.read().until_at == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"mode": "subscribe", "topic": "https://other.example/"}, id="another topic"),
        pytest.param({"mode": "unsubscribe"}, id="we never ask to end it"),
        pytest.param({"mode": "subscribe", "challenge": ""}, id="no challenge"),
        pytest.param({}, id="no mode"),
    ],
)
async def test_what_was_not_asked_for_is_not_confirmed(room: Room, query: dict[str, str]) -> None:
    status, said = await room.asks(**query)
    assert (status, "why?" in said) == (404, False)
    assert room.read().until_at is None


async def test_a_hub_that_refuses_is_not_relied_on(room: Room) -> None:
    await room.asks(mode="subscribe")
    assert (await room.asks(mode="denied", reason="no"))[0] == 200
    assert room.read().until_at is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_what_is_signed_by_our_secret_rings(room: Room, method: str) -> None:
    assert await room.delivers(b"<rss/>", room.signed(b"<rss/>", method)) == 202
    assert room.rang()


async def test_what_is_not_signed_by_our_secret_is_accepted_and_ignored(room: Room) -> None:
    right = room.signed(b"<rss/>", "sha256")
    forged = [
        None,
        "",
        "sha256=",
        right[:-1] + "0g",
        right.replace("sha256", "sha1"),
        right.replace("sha256", "md5"),
        "sha256=é",
    ]
    for signature in forged:
        assert await room.delivers(b"<rss/>", signature) == 202
    assert await room.delivers(b"<rss>more</rss>", right) == 202
    assert not room.rang()


async def test_an_address_that_no_hub_was_told_is_not_there(room: Room) -> None:
    for call in (room.client.get, room.client.post):
        async with call(room.address + "x") as answer:
            assert answer.status == 404


async def test_a_body_larger_than_any_feed_is_refused(room: Room) -> None:
    body = bytes(DELIVERY_LIMIT + 1)
    assert await room.delivers(body, room.signed(body, "sha256")) == 413
    assert not room.rang()


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        (None, timedelta(days=10)),
        ("soon", timedelta(days=10)),
        ("-5", timedelta(days=10)),
        ("0", timedelta(minutes=10)),
        ("3600", timedelta(hours=1)),
        ("9" * 40, timedelta(days=30)),
    ],
)
def test_a_hub_is_believed_within_bounds(said: str | None, believed: timedelta) -> None:
    assert span_of(said) == believed


async def test_a_port_that_is_taken_is_a_stated_problem(room: Room) -> None:
    second = WebServer(room.server.port, host="127.0.0.1")
    with pytest.raises(StatedProblem, match=rf"nothing can listen on {room.server.port} \(address already in use\)"):
        await second.start()
