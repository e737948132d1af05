"""An article as matching reads it: its words looked up at once, everything else only when it is asked for.

What is asked for are the parts of bot/matching/keys.py: keys of words, and phrases of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, pairwise, product
from operator import eq

from bot.language.capitals import DOUBTFUL
from bot.language.detect import language as language_of
from bot.language.tokens import Token
from bot.matching.chunks import EXACTS, TOKENS, WORDS, places_of
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.cutting import Sentences, fullest
from bot.matching.keys import (
    CONCEPT,
    EXACT,
    GIVEN,
    PREFIX,
    Part,
    Place,
    Spots,
    bare,
    goes_on,
    is_exact,
    is_surname,
    is_titled,
    joined,
    untitled,
)
from bot.matching.query import Field
from bot.model import Article, Match

FEW_LOOKS = 4  #: keys that are looked for chunk by chunk; for more, all places of all keys are noted at once


class Reading:
    """The words of one text."""

    def __init__(
        self,
        text: str,
        *,
        language: str | None = None,
        sources: tuple[str, ...] = (),
        concepts: Concepts = NO_CONCEPTS,
    ) -> None:
        self.text = text
        self.language = language or language_of(text)
        self._concepts = concepts
        self._words = WORDS[self.language]
        self._chunks = text.split(" ")
        #: keys of base forms and acronyms, and of what is known beside the text
        self.words: set[str] = set().union(*map(self._words.keys.__getitem__, set(self._chunks)))
        self._spots: dict[Part, Spots] = {}
        self._looks = 0
        #: chunks whose word is somebody's surname, though it looks like an ordinary word
        self._surnames = self._found_surnames() if GIVEN in self.words else frozenset()
        doubtful = self.words & DOUBTFUL
        if doubtful and self._may_shout():
            self.words -= {acronym for acronym in doubtful if not self.spots(acronym)}
        self.words.add(f"{Field.LANG}:{self.language}")
        self.words.update(f"{Field.SOURCE}:{source}" for source in sources)

    @classmethod
    def of(cls, article: Article, concepts: Concepts = NO_CONCEPTS) -> Reading:
        """An article with what is known of it."""
        name = " ".join(article.source_name.casefold().split())
        return cls(article.text, language=article.language, sources=(article.source_key, name), concepts=concepts)

    @cached_property
    def exact_words(self) -> set[str]:
        """Keys of exact forms."""
        return set().union(*map(EXACTS.__getitem__, set(self._chunks)))

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Neighbouring base forms; a paragraph's end is nobody's neighbour."""
        forms = list(chain.from_iterable(map(self._words.bases.__getitem__, self._chunks)))
        found = set(pairwise([one[0] for one in forms]))
        for one, other in pairwise(forms):
            if len(one) > 1 or len(other) > 1:
                found.update(product(one, other))
        return found

    @cached_property
    def exact_pairs(self) -> set[tuple[str, str]]:
        """Neighbouring exact forms."""
        return set(pairwise(chain.from_iterable(map(EXACTS.__getitem__, self._chunks))))

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
        if keys[:2] not in (self.exact_pairs if is_exact(keys) else self.pairs):
            return False
        return (len(keys) == 2 and not keys[0].isdigit()) or bool(self.spots(keys))

    def may_ask(self, language: str) -> bool:
        """Is what is asked of texts in this language alone asked of this one? English texts quote any language."""
        return not language or self.language in (language, "en")

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

    def places(self, part: Part) -> list[Place]:
        """Where words or a phrase stand, in order; cuts no sentences but for acronyms that may be words."""
        places = list(self._places((part,) if isinstance(part, str) else part))
        if part in DOUBTFUL:  # IT in "WHO SAYS IT WORKS" is no acronym
            return [place for place in places if not self._sentences.is_shouted(self._sentences.number_at(place[0]))]
        return places

    def _by_sentence(self, places: Iterable[Place]) -> Spots:
        spots: Spots = {}
        for place in places:
            spots.setdefault(self._sentences.number_at(place[0]), []).append(place)
        return spots

    def show(self, query_id: int, parts: tuple[Part, ...]) -> Match:
        """The first sentence that holds the most of these parts, with the places of all of them in it."""
        found = [spots for part in parts if (spots := self.spots(part))]
        if not found:  # only what is known beside the text was asked for
            start, end = self._sentences[0] if self._sentences else (0, 0)
            return Match(query_id=query_id, sentence=self.text[start:end], spans=())
        if len(found) == 1:
            best, places = next(iter(found[0].items()))
        else:
            best = fullest(found)
            held = [spots[best] for spots in found if best in spots]
            places = held[0] if len(held) == 1 else joined([place for places in held for place in places])
        start, end = self._sentences[best]
        last = places[-1][1]
        if last > end:  # a phrase that runs over the end of its sentence takes the next ones along
            end = self._sentences[self._sentences.number_at(last - 1)][1]
        spans = tuple([(left - start, right - start) for left, right in places])
        return Match(query_id=query_id, sentence=self.text[start:end], spans=spans)

    def sentence_at(self, offset: int) -> Place:
        """Where the sentence that holds this place of the text begins and ends."""
        return self._sentences[self._sentences.number_at(offset)]

    def capital_says(self, place: Place) -> bool:
        """Does the capital of the word at this place tell a name: not at a sentence's start, nor in a headline?"""
        return self._sentences.capital_says(place)

    def _found_surnames(self) -> frozenset[int]:
        """The words behind a given name: in "Илона Маска ждут" nobody wears a mask. What only they would be is not
        there."""
        behind_names = compress(range(1, len(self._chunks)), map(self._words.given.__getitem__, self._chunks))
        found = {at for at in behind_names if any(map(is_surname, self._words.keys[self._chunks[at]]))}
        if found:
            self.words -= {key for key in self._ordinary(found) if found.issuperset(self._where[key])}
        return frozenset(found)

    def _ordinary(self, chunks: Iterable[int]) -> set[str]:
        return {key for at in chunks for key in self._words.ordinary(self._chunks[at])}

    def _places(self, keys: tuple[str, ...]) -> Iterator[Place]:
        exactly, first = is_exact(keys), keys[0].removeprefix(EXACT)
        for at in self._where_exact.get(keys[0], ()) if exactly else self._chunks_with(keys[0]):
            start, chunk = self._starts[at] + at, self._chunks[at]
            if at in self._surnames and len(keys) == 1 and not exactly and first in self._words.ordinary(chunk):
                continue
            found = TOKENS[chunk]
            for place, token in enumerate(found):
                if len(found) > 1 and not self._is(token, chunk, place, first, exactly):
                    if not exactly and len(keys) == 1 and first in self._words.joined(place, chunk):
                        yield start + token.start, start + found[place + 1].stem_end
                    continue  # where a chunk is one word, it is this one
                begin = start + token.start
                if len(keys) == 1:
                    yield begin, start + (token.end if exactly else token.stem_end)
                elif (end := self._phrase_end(keys, at, place, exactly)) and not goes_on(first, self.text, begin, end):
                    yield begin, end

    def _chunks_with(self, key: str) -> Sequence[int]:
        """The chunks that hold a key, in order. For a few keys it is quicker to look at each chunk."""
        self._looks += 1
        if self._looks > FEW_LOOKS:
            return self._where.get(key, ())
        keys = self._words.keys
        return [at for at, chunk in enumerate(self._chunks) if key in keys[chunk]]

    def _is(self, token: Token, chunk: str, place: int, word: str, exactly: bool) -> bool:
        if exactly:
            return token.exact == word
        return word in self._words.bases[chunk][place] or word in self._words.named(token, chunk)

    def _phrase_end(self, keys: tuple[str, ...], at: int, place: int, exactly: bool) -> int:
        """The end of the phrase if it begins with the token at `place` of chunk `at`, or 0."""
        ahead = self._tokens_from(at, place)
        end = 0
        for key in keys:
            start, token, forms = next(ahead, _NOTHING)
            if key != EXACT + token.exact if exactly else key not in forms:
                return 0
            end = start + (token.end if exactly else token.stem_end)
        return end

    def _tokens_from(self, at: int, place: int) -> Iterator[tuple[int, Token, tuple[str, ...]]]:
        """From the token at `place` of chunk `at` on: where its chunk begins, the token, and its bases."""
        for number in range(at, len(self._chunks)):
            chunk = self._chunks[number]
            for token, forms in list(zip(TOKENS[chunk], self._words.bases[chunk], strict=True))[place:]:
                yield self._starts[number] + number, token, forms
            place = 0

    def _may_shout(self) -> bool:
        """Are there two chunks in a row without a small letter? A cheap look before the sentences are cut."""
        loud = bytes(map(eq, self._chunks, map(str.upper, self._chunks)))
        return b"\1\1" in loud

    def _beginning_with(self, prefix: str) -> list[str]:
        words = self._sorted_words
        return words[bisect_left(words, prefix) : bisect_right(words, prefix + "\U0010ffff")]

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(key.removeprefix(EXACT) for key in self.exact_words)

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """The chunks that hold a key, each once."""
        return places_of(map(self._words.keys.__getitem__, self._chunks))

    @cached_property
    def _where_exact(self) -> dict[str, list[int]]:
        return places_of(map(EXACTS.__getitem__, self._chunks))

    @cached_property
    def _starts(self) -> list[int]:
        """Characters before a chunk, the spaces between chunks not counted."""
        return list(accumulate(map(len, self._chunks), initial=0))

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.text)


_NOTHING = (0, Token(0, 0, 0, "", "", ""), ())
