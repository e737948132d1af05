from __future__ import annotations

import pytest

from bot.i18n.catalogue import formats as texts
from bot.i18n.text import Phrase, Plural, Text
from bot.i18n.translator import ENGLISH
from bot.messages.message import Line, Span, bold, line
from bot.messages.sentences import listed, sentence


def test_parts_keep_their_marks() -> None:
    text = Text("{query} is no {thing} of {count}.")
    said = sentence(ENGLISH, text, query=bold("AI"), thing=line("a", bold("b")), count=1_000)
    assert said == (bold("AI"), Span(" is no a"), bold("b"), Span(" of 1,000."))


def test_an_empty_part_leaves_no_span() -> None:
    assert sentence(ENGLISH, Text("a{b}"), b="") == (Span("a"),)


def test_a_phrase_brings_its_parts() -> None:
    assert sentence(ENGLISH, Phrase(Plural("{count} day", "{count} days"), {"count": 2})) == (Span("2 days"),)
    assert sentence(ENGLISH, Text("in {span}"), span=Phrase(texts.DAYS, {"count": 2})) == (Span("in 2 days"),)


@pytest.mark.parametrize(("names", "said"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b or c")])
def test_lists_of_lines(names: list[str], said: str) -> None:
    lines: list[Line] = [(bold(name),) for name in names]
    joined = listed(ENGLISH, lines, texts.OR)
    assert "".join(span.text for span in joined) == said
    assert [span.text for span in joined if span.bold] == names
