"""What is doubtful in a query that can be read: it is asked about before anything is followed. Pure.

Алматы -алматинский     nothing can match: what is left out is all that is asked for
lang:kk lang:ru         nothing can match: an article has one language
Kaspi Halyk             names of one kind, each of its own: either, or both in one article?
Disney+                 a sign that no text is searched for
2025, x                 a number or a letter, which stands in all sorts of articles
новости                 a little word, which says no topic
a sentence              an article would need every word of it
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language import ru
from bot.language.common import COMMON, FREQUENT
from bot.language.stopwords import AFTER_NEWS, BEFORE_NEWS, CONJUNCTIONS, DISJUNCTIONS, NEWS, STOPWORDS
from bot.language.tokens import TOKEN, fold
from bot.matching.concepts import Concepts
from bot.matching.keys import Pattern, patterns_of, split_pattern
from bot.matching.people import PERSON
from bot.matching.query import AND_WORDS, Field, Query, Term
from bot.matching.terms import plain_term, stopword_key

LONG_SENTENCE = 8  #: typed words
MANY_REQUIRED = 7  #: things that an article must have all
SENTENCE_REQUIRED = 4  #: of a sentence
MOST_ALIKE = 4  #: names side by side that are asked about
NAME = "name"  #: the kind of what is no place and no person, and written with a capital wherever it stands: Kaspi
SHORTEST_NOUN = 4  #: letters of a word of a sentence that is offered for itself
_OF_ADJECTIVES = ("ый", "ий", "ой")
_FILTERS = (Field.LANG, Field.SOURCE)
SHORT_NEGATION = 3  #: words of a text in which "not" may stand anywhere; a longer one may be a sentence
#: what people write for a minus
_NOT_BEFORE = re.compile(
    r"(?<!\S)(?:без|кроме|исключая|except|without|excluding|but not|но не|а не)\s+(?=\w)", re.IGNORECASE
)
_NOT = re.compile(r"(?<!\S)(?:не|not)\s+(?=\w)", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"(?<!\S)([\w-]+)\s+(?:емес|басқа)(?!\S)", re.IGNORECASE)
_OPERATORS = re.compile(r"[\"“”„«»()|*:=]|(?<!\S)[-–—−]")
_LOST = re.compile(r"[^\W_][+#]+(?![^\W_])")  #: a sign at the end of a word
_SIGNS = re.compile(r"[^\w\s]+")
_GROUPING = "\"“”„‟«»＂()|*=-‐‑‒–—―−'’.,;:!?/&@_"  #: at the ends of a run of signs they say nothing of it


def contradiction(query: Query, concepts: Concepts) -> Query | None:
    """The query without the exclusions that leave nothing of it; None: it can be met."""
    single = [terms[0] for terms in query.none_of if len(terms) == 1]
    wrong: set[tuple[Term, ...]] = set()
    for group in query.all_of:
        covering = [next((one for one in single if _covers(one, term, concepts)), None) for term in group]
        if None not in covering:
            wrong |= {(one,) for one in covering if one is not None}
    wrong |= {
        terms
        for terms in query.none_of
        if len(terms) > 1 and all(any(_covers_all(one, group, concepts) for group in query.all_of) for one in terms)
    }
    named = {one.concept for terms in wrong for one in terms} - {""}
    wrong |= {(one,) for one in single if one.only and _concept(one, concepts) in named}  # ai is left out as =ai, too
    return replace(query, none_of=tuple(terms for terms in query.none_of if terms not in wrong)) if wrong else None


def _concept(term: Term, concepts: Concepts) -> str:
    named = concepts.term(term.words)
    return named.concept if named else ""


def _covers_all(excluded: Term, group: tuple[Term, ...], concepts: Concepts) -> bool:
    return all(_covers(excluded, term, concepts) for term in group)


def _covers(excluded: Term, required: Term, concepts: Concepts) -> bool:
    """Does every text that has the one have the other?"""
    if excluded.field is Field.TITLE and required.field is not Field.TITLE:
        return False
    if excluded.field in _FILTERS or required.field in _FILTERS:
        return (excluded.field, excluded.words) == (required.field, required.words)
    anywhere = _patterns(excluded)
    beginning = excluded.words[0] if excluded.prefix else ""
    return any(
        not anywhere.isdisjoint(_patterns(part)) or (beginning and part.words[0].startswith(beginning))
        for part in _parts(required, concepts)
    )


def _patterns(term: Term) -> set[Pattern]:
    """Wherever it stands, and in whichever language."""
    return {split_pattern(pattern)[1] for pattern in patterns_of(replace(term, field=Field.TEXT))}


def _parts(term: Term, concepts: Concepts) -> Iterator[Term]:
    """A term, what its words name, and each word that it can't be without."""
    yield term
    if term.concept:
        return
    named = concepts.term(term.words)
    if named is not None:
        yield named
    if len(term.words) > 1 and not term.name:
        yield from (concepts.term([word]) or plain_term([word]) for word in term.words)


def either_filter(query: Query) -> Query | None:
    """The query with a choice of languages or sources for two that no article has at once; None: it can be met."""
    groups = list(query.all_of)
    for field in _FILTERS:
        own = [group for group in groups if all(term.field is field for term in group)]
        if len(own) > 1 and not set.intersection(*map(set, own)):
            merged = tuple(sorted({term for group in own for term in group}, key=lambda term: term.canonical))
            groups = [*(group for group in groups if group not in own), merged]
    if len(groups) == len(query.all_of):
        return None
    return replace(query, all_of=tuple(sorted(groups, key=lambda group: [term.canonical for term in group])))


def alternatives(query: Query, typed: str, concepts: Concepts) -> Query | None:
    """Any one of the names that stand side by side, where they are of one kind: Kaspi OR Halyk.

    None: other words stand beside them, or an AND in capitals says that both are wanted.
    """
    if query.none_of or not 1 < len(query.all_of) <= MOST_ALIKE or any(len(group) > 1 for group in query.all_of):
        return None
    terms = [group[0] for group in query.all_of]
    kinds = {_kind(term, concepts) for term in terms}
    if len(kinds) > 1 or "" in kinds or AND_WORDS & set(typed.split()):
        return None
    return any_of(query)


def may_be_names(query: Query, typed: str) -> bool:
    """Has every word a capital, so that they may be several names, or one of several words?"""
    words = [found.group() for found in TOKEN.finditer(typed) if found.group()[0].isalpha()]
    plain = not any(term.field or term.prefix or term.quoted or term.only for term in query.terms)
    return plain and len(words) > 1 and all(word[0].isupper() for word in words) and not AND_WORDS & set(words)


def any_of(query: Query) -> Query:
    """Any one of the things that a query asks for, in place of all of them."""
    terms = {term for group in query.all_of for term in group}
    return replace(query, all_of=(tuple(sorted(terms, key=lambda term: term.canonical)),))


def _kind(term: Term, concepts: Concepts) -> str:
    if term.field or term.prefix or term.quoted or term.only:
        return ""
    if term.concept:
        concept = concepts[term.concept]
        named = all(name[0].isupper() for name in concept.en or concept.names)  # adjectives of others have none
        return concept.kind or (NAME if named else "")
    if term.name:
        return PERSON
    return NAME if term.capitals else ""


def negated(typed: str, concepts: Concepts) -> str | None:
    """The text with a minus for a word that says the same: `AI без спорта` is `AI -спорта`; None: it has no such word.

    Little words are left out of a query, so that it would ask for what shall not come.
    """
    if _OPERATORS.search(typed):
        return None
    if (found := _NOT_BEHIND.search(typed)) is not None:
        return f"{typed[: found.start()]}-{found[1]}{typed[found.end() :]}"
    is_short = len(typed.split()) <= SHORT_NEGATION
    found = _NOT_BEFORE.search(typed) or (_NOT.search(typed) if is_short else _NOT.match(typed))
    if found is None:
        return None
    made, words = [typed[: found.start()].strip()], typed[found.end() :].split()
    joined = True
    while words and joined:
        count = next((size for size in (3, 2) if concepts.term(TOKEN.findall(" ".join(words[:size])))), 1)
        made.append(f"-{'-'.join(words[:count])}")
        words = words[count:]
        if joined := len(words) > 1 and fold(words[0]) in CONJUNCTIONS | DISJUNCTIONS:
            words = words[1:]
    return " ".join([*made, *words]).strip()


def lost_signs(typed: str) -> list[str]:
    """Words that would be searched for without the sign at their end: Disney+; C++ and C# are whole words."""
    kept = {found.end() for found in TOKEN.finditer(typed)}
    starts = {found.end(): found.start() for found in TOKEN.finditer(typed)}
    return [
        typed[starts[at] : found.end()]
        for found in _LOST.finditer(typed)
        if (at := found.start() + 1) in starts and found.end() not in kept
    ]


def signs(typed: str) -> list[str]:
    """Pictures and signs of currency, for which nothing is searched: 🔥, $."""
    found = (run.group().strip(_GROUPING) for run in _SIGNS.finditer(typed))
    return [run for run in dict.fromkeys(found) if any(unicodedata.category(sign) in ("So", "Sc") for sign in run)]


def is_too_little(query: Query) -> bool:
    """Does it only ask for numbers or single letters?"""
    terms = _words(query)
    return bool(terms) and all(
        not (term.quoted or term.concept or term.prefix)
        and (all(map(str.isdigit, term.words)) or (len(term.words) == 1 and len(term.words[0]) == 1))
        for term in terms
    )


def says_no_topic(query: Query, typed: str) -> bool:
    """Does it only ask for little words, or for news as such: туралы, последние новости?"""
    terms = _words(query)
    if "=" in typed or any(term.quoted or term.capitals or term.concept or term.prefix for term in terms):
        return False
    words = {fold(found.group()) for found in TOKEN.finditer(typed)}
    news = not words.isdisjoint(NEWS) and words <= STOPWORDS | BEFORE_NEWS | AFTER_NEWS
    return bool(terms) and (news or all(stopword_key(term.words) for term in terms))


def _words(query: Query) -> list[Term]:
    return [term for group in query.all_of for term in group if term.field not in _FILTERS]


def is_sentence(query: Query, typed: str) -> bool:
    """Would an article need so many words that none has them all? A choice of many words is none."""
    required = sum(all(term.field not in _FILTERS for term in group) for group in query.all_of)
    words = len(TOKEN.findall(typed))
    return required >= MANY_REQUIRED or (words >= LONG_SENTENCE and required >= SENTENCE_REQUIRED)


def topics(terms: Sequence[Term], typed: str) -> list[Term]:
    """What a sentence of these terms may be about: its names first, then its nouns."""
    terms = [term for term in terms if term.field not in _FILTERS]
    capitalised = {fold(found.group()) for found in TOKEN.finditer(typed) if _is_name(found, typed)}
    names = [
        term
        for term in terms
        if term.concept or term.name or term.capitals or term.quoted or capitalised.intersection(map(fold, term.words))
    ]
    return [*names, *(term for term in terms if term not in names and all(map(_may_be_noun, term.words)))]


def _is_name(found: re.Match[str], typed: str) -> bool:
    """Has it a capital that says so? One at the beginning does not, nor in a text of capitals."""
    return found.start() > 0 and found.group()[0].isupper() and not typed.isupper()


def _may_be_noun(word: str) -> bool:
    if len(word) < SHORTEST_NOUN or word in COMMON or word in FREQUENT:
        return False
    return not ru.is_known(word) or any(map(_is_noun, ru.nominal_bases(word)))


def _is_noun(base: str) -> bool:
    return len(base) >= SHORTEST_NOUN and not base.endswith(_OF_ADJECTIVES)
