"""What a follower may rely on: the grammar, the words, the sentence that shows a match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.matching import chunks
from bot.matching.grammar import parse, split_follows
from bot.matching.index import Index, find
from bot.matching.query import MAX_LENGTH

WORDS = st.sampled_from(
    ["AI", "ai", "waste", "Ақтау", "ИИ", "COVID-19", '"Port of Aktau"', "OR", "|", "-waste", "–мусор",
     "«жасанды интеллект»",
     "НЕМЕСЕ", "ИЛИ", "-\"a b\"", "G20", "O’Neil", "ГАЗ", "news", "AND", "…", "ŉß"]
)  # fmt: skip
TYPED = st.one_of(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), st.text(max_size=60))


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("AI", "The AI-university opens.", ["AI"]),
        ("AI", "Chairman Aibek said it is raining. Al Jazeera came.", None),
        ("AI", "AIs and AI’s makers met.", ["AIs", "AI"]),
        ("ai", "AI and ai.", ["AI", "ai"]),
        ("IT", "It is so, and it works.", None),
        ("IT", "WHO SAYS THAT IT WORKS HERE", None),
        ("IT", "WHO SAYS THAT IT WORKS\n\nThe IT park opened.", ["IT"]),
        ("АКТАУ", "В порту Актау тихо.", ["Актау"]),
        ("ГАЗ", "Дешёвый газ нужен всем.", ["газ"]),
        ("ИИ", "Развитие ИИ идёт.", ["ИИ"]),
        ("ТБО", "Полигон ТБО закрыт, тбо нет.", ["ТБО"]),
        ("waste", "All wastes and waste’s price.", ["wastes", "waste"]),
        ("cities", "A city grows.", ["city"]),
        ("waste", "The wastewater plant.", None),
        ("waste", "A waste-to-energy plant.", ["waste"]),
        ('"wastes"', "All waste.", None),
        ('"wastes"', "All Wastes.", ["Wastes"]),
        ("COVID-19", "A COVID-19 ward, and 19 covid wards.", ["COVID-19"]),
        ('"Port of Aktau"', "The port of Aktau grows.", ["port of Aktau"]),
        ('"port of Aktau"', "The port of\n\nAktau grows.", None),
        ('"port of Aktau"', "The port\nof Aktau grows.", ["port\nof Aktau"]),
        ("«жасанды интеллект»", "Бұл ЖАСАНДЫ интеллект.", ["ЖАСАНДЫ интеллект"]),
        ("waste Aktau", "Waste in Aktau.", ["Waste", "Aktau"]),
        ("waste Aktau", "Waste in Alatau.", None),
        ("waste Aktau OR Alatau", "Waste in Alatau.", ["Waste", "Alatau"]),
        ("Aktau | Alatau", "Alatau grows.", ["Alatau"]),
        ("Aktau -waste", "Aktau grows.", ["Aktau"]),
        ("Aktau −waste", "Aktau grows.\n\nWaste too.", None),
        ('Aktau -"new port"', "Aktau has a new port.", None),
        ('Aktau -"new port"', "Aktau has a new, better port.", ["Aktau"]),
        ("Kazakh", "Kazakhstan grows.", None),
        ("Kazakhstan", "Kazakhstan’s growth.", ["Kazakhstan"]),
        ("отходы", "Отходы везут.", ["Отходы"]),
        ("waste port Aktau", "The port of Aktau sorts waste.", ["port", "Aktau", "waste"]),
        ('"new port of Aktau" OR "old pier"', "An old pier stands.", ["old pier"]),
        ('"artificial intelligence" "port of Aktau"', "Artificial intelligence at the port of Aktau.",
         ["Artificial intelligence", "port of Aktau"]),
        ('"New York. City"', "In New York. City folk came.", ["New York. City"]),
        ('"port of" "of Aktau"', "The port of Aktau.", ["port of Aktau"]),
        ('"port of Baku today"', "The port of Baku yesterday, the port of.", None),
    ],
)  # fmt: skip
def test_a_text_answers_a_query_or_does_not(query: str, text: str, words: list[str] | None) -> None:
    understood = parse(query)
    match = find(understood, text)
    assert (match and [match.sentence[start:end] for start, end in match.spans]) == words
    index = Index()
    for number, other in enumerate(["zebra", '"zebra crossing"', "zebra -lion", '"zebra"', "zebra lion"]):
        index.add(100 + number, parse(other))
    index.add(1, understood)
    index.add(1, understood)
    assert len(index) == 6
    assert [(found.sentence, found.spans) for found in index.match(text)] == (
        [(match.sentence, match.spans)] if match else []
    )
    assert index.answered(text) == ([1] if match else [])


def test_the_sentence_with_the_most_words_shows_the_match_the_first_of_equals() -> None:
    match = find(parse("waste Aktau"), "News from Aktau\n\nWaste is sorted. In Aktau all waste is sorted. Aktau waste.")
    assert match is not None
    assert match.sentence == "In Aktau all waste is sorted."
    apart = find(parse("waste Aktau"), "News from Aktau.\n\nWaste is sorted.")
    assert apart is not None
    assert apart.sentence == "News from Aktau."


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Waste  Aktau", "aktau waste"),
        ("aktau waste", "aktau waste"),
        ("waste waste", "waste"),
        ("AI", "AI"),
        ("ai", "ai"),
        ("Aktau OR aktau", "aktau"),
        ("b|a c", "a|b c"),
        ("Aktau AND waste", "aktau waste"),
        ("  -waste Aktau ", "aktau -waste"),
    ],
)
def test_one_question_has_one_canonical_form(typed: str, canonical: str) -> None:
    assert parse(typed).canonical == canonical


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-waste", "Add a topic to look for as well"),
        ('"Port of Aktau', "Missing closing quote"),
        ("OR Aktau", "nothing before OR"),
        ("Aktau OR", "nothing after OR"),
        ("Aktau OR OR waste", "nothing before OR"),
        ("Aktau | -waste", "can't be next to |"),
        ("Aktau -waste OR oil", "can't be next to OR"),
        ("Aktau NOT waste", "Use a minus instead of NOT"),
        ("...", "word"),
        ("", "word"),
        ('""', "word"),
        ("x" * (MAX_LENGTH + 1), "too long"),
        ("ß" * 150, "too long"),
    ],
)
def test_an_error_says_what_would_be_right(typed: str, said: str) -> None:
    with pytest.raises(QueryError, match=said.replace("|", r"\|")):
        parse(typed)


@given(TYPED)
def test_what_is_read_reads_back_and_nothing_but_a_query_error_is_raised(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError:
        return
    assert parse(query.canonical) == query
    assert len(query.canonical) <= MAX_LENGTH


@given(st.text(max_size=200), TYPED)
def test_no_text_makes_matching_raise_and_index_and_find_agree(text: str, typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError:
        return
    index = Index()
    index.add(7, query)
    both = f"{typed} {text}\n\n{text} {typed}"
    for article in (text, both):
        match = find(query, article, 7)
        assert index.match(article) == ([match] if match else [])
        if match:
            assert match.spans
            assert all(0 <= start < end <= len(match.sentence) for start, end in match.spans)


def test_commas_outside_quotes_and_lines_part_follows() -> None:
    assert split_follows('Актау, отходы,\n"a, b" c,,\n ЖИ') == ["Актау", "отходы", '"a, b" c', "ЖИ"]


def test_words_of_every_article_are_too_common_on_their_own() -> None:
    assert parse("the and").too_common
    assert parse("и OR AI").too_common
    assert not parse("the AI").too_common


def test_an_index_of_many_waits_at_the_rarest_words() -> None:
    index = Index()
    for number in range(300):
        index.add(number, parse(f"word{number} Kazakhstan"))
    for number in range(300, 330):
        index.add(number, parse(f'"president of word{number}"'))
    assert index.answered("Word7 of Kazakhstan; the president of word301.") == [7, 301]


def test_one_word_of_two_is_not_enough() -> None:
    index = Index()
    index.add(1, parse("zebra lion"))
    assert index.answered("A zebra.") == index.answered("A lion.") == []
    assert index.answered("A lion and a zebra.") == [1]


def test_what_is_remembered_of_chunks_is_bounded_and_forgetting_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunks.ChunkCache, "LIMIT", 300)
    words = " ".join(f"w{number}" for number in range(510))
    assert find(parse("w7"), words) == find(parse("w7"), words)
    assert find(parse("w509"), words) is not None
    assert len(chunks.TOKENS) <= 300


def test_a_phrase_may_begin_after_a_hyphen() -> None:
    match = find(parse('"university of Aktau"'), "The AI-university of Aktau opens.")
    assert match is not None
    assert [match.sentence[start:end] for start, end in match.spans] == ["university of Aktau"]


def test_many_queries_wait_at_one_word() -> None:
    index = Index()
    for number in range(5):
        index.add(number, parse(f"Aktau -word{number}"))
        index.add(10 + number, parse(f"Aktau OR word{number}"))
    assert index.answered("Aktau word3.") == [0, 1, 2, 4, 10, 11, 12, 13, 14]


def test_a_word_too_long_to_remember_is_found_too() -> None:
    long = "pneumonoultramicroscopicsilicovolcanoconiosis"
    assert find(parse(long), f"It is {long}.") is not None
