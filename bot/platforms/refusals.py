"""What a refusal means, on every platform. Each platform has a table from its own words to these.

docs/delivery.md shows all of them, with what becomes of the row and of the chat; a test holds it against the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Cause, ChatLost, ChatRefused, GiveUp, RetryAt, Stop, Verdict


class Meaning(StrEnum):
    """What a platform means by its refusal."""

    CHAT_LOST = "chat_lost"  #: the chat is gone
    CHAT_REFUSED = "chat_refused"  #: the chat takes nothing for now
    CHAT_MOVED = "chat_moved"  #: the chat has another id
    LIMITED = "limited"  #: too many messages
    MARKUP = "markup"  #: the markup may be to blame
    MESSAGE = "message"  #: the message is refused
    FAULT = "fault"  #: a fault of the platform
    UNKNOWN = "unknown"  #: no table knows the words
    TOKEN = "token"  #: it is refused  # noqa: S105  # a name


@dataclass(frozen=True)
class Refusal:
    """What some words of a platform mean."""

    meaning: Meaning
    cause: Cause


Refusals = Mapping[str, Refusal]  #: by the platform's words


def refusals(meaning: Meaning, causes: Mapping[str, Cause]) -> dict[str, Refusal]:
    """A part of a table: words with one meaning and their causes."""
    return {words: Refusal(meaning, cause) for words, cause in causes.items()}


def verdict_of(refusal: Refusal, detail: str, *, plain: bool) -> Verdict:
    """The verdict for a refusal without a time to wait; `plain`: the message had no markup."""
    cause = refusal.cause
    match refusal.meaning:
        case Meaning.CHAT_LOST:
            return ChatLost(cause=cause, detail=detail)
        case Meaning.CHAT_REFUSED:
            return ChatRefused(cause=cause, detail=detail)
        case Meaning.MARKUP if not plain:
            return RetryAt(cause=cause, detail=detail, plain=True)
        case Meaning.MARKUP | Meaning.MESSAGE:
            return GiveUp(cause=cause, detail=detail)
        case Meaning.TOKEN:
            return Stop(detail=detail)
        case _:
            return RetryAt(cause=cause, detail=detail)
