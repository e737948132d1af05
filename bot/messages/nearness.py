"""How near an article comes to a follow that it does not answer: "has Aktau, but not waste". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from bot.i18n.catalogue import formats, languages
from bot.i18n.catalogue import nearness as texts
from bot.i18n.text import Text
from bot.i18n.translator import Translator
from bot.language.tokens import fold
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.keys import patterns_of
from bot.matching.query import Field, Query, Term
from bot.matching.terms import plain_term
from bot.messages.message import Line, bold
from bot.messages.sentences import listed, sentence
from bot.messages.typed import Typed
from bot.messages.wording import shown
from bot.model import Article

_GLUE = re.compile(r"[\W_]+")  #: parts the words of an address


@dataclass(frozen=True, kw_only=True)
class Nearness:
    """What an article has of a follow."""

    share: float  #: of the things that must be there; 1 with an exclusion: all are, and something else too
    clauses: Line  #: behind "it": `has **Aktau**, but not **waste**`


@dataclass(frozen=True, kw_only=True)
class _Nearly:
    """Why a thing that seems to be there does not count."""

    alone: Line  #: `has **gold** only in its link`
    going_on: Line  #: the same behind another "has": `and **gold** only in its link`


def nearness(
    query: Query, typed: str, article: Article, concepts: Concepts, *, translate: Translator
) -> Nearness | None:
    """What there is and what is missing; None if nothing of it is there."""
    return _Compared(Typed(typed, concepts), article, concepts, translate).of(query)


class _Compared:
    """One article compared with one follow."""

    def __init__(self, typed: Typed, article: Article, concepts: Concepts, translate: Translator) -> None:
        self._typed = typed
        self._article = article
        self._translate = translate
        self._text = AnalyzedText.of(article, concepts)
        path = unquote(urlsplit(article.url or "").path)
        self._link = AnalyzedText(_GLUE.sub(" ", path), language=article.language, concepts=concepts)

    def of(self, query: Query) -> Nearness | None:
        groups = self._typed.groups(query.all_of)
        held = [group for group in groups if any(self._holds(term) for term in group)]
        missing = [group for group in groups if group not in held]
        if not missing:
            return self._excluded(query, groups)
        nearly = [found for group in missing if (found := self._nearly(group))]
        plain = [group for group in missing if not self._nearly(group)]
        has = self._names([group for group in held if not _is_filter(group)])
        if not has and not nearly:
            return None
        clauses = [self._sentence(texts.HAS, things=has)] if has else [nearly[0].alone]
        clauses += [each.going_on for each in (nearly if has else nearly[1:])]
        if plain:
            clauses.append(self._sentence(texts.BUT_NOT, things=self._names(plain, formats.OR)))
        share = (len(held) + len(nearly) / 2) / len(groups)
        return Nearness(share=share, clauses=listed(self._translate, clauses, formats.COMMA))

    def _sentence(self, text: Text, **parts: Line | str) -> Line:
        return sentence(self._translate, text, **parts)

    def _excluded(self, query: Query, groups: list[tuple[Term, ...]]) -> Nearness | None:
        """All that is asked for is there, and something that is left out."""
        out = [terms for terms in query.none_of if all(map(self._holds, terms))]
        if not out:
            return None
        has = self._names([group for group in groups if not _is_filter(group)])
        words = listed(self._translate, [self._excluded_name(terms) for terms in self._typed.groups(out)])
        if not has:
            return Nearness(share=1, clauses=self._sentence(texts.LEFT_OUT, words=words))
        return Nearness(share=1, clauses=self._sentence(texts.HAS_BUT_LEFT_OUT, things=has, words=words))

    def _excluded_name(self, terms: tuple[Term, ...]) -> Line:
        names: list[Line] = [(bold(f"-{self._typed.alone(term)}"),) for term in self._typed.ordered(terms)]
        return listed(self._translate, names, texts.LEFT_OUT_TOGETHER)

    def _holds(self, term: Term) -> bool:
        return any(map(self._text.contains, patterns_of(term)))

    def _names(self, groups: list[tuple[Term, ...]], last: Text = formats.AND) -> Line:
        """The names of groups, the last two joined by `last`; of a group that was found, what was found of it."""
        return listed(self._translate, [self._name(group) for group in groups], last)

    def _name(self, group: tuple[Term, ...]) -> Line:
        terms = [term for term in group if self._holds(term)][:1] or list(group)
        spelled = dict.fromkeys(shown(self._typed.spelled(term)) for term in self._typed.ordered(terms))
        return listed(self._translate, [(bold(name),) for name in spelled], formats.OR)

    def _nearly(self, group: tuple[Term, ...]) -> _Nearly | None:
        """Why a thing that seems to be there does not count; None if it is not there at all."""
        if _is_filter(group):
            clause = self._other_filter(group)
            return _Nearly(alone=clause, going_on=clause)
        for term in group:
            found = self._where_only(term)
            if found is not None:
                thing: Line = (bold(shown(self._typed.spelled(term))),)
                alone, going_on = (self._sentence(text, thing=thing) for text in found)
                return _Nearly(alone=alone, going_on=going_on)
        return None

    def _where_only(self, term: Term) -> tuple[Text, Text] | None:
        """Where alone a term stands, so that it does not count: as the first clause, and behind another one."""
        if term.field is Field.TITLE and self._anywhere(term, self._text):
            return texts.NOT_IN_HEADLINE, texts.AND_NOT_IN_HEADLINE
        if self._anywhere(term, self._link):
            return texts.ONLY_IN_LINK, texts.AND_ONLY_IN_LINK
        if term.capitals and _in_small_letters(term, self._text):
            return texts.ONLY_IN_SMALL_LETTERS, texts.AND_ONLY_IN_SMALL_LETTERS
        return None

    def _other_filter(self, group: tuple[Term, ...]) -> Line:
        """The language or the source that the article has, and those that it should have."""
        names = languages.NAMES_BEHIND_IN
        if group[0].field is Field.LANG:
            wanted = [self._sentence(names[term.words[0]]) for term in group if term.field is Field.LANG]
            language = self._sentence(names[self._article.language])
            either = listed(self._translate, wanted, formats.OR)
            return self._sentence(texts.IN_OTHER_LANGUAGE, language=language, wanted=either)
        either = listed(self._translate, [(bold(self._typed.spelled(term)),) for term in group], formats.OR)
        return self._sentence(texts.FROM_OTHER_SOURCE, source=self._article.source_name, wanted=either)

    def _anywhere(self, term: Term, text: AnalyzedText) -> bool:
        bare = replace(term, field=Field.TEXT)
        found = any(map(text.contains, patterns_of(bare)))
        return found or (text is self._link and term.capitals and _in_small_letters(term, text))


def _in_small_letters(term: Term, text: AnalyzedText) -> bool:
    return any(map(text.contains, patterns_of(plain_term([fold(term.words[0])]))))


def _is_filter(group: tuple[Term, ...]) -> bool:
    return all(term.field in (Field.LANG, Field.SOURCE) for term in group)
