"""The steps of docs/deployment.md, taken: `make deployment`, which takes minutes, and so `make test` does not.

The image is made as the Dockerfile says, in a folder (image.py), and its program started as its user, as compose.yaml
and the units do, with both platforms on loopback.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

import bot
from tests.conftest import SERVER
from tests.deployment.image import Image, build
from tests.deployment.programs import PATIENCE, Host, Newsroom, eventually, over_tcp, unchanged
from tests.platforms.slack.server import CLIENT, SIGNING_SECRET, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.test_hubs import free_port
from tests.test_packaging import UNITS, of, services, unit


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    root = Path(tempfile.mkdtemp(prefix="jarshy-image-"))
    root.chmod(0o755)  # whoever runs it has to enter
    yield build(root)
    shutil.rmtree(root)


@pytest.fixture
async def newsroom(image: Image) -> AsyncIterator[Newsroom]:
    room = Newsroom()
    async with room.publishing(image.root):
        yield room


def alerts(telegram: TelegramServer, title: str) -> list[str]:
    return [text for text in telegram.texts() if title in text and "🔔" in text]


async def asked(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as client:
        try:
            async with client.get(url) as answer:
                return answer.status, await answer.text()
        except aiohttp.ClientConnectionError:
            return 0, ""


async def is_ready(host: Host, port: int) -> None:
    """Wait until /readyz says that all is well."""
    said = (0, "")
    try:
        async with asyncio.timeout(PATIENCE):
            while said[0] != 200:
                said = await asked(f"http://127.0.0.1:{port}/readyz")
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise AssertionError(f"{said}\n{host.logs()}") from None


async def test_one_process_with_sqlite_alerts_answers_is_backed_up_and_ends(image: Image, newsroom: Newsroom) -> None:
    port = free_port()
    async with TelegramServer() as telegram:
        host = Host(
            image,
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=telegram.url,
            JARSHY_SOURCES=str(image.root / "sources.toml"),
            PORT=str(port),
        )
        (command,) = (json.loads(line) for line in of("CMD"))
        with unchanged(image.root / "jarshy"):
            assert await host.ends("jarshy", "check") in (0, 1), host.logs()
            async with host.running(["jarshy", *command]):
                await telegram.say("/follow Aktau")
                await eventually(lambda: bool(telegram.texts()), host.logs)
                await is_ready(host, port)
                assert await host.ends(*image.health) == 0
                newsroom.titles.append("Grain of Aktau sets a record")
                await eventually(lambda: bool(alerts(telegram, "sets a record")), host.logs)
                assert await host.ends("jarshy", "backup", str(image.data / "backup")) == 0, host.logs()
        assert await host.ends(*image.health) == 1, "nothing answers once it has ended"
        elsewhere = f"sqlite:///{image.data}/elsewhere.db"
        assert await host.ends("jarshy", "restore", "--skip", str(image.data / "backup"), DATABASE_URL=elsewhere) == 0
        with sqlite3.connect(image.data / "elsewhere.db") as db:
            assert db.execute("SELECT count(*) FROM subscription").fetchone() == (1,)
        db.close()


class Site:
    """PostgreSQL with a web app and two workers, as compose.yaml starts them, called by both platforms."""

    def __init__(self, host: Host, port: int, telegram: TelegramServer, slack: SlackServer) -> None:
        self.host, self.port, self.telegram, self.slack = host, port, telegram, slack
        self.url = f"http://127.0.0.1:{port}"
        slack.request_url = self.url
        self.teams = {team: slack.workspace(team) for team in ("T1", "T2")}

    async def install(self, team: str) -> None:
        """Somebody installs the app in a browser."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(f"{self.url}/slack/install", allow_redirects=False) as answer:
                assert answer.status == 302, await answer.text()
                place = URL(answer.headers["Location"]).update_query(team=team)
            async with browser.get(place) as answer:
                assert answer.status == 200, await answer.text()

    async def follow(self, team: str, topic: str) -> None:
        before = len(self.posted(team))
        self.slack.team = team
        await self.slack.slash("/follow", topic)
        await eventually(lambda: len(self.posted(team)) > before, self.host.logs)

    def posted(self, team: str) -> list[str]:
        return [str(each) for each in self.slack.of("chat.postMessage") if each.get("team", "") == team]

    async def told(self, team: str, title: str) -> None:
        await eventually(lambda: any(title in each for each in self.posted(team)), self.host.logs)


async def test_postgresql_with_web_and_two_workers_serves_both_platforms_and_two_workspaces(
    image: Image, newsroom: Newsroom
) -> None:
    port = free_port()
    with SERVER.fresh(empty=True) as private:
        async with TelegramServer() as telegram, SlackServer() as slack, over_tcp(private) as database:
            settings = {
                "DATABASE_URL": database,
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": telegram.url,
                "SLACK_API_URL": slack.url,
                "SLACK_CLIENT_ID": CLIENT[0],
                "SLACK_CLIENT_SECRET": CLIENT[1],
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "JARSHY_SECRET_KEY": b64encode(secrets.token_bytes(32)).decode(),
                "JARSHY_SOURCES": str(image.root / "sources.toml"),
            }
            host = Host(image, **settings)
            site = Site(host, port, telegram, slack)
            assert await host.ends("jarshy", *services()["migrate"]["command"]) == 0, host.logs()
            web = await host.start("jarshy", *services()["web"]["command"], PORT=str(port))
            worker = ["jarshy", *services()["worker"]["command"]]
            async with host.running(*[worker] * services()["worker"]["deploy"]["replicas"], PORT=""):
                await is_ready(host, port)
                await both_platforms(site, newsroom)
            web.terminate()
            assert await web.wait() == 0, host.logs()


async def both_platforms(site: Site, newsroom: Newsroom) -> None:
    """Follows from everywhere, an alert to everyone; then one workspace leaves."""
    await site.install("T1")
    await site.install("T2")
    await site.telegram.say("/follow Aktau")
    await eventually(lambda: bool(site.telegram.texts()), site.host.logs)
    await site.follow("T1", "Aktau")
    await site.follow("T2", "Aktau")
    newsroom.titles.append("Aktau builds a pier")
    await eventually(lambda: bool(alerts(site.telegram, "builds a pier")), site.host.logs)
    for team in site.teams:
        await site.told(team, "builds a pier")
    site.teams["T1"].remove()
    site.slack.team = "T1"
    await site.slack.event(type="app_uninstalled")
    newsroom.titles.append("Aktau opens the pier")
    await site.told("T2", "opens the pier")
    await site.follow("T2", "waste")
    assert not any("opens the pier" in each for each in site.posted("T1"))
    assert site.telegram.of("getUpdates") == []
    assert set(site.telegram.answers) | set(site.slack.statuses) == {200}


def test_what_a_unit_starts_is_installed_by_the_lines_before_it(image: Image) -> None:
    """The document installs to /opt/jarshy what the Dockerfile installs to /jarshy."""
    for file in UNITS:
        (started,) = unit(file)["ExecStart"]
        assert "/opt/jarshy/bin/jarshy " in started
    said = subprocess.run([image.root / "jarshy/bin/jarshy", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"jarshy {bot.__version__}\n"


def test_the_release_phase_of_a_host_with_a_procfile_migrates(image: Image, tmp_path: Path) -> None:
    environment: dict[str, Any] = {"PATH": os.defpath, "DATABASE_URL": f"sqlite:///{tmp_path}/jarshy.db"}
    command = [str(image.root / "jarshy/bin/python"), "-m", "bot", "migrate"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert (tmp_path / "jarshy.db").exists()
