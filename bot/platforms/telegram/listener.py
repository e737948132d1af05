"""Telegram by long polling, or by its calls of our web server.

getUpdates ─ Received ─ store ─ confirm ─┬─ rights ─ answer ─ send or edit
a call that was written down ─ the same ─┘

Telegram tells an update again until it is confirmed, and it is confirmed only once it is stored.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.bugs import report_bug, report_failure
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import causes, platforms
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Call, Received
from bot.platforms.answering import Answerer
from bot.platforms.called import CallReader
from bot.platforms.hook_secrets import HookSecrets
from bot.platforms.outage import Outage
from bot.platforms.protocol import Host, Sender
from bot.platforms.telegram.commands import SOUGHT, UPDATES, CommandReader
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.downloads import Downloads
from bot.platforms.telegram.errors import pause_of, redacted
from bot.platforms.telegram.hook import Hook, HookFails, update_of
from bot.platforms.telegram.inline import InlineQueries
from bot.platforms.telegram.moves import Moves
from bot.platforms.telegram.posts import Albums, others_of_albums
from bot.platforms.telegram.presses import stop_spinning
from bot.platforms.telegram.profile import Profile
from bot.platforms.telegram.rights import Rights
from bot.platforms.telegram.targets import Targets
from bot.platforms.telegram.webhook import Rivals

log = structlog.get_logger(__name__)

LONG_POLL = 25  #: seconds that Telegram may delay the answer to getUpdates
IDENTIFY_TIMEOUT = 5.0  #: seconds that the start waits for Telegram; after that it retries in the background
#: seconds between attempts to reach Telegram; the last one repeats
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)
CONFIRM_TIMEOUT = 1.0  #: seconds for confirming the last updates when stopped
PATIENCE = 180.0  #: seconds that we get no updates before operators are told
CALM = 120.0  #: seconds that updates come before they are told that it has passed


class TelegramListener:
    """Gets updates from Telegram and answers them."""

    def __init__(
        self,
        connection: Connection,
        *,
        sender: Sender,
        operators: frozenset[str],
        profile: Profile,
        secrets: HookSecrets,
        public_url: str | None = None,
        take_over: bool = False,
    ) -> None:
        """`public_url`: where Telegram calls us; None: it is asked.

        `take_over`: a webhook of another program that keeps updates from us is deleted.
        """
        self._connection = connection
        self._bot = connection.bot
        self._commands = CommandReader(self._bot, operators)
        self._profile = profile
        self._rivals = Rivals(self._bot, secrets, take_over=take_over)
        self._hook = Hook(self._bot, secrets, public_url, self._rivals) if public_url else None
        self._calls = CallReader("telegram", self._take_calls)
        self._outage = Outage(patience=PATIENCE, calm=CALM)
        self._polling: asyncio.Task[None] | None = None
        self._setting_profile: asyncio.Task[None] | None = None
        self._moves, self._rights = Moves(), Rights(self._bot)
        self._targets = Targets(self._bot, self._rights)
        self._downloads = Downloads(self._bot)
        self._inline, self._albums = InlineQueries(self._bot), Albums()
        self._answerer = Answerer("telegram", sender, check=self._checked, close=self._confirm_press)

    async def start(self, host: Host) -> None:
        """Start to listen; if Telegram can't be reached, retry in the background."""
        self._outage = Outage(patience=PATIENCE, calm=CALM)
        if self._hook is not None:
            self._hook.begin()
        try:
            async with asyncio.timeout(IDENTIFY_TIMEOUT):
                await self._connection.identify()
        except TimeoutError:
            log.warning("Telegram does not answer, retrying")
        except TelegramError as error:
            log.warning("Telegram can't be reached, retrying", reason=redacted(str(error)))
        except StatedProblem:
            await self._connection.close()
            raise
        self._polling = asyncio.create_task(self._poll(host))

    async def stop(self) -> None:
        """Stop listening; finish the answers in flight, and confirm the updates received.

        A webhook stays set: what Telegram tells meanwhile is read by who listens next.
        """
        for task in (self._polling, self._setting_profile):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await self._calls.stop()
        await self._inline.stop()
        await self._answerer.stop()
        await self._connection.close()

    async def _poll(self, host: Host) -> None:
        failures, offset = 0, None
        try:
            while True:
                try:
                    updates = await self._next_updates(offset, host)
                    await self._take(updates, host)
                    failures = 0
                    self._report_well(host)
                except TelegramError as error:
                    failures += 1
                    await self._pause(error, failures, host)
                    continue
                except StorageError as error:  # Telegram sends them again
                    report_failure("updates not stored, retrying", error, platform="telegram")
                    failures += 1
                    await asyncio.sleep(_pause_after(failures))
                    continue
                except Exception as error:  # an update that the library can't parse must not end the polling
                    report_bug("updates not understood, retrying", error, platform="telegram")
                    failures += 1
                    await asyncio.sleep(_pause_after(failures))
                    continue
                if updates:
                    offset = updates[-1].update_id + 1
        finally:
            await self._confirm(offset)

    async def _next_updates(self, offset: int | None, host: Host) -> tuple[Update, ...]:
        await self._bot.initialize()  # does something only after a start without Telegram
        await self._answerer.start(host)
        if self._setting_profile is None:
            self._setting_profile = asyncio.create_task(self._profile.update(self._bot))
        self._calls.start(host)
        if self._hook is not None and await self._hook.is_set():
            return ()
        return await self._bot.get_updates(offset=offset, timeout=LONG_POLL, allowed_updates=UPDATES)

    async def _pause(self, error: TelegramError, failures: int, host: Host) -> None:
        """Wait until Telegram may be asked again; operators hear of what does not pass by itself."""
        try:
            trouble = await self._trouble(error, host)
        except Exception as bug:  # it must not end the polling
            report_bug("why there are no updates can't be found out", bug, platform="telegram")
            trouble = None
        log.warning("Telegram gives no updates, retrying", reason=ENGLISH(trouble) if trouble else redacted(str(error)))
        if trouble and self._outage.fault(asyncio.get_running_loop().time()):
            host.cut_off("telegram", trouble)
        await asyncio.sleep(
            pause_of(error).total_seconds() if isinstance(error, RetryAfter) else _pause_after(failures)
        )

    async def _trouble(self, error: TelegramError, host: Host) -> Phrase | None:
        """What to tell operators if it lasts; None: nothing."""
        if isinstance(error, HookFails):
            return error.phrase
        if isinstance(error, Conflict):
            return await self._rivals.settle(asyncio.get_running_loop().time())
        return await self._doubt_token(host) if isinstance(error, InvalidToken) else None

    async def _doubt_token(self, host: Host) -> Phrase | None:
        """One refusal is not the end. What to tell operators if it lasts; None: the host sees to it."""
        if await self._connection.is_refused():
            host.refused("telegram", Phrase(causes.TOKEN_REFUSED))
            return None
        return Phrase(platforms.TELEGRAM_REFUSES_UPDATES)

    def _report_well(self, host: Host) -> None:
        if self._outage.well(asyncio.get_running_loop().time()):
            host.reconnected("telegram")

    async def _confirm(self, offset: int | None) -> None:
        """Confirm the updates received; otherwise they would be received again at the next start."""
        if offset is not None:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(CONFIRM_TIMEOUT):
                    await self._bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=UPDATES)

    async def _take_calls(self, calls: Sequence[Call], host: Host) -> Collection[Call]:
        """Take what Telegram called for; the pictures of an album wait for the one with words: see Albums.

        Raises:
            StorageError: none of them is stored.
        """
        now = datetime.now(UTC)
        read = [(call, update) for call in calls if (update := update_of(call, self._bot, now)) is not None]
        left = self._albums.unspoken([update for _, update in read], asyncio.get_running_loop().time())
        await self._take([update for _, update in read if update.update_id not in left], host)
        return [call for call, update in read if update.update_id in left]

    async def _take(self, updates: Sequence[Update], host: Host) -> None:
        """Store those that are for us, and have them answered; what is typed in other chats is not stored.

        Raises:
            StorageError: none of them is stored.
        """
        self._moves.expect(updates)
        others = others_of_albums(updates)
        read = [(update, self._read(update)) for update in updates if update.update_id not in others]
        received = [each for _, each in read if each is not None]
        if stored := [each for each in received if SOUGHT not in each.context]:
            await self._answerer.receive(stored)
        for each in received:
            if SOUGHT in each.context:
                self._inline.put(each, host)
        for update, seen in read:
            if seen is None and update.callback_query is not None:  # of a message that is none of ours
                await stop_spinning(self._bot, update.callback_query.id)

    def _read(self, update: Update) -> Received | None:
        try:
            return self._commands.read(update)
        except Exception as error:  # told again for ever, it would make us deaf
            report_bug("an update can't be read", error, platform="telegram")
            return None

    async def _checked(self, received: Received, host: Host) -> Received:
        settled = await self._moves.settled(received)
        target = await host.target_of(settled.command)
        if target is None:
            checked = await self._rights.check(settled, host)
        else:
            checked = await self._targets.with_target(settled, target)
        return await self._downloads.with_file(checked)

    async def _confirm_press(self, received: Received) -> None:
        if "query" in received.context:
            await stop_spinning(self._bot, received.context["query"])


def _pause_after(failures: int) -> float:
    return PAUSES[min(failures, len(PAUSES)) - 1]
