"""What a later article of a story says that none before it did.

article, earlier ones ─ sentences as marks ─▶ those that nothing earlier had, if it is a follow-up
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from bot.language.sentences import sentences
from bot.matching.chunks import CHUNK_WORDS, TOKENS
from bot.model import Article
from bot.stories.days import dates
from bot.stories.marks import WORD, of_number, of_word
from bot.stories.numbers import numbers

PAUSE = timedelta(hours=3)  #: since the latest article of a story; what comes sooner tells the same as others
KNOWN = 0.5  #: share of a sentence's marks from which one that has them says the same
LEAST_MARKS = 3  #: of a sentence that says something
_GAP = "\n\n"


@dataclass(frozen=True)
class _Sentence:
    text: str
    language: str
    marks: frozenset[str]
    names: frozenset[str]

    @property
    def translatable(self) -> frozenset[str]:
        """The marks that a sentence of another language can have."""
        return frozenset(mark for mark in self.marks if mark[0] != WORD or mark in self.names)

    def says_less_than(self, other: _Sentence) -> bool:
        """Does another sentence have most of it?"""
        marks = self.marks if self.language == other.language else self.translatable
        return len(marks & other.marks) >= KNOWN * len(marks)


def new_sentences(article: Article, earlier: Sequence[Article]) -> tuple[str, ...] | None:
    """The sentences that nothing earlier had, if the article is a follow-up; None: it is none.

    It is one if it has such sentences, and comes after a pause, or has other numbers in its first lines, or is of a
    source and language that told of the story before.
    """
    if not earlier or not _may_follow_up(article, earlier):
        return None
    known = list(chain.from_iterable(map(_sentences, earlier)))
    found = [each.text for each in _sentences(article) if _is_new(each, known)]
    return tuple(dict.fromkeys(found)) or None


def _may_follow_up(article: Article, earlier: Sequence[Article]) -> bool:
    if article.published_at - max(each.published_at for each in earlier) >= PAUSE:
        return True
    if any((each.source_key, each.language) == (article.source_key, article.language) for each in earlier):
        return True
    told = set(chain.from_iterable(_numbers(each.text) for each in earlier))
    first_lines = _GAP.join(article.text.split(_GAP)[:2])
    return not told.issuperset(_numbers(first_lines))


def _is_new(sentence: _Sentence, known: Iterable[_Sentence]) -> bool:
    return len(sentence.marks) >= LEAST_MARKS and not any(map(sentence.says_less_than, known))


def _sentences(article: Article) -> Iterator[_Sentence]:
    """The sentences of an article; those of its headline are known, or no news."""
    text = article.text
    for start, end in sentences(text):
        if start >= len(article.title):
            piece = text[start:end]
            words = dict(_words(piece, article.language))
            names = frozenset(mark for mark, is_name in words.items() if is_name)
            yield _Sentence(piece, article.language, frozenset(words).union(_numbers(piece)), names)


def _words(sentence: str, language: str) -> Iterator[tuple[str, bool]]:
    """The marks of the words of a sentence, each with whether it is a name."""
    first = True
    bases = CHUNK_WORDS[language].bases
    for chunk in sentence.split(" "):
        for token, forms in zip(TOKENS[chunk], bases[chunk], strict=True):
            mark, _ = of_word(forms, language)
            if mark:
                yield mark, mark[0] == WORD and not first and chunk[token.start].isupper()
            first = False


def _numbers(text: str) -> Iterator[str]:
    """The marks of the numbers of a text, dates left out."""
    dated = [span for _, _, span in dates(text)]
    for value, (start, end) in numbers(text):
        if not any(left < end and start < right for left, right in dated):
            yield of_number(value)[0]
