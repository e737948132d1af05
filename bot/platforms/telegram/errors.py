"""What each of Telegram's errors means for a delivery."""

from __future__ import annotations

import re
from collections.abc import Mapping
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

from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.model import Cause, ChatLost, ChatMoved, GiveUp, RetryAt, Stop, Verdict

#: 400s that are as final for the chat as a 403 (TDLib and the Bot API server's source)
LOST_CHAT = {
    "chat not found": Cause.CHAT_NOT_FOUND,
    "message thread not found": Cause.TOPIC_CLOSED,
    "have no write access to the chat": Cause.NO_RIGHTS,
    "not enough rights to send text messages": Cause.NO_RIGHTS,
    "need administrator rights in the channel chat": Cause.NO_RIGHTS,
    "topic_closed": Cause.TOPIC_CLOSED,
    "topic_deleted": Cause.TOPIC_CLOSED,
    "peer_id_invalid": Cause.CHAT_NOT_FOUND,
    "user_is_blocked": Cause.BLOCKED,
    "chat_write_forbidden": Cause.NO_RIGHTS,
}
#: what the known 403s say
FORBIDDEN = {
    "blocked by the user": Cause.BLOCKED,
    "deactivated": Cause.DEACTIVATED,
    "kicked": Cause.KICKED,
    "not a member": Cause.KICKED,
    "chat was deleted": Cause.CHAT_NOT_FOUND,
}
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
    detail = redacted(str(error)) or type(error).__name__
    match error:
        case RetryAfter():
            return RetryAt(cause=Cause.FLOOD, detail=detail, after=pause_of(error), whole_platform=True)
        case FloodError():
            return RetryAt(cause=Cause.FLOOD, detail=detail, whole_platform=True)
        case ChatMigrated():
            return ChatMoved(id=str(error.new_chat_id))
        case InvalidToken():
            return Stop(detail=ENGLISH(texts.TELEGRAM_REFUSES_TOKEN))
        case Forbidden():
            return ChatLost(cause=_named(detail, FORBIDDEN) or Cause.FORBIDDEN, detail=detail)
        case BadRequest() if lost := _named(detail, LOST_CHAT):
            return ChatLost(cause=lost, detail=detail)
        case BadRequest() if any(known in detail.casefold() for known in LOST_MESSAGE):
            return GiveUp(cause=Cause.BAD_MESSAGE, detail=detail)
        case BadRequest():
            cause = Cause.TOO_LONG if "too long" in detail.casefold() else Cause.BAD_MESSAGE
            return GiveUp(cause=cause, detail=detail) if plain else RetryAt(cause=cause, detail=detail, plain=True)
        case TimedOut():
            return RetryAt(cause=Cause.TIMEOUT, detail=detail, maybe_sent=True)
        case PerhapsSentError():
            return RetryAt(cause=Cause.UNCLEAR_ANSWER, detail=detail, maybe_sent=True)
        case _:
            return RetryAt(cause=Cause.UNREACHABLE, detail=detail)


def _named(said: str, known: Mapping[str, Cause]) -> Cause | None:
    """The cause that one of these known words names."""
    return next((cause for words, cause in known.items() if words in said.casefold()), None)


def is_unchanged(error: TelegramError) -> bool:
    """Was an edit refused because the message says the same already?"""
    return isinstance(error, BadRequest) and NOT_MODIFIED in str(error).casefold()


def redacted(text: str) -> str:
    """Short and without tokens: InvalidToken's text holds the whole one."""
    return _TOKEN.sub("<token>", text)[:LONGEST_REASON]


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait. (The public field's type hangs on a setting of the library.)"""
    return error._retry_after
