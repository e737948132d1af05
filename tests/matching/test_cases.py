"""Queries and texts that matching might read wrongly, with what is right: cases.jsonl, explained in its first line.

A test takes a whole class, for a thousand tests would cost more than what they test.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from bot.language.detect import language
from bot.language.sentences import sentences
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from tests.builders import default_concepts

FILE = Path(__file__).with_name("cases.jsonl")
LEAST = 650
COUNTED, TOLD = "sentence-cut", "language-of-short-text"

CASES: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
for _line in FILE.read_text(encoding="utf-8").splitlines()[1:]:
    _case = json.loads(_line)
    CASES[_case["class"]].append(_case)


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    return default_concepts()


@pytest.mark.parametrize("kind", sorted(CASES.keys() - {COUNTED, TOLD}))
def test_a_text_is_found_or_not(kind: str, concepts: Concepts) -> None:
    def found(case: dict[str, Any]) -> bool:
        text = AnalyzedText(case["text"], language=case["lang"], concepts=concepts)
        return find(parse(case["query"], concepts), text) is not None

    assert [case for case in CASES[kind] if found(case) != case["expect"]] == []


def test_a_text_has_so_many_sentences() -> None:
    assert [case for case in CASES[COUNTED] if len(sentences(case["text"])) != case["expect"]] == []


def test_a_short_text_is_in_its_language() -> None:
    assert [case for case in CASES[TOLD] if language(case["text"], default=case["lang"]) != case["expect"]] == []


def test_the_file_has_its_cases() -> None:
    assert sum(map(len, CASES.values())) >= LEAST
