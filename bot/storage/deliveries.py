"""Deliveries as operators look for them: newest first, a page at a time, by what is asked of them.

    asked ─ its articles, its chats ─▶ keys in order, of a bounded part ─▶ the rows of a page, and where to go on

However many deliveries there are, a page looks at a bounded part of them: it says how far back it has looked, and the
next page goes on from there. Articles have ids without gaps, in the order in which they were first seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, or_, select

from bot.model import Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.common import DROPPED, FAILED, HELD, PENDING, SENDING, this_chat
from bot.storage.database import Database
from bot.storage.engine import is_postgresql
from bot.storage.outbox_rows import OutboxRow, alerts_query, to_row

ROWS_LOOKED_AT = 100_000  #: rows that one page walks through
TITLES_LOOKED_AT = 20_000  #: articles whose titles one page reads
SEEKS = 8_000  #: rows that one page looks up by article and chat
FEW = 20_000  #: so many rows of a state are sorted; of more, all rows are walked through
MOST_CHATS = 50  #: chats that a name may mean
MOST_ARTICLES = 500  #: articles of a page's part whose rows are looked at

Key = tuple[int, int]  #: (article, chat) of a delivery

_d = t.delivery.c
#: for the partial index of a state
_STATES: dict[DeliveryState, ColumnElement[bool]] = {
    DeliveryState.PENDING: PENDING,
    DeliveryState.SENDING: SENDING,
    DeliveryState.HELD: HELD,
    DeliveryState.FAILED: FAILED,
    DeliveryState.DROPPED: DROPPED,
}
# computed, as is the article in the condition: else both databases walk by the key to the few rows of a state
_SORTED = ((_d.article_id + 0).desc(), (_d.chat_id + 0).desc())
_BY_KEY = (_d.article_id.desc(), _d.chat_id.desc())


@dataclass(frozen=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries are asked for; what is empty asks for nothing."""

    words: str = ""  #: each stands in the article's title
    chat: str = ""  #: `telegram:123`, `telegram:123:7`, an id, or words of its title
    lane: str = ""
    state: DeliveryState | None = None
    since_at: datetime | None = None  #: when the article was first seen
    until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DeliveryPage:
    """A page of what was found."""

    rows: tuple[OutboxRow, ...]  #: newest article first
    after: Key | None  #: where the next page begins; None: there is no more
    looked_back_to_at: datetime | None  #: articles first seen before were not looked at; None: as far as was asked


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The part of all deliveries that a page looks at."""

    first: int  #: article, included
    last: int
    after: Key | None  #: the key below which it begins
    more: bool  #: is anything asked for below `first`?

    def rows(self, article: Any, *, down_to: Key | None = None) -> ColumnElement[bool]:
        """Condition: the rows of this part, down to a key of it. `article`: the column, or what is computed of it.

        One lower and one upper bound of the article: of several, SQLite would walk through all that the first one has.
        """
        within = [article.between(self.first if down_to is None else down_to[0], self.last)]
        if self.after is not None and self.after[0] == self.last:
            within.append(or_(article < self.after[0], _d.chat_id < self.after[1]))
        if down_to is not None:
            within.append(or_(article > down_to[0], _d.chat_id >= down_to[1]))
        return and_(*within)


class Deliveries:
    """Finds deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, asked: DeliveryFilter, after: Key | None = None, *, limit: int = 50) -> DeliveryPage:
        """A page of what is asked for, from the key `after` on, without it."""
        with self._database.read_transaction() as db:
            first, last = _articles_between(db, asked)
            if after is not None:  # chat 0: of this article all was looked at
                last = min(last, after[0] if after[1] else after[0] - 1)
            chats = _chat_ids(db, asked.chat) if asked.chat.strip() else None
            if first > last or chats == ():
                return DeliveryPage(rows=(), after=None, looked_back_to_at=None)
            keys, next_key = _keys(db, asked, chats, _Part(first=first, last=last, after=after, more=False), limit)
            looked = (
                db.scalar(select(t.article.c.first_seen_at).where(t.article.c.id == next_key[0])) if next_key else None
            )
            page_full = len(keys) == limit
            return DeliveryPage(rows=_rows(db, keys), after=next_key, looked_back_to_at=None if page_full else looked)

    def lanes(self) -> list[str]:
        """The lanes of all chats, in order."""
        columns = (t.chat.c.platform, t.chat.c.workspace)
        with self._database.single_read() as db:
            pairs = db.execute(select(*columns).group_by(*columns)).all()
        return sorted(Chat(platform=row.platform, id="", workspace=row.workspace).lane for row in pairs)


def _articles_between(db: Connection, asked: DeliveryFilter) -> tuple[int, int]:
    """The first and the last article that can be asked for; if there is none, the first is above the last."""
    a = t.article.c
    last = db.scalar(select(func.max(a.id))) or 0
    first = 1
    if asked.since_at is not None:
        since = select(a.id).where(a.first_seen_at >= asked.since_at).order_by(a.first_seen_at, a.id).limit(1)
        first = db.scalar(since) or last + 1
    if asked.until_at is not None:
        until = select(a.id).where(a.first_seen_at < asked.until_at).order_by(a.first_seen_at.desc(), a.id.desc())
        last = db.scalar(until.limit(1)) or 0
    return first, last


def _chat_ids(db: Connection, typed: str) -> tuple[int, ...]:
    """The chats that a text names, by their ids or else by words of their titles; at most MOST_CHATS."""
    typed = typed.strip()
    platform, _, rest = typed.partition(":")
    native, _, thread = rest.partition(":")
    named = this_chat(Chat(platform=platform, id=native, thread=thread)) if rest else t.chat.c.native_id == typed
    workspaces = and_(t.chat.c.platform == platform, t.chat.c.native_id == native, t.chat.c.thread == thread)
    by_id = or_(named, workspaces) if rest else named
    found = db.scalars(select(t.chat.c.id).where(by_id).order_by(t.chat.c.id).limit(MOST_CHATS)).all()
    if not found:
        titled = select(t.chat.c.id).where(_says(db, t.chat.c.title, typed)).order_by(t.chat.c.id.desc())
        found = db.scalars(titled.limit(MOST_CHATS)).all()
    return tuple(found)


def _says(db: Connection, column: ColumnElement[str], typed: str) -> ColumnElement[bool]:
    """Condition: each typed word stands in a text, in capitals or not; SQLite knows only the capitals of English."""
    like = "ILIKE" if is_postgresql(db) else "LIKE"
    conditions = []
    for word in typed.split()[:10]:
        pattern = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("\0", "")
        spellings = dict.fromkeys((pattern, pattern.lower(), pattern.upper(), pattern.capitalize()))
        if word.isascii():  # in any case
            spellings = dict.fromkeys((pattern,))
        conditions.append(or_(*(_like(column, like, f"%{each}%") for each in spellings)))
    return and_(*conditions)


def _like(column: ColumnElement[str], like: str, pattern: str) -> ColumnElement[bool]:
    return column.ilike(pattern, escape="\\") if like == "ILIKE" else column.like(pattern, escape="\\")


def _keys(
    db: Connection, asked: DeliveryFilter, chats: tuple[int, ...] | None, part: _Part, limit: int
) -> tuple[list[Key], Key | None]:
    """The keys of a page, and where the next one begins."""
    wanted = [_d.lane == asked.lane] if asked.lane else []
    if chats is not None:
        wanted.append(_d.chat_id.in_(chats))
    by_index = _STATES.get(asked.state) if asked.state is not None else None
    if by_index is not None and chats is None and not asked.words.strip() and _are_few(db, by_index):
        found = _select(db, [part.rows(_d.article_id + 0), by_index, *wanted], _SORTED, limit)
        return _page(found, limit, None)
    if asked.state is not None:  # computed, so that it is looked for by the key
        wanted.append(_d.state + literal_column("''") == asked.state.value)
    if asked.words.strip():
        return _by_titles(db, asked.words, wanted, part, limit)
    if chats is not None:
        return _by_chats(db, chats, wanted, part, limit)
    return _walk(db, part, wanted, limit)


def _by_titles(
    db: Connection, words: str, wanted: Sequence[ColumnElement[bool]], part: _Part, limit: int
) -> tuple[list[Key], Key | None]:
    """Look at the newest titles, and walk through the rows of those that say the words."""
    near = _nearest(part, TITLES_LOOKED_AT)
    a = t.article.c
    says = select(a.id).where(a.id.between(near.first, near.last), _says(db, a.title, words))
    ids = db.scalars(says.order_by(a.id.desc()).limit(MOST_ARTICLES)).all()
    if not ids:
        return [], _before(near)
    if len(ids) == MOST_ARTICLES:
        near = _Part(first=ids[-1], last=near.last, after=near.after, more=True)
    return _walk(db, near, [*wanted], limit, within=_d.article_id.in_(ids))


def _by_chats(
    db: Connection, chats: tuple[int, ...], wanted: Sequence[ColumnElement[bool]], part: _Part, limit: int
) -> tuple[list[Key], Key | None]:
    """A chat's rows have no index of their own: they are looked up by the key, article by article."""
    near = _nearest(part, max(SEEKS // len(chats), 1))
    articles = select(t.article.c.id).where(t.article.c.id.between(near.first, near.last))
    conditions = [_d.article_id.in_(articles), *wanted]
    if near.after is not None:
        conditions.append(or_(_d.article_id < near.after[0], _d.chat_id < near.after[1]))
    return _page(_select(db, conditions, _BY_KEY, limit), limit, _before(near))


def _walk(
    db: Connection,
    part: _Part,
    wanted: Sequence[ColumnElement[bool]],
    limit: int,
    *,
    within: ColumnElement[bool] | None = None,
) -> tuple[list[Key], Key | None]:
    """Walk through the rows of a part in the order of the key, at most ROWS_LOOKED_AT of them."""
    also = () if within is None else (within,)
    reached: Key | None = None
    if wanted:  # else the first ones will do
        end = select(_d.article_id, _d.chat_id).where(part.rows(_d.article_id), *also).order_by(*_BY_KEY)
        found = db.execute(end.offset(ROWS_LOOKED_AT - 1).limit(1)).first()
        reached = (found.article_id, found.chat_id) if found is not None else None
    conditions = [part.rows(_d.article_id, down_to=reached), *also, *wanted]
    return _page(_select(db, conditions, _BY_KEY, limit), limit, reached or _before(part))


def _nearest(part: _Part, articles: int) -> _Part:
    """The newest articles of a part."""
    first = max(part.first, part.last - articles + 1)
    return _Part(first=first, last=part.last, after=part.after, more=first > part.first)


def _before(part: _Part) -> Key | None:
    return (part.first, 0) if part.more else None


def _are_few(db: Connection, state: ColumnElement[bool]) -> bool:
    """Are so few rows in a state that all can be sorted? Each has an index, but the one of what was sent."""
    some = select(literal_column("1")).select_from(t.delivery).where(state).limit(FEW + 1).subquery()
    return (db.scalar(select(func.count()).select_from(some)) or 0) <= FEW


def _select(db: Connection, conditions: Sequence[ColumnElement[bool]], order: Sequence[Any], limit: int) -> list[Key]:
    """The first keys, one more than a page has."""
    found = select(_d.article_id, _d.chat_id).where(*conditions).order_by(*order).limit(limit + 1)
    return [(row.article_id, row.chat_id) for row in db.execute(found)]


def _page(found: list[Key], limit: int, otherwise: Key | None) -> tuple[list[Key], Key | None]:
    """A page's keys, and where the next one begins: behind the last, if there are more, or where the look ended."""
    return (found[:limit], found[limit - 1]) if len(found) > limit else (found, otherwise)


def _rows(db: Connection, keys: Sequence[Key]) -> tuple[OutboxRow, ...]:
    """The rows with these keys, in their order; a chat that was merged meanwhile has none."""
    if not keys:
        return ()
    same = or_(*(and_(_d.article_id == article, _d.chat_id == chat) for article, chat in keys))
    found = {(row.article_id, row.chat_id): to_row(row) for row in db.execute(alerts_query().where(same))}
    return tuple(found[key] for key in keys if key in found)
