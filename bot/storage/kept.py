"""Everything that is stored about a chat, as plain values for a file that its people get: docs/privacy.md has the keys.

Instants are written in UTC, as ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from bot.model import Chat, own_chat, qualified
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.storage.database import Database

FORMAT = "jarshy-data-1"

Values = dict[str, Any]
#: columns that are told under another name, or not at all: numbers of rows, and how work is shared out
_RENAMED = {
    "native_id": "id",
    "timezone": "time_zone",
    "languages": "reads_languages",
    "typed": "topic",
    "canonical": "understood",
    "ref": "message",
    "url": "link",
}
_LEFT_OUT = frozenset(
    {"chat_id", "query_id", "article_id", "head_id", "lane", "fair_at", "claimed_by", "claimed_until"}
)


class Kept:
    """Reads all that is stored about a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def about(self, chat: Chat, *, person: str = "") -> Values | None:
        """All of it by section; None: nothing is stored. `person`: who is asked about with a private chat."""
        with self._database.read_transaction() as db:
            row = db.execute(select(t.chat).where(this_chat(chat))).mappings().first()
            if row is None:
                return None
            number = row["id"]
            own = {name: value for name, value in row.items() if name not in ("id", "managing_id")}
            return {
                "format": FORMAT,
                "chat": _values(own),
                "settings": _first(db, select(t.preference).where(t.preference.c.chat_id == number)),
                "posts": _first(db, select(t.post_style).where(t.post_style.c.chat_id == number)),
                "digest": _first(db, select(t.digest_schedule).where(t.digest_schedule.c.chat_id == number)),
                "topics": _topics(db, number),
                "former_topics": _former_topics(db, number),
                "sources_left_out": _scalars(db, select(t.left_out.c.source_key).where(t.left_out.c.chat_id == number)),
                "saved": _about_articles(db, number, t.saved),
                "not_same_story": _about_articles(db, number, t.story_split),
                "tasks": _about_articles(db, number, t.task),
                "alerts": _alerts(db, number),
                "message_parts": _all(db, select(t.message_part).where(t.message_part.c.chat_id == number)),
                "letters": _letters(db, [number, *_as_person(db, chat, person)]),
                "channels": _channels(db, number, row["managing_id"]),
                "managed_by": db.scalar(select(func.count()).where(t.managed.c.channel_id == number)) or 0,
                "sites_asked_for": _sites(db, number, chat, person),
                "installed_in": _installed(db, chat, person),
                "access": _access(db, chat, person),
            }


def _values(row: Mapping[Any, Any]) -> Values:
    """A row as it is told."""
    told = {name: value for name, value in row.items() if name not in _LEFT_OUT}
    return {_RENAMED.get(name, name): _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _first(db: Connection, rows: Select[Any]) -> Values | None:
    row = db.execute(rows).mappings().first()
    return None if row is None else _values(row)


def _all(db: Connection, rows: Select[Any]) -> list[Values]:
    return [_values(row) for row in db.execute(rows).mappings()]


def _scalars(db: Connection, rows: Select[tuple[str]]) -> list[str]:
    return sorted(db.scalars(rows))


def _topics(db: Connection, number: int) -> list[Values]:
    """What it follows, each with how it is to reach the chat."""
    s, a = t.subscription.c, t.attention.c
    chosen = and_(a.query_id == s.query_id, a.chat_id == s.chat_id)
    columns = (
        s.typed,
        t.query.c.canonical,
        s.created_at,
        a.mode,
        a.mode_before,
        a.rings,
        a.muted_until,
        a.mentions,
        a.offered_at,
        a.alone_for,
        a.quiet_for,
        a.quiet_told_at,
        a.spike_told_at,
    )
    rows = select(*columns).join(t.query, t.query.c.id == s.query_id).outerjoin(t.attention, chosen)
    return _with_mentions(_all(db, rows.where(s.chat_id == number).order_by(s.created_at, s.id)))


def _former_topics(db: Connection, number: int) -> list[Values]:
    """What was chosen for topics that it follows no more: kept for Undo."""
    s, a = t.subscription.c, t.attention.c
    followed = select(s.query_id).where(s.chat_id == number)
    rows = select(t.query.c.canonical, t.attention).join(t.query, t.query.c.id == a.query_id)
    return _with_mentions(_all(db, rows.where(a.chat_id == number, a.query_id.not_in(followed))))


def _with_mentions(rows: list[Values]) -> list[Values]:
    return [row | {"mentions": json.loads(row["mentions"] or "[]")} for row in rows]


def _about_articles(db: Connection, number: int, table: Any) -> list[Values]:
    a = t.article.c
    rows = select(a.title, a.url, table).join(t.article, a.id == table.c.article_id)
    return _all(db, rows.where(table.c.chat_id == number).order_by(table.c.article_id))


def _alerts(db: Connection, number: int) -> list[Values]:
    """Found by the key, article by article, from the oldest delivery on."""
    a, d = t.article.c, t.delivery.c
    first = select(func.min(d.article_id)).scalar_subquery()
    articles = select(a.id).where(a.id >= first)
    told = [each for each in d if each.name != "revision"]
    rows = select(a.title, a.url, a.published_at, *told).join(t.article, a.id == d.article_id)
    return _all(db, rows.where(d.chat_id == number, d.article_id.in_(articles)).order_by(d.article_id))


def _as_person(db: Connection, chat: Chat, person: str) -> list[int]:
    """The row of the same person who was written to by the id of the person, as on Slack."""
    same = this_chat(replace(chat, id=person, thread=""))
    return list(db.scalars(select(t.chat.c.id).where(same))) if person not in ("", chat.id) else []


def _letters(db: Connection, numbers: list[int]) -> list[Values]:
    """Messages besides alerts, with their words; the file of one is left out, which may be such a copy itself."""
    rows = _all(db, select(t.letter).where(t.letter.c.chat_id.in_(numbers)).order_by(t.letter.c.id))
    for row in rows:
        said = json.loads(row.pop("payload"))
        del row["id"]
        row["text"] = "\n".join(_lines(said.get("paragraphs", ()))) if isinstance(said, dict) else ""
    return rows


def _lines(paragraphs: Iterable[Any]) -> Iterable[str]:
    for paragraph in paragraphs:
        lines = paragraph["quote"] if isinstance(paragraph, dict) else paragraph
        yield from ("".join(span["text"] for span in line) for line in lines)


def _channels(db: Connection, number: int, current: int | None) -> list[Values]:
    """The channels that a private chat manages or has managed."""
    m, c = t.managed.c, t.chat.c
    rows = select(c.id.label("channel"), c.native_id, c.title, m.used_at).join(t.managed, m.channel_id == c.id)
    found = _all(db, rows.where(m.chat_id == number).order_by(m.used_at.desc()))
    return [row | {"managing": row.pop("channel") == current} for row in found]


def _installed(db: Connection, chat: Chat, person: str) -> list[Values]:
    """The workspace of this chat, if it was this person who installed the app there."""
    w = t.workspace.c
    here = and_(w.id == chat.workspace, w.installed_by == person)
    return _all(db, select(w.id, w.name, w.installed_at).where(here)) if person and chat.workspace else []


def _access(db: Connection, chat: Chat, person: str) -> list[Values]:
    """What the list of who may use the bot has of this chat, and of its person."""
    a = t.allowed.c
    ids = [chat.id, *([person] if person else [])]
    mine = and_(a.platform == chat.platform, a.workspace.in_(("", chat.workspace)), a.native_id.in_(ids))
    return _all(db, select(t.allowed).where(mine).order_by(a.workspace, a.native_id))


def _sites(db: Connection, number: int, chat: Chat, person: str) -> list[Values]:
    """The sites that were asked for here, or by this person anywhere."""
    p, a = t.proposal.c, t.proposal_asker.c
    mine = a.chat_id == number
    if person:
        mine = or_(mine, and_(a.platform == chat.platform, a.person == qualified(person, chat.workspace)))
    columns = (p.site, p.url, p.state, a.person, a.name, a.asked_at, a.waits)
    rows = _all(db, select(*columns).join(t.proposal, p.id == a.proposal_id).where(mine).order_by(a.asked_at))
    return [row | {"person": own_chat(chat.platform, row["person"]).id} for row in rows]
