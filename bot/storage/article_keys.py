"""The keys by which an entry is recognised as a known article, within the transaction that stores it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Connection, Select, and_, bindparam, case, or_, select, update

from bot.model import Entry, Key, KeyKind
from bot.storage import schema as t
from bot.storage.columns import stored_key
from bot.storage.common import for_each_dialect
from bot.storage.database import Database
from bot.storage.headlines import change_title
from bot.storage.search import index_text

#: if keys name two articles, that of the first kind wins
PRECEDENCE = {KeyKind.ID: 0, KeyKind.URL: 1, KeyKind.TITLE: 2}

#: Keys that are looked up by one statement; SQLite takes 32,766 parameters.
VALUES_AT_ONCE = 5_000
#: `expires_at` of a weak key while its entry is listed. No NULL: the index of keys that expire finds the weak ones.
LISTED = datetime(9999, 12, 31, tzinfo=UTC)

#: built once: an expired key names the article that comes with it now
_ADD = for_each_dialect(
    t.article_key,
    lambda into: into.on_conflict_do_update(
        index_elements=["kind", "value"],
        set_={"article_id": into.excluded.article_id, "expires_at": into.excluded.expires_at},
        where=t.article_key.c.expires_at <= bindparam("now"),
    ),
)
_EXPIRE = (
    update(t.article_key)
    .where(t.article_key.c.kind == KeyKind.TITLE, t.article_key.c.value == bindparam("title"))
    .values(expires_at=bindparam("until"))
)


def find_article_id(db: Connection, keys: Sequence[Key], now: datetime) -> int | None:
    """The id of the article that any of these keys names; None: no such article."""
    if not keys:
        return None
    asked: dict[str, object] = {"now": now}
    for number, key in enumerate(keys):
        asked |= {f"kind{number}": key.kind, f"value{number}": key.value}
    return db.scalar(_named_by(len(keys)), asked)


@lru_cache(maxsize=64)
def _named_by(keys: int) -> Select[int]:
    """The statement of `find_article_id` for so many keys, built once."""
    key = t.article_key.c
    named = or_(
        *(and_(key.kind == bindparam(f"kind{each}"), key.value == bindparam(f"value{each}")) for each in range(keys))
    )
    unexpired = or_(key.expires_at.is_(None), key.expires_at > bindparam("now"))
    return select(key.article_id).where(named, unexpired).order_by(case(PRECEDENCE, value=key.kind)).limit(1)


def naming_keys(db: Connection, keys: Collection[Key], now: datetime) -> set[Key]:
    """Those of these keys that name an article."""
    by_kind: dict[KeyKind, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, []).append(key.value)
    unexpired = or_(t.article_key.c.expires_at.is_(None), t.article_key.c.expires_at > now)
    stored: set[tuple[KeyKind, str]] = set()
    for kind, values in by_kind.items():
        for at in range(0, len(values), VALUES_AT_ONCE):
            named = t.article_key.c.value.in_(values[at : at + VALUES_AT_ONCE])
            found = db.scalars(select(t.article_key.c.value).where(t.article_key.c.kind == kind, named, unexpired))
            stored.update((kind, value) for value in found)
    return {key for key in keys if (key.kind, stored_key(key.value)) in stored}


def add_keys(database: Database, db: Connection, article_id: int, keys: Sequence[Key], now: datetime) -> None:
    """Assign these keys to an article, except those that name another one already."""
    if keys:
        same = {"article_id": article_id, "now": now}
        rows = [{"kind": key.kind, "value": key.value, "expires_at": key.expires_at, **same} for key in keys]
        db.execute(_ADD[database.dialect], rows)


def changed_expiry(
    db: Connection, source_key: str, listed: Collection[str], unlisted_until: datetime
) -> dict[str, datetime]:
    """The weak title keys of a source whose expiry must change, by their values, with the new one."""
    key = t.article_key.c  # only weak title keys expire; naming the kind would make SQLite read all titles
    own = and_(key.expires_at.is_not(None), key.value.startswith(f"{source_key} ", autoescape=True))
    return {
        value: LISTED if value in listed else unlisted_until
        for value, until in db.execute(select(key.value, key.expires_at).where(own))
        if (until == LISTED) != (value in listed)
    }


def set_expiry(db: Connection, expiry: Mapping[str, datetime]) -> None:
    """Let these title keys, of which there are some, expire then."""
    db.execute(_EXPIRE, [{"title": value, "until": until} for value, until in expiry.items()])


def update_known(
    database: Database,
    db: Connection,
    article_id: int,
    source_key: str,
    entry: Entry,
    keys: Sequence[Key],
    now: datetime,
) -> None:
    """Update a known article: its headline and keys if an id key names it, else only its alias URLs.

    One that its source listed without an id, as a page of headlines does, gets the id that it has in the feed.
    """
    stored = db.execute(
        select(t.article_key.c.kind, t.article_key.c.value).where(t.article_key.c.article_id == article_id)
    ).all()
    missing = [key for key in keys if (key.kind, key.value) not in {(kind, value) for kind, value in stored}]
    same_id = any(key.kind == KeyKind.ID and (key.kind, key.value) in stored for key in keys)
    if same_id:
        add_keys(database, db, article_id, missing, now)
        if not entry.titled:
            return  # what is stored is better, or the same
        if change_title(database, db, article_id, entry.title, now):
            index_text(db, article_id)
        return
    by_url = any(key.kind == KeyKind.URL and (key.kind, key.value) in stored for key in keys)
    if by_url and not any(kind == KeyKind.ID for kind, _ in stored):
        own = select(t.article.c.id).where(t.article.c.id == article_id, t.article.c.source_key == source_key)
        if db.scalar(own) is not None:
            add_keys(database, db, article_id, [key for key in missing if key.kind is KeyKind.ID], now)
    for key in missing:
        if key.kind is KeyKind.URL:
            alias = database.insert(t.article_key).values(
                kind=KeyKind.ALIAS_URL, value=key.value, article_id=article_id
            )
            db.execute(alias.on_conflict_do_nothing(index_elements=["kind", "value"]))
