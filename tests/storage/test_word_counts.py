"""How many articles contain a word, on both databases."""

from __future__ import annotations

from bot.model import Entry
from bot.storage.word_counts import MAX_COUNTED, WRITTEN
from tests.storage.conftest import NOW, SOURCE, Room


def published(room: Room, *titles: str) -> None:
    for number, title in enumerate(titles):
        entry = Entry(guid=None, link=f"http://127.0.0.1/{number}", title=title, teaser="", published_at=NOW)
        assert room.store.articles.add_entry(SOURCE, entry, (), silent=True, page_due_at=NOW, now=NOW)


def test_articles_are_counted_by_a_word_in_any_of_its_forms_and_as_written(room: Room) -> None:
    published(room, "Паводок в селе", "Угроза паводка", "Нет паводка", "Metro lines")
    asked = ("паводок", "паводка", "павадок", "metro", "lines", "line")
    assert room.store.search.article_counts(asked) == {"паводок": 3, "паводка": 2, "metro": 1, "lines": 1, "line": 1}


def test_with_one_kind_only_words_of_that_kind_are_counted(room: Room) -> None:
    published(room, "Угроза паводка", "Паводок в селе", "Metro lines")
    assert room.store.search.article_counts(["паводок", "lines", "metro"], kinds=WRITTEN) == {
        "паводок": 1,
        "metro": 1,
    }


def test_a_frequent_word_is_counted_up_to_the_maximum(room: Room) -> None:
    published(room, *(f"Metro {number}" for number in range(MAX_COUNTED + 5)))
    assert room.store.search.article_counts(["metro"]) == {"metro": MAX_COUNTED}


def test_what_is_not_a_word_is_in_no_article(room: Room) -> None:
    published(room, "Metro lines")
    assert room.store.search.article_counts(['me"tro', "metro' | 'lines", "", "*"]) == {}
    assert room.store.search.article_counts([]) == {}
