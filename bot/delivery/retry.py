"""When and how a failed delivery is retried. Pure.

verdict on a message ─▶ outcomes to record of the deliveries that it carried
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import (
    Cause,
    ChatHealth,
    ChatLost,
    ChatMoved,
    ChatRefused,
    Edit,
    GiveUp,
    OutboxItem,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)

#: pauses between attempts; the last one repeats
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800, 3600))
LONGEST_PAUSE = PAUSES[-1]
UNTRIED_PAUSE = timedelta(seconds=15)  #: until it is looked at again whether it may go
GIVE_UP_AFTER = timedelta(hours=24)  #: of attempts
#: how long a chat waits that refuses for now; the last one repeats
CHAT_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
CHAT_LOST_AFTER = timedelta(days=14)  #: of refusals in a row
MIN_REFUSALS = 12  #: before a chat is lost, whatever the clock shows
#: attempts before giving up, with our own pauses and with those that the platform asks for: a clock that jumps by a day
#: must not end what has hardly started
MIN_TRIES, MIN_ASKED_TRIES = 20, 5


def next_try(delivery: OutboxItem, verdict: Verdict, now: datetime) -> datetime | None:
    """The instant of the next attempt; None: no further one, because of the verdict or after GIVE_UP_AFTER.

    What the platform asks for (`after`) is obeyed to the second. The first attempt without markup is made at once.
    """
    if not isinstance(verdict, RetryAt):
        return None
    if verdict.plain and not delivery.plain:
        return now
    if verdict.untried:
        return now + UNTRIED_PAUSE
    if _tried_long_enough(delivery, verdict, now):
        return None
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    return now + (verdict.after if verdict.after is not None else pause)


def outcomes(deliveries: Sequence[OutboxItem], verdict: Verdict, now: datetime) -> list[Outcome]:
    """The outcomes to record of the deliveries that one message carried.

    If a folded message is refused for good, or nobody knows why, each delivery is sent again by itself. Each is given
    up by its own age; those that are retried wait equally long, so that they stay in order.
    """
    carried = tuple(deliveries)
    if isinstance(verdict, ChatMoved) and verdict.id == carried[0].chat.id:
        verdict = RetryAt(cause=Cause.MOVED)  # otherwise it would move to itself again and again
    if len(carried) > 1 and isinstance(verdict, (GiveUp, RetryAt)) and _may_be_one_of_them(verdict):
        separately = RetryAt(cause=verdict.cause, detail=verdict.detail)
        return [Outcome(deliveries=carried, verdict=separately, at=now, not_before=now, alone=True)]
    if isinstance(verdict, ChatRefused):
        return [_refused(carried, verdict, now)]
    if not isinstance(verdict, RetryAt):
        return [Outcome(deliveries=carried, verdict=verdict, at=now)]
    return _retried(carried, verdict, now)


def edit_outcome(edit: Edit, verdict: Verdict, now: datetime) -> Outcome:
    """The outcome to record of an edit.

    What is refused stays as it was sent: no chat pays for it, and nobody is told. If the chat is gone, its next message
    shows that. What the platform refuses for its markup is not edited to a plain one either: that has no buttons.
    """
    if isinstance(verdict, Sent):
        return Outcome(deliveries=(edit,), verdict=verdict, at=now)
    if isinstance(verdict, Stop):  # the token is refused, not this
        return Outcome(deliveries=(edit,), verdict=None, at=now)
    if isinstance(verdict, RetryAt) and not verdict.plain and (at := next_try(edit, verdict, now)) is not None:
        return Outcome(deliveries=(edit,), verdict=verdict, at=now, not_before=at, alone=True)
    cause, detail = (Cause.MOVED, "") if isinstance(verdict, ChatMoved) else (verdict.cause, verdict.detail)
    return Outcome(deliveries=(edit,), verdict=GiveUp(cause=cause, detail=detail), at=now)


def _may_be_one_of_them(verdict: GiveUp | RetryAt) -> bool:
    """May one of the deliveries folded together be to blame?"""
    return isinstance(verdict, GiveUp) or verdict.cause is Cause.REFUSED


def _retried(carried: tuple[OutboxItem, ...], verdict: RetryAt, now: datetime) -> list[Outcome]:
    """The outcomes of a temporary failure: those that are tried again, and those that were for long enough."""
    tries = [(delivery, next_try(delivery, verdict, now)) for delivery in carried]
    retried = tuple(delivery for delivery, at in tries if at is not None)
    expired = tuple(delivery for delivery, at in tries if at is None)
    found: list[Outcome] = []
    if retried:
        plain = verdict.plain or carried[0].plain
        latest = max(at for _, at in tries if at is not None)
        found.append(
            Outcome(
                deliveries=retried,
                verdict=verdict,
                at=now,
                not_before=latest,
                plain=plain,
                alone=carried[0].alone,
                in_doubt=verdict.maybe_sent,
                health=_limited(carried[0].health, verdict, now),
            )
        )
    if expired:
        given_up = GiveUp(cause=verdict.cause, detail=verdict.detail)
        found.append(Outcome(deliveries=expired, verdict=given_up, at=now, in_doubt=verdict.maybe_sent))
    return found


def _refused(carried: tuple[OutboxItem, ...], verdict: ChatRefused, now: datetime) -> Outcome:
    """The chat waits, longer each time, and is lost in the end."""
    since, refusals = _in_a_row(carried[0].health, now, limited=False)
    if now - since >= CHAT_LOST_AFTER and refusals >= MIN_REFUSALS:
        lost = ChatLost(cause=verdict.cause, detail=verdict.detail)
        return Outcome(deliveries=carried, verdict=lost, at=now)
    health = ChatHealth(
        waits_until_at=now + CHAT_PAUSES[min(refusals - 1, len(CHAT_PAUSES) - 1)],
        cause=verdict.cause,
        detail=verdict.detail,
        refused_since_at=since,
        refusals=refusals,
    )
    return Outcome(deliveries=carried, verdict=verdict, at=now, health=health)


def _limited(health: ChatHealth, verdict: RetryAt, now: datetime) -> ChatHealth | None:
    """The chat waits for as long as the platform asks; None: it does not."""
    if verdict.after is None or verdict.cause is not Cause.FLOOD:
        return None
    since, refusals = _in_a_row(health, now, limited=True)
    return ChatHealth(
        waits_until_at=now + verdict.after,
        cause=verdict.cause,
        detail=verdict.detail,
        refused_since_at=since,
        refusals=refusals,
    )


def _in_a_row(health: ChatHealth, now: datetime, *, limited: bool) -> tuple[datetime, int]:
    """Since when a chat is refused like that, and how often with this time; a limit is another thing than a refusal."""
    if health.refused_since_at is None or (health.cause is Cause.FLOOD) is not limited:
        return now, 1
    return health.refused_since_at, health.refusals + 1


def _tried_long_enough(delivery: OutboxItem, verdict: RetryAt, now: datetime) -> bool:
    longest = CHAT_LOST_AFTER if verdict.cause is Cause.FLOOD else GIVE_UP_AFTER  # no fault of the message
    if delivery.first_attempt_at is None or now - delivery.first_attempt_at < longest:
        return False
    return delivery.attempts + 1 >= (MIN_TRIES if verdict.after is None else MIN_ASKED_TRIES)
