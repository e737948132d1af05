"""The walk of the news, timed: python -m tests.benchmarks.bench_flow

- from an article's appearance in the feed to the message at the platform, beside the poll interval
- what an unchanged feed costs, beside parsing the same feed each time
- a start, and memory at rest of the whole process tree
"""

from __future__ import annotations

import asyncio
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.articles import load_articles
from bot.demo.newsroom import Newsroom
from bot.intake.http import HttpClient
from bot.intake.poll import Poller
from bot.intake.reader import Reader
from bot.model import Chat, ChatKind, Command
from bot.rules import Rules
from bot.storage.store import Store, migrate
from bot.worker.run import App
from tests.fakes import FakePlatform

POLL = 1  # seconds between polls
UNCHANGED_POLLS = 100


def show(what: str, figure: str, goal: str) -> None:
    print(f"{what:<58} {figure:>22}   goal {goal}", flush=True)


async def latency(store: Store, newsroom: Newsroom) -> None:
    platform = FakePlatform()
    app = App(store=store, rules=Rules(), sources=newsroom.sources(every=POLL), platforms=[platform])
    articles = load_articles()
    began = time.perf_counter()
    await app.start()
    while any(health.last_ok_at is None for health in store.sources.health(datetime.now(UTC))):
        await asyncio.sleep(0.01)
    show("start to the first poll of every source", f"{time.perf_counter() - began:.2f} s", "under 2 s")
    chat = Chat(platform="telegram", id="1")
    follows = "\n".join(["АЭС", "Aktau", "waste", "AI", "Актау", "ИИ", "Ақтау", "ЖИ", "Almaty", "Astana", "Астана"])
    await app.host.answer(Command(chat=chat, kind=ChatKind.PRIVATE, name="follow", text=follows))
    waits = []
    for article in articles:
        seen = len(platform.sent)
        newsroom.publish(article, datetime.now(UTC))
        began = time.perf_counter()
        while len(platform.sent) == seen and time.perf_counter() - began < POLL + 3:
            await asyncio.sleep(0.005)
        if len(platform.sent) > seen:
            waits.append(time.perf_counter() - began)
    await app.stop()
    beyond = max(waits) - POLL
    show(
        f"appearance to message, {len(waits)} alerts: median, worst",
        f"{statistics.median(waits):.2f} s, {max(waits):.2f} s",
        f"{POLL} s poll + 2 s ({max(beyond, 0):.2f} s beyond the interval)",
    )


def cpu() -> float:
    """Seconds of processor that this process has used; the child that parses has none to do."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def unchanged(store: Store, newsroom: Newsroom) -> None:
    for article in load_articles():
        newsroom.publish(article, datetime.now(UTC))
    source = newsroom.sources(every=1)[0]
    http, reader = HttpClient(), Reader()
    later = iter(range(10_000))

    def clock() -> datetime:  # each poll finds its interval over
        return datetime.fromtimestamp(1_800_000_000 + next(later) * 60, UTC)

    poller = Poller(
        http=http,
        reader=reader,
        catch_up=timedelta(hours=24),
        clock=clock,
        owned_sources=lambda: {source.key: store},
    )
    await poller.poll(source)
    began = cpu()
    for _ in range(UNCHANGED_POLLS):
        await poller.poll(source)
    cost = (cpu() - began) / UNCHANGED_POLLS
    fetched = await http.feed(source.url)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        await reader.listing(fetched.body, source, source.ways[0], source.url)
        times.append(time.perf_counter() - start)
    await reader.close()
    await http.close()
    parse = statistics.median(times)
    show("an unchanged feed (the newsroom's own work included)", f"{cost * 1000:.2f} ms CPU", "under 5 ms")
    show("  yardstick: parsing it each time", f"{parse * 1000:.2f} ms", f"ratio {cost / parse:.2f}")
    share = 500 * cost / 300
    show("500 sources every 5 minutes", f"{share:.2%} of a core", "under 5 %")


def memory(folder: Path, sources: str) -> None:
    """PSS of `python -m bot run` with a terminal, at rest after its first polls."""
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/rest.db",
        "JARSHY_SOURCES": str(folder / "sources.toml"),
    }
    command = ["script", "-qec", f"{sys.executable} -m bot run", "/dev/null"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    ) as child:
        time.sleep(8)
        tree = subprocess.run(["ps", "-o", "pid=", "-s", str(child.pid)], capture_output=True, text=True, check=False)
        pids = [int(pid) for pid in tree.stdout.split()] or [child.pid]
        total = sum(pss(pid) for pid in {*pids, *(found for pid in pids for found in descendants(pid))})
        child.terminate()
    show("at rest, the whole process tree (PSS)", f"{total / 1024:.0f} MB", "under 200 MB")


def descendants(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(status.parent.name)
            found += [child, *descendants(child)]
    return found


def pss(pid: int) -> int:
    """In kB."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, bench in enumerate((latency, unchanged)):
            url = f"sqlite:///{folder}/{number}.db"
            migrate(url)
            store = Store.open(url)
            async with Newsroom(load_articles()) as newsroom:
                store.sources.sync(newsroom.sources(), datetime.now(UTC))
                await bench(store, newsroom)
            store.close()
        async with Newsroom(load_articles()) as newsroom:
            tables = [
                f'[[source]]\nkey = "{source.key}"\nname = "{source.name}"\nlanguage = "{source.language}"\n'
                f'feed = "{source.url}"\nevery = 2\n'
                for source in newsroom.sources()
            ]
            await asyncio.to_thread(memory, folder, "\n".join(tables))


if __name__ == "__main__":
    asyncio.run(main())
