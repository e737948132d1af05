"""How a piece of typed text is classified: alternatives around a slash, text in capitals, a stop word."""

from __future__ import annotations

import re

from bot.language.capitals import is_word_in_capitals
from bot.language.stopwords import ABBREVIATIONS, NEWS
from bot.language.tokens import acronym, fold, typed_words
from bot.matching.concepts import Concepts
from bot.matching.terms import QUOTES, stopword_key, word_runs

SHORTEST_SIDE = 3  #: letters on each side of a slash that separates alternatives
LONG_WORD = 4  #: letters from which a word in capitals is hardly an acronym
_SIDE = re.compile(r"=?\w[\w'’ʼ-]*\*?")  #: what may be on a side of a slash: one word, or one with hyphens
_BETWEEN = re.compile(r"[/+]")
_QUOTED = re.compile(f"[{QUOTES}][^{QUOTES}]*[{QUOTES}]")


def split_alternatives(text: str, concepts: Concepts) -> tuple[str, list[str]]:
    """(separator, alternatives): Алматы/Астана, ЕС/США; ("", [text]) for км/ч, 24/7, AC/DC, or a URL.

    Each alternative has three letters or more, or is a concept's name. An abbreviation before a dot is a word of
    its own: г.Алматы.
    """
    abbreviation, dot, rest = text.partition(".")
    if fold(abbreviation) in ABBREVIATIONS and len(rest) > 1 and _SIDE.fullmatch(rest):
        initial = len(abbreviation) == 1 and abbreviation.isupper() and concepts.term([rest]) is None
        return ("", [text]) if initial else (dot, [abbreviation, rest])
    signs = sorted(set(_BETWEEN.findall(text)))
    parts = text.split(signs[0]) if len(signs) == 1 else [text]
    if len(parts) > 1 and all(_SIDE.fullmatch(part) and _is_word(part, concepts) for part in parts):
        return signs[0], parts
    return "", [text]


def _is_word(side: str, concepts: Concepts) -> bool:
    runs = [run for run, _ in word_runs(side)]
    letters = sum(sign.isalpha() for sign in side)
    return len(runs) == 1 and (letters >= SHORTEST_SIDE or concepts.term(runs[0]) is not None)


def is_all_caps(text: str) -> bool:
    """Is a text written in capitals throughout, and not only because it consists of acronyms?

    Shown by a word too long for an acronym (ЦЕНЫ НА НЕФТЬ), or in English by a stop word between others.
    """
    if text == text.lower() or (plain := _QUOTED.sub(" ", text)).upper() != plain:
        return False
    words = [raw for found in typed_words(plain) if (raw := found.group()).isalpha() and len(raw) > 1]
    if any(raw.isascii() and stopword_key([raw]) for raw in words[1:-1]) and max(map(len, words)) >= LONG_WORD:
        return True
    return len(words) > 1 and any(_is_ordinary(raw) and not stopword_key([raw]) for raw in words)


def _is_ordinary(raw: str) -> bool:
    return not acronym(raw) or is_word_in_capitals(acronym(raw))


def is_word_in_all_caps(raw: str) -> bool:
    """In a text in capitals: is what looks like an acronym just a word?"""
    return not _is_ordinary(raw) and (len(raw) >= LONG_WORD or bool(stopword_key([raw])))


def is_used_as_stopword(raw: str, before: str, *, all_caps: bool) -> bool:
    """Is a word from the lists of stop words used as one?

    Not with a capital within a text, which marks a name or a letter (Эдгар По, РИА Новости, vitamin A); but English
    headlines (Waste In Aktau) and texts in capitals have capitals everywhere.
    """
    if all_caps or raw.islower() or raw == "И":
        return True
    if raw.isascii() and len(raw) > 1 and fold(raw) not in NEWS:
        return True
    return not any(sign.isalnum() for sign in before)
