"""What a follow is to watch for, between what is typed of it, what is stored, and what people read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.i18n.catalogue import phrases
from bot.i18n.catalogue import watching as texts
from bot.i18n.formats import DAY, HOUR, exactly
from bot.messages.message import Button, Line, bold, command
from bot.messages.wording import shown
from bot.model import Attention, Subscription
from bot.speech.watching import ALONE_LEAST, ALONE_MOST, NOTHING, QUIET_LEAST, QUIET_MOST, Watch, Watched, brief
from handlers.request import Request

ALONE_TYPED, QUIET_TYPED = command("follow lang:kk alone:6h"), command("follow Aktau quiet 14d")  #: examples


def fields_of(watch: Watch) -> dict[str, Any]:
    """The fields that `store.attention.set` is given; without those of which nothing is said."""
    said = {"alone_for": watch.alone_for, "quiet_for": watch.quiet_for}
    return {name: span or None for name, span in said.items() if span is not None}


def watch_of(attention: Attention, asked: Watch) -> Watch:
    """What a follow watches for now, of that which is asked: it takes a change back."""

    def before(new: timedelta | None, stored: timedelta | None) -> timedelta | None:
        return None if new is None else stored or timedelta()

    return Watch(
        alone_for=before(asked.alone_for, attention.alone_for), quiet_for=before(asked.quiet_for, attention.quiet_for)
    )


def changes(attention: Attention, asked: Watch) -> bool:
    """Does a follow that is so watch for something else when that is asked?"""
    return watch_of(attention, asked) != asked


def set_for(one: Subscription, asked: Watch, request: Request) -> list[Line]:
    """A follow watches for what is asked from now on; what that is, a sentence for each."""
    request.store.attention.set(request.command.chat, one.query_id, **fields_of(asked))
    return told(one.typed, asked, request)


def undo_button(one: Subscription, asked: Watch, request: Request) -> Button:
    """Takes back what was asked; `one` as it was before."""
    return button(request.translate(phrases.UNDO), one.query_id, watch_of(one.attention, asked))


def button(label: str, query_id: int, asked: Watch, place: str = "") -> Button:
    """It does `watch #12 alone 6h quiet 14d rate 1`."""
    action = f"watch #{query_id}"
    if asked.alone_for is not None:
        action = f"{action} alone {brief(asked.alone_for)}"
    if asked.quiet_for is not None:
        action = f"{action} quiet {brief(asked.quiet_for)}"
    return Button(label, f"{action} {place}" if place else action)


def refused(wanted: Watched, request: Request) -> Line | None:
    """Why it can't be watched for; None: it can."""
    watch = wanted.watch
    if watch.alone_is_beyond:
        least, most = (str(limit // HOUR) for limit in (ALONE_LEAST, ALONE_MOST))
        return request.sentence(texts.ALONE_BEYOND, least=least, most=most, command=ALONE_TYPED)
    if watch.quiet_is_beyond:
        least, most = (str(limit // DAY) for limit in (QUIET_LEAST, QUIET_MOST))
        return request.sentence(texts.QUIET_BEYOND, least=least, most=most, command=QUIET_TYPED)
    if watch != NOTHING and not wanted.topic:
        example = QUIET_TYPED if watch.alone_for is None else ALONE_TYPED
        return request.sentence(texts.NO_TOPIC, command=example)
    return None


def signs(attention: Attention, request: Request) -> list[Line]:
    """What it watches for, behind its name."""
    found: list[Line] = []
    if attention.alone_for:
        found.append(request.sentence(texts.IS_ALONE, span=exactly(attention.alone_for)))
    if attention.quiet_for:
        found.append(request.sentence(texts.IS_QUIET, span=exactly(attention.quiet_for)))
    return found


def told(typed: str, watch: Watch, request: Request) -> list[Line]:
    """What it is to watch for now, a sentence for each that was said."""
    name, found = bold(shown(typed)), list[Line]()
    if watch.alone_for is not None:
        text = texts.NOW_ALONE if watch.alone_for else texts.NOW_ALL
        found.append(request.sentence(text, follow=name, span=exactly(watch.alone_for)))
    if watch.quiet_for is not None:
        text = texts.NOW_QUIET if watch.quiet_for else texts.NOW_UNTOLD
        found.append(request.sentence(text, follow=name, span=exactly(watch.quiet_for)))
    return found
