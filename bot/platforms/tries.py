"""How often an answer is tried. Pure.

Answers are not in the outbox: who asked waits for a short while. What passes is tried three times; 429 waits its time;
a message that timed out, which may stand there already, is repeated once. An edit may be repeated as often as it fails.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Cause, RetryAt, Stop, Verdict

PAUSES: tuple[float, ...] = (1.0, 3.0)  #: seconds before the second and the third attempt if none are asked for


def pause_after(failures: Sequence[Verdict], *, longest: float, repeatable: bool) -> float | None:
    """Seconds before the next attempt at an answer that failed so; None: there is none.

    `longest`: seconds that people wait for an answer. `repeatable`: done twice it is as if it was done once.
    """
    last = failures[-1]
    if len(failures) > len(PAUSES) or not may_repeat(failures, repeatable=repeatable):
        return None
    if isinstance(last, Stop):  # platforms refuse good tokens, too, for a moment
        return PAUSES[len(failures) - 1]
    if not isinstance(last, RetryAt) or last.plain:
        return None
    if last.after is None:
        return PAUSES[len(failures) - 1]
    asked = last.after.total_seconds()
    return asked if asked <= longest else None


def may_repeat(failures: Sequence[Verdict], *, repeatable: bool) -> bool:
    """May it be done once more? What timed out twice may stand there twice already."""
    timeouts = [each for each in failures if isinstance(each, RetryAt) and each.cause is Cause.TIMEOUT]
    return repeatable or len([each for each in timeouts if each.maybe_sent]) <= 1
