"""A store on a fresh database with some articles, and a person who types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import pytest
from sqlalchemy.engine import make_url

import handlers
from bot.answers import preview, trends
from bot.intake.dedup import entry_keys
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command, Concept, Entry, Match, PlatformFacts, Source, Verdict, Way
from bot.platforms.slack.commands import FACTS as SLACK_FACTS
from bot.platforms.telegram.commands import FACTS as TELEGRAM_FACTS
from bot.platforms.typed_text import spoken_command
from bot.rules import Rules
from bot.storage import query_counts, search
from bot.storage.store import Effort, Store
from tests.builders import NOW, PERSON, finished_poll
from tests.storage.conftest import alerts, record

SOURCE = Source(
    key="kt-eng", name="Kazakhstan Today", language="en", ways=(Way(url="http://127.0.0.1/rss"),), id=r"_(\d{10})\.html"
)
RUSSIAN = Source(key="kt-rus", name="Kazakhstan Today", language="ru", ways=(Way(url="http://127.0.0.1/rus/rss"),))
KAZAKH = Source(key="kt-kaz", name="Kazakhstan Today", language="kk", ways=(Way(url="http://127.0.0.1/kaz/rss"),))
CONCEPTS = Concepts(
    [
        Concept(
            key="ai",
            en=("AI", "artificial intelligence"),
            ru=("ИИ", "искусственный интеллект"),
            kk=("ЖИ", "жасанды интеллект"),
        ),
        Concept(key="aktau", en=("Aktau", "Aqtau"), ru=("Актау",), kk=("Ақтау",), proper=frozenset({"Ақтау"})),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
    ]
)


FACTS = {"telegram": TELEGRAM_FACTS, "slack": SLACK_FACTS, "terminal": PlatformFacts()}
MOST_WORLDS = 8  #: that are kept at a time: each is a file of half a megabyte
T = TypeVar("T")


ROOM = object()  #: stands for the room in what a world was given back as


class World(NamedTuple):
    """What was made of a room that nobody had used."""

    before: Rules
    file: bytes
    rules: Rules
    now: datetime
    given: object


WORLDS: dict[tuple[Callable[[Room], object], ...], World] = {}  #: by who made them, one after the other


class Room:
    """Every word is one step: articles come, people type and press."""

    def __init__(self, url: str, *, sources: Sequence[Source] = (SOURCE,)) -> None:
        self.url = url
        self.rules = Rules(follows=5, sources=(SOURCE,))
        self.store = Store.open(url)
        self.now = NOW
        self._made_by: tuple[Callable[[Room], object], ...] = ()
        if sources:
            self.store.sources.sync(sources, NOW)

    def made(self, build: Callable[[Room], T]) -> T:
        """What `build` makes of this room, which nobody has used yet: it is made once, and copied for all others.

        `build` gives back the room, alone or in a tuple; whatever else is in it must be what never changes.
        """
        assert self.store.database.engine.pool.checkedin() == 0, "somebody has used the room"  # type: ignore[attr-defined]
        self._made_by += (build,)
        if (world := WORLDS.get(self._made_by)) is not None:
            assert self.rules == world.before
            self._file.write_bytes(world.file)
            self.rules, self.now = world.rules, world.now
            return cast("T", _swapped(world.given, ROOM, self))
        before, given = self.rules, build(self)
        self.store.close()
        self.store = Store.open(self.url)
        while len(WORLDS) >= MOST_WORLDS:
            del WORLDS[next(iter(WORLDS))]
        file, kept = self._file.read_bytes(), _swapped(given, self, ROOM)
        WORLDS[self._made_by] = World(before=before, file=file, rules=self.rules, now=self.now, given=kept)
        return given

    @property
    def _file(self) -> Path:
        return Path(str(make_url(self.url).database))

    def knows(self, **rules: object) -> Room:
        """The bot is set up so: concepts, sources, follows …"""
        self.rules = replace(self.rules, **rules)  # type: ignore[arg-type]
        return self

    def reads(self, *sources: Source) -> Room:
        """These sources are read, all of them for long."""
        self.knows(sources=sources).store.sources.sync(sources, self.now)
        return self.read_since()

    def read_since(self, first: timedelta = timedelta(days=60)) -> Room:
        """The sources were polled two minutes ago, and for the first time that long before now."""
        for source in self.rules.sources:
            for at in (self.now - first, self.now - timedelta(minutes=2)):
                self.store.sources.finish_poll(source.key, finished_poll(self.now), at)
        return self

    def publish(
        self,
        title: str,
        body: str | None = "Nothing else.",
        *,
        ago: timedelta = timedelta(hours=1),
        silent: bool = False,
        link: str = "",
        teaser: str = "",
        source: Source = SOURCE,
        seen: timedelta | None = None,
    ) -> int:
        """An article comes; body None: its page is not read yet; seen: that long ago, if not when published."""
        at, published_at = self.now - (ago if seen is None else seen), self.now - ago
        link = link or f"http://127.0.0.1/{title}"
        entry = Entry(guid=None, link=link, title=title, teaser=teaser, published_at=published_at)
        article_id = self.store.articles.add_entry(
            source, entry, entry_keys(entry, source, frozenset(), at), silent=silent, page_due_at=at, now=at
        )
        assert article_id is not None
        if body is not None:
            last, follows = self.store.follows.queries_after(0)
            matches = self._found(article_id, body, follows) if follows else []
            assert self.store.articles.store_page(article_id, body=body, matches=matches, last_follow_id=last, now=at)
        return article_id

    def _found(self, article_id: int, body: str, follows: Sequence[tuple[int, str]]) -> list[Match]:
        article = self.store.articles.get(article_id)
        assert article is not None
        index = Index(self.rules.concepts)
        for number, typed in follows:
            index.add(number, parse(typed, self.rules.concepts))
        return index.match(replace(article, body=body))

    def shares_out(self) -> Room:
        """What was found is owed to whom it answers."""
        while self.store.outbox.fan_out(self.now):
            pass
        return self

    def sends(self, verdict: Verdict, not_before: datetime | None = None) -> Room:
        """What is owed is tried once, and this becomes of it."""
        for delivery in alerts(self.shares_out().store, "telegram", self.now, 100):
            record(self.store, delivery, verdict, not_before, self.now)
        return self

    def types(self, text: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """Someone types "/name text", or plain text."""
        name, rest = spoken_command(text)
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
        asked = Command(chat=chat, kind=kind, name=name, text=rest, facts=FACTS[chat.platform])
        return handlers.answer(replace(asked, **fields), self.store, self.rules, self.now)  # type: ignore[arg-type]

    def passes_on(self, post: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """Someone forwards, shares or quotes a post."""
        asked = Command(chat=chat, kind=kind, name="", text=post, forwarded=True, facts=FACTS[chat.platform])
        return handlers.answer(replace(asked, **fields), self.store, self.rules, self.now)  # type: ignore[arg-type]

    def presses(self, action: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """Someone presses a button."""
        return self.types(f"/{action}", chat, kind, button=True, **fields)

    def happens(self, text: str, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE, **fields: object) -> Message:
        """The platform itself tells of something."""
        return self.types(f"/{text}", chat, kind, event=True, **fields)

    def follows(self, chat: Chat = PERSON) -> list[str]:
        """What the chat follows, as typed."""
        return [each.typed for each in self.store.follows.subscriptions(chat)]

    def later(self, span: timedelta) -> datetime:
        self.now += span
        return self.now


@contextmanager
def unhurried() -> Iterator[None]:
    """Nobody waits: what is counted does not depend on how busy the machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(query_counts, "READ_BUDGET", 60.0)
        patch.setattr(search, "SEARCH_BUDGET", 60.0)
        patch.setattr(preview, "OTHERS_TIMEOUT", timedelta(minutes=1))
        patch.setattr(trends, "Effort", lambda: Effort(time=timedelta(minutes=1)))
        yield


def _swapped(given: object, one: object, other: object) -> object:
    if isinstance(given, tuple):
        return tuple(_swapped(each, one, other) for each in given)
    return other if given is one else given


def world(build: Callable[[Room], T]) -> Callable[[Room], T]:
    """A fixture: the room as this makes it, once for all tests that use it."""

    def given(room: Room) -> T:
        return room.made(build)

    return pytest.fixture(given, name=build.__name__)


def _with_one_source(room: Room) -> Room:
    room.store.sources.sync([SOURCE], NOW)
    return room


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url, sources=())
    with unhurried():
        yield made.made(_with_one_source)
    made.store.close()
