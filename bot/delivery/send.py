"""The next message for a chat, or an edit: made and sent, with a verdict in any case.

what a chat is owed ─ fold ─ sender ─▶ what the message carried, and its verdict
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.bugs import report_bug
from bot.delivery.fold import Parcel, next_parcel
from bot.delivery.once import Once
from bot.errors import SendError
from bot.i18n.catalogue import delivery as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.i18n.translators import Translators
from bot.messages.single import single
from bot.messages.summary import NO_CONTEXT, AlertContext
from bot.model import Cause, Delivery, Edit, GiveUp, Letter, OutboxItem, RetryAt, Sendable, Sent, Verdict
from bot.platforms.protocol import Sender


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt to send a message."""

    carried: tuple[OutboxItem, ...]  #: what the message carried, in order; one at least
    verdict: Verdict
    parts: int = 1  #: how often it counts into the pace: parts that the platform took, at least 1
    took: float | None = None  #: seconds of the platform's call; None: it was not called


async def send_next(
    sender: Sender,
    owed: Sequence[Sendable],
    now: datetime,
    *,
    platform: str,
    fold: bool,
    translators: Translators,
    context: AlertContext = NO_CONTEXT,
    once: Once,
) -> Attempt:
    """Send the first message for what a chat is owed; never raises.

    A bug in making or sending it must not lose a delivery, nor affect those of other messages.
    """
    first = owed[0]
    try:
        if isinstance(first, Letter) and first.is_sent_once:
            parcel = Parcel(message=await once.made(first), deliveries=(first,), once=True)
        else:
            parcel = next_parcel(owed, now, fold=fold, translators=translators, context=context)
    except Exception as error:
        return _not_made(owed, error, fold=fold)
    refused = await once.begin(first) if parcel.once else None
    if refused is None:
        attempt = await _send(sender, parcel, platform)
    else:
        attempt = Attempt(carried=parcel.deliveries, verdict=refused)
    once.seen(first, attempt.verdict)
    return attempt


def _not_made(owed: Sequence[Sendable], error: Exception, *, fold: bool) -> Attempt:
    """The attempt of which there is no message."""
    first = owed[0]
    report_bug("no message could be made", error, chat=first.chat.id, owed=first.label)
    detail = to_json(Phrase(texts.NOT_MADE, {"error": type(error).__name__}))
    together = fold or (isinstance(first, Delivery) and first.quiet)
    if together and len(owed) > 1 and not first.alone:
        return Attempt(carried=tuple(owed), verdict=GiveUp(cause=Cause.OURS, detail=detail))
    return Attempt(carried=(first,), verdict=RetryAt(cause=Cause.OURS, detail=detail))


async def _send(sender: Sender, parcel: Parcel, platform: str) -> Attempt:
    """Send a message that is made."""
    chat = parcel.deliveries[0].chat
    clock = asyncio.get_running_loop().time
    began = clock()
    try:
        refs = await sender.send(chat, parcel.message, plain=parcel.plain, reply_to=parcel.reply_to)
    except SendError as error:
        took, parts = clock() - began, max(len(error.refs), 1)
        return Attempt(carried=parcel.deliveries, verdict=error.verdict, parts=parts, took=took)
    except Exception as error:
        report_bug("sending failed", error, platform=platform, chat=chat.id)
        detail = to_json(Phrase(texts.NOT_SENT, {"error": type(error).__name__}))
        verdict = RetryAt(cause=Cause.MAYBE_SENT, detail=detail, maybe_sent=True)
        return Attempt(carried=parcel.deliveries, verdict=verdict, took=clock() - began)
    return Attempt(carried=parcel.deliveries, verdict=Sent(refs=refs), parts=len(refs), took=clock() - began)


async def send_edit(
    sender: Sender,
    edit: Edit,
    now: datetime,
    *,
    platform: str,
    translators: Translators,
    context: AlertContext = NO_CONTEXT,
) -> Attempt:
    """Edit a sent alert, so that it shows what its delivery does now; never raises.

    What it came for may be followed no more: then it stays as it is, with the Undo that may stand under it.
    """
    if not edit.delivery.reasons:
        return Attempt(carried=(edit,), verdict=GiveUp(cause=Cause.UNFOLLOWED))
    owed, clock = edit.delivery, asyncio.get_running_loop().time
    try:
        message = single(owed, owed.timezone, now, translate=translators(owed.language), context=context)
    except Exception as error:
        report_bug("no edit could be made", error, chat=edit.chat.id, owed=edit.label)
        return Attempt(carried=(edit,), verdict=GiveUp(cause=Cause.OURS))
    began = clock()
    try:
        await sender.edit(edit.chat, edit.ref, message, plain=edit.plain or owed.plain)
    except SendError as error:
        return Attempt(carried=(edit,), verdict=error.verdict, took=clock() - began)
    except Exception as error:
        report_bug("editing failed", error, platform=platform, chat=edit.chat.id)
        return Attempt(carried=(edit,), verdict=RetryAt(cause=Cause.OURS), took=clock() - began)
    return Attempt(carried=(edit,), verdict=Sent(refs=(edit.ref,)), took=clock() - began)
