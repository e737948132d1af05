"""A workspace lets the app in; its token is renewed in time and by one process; no fault of others ends it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk.errors import SlackRequestError

from bot.i18n.translator import ENGLISH
from bot.messages.message import say
from bot.model import Chat, Tokens, Workspace
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack.oauth import SCOPES, Granted, NotInstalledError, OAuthApp
from bot.platforms.slack.rotation import AHEAD, PAUSE, RotatingToken, sealed
from bot.sealing import SealedError, Sealer
from bot.storage.store import Store
from tests.platforms.slack.server import CLIENT, SlackServer, Team

NOW = datetime.fromisoformat("2026-11-29T09:00:00+00:00")
KEY = base64.b64encode(b"k" * 32).decode()
REDIRECT = "https://n.example/slack/oauth_redirect"
CHANNEL = Chat(platform="slack", id="C1", workspace="T1")


class Room:
    """A store, Slack with a workspace whose tokens expire, and a clock that is set by hand."""

    def __init__(self, store: Store, slack: SlackServer) -> None:
        self.store, self.slack, self.now = store, slack, NOW
        self.team: Team = slack.workspace("T1", rotates=True)
        self.app = OAuthApp(*CLIENT, slack.url)
        self.sealer = Sealer([KEY])

    async def installed(self) -> Workspace:
        granted = await self.app.exchange(self.slack.agree("T1"), REDIRECT)
        made = Workspace(
            id=granted.team,
            name=granted.team_name,
            app_id=granted.app,
            bot_id=granted.bot,
            bot_user_id=granted.bot_user,
            scopes=granted.scopes,
            tokens=sealed(granted.tokens, self.sealer, self.now),
            installed_by=granted.installed_by,
            installed_at=self.now,
        )
        self.store.workspaces.install(made)
        return made

    def process(self, workspace: Workspace) -> RotatingToken:
        """The token as one process sees it."""
        return RotatingToken(
            workspace,
            workspaces=self.store.workspaces,
            leases=self.store.leases,
            sealer=self.sealer,
            refresh=self.app.refresh,
            clock=lambda: self.now,
        )

    def stored(self) -> Tokens:
        found = self.store.workspaces.get("T1")
        assert found is not None
        return found.tokens

    def newest(self) -> str:
        return list(self.team.tokens)[-1]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


@asynccontextmanager
async def room_of(store: Store) -> AsyncIterator[Room]:
    async with SlackServer() as slack:
        yield Room(store, slack)


def test_the_app_asks_for_the_scopes_of_its_manifest() -> None:
    manifest = yaml.safe_load(Path("config/slack-manifest.yaml").read_text())
    assert list(SCOPES) == manifest["oauth_config"]["scopes"]["bot"]


def test_slacks_page_stands_beside_its_api() -> None:
    address = OAuthApp("1.2", "s", "https://slack.com/api").address("a&b", REDIRECT)
    assert address.startswith("https://slack.com/oauth/v2/authorize?client_id=1.2&scope=app_mentions%3Aread%2C")
    assert "state=a%26b" in address
    assert "redirect_uri=https%3A%2F%2Fn.example%2Fslack%2Foauth_redirect" in address


async def test_a_code_is_exchanged_for_what_is_needed_to_serve_the_workspace() -> None:
    async with SlackServer() as slack:
        slack.workspace("T1", name="Акме", rotates=True)
        granted = await OAuthApp(*CLIENT, slack.url).exchange(slack.agree("T1"), REDIRECT)
    assert isinstance(granted, Granted)
    assert (granted.team, granted.team_name, granted.app) == ("T1", "Акме", "A1")
    assert (granted.bot, granted.bot_user, granted.installed_by) == ("BT1", "UBOTT1", "U7")
    assert granted.tokens.lasts == timedelta(hours=12)
    assert "xox" not in repr(granted)


@pytest.mark.parametrize(
    ("error", "said", "ours", "passing"),
    [
        ("invalid_code", "opened twice, too late", False, False),
        ("code_already_used", "opened twice, too late", False, False),
        ("bad_client_secret", "not set up", True, False),
        ("bad_redirect_uri", "not set up", True, False),
        ("ratelimited", "can't be reached", False, True),
        ("org_login_required_by_them", "(org_login_required_by_them)", False, False),
        ("<script>alert(1)</script>", "can't be reached", False, True),
    ],
)
async def test_who_is_not_let_in_is_told_why(error: str, said: str, ours: bool, passing: bool) -> None:
    async with SlackServer() as slack:
        slack.workspace("T1")
        slack.fail("oauth.v2.access", error)
        with pytest.raises(NotInstalledError) as caught:
            await OAuthApp(*CLIENT, slack.url).exchange(slack.agree("T1"), REDIRECT)
    assert said in ENGLISH(caught.value.phrase)
    assert (caught.value.ours, caught.value.passing) == (ours, passing)


@pytest.mark.parametrize("body", ["{}", "[]", '{"ok": true}', '{"ok": true, "access_token": "x", "team": 7}', "<html>"])
async def test_an_answer_that_is_none_of_slacks_installs_nothing(body: str) -> None:
    async with SlackServer() as slack:
        slack.answers("oauth.v2.access", body, kind="application/json")
        with pytest.raises(NotInstalledError):
            await OAuthApp(*CLIENT, slack.url).exchange("code", REDIRECT)


async def test_slack_that_is_away_installs_nothing_and_is_said_to_pass() -> None:
    with pytest.raises(NotInstalledError) as caught:
        await OAuthApp(*CLIENT, "http://127.0.0.1:9/api/").exchange("code", REDIRECT)
    assert caught.value.passing


async def test_a_whole_organization_is_refused_and_its_token_given_back() -> None:
    async with SlackServer() as slack:
        team = slack.workspace("T1", organisation=True)
        with pytest.raises(NotInstalledError, match="one workspace at a time"):
            await OAuthApp(*CLIENT, slack.url).exchange(slack.agree("T1"), REDIRECT)
    assert set(team.tokens.values()) == {"token_revoked"}


async def test_the_workspace_of_a_token_is_told_or_not_known(store: Store) -> None:
    async with room_of(store) as room:
        await room.installed()
        assert await room.app.team_of(room.newest()) == "T1"
        assert await room.app.team_of("xoxb-wrong") is None


# --------------------------------------------------------------------------------------------------------- rotation


async def test_a_token_that_is_far_from_its_end_is_not_renewed(store: Store) -> None:
    async with room_of(store) as room:
        process = room.process(await room.installed())
        room.now += timedelta(hours=12) - AHEAD - timedelta(seconds=1)
        assert await process.token() == room.newest()
        assert room.team.renewed == 0


async def test_a_token_that_does_not_expire_is_never_renewed(store: Store) -> None:
    async with room_of(store) as room:
        room.team.rotates = False
        process = room.process(await room.installed())
        room.now += timedelta(days=1_000)
        assert await process.token() == room.newest()
        assert await process.another(room.newest()) is None
        assert room.team.renewed == 0


async def test_a_send_outside_of_any_request_goes_with_a_renewed_token(store: Store) -> None:
    async with room_of(store) as room:
        tokens = room.process(await room.installed())
        platform = SlackPlatform(bot_token=tokens, workspace="T1", title="Acme", api_url=room.slack.url)
        room.now += timedelta(hours=11)
        room.team.expire()
        await platform.sender.send(CHANNEL, say("news"))
        assert room.team.renewed == 1
        assert room.sealer.open(room.stored().token) == room.newest()
        assert room.stored().expires_at == room.now + timedelta(hours=12)
        await platform.sender.close()


async def test_a_token_that_has_expired_by_slacks_clock_alone_is_renewed_and_the_message_sent_once(
    store: Store,
) -> None:
    async with room_of(store) as room:
        tokens = room.process(await room.installed())
        platform = SlackPlatform(bot_token=tokens, workspace="T1", api_url=room.slack.url)
        room.team.expire()
        await platform.sender.send(CHANNEL, say("news"))
        assert room.team.renewed == 1
        assert len(room.slack.of("chat.postMessage")) == 1
        await platform.sender.close()


async def test_many_who_ask_at_once_in_several_processes_renew_once(store: Store) -> None:
    async with room_of(store) as room:
        workspace = await room.installed()
        processes = [room.process(workspace) for _ in range(3)]
        room.now += timedelta(hours=11)
        await asyncio.gather(*(each.token() for each in processes for _ in range(5)), return_exceptions=True)
        room.now += PAUSE
        assert {await each.token() for each in processes} == {room.newest()}
        assert room.team.renewed == 1


async def test_a_renewal_that_fails_in_passing_leaves_the_old_token_while_it_is_good(store: Store) -> None:
    async with room_of(store) as room:
        process = room.process(await room.installed())
        old = room.newest()
        room.now += timedelta(hours=11)
        room.slack.fail("oauth.v2.access", "internal_error", times=2)
        assert [await process.token() for _ in range(3)] == [old] * 3
        assert room.slack.asked["oauth.v2.access"] == 2, "one installation, and one renewal within a minute"
        room.now += timedelta(hours=2)
        with pytest.raises(SlackRequestError):
            await process.token()
        assert await process.token() == room.newest() != old


async def test_settings_that_slack_refuses_end_no_workspace(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    async with room_of(store) as room:
        workspace = await room.installed()
        room.app = OAuthApp(CLIENT[0], "wrong-secret", room.slack.url)
        platform = SlackPlatform(bot_token=room.process(workspace), workspace="T1", api_url=room.slack.url)
        room.now += timedelta(hours=13)
        room.team.expire()
        assert await platform.is_refused() is None
    assert "SLACK_CLIENT_SECRET" in capsys.readouterr().out


async def test_a_workspace_that_renews_no_more_is_refused(store: Store) -> None:
    async with room_of(store) as room:
        platform = SlackPlatform(bot_token=room.process(await room.installed()), workspace="T1", api_url=room.slack.url)
        room.now += timedelta(hours=13)
        room.team.remove()
        assert await platform.is_refused() is True


async def test_a_new_token_that_could_not_be_stored_is_stored_before_it_is_used(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with room_of(store) as room:
        process = room.process(await room.installed())
        old = room.newest()
        room.now += timedelta(hours=11)
        from bot.errors import StorageError
        from bot.i18n.catalogue import storage as texts

        def full(*_: object) -> bool:
            raise StorageError(texts.CONNECTIONS_IN_USE)

        with monkeypatch.context() as patched:
            patched.setattr(room.store.workspaces, "replace_tokens", full)
            assert await process.token() == old
        room.now += PAUSE
        assert await process.token() == room.newest() != old
        assert room.team.renewed == 1
        assert room.sealer.open(room.stored().token) == room.newest()


async def test_what_is_sealed_with_another_key_meanwhile_is_renewed_all_the_same(store: Store) -> None:
    async with room_of(store) as room:
        process = room.process(await room.installed())
        before = room.stored()
        again = Tokens(
            token=room.sealer.seal(room.sealer.open(before.token)),
            refresh_token=room.sealer.seal(room.sealer.open(before.refresh_token or "")),
            expires_at=before.expires_at,
        )
        assert room.store.workspaces.replace_tokens("T1", before, again)
        room.now += timedelta(hours=11)
        assert await process.token() == room.newest()
        assert room.team.renewed == 1


async def test_a_workspace_that_left_renews_nothing(store: Store) -> None:
    async with room_of(store) as room:
        workspace = await room.installed()
        process = room.process(workspace)
        room.store.workspaces.leave(workspace, NOW)
        room.now += timedelta(hours=13)
        assert await process.token() == room.newest()
        assert room.team.renewed == 0


async def test_a_token_that_no_key_opens_is_a_stated_problem(store: Store) -> None:
    async with room_of(store) as room:
        workspace = await room.installed()
        room.sealer = Sealer([base64.b64encode(b"x" * 32).decode()])
        with pytest.raises(SealedError, match="JARSHY_SECRET_KEY"):
            room.process(workspace)
