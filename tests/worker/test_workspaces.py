"""Workspaces come and go in a worker: each once, none for a passing refusal, none without its key."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Tokens, Workspace
from bot.platforms.protocol import Platform
from bot.sealing import Sealer
from bot.storage.store import Store
from bot.worker import workspaces as following
from bot.worker.workspaces import Installs, WorkspaceList, seal_again
from tests.builders import plain_words
from tests.fakes import FakePlatform

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
OLD, NEW, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2, 3))
REMOVED = Phrase(texts.APP_REMOVED)


def workspace(team: str, *, key: str = OLD, at: datetime = NOW) -> Workspace:
    seal = Sealer([key]).seal
    return Workspace(
        id=team,
        name=f"Team {team}",
        app_id="A1",
        bot_id="B1",
        bot_user_id="UBOT",
        scopes="chat:write",
        tokens=Tokens(token=seal("xoxb-1"), refresh_token=seal("xoxe-1"), expires_at=at + timedelta(hours=12)),
        installed_by="U7",
        installed_at=at,
    )


class Followed:
    """A list, and what it told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.told: list[str] = []
        self.sealer = Sealer([OLD])
        self.list = WorkspaceList(
            Installs(sealer=self.sealer, make=self._make),
            store.workspaces,
            on_change=self._changed,
            on_unopened=lambda lane, title, why: self.told.append(f"? {lane} {title}: {ENGLISH(why)}"),
            clock=lambda: NOW,
        )

    def _make(self, workspace: Workspace) -> Platform:
        self.sealer.open(workspace.tokens.token)
        return FakePlatform(workspace.lane)

    async def _changed(self, added: Sequence[Platform], removed: Sequence[Platform]) -> None:
        self.told += [f"- {each.name}" for each in removed] + [f"+ {each.name}" for each in added]


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    made = Store.open(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "PATIENCE", 0.0)


async def test_those_that_come_and_go_are_told_once(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    for _ in range(2):
        await followed.list.follow()
    store.workspaces.install(workspace("T2"))
    await followed.list.follow()
    store.workspaces.leave(workspace("T1"), NOW)
    for _ in range(2):
        await followed.list.follow()
    assert followed.told == ["+ slack:T1", "+ slack:T2", "- slack:T1"]


async def test_one_that_installs_again_is_another_platform(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    await followed.list.follow()
    store.workspaces.install(workspace("T1", at=NOW + timedelta(seconds=1)))
    await followed.list.follow()
    assert followed.told == ["+ slack:T1", "- slack:T1", "+ slack:T1"]


async def test_tokens_that_are_replaced_change_nothing(store: Store) -> None:
    followed = Followed(store)
    first = workspace("T1")
    store.workspaces.install(first)
    await followed.list.follow()
    assert store.workspaces.replace_tokens("T1", first.tokens, workspace("T1").tokens)
    await followed.list.follow()
    assert followed.told == ["+ slack:T1"]


async def test_one_that_slack_says_has_removed_the_app_leaves_at_once(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    await followed.list.follow()
    assert followed.list.refuses("slack:T1", REMOVED)
    await followed.list.follow()
    assert followed.told[-1] == "- slack:T1"
    assert store.workspaces.installed() == []


async def test_one_that_refuses_in_passing_stays(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    await followed.list.follow()
    assert followed.list.refuses("slack:T1", plain_words("invalid_auth"))
    await followed.list.follow()
    assert followed.told == ["+ slack:T1"]
    followed.list.takes("slack:T1")
    await followed.list.follow()
    assert followed.told == ["+ slack:T1"]


@pytest.mark.usefixtures("impatient")
async def test_one_that_goes_on_refusing_leaves_and_not_if_it_has_installed_again(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    store.workspaces.install(workspace("T2"))
    await followed.list.follow()
    for lane in ("slack:T1", "slack:T2"):
        assert followed.list.refuses(lane, plain_words("invalid_auth"))
    again = workspace("T2", at=NOW + timedelta(hours=1))
    store.workspaces.install(again)
    await followed.list.follow()
    assert store.workspaces.installed() == [again]


async def test_the_platforms_of_the_settings_are_none_of_these(store: Store) -> None:
    assert not Followed(store).list.refuses("slack", REMOVED)


async def test_one_whose_key_is_missing_is_told_once_and_the_others_are_served(store: Store) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1", key=OTHER))
    store.workspaces.install(workspace("T2"))
    for _ in range(2):
        await followed.list.follow()
    unopened, served = followed.told
    assert unopened.startswith("? slack:T1 Team T1: JARSHY_SECRET_KEY")
    assert served == "+ slack:T2"


async def test_a_database_that_is_away_ends_nothing_and_what_left_is_stored_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = Followed(store)
    store.workspaces.install(workspace("T1"))
    monkeypatch.setattr(following, "FOLLOW_EVERY", 0.01)
    running = asyncio.create_task(followed.list.run())
    async with asyncio.timeout(20):
        while followed.told != ["+ slack:T1"]:
            await asyncio.sleep(0.01)
        with monkeypatch.context() as away:
            asked = asyncio.Event()

            def fails(*_: object) -> bool:
                loop.call_soon_threadsafe(asked.set)
                raise OSError("away")

            loop = asyncio.get_running_loop()
            away.setattr(store.workspaces, "leave", fails)
            followed.list.refuses("slack:T1", REMOVED)
            await asked.wait()
            assert followed.told == ["+ slack:T1"]
        while followed.told[-1] != "- slack:T1":
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_what_an_older_key_has_sealed_is_sealed_with_the_newest(store: Store) -> None:
    for each in (workspace("T1"), workspace("T2", key=NEW), workspace("T3", key=OTHER)):
        store.workspaces.install(each)
    kept = store.workspaces.installed()[1:]
    assert seal_again(store.workspaces, Sealer([NEW, OLD])) == 1
    assert seal_again(store.workspaces, Sealer([NEW, OLD])) == 0
    first, *others = store.workspaces.installed()
    assert others == kept
    assert Sealer([NEW]).open(first.tokens.token) == "xoxb-1"
    assert Sealer([NEW]).open(first.tokens.refresh_token or "") == "xoxe-1"
    assert first == replace(workspace("T1"), tokens=first.tokens)
    assert first.tokens.expires_at == NOW + timedelta(hours=12)
