"""The real client against a server that refuses as Telegram does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.errors import SendError, StatedProblem
from bot.messages.message import SILENCE, Button, Message, Place, bold, line, say
from bot.model import Chat, ChatKind, Command, GiveUp, Readdress, Rest, RetryAt, Stop, Verdict
from bot.platforms.telegram import TelegramPlatform
from bot.platforms.telegram import platform as room
from tests.platforms.telegram.server import TOKEN, TelegramServer

CHAT = Chat(platform="telegram", id="7")


class Desk:
    """Keeps what was heard and answers as told."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.reasons: list[str] = []
        self.says: Callable[[Command], Message] = lambda command: say(f"heard {command.name}")

    async def hears(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)

    async def answer(self, command: Command) -> Message:
        self.heard.append(command)
        return self.says(command)


@asynccontextmanager
async def hearing(server: TelegramServer, desk: Desk | None = None) -> AsyncIterator[TelegramPlatform]:
    desk = desk or Desk()
    platform = TelegramPlatform(
        token=TOKEN, api_url=server.url + "/", operators=frozenset({"7"}), menu=[("follow", "hear"), ("manage", "x")],
        description="d", short_description="s",
    )  # fmt: skip
    await platform.start(desk.answer, desk.reasons.append)
    try:
        yield platform
    finally:
        await asyncio.wait_for(platform.stop(), 5)


async def test_a_command_is_heard_once_answered_and_confirmed() -> None:
    desk = Desk()
    async with TelegramServer() as server:
        async with hearing(server, desk):
            await server.say("/follow AI,\nwaste")
            await server.receives("sendMessage")
        assert server.texts(7) == ["heard follow"]
        async with hearing(server, desk):
            await asyncio.sleep(0.1)
    (heard,) = desk.heard
    assert (heard.name, heard.text, heard.kind, heard.may_change, heard.is_operator) == (
        "follow", "AI,\nwaste", ChatKind.PRIVATE, True, True,
    )  # fmt: skip
    assert json.loads(server.of("setMyCommands")[1]["commands"]) == [{"command": "follow", "description": "hear"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/follow@JarshyBot AI", ("follow", "AI")),
        ("/follow@OtherBot AI", None),
        ("good morning", None),
        ("@jarshybot, what is new?", ("", "what is new?")),
    ],
)
async def test_a_group_is_left_alone_unless_we_are_spoken_to(text: str, expected: tuple[str, str] | None) -> None:
    desk = Desk()
    async with TelegramServer() as server, hearing(server, desk):
        await server.say(text, -5)
        await server.say("/help", -5)
        await server.receives("sendMessage", 1 if expected is None else 2)
    heard = [(command.name, command.text) for command in desk.heard]
    assert heard == ([expected] if expected else []) + [("help", "")]
    assert desk.heard[0].title == "Newsroom"


async def test_only_administrators_change_a_group_and_anonymous_ones_count() -> None:
    desk = Desk()
    async with TelegramServer() as server, hearing(server, desk):
        server.members["-5", 8] = {"status": "creator", "is_anonymous": False}
        await server.say("/follow AI", -5, person=7)
        await server.say("/follow AI", -5, person=8)
        await server.say("/follow AI", -5, person=9, sender_chat={"id": -5, "type": "supergroup", "title": "N"})
        await server.press("unfollow #1", -5, person=7)
        await server.press("unfollow #1", -5, person=8)
        server.fail("getChatMember", 400, "Bad Request: user not found")
        await server.say("/follow AI", -5, person=10)
        await server.receives("sendMessage", 6)
    assert [command.may_change for command in desk.heard] == [False, True, True, False, True, False]


async def test_a_topic_is_answered_in_the_topic() -> None:
    desk = Desk()
    async with TelegramServer() as server, hearing(server, desk):
        await server.say("/help", -5, message_thread_id=44, is_topic_message=True)
        (sent,) = await server.receives("sendMessage")
    assert sent["message_thread_id"] == "44"
    assert desk.heard[0].chat == Chat(platform="telegram", id="-5", thread="44")


async def test_edited_messages_pictures_and_channel_posts_are_not_heard() -> None:
    desk = Desk()
    async with TelegramServer() as server, hearing(server, desk):
        await server.happen(edited_message=server.message("/follow AI", 7))
        await server.happen(channel_post=server.message("/follow AI", -9, kind="channel"))
        picture = server.message("", 7)
        del picture["text"]
        await server.happen(message=picture)
        await server.say("/help")
        await server.receives("sendMessage")
    assert [command.name for command in desk.heard] == ["help"]


async def test_comings_and_goings_are_events() -> None:
    desk = Desk()
    desk.says = lambda command: say("hello") if command.name == "start" else SILENCE
    async with TelegramServer() as server, hearing(server, desk):
        await server.membership(7, "private", "member", "kicked")
        await server.membership(-5, "supergroup", "left", "member")
        await server.membership(-9, "channel", "left", "administrator", can_post_messages=True)
        await server.membership(-9, "channel", "administrator", "administrator", can_post_messages=False)
        await server.membership(7, "private", "kicked", "member")
        await server.happen(message=server.message("", -5) | {"migrate_to_chat_id": -1005})
        await server.say("/help")
        await server.receives("sendMessage", 2)
        await desk.hears(6)
    events = {(command.name, command.chat.id, command.text) for command in desk.heard}
    assert events == {
        ("lost", "7", "the bot was blocked"),
        ("start", "-5", ""),
        ("start", "-9", ""),
        ("lost", "-9", "the bot was put out or may not post"),
        ("migrated", "-5", "-1005"),
        ("help", "7", ""),
    }
    assert sorted(sent["chat_id"] for sent in server.of("sendMessage")) == ["-5", "7"], "never inside a channel"


async def test_a_chosen_channel_comes_with_what_both_may_do_there() -> None:
    desk = Desk()
    async with TelegramServer() as server, hearing(server, desk):
        rights = dict.fromkeys(
            ["can_be_edited", "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users",
             "is_anonymous", "can_restrict_members", "can_promote_members", "can_manage_video_chats",
             "can_post_stories", "can_edit_stories", "can_delete_stories"], False
        )  # fmt: skip
        server.members["-9", 7] = {"status": "creator", "is_anonymous": False}
        server.members["-9", 123456] = {"status": "administrator", **rights, "can_post_messages": True}
        for channel in (-9, -10):
            shared = {"request_id": 1, "chat_id": channel, "title": "City news"}
            await server.happen(message=server.message("", 7) | {"chat_shared": shared})
        await server.receives("sendMessage", 2)
    first, second = desk.heard
    assert (first.name, first.text, first.may_change, first.can_post) == ("manage", "-9 City news", True, True)
    assert (second.may_change, second.can_post) == (False, False)


async def test_a_button_answers_in_place_and_never_keeps_spinning() -> None:
    desk = Desk()
    keys = ((Button("Undo", "undo #1"),),)
    answers = {
        "new": say("new"),
        "replace": say("replaced", place=Place.REPLACE),
        "long": say("слово " * 1200, place=Place.REPLACE),
        "keys": Message(place=Place.BUTTONS, buttons=keys),
        "same": Message(place=Place.BUTTONS, buttons=keys),
        "nothing": SILENCE,
    }
    desk.says = lambda command: answers[command.name]
    async with TelegramServer() as server, hearing(server, desk):
        for name in answers:
            if name == "same":
                await server.receives("editMessageReplyMarkup")
                server.fail("editMessageReplyMarkup", 400, "Bad Request: message is not modified")
            await server.press(f"{name} 1", message_id=55)
        await server.receives("answerCallbackQuery", 6)
    assert [command.button for command in desk.heard] == [True] * 6
    assert server.texts()[0] == "new"
    assert server.of("editMessageText")[0]["text"] == "replaced"
    assert len(server.texts()) == 2, "what does not fit the edited message follows it"
    assert server.of("editMessageReplyMarkup")[0]["message_id"] == "55"


async def test_an_answer_waits_out_a_flood_limit_and_goes_plain_if_its_markup_is_refused() -> None:
    async with TelegramServer() as server, hearing(server):
        server.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        server.fail("sendMessage", 400, "Bad Request: can't parse entities: x")
        await server.say("/help")
        (sent,) = await server.receives("sendMessage")
        server.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        await server.say("/help")
        await server.say("/help")
        await server.receives("sendMessage", 2)
    assert "parse_mode" not in sent


async def test_an_answer_that_fails_leaves_the_next_one_alone() -> None:
    desk = Desk()

    def says(command: Command) -> Message:
        if len(desk.heard) == 1:
            raise RuntimeError("a fault of ours")
        return say("well")

    desk.says = says
    async with TelegramServer() as server, hearing(server, desk):
        await server.say("/help")
        await server.say("/help")
        await server.receives("sendMessage")
    assert server.texts() == ["well"]


@pytest.mark.parametrize(
    ("status", "description", "parameters", "verdict"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, Rest),
        (403, "Forbidden: user is deactivated", {}, Rest),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, Rest),
        (403, "Forbidden: bot is not a member of the channel chat", {}, Rest),
        (403, "Forbidden: the group chat was deleted", {}, Rest),
        (403, "Forbidden: bot can't initiate conversation with a user", {}, Rest),
        (400, "Bad Request: chat not found", {}, Rest),
        (400, "Bad Request: message thread not found", {}, Rest),
        (400, "Bad Request: have no write access to the chat", {}, Rest),
        (400, "Bad Request: not enough rights to send text messages to the chat", {}, Rest),
        (400, "Bad Request: can't parse entities: x", {}, RetryAt),
        (400, "Bad Request: message is too long", {}, RetryAt),
        (400, "Bad Request: message text is empty", {}, RetryAt),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1005}, Readdress),
        (429, "Too Many Requests: retry after 33", {"retry_after": 33}, RetryAt),
        (401, "Unauthorized", {}, Stop),
        (404, "Not Found", {}, Stop),
        (500, "Internal Server Error", {}, RetryAt),
        (502, "<html>Bad Gateway</html>", {}, RetryAt),
    ],
)
async def test_each_error_is_a_verdict(
    status: int, description: str, parameters: dict[str, int], verdict: type[Verdict]
) -> None:
    async with TelegramServer() as server, hearing(server) as platform:
        server.fail("sendMessage", status, description, **parameters)
        with pytest.raises(SendError) as caught:
            await platform.send(CHAT, say("x"))
        found = caught.value.verdict
        assert isinstance(found, verdict)
        assert TOKEN not in str(caught.value)
        if isinstance(found, Readdress):
            assert found.id == "-1005"
        if status == 429:
            assert isinstance(found, RetryAt)
            assert (found.after, found.whole_platform) == (timedelta(seconds=33), True)
        if status == 400 and verdict is RetryAt:
            assert isinstance(found, RetryAt)
            assert found.plain
            server.fail("sendMessage", status, description)
            with pytest.raises(SendError) as caught:
                await platform.send(CHAT, say("x"), plain=True)
            assert isinstance(caught.value.verdict, GiveUp)


async def test_an_alert_is_sent_without_a_preview_and_its_number_is_kept() -> None:
    async with TelegramServer() as server, hearing(server) as platform:
        ref = await platform.send(Chat(platform="telegram", id="-5", thread="3"), say(line(bold("A & B"))))
    (sent,) = server.of("sendMessage")
    assert ref.isdigit()
    assert sent["text"] == "<b>A &amp; B</b>"
    assert json.loads(sent["link_preview_options"]) == {"is_disabled": True}
    assert sent["message_thread_id"] == "3"


async def test_a_wrong_token_is_a_clear_message_without_the_token() -> None:
    async with TelegramServer() as server:
        wrong = TelegramPlatform(token="1:wrong-wrong-wrong-wrong-wrong", api_url=server.url)
        for ask in (wrong.start(Desk().answer, print), wrong.probe()):
            with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN is refused") as caught:
                await ask
            assert "wrong-" not in str(caught.value)
        await wrong.stop()
    with pytest.raises(StatedProblem, match="TELEGRAM_BOT_TOKEN"):
        TelegramPlatform(token="")


async def test_telegram_being_down_at_the_start_is_tried_on() -> None:
    pauses = room.PAUSES
    room.PAUSES = (0.05,)
    try:
        async with TelegramServer() as server:
            server.down = True
            async with hearing(server) as platform:
                with pytest.raises(StatedProblem, match="can't be reached"):
                    await platform.probe()
                await asyncio.sleep(0.2)
                server.down = False
                server.fail("setMyDescription", 400, "Bad Request: no")
                server.fail("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
                await server.say("/help")
                await server.receives("sendMessage")
                await platform.probe()
    finally:
        room.PAUSES = pauses


async def test_another_poller_is_named_and_tried_on(capsys: pytest.CaptureFixture[str]) -> None:
    pauses = room.PAUSES
    room.PAUSES = (0.05,)
    try:
        async with TelegramServer() as server:
            server.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
            async with hearing(server):
                await server.say("/help")
                await server.receives("sendMessage")
    finally:
        room.PAUSES = pauses
    assert "another poller" in capsys.readouterr().out


async def test_a_token_revoked_in_flight_is_told() -> None:
    desk = Desk()
    async with TelegramServer() as server:
        server.fail("getUpdates", 401, "Unauthorized")
        async with hearing(server, desk):
            async with asyncio.timeout(5):
                while not desk.reasons:
                    await asyncio.sleep(0.01)
    assert desk.reasons == ["the token is refused"]


async def test_chats_are_answered_side_by_side_and_each_in_order() -> None:
    desk = Desk()
    gate = asyncio.Event()

    async def answer(command: Command) -> Message:
        if command.text == "first":
            await gate.wait()
        return say(command.text)

    desk.answer = answer  # type: ignore[method-assign]  # this desk is slow with one answer
    async with TelegramServer() as server, hearing(server, desk):
        await server.say("/help first", 7)
        await server.say("/help second", 7)
        await server.say("/help other", 8)
        await server.receives("sendMessage")
        assert server.texts() == ["other"]
        gate.set()
        await server.receives("sendMessage", 3)
    assert server.texts(7) == ["first", "second"]
