"""What is offered to who types `@bot AI` in another chat: articles to insert there, as neutral content. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.i18n.translator import Translator
from bot.messages.extract import LEAD_LIMIT
from bot.messages.found import opening_paragraph
from bot.messages.message import Message, line
from bot.messages.summary import TITLE_LIMIT, heading
from bot.messages.text import opening, shorten, tidy
from bot.model import Article

DESCRIPTION_LIMIT = 120  #: of the lead in the list, which shows three lines


@dataclass(frozen=True, kw_only=True)
class InlineResult:
    """One article to choose."""

    id: str
    title: str
    description: str  #: source and time, on the next line the beginning of the lead
    message: Message  #: what is inserted: a short alert


@dataclass(frozen=True, kw_only=True)
class InlineAnswer:
    """The articles to choose from, and what opens the bot."""

    results: tuple[InlineResult, ...] = ()
    next_offset: str = ""  #: what the platform asks the next page with; "": there is none
    label: str = ""  #: of the button above the list, which opens the bot; "": none
    payload: str = ""  #: what it opens the bot with


def inline_result(article: Article, timezone: str, now: datetime, *, translate: Translator) -> InlineResult:
    """An article as it is listed and inserted, times in the zone of who inserts it."""
    title, source = heading(article, timezone, now, translate=translate)
    lead = opening(opening_paragraph(article), LEAD_LIMIT)
    paragraphs = ((title, source), (line(lead),)) if lead else ((title, source),)
    listed = ["".join(span.text for span in source), shorten(lead, DESCRIPTION_LIMIT)]
    return InlineResult(
        id=str(article.id),
        title=shorten(tidy(article.title), TITLE_LIMIT),
        description="\n".join(filter(None, listed)),
        message=Message(paragraphs=paragraphs),
    )
