"""A chat has another id now: the two chats, if both are stored, become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Column, Connection, Select, and_, delete, func, select, update

from bot.model import Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.common import CHAT_MERGE_LOCK, in_any_thread, take_lock, this_chat
from bot.storage.left_out import merge_left_out
from bot.storage.quiet import merge_snooze, retime
from bot.storage.story_heads import mend_joined
from bot.storage.waits import release, wake


def migrate(db: Connection, chat: Chat, new_id: str, now: datetime) -> None:
    """Change the id of a chat and its topics, within a transaction; what the old one refused is tried again."""
    old, new = in_any_thread(chat), in_any_thread(replace(chat, id=new_id))
    take_lock(db, CHAT_MERGE_LOCK)
    # lock both, so that nobody claims deliveries or adds follows for them meanwhile
    db.execute(select(t.chat.c.id).where(old | new).order_by(t.chat.c.id).with_for_update()).all()
    for chat_id, thread in db.execute(select(t.chat.c.id, t.chat.c.thread).where(old)).all():
        target = db.scalar(select(t.chat.c.id).where(this_chat(replace(chat, id=new_id, thread=thread))))
        _forget_messages(db, chat_id)
        if target is None:
            db.execute(update(t.chat).where(t.chat.c.id == chat_id).values(native_id=new_id))
        elif target != chat_id:
            merge_snooze(db, chat_id, target)
            _merge(db, chat_id, target, now)
            release(db, target, now)
            retime(db, target, now)
    wake(db, new, now)
    _admit_under_new_id(db, chat, new_id)


def _admit_under_new_id(db: Connection, chat: Chat, new_id: str) -> None:
    """A group that may use the bot may go on when it has another id."""
    a = t.allowed.c
    same = and_(a.platform == chat.platform, a.workspace.in_(("", chat.workspace)))
    moved = db.execute(select(t.allowed).where(same, a.native_id == chat.id)).first()
    if moved is not None:
        db.execute(delete(t.allowed).where(same, a.native_id == new_id))
        db.execute(update(t.allowed).where(same, a.native_id == chat.id).values(native_id=new_id))


def _forget_messages(db: Connection, chat_id: int) -> None:
    """Under a chat's new id its messages have other ids: none is edited any more, or answered to."""
    for of_messages in (t.message_part, t.edit):
        db.execute(delete(of_messages).where(of_messages.c.chat_id == chat_id))
    sent = and_(t.delivery.c.chat_id == chat_id, t.delivery.c.article_id.in_(_delivered()))
    db.execute(update(t.delivery).where(sent).values(ref=None))


def _delivered() -> Select[tuple[int]]:
    """The articles that may have deliveries: their key begins with the article, so a chat's are found one by one."""
    first = select(func.min(t.delivery.c.article_id)).scalar_subquery()
    return select(t.article.c.id).where(t.article.c.id >= first)


def _merge(db: Connection, old: int, new: int, now: datetime) -> None:
    """Move the follows and deliveries of a chat to another one, which may have some of them too, and delete it."""
    followed = select(t.subscription.c.query_id).where(t.subscription.c.chat_id == new)
    db.execute(delete(t.subscription).where(t.subscription.c.chat_id == old, t.subscription.c.query_id.in_(followed)))
    db.execute(update(t.subscription).where(t.subscription.c.chat_id == old).values(chat_id=new))
    _merge_deliveries(db, old, new, now)
    merge_left_out(db, old, new)
    db.execute(update(t.proposal_asker).where(t.proposal_asker.c.chat_id == old).values(chat_id=new))
    db.execute(update(t.letter).where(t.letter.c.chat_id == old).values(chat_id=new))
    db.execute(update(t.chat).where(t.chat.c.managing_id == old).values(managing_id=new))
    _move(db, t.managed.c.chat_id, old, new, beside=t.managed.c.channel_id)
    _move(db, t.managed.c.channel_id, old, new, beside=t.managed.c.chat_id)
    for settings in (t.post_style, t.preference, t.digest_schedule):
        _move(db, settings.c.chat_id, old, new)
    _move(db, t.attention.c.chat_id, old, new, beside=t.attention.c.query_id)
    for about in (t.saved, t.task, t.story_split):
        _move(db, about.c.chat_id, old, new, beside=about.c.article_id)
    db.execute(delete(t.chat).where(t.chat.c.id == old))


def _move(db: Connection, key: Column[int], old: int, new: int, *, beside: Column[int] | None = None) -> None:
    """Rows about the old chat are about the new one, unless it has its own; `beside`: the rest of their key."""
    others = key.table.alias()
    taken = select(others.c[key.name]).where(others.c[key.name] == new)
    if beside is not None:
        taken = taken.where(others.c[beside.name] == beside)
    db.execute(update(key.table).where(key == old, ~taken.exists()).values({key: new}))
    db.execute(delete(key.table).where(key == old))


def _merge_deliveries(db: Connection, old: int, new: int, now: datetime) -> None:
    """If both chats have a delivery of the same article, keep the one in the stronger state."""
    d, other = t.delivery.c, t.delivery.alias()
    articles = _delivered()
    delivered = select(other.c.article_id).where(other.c.article_id.in_(articles))
    for state in DeliveryState:  # nothing sent is owed again, nothing owed is lost to a dropped row
        stronger = delivered.where(other.c.chat_id == old, other.c.state == state)
        weaker = and_(d.chat_id == new, d.article_id.in_(stronger), d.state.in_(_WEAKER[state]))
        db.execute(delete(t.delivery).where(weaker))
    db.execute(delete(t.delivery).where(d.chat_id == old, d.article_id.in_(delivered.where(other.c.chat_id == new))))
    db.execute(update(t.delivery).where(d.chat_id == old, d.article_id.in_(articles)).values(chat_id=new))
    mend_joined(db, d.chat_id == new, d.article_id.in_(articles), now=now)


# the weakest first: how much the people of a chat have seen, or will see
_STRENGTH = (
    DeliveryState.DROPPED,
    DeliveryState.FAILED,
    DeliveryState.HELD,
    DeliveryState.PENDING,
    DeliveryState.SENDING,
    DeliveryState.JOINED,
    DeliveryState.SENT,
)
_WEAKER = {state: _STRENGTH[:index] for index, state in enumerate(_STRENGTH)}
