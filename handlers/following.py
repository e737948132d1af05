"""/following: what the chat follows and how much each brings; with words, those of it that are like them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.i18n.catalogue import asking, phrases
from bot.i18n.catalogue import following as texts
from bot.i18n.catalogue import unfollow as unfollow_texts
from bot.messages.message import Button, Line, Message, ReplyMode, bold, say
from bot.messages.wording import shown
from bot.model import Subscription
from handlers.dead_follows import listed_dead
from handlers.follow_list import DEAD, FIRST_PLACE, PAGE, listed_follows, name_buttons, place_of, rates, row
from handlers.phrases import nothing_followed
from handlers.request import Request
from handlers.unfollow import like


def answer(request: Request) -> Message:
    """A page of the list; a button turns it in its place."""
    message = _answered(request)
    return replace(message, reply_mode=ReplyMode.REPLACE) if request.command.button else message


def _answered(request: Request) -> Message:
    follows = request.follows()
    if not follows:
        return nothing_followed(request)
    place = place_of(request.text) if request.command.button else None
    if place and place.order == DEAD:
        return listed_dead(request, rates(request, follows), place.page)
    if place or not request.text:
        return listed_follows(request, follows, place or FIRST_PLACE)
    return _like(request, follows)


def _like(request: Request, follows: Sequence[Subscription]) -> Message:
    """Those that are like what was typed."""
    found = like(request.text, follows, request.rules.concepts)
    typed = bold(shown(request.text))
    if not found:
        show = Button(request.translate(unfollow_texts.SHOW_LIST), f"following {FIRST_PLACE}")
        return say(request.sentence(phrases.NOT_FOLLOWED, follow=typed), private=True).with_buttons((show,))
    first = found[:PAGE]
    lines: list[Line] = [request.sentence(texts.LIKE, typed=typed)]
    lines += [row(one, request) for one in rates(request, first).all]
    if len(found) > PAGE:
        lines.append(request.sentence(asking.ONLY_FIRST, limit=PAGE, count=len(found)))
    return Message(paragraphs=(tuple(lines),), buttons=tuple(name_buttons(first)), private=True)
