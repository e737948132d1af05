"""A store on a fresh file with some articles, and a person who types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import handlers
from bot.matching.grammar import parse
from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command, Entry, Key, KeyKind, Match, Source
from bot.storage.store import Defaults, Store, migrate
from tests.builders import NOW, PERSON

SOURCE = Source(key="kt-eng", name="Kazakhstan Today", language="en", feed="http://127.0.0.1/rss")


class Room:
    """Every word is one step: articles come, people type and press."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/jarshy.db"
        migrate(url)
        self.store = Store.open(url, Defaults(follows=5))
        self.store.sync_sources([SOURCE], NOW)
        self.now = NOW

    def read_since(self, first: timedelta = timedelta(days=60)) -> Room:
        """The source was polled two minutes ago, and for the first time that long before now."""
        for at in (self.now - first, self.now - timedelta(minutes=2)):
            self.store.finish_poll(SOURCE.key, etag=None, modified=None, body_hash=None, next_poll_at=self.now, now=at)
        return self

    def publish(
        self,
        title: str,
        body: str | None = "Nothing else.",
        *,
        ago: timedelta = timedelta(hours=1),
        silent: bool = False,
    ) -> int:
        """An article comes; body None: its page is not read yet."""
        at = self.now - ago
        entry = Entry(guid=None, link=f"http://127.0.0.1/{title}", title=title, teaser="", published_at=at)
        keys = [Key(kind=KeyKind.URL, value=str(entry.link))]
        article_id = self.store.add_entry(SOURCE, entry, keys, silent=silent, page_due_at=at, now=at)
        assert article_id is not None
        if body is not None:
            follows = self.store.follows_after(0)
            assert self.store.page_read(
                article_id, body=body, matches=self._found(title, body), upto=follows[0], now=at
            )
        return article_id

    def _found(self, title: str, body: str) -> list[Match]:
        from bot.matching.index import find

        found = [find(parse(typed), f"{title}\n\n{body}", number) for number, typed in self.store.follows_after(0)[1]]
        return [each for each in found if each]

    def types(self, text: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """Someone types "/name text", or plain text."""
        name, _, rest = text[1:].partition(" ") if text.startswith("/") else ("", "", text)
        heard = Command(chat=chat, kind=kind, name=name, text=rest)
        return handlers.answer(replace(heard, **fields), self.store, self.now)  # type: ignore[arg-type]

    def presses(self, action: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """Someone presses a button."""
        return self.types(f"/{action}", chat, kind, button=True, **fields)

    def happens(self, text: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """The platform itself tells of something."""
        return self.types(f"/{text}", chat, kind, event=True, **fields)

    def follows(self, chat: Chat = PERSON) -> list[str]:
        """What the chat follows, as typed."""
        return [each.typed for each in self.store.subscriptions(chat)]

    def later(self, span: timedelta) -> datetime:
        self.now += span
        return self.now


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()
