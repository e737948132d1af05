"""The digest of a span that ended at a set time: what came to match what the chat follows meanwhile.

A letter of the outbox names the span, and so does the button of its next page: `digest +tabc +tdef`. Of a digest of
which nobody knows whether it arrived a line says so, with that button.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from bot.answers.by_story import StoryView, newest_first
from bot.i18n.catalogue import digest_schedule as texts
from bot.messages.message import Button, Message, command, say
from bot.messages.on_time import on_time_message
from bot.messages.times import time_span
from bot.model import ChatKind, DigestSpan
from handlers.digest_schedule import SHOW
from handlers.phrases import nothing_followed
from handlers.request import Request

SPAN = re.compile(r"\+([0-9a-z]{1,9}) \+([0-9a-z]{1,9})( late)?")  #: two instants in seconds, to the base of 36
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def named_span(text: str) -> DigestSpan | None:
    """The span that a button names; None: it names none."""
    found = SPAN.fullmatch(text)
    if found is None:
        return None
    try:
        since, until = (datetime.fromtimestamp(int(each, 36), UTC) for each in found.groups()[:2])
    except (ValueError, OverflowError, OSError):
        return None
    return DigestSpan(since_at=since, until_at=until, due_at=until)


def name_of(span: DigestSpan) -> str:
    """The span as a button names it."""
    return f"+{_in_36(int(span.since_at.timestamp()))} +{_in_36(int(span.until_at.timestamp()))}"


def _in_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


def last(request: Request) -> Message:
    """The last digest that came by itself, once more."""
    schedule = request.store.digests.schedule(request.command.chat)
    if schedule is None or schedule.last_since_at is None:
        return say(request.sentence(texts.NO_LAST), private=True)
    span = DigestSpan(since_at=schedule.last_since_at, until_at=schedule.since_at, due_at=schedule.since_at)
    return replace(answer(request, span), private=True)


def in_doubt(request: Request, span: DigestSpan, *, plain: bool) -> Message:
    """The line in place of a digest that may have arrived, without a sound; `plain`: no button goes with it."""
    due = time_span(span.due_at, request.zone, request.now, request.translate)
    message = replace(say(request.sentence(texts.IN_DOUBT, due=due)), quiet=True)
    if plain or request.kind is ChatKind.CHANNEL:
        again = request.sentence(texts.IN_DOUBT_COMMAND, command=command("digest last"))
        return replace(message, paragraphs=(*message.paragraphs, (again,)))
    return message.with_buttons((Button(request.translate(texts.SHOW_IT), f"digest {name_of(span)}"),))


def answer(request: Request, span: DigestSpan) -> Message:
    """The digest of the chat; a page of it names it again."""
    follows = request.follows()
    if not follows:
        off = Button(request.translate(texts.OFF), "digest off")
        return nothing_followed(request, off)
    typed = {one.query_id: one.typed for one in follows}
    found = request.store.digests.found(request.command.chat, span.since_at, span.until_at)
    health = [] if found else request.store.sources.health(request.now)
    view = StoryView.of(request.command.chat, request.preferences, request.languages, request.store)
    stories = newest_first(view.together(one.article for one in found).values())
    by_article = {one.article.id: one.follows for one in found}
    answered = [
        {query: typed[query] for each in story for query in by_article[each.id] if query in typed} for story in stories
    ]
    message = on_time_message(
        span,
        [(story[0], list(follows.values())) for story, follows in zip(stories, answered, strict=True)],
        list(typed.values()),
        request.zone.key,
        request.now,
        [each for each in health if each.key not in request.left_out],
        also={story[0].id: story[1:] for story in stories if len(story) > 1},
        translate=request.translate,
    )
    again = replace(message, again=" ".join(("digest", name_of(span))))
    if request.kind is ChatKind.CHANNEL:  # its readers can't press
        return again
    return again.with_buttons((Button(request.translate(texts.WHEN), f"digest {SHOW}"),))
