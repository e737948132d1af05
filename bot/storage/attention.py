"""How the follows of chats are to reach them. A follow without a row is an instant one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.model import Attention, Chat, FollowMode
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.storage.database import Database

_a, _m = t.attention.c, t.match.c
_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_OF_CHATS = select(t.attention).where(_a.chat_id.in_(_CHAT_IDS))
_FORGET = delete(t.attention).where(_a.chat_id == bindparam("chat"), _a.query_id == bindparam("query"))
_DEFAULT = {"mode": FollowMode.INSTANT, "rings": False, "muted_until": None, "mentions": "[]", "offered_at": None}
_DEFAULT |= {"mode_before": None, "alone_for": None, "quiet_for": None}
_SPANS = ("alone_for", "quiet_for")  #: stored in seconds


class Attentions:
    """What chats have chosen for their follows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, chat: Chat, query_id: int, **fields: Any) -> None:
        """Set some columns for a follow: mode, mode_before, rings, muted_until, mentions (names), offered_at, …

        How it came before it was for digests only is remembered. `alone_for`, `quiet_for` are spans; with a new
        `quiet_for` the chat was not told of any silence yet. The chat must be stored.
        """
        if "mentions" in fields:
            fields["mentions"] = json.dumps(list(fields["mentions"]))
        fields |= {name: _seconds(fields[name]) for name in _SPANS if name in fields}
        fields |= {"quiet_told_at": None} if "quiet_for" in fields else {}
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            values = _DEFAULT | fields | {"query_id": query_id, "chat_id": chat_id}
            if fields.get("mode") == FollowMode.DIGEST:
                values["mode_before"] = FollowMode.INSTANT  # as a follow without a row is
            statement = self._database.insert(t.attention).values(values)
            again = remembered(t.attention, fields) | fields
            db.execute(statement.on_conflict_do_update(index_elements=["query_id", "chat_id"], set_=again))


def remembered(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of the mode before digests only, in a row that is updated with these fields."""
    if fields.get("mode") != FollowMode.DIGEST:
        return {}
    mode, before = table.c.mode, table.c.mode_before
    return {"mode_before": case((mode == FollowMode.DIGEST.value, before), else_=mode)}


def begin_attention(database: Database, db: Connection, chat_id: int, query_id: int, attention: Attention) -> None:
    """A new follow is to reach its chat like this, within a transaction; what was chosen for an earlier one is gone."""
    db.execute(_FORGET, {"chat": chat_id, "query": query_id})
    if attention == Attention():
        return
    values = _DEFAULT | {"mode": attention.mode, "rings": attention.rings, "muted_until": attention.muted_until_at}
    values |= {"mode_before": attention.mode_before}
    values |= {name: _seconds(getattr(attention, name)) for name in _SPANS}
    values |= {"mentions": json.dumps(list(attention.mentions)), "query_id": query_id, "chat_id": chat_id}
    db.execute(database.insert(t.attention).values(values))


def mark_told(
    database: Database, db: Connection, chat_id: int, query_ids: Collection[int], **when: datetime | None
) -> None:
    """A chat is told of these follows, within a transaction; `when`: offered_at, quiet_told_at or spike_told_at."""
    for query_id in query_ids:
        statement = database.insert(t.attention).values(_DEFAULT | when | {"query_id": query_id, "chat_id": chat_id})
        db.execute(statement.on_conflict_do_update(index_elements=["query_id", "chat_id"], set_=when))


def attention_of(db: Connection, chats: Collection[int]) -> dict[tuple[int, int], Attention]:
    """The choices of these chats by (chat, query), without follows that have none."""
    rows = db.execute(_OF_CHATS, {"chats": list(chats)}).mappings() if chats else ()
    return {(row["chat_id"], row["query_id"]): _to_attention(row) for row in rows}


def _to_attention(row: RowMapping) -> Attention:
    return Attention(
        mode=FollowMode(row["mode"]),
        mode_before=FollowMode(row["mode_before"]) if row["mode_before"] else None,
        rings=row["rings"],
        muted_until_at=row["muted_until"],
        mentions=tuple(json.loads(row["mentions"])),
        offered_at=row["offered_at"],
        alone_for=_span(row["alone_for"]),
        quiet_for=_span(row["quiet_for"]),
    )


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


def put_attention(database: Database, db: Connection, chat_id: int, query_id: int, chosen: Attention) -> None:
    """Set all that is chosen for a follow, within a transaction; what was chosen for it before is gone."""
    db.execute(_FORGET, {"chat": chat_id, "query": query_id})
    values = {
        "mode": chosen.mode,
        "mode_before": chosen.mode_before,
        "rings": chosen.rings,
        "muted_until": chosen.muted_until_at,
        "mentions": json.dumps(list(chosen.mentions)),
        "offered_at": chosen.offered_at,
        "alone_for": _seconds(chosen.alone_for),
        "quiet_for": _seconds(chosen.quiet_for),
    }
    if chosen != Attention():
        db.execute(database.insert(t.attention).values(query_id=query_id, chat_id=chat_id, **values))


def move_attention(db: Connection, chat_id: int, old_query: int, new_query: int) -> None:
    """A follow asks for another query now, within a transaction: what was chosen for it stays chosen."""
    db.execute(delete(t.attention).where(_a.chat_id == chat_id, _a.query_id == new_query))
    db.execute(update(t.attention).where(_a.chat_id == chat_id, _a.query_id == old_query).values(query_id=new_query))


def is_any(article_id: BindParameter[int], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Condition: there is a follow that is so, of a query that the article matches.

    Mostly there is not: then fan-out need not ask more.
    """
    chosen = select(_a.query_id).join(t.match, _m.query_id == _a.query_id)
    return chosen.where(_m.article_id == article_id, condition).exists()


def keeps_quiet(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Condition on `attention`: the follow brings no alerts now; never unknown."""
    return or_(_a.mode == FollowMode.DIGEST.value, func.coalesce(_a.muted_until > now, False))


RINGS: ColumnElement[bool] = _a.rings  #: condition on `attention`


def ringing_chats(article_id: BindParameter[int], now: BindParameter[datetime]) -> Select[tuple[int]]:
    """The chats that follow the article's news by a follow that always rings."""
    follows = and_(t.subscription.c.query_id == _a.query_id, t.subscription.c.chat_id == _a.chat_id)
    rings = select(_a.chat_id).join(t.match, _m.query_id == _a.query_id).join(t.subscription, follows)
    return rings.where(_m.article_id == article_id, _a.rings, ~keeps_quiet(now))
