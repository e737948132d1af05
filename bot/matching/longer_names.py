"""Longer names that contain a followed word and mean something else.

    texts found ─ each occurrence with its neighbours ─▶ its longer name ─▶ articles per name ─▶ the most frequent

An occurrence belongs to a longer name if words with a capital are next to it (Air Astana), if it is quoted together
with others («Достық үйі»), or if a head noun is next to it (Абай көшесі, улица Абая). Where a capital is not
significant, at a sentence's start or in a headline, only names known from elsewhere are recognised. A name that most of
its articles also shorten to the word is the thing itself: Илон Маск is Маск.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.errors import QueryError
from bot.language.common import COMMON
from bot.language.tokens import TOKEN, stem
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.keys import Pattern, patterns_of
from bot.matching.neighbours import TITLES, NameInContext, Neighbour, name_at
from bot.matching.query import Field, Query

MAX_TEXTS = 60  #: texts examined, the newest first; a person waits for the answer
MAX_NAMES = 3  #: names returned
MIN_ARTICLES = 2  #: a name in fewer articles is chance
MIN_SHARE = 0.05  #: of the articles; rarer names do not matter
MIN_EXCLUSIVE_SHARE = (
    0.5  #: share of a name's articles that do not have the word alone; below it the name means the same
)
#: endings of surnames, for a word typed alone; a few towns have them too
SURNAME_ENDING = re.compile(".+(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|енко|швили|дзе|ұлы|қызы|[oe]va?|enko|sk[iy]y?)")
MAX_HITS = 8  #: occurrences examined per text
PREFIX_LETTERS = 3  #: letters compared before the bases are, which cost more

_FILTERS = (Field.LANG, Field.SOURCE)

Key = tuple[tuple[str, ...], tuple[str, ...]]  #: the bases before and after the followed word


@dataclass(frozen=True, kw_only=True)
class LongerName:
    """A longer name that contains a followed word."""

    name: str  #: as it is written: Абай көшесі
    words: tuple[str, ...]  #: its words
    articles: int  #: number of articles that have this name, and the word only within longer names

    @property
    def phrase(self) -> str:
        """The words as a typed phrase: Абай-көшесі."""
        return "-".join(self.words)


def longer_names(query: Query, texts: Sequence[AnalyzedText], concepts: Concepts) -> tuple[LongerName, ...]:
    """The most frequent longer names in the newest texts that a query found; () if it requires several groups."""
    texts = texts[:MAX_TEXTS]
    patterns, own = _patterns_and_names(query, concepts)
    found = [list(_names(analyzed, patterns, own)) for analyzed in texts] if patterns else []
    return _frequent(_NameCounts(found), len(texts))


def excluding(phrase: str, asked: Sequence[str], concepts: Concepts) -> str | None:
    """The query with a longer name excluded, in all its forms; None: it gets too long.

    `phrase`: the words of the name, joined: Абай-көшесі. `asked`: the query as typed, and in its canonical form,
    as what was typed may parse differently by now.
    """
    same = parse(asked[-1], concepts)
    term = concepts.term(phrase.split("-"))
    name = phrase if term is None else f"={phrase}"  # only this name of a concept or a person
    for text in asked:
        longer = f"{text} -{name}"
        try:
            if parse(text, concepts) == same and parse(longer, concepts).all_of == same.all_of:
                return longer
        except QueryError:
            continue
    return None


# ------------------------------------------------------------------------------------------------- what is searched


@dataclass(frozen=True)
class _OwnNames:
    """What belongs to the followed thing itself."""

    concepts: Concepts
    keys: frozenset[str]  #: of the concepts in the query
    given: frozenset[str]  #: words that may be next to its name: titles, a person's given names
    surname: bool  #: whatever precedes it belongs to the same person

    def excluding(self, name: NameInContext) -> NameInContext:
        """The name without words that do not make it a longer one; reduced to the word if the whole means the same."""
        while name.left and not name.head and (self.surname or self._belongs(name.before[-name.left])):
            name = replace(name, left=name.left - 1)
        while name.right and not name.head and self._belongs(name.after[name.right - 1]):
            name = replace(name, right=name.right - 1)
        own = bool(name.other_words) and self._mean(name.words)
        if own and name.head and self._mean([name.surface]):
            own = False  # the street of a poet, though it stands among his names
        return replace(name, left=0, right=0) if own else name

    def _mean(self, words: Sequence[str]) -> bool:
        term = self.concepts.term(words)
        return term is not None and term.concept in self.keys

    def _belongs(self, word: Neighbour) -> bool:
        return len(word.surface) == 1 or word.exact in COMMON or not self.given.isdisjoint(word.bases)


def _patterns_and_names(query: Query, concepts: Concepts) -> tuple[list[Pattern], _OwnNames]:
    """The patterns to examine, and what belongs to the thing itself."""
    groups = [group for group in query.all_of if any(term.field not in _FILTERS for term in group)]
    terms = [term for term in groups[0] if term.field is Field.TEXT and not term.prefix] if len(groups) == 1 else []
    patterns = dict.fromkeys(pattern for term in terms for pattern in patterns_of(term) if isinstance(pattern, str))
    keys = frozenset(term.concept for term in terms if term.concept)
    given = {stem(raw) for key in keys for name in concepts[key].given for raw in TOKEN.findall(name)}
    surname = any(concepts[key].kind == "person" for key in keys)
    surname |= all(SURNAME_ENDING.fullmatch(word.lower()) for term in terms for word in term.words)
    return list(patterns), _OwnNames(concepts, keys, TITLES | given, surname)


def _names(analyzed: AnalyzedText, patterns: Iterable[Pattern], own: _OwnNames) -> Iterator[NameInContext]:
    """The occurrences in a text, each with its longer name."""
    spans = {span for pattern in patterns for some in analyzed.occurrences(pattern).values() for span in some}
    for span in islice(sorted(spans), MAX_HITS):
        yield own.excluding(name_at(analyzed, span))


# ---------------------------------------------------------------------------------------------- counting


class _NameCounts:
    """Names counted by article; names with the same bases are one."""

    def __init__(self, found: Sequence[Sequence[NameInContext]]) -> None:
        other_words = (word for names in found for name in names for word in name.other_words)
        self._frequency = Counter(base for word in other_words for base in word.bases)
        self.occurrences_by_name: dict[Key, list[NameInContext]] = defaultdict(list)
        for name in (name for names in found for name in names if name.other_words):
            self.occurrences_by_name[self._key(name)].append(name)
        self._beginnings = {
            word.exact[:PREFIX_LETTERS] for names in found for name in names for word in name.other_words
        }
        self._shapes = sorted(
            {(len(before), len(after)) for before, after in self.occurrences_by_name}, key=sum, reverse=True
        )
        self.containing: Counter[Key] = Counter()  #: articles that contain the name
        self.exclusive: Counter[Key] = Counter()  #: articles that contain it, and the word nowhere alone
        for names in found:
            keys = {self._known(name) for name in names}
            named = {key for key in keys if key is not None}
            self.containing.update(named)
            self.exclusive.update(named if None not in keys else ())

    def best(self, key: Key) -> NameInContext:
        """The name as it is written most often, preferably in its base form."""
        occurrences_by_name = Counter(name.text for name in self.occurrences_by_name[key])
        return max(
            self.occurrences_by_name[key],
            key=lambda name: (self._in_base(name), occurrences_by_name[name.text], -len(name.text)),
        )

    def _in_base(self, name: NameInContext) -> int:
        return sum(word.exact == self._base(word) for word in name.other_words) + name.is_base

    def _base(self, word: Neighbour) -> str:
        """The base that most of the other words share."""
        return max(word.bases, key=lambda base: (self._frequency[base], -len(base)))

    def _key(self, name: NameInContext) -> Key:
        before = name.before[len(name.before) - name.left :]
        return tuple(map(self._base, before)), tuple(map(self._base, name.after[: name.right]))

    def _known(self, name: NameInContext) -> Key | None:
        """The key of the name, or of one known from elsewhere that fits here too; None: the word is alone."""
        if name.other_words:
            return self._key(name)
        for left, right in self._shapes:
            if len(name.before) >= left and len(name.after) >= right:
                longer = replace(name, left=left, right=right)
                if all(word.exact[:PREFIX_LETTERS] in self._beginnings for word in longer.other_words):
                    key = self._key(longer)
                    if key in self.occurrences_by_name:
                        return key
        return None


def _frequent(counted: _NameCounts, total: int) -> tuple[LongerName, ...]:
    texts = [
        LongerName(name=best.text, words=best.words, articles=exclusive)
        for key, exclusive in counted.exclusive.items()
        if exclusive >= max(MIN_ARTICLES, MIN_SHARE * total)
        and ((best := counted.best(key)).head or exclusive > MIN_EXCLUSIVE_SHARE * counted.containing[key])
    ]
    return tuple(sorted(texts, key=lambda one: (-one.articles, one.name))[:MAX_NAMES])
