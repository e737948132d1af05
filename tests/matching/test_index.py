"""Which queries an article answers, and the sentence that shows it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.matching import chunks
from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import Index, find
from bot.model import Match

ARTICLE = """A second line for the Almaty metro depot

The ministry reported on waste and on water. Trains will be washed with recycled water, the ministry’s engineers said.

Bektenov asked for AI-university places. The container hub at the Port of Aktau grows. Cities are glad that it works."""


def index_of(*typed: str) -> Index:
    index = Index()
    for query_id, text in enumerate(typed, 1):
        index.add(query_id, parse(text))
    return index


def marked(match: Match | None) -> str:
    """The sentence with the found words in brackets."""
    assert match is not None
    text = match.sentence
    for start, end in reversed(match.spans):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def answers(typed: str, text: str) -> bool:
    """Asked of the index and of the query alone, which must agree."""
    by_index = [match.query_id for match in index_of(typed).match(text)] == [1]
    assert index_of(typed).answered(text) == ([1] if by_index else [])
    assert (find(parse(typed), text) is not None) == by_index
    return by_index


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("waste", "Wastes are sorted.", id="a plural"),
        pytest.param("cities", "The city grew.", id="a singular"),
        pytest.param("kazakhstan", "Kazakhstan’s port", id="a possessive"),
        pytest.param("bus", "BUSES run", id="any case"),
        pytest.param("AI", "An AI-university", id="capitals next to a hyphen"),
        pytest.param("AI", "Many AIs and the AI's maker", id="capitals with a plural"),
        pytest.param("ai", "The AI act", id="small letters match capitals"),
        pytest.param("ЖИ", "Жаңа «ЖИ» ашылды", id="Kazakh capitals"),
        pytest.param("ГАЗ", "Цена на газ", id="a loud word matches small letters"),
        pytest.param("ORAL", "The city of Oral", id="a loud place matches its name"),
        pytest.param("TRIPP", "The 'TRIPP' project", id="quotes are boundaries"),
        pytest.param("waste", "waste-to-energy", id="a hyphen is a boundary"),
        pytest.param("COVID-19", "Covid-19 is back", id="neighbours across a hyphen"),
        pytest.param("COVID-19", "covid 19 is back", id="neighbours across a space"),
        pytest.param("container-hub", "Container hubs grow", id="neighbours in the plural"),
        pytest.param('"port of aktau"', "At the Port of\nAktau.", id="a phrase over a line's end"),
        pytest.param('"port of aktau"', "The port of sea, the Port, of Aktau.", id="a phrase after a false start"),
        pytest.param('"wastes"', "Wastes!", id="a quoted word, case ignored"),
        pytest.param('"AI"', "the ai", id="quoted capitals, case ignored"),
        pytest.param('"kazakhstan\'s"', "Kazakhstan’s port", id="a quoted possessive"),
        pytest.param("waste port", "The port. Some waste.", id="both, anywhere"),
        pytest.param("waste port hub", "The port.\n\nSome waste. A hub.", id="all three"),
        pytest.param("waste|gas port|hub", "The gas of the hub.", id="either of each"),
        pytest.param('waste|"gas line"|gas-pipe', "A gas pipe.", id="words and phrases in one OR"),
        pytest.param('"gas line"|"wastes"', "Wastes.", id="quoted words in an OR"),
        pytest.param("port -waste", "The port and its wastewater.", id="an exclusion is a whole word"),
        pytest.param('port -"solid waste"', "The port and waste, solid.", id="an excluded phrase is in order"),
        pytest.param("port waste-plant -AI", "The port’s waste plant and ai.", id="excluded capitals are capitals"),
        pytest.param("IT", "WHO SAYS IT WORKS\n\nThe IT hub is open.", id="capitals proven elsewhere"),
        pytest.param("IT", "IT works", id="a sentence of two words shouts not"),
        pytest.param("AI", "WHO SAYS AI WORKS", id="an acronym that is no word stands in shouted text"),
        pytest.param("йога", "Й" + "ога", id="decomposed letters"),
        pytest.param("soft", "so\u00adft", id="a soft hyphen is not seen"),
        pytest.param("отходы ИЛИ қалдық", "Жаңа қалдық зауыты", id="Kazakh in an OR"),
    ],
)
def test_an_article_answers(typed: str, text: str) -> None:
    assert answers(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("waste", "Wastewater flows.", id="a word in a word"),
        pytest.param("AI", "Al Jazeera said it, and ai too; Ai.", id="capitals only"),
        pytest.param("IT", "Who says it works?", id="a pronoun"),
        pytest.param("IT", "WHO SAYS IT WORKS\n\nIt does.", id="a pronoun in a shouted title"),
        pytest.param("US", "Then. THEY TOLD US ALL. Nobody came.", id="a pronoun in a shouted sentence"),
        pytest.param('"waste"', "Wastes", id="a quoted word is exact"),
        pytest.param('"kazakhstan"', "Kazakhstan's", id="a quoted word has no possessive"),
        pytest.param('"port of aktau"', "Port of.\n\nAktau grows.", id="a phrase in two paragraphs"),
        pytest.param('"port of aktau"', "Aktau of port", id="a phrase in another order"),
        pytest.param('"port of aktau"', "The port of", id="a phrase cut by the end"),
        pytest.param("container-hub", "hub container", id="neighbours in another order"),
        pytest.param("container-hub", "A container.\n\nHub.", id="neighbours in two paragraphs"),
        pytest.param("gas-hub", "gas.\n\n", id="neighbours of a paragraph's end"),
        pytest.param("waste port", "The port.", id="one of both"),
        pytest.param("waste port hub", "The port and a hub.", id="two of three"),
        pytest.param("port -waste", "The port.\n\nWastes.", id="an exclusion anywhere"),
        pytest.param('port -"solid waste"', "The port. Solid waste.", id="an excluded phrase"),
        pytest.param("gas|hub port", "gas and hub", id="one side of both"),
        pytest.param('"gas"|"hub"', "Gases", id="quoted words in an OR are exact"),
        pytest.param("news", "Something new", id="news is not new"),
        pytest.param("us", "The u s a", id="letters are not a word"),
        pytest.param("waste", "", id="nothing answers nothing"),
    ],
)
def test_an_article_does_not_answer(typed: str, text: str) -> None:
    assert not answers(typed, text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("metro", "A second line for the Almaty [metro] depot"),
        ("ministry", "The [ministry] reported on waste and on water."),
        ("ministry water engineer", "Trains will be washed with recycled [water], the [ministry]’s [engineers] said."),
        ("AI", "Bektenov asked for [AI]-university places."),
        ("city", "[Cities] are glad that it works."),
        ('"port of aktau"', "The container hub at the [Port of Aktau] grows."),
        ('"port of aktau" port', "The container hub at the [Port of Aktau] grows."),
        ("metro Bektenov", "A second line for the Almaty [metro] depot"),
        ("waste|water", "The ministry reported on [waste] and on [water]."),
        ("almaty-metro", "A second line for the [Almaty metro] depot"),
        (
            '"places the container"',
            "Bektenov asked for AI-university [places. The container] hub at the Port of Aktau grows.",
        ),
        ('"ministry’s"', "Trains will be washed with recycled water, the [ministry’s] engineers said."),
        ("metro Bektenov university", "[Bektenov] asked for AI-[university] places."),
    ],
)
def test_the_first_sentence_that_holds_most_of_it_is_shown_with_the_words_found(typed: str, shown: str) -> None:
    assert marked(find(parse(typed), ARTICLE)) == shown
    assert index_of(typed).match(ARTICLE) == [find(parse(typed), ARTICLE, 1)]


@pytest.mark.parametrize("mark", ["-", "–", "•", "*", "• -"])
@pytest.mark.parametrize("typed", ["waste", "lang:en"])
def test_a_quoted_sentence_begins_after_its_list_marker(mark: str, typed: str) -> None:
    match = find(
        parse(typed), AnalyzedText(f"{mark} The ministry counts waste.\n\n{mark} Nobody knows.", language="en")
    )
    assert match is not None
    assert match.sentence == "The ministry counts waste."
    assert [match.sentence[start:end] for start, end in match.spans] == (["waste"] if typed == "waste" else [])


def test_a_dash_that_is_not_a_list_marker_is_quoted() -> None:
    match = find(parse("degrees"), "-15 degrees are forecast.")
    assert match is not None
    assert match.sentence == "-15 degrees are forecast."


def test_words_inside_and_next_to_a_phrase_are_marked_once() -> None:
    match = find(parse('"port of aktau" aktau hub'), ARTICLE)
    assert marked(match) == "The container [hub] at the [Port of Aktau] grows."


def test_a_shouted_sentence_is_not_the_one_that_shows_an_acronym() -> None:
    assert marked(find(parse("IT"), "WHO SAYS IT WORKS\n\nThe IT hub.")) == "The [IT] hub."


def test_spans_are_right_where_folding_changes_lengths() -> None:
    assert marked(find(parse("waste"), "İİİ ßß й waste\there. No.")) == "İİİ ßß й [waste]\there."


def test_all_queries_that_are_answered_come_by_their_ids() -> None:
    index = index_of("gas", "water", '"port of aktau"', "waste -water", "hub|depot", "waste water", "AI", '"Cities"')
    assert [match.query_id for match in index.match(ARTICLE)] == [2, 3, 5, 6, 7, 8]
    assert index.answered(ARTICLE) == [2, 3, 5, 6, 7, 8]
    assert len(index) == 8


def test_adding_an_id_again_changes_nothing() -> None:
    index = index_of("water")
    index.add(1, parse("gas"))
    assert len(index) == 1
    assert index.answered("gas and water") == [1]
    assert index.answered("gas") == []


def test_two_ids_of_the_same_query_are_both_answered() -> None:
    index = index_of("water", "water", "water gas", "gas water", '"water gas"', '"water gas"')
    assert index.answered("water gas") == [1, 2, 3, 4, 5, 6]


def test_an_index_remembers_for_its_caller_how_far_it_has_read() -> None:
    assert Index().cursor == 0


def test_a_query_waits_at_its_rarest_word_so_that_common_ones_cost_nothing() -> None:
    index = index_of(
        "the turbine", "government turbine", "port", *[f"port x{number}" for number in range(50)], "port hub"
    )
    assert set(index._anchors[""]) == {"turbine", "port", *[f"x{number}" for number in range(50)], "hub"}


def test_one_analyzed_text_serves_many_queries() -> None:
    read = AnalyzedText(ARTICLE)
    assert find(parse("water"), read) == find(parse("water"), ARTICLE)


def test_what_is_remembered_of_chunks_is_bounded() -> None:
    remembered = chunks.ChunkCache(str.upper)
    remembered.LIMIT = 2
    assert [remembered[chunk] for chunk in ("a", "b", "c", "c", "d" * 41)] == ["A", "B", "C", "C", "D" * 41]
    assert dict(remembered) == {"c": "C"}


WORDS = ["waste", "wastes", "AI", "ai", "IT", "it", "port", "of", "Aktau", "ГАЗ", "газ", "the", "hub's", "COVID-19"]


@given(st.randoms(use_true_random=False))
def test_index_and_single_queries_agree_on_any_queries_and_text(chance: random.Random) -> None:
    def part() -> str:
        words = " ".join(chance.choices(WORDS, k=chance.choice([1, 1, 2, 3])))
        return f'"{words}"' if chance.random() < 0.4 else words.replace(" ", "|" if chance.random() < 0.5 else " ")

    queries = [
        parse(" ".join([part(), part(), *[f"-{chance.choice(WORDS)}"] * chance.randint(0, 1)])) for _ in range(8)
    ]
    ends = [" ", " ", " ", ". ", "\n\n", ", ", "-", "\n"]
    text = "".join(chance.choice(WORDS) + chance.choice(ends) for _ in range(chance.randint(0, 25)))
    index = Index()
    for query_id, query in enumerate(queries):
        index.add(query_id, query)
    expected = [find(query, text, query_id) for query_id, query in enumerate(queries)]
    assert index.match(text) == [match for match in expected if match]


@given(st.text(), st.text(max_size=20))
def test_no_text_makes_matching_raise_and_every_span_is_within_its_sentence(text: str, typed: str) -> None:
    try:
        query = parse(typed + " ")
    except QueryError:
        query = parse('waste|AI|"a b"|a')
    for article in (text, text + typed + text, f"{typed} {text} {typed}"):
        match = find(query, article, 1)
        assert index_of(query.canonical).match(article) == ([match] if match else [])
        if match:
            assert match.sentence in article
            assert match.spans == tuple(sorted(match.spans))
            assert all(0 <= start < end <= len(match.sentence) for start, end in match.spans)


def test_what_is_asked_of_another_languages_texts_stands_nowhere_in_this_one() -> None:
    russian = AnalyzedText("Он мал ростом.", language="ru")
    assert russian.occurrences("мал") == {0: [(3, 6)]}
    assert russian.occurrences("kk~мал") == {}
    assert AnalyzedText("Далада мал жайылды.", language="kk").occurrences("kk~мал") == {0: [(7, 10)]}


def test_a_phrase_of_the_headline_is_found_beside_words_of_several_bases() -> None:
    index = Index()
    index.add(1, parse("title:бизнес-план"))
    assert index.answered(AnalyzedText("Стали писать бизнес-планы\n\nДругой текст.", language="ru")) == [1]
    assert index.answered(AnalyzedText("Стали писать\n\nбизнес-планы", language="ru")) == []
