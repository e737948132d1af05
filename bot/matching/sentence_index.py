"""The sentences of a text: which one contains an offset, and whether a capital is significant there."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import chain

from bot.language.sentences import sentences
from bot.language.tokens import tokens
from bot.matching.chunks import TOKENS
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
        self._headlines: dict[int, bool] = {}  #: of those that were asked for

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
        number = self.number_at(span[0])
        before = self._text[self.spans[number][0] : span[0]]
        return any(sign.isalnum() for sign in before) and not self._is_headline(number)

    def _is_headline(self, number: int) -> bool:
        """Are nearly all long words of a sentence written with a capital?"""
        known = self._headlines.get(number)
        if known is None:
            start, end = self.spans[number]
            firsts = [
                chunk[token.start]
                for chunk in self._text[start:end].split(" ")
                for token in TOKENS[chunk]
                if len(token.exact) >= LONG_WORD
            ]
            capitals = sum(sign.isupper() for sign in firsts)
            known = len(firsts) >= ALL_CAPS_FROM and capitals >= TITLE_CASE * len(firsts)
            self._headlines[number] = known
        return known


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
