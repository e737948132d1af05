"""A long answer is one message with *More*, to a group as to one person; every line of it can be reached."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.matching.grammar import parse
from bot.model import Chat, ChatKind, Command
from bot.platforms import tries
from bot.platforms.protocol import Platform
from bot.worker.run import App
from tests.databases import sqlite_file
from tests.handlers.conftest import Room
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.stories.running import slack_at, telegram_at

ARTICLES = 60  #: several pages of each kind
GROUP = Chat(platform="telegram", id="-5")
TITLE = "Алтын gold №{number}: қалалық әкімдік жаңа метро желісінің құрылысы туралы <хабарлады> & түсіндірді"


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tries, "PAUSES", (0.01, 0.01))


def opened(url: str) -> Room:
    made = Room(url)
    made.now = datetime.now(UTC)
    return made.knows(follows=300).read_since()


def a_busy_week(url: str) -> None:
    """Its archive, with addresses as they are in Cyrillic."""
    room = opened(url)
    for number in range(ARTICLES):
        link = f"http://127.0.0.1/{number}/" + "%D2%B1" * 40
        room.publish(TITLE.format(number=number), ago=timedelta(minutes=5 + number), link=link)
    room.store.close()


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = opened(sqlite_url)
    yield made
    made.store.close()


@pytest.fixture
def stocked(tmp_path: Path) -> Iterator[Room]:
    """A room after a busy week."""
    made = opened(sqlite_file(tmp_path, a_busy_week))
    yield made
    made.store.close()


class Working:
    """The program on that archive."""

    def __init__(self, room: Room, platform: Platform) -> None:
        self._app = App(store=room.store, rules=room.rules, sources=[], platforms=[platform])

    async def __aenter__(self) -> None:
        await self._app.start()

    async def __aexit__(self, *_: object) -> None:
        await self._app.stop()


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"№(\d+)", text)]


def keys(sent: dict[str, Any]) -> dict[str, str]:
    """Label and action of each button."""
    if "reply_markup" in sent:
        rows = json.loads(sent["reply_markup"])["inline_keyboard"]
        return {key["text"]: key.get("callback_data") or key["url"] for row in rows for key in row}
    blocks = [block for block in sent.get("blocks", []) if block["type"] == "actions"]
    return {key["text"]["text"]: key["value"] for block in blocks for key in block["elements"]}


async def turned_on_telegram(server: TelegramServer, chat: int, first: dict[str, Any]) -> list[dict[str, Any]]:
    """All pages, each by the More of the one before."""
    found = [first]
    while more := keys(found[-1]).get("More"):
        await server.press(more, chat, message_id=1234)
        found.append((await server.receives("editMessageText", len(found)))[-1])
    return found


async def turned_on_slack(server: SlackServer, first: dict[str, Any]) -> list[dict[str, Any]]:
    found = [first]
    while more := keys(found[-1]).get("More"):
        await server.press(more, ephemeral=True)
        found.append((await server.receives("respond", len(found) + 1))[-1])
    return found


async def test_the_digest_of_a_busy_week_is_one_message_to_a_group_and_more_shows_the_rest_in_its_place(
    stocked: Room,
) -> None:
    async with TelegramServer() as server, Working(stocked, telegram_at(server)):
        await server.say("/digest week gold", -5)
        (first,) = await server.receives("sendMessage")
        found = await turned_on_telegram(server, -5, first)
        assert len(server.texts()) == 1
        assert {page["message_id"] for page in found[1:]} == {"1234"}
        await server.press(keys(found[-1])["Back"], -5)
        back = (await server.receives("editMessageText", len(found)))[-1]
    shown = [number for page in found for number in numbers(page["text"])]
    assert len(found) > 3
    assert sorted(shown) == list(range(ARTICLES)), "each once"
    assert numbers(back["text"]) == numbers(found[-2]["text"])
    assert [f"Page {number} of {len(found)}" in page["text"] for number, page in enumerate(found, 1)] == [True] * len(
        found
    )
    assert all(page["parse_mode"] == "HTML" for page in found)


async def test_the_digest_of_a_busy_week_is_one_message_to_a_slack_user(stocked: Room) -> None:
    async with SlackServer() as server, Working(stocked, slack_at(server)):
        await server.slash("/digest", "week gold")
        (first,) = await server.receives("respond")
        found = await turned_on_slack(server, first)
        assert server.of("chat.postMessage") == server.of("chat.postEphemeral") == []
    assert [page.get("replace_original") for page in found] == [False, *[True] * (len(found) - 1)]
    shown = [number for page in found for number in numbers(page["text"])]
    assert len(found) > 3
    assert sorted(shown) == list(range(ARTICLES)), "each once"


async def test_words_that_no_button_holds_are_remembered_by_their_numbers(stocked: Room) -> None:
    words = "алтын gold метро желісінің құрылысы, gold OR (жаңа метро)"
    async with TelegramServer() as server, Working(stocked, telegram_at(server)):
        await server.say(f"/digest week {words}")
        (first,) = await server.receives("sendMessage")
        found = await turned_on_telegram(server, 7, first)
    assert len(found) > 3
    assert sorted(number for page in found for number in numbers(page["text"])) == list(range(ARTICLES))


async def test_so_many_words_that_not_even_their_numbers_fit_are_cut_and_it_says_so(stocked: Room) -> None:
    words = ", ".join(f"gold{number}* OR gold" for number in range(30))
    async with TelegramServer() as server, Working(stocked, telegram_at(server)):
        await server.say(f"/digest week {words}")
        (only,) = await server.receives("sendMessage")
    assert "The rest doesn't fit here" in only["text"]
    assert "More" not in keys(only)


async def test_a_long_list_of_follows_is_a_page_with_its_own_buttons(room: Room) -> None:
    for number in range(250):
        room.store.follows.subscribe(*_followed(room, number))
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        await server.say("/following", -5)
        (first,) = await server.receives("sendMessage")
        found = [first]
        while more := keys(found[-1]).get("›"):
            await server.press(more, -5)
            found.append((await server.receives("editMessageText", len(found)))[-1])
        assert len(server.texts()) == 1
    assert sorted(number for page in found for number in numbers(page["text"])) == list(range(250))
    assert all("digest week" in keys(page).values() for page in found)


def _followed(room: Room, number: int) -> tuple[Chat, int, str, datetime]:
    asked = Command(chat=GROUP, kind=ChatKind.GROUP, name="start", text="")
    room.store.chats.upsert(asked, room.now, timezone="UTC")
    typed = f"thing{number}"
    query = parse(typed, room.rules.concepts)
    query_id = room.store.follows.upsert_query(query.canonical, typed, room.now, grammar=room.rules.grammar)
    return GROUP, query_id, f"№{number} {'слово' * 8}", room.now


async def test_pages_about_a_channel_stay_about_it_and_ask_for_no_rights(stocked: Room) -> None:
    async with TelegramServer() as server, Working(stocked, telegram_at(server)):
        server.members["-1009", 7] = {"status": "administrator"}
        server.members["-1009", 123456] = {"status": "administrator"}
        shared = {"request_id": 1, "chat_id": -1009, "title": "City news"}
        await server.happen(message=server.message("", 7) | {"chat_shared": shared})
        await server.receives("sendMessage")
        await server.say("/digest week gold")
        _, first = await server.receives("sendMessage", 2)
        assert keys(first)["More"] == "for -1009 page 2 digest week gold"
        found = await turned_on_telegram(server, 7, first)
    assert all("City news" in page["text"] for page in found)
    assert sorted(number for page in found for number in numbers(page["text"])) == list(range(ARTICLES))


async def test_a_page_never_repeats_a_change(room: Room) -> None:
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        server.members["-5", 7] = {"status": "creator"}
        for action in ("page 2 follow gold", "page 1 unfollow all yes", "page 1 page 1 follow gold", "page x", "page"):
            await server.press(action, -5)
        toasts = await server.receives("answerCallbackQuery", 5)
        assert server.texts() == []
    assert {toast["text"] for toast in toasts} == {"This page has expired. Ask again."}
    assert room.follows(GROUP) == []


@pytest.mark.parametrize(("asked", "wrong"), [(40, 2), (120, 2), (2, 150)])
async def test_a_change_is_answered_by_two_messages_at_most(room: Room, asked: int, wrong: int) -> None:
    words = [f"слово{number}" for number in range(asked)] + [f"(другое{number}" for number in range(wrong)]
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        server.members["-5", 7] = {"status": "creator"}
        await server.say("/follow " + "\n".join(words), -5)
        await server.receives("sendMessage")
        await server.say("/help", -5)
        sent = await server.receives("sendMessage", 3 if wrong > 2 else 2)
    answers = [each["text"] for each in sent[:-1]]
    assert len(answers) <= 2
    assert "Not added:\n<b>(другое0</b>" in answers[0]
    assert ("/following" in answers[-1]) == (wrong > 2)
    assert len(room.follows(GROUP)) == asked


async def test_another_page_of_yesterday_is_of_the_same_day_whenever_it_is_asked_for(room: Room) -> None:
    zone = ZoneInfo(room.rules.timezone)
    noon = (room.now.astimezone(zone) - timedelta(days=1)).replace(hour=12)
    for number in range(60):
        room.publish(TITLE.format(number=number), ago=room.now - noon)
    async with TelegramServer() as server, Working(room, telegram_at(server)):
        await server.say("/digest yesterday gold", -5)
        (first,) = await server.receives("sendMessage")
        assert keys(first)["More"] == f"page 2 digest {noon.date()} gold"
        found = await turned_on_telegram(server, -5, first)
    assert sorted(number for page in found for number in numbers(page["text"])) == list(range(60))
