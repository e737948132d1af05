"""What nobody asked for and no article brings: operators hear of failures, chats of follows that mean something new.

a look, once a minute ─ what fails, what is well again ─▶ operators
                      └ follows read anew ─▶ their chats
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot.errors import SendError
from bot.messages.message import Message
from bot.messages.notice import platform_refused, source_fails, well_again
from bot.messages.reread import reread_message
from bot.model import Chat, ChatKind, RetryAt, Stop, Subscription
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage.store import Store

log = structlog.get_logger(__name__)

TOLD_AT_ONCE = 20  #: chats a look that are told of follows read anew: half a second of Telegram's pace
TELL_AFTER = timedelta(hours=1)  #: a source that fails for less is nobody's concern


class Notifier:
    """Says each thing once, to whom it concerns."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        platforms: Sequence[Platform],
        operators: frozenset[tuple[str, str]],
        heard: Collection[str],
        sent: Callable[[Chat], None],
    ) -> None:
        """`heard`: names of the platforms that are ours now; `sent` is told of each message."""
        self._store = store
        self._rules = rules
        self._platforms = platforms
        self._operators = operators
        self._heard = heard
        self._sent = sent
        self._one_by_one = asyncio.Lock()  # a refusal asks for a look beside the schedule
        self.refusals: dict[str, str] = {}  #: platforms that refuse their token, with the reason

    async def tell_operators(self, now: datetime) -> None:
        """One message when a source has failed for an hour or a token is refused, and one when it is well."""
        async with self._one_by_one:
            told = await asyncio.to_thread(self._store.notices.subjects)
            bad, names = await self._troubles(now, told)
            for subject in bad.keys() - told:
                if await self._to_operators(bad[subject]):
                    await asyncio.to_thread(self._store.notices.add, subject, now)
            for subject in told & names.keys() - bad.keys():  # how another worker's platform does, that one knows
                if await self._to_operators(well_again(names[subject])):
                    await asyncio.to_thread(self._store.notices.clear, subject)

    async def _troubles(self, now: datetime, told: set[str]) -> tuple[dict[str, Message], dict[str, str]]:
        """What is to be said of what fails, and the names of all that we can tell of, by subject."""
        bad = {f"platform:{name}": platform_refused(name, why) for name, why in self.refusals.items()}
        names = {f"platform:{name}": name.capitalize() for name in self._heard}
        for source in await asyncio.to_thread(self._store.sources.health, now):
            subject, since = f"source:{source.key}", source.failing_since_at
            names[subject] = f"{source.name} ({source.language})"
            if since is not None and (now - since >= TELL_AFTER or subject in told):
                bad[subject] = source_fails(source)
        return bad, names

    async def _to_operators(self, message: Message) -> bool:
        """Send to every operator; True if one at least was reached."""
        reached = False
        for name, person in sorted(self._operators):
            platform = self._platform(name)
            if platform is not None and name not in self.refusals:
                try:
                    await self._send(platform, Chat(platform=name, id=person), message)
                    reached = True
                except SendError as error:
                    log.warning("operator not reached", operator=person, reason=str(error))
        return reached

    async def tell_rereading(self) -> None:
        """Tell chats whose follows mean something else by a newer grammar."""
        async with self._one_by_one:
            for chat, follows in await asyncio.to_thread(self._store.follows.unannounced, TOLD_AT_ONCE):
                platform = self._platform(chat.platform)
                if platform is not None and await self._is_told(platform, chat, follows):
                    await asyncio.to_thread(self._store.follows.mark_announced, chat)

    async def _is_told(self, platform: Platform, chat: Chat, follows: tuple[Subscription, ...]) -> bool:
        """Tell one chat; False: the next look tries again. A channel's readers follow nothing."""
        row = await asyncio.to_thread(self._store.chats.get, chat)
        if row is None:
            return False
        if row.kind is not ChatKind.CHANNEL:
            message = reread_message(follows, self._rules.concepts)
            try:
                await self._send(platform, chat, message)
            except SendError as error:
                return not isinstance(error.verdict, RetryAt | Stop)
        return True

    def _platform(self, name: str) -> Platform | None:
        """The platform, if it is ours."""
        return next((each for each in self._platforms if each.name == name and name in self._heard), None)

    async def _send(self, platform: Platform, chat: Chat, message: Message) -> None:
        for _ in await platform.sender.send(chat, message):
            self._sent(chat)
