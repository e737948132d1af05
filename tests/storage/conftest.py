"""A store on a fresh database, with helpers for tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import and_, select

from bot.matching.query import GRAMMAR
from bot.messages.message import say
from bot.messages.payload import to_json
from bot.model import (
    Chat,
    ChatKind,
    Command,
    Delivery,
    Entry,
    Key,
    KeyKind,
    LetterKind,
    Match,
    NewLetter,
    Outcome,
    RetryAt,
    Source,
    Verdict,
    Way,
)
from bot.storage import article_keys
from bot.storage import schema as t
from bot.storage.claims import SOLO
from bot.storage.common import this_chat
from bot.storage.store import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = Source(key="kt-eng", name="Kazakhstan Today", language="en", ways=(Way(url="http://127.0.0.1/rss"),))


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def chat(name: str = "1", *, platform: str = "telegram", thread: str = "") -> Chat:
    return Chat(platform=platform, id=name, thread=thread)


ONE = chat("1")


def record(
    store: Store,
    delivery: Delivery,
    verdict: Verdict,
    not_before: datetime | None,
    now: datetime,
    *,
    worker: str = SOLO,
) -> None:
    """Record the outcome of one delivery; `not_before`: when to retry, None: no further attempt."""
    plain = delivery.plain or (isinstance(verdict, RetryAt) and verdict.plain)
    outcome = Outcome(deliveries=(delivery,), verdict=verdict, at=now, not_before=not_before, plain=plain)
    store.outbox.record_outcomes([replace(outcome, alone=delivery.alone)], worker)


def alerts(store: Store, *which: Any, **how: Any) -> list[Delivery]:
    """Claim, and return the deliveries without letters."""
    return [owed for owed in store.outbox.claim(*which, **how) if isinstance(owed, Delivery)]


def letter(who: Chat, text: str = "A notice.", *, due_at: datetime = NOW) -> NewLetter:
    """A letter to be enqueued."""
    kept = to_json(say(text))
    return NewLetter(chat=who, kind=LetterKind.NOTICE, payload=kept, due_at=due_at, timezone="Asia/Almaty")


def known(store: Store, keys: Sequence[Key], now: datetime) -> int | None:
    """The id of the article that any of these keys names."""
    with store.database.read_transaction() as db:
        return article_keys.find_article_id(db, keys, now)


class Room:
    """A store with one source; each method is one step of the flow of news."""

    def __init__(self, url: str, *, has_source: bool = False) -> None:
        self.url = url
        self.store = Store.open(url)
        if not has_source:
            self.store.sources.sync([SOURCE], NOW)

    def add_article(self, number: int, *, at: datetime = NOW, silent: bool = False, title: str = "") -> int | None:
        entry = Entry(
            guid=None, link=f"http://127.0.0.1/{number}", title=title or f"Title {number}", teaser="", published_at=at
        )
        keys = (
            Key(kind=KeyKind.ID, value=f"kt-eng {number}"),
            Key(kind=KeyKind.TITLE, value=f"{entry.title.casefold()} {at:%Y%m%d%H%M}"),
        )
        return self.store.articles.add_entry(SOURCE, entry, keys, silent=silent, page_due_at=at, now=at)

    def add_alike(self, titles: Sequence[str]) -> None:
        """Articles as the first of them is by itself, with other titles: no key and no search finds them."""
        article = self.add_article(0, title=titles[0])
        with self.store.database.write_transaction() as db:
            row = dict(db.execute(select(t.article).where(t.article.c.id == article)).mappings().one())
            del row["id"]
            db.execute(t.article.insert(), [row | {"title": title} for title in titles[1:]])

    def add_chat(self, who: Chat, kind: ChatKind = ChatKind.PRIVATE, at: datetime = NOW) -> int:
        return self.store.chats.upsert(
            Command(chat=who, kind=kind, name="start", text=""), at, timezone="Asia/Almaty"
        ).id

    def follow(self, who: Chat, typed: str, at: datetime = NOW) -> int:
        self.add_chat(who, at=at)
        return self.store.follows.follow(who, typed, typed, at, grammar=GRAMMAR)

    def follow_together(self, names: Iterable[str], typed: str) -> int:
        """Chats follow it as the first of them does by itself: their rows are copies of its own."""
        first, *others = names
        query_id = self.follow(chat(first), typed)
        if not others:
            return query_id
        with self.store.database.write_transaction() as db:
            row = dict(db.execute(select(t.chat).where(t.chat.c.native_id == first)).mappings().one())
            own = and_(t.subscription.c.chat_id == row.pop("id"), t.subscription.c.query_id == query_id)
            follow = dict(db.execute(select(t.subscription).where(own)).mappings().one())
            chats = self.store.database.insert(t.chat).on_conflict_do_nothing()
            db.execute(chats, [row | {"native_id": name} for name in others])
            del follow["id"]
            ids = db.scalars(select(t.chat.c.id).where(t.chat.c.native_id.in_(others)).order_by(t.chat.c.id))
            db.execute(t.subscription.insert(), [follow | {"chat_id": each} for each in ids])
        return query_id

    def match(self, article_id: int | None, *query_ids: int, at: datetime = NOW) -> bool:
        assert article_id is not None
        matches = [Match(query_id=query_id, sentence="AI it is.", spans=((0, 2),)) for query_id in query_ids]
        last_follow_id, _ = self.store.follows.queries_after(0)
        return self.store.articles.store_page(
            article_id, body="Body", matches=matches, last_follow_id=last_follow_id, now=at
        )

    def fan_out(self, at: datetime = NOW) -> None:
        while self.store.outbox.fan_out(at):
            pass

    def tell(self, *article_ids: int, news: Mapping[int, Sequence[str]] | None = None) -> None:
        """Assign articles to the story of the first one; `news`: what is new in the follow-ups among them."""
        with self.store.database.write_transaction() as db:
            story = db.scalar(select(t.article.c.story_id).where(t.article.c.id == article_ids[0]))
            if story is None:
                row = t.story.insert().values(created_at=NOW, changed_at=NOW, articles=0).returning(t.story.c.id)
                story = db.execute(row).scalar_one()
            told = set(db.scalars(select(t.article.c.id).where(t.article.c.story_id == story)))
            untold = [number for number in dict.fromkeys(article_ids) if number not in told]
            for number in untold:
                new = None if news is None or number not in news else json.dumps(list(news[number]))
                found = {"article_id": number, "assigned_at": NOW, "copied": False, "new_text": new}
                db.execute(t.story_article.insert().values(found))
            db.execute(t.article.update().where(t.article.c.id.in_(untold)).values(story_id=story))
            count = len(told) + len(untold)
            db.execute(t.story.update().where(t.story.c.id == story).values(articles=count))

    def articles(self) -> list[int]:
        """Those that came."""
        with self.store.database.read_transaction() as db:
            return list(db.scalars(select(t.article.c.id).order_by(t.article.c.id)))

    def owed(self, who: Chat = ONE) -> dict[int, tuple[str, int | None]]:
        """The state of each delivery of a chat and its head, by article."""
        columns = (t.delivery.c.article_id, t.delivery.c.state, t.delivery.c.head_id)
        mine = select(*columns).join(t.chat, t.chat.c.id == t.delivery.c.chat_id).where(this_chat(who))
        with self.store.database.read_transaction() as db:
            return {row.article_id: (row.state, row.head_id) for row in db.execute(mine.order_by(columns[0]))}

    def edits(self) -> dict[tuple[int, int], tuple[str, int]]:
        """The edits that are asked for: state and how often, by chat and article."""
        e = t.edit.c
        with self.store.database.read_transaction() as db:
            rows = db.execute(select(e.chat_id, e.article_id, e.state, e.asked).order_by(e.chat_id, e.article_id)).all()
        return {(row.chat_id, row.article_id): (row.state, row.asked) for row in rows}

    def claim(self, limit: int = 100, at: datetime = NOW, platform: str = "telegram") -> list[Delivery]:
        return alerts(self.store, platform, at, limit)


def room_with(*steps: Callable[[Room], object]) -> Any:
    """A fixture for tests on both databases: a room in which these steps were done, once for all tests."""

    def write(url: str) -> None:
        made = Room(url)
        for step in steps:
            step(made)
        made.store.close()

    @pytest.fixture
    def made(filled_url: Callable[..., str]) -> Iterator[Room]:
        room = Room(filled_url(write), has_source=True)
        yield room
        room.store.close()

    return made


room = room_with()
