"""The verdict for each error of Slack. https://docs.slack.dev/reference/methods/chat.postMessage#errors"""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model import Cause, ChatLost, GiveUp, RetryAt, Stop, Verdict

LOST_CHANNEL = {
    "channel_not_found": Cause.CHAT_NOT_FOUND,
    "not_in_channel": Cause.KICKED,
    "is_archived": Cause.ARCHIVED,
    "restricted_action": Cause.NO_RIGHTS,
    "user_not_found": Cause.CHAT_NOT_FOUND,
}
REFUSED = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_allowed_token_type",
    }
)
REFUSED_MESSAGE = frozenset(
    {"msg_too_long", "no_text", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments"}
)
TOO_LONG = frozenset({"msg_too_long", "msg_blocks_too_long"})
#: about the message that was to be edited: https://docs.slack.dev/reference/methods/chat.update#errors
LOST_MESSAGE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
PASSING = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error", "service_unavailable",
     "request_timeout", "team_added_to_org"}
)  # fmt: skip
#: "It's possible some aspect of the operation succeeded before the error was raised."
MAYBE_DONE = frozenset({"fatal_error", "internal_error"})
FLOOD = frozenset({"ratelimited", "rate_limited"})
UNREACHABLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)  #: what a call may raise
#: of these, those before which nothing was sent
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
LONGEST_REASON = 300  #: characters; otherwise a proxy's whole page would be stored
LONGEST_PAUSE = 10**9  #: seconds; a greater number is not from Slack, and exceeds the range of dates

# tokens, and the tickets in socket URLs, which are equivalent to tokens
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^&\s'\")]+")


def verdict(error: Exception, *, plain: bool) -> Verdict:
    """The verdict for an error of a send or an edit; unknown errors are blamed on the message."""
    if not isinstance(error, SlackApiError):
        return RetryAt(cause=_cause(error), detail=_no_answer(error), maybe_sent=not isinstance(error, NOT_SENT))
    name, status = error_code(error), status_of(error)
    if status == 429 or name in FLOOD:
        return RetryAt(cause=Cause.FLOOD, detail=name or "ratelimited", after=pause_of(error))
    if status >= 500 or name in PASSING:
        words, unclear = name or f"Slack answered {status}", status >= 500 or name in MAYBE_DONE
        return RetryAt(cause=Cause.SERVER_ERROR, detail=words, maybe_sent=unclear)
    if name in LOST_CHANNEL:
        return ChatLost(cause=LOST_CHANNEL[name], detail=name)
    if name in REFUSED:
        return Stop(detail=name)
    if name in REFUSED_MESSAGE:
        cause = Cause.TOO_LONG if name in TOO_LONG else Cause.BAD_MESSAGE
        return GiveUp(cause=cause, detail=name) if plain else RetryAt(cause=cause, detail=name, plain=True)
    if name in LOST_MESSAGE:
        return GiveUp(cause=Cause.BAD_MESSAGE, detail=name)
    if name:
        return GiveUp(cause=Cause.REFUSED, detail=name)
    words = f"an answer that is none of Slack's ({status})"
    return RetryAt(cause=Cause.UNCLEAR_ANSWER, detail=words, maybe_sent=status < 300)


def _cause(error: Exception) -> Cause:
    """Why no valid answer came."""
    if isinstance(error, NOT_SENT):
        return Cause.UNREACHABLE
    return Cause.TIMEOUT if isinstance(error, TimeoutError) else Cause.UNCLEAR_ANSWER


def _no_answer(error: Exception) -> str:
    """Why no valid answer came, in words without a URL."""
    if isinstance(error, SlackClientError):
        return redacted(str(error))[:LONGEST_REASON]
    if isinstance(error, NOT_SENT):
        return f"Slack can't be reached ({type(error).__name__})"
    return "no answer in time" if isinstance(error, TimeoutError) else f"the connection broke ({type(error).__name__})"


def error_code(error: SlackApiError) -> str:
    """Slack's name of an error; empty: the answer was not from Slack."""
    content = getattr(error.response, "data", error.response)
    found = content.get("error") if isinstance(content, dict) else None
    return found if isinstance(found, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status; for an unreadable answer, the SDK passes aiohttp's own response."""
    response = error.response
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 200)
    return status


def pause_of(error: SlackApiError) -> timedelta | None:
    """How long Slack asks to wait; None: not stated."""
    headers = getattr(error.response, "headers", None) or {}
    seconds = str(next((value for name, value in headers.items() if name.lower() == "retry-after"), ""))
    return timedelta(seconds=min(int(seconds[:12]), LONGEST_PAUSE)) if seconds.isdecimal() else None


def describe(error: BaseException) -> str:
    """An error in words, without tokens."""
    return redacted(str(error)) or type(error).__name__


def redacted(text: str) -> str:
    """The text without tokens."""
    return _TOKEN.sub("<token>", text)
