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
from bot.matching.keys import (
    CONCEPT,
    EXACT,
    PREFIX,
    Occurrences,
    Pattern,
    TextSpan,
    is_title_only,
    merge_spans,
    split_pattern,
    without_title,
)
from bot.matching.query import Field
from bot.matching.sentence_index import best_sentence
from bot.matching.text import TokenizedText
from bot.model import Article, Match

LIST_MARK = re.compile(rf"(?:[-–—*+{BULLETS}]\s+)+")


class AnalyzedText(TokenizedText):
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
        self._occurrences: dict[Pattern, Occurrences] = {}
        self.words.add(f"{Field.LANG}:{self.language}")
        self.words.update(f"{Field.SOURCE}:{source}" for source in sources)

    @classmethod
    def of(cls, article: Article, concepts: Concepts = NO_CONCEPTS) -> AnalyzedText:
        """An article with what is known of it."""
        name = " ".join(article.source_name.casefold().split())
        return cls(article.text, language=article.language, sources=(article.source_key, name), concepts=concepts)

    @cached_property
    def concepts(self) -> dict[str, list[TextSpan]]:
        """The concepts named, by key, each with where."""
        return {CONCEPT + key: spans for key, spans in self._concepts.find_in(self).items()}

    @cached_property
    def title(self) -> AnalyzedText:
        """The headline alone: the first paragraph."""
        headline = self.text.partition("\n\n")[0]
        return AnalyzedText(headline, language=self.language, concepts=self._concepts)

    def prefixes(self, lengths: Iterable[int]) -> set[str]:
        """The keys of all beginnings of so many letters that its words have."""
        words = self._sorted_words
        return {word[:length] + PREFIX for length in lengths for word in words if len(word) >= length}

    def contains(self, pattern: Pattern) -> bool:
        """Does it stand anywhere in the text?"""
        if isinstance(pattern, str) and pattern in self.words:
            return True
        language, keys = split_pattern(pattern)
        if not self.accepts_language(language):
            return False
        if isinstance(keys, str):
            return keys in self.words or self._contains_key(keys)
        if is_title_only(keys):
            return self.title.contains(without_title(keys))
        return self.has_phrase(keys)

    def _contains_key(self, key: str) -> bool:
        if key[0] == EXACT:
            return key in self.exact_words
        if key[0] == CONCEPT:
            return key in self.concepts
        if is_title_only(key):
            return self.title.contains(without_title(key))
        return key[-1] == PREFIX and bool(self._words_with_prefix(key[:-1]))

    def occurrences(self, pattern: Pattern) -> Occurrences:
        """Where it stands; nothing for what is known beside the text."""
        occurrences = self._occurrences.get(pattern)
        if occurrences is None:
            occurrences = self._occurrences[pattern] = self._find(pattern)
        return occurrences

    def _find(self, asked: Pattern) -> Occurrences:
        language, pattern = split_pattern(asked)
        if not self.accepts_language(language):
            return {}
        if is_title_only(pattern):
            return self._by_sentence(chain.from_iterable(self.title.occurrences(without_title(pattern)).values()))
        first = pattern if isinstance(pattern, str) else pattern[0]
        if first[0] == CONCEPT:
            return self._by_sentence(merge_spans(self.concepts.get(first, [])))
        if first[-1] == PREFIX:
            words = self._words_with_prefix(first[:-1])
            return self._by_sentence(sorted(chain.from_iterable(self._find_spans((EXACT + word,)) for word in words)))
        return self._by_sentence(self.spans(pattern))

    def _by_sentence(self, spans: Iterable[TextSpan]) -> Occurrences:
        occurrences: Occurrences = {}
        for span in spans:
            occurrences.setdefault(self.sentences.number_at(span[0]), []).append(span)
        return occurrences

    def to_match(self, query_id: int, patterns: tuple[Pattern, ...]) -> Match:
        """The first sentence that holds the most of these parts, with the places of all of them in it."""
        found = [occurrences for pattern in patterns if (occurrences := self.occurrences(pattern))]
        if not found:  # only what is known beside the text was asked for
            start, end = self.sentences[0] if self.sentences else (0, 0)
            start = self._after_list_mark(start, end)
            return Match(query_id=query_id, sentence=self.text[start:end], spans=())
        if len(found) == 1:
            best, spans = next(iter(found[0].items()))
        else:
            best = best_sentence(found)
            in_best = [occurrences[best] for occurrences in found if best in occurrences]
            spans = in_best[0] if len(in_best) == 1 else merge_spans([span for spans in in_best for span in spans])
        start, end = self.sentences[best]
        start = self._after_list_mark(start, spans[0][0])
        last = spans[-1][1]
        if last > end:  # a phrase that runs over the end of its sentence takes the next ones along
            end = self.sentences[self.sentences.number_at(last - 1)][1]
        spans = tuple([(left - start, right - start) for left, right in spans])
        return Match(query_id=query_id, sentence=self.text[start:end], spans=spans)

    def _after_list_mark(self, start: int, end: int) -> int:
        """Where a sentence's first word is, if a mark of a list stands before it; it says nothing in a quotation."""
        mark = LIST_MARK.match(self.text, start, end)
        return mark.end() if mark else start

    def _words_with_prefix(self, prefix: str) -> list[str]:
        words = self._sorted_words
        return words[bisect_left(words, prefix) : bisect_right(words, prefix + "\U0010ffff")]

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(key.removeprefix(EXACT) for key in self.exact_words)
