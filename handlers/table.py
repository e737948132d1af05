"""The articles of a period as a table that a spreadsheet opens: CSV with a byte order mark, nothing in it a formula.

Each row is an article; those of one story have one number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.answers.by_story import StoryView
from bot.i18n.catalogue import common
from bot.i18n.catalogue import report as texts
from bot.i18n.catalogue import trend as charts
from bot.i18n.formats import language_name
from bot.messages.cells import cell
from bot.messages.message import Attachment, Line, Message, say
from bot.messages.text import tidy
from bot.model import Article
from bot.storage.store import Effort
from handlers import charted
from handlers.charted import Asked, asked
from handlers.request import Request

DEFAULT = "week"
WORD = "csv"  #: what asks for the table
MOST_ROWS = 20_000
EFFORT = Effort(texts=2000, time=timedelta(seconds=3))
MARK = "\ufeff"  #: without it spreadsheets read UTF-8 as something else
_WORD = re.compile(r"(?<![^\s,])(?:csv|table|excel|xlsx?|таблиц[аыуе]|эксель|кесте)(?![^\s,])[\s,]*", re.IGNORECASE)


def without_word(text: str) -> str | None:
    """What is asked for beside the table; None: no table is asked for."""
    found = _WORD.search(text)
    return None if found is None else (text[: found.start()] + text[found.end() :]).strip(" ,")


def table(request: Request, words: str) -> Message:
    """The table of what the chat follows, or of topics, in a period: `week`, `month AI`."""
    found = asked(request.renamed("report", words), "report", charts.REPORT_OF, default=DEFAULT)
    if isinstance(found, Message):
        return found
    if found is None:
        return charted.ask_what(request, texts.ASK, f"report week {WORD}")
    return _table(found, request)


def _table(found: Asked, request: Request) -> Message:
    trends = charted.trends_found(found, request, peaks=False, effort=EFFORT)
    follows: dict[int, list[str]] = {}
    for trend in trends.trends:
        for article_id in (each for column in trend.tally.found for each in column):
            follows.setdefault(article_id, []).append(tidy(trend.typed))
    articles = request.store.tallies.articles(sorted(follows, reverse=True)[:MOST_ROWS])
    period = trends.period.name
    if not articles:
        return say(request.sentence(texts.NO_ROWS, period=period), private=True)
    newest_first = sorted(articles, key=lambda each: each.published_at, reverse=True)
    stories = _stories(newest_first, request)
    count, several = len(set(stories)), len(articles)
    lines: list[Line] = [request.sentence(texts.ROWS, count=several, period=period)]
    if count < several:
        named = request.translate(common.ARTICLES, count=several)
        lines = [request.sentence(texts.ROWS_OF_STORIES, count=count, articles=named, period=period)]
    if len(follows) > MOST_ROWS:
        lines.append(request.sentence(texts.ROWS_CUT, limit=MOST_ROWS))
    if not trends.together.tally.exact:
        lines.append(request.sentence(texts.ROWS_UNREAD))
    lines += charted.honest_lines(trends, request)
    content = _written(newest_first, stories, follows, request)
    file = Attachment(name=f"{charted.file_name('jarshy', request)}.csv", content=content)
    return replace(say(*lines), attachment=file)


def _stories(articles: Sequence[Article], request: Request) -> list[int]:
    """The number of each article's story, from 1 on in the order of the rows; what the chat took apart is two."""
    view = StoryView.of(request.command.chat, request.preferences, request.languages, request.store)
    keys = [view.key(each) for each in articles]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
    return [numbers[key] for key in keys]


def _written(
    articles: Sequence[Article], stories: Sequence[int], follows: Mapping[int, list[str]], request: Request
) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    heads = (texts.DATE, texts.TITLE, texts.SOURCE, texts.LANGUAGE, texts.FOLLOWS, texts.LINK, texts.STORY)
    rows.writerow([request.translate(each) for each in heads])
    for each, story in zip(articles, stories, strict=True):
        at = each.published_at.astimezone(request.zone).strftime("%Y-%m-%d %H:%M")
        language = language_name(each.language, request.translate)
        cells = (tidy(each.title), tidy(each.source_name), language, ", ".join(follows[each.id]), each.url or "")
        rows.writerow([at, *map(cell, cells), story])
    return (MARK + out.getvalue()).encode()
