"""What the operator's page shows, read at once.

store ─ sources, outbox, chats, workers, figures ─▶ StatusFacts
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import DiskSpace, LaneVitals, SourceHealth
from bot.model.workspaces import lane_of
from bot.storage.store import ChatsAtRest, OutboxState, Store, SwitchedOffSource, WorkerAlive
from bot.web.last_day import NEEDED, LastDay, first_hour, last_day

SPLITS_SPAN = timedelta(days=7)
CHATS_SHOWN = 8  #: of each kind, on the first page


@dataclass(frozen=True, kw_only=True)
class StatusFacts:
    """How all stands."""

    at: datetime
    sources: tuple[SourceHealth, ...]  #: that are read
    switched_off: tuple[SwitchedOffSource, ...]
    outbox: OutboxState
    waiting: ChatsAtRest
    at_rest: ChatsAtRest
    workers: tuple[WorkerAlive, ...]
    lanes: tuple[LaneVitals, ...]  #: those that owe something that is due
    disk: DiskSpace | None  #: None: the database is not a file here
    titles: dict[str, str]  #: of workspaces that have installed the app, by lane
    notices: dict[str, datetime]  #: what operators were told of, by subject, and when
    day: LastDay
    splits: int  #: articles that chats took out of a story, in SPLITS_SPAN


def read_facts(store: Store, now: datetime) -> StatusFacts:
    """Read all of it.

    Raises:
        StorageError: the database is locked, full or unreachable.
    """
    outbox = store.operation.outbox(now)
    counted = {name: store.figures.hourly(name, first_hour(now)) for name in NEEDED}
    return StatusFacts(
        at=now,
        sources=tuple(store.sources.health(now)),
        switched_off=tuple(store.switches.switched_off_sources()),
        outbox=outbox,
        waiting=store.operation.chats_at_rest(rests=False, limit=CHATS_SHOWN),
        at_rest=store.operation.chats_at_rest(rests=True, limit=CHATS_SHOWN),
        workers=tuple(store.operation.workers()),
        lanes=store.vitals.read(now).lanes,
        disk=store.vitals.disk(),
        titles={lane_of(each.id): each.name for each in store.inspection.workspaces()},
        notices=store.operation.notices(),
        day=last_day(counted, now, {*outbox.pending, *outbox.letters}),
        splits=store.story_splits.count(now - SPLITS_SPAN),
    )
