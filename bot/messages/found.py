"""Where the words of follows stand in what an alert shows of an article, and how often in all of it. Pure.

    canonical query ─ its patterns ─┐
    title, lead, body ─ analyzed ───┴▶ every occurrence, by the matching that found the article

The stored match has one sentence; an alert marks every occurrence that it shows, in the headline too. What can't be
looked for any more (another grammar, a new headline) is marked where the stored sentence stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain

from bot.errors import QueryError
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.evaluation import required_groups
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.keys import Pattern, is_title_only, merge_spans, split_pattern
from bot.matching.query import Query
from bot.messages.text import Spans, one_line, tidy
from bot.model import Article, Match, Reason

TEASER_START = 80  #: as in Article.text: a body that begins with this much of the teaser holds the teaser
MOST_COUNTED = 20_000  #: characters of a body that is searched for more mentions; of a longer one nothing is said


def opening_paragraph(article: Article) -> str:
    """The teaser; where the body begins with it, or there is none, the body's first paragraph."""
    body = article.body or ""
    teaser = article.teaser
    text = body.strip().partition("\n\n")[0] if not teaser.strip() or body.startswith(teaser[:TEASER_START]) else teaser
    return one_line(text.strip())


def in_title(article: Article, reason: Reason, concepts: Concepts) -> Spans:
    """Where the follow is found in the title on one line."""
    analyzed = _analyzed(article, concepts).title
    found = _spans(analyzed, _patterns(reason.canonical, concepts))
    return merge_spans([*found, *stored_spans(analyzed.text, reason.match)])


def in_lead(article: Article, reason: Reason, concepts: Concepts) -> Spans:
    """Where the follow is found in the opening paragraph."""
    analyzed = _analyzed(article, concepts).lead
    found = _spans(analyzed, _anywhere(reason, concepts))
    return merge_spans([*found, *stored_spans(analyzed.text, reason.match)])


def in_text(text: str, article: Article, reason: Reason, concepts: Concepts) -> Spans:
    """Where the follow is found in a text on one line that is a part of the article."""
    analyzed = AnalyzedText(text, language=article.language, concepts=concepts)
    found = _spans(analyzed, _anywhere(reason, concepts))
    return merge_spans([*found, *stored_spans(text, reason.match)])


def looked_for_in(article: Article, reason: Reason, concepts: Concepts) -> Reason:
    """The follow with its match in this article, of whichever it was stored; with an empty one if it has none."""
    return replace(reason, match=_match(article, reason.canonical, reason.query_id, concepts))


def is_mentioned_once(article: Article, reason: Reason, concepts: Concepts) -> bool:
    """Does the whole article mention it a single time, below its title? False where that is not known."""
    texts, patterns = _analyzed(article, concepts), _anywhere(reason, concepts)
    if not patterns or len(article.body or "") > MOST_COUNTED or _spans(texts.title, patterns):
        return False
    lead = len(_spans(texts.lead, patterns))
    return lead <= 1 and max(lead, len(_spans(texts.body, patterns))) == 1


def stored_spans(text: str, match: Match) -> list[tuple[int, int]]:
    """The found words of a stored match in a text that holds its sentence."""
    sentence = one_line(match.sentence).rstrip()
    at = text.find(sentence) if sentence else -1
    return [(at + start, min(at + end, len(text))) for start, end in match.spans] if at >= 0 else []


class _Analyzed:
    """What is looked through, each on first use."""

    def __init__(self, article: Article, concepts: Concepts) -> None:
        self._article, self._concepts = article, concepts

    @cached_property
    def title(self) -> AnalyzedText:
        return self._of(tidy(self._article.title))

    @cached_property
    def lead(self) -> AnalyzedText:
        return self._of(opening_paragraph(self._article))

    @cached_property
    def body(self) -> AnalyzedText:
        return self._of(self._article.body or "")

    def _of(self, text: str) -> AnalyzedText:
        return AnalyzedText(text, language=self._article.language, concepts=self._concepts)


_analyzed = lru_cache(maxsize=32)(_Analyzed)  # an article goes to many chats


def _anywhere(reason: Reason, concepts: Concepts) -> tuple[Pattern, ...]:
    """The patterns that may stand below the title, too."""
    patterns = _patterns(reason.canonical, concepts)
    return tuple(pattern for pattern in patterns if not is_title_only(split_pattern(pattern)[1]))


@lru_cache(maxsize=4096)
def _patterns(canonical: str, concepts: Concepts) -> tuple[Pattern, ...]:
    query = _query(canonical, concepts)
    return () if query is None else tuple(dict.fromkeys(chain.from_iterable(required_groups(query))))


def _query(canonical: str, concepts: Concepts) -> Query | None:
    try:
        return parse(canonical, concepts) if canonical else None
    except QueryError:  # of an older grammar
        return None


@lru_cache(maxsize=256)
def _match(article: Article, canonical: str, query_id: int, concepts: Concepts) -> Match:
    query = _query(canonical, concepts)
    found = None if query is None else find(query, AnalyzedText.of(article, concepts), query_id)
    return found or Match(query_id=query_id, sentence="", spans=())


def _spans(analyzed: AnalyzedText, patterns: Sequence[Pattern]) -> list[tuple[int, int]]:
    """Every occurrence of any of the patterns, overlapping ones as one."""
    by_sentence = (analyzed.occurrences(pattern).values() for pattern in patterns)
    return merge_spans([span for sentences in by_sentence for spans in sentences for span in spans])
