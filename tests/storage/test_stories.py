"""Articles come to stories one at a time, whoever assigns them; what is about stories is kept while it is needed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.model import Assignment, OldTitle, Sent, StoryEntry
from bot.storage import headlines
from bot.storage import schema as t
from bot.storage import stories as rows_of_stories
from bot.storage.store import Store
from bot.storage.stories import FEATURES_KEPT, LATEST
from tests.storage.conftest import NOW, Room, chat, later, record
from tests.storage.test_concurrency import beside
from tests.storage.test_plans import plans


@pytest.fixture
def other(room: Room) -> Iterator[Store]:
    made = Store.open(room.url)
    yield made
    made.close()


def assign(
    store: Store,
    article_id: int,
    story_id: int | None = None,
    *,
    knowing: int | None = None,
    features: str = "{}",
    new_sentences: tuple[str, ...] | None = None,
    now: datetime = NOW,
) -> bool:
    """Store an assignment, as the Matcher does; `knowing` None: the newest number."""
    found = Assignment(
        article_id=article_id,
        story_id=story_id,
        score=None if story_id is None else 0.5,
        nearest_id=None if story_id is None else 1,
        copied=story_id is not None,
        new_sentences=new_sentences,
        features=features,
    )
    return store.articles.store_matches(
        article_id,
        matches=[],
        last_follow_id=store.follows.queries_after(0)[0],
        now=now,
        assignment=found,
        last_number=newest(store) if knowing is None else knowing,
    )


def newest(store: Store) -> int:
    """The number of the newest article with features."""
    return max((member.number for member in store.stories.members_after(0, 1_000)), default=0)


def add(room: Room, number: int, *, at: datetime = NOW, title: str = "") -> int:
    article_id = room.add_article(number, at=at, title=title)
    assert article_id is not None
    return article_id


def story_of(room: Room, article_id: int) -> int:
    article = room.store.articles.get(article_id)
    assert article is not None
    assert article.story_id is not None
    return article.story_id


def test_an_article_begins_a_story_or_joins_one(room: Room) -> None:
    first, second, apart = (add(room, number, at=later(minutes=-number)) for number in (1, 2, 3))
    assert assign(room.store, first)
    assert assign(room.store, second, story_of(room, first), new_sentences=("It is open.",), now=later(hours=1))
    assert assign(room.store, apart)
    assert story_of(room, first) == story_of(room, second) != story_of(room, apart)
    early, late = room.store.stories.of(first)
    assert (early.article.id, late.article.id) == (second, first), "in the order of publication"
    assert early == StoryEntry(
        article=early.article,
        assigned_at=later(hours=1),
        score=0.5,
        nearest_id=1,
        copied=True,
        new_sentences=("It is open.",),
    )
    assert (late.score, late.nearest_id, late.copied, late.new_sentences) == (None, None, False, None)
    assert room.store.stories.of(second) == (early, late)
    with room.store.database.read_transaction() as db:
        assert db.execute(select(t.story.c.articles, t.story.c.changed_at).order_by(t.story.c.id)).all() == [
            (2, later(hours=1)),
            (1, NOW),
        ]


def test_an_article_that_was_never_compared_is_in_no_story(room: Room) -> None:
    article_id = add(room, 1)
    assert room.match(article_id)
    assert room.store.stories.of(article_id) == ()
    assert room.store.stories.features([article_id]) == {}
    assert room.store.stories.members_after(0, 10) == []


def test_an_article_that_was_assigned_meanwhile_makes_the_next_one_look_again(room: Room, other: Store) -> None:
    first, second = add(room, 1), add(room, 2)
    assert assign(other, first, knowing=0)
    assert not assign(room.store, second, knowing=0)
    assert room.store.stories.of(second) == ()
    assert [article.id for article in room.store.articles.unmatched(later(minutes=15), 9)] == [second], (
        "it is not matched either"
    )
    (member,) = room.store.stories.members_after(0, 10)
    assert (member.article_id, member.story_id) == (first, story_of(room, first))
    assert (member.source_key, member.language, member.published_at) == ("kt-eng", "en", NOW)
    assert assign(room.store, second, member.story_id, knowing=member.number)
    assert [member.article_id for member in room.store.stories.members_after(member.number, 10)] == [second]


def test_members_come_in_portions_in_the_order_of_their_assignment(room: Room) -> None:
    ids = [add(room, number, at=later(minutes=number)) for number in range(5)]
    for article_id in reversed(ids):
        assert assign(room.store, article_id)
    read, number = [], 0
    while some := room.store.stories.members_after(number, 2):
        read += [member.article_id for member in some]
        number = some[-1].number
    assert read == ids[::-1]


def test_two_workers_never_split_a_story(room: Room, other: Store) -> None:
    ids = [add(room, number) for number in range(40)]
    refused: list[int] = []

    def work(store: Store, own: list[int]) -> None:
        for article_id in own:
            while True:  # all report one event: each joins whatever is known by then
                members = store.stories.members_after(0, 100)
                story_id = members[-1].story_id if members else None
                if assign(store, article_id, story_id, knowing=members[-1].number if members else 0):
                    break
                refused.append(article_id)

    beside(lambda: work(room.store, ids[::2]), lambda: work(other, ids[1::2]))
    assert len({story_of(room, article_id) for article_id in ids}) == 1
    assert len(room.store.stories.of(ids[0])) == 40
    with room.store.database.read_transaction() as db:
        assert db.execute(select(t.story.c.articles)).all() == [(40,)]


def test_an_assignment_waits_for_the_one_that_is_being_stored(room: Room, other: Store) -> None:
    first, second = add(room, 1), add(room, 2)
    said: list[bool] = []
    waiting = threading.Thread(target=lambda: said.append(assign(other, second, knowing=0)))
    with room.store.database.write_transaction() as db:
        assert rows_of_stories.is_newest(db, 0)
        rows_of_stories.assign(db, Assignment(article_id=first, story_id=None, features="{}"), NOW)
        waiting.start()
        waiting.join(0.2)
        assert said == []
    waiting.join()
    assert said == [False]


def test_an_article_that_is_matched_again_keeps_its_story_and_is_compared_by_its_whole_text(room: Room) -> None:
    first, second = add(room, 1), add(room, 2)
    assert assign(room.store, first, features='"teaser"', new_sentences=("One.",))
    assert assign(room.store, second, story_of(room, first))
    before, known = room.store.stories.of(first), newest(room.store)
    story = story_of(room, first)
    assert assign(room.store, first, None, features='"page"', now=later(hours=1))
    assert story_of(room, first) == story
    assert room.store.stories.of(first) == before
    (again,) = room.store.stories.members_after(known, 10)
    assert (again.article_id, again.story_id, again.features) == (first, story, '"page"'), "every worker reads it again"
    assert assign(room.store, first, None, features='"page"')
    assert newest(room.store) == again.number, "nothing new about it"
    with room.store.database.read_transaction() as db:
        assert db.scalars(select(t.story.c.articles)).all() == [2]


def test_the_features_of_old_articles_are_dropped_and_nobody_waits_for_them(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_stories, "SWEEP_BATCH", 2)
    ids = [add(room, number) for number in range(5)]
    for article_id in ids:
        assert assign(room.store, article_id, features=f'"{article_id}"')
    young = add(room, 9)
    assert assign(room.store, young, features='"young"', now=later(hours=1))
    room.store.sweep(NOW + FEATURES_KEPT + timedelta(minutes=1), bodies_before=NOW)
    assert room.store.stories.features([*ids, young]) == {young: '"young"'}
    assert all(room.store.stories.of(article_id) for article_id in ids), "their stories stay"
    room.store.sweep(later(days=30), bodies_before=NOW)
    assert room.store.stories.members_after(0, 10) == []
    late = add(room, 10)
    assert assign(room.store, late, knowing=0, now=later(days=30)), "a worker that starts knows no number"
    assert assign(room.store, ids[0], features='"again"'), "an old one is not compared any more"
    assert room.store.stories.features(ids) == {}


def test_the_latest_articles_of_a_long_story_are_enough_to_compare_with(room: Room) -> None:
    ids = [add(room, number, at=later(minutes=number)) for number in range(LATEST + 5)]
    assert assign(room.store, ids[0])
    story = story_of(room, ids[0])
    for article_id in ids[1:]:
        assert assign(room.store, article_id, story)
    assert [article.id for article in room.store.stories.latest(story)] == ids[5:]


def test_the_headlines_that_an_article_had_are_kept_in_their_order(room: Room) -> None:
    article_id = add(room, 1, title="Three hurt")
    room.add_article(1, at=later(hours=1), title="Four hurt")
    room.add_article(1, at=later(hours=1), title="Four hurt")
    room.add_article(1, at=later(hours=2), title="Five hurt\0")
    room.add_article(1, at=later(hours=2), title="Five hurt\0")
    assert room.store.stories.old_titles([article_id, 99]) == {
        article_id: (
            OldTitle(title="Three hurt", until_at=later(hours=1)),
            OldTitle(title="Four hurt", until_at=later(hours=2)),
        )
    }
    article = room.store.articles.get(article_id)
    assert article is not None
    assert (article.title, article.revision) == ("Five hurt", 3)


@pytest.mark.parametrize("look", ["THREE HURT", "Three  hurt", "Three hurt", "Three hurt "])
def test_a_headline_that_only_looks_otherwise_is_stored_and_is_no_change(room: Room, look: str) -> None:
    article_id = sent(room, add(room, 1, title="Three hurt"))
    room.add_article(1, title=look)
    article = room.store.articles.get(article_id)
    assert article is not None
    assert (article.title, article.revision) == (look, 1)
    assert room.store.stories.old_titles([article_id]) == {}
    assert to_redraw(room) == []


def sent(room: Room, article_id: int) -> int:
    """An alert of it is sent."""
    room.match(article_id, room.follow(chat(), "AI"))
    room.fan_out()
    for delivery in room.claim():
        record(room.store, delivery, Sent(refs=("7",)), None, NOW)
    return article_id


def to_redraw(room: Room) -> list[tuple[int, int]]:
    with room.store.database.read_transaction() as db:
        return [(row.article_id, row.cursor) for row in db.execute(select(t.redraw))]


def test_sent_alerts_are_redrawn_once_their_headline_changes(room: Room) -> None:
    told = sent(room, add(room, 1, title="Three hurt"))
    add(room, 2, title="Nobody was told")
    room.add_article(2, title="Nobody is told")
    assert to_redraw(room) == []
    room.add_article(1, title="Four hurt")
    assert to_redraw(room) == [(told, 0)]
    with room.store.database.write_transaction() as db:
        db.execute(t.redraw.update().values(cursor=5))
    room.add_article(1, title="Five hurt")
    assert to_redraw(room) == [(told, 0)], "from the first chat on again"


def test_an_alert_that_waits_is_sent_with_the_new_headline_anyway(room: Room) -> None:
    article_id = add(room, 1, title="Three hurt")
    room.match(article_id, room.follow(chat(), "AI"))
    room.fan_out()
    room.add_article(1, title="Four hurt")
    assert to_redraw(room) == []
    assert [delivery.article.title for delivery in room.claim()] == ["Four hurt"]
    room.add_article(1, title="Five hurt")
    assert to_redraw(room) == [(article_id, 0)], "it is being sent"


def test_an_alert_that_shows_an_article_beside_another_is_redrawn_too(room: Room) -> None:
    article_id = sent(room, add(room, 1))
    with room.store.database.write_transaction() as db:
        db.execute(t.delivery.update().values(state="joined", head_id=9))
    room.add_article(1, title="Another one")
    assert to_redraw(room) == [(article_id, 0)]


def test_a_source_that_plays_with_a_headline_bothers_nobody_for_ever(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headlines, "MOST_CHANGES", 3)
    article_id = sent(room, add(room, 1, title="Title 0"))
    for number in range(1, 9):
        room.add_article(1, title=f"Title {number}")
    article = room.store.articles.get(article_id)
    assert article is not None
    assert article.title == "Title 8"
    assert [old.title for old in room.store.stories.old_titles([article_id])[article_id]] == [
        "Title 0",
        "Title 1",
        "Title 2",
    ]


def read_page(room: Room, article_id: int, title: str) -> None:
    newest_follow, _ = room.store.follows.queries_after(0)
    assert room.store.articles.store_page(
        article_id, body="Body", matches=[], last_follow_id=newest_follow, now=later(hours=1), title=title
    )


def test_the_headline_of_a_page_replaces_the_one_that_was_made_from_its_link(room: Room) -> None:
    unseen, told = add(room, 1, title="three hurt in almaty"), sent(room, add(room, 2, title="bridge opens"))
    for article_id, title in ((unseen, "Three people hurt"), (told, "The bridge opens")):
        read_page(room, article_id, title)
        read_page(room, article_id, title)
    found = [room.store.articles.get(article_id) for article_id in (unseen, told)]
    assert [(one.title, one.revision) for one in found if one] == [("Three people hurt", 1), ("The bridge opens", 2)]
    assert room.store.stories.old_titles([unseen, told]) == {
        told: (OldTitle(title="bridge opens", until_at=later(hours=1)),)
    }, "nobody has seen the other one"
    assert to_redraw(room) == [(told, 0)]


def test_what_is_about_old_articles_is_dropped_with_their_bodies(room: Room) -> None:
    told = sent(room, add(room, 1, title="Three hurt"))
    room.add_article(1, title="Four hurt")
    split = {"chat_id": 1, "article_id": told, "split_at": NOW, "person_name": "Aru"}
    with room.store.database.write_transaction() as db:
        db.execute(t.story_split.insert().values(split))
    room.store.sweep(later(days=3), bodies_before=NOW)
    assert counts(room) == [1, 1, 1]
    room.store.sweep(later(days=31), bodies_before=later(days=1))
    assert counts(room) == [0, 0, 0]


def counts(room: Room) -> list[int]:
    with room.store.database.read_transaction() as db:
        return [
            db.scalar(select(func.count()).select_from(table)) or 0 for table in (t.old_title, t.redraw, t.story_split)
        ]


def test_newer_members_are_found_without_reading_older_ones(room: Room) -> None:
    columns = ("source_key", "title", "teaser", "published_at", "first_seen_at", "page_state", "silent")
    article = dict(zip(columns, ("kt-eng", "Title", "", NOW, NOW, "read", True), strict=True))
    row = {"assigned_at": NOW, "copied": False}
    with room.store.database.write_transaction() as db:
        db.execute(t.article.insert(), [{"id": number, **article} for number in range(1, 5_001)])
        db.execute(t.story_article.insert(), [{"article_id": number, **row} for number in range(1, 5_001)])
        db.execute(t.story_article.update().where(t.story_article.c.article_id > 4_990).values(features="{}"))
        db.execute(t.article.update().values(story_id=1))
        db.exec_driver_sql("ANALYZE")
    with plans(room, "SELECT story_article.id") as found:
        assert len(room.store.stories.members_after(0, 100)) == 10
        assert assign(room.store, 1)
    *of_members, own = found
    assert len(of_members) == 3, "of the members twice, and whether there is a newer one"
    assert [plan for plan in of_members if "ix_story_article_window" not in plan] == []
    assert "article_id" in own
