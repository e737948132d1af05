"""An article as matching reads it: a Text, and the concepts that it names; everything only when it is asked for.

Reading ─ its Text ─▶ Concepts.found ─▶ where each concept is meant
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from bot.language.sentences import BULLETS
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.cutting import fullest
from bot.matching.keys import (
    CONCEPT,
    EXACT,
    PREFIX,
    Part,
    Place,
    Spots,
    bare,
    is_titled,
    joined,
    untitled,
)
from bot.matching.query import Field
from bot.matching.text import Text
from bot.model import Article, Match

LIST_MARK = re.compile(rf"(?:[-–—*+{BULLETS}]\s+)+")


class Reading(Text):
    """A text with all that can be asked of it."""

    def __init__(
        self,
        text: str,
        *,
        language: str | None = None,
        sources: tuple[str, ...] = (),
        concepts: Concepts = NO_CONCEPTS,
    ) -> None:
        """`sources`: the key and the name of its source, folded: they are words of it too, as its language is."""
        super().__init__(text, language=language)
        self._concepts = concepts
        self._spots: dict[Part, Spots] = {}
        self.words.add(f"{Field.LANG}:{self.language}")
        self.words.update(f"{Field.SOURCE}:{source}" for source in sources)

    @classmethod
    def of(cls, article: Article, concepts: Concepts = NO_CONCEPTS) -> Reading:
        """An article with what is known of it."""
        name = " ".join(article.source_name.casefold().split())
        return cls(article.text, language=article.language, sources=(article.source_key, name), concepts=concepts)

    @cached_property
    def concepts(self) -> dict[str, list[Place]]:
        """The concepts named, by key, each with where."""
        return {CONCEPT + key: places for key, places in self._concepts.found(self).items()}

    @cached_property
    def title(self) -> Reading:
        """The headline alone: the first paragraph."""
        headline = self.text.partition("\n\n")[0]
        return Reading(headline, language=self.language, concepts=self._concepts)

    def beginnings(self, lengths: Iterable[int]) -> set[str]:
        """The keys of all beginnings of so many letters that its words have."""
        words = self._sorted_words
        return {word[:length] + PREFIX for length in lengths for word in words if len(word) >= length}

    def holds(self, part: Part) -> bool:
        """Does it stand anywhere in the text?"""
        if isinstance(part, str) and part in self.words:
            return True
        language, keys = bare(part)
        if not self.may_ask(language):
            return False
        if isinstance(keys, str):
            return keys in self.words or self._holds_key(keys)
        if is_titled(keys):
            return self.title.holds(untitled(keys))
        return self.holds_phrase(keys)

    def _holds_key(self, key: str) -> bool:
        if key[0] == EXACT:
            return key in self.exact_words
        if key[0] == CONCEPT:
            return key in self.concepts
        if is_titled(key):
            return self.title.holds(untitled(key))
        return key[-1] == PREFIX and bool(self._beginning_with(key[:-1]))

    def spots(self, part: Part) -> Spots:
        """Where it stands; nothing for what is known beside the text."""
        spots = self._spots.get(part)
        if spots is None:
            spots = self._spots[part] = self._look(part)
        return spots

    def _look(self, asked: Part) -> Spots:
        language, part = bare(asked)
        if not self.may_ask(language):
            return {}
        if is_titled(part):
            return self._by_sentence(chain.from_iterable(self.title.spots(untitled(part)).values()))
        first = part if isinstance(part, str) else part[0]
        if first[0] == CONCEPT:
            return self._by_sentence(joined(self.concepts.get(first, [])))
        if first[-1] == PREFIX:
            words = self._beginning_with(first[:-1])
            return self._by_sentence(sorted(chain.from_iterable(self._places((EXACT + word,)) for word in words)))
        return self._by_sentence(self.places(part))

    def _by_sentence(self, places: Iterable[Place]) -> Spots:
        spots: Spots = {}
        for place in places:
            spots.setdefault(self.sentences.number_at(place[0]), []).append(place)
        return spots

    def show(self, query_id: int, parts: tuple[Part, ...]) -> Match:
        """The first sentence that holds the most of these parts, with the places of all of them in it."""
        found = [spots for part in parts if (spots := self.spots(part))]
        if not found:  # only what is known beside the text was asked for
            start, end = self.sentences[0] if self.sentences else (0, 0)
            start = self._behind_list_mark(start, end)
            return Match(query_id=query_id, sentence=self.text[start:end], spans=())
        if len(found) == 1:
            best, places = next(iter(found[0].items()))
        else:
            best = fullest(found)
            held = [spots[best] for spots in found if best in spots]
            places = held[0] if len(held) == 1 else joined([place for places in held for place in places])
        start, end = self.sentences[best]
        start = self._behind_list_mark(start, places[0][0])
        last = places[-1][1]
        if last > end:  # a phrase that runs over the end of its sentence takes the next ones along
            end = self.sentences[self.sentences.number_at(last - 1)][1]
        spans = tuple([(left - start, right - start) for left, right in places])
        return Match(query_id=query_id, sentence=self.text[start:end], spans=spans)

    def _behind_list_mark(self, start: int, upto: int) -> int:
        """Where a sentence's first word is, if a mark of a list stands before it; it says nothing in a quotation."""
        mark = LIST_MARK.match(self.text, start, upto)
        return mark.end() if mark else start

    def _beginning_with(self, prefix: str) -> list[str]:
        words = self._sorted_words
        return words[bisect_left(words, prefix) : bisect_right(words, prefix + "\U0010ffff")]

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(key.removeprefix(EXACT) for key in self.exact_words)
