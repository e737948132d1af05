"""HTTP requests to Telegram: the meaning of each failure, whether the message may be sent, and no token in any text."""

from __future__ import annotations

import asyncio
import io
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import SendError, StatedProblem
from bot.messages.message import say
from bot.model import Cause, RetryAt
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram import request as room
from bot.platforms.telegram.errors import FloodError, MaybeSentError, NotSentError, pause_of, verdict
from bot.platforms.telegram.request import Request, proxy_for
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
from tests.platforms.telegram.listening import CHAT, shortened
from tests.platforms.telegram.server import TOKEN

MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}
WELL = says(json.dumps({"ok": True, "result": MESSAGE}, separators=(",", ":")).encode())
ODD = "Ақтау & «ЖИ» = 100 % + %41;\n# ? / 👩‍🚀"
PAGE = b"<html>no such thing as /bot" + TOKEN.encode() + b"/sendMessage</html>"


def error(code: int, description: str = "said", **parameters: object) -> Act:
    answer = {"ok": False, "error_code": code, "description": description}
    return says(json.dumps(answer | ({"parameters": parameters} if parameters else {})).encode(), code)


@asynccontextmanager
async def talking(root: str, read: float = 10.0, connect: float = 10.0) -> AsyncIterator[Bot]:
    """The library's Bot over our Request."""
    calls, updates = (Request(root=root, connections=2, read=read, connect=connect) for _ in range(2))
    try:
        yield Bot(TOKEN, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=calls,
                  get_updates_request=updates)  # fmt: skip
    finally:
        for request in (calls, updates):
            await request.shutdown()


async def ends(bot: Bot) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(7, "x")
    return caught.value


@pytest.mark.parametrize(
    ("why", "act", "kind"),
    [
        ("torn down", reset, MaybeSentError),
        ("hung up", close, MaybeSentError),
        ("hung up in the middle", half, MaybeSentError),
        ("fallen silent in the middle", half_and_hang, TimedOut),
        ("no answer at all", hang, TimedOut),
        ("an answer that never ends", drip, TimedOut),
        ("no http", speak_no_http, MaybeSentError),
        ("broken JSON", says(b'{"ok":true,"result":{'), MaybeSentError),
        ("JSON of another kind", says(b"[1, 2]"), MaybeSentError),
        ("JSON too deep to be read", says(b"[" * 100_000), MaybeSentError),
        ("nothing", says(b""), MaybeSentError),
        ("success without a result", says(b'{"ok":true,"more":1}'), MaybeSentError),
        ("an error that calls itself a success", says(b'{"ok": false, "description": "no"}'), MaybeSentError),
        ("a page in place of an answer", says(PAGE, 200, "text/html"), MaybeSentError),
        ("a page of a gateway", says(PAGE, 502, "text/html"), MaybeSentError),
        ("a fault of Telegram's", error(500, "Internal Server Error"), MaybeSentError),
        ("too busy, no word of how long", says(PAGE, 503, "text/html"), MaybeSentError),
        ("a page that forbids", says(PAGE, 403, "text/html"), NotSentError),
        ("a page that asks for a password", says(PAGE, 401, "text/html"), NotSentError),
        ("a page that knows no such place", says(PAGE, 404, "text/html"), NotSentError),
        ("JSON of somebody else", says(b'{"message": "not found"}', 404), NotSentError),
        ("a status that nobody knows", says(PAGE, 499, "text/html"), NotSentError),
        ("sent elsewhere", says(b"", 307, Location="/elsewhere"), NotSentError),
        ("too many, no word of how long", error(429, "Too Many Requests"), FloodError),
        ("too many, says a proxy", says(PAGE, 429, "text/html"), FloodError),
        ("too many, until some day", says(PAGE, 429, Retry_After="Wed, 25 Nov 2026 08:20:00 GMT"), FloodError),
        ("a pause that is no number", error(429, retry_after="long"), FloodError),
        ("a pause that was over", error(429, retry_after=-5), FloodError),
        ("a pause that no calendar holds", error(429, retry_after=10**20), FloodError),
        ("a pause of nothing", error(429, retry_after=0), FloodError),
        ("parameters that are none", says(b'{"ok": false, "description": "x", "parameters": 1}', 400), NotSentError),
        ("Telegram does not know the token", error(401, "Unauthorized"), InvalidToken),
        ("another poller", error(409, "Conflict"), Conflict),
        ("Telegram refuses", error(400, "Bad Request: x"), BadRequest),
        ("Telegram refuses in a new way", error(418, "I'm a teapot"), NetworkError),
    ],
)
async def test_each_failure_has_its_error_and_none_shows_the_token(
    why: str, act: Act, kind: type[TelegramError], caplog: pytest.LogCaptureFixture
) -> None:
    async with FaultyServer(act) as server, talking(server.url, read=0.3 if kind is TimedOut else 10) as bot:
        found = await ends(bot)
        assert type(found) is kind, why
        assert len(server.received) == 1, "nothing is sent twice"
    meant = verdict(found, plain=True)
    assert getattr(meant, "maybe_sent", False) == (kind in (TimedOut, MaybeSentError)), why
    for text in (str(found), repr(found), str(meant), caplog.text):
        assert TOKEN not in text
        assert "127.0.0.1" not in text


@pytest.mark.parametrize(
    ("why", "act", "seconds"),
    [
        ("Telegram's own word", error(429, "Too Many Requests: retry after 33", retry_after=33), 33),
        ("a proxy's word", says(PAGE, 429, "text/html", Retry_After="7"), 7),
        ("a busy gateway's word", says(PAGE, 503, "text/html", Retry_After="9"), 9),
        ("a word beyond all calendars", says(PAGE, 429, "text/html", Retry_After="9" * 40), room.LONGEST_PAUSE),
    ],
)
async def test_every_way_to_ask_for_a_pause_is_obeyed(why: str, act: Act, seconds: int) -> None:
    async with FaultyServer(act) as server, talking(server.url) as bot:
        found = await ends(bot)
    assert isinstance(found, RetryAfter), why
    assert pause_of(found) == timedelta(seconds=seconds)
    assert verdict(found, plain=False) == RetryAt(
        cause=Cause.FLOOD, detail=str(found), after=timedelta(seconds=seconds), whole_platform=True
    )


async def test_a_flood_limit_without_a_time_leaves_the_pause_to_us() -> None:
    assert verdict(FloodError("x"), plain=False) == RetryAt(cause=Cause.FLOOD, detail="x", whole_platform=True)


async def test_an_answer_larger_than_any_of_telegrams_is_not_from_telegram() -> None:
    async def go_on(writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"3e8\r\n" + b"x" * 1000 + b"\r\n")
        return await hang(writer)

    with shortened(room, MAX_ANSWER=900):
        async with FaultyServer(go_on) as server, talking(server.url) as bot:
            assert isinstance(await ends(bot), MaybeSentError)


async def test_an_answer_in_chunks_is_joined() -> None:
    async def piecemeal(writer: asyncio.StreamWriter) -> bool:
        body = json.dumps({"ok": True, "result": MESSAGE}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in (body[:30], body[30:]):
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async with FaultyServer(piecemeal) as server, talking(server.url) as bot:
        assert (await bot.send_message(7, "x")).message_id == 5


async def test_calls_that_were_surely_not_sent_are_distinguished(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_knows(*asked: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        async with talking(f"http://127.0.0.1:{closed.getsockname()[1]}") as bot:
            assert type(await ends(bot)) is NotSentError
    async with FaultyServer(WELL) as server, talking(server.url.replace("http:", "https:")) as bot:
        found = await ends(bot)
        assert (type(found), str(found)) == (NotSentError, "no secure connection")
        assert server.received == []
    async with talking("http://example.org:port") as bot:
        assert str(await ends(bot)) == "its address can't be used"
    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    async with talking("http://telegram.invalid") as bot:
        found = await ends(bot)
        assert (type(found), str(found)) == (NotSentError, "no such host")
    assert verdict(found, plain=False) == RetryAt(cause=Cause.UNREACHABLE, detail="no such host")


@pytest.mark.parametrize("kind", [aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorError])
def test_the_reason_why_nothing_was_sent_is_in_words(kind: type[aiohttp.ClientConnectorError]) -> None:
    key = ConnectionKey("h", 443, True, True, None, None, None)
    said = room._reason(kind(key, OSError()))
    assert said in ("its certificate is not trusted", "no connection")


async def test_a_full_pool_is_waited_for_and_then_the_call_was_not_sent() -> None:
    async with FaultyServer(hang) as server, talking(server.url, connect=0.3) as bot:
        waiting = [asyncio.create_task(bot.send_message(7, "x")) for _ in range(2)]
        await server.wait_received(2)
        found = await ends(bot)
        assert (type(found), str(found)) == (NotSentError, "no connection in time")
        assert len(server.received) == 2
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)


async def test_one_connection_serves_many_calls_and_a_closed_one_is_not_used_again() -> None:
    last = says(json.dumps({"ok": True, "result": MESSAGE}).encode(), Connection="close")
    async with FaultyServer(WELL, WELL, last, WELL) as server, talking(server.url) as bot:
        for _ in range(3):
            await bot.send_message(7, "x")
        assert server.connections == 1
        await bot.send_message(7, "x")
        assert server.connections == 2


async def test_a_long_poll_has_its_own_connection_and_timeout() -> None:
    gate = asyncio.Event()
    nothing = says(b'{"ok":true,"result":[]}')
    async with FaultyServer(after(gate, nothing), WELL) as server, talking(server.url, read=0.5) as bot:
        polling = asyncio.create_task(bot.get_updates(timeout=10))
        await server.wait_received(1)
        await bot.send_message(7, "x")
        await asyncio.sleep(0.7)  # longer than the time-out of other calls
        gate.set()
        assert await polling == ()


async def test_texts_and_files_are_uploaded_unchanged() -> None:
    async with FaultyServer(WELL) as server, talking(server.url) as bot:
        await bot.send_message(7, ODD, disable_notification=True)
        await bot.send_document(7, io.BytesIO(b"a,b\n1,2\n"), filename="digest.csv", caption="Жарайды")
        await bot.send_message(7, "x", write_timeout=None, read_timeout=None)
    (path, form), (_, upload), _ = server.received
    assert path == f"/bot{TOKEN}/sendMessage"
    assert dict(parse_qsl(form.decode(), strict_parsing=True)) == {
        "chat_id": "7", "text": ODD, "disable_notification": "true"
    }  # fmt: skip
    for part in (b'name="chat_id"', b'filename="digest.csv"', b"a,b\n1,2\n", "Жарайды".encode(), b"text/csv"):
        assert part in upload


async def test_a_file_is_downloaded_unchanged() -> None:
    found = says(json.dumps({"ok": True, "result": {"file_id": "f", "file_unique_id": "u", "file_path": "a"}}).encode())
    async with (
        FaultyServer(found, says(b"\x00\xff", kind="image/png"), says(b"no", 404)) as server,
        talking(server.url) as bot,
    ):
        file = await bot.get_file("f")
        assert bytes(await file.download_as_bytearray()) == b"\x00\xff"
        with pytest.raises(TelegramError) as caught:
            await file.download_as_bytearray()
    assert TOKEN not in str(caught.value)


async def test_a_closed_pool_sends_nothing_and_can_be_opened_again() -> None:
    async with FaultyServer(WELL) as server:
        request = Request(root=server.url, connections=1, read=5)
        assert request.read_timeout == 5
        bot = Bot(TOKEN, base_url=f"{server.url}/bot", request=request)
        await bot.send_message(7, "x")
        await request.shutdown()
        await request.shutdown()
        assert isinstance(await ends(bot), NotSentError)
        async with request:
            await request.initialize()  # the library does so at each attempt to start
            await bot.send_message(7, "x")
        assert len(server.received) == 2


async def test_a_proxy_named_by_the_environment_is_used_and_its_refusal_is_an_error() -> None:
    async with FaultyServer(WELL, says(b"", 407)) as proxy:
        os.environ |= {"http_proxy": proxy.url, "https_proxy": proxy.url}
        async with talking("http://telegram.invalid") as bot:
            await bot.send_message(7, "x")
        assert proxy.received[0][0] == f"http://telegram.invalid/bot{TOKEN}/sendMessage"
        async with talking("https://telegram.invalid") as bot:
            found = await ends(bot)
        assert (type(found), str(found)) == (NotSentError, "the proxy refuses (407)")


@pytest.mark.parametrize(
    ("why", "named", "expected"),
    [
        ("none is named", {}, None),
        ("one for this kind of address", {"https_proxy": "http://p:1"}, "http://p:1"),
        ("one for all", {"all_proxy": "http://p:2"}, "http://p:2"),
        ("one for another kind", {"http_proxy": "http://p:1"}, None),
        ("one, but not for this host", {"https_proxy": "http://p:1", "no_proxy": "telegram.org"}, None),
    ],
)
def test_the_environment_says_which_proxy(why: str, named: dict[str, str], expected: str | None) -> None:
    os.environ |= named
    assert proxy_for("https://api.telegram.org") == expected, why


def test_a_proxy_that_can_not_be_used_is_a_stated_problem_and_never_bypassed() -> None:
    os.environ["ALL_PROXY"] = "socks5://person:secret@127.0.0.1:1080"
    with pytest.raises(StatedProblem, match="no http proxy") as caught:
        TelegramPlatform(token=TOKEN)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("result", [True, [], {}, {"date": 1}, {"message_id": 5, "date": "x", "chat": {}}])
async def test_a_result_that_is_not_a_message_may_have_been_sent(result: object) -> None:
    async with FaultyServer(says(json.dumps({"ok": True, "result": result}).encode())) as server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        with pytest.raises(SendError, match="can't be read") as caught:
            await platform.sender.send(CHAT, say("x"))
        await platform.sender.close()
    assert isinstance(caught.value.verdict, RetryAt)
    assert caught.value.verdict.maybe_sent


async def test_messages_in_flight_are_finished_when_stopped() -> None:
    gate = asyncio.Event()
    async with FaultyServer(after(gate, WELL)) as server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url)
        sending = asyncio.create_task(platform.sender.send(CHAT, say("x")))
        await server.wait_received(1)
        stopping = asyncio.create_task(platform.sender.close())
        await asyncio.sleep(0.05)
        gate.set()
        assert await sending == ("5",)
        await stopping
        with pytest.raises(SendError, match="closed"):
            await platform.sender.send(CHAT, say("x"))
