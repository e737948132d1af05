"""What chats are told of their follows: that nothing came for long, that far more comes than on most days.

every hour ─┬─ follows that watch for silence ─ by day ─▶ a letter, once
            └─ follows of busy queries ─ far more today than their habit ─▶ a letter without a sound, once a day at most
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.i18n.translator import Translator
from bot.messages.message import Message
from bot.messages.payload import to_json
from bot.messages.watching import About, silence, spike
from bot.model import ChatKind, LetterKind, NewLetter
from bot.rules import Rules
from bot.storage.spikes import Found
from bot.storage.store import ChatRecord, SilentFollow, Store, WatchedFollow
from bot.worker.offers import hearer_of, is_day
from bot.worker.unusual import DAYS, LEAST, LEAST_DAYS, beginnings, by_day, usual

DAY = timedelta(days=1)
TOGETHER = 50  #: busy queries whose weeks are read at a time


@dataclass(kw_only=True)
class _Habits:
    """What queries found in the last weeks, counted once for all chats that read alike."""

    store: Store
    found: dict[int, list[Found]]
    now: datetime
    _counts: dict[tuple[int, str, tuple[str, ...], tuple[str, ...]], list[int]] = field(default_factory=dict)
    _read: dict[str, list[bool]] = field(default_factory=dict)

    def usual(self, one: WatchedFollow) -> tuple[int, int] | None:
        """(today, usually) of a follow that brings far more today; None: it does not."""
        zone = ZoneInfo(one.timezone)
        today = self.now.astimezone(zone).date()
        age = (today - one.since_at.astimezone(zone).date()).days - 1  # whole days
        key = (one.query_id, one.timezone, one.languages, one.left_out)
        if key not in self._counts:
            found = self.found.get(one.query_id, ())
            self._counts[key] = by_day(found, zone, today, languages=one.languages, left_out=one.left_out)
        if one.timezone not in self._read:
            self._read[one.timezone] = self.store.spikes.days_read(beginnings(zone, today))
        *before, count = zip(self._counts[key], self._read[one.timezone], strict=True)
        days = [number for number, is_read in before[max(DAYS - age, 0) :] if is_read]
        habit = usual([*days, count[0]])
        return None if habit is None else (count[0], habit)


def tell_of_silence(store: Store, rules: Rules, now: datetime) -> int:
    """Tell of the follows that brought nothing for as long as they watch for; returns how many there were.

    Where no article of any source came for a day, nothing is told: it is we who are cut off.
    """
    if not store.silences.is_reading(now - DAY):
        return 0
    return sum(_tell_of_silence(store, rules, one, now) for one in _silent(store, now))


def _silent(store: Store, now: datetime) -> Iterator[SilentFollow]:
    found = store.silences.find(now)
    yield from found.follows
    while found.cursor:
        found = store.silences.find(now, found.cursor)
        yield from found.follows


def _tell_of_silence(store: Store, rules: Rules, one: SilentFollow, now: datetime) -> bool:
    record = store.chats.get(one.chat)
    if record is None or not is_day(record, now):
        return False
    make = partial(silence, span=one.quiet_for, latest=one.latest, timezone=record.timezone, now=now)
    letter = _letter(store, rules, record, _Told(one.query_id, one.typed, LetterKind.SILENCE, make), now)
    return letter is not None and store.silences.tell(one, letter, now)


def tell_of_spikes(store: Store, rules: Rules, now: datetime) -> int:
    """Tell of the follows that bring far more today than on most days; returns how many there were."""
    old = now - LEAST_DAYS * DAY
    busy = store.spikes.busy_queries(now - DAY, LEAST, old)
    parts = (busy[at : at + TOGETHER] for at in range(0, len(busy), TOGETHER))
    return sum(_tell_of_part(store, rules, part, old, now) for part in parts)


def _tell_of_part(store: Store, rules: Rules, queries: Sequence[int], old: datetime, now: datetime) -> int:
    habits = _Habits(store=store, found=store.spikes.found(queries, now - (DAYS + 1) * DAY), now=now)
    return sum(_tell_of_spike(store, rules, one, habits, now) for one in _busy(store, queries, old, now))


def _busy(store: Store, queries: Collection[int], old: datetime, now: datetime) -> Iterator[WatchedFollow]:
    found = store.spikes.follows(queries, old, now)
    yield from found.follows
    while found.cursor:
        found = store.spikes.follows(queries, old, now, found.cursor)
        yield from found.follows


def _tell_of_spike(store: Store, rules: Rules, one: WatchedFollow, habits: _Habits, now: datetime) -> bool:
    midnight = datetime.combine(now.astimezone(zone := ZoneInfo(one.timezone)).date(), datetime.min.time(), zone)
    told_today = one.told_at is not None and one.told_at >= midnight
    much = None if told_today else habits.usual(one)
    record = store.chats.get(one.chat) if much else None
    if much is None or record is None:
        return False
    make = partial(spike, today=much[0], usual=much[1])
    letter = _letter(store, rules, record, _Told(one.query_id, one.typed, LetterKind.SPIKE, make), now)
    return letter is not None and store.spikes.tell(one, letter, now, not_since=midnight)


class _Make(Protocol):
    def __call__(self, about: About, *, translate: Translator) -> Message: ...


@dataclass(frozen=True)
class _Told:
    """What is told of a follow."""

    query_id: int
    typed: str
    kind: LetterKind
    make: _Make


def _letter(store: Store, rules: Rules, record: ChatRecord, told: _Told, now: datetime) -> NewLetter | None:
    """The letter to the chat, of a channel to who manages it; None: nobody can be told."""
    hearer = hearer_of(store, record)
    if hearer is None:
        return None
    of_channel = record.kind is ChatKind.CHANNEL
    about = About(
        query_id=told.query_id,
        typed=told.typed,
        channel=(record.title or record.chat.id) if of_channel else "",
        channel_id=record.chat.id if of_channel else "",
    )
    message = told.make(about, translate=rules.translators(hearer.language))
    return NewLetter(chat=hearer.chat, kind=told.kind, payload=to_json(message), due_at=now, timezone=hearer.timezone)
