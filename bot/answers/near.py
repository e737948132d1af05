"""A typed word that stands nowhere in the archive, and the nearest one that stands there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import QueryError
from bot.language import ru
from bot.language.common import COMMON
from bot.language.tokens import TOKEN, stem
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.keys import bare, parts_of
from bot.matching.near import spellings
from bot.matching.query import Field, Query, Term
from bot.matching.terms import base, little
from bot.storage.store import Store
from bot.storage.word_counts import IN_ANY_FORM, WRITTEN

FREQUENT = 3  #: articles of a word that is offered
LONGEST = 40  #: letters of a word that is looked for


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What may have been meant."""

    word: str  #: as typed: павадок
    other: str  #: паводок
    typed: str  #: the whole follow with the other word
    query: Query


def nearest(query: Query, typed: str, *, store: Store, concepts: Concepts) -> Meant | None:
    """The follow with the first word that no article holds made the nearest that some hold; None: there is none."""
    plain = {term.words[0]: term for term in query.terms if _is_plain(term)}
    for found in TOKEN.finditer(typed):
        word = stem(found.group())
        term = plain.get(word) or plain.get(base(found.group()))
        other = _other(word, term, store) if term else None
        if other is None:
            continue
        other = other.capitalize() if found.group()[0].isupper() else other
        mended = f"{typed[: found.start()]}{other}{typed[found.end() :]}"
        try:
            meant = parse(mended, concepts)
        except QueryError:  # a word of the grammar
            return None
        return Meant(word=found.group(), other=other, typed=mended, query=meant)
    return None


def _is_plain(term: Term) -> bool:
    filters = term.field in (Field.LANG, Field.SOURCE)
    asked = term.quoted or term.prefix or term.concept or term.capitals or filters or little(term.words)
    return not asked and len(term.words) == 1 and term.words[0] not in COMMON


def _other(word: str, term: Term, store: Store) -> str | None:
    """The nearest word that is frequent, if the typed one stands nowhere. What the Russian dictionary knows is spelled
    rightly; only a Kazakh word may be meant by it."""
    own = {word, *(key for part in parts_of(term) if isinstance(key := bare(part)[1], str))}
    if len(word) > LONGEST or store.search.article_counts(own):
        return None
    near = {other: far for other, far in spellings(word, pairs_only=ru.is_known(word)).items() if other not in COMMON}
    written = store.search.article_counts(near, kinds=WRITTEN)
    in_any_form = store.search.article_counts(written, kinds=IN_ANY_FORM) if written else {}
    frequent = [(near[other], -articles, other) for other, articles in in_any_form.items() if articles >= FREQUENT]
    return min(frequent)[2] if frequent else None
