"""Chats as lines for people and as records for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.cli.chat_names import name_of
from bot.cli.instants import Clock
from bot.cli.printing import GAP, STEP, beside, section
from bot.i18n.catalogue import operating as texts
from bot.i18n.formats import enumerated, exactly, language_name, time_of_day
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.causes import cause_phrase
from bot.model import FollowMode, Preferences, Subscription

if TYPE_CHECKING:
    from bot.storage.store import ChatLine, ChatRecord, ChatStatus

Record = dict[str, Any]


def heading(one: ChatLine) -> str:
    """Its name, kind and title."""
    title = [ENGLISH(texts.TITLE, title=one.title)] if one.title else []
    return GAP.join([name_of(one.chat), one.kind.value, *title])


def chat_lines(one: ChatLine, clock: Clock) -> list[str]:
    """A chat in the list."""
    follows = Phrase(texts.FOLLOWS, {"count": one.follows, "number": str(one.follows)})
    return [heading(one), STEP + beside([follows, _last_alert(one, clock), state(one, clock)])]


def _last_alert(one: ChatLine, clock: Clock) -> Phrase:
    if one.last_sent_at is None:
        return Phrase(texts.NO_ALERT)
    return Phrase(texts.LAST_ALERT, {"at": clock.shown(one.last_sent_at)})


def state(one: ChatLine, clock: Clock) -> Phrase:
    """Well, waiting until when and why, or at rest since when and why."""
    if one.paused_since_at is not None:
        why = cause_phrase(one.pause_cause, one.pause_detail)
        return Phrase(texts.RESTS, {"since": clock.shown(one.paused_since_at), "why": why})
    if one.health.waits_until_at is not None:
        why = cause_phrase(one.health.cause, one.health.detail)
        return Phrase(texts.WAITS, {"until": clock.shown(one.health.waits_until_at), "why": why})
    return Phrase(texts.WELL)


def chat_record(one: ChatLine) -> Record:
    """The same for scripts; `state` is well, waiting or resting."""
    paused, waiting = one.paused_since_at is not None, one.health.waits_until_at is not None
    cause = one.pause_cause if paused else one.health.cause
    return {
        "chat": name_of(one.chat),
        "platform": one.chat.platform,
        "workspace": one.chat.workspace,
        "id": one.chat.id,
        "topic": one.chat.thread,
        "title": one.title,
        "kind": one.kind.value,
        "known_since": one.created_at,
        "follows": one.follows,
        "last_sent_at": one.last_sent_at,
        "state": "resting" if paused else "waiting" if waiting else "well",
        "since": one.paused_since_at if paused else one.health.refused_since_at,
        "until": one.health.waits_until_at,
        "cause": cause.value if cause is not None else None,
        "why": ENGLISH(cause_phrase(cause, one.pause_detail if paused else one.health.detail)) if cause else None,
    }


def settings_lines(one: ChatLine, record: ChatRecord, status: ChatStatus, clock: Clock) -> list[str]:
    """What is set for a chat."""
    return [ENGLISH(line) for line in _settings(one, record, status, clock)]


def _settings(one: ChatLine, record: ChatRecord, status: ChatStatus, clock: Clock) -> Iterator[Phrase]:
    yield Phrase(texts.CREATED, {"at": clock.shown(one.created_at)})
    language = language_name(record.language, ENGLISH) if record.language else Phrase(texts.NOT_KNOWN)
    yield Phrase(texts.SPEAKS, {"language": language, "zone": record.timezone})
    names = enumerated([language_name(code, ENGLISH) for code in record.languages], ENGLISH)
    yield Phrase(texts.READS, {"languages": names}) if names else Phrase(texts.READS_ALL)
    if record.left_out:
        yield Phrase(texts.LEFT_OUT, {"sources": enumerated(record.left_out, ENGLISH)})
    yield from _preferences(record.preferences)
    if status.snoozed_until_at is not None:
        yield Phrase(texts.SNOOZED, {"until": clock.shown(status.snoozed_until_at)})
    if status.digest_at is not None:
        yield Phrase(texts.DIGEST_AT, {"at": clock.shown(status.digest_at)})


def _preferences(chosen: Preferences) -> Iterator[Phrase]:
    yield Phrase(texts.MODE, {"mode": chosen.mode.value})
    if chosen.quiet_hours is not None:
        start, end = time_of_day(chosen.quiet_hours.start), time_of_day(chosen.quiet_hours.end)
        yield Phrase(texts.QUIET_HOURS, {"start": start, "end": end})
    if chosen.editors is not None:
        yield Phrase(texts.EDITORS, {"editors": chosen.editors.value})


def follow_lines(follows: Sequence[Subscription], clock: Clock) -> list[str]:
    """What a chat follows."""
    return [_follow(each, clock) for each in follows]


def _follow(one: Subscription, clock: Clock) -> str:
    chosen, at = one.attention, clock.shown(one.created_at)
    how = [chosen.mode.value] if chosen.mode is not FollowMode.INSTANT else []
    how += [ENGLISH(texts.RINGS)] if chosen.rings else []
    if chosen.muted_until_at is not None and chosen.muted_until_at > clock.now:
        how.append(ENGLISH(texts.MUTED, until=clock.shown(chosen.muted_until_at)))
    how += [ENGLISH(texts.ALONE, span=exactly(chosen.alone_for))] if chosen.alone_for else []
    how += [ENGLISH(texts.QUIET, span=exactly(chosen.quiet_for))] if chosen.quiet_for else []
    if not how:
        return ENGLISH(texts.FOLLOW, typed=one.typed, at=at)
    return ENGLISH(texts.FOLLOW_HOW, typed=one.typed, how=enumerated(how, ENGLISH), at=at)


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


def owed_lines(status: ChatStatus, clock: Clock) -> list[str]:
    """What is on its way to a chat, waits for it, or was given up."""
    lines = []
    for each in status.waiting:
        parts: Record = {"count": each.count, "number": str(each.count)}
        if each.cause is None:
            lines.append(ENGLISH(texts.ON_THE_WAY, **parts))
            continue
        parts |= {"until": clock.shown(each.until_at), "why": cause_phrase(each.cause, None)}
        lines.append(ENGLISH(texts.WAITING, **parts))
    if status.failed:
        why = cause_phrase(status.fault, status.fault_detail)
        lines.append(ENGLISH(texts.FAILED, count=status.failed, number=str(status.failed), why=why))
    return lines


def whole_chat(
    one: ChatLine, record: ChatRecord, status: ChatStatus, follows: Sequence[Subscription], clock: Clock
) -> list[str]:
    """One chat: how it stands, its settings, what it follows, what is owed to it."""
    return [
        heading(one),
        STEP + beside([state(one, clock), _last_alert(one, clock)]),
        *section(texts.ITS_SETTINGS, settings_lines(one, record, status, clock)),
        *section(texts.FOLLOWED, follow_lines(follows, clock), texts.NOTHING_FOLLOWED),
        *section(texts.OWED, owed_lines(status, clock), texts.NOTHING_OWED),
    ]


def whole_record(one: ChatLine, record: ChatRecord, status: ChatStatus, follows: Sequence[Subscription]) -> Record:
    """The same for scripts."""
    hours = record.preferences.quiet_hours
    return chat_record(one) | {
        "language": record.language,
        "timezone": record.timezone,
        "article_languages": list(record.languages),
        "left_out": list(record.left_out),
        "mode": record.preferences.mode.value,
        "quiet_hours": None if hours is None else [time_of_day(hours.start), time_of_day(hours.end)],
        "snoozed_until": status.snoozed_until_at,
        "next_digest_at": status.digest_at,
        "follows": [
            {
                "typed": each.typed,
                "query": each.canonical,
                "followed_at": each.created_at,
                "mode": each.attention.mode.value,
                "rings": each.attention.rings,
                "muted_until": each.attention.muted_until_at,
                "alone_for": _seconds(each.attention.alone_for),
                "quiet_for": _seconds(each.attention.quiet_for),
            }
            for each in follows
        ],
        "owed": [
            {"count": each.count, "cause": each.cause.value if each.cause else None, "until": each.until_at}
            for each in status.waiting
        ],
        "failed_within_a_day": status.failed,
    }
