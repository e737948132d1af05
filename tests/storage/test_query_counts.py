"""The counts of many queries at once agree with the search for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.model import Match
from bot.storage import query_counts
from bot.storage.store import QueryCount
from tests.storage.conftest import NOW, later
from tests.storage.test_search import ARTICLES, CONCEPTS, ENGLISH, RUSSIAN, TYPED, Archive, write_articles


@pytest.fixture
def archive(filled_url: Callable[..., str]) -> Iterator[Archive]:
    made = Archive(filled_url(write_articles), len(ARTICLES))
    yield made
    made.store.close()


def counts(archive: Archive, *typed: str, **how: object) -> list[QueryCount | None]:
    asked = {place: parse(each, CONCEPTS) for place, each in enumerate(typed, start=1)}
    found = archive.store.search.counts(asked, NOW, concepts=CONCEPTS, **how)  # type: ignore[arg-type]
    return [found.get(place) for place in asked]


def test_each_query_is_counted_as_the_search_finds_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_counts, "READ_BUDGET", 60.0)  # however busy the machine is
    found = [one.articles for one in counts(archive, *TYPED) if one]
    assert found == [archive.search(typed).count for typed in TYPED]
    assert all(one.exact for one in counts(archive, *TYPED) if one), "so few are all read"


def test_only_the_span_and_the_languages_count(archive: Archive) -> None:
    assert counts(archive, "отходы", languages=("ru",)) == [QueryCount(3, True)]
    asked = {1: parse("waste", CONCEPTS)}
    later_on = archive.store.search.counts(asked, later(minutes=3), concepts=CONCEPTS)
    assert later_on[1].articles == archive.search("waste", later(minutes=3)).count


def test_stored_matches_spare_the_reading_of_texts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_counts, "READ_BUDGET", -1.0)  # there is no time for it
    query = parse('"solar mine"', CONCEPTS)
    number = archive.store.follows.upsert_query(query.canonical, '"solar mine"', NOW, grammar=1)
    for title, matches in (("A solar mine opens", True), ("A mine, and solar power", False)):
        article_id = archive.add(ENGLISH, title)
        article = archive.store.articles.get(article_id)
        assert article is not None
        match = find(query, AnalyzedText.of(article, CONCEPTS), number)
        assert (match is not None) == matches
        found = [Match(query_id=number, sentence=match.sentence, spans=match.spans)] if match else []
        archive.store.articles.store_page(article_id, body="Nothing.", matches=found, last_follow_id=0, now=NOW)
    assert archive.store.search.counts({number: query}, NOW, concepts=CONCEPTS) == {number: QueryCount(1, False)}
    unknown = archive.store.search.counts({number + 1: query}, NOW, concepts=CONCEPTS)
    assert unknown == {number + 1: QueryCount(2, False)}, "of what nothing is known all candidates count"


def test_of_many_candidates_a_few_are_read_and_the_rest_is_estimated(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_counts, "READ_BUDGET", 60.0)
    for place in range(30):
        archive.add(RUSSIAN if place % 2 else ENGLISH, f"{place}: solar mine" if place % 3 else f"{place}: mine, solar")
    (count,) = counts(archive, '"solar mine"')
    assert count is not None
    assert not count.exact
    assert 15 <= count.articles <= 25


def test_what_is_not_indexed_yet_is_not_counted_at_all(archive: Archive) -> None:
    with archive.store.database.write_transaction() as db:
        db.exec_driver_sql("UPDATE article SET indexed = 0 WHERE id = 1")
    assert counts(archive, "waste") == [None]
