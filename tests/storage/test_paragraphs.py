"""Paragraphs that repeat over the articles of a source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.model import PageState
from bot.storage import paragraphs
from bot.storage import schema as t
from bot.storage.paragraphs import KEPT_FOR, WINDOW, Learned
from bot.storage.store import Store, migrate
from tests import databases
from tests.builders import entry
from tests.storage.conftest import NOW, SOURCE, Room, chat, later
from tests.storage.old_releases import make_older

OURS, OTHER = 11, -(2**63)  # the smallest number of 64 bits


def read(room: Room, number: int, *fingerprints: int, whole: bool | None = None) -> int:
    """An article is stored, and its page is read."""
    article_id = room.add_article(number)
    assert article_id is not None
    assert store(room, article_id, *fingerprints, whole=whole)
    return article_id


def store(room: Room, article_id: int, *fingerprints: int, whole: bool | None = None, last_follow_id: int = 99) -> bool:
    learned = Learned(fingerprints=fingerprints, feed_had_all=whole)
    return room.store.articles.store_page(
        article_id, body="Body", matches=[], last_follow_id=last_follow_id, now=NOW, learned=learned
    )


def known(room: Room) -> frozenset[int]:
    return room.store.paragraphs.known(SOURCE.key, (OURS, OTHER))


def test_a_paragraph_of_two_articles_is_furniture_for_the_third(room: Room) -> None:
    read(room, 1, OURS, OTHER)
    assert known(room) == frozenset()
    read(room, 2, OURS)
    assert known(room) == {OURS}
    assert room.store.paragraphs.known("another source", (OURS,)) == frozenset()
    assert room.store.paragraphs.known(SOURCE.key, ()) == frozenset()


def test_an_article_counts_once_for_its_feed_and_its_page(room: Room) -> None:
    first = read(room, 1, OURS)
    store(room, first, OURS)
    assert known(room) == frozenset()
    made = room.store.articles.add_entry(
        SOURCE,
        entry("Another", link="http://127.0.0.1/9", text="Body"),
        (),
        silent=True,
        page_due_at=NOW,
        now=NOW,
        learned=Learned(fingerprints=(OTHER,)),
    )
    assert made is not None
    store(room, made, OTHER)
    assert known(room) == frozenset()


def test_what_repeats_only_now_and_then_is_no_furniture(room: Room) -> None:
    read(room, 0, OURS)
    for number in range(1, WINDOW + 1):
        read(room, number, 1000 + number)
    read(room, 99, OURS)
    assert known(room) == frozenset(), "counted from anew"
    read(room, 100, OURS)
    assert known(room) == {OURS}


def test_a_known_paragraph_stays_known_until_it_is_not_seen_for_long(room: Room) -> None:
    for number in range(3):
        read(room, number, OURS)
    for number in range(3, WINDOW + 9):
        read(room, number, 1000 + number)
    room.store.sweep(later(days=1), bodies_before=NOW - timedelta(days=1))
    assert known(room) == {OURS}
    room.store.sweep(NOW + KEPT_FOR + timedelta(seconds=1), bodies_before=NOW)
    assert known(room) == frozenset()


def count(room: Room) -> int:
    with room.store.database.read_transaction() as db:
        return db.scalar(select(func.count()).select_from(t.paragraph)) or 0


def test_a_sweep_keeps_only_what_may_still_repeat_and_no_more_than_the_newest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(WINDOW + 5):
        read(room, number, 1000 + number, 2000 + number)
    room.store.paragraphs.sweep(NOW)
    assert count(room) == 2 * WINDOW
    monkeypatch.setattr(paragraphs, "ROWS", 10)
    room.store.paragraphs.sweep(NOW)
    assert count(room) == 10


def test_nothing_is_counted_if_the_page_is_not_stored(room: Room) -> None:
    article_id = room.add_article(1)
    assert article_id is not None
    room.follow(chat(), "ai")
    assert not store(room, article_id, OURS, whole=True, last_follow_id=0)
    assert (count(room), room.store.sources.poll_state(SOURCE.key).texts_whole) == (0, 0)


def test_trust_in_the_texts_of_a_feed_grows_slowly_and_falls_at_once(room: Room) -> None:
    trusts = []
    for number, whole in enumerate([True, True, None, False, True]):
        read(room, number, whole=whole)
        trusts.append(room.store.sources.poll_state(SOURCE.key).texts_whole)
    assert trusts == [1, 2, 2, -3, -2]


def test_the_text_of_an_entry_is_its_body_and_a_whole_one_is_matched_at_once(room: Room) -> None:
    for title, whole in (("Part", False), ("Whole", True)):
        made = entry(title, link=None, text=f"{title} text")
        due = None if whole else NOW
        room.store.articles.add_entry(SOURCE, made, (), silent=False, page_due_at=due, now=NOW, whole=whole)
    assert [one.body for one in room.store.articles.published(NOW)] == ["Whole text", "Part text"]
    (unmatched,) = room.store.articles.unmatched(NOW, 9)
    assert (unmatched.title, unmatched.page_state) == ("Whole", PageState.READ)


@pytest.fixture(params=databases.KINDS)
def older(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/older.db"
    else:
        with server.fresh(empty=True) as url:
            yield url


def test_a_database_of_before_is_migrated(older: str) -> None:
    before = (
        "INSERT INTO source (key, name, language, every, enabled, failures)"
        f" VALUES ('{SOURCE.key}', 'Kazakhstan Today', 'en', 300, true, 0)"
    )
    make_older(older, "0010", [before])
    migrate(older)
    opened = Store.open(older)
    assert opened.sources.poll_state(SOURCE.key).texts_whole == 0
    assert opened.paragraphs.known(SOURCE.key, (OURS,)) == frozenset()
    opened.close()
