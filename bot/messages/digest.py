"""A digest: the stories of a period, grouped by follow, one line each so that a long one is split between items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import common, formats, languages
from bot.i18n.catalogue import digest as texts
from bot.i18n.formats import HOUR, MINUTE, clock, duration, enumerated, language_name, moment
from bot.i18n.translator import Translator
from bot.messages.message import Line, Message, Paragraph, Span, bold, line
from bot.messages.sentences import listed, sentence
from bot.messages.summary import FOLLOW_LIMIT, SOURCE_LIMIT, TITLE_LIMIT
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import Article, Digest, DigestGroup, SourceHealth

SHORT = 3  #: a digest of fewer articles names the sources that are silent longer than usual
MOST_TELLERS = 3  #: others that tell of a story, named behind it
NAMES_A_LINE = 20  #: so that a line never outgrows a platform's message
LONGEST_DAY = timedelta(hours=25)  #: the day on which clocks are set back


def digest_message(
    digest: Digest,
    timezone: str,
    now: datetime,
    health: Sequence[SourceHealth] = (),
    *,
    translate: Translator,
) -> Message:
    """The digest in a chat's zone: heading, groups, totals, and why it is empty or short if a source is silent."""
    zone = ZoneInfo(timezone)
    first, last = digest.period.start_at, digest.period.end_at - MINUTE
    one_day = first.astimezone(zone).date() == last.astimezone(zone).date()
    paragraphs: list[Paragraph] = [(line(bold(digest.period.name)),)]
    for group in digest.groups:
        if group.articles:
            items = tuple(
                item(each, zone, now, translate, one_day=one_day, also=digest.also.get(each.id, ()))
                for each in group.articles
            )
            paragraphs.append((*group_heading(group, translate), *items))
    paragraphs += _without_own(digest.groups, translate)
    paragraphs.append((*_stories(digest, translate), _totals(digest, zone, now, translate)))
    if digest.texts_dropped:
        paragraphs.append((sentence(translate, texts.TEXTS_DROPPED),))
    if sum(len(group.articles) for group in digest.groups) < SHORT:
        paragraphs += silent_sources(health, zone, now, translate=translate)
    return Message(paragraphs=tuple(paragraphs))


def silent_sources(
    health: Sequence[SourceHealth], zone: ZoneInfo, now: datetime, *, translate: Translator
) -> list[Paragraph]:
    """One paragraph with a line for each source that has been silent longer than usual, or can't be read."""
    lines = [silence for each in health if (silence := _silence(each, zone, now, translate))]
    return [tuple(lines)] if lines else []


def source_name(source: SourceHealth, *, translate: Translator) -> str:
    """`Kazakhstan Today (English)`: its editions share one name."""
    language = language_name(source.language, translate)
    return translate(languages.SOURCE, source=shorten(tidy(source.name), SOURCE_LIMIT), language=language)


def _silence(source: SourceHealth, zone: ZoneInfo, now: datetime, translate: Translator) -> Line | None:
    label = source_name(source, translate=translate)
    if source.failing_since_at is not None:
        since = time_span(source.failing_since_at, zone, now, translate)
        return sentence(translate, texts.UNREADABLE_SINCE, source=label, since=since)
    if not source.silent_longer_than_usual:
        return None
    if source.last_article_at is None:
        return sentence(translate, texts.NOTHING_YET, source=label)
    since = time_span(source.last_article_at, zone, now, translate)
    return sentence(translate, texts.SILENT_SINCE, source=label, since=since)


def follow_name(typed: str) -> str:
    """A follow as it stands in a digest."""
    return shorten(tidy(typed), FOLLOW_LIMIT)


def group_heading(group: DigestGroup, translate: Translator) -> tuple[Line, ...]:
    """`AI · 5 (2 more above)`; none above a digest of everything."""
    if not group.typed:
        return ()
    follow, count = bold(follow_name(group.typed)), len(group.articles)
    if not group.shown_above:
        return (sentence(translate, common.FOLLOW_AND_COUNT, follow=follow, count=count),)
    return (sentence(translate, texts.GROUP_AND_ABOVE, follow=follow, count=count, above=group.shown_above),)


def item(
    article: Article,
    zone: ZoneInfo,
    now: datetime,
    translate: Translator,
    *,
    one_day: bool,
    also: Sequence[Article] = (),
) -> Line:
    """`13:20 Title · Source · +2: Tengrinews RU, Qazinform KK`; with its date, unless the digest is of one day.

    `also`: the other articles of its story.
    """
    published_at = article.published_at
    shown = clock(published_at, zone, translate) if one_day else moment(published_at, zone, now, translate)
    at = Span(shown, at=published_at, clock=one_day)
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), url=article.url)
    source = f" · {shorten(tidy(article.source_name), SOURCE_LIMIT)}"
    return (*line(at, " ", title, source), *(others(article, also, translate) if also else ()))


def others(article: Article, also: Sequence[Article], translate: Translator) -> Line:
    """` · +2: Tengrinews RU, Qazinform KK`: how many more articles tell of it, and the first few others who do."""
    by_teller = {(each.source_name, each.language): each for each in (article, *also)}
    del by_teller[article.source_name, article.language]
    names = [
        (Span(f"{shorten(tidy(each.source_name), SOURCE_LIMIT)} {each.language.upper()}", url=each.url),)
        for each in list(by_teller.values())[:MOST_TELLERS]
    ]
    if not names:
        return (Span(" · "), *sentence(translate, texts.OTHERS, count=len(also)))
    told = sentence(translate, texts.OTHERS_BY, count=len(also), sources=listed(translate, names, formats.COMMA))
    return (Span(" · "), *told)


def _without_own(groups: Sequence[DigestGroup], translate: Translator) -> list[Paragraph]:
    """The follows that have no items of their own, in one paragraph: nothing is dropped in silence."""
    without = [group for group in groups if group.typed and not group.articles]
    lines = [
        sentence(translate, texts.ONLY_ABOVE, follow=follow_name(group.typed), count=group.shown_above)
        for group in without
        if group.shown_above
    ]
    names = [follow_name(group.typed) for group in without if not group.shown_above]
    for at in range(0, len(names), NAMES_A_LINE):
        follows = enumerated(names[at : at + NAMES_A_LINE], translate)
        lines.append(sentence(translate, texts.NOTHING_ON, follows=follows))
    return [tuple(lines)] if lines else []


def _stories(digest: Digest, translate: Translator) -> tuple[Line, ...]:
    """`3 stories`, where several articles tell of one."""
    count = sum(len(group.articles) for group in digest.groups)
    return (sentence(translate, texts.STORIES, count=count),) if digest.also else ()


def _totals(digest: Digest, zone: ZoneInfo, now: datetime, translate: Translator) -> Line:
    """`3 articles of 47 published`, and the span really held if that is shorter than the period."""
    found = sum(1 + len(digest.also.get(each.id, ())) for group in digest.groups for each in group.articles)
    since_at = digest.archive_since_at
    if since_at is None:
        if digest.seen == 0:
            return sentence(translate, texts.NOTHING_PUBLISHED)
        return sentence(translate, texts.TOTAL, found=found, count=digest.seen)
    until, since = min(digest.period.end_at, now), time_span(since_at, zone, now, translate)
    if since_at >= until:
        return sentence(translate, texts.BEFORE_ARCHIVE, since=since)
    so_far = until - since_at < HOUR and until == now
    span = duration(until - since_at)
    if digest.seen == 0:
        return sentence(translate, texts.NOTHING_SO_FAR if so_far else texts.NOTHING_IN_SPAN, span=span, since=since)
    text = texts.TOTAL_SO_FAR if so_far else texts.TOTAL_IN_SPAN
    return sentence(translate, text, found=found, count=digest.seen, span=span, since=since)
