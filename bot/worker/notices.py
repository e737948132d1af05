"""What nobody asked for and no article brings: operators hear of failures, chats of follows that mean something new.

a look, once a minute ─ what fails, what is well again ─▶ letters to operators      ┐
                      └ follows read anew ─▶ letters to their chats                 ┴─▶ outbox
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import structlog

from bot.i18n.translator import ENGLISH
from bot.messages.message import Message
from bot.messages.notice import platform_refused, source_fails, well_again
from bot.messages.payload import to_json
from bot.messages.reread import reread_message
from bot.model import Chat, ChatKind, LetterKind, NewLetter, Subscription
from bot.rules import Rules
from bot.storage.store import Store

log = structlog.get_logger(__name__)

CHATS_A_LOOK = 20  #: chats a look that are told of follows read anew
TELL_AFTER = timedelta(hours=1)  #: a source that fails for less is nobody's concern


class Notifier:
    """Enqueues each thing once, for whom it concerns."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        platforms: Collection[str],
        operators: frozenset[tuple[str, str]],
        listening: Collection[str],
    ) -> None:
        """`platforms`: names of those that have a token; `listening`: of those that are ours now."""
        self._store = store
        self._rules = rules
        self._platforms = platforms
        self._operators = operators
        self._listening = listening
        self._one_by_one = asyncio.Lock()  # a refusal asks for a look beside the schedule
        self.refusals: dict[str, str] = {}  #: platforms that refuse their token, with the reason

    async def tell_operators(self, now: datetime) -> None:
        """One message when a source has failed for an hour or a token is refused, and one when it is well."""
        async with self._one_by_one:
            told = await asyncio.to_thread(self._store.notices.subjects)
            bad, names = await self._troubles(now, told)
            for subject in bad.keys() - told:
                letters = self._to_operators(bad[subject], now)
                if not await asyncio.to_thread(self._store.notices.add, subject, now, letters):
                    log.warning("no operator can be told", subject=subject)
            for subject in told & names.keys() - bad.keys():  # how another worker's platform does, that one knows
                letters = self._to_operators(well_again(names[subject], translate=ENGLISH), now)
                await asyncio.to_thread(self._store.notices.clear, subject, letters)

    async def _troubles(self, now: datetime, told: set[str]) -> tuple[dict[str, Message], dict[str, str]]:
        """What is to be said of what fails, and the names of all that we can tell of, by subject."""
        bad = {
            f"platform:{name}": platform_refused(name, why, translate=ENGLISH) for name, why in self.refusals.items()
        }
        names = {f"platform:{name}": name.capitalize() for name in self._listening}
        for source in await asyncio.to_thread(self._store.sources.health, now):
            subject, since = f"source:{source.key}", source.failing_since_at
            names[subject] = f"{source.name} ({source.language})"
            if since is not None and (now - since >= TELL_AFTER or subject in told):
                bad[subject] = source_fails(source, translate=ENGLISH)
        return bad, names

    def _to_operators(self, message: Message, now: datetime) -> list[NewLetter]:
        """One letter for every operator on a platform that does not refuse us."""
        return [
            self._letter(Chat(platform=name, id=person), LetterKind.NOTICE, message, now)
            for name, person in sorted(self._operators)
            if name in self._platforms and name not in self.refusals
        ]

    async def tell_rereading(self, now: datetime) -> None:
        """Tell chats whose follows mean something else by a newer grammar."""
        async with self._one_by_one:
            for chat, follows in await asyncio.to_thread(self._store.follows.unannounced, CHATS_A_LOOK):
                await asyncio.to_thread(self._tell_rereading, chat, follows, now)

    def _tell_rereading(self, chat: Chat, follows: tuple[Subscription, ...], now: datetime) -> None:
        """Tell one chat. A channel's readers follow nothing."""
        row = self._store.chats.get(chat)
        letter = None
        if row is not None and row.kind is not ChatKind.CHANNEL:
            message = reread_message(follows, self._rules.concepts, translate=ENGLISH)
            letter = self._letter(chat, LetterKind.REREAD, message, now)
        self._store.follows.mark_announced(chat, letter)

    def _letter(self, chat: Chat, kind: LetterKind, message: Message, now: datetime) -> NewLetter:
        timezone = self._rules.timezone
        return NewLetter(chat=chat, kind=kind, payload=to_json(message), due_at=now, timezone=timezone)
