"""What is followed, in plain words: "articles with both waste and Aktau, but not metro"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from bot.errors import QueryError
from bot.i18n.catalogue import formats, languages
from bot.i18n.catalogue import wording as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Text
from bot.i18n.translator import Translator
from bot.language.tokens import fold
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.doubts import signs
from bot.matching.query import Field, Query, Term
from bot.matching.stopword_filter import filter_stopwords
from bot.matching.terms import stopword_key
from bot.messages.message import Line, bold
from bot.messages.sentences import listed, sentence
from bot.messages.text import shorten, tidy
from bot.messages.typed import Typed
from bot.model import Concept

SHOWN_LIMIT = 60  #: of a follow named in a text
LABEL_LIMIT = 40  #: Slack takes 75 characters on a button, a phone shows fewer
NAMES_SHOWN = 4  #: other names of a concept that are listed; a phone shows them in two lines


def shown(typed: str) -> str:
    """A follow as it is named in a text or on a button."""
    return shorten(tidy(typed), SHOWN_LIMIT)


def described(query: Query, typed: str, *, concepts: Concepts = NO_CONCEPTS, translate: Translator) -> Line:
    """The query in words, spelled and ordered as it was typed, the typed words bold."""
    return _Description(Typed(typed, concepts), translate).of(query)


def expansions(query: Query, typed: str, concepts: Concepts, *, translate: Translator) -> tuple[Line, ...]:
    """One line for each concept asked for: `Also finds: ИИ, ЖИ`, of several `AI: also ИИ, ЖИ`."""
    words = Typed(typed, concepts)
    terms = {term.concept: term for term in words.ordered(query.terms) if term.concept}
    alone = len(_distinct(query.terms, words)) == 1
    text, text_and_more = texts.ALSO_NAMED, texts.ALSO_NAMED_AND_MORE
    if alone:
        text, text_and_more = texts.ALSO_FINDS, texts.ALSO_FINDS_AND_MORE
    lines: list[Line] = []
    for key, term in terms.items():
        name = words.spelled(term)
        others = _other_names(concepts[key], name)
        more = len(others) - NAMES_SHOWN
        names = enumerated(others[:NAMES_SHOWN], translate)
        chosen = text_and_more if more > 0 else text
        lines += [sentence(translate, chosen, name=bold(shown(name)), names=names, count=more)] if others else []
    return tuple(lines)


def says_itself(query: Query, typed: str, concepts: Concepts) -> bool:
    """Does its name say all of what is asked for, so that it needs no words?"""
    if len(query.all_of) > 1 or query.none_of:
        return False
    terms = _distinct(query.all_of[0], Typed(typed, concepts))
    return len(terms) == 1 and _is_plain(terms[0])


def _is_plain(term: Term) -> bool:
    meant = term.quoted or term.prefix or term.capitals or term.only or term.field
    return not meant and all(word.isalnum() for word in term.words)


def read_as(query: Query, typed: str, *, concepts: Concepts = NO_CONCEPTS, translate: Translator) -> Line | None:
    """`Read as: цены + нефть · left out: на`, where it was not read as it was typed; None: there is nothing to explain.

    A text that can't be read any more is not explained either.
    """
    try:
        filtered = filter_stopwords(typed, concepts)
    except QueryError:
        return None
    ignored = signs(typed)
    if not (filtered.changed or ignored) and concepts.fix_layout(typed) == typed:
        return None
    in_signs = _in_signs(query, Typed(typed, concepts), translate)
    if in_signs == tidy(typed) and len(query.terms) == 1:
        return None  # a number in groups, and nothing else
    spelled = {fold(word): word for word in reversed(filtered.left_out)}
    left_out = [*(spelled[word] for word in dict.fromkeys(map(fold, filtered.left_out))), *ignored]
    if not left_out:
        return sentence(translate, texts.READ_AS, query=shown(in_signs))
    words = shown(enumerated(left_out, translate))
    return sentence(translate, texts.READ_AS_LEFT_OUT, query=shown(in_signs), words=words)


def _in_signs(query: Query, typed: Typed, translate: Translator) -> str:
    """`waste + (Aktau or Alatau) − sport`."""
    groups = [list(map(typed.alone, _distinct(group, typed))) for group in typed.groups(query.all_of)]
    out = [list(map(typed.alone, typed.ordered(terms))) for terms in typed.groups(query.none_of)]
    only_one = len(groups) + len(out) == 1
    needed = [
        _bracketed(reduce(lambda first, last: translate(formats.OR, first=first, last=last), names), names, only_one)
        for names in groups
    ]
    return " − ".join([" + ".join(needed), *(_bracketed(" + ".join(names), names, alone=False) for names in out)])


def _bracketed(joined: str, names: Sequence[str], alone: bool) -> str:
    return f"({joined})" if len(names) > 1 and not alone else joined


def only_label(query: Query, typed: str, concepts: Concepts, *, alone: bool = True, translate: Translator) -> str:
    """The label of the button that switches its concepts off: `Exact word only`.

    Where other follows have theirs (not `alone`), it names the follow: `Only «waste Aktau»`.
    """
    words = Typed(typed, concepts)
    named = {words.spelled(term) for term in query.terms if term.concept}
    if not alone:
        return translate(texts.ONLY_FOLLOW, follow=shorten(tidy(typed), LABEL_LIMIT))
    one = len(named) == 1 and all(len(name.split()) == 1 for name in named)
    return translate(texts.ONLY_NAME if one else texts.ONLY_THESE_WORDS)


def _other_names(concept: Concept, name: str) -> list[str]:
    """Its names but the one that was typed: the first of each language first, then the second ones."""
    turns = range(max(map(len, (concept.en, concept.ru, concept.kk))))
    in_turn = [names[turn] for turn in turns for names in (concept.en, concept.ru, concept.kk) if turn < len(names)]
    same = _folded_name(name)
    return [other for other in dict.fromkeys(in_turn) if _folded_name(other) != same]


def _folded_name(name: str) -> str:
    return name.casefold().replace("-", " ")


class _Description:
    """Describes queries that were typed so."""

    def __init__(self, typed: Typed, translate: Translator) -> None:
        self._typed = typed
        self._translate = translate

    def of(self, query: Query) -> Line:
        """The whole query: `articles in Kazakh with **gold**, but not **zinc**`."""
        filters = [group for group in query.all_of if all(map(_is_filter, group))]
        groups = [group for group in self._typed.groups(query.all_of) if group not in filters]
        unwanted_filters = [terms for terms in query.none_of if _is_filter(terms[0]) and len(terms) == 1]
        unwanted = [terms for terms in query.none_of if terms not in unwanted_filters]
        articles = self._sentence(texts.ARTICLES if groups else texts.ALL_ARTICLES)
        for group in sorted(filters, key=_language_first):
            articles = self._filtered(articles, group, texts.IN, texts.FROM)
        articles = self._with(articles, groups, self._typed.groups(unwanted))
        for terms in unwanted_filters:
            articles = self._filtered(articles, terms, texts.NOT_IN, texts.NOT_FROM)
        return articles

    def _sentence(self, text: Text, **parts: Line) -> Line:
        return sentence(self._translate, text, **parts)

    def _with(self, articles: Line, groups: list[tuple[Term, ...]], unwanted: list[tuple[Term, ...]]) -> Line:
        """The articles with what must be there and what must not."""
        without = listed(self._translate, [self._together(terms) for terms in unwanted], formats.OR)
        if groups and unwanted:
            return self._sentence(texts.WITH_BUT, articles=articles, words=self._groups(groups), unwanted=without)
        if groups:
            return self._sentence(texts.WITH, articles=articles, words=self._groups(groups))
        return self._sentence(texts.BUT, articles=articles, unwanted=without) if unwanted else articles

    def _filtered(self, articles: Line, group: tuple[Term, ...], language: Text, source: Text) -> Line:
        """The articles in (or not in) some languages, or from some sources."""
        names = listed(self._translate, [self._name(term) for term in group], formats.OR)
        if group[0].field is Field.LANG:
            return self._sentence(language, articles=articles, languages=names)
        return self._sentence(source, articles=articles, sources=names)

    def _name(self, term: Term) -> Line:
        if term.field is Field.LANG:
            return self._sentence(languages.NAMES_BEHIND_IN[term.words[0]])
        return (bold(self._typed.spelled(term)),)

    def _groups(self, groups: Sequence[tuple[Term, ...]]) -> Line:
        phrases = [self._group(group) for group in groups]
        if len(groups) == 2 and all(len(_distinct(group, self._typed)) == 1 for group in groups):
            return self._sentence(texts.BOTH, first=phrases[0], second=phrases[1])
        return listed(self._translate, phrases)

    def _group(self, group: tuple[Term, ...]) -> Line:
        """One thing of which any term will do."""
        phrases = [self.term(term) for term in _distinct(group, self._typed)]
        if len(phrases) == 1:
            return phrases[0]
        if len(phrases) == 2:
            return self._sentence(texts.EITHER, first=phrases[0], second=phrases[1])
        return self._sentence(texts.ANY_OF, words=listed(self._translate, phrases, formats.OR))

    def _together(self, terms: tuple[Term, ...]) -> Line:
        """Terms that must not stand in one article."""
        if len(terms) == 1 and _is_longer_name(terms[0]):
            return (bold(self._typed.spelled(terms[0])),)
        phrases = [self.term(term) for term in self._typed.ordered(terms)]
        if len(phrases) == 1:
            return phrases[0]
        if len(phrases) == 2:
            return self._sentence(texts.UNWANTED_BOTH, first=phrases[0], second=phrases[1])
        return self._sentence(texts.UNWANTED_ALL, words=listed(self._translate, phrases))

    def term(self, term: Term) -> Line:
        """One term."""
        spelled: Line = (bold(self._typed.spelled(term)),)
        match term.field:
            case Field.LANG:
                return self._sentence(languages.THE_LANGUAGES[term.words[0]])
            case Field.SOURCE:
                return self._sentence(texts.THE_SOURCE, source=spelled)
        phrase = self._word(term, spelled)
        if term.only and _is_name(term):
            phrase = self._sentence(texts.ONLY_THIS_NAME, word=phrase)
        return self._sentence(texts.IN_HEADLINE, word=phrase) if term.field is Field.TITLE else phrase

    def _word(self, term: Term, spelled: Line) -> Line:
        """A term's words, and how they must stand."""
        if term.quoted and len(term.words) == 1:
            return self._sentence(texts.EXACT_WORD, word=spelled)
        if term.quoted:
            return self._sentence(texts.EXACT_WORDS, words=spelled)
        if term.prefix:
            return self._sentence(texts.BEGINNING, beginning=spelled)
        if term.concept:
            return spelled
        if term.capitals:
            return self._sentence(texts.CAPITALS, word=spelled)
        return self._sentence(texts.SIDE_BY_SIDE, words=spelled) if len(term.words) > 1 else spelled


def _is_name(term: Term) -> bool:
    """Is it marked as just this word because a concept bears its name, and not to read back as the word that it is?"""
    return not (stopword_key(term.words) or term.words[0].isdigit())


def _is_longer_name(term: Term) -> bool:
    """Words side by side that are left out: улица-Абая says so itself."""
    return len(term.words) > 1 and not (term.quoted or term.prefix or term.concept or term.field)


def _distinct(group: Sequence[Term], typed: Typed) -> list[Term]:
    """As typed; the small word that its concept finds too (`ai` is any AI) is not named twice."""
    named = {typed.spelled(term).casefold() for term in group if term.concept}
    return typed.ordered([term for term in group if not (term.only and typed.spelled(term).casefold() in named)])


def _is_filter(term: Term) -> bool:
    return term.field in (Field.LANG, Field.SOURCE)


def _language_first(group: tuple[Term, ...]) -> bool:
    return group[0].field is not Field.LANG
