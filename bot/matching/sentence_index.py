"""The sentences of a text: which one contains an offset, and whether a capital is significant there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain

from bot.language.sentences import sentences
from bot.language.tokens import tokens
from bot.matching.keys import Occurrences, TextSpan

ALL_CAPS_FROM = 4  #: words from which a sentence without a lower-case letter counts as written in capitals
TITLE_CASE = 0.8  #: share of long words with a capital from which a sentence counts as a headline
LONG_WORD = 4  #: letters from which a headline writes a word with a capital


class SentenceIndex:
    """A text split into sentences, numbered from 0."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.spans = sentences(text)  #: (start, end) of each
        self._starts = [start for start, _ in self.spans]

    def __len__(self) -> int:
        return len(self.spans)

    def __getitem__(self, number: int) -> TextSpan:
        """The (start, end) of a sentence."""
        return self.spans[number]

    def number_at(self, offset: int) -> int:
        """The number of the sentence that contains this offset."""
        return bisect_right(self._starts, offset) - 1

    def is_all_caps(self, number: int) -> bool:
        """Is the sentence written in capitals throughout, and longer than an acronym?"""
        start, end = self.spans[number]
        sentence = self._text[start:end]
        return sentence == sentence.upper() and sum(1 for token in tokens(sentence) if token.exact) >= ALL_CAPS_FROM

    def capital_is_significant(self, span: TextSpan) -> bool:
        """Does a capital of the word at this span mark a name: not at a sentence's start, nor in a headline?"""
        start, end = self.spans[self.number_at(span[0])]
        before = self._text[start : span[0]]
        if not any(sign.isalnum() for sign in before):
            return False
        long_words = [token for token in tokens(self._text[start:end]) if len(token.exact) >= LONG_WORD]
        capitals = sum(self._text[start + token.start].isupper() for token in long_words)
        return capitals < TITLE_CASE * len(long_words) or len(long_words) < ALL_CAPS_FROM


def best_sentence(found: list[Occurrences]) -> int:
    """The number of the first sentence that contains the most of what was found (two patterns or more)."""
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
