"""Slack by its calls: what it tells our web server is answered as what its sockets bring."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

import config
from bot import bugs
from bot.model import CallWay
from bot.platforms.slack import SlackPlatform
from bot.platforms.slack import listener as room
from bot.platforms.slack_body import parsed, team_of
from bot.web.call_writer import CallWriter
from bot.web.webhooks import SlackCalls
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer


@asynccontextmanager
async def called(server: SlackServer, host: RecordingHost, **more: Any) -> AsyncIterator[SlackPlatform]:
    made = SlackPlatform(bot_token=BOT_TOKEN, api_url=server.url, operators=frozenset({"U7"}), **more)
    async with listening(made, host) as platform:
        yield platform


def command(server: SlackServer, name: str, text: str, **more: str) -> str:
    """A slash command, as the web server writes it down."""
    told = {
        "command": name,
        "text": text,
        "team_id": "T1",
        "channel_id": "C1",
        "channel_name": "news",
        "user_id": "U7",
        "user_name": "aliya",
        "trigger_id": "t1",
        "response_url": server.response_url(),
    }
    return urlencode(told | more)


def event(event_id: str = "E1", *, team: str = "T1", **told: Any) -> str:
    message = {"type": "message", "channel": "D1", "channel_type": "im", "user": "U7"}
    return json.dumps({"type": "event_callback", "event_id": event_id, "team_id": team, "event": message | told})


def interaction(kind: str, **told: Any) -> str:
    where = {"user": {"id": "U7"}, "channel": {"id": "C1", "name": "news"}, "team": {"id": "T1"}, "trigger_id": "t2"}
    return urlencode({"payload": json.dumps({"type": kind, **where, **told})})


async def test_no_socket_is_opened_and_a_command_is_answered_in_the_channel() -> None:
    host = RecordingHost()
    async with SlackServer() as server, called(server, host) as platform:
        assert await platform.probe() is None
        await host.calls.come("slack", CallWay.COMMANDS, command(server, "/follow", "ЖИ -&gt; <https://x.kz|x>"))
        (sent,) = await server.receives("chat.postMessage")
        await host.calls.all_read()
        assert server.asked["apps.connections.open"] == 0
    (heard,) = host.received
    assert (heard.name, heard.text, heard.title, heard.is_operator) == ("follow", "ЖИ -> https://x.kz", "#news", True)
    assert sent["text"] == "heard follow"


async def test_events_presses_and_shortcuts_are_answered() -> None:
    host = RecordingHost()
    press = {"type": "button", "action_id": "press-0-0", "block_id": "b", "value": "unfollow AI"}
    message = {"ts": "1.0", "text": "was", "blocks": []}
    async with SlackServer() as server, called(server, host):
        url = server.response_url()
        container = {"message_ts": "1.0", "channel_id": "C1"}
        for way, body in (
            (CallWay.EVENTS, event(text="follow waste")),
            (
                CallWay.INTERACTIVE,
                interaction("block_actions", actions=[press], message=message, container=container, response_url=url),
            ),
            (
                CallWay.INTERACTIVE,
                interaction("message_action", callback_id="why", message=message, response_url=url, trigger_id="t3"),
            ),
        ):
            await host.calls.come("slack", way, body)
        await host.wait_received(3)
    assert {(each.name, each.text) for each in host.received} == {
        ("follow", "waste"),
        ("unfollow", "AI"),
        ("why", "was"),
    }


async def test_what_is_not_for_us_is_read_and_not_answered() -> None:
    host, counted = RecordingHost(), bugs.counts.total()
    link = {"type": "button", "action_id": "press-0-0", "url": "https://x.kz"}
    async with SlackServer() as server, called(server, host):
        for way, body in (
            (CallWay.COMMANDS, command(server, "/poll", "x")),
            (CallWay.EVENTS, event("E2", type="reaction_added")),
            (CallWay.EVENTS, event("E3", team="T2", text="follow AI")),
            (CallWay.EVENTS, "{"),
            (CallWay.INTERACTIVE, interaction("block_actions", actions=[link])),
            (CallWay.INTERACTIVE, interaction("block_actions")),
            (CallWay.INTERACTIVE, interaction("message_action", callback_id="other")),
            (CallWay.EVENTS, event("E4", text="follow AI")),
        ):
            await host.calls.come("slack", way, body)
        await host.calls.all_read()
        await server.receives("chat.postMessage")
    assert [each.text for each in host.received] == ["AI"]
    assert bugs.counts.total() == counted


async def test_a_call_that_can_not_be_read_is_a_bug_that_keeps_no_other_out() -> None:
    host, counted = RecordingHost(), bugs.counts["a call can't be read"]
    async with SlackServer() as server, called(server, host):
        await host.calls.come("slack", CallWay.EVENTS, json.dumps({"event": ["odd"]}))
        await host.calls.come("slack", CallWay.EVENTS, event(text="follow AI"))
        await server.receives("chat.postMessage")
        await host.calls.all_read()
    assert bugs.counts["a call can't be read"] == counted + 1


async def test_what_slack_tells_again_is_answered_once_also_if_it_gives_it_no_id() -> None:
    host = RecordingHost()
    async with SlackServer() as server, called(server, host):
        for _ in range(2):
            await host.calls.come("slack", CallWay.EVENTS, event("E1", text="follow AI"))
            await host.calls.all_read()
        nameless = json.loads(event(text="follow waste"))
        del nameless["event_id"]
        await host.calls.come("slack", CallWay.EVENTS, json.dumps(nameless))
        await server.receives("chat.postMessage", 2)
        await asyncio.sleep(0.05)
        assert len(server.of("chat.postMessage")) == 2
    assert {"E1"} < set(host.inbox.stored)


async def test_that_the_app_was_removed_is_told() -> None:
    host = RecordingHost()
    async with SlackServer() as server, called(server, host):
        await host.calls.come("slack", CallWay.EVENTS, event("E8", team="T2", type="app_uninstalled"))
        await host.calls.all_read()
        assert host.reasons == [], "another workspace has removed it"
        await host.calls.come("slack", CallWay.EVENTS, event("E9", type="app_uninstalled"))
        await host.wait_refused()
    assert host.reasons == ["the app was removed from the workspace"]


async def test_with_a_socket_what_was_called_for_before_is_answered_too() -> None:
    host = RecordingHost()
    async with SlackServer() as server, called(server, host, app_token=APP_TOKEN):
        await host.calls.come("slack", CallWay.EVENTS, event(text="follow AI"))
        await server.write("follow waste")
        await server.receives("chat.postMessage", 2)
    assert {each.text for each in host.received} == {"AI", "waste"}


async def test_slack_being_down_at_the_start_loses_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSES", (0.02,))
    host = RecordingHost()
    async with SlackServer() as server:
        server.down = True
        async with called(server, host):
            await host.calls.come("slack", CallWay.EVENTS, event(text="follow AI"))
            await asyncio.sleep(0.1)
            server.down = False
            await server.receives("chat.postMessage")


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team_id": "T1"}, "T1"),
        ({"team": {"id": "T1"}, "team_id": "T2"}, "T1"),
        ({"team": "T1"}, "T1"),
        ({"team": None, "team_id": "T2"}, "T2"),
        ({"team_id": "T2", "authorizations": [{"team_id": "T1"}]}, "T1"),
        ({"team_id": "T2", "authorizations": []}, "T2"),
        ({"team_id": "T2", "authorizations": ["odd"]}, "T2"),
        ({"team": {"id": "T2"}, "view": {"app_installed_team_id": "T1"}}, "T1"),
        ({"view": "odd", "team": 7, "team_id": "t1; "}, ""),
        ({}, ""),
    ],
)
def test_the_workspace_of_a_call_is_the_one_in_which_the_app_is(body: dict[str, Any], team: str) -> None:
    assert team_of(body) == team


@pytest.mark.parametrize(
    ("way", "text", "body"),
    [
        (CallWay.EVENTS, '{"a": 1}', {"a": 1}),
        (CallWay.EVENTS, "[1]", None),
        (CallWay.EVENTS, "[" * 100_000, None),
        (CallWay.COMMANDS, "a=%D2%9B&b=", {"a": "қ", "b": ""}),
        (CallWay.COMMANDS, "", None),
        (CallWay.INTERACTIVE, "payload=%7B%22a%22%3A1%7D", {"a": 1}),
        (CallWay.INTERACTIVE, "a=1", None),
    ],
)
def test_a_body_is_read_as_its_way_says(way: CallWay, text: str, body: dict[str, Any] | None) -> None:
    assert parsed(way, text) == body


def test_the_manifest_for_calls_differs_from_the_one_for_sockets_by_the_addresses_that_are_called() -> None:
    folder = Path(config.__file__).parent
    sockets, calls = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        for name in ("slack-manifest.yaml", "slack-manifest-http.yaml")
    )
    root = "https://news.example.org"
    called = [command.pop("url") for command in calls["features"]["slash_commands"]]
    called.append(calls["settings"]["event_subscriptions"].pop("request_url"))
    called.append(calls["settings"]["interactivity"].pop("request_url"))
    paths = {route.path for route in SlackCalls("secret", CallWriter.__new__(CallWriter)).routes()}
    assert set(called) == {root + path for path in paths}
    assert calls["oauth_config"].pop("redirect_urls") == [f"{root}/slack/oauth_redirect"]
    modes = [each["settings"].pop("socket_mode_enabled") for each in (sockets, calls)]
    assert modes == [True, False]
    assert calls == sockets
