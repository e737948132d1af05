"""What operators look at on the command line: chats with their state, and the outbox. Only reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from bot.model import Cause, Chat, ChatHealth, ChatKind, Delivery, DeliveryState, Letter
from bot.storage import schema as t
from bot.storage.common import CHAT_COLUMNS, EDIT_SENDING, SENDING, to_chat
from bot.storage.contents import carried
from bot.storage.database import Database
from bot.storage.letters import to_letter
from bot.storage.outbox_rows import OutboxFilter, OutboxKey, OutboxRow, alerts_query, counted, found, listed, to_row
from bot.storage.waits import to_health

PAGE = 500  #: chats that are read in one transaction
NEWEST = 5_000  #: articles among which the last alerts of one chat are looked for: a week or more

_c, _d = t.chat.c, t.delivery.c


@dataclass(frozen=True, kw_only=True)
class ChatLine:
    """A chat as it stands in the list."""

    id: int  #: primary key
    chat: Chat
    kind: ChatKind
    title: str
    created_at: datetime
    follows: int
    last_sent_at: datetime | None  #: of its alerts that are kept; None: none was sent
    paused_since_at: datetime | None  #: it can't be reached since then; None: it can
    pause_cause: Cause | None
    pause_detail: str  #: the platform's own words
    health: ChatHealth = field(default_factory=ChatHealth)


@dataclass(frozen=True, kw_only=True)
class ChatFilter:
    """Which chats are meant; nothing named: all."""

    paused: bool = False  #: only those at rest
    waiting: bool = False  #: only those that refused for now; with `resting`: both
    platform: str = ""
    search: str = ""  #: stands in the title or in the id, whatever its case


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A Slack workspace."""

    id: str
    name: str
    gone_at: datetime | None  #: it has removed the app; None: it has it


class Inspection:
    """Reads for operators; every method is one short transaction for each page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def chats(self, wanted: ChatFilter) -> Iterator[ChatLine]:
        """The chats that are meant, the oldest first, read page by page as they are asked for.

        When the last alert went out is not indexed by chat: one pass over all alerts serves all pages but the first.
        """
        after, last_sent, typed = 0, None, wanted.search.casefold()
        conditions = list(_meant(wanted))
        while True:
            statement = select(t.chat).where(_c.id > after, *conditions).order_by(_c.id).limit(PAGE)
            with self._database.read_transaction() as db:
                rows = db.execute(statement).all()
                shown = [row for row in rows if typed in row.title.casefold() or typed in row.native_id.casefold()]
                if shown and after:
                    last_sent = last_sent if last_sent is not None else _last_sent(db, None)
                lines = _lines(db, shown, last_sent)
            yield from lines
            if len(rows) < PAGE:
                return
            after = rows[-1].id

    def count_chats(self) -> int:
        """How many chats there are."""
        with self._database.single_read() as db:
            return db.scalar(select(func.count()).select_from(t.chat)) or 0

    def named(self, platform: str, native_id: str, thread: str, workspace: str | None) -> list[Chat]:
        """The chats of that name; `workspace` None: of any."""
        same = [_c.platform == platform, _c.native_id == native_id, _c.thread == thread]
        if workspace is not None:
            same.append(_c.workspace == workspace)
        with self._database.single_read() as db:
            return [to_chat(row) for row in db.execute(select(*CHAT_COLUMNS).where(*same).order_by(_c.id))]

    def all_chats(self) -> list[Chat]:
        """Every chat, to look for the nearest to a name that is wrong."""
        with self._database.single_read() as db:
            return [to_chat(row) for row in db.execute(select(*CHAT_COLUMNS).order_by(_c.id))]

    def line(self, chat_id: int) -> ChatLine | None:
        """One chat by its primary key; None: there is none."""
        with self._database.read_transaction() as db:
            rows = db.execute(select(t.chat).where(_c.id == chat_id)).all()
            return next(iter(_lines(db, rows, None)), None)

    def last_alerts(self, chat_id: int, limit: int) -> list[OutboxRow]:
        """The alerts of a chat for the newest articles, whatever became of them, the newest first.

        Its rows have no index of their own: they are looked up by the key, article by article.
        """
        newest = select(t.article.c.id).order_by(t.article.c.id.desc()).limit(NEWEST)
        mine = alerts_query().where(_d.chat_id == chat_id, _d.article_id.in_(newest))
        with self._database.single_read() as db:
            return [to_row(row) for row in db.execute(mine.order_by(_d.article_id.desc()).limit(limit))]

    def outbox(self, wanted: OutboxFilter, limit: int) -> tuple[list[OutboxRow], int]:
        """The first rows of the outbox that are meant, by state and each the oldest first; and how many there are."""
        with self._database.read_transaction() as db:
            return listed(db, wanted, limit), counted(db, wanted)

    def count(self, wanted: OutboxFilter) -> int:
        """How many rows of the outbox are meant."""
        with self._database.read_transaction() as db:
            return counted(db, wanted)

    def row(self, key: OutboxKey) -> OutboxRow | None:
        """One row of the outbox; None: there is none."""
        with self._database.read_transaction() as db:
            return found(db, key)

    def owed(self, key: OutboxKey) -> Delivery | Letter | None:
        """What a row carries, with the follows that ask for it now; None: there is no such row."""
        table: Any = t.letter if key.letter_id else t.delivery
        same = [t.letter.c.id == key.letter_id]
        if not key.letter_id:
            same = [_d.article_id == key.article_id, _d.chat_id == key.chat_id]
        with self._database.read_transaction() as db:
            row = db.execute(select(table).where(*same)).mappings().first()
            chat = None if row is None else db.execute(select(t.chat).where(_c.id == row["chat_id"])).first()
            if row is None or chat is None:
                return None
            if key.letter_id:
                return to_letter(row, chat, to_health(chat))
            return carried(db, [row], {chat.id: chat})[0]

    def overdue_claims(self, before: datetime) -> dict[str, int]:
        """By lane, how many alerts and edits are claimed by workers that let their claims run out before that."""
        overdue: Counter[str] = Counter()
        with self._database.read_transaction() as db:
            for claimed, sending in ((_d, SENDING), (t.edit.c, EDIT_SENDING)):
                counted = select(claimed.lane, func.count().label("claims")).where(
                    sending, claimed.claimed_until < before
                )
                overdue.update({row.lane: row.claims for row in db.execute(counted.group_by(claimed.lane))})
        return dict(overdue)

    def workspaces(self) -> list[Installed]:
        """The Slack workspaces that have installed the app, those that removed it too."""
        w = t.workspace.c
        with self._database.single_read() as db:
            rows = db.execute(select(w.id, w.name, w.gone_at).order_by(w.installed_at, w.id)).all()
        return [Installed(id=row.id, name=row.name, gone_at=row.gone_at) for row in rows]


def _meant(wanted: ChatFilter) -> Iterator[ColumnElement[bool]]:
    paused, waiting = _c.paused_at.is_not(None), _c.waits_until.is_not(None)
    if wanted.paused and wanted.waiting:
        yield paused | waiting
    elif wanted.paused:
        yield paused
    elif wanted.waiting:
        yield waiting
    if wanted.platform:
        yield _c.platform == wanted.platform


def _lines(db: Connection, rows: Sequence[Any], last_sent: Mapping[int, datetime] | None) -> list[ChatLine]:
    ids = [row.id for row in rows]
    s = t.subscription.c
    counting = select(s.chat_id, func.count().label("follows")).where(s.chat_id.in_(ids)).group_by(s.chat_id)
    follows = {row.chat_id: row.follows for row in db.execute(counting)} if ids else {}
    sent = (_last_sent(db, ids) if ids else {}) if last_sent is None else last_sent
    return [
        ChatLine(
            id=row.id,
            chat=to_chat(row),
            kind=ChatKind(row.kind),
            title=row.title,
            created_at=row.created_at,
            follows=follows.get(row.id, 0),
            last_sent_at=sent.get(row.id),
            paused_since_at=row.paused_at,
            pause_cause=Cause(row.pause_cause) if row.pause_cause else None,
            pause_detail=row.pause_detail or "",
            health=to_health(row),
        )
        for row in rows
    ]


def _last_sent(db: Connection, chat_ids: Sequence[int] | None) -> dict[int, datetime]:
    """When the last alert of each chat went out; None: of all chats."""
    latest = select(_d.chat_id, func.max(_d.sent_at).label("at")).where(
        _d.state == literal_column(f"'{DeliveryState.SENT.value}'")
    )
    if chat_ids is not None:
        latest = latest.where(_d.chat_id.in_(chat_ids))
    return {row.chat_id: row.at for row in db.execute(latest.group_by(_d.chat_id)) if row.at is not None}
