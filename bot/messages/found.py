"""Where the words of follows stand in what an alert shows of an article, and how often in all of it. Pure.

    canonical query ─ its patterns ─┐
    title, lead, body ─ analyzed ───┴▶ every occurrence, by the matching that found the article

The stored match has one sentence; an alert marks every occurrence that it shows, in the headline too. What can't be
looked for any more (another grammar, a new headline) is marked where the stored sentence stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from bot.errors import QueryError
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.evaluation import required_groups
from bot.matching.grammar import parse
from bot.matching.keys import Pattern, is_title_only, merge_spans, split_pattern
from bot.messages.text import Spans, one_line, tidy
from bot.model import Article, Match, Reason

TEASER_START = 80  #: as in Article.text: a body that begins with this much of the teaser holds the teaser
MOST_COUNTED = 20_000  #: characters of a body that is searched for more mentions; of a longer one nothing is said


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where one follow is found."""

    title: Spans  #: in the title on one line
    lead: Spans  #: in the opening paragraph
    mentions: int  #: in the whole article; 0: not known


def opening_paragraph(article: Article) -> str:
    """The teaser; where the body begins with it, or there is none, the body's first paragraph."""
    body = article.body or ""
    teaser = article.teaser
    text = body.strip().partition("\n\n")[0] if not teaser.strip() or body.startswith(teaser[:TEASER_START]) else teaser
    return one_line(text.strip())


def find_words(article: Article, reason: Reason, concepts: Concepts) -> Found:
    """Where the follow is found: by its query if that is known, and where its match says."""
    patterns = _patterns(reason.canonical, concepts) if reason.canonical else ()
    anywhere = tuple(pattern for pattern in patterns if not is_title_only(split_pattern(pattern)[1]))
    texts = _analyzed(article, concepts)
    title, lead = _spans(texts.title, patterns), _spans(texts.lead, anywhere)
    in_body = len(_spans(texts.body, anywhere)) if texts.body else 0
    counted = bool(patterns) and len(article.body or "") <= MOST_COUNTED
    return Found(
        title=merge_spans([*title, *stored_spans(texts.title.text, reason.match)]),
        lead=merge_spans([*lead, *stored_spans(texts.lead.text, reason.match)]),
        mentions=len(title) + max(len(lead), in_body) if counted else 0,
    )


def stored_spans(text: str, match: Match) -> list[tuple[int, int]]:
    """The found words of a stored match in a text that holds its sentence."""
    sentence = one_line(match.sentence).rstrip()
    at = text.find(sentence) if sentence else -1
    return [(at + start, min(at + end, len(text))) for start, end in match.spans] if at >= 0 else []


@dataclass(frozen=True)
class _Analyzed:
    """What is looked through; articles are sent to many chats, each once."""

    title: AnalyzedText
    lead: AnalyzedText
    body: AnalyzedText | None


@lru_cache(maxsize=64)
def _analyzed(article: Article, concepts: Concepts) -> _Analyzed:
    def of(text: str) -> AnalyzedText:
        return AnalyzedText(text, language=article.language, concepts=concepts)

    body = article.body or ""
    return _Analyzed(
        title=of(tidy(article.title)),
        lead=of(opening_paragraph(article)),
        body=of(body) if 0 < len(body) <= MOST_COUNTED else None,
    )


@lru_cache(maxsize=4096)
def _patterns(canonical: str, concepts: Concepts) -> tuple[Pattern, ...]:
    try:
        query = parse(canonical, concepts)
    except QueryError:  # of an older grammar
        return ()
    return tuple(dict.fromkeys(chain.from_iterable(required_groups(query))))


def _spans(analyzed: AnalyzedText, patterns: Sequence[Pattern]) -> list[tuple[int, int]]:
    """Every occurrence of any of the patterns, overlapping ones as one."""
    by_sentence = (analyzed.occurrences(pattern).values() for pattern in patterns)
    return merge_spans([span for sentences in by_sentence for spans in sentences for span in spans])
