"""What is owed and to whom: the outbox, chats that wait or rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.answers.health import STUCK_AFTER, stuck_lanes
from bot.cli.checks.finding import Finding, well, wrong
from bot.i18n.catalogue import check as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase, Plural
from bot.i18n.translator import ENGLISH
from bot.messages.causes import cause_text, given_up_text
from bot.model import Cause, DeliveryState
from bot.model.workspaces import title_of
from bot.storage.store import Store, safe_url
from config.settings import Settings

FAILED_SHOWN = 5  #: failed alerts that are listed
MANY_REFUSED = 20  #: chats that refuse for now on one platform, from which on that is reported as wrong

#: states that are reported
COUNTED = {
    DeliveryState.PENDING: texts.PENDING,
    DeliveryState.SENDING: texts.SENDING,
    DeliveryState.HELD: texts.HELD,
    DeliveryState.FAILED: texts.FAILED,
    DeliveryState.DROPPED: texts.DROPPED,
}


def owed(store: Store, settings: Settings, now: datetime, workers: int) -> Iterator[Finding]:
    """Look at what is owed; `workers`: how many run now.

    Raises:
        StorageError: the database is locked or away.
    """
    url = safe_url(settings.database_url)
    counts = store.outbox.count_deliveries(tuple(COUNTED))
    if counts:
        yield well("outbox", texts.DATABASE, url=url, counts=_counts(counts))
    else:
        yield well("outbox", texts.DATABASE_NOTHING_OWED, url=url)
    if letters := store.outbox.count_letters(tuple(COUNTED)):
        yield well("outbox", texts.LETTERS, counts=_counts(letters))
    if edits := store.outbox.count_edits():
        yield well("outbox", texts.EDITS, count=edits, number=str(edits))
    yield _workers(workers)
    yield from left_sending(store.inspection.overdue_claims(now - STUCK_AFTER))
    yield from stuck(stuck_lanes(store.vitals.read(now).lanes, now), workers)
    yield from _waiting(store.chats.count_waiting())
    yield from _paused(store.chats.count_paused())
    for chat, title, cause, detail in store.outbox.latest_failures(FAILED_SHOWN):
        reason = given_up_text(cause, detail, translate=ENGLISH)
        yield well("outbox", texts.GIVEN_UP, platform=title_of(chat.platform), chat=chat.id, title=title, reason=reason)


def _counts(owed: Mapping[str, int]) -> str:
    counts = [ENGLISH(COUNTED[DeliveryState(state)], number=str(count)) for state, count in sorted(owed.items())]
    return enumerated(counts, ENGLISH)


def _workers(count: int) -> Finding:
    if not count:
        return well("workers", texts.NO_WORKER)
    return well("workers", texts.WORKERS, count=count, number=str(count))


def left_sending(claims: Mapping[str, int]) -> Iterator[Finding]:
    """The lanes in which a worker that is gone has left something half sent."""
    for lane, count in sorted(claims.items()):
        yield well("outbox", texts.LEFT_SENDING, lane=lane, count=count, number=str(count))


def stuck(lanes: Mapping[str, datetime], workers: int) -> Iterator[Finding]:
    """The lanes in which nothing moves, with since when."""
    for lane, since in sorted(lanes.items()):
        text, fix = (texts.STUCK, texts.FIX_STUCK) if workers else (texts.NOBODY_SENDS, texts.FIX_NOBODY_SENDS)
        yield wrong("outbox", text, fix, lane=lane, since=f"{since:%Y-%m-%d %H:%M}")


def _waiting(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    """The chats that refuse for now; many of them are a sign that something is wrong with the bot or the platform."""
    for platform, causes in _by_platform(chats):
        refused = sum(count for cause, count in causes.items() if cause is not Cause.FLOOD)
        text = _counted(texts.CHATS_WAIT if refused else texts.CHATS_LIMITED, platform, causes)
        yield wrong("chats", text, texts.FIX_CHATS_WAIT) if refused >= MANY_REFUSED else well("chats", text)


def _paused(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    for platform, causes in _by_platform(chats):
        yield well("chats", _counted(texts.CHATS_REST, platform, causes))


def _by_platform(chats: Mapping[tuple[str, Cause], int]) -> Iterator[tuple[str, dict[Cause, int]]]:
    for platform in sorted({platform for platform, _ in chats}):
        yield platform, {cause: count for (where, cause), count in chats.items() if where == platform}


def _counted(text: Plural, platform: str, causes: Mapping[Cause, int]) -> Phrase:
    count = sum(causes.values())
    most_first = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    why = [
        ENGLISH(texts.CHATS_WHY, why=cause_text(cause, None, translate=ENGLISH), number=str(number))
        for cause, number in most_first
    ]
    parts: dict[str, str | int | Phrase] = {"platform": title_of(platform), "count": count, "number": str(count)}
    return Phrase(text, parts | {"causes": enumerated(why, ENGLISH)})
