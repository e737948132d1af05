"""The next message for a chat, or an edit: made and sent, with a verdict in any case.

what a chat is owed ─ fold ─ sender ─▶ what the message carried, and its verdict
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.bugs import report_bug, unquoted
from bot.delivery.fold import Parcel, next_parcel
from bot.delivery.once import Compose, Once, as_stored
from bot.errors import SendError
from bot.i18n.catalogue import delivery as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.i18n.translators import ONLY_ENGLISH, Translators
from bot.messages.message import Message
from bot.messages.single import single
from bot.messages.summary import NO_CONTEXT, AlertContext
from bot.model import Cause, ChatMoved, Delivery, Edit, GiveUp, Letter, OutboxItem, RetryAt, Sendable, Sent, Verdict
from bot.platforms.protocol import Platform
from bot.rules import Rules


@dataclass(frozen=True, kw_only=True)
class Making:
    """How messages are made of what is owed."""

    translators: Translators = ONLY_ENGLISH
    context: AlertContext = NO_CONTEXT  #: of alerts
    compose: Compose = as_stored  #: of letters that are sent once

    @classmethod
    def of(cls, rules: Rules, compose: Compose) -> Making:
        """How they are made by these rules."""
        return cls(translators=rules.translators, context=AlertContext.of(rules), compose=compose)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt to send a message."""

    carried: tuple[OutboxItem, ...]  #: what the message carried, in order; one at least
    verdict: Verdict
    parts: int = 1  #: how often it counts into the pace: parts that the platform took, at least 1
    took: float | None = None  #: seconds of the platform's call; None: it was not called


def for_log(owed: Sequence[OutboxItem], verdict: Verdict) -> str:
    """A verdict without what the platform may quote that people typed: a letter may have any of it."""
    if isinstance(verdict, Sent | ChatMoved):
        return str(verdict)
    typed: list[str] = []
    for each in owed:
        if isinstance(each, Letter):
            return str(replace(verdict, detail=""))
        typed += [reason.typed for reason in (each.delivery if isinstance(each, Edit) else each).reasons]
    return str(replace(verdict, detail=unquoted(verdict.detail, typed)))


class Messenger:
    """Makes the messages of one lane and sends them. It never raises, and tells what came of each.

    A bug in making or sending a message must not lose a delivery, nor affect those of other messages.
    """

    def __init__(self, platform: Platform, making: Making, once: Once, clock: Callable[[], datetime]) -> None:
        self.platform = platform.name
        self._sender = platform.sender
        self._making = making
        self._once = once
        self._clock = clock

    def adopt(self, context: AlertContext) -> None:
        """Alerts are made with this from now on."""
        self._making = replace(self._making, context=context)

    async def send(self, owed: Sequence[Sendable], *, fold: bool) -> Attempt:
        """Send the first message for what a chat is owed."""
        first = owed[0]
        try:
            parcel = await self._parcel(owed, fold=fold)
        except Exception as error:
            return _not_made(owed, error, fold=fold)
        refused = await self._once.begin(first) if parcel.once else None
        if refused is None:
            attempt = await self._send(parcel)
        else:
            attempt = Attempt(carried=parcel.deliveries, verdict=refused)
        self._once.seen(first, attempt.verdict)
        return attempt

    async def _parcel(self, owed: Sequence[Sendable], *, fold: bool) -> Parcel:
        first, made = owed[0], self._making
        if isinstance(first, Letter) and first.is_sent_once:
            return Parcel(message=await self._once.made(first), deliveries=(first,), once=True)
        return next_parcel(owed, self._clock(), fold=fold, translators=made.translators, context=made.context)

    async def _send(self, parcel: Parcel) -> Attempt:
        """Send a message that is made."""
        chat = parcel.deliveries[0].chat
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            refs = await self._sender.send(chat, parcel.message, plain=parcel.plain, reply_to=parcel.reply_to)
        except SendError as error:
            took, parts = clock() - began, max(len(error.refs), 1)
            return Attempt(carried=parcel.deliveries, verdict=error.verdict, parts=parts, took=took)
        except Exception as error:
            report_bug("sending failed", error, platform=self.platform, chat=chat.id)
            detail = to_json(Phrase(texts.NOT_SENT, {"error": type(error).__name__}))
            verdict = RetryAt(cause=Cause.MAYBE_SENT, detail=detail, maybe_sent=True)
            return Attempt(carried=parcel.deliveries, verdict=verdict, took=clock() - began)
        return Attempt(carried=parcel.deliveries, verdict=Sent(refs=refs), parts=len(refs), took=clock() - began)

    async def edit(self, edit: Edit) -> Attempt:
        """Edit a sent alert, so that it shows what its delivery does now.

        What it came for may be followed no more: then it stays as it is, with the Undo that may stand under it.
        """
        if not edit.delivery.reasons:
            return Attempt(carried=(edit,), verdict=GiveUp(cause=Cause.UNFOLLOWED))
        try:
            message = self._edited(edit.delivery)
        except Exception as error:
            report_bug("no edit could be made", error, chat=edit.chat.id, owed=edit.label)
            return Attempt(carried=(edit,), verdict=GiveUp(cause=Cause.OURS))
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            await self._sender.edit(edit.chat, edit.ref, message, plain=edit.plain or edit.delivery.plain)
        except SendError as error:
            return Attempt(carried=(edit,), verdict=error.verdict, took=clock() - began)
        except Exception as error:
            report_bug("editing failed", error, platform=self.platform, chat=edit.chat.id)
            return Attempt(carried=(edit,), verdict=RetryAt(cause=Cause.OURS), took=clock() - began)
        return Attempt(carried=(edit,), verdict=Sent(refs=(edit.ref,)), took=clock() - began)

    def _edited(self, owed: Delivery) -> Message:
        translate, context = self._making.translators(owed.language), self._making.context
        return single(owed, owed.timezone, self._clock(), translate=translate, context=context)


def _not_made(owed: Sequence[Sendable], error: Exception, *, fold: bool) -> Attempt:
    """The attempt of which there is no message."""
    first = owed[0]
    report_bug("no message could be made", error, chat=first.chat.id, owed=first.label)
    detail = to_json(Phrase(texts.NOT_MADE, {"error": type(error).__name__}))
    together = fold or (isinstance(first, Delivery) and first.quiet)
    if together and len(owed) > 1 and not first.alone:
        return Attempt(carried=tuple(owed), verdict=GiveUp(cause=Cause.OURS, detail=detail))
    return Attempt(carried=(first,), verdict=RetryAt(cause=Cause.OURS, detail=detail))
