"""The keys by which an entry is recognised as a known article, within the transaction that stores it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, case, or_, select, update

from bot.model import Entry, Key, KeyKind
from bot.storage import schema as t
from bot.storage.database import Database
from bot.storage.search import index_text

#: if keys name two articles, that of the first kind wins
PRECEDENCE = {KeyKind.ID: 0, KeyKind.URL: 1, KeyKind.TITLE: 2}


def find_article_id(db: Connection, keys: Sequence[Key], now: datetime) -> int | None:
    """The id of the article that any of these keys names; None: no such article."""
    if not keys:
        return None
    named = or_(*(and_(t.article_key.c.kind == key.kind, t.article_key.c.value == key.value) for key in keys))
    unexpired = or_(t.article_key.c.expires_at.is_(None), t.article_key.c.expires_at > now)
    precedence = case(PRECEDENCE, value=t.article_key.c.kind)
    return db.scalar(select(t.article_key.c.article_id).where(named, unexpired).order_by(precedence).limit(1))


def add_keys(database: Database, db: Connection, article_id: int, keys: Sequence[Key], now: datetime) -> None:
    """Assign these keys to an article, except those that name another one already."""
    for key in keys:
        statement = database.insert(t.article_key).values(
            kind=key.kind, value=key.value, article_id=article_id, expires_at=key.expires_at
        )
        fresh = {"article_id": article_id, "expires_at": key.expires_at}
        db.execute(
            statement.on_conflict_do_update(
                index_elements=["kind", "value"], set_=fresh, where=t.article_key.c.expires_at <= now
            )
        )


def update_known(
    database: Database, db: Connection, article_id: int, entry: Entry, keys: Sequence[Key], now: datetime
) -> None:
    """Update a known article: its headline and keys if an id key names it, else only its alias URLs."""
    stored = db.execute(
        select(t.article_key.c.kind, t.article_key.c.value).where(t.article_key.c.article_id == article_id)
    ).all()
    missing = [key for key in keys if (key.kind, key.value) not in {(kind, value) for kind, value in stored}]
    same_id = any(key.kind == KeyKind.ID and (key.kind, key.value) in stored for key in keys)
    if same_id:
        add_keys(database, db, article_id, missing, now)
        if not entry.titled:
            return  # what is stored is better, or the same
        changed = and_(t.article.c.id == article_id, t.article.c.title != entry.title)
        new = {"title": entry.title, "revision": t.article.c.revision + 1}
        if db.execute(update(t.article).where(changed).values(new)).rowcount:
            index_text(db, article_id)
        return
    for key in missing:
        if key.kind is KeyKind.URL:
            alias = database.insert(t.article_key).values(
                kind=KeyKind.ALIAS_URL, value=key.value, article_id=article_id
            )
            db.execute(alias.on_conflict_do_nothing(index_elements=["kind", "value"]))
