"""Which follows somebody means who types a part of one: алм for Алматы, another form, another language, a misspelling.

The surest come first. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.errors import QueryError
from bot.language.tokens import fold, typed_words
from bot.language.translit import phonetic_key
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.query import MAX_LENGTH, Field, Query
from bot.model import Subscription

SOUND_LETTERS = 4  #: a shorter part sounds like too much
PART_LETTERS = 2  #: a shorter part is looked for only where a word of the follow begins
MAX_WORDS = 5  #: of what was typed that are compared with the words of each follow
NEARNESS = 0.7  #: difflib's ratio from which a word counts as like another


def search_follows(typed: str, follows: Sequence[Subscription], concepts: Concepts) -> list[Subscription]:
    """The follows that may be meant, the surest first, of equals the one followed first; none of too long a text."""
    if len(typed) > MAX_LENGTH:
        return []
    wanted = _Wanted(typed, concepts)
    ranked = [(rank, each) for each in follows if (rank := wanted.rank(each)) is not None]
    return [each for _, each in sorted(ranked, key=lambda one: one[0])]


class _Wanted:
    """What was typed, in the ways in which it may mean a follow."""

    def __init__(self, typed: str, concepts: Concepts) -> None:
        self._concepts = concepts
        self._text = _folded(typed)
        self._terms = _terms(_query(typed, concepts))
        words = [fold(found.group()) for found in typed_words(typed)]
        self._sounds = [phonetic_key(word) for word in words if len(word) >= SOUND_LETTERS]
        self._of_all_words = len(self._sounds) == len(words)

    def rank(self, follow: Subscription) -> int | None:
        """How sure it is that the follow is meant, 0 the surest; None: it is not."""
        name = _folded(follow.typed)
        if not self._text:
            return None
        if name.startswith(self._text):
            return 0 if name == self._text else 1
        if f" {self._text}" in name:
            return 2
        if len(self._text) >= PART_LETTERS and self._text in name:
            return 3
        query = _query(follow.canonical, self._concepts)
        if self._terms and self._terms <= _terms(query):
            return 4
        if self._is_other_name(query):
            return 5
        if self._sounds_like(follow):
            return 6
        return 7 if _is_near(self._text, name) else None

    def _is_other_name(self, query: Query | None) -> bool:
        if len(self._text) < PART_LETTERS:
            return False
        keys = {term.concept for term in query.terms if term.concept} if query else set()
        names = (f" {_folded(name)}" for key in keys for name in self._concepts[key].names)
        return any(f" {self._text}" in name for name in names)

    def _sounds_like(self, follow: Subscription) -> bool:
        """Does every typed word sound like the beginning of one of its words? `tokaye` is Токаев."""
        sounds = [phonetic_key(fold(found.group())) for found in typed_words(follow.typed)]
        same = [any(sound.startswith(wanted) for sound in sounds) for wanted in self._sounds]
        return bool(same) and self._of_all_words and all(same)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().replace("ё", "е")


def _query(typed: str, concepts: Concepts) -> Query | None:
    try:
        return parse(typed, concepts)
    except QueryError:
        return None


def _terms(query: Query | None) -> set[tuple[str, ...]]:
    """What a query requires, by its concept or its words."""
    terms = (term for group in query.all_of for term in group) if query else ()
    return {
        (term.concept,) if term.concept else term.words for term in terms if term.field in (Field.TEXT, Field.TITLE)
    }


def _is_near(wanted: str, name: str) -> bool:
    """Is it spelled nearly so, or does it hold a word that is?"""
    if get_close_matches(wanted, [name], cutoff=NEARNESS):
        return True
    words = wanted.split()[:MAX_WORDS]
    return any(get_close_matches(word, name.split(), cutoff=NEARNESS) for word in words)
