"""Several articles in one message, each named with its time, its source and the follows it answers. It looks like this:

**12 articles**

A second line for the Almaty metro depot                (linked)
25 Nov, 13:20 · Kazakhstan Today · 🔔 water, metro

The next title …
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import common
from bot.i18n.formats import moment
from bot.i18n.translator import Translator
from bot.messages.message import Message, Paragraph, Span, bold, line
from bot.messages.summary import BELL, SOURCE_LIMIT, TITLE_LIMIT, follows
from bot.messages.text import shorten, tidy
from bot.model import ChatKind, Delivery

MOST = 20  #: articles of one message: more than a reader takes in at once
CHARACTERS = 3500  #: of one message, addresses written out: Telegram has room for 4096, so that it fits plain too
BYTES = 7500  #: of one message's blocks on Slack, whose formatter begins another at 8,000
AROUND_ITEM, AROUND_RUN = 130, 70  #: bytes of JSON around a paragraph and around a run of text in it
LONGEST_LINK = 2000  #: characters; platforms show no longer ones


def folded(
    deliveries: Sequence[Delivery], timezone: str, now: datetime, *, translate: Translator
) -> tuple[Message, int]:
    """One message for the first of these deliveries of a chat, and how many it carries: as many as fit, at least one.

    No platform has to split or cut it.
    """
    zone = ZoneInfo(timezone)
    items: list[Paragraph] = []
    characters = octets = 100  # the heading
    for delivery in deliveries[:MOST]:
        item = _item(delivery, zone, now, translate)
        letters, weight = _size(item)
        if items and (characters + letters > CHARACTERS or octets + weight > BYTES):
            break
        characters, octets = characters + letters, octets + weight
        items.append(item)
    heading: Paragraph = (line(bold(translate(common.ARTICLES, count=len(items)))),)
    return Message(paragraphs=(heading, *items)), len(items)


def _item(delivery: Delivery, zone: ZoneInfo, now: datetime, translate: Translator) -> Paragraph:
    article = delivery.article
    title = Span(shorten(tidy(article.title), TITLE_LIMIT), bold=True, url=article.url)
    parts = [moment(article.published_at, zone, now, translate), shorten(tidy(article.source_name), SOURCE_LIMIT)]
    if delivery.kind is not ChatKind.CHANNEL:  # a channel's readers follow nothing themselves
        parts.append(f"{BELL} {follows(delivery.reasons, translate=translate)}")
    return ((title,), line(" · ".join(parts)))


def _size(item: Paragraph) -> tuple[int, int]:
    """Characters and bytes of an item at the worst: links written out, markup characters escaped."""
    characters, octets = 2, AROUND_ITEM
    for spans in item:
        for span in spans:
            link = span.url if span.url and len(span.url) <= LONGEST_LINK else ""
            characters += len(escape(span.text + (f" ({link})" if link else ""), quote=False)) + 1
            octets += AROUND_RUN + len(json.dumps([span.text, link], ensure_ascii=False).encode("utf-8", "replace"))
    return characters, octets
