"""/status: is all well, what is held and why, when the next digest comes, what was sent last. One screen of a phone."""

from __future__ import annotations

from datetime import datetime

from bot.i18n.catalogue import follow_screen
from bot.i18n.catalogue import status as texts
from bot.i18n.formats import ago
from bot.messages.causes import cause_text
from bot.messages.message import Button, Line, Message, Paragraph, Span, command
from bot.messages.text import shorten, tidy
from bot.messages.times import time_span
from bot.model import Cause
from bot.storage.store import ChatStatus, SentAlert, Waiting
from handlers.phrases import freshness, nothing_followed
from handlers.request import Request

TITLE = 70  #: characters of an alert's title
MOST_TROUBLES = 2  #: sources that can't be read, a line each
HELD = (Cause.QUIET, Cause.HELD, Cause.ALONE)  #: what waits for the chat, not for the platform


def answer(request: Request) -> Message:
    """How the chat stands."""
    status = request.store.statuses.of(request.command.chat, request.now)
    nothing = nothing_followed(request)
    if status is None:  # forgotten this very moment
        return nothing
    first = _first(status, request)
    head: Paragraph = (first, *_count(status, request)) if status.follows else nothing.paragraphs[0]
    lines = (*_waiting(status, request), *_digest(status, request), *_sources(request))
    buttons = ((Button(request.translate(follow_screen.ALL_TOPICS), "following"),),)
    return Message(
        paragraphs=((*head, *lines), _last(status, request)),
        buttons=buttons if status.follows else nothing.buttons,
        private=True,
    )


def _at(at: datetime, request: Request) -> Span:
    return time_span(at, request.zone, request.now, request.translate)


def _first(status: ChatStatus, request: Request) -> Line:
    """What a notification shows: whether anything comes at all, and if not, why."""
    if status.snoozed_until_at is not None:
        return request.sentence(texts.SNOOZED, moment=_at(status.snoozed_until_at, request))
    if status.quiet_until_at is not None:
        return request.sentence(texts.QUIET_UNTIL, moment=_at(status.quiet_until_at, request))
    refused = next((each for each in status.waiting if each.cause and each.cause not in HELD), None)
    if refused is not None:
        cause = cause_text(refused.cause, None, translate=request.translate)
        return request.sentence(texts.CANNOT_SEND, cause=cause)
    if status.failed:
        cause = cause_text(status.fault, status.fault_detail, translate=request.translate)
        return request.sentence(texts.SOME_FAILED, count=status.failed, cause=cause)
    return request.sentence(texts.WELL, count=status.follows)


def _count(status: ChatStatus, request: Request) -> Paragraph:
    """How much is followed, where the first line does not say it."""
    count = request.sentence(texts.TOPICS, count=status.follows)
    well = request.sentence(texts.WELL, count=status.follows)
    return () if _first(status, request) == well else (count,)


def _waiting(status: ChatStatus, request: Request) -> Paragraph:
    return tuple(_waits(each, request) for each in status.waiting)


def _waits(waiting: Waiting, request: Request) -> Line:
    at = _at(waiting.until_at, request)
    if waiting.until_at <= request.now:
        return request.sentence(texts.ON_THE_WAY, count=waiting.count)
    if waiting.cause is None or waiting.cause in HELD:
        return request.sentence(texts.WAIT_UNTIL, count=waiting.count, moment=at)
    cause = cause_text(waiting.cause, None, translate=request.translate)
    return request.sentence(texts.WAIT_FOR_TRY, count=waiting.count, moment=at, cause=cause)


def _digest(status: ChatStatus, request: Request) -> Paragraph:
    lines: list[Line] = []
    if status.digest_in_doubt_at is not None:
        due = _at(status.digest_in_doubt_at, request)
        lines.append(request.sentence(texts.DIGEST_IN_DOUBT, moment=due, command=command("digest last")))
    if status.digest_at is not None:
        lines.append(request.sentence(texts.NEXT_DIGEST, moment=_at(status.digest_at, request)))
    return tuple(lines)


def _sources(request: Request) -> Paragraph:
    """How many are read, the one that was asked longest ago, and those that can't be read."""
    health = [each for each in request.store.sources.health(request.now) if each.key not in request.left_out]
    ill = [each for each in health if each.failing_since_at is not None or each.last_ok_at is None]
    read = [each.last_ok_at for each in health if each not in ill and each.last_ok_at is not None]
    lines = [freshness(each, request) for each in ill[:MOST_TROUBLES]]
    if read:
        oldest = ago(min(read), request.now)
        lines.insert(0, request.sentence(texts.SOURCES_READ, count=len(read), ago=oldest))
    if len(ill) > MOST_TROUBLES:
        more = len(ill) - MOST_TROUBLES
        lines.append(request.sentence(texts.MORE_SOURCES_FAIL, count=more, command=command("sources")))
    return tuple(lines)


def _last(status: ChatStatus, request: Request) -> Paragraph:
    if not status.sent:
        return (request.sentence(texts.NO_ALERTS),)
    rows = [line for each in status.sent for line in _alert(each, request)]
    return (request.sentence(texts.LAST_ALERTS), *rows)


def _alert(alert: SentAlert, request: Request) -> tuple[Line, Line]:
    title = Span(f"• {shorten(tidy(alert.title), TITLE)}", url=alert.url)
    published, sent = _at(alert.published_at, request), _at(alert.sent_at, request)
    return (title,), request.sentence(texts.PUBLISHED_AND_SENT, published=published, sent=sent)
