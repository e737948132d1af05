"""A copied archive is the same archive, whatever came between, and nobody else's is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import StatedProblem
from bot.model import ChatKind, Command, Entry, Received, Sent
from bot.storage import move as moving
from bot.storage.leases import WORKER
from bot.storage.move import ANEW, Copied, move, tables
from bot.storage.store import Store
from tests import databases
from tests.storage.conftest import NOW, SOURCE, Room, chat, letter, record

WAYS = [("sqlite", "postgresql"), ("postgresql", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "sqlite")]


@pytest.fixture(params=WAYS, ids="-".join)
def way(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """(where the archive is, an empty database)"""
    with ExitStack() as stack:
        folders = [tmp_path / name for name in ("old", "new")]
        for folder in folders:
            folder.mkdir()
        both = zip(request.param, folders, strict=True)
        old, new = (stack.enter_context(databases.fresh(kind, server, folder)) for kind, folder in both)
        yield old, new


def fill(url: str) -> None:
    """Some of everything: a channel that is spoken for, follows, alerts sent and owed, what was forgotten."""
    room = Room(url)
    room.meet(chat("boss"))
    room.meet(chat("-100"), ChatKind.CHANNEL)
    room.store.chats.manage(chat("boss"), chat("-100"))
    for number in range(25):
        query_id = room.follow(chat(str(number)), "ИИ ғ")
    last = room.follow(chat("1"), "gone")
    room.store.follows.unsubscribe(chat("1"), last, NOW)
    for number in range(12):
        room.read(room.enter(number), query_id)
    room.fan_out()
    for delivery in room.claim(10):
        record(room.store, delivery, Sent(refs=("7",)), None, NOW)
    asked = Command(chat=chat("1"), kind=ChatKind.PRIVATE, name="follow", text="ИИ")
    updates = [Received(command=asked, update_id=str(number)) for number in range(9)]
    room.store.updates.receive(updates, NOW)
    room.store.updates.finish(updates[0])
    room.store.notices.add("source:kt-eng", NOW, [letter(chat("boss"))])
    undated = Entry(guid=None, link=None, title="NUL\0 and ғ", teaser="", published_at=None)
    room.store.articles.add_entry(SOURCE, undated, [], silent=True, page_due_at=None, now=NOW)
    room.store.close()


def content(url: str) -> dict[str, list[object]]:
    store = Store.open(url)
    with store.database.reading() as db:
        rows = {
            table.name: [dict(row) | ANEW.get(table.name, {}) for row in db.execute(select(table)).mappings()]
            for table in tables()
        }
    store.close()
    return {name: sorted(of, key=repr) for name, of in rows.items()}


def quiet(_copied: Copied) -> None:
    return


def test_every_row_and_id_is_the_same_on_the_other_side(way: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "BATCH", 7)
    old, new = way
    fill(old)
    told: list[Copied] = []
    counts = move(old, new, told.append)
    assert content(old) == content(new)
    assert counts["delivery"] == 25 * 12
    assert [(one.rows, one.of) for one in told if one.table == "chat"] == [
        (0, 27),
        (7, 27),
        (14, 27),
        (21, 27),
        (27, 27),
    ]
    assert move(old, new, quiet) == counts, "once more changes nothing"


def test_ids_go_on_where_they_stood_and_the_archive_lives_on(way: tuple[str, str]) -> None:
    old, new = way
    fill(old)
    move(old, new, quiet)
    room = Room(new)
    before = room.store.outbox.owed()
    assert room.store.chats.managing(chat("boss")) is not None
    cursor, _ = room.store.follows.after(0)
    fresh = room.follow(chat("2"), "fresh")
    newest, _ = room.store.follows.after(cursor)
    assert newest == cursor + 2, "the id of the follow that was given up is not given out again"
    assert room.read(room.enter(50), fresh)
    room.fan_out()
    assert room.store.outbox.owed() == before | {"pending": before["pending"] + 1}
    room.store.close()


def test_a_copy_that_fails_goes_on_where_it_stopped(way: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "BATCH", 7)
    old, new = way
    fill(old)
    for stop in ("chat", "subscription", "delivery"):

        def cut(copied: Copied, stop: str = stop) -> None:
            if copied.table == stop and copied.rows:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            move(old, new, cut)
    move(old, new, quiet)
    assert content(old) == content(new)


def test_a_copy_that_is_killed_goes_on_where_it_stopped(server: databases.PostgreSQL, tmp_path: Path) -> None:
    with databases.fresh("sqlite", server, tmp_path) as old, server.fresh(empty=True) as new:
        fill(old)
        program = (
            "import sys; from bot.storage import move; move.BATCH = 5\n"
            "def tell(copied):\n"
            "    if copied.table == 'delivery' and copied.rows > 100: print('now', flush=True); sys.stdin.read()\n"
            f"move.move({old!r}, {new!r}, tell)"
        )
        home = Path(__file__).resolve().parents[2]
        with subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=home,
            env=os.environ | {"PYTHONPATH": str(home)},
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"now\n"
            child.send_signal(signal.SIGKILL)
        told: list[Copied] = []
        move(old, new, told.append)
        assert next(one.rows for one in told if one.table == "delivery") == 105
        assert content(old) == content(new)


def test_what_holds_another_archive_is_left_alone(way: tuple[str, str]) -> None:
    old, new = way
    fill(old)
    other = Room(new)
    other.follow(chat("9"), "theirs")
    other.store.close()
    before = content(new)
    with pytest.raises(StatedProblem, match=r"holds another archive already \(.*chat"):
        move(old, new, quiet)
    assert content(new) == before


def test_nobody_may_be_at_work_on_either_side(way: tuple[str, str]) -> None:
    old, new = way
    fill(old)
    for url in way:
        store = Store.open(url)
        store.leases.take("host/1/1/elsewhere/a", [WORKER + "host/1/1/elsewhere/a"])
        with pytest.raises(StatedProblem, match="a worker is at work on"):
            move(old, new, quiet)
        store.leases.give_back("host/1/1/elsewhere/a")
        store.close()


def test_an_archive_that_changes_meanwhile_is_told(way: tuple[str, str]) -> None:
    old, new = way
    fill(old)
    room = Room(old)

    def meddle(copied: Copied) -> None:
        if copied.table == "delivery" and copied.rows:
            room.meet(chat("late"), at=NOW + timedelta(1))

    with pytest.raises(StatedProblem, match=r"changed while it was copied \(chat: 28 and 27\)"):
        move(old, new, meddle)
    room.store.close()


def test_an_archive_that_is_not_there_or_that_is_the_same_is_told(way: tuple[str, str]) -> None:
    with pytest.raises(StatedProblem, match=r"there is no archive at sqlite:///nowhere\.db"):
        move("sqlite:///nowhere.db", way[1], quiet)
    with pytest.raises(StatedProblem, match="name one database"):
        move(way[0], way[0], quiet)
