"""Reminders of alerts that rang and that nobody took.

once a minute ─ sent half an hour ago, and nobody took it ─▶ a letter to its chat, once
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.messages.payload import to_json
from bot.messages.tasks import reminder
from bot.model import LetterKind, NewLetter
from bot.rules import Rules
from bot.storage.store import Store, Untaken

AFTER = timedelta(minutes=30)  #: how long an alert may wait for somebody
NOT_AFTER = timedelta(hours=6)  #: what is older when we come back from an outage is news no more
MOST_PER_RUN = 200  #: reminders of one run


def remind(store: Store, rules: Rules, now: datetime) -> int:
    """Owe each chat the reminders that are due; returns how many there were."""
    untaken = store.tasks.untaken(now - NOT_AFTER, now - AFTER, MOST_PER_RUN)
    for each in untaken:
        store.tasks.remind(each.chat, each.article.id, _letter(each, rules, now), now)
    return len(untaken)


def _letter(untaken: Untaken, rules: Rules, now: datetime) -> NewLetter:
    translate = rules.translators(untaken.language)
    message = reminder(untaken.article, untaken.timezone, now, translate=translate)
    return NewLetter(
        chat=untaken.chat,
        kind=LetterKind.REMINDER,
        payload=to_json(message),
        due_at=now,
        timezone=untaken.timezone,
    )
