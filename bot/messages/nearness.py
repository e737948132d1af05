"""How near an article comes to a follow that it does not answer: "has Aktau, but not waste". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from bot.language.tokens import fold
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.keys import patterns_of
from bot.matching.query import Field, Query, Term
from bot.matching.terms import plain_term
from bot.messages.message import Line, bold, line
from bot.messages.typed import Typed
from bot.messages.wording import shown
from bot.messages.words import ENGLISH, joined
from bot.model import Article

_GLUE = re.compile(r"[\W_]+")  #: parts the words of an address


@dataclass(frozen=True, kw_only=True)
class Nearness:
    """What an article has of a follow."""

    share: float  #: of the things that must be there; 1 with an exclusion: all are, and something else too
    said: Line  #: `has **Aktau**, but not **waste**`


def nearness(query: Query, typed: str, article: Article, concepts: Concepts) -> Nearness | None:
    """What there is and what is missing; None if nothing of it is there."""
    return _Compared(Typed(typed, concepts), article, concepts).of(query)


class _Compared:
    """One article beside one follow."""

    def __init__(self, typed: Typed, article: Article, concepts: Concepts) -> None:
        self._typed = typed
        self._article = article
        self._reading = AnalyzedText.of(article, concepts)
        path = unquote(urlsplit(article.url or "").path)
        self._link = AnalyzedText(_GLUE.sub(" ", path), language=article.language, concepts=concepts)

    def of(self, query: Query) -> Nearness | None:
        groups = self._typed.groups(query.all_of)
        held = [group for group in groups if any(self._holds(term) for term in group)]
        missing = [group for group in groups if group not in held]
        if not missing:
            return self._excluded(query, groups)
        nearly = [said for group in missing if (said := self._nearly(group))]
        plain = [group for group in missing if not self._nearly(group)]
        has = self._names([group for group in held if not _is_beside(group)])
        if not has and not nearly:
            return None
        parts = [line("has ", *has), *map(_going_on, nearly)] if has else [nearly[0], *map(_going_on, nearly[1:])]
        parts += [line("but not ", *self._names(plain, "or"))] if plain else []
        return Nearness(share=(len(held) + len(nearly) / 2) / len(groups), said=_in_a_row(parts))

    def _excluded(self, query: Query, groups: list[tuple[Term, ...]]) -> Nearness | None:
        """All that is asked for is there, and something that is left out."""
        out = [terms for terms in query.none_of if all(map(self._holds, terms))]
        if not out:
            return None
        has = self._names([group for group in groups if not _is_beside(group)])
        named = [self._excluded_name(terms) for terms in self._typed.groups(out)]
        begin = line("has ", *has, ", but ") if has else ()
        return Nearness(share=1, said=line(*begin, "is left out by ", *joined(named, "and")))

    def _excluded_name(self, terms: tuple[Term, ...]) -> Line:
        return joined([line(bold(f"-{self._typed.alone(term)}")) for term in self._typed.ordered(terms)], "with")

    def _holds(self, term: Term) -> bool:
        return any(map(self._reading.contains, patterns_of(term)))

    def _names(self, groups: list[tuple[Term, ...]], word: str = "and") -> Line:
        """The names of groups; of one that was found, what was found of it."""
        if not groups:
            return ()
        return joined([self._name(group) for group in groups], word)

    def _name(self, group: tuple[Term, ...]) -> Line:
        terms = [term for term in group if self._holds(term)][:1] or list(group)
        spelled = dict.fromkeys(shown(self._typed.spelled(term)) for term in self._typed.ordered(terms))
        return joined([line(bold(name)) for name in spelled], "or")

    def _nearly(self, group: tuple[Term, ...]) -> Line:
        """Why a thing that seems to be there does not count; nothing if it is not there at all."""
        if _is_beside(group):
            return self._beside(group)
        for term in group:
            name = bold(shown(self._typed.spelled(term)))
            if term.field is Field.TITLE and self._anywhere(term, self._reading):
                return line("has ", name, ", but not in its headline")
            if self._anywhere(term, self._link):
                return line("has ", name, " only in its link")
            if term.capitals and _in_small_letters(term, self._reading):
                return line("has ", name, " only in small letters")
        return ()

    def _beside(self, group: tuple[Term, ...]) -> Line:
        names = ENGLISH.languages
        if group[0].field is Field.LANG:
            wanted = [line(names[term.words[0]]) for term in group if term.field is Field.LANG]
            return line(f"is in {names[self._article.language]}, not in ", *joined(wanted, "or"))
        wanted = [line(bold(self._typed.spelled(term))) for term in group]
        return line(f"comes from {self._article.source_name}, not from ", *joined(wanted, "or"))

    def _anywhere(self, term: Term, reading: AnalyzedText) -> bool:
        bare = replace(term, field=Field.TEXT)
        found = any(map(reading.contains, patterns_of(bare)))
        return found or (reading is self._link and term.capitals and _in_small_letters(term, reading))


def _in_small_letters(term: Term, reading: AnalyzedText) -> bool:
    return any(map(reading.contains, patterns_of(plain_term([fold(term.words[0])]))))


def _is_beside(group: tuple[Term, ...]) -> bool:
    return all(term.field in (Field.LANG, Field.SOURCE) for term in group)


def _going_on(said: Line) -> Line:
    """What follows on another "has"."""
    return line("and ", *said[1:]) if said[0].text == "has " else said


def _in_a_row(parts: list[Line]) -> Line:
    """`has a, and b only in its link, but not c`."""
    return tuple(span for place, part in enumerate(parts) for span in (line(", ", *part) if place else part))
