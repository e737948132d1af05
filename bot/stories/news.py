"""What a later article of a story says that none before it did.

article, earlier ones ─ sentences as marks ─▶ those that nothing earlier had, if it is a follow-up
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from bot.language.sentences import sentences
from bot.model import Article
from bot.stories.marks import WORD, of_number
from bot.stories.pieces import figures, words

PAUSE = timedelta(hours=3)  #: since the latest article of a story; what comes sooner tells the same as others
KNOWN = 0.5  #: share of a sentence's marks from which one that has them says the same
MOST_EARLIER = 60  #: articles of a story that are looked at, the latest
LEAST_MARKS = 3  #: of a sentence that says something
LEAST_MARKS_COUNTED = 2  #: of one that says how many
NEW_NAMES = 2  #: words of a name that nobody named, as a given and a family name
_GAP = "\n\n"
_TWO = {of_number(2)[0]}


@dataclass(frozen=True)
class _Sentence:
    text: str
    language: str
    marks: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]

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
    source and language that told of the story before. Under another headline such a source's article is one in any
    case, with none of them: that it is no news is not for us to say.
    """
    earlier = sorted(earlier, key=lambda each: each.published_at)[-MOST_EARLIER:]
    if not earlier or not _may_follow_up(article, earlier):
        return None
    known = list(chain.from_iterable(map(_sentences, earlier)))
    counted = _counted(article.language, earlier)
    found = [each.text for each in _sentences(article) if _is_new(each, known, counted)]
    return None if not found and not _is_told_anew(article, earlier) else tuple(dict.fromkeys(found))


def _may_follow_up(article: Article, earlier: Sequence[Article]) -> bool:
    if article.published_at - earlier[-1].published_at >= PAUSE:
        return True
    if any((each.source_key, each.language) == (article.source_key, article.language) for each in earlier):
        return True
    first_lines = _GAP.join(article.text.split(_GAP)[:2])
    return not _counted(article.language, earlier).issuperset(figures(first_lines, article.language))


def _is_told_anew(article: Article, earlier: Sequence[Article]) -> bool:
    """Has its source told of the story in its language, and never under this headline?"""
    of_source = (article.source_key, article.language)
    titles = {each.title.casefold() for each in earlier if (each.source_key, each.language) == of_source}
    return bool(titles) and article.title.casefold() not in titles


def _counted(language: str, earlier: Sequence[Article]) -> set[str]:
    """The numbers that are known; of other languages two is, too: it is twice, both and a pair there."""
    found = set(chain.from_iterable(figures(each.text, each.language) for each in earlier))
    return found if any(each.language == language for each in earlier) else found | _TWO


def _is_new(sentence: _Sentence, known: Sequence[_Sentence], counted: Set[str]) -> bool:
    """A number or a person that nobody named is new, however much of the rest is known: five were killed, not three."""
    if not sentence.figures <= counted:
        return len(sentence.marks) >= LEAST_MARKS_COUNTED
    if len(sentence.names.difference(*(each.marks for each in known))) >= NEW_NAMES:
        return True
    if not sentence.translatable and any(each.language == sentence.language for each in known):
        known = [each for each in known if each.language == sentence.language]
    return len(sentence.marks) >= LEAST_MARKS and not any(map(sentence.says_less_than, known))


def _sentences(article: Article) -> Iterator[_Sentence]:
    """The sentences of an article; those of its headline are known, or no news."""
    text = article.text
    for start, end in sentences(text):
        if start >= len(article.title):
            piece = text[start:end]
            marks = dict(words(piece, article.language))
            names = frozenset(mark for mark, is_name in marks.items() if is_name)
            counts = frozenset(figures(piece, article.language))
            yield _Sentence(piece, article.language, frozenset(marks) | counts, names, counts)
