"""Telegram by long polling.

getUpdates ─ Command ─ answer ─ send or edit            send ◀─ delivery
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.delivery.pace import Rates
from bot.delivery.platform import Answer
from bot.delivery.underway import UnderWay
from bot.errors import StatedProblem
from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command
from bot.platforms.telegram.errors import pause_of, redacted
from bot.platforms.telegram.hearing import UPDATES, Hearing
from bot.platforms.telegram.limits import CHAT_RATE, GROUP_PER_MINUTE, RATE
from bot.platforms.telegram.profile import Profile
from bot.platforms.telegram.request import Request
from bot.platforms.telegram.speaking import Speaking

log = structlog.get_logger(__name__)

LISTEN = 25  #: seconds that Telegram holds a getUpdates
PATIENCE = 20.0  #: seconds for any other call
INTRODUCTION = 5.0  #: seconds that the start waits for Telegram; then it is tried on in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Telegram; the last one repeats
POOL = 64
LAST_WORD = 1.0  #: seconds for confirming what was heard
REFUSED = "TELEGRAM_BOT_TOKEN is refused by Telegram: take the token that @BotFather shows for your bot"


class TelegramPlatform:
    """Telegram, in and out."""

    name = "telegram"

    def __init__(
        self,
        *,
        token: str,
        api_url: str = "https://api.telegram.org",
        operators: frozenset[str] = frozenset(),
        menu: Sequence[tuple[str, str]] = (),
        description: str = "",
        short_description: str = "",
        rate: float = RATE,
        paid_broadcast: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        """`rate` is in messages a second; over 30 Telegram takes them only with `paid_broadcast`, paid for in Stars.

        Answers never cost any.

        Raises:
            StatedProblem: the token is none, or the environment names a proxy that can't be used.
        """
        self.rates = Rates(total=rate, chat=CHAT_RATE, group_per_minute=GROUP_PER_MINUTE)
        logging.getLogger("telegram").setLevel(logging.WARNING)  # it logs what people write
        root = api_url.rstrip("/")
        self._calls = Request(root=root, connections=POOL, read=patience)
        self._updates = Request(root=root, connections=1, read=patience)  # a long poll must not wait for sends
        try:
            self._bot = Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=self._calls,
                get_updates_request=self._updates,
            )
        except InvalidToken:
            raise StatedProblem(REFUSED) from None
        self._hearing = Hearing(self._bot, operators)
        self.on_sent: Callable[[Chat], None] | None = None  #: told of each message that the outbox does not know of
        self._speaking = Speaking(self._bot, self._sent, paid_broadcast=paid_broadcast)
        self._profile = Profile(menu, description, short_description)
        self._listening: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._under_way = UnderWay()
        self._latest: dict[str, asyncio.Task[None]] = {}  #: a chat's last answer under way: the next one follows it

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Begin to listen; where Telegram can't be reached it is tried on in the background."""
        try:
            async with asyncio.timeout(INTRODUCTION):
                await self._introduce()
        except TimeoutError:
            log.warning("Telegram does not answer, trying on")
        except TelegramError as error:
            log.warning("Telegram can't be reached, trying on", reason=redacted(str(error)))
        self._listening = asyncio.create_task(self._listen(answer, fail))

    async def probe(self) -> None:
        """Ask Telegram once who we are."""
        try:
            await self._introduce()
        except TelegramError as error:
            raise StatedProblem(
                f"Telegram can't be reached: {redacted(str(error))}. Look at the network and TELEGRAM_API_URL"
            ) from None

    async def _introduce(self) -> None:
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise StatedProblem(REFUSED) from None

    async def stop(self) -> None:
        """Listen no more; what is being said is finished, and what was heard is not heard again."""
        for task in (self._listening, self._showing):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await self._under_way.finish()
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()
        for request in (self._calls, self._updates):  # the library leaves them open where it was never initialized
            await request.shutdown()

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Send; what Telegram says against it becomes a verdict."""
        with self._under_way.sending():
            return await self._speaking.post(chat, message, plain=plain)

    def _sent(self, chat: Chat) -> None:
        if self.on_sent is not None:
            self.on_sent(chat)

    # ------------------------------------------------------------------------------------------------- hearing

    async def _listen(self, answer: Answer, fail: Callable[[str], None]) -> None:
        failures, offset = 0, None
        try:
            while True:
                try:
                    updates = await self._heard(offset)
                    failures = 0
                except TelegramError as error:
                    if isinstance(error, InvalidToken):
                        fail("the token is refused")
                        return
                    failures += 1
                    await self._pause(error, failures)
                    continue
                except Exception:  # an update that the library can't read must not make us deaf for ever
                    log.exception("what Telegram says can't be read, trying on")
                    failures += 1
                    await asyncio.sleep(_pause_after(failures))
                    continue
                for update in updates:
                    offset = update.update_id + 1
                    self._begin(update, answer)
        finally:
            await self._confirm(offset)

    async def _heard(self, offset: int | None) -> tuple[Update, ...]:
        await self._bot.initialize()  # nothing to do but after a start without Telegram
        if self._showing is None:
            self._showing = asyncio.create_task(self._profile.show(self._bot))
        return await self._bot.get_updates(offset=offset, timeout=LISTEN, allowed_updates=UPDATES)

    async def _pause(self, error: TelegramError, failures: int) -> None:
        reason, pause = redacted(str(error)), _pause_after(failures)
        if isinstance(error, Conflict):
            log.warning(
                "Telegram 409: another poller uses this token, or a webhook is set for it. "
                "Stop the other one, or call deleteWebhook. Trying on",
                reason=reason,
            )
        else:
            log.warning("Telegram can't be heard, trying on", reason=reason)
        if isinstance(error, RetryAfter):
            pause = pause_of(error).total_seconds()
        await asyncio.sleep(pause)

    async def _confirm(self, offset: int | None) -> None:
        """Else what was answered would be heard again at the next start."""
        if offset is not None:
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD):
                    await self._bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=UPDATES)

    def _begin(self, update: Update, answer: Answer) -> None:
        """Chats are answered side by side, each in the order in which it asked."""
        chat = update.effective_chat
        whose = str(chat.id) if chat else ""
        task = asyncio.create_task(self._in_turn(self._latest.get(whose), update, answer))
        self._latest[whose] = task
        self._under_way.answering(task)
        task.add_done_callback(lambda done: self._ended(whose, done))

    def _ended(self, whose: str, task: asyncio.Task[None]) -> None:
        if self._latest.get(whose) is task:
            del self._latest[whose]

    async def _in_turn(self, before: asyncio.Task[None] | None, update: Update, answer: Answer) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._respond(update, answer)
        except TelegramError as error:
            log.warning("answer not sent", reason=redacted(str(error)))
        except Exception:
            log.exception("update not answered", update=update.update_id)
        if update.callback_query is not None:  # else the button keeps spinning
            try:
                await self._bot.answer_callback_query(update.callback_query.id)
            except TelegramError as error:  # after some time Telegram forgets the press
                log.info("press not confirmed", reason=redacted(str(error)))

    async def _respond(self, update: Update, answer: Answer) -> None:
        command = await self._hearing.command(update)
        if command is None:
            return
        message = await answer(command)
        pressed = update.callback_query.message if update.callback_query else None
        if not message.silent:
            await self._speaking.answer(_where(command), message, pressed.message_id if pressed else None)


def _where(command: Command) -> Chat:
    """Where it is answered: inside a channel never, but privately to who let us in."""
    return Chat(platform="telegram", id=command.person) if command.kind is ChatKind.CHANNEL else command.chat


def _pause_after(failures: int) -> float:
    return PAUSES[min(failures, len(PAUSES)) - 1]
