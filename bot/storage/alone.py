"""Follows that bring only what no other language has had for some hours: held until then, and dropped if one had it.

fan-out ─ only such follows ask for it ─▶ held until first seen + the span ─┬─ another language had it ─▶ dropped
                                                                            └─ nobody had it ─▶ pending, as any other
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.model import Article, Attention, Cause, Delivery, DeliveryState, FollowMode
from bot.storage import schema as t
from bot.storage.attention import keeps_quiet
from bot.storage.common import JOINED, articles_query, to_article
from bot.storage.database import Database
from bot.storage.fanout_batches import ARTICLE, NEWEST, NOW
from bot.storage.story_heads import ask_for, heads_may_end, is_live

_a, _c, _d, _m, _s = t.attention.c, t.chat.c, t.delivery.c, t.match.c, t.subscription.c
_article = t.article.c
_other_article = t.article.alias()
_other = _other_article.c
_told = t.delivery.alias("told")
_ARTICLE_IDS: BindParameter[Any] = bindparam("articles", expanding=True)
IS_ALONE = _a.alone_for.is_not(None)  #: condition on `attention`
_IN_OTHER_LANGUAGE = and_(
    _other.story_id == _article.story_id, _article.story_id.is_not(None), _other.language != _article.language
)
_FIRST_ELSEWHERE = (
    select(_article.id, func.min(_other.first_seen_at))
    .join(_other_article, _IN_OTHER_LANGUAGE)
    .where(_article.id.in_(_ARTICLE_IDS))
    .group_by(_article.id)
)
#: for how long follows of an article wait, the shortest first, and since when
_SPANS = (
    select(_a.alone_for, _article.first_seen_at)
    .distinct()
    .join(t.match, _m.query_id == _a.query_id)
    .join(t.article, _article.id == _m.article_id)
    .where(_m.article_id == ARTICLE, IS_ALONE)
    .order_by(_a.alone_for)
)
_ANY_ALONE = select(_a.chat_id).where(IS_ALONE).limit(1)


def waits_alone(of: FromClause) -> ColumnElement[bool]:
    """Condition on a delivery: it waits whether another language has its story; nothing can be told below it yet."""
    because = func.coalesce(of.c.cause == Cause.ALONE.value, false())
    return and_(of.c.state == literal_column(f"'{DeliveryState.HELD.value}'"), because)


_ROW = and_(_d.chat_id == bindparam("chat"), _d.article_id == bindparam("article"))
_JOIN = (
    update(t.delivery)
    .where(_ROW, waits_alone(t.delivery))
    .values(state=DeliveryState.JOINED, head_id=bindparam("head"), cause=None)
)
_JOIN_WITH_IT = (
    update(t.delivery)
    .where(JOINED, _d.chat_id == bindparam("chat"), _d.head_id == bindparam("article"))
    .values(head_id=bindparam("head"))
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How fan-out holds an article for chats that want it only if no other language has it; of rows of `chat`."""

    waits: ColumnElement[bool]  #: it is held for the chat; never unknown
    until: ColumnElement[datetime]  #: for how long

    def held(self, owed: Mapping[str, Any]) -> dict[str, Any]:
        """The values that are others then, from those that fan-out would insert."""
        return {
            "state": case((self.waits, DeliveryState.HELD.value), else_=owed["state"]),
            "not_before": case((self.waits, self.until), else_=owed["not_before"]),
            "quiet": and_(owed["quiet"], ~self.waits),
            "cause": case((self.waits, Cause.ALONE.value), else_=owed["cause"]),
        }


class Alone:
    """Which languages had a story."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def elsewhere(self, article_id: int) -> Article | None:
        """The first article of another language about the same event; None: there is none."""
        mine = select(_other.story_id, _other.language).where(_other.id == article_id).subquery().c
        same = _article.story_id == select(mine.story_id).scalar_subquery()
        statement = articles_query().where(same, _article.language != select(mine.language).scalar_subquery())
        statement = statement.order_by(_article.first_seen_at, _article.id).limit(1)
        with self._database.single_read() as db:
            row = db.execute(statement).mappings().first()
        return None if row is None else to_article(row)

    def not_alone(self, articles: Collection[Article], span: timedelta, now: datetime) -> set[int]:
        """Of these articles the ids of those that another language had within the span, or may have until it ends."""
        with self._database.read_transaction() as db:
            elsewhere = _first_elsewhere(db, [each.id for each in articles])
        return {
            each.id
            for each in articles
            if each.first_seen_at + span > now or not _is_alone(each, span, elsewhere.get(each.id))
        }


def spans_of(db: Connection, article_id: int) -> tuple[int, dict[str, Any]]:
    """For how many different spans follows of an article are to wait, and the parameters of `waiting`."""
    rows = db.execute(_SPANS, {"article": article_id}).all()
    spans = {f"span_{number}": span for number, (span, _) in enumerate(rows)}
    ends = {f"until_{number}": seen_at + timedelta(seconds=span) for number, (span, seen_at) in enumerate(rows)}
    return len(rows), spans | ends


def waiting(spans: int) -> Waiting:
    """Who is to wait for the article, where follows of it wait for so many different spans; each is a parameter.

    A chat with another follow of it that brings alerts gets it at once.
    """
    chosen = and_(_a.query_id == _s.query_id, _a.chat_id == _s.chat_id)
    follows = select(_s.chat_id).join(t.match, _m.query_id == _s.query_id)
    follows = follows.where(_m.article_id == ARTICLE, _s.id <= NEWEST)
    at_once = follows.where(_s.chat_id == _c.id, ~exists().where(chosen, or_(IS_ALONE, keeps_quiet(NOW))))
    by_span: list[tuple[ColumnElement[bool], Any]] = []
    for number in range(spans):
        of_span = _a.alone_for == bindparam(f"span_{number}")
        until = bindparam(f"until_{number}", type_=_d.not_before.type)
        by_span.append((_c.id.in_(follows.join(t.attention, chosen).where(of_span, ~keeps_quiet(NOW))), until))
    any_of = or_(*(condition for condition, _ in by_span))
    waits = and_(_c.paused_at.is_(None), any_of, ~at_once.correlate(t.chat).exists())
    return Waiting(waits=waits, until=case(*by_span))


def is_any_alone(db: Connection) -> bool:
    """Does any follow ask for that? Mostly none does: then nothing waits."""
    return db.scalar(_ANY_ALONE) is not None


def settle_alone(db: Connection, due: ColumnElement[bool], now: datetime) -> None:
    """What waited for long enough, of held rows that are due, within a transaction; the others become pending then.

    What another language had is dropped, with what joined it, for that waited for the same. What the chat was told of
    by another follow meanwhile joins that.
    """
    heads_may_end(db)
    waited = and_(due, waits_alone(t.delivery))
    had = select(_article.id).where(_article.id == _d.article_id).where(exists().where(_IN_OTHER_LANGUAGE))
    dropped = update(t.delivery).values(state=DeliveryState.DROPPED, cause=Cause.NOT_ALONE)
    gone = db.execute(dropped.where(waited, had.exists()).returning(_d.chat_id, _d.article_id)).all()
    joined = and_(JOINED, _d.head_id == bindparam("head"), _d.chat_id == bindparam("chat"))
    if gone:
        db.execute(dropped.where(joined), [{"head": article, "chat": chat} for chat, article in gone])
    told = db.execute(select(_d.chat_id, _d.article_id, _told_by()).where(waited, _d.head_id.is_(None))).all()
    moved = [{"chat": chat, "article": article, "head": head} for chat, article, head in told if head is not None]
    if moved:
        db.execute(_JOIN, moved)
        db.execute(_JOIN_WITH_IT, moved)
        ask_for(db, [(each["chat"], each["article"]) for each in moved], now)


def _told_by() -> ScalarSelect[int | None]:
    """The article of the message that told a chat of the story of a delivery, or will; NULL: none did."""
    split = exists().where(t.story_split.c.chat_id == _d.chat_id, t.story_split.c.article_id == _d.article_id)
    apart = exists().where(t.preference.c.chat_id == _d.chat_id, ~t.preference.c.stories)
    of_story = select(func.min(_told.c.article_id)).join(_other_article, _other.id == _told.c.article_id)
    of_story = of_story.where(_told.c.chat_id == _d.chat_id, _other.story_id == _article.story_id)
    of_story = of_story.where(is_live(_told), ~waits_alone(_told), _article.id == _d.article_id, ~split, ~apart)
    return of_story.correlate(t.delivery).scalar_subquery()


def marked(db: Connection, deliveries: Sequence[Delivery], now: datetime | None = None) -> list[Delivery]:
    """The same deliveries, with what is to be told of those that only such follows brought; `now` None: it is over.

    A follow that nobody knows yet to be answered is no reason beside others that bring it.
    """
    asked = [each.article.id for each in deliveries if _asks(each)]
    if not asked:
        return list(deliveries)
    elsewhere = _first_elsewhere(db, asked)
    return [_marked(each, elsewhere, now) if _asks(each) else each for each in deliveries]


def _asks(delivery: Delivery) -> bool:
    return any(reason.attention.alone_for for reason in delivery.reasons)


def _marked(delivery: Delivery, elsewhere: Mapping[int, datetime], now: datetime | None) -> Delivery:
    article = delivery.article
    bringing = [each for each in delivery.reasons if _brings(each.attention, article)]
    spans = [each.attention.alone_for for each in bringing]
    if any(span is None for span in spans):
        return replace(delivery, reasons=tuple(each for each in delivery.reasons if not each.attention.alone_for))
    span = min(filter(None, spans), default=None)
    if span is None or (now is not None and now < article.first_seen_at + span):
        return delivery
    return replace(delivery, alone_for=span) if _is_alone(article, span, elsewhere.get(article.id)) else delivery


def _brings(attention: Attention, article: Article) -> bool:
    muted = attention.muted_until_at is not None and attention.muted_until_at > article.first_seen_at
    return attention.mode is not FollowMode.DIGEST and not muted


def _is_alone(article: Article, span: timedelta, elsewhere_at: datetime | None) -> bool:
    return elsewhere_at is None or elsewhere_at > article.first_seen_at + span


def _first_elsewhere(db: Connection, articles: Collection[int]) -> dict[int, datetime]:
    """When each of these articles' stories first came in another language; those of which none did are left out."""
    return {row[0]: row[1] for row in db.execute(_FIRST_ELSEWHERE, {"articles": sorted(set(articles))})}
