"""A workspace installs the app through a browser: once, in time, in the browser where it began."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from yarl import URL

from bot.platforms.slack.oauth import OAuthApp
from bot.sealing import Sealer
from bot.storage.store import Store
from bot.web.oauth import COOKIE, OF_ONE, SlackInstallation
from bot.web.pages import Pages
from bot.web.server import WebServer
from config.translations import load_translations
from tests.platforms.slack.server import CLIENT, SlackServer

KEY = base64.b64encode(b"k" * 32).decode()


class Room:
    """The web app, Slack, and a browser."""

    def __init__(self, url: str, slack: SlackServer) -> None:
        self.store, self.slack = Store.open(url), slack
        self.now = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
        self.own: str | None = "T-OWN"
        self.secret = CLIENT[1]

    async def start(self) -> None:
        self.server = WebServer(0, host="127.0.0.1")
        await self.server.start()  # only to have a port that is free
        port = self.server.port
        await self.server.stop()
        self.url = f"http://127.0.0.1:{port}"
        self.server = WebServer(port, self.installation().routes(), host="127.0.0.1")
        await self.server.start()
        self.browser = self.new_browser()

    def installation(self) -> SlackInstallation:
        return SlackInstallation(
            app=OAuthApp(CLIENT[0], self.secret, self.slack.url),
            workspaces=self.store.workspaces,
            states=self.store.oauth_states,
            sealer=Sealer([KEY]),
            public_url=self.url,
            pages=Pages(load_translations("en"), public_url=self.url),
            clock=lambda: self.now,
            own_team=self._own_team,
        )

    async def _own_team(self) -> str | None:
        return self.own

    def new_browser(self, **headers: str) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers)

    async def begin(self, browser: aiohttp.ClientSession | None = None) -> URL:
        """Where the browser is sent to agree."""
        async with (browser or self.browser).get(f"{self.url}/slack/install", allow_redirects=False) as answer:
            assert answer.status == 302
            return URL(answer.headers["Location"])

    async def agree(self, place: URL, team: str = "T1", **how: str) -> URL:
        """Where Slack sends the browser back to."""
        async with self.browser.get(place.update_query(team=team, **how), allow_redirects=False) as answer:
            return URL(answer.headers["Location"])

    async def visit(self, place: URL | str, browser: aiohttp.ClientSession | None = None) -> tuple[int, str]:
        async with (browser or self.browser).get(place) as answer:
            return answer.status, await answer.text()

    def installed(self) -> list[str]:
        return [each.id for each in self.store.workspaces.installed()]


@pytest.fixture
async def room(sqlite_url: str) -> AsyncIterator[Room]:
    async with SlackServer() as slack:
        slack.workspace("T1", name="Акме")
        made = Room(sqlite_url, slack)
        await made.start()
        yield made
        await made.browser.close()
        await made.server.stop()
        made.store.close()


async def test_a_workspace_that_agrees_is_installed_and_told_what_to_do(room: Room) -> None:
    status, page = await room.visit(await room.agree(await room.begin()))
    assert status == 200
    assert "Jarshy is in your workspace" in page
    assert "/follow AI" in page
    assert 'href="https://slack.com/app_redirect?app=A1&amp;team=T1"' in page
    (workspace,) = room.store.workspaces.installed()
    assert (workspace.id, workspace.name, workspace.installed_at) == ("T1", "Акме", room.now)
    assert Sealer([KEY]).open(workspace.tokens.token) in room.slack.teams["T1"].tokens
    assert "xoxb" not in workspace.tokens.token


@pytest.mark.parametrize(
    ("language", "words"), [("ru-RU", "Jarshy теперь в вашем"), ("kk", "Jarshy енді"), ("fr", "Jarshy is in")]
)
async def test_the_page_speaks_the_visitors_language(room: Room, language: str, words: str) -> None:
    async with room.new_browser(**{"Accept-Language": language}) as browser:
        _, page = await room.visit(f"{room.url}/slack/installed?app=A1&team=T1", browser)
    assert words in page


async def test_who_cancels_installs_nothing_and_may_begin_anew(room: Room) -> None:
    status, page = await room.visit(await room.agree(await room.begin(), cancel="1"))
    assert status == 200
    assert "Nothing was installed" in page
    assert f'href="{room.url}/slack/install"' in page
    assert room.installed() == []


async def test_an_installation_ends_once(room: Room) -> None:
    back = await room.agree(await room.begin())
    assert (await room.visit(back))[0] == 200
    status, page = await room.visit(back)
    assert (status, "opened twice" in page) == (400, True)


async def test_an_installation_does_not_end_in_another_browser_and_still_ends_in_its_own(room: Room) -> None:
    back = await room.agree(await room.begin())
    async with room.new_browser() as stranger:
        assert (await room.visit(back, stranger))[0] == 400
        await room.begin(stranger)
        assert (await room.visit(back, stranger))[0] == 400
    assert room.installed() == []
    assert (await room.visit(back))[0] == 200


async def test_an_installation_that_takes_too_long_begins_anew(room: Room) -> None:
    back = await room.agree(await room.begin())
    room.now += timedelta(minutes=10)
    assert (await room.visit(back))[0] == 400
    assert room.installed() == []


async def test_two_tabs_of_one_browser_both_end(room: Room) -> None:
    room.slack.workspace("T2")
    first, second = await room.begin(), await room.begin()
    assert (await room.visit(await room.agree(second, "T2")))[0] == 200
    assert (await room.visit(await room.agree(first)))[0] == 200
    assert room.installed() == ["T1", "T2"]


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=x", "?state=&code=", f"?state={'я' * 1200}", "?state=%00&error=<b>"]
)
async def test_who_comes_without_a_state_of_ours_asks_slack_nothing(room: Room, query: str) -> None:
    status, page = await room.visit(f"{room.url}/slack/oauth_redirect{query}")
    assert (status, "Nothing was installed" in page, "<b>" in page) == (400, True, False)
    assert room.slack.asked["oauth.v2.access"] == 0


async def test_words_of_a_stranger_stand_in_no_page(room: Room) -> None:
    place = await room.begin()
    back = URL(f"{room.url}/slack/oauth_redirect").with_query(state=place.query["state"], error="<script>x</script>")
    _, page = await room.visit(back)
    assert "<script" not in page
    _, page = await room.visit(URL(f"{room.url}/slack/installed").with_query(app='"><script>', team="T1"))
    assert "<script" not in page
    assert "app_redirect" not in page


async def test_a_wrong_secret_is_the_operators_to_mend(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    back = await room.agree(await room.begin())
    room.slack.fail("oauth.v2.access", "bad_client_secret")
    status, page = await room.visit(back)
    assert (status, "its operator can see why" in page) == (500, True)
    assert "SLACK_CLIENT_SECRET" in capsys.readouterr().out


async def test_slack_that_is_away_is_said_to_pass(room: Room) -> None:
    back = await room.agree(await room.begin())
    room.slack.fail("oauth.v2.access", "internal_error", 500)
    assert (await room.visit(back))[0] == 502
    assert room.installed() == []


async def test_the_workspace_of_the_settings_stays_as_it_is(room: Room) -> None:
    room.own = "T1"
    status, page = await room.visit(await room.agree(await room.begin()))
    assert (status, "already" in page) == (200, True)
    assert room.installed() == []


async def test_nothing_is_installed_while_it_is_not_known_which_workspace_is_that_of_the_settings(room: Room) -> None:
    room.own = None
    assert (await room.visit(await room.agree(await room.begin())))[0] == 502
    assert room.installed() == []


async def test_the_cookie_is_for_this_browser_and_this_path_alone(room: Room) -> None:
    async with room.browser.get(f"{room.url}/slack/install", allow_redirects=False) as answer:
        cookie = answer.cookies[COOKIE]
        assert answer.headers["Cache-Control"] == "no-store"
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/slack/", "Lax", "600")
    assert (bool(cookie["httponly"]), bool(cookie["secure"])) == (True, False)
    room.url = "https://n.example/news"
    installation = room.installation()
    assert installation._redirect_uri == "https://n.example/news/slack/oauth_redirect"


async def test_a_head_begins_nothing(room: Room) -> None:
    async with room.browser.head(f"{room.url}/slack/install") as answer:
        assert answer.status == 405


async def test_one_address_begins_no_more_installations_than_people_do(room: Room) -> None:
    for _ in range(OF_ONE):
        await room.begin()
    async with room.browser.get(f"{room.url}/slack/install", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "900")
        assert "Try again in 15 minutes" in await answer.text()
    async with room.new_browser(**{"X-Forwarded-For": "203.0.113.7"}) as other:
        await room.begin(other)
    room.now += timedelta(minutes=15)
    await room.begin()
