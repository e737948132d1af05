"""The verdict for each error of Slack. https://docs.slack.dev/reference/methods/chat.postMessage#errors"""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.i18n.catalogue import causes
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.model import Cause, RetryAt, Verdict
from bot.platforms.refusals import Meaning, Refusal, Refusals, refusals, verdict_of

_REFUSED = Meaning.CHAT_REFUSED
#: Slack's errors; one that is not here, and does not begin like those of RESTRICTED, is tried on for a day
ERRORS: Refusals = {
    **refusals(Meaning.CHAT_LOST, {"user_disabled": Cause.DEACTIVATED, "users_not_found": Cause.DEACTIVATED}),
    **refusals(
        _REFUSED,
        {
            "channel_not_found": Cause.CHAT_NOT_FOUND,
            "user_not_found": Cause.CHAT_NOT_FOUND,
            "not_in_channel": Cause.KICKED,
            "is_archived": Cause.ARCHIVED,
            "is_inactive": Cause.ARCHIVED,
            "restricted_action": Cause.NO_RIGHTS,
            "no_permission": Cause.NO_RIGHTS,
            "access_denied": Cause.NO_RIGHTS,
            "not_allowed": Cause.NO_RIGHTS,
            "posting_to_general_channel_denied": Cause.NO_RIGHTS,
            "ekm_access_denied": Cause.NO_RIGHTS,
            "messages_tab_disabled": Cause.FORBIDDEN,
            "cannot_dm_bot": Cause.FORBIDDEN,
        },
    ),
    **refusals(
        Meaning.MARKUP,
        {
            "msg_too_long": Cause.TOO_LONG,
            "msg_blocks_too_long": Cause.TOO_LONG,
            "no_text": Cause.BAD_MESSAGE,
            "invalid_blocks": Cause.BAD_MESSAGE,
            "invalid_blocks_format": Cause.BAD_MESSAGE,
            "invalid_arguments": Cause.BAD_MESSAGE,
        },
    ),
    **refusals(  # about the message that was to be edited: https://docs.slack.dev/reference/methods/chat.update#errors
        Meaning.MESSAGE,
        {
            "message_not_found": Cause.MESSAGE_GONE,
            "cant_update_message": Cause.BAD_MESSAGE,
            "edit_window_closed": Cause.BAD_MESSAGE,
        },
    ),
    **refusals(
        Meaning.FAULT,
        {
            "message_limit_exceeded": Cause.SERVER_ERROR,
            "fatal_error": Cause.SERVER_ERROR,
            "internal_error": Cause.SERVER_ERROR,
            "service_unavailable": Cause.SERVER_ERROR,
            "request_timeout": Cause.SERVER_ERROR,
            "team_added_to_org": Cause.SERVER_ERROR,
            "external_channel_migrating": Cause.SERVER_ERROR,
            "org_login_required": Cause.SERVER_ERROR,
        },
    ),
    **refusals(
        Meaning.TOKEN,
        {
            "invalid_auth": Cause.TOKEN_REFUSED,
            "not_authed": Cause.TOKEN_REFUSED,
            "account_inactive": Cause.TOKEN_REFUSED,
            "token_revoked": Cause.TOKEN_REFUSED,
            "token_expired": Cause.TOKEN_REFUSED,
            "missing_scope": Cause.TOKEN_REFUSED,
            "not_allowed_token_type": Cause.TOKEN_REFUSED,
        },
    ),
    **refusals(Meaning.LIMITED, {"ratelimited": Cause.FLOOD, "rate_limited": Cause.FLOOD}),
}


def _meaning(*meanings: Meaning) -> frozenset[str]:
    return frozenset(error for error, refusal in ERRORS.items() if refusal.meaning in meanings)


REFUSED = _meaning(Meaning.TOKEN)
REFUSED_MESSAGE = _meaning(Meaning.MARKUP)
PASSING = _meaning(Meaning.FAULT, Meaning.LIMITED)
RESTRICTED = "restricted_action"  #: the beginning of all errors about who may post in a channel
#: "It's possible some aspect of the operation succeeded before the error was raised."
MAYBE_DONE = frozenset({"fatal_error", "internal_error"})
UNREACHABLE = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)  #: what a call may raise
#: of these, those before which nothing was sent
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
LONGEST_REASON = 300  #: characters; otherwise a proxy's whole page would be stored
LONGEST_PAUSE = 10**9  #: seconds; a greater number is not from Slack, and exceeds the range of dates

# tokens, and the tickets in socket URLs, which are equivalent to tokens
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[^&\s'\")]+")

_NAME = re.compile(r"[a-z0-9_]{1,60}", re.ASCII)


def verdict(error: Exception, *, plain: bool) -> Verdict:
    """The verdict for an error of a send or an edit."""
    if not isinstance(error, SlackApiError):
        return RetryAt(cause=_cause(error), detail=_no_answer(error), maybe_sent=not isinstance(error, NOT_SENT))
    name, status = error_code(error), status_of(error)
    known = ERRORS.get(RESTRICTED if name.startswith(RESTRICTED) else name)
    if status == 429 or (known and known.meaning is Meaning.LIMITED):
        after = pause_of(error)
        return RetryAt(cause=Cause.FLOOD, detail=name or "ratelimited", after=after, whole_platform=True)
    if status >= 500 or (known and known.meaning is Meaning.FAULT):
        words, unclear = name or ENGLISH(texts.SLACK_STATUS, status=str(status)), status >= 500 or name in MAYBE_DONE
        return RetryAt(cause=Cause.SERVER_ERROR, detail=words, maybe_sent=unclear)
    if name:
        return verdict_of(known or Refusal(Meaning.UNKNOWN, Cause.REFUSED), name, plain=plain)
    words = ENGLISH(texts.SLACK_OTHER_STATUS, status=str(status))
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
        return ENGLISH(texts.SLACK_NOT_REACHED, error=type(error).__name__)
    if isinstance(error, TimeoutError):
        return ENGLISH(causes.TIMEOUT)
    return ENGLISH(texts.CONNECTION_BROKE, error=type(error).__name__)


def error_code(error: SlackApiError) -> str:
    """Slack's name of an error; empty: the answer was not from Slack."""
    content = getattr(error.response, "data", error.response)
    found = content.get("error") if isinstance(content, dict) else None
    return found if isinstance(found, str) else ""


def is_name(error: str) -> bool:
    """Is it Slack's name of an error, not a page of somebody's?"""
    return _NAME.fullmatch(error) is not None


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
