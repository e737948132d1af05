"""The wire to Telegram, timed: python -m tests.benchmarks.bench_wire

- messages a second through the library's Bot on one core, over our request and over the library's own
- whole deliveries, from the outbox's row to the recorded verdict, against a server that takes as many as come
- a broadcast against a server that keeps Telegram's pace and refuses what exceeds it, beside other ways to keep it

The servers run in processes of their own. The broadcasts are scaled down, so that the whole takes a few minutes.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.delivery.deliver import Deliverer
from bot.model import Chat
from bot.platforms.rates import Rates
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram.errors import pause_of
from bot.platforms.telegram.request import Request
from tests.databases import sqlite_file
from tests.platforms.telegram.server import TOKEN
from tests.storage.conftest import Room

TEXT = "<b>A second line for the Almaty metro depot</b>\nKazakhstan Today, 13:20\n\n" + "The city has decided. " * 20
MESSAGES = 12_000  # through our request
MESSAGES_OF_HTTPX = 1_500
MAX_IN_FLIGHT = 64
IN_FLIGHT_OF_HTTPX = 8  # it is slower the more are in flight
ROWS = 2_000  # of the outbox, limits off
CHATS = 600  # of the 3,000 that the goal names: a fifth
PRIVATE, GROUPS, EACH = 300, 10, 20  # the mixed run: so many private chats, and so many groups that are owed so much
CHATS_IN_TURN = 150  # for who goes one after another and runs into each refusal
PATIENCE = 240  # seconds for a broadcast

Send = Callable[[int], Awaitable[object]]


def show(what: str, figure: str, goal: str) -> None:
    print(f"{what:<66} {figure:>34}   {goal}", flush=True)


@contextmanager
def server(*options: str) -> Iterator[str]:
    """The root of a server in a process of its own."""
    command = [sys.executable, "-m", "tests.platforms.telegram.rate_limits", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip()
        finally:
            child.terminate()


def asked(root: str, what: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{root}/{what}") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def cpu() -> float:
    """Seconds of processor that this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def in_flight(send: Send, chats: Sequence[int], width: int) -> int:
    """Send to each chat, so many at once; how many were lost."""
    waiting = iter(chats)
    lost = 0

    async def worker() -> None:
        nonlocal lost
        for chat in waiting:
            try:
                await send(chat)
            except TelegramError:
                lost += 1

    await asyncio.gather(*(worker() for _ in range(width)))
    return lost


def say(bot: Bot) -> Send:
    """As alerts are sent."""
    preview = LinkPreviewOptions(is_disabled=True)

    async def send(chat: int) -> object:
        return await bot.send_message(chat, TEXT, parse_mode=ParseMode.HTML, link_preview_options=preview)

    return send


# ---------------------------------------------------------------------------------------------------- limits off


async def through_the_bot() -> None:
    with server("--open") as root:
        ours = await speed(root, Request(root=root, connections=MAX_IN_FLIGHT, read=20), MESSAGES, MAX_IN_FLIGHT)
        stock = HTTPXRequest(connection_pool_size=IN_FLIGHT_OF_HTTPX, read_timeout=20, pool_timeout=20)
        theirs = await speed(root, stock, MESSAGES_OF_HTTPX, IN_FLIGHT_OF_HTTPX)
    show("through the real Bot, over our request", rate_of(ours), "goal 4,000/s of one core")
    show("  yardstick: over the library's own HTTPXRequest", rate_of(theirs), f"ours is {ours[1] / theirs[1]:.1f} ×")


def rate_of(measured: tuple[float, float]) -> str:
    return f"{measured[0]:,.0f}/s, {measured[1]:,.0f} a CPU second"


async def speed(root: str, request: BaseRequest, messages: int, width: int) -> tuple[float, float]:
    """Messages a second of the clock, and of this process's processor."""
    bot = Bot(TOKEN, base_url=f"{root}/bot", request=request)
    async with request:
        await in_flight(say(bot), range(1, width * 2), width)
        began, worked = time.perf_counter(), cpu()
        lost = await in_flight(say(bot), range(1, messages + 1), width)
        assert not lost
        return messages / (time.perf_counter() - began), messages / (cpu() - worked)


async def whole_deliveries() -> None:
    """From the outbox's row to the recorded verdict; the platform's own pace is set out of the way."""
    with server("--open") as root, tempfile.TemporaryDirectory() as folder:
        owed = [str(number) for number in range(1, ROWS + 1)]
        async with delivering(root, folder, [owed], rate=100_000.0) as room:
            began = time.perf_counter()
            await sent(room, ROWS)
            took = time.perf_counter() - began
    show(f"whole deliveries, {ROWS:,} rows, limits off (SQLite)", f"{ROWS / took:,.0f}/s", "goal 1,000/s")


# --------------------------------------------------------------------------------------------------- limits kept


@asynccontextmanager
async def delivering(
    root: str, folder: str, owed: Sequence[Sequence[str]], *, rate: float | None = None
) -> AsyncIterator[Room]:
    """Our own way: a store whose chats are owed an article for each of `owed`'s lists, and a Deliverer at work."""
    room = Room(sqlite_file(Path(folder)))
    owe(room, owed)
    platform = TelegramPlatform(token=TOKEN, api_url=root)
    if rate is not None:
        platform.rates = Rates(total=rate, chat=rate)
    deliverer = Deliverer(
        outbox=room.store.outbox,
        platforms=[platform],
        clock=lambda: datetime.now(UTC),
        on_refused=lambda *why: print(*why),
    )
    task = asyncio.create_task(deliverer.run())
    try:
        yield room
    finally:
        deliverer.stop()
        await task
        await platform.sender.close()
        room.store.close()


def owe(room: Room, owed: Sequence[Sequence[str]]) -> None:
    for number, names in enumerate(owed):
        for name in names:
            query_id = room.follow(Chat(platform="telegram", id=name), f"AI {number}")
        room.match(room.add_article(number), query_id)


async def sent(room: Room, rows: int) -> None:
    """Until so many rows are sent."""
    async with asyncio.timeout(PATIENCE):
        while (await asyncio.to_thread(room.store.outbox.count_deliveries)).get("sent", 0) < rows:
            await asyncio.sleep(0.05)


async def broadcast() -> None:
    """One alert for each of many chats."""
    goal = f"goal 28/s, none refused ({CHATS} of 3,000 chats)"
    await ours("our own schedule", [[str(chat) for chat in range(1, CHATS + 1)]], goal)
    await yardsticks(list(range(1, CHATS + 1)))
    with server() as root:
        await report(
            root, "  yardstick: one after another, obeying refusals", take_lock(root, range(1, CHATS_IN_TURN + 1))
        )


async def mixed() -> None:
    """Private chats among busy groups."""
    private, groups = range(1, PRIVATE + 1), range(-GROUPS, 0)
    lists = [[*map(str, private), *map(str, groups)], *([[*map(str, groups)]] * (EACH - 1))]
    goal = f"goal 27/s, none refused ({PRIVATE} of 2,300 chats, {GROUPS} of 20 groups owed {EACH} each)"
    await ours("our own schedule, busy groups", lists, goal)
    await yardsticks([*(chat for _ in range(EACH) for chat in groups), *private])


async def ours(what: str, owed: list[list[str]], goal: str) -> None:
    rows = sum(map(len, owed))
    with server() as root, tempfile.TemporaryDirectory() as folder:

        async def run() -> int:
            async with delivering(root, folder, owed) as room:
                await sent(room, rows)
            return 0

        await report(root, what, run(), goal, alerts=rows)


async def yardsticks(chats: list[int]) -> None:
    """python-telegram-bot's own way to keep the pace."""
    if importlib.util.find_spec("aiolimiter") is None:
        show("  yardstick: python-telegram-bot's AIORateLimiter", "not measured", "aiolimiter is not installed")
        return
    for retries in (0, 5):
        with server() as root:
            limiter = AIORateLimiter(max_retries=retries)
            calls = Request(root=root, connections=256, read=20)
            bot = ExtBot(TOKEN, base_url=f"{root}/bot", request=calls, rate_limiter=limiter)
            async with calls:
                run = in_flight(say(bot), chats, len(chats))
                await report(root, f"  yardstick: AIORateLimiter, {retries} retries", run)


async def take_lock(root: str, chats: Sequence[int]) -> int:
    """Who knows no pace, but does as it is told."""
    calls = Request(root=root, connections=1, read=20)
    send = say(Bot(TOKEN, base_url=f"{root}/bot", request=calls))
    async with calls:
        for chat in chats:
            while True:
                try:
                    await send(chat)
                    break
                except RetryAfter as error:
                    await asyncio.sleep(pause_of(error).total_seconds())
    return 0


async def report(root: str, what: str, run: Awaitable[int], goal: str = "", *, alerts: int | None = None) -> None:
    """What the server saw of it: messages a second from the first to the last, and how many it refused."""
    lost = await run
    counts = await asyncio.to_thread(asked, root, "stats")
    seconds = max(counts["seconds"], 0.001)
    folded = f" ({alerts / seconds:.1f} alerts/s)" if alerts not in (None, counts["taken"]) else ""
    figure = f"{counts['taken'] / seconds:.1f}/s{folded}, {counts['refused']} refused"
    show(what, figure + (f", {lost} lost" if lost else ""), goal)


async def main() -> None:
    for part in (through_the_bot, whole_deliveries, broadcast, mixed):
        await part()


if __name__ == "__main__":
    logging.getLogger("telegram.ext").setLevel(logging.CRITICAL)  # it logs each refusal with a traceback
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.path.insert(0, str(Path(__file__).parents[2]))
    asyncio.run(main())
