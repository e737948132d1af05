"""Every word that a follow means is marked in what is shown, by the matching that found the article."""

from __future__ import annotations

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.messages.found import MOST_COUNTED, in_lead, in_title, is_mentioned_once, opening_paragraph
from bot.model import Article, Match, Reason
from tests.builders import article, default_concepts

CONCEPTS = default_concepts()


def reason(query: str, of: Article, concepts: Concepts = CONCEPTS) -> Reason:
    """The follow as it is stored when the article matches it."""
    parsed = parse(query, concepts)
    match = find(parsed, AnalyzedText.of(of, concepts), 1)
    assert match is not None, f"{query} does not match"
    return Reason(query_id=1, typed=query, match=match, canonical=parsed.canonical)


def words(text: str, spans: object) -> list[str]:
    return [text[start:end] for start, end in spans]  # type: ignore[attr-defined]  # spans of a Found


def found_in(of: Article, query: str) -> tuple[list[str], list[str]]:
    why = reason(query, of)
    lead = in_lead(of, why, CONCEPTS)
    return words(of.title, in_title(of, why, CONCEPTS)), words(opening_paragraph(of), lead)


@pytest.mark.parametrize(
    ("query", "language", "title", "lead", "title_words", "lead_words"),
    [
        ("waste", "en", "Waste plant opens", "The waste goes. No wastes burn.", ["Waste"], ["waste", "wastes"]),
        (
            "отходы",
            "ru",
            "В Алматы построят завод по переработке отходов",
            "Отходы свезут со всей области. Об отходах спорили год.",
            ["отходов"],
            ["Отходы", "отходах"],
        ),
        (
            "қалдық",
            "kk",
            "Қалдықтарды өңдейтін зауыт ашылды",
            "Зауыт жылына мың тонна қалдықты өңдейді. Қалдық көп.",
            ["Қалдықтарды"],
            ["қалдықты", "Қалдық"],
        ),
        ("AI", "ru", "Закон об ИИ", "Закон об искусственном интеллекте.", ["ИИ"], ["искусственном интеллекте"]),
        ("Актау", "kk", "Ақтауда порт ашылды", "Ақтау қаласына жүк келді.", ["Ақтауда"], ["Ақтау қаласына"]),
        ("waste Aktau", "en", "Aktau gets bins", "The waste goes out of Aktau.", ["Aktau"], ["waste", "Aktau"]),
        ('"port of Aktau"', "en", "Ships", "The port of Aktau is full. Aktau waits.", [], ["port of Aktau"]),
        ("нефт*", "ru", "Нефтяники", "Нефть дорожает, нефтепровод стоит.", ["Нефтяники"], ["Нефть", "нефтепровод"]),
        ("title:gold", "en", "Gold is found", "The gold is pure.", ["Gold"], []),
        ("gold -silver", "en", "Gold is found", "The gold is pure.", ["Gold"], ["gold"]),
        ("gold OR copper", "en", "Gold is found", "Copper too.", ["Gold"], ["Copper"]),
        ("lang:en", "en", "Gold is found", "The gold is pure.", [], []),
    ],
)  # fmt: skip
def test_every_occurrence_in_headline_and_lead_is_marked(
    query: str, language: str, title: str, lead: str, title_words: list[str], lead_words: list[str]
) -> None:
    assert found_in(article(title, teaser=lead, language=language), query) == (title_words, lead_words)


@pytest.mark.parametrize(
    ("why", "fields", "once"),
    [
        ("once, in the body", {"body": "It rains.\n\nThe gold is pure."}, True),
        ("once, in teaser and body", {"teaser": "The gold is pure.", "body": "It rains.\n\nThe gold is pure."}, True),
        ("once, in the teaser alone", {"teaser": "The gold is pure."}, True),
        ("twice in the body", {"body": "The gold is pure.\n\nGold shines."}, False),
        ("twice in the teaser", {"teaser": "The gold is pure. Gold shines."}, False),
        ("headline and body", {"title": "Gold", "body": "The gold is pure."}, False),
        ("in a body too long to be looked through", {"body": "The gold. " + "It rains. " * MOST_COUNTED}, False),
    ],
)
def test_mentions_are_counted_in_the_whole_article(why: str, fields: dict[str, str], once: bool) -> None:
    of = article(**({"title": "News"} | fields))
    assert is_mentioned_once(of, reason("gold", of), CONCEPTS) is once, why


def stored(sentence: str, word: str, canonical: str = "") -> Reason:
    start = sentence.index(word)
    match = Match(query_id=1, sentence=sentence, spans=((start, start + len(word)),))
    return Reason(query_id=1, typed="x", match=match, canonical=canonical)


@pytest.mark.parametrize("canonical", ["", "(("])
def test_a_query_that_can_t_be_read_any_more_is_marked_where_its_match_says(canonical: str) -> None:
    of = article("Gold is found", teaser="The gold is pure.")
    title, lead = stored("Gold is found", "Gold", canonical), stored("The gold is pure.", "gold", canonical)
    assert (in_title(of, title, NO_CONCEPTS), in_lead(of, title, NO_CONCEPTS)) == ([(0, 4)], [])
    assert (in_title(of, lead, NO_CONCEPTS), in_lead(of, lead, NO_CONCEPTS)) == ([], [(4, 8)])
    assert not is_mentioned_once(of, lead, NO_CONCEPTS)


def test_a_match_without_a_sentence_marks_nothing() -> None:
    none = Reason(query_id=1, typed="x", match=Match(query_id=1, sentence="", spans=()))
    assert in_title(article("Gold"), none, NO_CONCEPTS) == in_lead(article("Gold"), none, NO_CONCEPTS) == []
