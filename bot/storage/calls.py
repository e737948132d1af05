"""Calls: what platforms told our web server, from when it came in until who listens there has read it.

take ─▶ unread ─ Updates.receive, forget ─▶ known by its key ─ after a while ─▶ gone

Anybody may take calls. Reading one twice does no harm, because what it says is an update, and known as such.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.model import Call, CallWay, NewCall
from bot.storage import schema as t
from bot.storage.database import Database

#: Twice the window in which a signature is taken, which may be of the near future, and some more.
KNOWN_FOR = timedelta(minutes=15)
UNREAD_FOR = timedelta(days=1)  #: as long as Telegram itself keeps what nobody takes
#: Those of one look: a body has a million characters at most, and mostly a thousand.
READ_BATCH = 200
PRUNE_BATCH = 5_000  #: rows: others want to write
WORKSPACES = "slack:"  #: before the id of a workspace in the name of its lane
TOKENS_LANE = "slack"  #: of the workspace whose token is a setting

# the condition spelled out, as for deliveries (common.py): the partial index has it
_UNREAD = t.call.c.body.is_not(None)


class Calls:
    """What platforms called us for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, calls: Sequence[NewCall], now: datetime) -> dict[str, str]:
        """Write them down, all or nothing; the keys of those that had not come before, each with its lane.

        The lane of a workspace that has not installed the app is that of the workspace whose token is a setting.
        """
        insert = self._database.insert(t.call).on_conflict_do_nothing(index_elements=["key"])
        with self._database.write_transaction() as db:
            elsewhere = _not_installed(db, {call.lane for call in calls if call.lane.startswith(WORKSPACES)})
            rows = [
                {
                    "key": call.key,
                    "lane": TOKENS_LANE if call.lane in elsewhere else call.lane,
                    "way": call.way,
                    "body": call.body,
                    "called_at": now,
                }
                for call in calls
            ]
            return {row.key: row.lane for row in db.execute(insert.returning(t.call.c.key, t.call.c.lane), rows)}

    def lanes(self) -> set[str]:
        """The lanes that have unread calls."""
        with self._database.single_read() as db:
            return set(db.scalars(select(t.call.c.lane).where(_UNREAD).distinct()))

    def unread(self, lane: str) -> list[Call]:
        """The next calls to read, in the order in which they came."""
        c = t.call.c
        found = select(c.number, c.key, c.way, c.body, c.called_at).where(_UNREAD, c.lane == lane)
        with self._database.single_read() as db:
            rows = db.execute(found.order_by(c.number).limit(READ_BATCH)).all()
        return [Call(**(row._asdict() | {"way": CallWay(row.way)})) for row in rows]

    def forget(self, numbers: Collection[int]) -> None:
        """They are read: what they said is forgotten, that they came is not."""
        read = update(t.call).where(t.call.c.number.in_(list(numbers))).values(body=None)
        with self._database.write_transaction() as db:
            db.execute(read)

    def prune(self, now: datetime) -> None:
        """Forget what is not told again, and what nobody has read for a day."""
        old = and_(t.call.c.body.is_(None), t.call.c.called_at < now - KNOWN_FOR)
        gone = select(t.call.c.number).where(or_(old, t.call.c.called_at < now - UNREAD_FOR)).limit(PRUNE_BATCH)
        self._database.in_batches(delete(t.call).where(t.call.c.number.in_(gone)), PRUNE_BATCH)


def _not_installed(db: Connection, lanes: Collection[str]) -> set[str]:
    """Those of the lanes whose workspaces have not installed the app."""
    if not lanes:
        return set()
    teams = {lane.removeprefix(WORKSPACES) for lane in lanes}
    installed = set(db.scalars(select(t.workspace.c.id).where(t.workspace.c.id.in_(teams))))
    return {WORKSPACES + team for team in teams - installed}
