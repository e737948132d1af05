"""A backup is whole or not there, and what is restored from it is the archive, once and in its place."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.engine import make_url

from bot.errors import StatedProblem
from bot.model import Cause
from bot.storage import postgresql_tools
from bot.storage import schema as t
from bot.storage.archive_copy import tables
from bot.storage.leases import WORKER_PREFIX
from bot.storage.postgresql_tools import Tool, environment
from bot.storage.store import Store, back_up, migrate, require_backup, restore
from tests import programs
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, letter
from tests.storage.old_releases import make_older
from tests.storage.test_archive_copy import fill
from tests.tools import tools  # noqa: F401 - used by all of them


@pytest.fixture
def old_url(database_kind: str, server: PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """Another one."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/old.db"
    else:
        with server.fresh(empty=True) as url:
            yield url


@pytest.fixture
def empty_url(database_kind: str, server: PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same kind."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/other.db"
    else:
        with server.fresh(empty=True) as url:
            yield url


def put_back(file: Path, url: str, *, force: bool = False, told_until: datetime | None = None) -> str | None:
    backup = require_backup(file)
    return restore(backup, url, told_until=told_until, now=datetime.now(UTC), force=force).kept


def counts(url: str) -> dict[str, int]:
    store = Store.open(url)
    with store.database.read_transaction() as db:
        found = {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables()}
    store.close()
    return found


def test_what_is_restored_is_the_whole_archive(filled_url: Callable[..., str], empty_url: str, tmp_path: Path) -> None:
    old_url = filled_url(fill)
    taken = back_up(old_url, tmp_path / "backup")
    assert (taken.workers, taken.size) == (0, (tmp_path / "backup").stat().st_size)
    assert put_back(tmp_path / "backup", empty_url) is None
    assert counts(empty_url) == counts(old_url)
    migrate(empty_url)
    Room(empty_url).store.close()


def test_a_backup_is_for_its_owner_and_leaves_nothing_beside_it(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(database_url, folder / "backup")
    assert [file.name for file in folder.iterdir()] == ["backup"]
    assert (folder / "backup").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_replaced_only_if_asked_for(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("precious")
    with pytest.raises(StatedProblem, match="--force"):
        back_up(database_url, file)
    assert file.read_text() == "precious"
    back_up(database_url, file, overwrite=True)
    assert require_backup(file).workers == 0


def test_another_archive_is_replaced_only_if_asked_for_and_is_kept(database_url: str, tmp_path: Path) -> None:
    room = Room(database_url)
    room.add_article(1)
    back_up(database_url, tmp_path / "backup")
    room.add_article(2)
    room.store.close()
    with pytest.raises(StatedProblem, match="--force"):
        put_back(tmp_path / "backup", database_url)
    assert counts(database_url)["article"] == 2
    kept = put_back(tmp_path / "backup", database_url, force=True)
    assert kept is not None
    assert counts(database_url)["article"] == 1
    if kept.endswith("_before"):
        old = make_url(database_url).update_query_dict({"options": f"-csearch_path={kept}"})
        assert counts(old.render_as_string(hide_password=False))["article"] == 2
    else:
        assert counts(f"sqlite:///{kept}")["article"] == 2
    again = put_back(tmp_path / "backup", database_url, force=True)
    assert again not in (None, kept)


def test_nothing_is_restored_under_a_worker(database_url: str, tmp_path: Path) -> None:
    room = Room(database_url)
    room.store.leases.acquire("host/1/1//0", [f"{WORKER_PREFIX}host/1/1//0"])
    assert back_up(database_url, tmp_path / "backup").workers == 1
    with pytest.raises(StatedProblem, match="stop every worker"):
        put_back(tmp_path / "backup", database_url, force=True)
    room.store.leases.release("host/1/1//0")
    room.store.close()
    put_back(tmp_path / "backup", database_url, force=True)
    room = Room(database_url)
    assert room.store.leases.count_workers() == 0
    room.store.close()


def test_a_file_that_a_program_has_open_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    room = Room(sqlite_url)
    room.add_article(1)
    room.store.close()
    back_up(sqlite_url, tmp_path / "backup")
    file = tmp_path / "jarshy.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("SELECT count(*) FROM article").fetchone()
        with pytest.raises(StatedProblem, match=r"has .* open"):
            put_back(tmp_path / "backup", sqlite_url, force=True)
    assert not list(tmp_path.glob("*.before*"))
    assert not list(tmp_path.glob("*.partial"))


def another_database(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE a (b)")


NO_BACKUPS: list[tuple[str, Callable[[Path], object], str]] = [
    ("nothing", lambda file: None, "can't be read"),
    ("a text", lambda file: file.write_text("Қазақ"), "neither"),
    ("another database", another_database, "tables are not in it"),
    ("a dump cut off", lambda file: file.write_bytes(b"PGDMP\x01"), "pg_restore failed"),
    ("a folder", lambda file: file.mkdir(), "can't be read"),
]


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in NO_BACKUPS], ids=[row[0] for row in NO_BACKUPS])
def test_what_is_no_backup_is_refused_in_words(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    make(tmp_path / "file")
    with pytest.raises(StatedProblem, match=said):
        require_backup(tmp_path / "file")


def test_a_damaged_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    room = Room(sqlite_url)
    room.add_alike([f"Title {number}" for number in range(200)])
    room.store.close()
    file = tmp_path / "backup"
    back_up(sqlite_url, file)
    whole = bytearray(file.read_bytes())
    for at in range(8192, len(whole), 4096):
        whole[at : at + 64] = b"\xff" * 64
    file.write_bytes(bytes(whole))
    with pytest.raises(StatedProblem, match="damaged"):
        require_backup(file)


def test_a_backup_of_the_other_kind_says_how_to_go_on(sqlite_url: str, server: PostgreSQL, tmp_path: Path) -> None:
    back_up(sqlite_url, tmp_path / "backup")
    with (
        server.fresh(empty=True) as url,
        pytest.raises(StatedProblem, match=r"is a backup of SQLite.*python -m bot move"),
    ):
        put_back(tmp_path / "backup", url)


def newer(url: str) -> None:
    store = Store.open(url)
    with store.database.write_transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9031'"))
    store.close()


def test_a_newer_database_is_refused_in_words(database_url: str, tmp_path: Path) -> None:
    newer(database_url)
    with pytest.raises(StatedProblem, match=r"newer release of Jarshy \(9031\); this program knows 00\d\d"):
        migrate(database_url)
    with pytest.raises(StatedProblem, match="newer release"):
        back_up(database_url, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_backup_of_a_newer_release_is_refused_in_words(database_url: str, empty_url: str, tmp_path: Path) -> None:
    back_up(database_url, tmp_path / "backup")
    if database_url.startswith("sqlite"):
        newer(f"sqlite:///{tmp_path}/backup")
        with pytest.raises(StatedProblem, match=r"newer release of Jarshy \(9031\)"):
            put_back(tmp_path / "backup", empty_url)


def test_a_writer_waits_for_no_backup_and_the_backup_is_of_one_instant(sqlite_url: str, tmp_path: Path) -> None:
    room = Room(sqlite_url)
    room.add_alike([f"Title {number} " + "қ" * 2_000 for number in range(400)])
    wrote = threading.Event()
    written: list[int | None] = []

    def report(done: int, of: int) -> None:
        written.append(room.add_article(10_000 + len(written)))
        wrote.set()

    from bot.storage import sqlite_copy

    before = sqlite_copy.PAGES_AT_ONCE
    sqlite_copy.PAGES_AT_ONCE = 50
    try:
        back_up(sqlite_url, tmp_path / "backup", report=report)
    finally:
        sqlite_copy.PAGES_AT_ONCE = before
    assert len(written) > 5
    assert counts(f"sqlite:///{tmp_path}/backup")["article"] == 400
    room.store.close()


FULL = """
import resource, sys
from pathlib import Path
from bot.errors import StatedProblem
from bot.storage.store import back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    back_up(sys.argv[1], Path(sys.argv[2]))
except StatedProblem as problem:
    sys.exit(str(problem))
"""


def test_a_full_disk_leaves_no_half_file_and_says_what_to_do(database_url: str, tmp_path: Path) -> None:
    room = Room(database_url)
    room.add_alike([os.urandom(1_500).hex() for _ in range(60)])  # what does not pack
    room.store.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    done = programs.run("-c", FULL, database_url, str(folder / "backup"))
    assert done.returncode == 1
    assert "there is no room for" in done.stderr, done.stderr
    assert "Free some" in done.stderr
    assert list(folder.iterdir()) == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage import restore as restoring, restore_sqlite, restore_postgresql, new_file
from bot.storage.store import require_backup, restore
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
at = {
    "copied": (restoring, "settle"),
    "aside": (new_file, "put_in_place"),
    "restored": (restore_postgresql, "_set_revision"),
}
setattr(*at[sys.argv[3]], die)
restore(require_backup(Path(sys.argv[2])), sys.argv[1], told_until=None, now=datetime.now(UTC), force=True)
"""


def killed_at(stage: str, url: str, file: Path) -> None:
    """Restore in a process that is killed there."""
    assert programs.run("-c", KILLED, url, str(file), stage).returncode == -signal.SIGKILL


def one_of_two(url: str, file: Path) -> None:
    """Back up an archive of one article, and then add another."""
    room = Room(url)
    room.add_article(1)
    back_up(url, file)
    room.add_article(2)
    room.store.close()


@pytest.mark.parametrize("stage", ["copied", "aside"])
def test_a_restore_that_is_killed_leaves_the_old_file(sqlite_url: str, tmp_path: Path, stage: str) -> None:
    one_of_two(sqlite_url, tmp_path / "backup")
    killed_at(stage, sqlite_url, tmp_path / "backup")
    migrate(sqlite_url)
    assert counts(sqlite_url)["article"] == 2
    put_back(tmp_path / "backup", sqlite_url, force=True)
    migrate(sqlite_url)
    assert counts(sqlite_url)["article"] == 1


def test_a_restore_that_is_killed_on_postgresql_is_refused_until_it_is_finished(
    server: PostgreSQL, tmp_path: Path
) -> None:
    with server.fresh() as url:
        one_of_two(url, tmp_path / "backup")
        killed_at("restored", url, tmp_path / "backup")
        for refused in (lambda: migrate(url), lambda: back_up(url, tmp_path / "another")):
            with pytest.raises(StatedProblem, match="not finished"):
                refused()
        put_back(tmp_path / "backup", url, force=True)
        migrate(url)
        assert counts(url)["article"] == 1


def test_a_restore_that_fails_on_postgresql_changes_nothing(server: PostgreSQL, tmp_path: Path) -> None:
    with server.fresh() as url:
        one_of_two(url, tmp_path / "backup")
        backup = require_backup(tmp_path / "backup")
        whole = (tmp_path / "backup").read_bytes()
        (tmp_path / "backup").write_bytes(whole[: len(whole) - 2_000])
        with pytest.raises(StatedProblem, match="pg_restore failed"):
            restore(backup, url, told_until=None, now=datetime.now(UTC), force=True)
        migrate(url)
        assert counts(url)["article"] == 2


def test_the_password_of_a_database_is_on_no_command_line() -> None:
    url = "postgresql://me:s%40cret@db.example:6543/jarshy?sslmode=require"
    assert {name: value for name, value in environment(url).items() if name.startswith("PG")} == {
        "PGHOST": "db.example",
        "PGPORT": "6543",
        "PGUSER": "me",
        "PGPASSWORD": "s@cret",
        "PGDATABASE": "jarshy",
        "PGSSLMODE": "require",
    }


def test_a_tool_that_is_missing_or_too_old_is_told_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_tools, "FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StatedProblem, match=r"pg_dump is not installed.*PostgreSQL 16 or later"):
        Tool("pg_dump", 16)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18'\n")
    old.chmod(0o755)
    with pytest.raises(StatedProblem, match=r"15 is too old.*PostgreSQL 16 or later"):
        Tool("pg_dump", 16)
    Tool("pg_dump", 14)


def test_a_backup_of_an_older_release_is_taken_before_the_upgrade_and_migrated_after(
    old_url: str, empty_url: str, tmp_path: Path
) -> None:
    make_older(old_url, "0019", [])
    taken = back_up(old_url, tmp_path / "backup")
    backup = require_backup(tmp_path / "backup")
    assert (taken.workers, backup.revision, backup.workers) == (0, "0019", None)
    put_back(tmp_path / "backup", empty_url)
    migrate(empty_url)
    Room(empty_url).store.close()


def to_edit(room: Room, article_id: int) -> None:
    """An alert is being edited, and all of its article are to be."""
    claimed = {"state": "sending", "claimed_by": "worker", "claimed_until": later(minutes=1)}
    edit = {"article_id": article_id, "chat_id": 1, "lane": "telegram", "fair_at": 0.0, "not_before": NOW}
    with room.store.database.write_transaction() as db:
        db.execute(t.edit.insert().values(**edit, **claimed, attempts=0, plain=False))
        db.execute(t.redraw.insert().values(article_id=article_id, cursor=0, created_at=NOW))


def edits_of(store: Store) -> tuple[list[tuple[str, str | None]], list[int]]:
    with store.database.read_transaction() as db:
        edits = [(row.state, row.claimed_by) for row in db.execute(select(t.edit))]
        return edits, list(db.scalars(select(t.redraw.c.article_id)))


def test_what_was_owed_until_then_counts_as_told_and_what_is_owed_later_is_still_owed(
    database_url: str, empty_url: str, tmp_path: Path
) -> None:
    room = Room(database_url)
    query_id = room.follow(chat(), "AI")
    for number in (1, 2, 3):
        room.match(room.add_article(number), query_id)
    room.fan_out()
    room.add_article(4)  # not matched yet
    room.match(room.add_article(5), query_id)  # not fanned out
    with room.store.database.write_transaction() as db:
        held = {"state": "held", "cause": Cause.QUIET, "not_before": later(hours=9)}
        db.execute(update(t.delivery).where(t.delivery.c.article_id == 2).values(held))
    (claimed, *_) = room.claim(limit=1)
    for owed in (letter(chat(), "Now."), letter(chat(), "Later.", due_at=later(days=2))):
        room.store.chats.write_to(owed)
    to_edit(room, claimed.article.id)
    back_up(database_url, tmp_path / "backup")
    room.store.close()
    put_back(tmp_path / "backup", empty_url, told_until=later(hours=5))
    store = Store.open(empty_url)
    assert edits_of(store) == ([], []), "what these alerts show may be newer"
    assert store.outbox.count_deliveries() == {"dropped": 2, "held": 1}
    assert store.outbox.count_letters() == {"dropped": 1, "pending": 1}
    record = store.outbox.delivery_record(chat(), claimed.article.id)
    assert record is not None
    assert record.cause is Cause.RESTORED
    assert not store.outbox.fan_out(NOW)
    assert [store.articles.get(number).silent for number in (1, 4, 5)] == [False, True, True]  # type: ignore[union-attr]  # they are there
    assert store.sources.poll_state(SOURCE.key).told_until_at == later(hours=5)
    store.close()


def test_if_nothing_was_sent_since_all_is_owed_as_it_was(database_url: str, empty_url: str, tmp_path: Path) -> None:
    room = Room(database_url)
    query_id = room.follow(chat(), "AI")
    room.match(room.add_article(1), query_id)
    room.match(room.add_article(2), query_id)
    room.fan_out()
    room.claim(limit=1)
    room.match(room.add_article(3), query_id)
    to_edit(room, 1)
    back_up(database_url, tmp_path / "backup")
    room.store.close()
    put_back(tmp_path / "backup", empty_url)
    store = Store.open(empty_url)
    assert edits_of(store) == ([("pending", None)], [1])
    assert store.outbox.count_deliveries() == {"pending": 2}
    assert store.outbox.fan_out(NOW + timedelta(seconds=1))
    assert store.sources.poll_state(SOURCE.key).told_until_at is None
    store.close()
