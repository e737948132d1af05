"""What is followed, in plain words: "articles with both waste and Aktau, but not metro"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import QueryError
from bot.language.tokens import fold
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import Field, Query, Term
from bot.matching.stopword_filter import filter_stopwords
from bot.matching.terms import stopword_key
from bot.messages.message import Line, Span, bold, line
from bot.messages.text import shorten, tidy
from bot.messages.typed import Typed
from bot.messages.words import WORDS, Words, filled, joined
from bot.model import Concept

SHOWN_LIMIT = 60  #: of a follow named in a text
LABEL_LIMIT = 40  #: Slack takes 75 characters on a button, a phone shows fewer
NAMES_SHOWN = 6  #: other names of a concept that are listed


def shown(typed: str) -> str:
    """A follow as it is named in a text or on a button."""
    return shorten(tidy(typed), SHOWN_LIMIT)


def described(query: Query, typed: str, *, language: str = "en", concepts: Concepts = NO_CONCEPTS) -> Line:
    """The query in words of a language, spelled and ordered as it was typed, the typed words bold."""
    return _Told(Typed(typed, concepts), WORDS[language]).all_of(query)


def expansions(query: Query, typed: str, concepts: Concepts, *, language: str = "en") -> tuple[Line, ...]:
    """One line for each concept asked for: `AI: also ИИ, искусственный интеллект, ЖИ`."""
    words = Typed(typed, concepts)
    terms = {term.concept: term for term in words.ordered(query.terms) if term.concept}
    lines = []
    for key, term in terms.items():
        name = words.spelled(term)
        others = _other_names(concepts[key], name)
        if others:
            left_out = len(others) - NAMES_SHOWN
            more = WORDS[language].more.format(count=left_out) if left_out > 0 else ""
            said = WORDS[language].also.format(names=", ".join(others[:NAMES_SHOWN]))
            lines.append((bold(shown(name)), Span(f": {said}{more}")))
    return tuple(lines)


def read_as(query: Query, typed: str, *, language: str = "en", concepts: Concepts = NO_CONCEPTS) -> Line | None:
    """`Read as: цены + нефть · left out: на`, where it was not read as it was typed; None: there is nothing to say.

    A text that can't be read any more says nothing of how it was.
    """
    try:
        sift = filter_stopwords(typed, concepts)
    except QueryError:
        return None
    if not sift.changed and concepts.fix_layout(typed) == typed:
        return None
    words = WORDS[language]
    said = _in_signs(query, Typed(typed, concepts), words.or_)
    if said == tidy(typed) and len(query.terms) == 1:
        return None  # a number in groups, and nothing else
    spelled = {fold(word): word for word in reversed(sift.left_out)}
    left_out = ", ".join(spelled[word] for word in dict.fromkeys(map(fold, sift.left_out)))
    rest = filled(words.left_out, words=line(shown(left_out))) if left_out else ()
    return (*filled(words.read_as, query=line(shown(said))), *rest)


def _in_signs(query: Query, typed: Typed, or_: str) -> str:
    """`waste + (Aktau or Alatau) − sport`."""
    groups = [list(map(typed.alone, _told_once(group, typed))) for group in typed.groups(query.all_of)]
    out = [list(map(typed.alone, typed.ordered(terms))) for terms in typed.groups(query.none_of)]
    needed = [_bracketed(names, f" {or_} ", alone=len(groups) + len(out) == 1) for names in groups]
    return " − ".join([" + ".join(needed), *(_bracketed(names, " + ") for names in out)])


def _bracketed(names: Sequence[str], sign: str, *, alone: bool = False) -> str:
    said = sign.join(names)
    return f"({said})" if len(names) > 1 and not alone else said


def only_label(query: Query, typed: str, concepts: Concepts, *, alone: bool = True) -> str:
    """What the button says that switches its concepts off: `Only AI`, and of several `Only these words`.

    Where other follows have theirs (not `alone`), it names the follow: `Only «waste Aktau»`.
    """
    words = Typed(typed, concepts)
    named = {term.concept: words.spelled(term) for term in query.terms if term.concept}
    if len(named) == 1:
        return f"Only {shorten(next(iter(named.values())), LABEL_LIMIT)}"
    return "Only these words" if alone else f"Only «{shorten(tidy(typed), LABEL_LIMIT)}»"


def _other_names(concept: Concept, name: str) -> list[str]:
    """Its names but the one that was typed: the first of each language first, then the second ones."""
    turns = range(max(map(len, (concept.en, concept.ru, concept.kk))))
    in_turn = [names[turn] for turn in turns for names in (concept.en, concept.ru, concept.kk) if turn < len(names)]
    same = _folded_name(name)
    return [other for other in dict.fromkeys(in_turn) if _folded_name(other) != same]


def _folded_name(name: str) -> str:
    return name.casefold().replace("-", " ")


class _Told:
    """Tells a query in one language."""

    def __init__(self, typed: Typed, words: Words) -> None:
        self._typed = typed
        self._words = words

    def all_of(self, query: Query) -> Line:
        """The whole of it."""
        beside = [group for group in query.all_of if all(map(_is_beside, group))]
        groups = [group for group in self._typed.groups(query.all_of) if group not in beside]
        out = [terms for terms in query.none_of if not _is_beside(terms[0]) or len(terms) > 1]
        not_beside = [terms for terms in query.none_of if terms not in out]
        which = [self._which(group) for group in sorted(beside, key=_language_first)]
        words = self._words
        parts = {
            "which": filled(words.which, which=_spaced(which)) if which else (),
            "but": (*self._but(out), *self._but_which(not_beside)),
        }
        if not groups:
            return filled(words.everything, **parts)
        return filled(words.articles, words=self._groups(groups), **parts)

    def _but(self, out: Sequence[tuple[Term, ...]]) -> Line:
        if not out:
            return ()
        told = [self._together(terms) for terms in self._typed.groups(out)]
        return filled(self._words.but, words=joined(told, self._words.or_))

    def _but_which(self, out: Sequence[tuple[Term, ...]]) -> Line:
        return tuple(span for terms in out for span in filled(self._words.but_which, which=self._which(terms)))

    def _groups(self, groups: Sequence[tuple[Term, ...]]) -> Line:
        told = [self._group(group) for group in groups]
        if len(groups) == 2 and all(len(_told_once(group, self._typed)) == 1 for group in groups):
            return filled(self._words.both, first=told[0], second=told[1])
        return joined(told, self._words.and_)

    def _group(self, group: tuple[Term, ...]) -> Line:
        told = [self.term(term) for term in _told_once(group, self._typed)]
        if len(told) == 1:
            return told[0]
        if len(told) == 2:
            return filled(self._words.either, first=told[0], second=told[1])
        return filled(self._words.any_of, words=joined(told, self._words.or_))

    def _together(self, terms: tuple[Term, ...]) -> Line:
        if len(terms) == 1 and _is_longer_name(terms[0]):
            return (bold(self._typed.spelled(terms[0])),)
        told = [self.term(term) for term in self._typed.ordered(terms)]
        if len(told) == 1:
            return told[0]
        if len(told) == 2:
            return filled(self._words.together, first=told[0], second=told[1])
        return filled(self._words.all_together, words=joined(told, self._words.and_))

    def _which(self, group: tuple[Term, ...]) -> Line:
        """`in Kazakh or Russian`, `from kt-eng`."""
        names = [self._name(term) for term in group]
        template = self._words.in_language if group[0].field is Field.LANG else self._words.from_source
        return filled(template, names=joined(names, self._words.or_))

    def _name(self, term: Term) -> Line:
        if term.field is Field.LANG:
            return (Span(self._words.languages[term.words[0]]),)
        return (bold(self._typed.spelled(term)),)

    def term(self, term: Term) -> Line:
        """One term."""
        words = self._words
        match term.field:
            case Field.LANG:
                return filled(words.the_language, name=(Span(words.language_names[term.words[0]]),))
            case Field.SOURCE:
                return filled(words.the_source, name=(bold(self._typed.spelled(term)),))
        said: Line = (bold(self._typed.spelled(term)),)
        template = self._template(term)
        said = filled(template, word=said) if template else said
        said = filled(words.only, word=said) if term.only and _is_name(term) else said
        return filled(words.in_title, word=said) if term.field is Field.TITLE else said

    def _template(self, term: Term) -> str:
        words = self._words
        if term.quoted:
            return words.exact_word if len(term.words) == 1 else words.exact_words
        if term.prefix:
            return words.beginning
        if term.concept:
            return ""
        if term.capitals:
            return words.capitals
        return words.side_by_side if len(term.words) > 1 else ""


def _is_name(term: Term) -> bool:
    """Is it marked as just this word because a concept bears its name, and not to read back as the word that it is?"""
    return not (stopword_key(term.words) or term.words[0].isdigit())


def _is_longer_name(term: Term) -> bool:
    """Words side by side that are left out: улица-Абая says so itself."""
    return len(term.words) > 1 and not (term.quoted or term.prefix or term.concept or term.field)


def _told_once(group: tuple[Term, ...], typed: Typed) -> list[Term]:
    """As typed; the small word beside its concept (`ai` is any AI) is not told twice."""
    named = {typed.spelled(term).casefold() for term in group if term.concept}
    return typed.ordered([term for term in group if not (term.only and typed.spelled(term).casefold() in named)])


def _is_beside(term: Term) -> bool:
    return term.field in (Field.LANG, Field.SOURCE)


def _language_first(group: tuple[Term, ...]) -> bool:
    return group[0].field is not Field.LANG


def _spaced(lines: Sequence[Line]) -> Line:
    return tuple(span for place, each in enumerate(lines) for span in ((Span(" "), *each) if place else each))
