"""When a delivery that failed is tried again. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model import Delivery, RetryAt, Verdict

#: growing pauses between tries; the last one repeats
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600, 1800, 3600))
GIVE_UP_AFTER = timedelta(hours=24)  #: of trying


def next_try(delivery: Delivery, verdict: Verdict, now: datetime) -> datetime | None:
    """The instant of the next try; None: there is none, because the verdict asks for none or a day has passed.

    What the platform asks for (`after`) is obeyed to the second. A message that goes out plain goes at once.
    """
    if not isinstance(verdict, RetryAt):
        return None
    if verdict.plain and not delivery.plain:
        return now
    if delivery.first_attempt_at is not None and now - delivery.first_attempt_at >= GIVE_UP_AFTER:
        return None
    pause = PAUSES[min(delivery.attempts, len(PAUSES) - 1)]
    return now + (verdict.after if verdict.after is not None else pause)
