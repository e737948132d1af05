"""A large archive: python -m tests.benchmarks.bench_archive [ARTICLES DELIVERIES]

1,000,000 articles and 10,000,000 deliveries, on each database: every step of the walk and every question that touches
those tables. The yardstick is the same step on an archive of one hundredth: what an index finds takes as long in both.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.cli.checks.owed import COUNTED
from bot.matching.concepts import NO_CONCEPTS
from bot.matching.grammar import parse
from bot.model import Cause, Chat, ChatKind, Command, Entry, Key, KeyKind, Match, Outcome, Sent, Source, Way
from bot.storage import schema as t
from bot.storage.engine import open_engine, without_timeouts
from bot.storage.store import Store
from tests.benchmarks.bench_delivery import TimedDatabase, held
from tests.databases import KINDS, PostgreSQL, fresh

ARTICLES, DELIVERIES = 1_000_000, 10_000_000
SMALL = 100  #: the yardstick's archive is so much smaller
CHATS = 5_000  #: that were told of the newest articles
DAYS = 3_650  #: over which the articles are spread
ROUNDS = 5
RETENTION = 30  #: days for which texts are kept
BODY = "The city has decided nothing else on that day. " * 80
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = Source(key="bench", name="Bench", language="en", ways=(Way(url="http://127.0.0.1/rss"),))

NUMBERS = {
    "sqlite": "WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < {most}) ",
    "postgresql": "WITH number (n) AS (SELECT generate_series(1, {most})) ",
}
#: the newest article is a minute old, the oldest as old as the archive
SEEN = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', {now}, 'unixepoch', ((n - {articles}) * {step}) || ' seconds')",
    "postgresql": "to_timestamp({now}) - ({articles} - n) * {step} * interval '1 second'",
}
FILL = (
    "INSERT INTO article (id, source_key, url, title, teaser, published_at, first_seen_at, page_state, page_attempts, "
    "silent, matched_at, language, indexed, body) {numbers} SELECT n, 'bench', 'http://127.0.0.1/' || n, "
    "'Title number ' || n, 'A teaser of an article, as feeds give it, of which the text was dropped long ago.', "
    "{seen}, {seen}, 'read', 1, {false}, {seen}, 'en', 9, CASE WHEN n > {with_text} THEN '{body}' END FROM number",
    "INSERT INTO article_key (kind, value, article_id) {numbers} SELECT 'id', 'bench ' || n, n FROM number",
    "INSERT INTO article_key (kind, value, article_id) {numbers} SELECT 'title', 'title number ' || n, n FROM number",
    'INSERT INTO "match" (article_id, query_id, sentence, spans) {numbers} '
    "SELECT n, 1, 'A sentence that shows it, as long as they are.', '[[2, 10]]' FROM number",
)
DELIVERED = (
    "INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, first_attempt_at, "
    "plain, alone, ref, sent_at, detail) {numbers} SELECT n, chat.id, 'telegram', "
    "CASE WHEN (n + chat.id) % 1000 = 0 THEN 'failed' WHEN (n + chat.id) % 1000 = 1 THEN 'dropped' ELSE 'sent' END, "
    "1.0, {seen}, 1, {seen}, {false}, {false}, CAST(n AS TEXT) || CAST(10000 + chat.id AS TEXT), {seen}, NULL "
    "FROM number CROSS JOIN chat WHERE n > {before} ORDER BY n, chat.id"
)

Step = Callable[[int], Any]


def filled(kind: str, url: str, articles: int, deliveries: int) -> Store:
    """An archive in which the newest articles were delivered to every chat."""
    store = Store.from_database(TimedDatabase(open_engine(url)))
    store.sources.sync([SOURCE], NOW)
    seen = SEEN[kind].format(now=int(NOW.timestamp()) - 60, articles=articles, step=DAYS * 86_400 // articles)
    words = {"seen": seen, "false": "false" if kind == "postgresql" else "0", "before": articles - deliveries // CHATS,
             "with_text": articles - articles * RETENTION // DAYS, "body": BODY}  # fmt: skip
    with store.database.write_transaction() as db:
        without_timeouts(db)
        db.execute(t.query.insert(), {"id": 1, "canonical": "old", "typed": "old", "grammar": 1, "created_at": NOW})
        db.execute(t.query.insert(), {"id": 2, "canonical": "new", "typed": "new", "grammar": 1, "created_at": NOW})
        places = {"platform": "telegram", "thread": "", "kind": "private", "title": "", "timezone": "UTC"}
        db.execute(t.chat.insert(), [{"id": row, "native_id": str(row), "created_at": NOW, **places}
                                     for row in range(1, CHATS + 1)])  # fmt: skip
        asked = {"typed": "x", "created_at": NOW}
        db.execute(t.subscription.insert(), [{"chat_id": row, "query_id": query, **asked}
                                             for row in range(1, CHATS + 1) for query in (1, 2)])  # fmt: skip
        for statement in (*FILL, DELIVERED):
            numbers = NUMBERS[kind].format(most=articles)
            db.execute(text(statement.format(numbers=numbers, **words).replace(":", r"\:")))
        if kind == "postgresql":
            db.execute(text("SELECT setval(pg_get_serial_sequence('article', 'id'), :last)"), {"last": articles})
    with store.database.engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return store


class Steps:
    """Every step of the walk, and every question, each time with something new."""

    def __init__(self, store: Store, articles: int) -> None:
        self._store = store
        self._articles = articles
        self._latest = 0
        self._numbers = itertools.count(1)

    def all(self) -> dict[str, Callable[[], Any]]:
        """By what is shown of them, in the order in which they can be taken."""
        return {
            "a known entry is dropped": lambda: self._enter(self._articles),
            "a new entry is stored": lambda: self._enter(self._articles + next(self._numbers)),
            "its page is stored and matched": self._read,
            f"fanned out to {CHATS:,} chats": self._fan_out,
            "what is due is claimed, sent and recorded": self._claim,
            "a chat is laid to rest": lambda: self._store.chats.deactivate(
                _chat(next(self._numbers)), Cause.BLOCKED, NOW
            ),
            "it wakes, and is told what it missed": lambda: self._store.chats.upsert(
                _hello(next(self._numbers)), NOW, timezone="Asia/Almaty"
            ),
            "unfollow": lambda: self._store.follows.unsubscribe(_chat(100 + next(self._numbers)), 1, NOW),
            "a group is merged with a known one": self._merge,
            "whose message was answered": lambda: self._store.outbox.articles_by_ref(_chat(9), self._ref(9)),
            "why it did not come": lambda: self._store.outbox.delivery_record(_chat(9), self._articles - 9),
            "a digest of a day": lambda: self._store.articles.published(NOW - timedelta(days=1)),
            "a query over 30 days": lambda: self._store.search.find(
                parse("number"), NOW - timedelta(days=30), concepts=NO_CONCEPTS
            ),
            "a query over all": lambda: self._store.search.find(
                parse("number"), NOW - timedelta(days=DAYS), concepts=NO_CONCEPTS
            ),
            "health of the sources": lambda: self._store.sources.health(NOW),
            "due pages": lambda: self._store.articles.pages_due(NOW, 10),
            "what is owed and failed, for `check`": lambda: (
                self._store.outbox.count_deliveries(COUNTED),
                self._store.outbox.latest_failures(10),
            ),
            "a worker that died is taken over": lambda: self._store.outbox.recover(NOW, "somebody"),
            "the clock was set back": lambda: self._store.outbox.clamp_retries(NOW, timedelta(hours=1), NOW),
            "a sweep that finds nothing": lambda: self._store.sweep(NOW, bodies_before=NOW - timedelta(days=DAYS + 9)),
        }

    def _enter(self, number: int) -> None:
        keys = (
            Key(kind=KeyKind.ID, value=f"bench {number}"),
            Key(kind=KeyKind.TITLE, value=f"title number {number}"),
        )
        link = f"http://127.0.0.1/{number}"
        entry = Entry(guid=None, link=link, title=f"Title number {number}", teaser="A teaser.", published_at=NOW)
        added = self._store.articles.add_entry(SOURCE, entry, keys, silent=False, page_due_at=NOW, now=NOW)
        self._latest = added or self._latest

    def _read(self) -> None:
        self._enter(self._articles + next(self._numbers))
        last_follow_id, _ = self._store.follows.queries_after(0)
        match = Match(query_id=2, sentence="A sentence.", spans=((2, 10),))
        assert self._store.articles.store_page(
            self._latest, body=BODY, matches=[match], last_follow_id=last_follow_id, now=NOW
        )

    def _fan_out(self) -> None:
        while self._store.outbox.fan_out(NOW):
            pass

    def _claim(self) -> None:
        claimed = self._store.outbox.claim("telegram", NOW, 40, per_chat=100)
        assert claimed
        self._store.outbox.record_outcomes(
            [Outcome(deliveries=(one,), verdict=Sent(refs=("1",)), at=NOW) for one in claimed]
        )

    def _merge(self) -> None:
        number = 1000 + 2 * next(self._numbers)
        self._store.chats.migrate(_chat(number), str(number + 1), NOW)

    def _ref(self, chat: int) -> str:
        return f"{self._articles - 9}{10_000 + chat}"


def _chat(row: int) -> Chat:
    return Chat(platform="telegram", id=str(row))


def _hello(row: int) -> Command:
    return Command(chat=_chat(row), kind=ChatKind.PRIVATE, name="start", text="")


def timed(store: Store, articles: int) -> dict[str, tuple[float, float]]:
    """Of each step: seconds (median), and how long it held the writer at most."""
    found = {}
    for what, step in Steps(store, articles).all().items():
        times = []
        held(store).clear()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            step()
            times.append(time.perf_counter() - began)
        found[what] = (statistics.median(times), max(held(store), default=0.0))
    return found


def pruned(store: Store) -> tuple[float, float]:
    """A day's deliveries and texts are dropped: seconds, and how long the writer was held at most."""
    held(store).clear()
    began = time.perf_counter()
    store.sweep(NOW, bodies_before=NOW - timedelta(days=6))
    return time.perf_counter() - began, max(held(store))


def show(kind: str, what: str, large: tuple[float, float], small: tuple[float, float]) -> None:
    ratio = large[0] / small[0]
    held = f"writer held {large[1] * 1000:.0f} ms" if large[1] else ""
    print(f"{kind:<11} {what:<40} {large[0] * 1000:10,.1f} ms   a hundredth: {small[0] * 1000:8,.1f} ms, "
          f"{ratio:6.1f} ×   {held}", flush=True)  # fmt: skip


def main() -> None:
    articles, deliveries = map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (ARTICLES, DELIVERIES)
    server = PostgreSQL()
    try:
        for kind in KINDS:
            found = []
            for share in (SMALL, 1):
                with tempfile.TemporaryDirectory() as folder, fresh(kind, server, Path(folder)) as url:
                    began = time.perf_counter()
                    store = filled(kind, url, articles // share, deliveries // share)
                    took = time.perf_counter() - began
                    size = f"{articles // share:,} articles and {deliveries // share:,} deliveries"
                    print(f"{kind:<11} filled with {size} in {took:.0f} s", flush=True)
                    steps = timed(store, articles // share)
                    found.append(steps | {"texts and deliveries of a day go": pruned(store)})
                    store.close()
            for what, large in found[1].items():
                show(kind, what, large, found[0][what])
    finally:
        server.stop()


if __name__ == "__main__":
    main()
