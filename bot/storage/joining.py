"""Fan-out of an article of a story: in each chat it joins what told of the story first, or comes as a reply to that.

is it in a story of several? ─ mostly not
    └ yes ─ of each chat: its head ─┬─ none: owed by itself, as an article in no story
                                    ├─ it is a follow-up there: owed, as a reply to the head
                                    └─ joined, and if the head was sent: an edit of it is asked for
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from bot.model import DeliveryState, FollowUps
from bot.storage import schema as t
from bot.storage.alone import Waiting, is_any_alone, waits_alone
from bot.storage.common import IMMEDIATELY, JOINED
from bot.storage.fanout_batches import ARTICLE, FIRST, LAST
from bot.storage.story_heads import EDITABLE_FOR, asking, asking_for, is_editable_since, is_live

#: articles of a story that are looked at for the head in each chat: its first ones, and the nearest ones before and
#: after, which know the heads that they joined. So a story of hundreds costs no more.
EARLIEST, NEAREST = 4, 8

_a, _c, _d, _p = t.article.c, t.chat.c, t.delivery.c, t.preference.c
_told = t.delivery.alias("told")
_head = t.delivery.alias("head")
_OTHERS: BindParameter[Any] = bindparam("others", expanding=True)  #: `Telling.others`

# Statements are built once: they are asked for each article that somebody follows.
_IN_STORY = (
    select(_a.story_id, t.story_article.c.new_text)
    .join(t.story, t.story.c.id == _a.story_id)
    .outerjoin(t.story_article, t.story_article.c.article_id == _a.id)
    .where(_a.id == ARTICLE, t.story.c.articles > 1)
)
_OF_STORY = select(_a.id).where(_a.story_id == bindparam("story"), _a.id != ARTICLE)
_LOOKED_AT = (
    _OF_STORY.order_by(_a.id).limit(EARLIEST),
    _OF_STORY.where(_a.id < ARTICLE).order_by(_a.id.desc()).limit(NEAREST),
    _OF_STORY.where(_a.id > ARTICLE).order_by(_a.id).limit(NEAREST),
)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """An article that tells of a story which others told of too."""

    others: tuple[int, ...]  #: articles of the story in which a chat's head is looked for
    has_news: bool  #: it says something that nothing of the story had before
    some_wait: bool = False  #: chats may wait whether others of the story stay in one language


def telling_of(db: Connection, article_id: int) -> Telling | None:
    """What an article tells of, within a transaction; None, mostly: nothing that another article told of."""
    row = db.execute(_IN_STORY, {"article": article_id}).first()
    if row is None:
        return None
    asked = {"article": article_id, "story": row.story_id}
    ids = {number for each in _LOOKED_AT for number in db.scalars(each, asked)}
    has_news, some_wait = row.new_text is not None, is_any_alone(db)
    return Telling(others=tuple(sorted(ids)), has_news=has_news, some_wait=some_wait)


def tells(db: Connection, article_id: int) -> bool:
    """Does an article tell of what another one told of, too? Mostly not."""
    return db.execute(_IN_STORY, {"article": article_id}).first() is not None


def joining(
    owed: Mapping[str, Any],
    rings: ColumnElement[bool] | None,
    alone: Waiting | None,
    *,
    has_news: bool,
    some_wait: bool,
) -> Select[Any]:
    """SELECT of the rows that fan-out inserts, from those of an article in no story, with the parameter `others`.

    `owed`: the values by column. `rings`: condition of a chat that hears it in quiet hours, None: nobody does; such a
    row is not joined to what waits for their end. `alone`: who wants it only if no other language has it, None: nobody
    does; only such a row joins what waits for that. `has_news`, `some_wait`: see Telling.
    """
    heads = _heads(some_wait=some_wait)
    head_id: ColumnElement[int] = heads.c.head_id
    if some_wait:
        head_id = heads.c.open_id if alone is None else case((alone.waits, heads.c.head_id), else_=heads.c.open_id)
    wanted = func.coalesce(_p.follow_ups, FollowUps.NEW.value)
    follows_up = or_(wanted == FollowUps.ALL.value, wanted == FollowUps.NEW.value if has_news else false())
    told = and_(_c.paused_at.is_(None), head_id.is_not(None), func.coalesce(_p.stories, true()))
    if rings is not None:
        told = and_(told, ~and_(rings, _waits_for_morning(heads.c.chat_id, head_id)))
    joins = and_(told, ~follows_up)
    values = {
        **owed,
        "state": case((joins, DeliveryState.JOINED.value), else_=owed["state"]),
        "not_before": case((joins, literal(IMMEDIATELY, _d.not_before.type)), else_=owed["not_before"]),
        "quiet": and_(owed["quiet"], ~joins),
        "cause": case((joins, null()), else_=owed["cause"]),
        "head_id": case((told, head_id)),
    }
    chosen = select(*(value.label(name) for name, value in values.items()))
    with_heads = t.chat.outerjoin(heads, heads.c.chat_id == _c.id).outerjoin(t.preference, _p.chat_id == _c.id)
    return chosen.select_from(with_heads)


def _heads(*, some_wait: bool) -> FromClause:
    """The head of the story in each chat of a range: its earliest delivery that was not joined to another, nor ended.

    What a chat took out of the story is not its head. `open_id`: the same without what waits whether the story stays
    in one language, where anything may.
    """
    split = exists().where(t.story_split.c.chat_id == _told.c.chat_id, t.story_split.c.article_id == _told.c.article_id)
    joined = _told.c.state == DeliveryState.JOINED.value
    head = func.min(case((joined, _told.c.head_id), else_=_told.c.article_id))
    columns = [_told.c.chat_id, head.label("head_id")]
    if some_wait:
        of_head = and_(_head.c.article_id == _told.c.head_id, _head.c.chat_id == _told.c.chat_id)
        waiting = or_(waits_alone(_told), and_(joined, exists().where(of_head, waits_alone(_head))))
        columns.append(head.filter(~waiting).label("open_id"))
    found = select(*columns).where(
        _told.c.article_id.in_(_OTHERS), _told.c.chat_id.between(FIRST, LAST), or_(is_live(_told), joined), ~split
    )
    return found.group_by(_told.c.chat_id).subquery("heads")


def _waits_for_morning(chat_id: ColumnElement[int], head_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Condition: the head came while its chat was quiet, and is held until it is not."""
    head = and_(_head.c.article_id == head_id, _head.c.chat_id == chat_id)
    return exists().where(head, _head.c.quiet, _head.c.state == DeliveryState.HELD.value)


def ask_to_show(db: Connection, article_id: int, chats: tuple[int, int], now: datetime) -> None:
    """Ask for an edit of each sent message that shows the article too from now on, within a transaction."""
    asked = {"article": article_id, "first": chats[0], "last": chats[1], "since": now - EDITABLE_FOR}
    db.execute(_asking_to_show(db.dialect.name), asked)


@cache
def _asking_to_show(dialect: str) -> Insert:
    """The statement of `ask_to_show`, built once."""
    joined = and_(_head.c.article_id == _d.head_id, _head.c.chat_id == _d.chat_id)
    values = asking(_head, _d.fair_at)
    rows = select(*values.values()).select_from(t.delivery).join(_head, joined)
    rows = rows.where(_d.article_id == ARTICLE, _d.chat_id.between(FIRST, LAST), JOINED)
    editable = is_editable_since(_head, bindparam("since", type_=_d.sent_at.type))
    return asking_for(dialect, values, rows.where(editable))
