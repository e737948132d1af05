"""The row of an article that is new, as its entry says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.model import Entry, PageState, Source


def first_row(
    source: Source, entry: Entry, *, silent: bool, page_due_at: datetime | None, whole: bool, now: datetime
) -> dict[str, Any]:
    """What is stored of an entry; see `Articles.add_entry`."""
    return {
        "source_key": source.key,
        "language": source.language,
        "url": entry.link,
        "title": entry.title,
        "teaser": entry.teaser,
        "body": entry.text or None,
        "published_at": _published_at(entry, now),
        "first_seen_at": now,
        "page_state": _first_state(page_due_at, whole),
        "page_attempts": 0,
        "page_next_at": page_due_at,
        "silent": silent,
    }


def _published_at(entry: Entry, now: datetime) -> datetime:
    """Never later than now; of a day that has not ended, now: its midnight is nobody's time."""
    at = min(entry.published_at or now, now)
    return now if entry.day_only and now - at < timedelta(days=1) else at


def _first_state(page_due_at: datetime | None, whole: bool) -> PageState:
    if page_due_at is not None:
        return PageState.AWAITING
    return PageState.READ if whole else PageState.GIVEN_UP
