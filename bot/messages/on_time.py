"""A digest on time: what is new to a chat since the last one, grouped by follow, the most special ones first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import digest_schedule as texts
from bot.i18n.formats import enumerated
from bot.i18n.translator import Translator
from bot.messages.digest import follow_name, group_heading, item, silent_sources
from bot.messages.message import Line, Message, Paragraph, Span, bold, line
from bot.messages.sentences import sentence
from bot.messages.times import time_span
from bot.model import Article, DigestGroup, DigestSpan, SourceHealth

NO_OTHERS: Mapping[int, Sequence[Article]] = {}
MOST_NAMED = 3  #: follows in the first line, which a notification shows


def on_time_message(
    span: DigestSpan,
    found: Sequence[tuple[Article, Sequence[str]]],
    typed: Sequence[str],
    timezone: str,
    now: datetime,
    health: Sequence[SourceHealth] = (),
    *,
    also: Mapping[int, Sequence[Article]] = NO_OTHERS,
    translate: Translator,
) -> Message:
    """`found`: an article of each story, newest first, with the follows that the story answers.

    `typed`: all follows of the chat; `also`: the other articles of a story, by the one that is shown.
    """
    zone = ZoneInfo(timezone)
    since = time_span(span.since_at, zone, now, translate)
    late: list[Line] = []
    if span.late:
        late = [sentence(translate, texts.LATE, due=time_span(span.due_at, zone, now, translate))]
    if not found:
        nothing: Paragraph = (sentence(translate, texts.NOTHING_NEW, since=since), *late)
        silent = silent_sources(health, zone, now, translate=translate)
        return Message(paragraphs=(nothing, *silent), quiet=True)
    groups, follows_besides = _grouped(found, typed)
    counts = {group.typed: len(group.articles) + group.shown_above for group in groups}
    heading = (_first_line(len(found), counts, translate), sentence(translate, texts.SINCE, since=since), *late)
    paragraphs: list[Paragraph] = [heading]
    for group in groups:
        items = [
            _item(each, follows_besides.get(each.id, ()), also.get(each.id, ()), zone, span, now, translate)
            for each in group.articles
        ]
        paragraphs.append((*group_heading(group, translate), *items))
    if without := len(typed) - len(groups):
        paragraphs.append((sentence(translate, texts.WITHOUT_NEWS, count=without),))
    return Message(paragraphs=tuple(paragraphs))


def _grouped(
    found: Sequence[tuple[Article, Sequence[str]]], typed: Sequence[str]
) -> tuple[list[DigestGroup], Mapping[int, Sequence[str]]]:
    """Each article once, under the follow that has the fewest; and the other follows that it answers, by its id."""
    counts = {one: sum(one in follows for _, follows in found) for one in typed}
    order = sorted((one for one in typed if counts[one]), key=lambda one: (counts[one], typed.index(one)))
    own: dict[str, list[Article]] = {one: [] for one in order}
    also: dict[int, list[str]] = {}
    for article, follows in found:
        first, *others = sorted(follows, key=order.index)
        own[first].append(article)
        also[article.id] = others
    above = {one: counts[one] - len(own[one]) for one in order}
    groups = [DigestGroup(typed=one, articles=tuple(own[one]), shown_above=above[one]) for one in order]
    return groups, also


def _first_line(count: int, counts: Mapping[str, int], translate: Translator) -> Line:
    """`🗞 12 new: AI 5, Aktau 4, waste 3 and 2 more topics`: those with the most."""
    most = sorted(counts, key=lambda one: -counts[one])
    named = [
        translate(texts.FOLLOW_AND_NUMBER, follow=follow_name(one), count=counts[one]) for one in most[:MOST_NAMED]
    ]
    follows = enumerated(named, translate)
    if rest := len(most) - len(named):
        follows = translate(texts.MORE_FOLLOWS, follows=follows, count=rest)
    return (bold(translate(texts.NEW, count=count, follows=follows)),)


def _item(
    article: Article,
    follows: Sequence[str],
    also: Sequence[Article],
    zone: ZoneInfo,
    span: DigestSpan,
    now: datetime,
    translate: Translator,
) -> Line:
    same_day = article.published_at.astimezone(zone).date() == span.until_at.astimezone(zone).date()
    shown = item(article, zone, now, translate, one_day=same_day, also=also)
    if not follows:
        return shown
    names = enumerated([follow_name(one) for one in follows], translate)
    return (*shown, *line(" · ", Span(translate(texts.OTHER_FOLLOWS, follows=names), italic=True)))
