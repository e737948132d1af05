"""What a loop says of what it could not do, before it pauses and tries again: expected, or a bug."""

from __future__ import annotations

from collections import Counter

import structlog

from bot.errors import StorageError

log = structlog.get_logger(__name__)

counts: Counter[str] = Counter()  #: bugs met since the process began, by what was being done


def report_failure(event: str, error: BaseException, **where: object) -> None:
    """One line of a database that is locked, full or away, for it is retried; everything else is a bug."""
    if isinstance(error, StorageError):
        log.warning(event, reason=str(error), **where)
    else:
        report_bug(event, error, **where)


def report_bug(event: str, error: BaseException, **where: object) -> None:
    """Log a bug with its traceback, and count it. A failure that is expected has a type and does not come here."""
    counts[event] += 1
    log.error(event, bug=True, exc_info=error, **where)
