"""A copied archive equals the original, even after interruptions, and no other archive is touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import StatedProblem
from bot.model import Asker, Assignment, ChatKind, Command, Entry, Received, Sent
from bot.storage import archive_copy
from bot.storage import schema as t
from bot.storage.archive_copy import REBUILT_COLUMNS, CopyProgress, copy_archive, tables
from bot.storage.leases import WORKER_PREFIX
from bot.storage.store import Store
from tests import databases, programs
from tests.storage.conftest import NOW, SOURCE, Room, chat, letter, record
from tests.storage.test_stories import assign

WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "sqlite")]


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(where an archive with some of everything is, an empty database)"""
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("old", "new")]
        for folder in folders:
            folder.mkdir()
        both = zip(request.param, folders, [(fill,), ()], strict=True)
        old, new = (stack.enter_context(databases.fresh(kind, server, folder, *fills)) for kind, folder, fills in both)
        yield old, new


def fill(url: str) -> None:
    """Some of everything: a managed channel, follows, alerts sent and owed, deleted rows."""
    room = Room(url)
    room.add_chat(chat("boss"))
    room.add_chat(chat("-100"), ChatKind.CHANNEL)
    room.store.chats.manage(chat("boss"), chat("-100"), NOW)
    room.store.post_styles.set(chat("-100"), hashtags=True)
    for number in range(10):
        query_id = room.follow(chat(str(number)), "ИИ ғ")
    room.store.sources.sync([SOURCE, replace(SOURCE, key="other")], NOW)
    room.store.left_out.leave_out(chat("1"), ["other"])
    who = Asker(
        platform="telegram",
        person="1",
        name="A",
        chat=chat("1"),
        kind=ChatKind.PRIVATE,
        language=None,
        directly=False,
    )
    room.store.proposals.ask("example.kz", "https://example.kz/", who, NOW)
    last = room.follow(chat("1"), "gone")
    room.store.follows.unsubscribe(chat("1"), last, NOW)
    for number in range(12):
        room.match(room.add_article(number), query_id)
    room.fan_out()
    for delivery in room.claim(10):
        record(room.store, delivery, Sent(refs=("7",)), None, NOW)
    fill_stories(room)
    asked = Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="follow", text="ИИ")
    updates = [Received(command=asked, update_id=str(number)) for number in range(9)]
    room.store.updates.receive(updates, NOW)
    room.store.updates.finish(updates[0])
    room.store.notices.add("source:kt-eng", NOW, [letter(chat("boss"))])
    room.store.features.remember("telegram:1", "tg-time", NOW)
    undated = Entry(guid=None, link=None, title="NUL\0 and ғ", teaser="", published_at=None)
    room.store.articles.add_entry(SOURCE, undated, [], silent=True, page_due_at=None, now=NOW)
    room.store.close()


def fill_stories(room: Room) -> None:
    """Two stories, one of two articles; a headline that changed, alerts to be edited, an article that is told apart."""
    last, _ = room.store.follows.queries_after(0)
    for number, story_id in ((1, None), (2, 1), (3, None)):
        found = Assignment(
            article_id=number, story_id=story_id, score=story_id and 0.5, new_sentences=("Ғ.",), features=f"[{number}]"
        )
        assert room.store.articles.store_matches(
            number, matches=[], last_follow_id=last, now=NOW, assignment=found, last_number=number - 1
        )
    room.add_article(1, title="Another headline")
    edit = {"article_id": 1, "lane": "telegram", "state": "pending", "fair_at": 0.5, "not_before": NOW, "attempts": 0}
    with room.store.database.write_transaction() as db:
        db.execute(t.edit.insert().values(chat_id=1, plain=False, **edit))
        db.execute(t.redraw.insert().values(article_id=2, cursor=7, created_at=NOW))
        db.execute(t.story_split.insert().values(chat_id=1, article_id=2, split_at=NOW, person_name="Aru"))


def content(url: str) -> dict[str, list[object]]:
    store = Store.open(url)
    with store.database.read_transaction() as db:
        rows = {
            table.name: [
                dict(row) | REBUILT_COLUMNS.get(table.name, {}) for row in db.execute(select(table)).mappings()
            ]
            for table in tables()
        }
    store.close()
    return {name: sorted(of, key=repr) for name, of in rows.items()}


def quiet(_copied: CopyProgress) -> None:
    return


def test_every_row_and_id_is_the_same_on_the_other_side(way: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_copy, "BATCH", 7)
    old, new = way
    told: list[CopyProgress] = []
    counts = copy_archive(old, new, told.append)
    assert content(old) == content(new)
    assert counts["delivery"] == 10 * 12
    assert [(one.rows, one.of) for one in told if one.table == "chat"] == [(0, 12), (7, 12), (12, 12)]
    assert copy_archive(old, new, quiet) == counts, "a second run changes nothing"


def test_sequences_continue_and_the_copied_archive_can_be_used(way: tuple[str, str]) -> None:
    old, new = way
    copy_archive(old, new, quiet)
    room = Room(new)
    before = room.store.outbox.count_deliveries()
    assert room.store.chats.managed_channel(chat("boss")) is not None
    cursor, _ = room.store.follows.queries_after(0)
    fresh = room.follow(chat("2"), "fresh")
    newest, _ = room.store.follows.queries_after(cursor)
    assert newest == cursor + 2, "the id of the removed follow is not assigned again"
    assert room.match(room.add_article(50), fresh)
    assert [member.number for member in room.store.stories.members_after(0, 9)] == [1, 2, 3]
    assert assign(room.store, 4, 2), "neither a number nor a story is given twice"
    assert [member.number for member in room.store.stories.members_after(0, 9)] == [1, 2, 3, 4]
    assert assign(room.store, 5)
    assert [entry.article.id for entry in room.store.stories.of(5)] == [5]
    room.fan_out()
    assert room.store.outbox.count_deliveries() == before | {"pending": before["pending"] + 1}
    room.store.close()


def test_a_copy_that_failed_continues_where_it_stopped(way: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_copy, "BATCH", 7)
    old, new = way
    for stop in ("chat", "subscription", "delivery"):

        def cut(copied: CopyProgress, stop: str = stop) -> None:
            if copied.table == stop and copied.rows:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            copy_archive(old, new, cut)
    copy_archive(old, new, quiet)
    assert content(old) == content(new)


async def test_a_copy_that_was_killed_continues_where_it_stopped(server: databases.PostgreSQL, tmp_path: Path) -> None:
    with databases.fresh("sqlite", server, tmp_path, fill) as old, server.fresh(empty=True) as new:
        program = (
            "import sys; from bot.storage import archive_copy; archive_copy.BATCH = 5\n"
            "def tell(copied):\n"
            "    if copied.table == 'delivery' and copied.rows > 100: print('now', flush=True); sys.stdin.read()\n"
            f"archive_copy.copy_archive({old!r}, {new!r}, tell)"
        )
        child = await programs.start("-c", program, stdin=programs.PIPE, stdout=programs.PIPE)
        assert child.stdout is not None
        assert await child.stdout.readline() == b"now\n"
        child.kill()
        await child.wait()
        told: list[CopyProgress] = []
        copy_archive(old, new, told.append)
        assert next(one.rows for one in told if one.table == "delivery") == 105
        assert content(old) == content(new)


def test_a_target_with_another_archive_is_refused_unchanged(way: tuple[str, str]) -> None:
    old, new = way
    other = Room(new)
    other.follow(chat("9"), "theirs")
    other.store.close()
    before = content(new)
    with pytest.raises(StatedProblem, match=r"holds another archive already \(.*chat"):
        copy_archive(old, new, quiet)
    assert content(new) == before


def test_running_workers_on_either_side_are_a_stated_problem(way: tuple[str, str]) -> None:
    old, new = way
    for url in way:
        store = Store.open(url)
        store.leases.acquire("host/1/1/elsewhere/a", [WORKER_PREFIX + "host/1/1/elsewhere/a"])
        with pytest.raises(StatedProblem, match="a worker is at work on"):
            copy_archive(old, new, quiet)
        store.leases.release("host/1/1/elsewhere/a")
        store.close()


def test_an_archive_that_changes_meanwhile_is_a_stated_problem(way: tuple[str, str]) -> None:
    old, new = way
    room = Room(old)

    def meddle(copied: CopyProgress) -> None:
        if copied.table == "delivery" and copied.rows:
            room.add_chat(chat("late"), at=NOW + timedelta(1))

    with pytest.raises(StatedProblem, match=r"changed while it was copied \(chat: 13 and 12\)"):
        copy_archive(old, new, meddle)
    room.store.close()


def test_a_missing_archive_and_the_same_archive_are_stated_problems(way: tuple[str, str]) -> None:
    with pytest.raises(StatedProblem, match=r"there is no archive at sqlite:////\S*/nowhere\.db"):
        copy_archive("sqlite:///nowhere.db", way[1], quiet)
    with pytest.raises(StatedProblem, match="name one database"):
        copy_archive(way[0], way[0], quiet)
