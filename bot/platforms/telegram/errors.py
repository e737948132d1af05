"""The verdict for each error of Telegram."""

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

from bot.model import Cause, ChatLost, ChatMoved, GiveUp, RetryAt, Stop, Verdict

#: 400s that concern the chat, like a 403 (TDLib and the Bot API server's source)
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
#: texts of the known 403s
FORBIDDEN = {
    "blocked by the user": Cause.BLOCKED,
    "deactivated": Cause.DEACTIVATED,
    "kicked": Cause.KICKED,
    "not a member": Cause.KICKED,
    "chat was deleted": Cause.CHAT_NOT_FOUND,
}
#: permanent 400s about the message to edit
LOST_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")
NOT_MODIFIED = "message is not modified"  #: an edit that changes nothing
LONGEST_REASON = 300  #: characters; otherwise a proxy's whole page would be stored

_TOKEN = re.compile(r"\d+:[\w-]{16,}")


class NotSentError(NetworkError):
    """The call surely had no effect: Telegram was not reached, or a proxy refused it."""


class MaybeSentError(NetworkError):
    """The call was sent, but no valid answer came: it may have had an effect. (TimedOut means the same.)"""


class FloodError(NetworkError):
    """Too many calls, without a time to wait."""


def verdict(error: TelegramError, *, plain: bool) -> Verdict:
    """The verdict for an error of a send or an edit. BadRequest is a subclass of NetworkError, so it is checked first.

    A 400 that does not concern the chat concerns the message: it is sent plain, and given up if that is refused too.
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
            return Stop(detail="Telegram refuses the token")
        case Forbidden():
            return ChatLost(cause=_cause(detail, FORBIDDEN) or Cause.FORBIDDEN, detail=detail)
        case BadRequest() if lost := _cause(detail, LOST_CHAT):
            return ChatLost(cause=lost, detail=detail)
        case BadRequest() if any(known in detail.casefold() for known in LOST_MESSAGE):
            return GiveUp(cause=Cause.BAD_MESSAGE, detail=detail)
        case BadRequest():
            cause = Cause.TOO_LONG if "too long" in detail.casefold() else Cause.BAD_MESSAGE
            return GiveUp(cause=cause, detail=detail) if plain else RetryAt(cause=cause, detail=detail, plain=True)
        case TimedOut():
            return RetryAt(cause=Cause.TIMEOUT, detail=detail, maybe_sent=True)
        case MaybeSentError():
            return RetryAt(cause=Cause.UNCLEAR_ANSWER, detail=detail, maybe_sent=True)
        case _:
            return RetryAt(cause=Cause.UNREACHABLE, detail=detail)


def _cause(text: str, known: Mapping[str, Cause]) -> Cause | None:
    """The cause of the first known phrase in a text; None: no known one."""
    return next((cause for words, cause in known.items() if words in text.casefold()), None)


def is_unchanged(error: TelegramError) -> bool:
    """Was an edit refused because it changes nothing?"""
    return isinstance(error, BadRequest) and NOT_MODIFIED in str(error).casefold()


def redacted(text: str) -> str:
    """The text, shortened and without tokens: that of InvalidToken contains the token."""
    return _TOKEN.sub("<token>", text)[:LONGEST_REASON]


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait. (The type of the public field depends on a setting of the library.)"""
    return error._retry_after
