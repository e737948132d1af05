"""Typed words made into terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.capitals import is_word_in_capitals
from bot.language.common import COMMON
from bot.language.forms import LANGUAGE_MARK, query_keys
from bot.language.stopwords import CONJUNCTIONS, DISJUNCTIONS, NEWS, STOPWORDS
from bot.language.tokens import acronym, exact, stem, typed_words
from bot.matching.query import OPERATORS, Field, Term

QUOTES = '"“”„‟«»＂'
DASHES = "-‐‑‒–—―−"
JOINERS = f"{DASHES}./&_+@"  #: join two words into a phrase if there is no space: COVID-19, kt.kz
STAR = "*"
_KEPT_AS_TYPED = STOPWORDS - NEWS  #: their bases would be those of other words: ш is not широта
#: a number whose groups of three digits are separated by a character
GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:[.,]\d{3})+(?![\w.]|,\d)")


def word_runs(piece: str) -> Iterator[tuple[list[str], bool | None]]:
    """The runs of words in a piece (words that only a joiner separates), each with whether a star ends it.

    None instead of a bool: there is a star before or within the run, or after several words. A number in groups
    (100.000) is one word; each word of a hashtag is a run.
    """
    piece = GROUPED.sub(lambda found: re.sub("[.,]", "", found.group()), piece)
    runs: list[list[str]] = []
    places: list[tuple[int, int]] = []
    joiners = "" if piece.startswith("#") else JOINERS
    for found in typed_words(piece):
        if places and found.start() == places[-1][1] + 1 and piece[places[-1][1]] in joiners:
            runs[-1].append(found.group())
            places[-1] = (places[-1][0], found.end())
        else:
            runs.append([found.group()])
            places.append(found.span())
    for run, (start, end) in zip(runs, places, strict=True):
        starred = piece[end : end + 1] == STAR
        within = piece[end + 1 : end + 2].isalnum() or len(run) > 1
        yield run, None if piece[:start].endswith(STAR) or (starred and within) else starred


def quoted_term(quoted: str, field: Field = Field.TEXT) -> Term | None:
    """The term of a text in quotes; None: it contains no word."""
    raws = [found.group() for found in typed_words(quoted)]
    return Term(words=tuple(map(exact, raws)), quoted=True, field=field) if raws else None


def source_term(name: str) -> Term:
    """The term of a source, by its key or shown name."""
    return Term(words=(" ".join(name.casefold().split()),), field=Field.SOURCE)


def plain_term(raws: Sequence[str], field: Field = Field.TEXT, *, prefix: bool = False, only: bool = False) -> Term:
    """The term of unquoted words: one word, or a phrase of several."""
    capitals = acronym(raws[0]) if len(raws) == 1 and not prefix else ""
    only |= len(raws) == 1 and (capitals or raws[0]) in OPERATORS
    if capitals and not is_word_in_capitals(capitals):
        return Term(words=(capitals,), capitals=True, field=field, only=only)
    if prefix:
        words = (*map(base_of, raws[:-1]), exact(raws[-1]))
        return Term(words=words, prefix=True, field=field)
    return Term(words=tuple(map(base_of, raws)), field=field, only=only)


def base_of(raw: str) -> str:
    """The first base of a typed word if typing that base would ask for the same; else the folded word itself."""
    word = stem(raw)
    if word in COMMON or word in _KEPT_AS_TYPED:
        return word
    keys = query_keys(word)
    first = keys[0].rpartition(LANGUAGE_MARK)[2]
    return first if query_keys(first) == keys else word


def stopword_key(raws: Sequence[str]) -> str:
    """Words as the lists of stop words have them (в, пр-т); "" if they are not stop words.

    Several words are one if a list has them together, or if all are conjunctions (and/or).
    """
    folded = list(map(exact, raws))
    key = "-".join(folded)
    return key if key in STOPWORDS or (DISJUNCTIONS | CONJUNCTIONS).issuperset(folded) else ""
