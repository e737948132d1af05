"""What two workers do at the same time has the same result as one after the other, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from bot.matching.query import GRAMMAR
from bot.model import Entry, Key, KeyKind, Outcome, Sent
from bot.storage import follows, schema
from bot.storage.common import FOLLOWS_LOCK, STORY_HEADS_LOCK, take_lock
from bot.storage.store import Store, migrate
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW, SOURCE, Room, alerts, chat, record


@pytest.fixture
def other(room: Room) -> Iterator[Store]:
    made = Store.open(room.url)
    yield made
    made.close()


@pytest.fixture
def postgresql(server: PostgreSQL) -> Iterator[Room]:
    with server.fresh() as url:
        made = Room(url)
        yield made
        made.store.close()


def beside(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Run both at the same time."""
    together = threading.Barrier(2)

    def run(what: Callable[[], object]) -> None:
        together.wait()
        what()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [first, second]))


@contextmanager
def half_made_follow(room: Room, other: Store, *, turns: bool = True) -> Iterator[threading.Thread]:
    """A follow whose transaction is open, and a second one added meanwhile in another thread."""
    ai, waste = (room.store.follows.upsert_query(typed, typed, NOW, grammar=GRAMMAR) for typed in ("AI", "waste"))
    row = room.add_chat(chat("1"))
    room.add_chat(chat("2"))
    second = threading.Thread(target=other.follows.subscribe, args=(chat("2"), waste, "waste", NOW))
    with room.store.database.write_transaction() as db:
        if turns:
            take_lock(db, FOLLOWS_LOCK)
        db.execute(schema.subscription.insert().values(chat_id=row, query_id=ai, typed="AI", created_at=NOW))
        second.start()
        second.join(0.3)
        yield second
    second.join()


def test_two_people_of_a_chat_who_follow_the_same_at_the_same_time_follow_it_once(room: Room, other: Store) -> None:
    room.add_chat(chat("1"))
    numbers = []

    def follow(store: Store, who: str) -> None:
        numbers.append(store.follows.follow(chat("1"), "oil", "oil", NOW, grammar=GRAMMAR, followed_by=who))

    beside(lambda: follow(room.store, "Aigul"), lambda: follow(other, "Berik"))
    (one,) = room.store.follows.subscriptions(chat("1"))
    assert numbers == [one.query_id] * 2
    assert one.followed_by in ("Aigul", "Berik")


def test_an_index_that_reads_on_from_the_last_follow_misses_none(room: Room, other: Store) -> None:
    with half_made_follow(room, other):
        cursor, early = room.store.follows.queries_after(0)
    assert early == [], "the second waits for the first"
    cursor, late = room.store.follows.queries_after(cursor)
    assert {typed for _, typed in late} == {"AI", "waste"}


def test_without_the_lock_postgresql_shows_the_second_follow_first(
    postgresql: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race that the lock prevents: if this fails, the lock is not needed any more."""

    def no_turn(_db: Connection, _lock: int, **_: bool) -> None:
        return

    monkeypatch.setattr(follows, "take_lock", no_turn)
    other = Store.open(postgresql.url)
    with half_made_follow(postgresql, other, turns=False):
        cursor, early = postgresql.store.follows.queries_after(0)
    other.close()
    assert [typed for _, typed in early] == ["waste"]
    assert postgresql.store.follows.queries_after(cursor) == (cursor, []), "AI is missed forever"


def test_a_match_is_not_stored_while_a_follow_is_being_added(room: Room, other: Store) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    stored: list[bool] = []

    def read() -> None:
        stored.append(other.articles.store_page(article_id, body="AI", matches=[], last_follow_id=0, now=NOW))

    ai = room.store.follows.upsert_query("AI", "AI", NOW, grammar=GRAMMAR)
    row = room.add_chat(chat())
    reader = threading.Thread(target=read)
    with room.store.database.write_transaction() as db:
        take_lock(db, FOLLOWS_LOCK)
        db.execute(schema.subscription.insert().values(chat_id=row, query_id=ai, typed="AI", created_at=NOW))
        reader.start()
        reader.join(0.2)
        assert stored == []
    reader.join()
    assert stored == [False], "there is a newer follow: match again"


def test_the_same_news_of_two_sources_stored_at_once_is_one_article(room: Room, other: Store) -> None:
    def enter(store: Store, source: str) -> None:
        for number in range(30):
            keys = [Key(kind=KeyKind.ID, value=f"{source} {number}"), Key(kind=KeyKind.TITLE, value=f"title {number}")]
            entry = Entry(guid=None, link=None, title=f"Title {number}", teaser="", published_at=NOW)
            store.articles.add_entry(SOURCE, entry, keys, silent=False, page_due_at=NOW, now=NOW)

    beside(lambda: enter(room.store, "one"), lambda: enter(other, "two"))
    assert len(room.store.articles.published(NOW)) == 30


def test_fan_out_by_two_workers_owes_each_chat_once(room: Room, other: Store) -> None:
    query_id = room.follow_together(map(str, range(30)), "AI")
    for number in range(10):
        room.match(room.add_article(number), query_id)

    def fan_out(store: Store) -> None:
        while store.outbox.fan_out(NOW):
            pass

    beside(lambda: fan_out(room.store), lambda: fan_out(other))
    fan_out(room.store)
    assert room.store.outbox.count_deliveries() == {"pending": 300}


def test_two_workers_never_claim_the_same_delivery(room: Room, other: Store) -> None:
    query_id = room.follow_together(map(str, range(100)), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    carried: list[tuple[str, int]] = []

    def deliver(store: Store) -> None:
        while claimed := alerts(store, "telegram", NOW, 7):
            for delivery in claimed:
                carried.append((delivery.chat.id, delivery.article.id))
                record(store, delivery, Sent(refs=("1",)), None, NOW)

    beside(lambda: deliver(room.store), lambda: deliver(other))
    deliver(room.store)  # one that found all rows locked may have ended early
    assert len(carried) == len(set(carried)) == 100


def test_a_chat_that_speaks_twice_at_once_is_one_chat(room: Room, other: Store) -> None:
    rows: list[int] = []

    def speak(store: Store) -> None:
        again = Room.__new__(Room)
        again.store = store
        rows.extend(again.add_chat(chat(str(number))) for number in range(20))

    beside(lambda: speak(room.store), lambda: speak(other))
    assert len(set(rows)) == 20


def story(room: Room, chats: int) -> int:
    """All chats were just claimed the first article of a story; the second one is to be fanned out."""
    query_id = room.follow_together(map(str, range(chats)), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    room.match(room.add_article(2), query_id)
    room.tell(1, 2)
    return query_id


def test_what_joins_alerts_while_they_are_recorded_is_shown_by_each(room: Room, other: Store) -> None:
    story(room, 40)
    claimed = room.claim(40)

    def sent() -> None:
        for delivery in claimed:
            record(other, delivery, Sent(refs=("1",)), None, NOW)

    beside(sent, room.fan_out)
    assert room.store.outbox.count_deliveries() == {"sent": 40, "joined": 40}
    assert len(room.edits()) == 40, "no edit is lost"


def test_what_joins_alerts_while_they_end_is_owed_by_itself(room: Room, other: Store) -> None:
    query_id = story(room, 20)
    oil = room.store.follows.upsert_query("oil", "oil", NOW, grammar=GRAMMAR)
    for number in range(20):
        other.follows.subscribe(chat(str(number)), oil, "oil", NOW)
    room.match(2, query_id, oil)

    def unfollow() -> None:
        for number in range(20):
            other.follows.unsubscribe(chat(str(number)), query_id, NOW)

    beside(unfollow, room.fan_out)
    assert room.store.outbox.count_deliveries() == {"pending": 20, "dropped": 20}


def test_two_workers_fan_out_a_story_as_one_does(room: Room, other: Store) -> None:
    query_id = story(room, 30)
    for number in range(3, 7):
        room.match(room.add_article(number), query_id)
        room.tell(1, number)

    def fan_out(store: Store) -> None:
        while store.outbox.fan_out(NOW):
            pass

    beside(lambda: fan_out(room.store), lambda: fan_out(other))
    fan_out(room.store)
    assert room.store.outbox.count_deliveries() == {"pending": 30, "joined": 150}


def test_no_alert_is_recorded_while_an_article_joins_it(room: Room, other: Store) -> None:
    story(room, 1)
    (alert,) = room.claim()
    recording = threading.Thread(target=record, args=(other, alert, Sent(refs=("1",)), None, NOW))
    with room.store.database.write_transaction() as db:
        take_lock(db, STORY_HEADS_LOCK)
        recording.start()
        recording.join(0.2)
        assert recording.is_alive()
    recording.join()
    assert room.owed(chat("0"))[1] == ("sent", None)


def test_two_workers_never_claim_the_same_edit(room: Room, other: Store) -> None:
    story(room, 60)
    for delivery in room.claim(60):
        record(room.store, delivery, Sent(refs=("1",)), None, NOW)
    room.fan_out()
    made: list[int] = []

    def edit(store: Store, worker: str) -> None:
        while claimed := store.outbox.claim_edits("telegram", NOW, 7, worker=worker):
            made.extend(each.chat_id for each in claimed)
            done = [Outcome(deliveries=(each,), verdict=Sent(refs=(each.ref,)), at=NOW) for each in claimed]
            store.outbox.record_outcomes(done, worker)

    beside(lambda: edit(room.store, "one"), lambda: edit(other, "two"))
    edit(room.store, "one")
    assert sorted(made) == list(range(1, 61))
    assert room.edits() == {}


def test_a_group_migrates_while_news_is_owed_to_it(room: Room, other: Store) -> None:
    ai = room.follow(chat("-1"), "AI")
    room.follow(chat("-100"), "AI")
    for number in range(20):
        room.match(room.add_article(number), ai)

    def fan_out() -> None:
        while other.outbox.fan_out(NOW):
            pass

    beside(lambda: room.store.chats.migrate(chat("-1"), "-100", NOW), fan_out)
    room.fan_out()
    assert room.store.chats.get(chat("-1")) is None
    assert room.store.outbox.count_deliveries() == {"pending": 20}


def test_workers_that_start_at_the_same_time_migrate_once(server: PostgreSQL) -> None:
    with server.fresh(empty=True) as url:
        beside(lambda: migrate(url), lambda: migrate(url))
        Room(url).store.close()


def test_writers_wait_for_other_threads_without_polling_sqlite(sqlite_url: str) -> None:
    room = Room(sqlite_url)
    event.listen(
        room.store.database.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=0")
    )
    with ThreadPoolExecutor(1) as pool:
        with room.store.database.write_transaction():
            second = pool.submit(room.add_chat, chat("2"))
            wait([second], 0.2)
        assert second.result() > 0, "SQLite would have failed at once"
    room.store.close()


def test_a_zero_byte_is_removed(room: Room) -> None:
    assert room.store.follows.upsert_query("AI\0", "AI\0", NOW, grammar=GRAMMAR) == room.store.follows.upsert_query(
        "AI", "AI", NOW, grammar=GRAMMAR
    )
    entry = Entry(guid=None, link=None, title="A\0B", teaser="\0", published_at=NOW)
    room.store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=NOW, now=NOW)
    assert [article.title for article in room.store.articles.published(NOW)] == ["AB"]


def test_a_key_of_any_length_is_recognised_and_distinguished(room: Room) -> None:
    long = "ғ" * 5_000
    entry = Entry(guid=None, link=None, title="Long", teaser="", published_at=NOW)

    def enter(value: str) -> int | None:
        keys = [Key(kind=KeyKind.TITLE, value=value)]
        return room.store.articles.add_entry(SOURCE, entry, keys, silent=False, page_due_at=NOW, now=NOW)

    assert enter(long) is not None
    assert enter(long) is None
    assert enter(long + "1") is not None
