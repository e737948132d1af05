"""What `check` says of each thing that may be broken."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.cli.checks import database, environment, inspection, machine, owed, platforms
from bot.cli.checks.database import soundness
from bot.cli.checks.finding import Finding, size, wrong
from bot.errors import ParseError, StorageError
from bot.i18n.catalogue import check as texts
from bot.i18n.catalogue import intake
from bot.i18n.text import Text
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.meaning.voice import BATCH
from bot.storage.store import SchemaState, Soundness, Store, examine
from bot.stories.meaning import everyday
from bot.web.headers import safe_headers
from bot.web.server import WebServer
from config.environment import load_settings
from config.settings import Settings
from tests.cli.test_command_line import TOKEN, child, newsroom, own_folder, sources
from tests.databases import sqlite_file
from tests.meaning.made import beside

__all__ = ["newsroom", "own_folder"]  # fixtures

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = base64.b64encode(b"k" * 32).decode()


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])


def said(findings: Sequence[Finding]) -> list[str]:
    """What is wrong, with how to fix it."""
    return [f"{each.text}. To fix: {each.fix}" if each.fix else each.text for each in findings if not each.good]


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL: 'LOUD' can't be used. Use DEBUG, INFO, WARNING or ERROR."),
        ({"PORT": "eighty"}, "PORT: 'eighty' can't be used. Use a whole number from 1 to 65535"),
        ({"DATABASE_URL": "mysql://u:hunter22@h/d"}, "DATABASE_URL: this is not the address of a database."),
        ({"JARSHY_TIMEZONE": "Asia/Aktau2"}, "JARSHY_TIMEZONE: there is no time zone 'Asia/Aktau2'"),
        ({"JARSHY_SOURCES": "none.toml"}, "JARSHY_SOURCES: there is no file none.toml"),
        ({"JARSHY_CONCEPTS": "none.toml"}, "JARSHY_CONCEPTS: there is no file none.toml"),
        ({"JARSHY_ADMINS": "me"}, "JARSHY_ADMINS: 'me' names nobody"),
        ({"JARSHY_ACCESS": "closed"}, "JARSHY_ACCESS: 'closed' can't be used. Use open or list"),
        ({"JARSHY_LANGUAGE": "de"}, "JARSHY_LANGUAGE: 'de' can't be used. Use en, ru or kk"),
        ({"JARSHY_ADMIN_TOKEN": "hunter22"}, "JARSHY_ADMIN_TOKEN: it can be guessed. Use 16 characters"),
        ({"JARSHY_SECRET_KEY": "hunter22"}, "JARSHY_SECRET_KEY: each key is 32 bytes in Base64"),
        ({"JARSHY_HEARTBEAT_URL": "hunter22"}, "JARSHY_HEARTBEAT_URL: this is not an http(s) address"),
        ({"PUBLIC_URL": "news.example.org"}, "PUBLIC_URL: this is not an http(s) address"),
        ({"PUBLIC_URL": "https://news.example.org:99999"}, "PUBLIC_URL: this is not an http(s) address"),
        ({"PUBLIC_URL": "https://[::1"}, "PUBLIC_URL: this is not an http(s) address"),
        ({"TELEGRAM_API_URL": "http://[::1"}, "TELEGRAM_API_URL: this is not an http(s) address"),
        ({"SLACK_API_URL": "https://slack.com:99999/api"}, "SLACK_API_URL: this is not an http(s) address"),
        ({"JARSHY_HEARTBEAT_URL": "https://h:99999/hunter22"}, "JARSHY_HEARTBEAT_URL: this is not an http(s) address"),
        ({"DATABASE_URL": "postgresql://u:p@hunter22@h/d"}, "DATABASE_URL: this is not the address of a database."),
        ({"JARSHY_ADMINS": "telegram:@aida"}, "JARSHY_ADMINS: 'telegram:@aida' is no id. Use the number of Telegram"),
        ({"JARSHY_ADMINS": "slack:T1/aida"}, "JARSHY_ADMINS: 'slack:T1/aida' is no id"),
        ({"JARSHY_MEANING": "perhaps"}, "JARSHY_MEANING: 'perhaps' can't be used. Use true or false"),
        ({"JARSHY_EMBEDDINGS_KEY": "hunter 22"}, "JARSHY_EMBEDDINGS_KEY: it holds spaces"),
        (
            {"JARSHY_EMBEDDINGS_URL": "https://me:hunter22@h/v1"},
            "JARSHY_EMBEDDINGS_URL: this is not an http(s) address, without a name or a query. "
            "Use https://models.example.org/v1",
        ),
        ({"TELEGRAM_BOT_TOKEN": "hunter 22"}, "TELEGRAM_BOT_TOKEN: it holds spaces"),
        ({"SLACK_BOT_TOKEN": "xapp-hunter22"}, "SLACK_BOT_TOKEN: this is the other token of Slack"),
        ({"SLACK_APP_TOKEN": "xapp-hunter22"}, "SLACK_BOT_TOKEN: it is not set, though Slack's other token is"),
        ({"SLACK_BOT_TOKEN": "xoxb-hunter22"}, "SLACK_APP_TOKEN: it is not set, though Slack's other token is"),
        ({"SLACK_CLIENT_ID": "1"}, "SLACK_CLIENT_SECRET: it is not set"),
        ({"JARSHY_TELEGRAM_RATE": "100"}, "JARSHY_TELEGRAM_RATE: Telegram takes 30 messages a second"),
        ({"DYNO": "web.1"}, "DATABASE_URL: this host wipes its disk"),
    ],
)
def test_a_setting_that_can_not_be_used_is_told_in_words(environment: dict[str, str], line: str) -> None:
    os.environ.update(environment)
    shown = call()
    assert shown.exit_code == 1
    assert f"FAIL  {line}" in shown.output
    assert "hunter22" not in shown.output
    assert "problem" in shown.output
    answer = json.loads(call("--json").output)
    assert answer["ok"] is False
    assert {each["about"] for each in answer["findings"]} == {"settings"}


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {"JARSHY_ADMIN": "telegram:1"},
            "JARSHY_ADMIN is set, and nothing reads it. To fix: take it away, or write JARSHY_ADMINS",
        ),
        ({"JARSHY_QQQ": "1"}, "JARSHY_QQQ is set, and nothing reads it. To fix: take it away"),
        (
            {"TELEGRAM_TOKEN": TOKEN},
            "TELEGRAM_TOKEN is set, and nothing reads it. To fix: take it away, or write TELEGRAM_BOT",
        ),
        ({"JARSHY_ACCESS": "list"}, "JARSHY_ACCESS is list, and JARSHY_ADMINS names nobody"),
        ({"JARSHY_ADMIN_TOKEN": "a" * 16}, "JARSHY_ADMIN_TOKEN is set, and no page is served"),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "JARSHY_ADMINS": "slack:U1"},
            "JARSHY_ADMINS names somebody on Slack, which has no",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "PUBLIC_URL": "http://news.example.org"},
            "PUBLIC_URL is http://, and platforms call https:// only",
        ),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "PUBLIC_URL": "https://news.example.org:8080"},
            "PUBLIC_URL names port 8080, and Telegram calls 443, 80, 88 and 8443 only",
        ),
    ],
)
def test_a_setting_that_does_nothing_or_contradicts_another_is_wrong(given: dict[str, str], line: str) -> None:
    os.environ.update(given)
    settings = load_settings()
    (wrong,) = said([*environment.look(settings, with_sources=True), *platforms.ways_in(settings)])
    assert wrong.startswith(line)
    assert TOKEN not in wrong


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"PUBLIC_URL": "http://news.example.org"}, None),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "PUBLIC_URL": "https://news.example.org:8443"}, None),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "Slack is asked over a socket (SLACK_APP_TOKEN)"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s" * 32, "PUBLIC_URL": "https://news.example.org"},
            "Slack calls https://news.example.org; its signing secret is set",
        ),
    ],
)
def test_how_platforms_reach_us_is_told(given: dict[str, str], line: str | None) -> None:
    os.environ.update(given)
    settings = load_settings()
    found = list(platforms.ways_in(settings))
    assert [each.text for each in found] == ([line] if line else [])
    assert not said([*found, *environment.contradictions(settings)])


def test_a_file_that_can_not_be_read_does_not_hide_the_rest(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    Path("mine.toml").write_text("[[source]]\nkee = 1\n", encoding="utf-8")
    Path("concepts.toml").write_text("[[concept]]\nnonsense = 1\n", encoding="utf-8")
    os.environ["JARSHY_CONCEPTS"] = "concepts.toml"
    os.environ["JARSHY_ADMNS"] = "1"
    answer = json.loads(call("--json").output)
    wrong = {each["about"] for each in answer["findings"] if not each["good"]}
    assert wrong == {"sources", "concepts", "settings"}
    assert {"database", "clock", "zones", "disk", "reader"} <= {each["about"] for each in answer["findings"]}
    assert all(set(each) == {"good", "about", "text", "fix"} for each in answer["findings"])
    (stray,) = (each for each in answer["findings"] if each["about"] == "settings" and not each["good"])
    assert stray["fix"] == "take it away, or write JARSHY_ADMINS, if that is meant"


SOUND = Soundness(postgresql=False, version="3.46", schema=SchemaState.CURRENT, revision="0021", newest="0021", size=1)


@pytest.mark.parametrize(
    ("found", "good", "line"),
    [
        (SOUND, True, "SQLite 3.46, 1 byte, write-ahead log 0 bytes; its tables are those of this release (0021)"),
        (
            Soundness(postgresql=True, version="16.2", schema=SchemaState.CURRENT, checked=False),
            True,
            "PostgreSQL 16.2, ",
        ),
        (Soundness(postgresql=False), True, "database db: there is none yet, `run` makes it"),
        (Soundness(postgresql=True), True, "database db: it has no tables yet, `run` makes them"),
        (
            Soundness(postgresql=True, schema=SchemaState.BEHIND, revision="0019", newest="0021"),
            True,
            "database db: its tables are of an earlier release (0019, this one needs 0021); `run` and `migrate` bring",
        ),
        (
            Soundness(postgresql=True, schema=SchemaState.NEWER, revision="9999", newest="0021"),
            False,
            "database db: it was upgraded by a newer release of Jarshy (9999); this program knows 0021. To fix",
        ),
        (
            Soundness(postgresql=False, faults=("row 3 missing",)),
            False,
            "the database db is damaged: row 3 missing. To fix",
        ),
        (
            Soundness(postgresql=False, folder=Path("/none")),
            False,
            "the database db can't be opened: there is no folder /none",
        ),
        (
            Soundness(postgresql=True, writable=False),
            False,
            "the database db can't be written by this user. To fix: name the server",
        ),
        (
            Soundness(postgresql=False, writable=False),
            False,
            "the database db can't be written by this user. To fix: give this user",
        ),
        (
            Soundness(postgresql=False, schema=SchemaState.CURRENT, wal=2 * database.WAL_LIMIT),
            False,
            "the write-ahead log of db has 2.0 GB: something reads and never ends. To fix: end what else",
        ),
    ],
)
def test_a_database_is_told_as_it_is(found: Soundness, good: bool, line: str) -> None:
    findings = list(soundness(found, "db"))
    if good:
        assert not said(findings)
        assert findings[0].text.startswith(line)
    else:
        assert said(findings)[0].startswith(line)


def test_a_database_that_is_no_file_is_wrong(tmp_path: Path) -> None:
    (forgotten,) = said(tuple(soundness(examine("sqlite://"), "sqlite://")))
    assert forgotten.startswith("the database sqlite:// is in memory: all is forgotten when the program ends")
    found = database.look(Settings.model_validate({"database_url": f"sqlite:///{tmp_path}"}), NOW)
    assert said(found.findings) == [f"{tmp_path} is a folder, a device or a pipe: name a file"]


def test_a_finding_is_one_line_whatever_a_server_says() -> None:
    assert wrong("x", texts.CHILD_FAILS, error="404\nNot Found").text.endswith("fails: 404 Not Found")


def test_a_large_file_may_be_looked_through_in_part(sqlite_url: str) -> None:
    part = Soundness(postgresql=False, schema=SchemaState.CURRENT, checked=False, size=1)
    assert "too large to be looked through in 3 s" in list(soundness(part, "db"))[-1].text
    assert list(soundness(SOUND, "db"))[-1].text == "database db: looked through, no damage"


def test_a_newer_database_is_wrong_and_an_older_one_is_left_as_it_is(sqlite_url: str) -> None:
    os.environ["DATABASE_URL"] = sqlite_url
    for revision, good in (("9999", False), ("0019", True)):
        store = Store.open(sqlite_url)
        with store.database.write_transaction() as db:
            db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
        store.close()
        looked = database.look(load_settings(), NOW)
        assert not looked.usable
        assert all(each.good for each in looked.findings) is good
        with (store := Store.open(sqlite_url)).database.read_transaction() as db:
            assert db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == revision
        store.close()


def test_a_database_that_is_away_or_locked_is_told_without_its_password(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.environ["DATABASE_URL"] = "postgresql://me:hunter22@127.0.0.1:9/news"
    (away,) = said(database.look(load_settings(), NOW).findings)
    assert "Look whether the server runs" in away
    assert "hunter22" not in away
    os.environ["DATABASE_URL"] = sqlite_url

    def locked(*_: object) -> None:
        raise StorageError(Text("the database is locked"))

    monkeypatch.setattr(Store, "open", locked)
    (wrong,) = said(database.look(load_settings(), NOW).findings)
    assert wrong.endswith("see whether another program holds it, and whether it runs")


def test_an_outbox_that_does_not_move_is_wrong() -> None:
    lanes = {"telegram": NOW - timedelta(hours=1)}
    (stuck,) = said(list(owed.stuck(lanes, 1)))
    assert stuck.startswith("outbox of telegram: alerts are due since 2026-03-02 08:00 UTC and are not sent, though a")
    (idle,) = said(list(owed.stuck(lanes, 0)))
    assert idle.endswith("no worker runs that could send them. To fix: start `run` or `worker`")
    (left,) = owed.left_sending({"slack:T1": 2})
    assert (left.good, left.text[:61]) == (True, "outbox of slack:T1: 2 alerts are being sent or edited by a wo")


@pytest.mark.parametrize(
    ("ahead", "line"),
    [
        ((), "the clock was compared with nothing: no server answered"),
        ((0.4,), "the clock is right, by the answer of 1 server"),
        ((5.0, -5.0), "the clock is right, by the answers of 2 servers"),
        ((61.0,), "the clock of this machine is 61 s ahead. To fix: have it set by NTP"),
        ((-400.0, -401.0, 0.0), "the clock of this machine is 400 s behind. To fix: have it set by NTP"),
        ((0.0, 0.0, 90_000.0), "the clock is right, by the answers of 3 servers"),
    ],
)
def test_the_clock_is_judged_by_most_of_the_servers(ahead: tuple[float, ...], line: str) -> None:
    found = machine.clock([timedelta(seconds=each) for each in ahead])
    assert (said([found]) or [found.text])[0].startswith(line)


def test_zones_are_those_of_today() -> None:
    assert machine.zones(NOW).good
    assert not machine.zones(datetime(2023, 1, 1, tzinfo=UTC)).good, "as zone data without 2024 would say it"


@pytest.mark.parametrize(
    ("free", "total", "good"),
    [
        (499_999_999, 10**9, False),
        (500_000_000, 10**9, True),
        (4 * 10**9, 100 * 10**9, False),
        (5 * 10**9, 100 * 10**9, True),
    ],
)
def test_a_disk_that_is_nearly_full_is_wrong(free: int, total: int, good: bool) -> None:
    assert machine.disk(Path("/var"), free, total).good is good


def test_disks_are_those_of_the_database_and_of_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(list(machine.disks(Path("/dev/shm") if Path("/dev/shm").is_dir() else None))) in (1, 2)
    assert [each.about for each in machine.disks(tmp_path / "nowhere")] == ["disk"]

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", none)
    (wrong,) = said(list(machine.disks(None)))
    assert wrong.endswith("make one, and name it in TMPDIR")


def test_memory_is_what_machine_and_container_leave(tmp_path: Path) -> None:
    for name, content in (
        ("info", "MemTotal: 9\nMemAvailable: 500000 kB\n"),
        ("max", "90000000\n"),
        ("now", "50000000\n"),
    ):
        (tmp_path / name).write_text(content, encoding="ascii")
    info, most, used, absent = (tmp_path / name for name in ("info", "max", "now", "absent"))
    assert machine.free_memory(info, (absent, absent)) == 512_000_000
    assert machine.free_memory(info, (most, used)) == 40_000_000
    most.write_text("max\n", encoding="ascii")
    assert machine.free_memory(info, (most, used)) == 512_000_000
    assert machine.free_memory(absent, (absent, absent)) is None
    assert said(list(machine.memory(40_000_000)))[0].startswith("memory: only 40 MB free")
    assert not list(machine.memory(None))
    assert not said(list(machine.memory(512_000_000)))


@pytest.mark.parametrize(
    ("of", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (12_345_678, "12 MB"), (5 * 10**15, "5000 TB")],
)
def test_sizes_are_told_in_units(of: int, words: str) -> None:
    assert size(of) == words


def test_public_url_is_asked_whether_it_is_us(newsroom: str) -> None:
    async def ask(url: str, workers: int) -> Finding:
        http = HttpClient(time_limit=5)
        try:
            return await platforms.reached(url, http, workers=workers)
        finally:
            await http.close()

    other = asyncio.run(ask(f"{newsroom}/other", 0))
    assert said([other])[0].startswith(
        f"PUBLIC_URL: {newsroom}/other/healthz answers something else: it is not this program"
    )
    ours = asyncio.run(ask(f"{newsroom}/ours", 0))
    assert (ours.good, ours.text) == (True, f"PUBLIC_URL: {newsroom}/ours/healthz answers")
    away = asyncio.run(ask("http://127.0.0.1:9", 1))
    assert said([away])[0].endswith("the server before the program lead to its port")
    idle = asyncio.run(ask("http://127.0.0.1:9", 0))
    assert idle.good
    assert idle.text.endswith("no worker runs now, so that may be well")


async def test_port_is_free_or_ours_or_taken_by_another() -> None:
    ours = WebServer(0, middlewares=[safe_headers(None)], host="127.0.0.1")
    await ours.start()
    found = await platforms.listening(ours.port)
    await ours.stop()
    assert (found.good, found.text) == (True, f"PORT: Jarshy's web app answers at {ours.port}")
    free = await platforms.listening(ours.port)
    assert (free.good, free.text) == (True, f"PORT: {ours.port} is free for the web app")
    other = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = other.sockets[0].getsockname()[1]
    (taken,) = said([await platforms.listening(port)])
    other.close()
    assert taken.startswith(f"PORT: nothing can listen on {port} (address already in use), and Jarshy does not")
    assert "To fix: set PORT to one that is free" in taken


def test_a_part_that_takes_too_long_or_has_a_bug_is_a_finding(caplog: pytest.LogCaptureFixture) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    async def broken() -> None:
        raise KeyError("hunter22")

    slow = asyncio.run(inspection._guarded("platforms", never(), 0.0))
    bug = asyncio.run(inspection._guarded("platforms", broken()))
    assert isinstance(slow, Finding)
    assert isinstance(bug, Finding)
    assert slow.text == "platforms: no answer within 0 s"
    assert bug.text == "platforms can't be looked at: KeyError"


def test_a_child_process_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    async def dies(*_: object, **__: object) -> None:
        raise ParseError(intake.KILLED_READER, code="-9")

    monkeypatch.setattr(Reader, "listing", fails)
    assert "Resource temporarily unavailable" in said([asyncio.run(machine.child(Reader()))])[0]
    monkeypatch.setattr(Reader, "listing", dies)
    assert "fails" in said([asyncio.run(machine.child(Reader()))])[0]


def of_meaning(**environment: str) -> list[Finding]:
    """What is found of the second voice of stories."""
    os.environ.update(environment)
    return asyncio.run(inspection._meaning(load_settings()))


def test_without_a_second_voice_nothing_is_said_of_it() -> None:
    assert of_meaning() == []


def test_a_second_voice_is_asked_once_and_what_it_lacks_is_told() -> None:
    with beside() as server:
        (well,) = of_meaning(JARSHY_EMBEDDINGS_URL=server.url)
        assert well.good
        assert well.text.startswith("stories are told by their meaning, too; an article takes ")
        server.says("no such model", 404)
        (wrong,) = said(of_meaning())
        assert wrong.startswith(
            "stories are told by their words alone: the endpoint answered with status 404. To fix: "
        )
        server.answers = [None] * (len(everyday()) // BATCH)  # it is measured
        server.says("busy", 503)
        (wrong,) = said(of_meaning())
        assert wrong.startswith("stories are told by their words alone: the model is too slow, or fails now and then")


def test_a_key_that_opens_nothing_is_a_contradiction() -> None:
    os.environ["JARSHY_EMBEDDINGS_KEY"] = "sk-1"
    (wrong,) = said(list(environment.contradictions(load_settings())))
    assert wrong.startswith("JARSHY_EMBEDDINGS_KEY is set, and JARSHY_EMBEDDINGS_URL, which it opens, is not")


def test_check_of_a_whole_installation_prints_json_and_no_secret(newsroom: str) -> None:
    sources(f"{newsroom}/feed")
    sqlite_file(Path())
    os.environ.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL=newsroom, JARSHY_SECRET_KEY=KEY)
    os.environ.update(PUBLIC_URL=newsroom, JARSHY_ADMIN_TOKEN="a-token-of-an-admin")
    ended = child("check", "--json")
    assert ended.returncode == 1
    answer = json.loads(ended.stdout)
    by_about = {each["about"]: each for each in answer["findings"]}
    assert not by_about["telegram"]["good"]
    assert by_about["database"]["good"]
    assert by_about["workers"]["text"] == "no worker runs now"
    assert "Traceback" not in ended.stderr
    assert not {TOKEN, KEY, "a-token-of-an-admin"} & set((ended.stdout + ended.stderr).split())
    assert TOKEN not in ended.stdout + ended.stderr
