"""What operators do to sources: poll one now, switch one off and on again.

    switch off ─ what is owed of it is dropped ─▶ no worker polls it, no fan-out begins ─ switch on ─▶ polled at once

Workers look at these columns every few seconds: see worker/polls.py and worker/source_list.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, select, union, update

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.common import HELD, IS_READ, OPEN, PENDING_BY_KEY
from bot.storage.database import Database
from bot.storage.story_heads import WAITING_STATES, has_head, heads_may_end, promote_in_all_chats

SWITCHED_OFF = select(t.source.c.key).where(t.source.c.switched_off_at.is_not(None))

_d = t.delivery.c
_DROPPED: dict[str, Any] = {"state": DeliveryState.DROPPED, "cause": Cause.SOURCE_OFF, "detail": None}
_HELD_BY_KEY = _d.state + "" == DeliveryState.HELD.value
_JOINED_BY_KEY = _d.state + "" == DeliveryState.JOINED.value
_joined = t.delivery.alias("joined")
_JOINED_IT = and_(
    _joined.c.head_id == _d.article_id,
    _joined.c.chat_id == _d.chat_id,
    _joined.c.state == literal_column(f"'{DeliveryState.JOINED}'"),
)


@dataclass(frozen=True, kw_only=True)
class SwitchedOffSource:
    """A source that an operator has switched off."""

    key: str
    name: str
    language: str
    since_at: datetime


class Switches:
    """The switches of sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def switched_off(self) -> frozenset[str]:
        """The keys of the sources that are switched off."""
        with self._database.single_read() as db:
            return frozenset(db.scalars(SWITCHED_OFF))

    def switched_off_sources(self) -> list[SwitchedOffSource]:
        """The sources that are switched off, in the order of their names."""
        s = t.source.c
        off = select(s.key, s.name, s.language, s.switched_off_at).where(s.switched_off_at.is_not(None))
        with self._database.single_read() as db:
            rows = db.execute(off.where(s.enabled).order_by(s.name, s.language, s.key)).all()
        return [
            SwitchedOffSource(key=row.key, name=row.name, language=row.language, since_at=row.switched_off_at)
            for row in rows
        ]

    def poll_now(self, key: str, now: datetime) -> bool:
        """A source is due now, however it fared; False: none with this key is read."""
        due = update(t.source).where(t.source.c.key == key, IS_READ).values(next_poll_at=now)
        with self._database.write_transaction() as db:
            return bool(db.execute(due).rowcount)

    def switch_off(self, key: str, now: datetime) -> bool:
        """Poll a source no more, and drop the alerts of it that wait; False: none with this key is in the file.

        What is being sent is sent.
        """
        off = func.coalesce(t.source.c.switched_off_at, now)
        known = update(t.source).where(t.source.c.key == key, t.source.c.enabled).values(switched_off_at=off)
        with self._database.write_transaction() as db:
            heads_may_end(db)
            if not db.execute(known).rowcount:
                return False
            _drop_owed(db, key)
            return True

    def switch_on(self, key: str, now: datetime) -> bool:
        """Poll a source again, at once; False: none with this key is switched off."""
        off = (t.source.c.key == key, t.source.c.switched_off_at.is_not(None))
        with self._database.write_transaction() as db:
            on = update(t.source).where(*off).values(switched_off_at=None, next_poll_at=now)
            return bool(db.execute(on).rowcount)


def _drop_owed(db: Connection, key: str) -> None:
    """Article by article: what waits is of few articles, and a fan-out's rows are stored together.

    What joined an alert that waits is dropped too; what joined one that is dropped is owed after all.
    """
    joined = select(_joined.c.article_id).select_from(t.delivery).join(_joined, _JOINED_IT)
    waiting_articles = [rows.where(state) for rows in (select(_d.article_id), joined) for state in (OPEN, HELD)]
    owed = union(*waiting_articles).subquery()
    theirs = select(t.article.c.id).where(t.article.c.source_key == key, t.article.c.id.in_(select(owed.c.article_id)))
    articles = [{"article": article_id} for article_id in db.scalars(theirs)]
    if articles:
        joined_it = and_(_d.article_id == bindparam("article"), _JOINED_BY_KEY, has_head(WAITING_STATES))
        db.execute(update(t.delivery).where(joined_it).values(_DROPPED | {"head_id": None}), articles)
    for waiting in (PENDING_BY_KEY, _HELD_BY_KEY):
        if articles:
            dropped = update(t.delivery).where(_d.article_id == bindparam("article"), waiting).values(_DROPPED)
            db.execute(dropped, articles)
    promote_in_all_chats(db, [each["article"] for each in articles])
