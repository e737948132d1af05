"""What a claimed delivery carries: its article, and the follows of its chat that the article matches."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select

from bot.model import Article, Attention, Cause, ChatKind, Delivery, Match, PostStyle, Preferences, Reason
from bot.storage import schema as t
from bot.storage.alone import marked
from bot.storage.attention import attention_of
from bot.storage.common import articles_query, to_article, to_chat
from bot.storage.post_styles import styles_of
from bot.storage.preferences import preferences_of
from bot.storage.waits import to_health

Key = tuple[int, int]  #: (chat, article) of a delivery

_s, _m = t.subscription.c, t.match.c
_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_ARTICLE_IDS: BindParameter[Any] = bindparam("articles", expanding=True)

# Statements are built once: building them for each claim would cost more than running them.
_ARTICLES = articles_query().where(t.article.c.id.in_(_ARTICLE_IDS))
_FOLLOWS = (
    select(_s.chat_id, _m.article_id, _s.query_id, _s.typed)
    .join(t.match, _m.query_id == _s.query_id)
    .where(_s.chat_id.in_(_CHAT_IDS), _m.article_id.in_(_ARTICLE_IDS))
    .order_by(_s.id)
)
_MATCHES = (
    select(_m.article_id, _m.query_id, _m.sentence, _m.spans, t.query.c.canonical)
    .join(t.query, t.query.c.id == _m.query_id)
    .where(_m.article_id.in_(_ARTICLE_IDS), _m.query_id.in_(bindparam("queries", expanding=True)))
)


def load_deliveries(
    db: Connection, rows: Iterable[RowMapping], chats: Mapping[int, Any], now: datetime | None = None
) -> tuple[list[Delivery], list[Key]]:
    """Build deliveries from claimed rows, in the order in which they go; and the keys that no follow asks for any more.

    `chats` are rows with CHAT_COLUMNS, HEALTH_COLUMNS, kind, time zone and languages, by id.
    """
    deliveries = carried(db, rows, chats, now)
    wanted = [each for each in deliveries if each.reasons]
    return wanted, [(each.chat_id, each.article.id) for each in deliveries if not each.reasons]


def carried(
    db: Connection, rows: Iterable[RowMapping], chats: Mapping[int, Any], now: datetime | None = None
) -> list[Delivery]:
    """The same for all of the rows, without reasons where no follow asks for one any more."""
    keyed = {(row["chat_id"], row["article_id"]): row for row in rows}
    articles = _articles(db, {article for _, article in keyed})
    reasons = _reasons(db, {chat for chat, _ in keyed}, articles)
    styles = styles_of(db, {chat for chat, _ in keyed if chats[chat].kind == ChatKind.CHANNEL})
    preferences = preferences_of(db, {chat for chat, _ in keyed})
    deliveries = [
        replace(
            _delivery(row, chats[key[0]], articles[key[1]], reasons.get(key, ())),
            style=styles.get(key[0], PostStyle()),
            preferences=preferences.get(key[0], Preferences()),
        )
        for key, row in keyed.items()
    ]
    return sorted(marked(db, deliveries, now), key=_turn)


def _articles(db: Connection, ids: Collection[int]) -> dict[int, Article]:
    return {row["id"]: to_article(row) for row in db.execute(_ARTICLES, {"articles": sorted(ids)}).mappings()}


def _reasons(db: Connection, chats: Collection[int], articles: Collection[int]) -> dict[Key, tuple[Reason, ...]]:
    """Why each chat is owed each article, its follows in the order in which they were added."""
    follows = db.execute(_FOLLOWS, {"chats": sorted(chats), "articles": sorted(articles)}).all()
    matches = _matches(db, articles, {row.query_id for row in follows})
    chosen = attention_of(db, chats)
    found: dict[Key, tuple[Reason, ...]] = {}
    for chat, article, query_id, typed in follows:
        match, canonical = matches[article, query_id]
        attention = chosen.get((chat, query_id), Attention())
        reason = Reason(query_id=query_id, typed=typed, match=match, canonical=canonical, attention=attention)
        found[chat, article] = (*found.get((chat, article), ()), reason)
    return found


def _matches(db: Connection, articles: Collection[int], queries: Collection[int]) -> dict[Key, tuple[Match, str]]:
    """The matches with their canonical queries by (article, query), each read once however many chats share it."""
    rows = db.execute(_MATCHES, {"articles": sorted(articles), "queries": sorted(queries)})
    return {
        (article, query_id): (Match(query_id=query_id, sentence=sentence, spans=_spans(spans)), canonical)
        for article, query_id, sentence, spans, canonical in rows
    }


def _spans(stored: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in json.loads(stored))


def _delivery(row: RowMapping, chat: Any, article: Article, reasons: Sequence[Reason]) -> Delivery:
    return Delivery(
        chat=to_chat(chat),
        chat_id=chat.id,
        kind=ChatKind(chat.kind),
        timezone=chat.timezone,
        language=chat.language,
        article=article,
        reasons=tuple(reasons),
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
        alone=row["alone"],
        health=to_health(chat),
        languages=tuple((chat.languages or "").split()),
        cause=Cause(row["cause"]) if row["cause"] else None,
        rings=row["rings"],
        quiet=row["quiet"],
    )


def _turn(delivery: Delivery) -> tuple[bool, datetime, int]:
    """First what came while the chat was quiet, which goes together; then in order of publication."""
    return not delivery.quiet, delivery.article.published_at, delivery.article.id
