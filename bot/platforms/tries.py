"""How often an answer is tried. Pure.

Answers are not in the outbox: who asked waits for a short while. What passes is tried again; 429 waits its time; what
may have been sent is repeated once, unless repeating it changes nothing, as with an edit.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import RetryAt, Verdict

PAUSES: tuple[float, ...] = (1.0, 3.0)  #: seconds before the second and the third attempt if none are asked for


def pause_after(failures: Sequence[Verdict], *, longest: float, repeatable: bool) -> float | None:
    """Seconds before the next attempt at an answer that failed so; None: there is none.

    `longest`: seconds that people wait for an answer. `repeatable`: done twice it is as if it was done once.
    """
    last = failures[-1]
    if not isinstance(last, RetryAt) or last.plain or len(failures) > len(PAUSES):
        return None
    unclear = sum(isinstance(each, RetryAt) and each.maybe_sent for each in failures)
    if last.maybe_sent and unclear > 1 and not repeatable:
        return None
    if last.after is None:
        return PAUSES[len(failures) - 1]
    asked = last.after.total_seconds()
    return asked if asked <= longest else None
