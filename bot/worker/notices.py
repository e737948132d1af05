"""Notices to operators about failures, and announcements to chats whose follows changed their meaning.

once a minute ─┬─ what fails, what works again ─▶ letters to operators ─┬─▶ outbox
               └─ changed follows ─▶ letters to their chats ────────────┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog

from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.message import Message
from bot.messages.notice import many_refused, platform_refused, source_fails, well_again
from bot.messages.payload import to_json
from bot.messages.reread import reread_message
from bot.model import Chat, ChatKind, LetterKind, NewLetter, Subscription
from bot.rules import Rules
from bot.storage.store import Store

log = structlog.get_logger(__name__)

CHATS_PER_RUN = 20  #: chats at most that get an announcement in one run
NOTIFY_AFTER = timedelta(hours=1)  #: a source that has failed for less time is not reported


class Notifier:
    """Enqueues each notice once."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        platforms: Collection[str],
        operators: frozenset[tuple[str, str]],
        listening: Collection[str],
        sends: Callable[[str], bool],
    ) -> None:
        """`platforms`: names of the configured ones; `listening`: of those that this worker listens to now.

        `sends` returns whether it sends on a platform now.
        """
        self._store = store
        self._rules = rules
        self._platforms = platforms
        self._operators = operators
        self._listening = listening
        self._sends = sends
        self._lock = asyncio.Lock()  # a refusal triggers a run outside the schedule
        self.mass_refusals: set[str] = set()  #: platforms that refuse so many chats that all wait
        self.refusals: dict[str, Phrase] = {}  #: platforms that refuse their token, with the reason

    async def notify_operators(self, now: datetime) -> None:
        """Enqueue a notice when a source fails for NOTIFY_AFTER, a token or many chats are refused, and at the end."""
        async with self._lock:
            reported = await asyncio.to_thread(self._store.notices.subjects)
            failing, names = await self._failures(now, reported)
            for subject in failing.keys() - reported:
                letters = self._to_operators(failing[subject], now)
                if not await asyncio.to_thread(self._store.notices.add, subject, now, letters):
                    log.warning("no operator can be told", subject=subject)
            for subject in reported & names.keys() - failing.keys():  # other workers report their platforms
                letters = self._to_operators(well_again(names[subject], translate=ENGLISH), now)
                await asyncio.to_thread(self._store.notices.clear, subject, letters)

    async def _failures(self, now: datetime, reported: set[str]) -> tuple[dict[str, Message], dict[str, str]]:
        """By subject: the notice for each failure, and the names of everything whose state we know."""
        failing = {
            f"platform:{name}": platform_refused(name, why, translate=ENGLISH) for name, why in self.refusals.items()
        }
        failing |= {f"refusals:{name}": many_refused(name, translate=ENGLISH) for name in self.mass_refusals}
        names = {f"platform:{name}": name.capitalize() for name in self._listening}
        names |= {f"refusals:{name}": name.capitalize() for name in self._platforms if self._sends(name)}
        for source in await asyncio.to_thread(self._store.sources.health, now):
            subject, since = f"source:{source.key}", source.failing_since_at
            names[subject] = f"{source.name} ({source.language})"
            if since is not None and (now - since >= NOTIFY_AFTER or subject in reported):
                failing[subject] = source_fails(source, translate=ENGLISH)
        return failing, names

    def _to_operators(self, message: Message, now: datetime) -> list[NewLetter]:
        """A letter for every operator on a platform that does not refuse us."""
        return [
            self._letter(Chat(platform=name, id=person), LetterKind.NOTICE, message, now)
            for name, person in sorted(self._operators)
            if name in self._platforms and name not in self.refusals
        ]

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
            message = reread_message(follows, self._rules.concepts, translate=ENGLISH)
            letter = self._letter(chat, LetterKind.REREAD, message, now)
        self._store.follows.mark_announced(chat, letter)

    def _letter(self, chat: Chat, kind: LetterKind, message: Message, now: datetime) -> NewLetter:
        timezone = self._rules.timezone
        return NewLetter(chat=chat, kind=kind, payload=to_json(message), due_at=now, timezone=timezone)
