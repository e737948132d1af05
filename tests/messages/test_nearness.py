from __future__ import annotations

import pytest

from bot.i18n.translator import ENGLISH
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.nearness import nearness
from bot.model import Article, Concept
from tests.builders import article, written_line

CONCEPTS = Concepts([Concept(key="aktau", en=("Aktau",), ru=("Актау",)), Concept(key="ai", en=("AI",), ru=("ИИ",))])


def compared(typed: str, of: Article) -> str | None:
    """What an article has of a follow."""
    near = nearness(parse(typed, CONCEPTS), typed, of, CONCEPTS, translate=ENGLISH)
    return written_line(near.clauses) if near else None


PORT = article(
    "The port grows", body="In Aktau, ai and metro lines are built.", url="https://x.kz/eng_gold-mine_imf_1.html"
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("waste Aktau", "has **Aktau**, but not **waste**"),
        ("waste tin Aktau", "has **Aktau**, but not **waste** or **tin**"),
        ("waste port Aktau", "has **port** and **Aktau**, but not **waste**"),
        ("Aktau waste OR tin", "has **Aktau**, but not **waste** or **tin**"),
        ("Aktau OR tin waste", "has **Aktau**, but not **waste**"),  # of an either what is there is named
        ("gold", "has **gold** only in its link"),
        ("gold tin", "has **gold** only in its link, but not **tin**"),
        ("metro gold", "has **metro**, and **gold** only in its link"),
        ("IMF", "has **IMF** only in its link"),
        ("title:metro", "has **metro**, but not in its headline"),
        ("title:metro title:Aktau", "has **metro**, but not in its headline, and **Aktau**, but not in its headline"),
        ("metro lang:kk", "has **metro**, is in English, not in Kazakh"),
        ("metro lang:kk OR lang:ru", "has **metro**, is in English, not in Kazakh or Russian"),
        ("metro source:tengri", "has **metro**, comes from Kazakhstan Today, not from **tengri**"),
        ("LINES", "has **LINES** only in small letters"),
        ("port -metro", "has **port**, but is left out by **-metro**"),
        ("port -metro -Aktau", "has **port**, but is left out by **-metro** and **-Aktau**"),
        ("port -(metro lines) -gold", "has **port**, but is left out by **-metro** with **-lines**"),
        ("lang:en -metro", "is left out by **-metro**"),
        ("lang:en port", None),  # it answers
        ("waste", None),
        ("waste lang:en", None),
        ("source:tengri", "comes from Kazakhstan Today, not from **tengri**"),
    ],
)
def test_what_there_is_and_what_is_missing(typed: str, words: str | None) -> None:
    assert compared(typed, PORT) == words


def test_an_article_without_a_link_is_compared_by_its_text() -> None:
    assert compared("metro gold", article("Metro", url=None)) == "has **metro**, but not **gold**"


def test_the_nearer_one_has_the_greater_share() -> None:
    typed = ("port -metro", "waste port Aktau", "waste Aktau", "gold tin")
    found = [nearness(parse(each, CONCEPTS), each, PORT, CONCEPTS, translate=ENGLISH) for each in typed]
    shares = [near.share for near in found if near]
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == len(typed)
