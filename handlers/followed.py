"""The answer to /follow: what is followed now, in a few lines that a phone shows at once.

✅ Following AI                              ✅ Following 3: AI, waste, Aktau
Also finds: ИИ, ЖИ …                         AI · ≈3 a day
≈3 a day · 62 articles in the last 30 days   …

the latest article                           Not added:
                                             н*: Put at least 3 letters before *
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answers.preview import Preview
from bot.i18n.catalogue import common, elsewhere, summary
from bot.i18n.catalogue import follow as texts
from bot.i18n.catalogue import preview as preview_texts
from bot.i18n.formats import enumerated
from bot.i18n.text import PerChat, Text
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.messages.message import Button, Message, Paragraph, bold
from bot.messages.typed import apart, only
from bot.messages.wording import only_label, says_itself, shown
from bot.model import Attention, Subscription
from handlers.asking import meaning, notes
from handlers.follow_list import with_signs
from handlers.others import also_in, leaving_out
from handlers.phrases import cannot_post, first_read_progress
from handlers.preview import archive_search, at_a_glance, glance, how_often, how_often_in_all, shown_articles, so_far
from handlers.request import Request
from handlers.share import share_row

MOST_NAMED = 12  #: new follows of one message
MOST_RATED = 5  #: of which each has its rate in a line; more have one together
MOST_ROWS = 5  #: of buttons below several follows


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of one new follow, and of several."""

    one: PerChat
    several: PerChat
    there: Text  #: the same of a chat that is named
    there_several: Text


NOW = Words(
    one=texts.NOW,
    several=texts.NOW_SEVERAL,
    there=elsewhere.FOLLOWS,
    there_several=elsewhere.FOLLOWS_SEVERAL,
)
AGAIN = Words(
    one=texts.AGAIN,
    several=texts.AGAIN_SEVERAL,
    there=elsewhere.FOLLOWS_AGAIN,
    there_several=elsewhere.FOLLOWS_SEVERAL_AGAIN,
)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One follow of those asked for, with its answer."""

    typed: str
    query_id: int | None = None  #: None: it is not followed, or was already
    query: Query | None = None
    preview: Preview | None = None
    attention: Attention = field(default_factory=Attention)  #: how it is to come
    changed: bool = False  #: it was followed already, and comes in another way now
    lines: Paragraph = ()  #: why it is not followed
    rows: tuple[tuple[Button, ...], ...] = ()  #: how it can be


def summed_up(answered: Sequence[Answered], request: Request, words: Words, *, several: bool) -> Message:
    """One message for all that was asked."""
    new = [one for one in answered if one.query_id is not None]
    refused = [one for one in answered if one.query_id is None]
    rows = [row for one in refused for row in one.rows]
    if several:
        rows = rows[:MOST_ROWS]
    paragraphs: list[Paragraph] = []
    if len(new) == 1:
        paragraphs += _one(new[0], request, words, alone=not several)
        rows = [*_buttons(new[0], request), *rows] if words is NOW and not several else rows
    elif new:
        paragraphs.append(_several(new, request, words))
    lines = tuple(dict.fromkeys(line for one in refused for line in one.lines))  # what was typed twice is said once
    heading = (request.sentence(texts.NOT_ADDED),) if several and lines else ()
    paragraphs += [(*heading, *lines)] if lines else []
    if new:
        paragraphs += [] if request.command.can_post else [cannot_post(request, request.kind)]
        paragraphs += first_read_progress(request)
    private = not new and not any(one.changed for one in refused)
    return Message(paragraphs=tuple(paragraphs), private=private, buttons=tuple(rows))


def _one(new: Answered, request: Request, words: Words, *, alone: bool) -> list[Paragraph]:
    """What it is, what else it finds, how often it comes; below it the latest article."""
    if new.query is None or new.preview is None:
        return []
    name, there = bold(shown(new.typed)), request.there
    said = request.sentence(words.there, chat=there, follow=name) if there else request.sentence(words.one, follow=name)
    head = with_signs(said, new.attention, request)
    told = in_brief(new.typed, new.query, new.preview, request)
    if not alone:
        return [(head, *told)]
    return [(head, *told, *also_in(new.preview, request)), *shown_articles(new.preview, request)]


def in_brief(typed: str, query: Query, preview: Preview, request: Request) -> Paragraph:
    """What a follow asks for where its name does not say it, what else it finds, and how often it comes."""
    says_all = says_itself(query, typed, request.rules.concepts)
    in_words = () if says_all else (request.sentence(texts.FINDS, meaning=meaning(query, typed, request)),)
    return (*in_words, *notes(query, typed, request), *glance(preview, request))


def _several(new: Sequence[Answered], request: Request, words: Words) -> Paragraph:
    """All of them in one line, and how often they come."""
    names = [shown(one.typed) for one in new]
    listed = enumerated(names[:MOST_NAMED], request.translate)
    if len(names) > MOST_NAMED:
        listed = request.translate(summary.FOLLOWS_AND_MORE, follows=listed, count=len(names) - MOST_NAMED)
    count, there = len(new), request.there
    if there:
        head = request.sentence(words.there_several, chat=there, count=str(count), follows=bold(listed))
    else:
        head = request.sentence(words.several, count=count, follows=bold(listed))
    return (head, *_rates(new, request))


def _rates(new: Sequence[Answered], request: Request) -> Paragraph:
    """A line each, and of many one for all; a young archive says how little it has."""
    rated = [(one.typed, one.preview) for one in new if one.preview is not None and one.preview.started]
    if not rated:
        return ()
    previews = [preview for _, preview in rated]
    if previews[0].young:
        return (request.sentence(so_far(previews[0])),)
    if len(rated) > MOST_RATED:
        often = how_often_in_all(previews)
        return (request.sentence(preview_texts.RATE_IN_ALL, rate=often),) if often else ()
    lines = [
        request.sentence(common.FOLLOW_AND_COUNT, follow=shown(typed), count=how_often(preview) or at_a_glance(preview))
        for typed, preview in rated
        if preview.found.count
    ]
    nothing = [(typed, preview) for typed, preview in rated if not preview.found.count]
    if nothing:
        names = enumerated([shown(typed) for typed, _ in nothing], request.translate)
        lines.append(request.sentence(preview_texts.NOTHING_OF, nothing=at_a_glance(nothing[0][1]), follows=names))
    return tuple(lines)


def _buttons(new: Answered, request: Request) -> list[tuple[Button, ...]]:
    """What can be changed of the one that is new."""
    own = [each for each in request.follows() if each.query_id == new.query_id]
    rows = list(change_buttons(own, request))
    if new.preview is not None and new.query_id is not None:
        rows += leaving_out(new.preview.others, new.query_id, request)
    return [*rows, *share_row(new.typed, request)]


def change_buttons(new: Sequence[Subscription], request: Request) -> tuple[tuple[Button, ...], ...]:
    """Of one new follow: its concepts switched off, and a "both" taken apart; nothing of several."""
    if len(new) != 1:
        return ()
    concepts = request.rules.concepts
    typed, number = new[0].typed, new[0].query_id
    query = parse(new[0].canonical, concepts)
    row: list[Button] = []
    if only(query, typed, concepts):
        row.append(Button(only_label(query, typed, concepts, translate=request.translate), f"only #{number}"))
    if apart(query, typed, concepts):
        row.append(Button(request.translate(texts.SEPARATELY), f"follow #{number} separately"))
    return (tuple(row),) if row else ()


def leaving_out_again(follows: Sequence[Subscription], request: Request) -> list[tuple[Button, ...]]:
    """The buttons that leave out what a first follow brings besides."""
    if len(follows) != 1:
        return []
    preview = archive_search(request)(parse(follows[0].canonical, request.rules.concepts), others=True)
    return leaving_out(preview.others, follows[0].query_id, request)
