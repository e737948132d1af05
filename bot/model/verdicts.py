"""What became of an attempt to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.causes import Cause
from bot.model.chats import ChatHealth
from bot.model.owed import OutboxItem


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The platform accepted it."""

    refs: tuple[str, ...]  #: the platform's ids of the message's parts; at least one


@dataclass(frozen=True, kw_only=True)
class RetryAt:
    """A temporary failure: retry later."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens; ours as a Phrase in JSON
    after: timedelta | None = None  #: the platform's retry_after, obeyed to the second; None: our own backoff
    whole_platform: bool = False  #: True: the platform does not say whether it means the chat or the bot
    plain: bool = False  #: True: retry immediately, without markup
    maybe_sent: bool = False  #: True: it may have been sent (a timeout, a reset): a retry may duplicate it
    untried: bool = False  #: True: it was not sent for now; no attempt is counted


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """This message can't be sent, but others to the chat can."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens; ours as a Phrase in JSON


@dataclass(frozen=True, kw_only=True)
class ChatMoved:
    """The chat has another id now (a group became a supergroup)."""

    id: str


@dataclass(frozen=True, kw_only=True)
class ChatRefused:
    """The chat takes nothing for now: it waits, longer each time, and nothing that it is owed is lost for 14 days."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens; ours as a Phrase in JSON


@dataclass(frozen=True, kw_only=True)
class ChatLost:
    """The chat is lost: its follows stay, its pending deliveries are dropped and counted."""

    cause: Cause
    detail: str = ""  #: the platform's own words, short and without tokens; ours as a Phrase in JSON


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The token or workspace is refused: the whole lane waits."""

    cause: Cause = Cause.TOKEN_REFUSED
    detail: str = ""  #: the platform's own words, short and without tokens; ours as a Phrase in JSON


#: the result of an attempt to send a Delivery or a Letter
Verdict = Sent | RetryAt | GiveUp | ChatMoved | ChatRefused | ChatLost | Stop


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The result to record for what one message carried, or for what was claimed but not attempted."""

    deliveries: tuple[OutboxItem, ...]
    verdict: Verdict | None  #: None: not attempted, released
    at: datetime  #: when the verdict came
    not_before: datetime | None = None  #: when to retry; None: never
    plain: bool = False  #: retry without markup
    alone: bool = False  #: retry each by itself
    in_doubt: bool = False  #: the platform may have taken the message
    health: ChatHealth | None = None  #: the chat waits so from now on; None: it is not said
