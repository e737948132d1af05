"""Several articles in one message, each named with its time, its source and the follows it answers. It looks like this:

**12 articles**

A second line for the Almaty metro depot                (linked)
25 Nov, 13:20 · Kazakhstan Today · 🔔 water, metro

The next title …
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import common
from bot.i18n.formats import moment
from bot.i18n.translator import Translator
from bot.messages.message import Message, Paragraph, Span, bold, line
from bot.messages.pages import Size, size
from bot.messages.post import hashtags
from bot.messages.summary import BELL, SOURCE_LIMIT, TITLE_LIMIT, follows
from bot.messages.text import shorten, tidy
from bot.model import ChatKind, Delivery

HEADING = Size(characters=100, octets=100, entities=1, paragraphs=1)
MOST = 20  #: articles of one message: more than a reader takes in at once


def folded(
    deliveries: Sequence[Delivery], timezone: str, now: datetime, *, translate: Translator
) -> tuple[Message, int]:
    """One message for the first of these deliveries of a chat, and how many it carries: as many as fit, at least one.

    No platform has to split or cut it.
    """
    zone = ZoneInfo(timezone)
    items: list[Paragraph] = []
    closing = _closing(deliveries[0])
    taken = HEADING + size(closing)
    for delivery in deliveries[:MOST]:
        item = _item(delivery, zone, now, translate)
        taken += size(item)
        if items and not taken.fits():
            break
        items.append(item)
    heading: Paragraph = (line(bold(translate(common.ARTICLES, count=len(items)))),)
    return Message(paragraphs=(heading, *items, *([closing] if closing else ()))), len(items)


def _item(delivery: Delivery, zone: ZoneInfo, now: datetime, translate: Translator) -> Paragraph:
    article = delivery.article
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), bold=True, url=article.url)
    parts = [moment(article.published_at, zone, now, translate), shorten(tidy(article.source_name), SOURCE_LIMIT)]
    if delivery.kind is not ChatKind.CHANNEL:
        parts.append(f"{BELL} {follows(delivery.reasons, translate=translate)}")
    elif not delivery.style.source:
        parts = []
    if delivery.kind is ChatKind.CHANNEL and delivery.style.hashtags and (tags := hashtags(delivery.reasons)):
        parts.append(tags)
    return ((title,), line(" · ".join(parts))) if parts else ((title,),)


def _closing(delivery: Delivery) -> Paragraph:
    """The line of a channel's own, once for all of its articles."""
    shown = delivery.kind is ChatKind.CHANNEL and delivery.style.closing
    return (line(delivery.style.closing),) if shown else ()
