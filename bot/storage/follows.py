"""Follows: the queries of chats; adding, changing and removing them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, select, union, update

from bot.model import Article, Attention, Cause, Chat, Match, NewFollow, NewLetter, Subscription
from bot.storage import schema as t
from bot.storage.attention import attention_of, begin_attention, move_attention, put_attention
from bot.storage.common import (
    CHAT_COLUMNS,
    CHAT_ID,
    FOLLOWS_LOCK,
    NAMED,
    articles_query,
    by_name,
    for_each_dialect,
    take_lock,
    this_chat,
    to_article,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.letters import enqueue
from bot.storage.queries import subscriptions_query, upsert_query
from bot.storage.reread import Read, Rereading
from bot.storage.story_heads import articles_to_send, drop_of_chat, heads_may_end

# Statements are built once: they are asked for each article, and for each command.
_SUBSCRIBE = for_each_dialect(
    t.subscription,
    lambda into: into.on_conflict_do_nothing(index_elements=["chat_id", "query_id"]).returning(t.subscription.c.id),
)
_OF_CHAT = (
    subscriptions_query()
    .add_columns(t.subscription.c.chat_id)
    .join(t.chat, t.chat.c.id == t.subscription.c.chat_id)
    .where(NAMED)
    .order_by(t.subscription.c.created_at, t.subscription.c.id)
)
_QUERIES_AFTER = (
    select(func.max(t.subscription.c.id), t.query.c.id, t.query.c.canonical)
    .join(t.query)
    .where(t.subscription.c.id > bindparam("cursor"))
    .group_by(t.query.c.id, t.query.c.canonical)
)


class Follows:
    """The subscriptions of chats to queries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert_query(self, canonical: str, typed: str, now: datetime, *, grammar: int) -> int:
        """The id of a query, inserted if it is new; `grammar` is the version that it was parsed by."""
        with self._database.write_transaction() as db:
            return upsert_query(self._database, db, canonical, typed, grammar, now)

    def query(self, query_id: int) -> tuple[str, str] | None:
        """(canonical, as first typed) of a query; None: no such id."""
        with self._database.single_read() as db:
            row = db.execute(select(t.query.c.canonical, t.query.c.typed).where(t.query.c.id == query_id)).first()
        return (row[0], row[1]) if row else None

    def subscribe(
        self,
        chat: Chat,
        query_id: int,
        typed: str,
        now: datetime,
        *,
        followed_by: str = "",
        attention: Attention | None = None,
    ) -> bool:
        """Follow a query; False: the chat, which must be stored, follows it already.

        `followed_by`: who adds it. `attention`: how the new follow is to reach the chat; None: as it did when the chat
        followed it before.
        """
        with self._database.write_transaction() as db:
            return self._begin(db, chat, query_id, typed, now, followed_by=followed_by, attention=attention)

    def follow(
        self,
        chat: Chat,
        canonical: str,
        typed: str,
        now: datetime,
        *,
        grammar: int,
        followed_by: str = "",
        attention: Attention | None = None,
    ) -> int:
        """The same of a query that nobody may have asked for yet; returns its id."""
        with self._database.write_transaction() as db:
            take_lock(db, FOLLOWS_LOCK)
            query_id = upsert_query(self._database, db, canonical, typed, grammar, now)
            self._begin(db, chat, query_id, typed, now, followed_by=followed_by, attention=attention)
            return query_id

    def _begin(
        self,
        db: Connection,
        chat: Chat,
        query_id: int,
        typed: str,
        now: datetime,
        *,
        followed_by: str,
        attention: Attention | None,
    ) -> bool:
        chat_id = db.execute(CHAT_ID, by_name(chat)).scalar_one()
        is_new = self._subscribe(db, chat_id, query_id, typed, now, followed_by=followed_by)
        if is_new and attention is not None:
            begin_attention(self._database, db, chat_id, query_id, attention)
        return is_new

    def subscribe_all(self, chat: Chat, wanted: Sequence[NewFollow], now: datetime) -> None:
        """Follow what the chat does not follow yet, all or nothing, each as it is to reach it. The chat must be stored.

        All of them were followed at this very instant: `unsubscribe_at` names them by it.
        """
        with self._database.write_transaction() as db:
            take_lock(db, FOLLOWS_LOCK)
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            for each in wanted:
                query_id = upsert_query(self._database, db, each.canonical, each.typed, each.grammar, now)
                if self._subscribe(db, chat_id, query_id, each.typed, now):
                    put_attention(self._database, db, chat_id, query_id, each.attention)

    def unsubscribe_at(self, chat: Chat, at: datetime) -> int:
        """Unfollow what was followed at that very instant; returns the number of follows."""
        with self._database.write_transaction() as db:
            heads_may_end(db)
            chat_id = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            then = and_(t.subscription.c.chat_id == chat_id, t.subscription.c.created_at == at)
            count = db.execute(delete(t.subscription).where(then)).rowcount
            _drop_unfollowed(db, chat_id)
            return count

    def _subscribe(
        self,
        db: Connection,
        chat_id: int,
        query_id: int,
        typed: str,
        at: datetime,
        *,
        asked_at: datetime | None = None,
        followed_by: str = "",
    ) -> bool:
        """One at a time, so that ids become visible in order: the index reads on from the last id it has seen."""
        take_lock(db, FOLLOWS_LOCK)
        values = {"chat_id": chat_id, "query_id": query_id, "typed": typed, "created_at": at}
        values |= {"asked_at": asked_at, "followed_by": followed_by}
        return db.execute(_SUBSCRIBE[self._database.dialect], values).first() is not None

    def unsubscribe(self, chat: Chat, query_id: int, now: datetime) -> bool:
        """Unfollow a query, and drop pending deliveries that no other follow asks for; False: it was not followed."""
        with self._database.write_transaction() as db:
            heads_may_end(db)
            chat_id = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            follow = and_(t.subscription.c.chat_id == chat_id, t.subscription.c.query_id == query_id)
            followed = bool(db.execute(delete(t.subscription).where(follow)).rowcount)
            if followed:
                _drop_unfollowed(db, chat_id)
            return followed

    def unsubscribe_all(self, chat: Chat, now: datetime) -> int:
        """Unfollow everything and drop all pending deliveries; returns the number of follows."""
        with self._database.write_transaction() as db:
            heads_may_end(db)
            chat_id = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            count = db.execute(delete(t.subscription).where(t.subscription.c.chat_id == chat_id)).rowcount
            _drop_unfollowed(db, chat_id)
            return count

    def edit(
        self,
        chat: Chat,
        old_query_id: int,
        new_query_id: int,
        typed: str,
        matches: Mapping[int, Match],
        now: datetime,
    ) -> bool:
        """Replace the query of a follow; its age stays, and so do pending deliveries that the new query matches.

        `matches`: those of the new query in `pending_articles` of the old one, by article id. False: the old query is
        not followed. If the chat follows the new query already, the old follow is just removed.
        """
        with self._database.write_transaction() as db:
            heads_may_end(db)
            old = db.execute(
                select(t.subscription).join(t.chat).where(this_chat(chat), t.subscription.c.query_id == old_query_id)
            ).first()
            if old is None:
                return False
            db.execute(delete(t.subscription).where(t.subscription.c.id == old.id))
            at, by = old.created_at, old.followed_by
            if self._subscribe(db, old.chat_id, new_query_id, typed, at, asked_at=now, followed_by=by):
                move_attention(db, old.chat_id, old_query_id, new_query_id)
            for article_id, match in matches.items():
                found = {"sentence": match.sentence, "spans": json.dumps(match.spans), "found_at": now}
                statement = self._database.insert(t.match).values(article_id=article_id, query_id=new_query_id, **found)
                db.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "query_id"]))
            _drop_unfollowed(db, old.chat_id)
            return True

    def pending_articles(self, chat: Chat, query_id: int) -> list[Article]:
        """The articles matching a query that a chat is owed, or will be when their fan-out reaches it."""
        chat_id = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        not_reached = and_(this_chat(chat), t.chat.c.id > t.fanout.c.cursor)
        in_fanout = select(t.fanout.c.article_id).join(t.chat, not_reached)
        matched = and_(t.match.c.article_id == t.article.c.id, t.match.c.query_id == query_id)
        statement = (
            articles_query()
            .join(t.match, matched)
            .where(t.article.c.id.in_(union(*articles_to_send(chat_id), in_fanout)))
            .order_by(t.article.c.id)
        )
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def queries_after(self, cursor: int) -> tuple[int, list[tuple[int, str]]]:
        """The new cursor, and the queries of follows with an id above `cursor` as (query id, canonical)."""
        with self._database.single_read() as db:
            rows = db.execute(_QUERIES_AFTER, {"cursor": cursor}).all()
        return max([cursor, *(newest for newest, _, _ in rows)]), [(query_id, text) for _, query_id, text in rows]

    def reread(self, read: Read, grammar: int, now: datetime) -> int:
        """Parse every follow of another grammar version again from its typed text; returns how many there were.

        `read` returns None for what can't be parsed any more: that follow stays as it is. A follow that now asks for
        something else, means more than its grammar could express, or became equal to another one, is marked as
        unannounced; one whose query is only written in another way is not. Pending deliveries stay.
        """
        return Rereading(self._database).run(read, grammar, now)

    def unannounced(self, limit: int) -> list[tuple[Chat, tuple[Subscription, ...]]]:
        """Follows whose change of meaning is not announced yet, of at most `limit` active chats."""
        waiting = (
            select(t.chat.c.id, *CHAT_COLUMNS)
            .distinct()
            .join(t.subscription, t.subscription.c.chat_id == t.chat.c.id)
            .where(t.subscription.c.untold, t.chat.c.paused_at.is_(None))
            .order_by(t.chat.c.id)
            .limit(limit)
        )
        changed = subscriptions_query().order_by(t.subscription.c.created_at, t.subscription.c.id)
        by_chat: list[tuple[Chat, tuple[Subscription, ...]]] = []
        with self._database.read_transaction() as db:
            for chat in db.execute(waiting).all():
                of_chat = changed.where(t.subscription.c.chat_id == chat.id, t.subscription.c.untold)
                follows = tuple(Subscription(**row) for row in db.execute(of_chat).mappings())
                by_chat.append((to_chat(chat), follows))
        return by_chat

    def mark_announced(self, chat: Chat, letter: NewLetter | None) -> None:
        """Mark the changed follows of a chat as announced, and enqueue the letter that does so; None: no letter."""
        with self._database.write_transaction() as db:
            if letter is not None:
                enqueue(db, letter)
            chat_id = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
            of_chat = and_(t.subscription.c.chat_id == chat_id, t.subscription.c.untold)
            db.execute(update(t.subscription).where(of_chat).values(untold=False))

    def subscriptions(self, chat: Chat) -> list[Subscription]:
        """What the chat follows, oldest first."""
        with self._database.read_transaction() as db:
            rows = [dict(row) for row in db.execute(_OF_CHAT, by_name(chat)).mappings()]
            chat_id = max((row.pop("chat_id") for row in rows), default=0)  # it is the same in all
            chosen = attention_of(db, [chat_id] if rows else [])
        follows = [Subscription(**row) for row in rows]
        return [replace(one, attention=chosen.get((chat_id, one.query_id), Attention())) for one in follows]


def _drop_unfollowed(db: Connection, chat_id: int | None) -> None:
    """Drop a chat's pending deliveries that no follow of it asks for any more, and what joined them."""
    followed = exists().where(
        t.match.c.article_id == t.delivery.c.article_id,
        t.match.c.query_id == t.subscription.c.query_id,
        t.subscription.c.chat_id == t.delivery.c.chat_id,
    )
    if chat_id is not None:
        drop_of_chat(db, chat_id, ~followed, Cause.UNFOLLOWED)
