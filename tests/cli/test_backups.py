"""`backup`, `restore` and `backfill`, as they are called."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import typer
from sqlalchemy import text, update

from bot.cli import restore as restoring
from bot.errors import StatedProblem
from bot.storage import schema as t
from bot.storage.backup_file import require_backup
from bot.storage.store import Store, migrate
from config.sources import load_sources
from tests import programs
from tests.cli.test_command_line import call, child, importable, own_folder, sources  # noqa: F401 - its fixture is used
from tests.storage.conftest import Room, chat
from tests.tools import tools  # noqa: F401 - used by all of them


@pytest.fixture
def url(database_url: str) -> str:
    os.environ["DATABASE_URL"] = database_url
    return database_url


def owing(url: str) -> None:
    """One alert that is pending."""
    room = Room(url)
    query_id = room.follow(chat(), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    room.store.close()


def states(url: str) -> dict[str, int]:
    store = Store.open(url)
    found = store.outbox.count_deliveries()
    store.close()
    return dict(found)


def test_a_backup_says_its_size_and_its_time_and_is_not_replaced(url: str) -> None:
    owing(url)
    first = call("backup", "mine")
    assert first.exit_code == 0, first.output
    assert re.fullmatch(r"mine: \d+\.\d MB, as of 20\S+ \d\d:\d\d \+05, in \d+\.\d s\. .*whole\.\n", first.output)
    assert call("backup", "mine").exit_code == 1
    assert call("backup", "mine", "--force").exit_code == 0
    assert call("backup", "nowhere/mine").exit_code == 1
    os.mkfifo("pipe")
    for no_place in ("", ".", "pipe", "x" * 300):
        problem = call("backup", no_place, "--force").exception
        assert isinstance(problem, StatedProblem), no_place
    assert Path("pipe").is_fifo()


RESTORES = [
    ("just taken, at rest", (), {}, {"pending": 1}),
    ("nothing was sent", ("--resend",), {"workers": 3}, {"pending": 1}),
    ("taken under a worker", (), {"workers": 1}, {"dropped": 1}),
    ("taken at rest, long ago", (), {"hours": 3}, {"dropped": 1}),
    ("said to have been sent", ("--skip",), {}, {"dropped": 1}),
]


@pytest.mark.parametrize(("options", "taken", "owed"), [row[1:] for row in RESTORES], ids=[row[0] for row in RESTORES])
def test_what_was_due_since_the_backup_counts_as_sent_if_it_may_have_been(
    sqlite_url: str, tmp_path: Path, options: tuple[str, ...], taken: dict[str, int], owed: dict[str, int]
) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    owing(sqlite_url)
    assert call("backup", "mine").exit_code == 0
    store = Store.open(f"sqlite:///{tmp_path}/mine")
    at = datetime.now(UTC) - timedelta(hours=taken.get("hours", 0))
    with store.database.write_transaction() as db:
        db.execute(update(t.backup).values(workers=taken.get("workers", 0), taken_at=at))
    store.close()
    done = call("restore", "mine", "--force", *options)
    assert done.exit_code == 0, done.output
    assert f"kept as {tmp_path}/jarshy.db.before" in done.output
    assert ("count as sent" in done.output) is ("dropped" in owed)
    assert states(sqlite_url) == owed


def test_it_is_restored_on_both_databases_and_refuses_what_is_there(url: str) -> None:
    owing(url)
    assert call("backup", "mine").exit_code == 0
    refused = call("restore", "mine", "--resend")
    assert refused.exit_code == 1
    assert call("restore", "mine", "--resend", "--force").exit_code == 0
    assert states(url) == {"pending": 1}


@pytest.mark.parametrize(
    "arguments",
    [("--skip", "--resend"), ("--until", "yesterday"), ("--until", "2001-01-01")],
)
def test_what_can_not_be_meant_is_wrong_usage(sqlite_url: str, arguments: tuple[str, ...]) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    owing(sqlite_url)
    assert call("backup", "mine").exit_code == 0
    assert call("restore", "mine", "--force", *arguments).exit_code == 2
    assert states(sqlite_url) == {"pending": 1}


@pytest.mark.parametrize(("answers", "told"), [("skip\n", True), ("what?\nsend\n", False), ("\n", False)])
def test_in_a_terminal_it_asks(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, answers: str, told: bool) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    owing(sqlite_url)
    assert call("backup", "mine").exit_code == 0
    found, asked = require_backup(Path("mine")), iter(answers.split("\n"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", lambda _text, default: next(asked) or default)
    zone = ZoneInfo("Asia/Almaty")
    assert restoring.may_have_been_told(found, datetime.now(UTC), zone) is told


@pytest.mark.parametrize(
    "command", [("run",), ("worker",), ("migrate",), ("check",), ("backup", "mine"), ("try", "AI")]
)
def test_a_newer_database_is_refused_in_words_by_every_command(url: str, command: tuple[str, ...]) -> None:
    store = Store.open(url)
    with store.database.write_transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9031'"))
    store.close()
    sources("http://127.0.0.1:9/feed")
    ended = child(*command, TELEGRAM_BOT_TOKEN="123456789:AAabcdefghijklmnopqrstuvwxyz_012345")
    assert ended.returncode == 1
    said = " ".join((ended.stdout + ended.stderr).split())
    assert "newer release of Jarshy (9031); this program knows 00" in said, said
    assert "Traceback" not in said
    assert not Path("mine").exists()


def article(number: int) -> bytes:
    at = f"{datetime.now(UTC) - timedelta(days=10, hours=number):%Y-%m-%dT%H:%M:%S+00:00}"
    return (
        f"<html><head><title>Port of Aktau {number}</title>"
        f'<meta property="article:published_time" content="{at}"></head><body><article><h1>Port of Aktau {number}</h1>'
        f"<p>{'The port of Aktau grows by a pier, says the mayor of the city. ' * 5}</p>"
        f"<p>{f'Number {number} is told here at some length, so that it is read. ' * 5}</p></article></body></html>"
    ).encode()


class _Press(BaseHTTPRequestHandler):
    """A sitemap of 40 articles, each a moment late."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        host = self.headers["Host"]
        if self.path == "/sitemap.xml":
            rows = "".join(f"<url><loc>http://{host}/news/story-number-{n:010}.html</loc></url>" for n in range(40))
            body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
        elif found := re.fullmatch(r"/news/story-number-(\d+)\.html", self.path):
            body = article(int(found[1]))
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def press() -> Iterator[str]:
    _Press.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Press)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def stored(url: str) -> list[str]:
    store = Store.open(url)
    found = addresses(store)
    store.close()
    return found


def addresses(store: Store) -> list[str]:
    return [one.url or "" for one in store.articles.published(datetime.now(UTC) - timedelta(days=400))]


async def begun(press: str) -> programs.Program:
    asked = ["backfill", "s0", "--from", f"{press}/sitemap.xml", "--every", "0.02"]
    return await programs.start("bot", *asked, env=importable(), stdout=programs.PIPE, stderr=programs.PIPE)


async def wait_until_stored(store: Store, count: int, program: programs.Program) -> None:
    while len(addresses(store)) < count:
        assert program.returncode is None, await program.communicate()
        await asyncio.sleep(0.05)


async def test_an_archive_is_read_in_by_runs_that_are_killed_and_stopped(url: str, press: str) -> None:
    migrate(url)
    sources(f"{press}/feed")
    store = Store.open(url)
    killed = await begun(press)
    await wait_until_stored(store, 5, killed)
    killed.kill()
    await killed.communicate()
    stopped = await begun(press)
    await wait_until_stored(store, 12, stopped)
    store.close()
    stopped.send_signal(signal.SIGINT)
    told, _ = await stopped.communicate()
    assert stopped.returncode == 130
    assert "run it again to go on" in told.decode()
    last = await begun(press)
    told, errors = await last.communicate()
    assert last.returncode == 0, errors.decode()
    assert re.search(rb"s0: \d+ articles? stored, published from \S+ to \S+; \d+ known already\.", told), told.decode()
    found = stored(url)
    assert len(found) == len(set(found)) == 40
    asked = [path for path in _Press.asked if path.startswith("/news/")]
    assert len(asked) <= 42, "what was stored is not asked for again"


def test_a_dry_run_counts(sqlite_url: str, press: str) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    sources(f"{press}/feed")
    done = call("backfill", "s0", "--from", f"{press}/sitemap.xml", "--dry-run", "--every", "0")
    assert done.exit_code == 0, done.output
    assert "40 articles would be read" in done.output
    assert stored(sqlite_url) == []


def test_a_source_that_an_operator_has_switched_off_is_refused_in_words(url: str, press: str) -> None:
    migrate(url)
    sources(f"{press}/feed")
    store = Store.open(url)
    store.sources.sync(load_sources(Path("mine.toml")), datetime.now(UTC))
    assert store.switches.switch_off("s0", datetime.now(UTC))
    asked = len(_Press.asked)
    for more in ([], ["--dry-run"]):
        refused = call("backfill", "s0", "--from", f"{press}/sitemap.xml", "--every", "0", *more)
        assert refused.exit_code == 1
        assert "the source s0 is switched off by an operator" in str(refused.exception)
    assert len(_Press.asked) == asked, "nothing was fetched"
    assert store.switches.switch_on("s0", datetime.now(UTC))
    store.close()
    assert call("backfill", "s0", "--from", f"{press}/sitemap.xml", "--limit", "1", "--every", "0").exit_code == 0


def test_what_can_not_be_read_in_is_told(sqlite_url: str, press: str) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    sources(f"{press}/feed")
    assert call("backfill", "elsewhere").exit_code == 2
    assert call("backfill", "s0", "--since", "long ago").exit_code == 2
    gone = call("backfill", "s0", "--every", "0")
    assert gone.exit_code == 1
    assert "1 page could not be read" in gone.output
