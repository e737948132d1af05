"""What one message carries: a single alert, or several deliveries of a chat folded into one. Pure.

what a chat is owed, in order ─ too many, or too fast for it? ─▶ a parcel: one message and the deliveries it carries
                              ─ very many? ────────────────────▶ all of that in one, page by page
                              ─ came while it was quiet? ──────▶ all of that in one, without a sound; once
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from bot.i18n.translators import Translators
from bot.messages.folded import MOST, folded
from bot.messages.held import held, may_be_missing
from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.messages.single import single
from bot.messages.sound import is_silent
from bot.messages.summary import NO_CONTEXT, AlertContext
from bot.model import ChatKind, Delivery, Letter, Sendable

MAX_SINGLES = 5  #: if a chat is owed more than these in one claim, they are folded
MAX_DELAY = 5.0  #: seconds; if the chat's own rate would delay the last one for longer, they are folded too


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One message, with what it carries."""

    message: Message
    deliveries: tuple[Sendable, ...]  #: in order; all of one chat, one at least
    once: bool = False  #: is a second copy of it worse than a line that asks whether it is wanted?

    @property
    def plain(self) -> bool:
        """Should it be sent without markup?"""
        return self.deliveries[0].plain

    @property
    def reply_to(self) -> str | None:
        """To which message of its chat it is a reply; of several at once none is."""
        alone = self.deliveries[0] if len(self.deliveries) == 1 else None
        return alone.reply_to if isinstance(alone, Delivery) else None


def should_fold(count: int, delay: float) -> bool:
    """Should `count` deliveries of a chat be folded? `delay`: seconds until the last could be sent by itself."""
    return count > MAX_SINGLES or (count > 1 and delay > MAX_DELAY)


def next_parcel(
    owed: Sequence[Sendable],
    now: datetime,
    *,
    fold: bool,
    translators: Translators,
    context: AlertContext = NO_CONTEXT,
) -> Parcel:
    """The first message for what a chat is owed.

    A letter is never folded, nor is a delivery that is `alone`; plain and formatted deliveries are not mixed, nor those
    of a quiet time with others.
    """
    first = owed[0]
    if isinstance(first, Letter):
        return Parcel(message=from_json(first.payload), deliveries=(first,))
    translate = translators(first.language)
    if (fold or first.quiet) and not first.alone:
        alike = list(takewhile(lambda each: _goes_with(each, first), _alerts(owed)))
        pages = first.kind is not ChatKind.CHANNEL and not first.plain  # a plain message has no buttons
        if pages and len(alike) > (1 if first.quiet else MOST):
            if first.in_doubt:
                message = may_be_missing(alike, translate)
            else:
                message = held(alike, first.timezone, now, translate=translate, context=context)
            return replace(_with_its_sound(message, alike, now, context), once=first.quiet)
        message, carried = folded(alike, first.timezone, now, translate=translate, context=context)
        if carried > 1:
            return _with_its_sound(message, alike[:carried], now, context)
    message = single(first, first.timezone, now, translate=translate, context=context)
    return _with_its_sound(message, [first], now, context)


def _goes_with(delivery: Delivery, first: Delivery) -> bool:
    """May one message carry both?"""
    same = (delivery.plain, delivery.quiet, delivery.begun_at) == (first.plain, first.quiet, first.begun_at)
    return same and not delivery.alone


def _with_its_sound(message: Message, carried: Sequence[Delivery], now: datetime, context: AlertContext) -> Parcel:
    """The parcel, without a sound where it waited for the end of a quiet time, or none of its alerts is to have one."""
    quiet = carried[0].quiet or is_silent(carried, now, context)
    return Parcel(message=replace(message, quiet=quiet), deliveries=tuple(carried))


def _alerts(owed: Sequence[Sendable]) -> Iterator[Delivery]:
    """Those before the first letter."""
    for each in owed:
        if not isinstance(each, Delivery):
            return
        yield each
