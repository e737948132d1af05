"""What each of Telegram's errors means for a delivery."""

from __future__ import annotations

import re
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

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
REFUSED_MARKUP = ("can't parse entities", "unsupported start tag", "button_data_invalid", "button_url_invalid")
POISON = ("message is too long", "message text is empty", "text must be non-empty")

_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")


def verdict(error: TelegramError, *, plain: bool) -> Verdict:
    """The verdict on a send that ended so. BadRequest is a subclass of NetworkError: it is looked at first."""
    reason = redacted(str(error))
    text = reason.casefold()
    match error:
        case RetryAfter():
            after = error._retry_after
            return RetryAt(reason=reason, after=after, whole_platform=True)
        case ChatMigrated():
            return Readdress(id=str(error.new_chat_id))
        case InvalidToken():
            return Stop(reason="Telegram refuses the token")
        case Forbidden():
            return Rest(reason=reason)
        case BadRequest() if any(known in text for known in LOST_CHAT):
            return Rest(reason=reason)
        case BadRequest() if any(known in text for known in (*REFUSED_MARKUP, *POISON)):
            return GiveUp(reason=reason) if plain else RetryAt(reason=reason, plain=True)
        case BadRequest():
            return GiveUp(reason=reason) if plain else RetryAt(reason=reason, plain=True)
        case _:
            return RetryAt(reason=reason or type(error).__name__)


def redacted(text: str) -> str:
    """Without tokens: InvalidToken's text holds the whole one."""
    return _TOKEN.sub("<token>", text)


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait."""
    return error._retry_after
