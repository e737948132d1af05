"""Calls of platforms, timed: python -m tests.benchmarks.bench_webhooks

- as many as come, over 32 connections: calls a second of the clock and of the web process's processor
- 1,000 a second: how long each waits for its acknowledgement

Beside a bare aiohttp handler on the same server in the same run, and while a worker sends alerts at the platforms' pace
from the same database. Web process, worker and caller are processes of their own.
"""

from __future__ import annotations

import asyncio
import itertools
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from aiohttp import web

from bot.platforms.hook_secrets import HookSecrets
from bot.storage.store import Store
from bot.web.server import WebServer
from bot.web.webhooks import SECRET_HEADER
from bot.worker.serving import web_routes
from config.settings import Settings
from tests.databases import KINDS, PostgreSQL, fresh
from tests.platforms.slack.server import SIGNING_SECRET, signed
from tests.platforms.telegram.server import TOKEN
from tests.stories.worker_process import Counter, WorkerOptions, begin, ended, owe

CONNECTIONS = 32
CALLS = 10_000  #: as many as come
PACE = 1_000  #: a second
PACED = 5_000
ALERTS = 20_000  #: owed: more than are sent meanwhile
ALERTS_RATE = 40.0  #: a second: Telegram's 28 and Slack's 10
BODY = (
    '{"update_id": %d, "message": {"message_id": 1, "date": 1764400000, "chat": {"id": 7, "type": "private", '
    '"first_name": "Aida"}, "from": {"id": 7, "is_bot": false, "first_name": "Aida"}, "text": "қалдық Ақтау"}}'
)
EVENT = (
    '{"type": "event_callback", "team_id": "T1", "event_id": "E%d", "event": {"type": "message", "channel": "D1", '
    '"channel_type": "im", "user": "U7", "text": "қалдық Ақтау"}}'
)
SECRETS = HookSecrets.of(TOKEN)
NUMBERS = itertools.count(1)

Ask = Callable[[], bytes]  #: makes the next request


def show(kind: str, what: str, figure: str, goal: str = "") -> None:
    print(f"{kind:<11} {what:<52} {figure:>44}   {goal}", flush=True)


# ------------------------------------------------------------------------------------------------ the web process


async def serve(url: str) -> None:
    """The web app as `python -m bot web` has it, a bare handler, and what it has used of the processor."""
    settings = Settings(telegram_bot_token=TOKEN, slack_signing_secret=SIGNING_SECRET, public_url="https://x.kz")
    extra = [web.post("/bare", _bare), web.get("/cpu", _cpu)]
    server = WebServer(0, [*web_routes(settings, Store.open(url)), *extra], host="127.0.0.1")
    await server.start()
    print(server.port, flush=True)
    await asyncio.Event().wait()


async def _bare(request: web.Request) -> web.Response:
    await request.read()
    return web.Response()


async def _cpu(request: web.Request) -> web.Response:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return web.Response(text=str(used.ru_utime + used.ru_stime))


@contextmanager
def web_process(url: str) -> Iterator[int]:
    """Its port."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_webhooks", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield int(child.stdout.readline())
        finally:
            child.terminate()


# ------------------------------------------------------------------------------------------------------ the caller


def request_of(path: str, body: bytes, **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode() + body


def telegram() -> bytes:
    body = (BODY % next(NUMBERS)).encode()
    return request_of(f"/telegram/{SECRETS.path}", body, **{SECRET_HEADER: SECRETS.header})


def slack() -> bytes:
    body = (EVENT % next(NUMBERS)).encode()
    return request_of("/slack/events", body, **signed(body))


def bare() -> bytes:
    return request_of("/bare", (BODY % next(NUMBERS)).encode())


class Connection:
    """One that is kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head, head
        length = int(head.lower().partition(b"content-length:")[2].split()[0])
        return await self._reader.readexactly(length)


async def cpu(port: int) -> float:
    connection = await Connection.open(port)
    return float(await connection.ask(b"GET /cpu HTTP/1.1\r\nHost: x\r\n\r\n"))


async def as_many_as_come(port: int, ask: Ask, calls: int) -> tuple[float, float]:
    """Calls a second of the clock, and of the web process's processor."""
    connections = [await Connection.open(port) for _ in range(CONNECTIONS)]
    left = iter(range(calls))

    async def caller(connection: Connection) -> None:
        for _ in left:
            await connection.ask(ask())

    worked, began = await cpu(port), time.perf_counter()
    await asyncio.gather(*map(caller, connections))
    took = time.perf_counter() - began
    return calls / took, calls / (await cpu(port) - worked)


async def at_a_pace(port: int, ask: Ask) -> list[float]:
    """The milliseconds that each call waited from when it was due, sorted."""
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await Connection.open(port))
    waited: list[float] = []

    async def call(due: float) -> None:
        connection = await free.get()
        await connection.ask(ask())
        waited.append((time.perf_counter() - due) * 1000)
        free.put_nowait(connection)

    began, tasks = time.perf_counter(), []
    for number in range(PACED):
        due = began + number / PACE
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        tasks.append(asyncio.create_task(call(due)))
    await asyncio.gather(*tasks)
    return sorted(waited)


# ---------------------------------------------------------------------------------------------------------- the runs


async def measure(kind: str, url: str) -> None:
    store = Store.open(url)
    owe(store, ALERTS)
    async with Counter() as counter:
        worker = await begin(WorkerOptions(url=url, port=counter.port, rate=ALERTS_RATE))
        await counter.counts(5)
        with web_process(url) as port:
            await as_many_as_come(port, bare, 2_000)
            sent, began = counter.got.total(), time.perf_counter()
            bare_speed = await report(kind, "  yardstick: a bare handler", port, bare)
            for name, ask in (("Telegram's updates", telegram), ("Slack's events", slack)):
                speed = await report(kind, name, port, ask, goal="goal 1,000/s, p99 < 50 ms")
                show(kind, "", f"{speed / bare_speed:.2f} of the bare handler's a CPU second")
            alerts = (counter.got.total() - sent) / (time.perf_counter() - began)
            show(kind, "  alerts that went out meanwhile", f"{alerts:.0f}/s")
        worker.kill()
        await ended(worker)
    store.close()


async def report(kind: str, what: str, port: int, ask: Ask, goal: str = "") -> float:
    speed, of_cpu = await as_many_as_come(port, ask, CALLS)
    waited = await at_a_pace(port, ask)
    p99 = waited[int(len(waited) * 0.99)]
    figure = f"{speed:,.0f}/s, {of_cpu:,.0f} a CPU second"
    show(kind, what, figure, goal)
    show(kind, f"  at {PACE:,}/s", f"median {statistics.median(waited):.1f} ms, p99 {p99:.1f} ms")
    return of_cpu


def main() -> None:
    server = PostgreSQL()
    try:
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as folder, fresh(kind, server, Path(folder)) as url:
                asyncio.run(measure(kind, url))
    finally:
        server.stop()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(serve(sys.argv[1]))
    else:
        main()
