"""Slack for many workspaces, over HTTP from the button to the alert: they come and go, and none concerns another."""

from __future__ import annotations

import asyncio
import base64
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.model import Cause, Chat, ChatKind, Command, Tokens
from bot.platforms import in_flight
from bot.rules import Rules
from bot.sealing import Sealer
from bot.web.server import WebServer
from bot.worker import workspaces as following
from bot.worker.build import build_platforms
from bot.worker.calls import StoredCalls
from bot.worker.installation import installs
from bot.worker.run import App
from bot.worker.serving import web_routes
from config.settings import Settings
from tests.platforms.slack.server import BOT_TOKEN, CLIENT, SIGNING_SECRET, SlackServer
from tests.storage.conftest import Room
from tests.stories.running import until
from tests.stories.test_hubs import free_port

OLD_KEY, NEW_KEY = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
T1, T2, OWN = (Chat(platform="slack", id="C1", workspace=workspace) for workspace in ("T1", "T2", ""))


class Story:
    """One database, Slack with two workspaces that share a channel, and workers that are started and stopped."""

    def __init__(self, url: str, slack: SlackServer) -> None:
        self.room, self.slack, self.port = Room(url), slack, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.keys = OLD_KEY
        self.own_token: str | None = None
        self.articles = 0
        self.admins = ""
        slack.request_url = self.url
        self.first, self.second = slack.workspace("T1", name="Акме"), slack.workspace("T2", name="Beta")

    def settings(self) -> Settings:
        return Settings(
            database_url=self.room.url,
            slack_api_url=self.slack.url,
            slack_bot_token=self.own_token,
            slack_client_id=CLIENT[0],
            slack_client_secret=CLIENT[1],
            slack_signing_secret=SIGNING_SECRET,
            public_url=self.url,
            port=self.port,
            jarshy_secret_key=self.keys,
            jarshy_admins=self.admins,
        )

    @asynccontextmanager
    async def working(self, *, web: bool = True) -> AsyncIterator[App]:
        settings, store = self.settings(), self.room.store
        calls = StoredCalls(store.calls, called=True)
        routes = web_routes(settings, store, calls.wake)
        app = App(
            store=store,
            rules=Rules(),
            sources=[],
            platforms=build_platforms(settings, lambda: None, terminal=False),
            operators=settings.jarshy_admins,
            calls=calls,
            web=WebServer(self.port, routes, host="127.0.0.1") if web else None,
            installs=installs(settings, store),
        )
        await app.start()
        try:
            yield app
        finally:
            await app.stop()

    async def install(self, team: str) -> str:
        """Somebody installs the app in a browser; the last page."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(f"{self.url}/slack/install", allow_redirects=False) as answer:
                place = URL(answer.headers["Location"]).update_query(team=team)
            async with browser.get(place) as answer:
                assert answer.status == 200, await answer.text()
                return await answer.text()

    async def follow(self, team: str, topic: str = "AI", **more: Any) -> None:
        """Somebody of a workspace follows a topic in the shared channel, and is answered there."""
        before = len(self.posted(team))
        self.slack.team = team
        await self.slack.slash("/follow", topic, **more)
        await until(lambda: len(self.posted(team)) > before)

    def posted(self, team: str) -> list[str]:
        """What was posted in a workspace."""
        return [str(each) for each in self.slack.of("chat.postMessage") if each.get("team", "") == team]

    def news(self, *chats: Chat, of_story: bool = False) -> str:
        """An article that these chats are owed; its title. `of_story`: it tells of one story with the first one."""
        self.articles += 1
        title = f"AI news number {self.articles}"
        now = datetime.now(UTC)
        number = self.room.add_article(self.articles, at=now, title=title)
        if of_story:
            self.room.tell(1, number or 0)
        follows = [follow for chat in chats for follow in self.room.store.follows.subscriptions(chat)]
        self.room.match(number, *{follow.query_id for follow in follows}, at=now)
        return title

    async def told(self, team: str, title: str) -> None:
        await until(lambda: any(title in each for each in self.posted(team)))

    def installed(self) -> list[str]:
        return [each.id for each in self.room.store.workspaces.installed()]

    def paused(self) -> dict[tuple[str, Cause], int]:
        return self.room.store.chats.count_paused()


@pytest.fixture
async def story(database_url: str) -> AsyncIterator[Story]:
    async with SlackServer() as slack:
        made = Story(database_url, slack)
        yield made
        made.room.store.close()


@contextmanager
def patient_for(seconds: float) -> Iterator[None]:
    before = following.PATIENCE
    following.PATIENCE = seconds
    try:
        yield
    finally:
        following.PATIENCE = before


async def test_two_workspaces_install_the_app_and_one_that_removes_it_leaves_the_other_as_it_was(
    story: Story,
) -> None:
    async with story.working():
        assert "Jarshy is in your workspace" in await story.install("T1")
        await story.install("T2")
        await story.follow("T1")
        await story.follow("T2")
        first = story.news(T1, T2)
        await asyncio.gather(story.told("T1", first), story.told("T2", first))
        story.first.remove()
        story.slack.team = "T1"
        await story.slack.event(type="app_uninstalled")
        await until(lambda: story.installed() == ["T2"], 60)
        assert story.paused() == {("slack", Cause.APP_REMOVED): 1}
        second = story.news(T1, T2)
        await story.told("T2", second)
        assert not any(second in each for each in story.posted("T1"))
        story.slack.team = "T2"
        await story.follow("T2", "waste")
    assert [len([each for each in story.posted(team) if first in each]) for team in ("T1", "T2")] == [1, 1]


async def test_one_that_installs_again_takes_up_its_follows(story: Story) -> None:
    async with story.working():
        await story.install("T1")
        await story.follow("T1")
        story.first.remove()
        await story.slack.event(type="tokens_revoked", tokens={"bot": ["UBOTT1"]})
        await until(lambda: story.installed() == [], 60)
        await story.install("T1")
        await story.told("T1", story.news(T1))
        assert story.paused() == {}


async def test_a_worker_that_ends_while_a_workspace_leaves_closes_its_connections(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_flight, "FINISH_TIMEOUT", 1.0)
    async with story.working() as app:
        await story.install("T1")
        await story.follow("T1")
        held, asked = story.slack.hold("chat.postMessage"), story.slack.asked["chat.postMessage"]
        await story.slack.slash("/follow", "waste")
        await until(lambda: story.slack.asked["chat.postMessage"] > asked)
        story.first.remove()
        await story.slack.event(type="app_uninstalled")
        await until(lambda: story.installed() == [])
        await asyncio.sleep(0.1)
        assert app._served.platforms, "it waits for that answer before it leaves"
    held.set()
    assert not [each for each in gc.get_objects() if type(each) is aiohttp.ClientSession and not each.closed]


async def test_a_workspace_that_is_refused_without_a_word_leaves_after_a_while(story: Story) -> None:
    with patient_for(0.5):
        async with story.working():
            await story.install("T1")
            await story.install("T2")
            await story.follow("T1")
            await story.follow("T2")
            story.first.remove("token_revoked")
            title = story.news(T1, T2)
            await story.told("T2", title)
            await until(lambda: story.installed() == ["T2"], 60)


async def test_of_a_workspace_that_is_gone_no_edit_is_left_and_another_has_its_own(story: Story) -> None:
    with patient_for(0.5):
        async with story.working() as app:
            for team in ("T1", "T2"):
                await story.install(team)
                await story.follow(team)
            first = story.news(T1, T2)
            await asyncio.gather(story.told("T1", first), story.told("T2", first))
            story.first.remove("token_revoked")
            story.news(T1, T2, of_story=True)
            app._deliverer.wake()
            await until(lambda: story.installed() == ["T2"], 60)
            await until(lambda: bool(story.slack.of("chat.update")))
            await until(lambda: not story.room.edits())
            second = story.news(T1, T2)
            await story.told("T2", second)
    assert {each["team"] for each in story.slack.of("chat.update")} == {"T2"}
    assert [len(story.posted(team)) for team in ("T1", "T2")] == [2, 3]


async def test_a_limit_in_one_workspace_does_not_slow_another(story: Story) -> None:
    async with story.working():
        for team in ("T1", "T2"):
            await story.install(team)
            await story.follow(team)
        story.first.limited = 1
        titles = [story.news(T1, T2) for _ in range(2)]
        for title in titles:
            await story.told("T2", title)
        assert not any(title in each for title in titles for each in story.posted("T1"))


async def test_workspaces_go_on_after_a_restart_with_a_newer_key_that_seals_what_is_stored(story: Story) -> None:
    async with story.working():
        await story.install("T1")
        await story.follow("T1")
    story.keys = f"{NEW_KEY},{OLD_KEY}"
    async with story.working():
        await story.told("T1", story.news(T1))
        await until(lambda: Sealer([NEW_KEY]).is_current(story.room.store.workspaces.installed()[0].tokens.token))
    story.keys = NEW_KEY
    async with story.working():
        await story.told("T1", story.news(T1))


async def test_a_key_that_is_gone_is_told_and_what_is_owed_waits_for_it(
    story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    async with story.working():
        await story.install("T1")
        await story.install("T2")
        await story.follow("T1")
        await story.follow("T2")
    sealer = Sealer([NEW_KEY])
    other = story.room.store.workspaces.get("T2")
    assert other is not None
    again = Tokens(token=sealer.seal(Sealer([OLD_KEY]).open(other.tokens.token)))
    story.room.store.workspaces.replace_tokens("T2", other.tokens, again)
    story.keys, story.admins = NEW_KEY, "slack:T2/U9"
    async with story.working():
        title = story.news(T1, T2)
        await story.told("T2", title)
        await until(lambda: any("Акме" in each for each in story.posted("T2")), 30)  # not only after a minute
        said = next(each for each in story.posted("T2") if "Акме" in each)
        assert "JARSHY_SECRET_KEY" in said
        assert not any(title in each for each in story.posted("T1"))
    assert NEW_KEY not in capsys.readouterr().out
    story.keys = OLD_KEY + "," + NEW_KEY
    async with story.working():
        await story.told("T1", title)


async def test_one_whose_key_is_gone_is_served_again_once_it_installs_anew(story: Story) -> None:
    async with story.working():
        await story.install("T1")
        await story.follow("T1")
    story.keys = NEW_KEY
    async with story.working():
        title = story.news(T1)
        await story.install("T1")
        await story.told("T1", title)
        await story.follow("T1", "waste")


async def test_the_workspace_of_the_settings_goes_on_beside_those_that_install(story: Story) -> None:
    story.own_token = BOT_TOKEN  # of T1
    async with story.working():
        story.slack.team = "T1"
        await story.slack.slash("/follow", "AI")
        await story.slack.receives("chat.postMessage")
        assert "already" in await story.install("T1")
        await story.install("T2")
        await story.follow("T2")
        title = story.news(OWN, T2)
        await story.told("T2", title)
        await story.told("", title)
    assert story.installed() == ["T2"]
    assert [story.room.store.chats.get(each) is not None for each in (OWN, T1, T2)] == [True, False, True]


async def test_an_operator_of_one_workspace_is_nobody_in_another(story: Story) -> None:
    story.admins = "slack:T1/U7"
    async with story.working() as app:
        await story.install("T1")
        await story.install("T2")
        await until(lambda: len(app._served.platforms) == 2)
        assert app._served.rules.operators == {("slack", "T1/U7")}
        asked = Command(chat=T1, kind=ChatKind.GROUP, name="proposal", text="7 approve", person="U7", button=True)
        said = [await app.host.answer(replace(asked, chat=chat)) for chat in (T1, T2)]
        assert "Only" not in str(said[0])
        assert "Only" in str(said[1])


async def test_a_token_that_ends_overnight_is_renewed_for_an_alert(story: Story) -> None:
    story.first.rotates = True
    async with story.working():
        await story.install("T1")
        await story.follow("T1")
    workspace = story.room.store.workspaces.get("T1")
    assert workspace is not None
    ended = replace(workspace.tokens, expires_at=datetime.now(UTC) - timedelta(hours=1))
    story.room.store.workspaces.install(replace(workspace, tokens=ended))
    story.first.expire()
    async with story.working():
        await story.told("T1", story.news(T1))
    assert story.first.renewed == 1
