"""/pause and /resume: no alerts for a while; what comes meanwhile waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.calendar.quiet import MORNING, end_of, exists, next_span
from bot.i18n.catalogue import period
from bot.i18n.catalogue import quiet as texts
from bot.i18n.formats import DAY, HOUR, duration
from bot.messages.examples import EXAMPLES
from bot.messages.message import Button, Line, Message, ReplyMode, Span, bold, command
from bot.messages.times import time_span
from bot.messages.wording import shown
from bot.model import Command
from bot.speech.hours import WrongTime
from bot.speech.spans import duration as span_typed
from bot.speech.spans import until_typed
from handlers.quiet import on_its_way
from handlers.request import Request

LONGEST = 30 * DAY
EARLIEST, LATEST = 4 * 60, 12 * 60  #: between them the end of quiet hours is the morning
OFFERED = (("1h", HOUR), ("3h", 3 * HOUR), ("1w", 7 * DAY))


def changes(asked: Command) -> bool:
    """Alone it only asks for how long."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Pause for so long, or until then; alone it asks."""
    if not request.text:
        return _question(request)
    until = end_typed(request.text, request, examples(request))
    if not isinstance(until, datetime):
        return _asked_again(request, until)
    request.store.quiet.snooze(request.command.chat, until, request.now)
    return _paused(until, request)


def resume(request: Request) -> Message:
    """Go on at once, in quiet hours too: these begin again the next time."""
    chat, store, now = request.command.chat, request.store, request.now
    before = store.quiet.quiet_until(chat, now)
    going = store.quiet.resume(chat, now)
    lines = [request.sentence(texts.RESUMED if before else texts.NOT_PAUSED), *on_its_way(going, request)]
    hours = request.preferences.quiet_hours
    if before and hours:
        begin, end = next_span(hours, request.zone, now)
        again = begin if begin > now else next_span(hours, request.zone, end)[0]
        lines.append(request.sentence(texts.QUIET_AGAIN, moment=moment_span(again, request)))
    return Message(paragraphs=(tuple(lines),), private=not before, reply_mode=_reply_mode(request))


def examples(request: Request, muted: str = "") -> tuple[Span, Span]:
    """`/pause 2h` and `/pause until Monday`, as who reads it would type that; or the same of a topic that is muted."""
    until = EXAMPLES[request.translate.language].until
    if muted:
        return command(f"mute {muted} 2h"), command(f"mute {muted} {until}")
    return command("pause 2h"), command(f"pause {until}")


def end_typed(text: str, request: Request, right: tuple[Span, Span]) -> datetime | Line:
    """The instant until which something is to rest, or why it is none, with examples of what would be right."""
    typed, (first, second) = bold(shown(text)), right
    span = span_typed(text)
    named = None if span is not None or text.strip().isdigit() else until_typed(text)
    if isinstance(named, WrongTime):
        return request.sentence(texts.WRONG_TIME, time=bold(named.typed), command=second)
    if span is None and named is None:
        return request.sentence(texts.NOT_UNDERSTOOD, typed=typed, first=first, second=second)
    until: datetime | None = None
    if span is not None and span > timedelta():
        until = request.now + min(span, LONGEST + DAY)
    elif named is not None:
        until = end_of(named, request.zone, request.now, morning=_morning(request))
    if until is None and named is not None and not exists(named):
        return request.sentence(period.NO_SUCH_DAY, day=typed)
    if until is None:
        return request.sentence(texts.ALREADY_OVER, typed=typed, first=first, second=second)
    if until - request.now > LONGEST:
        return request.sentence(texts.TOO_LONG, count=LONGEST // DAY, command=command("unfollow all"))
    return until


def _morning(request: Request) -> int:
    """When a day begins here: when its quiet hours end, if that is in the morning."""
    hours = request.preferences.quiet_hours
    return hours.end if hours and EARLIEST <= hours.end <= LATEST else MORNING


def moment_span(at: datetime, request: Request) -> Line:
    """`18:00` of today, else with its day."""
    return (time_span(at, request.zone, request.now, request.translate),)


def _reply_mode(request: Request) -> ReplyMode:
    return ReplyMode.REPLACE if request.command.button else ReplyMode.NEW


def _paused(until: datetime, request: Request) -> Message:
    hours = request.preferences.quiet_hours
    begin, end = next_span(hours, request.zone, until) if hours else (until, until)
    waits = request.sentence(texts.WAITS)
    if begin <= until < end:
        waits = request.sentence(texts.WAITS_LONGER, moment=moment_span(end, request))
    lines = (request.sentence(texts.PAUSED, moment=moment_span(until, request)), waits)
    message = Message(paragraphs=(lines,), reply_mode=_reply_mode(request))
    return message.with_buttons((_resume_button(request),))


def _resume_button(request: Request) -> Button:
    return Button(request.translate(texts.RESUME), "resume")


def _question(request: Request) -> Message:
    """Until when it is paused, and for how long it could be."""
    record = request.store.chats.get(request.command.chat)
    snoozed = record.snoozed_until_at if record else None
    goes_on = snoozed is not None and snoozed > request.now
    lines: list[Line] = []
    if snoozed is not None and goes_on:
        lines.append(request.sentence(texts.PAUSED, moment=moment_span(snoozed, request)))
    lines.append(request.sentence(texts.HOW_LONG))
    return _asked(request, lines, resume=goes_on)


def _asked_again(request: Request, why: Line) -> Message:
    return _asked(request, [why], resume=False)


def _asked(request: Request, lines: list[Line], *, resume: bool) -> Message:
    how = request.sentence(texts.OR_TYPE, first=command("pause 30m"), second=examples(request)[1])
    shown_lines = (*lines, how) if len(lines) > 1 or resume or not request.text else tuple(lines)
    message = Message(paragraphs=(shown_lines,), private=True, reply_mode=_reply_mode(request))
    if not request.command.may_change:
        return message
    spans = [Button(request.translate(duration(span)), f"pause {typed}") for typed, span in OFFERED]
    spans.insert(2, Button(request.translate(texts.UNTIL_TOMORROW), "pause tomorrow"))
    rows = [tuple(spans[:2]), tuple(spans[2:])]
    return message.with_buttons(*rows, *([(_resume_button(request),)] if resume else []))
