"""Hubs: who tells of the news of a source (WebSub), and whether it has.

named by a feed ─▶ to be asked ─ asked ─▶ confirmed until … ─ rings ─▶ ringing ─ taken ─▶ the source is polled
                      ▲                       │
                      └── before that ends ───┘
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.storage import schema as t
from bot.storage.database import Database

#: For how long a hub is asked to tell of news.
ASKED_SPAN = timedelta(days=10)
#: A hub that was asked and has not confirmed is asked again after that time.
ASK_AGAIN = timedelta(hours=1)
#: The same for one that has refused.
ASK_REFUSED_AGAIN = timedelta(days=1)
#: Share of the confirmed time after which it is asked to go on.
RENEW_AFTER = 0.8


@dataclass(frozen=True, kw_only=True)
class Hub:
    """The hub of a source, as stored."""

    source_key: str
    url: str
    topic: str  #: the address by which it knows the source
    path: str  #: last part of the address at which it calls us
    secret: str  #: signs what it delivers
    until_at: datetime | None  #: it has confirmed that it tells of news until then


class Hubs:
    """The hubs of all sources."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def name(self, source_key: str, url: str, topic: str, now: datetime) -> bool:
        """A feed names its hub: one that was not known is to be asked, with an address and a secret of its own.

        Returns whether it is a new one.
        """
        same = select(t.hub.c.url).where(t.hub.c.source_key == source_key, t.hub.c.url == url, t.hub.c.topic == topic)
        with self._database.single_read() as db:
            if db.scalar(same) is not None:
                return False
        named: dict[str, Any] = {
            "url": url,
            "topic": topic,
            "path": secrets.token_urlsafe(24),
            "secret": secrets.token_urlsafe(32),
            "ask_at": now,
            "until_at": None,
            "rang_at": None,
            "ringing": False,
        }
        statement = self._database.insert(t.hub).values(source_key=source_key, **named)
        with self._database.write_transaction() as db:
            db.execute(statement.on_conflict_do_update(index_elements=["source_key"], set_=named))
        return True

    def to_ask(self, source_keys: Collection[str], now: datetime) -> list[Hub]:
        """The hubs of these sources that are to be asked now."""
        statement = select(t.hub).where(t.hub.c.source_key.in_(list(source_keys)), t.hub.c.ask_at <= now)
        with self._database.single_read() as db:
            return [_hub(row) for row in db.execute(statement.order_by(t.hub.c.source_key)).mappings()]

    def asked(self, path: str, now: datetime) -> None:
        """It was asked, and has to confirm."""
        self._set(path, ask_at=now + ASK_AGAIN)

    def at(self, path: str) -> Hub | None:
        """The hub that calls us there; None: nobody was told of that address."""
        with self._database.single_read() as db:
            row = db.execute(select(t.hub).where(t.hub.c.path == path)).mappings().first()
        return None if row is None else _hub(row)

    def confirm(self, path: str, span: timedelta, now: datetime) -> None:
        """It tells of news for that time."""
        self._set(path, until_at=now + span, ask_at=now + span * RENEW_AFTER)

    def refuse(self, path: str, now: datetime) -> None:
        """It does not, or no longer."""
        self._set(path, until_at=None, ask_at=now + ASK_REFUSED_AGAIN)

    def ring(self, path: str, now: datetime) -> None:
        """It tells of news: the source is due, also if this process ends now."""
        with self._database.write_transaction() as db:
            ringing = update(t.hub).where(t.hub.c.path == path).values(ringing=True, rang_at=now)
            key = db.scalar(ringing.returning(t.hub.c.source_key))
            db.execute(update(t.source).where(t.source.c.key == key, t.source.c.failures == 0).values(next_poll_at=now))

    def take_ringing(self, source_keys: Collection[str]) -> list[str]:
        """The keys of those of these sources whose hubs have rung since the last call."""
        ringing = select(t.hub.c.source_key).where(t.hub.c.ringing, t.hub.c.source_key.in_(list(source_keys)))
        with self._database.single_read() as db:
            keys = list(db.scalars(ringing))
        if keys:
            with self._database.write_transaction() as db:
                db.execute(update(t.hub).where(t.hub.c.source_key.in_(keys)).values(ringing=False))
        return keys

    def rings(self, source_key: str, now: datetime) -> bool:
        """Can it be relied on? It has confirmed, and has rung before."""
        statement = select(t.hub.c.source_key).where(
            t.hub.c.source_key == source_key, t.hub.c.until_at > now, t.hub.c.rang_at.is_not(None)
        )
        with self._database.single_read() as db:
            return db.scalar(statement) is not None

    def _set(self, path: str, **values: datetime | None) -> None:
        with self._database.write_transaction() as db:
            db.execute(update(t.hub).where(t.hub.c.path == path).values(values))


def _hub(row: Any) -> Hub:
    return Hub(**{field.name: row[field.name] for field in fields(Hub)})
