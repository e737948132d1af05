"""Reporting failures before a retry: expected ones of the database as a warning, everything else as a bug."""

from __future__ import annotations

from collections import Counter

import structlog

from bot.errors import StorageError

log = structlog.get_logger(__name__)

counts: Counter[str] = Counter()  #: bugs since the start of the process, by event


def report_failure(event: str, error: BaseException, **where: object) -> None:
    """Log a StorageError as one line, because it is retried; report any other error as a bug."""
    if isinstance(error, StorageError):
        log.warning(event, reason=str(error), **where)
    else:
        report_bug(event, error, **where)


def report_bug(event: str, error: BaseException, **where: object) -> None:
    """Log a bug with its traceback, and count it. Expected failures have types and are handled elsewhere."""
    counts[event] += 1
    log.error(event, bug=True, exc_info=error, **where)
