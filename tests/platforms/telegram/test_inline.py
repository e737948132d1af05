"""Inline mode on the wire: what people type behind the bot's name in other chats, and what it is answered with."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.i18n.translator import ENGLISH
from bot.messages.inline import InlineAnswer, InlineResult
from bot.messages.message import Span, line, say
from bot.model import ChatKind, Command
from bot.platforms.telegram import TelegramPlatform, inline
from tests.platforms.recording_host import RecordingHost
from tests.platforms.telegram.listening import CHAT, listening_bot, shortened
from tests.platforms.telegram.server import TOKEN, TelegramServer

ALERT = say(line(Span("AI & trams", bold=True, url="http://kt.kz/1")), "Kazakhstan Today · 25 Nov, 13:20")


def found(*ids: str) -> InlineAnswer:
    """Articles with these ids, a next page and a button."""
    results = tuple(
        InlineResult(id=each, title=f"AI & trams {each}", description="Kazakhstan Today", message=ALERT) for each in ids
    )
    return InlineAnswer(results=results, next_offset="10", label="Follow «AI»", payload="f_EftoQUk")


async def test_articles_are_listed_for_one_person_and_inserted_as_a_short_alert() -> None:
    host = RecordingHost()
    host.found = lambda command: found("1", "2")
    async with TelegramServer() as server, listening_bot(server, host):
        server.language = "kk"
        asked = await server.seek("AI", offset="10")
        (answer,) = await server.receives("answerInlineQuery")
    first, second = json.loads(answer["results"])
    assert (first["id"], second["id"], first["type"]) == ("1", "2", "article")
    assert (first["title"], first["description"]) == ("AI & trams 1", "Kazakhstan Today")
    inserted = first["input_message_content"]
    assert inserted["message_text"] == (
        '<a href="http://kt.kz/1"><b>AI &amp; trams</b></a>\n\nKazakhstan Today · 25 Nov, 13:20'
    )
    assert (inserted["parse_mode"], inserted["link_preview_options"]) == ("HTML", {"is_disabled": True})
    assert answer["inline_query_id"] == asked
    assert (answer["is_personal"], answer["next_offset"]) == ("true", "10")
    assert int(answer["cache_time"]) <= 60
    assert json.loads(answer["button"]) == {"text": "Follow «AI»", "start_parameter": "f_EftoQUk"}
    ((command, offset),) = host.sought
    assert offset == "10"
    assert (command.chat, command.kind, command.text, command.language) == (CHAT, ChatKind.PRIVATE, "AI", "kk")


async def test_what_is_typed_in_other_chats_is_not_stored_and_is_no_command() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.seek("/follow AI")
        (answer,) = await server.receives("answerInlineQuery")
        await server.say("/help")
        await server.receives("sendMessage")
    assert "button" not in answer
    assert host.inbox.asked == 1
    assert [command.name for command in host.received] == ["help"]


async def test_while_a_search_runs_only_the_newest_that_a_person_types_waits_and_others_are_not_held_up() -> None:
    host = RecordingHost()
    host.gate = asyncio.Event()
    async with TelegramServer() as server, listening_bot(server, host):
        await server.seek("slow")
        async with asyncio.timeout(10):
            while not host.sought:
                await asyncio.sleep(0.01)
        for letters in ("k", "ka", "kas", "kasp", "kaspi"):
            await server.seek(letters)
        await server.seek("gold", person=8)
        await server.receives("answerInlineQuery")
        host.gate.set()
        await server.receives("answerInlineQuery", 3)
    assert [command.text for command, _ in host.sought] == ["slow", "gold", "kaspi"]


async def test_who_waited_too_long_has_typed_on_and_a_crowd_is_cut_off() -> None:
    host = RecordingHost()
    async with TelegramServer() as server, listening_bot(server, host):
        with shortened(inline, ANSWER_WITHIN=0.0):
            await server.seek("too late")
            await server.say("/help")
            await server.receives("sendMessage")
        with shortened(inline, MOST_PERSONS=0):
            await server.seek("too many")
            await server.say("/help")
            await server.receives("sendMessage", 2)
        await server.seek("in time")
        await server.receives("answerInlineQuery")
    assert [command.text for command, _ in host.sought] == ["in time"]


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "👩\u200d🚀" * 100, "\u202egnirts", "\x00", "  ", "@JarshyBot", "line\nbreak"]
)
async def test_whatever_is_typed_is_sought_within_telegrams_limit(text: str) -> None:
    host = RecordingHost()
    host.found = lambda command: found("1")
    async with TelegramServer() as server, listening_bot(server, host):
        await server.seek(text)
        await server.receives("answerInlineQuery")
    ((command, _),) = host.sought
    assert len(command.text) <= 256


async def test_an_article_whose_title_shows_nothing_is_left_out_and_what_no_platform_shows_is_cleaned() -> None:
    host = RecordingHost()
    unseen = InlineResult(id="1", title="\u2800 \u200b", description="", message=ALERT)
    odd = InlineResult(id="2", title="A\x00I \ud800", description="\u202eK", message=ALERT)
    host.found = lambda command: InlineAnswer(results=(unseen, odd), label="\ud800AI", payload="inline")
    async with TelegramServer() as server, listening_bot(server, host):
        await server.seek("AI")
        (answer,) = await server.receives("answerInlineQuery")
    (listed,) = json.loads(answer["results"])
    assert (listed["title"].strip(), listed["description"]) == ("AI", "K")
    assert json.loads(answer["button"])["text"] == "AI"


async def test_a_refused_answer_and_a_fault_of_ours_do_not_end_inline_mode() -> None:
    host = RecordingHost()

    def stumble(command: Command) -> InlineAnswer:
        if command.text == "fault":
            raise RuntimeError("a bug")
        return found("1", "1") if command.text == "twice" else found("1")

    host.found = stumble
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("answerInlineQuery", 400, "Bad Request: query is too old and response timeout expired")
        for place, text in enumerate(("late", "twice", "fault", "AI")):
            await server.seek(text, person=10 + place)
        (answer,) = await server.receives("answerInlineQuery")
    assert len(json.loads(answer["results"])) == 1
    assert [command.text for command, _ in host.sought] == ["late", "twice", "fault", "AI"]


async def test_the_log_does_not_repeat_what_is_sought_though_telegram_quotes_it() -> None:
    host = RecordingHost()
    host.found = lambda _: found("1")
    async with TelegramServer() as server, listening_bot(server, host):
        server.fail("answerInlineQuery", 400, "Bad Request: can't parse жасырын, an unknown tag")
        with capture_logs() as lines:
            await server.seek("Жасырын", person=10)
            async with asyncio.timeout(30):
                while not (refused := [each for each in lines if each["event"] == "inline query not answered"]):
                    await asyncio.sleep(0.01)
    assert [each["reason"] for each in refused] == ["Can't parse …, an unknown tag"]


async def remark_of(server: TelegramServer, **settings: Any) -> str:
    remark = await TelegramPlatform(token=TOKEN, api_url=server.url, **settings).probe()
    return ENGLISH(remark) if remark else ""


async def test_the_check_says_that_inline_mode_is_off_and_how_to_turn_it_on() -> None:
    async with TelegramServer() as server:
        assert await remark_of(server) == ""
        server.inline = False
        assert "inline mode is off" in await remark_of(server)
        assert "/setinline" in await remark_of(server)
