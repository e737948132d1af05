"""Very many articles of a chat in one message, the most important first: all that came while it was quiet. Pure.

**14 new: Алматы 11, Казахстан 2, AI 1 — Пожар на рынке…**
🌙 Came while it was quiet.                                 (where it was)

🔔 **Алматы** · 11
…
Page 1 of 2                                                 [More]  [⋯]

The message carries all of it: what is on its other pages is shown when they are turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import digest_schedule as digest_texts
from bot.i18n.catalogue import grouped as texts
from bot.i18n.catalogue import pages as page_texts
from bot.i18n.translator import Translator
from bot.messages.grouped import Group, Manner, first_line, grouped, laid_out, placed
from bot.messages.message import Button, Message, Paragraph, Span, line, say
from bot.messages.pages import Size, size
from bot.messages.summary import NO_CONTEXT, AlertContext, more_button
from bot.model import Delivery

PER_PAGE = 10  #: articles: about two screens of a phone
FOOTER = Size(characters=40, octets=200, entities=1, paragraphs=1)


def held(
    deliveries: Sequence[Delivery],
    timezone: str,
    now: datetime,
    *,
    translate: Translator,
    context: AlertContext = NO_CONTEXT,
    page: int = 1,
) -> Message:
    """A page of what one message carries, all of it of one chat; a number beyond the last shows the last."""
    manner = Manner(zone=ZoneInfo(timezone), now=now, translate=translate, context=context)
    groups = grouped(deliveries, context, by_importance=True)
    why = (line(translate(texts.WHILE_QUIET)),) if deliveries[0].quiet else ()
    heading: Paragraph = (first_line(groups, context, translate), *why)
    found = _pages(groups, manner, size(heading) + FOOTER)
    number = min(max(page, 1), len(found))
    which = Span(translate(page_texts.PAGE, page=number, pages=len(found)), italic=True)
    below: tuple[Paragraph, ...] = (((which,),),) if len(found) > 1 else ()
    paragraphs = (heading, *found[number - 1], *below)
    first = groups[0].deliveries[0].article.id
    rows = turning(first, number, len(found), translate)
    return Message(paragraphs=paragraphs, buttons=rows, more=more_button(first), quiet=deliveries[0].quiet)


def may_be_missing(deliveries: Sequence[Delivery], translate: Translator) -> Message:
    """The line in place of such a message that may have arrived; its button shows the first page there."""
    show = Button(translate(digest_texts.SHOW_IT), f"held {deliveries[0].article.id} 1")
    said = say(translate(texts.MAY_BE_MISSING, count=len(deliveries)))
    return replace(said, quiet=True).with_buttons((show,))


def turning(article_id: int, number: int, pages: int, translate: Translator) -> tuple[tuple[Button, ...], ...]:
    """The ways to the pages beside one; the article names the message that carried it."""
    back = (Button(translate(page_texts.BACK), f"held {article_id} {number - 1}"),) if number > 1 else ()
    more = (Button(translate(page_texts.MORE), f"held {article_id} {number + 1}"),) if number < pages else ()
    row = (*back, *more)
    return (row,) if row else ()


def _pages(groups: Sequence[Group], manner: Manner, beside: Size) -> list[list[Paragraph]]:
    """The articles by page; a group that goes on has its follow above its first article there too."""
    pages: list[list[Group]] = [[]]
    several, taken, on_page = len(groups) > 1, beside, 0
    for group in groups:
        for each in group.deliveries:
            goes_on = bool(pages[-1]) and pages[-1][-1].follow == group.follow
            needed = size(placed(each, group, manner, first=several and not goes_on))
            if on_page == PER_PAGE or (on_page and not (taken + needed).fits()):
                pages.append([])
                taken, on_page, goes_on = beside, 0, False
                needed = size(placed(each, group, manner, first=several))
            taken, on_page = taken + needed, on_page + 1
            before = pages[-1].pop().deliveries if goes_on else ()
            pages[-1].append(replace(group, deliveries=(*before, each)))
    return [laid_out(page, manner, several=several) for page in pages]
