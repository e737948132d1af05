"""Several articles in one message, in a minute in which many come. It looks as in grouped.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator
from bot.messages.grouped import Manner, closing, first_line, grouped, laid_out
from bot.messages.message import Message, Paragraph
from bot.messages.pages import Size, size
from bot.messages.summary import NO_CONTEXT, AlertContext, more_button
from bot.model import ChatKind, Delivery

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
    manner = Manner(zone=ZoneInfo(timezone), now=now, translate=translate, context=context)
    carried = too_many = min(len(deliveries), MOST)
    paragraphs, first = _paragraphs(deliveries[:carried], manner)
    if carried > 1 and not _fit(paragraphs):
        carried = 1
        while too_many - carried > 1:  # each further one makes it longer
            tried = (carried + too_many) // 2
            if _fit(_paragraphs(deliveries[:tried], manner)[0]):
                carried = tried
            else:
                too_many = tried
        paragraphs, first = _paragraphs(deliveries[:carried], manner)
    channel = deliveries[0].kind is ChatKind.CHANNEL
    return Message(paragraphs=paragraphs, more=None if channel else more_button(first.article.id)), carried


def _fit(paragraphs: tuple[Paragraph, ...]) -> bool:
    return sum(map(size, paragraphs), Size()).fits()


def _paragraphs(deliveries: Sequence[Delivery], manner: Manner) -> tuple[tuple[Paragraph, ...], Delivery]:
    """The text that tells of all of them, and the first of them."""
    groups = grouped(deliveries, manner.context, by_importance=False)
    channel = deliveries[0].kind is ChatKind.CHANNEL  # its readers follow nothing themselves
    heading: Paragraph = (first_line(groups, manner.context, manner.translate),)
    listed = laid_out(groups, manner, several=len(groups) > 1 and not channel)
    last = closing(deliveries[0])
    return (heading, *listed, *([last] if last else ())), groups[0].deliveries[0]
