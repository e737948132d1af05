"""Spelling suggestions: the nearest word of the archive or of the concepts for one that no article contains."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import QueryError
from bot.language import ru
from bot.language.common import COMMON
from bot.language.tokens import TOKEN, fold, stem
from bot.language.translit import is_latin
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.keys import patterns_of, split_pattern
from bot.matching.near_spellings import EDIT_COST, SOUND_COST, near_spellings
from bot.matching.query import Field, Query, Term
from bot.matching.terms import base_of, stopword_key
from bot.storage.store import Store
from bot.storage.word_counts import IN_ANY_FORM, WRITTEN

FREQUENT = 3  #: articles that a corrected word must be in
LONGEST = 40  #: letters of a word that is looked up
SHORTEST_NAME, SHORTEST_WORD = 5, 6  #: letters of one with and without a capital that may have any letter wrong
MOST_CORRECTED = 3  #: words of one follow


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A follow with misspelled words corrected."""

    word: str  #: the word as typed: павадок; of several the whole follow
    other: str  #: the corrected one: паводок
    typed: str  #: the whole follow with the other word
    query: Query


def suggest(query: Query, typed: str, *, store: Store, concepts: Concepts) -> Suggestion | None:
    """The follow with its unknown words replaced by the nearest that are known; None: no such word, or none near."""
    plain = {fold(term.words[0]): term for term in query.terms if _is_plain(term)}
    found: list[tuple[str, str]] = []
    corrected, at = "", 0
    for token in TOKEN.finditer(typed):
        term = plain.get(stem(token.group())) or plain.get(base_of(token.group()))
        other = _other(token.group(), term, store, concepts) if term and len(found) < MOST_CORRECTED else None
        if other is None:
            continue
        other = other.capitalize() if token.group()[0].isupper() else other
        found.append((token.group(), other))
        corrected += typed[at : token.start()] + other
        at = token.end()
    corrected += typed[at:]
    try:
        read = parse(corrected, concepts) if found else None
    except QueryError:  # a word of the grammar
        return None
    if read is None:
        return None
    word, other = found[0] if len(found) == 1 else (typed, corrected)
    return Suggestion(word=word, other=other, typed=corrected, query=read)


def _is_plain(term: Term) -> bool:
    filters = term.field in (Field.LANG, Field.SOURCE)
    asked = term.quoted or term.prefix or term.concept or term.capitals or filters or stopword_key(term.words)
    return not asked and len(term.words) == 1 and term.words[0] not in COMMON


def _other(raw: str, term: Term, store: Store, concepts: Concepts) -> str | None:
    """The nearest name of a concept or frequent word of the archive, if no article has the typed one; else None.

    A word in the Russian dictionary counts as spelled correctly; only a Kazakh word can be corrected for it, or, where
    it has a capital or is no base form, a name: nobody means Алмат by Алмата. English words have no dictionary here.
    """
    word, capital = stem(raw), raw[0].isupper()
    own = {word, *(key for part in patterns_of(term) if isinstance(key := split_pattern(part)[1], str))}
    shortest = SHORTEST_NAME if capital else SHORTEST_WORD
    too_short = is_latin(word) and len(word) < shortest
    if too_short or len(word) > LONGEST or concepts.has_word(word) or store.search.article_counts(own):
        return None
    known = ru.is_known(word)
    near = {other: far for other, far in near_spellings(word, pairs_only=known).items() if other not in COMMON}
    any_near = near_spellings(word) if capital or word not in ru.nominal_bases(word) else near
    farthest = EDIT_COST if len(word) >= shortest else SOUND_COST
    named = [(far, 0, other) for other, far in any_near.items() if far <= farthest and concepts.has_word(other)]
    written = store.search.article_counts(near, kinds=WRITTEN)
    in_any_form = store.search.article_counts(written, kinds=IN_ANY_FORM) if written else {}
    frequent = [(near[other], -articles, other) for other, articles in in_any_form.items() if articles >= FREQUENT]
    return min([*named, *frequent])[2] if named or frequent else None
