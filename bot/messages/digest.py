"""A digest: the articles of a period, grouped by follow, one line each so that a long one is split between items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.messages.dates import HOUR, clock, count, moment, news_so_far, span_name
from bot.messages.message import Line, Message, Paragraph, Span, bold, line
from bot.messages.summary import FOLLOW_LIMIT, SOURCE_LIMIT, TITLE_LIMIT
from bot.messages.text import shorten, tidy
from bot.model import Article, Digest, DigestGroup, SourceHealth

SHORT = 3  #: a digest of fewer articles names the sources that are silent longer than usual
NAMES_A_LINE = 20  #: so that a line never outgrows a platform's message
LONGEST_DAY = timedelta(hours=25)  #: the day on which clocks are set back


def digest_message(digest: Digest, timezone: str, now: datetime, health: Sequence[SourceHealth] = ()) -> Message:
    """The digest in a chat's zone: heading, groups, totals, and why it is empty or short if a source is silent."""
    zone = ZoneInfo(timezone)
    one_day = digest.period.end_at - digest.period.start_at <= LONGEST_DAY
    paragraphs: list[Paragraph] = [(line(bold(f"Digest for {digest.period.name}")),)]
    for group in digest.groups:
        if group.articles:
            items = tuple(_item(article, zone, now, one_day=one_day) for article in group.articles)
            paragraphs.append((*_group_heading(group), *items))
    paragraphs += _without_own(digest.groups)
    paragraphs.append((line(_totals(digest, zone, now)),))
    if digest.texts_dropped:
        paragraphs.append((line("Full texts of that time are no longer kept: titles and leads were searched."),))
    if sum(len(group.articles) for group in digest.groups) < SHORT:
        paragraphs += silent_sources(health, zone, now)
    return Message(paragraphs=tuple(paragraphs))


def silent_sources(health: Sequence[SourceHealth], zone: ZoneInfo, now: datetime) -> list[Paragraph]:
    """One paragraph with a line for each source that has been silent longer than usual, or can't be read."""
    lines = [said for each in health if (said := _silence(each, zone, now))]
    return [tuple(lines)] if lines else []


def source_name(source: SourceHealth) -> str:
    """`Kazakhstan Today (English)`: its editions share one name."""
    language = {"en": "English", "ru": "Russian", "kk": "Kazakh"}.get(source.language, source.language)
    return f"{shorten(tidy(source.name), SOURCE_LIMIT)} ({language})"


def _silence(source: SourceHealth, zone: ZoneInfo, now: datetime) -> Line | None:
    if source.failing_since_at is not None:
        return line(f"{source_name(source)} can't be read since {moment(source.failing_since_at, zone, now)}.")
    if not source.silent_longer_than_usual:
        return None
    if source.last_article_at is None:
        return line(f"{source_name(source)} has brought nothing yet.")
    since = moment(source.last_article_at, zone, now)
    return line(f"{source_name(source)} has been silent longer than usual, since {since}.")


def _group_heading(group: DigestGroup) -> tuple[Line, ...]:
    if not group.typed:
        return ()
    name = shorten(tidy(group.typed), FOLLOW_LIMIT)
    above = f" and {group.shown_above} above" if group.shown_above else ""
    return (line(bold(name), f" · {len(group.articles):,}{above}"),)


def _item(article: Article, zone: ZoneInfo, now: datetime, *, one_day: bool) -> Line:
    at = clock(article.published_at, zone) if one_day else moment(article.published_at, zone, now)
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), url=article.url)
    return line(f"{at} ", title, f" · {shorten(tidy(article.source_name), SOURCE_LIMIT)}")


def _without_own(groups: Sequence[DigestGroup]) -> list[Paragraph]:
    """The follows that have no items of their own, in one paragraph: nothing is dropped in silence."""
    lines: list[Line] = []
    above = [group for group in groups if group.typed and not group.articles and group.shown_above]
    lines += [line(f"{shorten(tidy(group.typed), FOLLOW_LIMIT)}: {group.shown_above:,} above") for group in above]
    empty = [group.typed for group in groups if group.typed and not group.articles and not group.shown_above]
    names = [shorten(tidy(typed), FOLLOW_LIMIT) for typed in empty]
    for at in range(0, len(names), NAMES_A_LINE):
        lines.append(line("Nothing on: " + ", ".join(names[at : at + NAMES_A_LINE])))
    return [tuple(lines)] if lines else []


def _totals(digest: Digest, zone: ZoneInfo, now: datetime) -> str:
    """`3 articles of 47 read`, and the span really held if that is shorter than the period."""
    found = sum(len(group.articles) for group in digest.groups)
    held = ""
    if digest.archive_since_at is not None:
        until = min(digest.period.end_at, now)
        if digest.archive_since_at >= until:
            return f"I have nothing from then: my archive begins on {moment(digest.archive_since_at, zone, now)}."
        span, since = until - digest.archive_since_at, moment(digest.archive_since_at, zone, now)
        held = f" in the {span_name(span)} I have (since {since})"
        if span < HOUR and until == now:
            held = f"; {news_so_far(span)} (since {since})"
    if digest.seen == 0:
        return f"In all: no articles{held or ' were published'}."
    return f"In all: {count(found, 'article')} of {digest.seen:,} published{held}."
