"""A text as queries see it: its words (TokenizedText) and the concepts that it names, each computed on first use.

AnalyzedText ─ its tokens ─▶ Concepts.find_in ─▶ where each concept is named
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
    """A text with everything that a query can ask of it."""

    def __init__(
        self,
        text: str,
        *,
        language: str | None = None,
        sources: tuple[str, ...] = (),
        concepts: Concepts = NO_CONCEPTS,
    ) -> None:
        """`sources`: key and name of its source, folded; they and the language become words to ask for."""
        super().__init__(text, language=language)
        self._concepts = concepts
        self._occurrences: dict[Pattern, Occurrences] = {}
        self.words.add(f"{Field.LANG}:{self.language}")
        self.words.update(f"{Field.SOURCE}:{source}" for source in sources)

    @classmethod
    def of(cls, article: Article, concepts: Concepts = NO_CONCEPTS) -> AnalyzedText:
        """The text of an article, with its language and source."""
        name = " ".join(article.source_name.casefold().split())
        return cls(article.text, language=article.language, sources=(article.source_key, name), concepts=concepts)

    @cached_property
    def concepts(self) -> dict[str, list[TextSpan]]:
        """The concepts named, by pattern ("@ai"), each with its spans."""
        return {CONCEPT + key: spans for key, spans in self._concepts.find_in(self).items()}

    @cached_property
    def title(self) -> AnalyzedText:
        """The headline only: the first paragraph."""
        headline = self.text.partition("\n\n")[0]
        return AnalyzedText(headline, language=self.language, concepts=self._concepts)

    def prefixes(self, lengths: Iterable[int]) -> set[str]:
        """The prefix patterns (нефт*) of these lengths that its words have."""
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
        """Its spans by sentence number; empty for language and source, which occur nowhere in the text."""
        occurrences = self._occurrences.get(pattern)
        if occurrences is None:
            occurrences = self._occurrences[pattern] = self._find(pattern)
        return occurrences

    def _find(self, asked: Pattern) -> Occurrences:
        if isinstance(asked, str) and asked.isalpha():  # as most are: a word of any language
            return self._by_sentence(self.spans(asked))
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
            return self._by_sentence(sorted(chain.from_iterable(self._find_spans(EXACT + word) for word in words)))
        return self._by_sentence(self.spans(pattern))

    def _by_sentence(self, spans: Iterable[TextSpan]) -> Occurrences:
        occurrences: Occurrences = {}
        for span in spans:
            occurrences.setdefault(self.sentences.number_at(span[0]), []).append(span)
        return occurrences

    def to_match(self, query_id: int, patterns: tuple[Pattern, ...]) -> Match:
        """The Match: the first sentence that contains the most of these patterns, with the spans of all of them."""
        found = [occurrences for pattern in patterns if (occurrences := self.occurrences(pattern))]
        if not found:  # the query asks only for a language or a source
            start, end = self.sentences[0] if self.sentences else (0, 0)
            start = self._after_list_mark(start, end)
            return Match(query_id=query_id, sentence=self.text[start:end], spans=())
        if len(found) == 1:
            best, spans = next(iter(found[0].items()))
        else:
            best = best_sentence(found)
            in_best = [occurrences[best] for occurrences in found if best in occurrences]
            spans = in_best[0] if len(in_best) == 1 else merge_spans(list(chain.from_iterable(in_best)))
        sentences, text = self.sentences.spans, self.text
        start, end = sentences[best]
        if not text[start].isalnum():
            start = self._after_list_mark(start, spans[0][0])
        last = spans[-1][1]
        if last > end:  # a phrase across a sentence boundary includes the next sentences
            end = sentences[self.sentences.number_at(last - 1)][1]
        relative = tuple([(left - start, right - start) for left, right in spans])
        return Match(query_id=query_id, sentence=text[start:end], spans=relative)

    def _after_list_mark(self, start: int, end: int) -> int:
        """The offset of a sentence's first word after a list marker ("- "), which a quotation does not need."""
        if self.text[start : start + 1].isalnum():
            return start
        mark = LIST_MARK.match(self.text, start, end)
        return mark.end() if mark else start

    def _words_with_prefix(self, prefix: str) -> list[str]:
        words = self._sorted_words
        return words[bisect_left(words, prefix) : bisect_right(words, prefix + "\U0010ffff")]

    @cached_property
    def _sorted_words(self) -> list[str]:
        return sorted(key.removeprefix(EXACT) for key in self.exact_words)
