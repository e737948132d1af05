"""Claims: a worker takes what is due, chat by chat, in the fair order.

chats due ─ their rows, in the order of publication ─ mark them ─ (lock released) ─ articles and reasons
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    literal_column,
    select,
    update,
)

from bot.model import MAYBE_SENT, Article, Chat, ChatKind, Delivery, DeliveryState, Match, Reason
from bot.storage import schema as t
from bot.storage.base import IS_PENDING, IS_SENDING, OPEN, PENDING, SENDING, articles_query, to_article
from bot.storage.database import Database

SOLO = "solo"  #: the name of a worker that has no others beside it
CLAIM_TIMEOUT = timedelta(minutes=5)  #: a claim is anybody's after that: longer than any message is in flight
ROWS_A_CLAIM = 4  #: rows looked at for each chat wanted: one with a long queue stands in the way of others
HELD = timedelta(
    minutes=1
)  #: then a row that is held up is looked at again: the clock may have been set back meanwhile
HOLDS = 3  #: a row that failed so often holds up its chat's later ones, to keep the order; then they pass it by

_Key = tuple[int, int]
_d, _s, _m = t.delivery.c, t.subscription.c, t.match.c
_KEY = and_(_d.chat_id == bindparam("chat"), _d.article_id == bindparam("article"))
_CHATS: BindParameter[Any] = bindparam("chats", expanding=True)
_ARTICLES: BindParameter[Any] = bindparam("articles", expanding=True)

# Statements are built once: building them anew would cost more than running them.
_OTHER = t.delivery.alias()
_DUE = (
    select(_d.chat_id)
    .where(
        PENDING,
        _d.platform == bindparam("platform"),
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
    select(t.chat.c.id, t.chat.c.platform, t.chat.c.native_id, t.chat.c.thread, t.chat.c.kind, t.chat.c.timezone)
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
_HELD = update(t.delivery).where(_KEY).values(not_before=bindparam("until"))
_UNASKED = (
    update(t.delivery)
    .where(_KEY, IS_SENDING, _d.claimed_by == bindparam("worker"))
    .values(state=DeliveryState.DROPPED, reason="no longer followed", claimed_by=None, claimed_until=None)
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
        platform: str,
        now: datetime,
        limit: int,
        busy: Collection[int] = (),
        *,
        per_chat: int = 1,
        worker: str = SOLO,
    ) -> list[Delivery]:
        """Claim what is due for up to `limit` chats, at most `per_chat` of each, none of the chat rows in `busy`.

        Chats come in the fair order, what is for one chat stands together in the order of publication. A chat to which
        anything is being sent is left alone, whoever sends it. A delivery that no follow answers any more is dropped.
        """
        due = {"platform": platform, "now": now, "busy": list(busy), "most": limit * ROWS_A_CLAIM}
        with self._database.reading() as db:
            wanted = list(dict.fromkeys(db.scalars(_DUE, due)))[:limit]
        if not wanted:
            return []  # no need for the writer's lock
        with self._database.writing() as db:
            chats = _locked(db, wanted)
            rows = _take(db, [row for row in wanted if row in chats], now, per_chat)
            _mark(db, rows, worker, now + CLAIM_TIMEOUT)
        return self._filled(rows, chats, worker)

    def recover(self, now: datetime | None = None, worker: str = SOLO) -> int:
        """What this worker held is pending again, after a crash; with `now` also what others held for too long.

        Returns how many there were. Each may have been sent: nobody knows how far the attempt came.
        """
        held = t.delivery.c.claimed_by == worker
        if now is not None:
            held = held | (t.delivery.c.claimed_until <= now)
        return self._take_back(held)

    def recover_expired(self, now: datetime, worker: str = SOLO) -> int:
        """What others than this worker held for too long is pending again; how many there were."""
        return self._take_back(and_(t.delivery.c.claimed_by != worker, t.delivery.c.claimed_until <= now))

    def _take_back(self, held: ColumnElement[bool]) -> int:
        with self._database.reading() as db:
            if db.scalar(select(t.delivery.c.chat_id).where(SENDING, held).limit(1)) is None:
                return 0
        free = {"claimed_by": None, "claimed_until": None}
        with self._database.writing() as db:
            lost = {"state": DeliveryState.PENDING, "reason": MAYBE_SENT}
            return db.execute(update(t.delivery).where(SENDING, held).values(**lost, **free)).rowcount

    def _filled(self, rows: Sequence[RowMapping], chats: Mapping[int, RowMapping], worker: str) -> list[Delivery]:
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
        found: dict[int, list[Delivery]] = defaultdict(list)
        for row in rows:
            key = (row["chat_id"], row["article_id"])
            if key in why:
                delivery = _delivery(row, chats[key[0]], articles[key[1]], why[key])
                found[key[0]].append(delivery)
        return [delivery for of_chat in found.values() for delivery in sorted(of_chat, key=_published)]


def _locked(db: Connection, wanted: Sequence[int]) -> dict[int, RowMapping]:
    """The chats that no other worker is claiming at this moment."""
    return {row["id"]: row for row in db.execute(_LOCKED, {"chats": wanted}).mappings()}


def _take(db: Connection, chats: Sequence[int], now: datetime, per_chat: int) -> list[RowMapping]:
    """The rows to send, chats in their order, each chat's in the order in which its articles came in.

    A row that waits for another try holds up the later ones of its chat: they wait as long. A chat to which
    anything is being sent is passed over; it is looked for again here because another worker may have claimed it since.
    """
    of_chat: dict[int, list[RowMapping]] = {chat: [] for chat in chats}
    for row in db.execute(_ROWS, {"chats": chats, "most": len(chats) * (per_chat + HOLDS)}).mappings():
        of_chat[row["chat_id"]].append(row)
    taken: list[RowMapping] = []
    held: list[dict[str, Any]] = []
    for rows in of_chat.values():
        if any(row["state"] == DeliveryState.SENDING for row in rows):
            continue
        mine, later, until = _in_order(rows, now)
        taken += mine[:per_chat]
        held += [{**key, "until": until} for key in _keys(later)]
    if held:
        db.execute(_HELD, held)
    return taken


def _in_order(rows: Sequence[RowMapping], now: datetime) -> tuple[list[RowMapping], list[RowMapping], datetime]:
    """What may go, what has to wait for an earlier one, and how long."""
    mine: list[RowMapping] = []
    for place, row in enumerate(rows):
        if row["not_before"] <= now:
            mine.append(row)
        elif 0 < row["attempts"] <= HOLDS:
            until = min(row["not_before"], now + HELD)
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


def _delivery(row: RowMapping, chat: RowMapping, article: Article, why: tuple[Reason, ...]) -> Delivery:
    return Delivery(
        chat=Chat(platform=chat["platform"], id=chat["native_id"], thread=chat["thread"]),
        chat_row=chat["id"],
        kind=ChatKind(chat["kind"]),
        timezone=chat["timezone"],
        article=article,
        reasons=why,
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
        alone=row["alone"],
    )


def _published(delivery: Delivery) -> tuple[datetime, int]:
    return delivery.article.published_at, delivery.article.id
