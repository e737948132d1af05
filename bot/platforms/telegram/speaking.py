"""Messages to Telegram: alerts, and answers in a new message or in place of the one whose button was pressed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.messages.message import Message, Place
from bot.model import Chat, Readdress, RetryAt
from bot.platforms.telegram.errors import verdict
from bot.platforms.telegram.format import Markup, bare, markup, texts

TRIES = 4  #: of an answer: flood limits, a migrated group and refused markup may meet in one
LONGEST_WAIT = timedelta(minutes=2)  #: nobody waits longer for an answer
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What fits one message of Telegram's."""

    chat: Chat
    text: str | None  #: None: only the buttons of an older message change
    keys: Markup
    plain: bool = False
    edits: int | None = None  #: the message in whose place it goes; None: a new one


class Speaking:
    """The speaking half of the platform; every error is the library's."""

    def __init__(self, bot: Bot, *, paid: bool = False) -> None:
        self._bot = bot
        self._paid = paid or None  # for alerts, above the free rate; None: as if nothing was said of it

    async def post(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Send once and return the first message's number; plain goes without buttons too, for they may be refused."""
        refs = [await self._say(part, paid=self._paid) for part in _parts(chat, message, plain=plain)]
        return refs[0]

    async def answer(self, chat: Chat, message: Message, pressed: int | None) -> None:
        """Answer, in place of the pressed message if so asked; what was sent is not sent again after an error."""
        if pressed is not None and message.place is Place.BUTTONS:
            await self._insist(_Part(chat=chat, text=None, keys=markup(message), edits=pressed))
            return
        first, *others = _parts(chat, message)
        if message.place is Place.REPLACE and not (first.keys and not isinstance(first.keys, InlineKeyboardMarkup)):
            first = replace(first, edits=pressed)
        chat = await self._insist(first)
        for part in others:
            chat = await self._insist(replace(part, chat=chat))

    async def _insist(self, part: _Part) -> Chat:
        """Say it, doing what an error asks for; returns where the chat is now."""
        for _ in range(TRIES - 1):
            try:
                await self._say(part)
            except TelegramError as error:
                if part.edits is not None and "message is not modified" in str(error).casefold():
                    return part.chat
                part = await self._mended(part, error)
            else:
                return part.chat
        await self._say(part)
        return part.chat

    async def _mended(self, part: _Part, error: TelegramError) -> _Part:
        """What to try next; raises the error if nothing helps."""
        match verdict(error, plain=part.plain):
            case Readdress(id=new_id):
                return replace(part, chat=replace(part.chat, id=new_id), edits=None)
            case RetryAt(after=timedelta() as pause) if pause <= LONGEST_WAIT:
                await asyncio.sleep(pause.total_seconds())
                return part
            case _ if isinstance(error, BadRequest) and part.edits is not None and part.text is not None:
                return replace(part, edits=None)  # too old to be edited, or gone
            case RetryAt(plain=True) if part.text is not None:
                return replace(part, text=bare(part.text), keys=None, plain=True)
        raise error

    async def _say(self, part: _Part, *, paid: bool | None = None) -> str:
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
            sent = await self._bot.send_message(
                part.chat.id,
                part.text or "",
                parse_mode=None if part.plain else ParseMode.HTML,
                link_preview_options=NO_PREVIEW,
                message_thread_id=int(part.chat.thread) if part.chat.thread else None,
                reply_markup=part.keys,
                allow_paid_broadcast=paid,
            )
            return str(sent.message_id)
        return str(part.edits)


def _parts(chat: Chat, message: Message, *, plain: bool = False) -> list[_Part]:
    """The message as Telegram's messages, the buttons under the last."""
    parts = [_Part(chat=chat, text=text, keys=None, plain=plain) for text in texts(message, plain=plain)]
    return parts if plain else [*parts[:-1], replace(parts[-1], keys=markup(message))]
