"""What a piece of a typed text is by its looks: several words beside a slash, a text in capitals, a little word."""

from __future__ import annotations

import re

from bot.language.capitals import is_word_in_capitals
from bot.language.stopwords import ABBREVIATIONS, NEWS
from bot.language.tokens import acronym, fold, typed_words
from bot.matching.concepts import Concepts
from bot.matching.terms import QUOTES, stopword_key, word_runs

SHORTEST_SIDE = 3  #: letters on each side of a slash that parts two words
LONG_WORD = 4  #: letters from which on a word of a text in capitals is hardly an acronym
_SIDE = re.compile(r"=?\w[\w'’ʼ-]*\*?")  #: what may stand beside a slash: one word, or one with hyphens
_BETWEEN = re.compile(r"[/+]")
_QUOTED = re.compile(f"[{QUOTES}][^{QUOTES}]*[{QUOTES}]")


def split_alternatives(text: str, concepts: Concepts) -> tuple[str, list[str]]:
    """The words that a sign parts, and the sign: Алматы/Астана, ЕС/США, but not км/ч, 24/7, AC/DC, or an address.

    A word has three letters or more, or is a concept's name. An abbreviation before a dot is another word: г.Алматы.
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
    """Is a text written in capitals throughout, and not only because it names acronyms?

    A word too long for one says so (ЦЕНЫ НА НЕФТЬ), and in English, which has few, a little word between others.
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
    """Is an acronym by its looks just a word of a text that is in capitals throughout?"""
    return not _is_ordinary(raw) and (len(raw) >= LONG_WORD or bool(stopword_key([raw])))


def is_used_as_stopword(raw: str, before: str, *, all_caps: bool) -> bool:
    """Is a word that a list of little words has meant as one?

    A capital within a text tells a name or a letter (Эдгар По, РИА Новости, vitamin A), unless all is capitals, or
    English, which writes headlines so (Waste In Aktau).
    """
    if all_caps or raw.islower() or raw == "И":
        return True
    if raw.isascii() and len(raw) > 1 and fold(raw) not in NEWS:
        return True
    return not any(sign.isalnum() for sign in before)
