"""Telegram by long polling.

getUpdates ─ Command ─ answer ─ send or edit            send ◀─ delivery
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.delivery.platform import Answer
from bot.errors import SendError, StatedProblem
from bot.messages.message import Message, Place
from bot.model import Chat, ChatKind, Command
from bot.platforms.telegram.errors import pause_of, redacted, verdict
from bot.platforms.telegram.format import markup, texts
from bot.platforms.telegram.hearing import UPDATES, Hearing
from bot.platforms.telegram.limits import CHAT_RATE, COMMANDS, RATE

log = structlog.get_logger(__name__)

LISTEN = 25  #: seconds that Telegram holds a getUpdates
PATIENCE = 20.0  #: seconds for any other call
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Telegram; the last one repeats
POOL = 64
ANSWER_TRIES = 3
FAREWELL = 3.0  #: seconds that answers under way get to finish
REFUSED = "TELEGRAM_BOT_TOKEN is refused by Telegram: take the token that @BotFather shows for your bot"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramPlatform:
    """Telegram, in and out."""

    name = "telegram"
    rate = RATE
    chat_rate = CHAT_RATE

    def __init__(
        self,
        *,
        token: str,
        api_url: str = "https://api.telegram.org",
        operators: frozenset[str] = frozenset(),
        menu: Sequence[tuple[str, str]] = (),
        description: str = "",
        short_description: str = "",
    ) -> None:
        for noisy in ("httpx", "httpcore", "telegram"):  # they log addresses, which hold the token
            logging.getLogger(noisy).setLevel(logging.WARNING)
        root = api_url.rstrip("/")
        try:
            self._bot = Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=_request(POOL, PATIENCE),
                get_updates_request=_request(1, PATIENCE),
            )
        except InvalidToken:
            raise StatedProblem(REFUSED) from None
        self._hearing = Hearing(self._bot, operators)
        self._menu = [BotCommand(name, summary[:256]) for name, summary in menu][:COMMANDS]
        self._description, self._short_description = description, short_description
        self._listening: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Begin to listen; where Telegram can't be reached it is tried on in the background."""
        known = await self._introduced()
        self._listening = asyncio.create_task(self._listen(answer, fail, known))

    async def probe(self) -> None:
        """Ask Telegram once who we are."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise StatedProblem(REFUSED) from None
        except TelegramError as error:
            raise StatedProblem(
                f"Telegram can't be reached: {redacted(str(error))}. Look at the network and TELEGRAM_API_URL"
            ) from None

    async def stop(self) -> None:
        """Listen no more; answers under way are finished, and what was heard is not heard again."""
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        if self._answering:
            await asyncio.wait(self._answering, timeout=FAREWELL)
        for task in self._answering:
            task.cancel()
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Send; what Telegram says against it becomes a verdict."""
        try:
            return await self._post(chat, message, plain=plain)
        except TelegramError as error:
            raise SendError(verdict(error, plain=plain)) from None

    async def _post(self, chat: Chat, message: Message, *, plain: bool = False, skip: int = 0) -> str:
        ref = ""
        parts = texts(message, plain=plain)
        for place, text in enumerate(parts[skip:], start=skip):
            sent = await self._bot.send_message(
                chat_id=chat.id,
                text=text,
                parse_mode=None if plain else ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=int(chat.thread) if chat.thread else None,
                reply_markup=markup(message) if place == len(parts) - 1 else None,
            )
            ref = ref or str(sent.message_id)
        return ref

    # ------------------------------------------------------------------------------------------------- hearing

    async def _introduced(self) -> bool:
        """Does Telegram know us? False: it can't be reached just now."""
        try:
            await self._bot.initialize()
        except InvalidToken:
            raise StatedProblem(REFUSED) from None
        except TelegramError as error:
            log.warning("Telegram can't be reached, trying on", reason=redacted(str(error)))
            return False
        return True

    async def _listen(self, answer: Answer, fail: Callable[[str], None], known: bool) -> None:
        failures, offset, greeted = 0, None, False
        try:
            while True:
                if failures:
                    await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])
                try:
                    if not known:
                        await self._bot.initialize()
                        known = True
                    if not greeted:
                        await self._greet()
                        greeted = True
                    updates = await self._bot.get_updates(
                        offset=offset, timeout=LISTEN, allowed_updates=UPDATES, read_timeout=LISTEN + PATIENCE
                    )
                    failures = 0
                except InvalidToken:
                    fail("the token is refused")
                    return
                except TelegramError as error:
                    failures += 1
                    await self._complain(error)
                    continue
                for update in updates:
                    offset = update.update_id + 1
                    self._begin(self._hear(update, answer), _whose(update))
        finally:
            if offset is not None:  # else what was answered would be heard again at the next start
                with contextlib.suppress(TelegramError):
                    await self._bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=UPDATES)

    async def _complain(self, error: TelegramError) -> None:
        reason = redacted(str(error))
        if isinstance(error, Conflict):
            log.warning(
                "Telegram 409: another poller uses this token, or a webhook is set; stop the other one. Trying on",
                reason=reason,
            )
        elif isinstance(error, RetryAfter):
            await asyncio.sleep(pause_of(error).total_seconds())
        else:
            log.warning("Telegram can't be reached, trying on", reason=reason)

    async def _greet(self) -> None:
        """The menu, and what the profile says; not worth failing for."""
        try:
            for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
                private = isinstance(scope, BotCommandScopeAllPrivateChats)
                commands = [command for command in self._menu if private or command.command != "manage"]
                await self._bot.set_my_commands(commands, scope=scope)
            if self._description:
                await self._bot.set_my_description(self._description)
            if self._short_description:
                await self._bot.set_my_short_description(self._short_description)
        except (InvalidToken, RetryAfter):
            raise
        except TelegramError as error:
            log.warning("menu not set", reason=redacted(str(error)))

    def _begin(self, work: Coroutine[Any, Any, None], whose: str) -> None:
        """Chats are answered side by side, each in the order in which it asked."""

        async def in_turn() -> None:
            async with self._turns[whose]:
                await work
            if not self._turns[whose].locked():
                self._turns.pop(whose, None)

        task = asyncio.create_task(in_turn())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _hear(self, update: Update, answer: Answer) -> None:
        try:
            command = await self._hearing.command(update)
            if command is not None:
                message = await answer(command)
                await self._reply(update, command, message)
            if update.callback_query is not None:  # else the button keeps spinning
                await self._bot.answer_callback_query(update.callback_query.id)
        except TelegramError as error:
            log.warning("answer not sent", reason=redacted(str(error)))
        except Exception:
            log.exception("update not answered", update=update.update_id)

    async def _reply(self, update: Update, command: Command, message: Message) -> None:
        if message.silent:
            return
        chat = command.chat
        if command.kind is ChatKind.CHANNEL:  # inside a channel the bot never answers
            chat = Chat(platform="telegram", id=command.person)
        pressed = update.callback_query.message if update.callback_query else None
        plain = False
        for _ in range(ANSWER_TRIES):
            try:
                if pressed is None or message.place is Place.NEW:
                    await self._post(chat, message, plain=plain)
                else:
                    await self._edit(chat, pressed.message_id, message, plain=plain)
                return
            except RetryAfter as error:
                await asyncio.sleep(pause_of(error).total_seconds())
            except BadRequest as error:
                if "not modified" in str(error):
                    return
                if plain:
                    raise
                plain, pressed = True, None

    async def _edit(self, chat: Chat, message_id: int, message: Message, *, plain: bool) -> None:
        keys: Any = markup(message)
        if message.place is Place.BUTTONS:
            await self._bot.edit_message_reply_markup(chat_id=chat.id, message_id=message_id, reply_markup=keys)
            return
        parts = texts(message, plain=plain)
        await self._bot.edit_message_text(
            text=parts[0],
            chat_id=chat.id,
            message_id=message_id,
            parse_mode=None if plain else ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keys if len(parts) == 1 else None,
        )
        if len(parts) > 1:
            await self._post(chat, message, plain=plain, skip=1)


def _request(pool: int, patience: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=patience,
        write_timeout=patience,
        connect_timeout=10.0,
        pool_timeout=10.0,
    )


def _whose(update: Update) -> str:
    chat = update.effective_chat
    return str(chat.id) if chat else ""
