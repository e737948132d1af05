"""Numbers by span, language and source agree with what matching finds in the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.model import Match
from bot.storage.store import TOGETHER, Effort, Tally
from tests.storage.conftest import NOW, later
from tests.storage.test_search import ARTICLES, CONCEPTS, ENGLISH, RUSSIAN, TYPED, Archive, write_articles

INSTANTS = tuple(later(minutes=minutes) for minutes in (0, 4, 7, 20))
PATIENT = Effort(time=timedelta(minutes=1))
NO_TIME = Effort(time=timedelta(seconds=-1))


@pytest.fixture
def archive(filled_url: Callable[..., str]) -> Iterator[Archive]:
    made = Archive(filled_url(write_articles), len(ARTICLES))
    yield made
    made.store.close()


def tallies(
    archive: Archive, *typed: str, instants: tuple[datetime, ...] = INSTANTS, effort: Effort = PATIENT, **how: object
) -> dict[int, Tally]:
    asked = {place: parse(each, CONCEPTS) for place, each in enumerate(typed, start=1)}
    return archive.store.tallies.count(asked, instants, concepts=CONCEPTS, effort=effort, **how)  # type: ignore[arg-type]


def test_each_span_language_and_source_has_the_articles_that_matching_finds(archive: Archive) -> None:
    found = tallies(archive, *TYPED)
    for place, typed in enumerate(TYPED, start=1):
        articles, tally = archive.read_all(typed), found[place]
        pairs = list(pairwise(INSTANTS))
        in_spans = [{each.id for each in articles if start <= each.published_at < end} for start, end in pairs]
        assert [set(span) for span in tally.found] == in_spans, typed
        assert tally.by_span == tuple(map(len, in_spans)), typed
        assert tally.exact, "so few are all read"
        for code in ("en", "ru", "kk"):
            of_language = [len(span & {each.id for each in articles if each.language == code}) for span in in_spans]
            assert tally.by_language.get(code, (0, 0, 0)) == tuple(of_language), typed
        assert sum(tally.by_source.values()) == tally.count == len(articles), typed
        for source in (ENGLISH, RUSSIAN):
            of_source = [each for each in articles if each.source_key == source.key]
            assert tally.by_source.get(source.key, 0) == len(of_source), typed


def test_together_an_article_counts_once(archive: Archive) -> None:
    found = tallies(archive, "waste", "отходы", "Aktau")
    either = {each.id for typed in ("waste", "отходы", "Aktau") for each in archive.read_all(typed)}
    assert found[TOGETHER].count == len(either) < sum(found[place].count for place in (1, 2, 3))
    assert tallies(archive)[TOGETHER].count == 0


def test_only_the_languages_that_are_read_and_no_source_that_is_left_out_count(archive: Archive) -> None:
    everything = tallies(archive, "отходы")[1]
    russian = tallies(archive, "отходы", languages=("ru",))[1]
    assert set(russian.by_language) == {"ru"}
    assert russian.count == sum(everything.by_language["ru"])
    out = tallies(archive, "отходы", left_out=("kt_rus",))[1]
    assert out.by_source == {"kt-eng": everything.by_source["kt-eng"]}


def test_what_is_not_indexed_yet_is_read(archive: Archive) -> None:
    before = tallies(archive, "waste")[1]
    archive.forget_words()
    assert tallies(archive, "waste")[1].by_span == before.by_span
    assert tallies(archive, "source:nobody")[1].count == 0


def test_of_many_doubtful_articles_some_from_the_whole_time_are_read_and_the_rest_is_estimated(
    archive: Archive,
) -> None:
    for place in range(60):
        archive.add(ENGLISH, f"{place}: solar mine" if place % 3 else f"{place}: mine, solar")
    instants = (NOW, later(minutes=40), later(minutes=80))
    exact = tallies(archive, '"solar mine"', instants=instants)[1]
    assert (exact.count, exact.exact) == (40, True)
    few = tallies(archive, '"solar mine"', instants=instants, effort=Effort(texts=30, time=PATIENT.time))[1]
    assert not few.exact
    assert 30 <= few.count <= 50
    assert sum(map(len, few.found)) <= 30, "only of those that were read is it known"
    assert set().union(*few.found) <= set().union(*exact.found)
    hasty = tallies(archive, '"solar mine"', instants=instants, effort=NO_TIME)[1]
    assert not hasty.exact
    assert sum(map(len, hasty.found)) <= 3, "a few are read even where there is no time"
    assert not tallies(archive, '"solar mine"', "AI", instants=instants, effort=NO_TIME)[TOGETHER].exact


def test_stored_matches_need_no_reading(archive: Archive) -> None:
    query = parse('"solar mine"', CONCEPTS)
    number = archive.store.follows.upsert_query(query.canonical, '"solar mine"', NOW, grammar=1)
    for place in range(25):
        article_id = archive.add(ENGLISH, f"{place}: a solar mine opens")
        article = archive.store.articles.get(article_id)
        assert article is not None
        match = find(query, AnalyzedText.of(article, CONCEPTS), number)
        assert match is not None
        found = [Match(query_id=number, sentence=match.sentence, spans=match.spans)]
        archive.store.articles.store_page(article_id, body="Nothing.", matches=found, last_follow_id=0, now=NOW)
    instants = (NOW, later(minutes=80))
    tally = archive.store.tallies.count({number: query}, instants, concepts=CONCEPTS, effort=NO_TIME)[number]
    assert (tally.count, tally.exact) == (25, True)


def test_it_is_known_since_when_full_texts_are_searched(archive: Archive) -> None:
    assert archive.store.tallies.texts_since(NOW) is None, "all have theirs"
    archive.store.articles.sweep(later(days=1), bodies_before=later(minutes=5))
    assert archive.store.tallies.texts_since(NOW) == later(minutes=5)
    assert archive.store.tallies.texts_since(later(minutes=5)) is None, "nothing older is asked for"
    archive.store.articles.sweep(later(days=1), bodies_before=later(days=1))
    assert archive.store.tallies.texts_since(NOW) is None, "where none are kept there is no day to name"


def test_articles_come_in_the_order_asked_for_without_those_that_are_gone(archive: Archive) -> None:
    assert [each.id for each in archive.store.tallies.articles([3, 1, 999, 2])] == [3, 1, 2]
    assert archive.store.tallies.articles([]) == []
