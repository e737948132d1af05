"""A word of an article that a follow can do without: what makes this article another one than most of that follow's.

title, lead ─ nouns of its language ─ not the follow's own, no place, not in every article ─ the rarest ─▶ концерт
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.language import ru_cases
from bot.language.common import HEADLINE_VERBS
from bot.language.forms import query_bases
from bot.language.tokens import TOKEN, fold
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.messages.found import opening_paragraph
from bot.messages.narrowing import without_word
from bot.messages.text import tidy
from bot.model import Article, Subscription
from bot.speech.key_words import is_noun
from bot.speech.topics import topic_of
from bot.storage.store import Store
from bot.storage.word_counts import MAX_COUNTED

SHORTEST, LONGEST = 4, 20  #: letters: a longer word finds no room on a button
MOST_COUNTED = 24  #: words of one article
TELLING_FROM = 2  #: articles with a word, from which it says what an article is about; else it may be a misspelling
PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A word that may be proposed."""

    word: str
    in_title: bool
    is_name: bool


def unwanted_word(article: Article, follow: Subscription, *, store: Store, concepts: Concepts) -> str | None:
    """The word to be left out of the follow, so that it would not have brought this article; None: there is none."""
    own = {term.concept for term in parse(follow.canonical, concepts).terms} - {""}
    found = list(dict.fromkeys(_words(article, concepts, own)))[:MOST_COUNTED]
    bases = {each.word: query_bases(fold(each.word)) for each in found}
    counts = store.search.article_counts({base for some in bases.values() for base in some})
    articles = {word: max((counts.get(base, 0) for base in some), default=0) for word, some in bases.items()}
    telling = [each for each in found if articles[each.word] < MAX_COUNTED]
    analyzed = AnalyzedText.of(article, concepts)
    for each in sorted(telling, key=lambda one: _order(one, articles[one.word])):
        typed = without_word(follow.typed, follow.canonical, each.word, concepts)
        if typed is not None and find(parse(typed, concepts), analyzed) is None:
            return each.word
    return None


def _order(one: _Word, articles: int) -> tuple[bool, bool, bool, int]:
    """What says more first: the headline before the lead, nouns before names, and what the archive knows."""
    return not one.in_title, one.is_name, articles < TELLING_FROM, articles


def _words(article: Article, concepts: Concepts, own: Collection[str]) -> Iterator[_Word]:
    """Nouns that are neither in the name of a place nor in one of the follow's `own` concepts."""
    for text, in_title in ((tidy(article.title), True), (opening_paragraph(article), False)):
        analyzed = AnalyzedText(text, language=article.language, concepts=concepts)
        known = concepts.find_in(analyzed).items()
        taken = [span for key, spans in known if key in own or concepts[key].kind == PLACE for span in spans]
        for token in TOKEN.finditer(text):
            raw, start = token.group(), token.start()
            if any(first <= start < last for first, last in taken) or not _may_be_topic(raw, article.language):
                continue
            name = raw[0].isupper() and (start > 0 or not _is_known_noun(raw, article.language))
            word = raw if name else topic_of(raw.lower(), article.language)
            if SHORTEST <= len(word) <= LONGEST and word.isalpha():
                yield _Word(word=word, in_title=in_title, is_name=name)


def _may_be_topic(raw: str, language: str) -> bool:
    if not raw.isalpha() or len(raw) < SHORTEST or raw.isupper() or raw.lower() in HEADLINE_VERBS:
        return False
    return is_noun(raw, language)


def _is_known_noun(raw: str, language: str) -> bool:
    """Is the first word of a text, which has a capital anyway, no name? Only Russian has a dictionary here."""
    return language != "ru" or ru_cases.is_noun(fold(raw))
