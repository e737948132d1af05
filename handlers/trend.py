"""/trend: how often topics were in the news, as a chart, with its numbers as text beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.rates import rates_of
from bot.answers.trends import Trends
from bot.charts import MOST_SERIES, Chart, Series
from bot.i18n.catalogue import trend as texts
from bot.messages.message import Button, Message, Paragraph, bold
from bot.messages.wording import shown
from handlers import charted
from handlers.charted import Asked, asked
from handlers.phrases import first_read_progress
from handlers.request import Request

DEFAULT = "month"
SHORT_TITLE = 70  #: characters of a headline where there are several


def answer(request: Request) -> Message:
    """The chart of up to four topics; without any of those that bring most here."""
    found = asked(request, "trend", texts.TREND_OF, default=DEFAULT)
    if isinstance(found, Message):
        return found
    if found is None:
        return charted.ask_what(request, texts.ASK, "trend")
    many = len(found.queries) > MOST_SERIES
    found = _busiest(found, request) if many and not found.words else _first(found)
    trends = charted.trends_found(found, request)
    paragraphs = _paragraphs(trends, request)
    if many and found.words:
        paragraphs.append((request.sentence(texts.ONLY_FIRST, limit=MOST_SERIES),))
    message = Message(paragraphs=(*paragraphs, *first_read_progress(request)), buttons=_buttons(found, request))
    return charted.in_place(_with_picture(message, trends, request), request)


def _first(found: Asked) -> Asked:
    return replace(found, queries=found.queries[:MOST_SERIES], numbers=found.numbers[:MOST_SERIES])


def _busiest(found: Asked, request: Request) -> Asked:
    """Of all that the chat follows those that bring most."""
    rates = rates_of(
        request.follows(),
        store=request.store,
        concepts=request.rules.concepts,
        languages=request.languages,
        left_out=request.left_out,
        now=request.now,
    )
    chosen = rates.by_rate()[:MOST_SERIES]
    return replace(
        found,
        queries=tuple((each.follow.typed, each.query) for each in chosen),
        numbers=tuple(each.follow.query_id for each in chosen),
    )


def _paragraphs(trends: Trends, request: Request) -> list[Paragraph]:
    alone = len(trends.trends) == 1
    limit = charted.TITLE_LIMIT if alone else SHORT_TITLE
    period = charted.period_line(trends, request)
    found: list[Paragraph] = []
    for each in trends.trends:
        name = charted.counted(each, bold(shown(each.typed)), request)
        peak = charted.peak_line(each, trends, request, limit=limit)
        found.append(tuple(filter(None, (name, period if alone else (), peak))))
    honest = charted.honest_lines(trends, request)
    found += [tuple(filter(None, (() if alone else period, *honest)))]
    found.append(charted.numbers(trends, trends.trends, request))
    return [each for each in found if each]


def _buttons(found: Asked, request: Request) -> tuple[tuple[Button, ...], ...]:
    periods = charted.period_buttons(found, "trend", request)
    report = charted.named_again(found, f"report {found.typed}", request)
    rows = (periods, (Button(request.translate(texts.REPORT), report),) if report else ())
    return tuple(row for row in rows if row)


def _with_picture(message: Message, trends: Trends, request: Request) -> Message:
    """The message with its chart; nothing is no picture, and one day is none that says more than its number."""
    if not any(each.count for each in trends.trends) or len(trends.columns.days) < 2:
        return message
    title, subtitle, alt = charted.titles(trends, charted.names(trends.trends, request), request)
    chart = Chart(
        title=title,
        subtitle=subtitle,
        series=tuple(Series(name=shown(each.typed), values=each.values) for each in trends.trends),
        labels=charted.labels(trends.columns, request),
        missing=trends.missing,
        missing_label=request.translate(texts.NOT_HELD),
        unfinished=trends.columns.unfinished,
    )
    return replace(message, attachment=charted.picture(chart, charted.file_name("trend", request), alt))
