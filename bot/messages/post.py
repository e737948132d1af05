"""The post of a channel: an article as the channel's administrators chose to show it. Everything chosen, it looks so:

    **A second line for the Almaty metro depot**            (linked)
    Kazakhstan Today · 25 Nov, 13:20

    The extract: the lead, or several paragraphs, each cut at a sentence's end.

    › … whose trains will be washed with recycled **water** …

    #water #metro

    Read us at example.kz

A channel's readers follow nothing themselves: it has neither the 🔔 line nor the ⋯ button.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from bot.errors import QueryError
from bot.i18n.translator import Translator
from bot.language.tokens import fold
from bot.matching.grammar import parse
from bot.matching.keys import merge_spans
from bot.matching.query import Field, Term
from bot.messages.also import as_shown
from bot.messages.extract import extract, with_marks
from bot.messages.found import in_lead
from bot.messages.message import Message, Paragraph, line
from bot.messages.summary import (
    NO_CONTEXT,
    TITLE_LIMIT,
    AlertContext,
    alone_line,
    badge,
    found_in_title,
    others,
    source_line,
    title_line,
)
from bot.messages.text import tidy
from bot.messages.typed import Typed
from bot.model import Delivery, Match, PostStyle, Reason

HASHTAGS = 5  #: more of them are no help to a reader
HASHTAG_LIMIT = 30  #: characters of one; a longer follow makes none
STEM = 3  #: letters that a form of a word shares with it at least
ENDING = 2  #: letters of a word that its forms may have others for


def post(
    delivery: Delivery,
    timezone: str,
    now: datetime,
    *,
    translate: Translator,
    context: AlertContext = NO_CONTEXT,
) -> Message:
    """The post for one delivery in the style of its channel, times in the channel's zone."""
    delivery, style = as_shown(delivery, context.concepts), delivery.style
    article = delivery.article
    title = title_line(article, found_in_title(delivery, context))
    marks = merge_spans([span for reason in delivery.reasons for span in in_lead(article, reason, context.concepts)])
    shown, beyond = with_marks(
        extract(article, style.extract), tidy(article.title)[:TITLE_LIMIT], _matches(delivery.reasons), marks
    )
    under = source_line(article, timezone, now, translate, badge(delivery, context))
    paragraphs: list[Paragraph] = [(title, under, *alone_line(delivery, translate)) if style.source else (title,)]
    paragraphs += others(delivery, timezone, now, translate, context) if style.source else []
    paragraphs += [(each,) for each in shown]
    paragraphs += [(each,) for each in beyond] if style.sentence else []
    paragraphs += ending(delivery.reasons, style)
    return Message(paragraphs=tuple(paragraphs), preview=style.preview if article.url else None)


def ending(reasons: Sequence[Reason], style: PostStyle) -> list[Paragraph]:
    """What stands below the article: hashtags and the line of the channel's own."""
    tags = hashtags(reasons) if style.hashtags else ""
    return [(line(text),) for text in (tags, style.closing) if text]


def hashtags(reasons: Sequence[Reason]) -> str:
    """`#water #metro`: one for each follow whose words make one."""
    tags = {tag.casefold(): tag for reason in reversed(reasons) if (tag := _hashtag(reason))}
    return " ".join(f"#{tag}" for tag in list(reversed(tags.values()))[:HASHTAGS])


def _hashtag(reason: Reason) -> str:
    """`курс_тенге`: the words of a follow, of its choices the one that was found; "" where that is not clear."""
    try:
        query = parse(reason.typed)
    except QueryError:  # it was typed under an older grammar
        return ""
    typed = Typed(reason.typed)
    names: list[str] = []
    for group in typed.groups(query.all_of):
        terms = [term for term in typed.ordered(group) if term.field in (Field.TEXT, Field.TITLE)]
        if len(group) > 1:
            terms = [term for term in terms if _was_found(typed.spelled(term), reason.match)]
        if any(term.prefix for term in terms) or (not terms and not _is_filter(group)):
            return ""
        names += [typed.spelled(term) for term in terms[:1]]
    tag = "_".join(re.findall(r"\w+", unicodedata.normalize("NFC", " ".join(names))))
    return tag if len(tag) <= HASHTAG_LIMIT and any(letter.isalpha() for letter in tag) else ""


def _is_filter(group: Sequence[Term]) -> bool:
    """Does it only say in which language or where?"""
    return all(term.field in (Field.LANG, Field.SOURCE) for term in group)


def _was_found(name: str, match: Match) -> bool:
    """Is it, in some form, among the words that were found?"""
    found = [fold(match.sentence[start:end]) for start, end in match.spans]
    word = fold(name.split()[0])
    return any(each.startswith(word[: max(STEM, len(word) - ENDING)]) for each in found)


def _matches(reasons: Sequence[Reason]) -> list[Match]:
    return [reason.match for reason in reasons]
