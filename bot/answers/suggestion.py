"""Spelling suggestions: the nearest word in the archive for a typed word that no article contains."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import QueryError
from bot.language import ru
from bot.language.common import COMMON
from bot.language.tokens import TOKEN, stem
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.keys import patterns_of, split_pattern
from bot.matching.near_spellings import near_spellings
from bot.matching.query import Field, Query, Term
from bot.matching.terms import base_of, stopword_key
from bot.storage.near import IN_ANY_FORM, WRITTEN
from bot.storage.store import Store

FREQUENT = 3  #: articles that a suggested word must be in
LONGEST = 40  #: letters of a word that is looked up


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A follow with one word corrected."""

    word: str  #: the word as typed: павадок
    other: str  #: the suggested one: паводок
    typed: str  #: the whole follow with the other word
    query: Query


def suggest(query: Query, typed: str, *, store: Store, concepts: Concepts) -> Suggestion | None:
    """The follow with its first unknown word replaced by the nearest frequent one; None: no word, or none near."""
    plain = {term.words[0]: term for term in query.terms if _is_plain(term)}
    for found in TOKEN.finditer(typed):
        word = stem(found.group())
        term = plain.get(word) or plain.get(base_of(found.group()))
        other = _other(word, term, store) if term else None
        if other is None:
            continue
        other = other.capitalize() if found.group()[0].isupper() else other
        corrected = f"{typed[: found.start()]}{other}{typed[found.end() :]}"
        try:
            query = parse(corrected, concepts)
        except QueryError:  # a word of the grammar
            return None
        return Suggestion(word=found.group(), other=other, typed=corrected, query=query)
    return None


def _is_plain(term: Term) -> bool:
    filters = term.field in (Field.LANG, Field.SOURCE)
    asked = term.quoted or term.prefix or term.concept or term.capitals or filters or stopword_key(term.words)
    return not asked and len(term.words) == 1 and term.words[0] not in COMMON


def _other(word: str, term: Term, store: Store) -> str | None:
    """The nearest frequent word, if no article has the typed one; else None.

    A word in the Russian dictionary counts as spelled correctly; only a Kazakh word can be suggested for it.
    """
    own = {word, *(key for part in patterns_of(term) if isinstance(key := split_pattern(part)[1], str))}
    if len(word) > LONGEST or store.search.articles_holding(own):
        return None
    near = {
        other: far for other, far in near_spellings(word, pairs_only=ru.is_known(word)).items() if other not in COMMON
    }
    written = store.search.articles_holding(near, kinds=WRITTEN)
    in_any_form = store.search.articles_holding(written, kinds=IN_ANY_FORM) if written else {}
    frequent = [(near[other], -articles, other) for other, articles in in_any_form.items() if articles >= FREQUENT]
    return min(frequent)[2] if frequent else None
