"""/digest daily 8:30: when the chat gets its digest by itself; `schedule` alone shows it, with buttons.

what was typed ─ read_schedule ─▶ set ─▶ when it comes, and when next
                               ─▶ off, alerts or none of them ─▶ what it is now
                               ─▶ impossible, too often or too rarely ─▶ what would be right
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from bot.i18n.catalogue import digest_schedule as texts
from bot.i18n.catalogue import phrases
from bot.i18n.text import Text
from bot.messages.message import Button, Line, Message, ReplyMode, Span, bold, command, say
from bot.messages.schedule_words import EVERY_DAY, WORKDAYS, next_time, time_of, typed, when
from bot.model import Command, DigestSchedule, FollowMode, Subscription
from bot.speech.arguments import argument_of
from bot.speech.schedules import MOST_A_DAY, TypedSchedule, asks_when, ends, read_schedule
from handlers.phrases import follow_example
from handlers.request import Request

SHOW = "schedule"  #: shows when it comes
MORNING, EVENING = 480, 1080
PRESETS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    (EVERY_DAY, (MORNING,)), (WORKDAYS, (MORNING,)), (EVERY_DAY, (EVENING,)), ((0,), (MORNING,)),
)  # fmt: skip
_LABELS = (texts.MORNINGS, texts.WORKDAYS, texts.EVENINGS, texts.WEEKLY)


class Asked(StrEnum):
    """What is asked of the schedule."""

    SHOW = "show"
    OFF = "off"
    ONLY = "only"  #: no alerts any more, digests only
    ALERTS = "alerts"  #: alerts again
    SET = "set"


def asked_of(text: str) -> Asked | TypedSchedule | None:
    """What a text behind /digest asks of the schedule; None: nothing, it is about a digest now."""
    if asks_when(text):
        return Asked.SHOW
    if ends(text) or argument_of("digest", text) == "off":
        return Asked.OFF
    if text in (Asked.ONLY, Asked.ALERTS):
        return Asked(text)
    return read_schedule(text)


def changes(asked: Command) -> bool:
    """Is anything set? To ask for a digest now, or when one comes, changes nothing."""
    wanted = asked_of(asked.text)
    if isinstance(wanted, TypedSchedule):
        return not wanted.is_refused
    return wanted is not None and wanted is not Asked.SHOW


def answer(request: Request) -> Message | None:
    """What was asked of the schedule, done; None: nothing was."""
    wanted = asked_of(request.text)
    match wanted:
        case None:
            return None
        case TypedSchedule():
            return _set(wanted, request)
        case Asked.OFF:
            return _off(request)
        case Asked.ONLY | Asked.ALERTS:
            return _with_alerts(request, alerts=wanted is Asked.ALERTS)
        case _:
            return _replacing(screen(request), request)


def screen(request: Request) -> Message:
    """When it comes, and the usual times by button."""
    schedule = request.store.digests.schedule(request.command.chat)
    none = say(request.sentence(texts.NONE_YET), private=True)
    message = none if schedule is None else _comes(schedule, request)
    if not request.command.may_change:
        return message
    below = (*message.paragraphs, (_examples(request),))
    return replace(message, paragraphs=below, buttons=_buttons(schedule, request))


def ensure_daily(request: Request) -> DigestSchedule:
    """The chat's schedule; one that has none gets a digest every morning."""
    digests, chat = request.store.digests, request.command.chat
    return digests.schedule(chat) or digests.set(chat, EVERY_DAY, (MORNING,), request.now)


def offered_below(message: Message, request: Request) -> Message:
    """A digest with the way to get it on schedule, for who may set that."""
    if not request.command.may_change:
        return message
    button = Button(request.translate(texts.SCHEDULE), f"digest {SHOW}")
    return replace(message, buttons=(*message.buttons, (button,)))


def comes_next(schedule: DigestSchedule, request: Request) -> tuple[Line, Line]:
    """When it comes, and when next."""
    comes = when(schedule.weekdays, schedule.minutes, request.translate)
    return comes, next_time(schedule, request.zone, request.now, request.translate)


def _comes(schedule: DigestSchedule, request: Request) -> Message:
    first, then = comes_next(schedule, request)
    lines: list[Line] = [first, then]
    if not request.follows():
        lines.append(request.sentence(texts.NOTHING_TO_BRING, command=follow_example(request)))
    return Message(paragraphs=(tuple(lines),), private=True)


def _set(wanted: TypedSchedule, request: Request) -> Message:
    if wanted.is_refused:
        return _refused(wanted, request)
    digests, chat = request.store.digests, request.command.chat
    before = None if wanted.days_named else digests.schedule(chat)
    schedule = digests.set(chat, before.weekdays if before else wanted.weekdays, wanted.minutes, request.now)
    return _replacing(_comes(schedule, request).with_buttons(*_buttons(schedule, request)), request)


def _refused(wanted: TypedSchedule, request: Request) -> Message:
    example = _command(texts.TYPED_DAILY, request)
    if wanted.wrong:
        return say(request.sentence(texts.NO_SUCH_TIME, time=bold(wanted.wrong), example=example), private=True)
    if wanted.too_rarely:
        example = _command(texts.TYPED_WEEKLY, request)
        return say(request.sentence(texts.TOO_RARELY, example=example, month=command("digest month")), private=True)
    example = _command(texts.TYPED_WORKDAYS, request)
    return say(request.sentence(texts.TOO_OFTEN, most=str(MOST_A_DAY), example=example), private=True)


def _off(request: Request) -> Message:
    before = request.store.digests.clear(request.command.chat)
    now = command("digest today")
    message = say(
        request.sentence(texts.IS_OFF, command=now) if before else request.sentence(texts.WAS_OFF), private=True
    )
    rows = [_undo(before, request)] if before else []
    only = request.preferences.mode is FollowMode.DIGEST
    if only or any(map(_is_digest, request.follows())):  # else they would bring nothing at all
        rows.append((Button(request.translate(texts.ALERTS_AGAIN), f"digest {Asked.ALERTS}"),))
    return _replacing(message.with_buttons(*(row for row in rows if row)), request)


def _undo(before: DigestSchedule, request: Request) -> tuple[Button, ...]:
    action = f"digest {typed(before.weekdays, before.minutes)}"
    fits = len(action.encode()) <= request.action_bytes
    return (Button(request.translate(phrases.UNDO), action),) if fits else ()


def _with_alerts(request: Request, *, alerts: bool) -> Message:
    """All follows bring alerts, as they did before, or none of them does, nor those to come."""
    if alerts:
        _alerts_again(request)
        message = say(request.sentence(texts.ALERTS_TOO), private=True)
        return _replacing(message.with_buttons(_only_row(request)), request)
    _digests_only(request)
    lines = (request.sentence(texts.ONLY_DIGESTS), *comes_next(ensure_daily(request), request))
    back = Button(request.translate(texts.ALERTS_AGAIN), f"digest {Asked.ALERTS}")
    message = Message(paragraphs=(lines,), private=True)
    return _replacing(message.with_buttons((back, Button(request.translate(texts.WHEN), f"digest {SHOW}"))), request)


def _digests_only(request: Request) -> None:
    """What was for digests only by itself is so again when alerts are back."""
    chat, store = request.command.chat, request.store
    for one in request.follows():
        if not _is_digest(one):
            store.attention.set(chat, one.query_id, mode=FollowMode.DIGEST)
        elif request.preferences.mode is not FollowMode.DIGEST:
            store.attention.set(chat, one.query_id, mode_before=FollowMode.DIGEST)
    store.preferences.set(chat, mode=FollowMode.DIGEST)


def _alerts_again(request: Request) -> None:
    """What was silent before stays silent, and what was for digests only by itself stays so if anything has alerts."""
    chat, store = request.command.chat, request.store
    follows = request.follows()
    by_itself = [one for one in follows if one.attention.mode_before is FollowMode.DIGEST and _is_digest(one)]
    left = by_itself if len(by_itself) < len(follows) and store.digests.schedule(chat) else []
    for one in follows:
        if _is_digest(one) and one not in left:
            store.attention.set(chat, one.query_id, mode=mode_of_alerts(one, request))
    store.preferences.set(chat, mode=_mode_before(request))


def _is_digest(one: Subscription) -> bool:
    return one.attention.mode is FollowMode.DIGEST


def mode_of_alerts(one: Subscription, request: Request) -> FollowMode:
    """How a follow that is for digests only is to bring alerts again."""
    before = one.attention.mode_before
    return _mode_before(request) if before in (None, FollowMode.DIGEST) else before


def _mode_before(request: Request) -> FollowMode:
    """How what the chat follows is to come where nothing else is known of before."""
    mode = request.preferences.mode
    return (request.preferences.mode_before or FollowMode.INSTANT) if mode is FollowMode.DIGEST else mode


def _replacing(message: Message, request: Request) -> Message:
    """In place of the screen whose button was pressed; the button under a digest leaves that as it is."""
    opened = request.command.text == SHOW
    return replace(message, reply_mode=ReplyMode.REPLACE) if request.command.button and not opened else message


def _command(arguments: Text, request: Request) -> Span:
    """`/digest daily 8:30`, in the language of who asks."""
    return command(f"digest {request.translate(arguments)}")


def _examples(request: Request) -> Line:
    typed_texts = {"every_day": texts.TYPED_DAILY, "workdays": texts.TYPED_WORKDAYS, "weekly": texts.TYPED_WEEKLY}
    return request.sentence(texts.OR_TYPE, **{name: _command(text, request) for name, text in typed_texts.items()})


def _buttons(schedule: DigestSchedule | None, request: Request) -> tuple[tuple[Button, ...], ...]:
    """The usual times, that of the chat ticked; off, and without alerts."""
    buttons = [_preset(place, schedule, request) for place in range(len(PRESETS))]
    rows = [tuple(buttons[:2]), tuple(buttons[2:])]
    if schedule is not None:
        rows.append((Button(request.translate(texts.OFF), "digest off"),))
        rows.append(_only_row(request))
    return tuple(row for row in rows if row)


def _preset(place: int, schedule: DigestSchedule | None, request: Request) -> Button:
    weekdays, minutes = PRESETS[place]
    label = request.translate(_LABELS[place], time=time_of(minutes[0], request.translate))
    if schedule is not None and (schedule.weekdays, schedule.minutes) == (weekdays, minutes):
        label = request.translate(texts.TICKED, choice=label)
    return Button(label, f"digest {typed(weekdays, minutes)}")


def _only_row(request: Request) -> tuple[Button, ...]:
    """`No alerts, digest only`, or back, where something is followed."""
    modes: Sequence[FollowMode] = [one.attention.mode for one in request.follows()]
    if not modes:
        return ()
    if all(mode is FollowMode.DIGEST for mode in modes):
        return (Button(request.translate(texts.ALERTS_AGAIN), f"digest {Asked.ALERTS}"),)
    return (Button(request.translate(texts.DIGEST_ONLY), f"digest {Asked.ONLY}"),)
