"""The articles that match a query, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.answers.preview import ArchiveSearch, Preview
from bot.answers.rates import SPAN, Frequency, Unit, frequency
from bot.i18n.catalogue import common, doubts
from bot.i18n.catalogue import preview as texts
from bot.i18n.formats import duration
from bot.i18n.text import Phrase, Text
from bot.messages.extract import sentence_line
from bot.messages.message import Line, Paragraph, bold
from bot.messages.summary import heading
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.model import Article, Match
from handlers.request import Request

RATES: Mapping[Unit, Text] = {Unit.DAY: texts.A_DAY, Unit.WEEK: texts.A_WEEK, Unit.MONTH: texts.A_MONTH}


def archive_search(request: Request) -> ArchiveSearch:
    """A search of what the chat reads."""
    return ArchiveSearch(
        store=request.store,
        now=request.now,
        languages=request.languages,
        left_out=request.left_out,
        concepts=request.rules.concepts,
    )


def how_many(preview: Preview) -> Phrase:
    """`about 62 articles`, `1 article`, `nothing`."""
    found = preview.found
    if not found.count:
        return Phrase(texts.NOTHING)
    return Phrase(common.ARTICLES if found.exact else texts.ABOUT_ARTICLES, {"count": found.count})


def how_often(preview: Preview) -> Phrase | None:
    """`≈2 a day`, `≈3 a week`, `≈4 a month`; None where there is no rate."""
    return in_words(preview.rate) if preview.rate else None


def how_often_in_all(previews: Sequence[Preview]) -> Phrase | None:
    """The same of several follows together."""
    within = sum(each.within for each in previews)
    return None if previews[0].young or not within else in_words(frequency(within, previews[0].span))


def in_words(rate: Frequency) -> Phrase | None:
    """A rate as every list and button says it; None: its span is too short for one."""
    return Phrase(RATES[rate.unit], {"count": rate.articles}) if rate.unit in RATES else None


def so_far(preview: Preview) -> Phrase:
    """How little a young archive has."""
    return _of_span(preview, texts.NOTHING_SO_FAR)


def at_a_glance(preview: Preview, articles: Phrase | None = None) -> Phrase:
    """`≈2 a day · 62 articles in the last 30 days`; of a young archive how little there is, and never "nothing".

    `articles`: what is said in place of `62 articles`, also where there are none.
    """
    if not preview.found.count and articles is None:
        return so_far(preview) if preview.young else _of_span(preview, texts.NOTHING_IN_LAST)
    text = texts.ARTICLES_SO_FAR if preview.young else texts.ARTICLES_IN_LAST
    counted = _of_span(preview, text, articles=articles or how_many(preview))
    again = preview.rate is not None and preview.rate.unit is Unit.MONTH and preview.whole  # the month that is counted
    often = None if again else how_often(preview)
    return Phrase(texts.RATE_AND_ARTICLES, {"rate": often, "articles": counted}) if often else counted


def _of_span(preview: Preview, text: Text, **parts: Phrase) -> Phrase:
    return Phrase(text, {"span": duration(SPAN if preview.whole else preview.span), **parts})


def glance(preview: Preview, request: Request) -> Paragraph:
    """How many and how often, as a line; none in a house that has read nothing yet."""
    return (request.sentence(at_a_glance(preview)),) if preview.started else ()


def shown_articles(preview: Preview, request: Request) -> list[Paragraph]:
    """The latest, each with its title, source, time and sentence."""
    return [_shown(article, match, request) for article, match in preview.found.latest] if preview.started else []


def _shown(article: Article, match: Match, request: Request) -> Paragraph:
    lines = heading(article, request.zone.key, request.now, translate=request.translate, found=(match,))
    in_title = tidy(match.sentence) in tidy(article.title)
    return lines if in_title else (*lines, sentence_line(match.sentence, match.spans))


def is_busy(preview: Preview, request: Request) -> bool:
    """Does it bring so much that it is asked about before it is followed?"""
    return preview.a_day >= request.rules.ask_from


def busy(typed: str, preview: Preview, request: Request) -> Line:
    """`government: about 14 articles a day.`; a young archive says how many there are already."""
    name = bold(shown(typed))
    if preview.young:
        articles = Phrase(common.ARTICLES, {"count": preview.within})
        return request.sentence(_of_span(preview, doubts.BUSY_SO_FAR, articles=articles), query=name)
    return request.sentence(doubts.BUSY, query=name, count=round(preview.a_day))
