"""Heads of stories: the alert of a chat that tells of a story first, and the later articles that joined it.

    an article is joined to a head ─┬─ the head is sent: an edit of it is asked for, unless it shows the article already
                                    └─ the head ends unsent ─ promote ─▶ the first that joined it is owed by itself,
                                                                         the others are joined to that one

Whoever ends or records a delivery holds STORY_HEADS_LOCK, shared; fan-out that joins holds it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    literal_column,
    or_,
    select,
    union,
    update,
)

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.common import (
    HELD,
    IMMEDIATELY,
    JOINED,
    OPEN,
    PENDING_BY_KEY,
    STORY_HEADS_LOCK,
    insert_into,
    owed_articles,
    take_lock,
)

#: a message is edited for so long after it was sent: Telegram takes edits for 48 hours
EDITABLE_FOR = timedelta(hours=47)

Key = tuple[int, int]  #: (chat, article) of a delivery

_d, _e = t.delivery.c, t.edit.c
_HEAD = t.delivery.alias("head")
WAITING_STATES = (DeliveryState.PENDING, DeliveryState.HELD)
UNSENT_STATES = (*WAITING_STATES, DeliveryState.SENDING)
#: of a head of which its chat was told, or will be
LIVE_STATES = (*UNSENT_STATES, DeliveryState.SENT)

# Statements are built once: they are asked for each message that is recorded.
_JOINED_TO = (
    select(_d.chat_id, _d.head_id, _d.article_id)
    .where(JOINED, _d.head_id.in_(bindparam("heads", expanding=True)))
    .where(_d.chat_id.in_(bindparam("chats", expanding=True)))
    .order_by(_d.head_id, _d.chat_id, _d.article_id)
)
_ROW = and_(_d.article_id == bindparam("article"), _d.chat_id == bindparam("chat"), JOINED)
_OWED_BY_ITSELF = (
    update(t.delivery)
    .where(_ROW)
    .values(state=DeliveryState.PENDING, head_id=None, not_before=literal(IMMEDIATELY, _d.not_before.type), cause=None)
)
_JOINED_TO_ANOTHER = update(t.delivery).where(_ROW).values(head_id=bindparam("new_head"))


def heads_may_end(db: Connection) -> None:
    """Deliveries are recorded, dropped or given up within this transaction: nothing joins them meanwhile."""
    take_lock(db, STORY_HEADS_LOCK, shared=True)


def joined_to(db: Connection, keys: Collection[Key]) -> dict[Key, list[int]]:
    """The articles that joined these deliveries, by (chat, article) of the delivery, in the order of their ids."""
    found: dict[Key, list[int]] = defaultdict(list)
    if keys:
        asked = {"heads": sorted({article for _, article in keys}), "chats": sorted({chat for chat, _ in keys})}
        for chat, head, article in db.execute(_JOINED_TO, asked):
            found[chat, head].append(article)
    return {key: found[key] for key in keys if key in found}


def promote(db: Connection, keys: Collection[Key]) -> None:
    """These deliveries ended unsent: what joined them is owed after all, as one alert again."""
    _promote(db, joined_to(db, keys))


def promote_in_all_chats(db: Connection, articles: Iterable[int]) -> None:
    """The same for all deliveries of these articles that are not owed any more."""
    live = exists().where(_HEAD.c.article_id == _d.head_id, _HEAD.c.chat_id == _d.chat_id, is_live(_HEAD))
    orphans = select(_d.chat_id, _d.head_id, _d.article_id).where(JOINED, _d.head_id == bindparam("head"), ~live)
    for article_id in articles:
        found: dict[Key, list[int]] = defaultdict(list)
        for chat, head, article in db.execute(orphans.order_by(_d.chat_id, _d.article_id), {"head": article_id}):
            found[chat, head].append(article)
        _promote(db, found)


def _promote(db: Connection, joined: Mapping[Key, list[int]]) -> None:
    firsts = [{"chat": chat, "article": articles[0]} for (chat, _), articles in joined.items()]
    others = [
        {"chat": chat, "article": article, "new_head": articles[0]}
        for (chat, _), articles in joined.items()
        for article in articles[1:]
    ]
    if firsts:
        db.execute(_OWED_BY_ITSELF, firsts)
    if others:
        db.execute(_JOINED_TO_ANOTHER, others)


def mend_joined(db: Connection, *which: ColumnElement[bool], now: datetime) -> None:
    """Such deliveries of two chats are those of one now: none stays joined to what is joined, or is not owed there."""
    rows = db.execute(select(_d.chat_id, _d.article_id, _d.state, _d.head_id).where(*which)).all()
    live = {row.article_id for row in rows if row.state in LIVE_STATES}
    joined = {row.article_id: row.head_id for row in rows if row.state == DeliveryState.JOINED}
    lost: dict[Key, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.article_id):
        if row.state != DeliveryState.JOINED or row.head_id in live:
            continue
        head = joined.get(row.head_id)
        if head in live:
            db.execute(_JOINED_TO_ANOTHER, {"chat": row.chat_id, "article": row.article_id, "new_head": head})
        else:
            lost[row.chat_id, row.head_id].append(row.article_id)
    _promote(db, lost)
    ask_for(db, [(row.chat_id, row.article_id) for row in rows if row.state == DeliveryState.JOINED], now)


def drop_of_chat(db: Connection, chat_id: int, which: ColumnElement[bool], cause: Cause) -> None:
    """Drop those of a chat's deliveries that wait, within a transaction; what joined them is owed after all.

    Of what joined a message that waits such rows are dropped, too: it is not to show them.
    """
    heads_may_end(db)
    dropped = update(t.delivery).values(state=DeliveryState.DROPPED, cause=cause)
    db.execute(dropped.where(joined_to_unsent(chat_id), has_head(WAITING_STATES), which).values(head_id=None))
    for waiting in (and_(OPEN, PENDING_BY_KEY), HELD):  # each has an index by chat
        gone = dropped.where(_d.chat_id == chat_id, waiting, which).returning(_d.article_id)
        promote(db, [(chat_id, article_id) for article_id in db.scalars(gone)])


def is_live(head: FromClause) -> ColumnElement[bool]:
    """Condition: a delivery has told its chat of the story, or will."""
    return _is_one_of(head, LIVE_STATES)


def _is_one_of(head: FromClause, states: Iterable[DeliveryState]) -> ColumnElement[bool]:
    """Condition without a list of parameters, which no statement may have that is executed for many rows at once."""
    return or_(*(head.c.state == literal_column(f"'{state}'") for state in states))


def joined_to_unsent(chat_id: int | ScalarSelect[int] | BindParameter[int]) -> ColumnElement[bool]:
    """Condition: a delivery of this chat is joined to one that is not sent yet. Found from what the chat is owed."""
    owed = union(*owed_articles(t.delivery.c.chat_id == chat_id)).subquery()
    return and_(JOINED, _d.chat_id == chat_id, _d.head_id.in_(select(owed.c.article_id)))


def articles_to_send(chat_id: int | ScalarSelect[int]) -> tuple[Select[tuple[int]], ...]:
    """SELECTs of the articles that a chat is owed, and of those that joined them, for a UNION."""
    joined = select(_d.article_id).where(joined_to_unsent(chat_id))
    return (*owed_articles(t.delivery.c.chat_id == chat_id), joined)


def has_head(states: Iterable[DeliveryState]) -> ColumnElement[bool]:
    """Condition: the head of a delivery is in one of these states."""
    head = and_(_HEAD.c.article_id == _d.head_id, _HEAD.c.chat_id == _d.chat_id)
    return exists().where(head, _is_one_of(_HEAD, states))


def is_editable(head: FromClause, now: datetime) -> ColumnElement[bool]:
    """Condition: a delivery was sent, its message carries nothing else, and it can still be edited."""
    return is_editable_since(head, now - EDITABLE_FOR)


def is_editable_since(head: FromClause, since: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The same; `since`: EDITABLE_FOR ago."""
    sent = head.c.state == literal_column(f"'{DeliveryState.SENT.value}'")
    return and_(sent, head.c.alone, head.c.ref.is_not(None), head.c.sent_at > since)


def asking(head: FromClause, fair_at: Any) -> dict[str, Any]:
    """The values of a row of `edit` for each of these deliveries, for a SELECT; `fair_at`: a column, or a number."""
    return {
        "article_id": head.c.article_id,
        "chat_id": head.c.chat_id,
        "lane": head.c.lane,
        "state": literal(DeliveryState.PENDING.value, _e.state.type),
        "fair_at": literal(fair_at, _e.fair_at.type) if isinstance(fair_at, float) else fair_at,
        "not_before": literal(IMMEDIATELY, _e.not_before.type),
        "asked": literal(1),
        "attempts": literal(0),
        "plain": literal(False),
    }


def ask(db: Connection, values: Mapping[str, Any], rows: Select[Any]) -> None:
    """Ask for the edits of these rows; one that waits or is under way was then asked for once more.

    `rows` selects `values` and has a condition.
    """
    db.execute(asking_for(db.dialect.name, values, rows))


def asking_for(dialect: str, values: Mapping[str, Any], rows: Select[Any]) -> Insert:
    """The INSERT of `ask`, for a statement that is built once."""
    asked: Insert = (
        insert_into(dialect, t.edit)
        .from_select(list(values), rows)
        .on_conflict_do_update(index_elements=["article_id", "chat_id"], set_={"asked": _e.asked + 1})
    )
    return asked


def ask_for(db: Connection, keys: Collection[Key], now: datetime) -> None:
    """Ask for an edit of each of these deliveries, by (chat, article), within a transaction, if it can be edited.

    One that is joined is shown in the message of its head.
    """
    at = {"place": now.timestamp(), "since": now - EDITABLE_FOR}
    parameters = [{"chat": chat, "article": article, **at} for chat, article in keys]
    for statement in _asking_for(db.dialect.name) if parameters else ():
        db.execute(statement, parameters)


@cache
def _asking_for(dialect: str) -> tuple[Insert, Insert]:
    """The statements of `ask_for`, built once: of a delivery itself, and of the head that it is joined to."""
    asked = t.delivery.alias("asked")
    row = and_(asked.c.article_id == bindparam("article"), asked.c.chat_id == bindparam("chat"))
    joined = asked.c.state == literal_column(f"'{DeliveryState.JOINED.value}'")
    editable = is_editable_since(t.delivery, bindparam("since", type_=_d.sent_at.type))
    own = and_(_d.article_id == bindparam("article"), _d.chat_id == bindparam("chat"), editable)
    of_head = and_(_d.article_id == asked.c.head_id, _d.chat_id == asked.c.chat_id, editable)
    values = asking(t.delivery, bindparam("place", type_=_e.fair_at.type))
    shown = select(*values.values()).select_from(t.delivery).join(asked, and_(row, joined)).where(of_head)
    return (
        asking_for(dialect, values, select(*values.values()).where(own)),
        asking_for(dialect, values, shown),
    )
