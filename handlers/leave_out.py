""" "не присылай про спорт": what is followed is unfollowed, what comes with other follows is offered to be left out.

It is said, not typed: no command of its own, and so in no menu.
"""

from __future__ import annotations

from datetime import timedelta

from bot.errors import QueryError
from bot.i18n.catalogue import asking
from bot.i18n.catalogue import leave_out as texts
from bot.matching.follow_search import search_follows
from bot.matching.grammar import parse, split_follows
from bot.matching.query import Query
from bot.messages.message import Button, Line, Message, bold, say
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from bot.model import Subscription
from handlers import unfollow
from handlers.asking import Refused, action_on, read
from handlers.phrases import nothing_followed
from handlers.request import Request

MOST_FOLLOWS = 30  #: in which it is looked for
MOST_BUTTONS = 5
SHORTEST = 10  #: characters of a follow before what is left out
SPAN = timedelta(days=30)


def answer(request: Request) -> Message:
    """Unfollow it; or the follows that bring it, each with a button that leaves it out there."""
    follows, concepts = request.follows(), request.rules.concepts
    if not follows:
        return nothing_followed(request)
    parts = split_follows(request.text)
    if any(unfollow.meant(typed, follows, concepts) for typed in parts):
        return unfollow.answer(request.renamed("unfollow", request.text))
    typed = tidy(request.text)
    query = read(typed, request, common=True)
    if isinstance(query, Refused):
        return unfollow.answer(request.renamed("unfollow", request.text))
    buttons = [
        (button,)
        for follow in _bringing(typed, follows, request)
        if (button := _leave_out_button(typed, follow, request))
    ][:MOST_BUTTONS]
    topic = bold(shown(typed))
    if buttons:
        return say(request.sentence(texts.COMES_WITH, topic=topic), private=True).with_buttons(*buttons)
    near = search_follows(typed, follows, concepts)[: unfollow.NEAR]
    lines: list[Line] = [request.sentence(texts.COMES_WITH_NONE, topic=topic)]
    if near:
        lines.append(request.sentence(asking.DID_YOU_MEAN_ONE if len(near) > 1 else asking.DID_YOU_MEAN))
    return say(*lines, private=True).with_buttons(*((unfollow.unfollow_button(each),) for each in near))


def _bringing(typed: str, follows: list[Subscription], request: Request) -> list[Subscription]:
    """The follows whose articles of the last days were about it too, those that brought most of it first."""
    found: list[tuple[int, Subscription]] = []
    for follow in follows[:MOST_FOLLOWS]:
        both = _parsed(f"{follow.canonical} {typed}", request)
        if both is not None:
            result = request.store.search.find(
                both,
                request.now - SPAN,
                limit=0,
                languages=request.languages,
                left_out=request.left_out,
                concepts=request.rules.concepts,
            )
            found += [(result.count, follow)] if result.count else []
    return [follow for _, follow in sorted(found, key=lambda each: -each[0])]


def _leave_out_button(typed: str, follow: Subscription, request: Request) -> Button | None:
    """`Актау -спорт`, which the follow becomes; None: it can't be written."""
    left_out = f"-({typed})" if " " in typed else f"-{typed}"
    changed = f"{tidy(follow.typed)} {left_out}"
    query = _parsed(changed, request)
    if query is None:
        return None
    number = request.query_id(query, changed)
    label = f"{shorten(tidy(follow.typed), max(LABEL_LIMIT - len(left_out), SHORTEST))} {left_out}"
    return Button(shorten(label, LABEL_LIMIT), action_on(f"edit #{follow.query_id}", changed, number, request))


def _parsed(typed: str, request: Request) -> Query | None:
    try:
        return parse(typed, request.rules.concepts)
    except QueryError:
        return None
