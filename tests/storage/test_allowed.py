"""The list of who may use the bot, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.i18n.translators import ONLY_ENGLISH
from bot.messages.access_letters import AccessLetters
from bot.model import AdmissionResult, Cause, ChatKind, Guest, Standing
from bot.storage import allowed
from tests.storage.conftest import NOW, Room, chat, later, letter

BOSS = (("telegram", "77"),)
LETTERS = AccessLetters(translators=ONLY_ENGLISH, timezone="Asia/Almaty", now=NOW)
ALIYA = Guest(platform="telegram", id="1", name="Алия")


def settle(room: Room, closed: bool = True) -> tuple[int, int]:
    return room.store.allowed.settle(closed, BOSS, LETTERS, NOW)


def test_chats_that_are_not_listed_are_paused_and_wake_when_they_are(room: Room) -> None:
    for name in ("1", "2", "77"):
        room.follow(chat(name), "AI")
    room.store.allowed.decide([ALIYA], Standing.ALLOWED, "Boss", LETTERS, NOW)
    assert settle(room) == (1, 0)
    assert settle(room) == (0, 0)
    assert room.store.chats.count_paused() == {("telegram", Cause.NOT_ALLOWED): 1}
    room.store.allowed.decide([Guest(platform="telegram", id="2")], Standing.ALLOWED, "Boss", LETTERS, NOW)
    assert room.store.chats.count_paused() == {}
    assert room.store.allowed.remove(ALIYA) is not None
    assert room.store.allowed.remove(ALIYA) is None
    assert settle(room) == (1, 0)
    assert settle(room, closed=False) == (0, 1)


def test_all_topics_of_a_group_are_let_in_with_it(room: Room) -> None:
    for thread in ("3", "4"):
        room.follow(chat("-5", thread=thread), "AI")
    settle(room)
    group = Guest(platform="telegram", id="-5", kind=ChatKind.GROUP)
    room.store.allowed.decide([group], Standing.ALLOWED, "Boss", LETTERS, NOW)
    assert room.store.chats.count_paused() == {}
    assert room.store.allowed.admits(chat("-5", thread="9"), "", BOSS)


def test_all_who_follow_something_are_listed_at_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowed, "BATCH", 4)
    for number in range(70, 80):
        room.follow(chat(str(number)), "AI")
    room.add_chat(chat("900"))
    assert settle(room) == (9, 0)
    assert room.store.allowed.admit_everyone("Boss", LETTERS, NOW) == 10
    assert room.store.chats.count_paused() == {}
    assert room.store.allowed.admit_everyone("Boss", LETTERS, NOW) == 0
    assert not room.store.allowed.admits(chat("900"), "900", BOSS)


def test_two_who_ask_at_once_are_one_request(room: Room) -> None:
    def ask(_number: int) -> AdmissionResult:
        return room.store.allowed.ask(ALIYA, [letter(chat("77"))], NOW)

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(ask, range(4)))
    assert results.count(AdmissionResult.ASKED) == 1
    assert results.count(AdmissionResult.ASKED_ALREADY) == 3


def test_who_is_told_at_once_by_two_workers_is_told_once(room: Room) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: room.store.allowed.tell(ALIYA, NOW), range(4))).count(True) == 1


def test_the_list_outlives_what_is_forgotten(room: Room) -> None:
    room.store.allowed.decide([ALIYA], Standing.ALLOWED, "Boss", LETTERS, NOW)
    room.store.allowed.tell(Guest(platform="telegram", id="2"), NOW)
    room.store.allowed.sweep(later(days=31))
    assert room.store.allowed.admits(chat("1"), "1", BOSS)
    assert room.store.allowed.tell(Guest(platform="telegram", id="2"), later(days=31))


def test_names_are_found_whatever_their_capitals(room: Room) -> None:
    room.store.allowed.tell(ALIYA, NOW)
    assert room.store.allowed.named("аЛИЯ") == [ALIYA]
