"""What each of Slack's errors means for a delivery. https://docs.slack.dev/reference/methods/chat.postMessage#errors"""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model import GiveUp, Rest, RetryAt, Stop, Verdict

LOST_CHANNEL = frozenset({"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "user_not_found"})
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
PASSING = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error", "service_unavailable",
     "request_timeout", "team_added_to_org"}
)  # fmt: skip
UNREACHABLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)  #: what a call may end with

#: tokens, and the tickets in the addresses of sockets, which are as good as one
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^&\s'\")]+")


def verdict(error: Exception, *, plain: bool) -> Verdict:
    """The verdict on a send that ended so."""
    if not isinstance(error, SlackApiError):
        return RetryAt(reason=redacted(f"{type(error).__name__}: {error}"))
    name, status = code(error), status_of(error)
    if status == 429 or name in ("ratelimited", "rate_limited"):
        return RetryAt(reason=name or "ratelimited", after=pause_of(error))
    if status >= 500 or name in PASSING:
        return RetryAt(reason=name or f"Slack answered {status}")
    if name in LOST_CHANNEL:
        return Rest(reason=name)
    if name in REFUSED:
        return Stop(reason=name)
    if name in REFUSED_MESSAGE and not plain:
        return RetryAt(reason=name, plain=True)
    return GiveUp(reason=name) if name else RetryAt(reason=redacted(str(error))[:200])


def code(error: SlackApiError) -> str:
    """Slack's name of an error; empty where the answer was none of Slack's."""
    content = getattr(error.response, "data", error.response)
    found = content.get("error") if isinstance(content, dict) else None
    return found if isinstance(found, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status; of an answer that could not be read the SDK hands over aiohttp's own response."""
    response = error.response
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 200)
    return status


def pause_of(error: SlackApiError) -> timedelta | None:
    """How long Slack asks to wait; None: it did not say."""
    headers = getattr(error.response, "headers", None) or {}
    seconds = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return timedelta(seconds=int(seconds)) if str(seconds).isdigit() else None


def redacted(text: str) -> str:
    """Without tokens."""
    return _TOKEN.sub("<token>", text)
