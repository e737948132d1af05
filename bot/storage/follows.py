"""What chats follow: queries, who follows them, and how a follow changes and keeps its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, func, select, union, update

from bot.model import Article, Cause, Chat, DeliveryState, Match, NewLetter, Subscription
from bot.storage import schema as t
from bot.storage.base import (
    CHAT_COLUMNS,
    FOLLOWING,
    HELD,
    IS_PENDING,
    OPEN,
    articles_query,
    in_turn,
    owed_articles,
    this_chat,
    to_article,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.letters import enqueue
from bot.storage.queries import query_id, subscriptions_query
from bot.storage.reread import Read, Rereading


class Follows:
    """Who follows what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def query_id(self, canonical: str, typed: str, now: datetime, *, grammar: int) -> int:
        """The id of a query, made if nobody has asked it yet; `grammar` is what it was read by."""
        with self._database.writing() as db:
            return query_id(self._database, db, canonical, typed, grammar, now)

    def query(self, query_id: int) -> tuple[str, str] | None:
        """(canonical, as first typed) of a query."""
        with self._database.reading() as db:
            row = db.execute(select(t.query.c.canonical, t.query.c.typed).where(t.query.c.id == query_id)).first()
        return (row[0], row[1]) if row else None

    def subscribe(self, chat: Chat, query_id: int, typed: str, now: datetime) -> bool:
        """Follow; False if the chat follows it already. The chat must have a row."""
        with self._database.writing() as db:
            row = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            return self._subscribe(db, row, query_id, typed, now)

    def _subscribe(self, db: Connection, row: int, query_id: int, typed: str, at: datetime) -> bool:
        """Follows wait for each other, so that their ids are seen in order: the index reads on from the last it saw."""
        in_turn(db, FOLLOWING)
        values = {"chat_id": row, "query_id": query_id, "typed": typed, "created_at": at}
        statement = self._database.insert(t.subscription).values(values)
        made = statement.on_conflict_do_nothing(index_elements=["chat_id", "query_id"])
        return db.execute(made.returning(t.subscription.c.id)).first() is not None

    def unsubscribe(self, chat: Chat, query_id: int, now: datetime) -> bool:
        """Unfollow, and drop what is pending for that follow alone; False if it was not followed."""
        with self._database.writing() as db:
            row = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            gone = and_(t.subscription.c.chat_id == row, t.subscription.c.query_id == query_id)
            found = bool(db.execute(delete(t.subscription).where(gone)).rowcount)
            if found:
                _drop_unasked(db, row)
            return found

    def unsubscribe_all(self, chat: Chat, now: datetime) -> int:
        """Unfollow everything and drop all that is pending; how many follows there were."""
        with self._database.writing() as db:
            row = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            count = db.execute(delete(t.subscription).where(t.subscription.c.chat_id == row)).rowcount
            _drop_unasked(db, row)
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
        """Change what a follow asks for; it keeps its age, and of what is pending that which it still answers.

        `matches`: what the new query finds in `pending_articles` of the old one, by article id. False if the old query
        is not followed; one that follows the new query already just loses the old.
        """
        with self._database.writing() as db:
            old = db.execute(
                select(t.subscription).join(t.chat).where(this_chat(chat), t.subscription.c.query_id == old_query_id)
            ).first()
            if old is None:
                return False
            db.execute(delete(t.subscription).where(t.subscription.c.id == old.id))
            self._subscribe(db, old.chat_id, new_query_id, typed, old.created_at)
            for article_id, match in matches.items():
                found = {"sentence": match.sentence, "spans": json.dumps(match.spans)}
                statement = self._database.insert(t.match).values(article_id=article_id, query_id=new_query_id, **found)
                db.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "query_id"]))
            _drop_unasked(db, old.chat_id)
            return True

    def pending_articles(self, chat: Chat, query_id: int) -> list[Article]:
        """The articles that a chat is owed, or may yet be while they are shared out, and that a query answers."""
        row = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        not_yet = and_(this_chat(chat), t.chat.c.id > t.fanout.c.cursor)
        shared_out = select(t.fanout.c.article_id).join(t.chat, not_yet)
        answers = and_(t.match.c.article_id == t.article.c.id, t.match.c.query_id == query_id)
        statement = (
            articles_query()
            .join(t.match, answers)
            .where(t.article.c.id.in_(union(*owed_articles(t.delivery.c.chat_id == row), shared_out)))
            .order_by(t.article.c.id)
        )
        with self._database.reading() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def after(self, cursor: int) -> tuple[int, list[tuple[int, str]]]:
        """Queries of the follows newer than `cursor`, as (query id, canonical), and the new cursor."""
        statement = (
            select(func.max(t.subscription.c.id), t.query.c.id, t.query.c.canonical)
            .join(t.query)
            .where(t.subscription.c.id > cursor)
            .group_by(t.query.c.id, t.query.c.canonical)
        )
        with self._database.reading() as db:
            rows = db.execute(statement).all()
        return max([cursor, *(newest for newest, _, _ in rows)]), [(query_id, text) for _, query_id, text in rows]

    def reread(self, read: Read, grammar: int, now: datetime) -> int:
        """Read every follow of another grammar anew from what was typed; how many there were.

        `read` says None of what can't be read any more: that follow stays as it is. A chat whose follow asks for
        something else now, means more than its grammar could say, or became the same as another one, is unannounced;
        one whose query is merely spelled otherwise is not. What is pending stays owed.
        """
        return Rereading(self._database).run(read, grammar, now)

    def unannounced(self, limit: int) -> list[tuple[Chat, tuple[Subscription, ...]]]:
        """The follows that changed their meaning, of so many active chats that do not know yet."""
        waiting = (
            select(t.chat.c.id, *CHAT_COLUMNS)
            .distinct()
            .join(t.subscription, t.subscription.c.chat_id == t.chat.c.id)
            .where(t.subscription.c.untold, t.chat.c.paused_at.is_(None))
            .order_by(t.chat.c.id)
            .limit(limit)
        )
        changed = subscriptions_query().order_by(t.subscription.c.created_at, t.subscription.c.id)
        found: list[tuple[Chat, tuple[Subscription, ...]]] = []
        with self._database.reading() as db:
            for row in db.execute(waiting).all():
                own = changed.where(t.subscription.c.chat_id == row.id, t.subscription.c.untold)
                follows = tuple(Subscription(**one) for one in db.execute(own).mappings())
                found.append((to_chat(row), follows))
        return found

    def mark_announced(self, chat: Chat, letter: NewLetter | None) -> None:
        """The chat is told, by this letter, which of its follows changed; None: there is nobody to tell."""
        with self._database.writing() as db:
            if letter is not None:
                enqueue(db, letter)
            row = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
            own = and_(t.subscription.c.chat_id == row, t.subscription.c.untold)
            db.execute(update(t.subscription).where(own).values(untold=False))

    def subscriptions(self, chat: Chat) -> list[Subscription]:
        """What the chat follows, in the order in which it was followed."""
        statement = (
            subscriptions_query()
            .join(t.chat, t.chat.c.id == t.subscription.c.chat_id)
            .where(this_chat(chat))
            .order_by(t.subscription.c.created_at, t.subscription.c.id)
        )
        with self._database.reading() as db:
            return [Subscription(**row) for row in db.execute(statement).mappings()]


def _drop_unasked(db: Connection, row: int | None) -> None:
    """Drop a chat's pending deliveries that none of its follows answers any more."""
    asked = exists().where(
        t.match.c.article_id == t.delivery.c.article_id,
        t.match.c.query_id == t.subscription.c.query_id,
        t.subscription.c.chat_id == t.delivery.c.chat_id,
    )
    dropped = {"state": DeliveryState.DROPPED, "cause": Cause.UNFOLLOWED}
    for waiting in (and_(OPEN, IS_PENDING), HELD):  # each has an index by chat
        db.execute(update(t.delivery).where(t.delivery.c.chat_id == row, waiting, ~asked).values(dropped))
