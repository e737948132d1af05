"""Log what failed: in a loop before it pauses and retries, an expected failure or a bug; and no words of people."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable

import structlog

from bot.errors import StorageError

log = structlog.get_logger(__name__)

TELL_EVERY = 60.0  #: seconds between two lines about the same failure: a loop may meet it twice a second for hours

counts: Counter[str] = Counter()  #: bugs since the process started, by event
_told: dict[tuple[str, ...], tuple[float, int]] = {}  #: failures: when they were logged, how often they came since


def report_failure(event: str, error: BaseException, **where: object) -> None:
    """Log a StorageError in one line, as it is retried; everything else as a bug. `where`: fields of the line.

    The same failure is logged once a minute, with how often it was not.
    """
    if not isinstance(error, StorageError):
        report_bug(event, error, **where)
        return
    failure = (event, type(error).__name__, *(each for each in where.values() if isinstance(each, str)))
    now = time.monotonic()
    told_at, unsaid = _told.get(failure, (now - TELL_EVERY, 0))
    if now - told_at < TELL_EVERY:
        _told[failure] = told_at, unsaid + 1
        return
    _told[failure] = now, 0
    again = {"repeated": unsaid} if unsaid else {}
    log.warning(event, reason=str(error), **again, **where)


def forget_failures() -> None:
    """The next failure of each kind is logged at once."""
    _told.clear()


def report_bug(event: str, error: BaseException, **where: object) -> None:
    """Log a bug with its traceback, and count it. Expected failures have their own types and don't come here."""
    counts[event] += 1
    log.error(event, bug=True, exc_info=error, **where)


def unquoted(reason: str, typed: Iterable[str]) -> str:
    """Why a platform refuses a message, for the log: without the words of it that somebody typed."""
    words = {word for text in typed for word in re.findall(r"\w{3,}", text)}
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.sub("|".join(longest_first), "…", reason, flags=re.IGNORECASE) if words else reason
