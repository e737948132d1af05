"""docs/matching.md is true: each row of its tables of examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language.detect import language
from bot.language.sentences import sentences
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import Index, find
from tests.builders import default_concepts

DOCUMENT = Path(__file__).parents[2] / "docs" / "matching.md"
SOURCES = ("kt-eng", "kazakhstan today")
NONE = "—"
LEAST = 120


def rows(kind: str) -> Iterator[tuple[str, ...]]:
    """The cells of each row of the tables between markers of this kind."""
    for table in re.findall(
        rf"<!-- {kind} -->\n(.*?)<!-- /{kind} -->", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
    ):
        for line in table.splitlines()[2:]:
            yield tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|")))


ROWS = [(typed.strip("`"), found, missed) for typed, found, missed in rows("examples")]


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return default_concepts()


def reading(text: str, concepts: Concepts) -> AnalyzedText:
    return AnalyzedText(text.replace(" ¶ ", "\n\n"), language=language(text), sources=SOURCES, concepts=concepts)


def found_words(text: str, typed: str, concepts: Concepts) -> list[str]:
    """Found anywhere in the text, in its order."""
    words: list[str] = []
    for paragraph in re.split(r"(?<=[.!?])\s+(?!¶)", text):
        match = find(parse(typed, concepts), reading(paragraph, concepts))
        if match:
            words += [match.sentence[start:end] for start, end in match.spans]
    return words


@pytest.mark.parametrize(("typed", "text"), [(typed, found) for typed, found, _ in ROWS if found != NONE])
def test_what_the_document_says_is_found_is_found(typed: str, text: str, concepts: Concepts) -> None:
    bold, plain = re.findall(r"\*\*(.+?)\*\*", text), text.replace("**", "")
    match = find(parse(typed, concepts), reading(plain, concepts))
    assert match is not None
    index = Index(concepts)
    index.add(1, parse(typed, concepts))
    assert index.answered(reading(plain, concepts)) == [1]
    shown = [match.sentence[start:end] for start, end in match.spans]
    assert shown == bold or found_words(plain, typed, concepts) == bold


@pytest.mark.parametrize(("typed", "text"), [(typed, missed) for typed, _, missed in ROWS if missed != NONE])
def test_what_the_document_says_is_not_found_is_not(typed: str, text: str, concepts: Concepts) -> None:
    assert find(parse(typed, concepts), reading(text, concepts)) is None
    index = Index(concepts)
    index.add(1, parse(typed, concepts))
    assert index.answered(reading(text, concepts)) == []


@pytest.mark.parametrize(("text", "source", "told"), list(rows("languages")))
def test_a_text_is_in_the_language_that_the_document_says(text: str, source: str, told: str) -> None:
    assert language(text, default=source) == told


@pytest.mark.parametrize(("text", "count"), list(rows("sentences")))
def test_a_text_has_the_sentences_that_the_document_counts(text: str, count: str) -> None:
    assert len(sentences(text)) == int(count)


def test_the_document_has_its_examples() -> None:
    assert len(ROWS) >= LEAST
