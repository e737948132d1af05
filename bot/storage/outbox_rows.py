"""The rows of the outbox as operators see them: alerts and letters alike, each with a name that can be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from bot.model import Cause, Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.common import CHAT_COLUMNS, this_chat, to_chat

ALERT = "alert"  #: kind of a row that is no letter
#: the order in which states are listed: what is to be sent, what waits, what is over
STATES = (
    DeliveryState.SENDING,
    DeliveryState.PENDING,
    DeliveryState.HELD,
    DeliveryState.FAILED,
    DeliveryState.DROPPED,
    DeliveryState.JOINED,
    DeliveryState.SENT,
)
OPEN_STATES = STATES[:4]  #: what still concerns somebody

_d, _l, _a = t.delivery.c, t.letter.c, t.article.c
_SHARED = ("lane", "state", "cause", "detail", "attempts", "first_attempt_at", "sent_at", "ref", "claimed_by")


@dataclass(frozen=True, kw_only=True, order=True)
class OutboxKey:
    """The key of an alert (article and chat) or of a letter."""

    article_id: int = 0
    chat_id: int = 0  #: primary key of the chat
    letter_id: int = 0  #: 0: it is an alert

    @property
    def name(self) -> str:
        """As it is shown and typed: `123-45` an alert, `L7` a letter."""
        return f"L{self.letter_id}" if self.letter_id else f"{self.article_id}-{self.chat_id}"

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """The key of a name; None: it is none."""
        found = re.fullmatch(r"(?:[Ll](\d{1,9})|(\d{1,9})-(\d{1,9}))", name.strip(), re.ASCII)
        if found is None:
            return None
        if found[1]:
            return cls(letter_id=int(found[1])) if int(found[1]) else None
        return cls(article_id=int(found[2]), chat_id=int(found[3]))


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """An alert or a letter of the outbox, whatever became of it."""

    key: OutboxKey
    kind: str  #: ALERT, or the kind of the letter
    chat: Chat
    chat_title: str
    paused: bool  #: is its chat at rest?
    waits: bool  #: has its chat refused for now, so that it waits?
    lane: str
    state: DeliveryState
    title: str  #: of the article; "" of a letter
    url: str | None  #: of the article
    cause: Cause | None
    detail: str  #: the platform's own words, or the operator's
    attempts: int
    owed_at: datetime  #: since when it is owed: its article was first seen, or the letter was due
    not_before: datetime  #: not sent before then; long ago: at once
    first_attempt_at: datetime | None
    sent_at: datetime | None
    ref: str | None  #: the platform's id of the message
    claimed_by: str | None  #: the worker that is sending it
    begun_at: datetime | None = None  #: when a send began of which it is not recorded how it ended, as of a digest
    head_id: int | None = None  #: the article whose message shows it, if it is joined, or answers to

    @property
    def head_name(self) -> str:
        """The name of the row of that article."""
        return replace(self.key, article_id=self.head_id or 0).name


@dataclass(frozen=True, kw_only=True)
class OutboxFilter:
    """Which rows are meant; nothing named: all."""

    states: Sequence[DeliveryState] = OPEN_STATES
    lane: str = ""
    chat: Chat | None = None
    cause: Cause | None = None

    def of(self, table: Any, state: DeliveryState) -> Iterator[ColumnElement[bool]]:
        """Its conditions on deliveries or letters, for one state. The state is a literal, for the partial indexes."""
        yield table.c.state == literal_column(f"'{state.value}'")
        if self.lane:
            yield table.c.lane == self.lane
        if self.chat is not None:
            yield table.c.chat_id.in_(select(t.chat.c.id).where(this_chat(self.chat)))
        if self.cause is not None:
            yield table.c.cause == self.cause.value


def alerts_query() -> Select[Any]:
    """SELECT of alerts with their chat and article, for `to_row`."""
    own = [_d[name] for name in (*_SHARED, "article_id", "chat_id", "not_before", "head_id", "begun_at")]
    article = (_a.title.label("article_title"), _a.url, _a.first_seen_at.label("owed_at"))
    chat = (*CHAT_COLUMNS, t.chat.c.title.label("chat_title"), t.chat.c.paused_at, t.chat.c.waits_until)
    joined = select(*own, *article, *chat, literal_column(f"'{ALERT}'").label("kind"))
    return joined.join(t.chat, t.chat.c.id == _d.chat_id).join(t.article, _a.id == _d.article_id)


def letters_query() -> Select[Any]:
    """SELECT of letters with their chat, for `to_row`."""
    own = [_l[name] for name in (*_SHARED, "id", "chat_id", "kind", "begun_at")]
    due = (_l.due_at.label("owed_at"), _l.due_at.label("not_before"))
    chat = (*CHAT_COLUMNS, t.chat.c.title.label("chat_title"), t.chat.c.paused_at, t.chat.c.waits_until)
    return select(*own, *due, *chat).join(t.chat)


def to_row(row: Any) -> OutboxRow:
    """Build an OutboxRow from a row of `alerts_query` or `letters_query`."""
    if row.kind == ALERT:
        key = OutboxKey(article_id=row.article_id, chat_id=row.chat_id)
    else:
        key = OutboxKey(letter_id=row.id, chat_id=row.chat_id)
    return OutboxRow(
        key=key,
        kind=row.kind,
        chat=to_chat(row),
        chat_title=row.chat_title,
        paused=row.paused_at is not None,
        waits=row.waits_until is not None,
        lane=row.lane,
        state=DeliveryState(row.state),
        title=row.article_title if row.kind == ALERT else "",
        url=row.url if row.kind == ALERT else None,
        cause=Cause(row.cause) if row.cause else None,
        detail=row.detail or "",
        attempts=row.attempts,
        owed_at=row.owed_at,
        not_before=row.not_before,
        first_attempt_at=row.first_attempt_at,
        sent_at=row.sent_at,
        ref=row.ref,
        claimed_by=row.claimed_by,
        begun_at=row.begun_at,
        head_id=row.head_id if row.kind == ALERT else None,
    )


def listed(db: Connection, wanted: OutboxFilter, limit: int) -> list[OutboxRow]:
    """The first rows that are meant, within a transaction: by state, each the oldest first."""
    oldest_first: dict[DeliveryState, Any] = {
        DeliveryState.PENDING: (_d.fair_at,),  # each has an index by this
        DeliveryState.HELD: (_d.not_before,),
        DeliveryState.FAILED: (_d.first_attempt_at,),
    }
    found: list[OutboxRow] = []
    for state in (each for each in STATES if each in wanted.states):
        order = oldest_first.get(state, (_d.article_id, _d.chat_id))
        alerts = alerts_query().where(*wanted.of(t.delivery, state)).order_by(*order).limit(limit)
        letters = letters_query().where(*wanted.of(t.letter, state)).order_by(_l.due_at, _l.id).limit(limit)
        rows = [to_row(row) for statement in (alerts, letters) for row in db.execute(statement)]
        found += sorted(rows, key=lambda row: (row.owed_at, row.key))
    return found[:limit]


def counted(db: Connection, wanted: OutboxFilter) -> int:
    """How many rows are meant, within a transaction."""
    tables = (t.delivery, t.letter)
    statements = [
        select(func.count()).select_from(table).where(*wanted.of(table, state))
        for state in wanted.states
        for table in tables
    ]
    return sum(db.scalar(statement) or 0 for statement in statements)


def found(db: Connection, key: OutboxKey) -> OutboxRow | None:
    """The row of a key, within a transaction; None: there is none."""
    if key.letter_id:
        statement = letters_query().where(_l.id == key.letter_id)
    else:
        statement = alerts_query().where(_d.article_id == key.article_id, _d.chat_id == key.chat_id)
    row = db.execute(statement).first()
    return None if row is None else to_row(row)
