"""The upgrade of a large database of release 0005: python -m tests.benchmarks.bench_upgrade [DELIVERIES]

The yardstick is one reading of the same table: an upgrade that writes every row anew costs many times as much.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bot.storage.engine import open_engine
from bot.storage.store import migrate
from tests.databases import KINDS, PostgreSQL
from tests.storage.old_releases import make_older, release_0005

DELIVERIES = 1_000_000
CHATS = 5_000
GOAL = 60.0  #: seconds for a million
SERVER = PostgreSQL()

NUMBERS = {
    "sqlite": "WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < {most}) ",
    "postgresql": "WITH number (n) AS (SELECT generate_series(1, {most})) ",
}
MORE_CHATS = (
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) {numbers}"
    "SELECT 'telegram', 'more ' || n, '', 'private', '', 'UTC', '2026-03-02 09:00:00.000000' FROM number"
)
MORE_ARTICLES = (
    "INSERT INTO article (source_key, title, teaser, published_at, first_seen_at, page_state, page_attempts, silent) "
    "{numbers} SELECT 'kt-eng', 'More ' || n, '', '2026-03-02 09:00:00.000000', '2026-03-02 09:00:00.000000', 'read', "
    "1, false FROM number"
)
#: of a hundred, one was dropped, one failed in one of the platforms' many words, and one waits for another try
DELIVERED = """
INSERT INTO delivery (article_id, chat_id, platform, state, fair_at, not_before, attempts, first_attempt_at, plain,
alone, ref, sent_at, reason)
SELECT article.id, chat.id, chat.platform, CASE (article.id + chat.id) % 100 WHEN 0 THEN 'dropped' WHEN 1 THEN 'failed'
WHEN 2 THEN 'pending' ELSE 'sent' END, 1.0, '2026-03-02 09:00:00.000000', 1, '2026-03-02 09:00:00.000000', false, false,
CASE WHEN (article.id + chat.id) % 100 > 2 THEN '12345' END, '2026-03-02 09:00:00.000000',
CASE (article.id + chat.id) % 100 WHEN 0 THEN 'the chat rests' WHEN 1 THEN 'Bad Request\\: message is too long'
WHEN 2 THEN 'Timed out' END
FROM article CROSS JOIN chat WHERE article.id > 3 ORDER BY article.id, chat.id
"""


def fill(kind: str, url: str, deliveries: int) -> None:
    """Tables of release 0005, and so many deliveries in them."""
    chats = min(CHATS, deliveries)
    numbers = NUMBERS[kind]
    more = (
        MORE_CHATS.format(numbers=numbers.format(most=chats - 7)),
        MORE_ARTICLES.format(numbers=numbers.format(most=deliveries // chats)),
        DELIVERED,
    )
    make_older(url, "0005", [*release_0005(()), *more])


@contextmanager
def empty(kind: str) -> Iterator[str]:
    """The address of a database without tables."""
    if kind == "postgresql":
        with SERVER.fresh(empty=True) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'older.db'}"


def measure(kind: str, deliveries: int) -> None:
    """Print how long it takes."""
    with empty(kind) as url:
        fill(kind, url, deliveries)
        began = time.perf_counter()
        migrate(url)
        took = time.perf_counter() - began
        engine = open_engine(url)
        with engine.connect() as db:
            began = time.perf_counter()
            db.execute(text("SELECT count(*), max(fair_at), max(detail) FROM delivery")).one()
            read = time.perf_counter() - began
        engine.dispose()
    print(f"{kind:<11} upgrade with {deliveries:,} deliveries {took:.2f} s, {took / read:.1f} × one reading of them   "
          f"goal {GOAL:.0f} s for a million", flush=True)  # fmt: skip


def main() -> None:
    """Measure both databases."""
    deliveries = int(sys.argv[1]) if len(sys.argv) > 1 else DELIVERIES
    for kind in KINDS:
        measure(kind, deliveries)
    SERVER.stop()


if __name__ == "__main__":
    main()
