"""What people type, and what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.matching.grammar import parse, split_follows
from bot.matching.query import GRAMMAR, MAX_LENGTH, Query, Term
from tests.builders import default_concepts


def test_a_query_keeps_what_was_asked_as_terms() -> None:
    assert parse('AI waste|"Port of Aktau" -COVID-19') == Query(
        all_of=(
            (Term(words=("port", "of", "aktau"), quoted=True), Term(words=("waste",))),
            (Term(words=("AI",), capitals=True),),
        ),
        none_of=((Term(words=("covid", "19")),),),
    )


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("Waste  Aktau", "aktau waste", id="order, case and spaces don't matter"),
        pytest.param("aktau wastes", "aktau waste", id="nor does a plural"),
        pytest.param("waste waste Waste", "waste", id="nothing stands twice"),
        pytest.param("Aktau OR Alatau OR aktau", "aktau|alatau", id="nor in an OR"),
        pytest.param("waste Aktau OR Alatau", "aktau|alatau waste", id="OR binds tighter than a space"),
        pytest.param("Ақтау НЕМЕСЕ Алатау", "алатау|ақтау", id="OR in Kazakh"),
        pytest.param("Актау ИЛИ Алатау", "актау|алатау", id="OR in Russian"),
        pytest.param("Aktau|Alatau", "aktau|alatau", id="OR as a sign"),
        pytest.param("Aktau || Alatau", "aktau|alatau", id="OR as two signs"),
        pytest.param("aktau or alatau", "aktau|alatau", id="a small or between words is OR"),
        pytest.param("waste AND Aktau", "aktau waste", id="AND says what a space says"),
        pytest.param("Bektenov -waste", "bektenov -waste", id="a dash excludes"),
        pytest.param("Bektenov –waste", "bektenov -waste", id="so does a long one"),
        pytest.param("Bektenov −waste", "bektenov -waste", id="and a minus"),
        pytest.param('Bektenov -"solid waste"', 'bektenov -"solid waste"', id="a phrase is excluded"),
        pytest.param("Bektenov - waste", "bektenov waste", id="a dash alone is nothing"),
        pytest.param("Aktau-port", "aktau-port", id="a hyphen makes neighbours"),
        pytest.param("COVID-19", "covid-19", id="of letters and digits too, in any case"),
        pytest.param("kt.kz R&D", "kt-kz r-d", id="so do dots and the like inside a word"),
        pytest.param("“Artificial Intelligence”", '"artificial intelligence"', id="curly quotes"),
        pytest.param("„Artificial Intelligence“", '"artificial intelligence"', id="low quotes"),
        pytest.param("«Жасанды интеллект»", '"жасанды интеллект"', id="angle quotes"),
        pytest.param('"Wastes"', '"wastes"', id="a quoted word keeps its plural"),
        pytest.param('"Kazakhstan’s"', '"kazakhstan\'s"', id="and its possessive"),
        pytest.param("Kazakhstan’s", "kazakhstan", id="an unquoted one does not"),
        pytest.param("AI", "AI", id="capitals stay capitals"),
        pytest.param("ai", "ai", id="and are another query than small letters"),
        pytest.param("AI's", "AI", id="with a possessive too"),
        pytest.param('"AI"', '"ai"', id="in quotes case is ignored"),
        pytest.param("АКТАУ ГАЗ ИИ", "ИИ актау газ", id="loud words are words, acronyms are acronyms"),
        pytest.param("TOKAYEV", "tokayev", id="six capitals are a loud word"),
        pytest.param("#waste @Aktau", "aktau waste", id="signs of tags and names fall"),
        pytest.param("(waste) Aktau:port", "aktau port waste", id="brackets round one word and colons are boundaries"),
        pytest.param('waste""Aktau', "aktau waste", id="empty quotes are nothing"),
        pytest.param('"port"-bar', '"port" bar', id="a dash right after a quote excludes nothing"),
        pytest.param("waste, Aktau", "aktau waste", id="a comma within a follow is a boundary"),
        pytest.param("ё ж", "е ж", id="ё is е"),
    ],
)
def test_all_who_ask_the_same_share_one_canonical_form(typed: str, canonical: str) -> None:
    query = parse(typed)
    assert query.canonical == canonical
    assert parse(canonical) == query


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("-waste", "Add a topic to look for as well: Aktau -waste", id="only an exclusion"),
        pytest.param('-"solid waste" -AI', 'Aktau -"solid waste"', id="only exclusions"),
        pytest.param('"artificial intelligence', "Missing closing quote", id="an open quote"),
        pytest.param("«Актау", "Missing closing quote", id="an open angle quote"),
        pytest.param("OR waste", "nothing before OR", id="an OR without a left side"),
        pytest.param("waste OR", "nothing after OR", id="an OR without a right side"),
        pytest.param("waste OR OR Aktau", "nothing before OR", id="an OR after an OR"),
        pytest.param("waste ИЛИ", "nothing after ИЛИ", id="an OR in Russian without a right side"),
        pytest.param("НЕМЕСЕ", "nothing before НЕМЕСЕ", id="an OR in Kazakh alone"),
        pytest.param("| waste", r"nothing before \|", id="a sign without a left side"),
        pytest.param('waste OR ""', "nothing after OR", id="an OR with empty quotes"),
        pytest.param("-waste Aktau|-", "nothing after", id="a lone dash is no side of OR"),
        pytest.param("waste OR -Aktau", "can't be next to OR", id="an exclusion as the right side"),
        pytest.param("waste -Aktau OR Alatau", "can't be next to OR", id="an exclusion as the left side"),
        pytest.param("waste NOT Aktau", "Use a minus instead of NOT", id="NOT as elsewhere"),
        pytest.param("", "no word", id="nothing"),
        pytest.param("?! … — « »", "no word", id="nothing but punctuation"),
        pytest.param("w" * 201, "too long: 201 characters.*200", id="too long"),
        pytest.param("ß" * 150, "too long: 300 characters", id="too long once folded"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_is_wrong_and_the_mend(typed: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        parse(typed)


@pytest.mark.parametrize("typed", ["the", "и", "мен", "the and", "the OR waste", "и -отходы", '"the"'])
def test_a_query_of_only_very_common_words_is_recognised(typed: str) -> None:
    assert parse(typed).too_common


@pytest.mark.parametrize("typed", ["IT", "the waste", '"The Who"', "US", "waste", "the-who"])
def test_one_word_that_says_something_is_enough(typed: str) -> None:
    assert not parse(typed).too_common


def test_two_hundred_characters_are_taken() -> None:
    assert parse("w" * MAX_LENGTH).canonical == "w" * MAX_LENGTH


def test_stored_queries_can_name_the_grammar_they_were_read_by() -> None:
    assert GRAMMAR == 4


@pytest.mark.parametrize(
    ("typed", "follows"),
    [
        ("Актау, отходы, ЖИ", ["Актау", "отходы", "ЖИ"]),
        ("waste\nAktau\r\nAI", ["waste", "Aktau", "AI"]),
        ('"waste, solid", AI', ['"waste, solid"', "AI"]),
        ("«a, b»,c", ["«a, b»", "c"]),
        ('"open, and\nnext', ['"open, and', "next"]),
        (" , ,\n", []),
        ("waste Aktau", ["waste Aktau"]),
    ],
)
def test_commas_outside_quotes_and_new_lines_part_follows(typed: str, follows: list[str]) -> None:
    assert split_follows(typed) == follows


WORDS = st.sampled_from(
    ["waste", "AI", "ИИ", "ГАЗ", "cities", "O'Brien's", "COVID-19", "news", "№5", "ёлка", "İz", "ŉo"]
)
TERMS = WORDS | st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
GROUPS = st.lists(TERMS, min_size=1, max_size=3).map(" OR ".join)
EXCLUDED = st.lists(TERMS.map(lambda term: f"-{term}"), max_size=2)
TYPED = st.builds(lambda groups, out: " ".join(groups + out), st.lists(GROUPS, min_size=1, max_size=3), EXCLUDED)
SIGNS = st.lists(
    st.sampled_from(
        [
            "AI",
            "OR",
            '"',
            "|",
            "-",
            "–",
            " ",
            "waste",
            "'s",
            "«",
            "(",
            ".",
            "/",
            "19",
            "ИИ",
            "NOT",
            "AND",
            "й",
            "ŉ",
            "ʼ",
            "s",
        ]
    ),
    max_size=40,
).map("".join)


@given(TYPED.filter(lambda typed: len(typed) <= MAX_LENGTH))
def test_every_query_reads_back_from_its_canonical_form(typed: str) -> None:
    query = parse(typed)
    assert parse(query.canonical) == query
    assert parse(query.canonical).canonical == query.canonical


@pytest.mark.parametrize("typed", ["n’ns", "NŉS", "ﬂbr"])
def test_what_a_phone_makes_of_another_layouts_keys_is_still_that_layout(typed: str) -> None:
    query = parse(typed)
    assert query.canonical in ("тэта", "адик")
    assert parse(query.canonical) == query


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [("1 new 100", "=1 =100 new"), ("1%B%100", "=1 =100 b"),
     ("100 султан 1 нур", "=1 =100 =нур =султан"), ("-AБ/ИИ газ", "natural-gas -=аб-ии")],
)  # fmt: skip
def test_words_that_would_read_otherwise_get_a_sign_and_no_others_do(typed: str, canonical: str) -> None:
    query = parse(typed, default_concepts())
    assert query.canonical == canonical
    assert parse(canonical, default_concepts()) == query


@given(st.text(max_size=250) | SIGNS)
def test_any_text_is_a_query_that_reads_back_or_an_error_in_words(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError:
        return
    assert parse(query.canonical) == query
    assert len(query.canonical) <= MAX_LENGTH


@given(st.text())
def test_any_text_splits_into_stripped_follows(typed: str) -> None:
    for follow in split_follows(typed):
        assert follow == follow.strip() != ""
