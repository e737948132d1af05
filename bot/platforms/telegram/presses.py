"""What a person sees who pressed a button: it spins until the press is answered, and an answer may be a toast.

A toast is seen by who pressed and by nobody else, and it is no message: thirty curious members cost a group nothing.
"""

from __future__ import annotations

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.messages.message import Message, ReplyMode
from bot.platforms.limits import TELEGRAM_TOAST
from bot.platforms.telegram.errors import redacted
from bot.platforms.telegram.format import texts

log = structlog.get_logger(__name__)

ANSWER_WITHIN = 5.0  #: seconds for an answer to a press: the message is changed after it


def toast_of(message: Message) -> str:
    """The text of an answer that only who pressed has to see; empty: it is a message.

    It has neither buttons nor links, and is short.
    """
    if message.attachment is not None:
        return ""
    linked = any(span.url for paragraph in message.paragraphs for line in paragraph for span in line)
    if not message.private or message.reply_mode is not ReplyMode.NEW or message.buttons or message.more or linked:
        return ""
    first, *others = texts(message, plain=True)
    return first if not others and len(first) <= TELEGRAM_TOAST else ""


async def stop_spinning(bot: Bot, query_id: str, text: str | None = None) -> None:
    """Tell Telegram that the press was taken; `text` is shown then, until it is closed."""
    try:
        await bot.answer_callback_query(query_id, text, show_alert=text is not None, read_timeout=ANSWER_WITHIN)
    except TelegramError as error:  # a press can be confirmed only for a short time
        log.info("press not confirmed", reason=redacted(str(error)))
