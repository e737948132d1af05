"""A story of 100,000 followers, for real: python -m tests.benchmarks.bench_story

`python -m bot run` in a process of its own, its feed and Telegram on loopback; Telegram keeps its pace. On each
database:

- from the story's appearance in the feed, which is polled every second, to the first of its 100,000 messages
- how long people wait for the answer to a command, while it is fanned out and while it drains
- how long a story of 50 followers and others take that come meanwhile; beside first come, first served
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.demo.articles import DemoArticle
from bot.demo.newsroom import Newsroom
from bot.model import Chat
from bot.storage import schema as t
from tests.databases import KINDS, PostgreSQL, fresh
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.rate_limits import Judge, Limits
from tests.platforms.telegram.server import TelegramServer, wrong
from tests.storage.conftest import Room
from tests.stories.test_end_to_end import Program, polled

FOLLOWERS = {"aqueduct": 100_000, "bakery": 50, "causeway": 100, "dairy": 60, "embankment": 200, "foundry": 80}
LATER = (10, 14, 22, 30, 38)  #: seconds after the first at which the others come
LONG = 60.0  #: seconds after the first: then the bot is stopped, though the big story is not out
RATE = 28.0  #: messages a second that Telegram is sent
ASKED_EVERY = 1.0  #: seconds
CURIOUS = 7  #: who asks


class PacedTelegram(TelegramServer):
    """Hears people as the real one does, and keeps its pace."""

    def __init__(self) -> None:
        super().__init__()
        self.judge = Judge(Limits())

    def _refused(self, method: str, params: dict[str, Any]) -> dict[str, Any] | None:
        now = asyncio.get_running_loop().time()
        if method == "sendMessage" and (seconds := self.judge.refusal(int(params["chat_id"]), now)):
            return wrong(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return super()._refused(method, params)


def show(kind: str, what: str, figure: str, goal: str) -> None:
    print(f"{kind:<11} {what:<58} {figure:>24}   {goal}", flush=True)


def story(word: str) -> DemoArticle:
    """An article that answers the query of one word."""
    title = f"The {word} is looked at again"
    told = f"The city has looked at the {word} again, and nothing else was decided on that day. "
    return DemoArticle(edition="eng", rubric="society", slug=f"the-{word}-again", title=title,
                       paragraphs=(told * 3, told), answers=(), older=False)  # fmt: skip


def people(url: str) -> None:
    """The followers of each story; no chat follows two."""
    room = Room(url)
    first = 1000
    for word, count in FOLLOWERS.items():
        query_id = room.follow(Chat(platform="telegram", id=str(first)), word)
        now = datetime.now(UTC)
        ids = range(first + 1, first + count)
        row = {"platform": "telegram", "thread": "", "kind": "private", "title": "", "timezone": "UTC"}
        with room.store.database.write_transaction() as db:
            db.execute(t.chat.insert(), [{"id": i, "native_id": str(i), "created_at": now, **row} for i in ids])
            followed = {"query_id": query_id, "typed": word, "created_at": now}
            db.execute(t.subscription.insert(), [{"chat_id": i, **followed} for i in ids])
        first += count
    with room.store.database.write_transaction() as db:
        db.execute(text("ANALYZE"))
    room.store.close()


class Run:
    """One run of the program, and what people see of it."""

    def __init__(self, newsroom: Newsroom, telegram: PacedTelegram) -> None:
        self._newsroom = newsroom
        self._telegram = telegram
        self.appeared: dict[str, float] = {}
        self.answers: list[float] = []  #: seconds that people waited

    async def publish(self, word: str) -> None:
        self._newsroom.publish(story(word), datetime.now(UTC))
        self.appeared[word] = time.monotonic()

    async def first_message(self, patience: float = 60) -> float:
        """Seconds from the big story's appearance to its first message."""
        began = self.appeared["aqueduct"]
        async with asyncio.timeout(patience):
            while not any("aqueduct" in sent for sent in self._telegram.texts()):
                await asyncio.sleep(0.005)
        return time.monotonic() - began

    async def ask(self) -> None:
        """Somebody asks again and again, and waits for each answer."""
        while True:
            asked, seen = time.monotonic(), len(self._telegram.texts(CURIOUS))
            await self._telegram.say("/following", CURIOUS)
            while len(self._telegram.texts(CURIOUS)) == seen:
                await asyncio.sleep(0.005)
            self.answers.append(time.monotonic() - asked)
            await asyncio.sleep(ASKED_EVERY)

    def waits(self) -> dict[str, list[float]]:
        """Seconds from the appearance of each story to each of its messages."""
        found: defaultdict[str, list[float]] = defaultdict(list)
        for call in self._telegram.calls:
            for word, appeared in self.appeared.items():
                if call.method == "sendMessage" and word in call.params["text"]:
                    found[word].append(call.at - appeared)
        return found

    async def whole(self) -> float:
        """The big story, then the others; the seconds to the first message."""
        await polled(self._newsroom)
        asking = asyncio.create_task(self.ask())
        await asyncio.sleep(3 * ASKED_EVERY)  # the first answer comes before anybody is in its way
        began = time.monotonic()
        await self.publish("aqueduct")
        first = await self.first_message()
        for word, at in zip(list(FOLLOWERS)[1:], LATER, strict=True):
            await asyncio.sleep(began + at - time.monotonic())
            await self.publish(word)
        await asyncio.sleep(began + LONG - time.monotonic())
        asking.cancel()
        return first


async def measure(kind: str, url: str, folder: Path) -> None:
    people(url)
    telegram = PacedTelegram()
    async with Newsroom([story(word) for word in FOLLOWERS]) as newsroom, telegram, SlackServer() as slack:
        run = Run(newsroom, telegram)
        async with Program(folder, newsroom, telegram, slack, url).running():
            first = await run.whole()
    waits = run.waits()
    small = waits.pop("bakery")
    show(kind, "from appearance to the first of 100,000 messages", f"{first:.2f} s", "goal 2 s")
    show(kind, f"{len(run.answers)} answers to commands meanwhile: median, worst",
         f"{statistics.median(run.answers):.2f} s, {max(run.answers):.2f} s", "goal 1 s")  # fmt: skip
    show(kind, f"a story of 50: {len(small)} are out within", f"{max(small):.1f} s", "goal 5 s")
    sent = len(waits.pop("aqueduct"))
    others = [wait for word in waits for wait in waits[word]]
    owed = sum(list(FOLLOWERS.values())[2:])
    show(kind, f"{len(waits)} other stories: {len(others)} of {owed} deliveries, p90",
         f"{statistics.quantiles(others, n=10)[-1]:.0f} s", "goal 90 s")  # fmt: skip
    wait = FOLLOWERS["aqueduct"] / RATE - LATER[0]
    show(kind, "  yardstick: first come, first served, the 50 would wait", f"{wait:,.0f} s",
         f"{sent} of the big story are out; {telegram.judge.refused} refused")  # fmt: skip


def main() -> None:
    server = PostgreSQL()
    try:
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as folder, fresh(kind, server, Path(folder)) as url:
                asyncio.run(measure(kind, url, Path(folder)))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
