"""A tokenized text: which words and phrases it contains, and where.

Callers ask with the patterns of keys.py: keys of words, and phrases of them. It does not know concepts; they read it,
and analysis.py combines the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, compress, pairwise, product
from operator import eq

from bot.language.capitals import AMBIGUOUS_ACRONYMS
from bot.language.detect import language as language_of
from bot.language.ru_names import FAMOUS
from bot.language.tokens import Token
from bot.matching.chunks import CHUNK_WORDS, EXACTS, TOKENS, chunks_by_key
from bot.matching.keys import EXACT, GIVEN, Pattern, TextSpan, is_exact, is_part_of_longer_number, is_surname
from bot.matching.names import SURNAME
from bot.matching.sentence_index import SentenceIndex

MAX_SCANS = 2  #: keys that are searched for chunk by chunk; from the next one on an index of all keys is built
_FAMOUS = frozenset(SURNAME + surname for surname in FAMOUS)
CYRILLIC = "Ѐ"  #: the first letter of its Unicode block
_NO_TOKEN = (0, Token(0, 0, 0, "", "", ""), ())


class TokenizedText:
    """The words of one text, with an index from keys to chunks that is built when it pays off."""

    def __init__(self, text: str, *, language: str | None = None) -> None:
        self.text = text
        self.language = language or language_of(text)
        self._words = CHUNK_WORDS[self.language]
        self._chunks = text.split(" ")
        #: keys of base forms and acronyms; in phrases those count too that stand for nothing by themselves
        self.words: set[str] = set().union(*map(self._words.keys.__getitem__, set(self._chunks)))
        self.phrase_words = self.words
        self._scans = 0
        #: numbers of the chunks whose word is a surname, though it looks like an ordinary word
        may_be_named = GIVEN in self.words or not _FAMOUS.isdisjoint(self.words)
        self._surnames = self._found_surnames() if may_be_named else frozenset()
        doubtful = self.words & AMBIGUOUS_ACRONYMS
        if doubtful and self._may_have_all_caps():
            self.words = self.words - {acronym for acronym in doubtful if not self.spans(acronym)}

    @cached_property
    def exact_words(self) -> set[str]:
        """Keys of exact forms."""
        return set().union(*map(EXACTS.__getitem__, set(self._chunks)))

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Pairs of neighbouring base forms, never across a paragraph break."""
        forms = list(chain.from_iterable(map(self._words.bases.__getitem__, self._chunks)))
        found = set(pairwise([one[0] for one in forms]))
        for one, other in pairwise(forms):
            if len(one) > 1 or len(other) > 1:
                found.update(product(one, other))
        return found

    @cached_property
    def exact_pairs(self) -> set[tuple[str, str]]:
        """Pairs of neighbouring exact forms."""
        return set(self.each_exact_pair())

    def each_exact_pair(self) -> Iterator[tuple[str, str]]:
        """Pairs of neighbouring exact forms, in text order; no set is made, which few texts need."""
        return pairwise(chain.from_iterable(map(EXACTS.__getitem__, self._chunks)))

    @cached_property
    def pattern_languages(self) -> tuple[str, ...]:
        """The languages whose patterns may occur in it, "" for those of all.

        A pattern for one language contains a Cyrillic word, which few English texts do.
        """
        if self.language != "en":
            return "", self.language
        if self.text.isascii():
            return ("",)
        return ("", "ru", "kk") if max(self.words, default="") >= CYRILLIC else ("",)

    def accepts_language(self, language: str) -> bool:
        """Do patterns for this language apply to this text? "" applies to all; English texts quote any language."""
        return not language or self.language in (language, "en")

    def has_phrase(self, keys: tuple[str, ...]) -> bool:
        """Does the phrase (two keys or more) occur in the text?"""
        if not is_exact(keys):
            return self.phrase_words.issuperset(keys) and bool(self._phrase_spans(keys))
        return keys[:2] in self.exact_pairs and (len(keys) == 2 or bool(self._phrase_spans(keys)))

    def has_pair(self, pair: tuple[str, str]) -> bool:
        """Do these two keys of base forms follow each other, perhaps within a longer number?"""
        return any(self._runs(pair))

    def spans(self, pattern: Pattern) -> list[TextSpan]:
        """The (start, end) of each occurrence, in text order. Splits sentences only for ambiguous acronyms."""
        spans = self._find_spans(pattern)
        if pattern in AMBIGUOUS_ACRONYMS:  # IT in "WHO SAYS IT WORKS" is no acronym
            return [span for span in spans if not self.sentences.is_all_caps(self.sentences.number_at(span[0]))]
        return spans

    def sentence_at(self, offset: int) -> TextSpan:
        """The (start, end) of the sentence that contains this offset."""
        return self.sentences[self.sentences.number_at(offset)]

    def capital_is_significant(self, span: TextSpan) -> bool:
        """Does a capital of the word at this span mark a name: not at a sentence's start, nor in a headline?"""
        return self.sentences.capital_is_significant(span)

    def _found_surnames(self) -> frozenset[int]:
        """Surnames that follow a given name, and famous ones: "Илона Маска ждут" and "у Маска" have no mask in them.

        The ordinary words that only they would stand for are removed from `words`.
        """
        behind_names = compress(range(1, len(self._chunks)), map(self._words.given.__getitem__, self._chunks))
        found = {at for at in behind_names if any(map(is_surname, self._words.keys[self._chunks[at]]))}
        found |= self._found_famous()
        if found:
            self.words = self.words - {
                key for key in self._ordinary(found) if found.issuperset(self._chunks_by_key[key])
            }
        return frozenset(found)

    def _found_famous(self) -> set[int]:
        """Famous surnames with a capital that marks a name, and not as a title in quotes."""
        keys = self._words.keys
        named = {at for at, chunk in enumerate(self._chunks) if not _FAMOUS.isdisjoint(keys[chunk])}
        return {
            at
            for at in named
            if self._chunks[at][0].isupper()
            and self.capital_is_significant((self._starts[at] + at, self._starts[at] + at + 1))
        }

    def _ordinary(self, chunks: Iterable[int]) -> set[str]:
        return {key for at in chunks for key in self._words.ordinary[self._chunks[at]]}

    def _find_spans(self, pattern: Pattern) -> list[TextSpan]:
        if isinstance(pattern, str):
            return self._exact_spans(pattern) if is_exact(pattern) else self._word_spans(pattern)
        return self._phrase_spans(pattern)

    def _word_spans(self, key: str) -> list[TextSpan]:
        """The spans of a word by the key of a base form, an acronym or a surname."""
        spans = []
        for at in self._chunks_with(key):
            chunk = self._chunks[at]
            if at in self._surnames and key in self._words.ordinary[chunk]:
                continue
            start, found = self._starts[at] + at, TOKENS[chunk]
            if len(found) == 1:  # as most have: no need to check which
                spans.append((start + found[0].start, start + found[0].stem_end))
            else:
                spans += [(start + left, start + right) for left, right in self._words.spans[chunk][key]]
        return spans

    def _exact_spans(self, key: str) -> list[TextSpan]:
        form = key.removeprefix(EXACT)
        return [
            (start + token.start, start + token.end)
            for at in self._chunks_by_exact_key.get(key, ())
            for start in (self._starts[at] + at,)
            for token in TOKENS[self._chunks[at]]
            if token.exact == form
        ]

    def _phrase_spans(self, keys: tuple[str, ...]) -> list[TextSpan]:
        return [span for span in self._runs(keys) if not is_part_of_longer_number(keys[0], self.text, *span)]

    def _runs(self, keys: tuple[str, ...]) -> Iterator[TextSpan]:
        """The spans where these keys follow each other."""
        exactly = is_exact(keys)
        for at in self._chunks_by_exact_key.get(keys[0], ()) if exactly else self._chunks_with(keys[0]):
            for index, token in enumerate(TOKENS[self._chunks[at]]):
                if end := self._phrase_end(keys, at, index, exactly):
                    yield self._starts[at] + at + token.start, end

    def index_keys(self) -> None:
        """Build the index of all keys now: many of them will be looked for."""
        self._scans = MAX_SCANS

    def _chunks_with(self, key: str) -> Sequence[int]:
        """The numbers of the chunks that contain a key, in order. For a few keys a scan is faster than the index."""
        self._scans += 1
        if self._scans > MAX_SCANS:
            return self._chunks_by_key.get(key, ())
        keys = self._words.keys
        return [at for at, chunk in enumerate(self._chunks) if key in keys[chunk]]

    def _phrase_end(self, keys: tuple[str, ...], at: int, index: int, exactly: bool) -> int:
        """The end of the phrase if it begins with token `index` of chunk `at`, else 0."""
        ahead = self._tokens_from(at, index)
        end = 0
        for key in keys:
            start, token, forms = next(ahead, _NO_TOKEN)
            if key != EXACT + token.exact if exactly else key not in forms:
                return 0
            end = start + (token.end if exactly else token.stem_end)
        return end

    def _tokens_from(self, at: int, index: int) -> Iterator[tuple[int, Token, tuple[str, ...]]]:
        """From token `index` of chunk `at` on: offset of its chunk, the token, and its bases."""
        for number in range(at, len(self._chunks)):
            chunk = self._chunks[number]
            for token, forms in list(zip(TOKENS[chunk], self._words.bases[chunk], strict=True))[index:]:
                yield self._starts[number] + number, token, forms
            index = 0

    def _may_have_all_caps(self) -> bool:
        """Are there two chunks in a row without a lower-case letter? A cheap check before sentences are split."""
        all_caps = bytes(map(eq, self._chunks, map(str.upper, self._chunks)))
        return b"\1\1" in all_caps

    @cached_property
    def _chunks_by_key(self) -> dict[str, list[int]]:
        """The numbers of the chunks that contain each key, ascending."""
        return chunks_by_key(map(self._words.keys.__getitem__, self._chunks))

    @cached_property
    def _chunks_by_exact_key(self) -> dict[str, list[int]]:
        return chunks_by_key(map(set, map(EXACTS.__getitem__, self._chunks)))

    @cached_property
    def _starts(self) -> list[int]:
        """Characters before a chunk, the spaces between chunks not counted."""
        return list(accumulate(map(len, self._chunks), initial=0))

    @cached_property
    def sentences(self) -> SentenceIndex:
        """Its sentences, split on first use."""
        return SentenceIndex(self.text)
