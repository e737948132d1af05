"""Notices to operators about failures, and announcements to chats: changed follows, topics that are gone.

once a minute ─┬─ what fails, what works again ─▶ letters to operators ─┬─▶ outbox
               └─ changed follows, topics gone ─▶ letters to chats ─────┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.i18n.text import Phrase
from bot.messages.notice import (
    Notice,
    many_refused,
    platform_cut_off,
    platform_refused,
    platform_was_refused,
    source_fails,
    well_again,
)
from bot.messages.payload import to_json
from bot.messages.reread import reread_message
from bot.messages.topic import topic_waits
from bot.model import Cause, Chat, ChatKind, LetterKind, NewLetter, SourceHealth, Subscription, own_chat
from bot.rules import Rules
from bot.storage.store import Store
from bot.storage.topics import WaitingTopic
from bot.worker.offers import offer_fewer
from bot.worker.topics import Hearer, days_left, whom_to_tell
from bot.worker.watch import Watch
from bot.worker.ways import way_notices, withdrawn_sources

log = structlog.get_logger(__name__)

CHATS_PER_RUN = 20  #: chats at most that get an announcement in one run
PLATFORM = "platform:"  #: the subject is whether it takes our token
LISTENER = "listener:"  #: the subject is whether what people do on the platform comes in
REFUSALS = "refusals:"  #: the subject is whether it refuses many chats at once
NOTIFY_AFTER = timedelta(hours=1)  #: a source that has failed for less time is not reported


class Notifier:
    """Enqueues each notice once."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        platforms: Mapping[str, str],
        operators: frozenset[tuple[str, str]],
        sends: Callable[[str], bool],
        clock: Callable[[], datetime],
    ) -> None:
        """`platforms`: the titles of all, by their names; `sends`: does this worker send on a platform now?"""
        self._store = store
        self._rules = rules
        self._platforms = dict(platforms)
        self._watch = Watch(store, self._platforms, clock)
        self._operators = operators
        self._sends = sends
        self._lock = asyncio.Lock()  # a refusal triggers a run outside the schedule
        self.mass_refusals: set[str] = set()  #: platforms that refuse so many chats that all wait
        self.refusals: dict[str, Phrase] = {}  #: platforms that refuse their token, with the reason
        self.listening: set[str] = set()  #: platforms that this worker listens to now
        self._cut_off: dict[str, Phrase] = {}  # platforms from which nothing comes, with the reason
        self._connected: set[str] = set()  # platforms from which everything comes
        self._refused_at: dict[str, datetime] = {}  # since when platforms refuse their token, also a while after
        self._unserved: dict[str, str] = {}  # titles of workspaces that can't be served
        self._untold: set[str] = set()  # subjects that fail, and nobody could be told

    def adopt(self, rules: Rules) -> None:
        """These are the rules now: with other sources."""
        self._rules = rules

    def adopt_platforms(self, platforms: Mapping[str, str]) -> None:
        """These are the platforms now, with their titles."""
        self._platforms.clear()  # the same object: others look into it
        self._platforms.update(platforms)
        for gone in self.mass_refusals - platforms.keys():
            self.mass_refusals.discard(gone)

    def refuse(self, platform: str, reason: Phrase, now: datetime) -> None:
        """A platform refuses its token."""
        self.refusals[platform] = reason
        self._refused_at[platform] = now

    def cannot_serve(self, platform: str, title: str, reason: Phrase, now: datetime) -> None:
        """A workspace can't be served, by a fault of the settings."""
        self._unserved[platform] = title
        self.refuse(platform, reason, now)

    def serves(self, platform: str) -> None:
        """A workspace can be served, whatever was wrong with it before."""
        self._unserved.pop(platform, None)
        self.refusals.pop(platform, None)

    def cut_off(self, platform: str, reason: Phrase) -> None:
        """Nothing comes from a platform."""
        self._connected.discard(platform)
        self._cut_off[platform] = reason

    def reconnect(self, platform: str) -> None:
        """Everything comes from a platform."""
        self._cut_off.pop(platform, None)
        self._connected.add(platform)

    def leave(self, platform: str) -> None:
        """This worker does not listen to a platform any more: how it fares is for others to say."""
        self.listening.discard(platform)
        self._connected.discard(platform)
        self._cut_off.pop(platform, None)

    async def notify_operators(self, now: datetime, *, sources: bool = True) -> None:
        """Enqueue a notice when a platform or a source fails, and when it works again.

        A source fails after NOTIFY_AFTER. `sources`: of these too, which one worker does for all; of a platform, the
        one that listens to it.
        """
        async with self._lock:
            reported = await asyncio.to_thread(self._store.notices.subjects)
            failing, names = self._failing_platforms()
            well: dict[str, Notice] = {}
            if sources:
                healths = await asyncio.to_thread(self._store.sources.health, now)
                failing |= await self._failing_sources(healths, now, reported, names)
                watched = await asyncio.to_thread(self._watch.look, self._rules.sources, healths, now)
                failing, well = failing | watched.failing, watched.well
            well |= {subject: partial(well_again, name) for subject, name in names.items()}
            for subject in failing.keys() - reported:
                await self._report(subject, failing[subject], now)
            for subject in (reported | self._untold) & well.keys() - failing.keys():
                await self._report_well(subject, well[subject], now)

    async def _report(self, subject: str, make: Notice, now: datetime) -> None:
        letters = await asyncio.to_thread(self._to_operators, make, now)
        if await asyncio.to_thread(self._store.notices.add, subject, now, letters):
            self._untold.discard(subject)
        elif subject not in self._untold:
            self._untold.add(subject)
            log.warning("no operator can be told", subject=subject)

    async def _report_well(self, subject: str, make: Notice, now: datetime) -> None:
        """What failed works again; of a platform, those are told too who could not be told that it failed."""
        untold = subject in self._untold
        self._untold.discard(subject)
        refused_at = self._refused_at.pop(subject.removeprefix(PLATFORM), None)
        if untold and refused_at is None:
            return
        if untold and refused_at is not None:
            make = partial(platform_was_refused, self._title(subject.removeprefix(PLATFORM)), refused_at, now)
        letters = await asyncio.to_thread(self._to_operators, make, now)
        await asyncio.to_thread(self._store.notices.clear, subject, letters)

    def _failing_platforms(self) -> tuple[dict[str, Notice], dict[str, str]]:
        """By subject: the notice for each failure, and the names of everything whose state this worker knows."""
        failing: dict[str, Notice] = {}
        for key, why in self.refusals.items():
            failing[PLATFORM + key] = partial(platform_refused, self._title(key), why)
        for key, why in self._cut_off.items():
            failing[LISTENER + key] = partial(platform_cut_off, self._title(key), why)
        for key in self.mass_refusals:
            failing[REFUSALS + key] = partial(many_refused, self._title(key))
        names = {PLATFORM + key: self._title(key) for key in self.listening}
        names |= {LISTENER + key: self._title(key) for key in self._connected}
        names |= {REFUSALS + key: self._title(key) for key in self._platforms if self._sends(key)}
        return failing, names

    async def _failing_sources(
        self, healths: Sequence[SourceHealth], now: datetime, reported: set[str], names: dict[str, str]
    ) -> dict[str, Notice]:
        """By subject, the notice for each failing source, and what servers said for good; `names` gets all names."""
        failing: dict[str, Notice] = {}
        by_key: dict[str, str] = {}
        ways = await asyncio.to_thread(self._store.sources.ways)
        withdrawn = withdrawn_sources(ways, self._rules.sources)
        for source in healths:
            subject, since = f"source:{source.key}", source.failing_since_at
            names[subject] = by_key[source.key] = f"{source.name} ({source.language})"
            long = since is not None and now - since >= NOTIFY_AFTER and source.key not in withdrawn
            if since is not None and (long or subject in reported):
                failing[subject] = partial(source_fails, source)
        return failing | way_notices(ways, self._rules.sources, by_key)

    def _to_operators(self, make: Notice, now: datetime) -> list[NewLetter]:
        """A letter for every operator on a platform that does not refuse us."""
        return [
            self._letter(chat, LetterKind.NOTICE, make, now)
            for chat in (own_chat(*operator) for operator in sorted(self._operators))
            if chat.lane in self._platforms and chat.lane not in self.refusals
        ]

    def _title(self, platform: str) -> str:
        return self._platforms.get(platform) or self._unserved.get(platform, platform)

    async def announce_rereads(self, now: datetime) -> None:
        """Announce to chats that the meaning of their follows changed with the grammar."""
        async with self._lock:
            for chat, follows in await asyncio.to_thread(self._store.follows.unannounced, CHATS_PER_RUN):
                await asyncio.to_thread(self._announce_rereads, chat, follows, now)

    def _announce_rereads(self, chat: Chat, follows: tuple[Subscription, ...], now: datetime) -> None:
        """Announce it to one chat, but not in a channel: its readers manage no follows there."""
        record = self._store.chats.get(chat)
        letter = None
        if record is not None and record.kind is not ChatKind.CHANNEL:
            make = partial(reread_message, follows, self._rules.concepts)
            letter = self._letter(chat, LetterKind.REREAD, make, now)
        self._store.follows.mark_announced(chat, letter)

    async def offer_fewer(self, store: Store, now: datetime) -> None:
        """Offer fewer alerts to chats of which follows bring too many: batch after batch, through all of them."""
        async with self._lock:
            cursor = await asyncio.to_thread(offer_fewer, store, self._rules, now)
            while cursor:
                cursor = await asyncio.to_thread(offer_fewer, store, self._rules, now, cursor)

    async def tell_of_topics(self, now: datetime) -> None:
        """Tell the groups of topics that take no more alerts, or else operators; not while a platform errs."""
        async with self._lock:
            reported = await asyncio.to_thread(self._store.notices.subjects)
            await asyncio.to_thread(self._store.topics.forget_opened, reported)
            for topic in await asyncio.to_thread(self._store.topics.waiting):
                name = topic.chat.lane
                if name in self._platforms and self._sends(name) and name not in self.mass_refusals:
                    await asyncio.to_thread(self._tell_of_topic, topic, reported, now)

    def _tell_of_topic(self, topic: WaitingTopic, reported: set[str], now: datetime) -> None:
        hearer = whom_to_tell(topic, reported, now)
        if hearer is None:
            return
        typed = [follow.typed for follow in self._store.follows.subscriptions(topic.chat)]
        if not typed:
            return
        make = partial(
            topic_waits,
            typed,
            gone=topic.health.cause is Cause.TOPIC_GONE,
            days=days_left(topic.health, now),
            group="" if hearer is Hearer.GROUP else topic.title or topic.chat.id,
        )
        letters = self._to_operators(make, now)
        if hearer is Hearer.GROUP:
            letter = self._letter(replace(topic.chat, thread=""), LetterKind.TOPIC, make, now)
            letters = [replace(letter, chat_kind=ChatKind.GROUP)]
        self._store.notices.add(f"{hearer}{topic.chat_id}", now, letters)

    def _letter(self, chat: Chat, kind: LetterKind, make: Notice, now: datetime) -> NewLetter:
        """The notice in the chat's language."""
        record = self._store.chats.get(chat)
        message = make(translate=self._rules.translators(record.language if record else None))
        timezone = self._rules.timezone
        return NewLetter(chat=chat, kind=kind, payload=to_json(message), due_at=now, timezone=timezone)
