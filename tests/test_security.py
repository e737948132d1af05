"""What docs/security.md says that can be looked up is so: ports, headers, limits, and the rights of files."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.cli.tables import PRIVATE
from bot.storage.allowed import A_DAY, ASK_AGAIN_AFTER
from bot.storage.oauth_states import TAKES_AT_MOST
from bot.storage.store import Store, back_up
from bot.web.attempts import SPAN
from bot.web.headers import headers_for
from bot.web.server import BODY_LIMIT, WebServer
from bot.web.sessions import SESSION_SPAN
from bot.web.slack_signature import WINDOW
from bot.worker.public import public_routes, web_middlewares, web_pages
from config.settings import DEFAULT_PORT, SHORTEST_ADMIN_TOKEN, Settings
from tests import programs
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.test_hubs import free_port
from tests.stories.test_secrets import Program

HOME = Path(__file__).resolve().parents[1]
DOCUMENT = (HOME / "docs/security.md").read_text(encoding="utf-8")
LISTENING = "0A"  #: a state in /proc/net/tcp


def table(heading: str) -> dict[str, str]:
    """The rows of the table whose first column has that heading."""
    rows = DOCUMENT.partition(f"| {heading} |")[2].partition("\n\n")[0].splitlines()[2:]
    assert rows, heading
    return {cells[0]: cells[1] for row in rows if (cells := [cell.strip() for cell in row.strip("|").split("|")])}


def span(words: str) -> timedelta:
    """`12 hours`, `after 30 days`."""
    found = re.search(r"(\d+) (minutes|hours|days|seconds)", words)
    assert found, words
    return timedelta(**{found[2]: int(found[1])})


async def test_every_answer_has_the_headers_of_the_table(sqlite_url: str) -> None:
    named = {
        name.strip("`"): value.partition("`")[2].partition("`")[0]
        for name, value in table("header of every answer").items()
    }
    assert named == headers_for("https://news.example.org")
    store = Store.open(sqlite_url)
    made = Settings.model_validate({"database_url": sqlite_url, "public_url": "https://news.example.org"})
    pages = web_pages(made)
    routes = public_routes(made, store, pages, lambda: pytest.fail("nobody asks for the time"))
    server = WebServer(0, routes, middlewares=web_middlewares(made, pages), host="127.0.0.1")
    await server.start()
    async with aiohttp.ClientSession() as client:
        for path in ("/privacy", "/nowhere", "/healthz"):
            async with client.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                assert {name: answer.headers.get(name) for name in named} == named, path
    await server.stop()
    store.close()


def test_the_limits_of_the_table_are_those_of_the_program() -> None:
    limits = table("limit")
    number = {name: int(re.findall(r"\d+", words)[0]) for name, words in limits.items()}
    assert number["body of a request"] == BODY_LIMIT
    assert number["age of a signature of Slack"] == WINDOW
    assert number["admin token"] == SHORTEST_ADMIN_TOKEN
    assert number["requests to be let in that reach operators"] == A_DAY
    assert span(limits["session of an operator"]) == SESSION_SPAN
    assert span(limits["wrong tokens of an address are remembered"]) == SPAN
    assert span(limits["an installation of the Slack app takes at most"]) == TAKES_AT_MOST
    assert span(limits["who was told or refused may ask again"]) == ASK_AGAIN_AFTER
    assert len(limits) == 8, "each is looked at here"


def rights(file: Path) -> str:
    return f"{stat.S_IMODE(file.stat().st_mode):04o}"


def test_files_that_tell_of_people_are_for_their_owner(tmp_path: Path, sqlite_url: str) -> None:
    named = table("file")
    assert named["a backup, an export, a restored SQLite file"].startswith(f"`{PRIVATE:04o}`")
    before = os.umask(0)
    try:
        back_up(sqlite_url, tmp_path / "backup")
        os.environ["DATABASE_URL"] = sqlite_url
        programs.run("bot", "export", "follows", "--output", str(tmp_path / "follows")).check_returncode()
        os.environ["DATABASE_URL"] = f"sqlite:///{tmp_path / 'restored.db'}"
        programs.run("bot", "restore", "--skip", str(tmp_path / "backup")).check_returncode()
    finally:
        os.umask(before)
    assert [rights(tmp_path / name) for name in ("backup", "follows", "restored.db")] == ["0600"] * 3
    for unit in (HOME / "deploy").glob("*.service"):
        assert "\nUMask=0077\n" in unit.read_text(encoding="utf-8"), unit.name


def test_the_port_of_the_table_is_that_of_the_settings() -> None:
    (port,) = table("port")
    assert port == f"`PORT`, {DEFAULT_PORT} where only `PUBLIC_URL` is set"


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells what a process listens on")
@pytest.mark.parametrize("with_port", [False, True], ids=["no port", "a port"])
async def test_a_program_listens_at_its_port_and_nowhere_else(tmp_path: Path, with_port: bool) -> None:
    port = free_port()
    async with TelegramServer() as telegram:
        variables = {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "JARSHY_SOURCES": str(tmp_path / "sources.toml"),
        } | ({"PORT": str(port)} if with_port else {})
        source = f'[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\nfeed = "{telegram.url}/rss"\n'
        (tmp_path / "sources.toml").write_text(source, encoding="utf-8")
        async with Program(tmp_path, **variables) as program:
            await program.prints("leases changed")
            async with asyncio.timeout(60):
                while "getUpdates" not in {call.method for call in telegram.attempts}:  # which is held for 25 s
                    await asyncio.sleep(0.05)
            assert listens_on(program.pid) == ({port} if with_port else set())


def listens_on(pid: int) -> set[int]:
    """The ports at which a process listens."""
    sockets = {os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink()}
    lines = [line for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    rows = [row for row in map(str.split, lines) if row[3] == LISTENING and f"socket:[{row[9]}]" in sockets]
    return {int(row[1].rpartition(":")[2], 16) for row in rows}
