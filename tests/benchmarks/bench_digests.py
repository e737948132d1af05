"""Digests on time, and digests now, timed: python -m tests.benchmarks.bench_digests

100,000 that are due in one minute are enqueued, on each database; then alerts come, with the digests waiting and
without them, in virtual time on a platform at its limits: only the ratio says something. Then `/digest today` of a chat
with 200 follows in an archive of 100,000 articles.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from datetime import timedelta

from sqlalchemy import insert, text

import handlers
from bot.delivery.deliver import Deliverer
from bot.delivery.send import Making
from bot.matching.concepts import NO_CONCEPTS
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.messages.message import Message, say
from bot.model import Chat, ChatKind, Command, Letter
from bot.platforms.telegram.commands import FACTS
from bot.rules import Rules
from bot.storage import schema as t
from bot.storage.engine import without_timeouts
from bot.storage.store import Store
from tests.benchmarks.bench_delivery import SERVER, a_store, held, people, publish, show
from tests.databases import KINDS
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.virtual import EPOCH, run_virtually, wall_clock

DIGESTS = 100_000
GOAL = 10.0  #: seconds
#: chats that get an alert; digests that wait meanwhile, for virtual time costs real time
ALERTED, BESIDE = 3_000, 10_000
ARTICLES, FOLLOWS, DAYS = 100_000, 200, 30
TODAY_GOAL = 0.2  #: seconds


def schedule_all(store: Store, first: int, last: int) -> None:
    """These chats get a digest now."""
    rows = [
        {"chat_id": number, "weekdays": "0 1 2 3 4 5 6", "minutes": str(840), "next_at": EPOCH,
         "since_at": EPOCH - timedelta(days=1)}
        for number in range(first, last + 1)
    ]  # fmt: skip
    with store.database.write_transaction() as db:
        for start in range(0, len(rows), 10_000):
            db.execute(insert(t.digest_schedule), rows[start : start + 10_000])


def drain(store: Store) -> int:
    """Enqueue all that is due."""
    count, place = 0, 0.0
    while True:
        done, place = store.digests.enqueue_due(EPOCH, place)
        count += done
        if not done:
            return count


def enqueued(kind: str, digests: int = DIGESTS) -> float:
    """Seconds until all are enqueued."""
    with a_store(kind) as store:
        people(store, digests)
        schedule_all(store, 1, digests)
        with store.database.engine.connect() as db:
            db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        held(store).clear()
        began, began_cpu = time.perf_counter(), time.process_time()
        assert drain(store) == digests
        took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
        with store.database.read_transaction() as db:
            assert db.execute(text("SELECT count(*) FROM letter WHERE state = 'pending'")).scalar_one() == digests
        show(f"digests due in one minute, {kind}: {digests:,} enqueued", f"{took:.2f} s", f"goal {GOAL:.0f} s")
        show("  processor of this program", f"{cpu:.2f} s")
        show("  the writer was held at most", f"{max(held(store), default=0.0) * 1000:.0f} ms")
        return took


def composed(_letter: Letter) -> Message:
    """A digest, as far as the lane is concerned."""
    return say("A digest.")


async def alerts_of(store: Store, wanted: int) -> list[float]:
    """When each alert came, in seconds."""
    platform = RateLimitedPlatform(jitter=0.0)
    deliverer = Deliverer(
        outbox=store.outbox,
        platforms=[platform],
        clock=wall_clock,
        on_refused=lambda _name, _reason: None,
        making=Making(compose=composed),
    )
    task = asyncio.create_task(deliverer.run())
    while sum(is_alert(message) for _, _, message in platform.sent) < wanted:
        await asyncio.sleep(1)
    deliverer.stop()
    await task
    return [at for at, _, message in platform.sent if is_alert(message)]


def is_alert(message: Message) -> bool:
    return "A digest." not in "".join(span.text for part in message.paragraphs for line in part for span in line)


def p90_of_alerts(kind: str, *, digests: int) -> float:
    """Of an article for ALERTED chats, all of which have a digest due too, as others have."""
    with a_store(kind) as store:
        people(store, max(ALERTED, digests))
        with store.database.write_transaction() as db:
            db.execute(text("DELETE FROM subscription WHERE chat_id > :last"), {"last": ALERTED})
            db.execute(
                insert(t.query),
                {"id": 2, "canonical": "other", "typed": "other", "grammar": 1, "created_at": EPOCH},
            )
            other = [
                {"chat_id": number, "query_id": 2, "typed": "other", "created_at": EPOCH}
                for number in range(ALERTED + 1, digests + 1)
            ]
            if other:
                db.execute(insert(t.subscription), other)
        if digests:
            schedule_all(store, 1, digests)
            drain(store)
        publish(store, 1)
        while store.outbox.fan_out(EPOCH):
            pass
        at = sorted(run_virtually(alerts_of(store, ALERTED)))
        return statistics.quantiles(at, n=10)[-1]


def alerts_beside(kind: str) -> float:
    """How much later alerts come because digests wait."""
    without, beside = p90_of_alerts(kind, digests=0), p90_of_alerts(kind, digests=BESIDE)
    show(f"alerts beside {BESIDE:,} digests, {kind}: p90", f"{beside:.1f} s")
    show("  yardstick: the same without digests", f"{without:.1f} s", f"{beside / without:.3f} ×, goal 1.05")
    return beside / without


_FIRST = "kor bal tem sar nur zhol mun tas".split()  # noqa: SIM905
_LAST = """ban dar gul kent lik mar nai pak rat sha tau ver zor bek din far gan hal jas kul lan mir nos pol ros sil tir
    vas yar zan""".split()  # noqa: SIM905
WORDS = [f"{first}{last}" for first in _FIRST for last in _LAST]
FILLING = "the city council said on that day it will".split()  # noqa: SIM905


def archive(store: Store) -> Chat:
    """ARTICLES over DAYS days, matched as they came with what one chat follows since before."""
    numbers, now = random.Random(3), EPOCH
    people(store, 0)
    followed = WORDS[:FOLLOWS]
    chat = Chat(platform="telegram", id="1")
    asked = Command(chat=chat, kind=ChatKind.PRIVATE, name="start", text="")
    store.chats.upsert(asked, now - timedelta(days=DAYS + 1), timezone="Asia/Almaty")
    index = Index(NO_CONCEPTS)
    with store.database.write_transaction() as db:
        without_timeouts(db)
        for number, word in enumerate(followed, 2):  # people() has made the first
            at = now - timedelta(days=DAYS + 1)
            db.execute(insert(t.query), {"id": number, "canonical": parse(word).canonical, "typed": word, "grammar": 1,
                                         "created_at": at})  # fmt: skip
            db.execute(insert(t.subscription), {"chat_id": 1, "query_id": number, "typed": word, "created_at": at})
            index.add(number, parse(word))
        step = timedelta(days=DAYS) / ARTICLES
        articles, matches = [], []
        for number in range(1, ARTICLES + 1):
            at = now - step * (ARTICLES - number)
            named = numbers.sample(WORDS, 3)
            words = " ".join(numbers.choices(FILLING, k=250))
            articles.append({"id": number, "source_key": "kt", "url": f"http://127.0.0.1/{number}",
                             "title": f"News of {named[0]} number {number}", "teaser": "",
                             "body": f"{words} {named[1]}.",
                             "published_at": at, "first_seen_at": at, "matched_at": at, "page_state": "read",
                             "silent": False, "indexed": 2})  # fmt: skip
            for word in {named[0], named[1]}.intersection(followed):
                matches.append({"article_id": number, "query_id": followed.index(word) + 2, "sentence": word,
                                "spans": "[]", "found_at": at})  # fmt: skip
        for start in range(0, ARTICLES, 5_000):
            db.execute(insert(t.article), articles[start : start + 5_000])
        for start in range(0, len(matches), 5_000):
            db.execute(insert(t.match), matches[start : start + 5_000])
    with store.database.engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return chat


def today(kind: str, rounds: int = 5) -> float:
    """Seconds of `/digest today`, the best of some rounds."""
    with a_store(kind) as store:
        chat = archive(store)
        asked = Command(chat=chat, kind=ChatKind.PRIVATE, name="digest", text="today", facts=FACTS)
        times, cpu = [], []
        for _ in range(rounds):
            began, began_cpu = time.perf_counter(), time.process_time()
            message = handlers.answer(asked, store, Rules(), EPOCH)
            times.append(time.perf_counter() - began)
            cpu.append(time.process_time() - began_cpu)
        assert message.buttons
        show(f"/digest today, {kind}: {ARTICLES:,} articles, {FOLLOWS} follows", f"{min(times) * 1000:.0f} ms",
             f"goal {TODAY_GOAL * 1000:.0f} ms")  # fmt: skip
        show("  processor of this program", f"{min(cpu) * 1000:.0f} ms")
        began = time.perf_counter()
        found = store.digests.found(chat, EPOCH - timedelta(days=1), EPOCH)
        took = time.perf_counter() - began
        show(f"  what is new to it in a day: {len(found):,} articles", f"{took * 1000:.0f} ms")
        return min(times)


def main() -> None:
    try:
        for kind in KINDS:
            enqueued(kind)
        for kind in KINDS:
            alerts_beside(kind)
        for kind in KINDS:
            today(kind)
    finally:
        SERVER.stop()


if __name__ == "__main__":
    main()
