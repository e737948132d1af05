"""The newest articles, of all or of what a chat follows."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Article
from tests.storage.conftest import NOW, SOURCE, Room, chat, later


def numbers(articles: list[Article]) -> list[str]:
    return [article.title.removeprefix("Title ") for article in articles]


def test_the_newest_come_first_since_an_instant_and_in_some_languages(room: Room) -> None:
    room.store.sources.sync([SOURCE, replace(SOURCE, key="kk", language="kk")], NOW)
    for number in range(5):
        room.add_article(number, at=later(minutes=number))
    search = room.store.search
    assert numbers(search.latest(NOW, limit=3)) == ["4", "3", "2"]
    assert numbers(search.latest(later(minutes=3), limit=9)) == ["4", "3"]
    assert search.latest(NOW, limit=3, languages=("kk",)) == []
    assert len(search.latest(NOW, limit=9, languages=("en", "kk"))) == 5


def test_of_a_chat_only_what_was_found_for_its_follows_comes_once(room: Room) -> None:
    gold, zinc = room.follow(chat("1"), "gold"), room.follow(chat("1"), "zinc")
    tin = room.follow(chat("2"), "tin")
    for number, found in enumerate([(gold,), (tin,), (gold, zinc), ()]):
        room.match(room.add_article(number, at=later(minutes=number)), *found, at=later(minutes=number))
    search = room.store.search
    assert numbers(search.latest(NOW, limit=9, of=chat("1"))) == ["2", "0"]
    assert numbers(search.latest(NOW, limit=1, of=chat("2"))) == ["1"]
    assert search.latest(NOW, limit=9, of=chat("3")) == []
    room.store.follows.unsubscribe(chat("2"), tin, later(minutes=9))
    assert search.latest(NOW, limit=9, of=chat("2")) == []
