"""What /trend, /report and its table share: what is asked of which period, the numbers as text, and the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.answers.period import read_period
from bot.answers.rates import RATED_FROM, frequency
from bot.answers.trends import Columns, Trend, Trends, trends_of
from bot.charts import Chart, draw
from bot.errors import QueryError
from bot.i18n.catalogue import period as periods
from bot.i18n.catalogue import preview
from bot.i18n.catalogue import trend as texts
from bot.i18n.formats import chart_day, day_range, duration, enumerated, short_day
from bot.i18n.text import Plural, Text
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.message import (
    Attachment,
    Button,
    Line,
    Message,
    Paragraph,
    Quote,
    ReplyMode,
    Span,
    bold,
    command,
    line,
    say,
)
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Article, Period
from bot.speech.arguments import ALL, argument_of
from bot.speech.long_periods import brief, period_and_words
from bot.storage.store import Effort
from handlers.asking import Refused, correction_button, read, stored
from handlers.phrases import EXAMPLES, nothing_followed
from handlers.preview import in_words
from handlers.request import Request

LABELS = 7  #: at most under a chart
NUMBERS_SHOWN = 14  #: lines; the numbers of more days stand by the week
TITLE_LIMIT = 90
CLOCK_CHANGE = timedelta(hours=1)  #: a week in which clocks are set forward is one, too
HERE = "="  #: before the period of a button that redraws the picture above it: `trend =week #12`
PERIODS: tuple[tuple[str, Text], ...] = (("week", texts.WEEK), ("month", texts.MONTH), ("quarter", texts.QUARTER))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A period, and what is asked of it."""

    period: Period
    typed: str  #: the period
    queries: tuple[tuple[str, Query], ...]
    numbers: tuple[int, ...]  #: of the stored queries
    words: str  #: what was typed beside the period; "": what the chat follows


def trends_found(found: Asked, request: Request, *, peaks: bool = True, effort: Effort | None = None) -> Trends:
    """The trends of what was asked for, of the articles that the chat gets."""
    return trends_of(
        found.period,
        found.queries,
        found.numbers,
        store=request.store,
        concepts=request.rules.concepts,
        zone=request.zone,
        languages=request.languages,
        left_out=request.left_out,
        now=request.now,
        peaks=peaks,
        effort=effort,
    )


_AGAINST = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)  #: two that are compared, as people type it


def asked(request: Request, name: str, label: Text, *, default: str) -> Asked | Message | None:
    """What is asked for, or why it can't be; None: nothing is named, and nothing followed."""
    typed = request.text.removeprefix(HERE) if request.command.button else request.text
    text = _AGAINST.sub(", ", ", ".join(filter(None, map(tidy, typed.splitlines()))))
    typed, words = period_and_words(text) or (default, text)
    try:
        period = read_period(typed, request.now, request.zone, translate=request.translate)
    except QueryError as error:
        return say(request.sentence(error.phrase), private=True)
    if period is None:  # never of what was read as one
        return say(request.sentence(periods.UNKNOWN_PERIOD, typed=bold(shown(typed))), private=True)
    if request.command.button and words:
        words = stored(words, request) or ""
    found: list[tuple[str, Query]] = []
    numbers: list[int] = []
    if not words or argument_of("digest", words) == ALL:
        follows = request.follows()
        found = [(each.typed, parse(each.canonical, request.rules.concepts)) for each in follows]
        numbers, words = [each.query_id for each in follows], ""
    for each in split_follows(words):
        query = read(each, request, common=True)
        if isinstance(query, Refused):
            button = correction_button(query, request, label, f"{name} {typed}")
            return say(query.reason, private=True).with_buttons(*([button] if button else []))
        found.append((each, query))
        numbers.append(request.query_id(query, each))
    if not found:
        return None
    once = dict(zip(numbers, found, strict=True))
    return Asked(period=period, typed=brief(typed), queries=tuple(once.values()), numbers=tuple(once), words=words)


def ask_what(request: Request, question: Text, usage: str) -> Message:
    """What could be asked for, where nothing is followed."""
    topic = EXAMPLES[request.translate.language][0]
    nothing = nothing_followed(request)
    asking = request.sentence(question, example=command(f"{usage} {topic}"))
    return replace(nothing, paragraphs=((asking,), *nothing.paragraphs))


def named_again(asked: Asked, action: str, request: Request) -> str:
    """A button's action on the same, by the numbers of its queries: `trend week #12,#13`; "" where there is no room."""
    numbers = ",".join(f"#{number}" for number in asked.numbers) if asked.words else ""
    made = f"{action} {numbers}".strip()
    return made if len(made.encode()) <= request.action_bytes else ""


def period_buttons(asked: Asked, name: str, request: Request) -> tuple[Button, ...]:
    """The same for another period, but the one that is shown."""
    shown_days = (asked.period.end_at - asked.period.start_at).days
    found = ((label, named_again(asked, f"{name} {HERE}{word}", request), days) for (word, label), days in _days())
    return tuple(
        Button(request.translate(label), action) for label, action, days in found if action and days != shown_days
    )


def _days() -> Sequence[tuple[tuple[str, Text], int]]:
    return tuple(zip(PERIODS, (7, 30, 91), strict=True))


def in_place(message: Message, request: Request) -> Message:
    """The same for another period takes the place of the picture above its button."""
    here = request.command.button and request.text.startswith(HERE)
    return replace(message, reply_mode=ReplyMode.REPLACE) if here else message


# ------------------------------------------------------------------------------------------------------------- words


def counted(trend: Trend, name: Span, request: Request) -> Line:
    """`AI · 62 articles`."""
    if not trend.count:
        return request.sentence(texts.NOTHING, follow=name)
    text: Plural = texts.COUNTED if trend.tally.exact else texts.ABOUT_COUNTED
    return request.sentence(text, follow=name, count=trend.count)


def period_line(trends: Trends, request: Request) -> Line:
    """`Last 30 days · 31 Oct – 29 Nov · ≈2 a day`."""
    first, last = trends.columns.instants[0], trends.columns.instants[-1]
    whole = last - first if trends.held_for is None else trends.held_for
    span = (min(request.now, last) - first) if trends.held_for is None else trends.held_for
    rated = max(span, RATED_FROM)  # the last day goes on still
    often = in_words(frequency(round(trends.together.count * (rated / span)), rated))
    if whole < RATED_FROM - CLOCK_CHANGE or often is None or not trends.together.count:
        return line(trends.period.name)
    return line(f"{trends.period.name} · ", *request.sentence(often))


def peak_line(trend: Trend, trends: Trends, request: Request, *, limit: int = TITLE_LIMIT) -> Line:
    """`Peak · 24 Nov: 9 — Headline`; none of a single column, or of nothing."""
    if trend.peak is None or len(trend.values) == 1:
        return ()
    days, count = column_name(trends.columns, trend.peak, request), trend.values[trend.peak]
    if trend.headline is None:
        return request.sentence(texts.PEAK, days=days, count=count)
    title = headline(trend.headline, limit)
    return request.sentence(texts.PEAK_WITH_HEADLINE, days=days, count=count, title=title)


def headline(article: Article, limit: int = TITLE_LIMIT) -> Span:
    """Its linked title."""
    return Span(shorten(tidy(article.title), limit), url=article.url)


def column_name(columns: Columns, place: int, request: Request) -> str:
    """`24 Nov`, `18–24 Nov`."""
    first, last = columns.days[place]
    return day_range(first, last, _today(request), request.translate)


def honest_lines(trends: Trends, request: Request) -> Paragraph:
    """How little is held of that time, and where only headlines were searched."""
    lines: list[Line] = []
    if trends.held_for is not None:
        lines.append(request.sentence(preview.NOTHING_SO_FAR, span=duration(trends.held_for)))
    if trends.texts_since_at is not None:
        day = trends.texts_since_at.astimezone(request.zone).date()
        lines.append(request.sentence(texts.TEXTS_SINCE, day=short_day(day, _today(request), request.translate)))
    return tuple(lines)


def numbers(trends: Trends, shown_trends: Sequence[Trend], request: Request) -> Paragraph:
    """The numbers of each day or week as lines, which a client may fold."""
    columns, lines = trends.columns, list[Line]()
    if len(columns.days) < 2:
        return ()
    if len(shown_trends) > 1:
        lines.append(line(" · ".join(shown(each.typed) for each in shown_trends)))
    for first, last in _grouped(len(columns.days), trends.missing):
        days = day_range(columns.days[first][0], columns.days[last][1], _today(request), request.translate)
        counts = [request.translate.part(sum(each.values[first : last + 1])) for each in shown_trends]
        unfinished = columns.unfinished and last == len(columns.days) - 1
        text = texts.NUMBERS_SO_FAR if unfinished else texts.NUMBERS
        lines.append(request.sentence(text, days=days, numbers=" · ".join(counts)))
    return Quote(lines)


def _grouped(count: int, missing: int) -> list[tuple[int, int]]:
    """The first and the last column of each line, by seven if they are many; none of what is not held."""
    size = 1 if count - missing <= NUMBERS_SHOWN else 7
    last = range(count - 1, missing - 1, -size)
    return [(max(each - size + 1, missing), each) for each in last][::-1]


def _today(request: Request) -> date:
    return request.now.astimezone(request.zone).date()


# ----------------------------------------------------------------------------------------------------------- picture


def picture(chart: Chart, file: str, alt: str) -> Attachment:
    """The picture as it is sent."""
    return Attachment(name=f"{file}.png", content=draw(chart), picture=True, alt=alt)


def titles(trends: Trends, name: str, request: Request) -> tuple[str, str, str]:
    """Title and subtitle of a chart, and its words for who cannot see it."""
    per = texts.A_WEEK if trends.columns.weekly else texts.A_DAY
    subtitle = request.translate(per, period=trends.period.name)
    return name, subtitle, request.translate(texts.ALT, follows=name, period=trends.period.name)


def names(shown_trends: Sequence[Trend], request: Request) -> str:
    """The topics as one text."""
    return enumerated([shown(each.typed) for each in shown_trends], request.translate)


def labels(columns: Columns, request: Request) -> tuple[str, ...]:
    """The days under a chart, from the last one on, as many as have room."""
    every = -(-len(columns.days) // LABELS)
    count = len(columns.days)
    return tuple(
        chart_day(first, request.translate) if (count - 1 - place) % every == 0 else ""
        for place, (first, _) in enumerate(columns.days)
    )


def file_name(name: str, request: Request) -> str:
    """`trend-2026-11-29`."""
    return f"{name}-{request.now.astimezone(request.zone).date().isoformat()}"
