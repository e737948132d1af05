"""/quiet: the hours of each day in which what comes waits, as they are, set, or turned off."""

from __future__ import annotations

from bot.i18n.catalogue import quiet as texts
from bot.i18n.formats import clock, time_of_day
from bot.messages.message import Button, Line, Message, Paragraph, ReplyMode, bold, command
from bot.messages.times import time_span
from bot.messages.wording import shown
from bot.model import Command, QuietHours
from bot.speech.hours import NIGHT, WrongTime, hours_typed
from handlers.request import Request

OFFERED = (NIGHT, QuietHours(start=22 * 60, end=7 * 60), QuietHours(start=0, end=9 * 60))
ON, OFF = "on", "off"


def changes(asked: Command) -> bool:
    """Alone it only shows them."""
    return bool(asked.text)


def answer(request: Request) -> Message:
    """Show, set or turn off the quiet hours."""
    text = request.text
    if not text or text.casefold() == ON:  # from when until when is to be said
        return _screen(request)
    if text.casefold() == OFF:
        return _set(None, request)
    hours = hours_typed(text)
    if isinstance(hours, QuietHours) and hours.start != hours.end:
        return _set(hours, request)
    return _said(request, (_refusal(hours, request),), private=True)


def _set(hours: QuietHours | None, request: Request) -> Message:
    going = request.store.preferences.set_quiet_hours(request.command.chat, hours, request.now)
    if hours is None:
        return _said(request, (request.sentence(texts.HOURS_OFF), *on_its_way(going, request)), hours=None)
    return _said(request, (*_told(hours, request), *on_its_way(going, request)), hours=hours)


def _screen(request: Request) -> Message:
    hours = request.preferences.quiet_hours
    told = _told(hours, request) if hours else (request.sentence(texts.NO_HOURS),)
    return _said(request, told, hours=hours, private=True)


def _told(hours: QuietHours, request: Request) -> Paragraph:
    start, end = time_of_day(hours.start), time_of_day(hours.end)
    lines: list[Line] = [request.sentence(texts.HOURS, start=bold(start), end=bold(end))]
    lines.append(request.sentence(texts.WHAT_COMES, end=end))
    until = request.store.quiet.quiet_until(request.command.chat, request.now)
    if until is not None:
        at = time_span(until, request.zone, request.now, request.translate)
        lines.append(request.sentence(texts.QUIET_NOW, moment=at))
    return tuple(lines)


def on_its_way(count: int, request: Request) -> tuple[Line, ...]:
    """How many alerts go now that waited; nothing if none did."""
    return (request.sentence(texts.ON_ITS_WAY, count=count),) if count else ()


def _said(request: Request, told: Paragraph, *, hours: QuietHours | None = None, private: bool = False) -> Message:
    """It, by what clock, and the hours to choose from."""
    own, choice = clock(request.now, request.zone, request.translate), private or request.command.button
    how = request.sentence(texts.CHOOSE if choice else texts.YOUR_CLOCK, time=own, command=command("quiet 22:30-7"))
    rows = [tuple(Button(_label(each), f"quiet {_label(each)}") for each in OFFERED if each != hours)] if choice else []
    if hours is not None:
        rows.append((Button(request.translate(texts.TURN_OFF), f"quiet {OFF}"),))
    mode = ReplyMode.REPLACE if request.command.button else ReplyMode.NEW
    message = Message(paragraphs=(told, (how,)), private=private, reply_mode=mode)
    return message.with_buttons(*rows) if request.command.may_change else message


def _label(hours: QuietHours) -> str:
    return f"{time_of_day(hours.start)}–{time_of_day(hours.end)}"  # of a span


def _refusal(hours: QuietHours | WrongTime | None, request: Request) -> Line:
    """Why these are no hours, with what would be right."""
    example = command("quiet 23-8")
    if isinstance(hours, WrongTime):
        return request.sentence(texts.WRONG_TIME, time=bold(hours.typed), command=example)
    if hours is None:
        typed, second = bold(shown(request.text)), command("quiet off")
        return request.sentence(texts.NOT_UNDERSTOOD, typed=typed, first=example, second=second)
    time, pause = time_of_day(hours.start), command("pause 2h")
    return request.sentence(texts.SAME_ENDS, time=time, command=example, pause=pause)
