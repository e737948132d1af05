"""A follow-up: a later article of a story, as a reply to the chat's first alert of it. Only what is new in it is shown:

The **metro** depot opens in May                        (linked; the words that were found are bold)
Tengrinews · RU · 16:40

The first train leaves on 5 May. It has **four** carriages.

🔔 metro
[🧵 Story]
[⋯]
"""

from __future__ import annotations

from datetime import datetime

from bot.i18n.translator import Translator
from bot.matching.keys import merge_spans
from bot.messages.also import story_buttons
from bot.messages.extract import LEAD_LIMIT, LONG_LIMIT, LONG_SENTENCES
from bot.messages.found import in_text
from bot.messages.message import Line, Message, Paragraph, line
from bot.messages.post import ending
from bot.messages.summary import (
    BELL,
    NO_CONTEXT,
    AlertContext,
    alone_line,
    badge,
    calls,
    follows,
    found_in_title,
    more_button,
    source_line,
    title_line,
)
from bot.messages.text import ELLIPSIS, marked, opening, tidy
from bot.model import ChatKind, Delivery, Extract


def followed_up(
    delivery: Delivery, timezone: str, now: datetime, *, translate: Translator, context: AlertContext = NO_CONTEXT
) -> Message:
    """The follow-up of one delivery, times in the chat's zone; in a channel it is a post in the channel's style."""
    article, channel = delivery.article, delivery.kind is ChatKind.CHANNEL
    heading: list[Line] = [title_line(article, found_in_title(delivery, context))]
    if delivery.style.source or not channel:
        under = source_line(article, timezone, now, translate, badge(delivery, context))
        heading += [under, *alone_line(delivery, translate)]
    size = delivery.style.extract if channel else delivery.preferences.extract
    news = _news(delivery, size, context)
    paragraphs: list[Paragraph] = [tuple(heading), *([(news,)] if news else [])]
    if channel:
        return Message(paragraphs=(*paragraphs, *ending(delivery.reasons, delivery.style)))
    if delivery.reasons:
        why = line(f"{BELL} {follows(delivery.reasons, translate=translate)}", *calls(delivery.reasons))
        paragraphs.append((why,))
    return Message(
        paragraphs=tuple(paragraphs),
        buttons=story_buttons(delivery, translate),
        more=more_button(article.id),
    )


def _news(delivery: Delivery, size: Extract, context: AlertContext) -> Line:
    """The new sentences on one line, cut as an extract of that size is, with what was found bold."""
    if size is Extract.NONE:
        return ()
    text = tidy(" ".join(delivery.new_sentences))
    shown = opening(text, LONG_LIMIT, LONG_SENTENCES) if size is Extract.LONG else opening(text, LEAD_LIMIT)
    concepts = context.concepts
    spans = [span for reason in delivery.reasons for span in in_text(text, delivery.article, reason, concepts)]
    kept = len(shown.removesuffix(ELLIPSIS))
    return marked(shown, merge_spans([span for span in spans if span[1] <= kept]))
