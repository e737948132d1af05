"""The list of what a chat follows, a page of it: what each brings, a button for each, other orders, and dead ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.answers.rates import RATED_FROM, FollowRate, FollowRates, rates_of
from bot.i18n.catalogue import common, languages, pages, phrases
from bot.i18n.catalogue import following as texts
from bot.i18n.formats import duration
from bot.i18n.text import Text
from bot.messages.message import Button, Line, Message, Paragraph, Span, bold
from bot.messages.narrowing import in_headlines_only, is_exact, only_languages
from bot.messages.sentences import listed
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Attention, Subscription
from handlers.manners import signs
from handlers.phrases import first_read_progress
from handlers.preview import in_words
from handlers.request import Request

PAGE = 10  #: follows on a page
LABEL_LIMIT = 30  #: characters of a follow on its button, which a phone shows in full
NARROW = 19  #: characters of a label of which a row has room for two
ORDERS: Mapping[str, Text] = {"rate": texts.BY_RATE, "new": texts.NEWEST_FIRST, "az": texts.BY_NAME}


class Place(NamedTuple):
    """A place in the list, to which *Back* leads: an order, and a page from 1."""

    order: str = "rate"
    page: int = 1

    def __str__(self) -> str:
        """As a button says it: `rate 2`."""
        return f"{self.order} {self.page}"


DEAD = "dead"  #: the list of those that bring nothing, instead of an order
PLACE = re.compile(rf"(rate|new|az|{DEAD}) (\d{{1,6}})")
FIRST_PLACE = Place()


def place_of(text: str) -> Place | None:
    """The place that a button names; None: it names none."""
    found = PLACE.fullmatch(text)
    return Place(found[1], int(found[2])) if found else None


def rates(request: Request, follows: Sequence[Subscription]) -> FollowRates:
    """What these follows bring of what the chat reads."""
    return rates_of(
        follows,
        store=request.store,
        concepts=request.rules.concepts,
        languages=request.languages,
        left_out=request.left_out,
        now=request.now,
    )


def listed_follows(
    request: Request, follows: Sequence[Subscription], place: Place = FIRST_PLACE, *, question: Line | None = None
) -> Message:
    """A page of the list; `question`: said above it, for example what a tap is for."""
    found = rates(request, follows)
    ordered = {"rate": found.by_rate, "new": found.newest_first, "az": found.by_name}[place.order]()
    count = -(-len(ordered) // PAGE)
    place = place._replace(page=min(max(place.page, 1), count))
    part = ordered[(place.page - 1) * PAGE : place.page * PAGE]
    heading = question or _heading(found, request)
    paragraphs: list[Paragraph] = [(heading, *(row(one, request) for one in part))]
    if count > 1:
        which = request.translate(pages.PAGE, page=place.page, pages=count)
        paragraphs.append(((Span(which, italic=True),),))
    if found.dead and not question:
        span = duration(found.span)
        paragraphs.append((request.sentence(texts.DEAD, count=len(found.dead), span=span),))
    paragraphs += first_read_progress(request)
    rows = [*name_buttons([one.follow for one in part], place), *_turns(place, count, len(follows), request)]
    rows += [] if question else _below(found, request)
    return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)


def _heading(found: FollowRates, request: Request) -> Line:
    """`You follow 12 topics:`; of an archive too short for rates in which time the articles came."""
    if found.young:
        return request.sentence(texts.IN_ONLY_SPAN, span=duration(found.span))
    if found.span < RATED_FROM:
        return request.sentence(texts.IN_SPAN, span=duration(found.span))
    return request.sentence(texts.TOPICS, count=len(found.all))


def row(one: FollowRate, request: Request) -> Line:
    """`AI · ≈3 a day · headlines only`."""
    return with_modes(_with_rate(one, request), one, request)


def with_modes(line: Line, one: FollowRate, request: Request) -> Line:
    """The line with what is special about the follow behind it."""
    for mode in modes(one, request):
        line = request.sentence(texts.WITH_MODE, row=line, mode=mode)
    return line


def with_signs(line: Line, attention: Attention, request: Request) -> Line:
    """The line with how its follow comes behind it, if that is special."""
    for sign in signs(attention, request):
        line = request.sentence(texts.WITH_MODE, row=line, mode=sign)
    return line


def _with_rate(one: FollowRate, request: Request) -> Line:
    name, often = bold(shown(one.follow.typed)), one.frequency
    if often is None:
        return (name,)
    rate = in_words(often)
    if rate and not often.articles:
        return request.sentence(texts.NONE_YET, follow=name)
    return request.sentence(common.FOLLOW_AND_COUNT, follow=name, count=rate or often.articles)


def modes(one: FollowRate, request: Request) -> list[Line]:
    """What is special about a follow: how it comes, and what its query says."""
    found = signs(one.follow.attention, request)
    if in_headlines_only(one.query):
        found.append(request.sentence(texts.HEADLINES_ONLY))
    if codes := only_languages(one.query):
        names = listed(request.translate, [request.sentence(languages.NAMES_BEHIND_IN[code]) for code in codes])
        found.append(request.sentence(texts.LANGUAGES_ONLY, languages=names))
    if is_exact(one.query):
        found.append(request.sentence(texts.EXACT_WORDS))
    return found


def name_buttons(follows: Sequence[Subscription], place: Place = FIRST_PLACE) -> list[tuple[Button, ...]]:
    """A button for each that opens it."""
    return in_rows(Button(shorten(tidy(each.typed), LABEL_LIMIT), f"show #{each.query_id} {place}") for each in follows)


def in_rows(buttons: Iterable[Button]) -> list[tuple[Button, ...]]:
    """The buttons in their order, two short ones in a row."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and max(len(last[0].label), len(button.label)) <= NARROW:
            rows[-1] = (*last, button)
        else:
            rows.append((button,))
    return rows


def _turns(place: Place, count: int, follows: int, request: Request) -> list[tuple[Button, ...]]:
    """The other pages, and the other orders where there is something to put in order."""
    turns: list[Button] = []
    if place.page > 1:
        turns.append(Button("‹", f"following {place._replace(page=place.page - 1)}"))
    if place.page < count:
        turns.append(Button("›", f"following {place._replace(page=place.page + 1)}"))
    if follows > 1:
        others = (order for order in ORDERS if order != place.order)
        turns += [Button(request.translate(ORDERS[order]), f"following {Place(order)}") for order in others]
    return [tuple(turns)] if turns else []


def _below(found: FollowRates, request: Request) -> list[tuple[Button, ...]]:
    say = request.translate
    dead = (Button(say(texts.SHOW_DEAD), f"following {Place(DEAD)}"),) if found.dead else ()
    unfollow = (Button(say(texts.UNFOLLOW), "unfollow"),) if request.command.may_change else ()
    rows = [dead, (Button(say(phrases.DIGEST_OF_WEEK), "digest week"), *unfollow)]
    return [row for row in rows if row]
