"""Language and name of who writes are asked once, and no answer waits or fails for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.platforms.slack import SlackPlatform, locales
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer


@asynccontextmanager
async def hearing(server: SlackServer, host: RecordingHost) -> AsyncIterator[None]:
    made = SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)
    async with listening(made, host):
        yield


async def test_the_locale_of_who_writes_is_asked_once_for_all_that_they_do() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.locales["U7"] = "ru-RU"
        await server.slash("/follow", "AI")
        await host.wait_received(1)
        await server.mention("help", "C2")
        await server.press("undo 1")
        await host.wait_received(3)
        assert server.asked["users.info"] == 1
    assert [command.language for command in host.received] == ["ru-RU"] * 3


async def test_several_people_have_each_their_own() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.locales |= {"U7": "kk-KZ", "U8": "en-GB"}
        await server.mention("help", "C1")
        await server.mention("help", "C2", user="U8")
        await server.mention("help", "C3", user="U9")
        await host.wait_received(3)
    assert {command.chat.id: command.language for command in host.received} == {"C1": "kk-KZ", "C2": "en-GB", "C3": ""}


@pytest.mark.parametrize("error", ["missing_scope", "user_not_found", "ratelimited", "<html>", "invalid_auth"])
async def test_where_slack_does_not_say_it_the_answer_comes_without(error: str) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.fail("users.info", error, 200 if error != "<html>" else 500, times=9)
        await server.slash("/following")
        await host.wait_received(1)
        await server.slash("/following")
        await host.wait_received(2)
        assert server.asked["users.info"] == 1
    assert [command.language for command in host.received] == ["", ""]


async def test_an_answer_of_slack_that_comes_late_is_known_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locales, "WITHIN", 0.1)
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.locales["U7"] = "kk-KZ"
        release = server.hold("users.info")
        await server.slash("/following")
        await host.wait_received(1)
        release.set()
        await server.receives("users.info")
        async with asyncio.timeout(10):
            while host.received[-1].language != "kk-KZ":
                await server.slash("/following")
                await host.wait_received(len(host.received) + 1)
        assert server.asked["users.info"] == 1
    assert host.received[0].language == ""


async def test_a_person_is_asked_about_again_after_hours_and_sooner_where_nothing_was_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.fail("users.info", "internal_error")
        server.locales["U7"] = "ru-RU"
        monkeypatch.setattr(locales, "KEPT_UNKNOWN", 0.0)
        for number in (1, 2, 3):
            await server.slash("/following")
            await host.wait_received(number)
        assert server.asked["users.info"] == 2
        monkeypatch.setattr(locales, "KEPT", 0.0)
        server.locales["U7"] = "kk-KZ"
        await server.slash("/following")
        await host.wait_received(4)
    assert [command.language for command in host.received] == ["", "ru-RU", "ru-RU", "kk-KZ"]


async def test_of_very_many_people_those_asked_about_first_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locales, "REMEMBERED", 2)
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        for number, person in enumerate(("U1", "U2", "U3", "U2", "U1"), 1):
            await server.mention("help", user=person)
            await host.wait_received(number)
        assert server.asked["users.info"] == 4


async def test_a_question_that_is_never_answered_does_not_keep_it_from_stopping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locales, "WITHIN", 0.1)
    host = RecordingHost()
    async with SlackServer() as server:
        server.hang("users.info")
        async with asyncio.timeout(10), hearing(server, host):
            await server.slash("/following")
            await host.wait_received(1)
    assert host.received[0].language == ""


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"profile": {"display_name": "Aliya", "real_name": "Aliya Serik"}, "real_name": "A S", "name": "as"}, "Aliya"),
        ({"profile": {"display_name": "", "real_name": "Aliya Serik"}, "name": "as"}, "Aliya Serik"),
        ({"profile": {}, "real_name": "A S", "name": "as"}, "A S"),
        ({"profile": None, "name": "as"}, "as"),
        ({}, ""),
    ],
)
async def test_who_writes_is_named_as_others_see_them(told: dict[str, object], name: str) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.profiles["U7"] = told
        await server.mention("follow AI")
        await host.wait_received(1)
    assert [command.person_name for command in host.received] == [name]


async def test_where_slack_does_not_say_it_a_command_and_a_press_bring_a_name_of_their_own() -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        await server.slash("/follow", "AI")
        await server.press("undo 1")
        await host.wait_received(2)
    assert [command.person_name for command in host.received] == ["aliya", "aliya"]


@pytest.mark.parametrize(
    ("roles", "administers"),
    [
        ({"is_admin": True, "is_owner": False}, True),
        ({"is_admin": False, "is_owner": True}, True),
        ({"is_admin": False, "is_owner": False}, False),
        ({}, None),
    ],
)
async def test_who_administers_the_workspace_is_known_where_slack_says_so(
    roles: dict[str, bool], administers: bool | None
) -> None:
    host = RecordingHost()
    async with SlackServer() as server, hearing(server, host):
        server.locales["U7"] = "ru-RU"
        server.profiles["U7"] = roles
        await server.slash("/follow", "AI")
        await host.wait_received(1)
    assert [command.administers for command in host.received] == [administers]
