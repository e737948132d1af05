"""The search of deliveries: what is found, in which order, and that no page looks at more than its part."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model import Cause, Chat, DeliveryState, GiveUp, Sent
from bot.storage import deliveries
from bot.storage.store import DeliveryFilter, DeliveryPage
from tests.storage.conftest import NOW, Room, chat, later, record, room_with

PEOPLE = ("1", "2", "3")


def owe(room: Room) -> None:
    """Five articles, an hour apart, for three chats; of the first one given up by 1, sent to 2."""
    query, *_ = [room.follow(chat(name), "AI") for name in PEOPLE]
    titles = ["Жаңа көпір", "A new bridge", "Новый мост", "100 % of a_b", "A NEW tram"]
    for number, title in enumerate(titles):
        room.match(room.add_article(number, at=later(hours=number), title=title), query, at=later(hours=number))
        room.fan_out(later(hours=number))
        if number == 0:
            first, second, _ = room.claim(at=NOW)
            record(room.store, first, GiveUp(cause=Cause.BAD_MESSAGE, detail="Bad Request"), None, NOW)
            record(room.store, second, Sent(refs=("5",)), None, NOW)


owed = room_with(owe)


def found(room: Room, after: Any = None, *, limit: int = 50, **asked: Any) -> list[tuple[str, str]]:
    page = room.store.deliveries.find(DeliveryFilter(**asked), after, limit=limit)
    return [(row.title, row.chat.id) for row in page.rows]


def pages(room: Room, *, limit: int = 50, **asked: Any) -> list[DeliveryPage]:
    got: list[DeliveryPage] = []
    while not got or got[-1].after is not None:
        after = got[-1].after if got else None
        got.append(room.store.deliveries.find(DeliveryFilter(**asked), after, limit=limit))
        assert len(got) < 100
    return got


def test_without_a_wish_all_are_found_newest_first(owed: Room) -> None:
    assert found(owed)[:4] == [("A NEW tram", "3"), ("A NEW tram", "2"), ("A NEW tram", "1"), ("100 % of a_b", "3")]
    assert len(found(owed)) == 15


@pytest.mark.parametrize("limit", [1, 2, 4, 15])
@pytest.mark.parametrize("asked", [{}, {"words": "new"}, {"chat": "2"}, {"state": DeliveryState.SENDING}], ids=str)
def test_pages_together_are_the_whole_without_gaps_or_repetitions(
    owed: Room, limit: int, asked: dict[str, Any]
) -> None:
    rows = [row for page in pages(owed, limit=limit, **asked) for row in page.rows]
    assert [(row.title, row.chat.id) for row in rows] == found(owed, **asked)
    assert rows


def test_a_row_tells_what_became_of_it(owed: Room) -> None:
    (row,) = owed.store.deliveries.find(DeliveryFilter(state=DeliveryState.FAILED)).rows
    assert (row.state, row.cause, row.detail, row.attempts) == (
        DeliveryState.FAILED, Cause.BAD_MESSAGE, "Bad Request", 1,
    )  # fmt: skip
    assert (row.chat, row.lane, row.owed_at) == (chat("1"), "telegram", NOW)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        pytest.param("NEW", {"A new bridge", "A NEW tram"}, id="capitals do not matter"),
        pytest.param("new bridge", {"A new bridge"}, id="each word has to stand there"),
        pytest.param("bridge new", {"A new bridge"}, id="in any order"),
        pytest.param("КӨПІР жаңа", {"Жаңа көпір"}, id="Kazakh letters, in capitals"),
        pytest.param("мост", {"Новый мост"}, id="Russian"),
        pytest.param("ост", {"Новый мост"}, id="a part of a word"),
        pytest.param("%", {"100 % of a_b"}, id="a sign that databases read as any text"),
        pytest.param("a_b", {"100 % of a_b"}, id="and one that they read as any letter"),
        pytest.param("\\", set(), id="and one by which they read none of them so"),
        pytest.param("Robert'); DROP TABLE delivery;--", set(), id="what would do harm elsewhere"),
    ],
)
def test_words_are_looked_for_in_titles(owed: Room, words: str, titles: set[str]) -> None:
    assert {title for title, _ in found(owed, words=words)} == titles


@pytest.mark.parametrize(
    ("typed", "chats"),
    [
        ("2", {"2"}),
        ("telegram:2", {"2"}),
        (" telegram:2 ", {"2"}),
        ("slack:2", set()),
        ("telegram:2:7", set()),
        ("кітап", {"3"}),
        ("nobody", set()),
        ("::", set()),
    ],
)
def test_a_chat_is_named_by_its_id_or_by_words_of_its_title(owed: Room, typed: str, chats: set[str]) -> None:
    owed.store.chats.rename(chat("3"), "Кітапхана достары")
    assert {name for _, name in found(owed, chat=typed)} == chats


def test_a_chat_of_a_workspace_is_named_by_platform_and_id_too(room: Room) -> None:
    who = Chat(platform="slack", id="C1", workspace="T1")
    room.match(room.add_article(1), room.follow(who, "AI"))
    room.fan_out()
    assert found(room, chat="slack:C1") == found(room, lane="slack:T1") == [("Title 1", "C1")]
    assert room.store.deliveries.lanes() == ["slack:T1"]
    assert found(room, lane="slack") == []


def test_states_and_words_and_chats_narrow_each_other(owed: Room) -> None:
    assert found(owed, state=DeliveryState.SENT) == [("Жаңа көпір", "2")]
    assert found(owed, state=DeliveryState.SENT, chat="1") == []
    assert found(owed, state=DeliveryState.FAILED, words="көпір") == [("Жаңа көпір", "1")]
    assert found(owed, state=DeliveryState.FAILED, words="bridge") == []
    assert len(found(owed, state=DeliveryState.PENDING, lane="telegram")) == 12
    assert found(owed, state=DeliveryState.PENDING, lane="slack") == []
    assert found(owed, state=DeliveryState.HELD) == found(owed, state=DeliveryState.DROPPED) == []


def test_a_time_is_that_at_which_the_article_was_first_seen(owed: Room) -> None:
    within: dict[str, Any] = {"since_at": later(hours=1), "until_at": later(hours=3)}
    assert {title for title, _ in found(owed, **within)} == {"A new bridge", "Новый мост"}
    assert found(owed, since_at=later(days=1)) == found(owed, until_at=NOW) == []


def test_a_rare_row_is_found_though_each_page_looks_at_a_part(owed: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "ROWS_LOOKED_AT", 4)
    monkeypatch.setattr(deliveries, "FEW", 0)
    got = pages(owed, state=DeliveryState.FAILED)
    assert [len(page.rows) for page in got] == [0, 0, 0, 1]
    assert got[0].looked_back_to_at == later(hours=3)
    assert [page.looked_back_to_at for page in got[-1:]] == [None], "now all was looked at"


def test_titles_are_read_part_by_part(owed: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "TITLES_LOOKED_AT", 2)
    monkeypatch.setattr(deliveries, "MOST_ARTICLES", 1)
    got = pages(owed, words="new")
    assert [row.title for page in got for row in page.rows] == ["A NEW tram"] * 3 + ["A new bridge"] * 3
    assert pages(owed, words="nothing")[-1].looked_back_to_at is None


def test_a_chats_rows_are_looked_up_part_by_part(owed: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "SEEKS", 2)
    rows = [row.title for page in pages(owed, chat="1", state=DeliveryState.FAILED) for row in page.rows]
    assert rows == ["Жаңа көпір"]


def test_in_an_empty_database_nothing_is_found(room: Room) -> None:
    assert room.store.deliveries.find(DeliveryFilter()) == DeliveryPage(rows=(), after=None, looked_back_to_at=None)
    assert room.store.deliveries.lanes() == []
