"""A changed query written as its person would type it, with the words that were typed. Pure.

Kaspi Halyk, either             ─▶ Kaspi OR Halyk
waste Aktau, in headlines       ─▶ title:waste title:Aktau
Алматы -алматинский, without what contradicts it ─▶ Алматы
"""

from __future__ import annotations

from dataclasses import replace

from bot.errors import QueryError
from bot.i18n.languages import DEFAULT
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.grammar import parse
from bot.matching.query import OR_IN, Field, Query, Term
from bot.matching.tree import ordered, sorted_terms
from bot.messages.typed import Typed


def retyped(query: Query, typed: str, concepts: Concepts = NO_CONCEPTS, language: str = DEFAULT) -> str | None:
    """The query as who typed this would type it in their language; None: it can't be typed, it is too long."""
    words = Typed(typed, concepts)
    sign = f" {OR_IN[language]} "
    parts = [sign.join(_names(group, words)) for group in words.groups(query.all_of)]
    for terms in words.groups(query.none_of):
        names = list(map(words.alone, words.ordered(terms)))
        parts.append(f"-{names[0]}" if len(names) == 1 else f"-({' '.join(names)})")
    for text in (" ".join(parts), query.canonical):
        try:
            if parse(text, concepts) == query:
                return text
        except QueryError:  # too long, or two names that make another one side by side
            continue
    return None


def _names(group: tuple[Term, ...], words: Typed) -> list[str]:
    """The things of which any will do; `ai`, which any AI is, too, stands there once."""
    own = [term for term in words.ordered(group) if not term.only]
    named = {words.spelled(term).casefold() for term in own if term.concept}
    kept = [term for term in words.ordered(group) if not (term.only and words.spelled(term).casefold() in named)]
    return [words.spelled(term) if _is_name(term) else words.alone(term) for term in kept]


def _is_name(term: Term) -> bool:
    """Is it a name of several words that needs no hyphens: Халық банкі, Илон Маск?"""
    return bool(term.concept or term.name) and not (term.field or term.only)


def in_headlines(query: Query) -> Query | None:
    """The same asked of headlines only; None: it is so already, or asks for no word."""
    groups = [tuple(map(_in_headline, group)) for group in query.all_of]
    made = replace(query, all_of=ordered(map(sorted_terms, map(set, groups))))
    return made if made != query else None


def _in_headline(term: Term) -> Term:
    return replace(term, field=Field.TITLE) if term.field is Field.TEXT else term
