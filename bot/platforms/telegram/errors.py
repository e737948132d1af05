"""What each of Telegram's errors means for a delivery."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.model import GiveUp, Readdress, Rest, RetryAt, Stop, Verdict

#: 400s that are as final for the chat as a 403 (TDLib and the Bot API server's source)
LOST_CHAT = (
    "chat not found",
    "message thread not found",
    "have no write access to the chat",
    "not enough rights to send text messages",
    "need administrator rights in the channel chat",
    "topic_closed",
    "topic_deleted",
    "peer_id_invalid",
    "user_is_blocked",
    "chat_write_forbidden",
)
#: 400s about the message that was to be edited: another try says the same
LOST_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NOT_MODIFIED = "message is not modified"  #: it says already what it was to say
LONGEST_REASON = 300  #: characters; a proxy's page would come whole

_TOKEN = re.compile(r"\d+:[\w-]{16,}")


class NotSentError(NetworkError):
    """The call surely did nothing: nobody was reached, or something in between refused it."""


class PerhapsSentError(NetworkError):
    """The call went out, and what came back does not say what became of it. (A time-out says no more.)"""


class FloodError(NetworkError):
    """Too many calls, and no word of how long to wait."""


def verdict(error: TelegramError, *, plain: bool) -> Verdict:
    """The verdict on a send or an edit that ended so. BadRequest is a subclass of NetworkError: it is looked at first.

    Any 400 that is not about the chat is about this message: it goes out plain, and if that is refused too, not at all.
    """
    reason = redacted(str(error)) or type(error).__name__
    match error:
        case RetryAfter():
            return RetryAt(reason=reason, after=pause_of(error), whole_platform=True)
        case FloodError():
            return RetryAt(reason=reason, whole_platform=True)
        case ChatMigrated():
            return Readdress(id=str(error.new_chat_id))
        case InvalidToken():
            return Stop(reason="Telegram refuses the token")
        case Forbidden():
            return Rest(reason=reason)
        case BadRequest() if any(known in reason.casefold() for known in LOST_CHAT):
            return Rest(reason=reason)
        case BadRequest() if any(known in reason.casefold() for known in LOST_MESSAGE):
            return GiveUp(reason=reason)
        case BadRequest():
            return GiveUp(reason=reason) if plain else RetryAt(reason=reason, plain=True)
        case _:
            return RetryAt(reason=reason, maybe_sent=isinstance(error, TimedOut | PerhapsSentError))


def is_unchanged(error: TelegramError) -> bool:
    """Was an edit refused because the message says the same already?"""
    return isinstance(error, BadRequest) and NOT_MODIFIED in str(error).casefold()


def redacted(text: str) -> str:
    """Short and without tokens: InvalidToken's text holds the whole one."""
    return _TOKEN.sub("<token>", text)[:LONGEST_REASON]


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait. (The public field's type hangs on a setting of the library.)"""
    return error._retry_after
