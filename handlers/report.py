"""/report: what was written of topics in a period: how much by day, source and language, headlines, who was first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answers.by_story import StoryView
from bot.answers.trends import Report, Trend, report_of
from bot.charts import MOST_SERIES, Chart, Series
from bot.i18n.catalogue import common
from bot.i18n.catalogue import digest as digest_texts
from bot.i18n.catalogue import report as texts
from bot.i18n.catalogue import trend as charts
from bot.i18n.formats import chart_day, enumerated, language_name, moment
from bot.i18n.text import Plural, Text
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold, line
from bot.messages.sentences import LinePart
from bot.messages.summary import SOURCE_LIMIT
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from handlers import charted, table
from handlers.charted import Asked, asked
from handlers.phrases import first_read_progress
from handlers.request import Request

DEFAULT = "week"
HEADLINES = 4
SHORT_TITLE, SHORT_SOURCE = 70, 24  #: characters, so that a usual report fits below its picture on Telegram
NAMED = 5  #: sources and topics that are named; the rest is counted
ORDER = ("en", "ru", "kk")


def answer(request: Request) -> Message:
    """The report on topics, or on all that the chat follows; with the word csv its table."""
    without_word = table.without_word(request.text)
    if without_word is not None:
        return table.table(request, without_word)
    found = asked(request, "report", charts.REPORT_OF, default=DEFAULT)
    if isinstance(found, Message):
        return found
    if found is None:
        return charted.ask_what(request, texts.ASK, "report week")
    trends = charted.trends_found(found, request, peaks=False)
    view = StoryView.of(request.command.chat, request.preferences, request.languages, request.store)
    report = report_of(
        trends, store=request.store, concepts=request.rules.concepts, most=HEADLINES, view=view, now=request.now
    )
    paragraphs = [*_paragraphs(report, found, request), *first_read_progress(request)]
    message = Message(paragraphs=tuple(paragraphs), buttons=_buttons(found, report, request))
    return charted.in_place(_with_picture(message, report, found, request), request)


def _name(report: Report, found: Asked, request: Request) -> str:
    """What it is on."""
    return charted.names(report.trends.trends, request) if found.words else request.translate(texts.ALL_FOLLOWS)


def _paragraphs(report: Report, found: Asked, request: Request) -> list[Paragraph]:
    trends, together = report.trends, report.trends.together
    name = bold(shown(_name(report, found, request)))
    counted = charted.counted(together, name, request)
    if report.stories is not None:
        articles = request.translate(common.ARTICLES, count=together.count)
        counted = request.sentence(texts.STORIES, follow=name, count=report.stories, articles=articles)
    head: list[Line] = [counted, charted.period_line(trends, request)]
    head += charted.honest_lines(trends, request)
    facts = [_topics(trends.trends, request), _languages(report.languages, request), _sources(report, request)]
    paragraphs: list[Paragraph] = [tuple(head), tuple(filter(None, facts))]
    if report.first is not None:
        at = moment(report.first.published_at, request.zone, request.now, request.translate)
        source, title = (
            shorten(tidy(report.first.source_name), SOURCE_LIMIT),
            charted.headline(report.first, SHORT_TITLE),
        )
        paragraphs.append((request.sentence(texts.FIRST, source=source, moment=at, title=title),))
    if len(report.headlines) > 1:
        heading: Line = (bold(request.translate(texts.HEADLINES)),)
        paragraphs.append((heading, *(_headline(report, place, request) for place in range(len(report.headlines)))))
    if together.count:
        paragraphs.append(charted.numbers(trends, [together], request))
    return [each for each in paragraphs if each]


def _headline(report: Report, place: int, request: Request) -> Line:
    article = report.headlines[place]
    day = chart_day(article.published_at.astimezone(request.zone).date(), request.translate)
    source = shorten(tidy(article.source_name), SHORT_SOURCE)
    also = report.also.get(article.id, ())
    more = (Span(" · "), *request.sentence(digest_texts.OTHERS, count=len(also))) if also else ()
    return (*line(f"{day} · ", charted.headline(article, SHORT_TITLE), f" · {source}"), *more)


def _topics(trends: Sequence[Trend], request: Request) -> Line:
    """`Topics: AI 11, waste 2`; none of one alone."""
    if len(trends) < 2:
        return ()
    ranked = sorted(trends, key=lambda each: -each.count)
    counts = [(shown(each.typed), each.count) for each in ranked if each.count]
    return _listed(counts, texts.TOPICS, texts.TOPICS_AND_MORE, "topics", request)


def _languages(languages: Mapping[str, tuple[int, ...]], request: Request) -> Line:
    totals = [(language_name(code, request.translate), sum(languages[code])) for code in _ordered(languages)]
    return _listed(totals, texts.LANGUAGES, None, "languages", request)


def _sources(report: Report, request: Request) -> Line:
    """By name: editions in several languages share one."""
    totals: dict[str, int] = {}
    for key, count in report.sources:
        name = shorten(tidy(report.names.get(key, key)), SOURCE_LIMIT)
        totals[name] = totals.get(name, 0) + count
    ranked = sorted(totals.items(), key=lambda each: -each[1])
    return _listed(ranked, texts.SOURCES, texts.SOURCES_AND_MORE, "sources", request)


def _listed(
    counts: Sequence[tuple[str, int]], text: Text, and_more: Plural | None, part: str, request: Request
) -> Line:
    """`Sources: Kazakhstan Today 7, KazInform 3 and 2 more`."""
    if not counts:
        return ()
    named = counts if and_more is None else counts[:NAMED]
    translate = request.translate
    words = enumerated([translate(texts.NAME_AND_COUNT, name=name, count=count) for name, count in named], translate)
    parts: dict[str, LinePart] = {part: words}
    if and_more is None or len(counts) == len(named):
        return request.sentence(text, **parts)
    return request.sentence(and_more, **parts, count=len(counts) - len(named))


def _ordered(languages: Mapping[str, object]) -> list[str]:
    return sorted(languages, key=lambda code: (ORDER.index(code) if code in ORDER else len(ORDER), code))


def _buttons(found: Asked, report: Report, request: Request) -> tuple[tuple[Button, ...], ...]:
    periods = charted.period_buttons(found, "report", request)
    others: list[Button] = []
    if len(found.queries) <= MOST_SERIES:
        action = charted.named_again(found, f"trend {found.typed}", request)
        others.append(Button(request.translate(charts.CHART), action))
    if report.trends.together.count:
        action = charted.named_again(found, f"report {found.typed} {table.WORD}", request)
        others.append(Button(request.translate(charts.TABLE), action))
    rows = (periods, tuple(button for button in others if button.action))
    return tuple(row for row in rows if row)


def _with_picture(message: Message, report: Report, found: Asked, request: Request) -> Message:
    """The message with a chart of columns, the languages on each other."""
    trends = report.trends
    if not trends.together.count or len(trends.columns.days) < 2:
        return message
    codes = _ordered(report.languages)[:MOST_SERIES]
    title, subtitle, alt = charted.titles(trends, _name(report, found, request), request)
    chart = Chart(
        title=title,
        subtitle=subtitle,
        series=tuple(
            Series(name=language_name(code, request.translate), values=report.languages[code]) for code in codes
        ),
        labels=charted.labels(trends.columns, request),
        stacked=True,
        missing=trends.missing,
        missing_label=request.translate(charts.NOT_HELD),
        unfinished=trends.columns.unfinished,
    )
    return replace(message, attachment=charted.picture(chart, charted.file_name("report", request), alt))
