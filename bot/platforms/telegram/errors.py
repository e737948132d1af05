"""The verdict for each error of Telegram."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

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
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Cause, ChatMoved, ChatRefused, RetryAt, Stop, Verdict
from bot.platforms.refusals import Meaning, Refusals, refusals, verdict_of

#: what is said with a 403. Only the first three are final: others may be said to a healthy chat by mistake
FORBIDDEN: Refusals = refusals(
    Meaning.CHAT_LOST,
    {"blocked by the user": Cause.BLOCKED, "user is deactivated": Cause.DEACTIVATED, "was kicked": Cause.KICKED},
) | refusals(
    Meaning.CHAT_REFUSED,
    {
        "not a member of": Cause.KICKED,
        "chat was deleted": Cause.CHAT_NOT_FOUND,
        "can't initiate conversation": Cause.FORBIDDEN,
        "can't send messages to": Cause.FORBIDDEN,
    },
)
#: what is said with a 400 (TDLib and the Bot API server's source); the first words found count
BAD_REQUEST: Refusals = {
    **refusals(
        Meaning.CHAT_REFUSED,
        {
            "chat not found": Cause.CHAT_NOT_FOUND,
            "peer_id_invalid": Cause.CHAT_NOT_FOUND,
            "chat_id_invalid": Cause.CHAT_NOT_FOUND,
            "channel_invalid": Cause.CHAT_NOT_FOUND,
            "group is deactivated": Cause.CHAT_NOT_FOUND,
            "message thread not found": Cause.TOPIC_GONE,
            "topic_closed": Cause.TOPIC_CLOSED,
            "topic_deleted": Cause.TOPIC_GONE,
            "topic_id_invalid": Cause.TOPIC_GONE,
            "no write access to the chat": Cause.NO_RIGHTS,
            "have no rights to send": Cause.NO_RIGHTS,
            "not enough rights": Cause.NO_RIGHTS,
            "need administrator rights": Cause.NO_RIGHTS,
            "chat_admin_required": Cause.NO_RIGHTS,
            "chat_write_forbidden": Cause.NO_RIGHTS,
            "chat_guest_send_forbidden": Cause.NO_RIGHTS,
            "chat_send_plain_forbidden": Cause.NO_RIGHTS,
            "chat_restricted": Cause.NO_RIGHTS,
            "user_banned_in_channel": Cause.NO_RIGHTS,
            "channel_private": Cause.KICKED,
            "user_is_blocked": Cause.BLOCKED,
            "input_user_deactivated": Cause.DEACTIVATED,
            "user_deactivated": Cause.DEACTIVATED,
            "privacy_premium_required": Cause.FORBIDDEN,
            "allow_payment_required": Cause.FORBIDDEN,
        },
    ),
    **refusals(
        Meaning.MARKUP,
        {
            "can't parse": Cause.BAD_MESSAGE,
            "entity_bounds_invalid": Cause.BAD_MESSAGE,
            "entities_too_long": Cause.BAD_MESSAGE,
            "button_": Cause.BAD_MESSAGE,
            "reply_markup": Cause.BAD_MESSAGE,
            "inline keyboard": Cause.BAD_MESSAGE,
            "too long": Cause.TOO_LONG,
            "message_too_long": Cause.TOO_LONG,
        },
    ),
    **refusals(
        Meaning.MESSAGE,
        {
            "message text is empty": Cause.BAD_MESSAGE,
            "message must be non-empty": Cause.BAD_MESSAGE,
            "message is not modified": Cause.BAD_MESSAGE,
            "message to edit not found": Cause.MESSAGE_GONE,
            "message can't be edited": Cause.BAD_MESSAGE,
            "message_id_invalid": Cause.BAD_MESSAGE,
            "query is too old": Cause.BAD_MESSAGE,
        },
    ),
}
T = TypeVar("T")

NOT_MODIFIED = "message is not modified"  #: an edit that changes nothing
#: the message that is replied to is gone, and the server does not send without it (its source, of several years)
NO_SUCH_REPLY = frozenset(
    {
        "message to be replied not found",
        "replied message not found",
        "reply message not found",
        "reply_message_id_invalid",
    }
)
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)  #: the library raises these for an unexpected answer
LONGEST_REASON = 300  #: characters; otherwise a proxy's whole page would be stored

_TOKEN = re.compile(r"\d+:[\w-]{16,}")


class NotSentError(NetworkError):
    """The call surely had no effect: Telegram was not reached, or a proxy refused it."""


class MaybeSentError(NetworkError):
    """The call was sent, but no valid answer came: it may have had an effect. (TimedOut means the same.)"""


class FloodError(NetworkError):
    """Too many calls, without a time to wait."""


async def understood(call: Callable[[], Awaitable[T]]) -> T:
    """The result of a call.

    Raises:
        MaybeSentError: Telegram has written it so that the library can't read it.
    """
    try:
        return await call()
    except UNREADABLE as error:
        raise MaybeSentError(ENGLISH(texts.UNREADABLE_ANSWER, error=type(error).__name__)) from error


def verdict(error: TelegramError, *, plain: bool) -> Verdict:
    """The verdict for an error of a send or an edit. BadRequest is a NetworkError, too, so it is checked first."""
    detail = redacted(str(error)) or type(error).__name__
    match error:
        case RetryAfter():
            return RetryAt(cause=Cause.FLOOD, detail=detail, after=pause_of(error), whole_platform=True)
        case FloodError():
            return RetryAt(cause=Cause.FLOOD, detail=detail, whole_platform=True)
        case ChatMigrated():
            return ChatMoved(id=str(error.new_chat_id))
        case InvalidToken():
            return Stop(detail=to_json(Phrase(texts.TELEGRAM_REFUSES_TOKEN)))
        case Forbidden():
            known = _known(detail, FORBIDDEN) or _known(detail, BAD_REQUEST)
            return known or ChatRefused(cause=Cause.FORBIDDEN, detail=detail)
        case BadRequest():
            return _known(detail, BAD_REQUEST, plain=plain) or RetryAt(cause=Cause.REFUSED, detail=detail)
        case TimedOut():
            return RetryAt(cause=Cause.TIMEOUT, detail=detail, maybe_sent=True)
        case MaybeSentError():
            return RetryAt(cause=Cause.UNCLEAR_ANSWER, detail=detail, maybe_sent=True)
        case _:
            return RetryAt(cause=Cause.UNREACHABLE, detail=detail)


def _known(detail: str, table: Refusals, *, plain: bool = False) -> Verdict | None:
    """The verdict for the first known words in Telegram's; None: there are none."""
    said = detail.casefold()
    found = next((refusal for words, refusal in table.items() if words in said), None)
    return None if found is None else verdict_of(found, detail, plain=plain)


def is_unchanged(error: TelegramError) -> bool:
    """Was an edit refused because it changes nothing?"""
    return isinstance(error, BadRequest) and NOT_MODIFIED in str(error).casefold()


def is_reply_gone(error: TelegramError) -> bool:
    """Was a reply refused because the message that it replies to is gone?"""
    said = str(error).casefold()
    return isinstance(error, BadRequest) and any(words in said for words in NO_SUCH_REPLY)


def redacted(text: str) -> str:
    """The text, shortened and without tokens: that of InvalidToken contains the token."""
    return _TOKEN.sub("<token>", text)[:LONGEST_REASON]


def pause_of(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait. (The type of the public field depends on a setting of the library.)"""
    return error._retry_after
