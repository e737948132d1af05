"""The terms that typed words make."""

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
JOINERS = f"{DASHES}./&_+@"  #: between two words without a space they make neighbours of them: COVID-19, kt.kz
STAR = "*"
_KEPT_AS_TYPED = STOPWORDS - NEWS  #: their bases would be those of other words: ш is no latitude
#: a number whose groups of three digits are parted by a sign
GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:[.,]\d{3})+(?![\w.]|,\d)")


def word_runs(piece: str) -> Iterator[tuple[list[str], bool | None]]:
    """The words of a piece, those together that only a joiner parts, each run with whether a star ends it.

    None in place of that: a star stands before or within it, or behind several words. A number in groups (100.000) is
    one word; the words of a hashtag are as many runs.
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
    """The term of a text in quotes; None: it holds no word."""
    raws = [found.group() for found in typed_words(quoted)]
    return Term(words=tuple(map(exact, raws)), quoted=True, field=field) if raws else None


def source_term(name: str) -> Term:
    """A source, by its key or its shown name."""
    return Term(words=(" ".join(name.casefold().split()),), field=Field.SOURCE)


def plain_term(raws: Sequence[str], field: Field = Field.TEXT, *, prefix: bool = False, only: bool = False) -> Term:
    """The term of unquoted words that stand side by side."""
    capitals = acronym(raws[0]) if len(raws) == 1 and not prefix else ""
    only |= len(raws) == 1 and (capitals or raws[0]) in OPERATORS
    if capitals and not is_word_in_capitals(capitals):
        return Term(words=(capitals,), capitals=True, field=field, only=only)
    if prefix:
        words = (*map(base_of, raws[:-1]), exact(raws[-1]))
        return Term(words=words, prefix=True, field=field)
    return Term(words=tuple(map(base_of, raws)), field=field, only=only)


def base_of(raw: str) -> str:
    """The first base of a typed word if typing that asks for the same; else the word itself."""
    word = stem(raw)
    if word in COMMON or word in _KEPT_AS_TYPED:
        return word
    keys = query_keys(word)
    first = keys[0].rpartition(LANGUAGE_MARK)[2]
    return first if query_keys(first) == keys else word


def stopword_key(raws: Sequence[str]) -> str:
    """Words side by side as the lists of little words have them (в, пр-т), or nothing if they are none.

    Several are little if a list has them together, or all are conjunctions (and/or).
    """
    folded = list(map(exact, raws))
    key = "-".join(folded)
    return key if key in STOPWORDS or (DISJUNCTIONS | CONJUNCTIONS).issuperset(folded) else ""
