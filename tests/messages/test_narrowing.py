from __future__ import annotations

import pytest

from bot.i18n.languages import SPOKEN
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.examples import EXAMPLES
from bot.messages.narrowing import in_headlines_only, is_exact, narrowed, only_languages, without_word
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект"), kk=("ЖИ",)),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",)),
    ]
)
#: what was typed, in headlines only, and in Kazakh only
NARROWED = [
    ("AI", "title:AI", "AI lang:kk"),
    ("ai", "title:ai", "ai lang:kk"),  # the small word that its concept finds too is not named twice
    ("отходы Актау", "title:отходы title:Актау", "отходы Актау lang:kk"),
    ("Aktau OR Alatau gas", "title:Aktau OR title:Alatau title:gas", "Aktau OR Alatau gas lang:kk"),
    ('"Port of Aktau"', 'title:"Port of Aktau"', '"Port of Aktau" lang:kk'),
    ("искусственный интеллект", "title:искусственный-интеллект", "искусственный интеллект lang:kk"),
    ("Ерлан Кожасов", "title:Ерлан-Кожасов", "Ерлан Кожасов lang:kk"),
    ("oil -(price market) -sport", "title:oil -(price market) -sport", "oil lang:kk -(price market) -sport"),
    ("=AI", "title:=AI", "=AI lang:kk"),
    ("100 000", "title:100000", "100 000 lang:kk"),  # a number in groups reads otherwise behind a colon
    ("intelligence artificial", None, "intelligence =artificial lang:kk"),  # side by side they would be one name
    ("gold lang:ru", "title:gold lang:ru", "gold lang:kk"),
    ("source:kt-eng", None, "source:kt-eng lang:kk"),
    ("title:AI", None, "title:AI lang:kk"),
    ("lang:kk", None, None),
    ("ё" * 200, None, None),  # too long with anything more
]


@pytest.mark.parametrize(("typed", "headlines", "kazakh"), NARROWED)
def test_a_follow_is_narrowed_in_the_words_that_were_typed(
    typed: str, headlines: str | None, kazakh: str | None
) -> None:
    query = parse(typed, CONCEPTS)
    assert narrowed(query, typed, "title", CONCEPTS) == headlines
    assert narrowed(query, typed, "kk", CONCEPTS) == kazakh


@pytest.mark.parametrize(
    ("typed", "how", "wide"),
    [
        ("title:AI title:gold", "text", "AI gold"),
        ("AI lang:kk", "all", "AI"),
        ("AI", "text", None),
        ("AI", "all", None),
        ("lang:kk", "all", None),  # everything
        ("AI", "nothing that is known", None),
    ],
)
def test_a_follow_is_widened_again(typed: str, how: str, wide: str | None) -> None:
    assert narrowed(parse(typed, CONCEPTS), typed, how, CONCEPTS) == wide


@pytest.mark.parametrize(
    ("typed", "headlines", "languages", "exact"),
    [
        ("AI", False, (), False),
        ("title:AI -gold", True, (), False),
        ("title:AI gold", False, (), False),
        ("title:=AI lang:kk", True, ("kk",), True),
        ('"gold mine" lang:kk|lang:ru', False, ("kk", "ru"), True),
        ("lang:kk", False, ("kk",), False),
        ("source:kt-eng", False, (), False),
    ],
)
def test_what_is_special_about_a_follow_is_seen_in_its_query(
    typed: str, headlines: bool, languages: tuple[str, ...], exact: bool
) -> None:
    query = parse(typed, CONCEPTS)
    assert (in_headlines_only(query), only_languages(query), is_exact(query)) == (headlines, languages, exact)


def test_there_are_examples_in_every_language() -> None:
    assert set(EXAMPLES) == set(SPOKEN)


@pytest.mark.parametrize(
    ("typed", "word", "made"),
    [
        ("Актау", "концерт", "Актау -концерт"),
        ("gold OR zinc", "concert", "gold OR zinc -concert"),
        ("Актау -спорт", "концерт", "Актау -спорт -концерт"),
        ("Актау -концерт", "концерты", None),  # it leaves that out already
        ("Актау", "Ақтау", None),  # nothing would be left
        ("AI", "ИИ", None),
        ("ё" * 195, "концерт", None),  # too long with anything more
    ],
)
def test_a_word_is_left_out_of_a_follow(typed: str, word: str, made: str | None) -> None:
    assert without_word(typed, parse(typed, CONCEPTS).canonical, word, CONCEPTS) == made


def test_what_was_typed_under_an_older_grammar_is_left_out_of_what_it_means_now() -> None:
    assert without_word("(", "title:aktau", "концерт", CONCEPTS) == "title:aktau -концерт"


def test_what_was_typed_but_means_something_else_by_now_is_left_as_it_is_stored() -> None:
    assert without_word("gold OR zinc", parse("gold zinc", CONCEPTS).canonical, "x", CONCEPTS) == "gold zinc -x"
