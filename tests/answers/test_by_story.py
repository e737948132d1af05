"""A chat is told of a story once, in the language that it prefers; what it took out stands by itself."""

from __future__ import annotations

from datetime import timedelta

from bot.answers.by_story import EACH_BY_ITSELF, StoryView, newest_first
from tests.builders import NOW, article

EARLY = article("Fire", id=1, story_id=9, published_at=NOW - timedelta(hours=3))
KAZAKH = article("Өрт", id=2, story_id=9, language="kk", published_at=NOW - timedelta(hours=2))
LATE = article("Fire out", id=3, story_id=9, published_at=NOW)
APART = article("Rain", id=4, published_at=NOW - timedelta(hours=1))
ALL = (LATE, APART, KAZAKH, EARLY)


def shown(view: StoryView) -> list[list[int]]:
    return [[each.id for each in story] for story in newest_first(view.together(ALL).values())]


def test_a_story_is_one_by_its_earliest_article() -> None:
    assert shown(StoryView()) == [[4], [1, 2, 3]]


def test_the_preferred_language_comes_first() -> None:
    assert shown(StoryView(languages=("kk", "en"))) == [[4], [2, 1, 3]]
    assert shown(StoryView(languages=("en", "kk"))) == [[4], [1, 3, 2]]


def test_what_was_taken_out_stands_by_itself() -> None:
    assert shown(StoryView(taken_out=frozenset({3}))) == [[3], [4], [1, 2]]


def test_where_stories_are_off_each_article_is_one() -> None:
    assert shown(EACH_BY_ITSELF) == [[3], [4], [2], [1]]
