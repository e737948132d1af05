"""When intake does what; pure.

plan_entries     which entries of a feed alert, and when the page of each is read
source_backoff   how long a failing source is left alone
page_backoff     how long after a failed attempt a page is tried again
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.model import Entry

#: Pages of silent entries that are read; the rest stay with their teasers.
SILENT_PAGES = 50
#: Silent pages come due one after another, so that a site is not stormed on the first day.
SILENT_PAUSE = timedelta(seconds=1)
#: A page is tried at 0, 1, 3, 7 and 15 minutes, then hourly, for a day.
PAGE_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
PAGE_PAUSE = timedelta(hours=1)
PAGE_TRIED_FOR = timedelta(hours=24)
#: A source that fails is asked again after its interval, then twice that, up to this.
LONGEST_BACKOFF = timedelta(hours=1)
#: The scheduler's jitter may bring a turn forward; it must not cost that turn.
JITTER = 0.1


class PlannedEntry(NamedTuple):
    """What is to become of an entry, if it is new."""

    entry: Entry
    silent: bool  #: it alerts nobody
    page_due_at: datetime | None  #: None: it goes without its page


def plan_entries(entries: Sequence[Entry], *, first: bool, catch_up: timedelta, now: datetime) -> list[PlannedEntry]:
    """Oldest first, so that alerts go out in the order of publication.

    `first`: this is the source's first poll, which is silent; else what is older than `catch_up` is.
    """
    plan: list[PlannedEntry] = []
    silent_pages = 0
    for entry in sorted(entries, key=lambda one: one.published_at or now, reverse=True):
        silent = first or (entry.published_at or now) < now - catch_up
        due_at = now + silent_pages * SILENT_PAUSE if silent else now
        wanted = entry.link is not None and (not silent or silent_pages < SILENT_PAGES)
        plan.append(PlannedEntry(entry, silent, due_at if wanted else None))
        silent_pages += silent and wanted
    return plan[::-1]


def source_backoff(every: int, failures: int) -> timedelta:
    """How long a source is left alone after so many failures and one more: its interval, doubling up to an hour."""
    interval = timedelta(seconds=every)
    pause = min(interval * (1 << min(failures, 20)), max(interval, LONGEST_BACKOFF))
    return pause - interval * JITTER


def page_backoff(attempts: int) -> timedelta:
    """How long after the attempt that followed so many others a page is tried again."""
    return PAGE_PAUSES[attempts] if attempts < len(PAGE_PAUSES) else PAGE_PAUSE
