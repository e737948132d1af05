"""When and how a failed delivery is retried. Pure.

verdict on a message ─▶ outcomes to record of the deliveries that it carried
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Cause, ChatMoved, GiveUp, Outcome, Owed, RetryAt, Verdict

#: pauses between attempts; the last one repeats
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800, 3600))
LONGEST_PAUSE = PAUSES[-1]
GIVE_UP_AFTER = timedelta(hours=24)  #: of attempts
#: attempts before giving up, with our own pauses and with those that the platform asks for: a clock that jumps by a day
#: must not end what has hardly started
MIN_TRIES, MIN_ASKED_TRIES = 20, 5


def next_try(delivery: Owed, verdict: Verdict, now: datetime) -> datetime | None:
    """The instant of the next attempt; None: no further one, because of the verdict or after GIVE_UP_AFTER.

    What the platform asks for (`after`) is obeyed to the second. The first attempt without markup is made at once.
    """
    if not isinstance(verdict, RetryAt):
        return None
    if verdict.plain and not delivery.plain:
        return now
    if _tried_long_enough(delivery, verdict, now):
        return None
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    return now + (verdict.after if verdict.after is not None else pause)


def outcomes(deliveries: Sequence[Owed], verdict: Verdict, now: datetime) -> list[Outcome]:
    """The outcomes to record of the deliveries that one message carried.

    If a folded message is refused for good, each delivery is sent again by itself. Each is given up by its own age;
    those that are retried wait equally long, so that they stay in order.
    """
    carried = tuple(deliveries)
    if isinstance(verdict, ChatMoved) and verdict.id == carried[0].chat.id:
        verdict = RetryAt(cause=Cause.MOVED)  # otherwise it would move to itself again and again
    if isinstance(verdict, GiveUp) and len(carried) > 1:
        separately = RetryAt(cause=verdict.cause, detail=verdict.detail)
        return [Outcome(deliveries=carried, verdict=separately, at=now, not_before=now, alone=True)]
    if not isinstance(verdict, RetryAt):
        return [Outcome(deliveries=carried, verdict=verdict, at=now)]
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
            )
        )
    if expired:
        given_up = GiveUp(cause=verdict.cause, detail=verdict.detail)
        found.append(Outcome(deliveries=expired, verdict=given_up, at=now))
    return found


def _tried_long_enough(delivery: Owed, verdict: RetryAt, now: datetime) -> bool:
    if delivery.first_attempt_at is None or now - delivery.first_attempt_at < GIVE_UP_AFTER:
        return False
    return delivery.attempts + 1 >= (MIN_TRIES if verdict.after is None else MIN_ASKED_TRIES)
