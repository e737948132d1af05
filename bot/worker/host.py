"""What the listeners of a worker report to: commands are answered by handlers, in threads; the rest is passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import handlers
from bot import figures
from bot.bugs import report_failure
from bot.counting import Counter
from bot.delivery.deliver import Deliverer
from bot.i18n.catalogue import worker as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.inline import InlineAnswer
from bot.messages.message import SILENCE, Message, say
from bot.model import Chat, ChatKind, Command, Target, qualified
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.calls import StoredCalls
from bot.worker.haste import Haste, Pace
from bot.worker.inbox import StoredInbox
from bot.worker.linked import with_linked_list
from bot.worker.listeners import Listeners

OTHER = "other"  #: how a command is counted that is not listed


def _listed(command: Command) -> str:
    """How a command is counted and logged: what nobody lists may be anything that somebody typed."""
    return command.name if command.name in handlers.NAMES else OTHER


class WorkerHost:
    """The Host of every listener of a worker."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Callable[[], Rules],
        operators: frozenset[tuple[str, str]],
        inbox: StoredInbox,
        calls: StoredCalls,
        haste: Haste | None,
        deliverer: Deliverer,
        listeners: Callable[[], Listeners],
        counter: Counter,
        clock: Callable[[], datetime],
    ) -> None:
        """`haste` None: everybody is answered however fast they ask. `listeners` are made after their host."""
        self.inbox = inbox
        self.calls = calls
        self._store = store
        self._rules = rules
        self._operators = operators
        self._haste = haste
        self._deliverer = deliverer
        self._listeners = listeners
        self._counter = counter
        self._clock = clock

    async def changed_by(self, command: Command) -> Chat | None:
        """The chat whose follows a command changes."""
        return await asyncio.to_thread(handlers.changed_by, command, self._store, self._clock())

    async def target_of(self, command: Command) -> Target | None:
        """Another chat that a command is about."""
        return await asyncio.to_thread(handlers.target_of, command, self._store)

    async def answer(self, command: Command) -> Message:
        """Run the command's handler in a thread; never raises."""
        named = qualified(command.person, command.chat.workspace)
        operator = (command.chat.platform, named) in self._operators
        known = replace(command, is_operator=operator or command.is_operator)
        if command.button:
            self._deliverer.wait_for(command.chat)
        try:
            return await self._answer(known)
        except Exception as error:
            report_failure("answering failed", error, command=_listed(command), platform=command.chat.platform)
            return say(ENGLISH(texts.WENT_WRONG), private=True)

    async def _answer(self, command: Command) -> Message:
        pace = self._haste.pace(command, asyncio.get_running_loop().time()) if self._haste else Pace.ANSWER
        if pace is Pace.SILENCE:
            return SILENCE
        if pace is Pace.SLOW_DOWN:
            return await asyncio.to_thread(handlers.slow_down, command, self._store, self._rules(), self._clock())
        if not self._rules().closed or await asyncio.to_thread(
            handlers.is_open_to, command, self._store, self._rules()
        ):
            command = await with_linked_list(command)  # nothing is fetched for strangers
        return await asyncio.to_thread(handlers.answer, command, self._store, self._rules(), self._clock())

    async def find(self, command: Command, offset: str) -> InlineAnswer:
        """Ask the archive in a thread; never raises: who types gets the next letter's answer."""
        try:
            return await asyncio.to_thread(handlers.find, command, offset, self._store, self._rules(), self._clock())
        except Exception as error:
            report_failure("finding failed", error, platform=command.chat.platform)
            return InlineAnswer()

    def answered(self, command: Command, seconds: float) -> None:
        """Count a command that has its answer."""
        self._counter.add(figures.COMMANDS, command.chat.platform, _listed(command))
        self._counter.observe(figures.ANSWER_TIME, seconds, command.chat.platform)

    def count_sent(self, chat: Chat, kind: ChatKind) -> None:
        """Count a message that did not come from the outbox: what is owed waits accordingly."""
        self._deliverer.count_sent(chat, kind)

    def refused(self, platform: str, reason: Phrase) -> None:
        """A platform refuses its token: what is owed there waits until it is known whether that is meant."""
        self._listeners().refused(platform, reason)

    def cut_off(self, platform: str, reason: Phrase) -> None:
        """Nothing comes from a platform."""
        self._listeners().cut_off(platform, reason)

    def reconnected(self, platform: str) -> None:
        """What people do on a platform comes in again."""
        self._listeners().reconnected(platform)
