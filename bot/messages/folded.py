"""Several articles in one message, each named with its time, its source and the follows it answers. It looks like this:

**12 articles**

A second line for the Almaty **metro** depot                (linked)
13:20 · Kazakhstan Today · EN · 🔔 water, metro

The next title …
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import common
from bot.i18n.translator import Translator
from bot.messages.message import Message, Paragraph, bold, line
from bot.messages.pages import Size, size
from bot.messages.post import hashtags
from bot.messages.summary import (
    BELL,
    NO_CONTEXT,
    SOURCE_LIMIT,
    AlertContext,
    badge,
    follows,
    found_in_title,
    title_line,
)
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import ChatKind, Delivery

HEADING = Size(characters=100, octets=100, entities=1, paragraphs=1)
MOST = 20  #: articles of one message: more than a reader takes in at once


def folded(
    deliveries: Sequence[Delivery],
    timezone: str,
    now: datetime,
    *,
    translate: Translator,
    context: AlertContext = NO_CONTEXT,
) -> tuple[Message, int]:
    """One message for the first of these deliveries of a chat, and how many it carries: as many as fit, at least one.

    No platform has to split or cut it.
    """
    zone = ZoneInfo(timezone)
    items: list[Paragraph] = []
    closing = _closing(deliveries[0])
    taken = HEADING + size(closing)
    for delivery in deliveries[:MOST]:
        item = _item(delivery, zone, now, translate, context)
        taken += size(item)
        if items and not taken.fits():
            break
        items.append(item)
    heading: Paragraph = (line(bold(translate(common.ARTICLES, count=len(items)))),)
    return Message(paragraphs=(heading, *items, *([closing] if closing else ()))), len(items)


def _item(delivery: Delivery, zone: ZoneInfo, now: datetime, translate: Translator, context: AlertContext) -> Paragraph:
    article = delivery.article
    title = title_line(article, found_in_title(delivery, context))
    parts = ["", shorten(tidy(article.source_name), SOURCE_LIMIT)]
    if language := badge(delivery, context):
        parts.append(language)
    tags = ""
    if delivery.kind is ChatKind.CHANNEL:  # its readers follow nothing themselves
        tags = hashtags(delivery.reasons) if delivery.style.hashtags else ""
    else:
        parts.append(f"{BELL} {follows(delivery.reasons, translate=translate)}")
    published = time_span(article.published_at, zone, now, translate)
    if delivery.kind is ChatKind.CHANNEL and not delivery.style.source:
        return (title, line(tags)) if tags else (title,)
    return (title, line(published, " · ".join([*parts, tags] if tags else parts)))


def _closing(delivery: Delivery) -> Paragraph:
    """The line of a channel's own, once for all of its articles."""
    shown = delivery.kind is ChatKind.CHANNEL and delivery.style.closing
    return (line(delivery.style.closing),) if shown else ()
