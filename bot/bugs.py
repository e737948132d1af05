"""Log what failed in a loop before it pauses and retries: an expected failure, or a bug."""

from __future__ import annotations

from collections import Counter

import structlog

from bot.errors import StorageError

log = structlog.get_logger(__name__)

counts: Counter[str] = Counter()  #: bugs since the process started, by event


def report_failure(event: str, error: BaseException, **where: object) -> None:
    """Log a StorageError in one line, as it is retried; everything else as a bug. `where`: fields of the line."""
    if isinstance(error, StorageError):
        log.warning(event, reason=str(error), **where)
    else:
        report_bug(event, error, **where)


def report_bug(event: str, error: BaseException, **where: object) -> None:
    """Log a bug with its traceback, and count it. Expected failures have their own types and don't come here."""
    counts[event] += 1
    log.error(event, bug=True, exc_info=error, **where)
