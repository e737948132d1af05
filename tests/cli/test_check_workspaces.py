"""What `check` says of the Slack workspaces that have installed the app: each is asked with its own token."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from bot.cli.checks import platforms, workspaces
from bot.cli.checks.finding import Finding
from bot.model import Tokens, Workspace
from bot.sealing import Sealer
from bot.storage.store import Installed, Store
from bot.worker.workspaces import Installs
from config.environment import load_settings
from config.settings import Settings
from tests.fakes import FakePlatform
from tests.platforms.slack.server import CLIENT, SlackServer

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
KEY, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def said(findings: Sequence[Finding]) -> list[str]:
    return [f"{'ok' if each.good else 'FAIL'} {each.about}: {each.text}" for each in findings]


def workspace(team: str, token: str = "xoxb-1", key: str = KEY, name: str = "Acme") -> Workspace:
    return Workspace(
        id=team,
        name=name,
        app_id="A1",
        bot_id="B1",
        bot_user_id="UBOT",
        scopes="chat:write",
        tokens=Tokens(token=Sealer([key]).seal(token)),
        installed_by="U7",
        installed_at=NOW,
    )


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        os.environ.update(DATABASE_URL=sqlite_url, SLACK_API_URL=server.url, JARSHY_SECRET_KEY=KEY)
        os.environ.update(SLACK_CLIENT_ID=CLIENT[0], SLACK_CLIENT_SECRET=CLIENT[1], SLACK_SIGNING_SECRET="s" * 32)
        os.environ.update(PUBLIC_URL="https://news.example.org")
        yield server


async def look(*installed: Workspace, gone: str = "") -> list[str]:
    settings = load_settings()
    store = Store.open(settings.database_url)
    for each in installed:
        store.workspaces.install(each)
        if each.id == gone:
            store.workspaces.leave(each, NOW)
    known = store.inspection.workspaces()
    store.close()
    return said(await workspaces.look(settings, known))


def granted(slack: SlackServer, team: str) -> str:
    made = slack.workspace(team)
    made.tokens[f"xoxb-{team}"] = "good"
    return f"xoxb-{team}"


async def test_each_is_asked_with_its_own_token_and_those_that_are_gone_are_named(slack: SlackServer) -> None:
    good, refused = granted(slack, "T1"), granted(slack, "T2")
    slack.teams["T2"].remove()
    found = await look(
        workspace("T1", good),
        workspace("T2", refused, name="Алматы"),
        workspace("T3", "xoxb-3", OTHER, name=""),
        workspace("T4", name="Қазақ"),
        gone="T4",
    )
    assert found[0] == "ok workspaces: 3 Slack workspaces have the app installed; 1 has removed it: Қазақ"
    assert found[1].startswith("ok slack:T1: Slack (Acme) is connected")
    assert found[2].startswith("FAIL slack:T2: Slack (Алматы): the workspace refuses its token (")
    assert found[3].startswith("FAIL slack:T3: Slack (T3): JARSHY_SECRET_KEY: none of its keys opens what is stored")
    assert "xoxb-" not in "".join(found)


@pytest.mark.parametrize(
    ("missing", "line"),
    [
        ("JARSHY_SECRET_KEY", "FAIL workspaces: workspaces are installed, and JARSHY_SECRET_KEY, which opens their"),
        ("SLACK_SIGNING_SECRET", "FAIL workspaces: workspaces are installed, and what serves them is not set"),
    ],
)
async def test_a_setting_without_which_nobody_serves_them_is_named(slack: SlackServer, missing: str, line: str) -> None:
    del os.environ[missing]
    os.environ.pop("SLACK_CLIENT_ID"), os.environ.pop("SLACK_CLIENT_SECRET")
    found = await look(workspace("T1"))
    assert found[-1].startswith(line)
    assert slack.asked["auth.test"] == 0


async def test_where_nobody_has_the_app_any_more_no_key_is_needed(slack: SlackServer) -> None:
    del os.environ["JARSHY_SECRET_KEY"]
    os.environ.pop("SLACK_CLIENT_ID"), os.environ.pop("SLACK_CLIENT_SECRET")
    assert await look(workspace("T1"), gone="T1") == [
        "ok workspaces: 0 Slack workspaces have the app installed; 1 has removed it: Acme"
    ]
    assert await workspaces.look(load_settings(), []) == []


async def test_a_database_that_is_away_is_not_told_twice(slack: SlackServer) -> None:
    settings: Settings = load_settings().model_copy(update={"database_url": "sqlite:////nowhere/at/all.db"})
    known = [Installed(id="T1", name="One", gone_at=None)]
    assert said(await workspaces.look(settings, known)) == ["ok workspaces: 1 Slack workspace has the app installed"]


async def test_those_for_which_there_is_no_time_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(FakePlatform):
        async def probe(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(workspaces, "TIME_LIMIT", 0.1)
    monkeypatch.setattr(workspaces, "IN_PARALLEL", 2)
    needed = Installs(sealer=Sealer([KEY]), make=lambda each: Silent(each.lane))
    found = await workspaces.asked(needed, [workspace(f"T{number}") for number in range(3)])
    assert said(found) == ["ok workspaces: 3 Slack workspaces were not asked, for want of time"]
    monkeypatch.setattr(workspaces, "TIME_LIMIT", 5.0)
    monkeypatch.setattr(platforms, "TIME_LIMIT", 0.0)
    (slow,) = await workspaces.asked(needed, [workspace("T1")])
    assert not slow.good
