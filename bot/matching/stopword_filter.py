"""Typed lexemes without stop words, and with a lower-case "or" between words read as OR.

    цены  на  нефть  или  газ        lexemes
    цены      нефть   |   газ        filtered; left out: на

A stop word is left out only if something else remains: in the text, in its brackets, and on its side of an OR. One that
stays among other words becomes the word itself (=на), so that the canonical query parses to the same query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.language.stopwords import AFTER_NEWS, BEFORE_NEWS, CONJUNCTIONS, DISJUNCTIONS, NEWS
from bot.language.tokens import fold
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.lexemes import Lexeme, lexemes
from bot.matching.query import Field, Term
from bot.matching.terms import stopword_key

_BOLMASA = "болмаса"  #: я болмаса is one "or"
_TERM, _OPENING, _CLOSING, _EXCLUDED = "term", "opening", "closing", "excluded"  #: what a neighbouring lexeme may be


@dataclass(frozen=True, kw_only=True)
class FilteredLexemes:
    """The lexemes that remain, and the stop words that were left out."""

    lexemes: tuple[Lexeme, ...]
    left_out: tuple[str, ...] = ()  #: words as typed, without conjunctions, which mean the same as a space
    changed: bool = False  #: was anything read differently than it was typed?


def filter_stopwords(text: str, concepts: Concepts = NO_CONCEPTS) -> FilteredLexemes:
    """The lexemes of a typed text, filtered.

    Raises:
        QueryError: a piece of it can't be read.
    """
    found = list(lexemes(text, concepts))
    if not any(map(_is_stopword, found)):
        return FilteredLexemes(lexemes=tuple(found), changed=any(one.rewritten for one in found))
    found = _mark_words_of_news(found)
    roles = list(_roles(found))
    if not _has_content(found):
        words = tuple(replace(one, stopword="") for one in found if one.kind != "/")
        return FilteredLexemes(lexemes=words, changed=any(one.rewritten for one in words))
    read = _with_disjunctions(found, roles)
    kept, dropped = _partition(read, list(_roles(read)))
    left_out = tuple(_as_typed(one, text) for one in dropped if not one.rewritten)
    return FilteredLexemes(
        lexemes=tuple(kept), left_out=left_out, changed=bool(dropped) or any(one.rewritten for one in kept)
    )


def _as_typed(one: Lexeme, text: str) -> str:
    return one.raws[0] if len(one.raws) == 1 else text[one.start : one.end].strip(".,;:!?")


def _mark_words_of_news(found: list[Lexeme]) -> list[Lexeme]:
    """Usual attributes of "news" are stop words next to it: latest news, новости дня."""
    made = found[:]
    for at in range(len(made) - 1, 0, -1):
        if made[at].stopword in NEWS and (word := _single(made[at - 1])) in BEFORE_NEWS:
            made[at - 1] = replace(made[at - 1], stopword=word)
        if made[at - 1].stopword in NEWS and (word := _single(made[at])) in AFTER_NEWS:
            made[at] = replace(made[at], stopword=word)
    return made


def _single(one: Lexeme) -> str:
    return fold(one.raws[0]) if len(one.raws) == 1 else ""


def _roles(found: Sequence[Lexeme]) -> Iterator[str]:
    """The role of each lexeme for its neighbours; an excluded bracket counts as an excluded term on both sides."""
    opened: list[bool] = []  # of each open bracket: is it excluded?
    before = ""
    for one in found:
        if one.kind == "(":
            opened.append(before == "-")
            yield _OPENING
        elif one.kind == ")":
            yield _EXCLUDED if opened and opened.pop() else _CLOSING
        elif one.kind == "-" or one.excluded:
            yield _EXCLUDED
        else:
            yield one.kind or _TERM
        before = one.kind


def _has_content(found: Sequence[Lexeme]) -> bool:
    """Is there a required term that is not a stop word?"""
    left_out: list[bool] = []  # of each open bracket
    before = ""
    for one in found:
        if one.kind == "(":
            left_out.append(before == "-")
        elif one.kind == ")" and left_out:
            left_out.pop()
        elif one.term is not None and not (
            one.stopword or one.excluded or any(left_out) or _is_without_content(one.term)
        ):
            return True
        before = one.kind
    return False


def _is_without_content(term: Term) -> bool:
    if term.field in (Field.LANG, Field.SOURCE):
        return True
    meant = term.quoted or term.capitals or term.prefix or term.concept or term.only or term.field
    return not meant and bool(stopword_key(term.words))


def _with_disjunctions(found: list[Lexeme], roles: list[str]) -> list[Lexeme]:
    """A lower-case "or", or a slash, between two words made OR; elsewhere "or" stays a stop word and a slash goes."""
    made: list[Lexeme] = []
    for at, one in enumerate(found):
        if one.kind != "/" and not (one.stopword and DISJUNCTIONS & set(one.stopword.split("-"))):
            made.append(one)
            continue
        before = next((role for lexeme, role in _reversed_with_roles(made) if not lexeme.stopword), "")
        after = next((roles[place] for place in range(at + 1, len(found)) if not _is_stopword(found[place])), "")
        if before in (_TERM, _CLOSING) and after in (_TERM, _OPENING):
            if one.stopword == _BOLMASA and made[-1].stopword == "я":
                made.pop()
            made.append(Lexeme(kind="|", start=one.start, end=one.end, rewritten=True))
        elif one.kind != "/":
            made.append(one)
    return made


def _reversed_with_roles(made: list[Lexeme]) -> Iterator[tuple[Lexeme, str]]:
    return zip(reversed(made), reversed(list(_roles(made))), strict=True)


def _is_stopword(one: Lexeme) -> bool:
    return bool(one.stopword) or one.kind == "/"


def _partition(read: list[Lexeme], roles: list[str]) -> tuple[list[Lexeme], list[Lexeme]]:
    """(kept, left out); a conjunction between two terms is marked as rewritten, as it means the same as a space."""
    kept: list[Lexeme] = []
    dropped: list[Lexeme] = []
    at = 0
    while at < len(read):
        end = at
        while end < len(read) and read[end].stopword:
            end += 1
        if end == at:
            kept.append(read[at])
            at += 1
            continue
        before = roles[at - 1] if at else ""
        after = roles[end] if end < len(read) else ""
        if _may_be_left_out(before, after):
            between = before in (_TERM, _CLOSING) and after in (_TERM, _OPENING)
            dropped += [replace(one, rewritten=between and one.stopword in CONJUNCTIONS) for one in read[at:end]]
        else:
            kept += [_keep_as_word(one) for one in read[at:end]]
        at = end
    return kept, dropped


def _may_be_left_out(before: str, after: str) -> bool:
    """Does something else remain on this side of an OR, or in these brackets?"""
    if before == "|" or after == "|":
        needed = {before, after} - {"|"}
        return needed in ({_TERM}, {_CLOSING}, {_OPENING}) and not (before == _OPENING or after == _CLOSING)
    return before != _OPENING or after not in (_CLOSING, _EXCLUDED)


def _keep_as_word(one: Lexeme) -> Lexeme:
    assert one.term is not None  # noqa: S101  # only terms are stop words
    return replace(one, stopword="", term=replace(one.term, only=bool(stopword_key(one.term.words))))
