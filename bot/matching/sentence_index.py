"""The sentences of a text: in which one a place stands, and whether a capital says anything there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain

from bot.language.sentences import sentences
from bot.language.tokens import tokens
from bot.matching.keys import Occurrences, TextSpan

ALL_CAPS_FROM = 4  #: words from which on a sentence without a small letter says nothing about capitals
TITLE_CASE = 0.8  #: share of long words with a capital from which on a sentence says nothing about capitals
LONG_WORD = 4  #: letters of a word that a headline writes with a capital


class SentenceIndex:
    """A text cut into sentences, which are counted from 0."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = sentences(text)
        self._starts = [start for start, _ in self._spans]

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, number: int) -> TextSpan:
        """Where a sentence begins and ends."""
        return self._spans[number]

    def number_at(self, offset: int) -> int:
        """The number of the sentence that holds this place of the text."""
        return bisect_right(self._starts, offset) - 1

    def is_all_caps(self, number: int) -> bool:
        """Is a sentence written in capitals throughout, and no acronym?"""
        start, end = self._spans[number]
        said = self._text[start:end]
        return said == said.upper() and sum(1 for token in tokens(said) if token.exact) >= ALL_CAPS_FROM

    def capital_is_significant(self, span: TextSpan) -> bool:
        """Does the capital of the word at this place tell a name: not at a sentence's start, nor in a headline?"""
        start, end = self._spans[self.number_at(span[0])]
        before = self._text[start : span[0]]
        if not any(sign.isalnum() for sign in before):
            return False
        long_words = [token for token in tokens(self._text[start:end]) if len(token.exact) >= LONG_WORD]
        capitals = sum(self._text[start + token.start].isupper() for token in long_words)
        return capitals < TITLE_CASE * len(long_words) or len(long_words) < ALL_CAPS_FROM


def best_sentence(found: list[Occurrences]) -> int:
    """The first of the sentences in which most of the parts stand."""
    everywhere = found[0].keys() & found[1]
    for occurrences in found[2:]:
        everywhere &= occurrences.keys()
    if everywhere:
        return min(everywhere)
    if len(found) == 2:
        return min(map(next, map(iter, found)))  # sentences stand in the text's order
    count: dict[int, int] = defaultdict(int)
    for sentence in chain.from_iterable(found):
        count[sentence] += 1
    return min(count, key=lambda sentence: (-count[sentence], sentence))
