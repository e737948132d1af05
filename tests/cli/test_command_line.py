"""The command line: what it prints, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app, main
from bot.cli import program
from bot.cli.checks.owed import COUNTED
from bot.delivery.retry import outcomes
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import storage as texts
from bot.matching.query import GRAMMAR
from bot.model import Cause, ChatLost, ChatRefused, DeliveryState, Entry, GiveUp, Key, KeyKind, WayState
from bot.storage.store import Outbox, Store
from config.sources import load_sources
from tests import programs
from tests.databases import PostgreSQL, sqlite_file
from tests.storage.conftest import Room, chat, letter, record

HOME = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz_012345"

FEED = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>A</title>
<item><title>Aktau port grows</title><link>http://127.0.0.1/a_1.html</link><guid>1</guid>
<pubDate>Tue, 25 Nov 2025 08:20:00 +0500</pubDate><description>A pier.</description></item></channel></rss>"""

STORY = """A second pier in Aktau

The port gets a second pier. It is built by spring.

Nobody is sure who pays for the
waste that is dredged there.
"""


class _Newsroom(BaseHTTPRequestHandler):
    """/feed is a feed, /page is no feed, /down fails for a while, /old moved, /withdrawn is 410, the rest is 404."""

    def do_GET(self) -> None:
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", "/feed")
            self.end_headers()
            return
        bodies = {
            "/feed": (200, FEED),
            "/page": (200, b"<html><body>Hello</body></html>"),
            "/down": (503, b""),
            "/withdrawn": (410, b""),
            "/ours/healthz": (200, b"ok"),
            "/other/healthz": (200, b"nginx"),
        }
        status, body = bodies.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def newsroom() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Newsroom)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> Path:
    os.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, given: str | None = None) -> Result:
    """Call the command line in this process."""
    return CliRunner().invoke(app, arguments, input=given)


def child(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a child process, without a terminal."""
    return programs.run("bot", *arguments, env=importable(**environment))


def importable(**environment: str) -> dict[str, str]:
    """The environment of a child process that finds the program in whatever folder it works."""
    path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH", "")]))
    return dict(os.environ) | {"PYTHONPATH": path, **environment}


def sources(*feeds: str) -> None:
    """Write a sources file with these feeds, and set JARSHY_SOURCES."""
    tables = [
        f'[[source]]\nkey = "s{number}"\nname = "S"\nlanguage = "en"\nfeed = "{feed}"\n'
        for number, feed in enumerate(feeds)
    ]
    Path("mine.toml").write_text("\n".join(tables), encoding="utf-8")
    os.environ["JARSHY_SOURCES"] = "mine.toml"


def test_a_stated_problem_is_printed_without_a_traceback() -> None:
    command, environment = [sys.executable, "-m", "bot", "run"], importable(LOG_LEVEL="loud")
    ended = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "LOG_LEVEL: 'LOUD' can't be used." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


def test_a_command_that_fails_does_not_say_that_the_program_fails_to_start() -> None:
    ended = child("restore", "nowhere")
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (1, "Jarshy can't do this.")


@pytest.mark.parametrize("command", [(), ("run",), ("worker",)])
def test_without_token_and_terminal_it_names_the_variables(command: tuple[str, ...]) -> None:
    ended = child(*command)
    assert ended.returncode == 1
    assert "TELEGRAM_BOT_TOKEN" in ended.stderr
    assert "SLACK_BOT_TOKEN" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unexpected_error_is_logged_without_secrets() -> None:
    ended = child("migrate", DATABASE_URL=f"sqlite:///news.db?timeout={TOKEN}")
    assert ended.returncode == 1
    assert "stopped by an unexpected error" in ended.stderr
    assert "[hidden]" in ended.stderr
    assert TOKEN not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        *(("fly",), ("try",), ("run", "--fast"), ("try", "AI", "nowhere.txt")),
        *(("chats", "--limit", "9" * 25), ("backfill", "a", "--limit", "9" * 25)),
        *(("move", "jarshy.db"), ("move", "sqlite:///jarshy.db", "mysql://u:p@h/d")),
        *(("backfill", "kt-eng", "--until", "9999-12-31"), ("backfill", "kt-eng", "--since", "0001-01-01")),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert call(*arguments).exit_code == 2


def test_an_argument_in_another_encoding_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program._require_text(["chats", "show", "telegram:\udcff"])
    assert ended.value.code == 2
    assert "Argument 3 is no UTF-8 text" in capsys.readouterr().err
    program._require_text(["chats", "--search", "Қала 🔔"])


def test_the_help_lists_what_is_built() -> None:
    shown = call("--help")
    assert shown.exit_code == 0
    for command in ("run", "worker", "web", "demo", "migrate", "move", "check", "try", "backfill"):
        assert command in shown.output


def test_the_help_and_the_start_of_a_command_import_no_library_of_a_worker() -> None:
    heavy = {
        "aiohttp",
        "alembic",
        "apscheduler",
        "feedparser",
        "lxml",
        "prompt_toolkit",
        "pydantic_settings",
        "pymorphy3",
        "slack_sdk",
        "sqlalchemy",
        "telegram",
    }
    put = "bot.cli.printing.put()"  # as most commands show what they found
    asked = f"import sys, bot.__main__, bot.cli.printing; {put}; print(sorted({heavy} & {{*sys.modules}}))"
    shown = subprocess.run([sys.executable, "-c", asked], cwd=HOME, capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


@pytest.mark.parametrize(
    ("program", "needless"),
    [
        (
            "bot.__main__, bot.cli.web, bot.worker.serving, bot.web.server",
            "apscheduler feedparser lxml slack_bolt telegram trafilatura",
        ),
        ("bot.__main__, bot.worker.build, bot.platforms.telegram", "feedparser lxml slack_bolt trafilatura"),
    ],
    ids=["web", "worker"],
)
def test_a_program_keeps_nothing_in_memory_that_it_never_uses(program: str, needless: str, sqlite_url: str) -> None:
    """What is needed to upgrade a database, too, once it is up to date."""
    never = {*needless.split(), "alembic", "mako", "psycopg", "PIL", "rich", "pygments", "click"}
    asked = f"""
import gc; gc.disable()
import sys, {program}
from bot.storage.store import Store, migrate
migrate({sqlite_url!r})
Store.open({sqlite_url!r}).close()
print(sorted({never} & {{*sys.modules}}))"""
    shown = subprocess.run([sys.executable, "-c", asked], cwd=HOME, capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_migrate_creates_the_database_and_accepts_an_existing_one() -> None:
    for _ in range(2):
        done = call("migrate")
        assert done.exit_code == 0
        assert "is up to date" in done.output
    assert Path("jarshy.db").is_file()


def test_move_copies_an_archive_to_where_database_url_says(server: PostgreSQL) -> None:
    Path("old").mkdir()
    old = sqlite_file(Path("old"))
    store = Store.open(old)
    store.follows.upsert_query("AI", "AI", datetime.now(UTC), grammar=GRAMMAR)
    store.close()
    with server.fresh(empty=True) as url:
        os.environ["DATABASE_URL"] = url
        for _ in range(2):
            done = call("move", old)
            assert done.exit_code == 0
            assert re.search(r"1 row in \d+ tables: now in postgresql", done.output)
        assert "query" in done.output
    assert isinstance(call("move", "sqlite:///nowhere.db", "sqlite:///new.db").exception, StatedProblem)


def test_a_server_that_is_down_is_a_stated_problem_without_the_password() -> None:
    for command in ("run", "worker", "migrate"):
        ended = child(command, DATABASE_URL="postgres://me:hunter22@127.0.0.1:9/news?password=hunter23")
        assert ended.returncode == 1
        assert "127.0.0.1:9/news" in ended.stderr
        assert "Look whether the server runs" in ended.stderr
        assert "Traceback" not in ended.stderr
        assert "?." not in ended.stderr
        assert "hunter2" not in ended.stderr + ended.stdout


def test_the_example_of_an_address_is_shown_whole_and_the_password_that_was_set_is_not() -> None:
    ended = child("migrate", DATABASE_URL="mysql://me:hunter22@127.0.0.1/news")
    assert ended.returncode == 1
    assert "postgresql://USER:PASSWORD@HOST:5432/NAME" in ended.stderr
    assert "hidden" not in ended.stderr
    assert "hunter22" not in ended.stderr


def test_a_url_with_an_unknown_option_is_a_stated_problem() -> None:
    ended = child("migrate", DATABASE_URL="postgresql://me:hunter22@127.0.0.1:9/news?sslmood=require")
    assert ended.returncode == 1
    assert "sslmood" in ended.stderr
    assert "hunter22" not in ended.stderr


def test_check_says_that_everything_is_well(newsroom: str) -> None:
    sources(f"{newsroom}/feed", f"{newsroom}/old")
    shown = call("check")
    assert shown.exit_code == 0, shown.output
    assert f"database sqlite:///{Path('jarshy.db').absolute()}: there is none yet, `run` makes it" in shown.output
    assert not Path("jarshy.db").exists(), "it changes nothing"
    assert shown.output.count("1 entry") == 2
    assert "no token is set" in shown.output
    assert shown.output.endswith("All good.\n")


def test_check_counts_alerts_and_letters_and_lists_failures(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    sqlite_file(Path())
    room = Room("sqlite:///jarshy.db")
    now = datetime.now(UTC)
    room.match(room.add_article(1, at=now), room.follow(chat("7"), "AI", at=now), at=now)
    room.fan_out(now)
    for delivery in room.claim(at=now):
        record(room.store, delivery, GiveUp(cause=Cause.SERVER_ERROR, detail="502"), None, now)
    room.store.notices.add("source:kt-eng", now, [letter(chat("7"))])
    room.store.close()
    shown = call("check").output
    assert "an alert was given up: Telegram 7, «Title 1»: gave up after a day: 502" in shown
    assert "notices to chats and operators: 1 pending" in shown


def test_check_names_each_failing_source_and_how_to_fix_it(newsroom: str) -> None:
    sources(f"{newsroom}/feed", f"{newsroom}/page", f"{newsroom}/down", f"{newsroom}/gone")
    shown = call("check")
    assert shown.exit_code == 1
    wrong = [line for line in shown.output.splitlines() if line.startswith("FAIL")]
    assert [f"source s{number}: {newsroom}/" in line for number, line in enumerate(wrong, 1)] == [True] * 3
    assert all("enabled = false" in line for line in wrong)
    assert "3 problems." in shown.output


def test_check_names_ways_that_moved_and_ways_that_are_withdrawn_and_shows_no_password(newsroom: str) -> None:
    secret = newsroom.replace("//", "//me:hunter22@")
    sources(f"{secret}/old", f"{secret}/withdrawn", f"{secret}/feed")
    sqlite_file(Path())
    store, at = Store.open("sqlite:///jarshy.db"), datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
    store.sources.sync(load_sources(Path("mine.toml")), at)
    for key, path in (("s1", "withdrawn"), ("s2", "feed"), ("s2", "renamed")):
        store.sources.record_way(WayState(source_key=key, address=f"{newsroom}/{path}", gone_at=at))
    shown = call("check").output
    assert f"source s0: {newsroom}/old has moved for good to {newsroom}/feed" in shown
    assert f"source s1: {newsroom}/withdrawn answered 410 Gone. To fix" in shown
    assert (
        f"source s1: {newsroom}/withdrawn answered 410 Gone at 2025-11-25 09:00 UTC, and is not asked any more" in shown
    )
    assert f"source s2: {newsroom}/feed had answered 410 Gone; it is there again" in shown
    assert not store.sources.poll_state("s2").ways[f"{newsroom}/feed"].gone_at
    assert "renamed" not in shown
    assert "hunter22" not in shown
    store.close()


def test_check_says_by_which_way_a_source_is_read_if_not_by_the_first(newsroom: str) -> None:
    sources(f"{newsroom}/down")
    way = f'[[source.way]]\nfeed = "{newsroom}/feed"\n'
    Path("mine.toml").write_text(Path("mine.toml").read_text() + way, encoding="utf-8")
    shown = call("check")
    assert shown.exit_code == 0, shown.output
    assert f"source s0: 1 entry at {newsroom}/feed, for {newsroom}/down answered 5" in shown.output


def test_check_says_that_no_source_is_enabled(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    Path("mine.toml").write_text(Path("mine.toml").read_text() + "enabled = false\n")
    shown = call("check")
    assert shown.exit_code == 1
    assert "no source is switched on" in shown.output


def test_check_reports_a_database_that_can_not_be_opened(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    os.environ["DATABASE_URL"] = "sqlite:///no/folder/x.db"
    shown = call("check")
    assert shown.exit_code == 1
    assert "can't be opened" in shown.output


def test_check_asks_the_platforms_whether_they_know_the_bot(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    os.environ.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=newsroom)
    shown = call("check")
    assert shown.exit_code == 1
    assert "FAIL" in shown.output
    assert TOKEN not in shown.output


def test_try_prints_json_that_scripts_can_rely_on() -> None:
    Path("story.txt").write_text(STORY, encoding="utf-8")
    Path("other.txt").write_text("Rain\nIt rains.\n", encoding="utf-8")
    shown = call("try", "waste  AKtau", "story.txt", "other.txt", "--json")
    assert shown.exit_code == 0
    answer = json.loads(shown.output)
    assert set(answer) == {"query", "understood", "matches"}
    assert answer["query"] == "waste  AKtau"
    (match,) = answer["matches"]
    assert set(match) == {"file", "title", "published_at", "sentence", "words"}
    assert (match["file"], match["title"], match["published_at"]) == ("story.txt", "A second pier in Aktau", None)
    assert all(word in match["sentence"] for word in match["words"])


def test_try_reads_standard_input_and_joins_lines_within_a_paragraph() -> None:
    shown = call("try", '"the waste"', "-", "--json", given=STORY)
    (match,) = json.loads(shown.output)["matches"]
    assert match["file"] == "-"
    assert match["sentence"] == "Nobody is sure who pays for the waste that is dredged there."


def test_try_reads_each_line_as_a_paragraph_where_no_line_is_blank() -> None:
    shown = call("try", '"pier The"', "-", "--json", given="Title\nA pier\nThe port\n")
    assert json.loads(shown.output)["matches"] == []


def test_try_shows_a_table_to_people() -> None:
    shown = call("try", "Aktau", "-", given=STORY)
    assert "Understood as: " in shown.output
    assert "A second pier in Aktau" in shown.output
    assert "1 of 1 matches." in shown.output
    assert "0 of 1 match." in call("try", "Astana", "-", given=STORY).output


def test_try_says_how_a_query_was_read_where_it_was_not_read_as_typed() -> None:
    shown = call("try", "pier in Aktau", "-", given=STORY)
    assert "Read as: pier + Aktau · left out: in" in shown.output
    answer = json.loads(call("try", "pier in Aktau", "-", "--json", given=STORY).output)
    assert answer["read_as"] == "Read as: pier + Aktau · left out: in"
    assert answer["understood"] == "Aktau pier"


def test_try_reports_a_query_that_can_not_be_parsed() -> None:
    shown = call("try", '"unbalanced', "-", given=STORY)
    assert shown.exit_code == 2
    assert "QUERY" in shown.output


def test_try_without_files_looks_into_the_archive() -> None:
    sqlite_file(Path())
    store = Store.open("sqlite:///jarshy.db")
    now = datetime.now(UTC).replace(microsecond=0)
    source = load_sources()[0]
    store.sources.sync([source], now)
    for number, age in enumerate((timedelta(days=1), timedelta(days=31))):
        link = f"https://example.org/{number}"
        entry = Entry(guid=None, link=link, title=f"Aktau {number}", teaser="A pier.", published_at=now - age)
        store.articles.add_entry(
            source, entry, [Key(kind=KeyKind.URL, value=link)], silent=True, page_due_at=None, now=now
        )
    store.close()
    text = call("try", "Aktau").output
    assert "Understood as: " in text
    assert "Aktau 0" in text
    assert "1 article of 1 in the last 30 days" in text
    assert "nothing of 1 in the last 30 days" in call("try", "Astana").output
    shown = call("try", "Aktau", "--json")
    assert shown.exit_code == 0
    (match,) = json.loads(shown.output)["matches"]
    assert set(match) == {"url", "title", "published_at", "sentence", "words"}
    assert (match["url"], match["title"], match["words"]) == ("https://example.org/0", "Aktau 0", ["Aktau"])
    assert datetime.fromisoformat(match["published_at"]) == now - timedelta(days=1)


def test_retry_makes_failed_alerts_pending_again() -> None:
    sqlite_file(Path())
    assert call("retry").stdout == (
        "0 failed alerts of the last week are pending again; `run` or `worker` sends them. "
        "0 waiting chats are tried now.\n"
    )
    room = Room("sqlite:///jarshy.db")
    now = datetime.now(UTC)
    room.match(room.add_article(1, at=now), room.follow(chat("7"), "AI", at=now), at=now)
    room.fan_out(now)
    for delivery in room.claim(at=now):
        record(room.store, delivery, GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), None, now)
    unknown = call("retry", "telegram:8")
    assert unknown.exit_code == 2
    assert "Near to it: telegram:7" in " ".join(unknown.output.split())
    assert call("retry", "telegram:7").stdout == (
        "1 failed alert of the last week is pending again; `run` or `worker` sends it. 0 waiting chats are tried now.\n"
    )
    assert room.store.outbox.count_deliveries() == {"pending": 1}
    room.store.close()
    assert call("retry", "me").exit_code == 2


def test_retry_tries_chats_that_refused_and_check_counts_them_and_says_why(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    sqlite_file(Path())
    room = Room("sqlite:///jarshy.db")
    now = datetime.now(UTC)
    for number in range(24):
        query_id = room.follow(chat(str(number)), "AI", at=now)
    room.match(room.add_article(1, at=now), query_id, at=now)
    room.fan_out(now)
    refused = ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
    for number, delivery in enumerate(room.claim(at=now)):
        verdict = refused if number < 21 else ChatLost(cause=Cause.BLOCKED if number < 23 else Cause.NO_RIGHTS)
        room.store.outbox.record_outcomes(outcomes((delivery,), verdict, now))
    room.store.close()
    shown = call("check")
    assert (
        "FAIL  Telegram: 21 chats are waiting, with retries: the chat was not found (21); if they should"
        in shown.output
    )
    assert (
        "Telegram: 3 chats are paused until they write again: the bot was blocked (2), the bot isn't allowed to post"
        in shown.output
    )
    assert "All good" not in shown.output
    assert " 1 waiting chat is tried now." in call("retry", "telegram:0").stdout
    assert " 21 waiting chats are tried now." in call("retry").stdout, "one of them rested for its rights"
    assert " 1 waiting chat is tried now." in call("retry", "telegram:21").stdout, "one that rests is named"
    room = Room("sqlite:///jarshy.db")
    assert room.store.outbox.count_deliveries() == {"pending": 21, "dropped": 3}
    room.store.close()
    shown = call("check")
    assert "waiting, with retries" not in shown.output
    assert "Telegram: 1 chat is paused" in shown.output


def test_try_shows_a_person_the_latest_twenty_and_a_script_all_of_them() -> None:
    sqlite_file(Path())
    store = Store.open("sqlite:///jarshy.db")
    now = datetime.now(UTC)
    source = load_sources()[0]
    store.sources.sync([source], now)
    for number in range(23):
        link = f"https://example.org/{number}"
        entry = Entry(guid=None, link=link, title=f"Aktau {number}", teaser="", published_at=now - timedelta(hours=1))
        store.articles.add_entry(
            source, entry, [Key(kind=KeyKind.URL, value=link)], silent=True, page_due_at=None, now=now
        )
    store.close()
    text = call("try", "Aktau").output
    assert text.count("https://") == 0
    assert "≈5 a week · 23 articles of 23 in the last 30 days. These are the latest." in text
    assert len(json.loads(call("try", "Aktau", "--json").output)["matches"]) == 23


def test_a_stated_problem_reaches_the_command_line_unchanged() -> None:
    os.environ["LOG_LEVEL"] = "loud"
    assert isinstance(call("migrate").exception, StatedProblem)


def locked(*_: object, **__: object) -> None:
    """Fail like the store while another process holds the write lock."""
    raise StorageError(texts.DATABASE_SAYS, error="OperationalError", reason="database is locked")


def test_a_database_that_becomes_locked_is_reported_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Outbox, "retry_failed", locked)
    monkeypatch.setattr(sys, "argv", ["jarshy", "retry"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "can't be used now: OperationalError: database is locked" in capsys.readouterr().err


def test_check_reports_a_database_that_is_locked(newsroom: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sources(f"{newsroom}/rss")
    sqlite_file(Path())
    monkeypatch.setattr(Outbox, "count_deliveries", locked)
    checked = call("check")
    assert checked.exit_code == 1
    assert "can't be used now: OperationalError: database is locked" in checked.output


def test_every_state_of_a_delivery_is_counted_but_of_those_that_came() -> None:
    assert {*COUNTED} == {*DeliveryState} - {DeliveryState.SENT, DeliveryState.JOINED}


def test_a_locale_without_a_letter_ends_nothing(tmp_path: Path) -> None:
    """As in ISO 8859-1, or where no locale is set and UTF-8 is not assumed."""
    sources = tmp_path / "sources.toml"
    sources.write_text('[[source]]\nkey = "a"\nname = "Ә"\nlanguage = "kk"\nfeed = "http://127.0.0.1:9/rss"\n', "utf-8")
    variables = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    variables |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "JARSHY_SOURCES": str(sources)}
    variables |= {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    variables |= {"DATABASE_URL": sqlite_file(tmp_path), "PYTHONPATH": str(HOME)}
    asked = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=tmp_path, env=variables) as ours:
        assert ours.stdout is not None
        first = ours.stdout.readline()
        while first and b"leases changed" not in ours.stdout.readline():
            assert ours.poll() is None
        ours.terminate()
        assert ours.wait(30) == 0
    assert first.startswith(b"Jarshy on Telegram \\xb7 1 source: a")
