"""Who else wrote of what an alert tells: the line under its source, and which article of the story stands first. Pure.

    A second line for the Almaty **metro** depot            (the first, or that in the chat's preferred language)
    Kazakhstan Today · EN · 13:20
    also: Tengrinews (ru) 14:10 · Qazinform (kk) 14:25      (linked)

Of more than NAMED_OPENLY the line is folded where a client can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import accumulate

from bot.i18n.catalogue import story as story_texts
from bot.i18n.catalogue import summary as texts
from bot.i18n.translator import Translator
from bot.matching.concepts import Concepts
from bot.messages.found import looked_for_in
from bot.messages.message import Aside, Button, FoldedAside, Line, Paragraph, Span
from bot.messages.sentences import sentence
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import Article, ChatKind, Delivery, Reason

NAMED_OPENLY = 3  #: articles; a longer line is folded
MOST_NAMED = 12  #: more are counted
ROOM = 2000  #: characters of all of them with their addresses, so that no platform splits the alert
AROUND = 20  #: characters of a language and a time
MOST_IN_PASSING = 2  #: of an article in a message of several
NAME_LIMIT = 40  #: characters of a source
BETWEEN = " · "
FIRST_REVISION = 1  #: of an article that has its first headline still


@dataclass(frozen=True, kw_only=True)
class Naming:
    """How others are named in a chat."""

    zone: tzinfo
    now: datetime
    translate: Translator
    languages: bool  #: with the language of each


def as_shown(delivery: Delivery, concepts: Concepts) -> Delivery:
    """The delivery with the article first that its chat would rather read, and what matched looked for in that one.

    It is looked for anew too if it stood in a headline that the article has no more.
    """
    told = (delivery.article, *delivery.also)
    first = min(told, key=lambda each: _preference(each, delivery.languages))
    reasons = tuple(
        each if first is delivery.article and _still_stands(each, first) else looked_for_in(first, each, concepts)
        for each in delivery.reasons
    )
    return replace(delivery, article=first, reasons=reasons, also=tuple(each for each in told if each is not first))


def _still_stands(reason: Reason, article: Article) -> bool:
    """Is the sentence that matched a part of the article as it is now?"""
    return article.revision == FIRST_REVISION or not reason.canonical or reason.match.sentence in article.text


def _preference(article: Article, order: Sequence[str]) -> int:
    """Its place in the order of the chat's languages, the first of which it prefers; all are alike without one."""
    return order.index(article.language) if article.language in order else len(order)


def also_below(others: Sequence[Article], naming: Naming) -> list[Paragraph]:
    """The line that names them, with the times at which they were published; nothing where there is nobody else."""
    if not others:
        return []
    named = _named([_with_time(each, naming) for each in _that_fit(others)], len(others), naming.translate)
    return [Aside((named,)) if len(others) <= NAMED_OPENLY else FoldedAside((named,))]


def also_in_passing(others: Sequence[Article], naming: Naming) -> Line:
    """The same in a few words, for a message of several articles."""
    shown = others[:MOST_IN_PASSING]
    return _named([_name(each, naming) for each in shown], len(others), naming.translate) if others else ()


def story_buttons(delivery: Delivery, translate: Translator) -> tuple[tuple[Button, ...], ...]:
    """The way to the whole story below an alert that is not all of it; a channel's readers have no buttons."""
    if delivery.kind is ChatKind.CHANNEL or not (delivery.also or delivery.reply_to):
        return ()
    return ((Button(translate(story_texts.STORY), f"story {delivery.article.id}"),),)


def _that_fit(others: Sequence[Article]) -> Sequence[Article]:
    """As many of them as there is room for, one at least."""
    lengths = accumulate(min(len(each.source_name), NAME_LIMIT) + len(each.url or "") + AROUND for each in others)
    fitting = sum(length <= ROOM for length in lengths)
    return others[: min(max(fitting, 1), MOST_NAMED)]


def _named(names: Sequence[Line], count: int, translate: Translator) -> Line:
    listed: Line = names[0]
    for name in names[1:]:
        listed = (*listed, Span(BETWEEN), *name)
    if count > len(names):
        return sentence(translate, texts.OTHERS_AND_MORE, named=listed, count=count - len(names))
    return sentence(translate, texts.OTHERS, named=listed)


def _with_time(article: Article, naming: Naming) -> Line:
    """`Tengrinews (ru) 14:10`."""
    published = time_span(article.published_at, naming.zone, naming.now, naming.translate)
    return (*_name(article, naming), Span(" "), published)


def _name(article: Article, naming: Naming) -> Line:
    name = Span(shorten(tidy(article.source_name), NAME_LIMIT), url=article.url)
    return (name, Span(f" ({article.language})")) if naming.languages else (name,)
