"""What an older server refuses is left out: the message goes out at once all the same, and the next ones without it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.messages.message import Button, ButtonStyle, Message, Quote, ReplyMode, Span, line, say
from bot.model import Chat, DeliveryState
from bot.platforms.telegram import TelegramPlatform, features
from bot.platforms.telegram.features import FEATURES, REMEMBERED, REMEMBERED_OF_CHAT, Features
from bot.platforms.telegram.format import markup
from bot.platforms.telegram.parts import Part, message_parts
from tests.databases import sqlite_file
from tests.platforms.harness import OutboxHarness
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import CHAT, listening_bot, shortened
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room

AT = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
GROUP = Chat(platform="telegram", id="-5")
RICH = Message(
    paragraphs=(
        (line("Published ", Span("13:20", at=AT)),),
        Quote((line("The lead of ", Span("AI", bold=True)),)),
    ),
    buttons=(
        (Button("Drop all", "unfollow all yes", style=ButtonStyle.DANGER), Button("Keep", "page 1")),
        (Button("Copy", copy_text="/follow AI"),),
    ),
    reply_mode=ReplyMode.REPLACE,
)
BY_NAME = {"tg-time": "tg-time", "blockquote": "blockquote", "style": '"style"', "copy_text": '"copy_text"'}
WAYS = ("send", "edit", "answer")


async def sent(way: str, server: TelegramServer, platform: TelegramPlatform) -> dict[str, Any]:
    """What the server took, when the message goes out in this way."""
    method = "sendMessage" if way == "send" else "editMessageText"
    before = len(server.of(method))
    if way == "send":
        await platform.sender.send(CHAT, RICH)
    elif way == "edit":
        await platform.sender.edit(CHAT, "55", RICH)
    else:
        await server.press("digest", message_id=55)
    return (await server.receives(method, before + 1))[-1]


def attempts(server: TelegramServer) -> list[str]:
    asked = [call for call in server.attempts if call.method in ("sendMessage", "editMessageText")]
    return [call.params["text"] + call.params.get("reply_markup", "") for call in asked]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lacking", BY_NAME)
async def test_what_a_server_refuses_is_left_out_at_once_and_from_then_on(lacking: str, way: str) -> None:
    host = RecordingHost()
    host.reply = lambda command: RICH
    async with TelegramServer() as server, listening_bot(server, host) as platform:
        server.lacks = {lacking}
        first, second = await sent(way, server, platform), await sent(way, server, platform)
    tried = attempts(server)
    assert [BY_NAME[lacking] in each for each in tried] == [True, False, False], "refused once, and not asked again"
    others = [name for name in BY_NAME if name != lacking]
    for taken in (first, second):
        shown = taken["text"] + taken["reply_markup"]
        assert all(BY_NAME[name] in shown for name in others), "nothing else is given up"
        assert "Published" in taken["text"]
        assert "13:20" in taken["text"]
        assert "<b>AI</b>" in taken["text"]
        assert "Drop all" in shown


@pytest.mark.parametrize("way", WAYS)
async def test_a_server_that_knows_none_of_it_is_sent_the_message_once(way: str) -> None:
    host = RecordingHost()
    host.reply = lambda command: RICH
    async with TelegramServer() as server, listening_bot(server, host) as platform:
        server.lacks = set(BY_NAME)
        taken = await sent(way, server, platform)
        assert len(attempts(server)) == len(BY_NAME) + 1
        await sent(way, server, platform)
        assert len(attempts(server)) == len(BY_NAME) + 2
    assert taken["text"] == "Published 13:20\n\nThe lead of <b>AI</b>"
    assert [[key["text"] for key in row] for row in json.loads(taken["reply_markup"])["inline_keyboard"]] == [
        ["Drop all", "Keep"]
    ]


async def test_a_new_server_is_sent_everything() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        taken = await sent("send", server, platform)
    shown = taken["text"] + taken["reply_markup"]
    assert all(sign in shown for sign in BY_NAME.values())


PRIVATE = say("Your settings, which nobody else has to see: " + "x" * 200, private=True).with_buttons(
    (Button("Kazakh", "keys"),)
)


def receivers(server: TelegramServer) -> list[dict[str, Any] | None]:
    """Who alone was shown each message; None: everybody."""
    asked = [each.get("ephemeral_message_parameters") for each in server.of("sendMessage")]
    return [json.loads(each) if each else None for each in asked]


async def test_in_a_group_what_only_who_asked_has_to_see_is_shown_to_nobody_else() -> None:
    host = RecordingHost()
    host.reply = lambda command: say("public") if command.name == "follow" else PRIVATE  # a digest is for the group
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/languages", -5, person=8)
        await server.say("/follow AI", -5, person=8)
        await server.say("/digest", -5, person=8)
        await server.say("/languages", 9, person=9)
        await server.receives("sendMessage", 4)
        await server.press("languages", -5, person=7)
        await server.receives("sendMessage", 5)
        query = server.attempts[-1].params
    by_chat = list(zip([each["chat_id"] for each in server.of("sendMessage")], receivers(server), strict=True))
    press = json.loads(query["ephemeral_message_parameters"])["callback_query_id"]
    assert sorted(by_chat, key=str) == sorted(
        [
            ("-5", {"receiver_user_id": 8}),
            ("-5", None),
            ("-5", None),
            ("9", None),
            ("-5", {"receiver_user_id": 7, "callback_query_id": press}),
        ],
        key=str,
    )


async def test_where_the_bot_is_no_administrator_everybody_sees_the_answer_as_before() -> None:
    host = RecordingHost()
    host.reply = lambda command: PRIVATE
    async with TelegramServer() as server, listening_bot(server, host):
        server.lacks = {"administrator"}
        for count in (1, 2):
            await server.say("/languages", -5)
            await server.receives("sendMessage", count)
        tried = [call for call in server.attempts if call.method == "sendMessage"]
        assert len(tried) == 3, "it is not asked again for each answer"
        await server.press("languages", -5)
        await server.receives("sendMessage", 3)
    assert [each is None for each in receivers(server)] == [True, True, False], "a press may be answered all the same"


@pytest.mark.parametrize("lacking", ["ephemeral", "press"])
async def test_a_press_is_answered_however_the_ephemeral_message_is_refused(lacking: str) -> None:
    host = RecordingHost()
    host.reply = lambda command: PRIVATE
    async with TelegramServer() as server, listening_bot(server, host):
        server.lacks = {lacking}
        await server.press("languages", -5)
        await server.receives("sendMessage")
    assert receivers(server) == [None if lacking == "ephemeral" else {"receiver_user_id": 7}]
    assert len(server.texts()) == 1


async def test_a_button_of_an_ephemeral_message_changes_that_message() -> None:
    host = RecordingHost()
    replaced = say("changed", private=True, reply_mode=ReplyMode.REPLACE).with_buttons((Button("Back", "keys"),))
    keys = Message(reply_mode=ReplyMode.BUTTONS, buttons=((Button("Back", "x"),),))
    host.reply = lambda command: replaced if command.name == "replace" else keys
    async with TelegramServer() as server, listening_bot(server, host):
        await server.press("replace", -5, person=8, ephemeral=77)
        (changed,) = await server.receives("editEphemeralMessageText")
        await server.press("keys", -5, person=8, ephemeral=77)
        (buttons,) = await server.receives("editEphemeralMessageReplyMarkup")
        server.lacks = {"ephemeral"}
        await server.press("replace", -5, person=8, ephemeral=77)
        (new,) = await server.receives("sendMessage")
    for each in (changed, buttons):
        assert (each["chat_id"], each["receiver_user_id"], each["ephemeral_message_id"]) == ("-5", "8", "77")
    assert (changed["text"], changed["parse_mode"]) == ("changed", "HTML")
    assert "Back" in changed["reply_markup"]
    assert "text" not in buttons
    assert new["text"] == "changed", "what can't be changed any more is said anew"


@pytest.mark.parametrize(
    ("why", "said", "new"),
    [
        ("it is gone", "message to edit not found", [{"receiver_user_id": 8}]),
        ("it is the same already", "message is not modified", []),
    ],
)
async def test_an_ephemeral_message_that_is_not_changed_is_shown_to_nobody_else(
    why: str, said: str, new: list[dict[str, int]]
) -> None:
    host = RecordingHost()
    host.reply = lambda command: (
        say("end") if command.name == "end" else say("changed", reply_mode=ReplyMode.REPLACE, private=True)
    )
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("editEphemeralMessageText", 400, f"Bad Request: {said}")
        await server.press("replace", -5, person=8, ephemeral=77)
        await server.say("/end", 7)
        await server.receives("sendMessage", len(new) + 1)
    assert [each for each in receivers(server) if each] == new, why


async def test_an_anonymous_administrator_is_answered_before_everybody() -> None:
    host = RecordingHost()
    host.reply = lambda command: PRIVATE
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say(
            "/languages", -5, person=1087968824, sender_chat={"id": -5, "type": "supergroup", "title": "N"}
        )
        await server.receives("sendMessage")
    assert receivers(server) == [None]


REFUSALS = {
    "tg-time": BadRequest('Can\'t parse entities: unsupported start tag "tg-time" at byte offset 10'),
    "expandable-quote": BadRequest('Can\'t parse entities: unsupported start tag "blockquote" at byte offset 0'),
    "button-style": BadRequest("Can't parse inline keyboard button: invalid button style specified"),
    "copy-text-button": BadRequest("Can't parse inline keyboard button: text buttons are unallowed"),
    "ephemeral-here": BadRequest("BOT_NOT_ADMIN"),
    "ephemeral": BadRequest("Ephemeral messages can't be sent"),
}


def part(chat: Chat = GROUP) -> Part:
    """A part that uses every feature."""
    (made,) = message_parts(chat, RICH)
    return replace(made, only_for="8")


def test_every_feature_has_a_refusal_here() -> None:
    assert list(REFUSALS) == [feature.name for feature in FEATURES]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
async def test_a_feature_is_tried_again_after_a_while(feature: Any) -> None:
    now = AT
    features = Features(clock=lambda: now)
    simpler = await features.simpler(part(), REFUSALS[feature.name])
    assert simpler == feature.without(part()) != part()
    now = AT + (REMEMBERED_OF_CHAT if feature.of_chat else REMEMBERED) - timedelta(seconds=1)
    assert features.fitting(part()) == simpler
    now += timedelta(seconds=1)
    assert features.fitting(part()) == part()


async def test_a_refusal_of_one_chat_concerns_no_other() -> None:
    features = Features(clock=lambda: AT)
    await features.simpler(part(), REFUSALS["ephemeral-here"])
    other = part(Chat(platform="telegram", id="-6"))
    assert features.fitting(other) == other
    assert features.fitting(part()).only_for == ""


async def test_a_refusal_of_something_else_gives_nothing_up() -> None:
    (public,) = message_parts(GROUP, RICH)
    for said in ("Message text is empty", "Can't parse entities: x", "Chat not found"):
        assert await Features(clock=lambda: AT).simpler(public, BadRequest(said)) is None
    assert await Features(clock=lambda: AT).simpler(part(), BadRequest("Can't parse entities: x")) is None


async def test_refusals_of_very_many_chats_are_forgotten_rather_than_kept() -> None:
    assert features.MOST_CHATS <= 10_000
    with shortened(features, MOST_CHATS=100):
        remembered = Features(clock=lambda: AT)
        for number in range(103):
            await remembered.simpler(part(Chat(platform="telegram", id=str(-number))), REFUSALS["ephemeral-here"])
            kept = remembered.fitting(part(Chat(platform="telegram", id="-1"))).only_for
            assert (kept == "8") == (number not in range(1, 101)), "it goes with all others, at the limit"
    assert remembered.fitting(part(Chat(platform="telegram", id="-1"))).only_for == "8"


async def test_two_messages_at_a_time_are_each_sent_once() -> None:
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.lacks = {"tg-time"}
        await asyncio.gather(*(platform.sender.send(CHAT, RICH) for _ in range(5)))
    assert len(server.texts()) == 5


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(sqlite_file(tmp_path))
    yield made
    made.store.close()


async def test_a_restart_asks_for_nothing_that_was_refused_before_it(room: Room) -> None:
    async with TelegramServer() as server:
        server.lacks = {"tg-time"}
        for expected in (2, 3):
            async with listening_bot(server, memory=room.store.features) as platform:
                await platform.sender.send(CHAT, RICH)
            assert len(attempts(server)) == expected
        other = room.store.features.refused("telegram:7")
    assert other == {}, "another bot may have another server"
    assert list(room.store.features.refused("telegram:123456")) == ["tg-time"]


def take_away(room: Room, file: Path) -> None:
    """Put a folder in the place of the database."""
    room.store.close()
    file.unlink()
    file.mkdir()


async def test_a_database_that_is_away_keeps_no_message_back(room: Room, tmp_path: Path) -> None:
    take_away(room, tmp_path / "jarshy.db")
    async with TelegramServer() as server, listening_bot(server, memory=room.store.features) as platform:
        server.lacks = {"tg-time"}
        for _ in range(2):
            await platform.sender.send(CHAT, RICH)
        assert len(attempts(server)) == 3


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_part_that_uses_no_feature_is_the_same_without_it(feature: Any) -> None:
    (bare,) = message_parts(GROUP, say("x"))
    keyboard = replace(bare, markup=markup(say("x").with_buttons((Button("Choose", request_channel=True),))))
    for each in (bare, keyboard, replace(bare, text=None), replace(part(), only_for="", plain=True, markup=None)):
        assert feature.without(each) == each


async def test_an_alert_to_an_older_server_goes_out_once_at_the_first_attempt_and_formatted(tmp_path: Path) -> None:
    harness = OutboxHarness(tmp_path, "telegram")
    harness.add_article("7", "8", title="AI opens a plant")
    async with TelegramServer() as server, listening_bot(server) as platform:
        server.lacks = set(BY_NAME)
        async with harness.delivering(platform):
            await harness.wait_state("7", DeliveryState.SENT)
            await harness.wait_state("8", DeliveryState.SENT)
    assert [len(server.texts(chat)) for chat in (7, 8)] == [1, 1]
    assert all("</a>" in sent and "tg-time" not in sent for sent in server.texts())
    assert [row.plain for name in ("7", "8") for row in harness.rows(name)] == [False, False]
    harness.close()
