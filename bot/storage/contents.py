"""What a claimed delivery carries: its article, and the follows of its chat that the article matches.

If it tells of a story: the other articles of it that joined the alert; of a later one the message that it answers to.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select

from bot.model import (
    Article,
    Attention,
    Cause,
    ChatKind,
    Delivery,
    DeliveryState,
    Match,
    PostStyle,
    Preferences,
    Reason,
    Task,
    TaskState,
)
from bot.storage import schema as t
from bot.storage.alone import marked
from bot.storage.attention import attention_of
from bot.storage.common import articles_query, to_article, to_chat
from bot.storage.post_styles import styles_of
from bot.storage.preferences import preferences_of
from bot.storage.story_heads import joined_to
from bot.storage.waits import to_health

Key = tuple[int, int]  #: (chat, article) of a delivery
NEVER = datetime.max.replace(tzinfo=UTC)

_s, _m, _d = t.subscription.c, t.match.c, t.delivery.c
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
_SENT_REFS = select(_d.chat_id, _d.article_id, _d.ref).where(
    _d.article_id.in_(_ARTICLE_IDS), _d.chat_id.in_(_CHAT_IDS), _d.state == DeliveryState.SENT.value
)
_NEW_TEXTS = select(t.story_article.c.article_id, t.story_article.c.new_text).where(
    t.story_article.c.article_id.in_(_ARTICLE_IDS)
)
_TASKS = select(t.task).where(
    t.task.c.chat_id.in_(_CHAT_IDS), t.task.c.article_id.in_(_ARTICLE_IDS), t.task.c.state != TaskState.OPEN.value
)


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the chats of deliveries were told of their stories, and are to be told with them."""

    joined: Mapping[Key, Sequence[int]]  #: the articles that joined a delivery
    refs: Mapping[Key, str] = field(default_factory=dict)  #: the messages of deliveries that were sent
    new: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  #: what is new in an article


def load_deliveries(
    db: Connection,
    rows: Iterable[RowMapping],
    chats: Mapping[int, Any],
    now: datetime | None = None,
    claimed_until: datetime | None = None,
) -> tuple[list[Delivery], list[Key]]:
    """Build deliveries from claimed rows, in the order in which they go; and the keys that no follow asks for any more.

    `chats` are rows with CHAT_COLUMNS, HEALTH_COLUMNS, kind, time zone and languages, by id. `claimed_until`: of their
    claim, if they were claimed since.
    """
    deliveries = carried(db, rows, chats, now, claimed_until)
    wanted = [each for each in deliveries if each.reasons]
    return wanted, [(each.chat_id, each.article.id) for each in deliveries if not each.reasons]


def carried(
    db: Connection,
    rows: Iterable[RowMapping],
    chats: Mapping[int, Any],
    now: datetime | None = None,
    claimed_until: datetime | None = None,
) -> list[Delivery]:
    """The same for all of the rows, without reasons where no follow asks for one any more."""
    keyed = {(row["chat_id"], row["article_id"]): row for row in rows}
    told = _told(db, keyed)
    also = {article for joined in told.joined.values() for article in joined}
    articles = _articles(db, {article for _, article in keyed} | also)
    reasons = _reasons(db, {chat for chat, _ in keyed}, articles)
    tasks = _tasks(db, [key for key, row in keyed.items() if row["state"] == DeliveryState.SENT])
    styles = styles_of(db, {chat for chat, _ in keyed if chats[chat].kind == ChatKind.CHANNEL})
    preferences = preferences_of(db, {chat for chat, _ in keyed})
    deliveries = [
        replace(
            _delivery(row, chats[key[0]], articles[key[1]], _of_all_shown(key, row, told, reasons)),
            task=tasks.get(key),
            style=styles.get(key[0], PostStyle()),
            preferences=preferences.get(key[0], Preferences()),
            claimed_until_at=claimed_until,
            **_of_story(key, row, told, articles),
        )
        for key, row in keyed.items()
    ]
    return sorted(marked(db, deliveries, now), key=_turn)


def _of_all_shown(
    key: Key, row: RowMapping, told: _Told, reasons: Mapping[Key, tuple[Reason, ...]]
) -> tuple[Reason, ...]:
    """The follows that ask for an article, and behind them those that only ask for what joined it: without a match.

    Before it is sent, none at all if none asks for the article itself: what joined it is to come by itself then.
    """
    own = reasons.get(key, ())
    found = {each.query_id: each for each in own}
    joined = (reason for article in told.joined.get(key, ()) for reason in reasons.get((key[0], article), ()))
    for reason in joined if own or row["state"] == DeliveryState.SENT else ():
        found.setdefault(reason.query_id, replace(reason, match=reason.match._replace(sentence="", spans=())))
    return tuple(found.values())


def _tasks(db: Connection, keys: Collection[Key]) -> dict[Key, Task]:
    """Who has taken these alerts."""
    if not keys:
        return {}
    asked = {"chats": sorted({chat for chat, _ in keys}), "articles": sorted({article for _, article in keys})}
    return {
        (row.chat_id, row.article_id): Task(
            state=TaskState(row.state), person_name=row.person_name, changed_at=row.changed_at
        )
        for row in db.execute(_TASKS, asked)
    }


def _told(db: Connection, keyed: Mapping[Key, RowMapping]) -> _Told:
    """What is known of the stories of these rows; mostly there is nothing."""
    joined = joined_to(db, keyed)
    heads = {(key[0], row["head_id"]) for key, row in keyed.items() if _answers(row)}
    if not heads:
        return _Told(joined=joined)
    articles = {"articles": sorted({article for _, article in heads})}
    sent = db.execute(_SENT_REFS, articles | {"chats": sorted({chat for chat, _ in heads})})
    later = sorted(key[1] for key, row in keyed.items() if _answers(row))
    new = db.execute(_NEW_TEXTS, {"articles": later})
    return _Told(
        joined=joined,
        refs={(row.chat_id, row.article_id): row.ref for row in sent if row.ref},
        new={row.article_id: tuple(json.loads(row.new_text or "[]")) for row in new},
    )


def _answers(row: RowMapping) -> bool:
    """Is this to be sent as a reply to what told of its story first?"""
    return row["head_id"] is not None and row["state"] != DeliveryState.JOINED


def _of_story(key: Key, row: RowMapping, told: _Told, articles: Mapping[int, Article]) -> dict[str, Any]:
    """The fields of a Delivery that tell of its story; without a message to answer to, it tells all of its article."""
    joined = (articles[each] for each in told.joined.get(key, ()))
    also = tuple(sorted(joined, key=lambda each: (each.published_at, each.id)))
    ref = told.refs.get((key[0], row["head_id"])) if _answers(row) else None
    return {"also": also, "reply_to": ref, "new_sentences": told.new.get(key[1], ()) if ref is not None else ()}


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
        begun_at=row["begun_at"],
    )


def _turn(delivery: Delivery) -> tuple[bool, datetime, datetime, int]:
    """First what came while the chat was quiet, which goes together, before it what of that may have arrived together.

    Then in order of publication.
    """
    return not delivery.quiet, delivery.begun_at or NEVER, delivery.article.published_at, delivery.article.id
