"""What a query would have brought, in words."""

from __future__ import annotations

from bot.answers.preview import SPAN, ArchiveSearch, Preview
from bot.matching.query import Field, Query
from bot.messages.dates import count, news_so_far, span_name
from bot.messages.message import Line, Paragraph, Span, bold, line
from bot.messages.summary import heading, sentence_line
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Article, Match
from handlers.request import Request

TITLE_LIMIT = 200


def archive_search(request: Request) -> ArchiveSearch:
    """A search of what the chat reads."""
    return ArchiveSearch(
        store=request.store, now=request.now, languages=request.languages, concepts=request.rules.concepts
    )


def how_many(brought: Preview) -> str:
    """`about 62 articles`, `1 article`, `nothing`."""
    found = brought.found
    return f"{'' if found.exact else 'about '}{count(found.count, 'article')}" if found.count else "nothing"


def how_often(brought: Preview) -> str:
    """`about 2 a day`, `about 3 a week`; nothing where there is no rate."""
    return f"about {brought.rate.articles:,.0f} a {brought.rate.unit}" if brought.rate else ""


def how_many_and_often(brought: Preview) -> str:
    """`62 articles, about 2 a day`."""
    often = how_often(brought)
    return f"{how_many(brought)}, {often}" if often else how_many(brought)


def within(brought: Preview) -> str:
    """`the last 30 days`, `the 2 days I have`."""
    return f"the last {SPAN.days} days" if brought.whole else f"the {span_name(brought.span)} I have"


def summed_up(brought: Preview, articles: str) -> str:
    """`In the last 30 days: 62 articles.`; of an archive that has only just begun how little there is."""
    if not brought.young:
        return f"In {within(brought)}: {articles}."
    return f"{news_so_far(brought.span)}{f': {articles}' if brought.found.count else ''}."


def in_full(brought: Preview, request: Request) -> list[Paragraph]:
    """How many and how often; below it each of the latest with its title, source, time and sentence."""
    if not brought.started:
        return []
    latest = brought.found.latest
    all_shown = 0 < brought.found.count <= len(latest)
    said = f"{_would_have_brought(brought)}{':' if all_shown else '.'}"
    said += " The latest:" if latest and not all_shown else ""
    return [(line(said),), *(_shown(article, match, request) for article, match in latest)]


def _would_have_brought(brought: Preview) -> str:
    if not brought.young:
        return f"In {within(brought)} it would have brought {how_many_and_often(brought)}"
    span_name = news_so_far(brought.span)
    return f"{span_name}. It would have brought {how_many(brought)}" if brought.found.count else span_name


def _shown(article: Article, match: Match, request: Request) -> Paragraph:
    lines = heading(article, request.zone.key, request.now)
    in_title = tidy(match.sentence) in tidy(article.title)
    return lines if in_title else (*lines, sentence_line(match.sentence, match.spans))


def in_short(brought: Preview, request: Request) -> Paragraph:
    """The same in a line or two, where several follows are told of together."""
    if not brought.started:
        return ()
    said = line(summed_up(brought, how_many_and_often(brought)))
    if not brought.found.latest:
        return (said,)
    article = brought.found.latest[0][0]
    (title,), source = heading(article, request.zone.key, request.now)
    latest = Span(shorten(title.text, TITLE_LIMIT), url=title.url)
    return (said, line("Latest: ", latest, " · ", *source))


def too_common(typed: str, query: Query, brought: Preview) -> Line:
    """`government stands in 41 % of what I read (about 14 a day).`"""
    filters = all(term.field in (Field.LANG, Field.SOURCE) for group in query.all_of for term in group)
    share = round(100 * brought.found.count / brought.found.seen)
    often = how_often(brought) or f"{how_many(brought)} in {within(brought)}"
    verb = "is" if filters else "stands in"
    return line(bold(shown(typed)), f" {verb} {share} % of what I read ({often}).")
