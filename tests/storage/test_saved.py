"""What a chat saved is found again, whatever becomes of the article's text."""

from __future__ import annotations

from datetime import timedelta

from bot.model import Chat, ChatKind
from tests.storage.conftest import NOW, Room, chat, later

MINE, THEIRS = chat("1"), chat("2")


def saved(room: Room, who: Chat) -> list[int]:
    return [each.article.id for each in room.store.saved.page(who, 10)]


def articles(room: Room, count: int) -> list[int]:
    room.add_chat(MINE)
    room.add_chat(THEIRS)
    return [number for place in range(count) if (number := room.add_article(place)) is not None]


def test_the_last_saved_is_the_first_of_the_list_and_each_chat_has_its_own(room: Room) -> None:
    first, second, third = articles(room, 3)
    for minutes, number in enumerate((second, first, third)):
        assert room.store.saved.add(MINE, number, later(minutes=minutes))
    assert room.store.saved.add(THEIRS, second, NOW)
    assert saved(room, MINE) == [third, first, second]
    assert [each.article.id for each in room.store.saved.page(MINE, 2, 1)] == [first, second]
    assert (room.store.saved.count(MINE), room.store.saved.count(THEIRS)) == (3, 1)


def test_saved_twice_it_stays_the_first_one_s(room: Room) -> None:
    (number,) = articles(room, 1)
    assert room.store.saved.add(MINE, number, NOW, person_name="Aliya")
    assert not room.store.saved.add(MINE, number, later(hours=1), person_name="Dana")
    found = room.store.saved.get(MINE, number)
    assert found is not None
    assert (found.person_name, found.saved_at) == ("Aliya", NOW)


def test_what_is_removed_is_gone_once(room: Room) -> None:
    (number,) = articles(room, 1)
    room.store.saved.add(MINE, number, NOW)
    removed = room.store.saved.remove(MINE, number)
    assert removed is not None
    assert removed.article.id == number
    assert room.store.saved.remove(MINE, number) is None
    assert room.store.saved.get(MINE, number) is None
    assert room.store.saved.count(MINE) == 0


def test_an_article_that_nobody_knows_is_not_saved(room: Room) -> None:
    articles(room, 1)
    assert not room.store.saved.add(MINE, 999, NOW)


def test_it_stays_when_the_text_is_no_longer_kept(room: Room) -> None:
    (number,) = articles(room, 1)
    room.match(number)
    room.store.saved.add(MINE, number, NOW)
    room.store.sweep(later(days=99), bodies_before=NOW + timedelta(days=1))
    (found,) = room.store.saved.page(MINE, 10)
    assert (found.article.title, found.article.body) == ("Title 0", None)


def test_a_group_that_gets_another_id_keeps_what_it_saved(room: Room) -> None:
    (number,) = articles(room, 1)
    group = chat("-5")
    room.add_chat(group, ChatKind.GROUP)
    room.store.saved.add(group, number, NOW)
    room.store.chats.migrate(group, "-1005", NOW)
    assert saved(room, chat("-1005")) == [number]
