"""What typed lexemes ask for, once little words are left out and small "or" between words is read as OR.

    цены  на  нефть  или  газ        lexemes
    цены      нефть   |   газ        sifted; left out: на

A little word is left out where something else remains: not a text of little words only, nor what stands alone in
brackets or beside an OR. What is kept of them among other words is kept as the word itself (=на), so that the query
reads back.
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
_TERM, _OPENING, _CLOSING, _EXCLUDED = "term", "opening", "closing", "excluded"  #: what a word may stand beside


@dataclass(frozen=True, kw_only=True)
class FilteredLexemes:
    """What remains of a text, and what does not."""

    lexemes: tuple[Lexeme, ...]
    left_out: tuple[str, ...] = ()  #: words as typed, but not those that say "both"
    changed: bool = False  #: was anything read otherwise than it was typed?


def filter_stopwords(text: str, concepts: Concepts = NO_CONCEPTS) -> FilteredLexemes:
    """Sift what a person typed.

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
    """Words that news are called by are little beside the word itself: latest news, новости дня."""
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
    """What each lexeme is to a word beside it; a bracket that is left out is an excluded term on both of its sides."""
    opened: list[bool] = []  # of each open bracket: is it left out?
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
    """Is there anything to look for that is no little word?"""
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
    """Small "or" and a slash made OR where they stand between two words; else they are left out."""
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
    """What is kept, and what is left out (marked as turned where it says "both", which a space says too)."""
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
    """Is there something else on this side of an OR, or in these brackets?"""
    if before == "|" or after == "|":
        needed = {before, after} - {"|"}
        return needed in ({_TERM}, {_CLOSING}, {_OPENING}) and not (before == _OPENING or after == _CLOSING)
    return before != _OPENING or after not in (_CLOSING, _EXCLUDED)


def _keep_as_word(one: Lexeme) -> Lexeme:
    assert one.term is not None  # noqa: S101  # only terms are little
    return replace(one, stopword="", term=replace(one.term, only=bool(stopword_key(one.term.words))))
