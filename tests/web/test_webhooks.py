"""What platforms, and those who pretend to be one, may make the web app write down."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import bugs
from bot.errors import StorageError
from bot.model import CallWay, NewCall
from bot.platforms.hook_secrets import HookSecrets
from bot.storage import engine
from bot.storage import schema as t
from bot.web import bodies, call_writer, connections, webhooks
from bot.web.call_writer import CallWriter
from bot.web.slack_signature import WINDOW
from bot.web.webhooks import SECRET_HEADER
from tests.platforms.slack.server import signed
from tests.platforms.telegram.server import TOKEN
from tests.web.calling import EVENT, FORM, JSON, NOW, SECRETS, WAYS, CallRoom

COMMAND = {"command": "/follow", "text": "AI", "team_id": "T1", "trigger_id": "t1"}
PRESS = {"payload": json.dumps({"type": "block_actions", "team": {"id": "T1"}, "trigger_id": "t2"})}
SAID: dict[str, dict[str, Any]] = {"events": EVENT, "commands": COMMAND, "interactive": PRESS}


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[CallRoom]:
    async with CallRoom(database_url) as made:
        yield made


@pytest.fixture
async def one(sqlite_url: str) -> AsyncIterator[CallRoom]:
    """The same on SQLite only: what is refused never reaches the database."""
    async with CallRoom(sqlite_url) as made:
        yield made


@contextmanager
def locked(room: CallRoom) -> Iterator[None]:
    """Nobody else can write calls down."""
    with room.store.database.write_transaction() as db:
        if db.dialect.name == "postgresql":
            db.exec_driver_sql("LOCK TABLE call IN ACCESS EXCLUSIVE MODE")
        yield


# ------------------------------------------------------------------------------------------------- what is taken


async def test_an_update_is_written_down_as_it_came_and_acknowledged(room: CallRoom) -> None:
    body = '{"update_id": 7, "message": {"text": "қалдық 🌾"}}'
    assert await room.telegram(body.encode()) == 200
    assert room.rows() == [("telegram", "updates", body)]
    assert room.woken == {"telegram"}


async def test_an_update_that_is_told_again_is_acknowledged_and_written_down_once(room: CallRoom) -> None:
    together = await asyncio.gather(*(room.telegram({"update_id": 7}) for _ in range(5)))
    assert [*together, await room.telegram({"update_id": 7})] == [200] * 6
    assert len(room.rows()) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_what_slack_has_signed_is_written_down_as_it_came(room: CallRoom, way: str) -> None:
    assert await room.slack(way, SAID[way]) == (200, "")
    ((lane, stored, body),) = room.rows()
    assert (lane, stored) == ("slack", way)
    assert body is not None
    assert "T1" in body


async def test_each_call_is_for_the_workspace_that_has_installed_the_app(room: CallRoom) -> None:
    install(room, "T1")
    await room.slack("commands", COMMAND)
    await room.slack("commands", COMMAND | {"team_id": "T2"})
    shared = EVENT | {"team_id": "T2", "authorizations": [{"team_id": "T1"}]}
    await room.slack("events", shared)
    await room.slack("interactive", {"payload": json.dumps({"view": {"app_installed_team_id": "T1"}, "team": "T2"})})
    await room.slack("events", {"type": "event_callback", "team_id": "; drop table"})
    assert [lane for lane, _, _ in room.rows()] == ["slack:T1", "slack", "slack:T1", "slack:T1", "slack"]
    assert room.woken == {"slack", "slack:T1"}


def install(room: CallRoom, team: str) -> None:
    texts = ("enterprise_id", "name", "app_id", "bot_id", "bot_user_id", "scopes", "token", "installed_by")
    with room.store.database.write_transaction() as db:
        db.execute(t.workspace.insert().values(id=team, installed_at=NOW, **dict.fromkeys(texts, "")))


async def test_slack_may_ask_whether_we_are_there(one: CallRoom) -> None:
    challenge = {"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}
    assert await one.slack("events", challenge) == (200, "3eZbrw1aB")
    assert await one.slack("commands", {"ssl_check": "1", "token": "x"}) == (200, "")
    async with one.client.get(f"{one.root}/slack/commands", params={"ssl_check": "1"}) as answer:
        assert answer.status == 200
    assert one.rows() == []


async def test_calls_that_come_together_are_written_in_few_transactions(room: CallRoom) -> None:
    taken: list[int] = []
    take = room.store.calls.take

    def counted(calls: list[NewCall], now: Any) -> dict[str, str]:
        taken.append(len(calls))
        return take(calls, now)

    object.__setattr__(room.store.calls, "take", counted)
    statuses = await asyncio.gather(*(room.telegram({"update_id": number}) for number in range(200)))
    assert set(statuses) == {200}
    assert sum(taken) == len(room.rows()) == 200
    assert len(taken) < 100


# ----------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("path", "header", "status"),
    [
        (SECRETS.path[:-1], SECRETS.header, 404),
        (SECRETS.path + "x", SECRETS.header, 404),
        ("%D2%9B", SECRETS.header, 404),
        (SECRETS.path, "", 403),
        (SECRETS.path, SECRETS.path, 403),
        (SECRETS.path, SECRETS.header + "x", 403),
        (SECRETS.path, "қ", 403),
    ],
)
async def test_a_call_without_both_secrets_of_telegram_is_refused(
    one: CallRoom, path: str, header: str, status: int
) -> None:
    headers = {SECRET_HEADER: header, "Content-Type": JSON}
    assert (await one.post(f"/telegram/{path}", '{"update_id": 1}', headers))[0] == status
    assert one.rows() == []


def test_secrets_are_told_neither_from_the_token_nor_from_each_other() -> None:
    other = HookSecrets.of(TOKEN + "x")
    assert len({SECRETS.path, SECRETS.header, other.path, other.header}) == 4
    assert not {SECRETS.path, SECRETS.header} & {TOKEN}
    assert SECRETS.path not in repr(SECRETS)
    assert SECRETS.address("https://x.kz/n") == f"https://x.kz/n/telegram/{SECRETS.path}"
    assert SECRETS.is_ours(f"https://old.kz/telegram/{SECRETS.path}")
    assert not SECRETS.is_ours("https://old.kz/telegram/other")


def forged(body: str) -> list[dict[str, str]]:
    now, right = int(time.time()), signed(body)
    time_, signature = right["X-Slack-Request-Timestamp"], right["X-Slack-Signature"]
    return [
        {},
        {"X-Slack-Signature": signature},
        {"X-Slack-Request-Timestamp": time_},
        signed(body, secret="another"),
        signed(body + " "),
        signed(body, said_at=now - WINDOW - 5),
        signed(body, said_at=now + WINDOW + 60),
        {"X-Slack-Request-Timestamp": time_, "X-Slack-Signature": signature.replace("v0", "v1")},
        {"X-Slack-Request-Timestamp": time_, "X-Slack-Signature": signature.upper()},
        {"X-Slack-Request-Timestamp": time_, "X-Slack-Signature": "v0=қ"},
        *(right | {"X-Slack-Request-Timestamp": junk} for junk in ("now", "-1", "1e9", "١٢٣", "9" * 400, " ", "1.5")),
    ]


@pytest.mark.parametrize("way", WAYS)
async def test_what_slack_has_not_signed_just_now_is_refused(one: CallRoom, way: str) -> None:
    for headers in forged("{}"):
        assert (await one.post(f"/slack/{way}", "{}", {"Content-Type": WAYS[way]} | headers))[0] == 403, headers
    assert one.rows() == []


async def test_calls_that_are_refused_are_logged_once_a_minute(
    one: CallRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        await one.post("/slack/events", "{}", {"Content-Type": JSON})
    assert capsys.readouterr().out.count("calls are refused") == 1


async def test_a_replay_is_refused_and_what_slack_tells_again_is_acknowledged(room: CallRoom) -> None:
    body = json.dumps(EVENT)
    headers = signed(body) | {"Content-Type": JSON}
    assert (await room.post("/slack/events", body, headers))[0] == 200
    assert (await room.post("/slack/events", body, headers))[0] == 409
    assert (await room.post("/slack/events", body, headers | {"X-Slack-Retry-Num": "1"}))[0] == 200
    assert len(room.rows()) == 1


TOO_LARGE = b'{"update_id": 1, "x": "' + b"x" * bodies.LIMIT + b'"}'


async def test_a_body_that_is_too_large_is_refused_however_it_is_announced(one: CallRoom) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(TOO_LARGE), 65_536):
            yield TOO_LARGE[at : at + 65_536]

    assert await one.telegram(TOO_LARGE) == 413
    assert (await one.slack("events", TOO_LARGE))[0] == 413
    headers = {SECRET_HEADER: SECRETS.header, "Content-Type": JSON}
    try:
        async with one.client.post(f"{one.root}/telegram/{SECRETS.path}", data=in_pieces(), headers=headers) as answer:
            assert answer.status == 413
    except aiohttp.ClientConnectionError:
        pass  # it was closed while the rest was being sent
    assert one.rows() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 1.5}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"9" * 5_000 + b"}",
        b'{"update_id": 1, "x": "\xff"}',
        b'{"update_id": 1, "x": "\x00"}',
        b'\xef\xbb\xbf{"update_id": 1}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(one: CallRoom, body: bytes) -> None:
    assert await one.telegram(body) == 400
    assert one.rows() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"payload=", b"payload=[]", b"\xff", b"a=\x00", b"[" * 100_000])
@pytest.mark.parametrize("way", WAYS)
async def test_what_slack_does_not_send_is_refused_though_it_is_signed(one: CallRoom, way: str, body: bytes) -> None:
    assert (await one.slack(way, body))[0] == 400
    assert one.rows() == []


async def test_another_type_of_body_and_another_method_are_refused(one: CallRoom) -> None:
    assert await one.telegram({"update_id": 1}, **{"Content-Type": FORM}) == 415
    packed = gzip.compress(b'{"update_id": 1}')
    assert await one.telegram(packed, **{"Content-Encoding": "gzip"}) == 415
    for way, other in (("events", FORM), ("commands", JSON), ("interactive", "text/plain")):
        assert (await one.slack(way, SAID[way], **{"Content-Type": other}))[0] == 415
        for method in ("GET", "PUT", "DELETE", "HEAD"):
            async with one.client.request(method, f"{one.root}/slack/{way}") as answer:
                assert answer.status == 405
    async with one.client.get(f"{one.root}/telegram/{SECRETS.path}") as answer:
        assert answer.status == 405
    assert one.rows() == []


# ------------------------------------------------------------------------------------- a database that is not there


async def test_what_can_not_be_written_down_in_time_is_not_acknowledged_and_is_taken_when_told_again(
    room: CallRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 100)
    monkeypatch.setattr(webhooks, "WRITE_WITHIN", 0.3)
    with locked(room):
        assert await room.telegram({"update_id": 7}) == 503
        assert (await room.slack("events", EVENT))[0] == 503
    assert await room.telegram({"update_id": 7}) == 200
    assert (await room.slack("events", EVENT | {"event_id": "E2"}))[0] == 200
    keys = [body for _, _, body in room.rows()]
    assert sum('"update_id": 7' in str(body) for body in keys) == 1


async def test_a_database_that_does_not_keep_up_is_given_no_more(
    one: CallRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_writer, "MOST_WAITING", 10)
    assert await one.telegram({"update_id": 7}) == 503
    monkeypatch.undo()
    assert await one.telegram({"update_id": 7}) == 200


async def test_a_call_that_the_database_never_takes_keeps_no_other_out(
    one: CallRoom, capsys: pytest.CaptureFixture[str]
) -> None:
    def call(key: str, body: str) -> NewCall:
        return NewCall(key=key, lane="telegram", way=CallWay.UPDATES, body=body)

    writer = CallWriter(one.store.calls, lambda: NOW, lambda lanes: None)
    counted = bugs.counts["a call can't be written down"]
    waiting = [writer.write(call("a", "1"), 5), writer.write(call("b", "\ud800"), 5), writer.write(call("c", "3"), 5)]
    first, second, third = await asyncio.gather(*waiting, return_exceptions=True)
    assert (first, third) == (True, True)
    assert isinstance(second, StorageError)
    assert bugs.counts["a call can't be written down"] == counted + 1


# --------------------------------------------------------------------------------------------------- raw connections


def head(*lines: str) -> bytes:
    begin = [f"POST /telegram/{SECRETS.path} HTTP/1.1", "Host: x", f"{SECRET_HEADER}: {SECRETS.header}"]
    return "\r\n".join([*begin, f"Content-Type: {JSON}", *lines, "", ""]).encode()


def status(answer: bytes) -> int:
    return int(answer.split()[1]) if answer else 0


async def test_a_body_that_is_cut_off_is_not_written_down(one: CallRoom) -> None:
    await one.raw(head("Content-Length: 100") + b'{"update_id": 1}', end=True)
    await one.raw(head("Transfer-Encoding: chunked") + b'10\r\n{"update_id": 1}\r\n', end=True)
    _, writer = await asyncio.open_connection("127.0.0.1", one.server.port)
    writer.write(head("Content-Length: 100") + b'{"update_id": 1}')
    await writer.drain()
    writer.transport.abort()
    assert await one.telegram({"update_id": 2}) == 200
    assert [body for _, _, body in one.rows()] == ['{"update_id": 2}']


async def test_a_body_that_is_slow_is_given_up(one: CallRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "READ_WITHIN", 0.1)
    answer = await one.raw(head("Content-Length: 100") + b"{")
    assert status(answer) == 408
    assert one.rows() == []


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("Content-Length: many",), id="no number"),
        pytest.param(("Content-Length: -1",), id="below zero"),
        pytest.param(("Content-Length: 16", "Content-Length: 17"), id="two that differ"),
        pytest.param(("Content-Length: 16", "Transfer-Encoding: chunked"), id="two ways at once"),
        pytest.param(("Transfer-Encoding: chunked, chunked",), id="twice in pieces"),
        pytest.param((f"X-Long: {'x' * 70_000}",), id="a long header"),
        pytest.param(tuple(f"X-{number}: x" for number in range(200)), id="many headers"),
        pytest.param(("No colon",), id="no header"),
    ],
)
async def test_a_request_whose_length_is_in_doubt_is_refused_and_its_connection_closed(
    one: CallRoom, lines: tuple[str, ...]
) -> None:
    assert status(await one.raw(head(*lines) + b'{"update_id": 1}')) == 400
    assert one.rows() == []


async def test_a_length_that_is_too_small_makes_no_second_request_of_the_rest(one: CallRoom) -> None:
    whole = b'{"update_id": 1}' + head("Content-Length: 16") + b'{"update_id": 2}'
    answer = await one.raw(head("Content-Length: 10") + whole)
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1 200") == 0
    assert one.rows() == []


async def test_what_is_no_http_leaves_no_line_in_the_log_for_anybody_can_send_it(
    one: CallRoom, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    too_long = b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n"
    other_version = f"POST /telegram/{SECRETS.path} HTTP/9x\r\n\r\n".encode()
    for sent in (
        too_long,
        other_version,
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ):
        assert status(await one.raw(sent)) == 400
    await one.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: \xff\r\n\r\n")
    assert caplog.records == []


async def test_requests_that_come_in_one_piece_are_answered_in_their_order(one: CallRoom) -> None:
    asked = [head("Content-Length: 16") + b'{"update_id": %d}' % number for number in range(1, 6)]
    answer = await one.raw(b"".join(asked) + b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    said = [int(each.split()[0]) for each in answer.split(b"HTTP/1.1 ")[1:]]
    assert said == [200] * 5 + [404]
    assert [body for _, _, body in one.rows()] == [f'{{"update_id": {number}}}' for number in range(1, 6)]


async def test_who_connects_and_asks_nothing_is_put_out_and_who_asked_is_not(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "ASK_WITHIN", 0.1)
    monkeypatch.setattr(connections, "LOOK_EVERY", 0.02)
    async with CallRoom(sqlite_url) as made:
        reader, writer = await asyncio.open_connection("127.0.0.1", made.server.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        await reader.readuntil(b"ok")
        assert await made.raw(b"") == b""
        assert await made.raw(b"POST /slack/events HTTP/1.1\r\nX-Slow: ") == b""
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in await reader.readuntil(b"ok")
        writer.close()


# ------------------------------------------------------------------------------------------------------------- fuzz

PATHS = st.sampled_from([f"/telegram/{SECRETS.path}", "/slack/events", "/slack/commands", "/slack/interactive"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["update_id", "type", "team", "view", "authorizations", "event", "payload", "id", "ssl_check"]),
        inner, max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=200),
    JUNK.map(lambda junk: json.dumps(junk).encode()),
    JUNK.map(lambda junk: b"payload=" + json.dumps(junk).encode()),
    st.text(max_size=50).map(lambda text: ("command=" + text).encode()),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, body=BODIES, content_type=st.sampled_from([JSON, FORM, "x", ""]), own=st.booleans())
def test_whatever_is_said_is_answered_and_is_no_bug(
    fuzzed: tuple[asyncio.Runner, CallRoom], path: str, body: bytes, content_type: str, own: bool
) -> None:
    runner, room = fuzzed
    secrets = {SECRET_HEADER: SECRETS.header} | signed(body) if own else {}
    status, _ = runner.get_loop().run_until_complete(room.post(path, body, secrets | {"Content-Type": content_type}))
    assert status in (200, 400, 403, 409, 415)
    assert own or status == 403


@pytest.fixture
def fuzzed(sqlite_url: str) -> Iterator[tuple[asyncio.Runner, CallRoom]]:
    counted = bugs.counts.total()
    with asyncio.Runner() as runner:
        made = runner.run(opened(sqlite_url))
        yield runner, made
        runner.run(made.__aexit__())
    assert bugs.counts.total() == counted


async def opened(url: str) -> CallRoom:
    return await CallRoom(url).__aenter__()
