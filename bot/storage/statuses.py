"""How a chat stands: what is on its way to it, what came last, and when its digest comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, select

from bot.model import Cause, Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.common import FAILED, HELD, OPEN, this_chat
from bot.storage.database import Database
from bot.storage.digests_due import from_json

_d, _l = t.delivery.c, t.letter.c
NEWEST = 5_000  #: articles among which those that were sent last are looked for: a week or more
LAST = 3  #: of these
FAILED_WITHIN = IN_DOUBT_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Alerts that wait for one reason."""

    cause: Cause | None  #: None: they are about to be sent
    count: int
    until_at: datetime  #: the first of them is not sent before


@dataclass(frozen=True, kw_only=True)
class SentAlert:
    """An alert that was sent."""

    article_id: int
    title: str
    url: str | None
    published_at: datetime
    sent_at: datetime


@dataclass(frozen=True, kw_only=True)
class ChatStatus:
    """How a chat stands now."""

    follows: int
    waiting: tuple[Waiting, ...]  #: most alerts first
    failed: int  #: alerts that were given up within the last day
    fault: Cause | None  #: of the last of these
    fault_detail: str  #: the platform's own words
    sent: tuple[SentAlert, ...]  #: the last ones, the newest first
    digest_at: datetime | None  #: when its next digest comes by itself
    digest_in_doubt_at: datetime | None  #: when one was due lately of which nobody knows whether it arrived
    quiet_until_at: datetime | None  #: the end of its quiet hours, if they go on
    snoozed_until_at: datetime | None  #: the end of its snooze, if it goes on


class Statuses:
    """Reads how chats stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, chat: Chat, now: datetime) -> ChatStatus | None:
        """How a chat stands; None: it is not stored."""
        columns = (t.chat.c.id, t.chat.c.quiet_from, t.chat.c.quiet_until, t.chat.c.snoozed_until)
        with self._database.read_transaction() as db:
            row = db.execute(select(*columns).where(this_chat(chat))).first()
            if row is None:
                return None
            failed, fault, detail = _failed(db, row.id, now)
            hours = row.quiet_from is not None and row.quiet_from <= now < row.quiet_until
            snoozed = row.snoozed_until is not None and row.snoozed_until > now
            schedule = t.digest_schedule.c
            return ChatStatus(
                follows=db.scalar(select(func.count()).where(t.subscription.c.chat_id == row.id)) or 0,
                waiting=_waiting(db, row.id, now),
                failed=failed,
                fault=fault,
                fault_detail=detail,
                sent=_sent(db, row.id),
                digest_at=db.scalar(select(schedule.next_at).where(schedule.chat_id == row.id)),
                digest_in_doubt_at=_in_doubt(db, row.id, now),
                quiet_until_at=row.quiet_until if hours else None,
                snoozed_until_at=row.snoozed_until if snoozed else None,
            )


def _waiting(db: Connection, chat_id: int, now: datetime) -> tuple[Waiting, ...]:
    """What is due is on its way, whatever it waited for; what waits is told by its cause."""
    found: dict[tuple[bool, Cause | None], tuple[int, datetime]] = {}
    due = (_d.not_before <= now).label("due")
    for state in (OPEN, HELD):  # each has an index by chat
        counted = select(_d.cause, due, func.count().label("count"), func.min(_d.not_before).label("until"))
        for row in db.execute(counted.where(_d.chat_id == chat_id, state).group_by(_d.cause, literal_column("due"))):
            key = (bool(row.due), Cause(row.cause) if row.cause and not row.due else None)
            count, until = found.get(key, (0, row.until))
            found[key] = (count + row.count, min(until, row.until))
    waiting = (Waiting(cause=cause, count=count, until_at=until) for (_, cause), (count, until) in found.items())
    return tuple(sorted(waiting, key=lambda each: -each.count))


def _failed(db: Connection, chat_id: int, now: datetime) -> tuple[int, Cause | None, str]:
    lately = and_(FAILED, _d.chat_id == chat_id, _d.first_attempt_at > now - FAILED_WITHIN)
    count = db.scalar(select(func.count()).where(lately)) or 0
    last: Any = db.execute(select(_d.cause, _d.detail).where(lately).order_by(_d.first_attempt_at.desc())).first()
    cause = Cause(last.cause) if last is not None and last.cause else None
    return count, cause, (last.detail or "") if last is not None else ""


def _in_doubt(db: Connection, chat_id: int, now: datetime) -> datetime | None:
    """Rows that a send has begun have an index of their own: those that are being sent, and those in doubt."""
    ended = _l.state.in_([DeliveryState.PENDING.value, DeliveryState.SENT.value])
    begun = and_(_l.chat_id == chat_id, _l.begun_at.is_not(None), _l.begun_at > now - IN_DOUBT_WITHIN, ended)
    payload = db.scalar(select(_l.payload).where(begun).order_by(_l.id.desc()).limit(1))
    return None if payload is None else from_json(payload).due_at


def _sent(db: Connection, chat_id: int) -> tuple[SentAlert, ...]:
    """A chat's rows have no index of their own: they are looked up by the key, article by article."""
    newest = select(t.article.c.id).order_by(t.article.c.id.desc()).limit(NEWEST)
    mine = and_(_d.chat_id == chat_id, _d.article_id.in_(newest), _d.state == DeliveryState.SENT.value)
    order = (_d.sent_at.desc(), _d.article_id.desc())
    last = select(_d.article_id, _d.sent_at).where(mine, _d.sent_at.is_not(None)).order_by(*order).limit(LAST)
    sent = {row.article_id: row.sent_at for row in db.execute(last)}
    a = t.article.c
    rows = {row.id: row for row in db.execute(select(a.id, a.title, a.url, a.published_at).where(a.id.in_(sent)))}
    return tuple(
        SentAlert(
            article_id=number,
            title=rows[number].title,
            url=rows[number].url,
            published_at=rows[number].published_at,
            sent_at=at,
        )
        for number, at in sent.items()
        if at is not None
    )
