"""A query's words as they were typed: which term stands where, and the same text taken apart or without concepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import contains
from typing import NamedTuple

from bot.errors import QueryError
from bot.language.tokens import acronym, exact, fold, stem, typed_words
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.grammar import parse
from bot.matching.query import Field, Query, Term
from bot.matching.terms import JOINERS, QUOTES, base_of
from bot.messages.text import tidy

_SIGN = re.compile(r"\D")
_NUMBER = re.compile(r"\d+(?:[\s.,]\d{3}(?!\d))*")
_BETWEEN = re.compile(rf"\s+|[{re.escape(JOINERS)}]")  #: two words that may be one name


def _forms(raw: str) -> frozenset[str]:
    """What a term may have made of a word."""
    return frozenset({acronym(raw), exact(raw), stem(raw), base_of(raw)} - {""})


def _as_compared(term: Term) -> tuple[str, ...]:
    """Its words as `_forms` has them: a person's have capitals in the query."""
    return tuple(map(fold, term.words)) if term.name else term.words


class _Run(NamedTuple):
    """Typed words that name a concept."""

    concept: str
    start: int  #: place in the text
    end: int
    words: tuple[str, ...]


class Typed:
    """What was typed, its words found again by the terms that were made of them."""

    def __init__(self, text: str, concepts: Concepts = NO_CONCEPTS) -> None:
        """What makes sense in another keyboard layout only stands as it reads there."""
        text = concepts.fix_layout(text)
        self._text = text
        self._folded = text.casefold()
        self._tokens = typed_words(text)
        self._forms = [_forms(token.group()) for token in self._tokens]
        self.runs = tuple(self._found_runs(concepts))
        self._concepts = {run.concept: run for run in reversed(self.runs)}

    def _found_runs(self, concepts: Concepts) -> Iterator[_Run]:
        at = 0
        while at < len(self._tokens):
            for count in range(min(concepts.longest, len(self._tokens) - at), 0, -1):
                some = self._tokens[at : at + count]
                words = tuple(token.group() for token in some)
                term = concepts.term(words) if self._may_name(some) else None
                if term is not None and term.concept:
                    yield _Run(term.concept, some[0].start(), some[-1].end(), words)
                    at += count - 1
                    break
            at += 1

    def _may_name(self, tokens: Sequence[re.Match[str]]) -> bool:
        """Do these words stand side by side, and is their concept not switched off by quotes, = or a star?"""
        start, end = tokens[0].start(), tokens[-1].end()
        quoted = sum(sign in QUOTES for sign in self._text[:start]) % 2
        if quoted or self._text[:start].endswith("=") or self._text.startswith("*", end):
            return False
        return all(_BETWEEN.fullmatch(self._text, one.end(), other.start()) for one, other in pairwise(tokens))

    def spelled(self, term: Term) -> str:
        """A term's words as they were typed; as the query has them if they were not."""
        if term.concept in self._concepts:
            run = self._concepts[term.concept]
            return tidy(self._text[run.start : run.end])
        if term.field is Field.SOURCE:
            at = self._folded.find(term.words[0])
            same = at >= 0 and len(self._folded) == len(self._text)
            return self._text[at : at + len(term.words[0])] if same else term.words[0]
        if term.capitals or term.field is Field.LANG:
            return term.words[0]
        found = self._found(_as_compared(term))
        return self._text[found[0] : found[1]] if found else " ".join(term.words)

    def _found(self, words: Sequence[str]) -> tuple[int, int] | None:
        """Where a term's words stand side by side: Ту-154, Node.js, 100 000."""
        for first, token in enumerate(self._tokens):
            forms = self._forms[first : first + len(words)]
            if len(forms) == len(words) and all(map(contains, forms, words)):
                return token.start(), self._tokens[first + len(words) - 1].end()
            number = _NUMBER.match(self._text, token.start())
            if number and _SIGN.sub("", number.group()) == words[0]:
                return number.span()
        return None

    def place(self, term: Term) -> int:
        """Where a term begins; behind everything if it was not typed."""
        if term.concept in self._concepts:
            return self._concepts[term.concept].start
        found = self._found(_as_compared(term))
        if found:
            return found[0]
        at = self._folded.find(term.words[0])
        return at if at >= 0 else len(self._text)

    def ordered(self, terms: Sequence[Term]) -> list[Term]:
        """Terms in the order in which they were typed."""
        return sorted(terms, key=self.place)

    def groups(self, groups: Sequence[tuple[Term, ...]]) -> list[tuple[Term, ...]]:
        """Groups in the order of their first terms."""
        return sorted(groups, key=lambda group: min(map(self.place, group)))

    def alone(self, term: Term) -> str:
        """A term as it would be typed for itself."""
        spelled = self.spelled(term)
        if term.quoted:
            spelled = f'"{spelled}"'
        elif len(term.words) > 1 and not term.concept:
            spelled = spelled.replace(" ", "-")
        field = f"{term.field}:" if term.field else ""
        if term.concept and field:
            spelled = spelled.replace(" ", "-")
        return f"{field}{'=' if term.only else ''}{spelled}{'*' if term.prefix else ''}"


def apart(query: Query, typed: str, concepts: Concepts = NO_CONCEPTS) -> list[str]:
    """Each part of a "both" as a follow of its own; none if it holds choices or exclusions, or is one part only."""
    if len(query.all_of) < 2 or query.none_of or any(len(group) > 1 for group in query.all_of):
        return []
    if any(term.field in (Field.LANG, Field.SOURCE) for term in query.terms):
        return []  # "in Kazakh" is nothing to follow
    words = Typed(typed, concepts)
    return [words.alone(group[0]) for group in words.groups(query.all_of)]


def only(query: Query, typed: str, concepts: Concepts) -> str | None:
    """The same asked without concepts: `AI waste` is `=AI =waste`; None: it names none, or it can't be written."""
    if not any(term.concept for term in query.terms):
        return None
    for text in (typed, query.canonical):
        made = _switched_off(text, concepts)
        try:
            same = parse(text, concepts) == query
            read = parse(made, concepts)
        except QueryError:  # the signs make it too long, or somebody else typed it
            continue
        if same and not any(term.concept for term in read.terms):
            return made
    return None


def _switched_off(text: str, concepts: Concepts) -> str:
    made, at = "", 0
    for run in Typed(text, concepts).runs:
        made += f"{text[at : run.start]}={'-'.join(run.words)}"
        at = run.end
    return made + text[at:]
