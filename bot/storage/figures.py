"""Figures: what all processes have counted, by the hour, and from the beginning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, delete, func, select

from bot.counting import Counts, Labels
from bot.storage import schema as t
from bot.storage.common import IMMEDIATELY
from bot.storage.database import Database

KEPT_BY_HOUR = timedelta(hours=48)  #: what is older is added up
LONG_AGO = IMMEDIATELY  #: `hour_at` of what is added up

_f = t.figure.c
_Key = tuple[str, str]  #: name, labels as JSON
_Growth = tuple[float, datetime]  #: how much, and when the last of it was counted


class Figures:
    """The table of figures; labels are pairs of a name and a value, in the order of names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, counts: Counts, now: datetime) -> None:
        """Add what was counted to this hour's figures, all or nothing.

        Raises:
            StorageError: nothing is added.
        """
        hour_at = now.replace(minute=0, second=0, microsecond=0)
        counted = {(name, _to_json(labels)): value for (name, labels), value in counts.items()}
        if not counted:
            return
        with self._database.write_transaction() as db:
            self._grow(db, {key: (value, now) for key, value in counted.items()}, hour_at)

    def hourly(self, name: str, since: datetime) -> dict[Labels, dict[datetime, float]]:
        """What was counted in each hour that began since then, by labels; hours without anything are left out."""
        rows = select(_f.labels, _f.hour_at, _f.value).where(_f.name == name, _f.hour_at >= since).order_by(_f.hour_at)
        found: dict[Labels, dict[datetime, float]] = {}
        with self._database.single_read() as db:
            for labels, hour_at, value in db.execute(rows):
                found.setdefault(_from_json(labels), {})[hour_at] = value
        return found

    def totals(self) -> list[tuple[str, Labels, float]]:
        """Everything that was counted from the beginning, in the order of names and labels."""
        summed = select(_f.name, _f.labels, func.sum(_f.value)).group_by(_f.name, _f.labels)
        with self._database.single_read() as db:
            rows = db.execute(summed.order_by(_f.name, _f.labels)).all()
        return [(name, _from_json(labels), value) for name, labels, value in rows]

    def changed_at(self, name: str) -> dict[Labels, datetime]:
        """When something was last counted, by labels: the time of writing it down."""
        with self._database.read_transaction() as db:
            return changed_at(db, name)

    def roll_up(self, now: datetime) -> int:
        """Add up what is older than KEPT_BY_HOUR, in one row for each figure; returns how many rows went into it."""
        old = delete(t.figure).where(_f.hour_at > LONG_AGO, _f.hour_at < now - KEPT_BY_HOUR)
        summed: dict[_Key, _Growth] = {}
        with self._database.write_transaction() as db:
            went = db.execute(old.returning(_f.name, _f.labels, _f.value, _f.changed_at)).all()
            for name, labels, value, changed_at in went:
                before, at = summed.get((name, labels), (0.0, changed_at))
                summed[name, labels] = before + value, max(at, changed_at)
            self._grow(db, summed, LONG_AGO)
        return len(went)

    def _grow(self, db: Connection, growth: Mapping[_Key, _Growth], hour_at: datetime) -> None:
        """Add to the rows of an hour, within a transaction."""
        rows = [
            {"name": name, "labels": labels, "hour_at": hour_at, "value": value, "changed_at": changed_at}
            for (name, labels), (value, changed_at) in sorted(growth.items())  # so that two workers can't deadlock
        ]
        if not rows:
            return
        statement = self._database.insert(t.figure)
        later = func.max if self._database.dialect == "sqlite" else func.greatest
        grown = {
            "value": _f.value + statement.excluded.value,
            "changed_at": later(_f.changed_at, statement.excluded.changed_at),
        }
        db.execute(statement.on_conflict_do_update(index_elements=["name", "labels", "hour_at"], set_=grown), rows)


def changed_at(db: Connection, name: str) -> dict[Labels, datetime]:
    """When something was last counted, by labels."""
    latest = select(_f.labels, func.max(_f.changed_at)).where(_f.name == name).group_by(_f.labels)
    return {_from_json(labels): at for labels, at in db.execute(latest)}


def _to_json(labels: Labels) -> str:
    return json.dumps(dict(sorted(labels)), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=10_000)
def _from_json(labels: str) -> Labels:
    return tuple(sorted(json.loads(labels).items()))
