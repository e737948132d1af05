"""An hour of each platform's worst day, in minutes: python -m tests.drill [chats]

The real program with the real clients against servers on loopback, on a loop whose clock runs faster than the wall's.
Every chat follows AI, and every few minutes there is an article. Meanwhile 5 % of the chats are wrongly "not found" for
forty minutes, 2 % are limited for hours, 1 % are deactivated; the token is refused twice for a minute; somebody sets a
webhook; sockets are sent away as soon as they are open. Nobody acts. At the end every healthy chat has every article,
none of them twice but what was under way, and the delays are printed.
"""

from __future__ import annotations

import asyncio
import selectors
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.model import ChatKind
from bot.platforms.protocol import Platform
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.telegram.platform import TelegramPlatform
from bot.rules import Rules
from bot.worker.run import App
from tests.databases import sqlite_file
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer, wrong
from tests.storage.conftest import Room, chat

SPEED = 3.0  #: virtual seconds in a second while a chat waits that nothing is wrong with: as fast as a machine sends
SPEED_IDLE = 20.0  #: while none does
SPEED_AFTERWARDS = 240.0  #: after the hour, while only what waits long is waited for
LOOK_EVERY = 0.2  #: seconds of the wall's clock
MINUTE = 60.0
PERSON = 77_777  #: who asks something at the end
ARTICLES_AT = (1, 6, 12.5, 19, 22, 28, 33.5, 38, 44, 50)  #: minutes; some of them in the midst of a fault
HOUR = 60 * MINUTE
LONGEST = 26 * HOUR  #: virtual seconds after which it ends in any case
NOT_FOUND_UNTIL = 40 * MINUTE
LIMITED_FOR = 3 * 3_600  #: seconds that a limited chat is asked to wait, each time
UNDER_WAY = 120.0  #: virtual seconds: two that are further apart are not explained by one that was under way

START = datetime.now(UTC)


class HastyLoop(asyncio.SelectorEventLoop):
    """A loop whose clock runs `speed` times as fast as the wall's."""

    def __init__(self) -> None:
        selector = _Hasty()
        self.speed = SPEED
        self._at, self._since = 0.0, time.monotonic()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self._at + (time.monotonic() - self._since) * self.speed

    def run_at(self, speed: float) -> None:
        """Change the speed."""
        self._at, self._since = self.time(), time.monotonic()
        self.speed = speed


class _Hasty(selectors.DefaultSelector):
    loop: HastyLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout and timeout / self.loop.speed)


def hasty() -> HastyLoop:
    """The loop that runs."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, HastyLoop)
    return loop


def now() -> float:
    """Virtual seconds since the start."""
    return hasty().time()


def wall_clock(loop: HastyLoop) -> Callable[[], datetime]:
    """A wall clock in step with the loop, for any thread."""
    return lambda: START + timedelta(seconds=loop.time())


@dataclass
class Day:
    """What has become of whom."""

    chats: int
    published_at: dict[str, float] = field(default_factory=dict)  #: by title
    taken: list[tuple[str, str, float]] = field(default_factory=list)  #: (chat, title, when)
    faults: dict[str, str] = field(default_factory=dict)  #: by chat: "not found", "limited" or "deactivated"
    had: set[tuple[str, str]] = field(default_factory=set)  #: (chat, title)

    def __post_init__(self) -> None:
        names = [str(number) for number in range(1, self.chats + 1)]
        shares = {"not found": 20, "limited": 50, "deactivated": 100}  # one chat in so many
        kinds = [kind for kind, share in shares.items() for _ in range(self.chats // share)]
        self.names = names
        self.faults = dict(zip(names[3::7], kinds, strict=False))

    def fault(self, name: str) -> str:
        """What is wrong with a chat now."""
        kind = self.faults.get(name, "")
        return "" if kind == "not found" and now() > NOT_FOUND_UNTIL else kind

    def healthy(self) -> list[str]:
        return [name for name in self.names if self.faults.get(name, "") in ("", "not found")]

    def take(self, name: str, text: str) -> None:
        for title in self.published_at:
            if title in text:
                self.taken.append((name, title, now()))
                self.had.add((name, title))

    def missing(self) -> int:
        """Alerts that healthy chats still wait for."""
        return sum((name, title) not in self.had for name in self.healthy() for title in self.published_at)

    def is_owing(self) -> bool:
        """Does a chat wait with which nothing was wrong all day?"""
        return any(
            (name, title) not in self.had
            for title in self.published_at
            for name in self.names
            if name not in self.faults
        )


class WorstTelegram(TelegramServer):
    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day = day

    def _refused(self, method: str, params: dict[str, Any]) -> dict[str, Any] | None:
        if method != "sendMessage":
            return None
        match self.day.fault(params["chat_id"]):
            case "not found":
                return wrong(400, "Bad Request: chat not found")
            case "limited":
                return wrong(429, f"Too Many Requests: retry after {LIMITED_FOR}", retry_after=LIMITED_FOR)
            case "deactivated":
                return wrong(403, "Forbidden: user is deactivated")
        self.day.take(params["chat_id"], params["text"])
        return super()._refused(method, params)


class WorstSlack(SlackServer):
    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day = day
        self.members = {f"C{name}" for name in day.names}

    def _wrong(self, method: str, params: dict[str, Any]) -> tuple[int, str, dict[str, str]] | None:
        name = str(params.get("channel", ""))[1:]
        if method == "chat.postMessage":
            match self.day.fault(name):
                case "not found":
                    return 200, "channel_not_found", {}
                case "limited":
                    return 429, "ratelimited", {"Retry-After": str(LIMITED_FOR)}
                case "deactivated":
                    return 200, "is_archived", {}
            self.day.take(name, str(params.get("text", "")) + str(params.get("blocks", "")))
        return super()._wrong(method, params)


Event = tuple[float, str, Callable[[], Awaitable[None] | None]]  #: the minute, what happens, and how


def telegram_day(server: WorstTelegram) -> list[Event]:
    return [
        (12, "401", lambda: server.revoke(401)),
        (13, "the token is good again", server.relent),
        (18, "somebody sets a webhook", lambda: server.set_webhook("https://other.example/hook")),
        (27, "nothing answers", lambda: setattr(server, "down", True)),
        (30, "all answers", lambda: setattr(server, "down", False)),
        (33, "401 at getUpdates", lambda: server.revoke(401, method="getUpdates")),
        (34, "the token is good again", server.relent),
    ]


def slack_day(server: WorstSlack) -> list[Event]:
    async def send_away() -> None:
        server.sends_away = "too_many_websockets"
        await server.hang_up()

    return [
        (12, "invalid_auth", lambda: server.revoke("invalid_auth")),
        (13, "the token is good again", server.relent),
        (18, "sockets are sent away at once", send_away),
        (23, "sockets last again", lambda: setattr(server, "sends_away", "")),
        (27, "nothing answers", lambda: setattr(server, "down", True)),
        (30, "all answers", lambda: setattr(server, "down", False)),
        (33, "invalid_auth", lambda: server.revoke("invalid_auth")),
        (34, "the token is good again", server.relent),
    ]


async def play(day: Day, events: list[Event], room: Room, query_id: int) -> None:
    """The articles and the faults of the hour, in their order."""
    articles: list[Event] = [
        (minute, "", partial(publish, day, room, query_id, number)) for number, minute in enumerate(ARTICLES_AT)
    ]
    for minute, what, act in sorted([*events, *articles], key=lambda event: event[0]):
        await asyncio.sleep(minute * MINUTE - now())
        if what:
            print(f"  {minute:>3.0f} min  {what}", flush=True)
        done = act()
        if done is not None:
            await done


async def pace(day: Day) -> None:
    """Slow down while much is sent: delays shall be the program's, not the machine's."""
    while True:
        hasty().run_at(SPEED if day.is_owing() else SPEED_IDLE)
        await asyncio.sleep(LOOK_EVERY * hasty().speed)


async def publish(day: Day, room: Room, query_id: int, number: int) -> None:
    title, clock = f"Title {number} of the day", wall_clock(hasty())
    day.published_at[title] = now()
    article = await asyncio.to_thread(room.add_article, number, at=clock(), title=title)
    await asyncio.to_thread(room.match, article, query_id, at=clock())


async def live(
    platform: Platform, day: Day, events: list[Event], room: Room, ask: Callable[[], Awaitable[object]]
) -> None:
    clock = wall_clock(hasty())
    kind = ChatKind.CHANNEL if platform.name == "slack" else ChatKind.PRIVATE
    for name in day.names:
        who = chat(f"C{name}" if platform.name == "slack" else name, platform=platform.name)
        room.add_chat(who, kind, at=clock())
        query_id = room.follow(who, "AI", at=clock())
    boss = (platform.name, "U7" if platform.name == "slack" else "7777")
    app = App(
        store=room.store, rules=Rules(), sources=[], platforms=[platform], clock=clock, operators=frozenset({boss})
    )
    await app.start()
    try:
        pacing = asyncio.create_task(pace(day))
        await play(day, events, room, query_id)
        await asyncio.sleep(HOUR - now())
        async with asyncio.timeout(10 * MINUTE):
            await ask()
        print("   60 min  a question is answered", flush=True)
        pacing.cancel()
        hasty().run_at(SPEED_AFTERWARDS)
        while day.missing() and now() < LONGEST:
            await asyncio.sleep(MINUTE)
        await asyncio.sleep(MINUTE)
    finally:
        await app.stop()


def line_of(day: Day, kind: str, first: dict[tuple[str, str], float]) -> str:
    """How the chats fared with which that is wrong."""
    mine = {name for name in day.names if day.faults.get(name, "") == kind}
    waited = sorted(at - day.published_at[title] for (name, title), at in first.items() if name in mine)
    owed = len(mine) * len(day.published_at)
    line = f"  {kind or 'healthy':<12} {len(mine):>5} chats, {len(waited):>6} of {owed:>6} alerts"
    if not waited:
        return line
    p50, p90 = statistics.median(waited), waited[int(len(waited) * 0.9)]
    return f"{line}, delay: median {p50:.1f} s, p90 {p90:.1f} s, longest {waited[-1] / 60:.1f} min"


def report(day: Day, platform: str) -> bool:
    """Print the delays; True: all is as it should be."""
    first: dict[tuple[str, str], float] = {}
    doubles: list[float] = []
    for name, title, at in day.taken:
        if (name, title) in first:
            doubles.append(at - first[name, title])
        first.setdefault((name, title), at)
    for kind in ("", "not found", "limited", "deactivated"):
        print(line_of(day, kind, first))
    print(f"  sent twice: {len(doubles)}" + (f", at most {max(doubles):.1f} s apart" if doubles else ""))
    print(f"  all had every alert after {max((at for *_, at in day.taken), default=0) / HOUR:.1f} h")
    well = not day.missing() and all(apart <= UNDER_WAY for apart in doubles)
    print(
        f"{platform}: {'nobody fell silent' if well else f'NOT WELL: {day.missing()} alerts are missing'}", flush=True
    )
    return well


async def on_telegram(chats: int, room: Room) -> bool:
    day = Day(chats)
    server = WorstTelegram(day)
    async with server:
        platform = TelegramPlatform(token=TOKEN, api_url=server.url, take_over=True)

        async def ask() -> None:
            asked = len(server.texts(PERSON))
            await server.say("/help", PERSON)
            while len(server.texts(PERSON)) == asked:
                await asyncio.sleep(1)

        await live(platform, day, telegram_day(server), room, ask)
    return report(day, "Telegram")


async def on_slack(chats: int, room: Room) -> bool:
    day = Day(chats)
    server = WorstSlack(day)
    async with server:
        platform = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)

        async def ask() -> None:
            asked = len(server.of("chat.postMessage"))
            await server.write("help", f"D{PERSON}")
            while not any(call["channel"] == f"D{PERSON}" for call in server.of("chat.postMessage")[asked:]):
                await asyncio.sleep(1)

        await live(platform, day, slack_day(server), room, ask)
    return report(day, "Slack")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    chats = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    well = True
    for drill in (on_telegram, on_slack):
        print(f"== {drill.__name__.removeprefix('on_')}, {chats:,} chats", flush=True)
        with tempfile.TemporaryDirectory() as folder, asyncio.Runner(loop_factory=HastyLoop) as runner:
            room = Room(sqlite_file(Path(folder)))
            try:
                well &= runner.run(drill(chats, room))
            finally:
                room.store.close()
    sys.exit(not well)


if __name__ == "__main__":
    main()
