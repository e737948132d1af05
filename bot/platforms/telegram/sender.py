"""Messages to Telegram: alerts, edits, and answers in a new message or in place of the one whose button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.errors import SendError
from bot.messages.message import Message, Place
from bot.model import Cause, Chat, ChatKind, ChatMoved, Command, Received, RetryAt
from bot.platforms.in_flight import InFlight
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.errors import PerhapsSentError, is_unchanged, verdict
from bot.platforms.telegram.format import Markup, bare, markup, texts

TRIES = 4  #: of an answer: flood limits, a migrated group and refused markup may meet in one
LONGEST_WAIT = timedelta(minutes=2)  #: nobody waits longer for an answer
LONGEST_BREATH = timedelta(seconds=10)  #: between the parts of an alert; a longer pause is the outbox's business
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What fits one message of Telegram's."""

    chat: Chat
    text: str | None  #: None: only the buttons of an older message change
    keys: Markup
    plain: bool = False
    edits: int | None = None  #: the message in whose place it goes; None: a new one
    paid: bool = False  #: it may cost Stars where the free rate is used up


class TelegramSender:
    """Sends over connections of its own, which the first message opens."""

    def __init__(self, connection: Connection, *, paid_broadcast: bool = False) -> None:
        self._connection = connection
        self._bot = connection.bot
        self._paid_broadcast = paid_broadcast
        self._in_flight = InFlight()

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Send; plain goes without buttons too, for they may be refused.

        Raises:
            SendError: once a part stands, it is said with every passing failure that another try may repeat it.
        """
        refs: list[str] = []
        with self._in_flight.track():
            for part in _parts(chat, message, plain=plain, paid=self._paid_broadcast):
                try:
                    if refs:
                        chat, ref = await self._insist(replace(part, chat=chat), LONGEST_BREATH)
                    else:
                        ref = await self._say(part)
                    refs.append(ref)
                except TelegramError as error:
                    raise _refusal(error, chat, plain, refs) from None
        return tuple(refs)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace an earlier message; what does not fit one message is left out."""
        first = _parts(chat, message, plain=plain)[0]
        keys = None if plain else markup(message)
        with self._in_flight.track():
            try:
                await self._say(replace(first, keys=keys, edits=int(ref)))
            except TelegramError as error:
                if not is_unchanged(error):
                    raise _refusal(error, chat, plain) from None

    async def answer(self, received: Received, message: Message, sent: Callable[[Chat], None]) -> None:
        """Answer, in place of the pressed message if so asked; what was sent is not sent again after an error."""
        chat = _where(received.command)
        with self._in_flight.track():
            try:
                for part in _answer_parts(chat, message, received.context.get("pressed")):
                    chat, _ = await self._insist(replace(part, chat=chat))
                    if part.text is not None:
                        sent(chat)
            except TelegramError as error:
                raise _refusal(error, chat, plain=True) from None

    async def close(self) -> None:
        """Finish what is being sent and close the connections."""
        await self._in_flight.finish()
        await self._connection.close()

    async def _insist(self, part: _Part, longest: timedelta = LONGEST_WAIT) -> tuple[Chat, str]:
        """Say it, doing what an error asks for; returns where the chat is now, and the message's id."""
        for _ in range(TRIES - 1):
            try:
                return part.chat, await self._say(part)
            except TelegramError as error:
                if part.edits is not None and is_unchanged(error):
                    return part.chat, str(part.edits)
                part = await self._mended(part, error, longest)
        return part.chat, await self._say(part)

    async def _mended(self, part: _Part, error: TelegramError, longest: timedelta) -> _Part:
        """What to try next; raises the error if nothing helps."""
        match verdict(error, plain=part.plain):
            case ChatMoved(id=new_id):
                return replace(part, chat=replace(part.chat, id=new_id), edits=None)
            case RetryAt(after=timedelta() as pause) if pause <= longest:
                await asyncio.sleep(pause.total_seconds())
                return part
            case _ if isinstance(error, BadRequest) and part.edits is not None and part.text is not None:
                return replace(part, edits=None)  # too old to be edited, or gone
            case RetryAt(plain=True) if part.text is not None:
                return replace(part, text=bare(part.text), keys=None, plain=True)
        raise error

    async def _say(self, part: _Part) -> str:
        inline = part.keys if isinstance(part.keys, InlineKeyboardMarkup) else None
        if part.edits is not None and part.text is None:
            await self._bot.edit_message_reply_markup(part.chat.id, part.edits, reply_markup=inline)
        elif part.edits is not None and part.text is not None:
            await self._bot.edit_message_text(
                part.text,
                part.chat.id,
                part.edits,
                parse_mode=None if part.plain else ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                reply_markup=inline,
            )
        else:
            return await self._send(part)
        return str(part.edits)

    async def _send(self, part: _Part) -> str:
        try:
            sent = await self._bot.send_message(
                part.chat.id,
                part.text or "",
                parse_mode=None if part.plain else ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=int(part.chat.thread) if part.chat.thread else None,
                reply_markup=part.keys,
                allow_paid_broadcast=part.paid or None,
            )
            return str(sent.message_id)
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # a result that is no message
            raise PerhapsSentError(f"an answer that can't be read ({type(error).__name__})") from error


def _parts(chat: Chat, message: Message, *, plain: bool = False, paid: bool = False) -> list[_Part]:
    """The message as Telegram's messages, the buttons under the last."""
    parts = [_Part(chat=chat, text=text, keys=None, plain=plain, paid=paid) for text in texts(message, plain=plain)]
    return parts if plain else [*parts[:-1], replace(parts[-1], keys=markup(message))]


def _answer_parts(chat: Chat, message: Message, pressed: int | None) -> list[_Part]:
    """The answer, its first part in place of the pressed message if so asked; or only that message's new buttons."""
    if pressed is not None and message.place is Place.BUTTONS:
        return [_Part(chat=chat, text=None, keys=markup(message), edits=pressed)]
    first, *others = _parts(chat, message)
    if message.place is Place.REPLACE and not (first.keys and not isinstance(first.keys, InlineKeyboardMarkup)):
        first = replace(first, edits=pressed)
    return [first, *others]


def _where(command: Command) -> Chat:
    """Where it is answered: inside a channel never, but privately to who let us in."""
    return Chat(platform="telegram", id=command.person) if command.kind is ChatKind.CHANNEL else command.chat


def _refusal(error: TelegramError, chat: Chat, plain: bool, refs: Sequence[str] = ()) -> SendError:
    """What an error means once the parts `refs` stand."""
    meant = verdict(error, plain=plain)
    if isinstance(meant, ChatMoved) and meant.id == chat.id:
        meant = RetryAt(cause=Cause.MOVED)
    if refs and isinstance(meant, RetryAt):
        meant = replace(meant, maybe_sent=True)
    return SendError(meant, tuple(refs))
