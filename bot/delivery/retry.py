"""When a delivery that failed is tried again, and how. Pure.

verdict on a message ─ what is to be recorded of each delivery that it carried
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Cause, ChatMoved, GiveUp, OutboxItem, Outcome, RetryAt, Verdict

#: growing pauses between tries; the last one repeats
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800, 3600))
LONGEST_PAUSE = PAUSES[-1]
GIVE_UP_AFTER = timedelta(hours=24)  #: of trying
#: so many tries at least, with our own pauses and with those that the platform asks for: a clock that jumps by a day
#: must not end what has hardly begun
LEAST_TRIES, LEAST_ASKED = 20, 5


def next_try(delivery: OutboxItem, verdict: Verdict, now: datetime) -> datetime | None:
    """The instant of the next try; None: there is none, because the verdict asks for none or a day has passed.

    What the platform asks for (`after`) is obeyed to the second. A message that goes out plain goes at once.
    """
    if not isinstance(verdict, RetryAt):
        return None
    if verdict.plain and not delivery.plain:
        return now
    if _tried_long_enough(delivery, verdict, now):
        return None
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    return now + (verdict.after if verdict.after is not None else pause)


def outcomes(deliveries: Sequence[OutboxItem], verdict: Verdict, now: datetime) -> list[Outcome]:
    """What is to be recorded of the deliveries that one message carried.

    One refused for good takes nobody with it: what it carried with others is sent again, each by itself. Each is given
    up by its own age; those that are tried again wait together, so that they stay in order.
    """
    carried = tuple(deliveries)
    if isinstance(verdict, ChatMoved) and verdict.id == carried[0].chat.id:
        verdict = RetryAt(cause=Cause.MOVED)  # else it would be told so again and again
    if isinstance(verdict, GiveUp) and len(carried) > 1:
        parted = RetryAt(cause=verdict.cause, detail=verdict.detail)
        return [Outcome(deliveries=carried, verdict=parted, at=now, not_before=now, alone=True)]
    if not isinstance(verdict, RetryAt):
        return [Outcome(deliveries=carried, verdict=verdict, at=now)]
    tries = [(delivery, next_try(delivery, verdict, now)) for delivery in carried]
    again = tuple(delivery for delivery, at in tries if at is not None)
    over = tuple(delivery for delivery, at in tries if at is None)
    found = []
    if again:
        plain = verdict.plain or carried[0].plain
        latest = max(at for _, at in tries if at is not None)
        found.append(
            Outcome(
                deliveries=again,
                verdict=verdict,
                at=now,
                not_before=latest,
                plain=plain,
                alone=carried[0].alone,
            )
        )
    if over:
        given_up = GiveUp(cause=verdict.cause, detail=verdict.detail)
        found.append(Outcome(deliveries=over, verdict=given_up, at=now))
    return found


def _tried_long_enough(delivery: OutboxItem, verdict: RetryAt, now: datetime) -> bool:
    if delivery.first_attempt_at is None or now - delivery.first_attempt_at < GIVE_UP_AFTER:
        return False
    return delivery.attempts + 1 >= (LEAST_TRIES if verdict.after is None else LEAST_ASKED)
