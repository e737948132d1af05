"""The search index finds exactly what matching finds in the texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.model import Article, Concept, Entry, Key, KeyKind, Source, Way
from bot.storage import search
from bot.storage.store import SearchResult, Store
from tests.databases import sqlite_file
from tests.storage.conftest import NOW, later

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект"), kk=("ЖИ",)),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",), proper=frozenset({"Ақтау"})),
        Concept(key="oral", en=("Oral",), ru=("Уральск",), kk=("Орал",), proper=frozenset({"Oral", "Орал"})),
    ]
)
ENGLISH = Source(key="kt-eng", name="Kazakhstan Today", language="en", ways=(Way(url="http://127.0.0.1/en"),))
RUSSIAN = Source(key="kt_rus", name="Казахстан Сегодня", language="ru", ways=(Way(url="http://127.0.0.1/ru"),))
ARTICLES = (
    (ENGLISH, "Port of Aktau takes more waste", "Waste and wastes of the port.\n\nThe mayor's report says it."),
    (ENGLISH, "AI for schools", "The ministry says that artificial intelligence helps. Waste nothing, it says."),
    (ENGLISH, "Fruit ai and mayors", "An ai is a sloth. Oral exams begin. The oral part is short."),
    (ENGLISH, "WHO SAYS IT WORKS OR NOT", "A headline in capitals. It works, the WHO says, and wasteland is none."),
    (ENGLISH, "Солнечные станции", "Строят солнечные станции. Отходов станет меньше, говорят в Актау."),
    (RUSSIAN, "Отходы в Актау", "Вывоз отходов дорожает. ИИ считает рейсы."),
    (RUSSIAN, "Нефть и нефтяники", "Нефтепровод стоит. Нефти меньше, отходы есть."),
    (RUSSIAN, "Ақтауда жаңа порт", "Ақтауда жаңа порт ашылды. ЖИ жүйесі жұмыс істейді."),
    (RUSSIAN, "Ақтау сөзі", "Сотта ақтау туралы айтты, қалдық қалды."),
)
TYPED = (
    "waste", "wastes", '"wastes"', '"waste"', "waste mayor", "waste -mayor", "mayor OR AI", "AI", "ai", "=AI", "Aktau",
    "=Aktau", "Oral", "отходы", "отходы -нефть", "нефт*", "was*", "wastel*", "title:waste", "title:AI", "title:Aktau",
    'title:"wastes"', "title:нефт*", "title:\"port of\"", '"port of Aktau"', '"mayor\'s report"', '"mayor\'s"',
    '"of waste"', "lang:kk", "lang:ru отходы", "waste lang:en", "source:kt-eng", "source:kt_rus отходы",
    'source:"казахстан сегодня"', "source:nobody", "waste OR source:nobody", "WHO", "IT", "who works", "nowhere",
    "(waste OR отходы) -(mayor AI)", '-"artificial intelligence" waste', '-"port of" waste', "-нефт* отходы",
    "-source:nobody waste", "-Oral mayor", "солнечная станция", "қалдық", "Ақтау", "порт", "искусственный интеллект",
)  # fmt: skip


class Archive:
    """A store with two sources, whose articles are a minute apart."""

    def __init__(self, url: str, count: int = 0) -> None:
        self.url = url
        self.store = Store.open(url)
        self.store.sources.sync([ENGLISH, RUSSIAN], NOW)
        self.count = count

    def add(self, source: Source, title: str, body: str = "", teaser: str = "") -> int:
        self.count += 1
        at = later(minutes=self.count)
        entry = Entry(guid=None, link=None, title=title, teaser=teaser, published_at=at)
        key = Key(kind=KeyKind.ID, value=str(self.count))
        article_id = self.store.articles.add_entry(source, entry, [key], silent=True, page_due_at=at, now=at)
        assert article_id is not None
        if body:
            self.store.articles.store_page(article_id, body=body, matches=[], last_follow_id=0, now=at)
        return article_id

    def search(self, typed: str, start_at: datetime = NOW, *languages: str) -> SearchResult:
        return self.store.search.find(parse(typed, CONCEPTS), start_at, languages=languages, concepts=CONCEPTS)

    def titles(self, typed: str) -> list[str]:
        return [article.title for article, _ in self.search(typed).latest]

    def read_all(self, typed: str) -> list[Article]:
        """What matching finds, newest first."""
        query, articles = parse(typed, CONCEPTS), self.store.articles.published(NOW)
        return [each for each in articles if find(query, AnalyzedText.of(each, CONCEPTS)) is not None]

    def forget_words(self) -> None:
        """Reset the index, as after a migration or a change of INDEX_VERSION."""
        engine = sqlalchemy.create_engine(self.url)
        with engine.begin() as db:
            db.execute(sqlalchemy.text("DELETE FROM article_words"))
            db.execute(sqlalchemy.text("UPDATE article SET indexed = 0"))
        engine.dispose()

    def holds(self, typed: str) -> None:
        """Assert that search and matching agree."""
        found, read = self.search(typed), self.read_all(typed)
        assert (found.count, found.exact) == (len(read), True), typed
        assert [article.id for article, _ in found.latest] == [article.id for article in read[:3]], typed


def write_articles(url: str) -> None:
    archive = Archive(url)
    for source, title, body in ARTICLES:
        archive.add(source, title, body)
    archive.store.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = Archive(sqlite_file(tmp_path_factory.mktemp("archive"), write_articles), len(ARTICLES))
    yield archive
    archive.store.close()


@pytest.fixture
def archive(sqlite_url: str) -> Iterator[Archive]:
    made = Archive(sqlite_url)
    yield made
    made.store.close()


@pytest.mark.parametrize("typed", TYPED)
def test_the_search_finds_what_matching_finds(filled: Archive, typed: str) -> None:
    filled.holds(typed)


def test_most_of_these_queries_find_something(filled: Archive) -> None:
    assert sum(bool(filled.search(typed).count) for typed in TYPED) > 35


_WORDS = st.sampled_from(
    [
        *("waste", "wastes", "port", "mayor", "AI", "ai", "Aktau", "Oral", "oral", "says", "it", "nowhere"),
        *("нефть", "отходы", "станция", "Ақтау", "порт"),
    ]
)
_TERM = st.one_of(
    _WORDS,
    _WORDS.map("title:{}".format),
    _WORDS.map("={}".format),
    _WORDS.map('"{}"'.format),
    _WORDS.filter(lambda word: len(word) > 3).map(lambda word: f"{word[:3]}*"),
    st.tuples(_WORDS, _WORDS).map(lambda pair: f'"{" ".join(pair)}"'),
)


@settings(max_examples=60)
@given(wanted=st.lists(_TERM, min_size=1, max_size=3), unwanted=st.lists(_TERM, max_size=2), either=st.booleans())
def test_the_search_agrees_with_matching_on_any_query(
    filled: Archive, wanted: list[str], unwanted: list[str], either: bool
) -> None:
    filled.holds(" ".join([(" OR " if either else " ").join(wanted), *(f"-{term}" for term in unwanted)]))


def test_a_search_result_has_the_matching_sentence(filled: Archive) -> None:
    ((article, match),) = filled.search("нефтепровод").latest
    start, end = match.spans[0]
    assert (article.title, match.sentence[start:end]) == ("Нефть и нефтяники", "Нефтепровод")


def test_only_the_span_and_the_languages_asked_for_count(filled: Archive) -> None:
    whole = filled.search("отходы")
    assert (whole.count, whole.seen) == (3, len(ARTICLES))
    assert filled.search("отходы", later(minutes=6)).seen == 4
    assert filled.search("отходы", later(minutes=6)).count == 2
    assert filled.search("отходы", NOW, "en", "kk").count == 0
    assert filled.search("отходы", NOW, "ru").count == 3
    assert filled.search("lang:kk", NOW, "kk").seen == 2


def test_an_article_has_the_language_of_its_text_not_of_its_source(archive: Archive) -> None:
    article_id = archive.add(ENGLISH, "Солнечные станции")
    article = archive.store.articles.get(article_id)
    assert article is not None
    assert article.language == "ru"
    archive.store.articles.store_page(
        article_id, body="Ақтауда жаңа порт ашылды, деді әкім. " * 3, matches=[], last_follow_id=0, now=NOW
    )
    article = archive.store.articles.get(article_id)
    assert article is not None
    assert article.language == "kk"


def test_where_the_index_can_not_decide_the_count_is_estimated_from_the_newest_texts(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MAX_VERIFIED", 4)
    for number in range(12):
        archive.add(ENGLISH, f"Solid fuel {number}" if number % 2 else f"Fuel that is solid {number}")
    found = archive.search('"solid fuel"')
    assert (found.count, found.exact, found.seen) == (6, False, 12)
    assert [article.title for article, _ in found.latest] == ["Solid fuel 11", "Solid fuel 9"]
    assert (archive.search("solid fuel").count, archive.search("solid fuel").exact) == (12, True)


def test_a_search_ends_in_time_when_many_texts_have_to_be_verified(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEARCH_BUDGET", -1)
    monkeypatch.setattr(search, "READ_BATCH", 4)
    for number in range(9):
        archive.add(ENGLISH, f"Solid fuel {number}")
    found = archive.search('"solid fuel"')
    assert (found.count, found.exact) == (9, False)
    assert [article.title for article, _ in found.latest] == ["Solid fuel 8", "Solid fuel 7", "Solid fuel 6"]
    assert archive.search('"solid fuel 8"').exact, "a few are verified in any case"


def test_a_quick_search_estimates_the_count_from_the_newest_few(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "READ_BATCH", 4)
    for number in range(9):
        archive.add(ENGLISH, f"Solid fuel {number}" if number % 2 else f"Fuel that is solid {number}")
    quick = archive.store.search.find(parse('"solid fuel"', CONCEPTS), NOW, concepts=CONCEPTS, quick=True)
    assert (quick.count, quick.exact) == (4, False)
    assert [article.title for article, _ in quick.latest] == ["Solid fuel 7", "Solid fuel 5"]


def test_words_follow_the_text(archive: Archive) -> None:
    article_id = archive.add(ENGLISH, "Old headline", teaser="A teaser.")
    assert archive.titles("teaser") == ["Old headline"]
    archive.store.articles.store_page(article_id, body="The body.", matches=[], last_follow_id=0, now=NOW)
    assert archive.titles("teaser body") == ["Old headline"]
    entry = Entry(guid=None, link=None, title="New headline", teaser="", published_at=NOW)
    key = Key(kind=KeyKind.ID, value="1")
    assert archive.store.articles.add_entry(ENGLISH, entry, [key], silent=True, page_due_at=None, now=NOW) is None
    assert archive.titles("old") == []
    assert archive.titles("title:new body") == ["New headline"]


def test_dropped_texts_are_not_found_any_more(archive: Archive) -> None:
    archive.add(ENGLISH, "Title", "The body of it.")
    archive.store.sweep(later(days=31), bodies_before=later(days=1))
    assert archive.titles("body") == [], "at once, though the index still has its words"
    assert archive.search("title").count == 1
    assert archive.store.search.index_words(10) == 1
    assert archive.search("body").count == 0
    assert archive.titles("title") == ["Title"]


def test_articles_that_are_not_indexed_are_matched_until_they_are(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        archive.add(ENGLISH, f"Waste {number}" if number else "Other news")
    archive.forget_words()
    assert archive.titles("waste") == ["Waste 4", "Waste 3", "Waste 2"]
    assert (archive.search("waste").count, archive.search("waste").exact) == (4, True)
    assert archive.search("source:nobody").count == 0
    monkeypatch.setattr(search, "MAX_VERIFIED", 2)
    assert not archive.search("waste").exact
    assert [archive.store.search.index_words(2) for _ in range(4)] == [2, 2, 1, 0]
    assert (archive.search("waste").count, archive.search("waste").exact) == (4, True)


def test_a_text_dropped_a_moment_ago_is_not_shown(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(ENGLISH, "Waste")
    monkeypatch.setattr(search, "archive_text", lambda article: "wother")
    archive.add(ENGLISH, "Nothing of the sort")
    assert archive.search("other").latest == ()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        pytest.param("x" * 5_000 + " waste", "waste", id="a word of five thousand letters"),
        pytest.param("o'" * 150 + "o waste", "waste", id="many apostrophes"),
        pytest.param("\x01 waste \x7f", "waste", id="signs that nobody sees"),
        pytest.param("waste \" OR * NEAR( ' \\", "near waste", id="the index's own language"),
        pytest.param("𝔴aste é e\u0301 waste", "waste", id="letters from afar"),
        pytest.param("…", "lang:en", id="no word at all"),
    ],
)
def test_unusual_texts_can_be_indexed_and_found(archive: Archive, text: str, typed: str) -> None:
    archive.add(ENGLISH, "Title", text)
    archive.holds(typed)


def test_a_renamed_source_is_found_by_its_new_name(archive: Archive) -> None:
    archive.add(ENGLISH, "Title")
    archive.store.sources.sync([replace(ENGLISH, name="Another Name")], NOW)
    archive.holds('source:"another name"')
    archive.holds('source:"kazakhstan today"')
    assert archive.search('source:"another name"').count == 1
