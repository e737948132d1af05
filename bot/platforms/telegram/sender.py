"""Sends to Telegram: alerts, edits, and answers in a new message or in place of the one whose button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog
from telegram import LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Cause, Chat, ChatKind, ChatMoved, Command, LinkPreview, Received, RetryAt, Stop, Verdict
from bot.platforms.in_flight import InFlight
from bot.platforms.protocol import OnSent
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.errors import is_reply_gone, is_unchanged, redacted, understood, verdict
from bot.platforms.telegram.features import Features
from bot.platforms.telegram.files import otherwise, replace_file, send_file
from bot.platforms.telegram.format import fits_below_file, markup, without_markup
from bot.platforms.telegram.parts import Part, answer_parts, ephemeral_parameters, message_parts
from bot.platforms.telegram.presses import ANSWER_WITHIN, stop_spinning, toast_of
from bot.platforms.tries import pause_after

log = structlog.get_logger(__name__)

TRIES = 4  #: attempts at an answer: it may hit a flood limit, a migrated group and refused markup
LONGEST_WAIT = timedelta(minutes=2)  #: people don't wait longer for an answer
LONGEST_TOAST_WAIT = 10.0  #: seconds; a press can be answered only for a short time
LONGEST_PART_PAUSE = timedelta(seconds=10)  #: between the parts of an alert; a longer pause is left to the outbox
PREVIEWS = {
    None: LinkPreviewOptions(is_disabled=True),
    LinkPreview.BELOW: LinkPreviewOptions(is_disabled=False),
    LinkPreview.ABOVE: LinkPreviewOptions(is_disabled=False, show_above_text=True),
}


class TelegramSender:
    """Sends over its own connections, which the first message opens."""

    def __init__(
        self, connection: Connection, *, paid_broadcast: bool = False, features: Features | None = None
    ) -> None:
        self._connection = connection
        self._bot = connection.bot
        self._paid_broadcast = paid_broadcast
        self._in_flight = InFlight()
        self._features = features or Features()

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        """Send a message, in several parts if it is too long.

        Raises:
            SendError: after the first part, every temporary failure is marked as maybe sent.
        """
        refs: list[str] = []
        with self._in_flight.track():
            for part in message_parts(chat, message, plain=plain, paid=self._paid_broadcast, reply_to=reply_to):
                try:
                    if refs:
                        chat, more = await self._send_with_retries(replace(part, chat=chat), LONGEST_PART_PAUSE)
                        refs += more
                    else:
                        refs.append(await self._send(part))
                except TelegramError as error:
                    raise await self._refusal(error, chat, plain, refs) from None
        return tuple(refs)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace an earlier message; what does not fit in one message is left out."""
        first = message_parts(chat, replace(message, attachment=None), plain=plain)[0]
        buttons = None if plain else markup(message)
        with self._in_flight.track():
            try:
                await self._send(replace(first, markup=buttons, edits=int(ref)))
            except TelegramError as error:
                if not is_unchanged(error):
                    raise await self._refusal(error, chat, plain) from None

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        """Answer a press, or a command; parts that were sent are not sent again after an error."""
        chat, kind = _destination(received.command)
        with self._in_flight.track():
            try:
                if await self._answer_press(received, message):
                    return
                for part in answer_parts(chat, message, received):
                    if part.or_to is not None:  # in another chat
                        own, _ = await self._send_with_retries(replace(part, or_to=chat))
                        on_sent(own, ChatKind.PRIVATE if own.id == part.chat.id else kind)
                        continue
                    chat, refs = await self._send_with_retries(replace(part, chat=chat))
                    for _ in refs if part.text is not None else ():
                        on_sent(chat, kind)
            except TelegramError as error:
                raise await self._refusal(error, chat, plain=True) from None

    async def close(self) -> None:
        """Finish messages in flight and close the connections."""
        await self._in_flight.finish()
        await self._connection.close()

    async def _refusal(self, error: TelegramError, chat: Chat, plain: bool, refs: Sequence[str] = ()) -> SendError:
        """The SendError for an error after the parts `refs` were sent: a Stop only if getMe is refused, too."""
        meaning = verdict(error, plain=plain)
        if isinstance(meaning, Stop) and not await self._connection.is_refused():
            meaning = RetryAt(cause=Cause.REFUSED, detail=meaning.detail)
        if isinstance(meaning, ChatMoved) and meaning.id == chat.id:
            meaning = RetryAt(cause=Cause.MOVED)
        if refs and isinstance(meaning, RetryAt):
            meaning = replace(meaning, maybe_sent=True)
        return SendError(meaning, tuple(refs))

    async def _answer_press(self, received: Received, message: Message) -> bool:
        """End the spinning of the button that was pressed, with a toast if that is all; True: it is answered."""
        query, shown = received.context.get("query"), toast_of(message)
        if query is None:
            return False
        if not shown:
            await stop_spinning(self._bot, query)
            return False
        try:
            await _with_retries(
                lambda: self._bot.answer_callback_query(query, shown, show_alert=True, read_timeout=ANSWER_WITHIN)
            )
        except BadRequest as error:  # pressed too long ago; in a group nobody waits for it any more
            log.info("toast not shown", reason=redacted(str(error)))
            return received.command.kind is not ChatKind.PRIVATE
        return True

    async def _send_with_retries(self, part: Part, longest: timedelta = LONGEST_WAIT) -> tuple[Chat, list[str]]:
        """Send a part, and adapt it after errors; returns the chat, which may have moved, and the messages' ids."""
        failures: list[Verdict] = []
        ref = ""
        while not ref:
            try:
                ref = await self._send(part)
            except TelegramError as error:
                failures.append(verdict(error, plain=part.plain))
                if part.edits is not None and is_unchanged(error):
                    ref = str(part.edits)
                elif len(failures) == TRIES:
                    raise
                else:
                    part = await _adapted(part, error, failures, longest)
        chat, refs = part.chat, [ref]
        for text in part.rest:
            chat, more = await self._send_with_retries(
                replace(part, chat=chat, text=text, rest=(), edits=None, preview=None, attachment=None), longest
            )
            refs += more
        return chat, refs

    async def _send(self, part: Part) -> str:
        """Send a part, without what this server refuses; returns the message's id."""
        await self._features.recall()
        part = self._features.fitting(part)
        while True:
            try:
                return await self._send_once(part)
            except (BadRequest, Forbidden, NetworkError) as error:
                simpler = otherwise(part, error)
                if simpler is None and part.reply_to and is_reply_gone(error):
                    simpler = replace(part, reply_to="")
                if simpler is None and isinstance(error, BadRequest | Forbidden):
                    simpler = await self._features.simpler(part, error)
                if simpler is None:
                    raise
                part = simpler

    async def _send_once(self, part: Part) -> str:
        if part.edits is None:
            return await understood(lambda: self._send_new(part))
        if part.only_for:
            await self._edit_ephemeral(part)
        elif part.attachment is not None:
            await replace_file(self._bot, part)
        elif part.text is None:
            await self._bot.edit_message_reply_markup(part.chat.id, part.edits, reply_markup=part.inline)
        else:
            await self._bot.edit_message_text(
                part.text,
                part.chat.id,
                part.edits,
                parse_mode=None if part.plain else ParseMode.HTML,
                link_preview_options=PREVIEWS[part.preview],
                reply_markup=part.inline,
            )
        return str(part.edits)

    async def _send_new(self, part: Part) -> str:
        if part.attachment is not None:
            return str((await send_file(self._bot, part)).message_id)
        sent = await self._bot.send_message(
            part.chat.id,
            part.text or "",
            parse_mode=None if part.plain else ParseMode.HTML,
            link_preview_options=PREVIEWS[part.preview],
            message_thread_id=int(part.chat.thread) if part.chat.thread else None,
            reply_parameters=_reply_parameters(part),
            reply_markup=part.markup,
            disable_notification=part.quiet or None,
            allow_paid_broadcast=part.paid or None,
            api_kwargs=ephemeral_parameters(part),
        )
        return str(sent.message_id)

    async def _edit_ephemeral(self, part: Part) -> None:
        """Edit what one person sees; the library has no methods for it."""
        of = {"chat_id": part.chat.id, "receiver_user_id": int(part.only_for), "ephemeral_message_id": part.edits}
        text = {"text": part.text, "parse_mode": None if part.plain else ParseMode.HTML}
        shown = {} if part.text is None else text | {"link_preview_options": PREVIEWS[part.preview]}
        method = "edit_ephemeral_message_reply_markup" if part.text is None else "edit_ephemeral_message_text"
        try:
            await self._bot.do_api_request(method, {**of, **shown, "reply_markup": part.inline})
        except (EndPointNotFound, InvalidToken) as error:  # a server that knows no such messages answers 404
            raise BadRequest("EPHEMERAL_UNKNOWN") from error


def _reply_parameters(part: Part) -> ReplyParameters | None:
    """What makes it a reply; one that is deleted meanwhile is no reason not to send."""
    return ReplyParameters(int(part.reply_to), allow_sending_without_reply=True) if part.reply_to else None


async def _adapted(part: Part, error: TelegramError, failures: Sequence[Verdict], longest: timedelta) -> Part:
    """The part for the next attempt, when it is time for it; raises the error if there is none."""
    passing = [each for each in failures if isinstance(each, Stop) or (isinstance(each, RetryAt) and not each.plain)]
    match failures[-1]:
        case ChatMoved(id=new_id):
            return replace(part, chat=replace(part.chat, id=new_id), edits=None)
        case RetryAt(plain=True) if part.text is not None:
            text, *rest = without_markup(part.text) if part.text else ("",)
            if part.attachment is not None and (rest or not fits_below_file(text, plain=True)):
                text, rest = "", [text, *rest]
            return replace(part, text=text, rest=tuple(rest), markup=None, plain=True)
        case _ if isinstance(error, BadRequest) and part.edits is not None and part.text is not None:
            return replace(part, edits=None)  # too old to be edited, or deleted
        case RetryAt(plain=False) | Stop():
            repeatable = part.edits is not None
            pause = pause_after(passing, longest=longest.total_seconds(), repeatable=repeatable)
            if pause is not None:
                await asyncio.sleep(pause)
                return part
    raise error


async def _with_retries(call: Callable[[], Awaitable[bool]]) -> None:
    """Call what may be repeated again after errors that pass."""
    failures: list[Verdict] = []
    while True:
        try:
            await call()
            return
        except TelegramError as error:
            failures.append(verdict(error, plain=True))
            pause = pause_after(failures, longest=LONGEST_TOAST_WAIT, repeatable=True)
            if pause is None:
                raise
            await asyncio.sleep(pause)


def _destination(command: Command) -> tuple[Chat, ChatKind]:
    """Where a command is answered: that we came to a channel, privately to the person who added us."""
    if command.kind is ChatKind.CHANNEL and command.event:
        return Chat(platform="telegram", id=command.person), ChatKind.PRIVATE
    return command.chat, command.kind
