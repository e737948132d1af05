"""The schedule of intake (pure).

plan_entries     which entries of a feed send alerts, and when the page of each is due
asked_pause      the pause after a poll that the source asks for
source_backoff   the pause after a failed poll
page_backoff     the pause after a failed page attempt
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.model import Entry

#: Pages of silent entries that are read; the others keep only their teasers.
SILENT_PAGES = 50
#: Pause between silent pages, so that the first poll does not overload a site.
SILENT_PAUSE = timedelta(seconds=1)
#: A page is tried after 0, 1, 3, 7 and 15 minutes, then hourly, for a day.
PAGE_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8))
PAGE_PAUSE = timedelta(hours=1)
PAGE_TRIED_FOR = timedelta(hours=24)
#: A failing source is polled after its interval, then twice that, up to this.
LONGEST_BACKOFF = timedelta(hours=1)
#: A source that wishes to be polled less often is heeded up to this: news wait for it.
LONGEST_WISH = timedelta(hours=1)
#: Share of the interval by which the scheduler may be early; such a poll must not be skipped.
JITTER = 0.1


class PlannedEntry(NamedTuple):
    """What to do with an entry if it is new."""

    entry: Entry
    silent: bool  #: True: no alerts
    page_due_at: datetime | None  #: None: its page is not read


def plan_entries(entries: Sequence[Entry], *, first: bool, catch_up: timedelta, now: datetime) -> list[PlannedEntry]:
    """The plan of each entry, oldest first, so that alerts are sent in the order of publication.

    `first`: the source's first poll, which is silent; else entries older than `catch_up` are silent.
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


def asked_pause(every: int, fresh_for: timedelta | None, asked: int | None, retry_after: timedelta | None) -> timedelta:
    """The pause after a successful poll beyond its interval, as the server wishes; zero: none.

    `every`: its interval in seconds, which is never undercut. `fresh_for`: how long the answer will not change, by its
    headers; `asked`: seconds between polls, by its body: both are heeded up to an hour. `retry_after`: before that
    nothing is asked.
    """
    interval = timedelta(seconds=every)
    wish = max(fresh_for or timedelta(0), timedelta(seconds=min(asked or 0, 1_000_000)))
    wish = min(wish, max(interval, LONGEST_WISH))
    pause = wish - interval * JITTER if wish > interval else timedelta(0)
    return max(pause, retry_after or timedelta(0))


def source_backoff(every: int, failures: int) -> timedelta:
    """The pause of a source with `failures` failures and one more: its interval, doubling up to an hour.

    `every`: its interval in seconds.
    """
    interval = timedelta(seconds=every)
    pause = min(interval * (1 << min(failures, 20)), max(interval, LONGEST_BACKOFF))
    return pause - interval * JITTER


def page_backoff(attempts: int) -> timedelta:
    """The pause after a failed attempt that followed `attempts` others."""
    return PAGE_PAUSES[attempts] if attempts < len(PAGE_PAUSES) else PAGE_PAUSE
