"""Claims: a worker takes what is due, chat by chat, in the fair order.

chats due ─ their rows, in the order of publication ─ mark them ─ (lock released) ─ articles and reasons
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.model import Article, Cause, ChatKind, Delivery, DeliveryState, Match, OutboxItem, Reason
from bot.storage import letters
from bot.storage import schema as t
from bot.storage.base import (
    CHAT_COLUMNS,
    IS_PENDING,
    IS_SENDING,
    OPEN,
    PENDING,
    SENDING,
    articles_query,
    to_article,
    to_chat,
)
from bot.storage.database import Database

SOLO = "solo"  #: the name of a worker that has no others beside it
CLAIM_TIMEOUT = timedelta(minutes=5)  #: a claim is anybody's after that: longer than any message is in flight
ROWS_A_CLAIM = 4  #: rows looked at for each chat wanted: one with a long queue stands in the way of others
#: then a row that waits for an earlier one is looked at again: the clock may have been set back meanwhile
RECHECK_AFTER = timedelta(minutes=1)
#: a row that failed so often at most holds up its chat's later ones, to keep the order; then they pass it by
BLOCKING_ATTEMPTS = 3

_Key = tuple[int, int]
Columns = ReadOnlyColumnCollection[str, Column[Any]]
_d, _s, _m = t.delivery.c, t.subscription.c, t.match.c
_KEY = and_(_d.chat_id == bindparam("chat"), _d.article_id == bindparam("article"))
_CHATS: BindParameter[Any] = bindparam("chats", expanding=True)
_ARTICLES: BindParameter[Any] = bindparam("articles", expanding=True)

# Statements are built once: building them anew would cost more than running them.
_OTHER = t.delivery.alias()
_DUE = (
    select(_d.chat_id, _d.fair_at)
    .where(
        PENDING,
        _d.lane == bindparam("lane"),
        _d.not_before <= bindparam("now"),
        _d.chat_id.not_in(bindparam("busy", expanding=True)),
        _d.chat_id.not_in(select(_OTHER.c.chat_id).where(_OTHER.c.state == literal_column("'sending'"))),
    )
    .order_by(_d.fair_at)
    .limit(bindparam("most"))
)
#: the lock is on the chat, so that no two workers ever send to one chat at a time; it leaves those alone who only refer
#: to the chat, as fan-out does
_LOCKED = (
    select(t.chat.c.id, *CHAT_COLUMNS, t.chat.c.kind, t.chat.c.timezone)
    .where(t.chat.c.id.in_(_CHATS))
    .with_for_update(skip_locked=True, key_share=True)
)
_ROWS = (
    select(_d.chat_id, _d.article_id, _d.not_before, _d.attempts, _d.first_attempt_at, _d.plain, _d.alone, _d.state)
    .where(OPEN, _d.chat_id.in_(_CHATS))
    .order_by(_d.chat_id, _d.article_id)
    .limit(bindparam("most"))
)
_CLAIMED = (
    update(t.delivery)
    .where(_KEY, IS_PENDING)
    .values(
        state=DeliveryState.SENDING,
        claimed_by=bindparam("worker"),
        claimed_until=bindparam("until"),
    )
)
_WAITS = update(t.delivery).where(_KEY).values(not_before=bindparam("until"))
_UNASKED = (
    update(t.delivery)
    .where(_KEY, IS_SENDING, _d.claimed_by == bindparam("worker"))
    .values(state=DeliveryState.DROPPED, cause=Cause.UNFOLLOWED, detail=None, claimed_by=None, claimed_until=None)
)
_CONTENTS = articles_query().where(t.article.c.id.in_(_ARTICLES))
_FOLLOWS = (
    select(_s.chat_id, _m.article_id, _s.query_id, _s.typed)
    .join(t.match, _m.query_id == _s.query_id)
    .where(_s.chat_id.in_(_CHATS), _m.article_id.in_(_ARTICLES))
    .order_by(_s.id)
)
_MATCHES = select(_m.article_id, _m.query_id, _m.sentence, _m.spans).where(
    _m.article_id.in_(_ARTICLES), _m.query_id.in_(bindparam("queries", expanding=True))
)


class Claims:
    """Who sends what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self,
        lane: str,
        now: datetime,
        limit: int,
        busy: Collection[int] = (),
        *,
        per_chat: int = 1,
        worker: str = SOLO,
    ) -> list[OutboxItem]:
        """Claim what is due for up to `limit` chats, at most `per_chat` of each, none of the chat rows in `busy`.

        Chats come in the fair order, what is for one chat stands together: letters, then alerts in the order of
        publication. A chat to which anything is being sent is left alone, whoever sends it. A delivery that no follow
        answers any more is dropped.
        """
        due = {"lane": lane, "now": now, "busy": list(busy), "most": limit * ROWS_A_CLAIM}
        with self._database.reading() as db:
            alerts = [(fair_at, chat) for chat, fair_at in db.execute(_DUE, due)]
            stamped = heapq.merge(alerts, letters.due_chats(db, due), key=itemgetter(0))
        wanted = list(dict.fromkeys(chat for _, chat in stamped))[:limit]
        if not wanted:
            return []  # no need for the writer's lock
        with self._database.writing() as db:
            chats = _locked(db, wanted)
            rows, due_letters = _take(db, [row for row in wanted if row in chats], now, per_chat)
            _mark(db, rows, worker, now + CLAIM_TIMEOUT)
            letters.mark(db, due_letters, worker, now + CLAIM_TIMEOUT)
        found: dict[int, list[OutboxItem]] = {row: [] for row in wanted}
        for row in due_letters:
            found[row["chat_id"]].append(letters.to_letter(row, chats[row["chat_id"]]))
        for delivery in sorted(self._filled(rows, chats, worker), key=_published):
            found[delivery.chat_row].append(delivery)
        return [owed for of_chat in found.values() for owed in of_chat]

    def recover(self, now: datetime | None = None, worker: str = SOLO) -> int:
        """What this worker held is pending again, after a crash; with `now` also what others held for too long.

        Returns how many there were. Each may have been sent: nobody knows how far the attempt came.
        """
        return self._take_back(
            lambda c: c.claimed_by == worker if now is None else or_(c.claimed_by == worker, c.claimed_until <= now)
        )

    def recover_expired(self, now: datetime, worker: str = SOLO) -> int:
        """What others than this worker held for too long is pending again; how many there were."""
        return self._take_back(lambda c: and_(c.claimed_by != worker, c.claimed_until <= now))

    def _take_back(self, held: Callable[[Columns], ColumnElement[bool]]) -> int:
        return sum(
            self._take_back_of(table, and_(sending, held(table.c)))
            for table, sending in ((t.delivery, SENDING), (t.letter, letters.IS_UNDER_WAY))
        )

    def _take_back_of(self, table: Table, held: ColumnElement[bool]) -> int:
        with self._database.reading() as db:
            if db.scalar(select(table.c.chat_id).where(held).limit(1)) is None:
                return 0
        with self._database.writing() as db:
            return take_back(db, table, held)

    def _filled(self, rows: Sequence[RowMapping], chats: Mapping[int, Any], worker: str) -> list[Delivery]:
        """The rows as nouns; those that nobody asks for any more are dropped."""
        if not rows:
            return []
        with self._database.reading() as db:
            articles = _articles(db, {row["article_id"] for row in rows})
            why = _reasons(db, {row["chat_id"] for row in rows}, articles)
        unasked = [row for row in rows if (row["chat_id"], row["article_id"]) not in why]
        if unasked:
            with self._database.writing() as db:
                db.execute(_UNASKED, [{**key, "worker": worker} for key in _keys(unasked)])
        keyed = [(row, (row["chat_id"], row["article_id"])) for row in rows]
        return [_delivery(row, chats[key[0]], articles[key[1]], why[key]) for row, key in keyed if key in why]


def take_back(db: Connection, table: Table, held: ColumnElement[bool]) -> int:
    """Such rows are pending again, and may have been sent; how many there were."""
    free = {"claimed_by": None, "claimed_until": None}
    lost = {"state": DeliveryState.PENDING, "cause": Cause.MAYBE_SENT, "detail": None, **free}
    return db.execute(update(table).where(held).values(lost)).rowcount


def _locked(db: Connection, wanted: Sequence[int]) -> dict[int, Any]:
    """The chats that no other worker is claiming at this moment."""
    return {row.id: row for row in db.execute(_LOCKED, {"chats": wanted})}


def _take(
    db: Connection, chats: Sequence[int], now: datetime, per_chat: int
) -> tuple[list[RowMapping], list[RowMapping]]:
    """The rows to send, chats in their order, each chat's in the order in which its articles came in; and letters.

    A row that waits for another try holds up the later ones of its chat: they wait as long. A chat to which
    anything is being sent is passed over; it is looked for again here because another worker may have claimed it since.
    """
    of_chat: dict[int, list[RowMapping]] = {chat: [] for chat in chats}
    open_letters: dict[int, list[RowMapping]] = {chat: [] for chat in chats}
    for row in db.execute(_ROWS, {"chats": chats, "most": len(chats) * (per_chat + BLOCKING_ATTEMPTS)}).mappings():
        of_chat[row["chat_id"]].append(row)
    for row in letters.open_letters(db, chats):
        open_letters[row["chat_id"]].append(row)
    taken: list[RowMapping] = []
    taken_letters: list[RowMapping] = []
    waiting: list[dict[str, Any]] = []
    for chat, rows in of_chat.items():
        if any(row["state"] == DeliveryState.SENDING for row in (*rows, *open_letters[chat])):
            continue
        due = [row for row in open_letters[chat] if row["due_at"] <= now][:per_chat]
        taken_letters += due
        mine, later, until = _in_order(rows, now)
        taken += mine[: per_chat - len(due)]
        waiting += [{**key, "until": until} for key in _keys(later)]
    if waiting:
        db.execute(_WAITS, waiting)
    return taken, taken_letters


def _in_order(rows: Sequence[RowMapping], now: datetime) -> tuple[list[RowMapping], list[RowMapping], datetime]:
    """What may go, what has to wait for an earlier one, and how long."""
    mine: list[RowMapping] = []
    for place, row in enumerate(rows):
        if row["not_before"] <= now:
            mine.append(row)
        elif 0 < row["attempts"] <= BLOCKING_ATTEMPTS:
            until = min(row["not_before"], now + RECHECK_AFTER)
            return mine, [later for later in rows[place + 1 :] if later["not_before"] <= now], until
    return mine, [], now


def _mark(db: Connection, rows: Sequence[RowMapping], worker: str, until: datetime) -> None:
    """One by one, by their keys: of a list of pairs SQLite would look through all that is pending."""
    if rows:
        db.execute(_CLAIMED, [{**key, "worker": worker, "until": until} for key in _keys(rows)])


def _keys(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    return [{"chat": row["chat_id"], "article": row["article_id"]} for row in rows]


def _articles(db: Connection, ids: Collection[int]) -> dict[int, Article]:
    return {row["id"]: to_article(row) for row in db.execute(_CONTENTS, {"articles": sorted(ids)}).mappings()}


def _reasons(db: Connection, chats: Collection[int], articles: Collection[int]) -> dict[_Key, tuple[Reason, ...]]:
    """Why each chat is owed each article, its follows in the order in which they were followed."""
    follows = db.execute(_FOLLOWS, {"chats": sorted(chats), "articles": sorted(articles)}).all()
    matches = _matches(db, articles, {row.query_id for row in follows})
    found: dict[_Key, tuple[Reason, ...]] = {}
    for chat, article, query_id, typed in follows:
        reason = Reason(query_id=query_id, typed=typed, match=matches[article, query_id])
        found[chat, article] = (*found.get((chat, article), ()), reason)
    return found


def _matches(db: Connection, articles: Collection[int], queries: Collection[int]) -> dict[_Key, Match]:
    """Read once each, however many chats share them."""
    found = db.execute(_MATCHES, {"articles": sorted(articles), "queries": sorted(queries)})
    return {
        (article, query_id): Match(
            query_id=query_id, sentence=sentence, spans=tuple((start, end) for start, end in json.loads(spans))
        )
        for article, query_id, sentence, spans in found
    }


def _delivery(row: RowMapping, chat: Any, article: Article, why: tuple[Reason, ...]) -> Delivery:
    return Delivery(
        chat=to_chat(chat),
        chat_row=chat.id,
        kind=ChatKind(chat.kind),
        timezone=chat.timezone,
        article=article,
        reasons=why,
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
        alone=row["alone"],
    )


def _published(delivery: Delivery) -> tuple[datetime, int]:
    return delivery.article.published_at, delivery.article.id
