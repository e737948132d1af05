"""What a process has counted is written down, whatever becomes of it: at most a few seconds of it are lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot import bugs
from bot.counting import Counter
from bot.figures import ALERTS_SENT, ANSWER_TIME, BUGS, COMMANDS, MESSAGES
from bot.model import ChatKind, Command
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker import counting
from bot.worker.counting import CountKeeper
from bot.worker.run import App
from tests import programs
from tests.databases import PostgreSQL
from tests.fakes import FakePlatform
from tests.storage.conftest import NOW, chat, letter

TELEGRAM = (("lane", "telegram"),)


@pytest.fixture(autouse=True)
def no_bugs_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of other tests of this process are not ours."""
    monkeypatch.setattr(bugs, "counts", type(bugs.counts)())


def keeper(store: Store, counter: Counter) -> CountKeeper:
    return CountKeeper(counter, store.figures, lambda: NOW)


async def test_it_is_written_again_and_again_and_at_the_end(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "EVERY", 0.01)
    store, counter = Store.open(database_url), Counter()
    kept = keeper(store, counter)
    task = asyncio.create_task(kept.run())
    for number in range(1, 4):
        counter.add(ALERTS_SENT, "telegram")
        async with asyncio.timeout(120):
            while store.figures.totals() != [(ALERTS_SENT.name, TELEGRAM, number)]:
                await asyncio.sleep(0.03)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    counter.add(ALERTS_SENT, "telegram")
    await kept.finish()
    assert store.figures.totals() == [(ALERTS_SENT.name, TELEGRAM, 4)]
    store.close()


async def test_a_database_that_is_away_costs_nothing_that_was_counted(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store, counter = Store.open(url), Counter()
        kept = keeper(store, counter)
        counter.add(ALERTS_SENT, "telegram", by=2)
        server.leave(url)
        await kept.write()
        counter.add(ALERTS_SENT, "telegram", by=3)
        server.come_back(url)
        await kept.write()
        assert store.figures.totals() == [(ALERTS_SENT.name, TELEGRAM, 5)]
        store.close()


async def test_bugs_are_counted_once_by_what_failed(sqlite_url: str) -> None:
    store, counter = Store.open(sqlite_url), Counter()
    kept = keeper(store, counter)
    for _ in range(2):
        bugs.report_bug("polling failed", ValueError("a slip"))
        await kept.write()
    await kept.write()
    assert store.figures.totals() == [(BUGS.name, (("event", "polling failed"),), 2)]
    store.close()


async def test_what_a_worker_sends_and_answers_is_in_the_table_when_it_has_stopped(database_url: str) -> None:
    store, platform = Store.open(database_url), FakePlatform()
    app = App(store=store, rules=Rules(), sources=[], platforms=[platform])
    await app.start()
    try:
        assert platform.host is not None
        assert store.notices.clear("nothing", [letter(chat("1"), due_at=datetime.now(UTC) - timedelta(hours=1))])
        await platform.wait_sent(1)
        for name in ("help", "no-such-command"):
            asked = Command(chat=chat("1"), kind=ChatKind.PRIVATE, name=name, text="")
            platform.host.answered(asked, 0.2)
    finally:
        await app.stop()
    found = {(name, labels): value for name, labels, value in store.figures.totals()}
    assert found[MESSAGES.name, (("lane", "telegram"), ("outcome", "sent"))] == 1
    assert found[COMMANDS.name, (("command", "help"), ("platform", "telegram"))] == 1
    assert found[COMMANDS.name, (("command", "other"), ("platform", "telegram"))] == 1
    assert found[ANSWER_TIME.name + "_bucket", (("le", "0.25"), ("platform", "telegram"))] == 2
    store.close()


COUNTING = """
import asyncio, sys
from datetime import UTC, datetime
from bot.counting import Counter
from bot.figures import ALERTS_SENT
from bot.storage.store import Store
from bot.worker.counting import CountKeeper

async def work():
    store, counter = Store.open(sys.argv[1]), Counter()
    kept = CountKeeper(counter, store.figures, lambda: datetime.now(UTC))
    for _ in range(5):
        counter.add(ALERTS_SENT, "telegram")
        await kept.write()
    counter.add(ALERTS_SENT, "telegram")
    print("counted", flush=True)
    await asyncio.sleep(600)

asyncio.run(work())
"""


async def test_a_kill_loses_only_what_was_counted_since_the_last_write(database_url: str) -> None:
    process = await programs.start("-c", COUNTING, database_url, stdout=programs.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"counted\n"
    process.kill()
    await process.wait()
    store = Store.open(database_url)
    assert store.figures.totals() == [(ALERTS_SENT.name, TELEGRAM, 5)]
    store.close()
