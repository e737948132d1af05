"""Answers: where they are sent, and what happens when Telegram refuses them."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.messages.message import SILENCE, Button, Message, ReplyMode, Span, say
from bot.model import Command
from bot.platforms.telegram import presses
from bot.platforms.telegram.sender import TRIES
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import listening_bot
from tests.platforms.telegram.server import TelegramServer

KEYS = ((Button("Undo", "undo #1"),),)


async def test_a_button_answers_in_place_and_never_keeps_spinning() -> None:
    host = RecordingHost()
    keys = ((Button("Undo", "undo #1"),),)
    answers = {
        "new": say("new"),
        "replace": say("replaced", reply_mode=ReplyMode.REPLACE),
        "long": say("слово " * 1200, reply_mode=ReplyMode.REPLACE),
        "keys": Message(reply_mode=ReplyMode.BUTTONS, buttons=keys),
        "same": Message(reply_mode=ReplyMode.BUTTONS, buttons=keys),
        "nothing": SILENCE,
    }
    host.reply = lambda command: answers[command.name]
    async with TelegramServer() as server, listening_bot(server, host):
        for name in answers:
            if name == "same":
                await server.receives("editMessageReplyMarkup")
                server.fail("editMessageReplyMarkup", 400, "Bad Request: message is not modified")
            await server.press(f"{name} 1", message_id=55)
        await server.receives("answerCallbackQuery", 6)
    assert [command.button for command in host.received] == [True] * 6
    assert server.texts()[0] == "new"
    assert server.of("editMessageText")[0]["text"] == "replaced"
    assert len(server.texts()) == 2, "what does not fit in the edited message follows it"
    assert server.of("editMessageReplyMarkup")[0]["message_id"] == "55"


async def test_an_answer_waits_for_a_flood_limit_and_is_sent_plain_if_its_markup_is_refused() -> None:
    async with TelegramServer() as server, listening_bot(server):
        server.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        server.fail("sendMessage", 400, "Bad Request: can't parse entities: x")
        await server.say("/help")
        (sent,) = await server.receives("sendMessage")
        server.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        await server.say("/help")
        await server.say("/help")
        await server.receives("sendMessage", 2)
    assert "parse_mode" not in sent


async def test_an_answer_that_fails_does_not_affect_the_next_one() -> None:
    host = RecordingHost()

    def says(command: Command) -> Message:
        if len(host.received) == 1:
            raise RuntimeError("a fault of ours")
        return say("well")

    host.reply = says
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/help")
        await server.say("/help")
        await server.receives("sendMessage")
    assert server.texts() == ["well"]


async def test_what_was_sent_of_a_long_answer_is_not_sent_again_after_a_flood_limit() -> None:
    host = RecordingHost()
    words = " ".join(str(number) for number in range(2000))
    host.reply = lambda command: say(words).with_buttons(*KEYS)
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        await server.say("/digest week")
        await server.receives("sendMessage", 3)
    assert " ".join(server.texts()) == words
    assert ["reply_markup" in sent for sent in server.of("sendMessage")] == [False, False, True]


async def test_a_flood_limit_of_hours_is_not_waited_for_and_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    async with TelegramServer() as server, listening_bot(server):
        server.fail("sendMessage", 429, "Too Many Requests: retry after 9999", retry_after=9999)
        await server.say("/help")
        await server.say("/help")
        await server.receives("sendMessage")
    assert "answer not sent" in capsys.readouterr().out
    assert len(server.texts()) == 1


async def test_an_answer_follows_its_group_to_its_new_id() -> None:
    async with TelegramServer() as server, listening_bot(server):
        server.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
        await server.say("/help", -5)
        (sent,) = await server.receives("sendMessage")
    assert sent["chat_id"] == "-1005"


async def test_what_can_be_edited_no_more_is_answered_anew_with_its_buttons() -> None:
    host = RecordingHost()
    host.reply = lambda command: Message(say("<list>").paragraphs, KEYS, reply_mode=ReplyMode.REPLACE)
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("editMessageText", 400, "Bad Request: message can't be edited")
        await server.press("unfollow page 2")
        (sent,) = await server.receives("sendMessage")
        server.fail("editMessageText", 400, "Bad Request: message is not modified: same")
        await server.press("unfollow page 2")
        await server.receives("answerCallbackQuery", 2)
    assert (sent["text"], sent["parse_mode"]) == ("&lt;list&gt;", "HTML")
    assert "undo #1" in sent["reply_markup"]
    assert len(server.texts()) == 1


async def test_buttons_that_can_be_changed_no_more_are_left_as_they_are() -> None:
    host = RecordingHost()
    host.reply = lambda command: Message(buttons=KEYS, reply_mode=ReplyMode.BUTTONS)
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
        await server.press("more 1")
        await server.receives("answerCallbackQuery")
        server.fail("editMessageReplyMarkup", 429, "Too Many Requests: retry after 1", retry_after=1)
        await server.press("more 1")
        await server.receives("answerCallbackQuery", 2)
    assert not server.texts()
    assert len(server.of("editMessageReplyMarkup")) == 1


async def test_the_choice_of_a_channel_is_a_message_of_its_own_for_an_edit_can_not_carry_it() -> None:
    host = RecordingHost()
    choice = say("Which?", reply_mode=ReplyMode.REPLACE).with_buttons(
        (Button("Choose a channel", request_channel=True),)
    )
    host.reply = lambda command: choice
    async with TelegramServer() as server, listening_bot(server, host):
        await server.press("manage other")
        (sent,) = await server.receives("sendMessage")
    assert "request_chat" in sent["reply_markup"]


async def test_a_button_stops_spinning_even_if_its_answer_fails() -> None:
    host = RecordingHost()

    def says(command: Command) -> Message:
        raise RuntimeError("a fault of ours")

    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        await server.press("digest today")
        await server.receives("answerCallbackQuery")
        host.reply = says
        await server.press("digest today")
        await server.receives("answerCallbackQuery", 2)
        server.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
        await server.press("digest today")
        host.reply = lambda command: say("well")
        await server.press("digest today")
        await server.receives("answerCallbackQuery", 3)


async def test_a_page_of_a_proxy_does_not_make_an_answer_plain() -> None:
    async with TelegramServer() as server, listening_bot(server):
        server.fail("sendMessage", 400, "<html>no</html>")
        await server.say("/help")
        await server.say("/help")
        (sent,) = await server.receives("sendMessage")
    assert sent["parse_mode"] == "HTML"


async def test_an_answer_is_attempted_a_few_times_only() -> None:
    async with TelegramServer() as server, listening_bot(server):
        for failures in (TRIES, TRIES - 1):
            for _ in range(failures):
                server.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-1005)
            await server.say("/help", -5)
            await server.say("/following", -5)
            await server.receives("sendMessage", TRIES - failures + 1)
        await server.receives("sendMessage", 3)
    assert server.texts() == ["heard following", "heard help", "heard following"]


async def test_an_answer_whose_markup_is_refused_keeps_its_addresses_in_as_many_messages_as_they_need() -> None:
    host = RecordingHost()
    urls = [f"http://x.kz/{number}?a=1&b={'q' * 250}" for number in range(20)]
    host.reply = lambda command: say(*(Span(f"title {number}", url=url) for number, url in enumerate(urls)))
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("sendMessage", 400, "Bad Request: can't parse entities: x")
        await server.say("/digest today", -5)
        await server.receives("sendMessage", 2)
        await server.say("/digest today")
        await server.receives("sendMessage", 3)
    first, second, third = server.of("sendMessage")
    assert "parse_mode" not in first | second
    assert re.findall(r"http\S+", first["text"] + "\n\n" + second["text"]) == urls
    assert third["parse_mode"] == "HTML"
    assert [chat.id for chat, _ in host.counted] == ["-5", "-5", "7"], "each of them counts into the pace"


async def test_an_answer_with_more_links_than_telegram_keeps_arrives_whole() -> None:
    host = RecordingHost()
    urls = [f"http://x.kz/{number}/{'ұ' * 450}" for number in range(40)]
    host.reply = lambda command: say(*(Span(f"title {number}", bold=True, url=url) for number, url in enumerate(urls)))
    async with TelegramServer() as server, listening_bot(server, host):
        await server.say("/digest today")
        await server.receives("sendMessage", 5)
    assert re.findall('href="([^"]+)"', "".join(server.texts())) == urls
    assert {sent["parse_mode"] for sent in server.of("sendMessage")} == {"HTML"}


async def test_a_page_whose_markup_is_refused_replaces_the_other_page_without_it() -> None:
    host = RecordingHost()
    host.reply = lambda command: say(Span("title", url="http://x.kz/1"), reply_mode=ReplyMode.REPLACE)
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("editMessageText", 400, "Bad Request: can't parse entities: x")
        await server.press("page 2 digest week", -5, message_id=55)
        (edited,) = await server.receives("editMessageText")
        assert server.texts() == []
    assert (edited["message_id"], edited["text"]) == ("55", "title http://x.kz/1")


async def test_a_press_that_can_not_be_confirmed_delays_its_answer_for_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(presses, "ANSWER_WITHIN", 0.1)
    host = RecordingHost()
    host.reply = lambda command: say("well", reply_mode=ReplyMode.REPLACE)
    async with TelegramServer() as server, listening_bot(server, host):
        server.hang("answerCallbackQuery")
        await server.press("unfollow #1")
        async with asyncio.timeout(3):
            await server.receives("editMessageText")
