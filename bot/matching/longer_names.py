"""What else a followed word brings: longer names of which it is only a part.

    found texts ─ each hit with its neighbours ─▶ the longer name it stands in ─▶ articles by name ─▶ the frequent ones

A hit stands in a longer name if words with a capital stand beside it (Air Astana), if quotes hold it together with
others («Достық үйі»), or if what bears its name says so (Абай көшесі, улица Абая). Where a capital says nothing, at a
sentence's start or in a headline, no name is made, but one that is known from elsewhere is seen there too. A name that
is shortened to the word in most of its articles is the thing itself: Илон Маск is Маск.
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

MAX_TEXTS = 60  #: texts that are looked at, the newest; more cost a person's time
MAX_NAMES = 3  #: readings that are told
MIN_ARTICLES = 2  #: a name of fewer is chance
MIN_SHARE = 0.05  #: of the articles; what is rarer surprises nobody often
MIN_EXCLUSIVE_SHARE = (
    0.5  #: share of a name's articles in which the word the word stands nowhere alone; else it means the same
)
#: of one that is typed alone; the few towns that look so lose little
SURNAME_ENDING = re.compile(".+(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|енко|швили|дзе|ұлы|қызы|[oe]va?|enko|sk[iy]y?)")
MAX_HITS = 8  #: of one text that are looked at
PREFIX_LETTERS = 3  #: letters by which most words are told apart without their bases

_FILTERS = (Field.LANG, Field.SOURCE)

Key = tuple[tuple[str, ...], tuple[str, ...]]  #: the bases before and behind the followed word


@dataclass(frozen=True, kw_only=True)
class LongerName:
    """A longer name in which a followed word is only a part."""

    name: str  #: as it is written: Абай көшесі
    words: tuple[str, ...]  #: the words of it
    articles: int  #: in which the word stands in longer names only, this one among them

    @property
    def phrase(self) -> str:
        """The words as they are typed to be found side by side: Абай-көшесі."""
        return "-".join(self.words)


def longer_names(query: Query, texts: Sequence[AnalyzedText], concepts: Concepts) -> tuple[LongerName, ...]:
    """The most frequent longer names in the newest texts that a query found; none where it asks for several things."""
    texts = texts[:MAX_TEXTS]
    patterns, own = _patterns_and_names(query, concepts)
    found = [list(_names(analyzed, patterns, own)) for analyzed in texts] if patterns else []
    return _frequent(_NameCounts(found), len(texts))


def excluding(phrase: str, asked: Sequence[str], concepts: Concepts) -> str | None:
    """The query with a longer name left out, in any of its forms; None: it gets too long.

    `phrase`: its words, joined: Абай-көшесі. `asked`: the query as typed, and as it is stored: what is typed may be
    read otherwise by now.
    """
    same = parse(asked[-1], concepts)
    term = concepts.term(phrase.split("-"))
    name = phrase if term is None else f"={phrase}"  # just this name of a concept or a person
    for text in asked:
        longer = f"{text} -{name}"
        try:
            if parse(text, concepts) == same and parse(longer, concepts).all_of == same.all_of:
                return longer
        except QueryError:
            continue
    return None


# ---------------------------------------------------------------------------------------------- what is looked for


@dataclass(frozen=True)
class _OwnNames:
    """What belongs to the thing itself."""

    concepts: Concepts
    keys: frozenset[str]  #: of the concepts asked for
    given: frozenset[str]  #: what may stand beside its name: titles, the given names of a person
    surname: bool  #: whatever stands before it belongs to the same person

    def excluding(self, name: NameInContext) -> NameInContext:
        """The name without what is no part of a longer one; bare if nothing is left, or if the whole means the same."""
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
    """The words to look at, and what belongs to them."""
    groups = [group for group in query.all_of if any(term.field not in _FILTERS for term in group)]
    terms = [term for term in groups[0] if term.field is Field.TEXT and not term.prefix] if len(groups) == 1 else []
    patterns = dict.fromkeys(pattern for term in terms for pattern in patterns_of(term) if isinstance(pattern, str))
    keys = frozenset(term.concept for term in terms if term.concept)
    given = {stem(raw) for key in keys for name in concepts[key].given for raw in TOKEN.findall(name)}
    surname = any(concepts[key].kind == "person" for key in keys)
    surname |= all(SURNAME_ENDING.fullmatch(word.lower()) for term in terms for word in term.words)
    return list(patterns), _OwnNames(concepts, keys, TITLES | given, surname)


def _names(analyzed: AnalyzedText, patterns: Iterable[Pattern], own: _OwnNames) -> Iterator[NameInContext]:
    """Each hit of a text with the longer name it stands in."""
    spans = {span for pattern in patterns for some in analyzed.occurrences(pattern).values() for span in some}
    for span in islice(sorted(spans), MAX_HITS):
        yield own.excluding(name_at(analyzed, span))


# ---------------------------------------------------------------------------------------------- counting


class _NameCounts:
    """Names counted by article, those with the same bases together."""

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
        self.containing: Counter[Key] = Counter()  #: articles that hold the name
        self.exclusive: Counter[Key] = Counter()  #: and in which the word stands nowhere alone
        for names in found:
            keys = {self._known(name) for name in names}
            named = {key for key in keys if key is not None}
            self.containing.update(named)
            self.exclusive.update(named if None not in keys else ())

    def best(self, key: Key) -> NameInContext:
        """The name as it is written most often, in its base form if there is such."""
        occurrences_by_name = Counter(name.text for name in self.occurrences_by_name[key])
        return max(
            self.occurrences_by_name[key],
            key=lambda name: (self._in_base(name), occurrences_by_name[name.text], -len(name.text)),
        )

    def _in_base(self, name: NameInContext) -> int:
        return sum(word.exact == self._base(word) for word in name.other_words) + name.is_base

    def _base(self, word: Neighbour) -> str:
        """Of its bases the one that most of the words share."""
        return max(word.bases, key=lambda base: (self._frequency[base], -len(base)))

    def _key(self, name: NameInContext) -> Key:
        before = name.before[len(name.before) - name.left :]
        return tuple(map(self._base, before)), tuple(map(self._base, name.after[: name.right]))

    def _known(self, name: NameInContext) -> Key | None:
        """The key of the name, or of one known from elsewhere that stands here too; None: the word stands alone."""
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
