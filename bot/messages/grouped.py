"""Several articles of a chat by the follows that they came for, in a busy minute or after a quiet time. Pure.

**14 new: Алматы 11, Казахстан 2, AI 1 — Пожар на рынке…**

🔔 **AI** · 1
A second line for the Almaty **metro** depot                (linked)
13:20 · Kazakhstan Today · EN · 🔔 AI, Алматы               (the follows, where it answers several)
🌐 No source in another language has had it for 6 hours.     (where it came only for that)
also: Tengrinews (ru) · Qazinform (kk)                      (where others wrote of the same story)

An article that answers several follows stands once, under the most specific of them: that which the fewest of these
articles answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import causes, common, formats
from bot.i18n.catalogue import grouped as texts
from bot.i18n.catalogue import summary as summary_texts
from bot.i18n.translator import Translator
from bot.messages.also import also_in_passing, as_shown
from bot.messages.message import Line, Paragraph, bold, line
from bot.messages.post import hashtags
from bot.messages.summary import (
    BELL,
    SOURCE_LIMIT,
    AlertContext,
    alone_line,
    badge,
    follows,
    found_in_title,
    naming,
    title_line,
)
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import ChatKind, Delivery, Reason

_Key = tuple[int, str]  #: of a follow
NO_FOLLOW: _Key = (0, "")  #: of what is no longer followed
NAME_LIMIT = 24  #: characters of a follow in the first line
NAMES_LIMIT = 90  #: of all of them
HEADLINE_LIMIT = 70  #: of the title in it


@dataclass(frozen=True, kw_only=True)
class Group:
    """The articles that stand under one follow."""

    follow: Reason | None  #: None: under none, for what it came for is no longer followed
    deliveries: tuple[Delivery, ...]  #: the most important first; on a page a part of them
    count: int  #: of all of them


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How they are put into words."""

    zone: ZoneInfo
    now: datetime
    translate: Translator
    context: AlertContext


def grouped(deliveries: Sequence[Delivery], context: AlertContext, *, by_importance: bool) -> list[Group]:
    """The groups, that of the most specific follow first; `by_importance`: that with the most important article."""
    ranks = _ranks(deliveries)
    found: dict[_Key, list[Delivery]] = {}
    for each in sorted(deliveries, key=lambda each: _importance(each, context)):
        reasons = tuple(sorted(each.reasons, key=lambda reason: ranks[_key(reason)]))
        found.setdefault(_key(reasons[0]) if reasons else NO_FOLLOW, []).append(replace(each, reasons=reasons))
    keys = list(found) if by_importance else sorted(found, key=lambda key: ranks[key])
    return [
        Group(
            follow=None if key == NO_FOLLOW else found[key][0].reasons[0],
            deliveries=tuple(found[key]),
            count=len(found[key]),
        )
        for key in keys
    ]


def _key(follow: Reason) -> _Key:
    return follow.query_id, follow.typed


def _ranks(deliveries: Sequence[Delivery]) -> dict[_Key, tuple[int, int, int]]:
    """How specific each follow is, the most specific first: by what it answers here, then by what it asks for."""
    counts = Counter(_key(reason) for each in deliveries for reason in each.reasons)
    follows = {_key(reason): reason for each in deliveries for reason in each.reasons}
    ranks = {key: (counts[key], -len(one.canonical), place) for place, (key, one) in enumerate(follows.items())}
    return ranks | {NO_FOLLOW: (len(deliveries) + 1, 0, 0)}


def _importance(delivery: Delivery, context: AlertContext) -> tuple[bool, bool, int, float, int]:
    """What rings, then what stands in the headline, what answers more follows, what is newer."""
    rings = delivery.rings or any(reason.attention.rings for reason in delivery.reasons)
    in_headline = bool(found_in_title(delivery, context))
    article = delivery.article
    return not rings, not in_headline, -len(delivery.reasons), -article.published_at.timestamp(), -article.id


def first_line(groups: Sequence[Group], context: AlertContext, translate: Translator) -> Line:
    """How many there are, by follow, the most first, and the title of the most important."""
    deliveries = [each for group in groups for each in group.deliveries]
    if deliveries[0].kind is ChatKind.CHANNEL:  # its readers follow nothing themselves
        return line(bold(translate(common.ARTICLES, count=len(deliveries))))
    chief = min(deliveries, key=lambda each: _importance(each, context))
    title = shorten(tidy(chief.article.title), HEADLINE_LIMIT)
    counted = sorted((group for group in groups if group.follow), key=lambda group: -group.count)
    names = _names(counted, translate, alone=len(groups) == 1)
    if not names:
        return line(bold(translate(texts.NEW, count=len(deliveries), title=title)))
    return line(bold(translate(texts.NEW_OF, count=len(deliveries), follows=names, title=title)))


def _names(groups: Sequence[Group], translate: Translator, *, alone: bool) -> str:
    """`Алматы 11, AI 1`; those that find no room are counted."""
    shown = ""
    for place, group in enumerate(groups):
        name = shorten(tidy(group.follow.typed), NAME_LIMIT) if group.follow else ""
        one = name if alone else translate(texts.FOLLOW, follow=name, count=group.count)
        longer = translate(formats.COMMA, first=shown, last=one) if shown else one
        if len(longer) > NAMES_LIMIT:
            return translate(summary_texts.FOLLOWS_AND_MORE, follows=shown, count=len(groups) - place)
        shown = longer
    return shown


def _group_line(group: Group, translate: Translator) -> Line:
    """`🔔 Алматы · 11`, above the first article of a group."""
    name = tidy(group.follow.typed) if group.follow else translate(causes.UNFOLLOWED)
    return line(f"{BELL} ", bold(shorten(name, 2 * NAME_LIMIT)), f" · {translate.part(group.count)}")


def laid_out(groups: Sequence[Group], manner: Manner, *, several: bool) -> list[Paragraph]:
    """Every article, the first of each group with the follow above it; `several`: is that not the only one?"""
    return [
        placed(each, group, manner, first=several and place == 0)
        for group in groups
        for place, each in enumerate(group.deliveries)
    ]


def placed(delivery: Delivery, group: Group, manner: Manner, *, first: bool) -> Paragraph:
    """One article of a group: its title, time and source, its follows where they are several, and who else had it."""
    above = _group_line(group, manner.translate) if first else None
    shown = as_shown(delivery, manner.context.concepts)
    title = title_line(shown.article, found_in_title(shown, manner.context))
    return tuple(each for each in (above, title, _under(shown, manner), *_of_others(shown, manner)) if each)


def _under(delivery: Delivery, manner: Manner) -> Line:
    article, translate, style = delivery.article, manner.translate, delivery.style
    parts = ["", shorten(tidy(article.source_name), SOURCE_LIMIT)]
    if language := badge(delivery, manner.context):
        parts.append(language)
    published = time_span(article.published_at, manner.zone, manner.now, translate)
    if delivery.kind is not ChatKind.CHANNEL:
        named = [f"{BELL} {follows(delivery.reasons, translate=translate)}"] if len(delivery.reasons) > 1 else []
        return line(published, " · ".join([*parts, *named]))
    tags = hashtags(delivery.reasons) if style.hashtags else ""
    if not style.source:
        return line(tags) if tags else ()
    return line(published, " · ".join([*parts, tags] if tags else parts))


def _of_others(delivery: Delivery, manner: Manner) -> tuple[Line, ...]:
    """That nobody else had it, or who else wrote of it, where its source is shown."""
    if delivery.kind is ChatKind.CHANNEL and not delivery.style.source:
        return ()
    how = naming(delivery, manner.zone, manner.now, manner.translate, manner.context)
    return (*alone_line(delivery, manner.translate), also_in_passing(delivery.also, how))


def closing(delivery: Delivery) -> Paragraph:
    """The line of a channel's own, once for all of its articles."""
    shown = delivery.kind is ChatKind.CHANNEL and delivery.style.closing
    return (line(delivery.style.closing),) if shown else ()
