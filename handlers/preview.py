"""The articles that match a query, in words."""

from __future__ import annotations

from bot.answers.preview import SPAN, ArchiveSearch, Preview
from bot.i18n.catalogue import common
from bot.i18n.catalogue import preview as texts
from bot.i18n.formats import duration
from bot.i18n.text import Phrase, Text
from bot.matching.query import Field, Query
from bot.messages.message import Line, Paragraph, Span, bold
from bot.messages.summary import heading, sentence_line
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Article, Match
from handlers.request import Request

TITLE_LIMIT = 200
RATES = {"day": texts.ABOUT_A_DAY, "week": texts.ABOUT_A_WEEK}


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
    """`about 2 a day`, `about 3 a week`; None where there is no rate."""
    rate = preview.rate
    return Phrase(RATES[rate.unit], {"count": round(rate.articles)}) if rate else None


def how_many_and_often(preview: Preview) -> Phrase:
    """`62 articles, about 2 a day`."""
    many, often = how_many(preview), how_often(preview)
    return Phrase(texts.WITH_RATE, {"articles": many, "rate": often}) if often else many


def summed_up(preview: Preview, articles: Phrase) -> Phrase:
    """`In the last 30 days: 62 articles.`; of an archive that has only just begun how little there is."""
    if preview.young and not preview.found.count:
        return _of_span(preview, texts.ONLY_SPAN_AND_NOTHING)
    text = texts.ONLY_SPAN if preview.young else texts.IN_LAST
    return _of_span(preview, text, articles=articles)


def _of_span(preview: Preview, text: Text, **parts: Phrase) -> Phrase:
    return Phrase(text, {"span": duration(SPAN if preview.whole else preview.span), **parts})


def in_full(preview: Preview, request: Request) -> list[Paragraph]:
    """How many and how often; below it each of the latest with its title, source, time and sentence."""
    if not preview.started:
        return []
    latest = preview.found.latest
    return [
        (request.sentence(_would_have_brought(preview)),),
        *(_shown(article, match, request) for article, match in latest),
    ]


def _would_have_brought(preview: Preview) -> Phrase:
    found = preview.found
    if preview.young and not found.count:
        return _of_span(preview, texts.ONLY_SPAN_AND_NOTHING)
    if 0 < found.count <= len(found.latest):
        text = texts.ALL_IN_ONLY_SPAN if preview.young else texts.ALL_IN_LAST
    elif found.latest:
        text = texts.LATEST_IN_ONLY_SPAN if preview.young else texts.LATEST_IN_LAST
    else:
        text = texts.ONLY_SPAN if preview.young else texts.IN_LAST
    return _of_span(preview, text, articles=how_many_and_often(preview))


def _shown(article: Article, match: Match, request: Request) -> Paragraph:
    lines = heading(article, request.zone.key, request.now, translate=request.translate)
    in_title = tidy(match.sentence) in tidy(article.title)
    return lines if in_title else (*lines, sentence_line(match.sentence, match.spans))


def in_short(preview: Preview, request: Request) -> Paragraph:
    """The same in a line or two, where several follows are answered together."""
    if not preview.started:
        return ()
    summary = request.sentence(summed_up(preview, how_many_and_often(preview)))
    if not preview.found.latest:
        return (summary,)
    article = preview.found.latest[0][0]
    (title,), source = heading(article, request.zone.key, request.now, translate=request.translate)
    latest = Span(shorten(title.text, TITLE_LIMIT), url=title.url)
    return (summary, request.sentence(texts.LATEST, title=latest, source=source))


def too_common(typed: str, query: Query, preview: Preview, request: Request) -> Line:
    """`government stands in 41 % of what I read (about 14 a day).`"""
    filters = all(term.field in (Field.LANG, Field.SOURCE) for group in query.all_of for term in group)
    percent = round(100 * preview.found.count / preview.found.seen)
    text = texts.IS if filters else texts.STANDS_IN
    return request.sentence(text, query=bold(shown(typed)), percent=percent, often=_often(preview))


def _often(preview: Preview) -> Phrase:
    return how_often(preview) or _of_span(preview, texts.ARTICLES_IN_LAST, articles=how_many(preview))
