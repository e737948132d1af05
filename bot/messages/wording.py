"""What is followed, in words: "articles with both waste and Aktau, but not metro"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.matching.query import Query, Term
from bot.messages.text import shorten, tidy

SHOWN_LIMIT = 60  #: of a follow named in a text


def described(query: Query, typed: str) -> str:
    """The query in words, spelled and ordered as it was typed."""
    words = _Words(typed)
    groups = [[words.of(term) for term in words.ordered(group)] for group in _ordered_groups(query, words)]
    said = f"articles with {_groups(groups)}"
    if query.none_of:
        said += f", but not {_joined([words.of(term) for term in words.ordered([term for terms in query.none_of for term in terms])], 'or')}"
    return said


def apart(query: Query, typed: str) -> list[str]:
    """Each part of a "both" as a follow of its own; none if it holds choices or exclusions, or is one part only."""
    if len(query.all_of) < 2 or query.none_of or any(len(group) > 1 for group in query.all_of):
        return []
    words = _Words(typed)
    return [words.typed(group[0]) for group in _ordered_groups(query, words)]


def shown(typed: str) -> str:
    """A follow as it is named in a text or on a button."""
    return shorten(tidy(typed), SHOWN_LIMIT)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    if len(groups) == 2 and all(len(group) == 1 for group in groups):
        return f"both {groups[0][0]} and {groups[1][0]}"
    alone = len(groups) == 1
    return _joined([_group(group) for group in groups], "and") if not alone else _group(groups[0])


def _group(terms: Sequence[str]) -> str:
    if len(terms) == 1:
        return terms[0]
    return f"{'either' if len(terms) == 2 else 'any of'} {_joined(terms, 'or')}"


def _joined(parts: Sequence[str], word: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


class _Words:
    """The words of a query as they were typed, by their folded form."""

    def __init__(self, typed: str) -> None:
        self._folded = typed.casefold()
        self._spelled = {word.casefold(): word for word in re.findall(r"[^\W_]+", typed)}

    def of(self, term: Term) -> str:
        """A term in words."""
        text = " ".join(self._spell(term))
        if term.quoted:
            return f"the exact {'word' if len(term.words) == 1 else 'words'} “{text}”"
        if term.capitals:
            return f"{text} in capitals"
        return text if len(term.words) == 1 else f"the words “{text}” together"

    def typed(self, term: Term) -> str:
        """A term as it would be typed."""
        return f'"{" ".join(self._spell(term))}"' if term.quoted else "-".join(self._spell(term))

    def ordered(self, terms: Sequence[Term]) -> list[Term]:
        """Terms in the order in which they were typed; what was typed otherwise (a plural) comes last."""
        return sorted(terms, key=self.place)

    def place(self, term: Term) -> int:
        """Where a term begins in what was typed."""
        at = self._folded.find(term.words[0].casefold())
        return at if at >= 0 else len(self._folded)

    def _spell(self, term: Term) -> list[str]:
        return list(term.words) if term.capitals else [self._spelled.get(word, word) for word in term.words]


def _ordered_groups(query: Query, words: _Words) -> list[tuple[Term, ...]]:
    return sorted(query.all_of, key=lambda group: min(map(words.place, group)))
