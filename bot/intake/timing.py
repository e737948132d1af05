"""The schedule of intake (pure).

poll_kind        what a poll is for its source: the first, one after an outage
asks_whole       is the body to be asked for whether it changed or not
plan_entries     which entries of a feed send alerts, and when the page of each is due
asked_pause      the pause after a poll that the source asks for
source_backoff   the pause after a failed poll
page_backoff     the pause after a failed page attempt
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

from bot.model import Entry, Page

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
#: A server that answers "not modified" is not believed for longer: some do so for ever.
WHOLE_EVERY = timedelta(hours=6)
#: More new entries at once that are old are no late news but an opened archive.
LATE_AT_ONCE = 10
DAY = timedelta(days=1)
#: A source that wishes to be polled less often is heeded up to this: news wait for it.
LONGEST_WISH = timedelta(hours=1)
#: Share of the interval by which the scheduler may be early; such a poll must not be skipped.
JITTER = 0.1


class PollKind(StrEnum):
    """What a poll is for its source; it decides which of the new entries are news."""

    FIRST = "first"  #: nothing was ever read: no entry is, but those published since a poll that found nothing
    AFTER_OUTAGE = "after outage"  #: nothing was read for longer than the catch-up span: older entries are not
    OTHER_WAY = "other way"  #: read elsewhere than last time, where other old entries may be listed
    USUAL = "usual"  #: whatever is new is news, late or not


class PlannedEntry(NamedTuple):
    """What to do with an entry if it is new."""

    entry: Entry
    silent: bool  #: True: no alerts
    page_due_at: datetime | None  #: None: its page is not read


def poll_kind(
    *,
    first: bool,
    same_way: bool,
    last_ok_at: datetime | None,
    whole_at: datetime | None,
    catch_up: timedelta,
    now: datetime,
) -> PollKind:
    """What a poll is for a source that answered at `last_ok_at`, and gave entries at `whole_at` (None: nobody knows).

    An outage shorter than the catch-up span makes nothing older than that span.
    """
    if first:
        return PollKind.FIRST
    if not same_way:
        return PollKind.OTHER_WAY
    answered = last_ok_at is not None and now - last_ok_at <= catch_up
    whole = whole_at is not None and now - whole_at <= max(catch_up, 2 * WHOLE_EVERY)
    return PollKind.USUAL if answered and whole else PollKind.AFTER_OUTAGE


def asks_whole(whole_at: datetime | None, now: datetime) -> bool:
    """Is it time to ask for the whole body, whatever was stored of it?"""
    return whole_at is None or now - whole_at >= WHOLE_EVERY


def doubtful_entries(entries: Sequence[Entry], kind: PollKind, *, catch_up: timedelta, now: datetime) -> list[Entry]:
    """Those of which `plan_entries` must know whether they are known.

    Elsewhere than last time, all of them if any has no date; at a usual poll those that are old, if there are many.
    """
    if kind is PollKind.OTHER_WAY and any(entry.published_at is None for entry in entries):
        return list(entries)
    old = [entry for entry in entries if _is_old(entry, catch_up, now)]
    return old if kind is PollKind.USUAL and len(old) > LATE_AT_ONCE else []


def told_until(told_until_at: datetime | None, last_ok_at: datetime | None) -> datetime | None:
    """Until when what a poll finds new counts as told: after a restore, at the first successful poll; None: nothing."""
    polled_since = told_until_at is not None and last_ok_at is not None and last_ok_at > told_until_at
    return None if polled_since else told_until_at


def plan_entries(
    entries: Sequence[Entry],
    kind: PollKind,
    *,
    catch_up: timedelta,
    now: datetime,
    known: Collection[Entry] = (),
    empty_at: datetime | None = None,
    told_until: datetime | None = None,
) -> list[PlannedEntry]:
    """The plan of each entry, oldest first, so that alerts are sent in the order of publication.

    `known`: those of the doubtful entries that are stored already. `empty_at`: when a poll before the first one found
    nothing. `told_until`: what was published before may have been told already, and is silent; None: nothing was.
    """
    if kind is PollKind.FIRST:
        silent_ones = _before(entries, empty_at)
    else:
        silent_ones = _silent_entries(entries, kind, catch_up=catch_up, now=now, known=known)
    if told_until is not None:
        silent_ones = {*silent_ones, *_before(entries, told_until)}
    plan: list[PlannedEntry] = []
    silent_pages = 0
    for entry in sorted(entries, key=lambda one: one.published_at or now, reverse=True):
        silent = entry in silent_ones
        due_at = now + silent_pages * SILENT_PAUSE if silent else now
        wanted = entry.link is not None and (not silent or silent_pages < SILENT_PAGES)
        plan.append(PlannedEntry(entry, silent, due_at if wanted else None))
        silent_pages += silent and wanted
    return plan[::-1]


def _before(entries: Sequence[Entry], empty_at: datetime | None) -> Collection[Entry]:
    """What was published before the minute of that poll, as far as is known."""
    since = empty_at and empty_at.replace(second=0, microsecond=0)
    return {one for one in entries if since is None or one.published_at is None or one.published_at < since}


def _silent_entries(
    entries: Sequence[Entry], kind: PollKind, *, catch_up: timedelta, now: datetime, known: Collection[Entry]
) -> Collection[Entry]:
    old = {entry for entry in entries if _is_old(entry, catch_up, now)}
    if kind is PollKind.USUAL:
        return old if len(old) - len(known) > LATE_AT_ONCE else frozenset()
    if kind is PollKind.OTHER_WAY:  # of what has no date, only what stands before all that is known is new there
        ahead = sum(1 for _ in takewhile(lambda entry: entry not in known, entries))
        fresh = frozenset(entries[:ahead] if ahead < len(entries) else ())
        old |= {entry for entry in entries if entry.published_at is None and entry not in fresh}
    return old


def _is_old(entry: Entry, catch_up: timedelta, now: datetime) -> bool:
    return is_older(entry, now - catch_up)


def is_older(told: Entry | Page, at: datetime) -> bool:
    """Was it published before that instant, at the latest? A day without a time may have been its last minute."""
    return told.published_at is not None and told.published_at + (DAY if told.day_only else timedelta()) < at


def page_date(page: Page, first_seen_at: datetime) -> datetime | None:
    """When an article that has no date of its own was published, by its page; None: when it was first seen.

    So it is if its page tells only a day, and it was first seen on that one: no midnight stands for it.
    """
    if page.published_at is None or (page.day_only and first_seen_at - page.published_at < DAY):
        return None
    return page.published_at


def asked_pause(every: int, fresh_for: timedelta | None, asked: int | None, retry_after: timedelta | None) -> timedelta:
    """The pause after a successful poll beyond its interval, as the server wishes; zero: none.

    `every`: its interval in seconds. `fresh_for`: how long the answer will not change, by its headers; `asked`: seconds
    between polls, by its body: both are obeyed up to an hour. `retry_after`: before that nothing is requested.
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
