"""A poller on a fresh database and a site on loopback; its clock stands until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bot.counting import Counter
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.intake.match import Matcher
from bot.intake.pages import PageReader
from bot.intake.poll import Poller
from bot.intake.reader import Reader
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.matching.query import GRAMMAR
from bot.model import Article, Chat, ChatKind, Command, Delivery, Sent, Source, SourceHealth
from bot.storage.store import Store
from tests.intake.site import Site, item, page, rss, source, story
from tests.storage.conftest import alerts, record

NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
FIRST_STORY = "What was there before"
CHAT = Chat(platform="telegram", id="1")


class Newsroom:
    """What the site has published; `shows()` puts it on the wire."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.items: list[str] = []

    def publishes(self, number: int, title: str, *paragraphs: str, at: datetime | None = NOW, teaser: str = "") -> str:
        """An article with its page; gives the page's path."""
        path = f"/eng/society/slug_{number:010}.html"
        date = None if at is None else format_datetime(at)
        self.items.insert(0, item(title, self.site.url + path, date=date, teaser=teaser or f"Teaser of {title}."))
        self.site.says(path, page(story(*paragraphs or (f"Text of {title}.",), title=title), story("AI elsewhere.")))
        self.shows()
        return path

    def shows(self) -> None:
        self.site.says("/rss", rss(*self.items))


class Room:
    """One source, one chat that follows, and everything between them."""

    def __init__(
        self,
        site: Site,
        url: str,
        *,
        store: Store | None = None,
        reader: Reader | None = None,
        more: Sequence[Source] = (),
        time_limit: float = 1.5,
    ) -> None:
        """`reader`: one that goes on when the room is closed; `time_limit`: seconds that the site has to answer."""
        self.url = url
        self.now = NOW
        self.site = site
        self.news = Newsroom(site)
        self.source = source(feed=f"{site.url}/rss")
        self.store = store or Store.open(url)
        self.store.sources.sync([self.source, *more], NOW)
        self.keys = [one.key for one in (self.source, *more)]
        self.http = HttpClient(time_limit=time_limit)
        self.reader = reader or Reader()
        self._own_reader = reader is None
        self.woken = 0
        self.counter = Counter()
        self.poller = self._new_poller()
        self.pages = self.reads_pages_of(self.source, *more)

    def _new_poller(self) -> Poller:
        return Poller(
            http=self.http,
            reader=self.reader,
            catch_up=timedelta(hours=24),
            clock=lambda: self.now,
            owned_sources=lambda: {self.source.key: self.store},
            counter=self.counter,
        )

    def restarted(self) -> None:
        """As after a restart: what the poller kept in memory is gone."""
        self.poller = self._new_poller()

    def reads_pages_of(self, *sources: Source) -> PageReader:
        """One that reads the pages of these sources, of all that have some."""
        return PageReader(
            store=self.store,
            sources=sources,
            http=self.http,
            reader=self.reader,
            matcher=self.matches(),
            catch_up=timedelta(hours=24),
            clock=lambda: self.now,
            owned_sources=lambda: dict.fromkeys(self.keys, self.store),
        )

    def matches(self, store: Store | None = None) -> Matcher:
        """A matcher, as each worker has one; `store`: that of another worker."""
        return Matcher(
            store=store or self.store, index=Index(), wake=self._wake, clock=lambda: self.now, counter=self.counter
        )

    def _wake(self) -> None:
        self.woken += 1

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    async def close(self) -> None:
        if self._own_reader:
            await self.reader.close()
        await self.http.close()
        self.store.close()

    def follow(self, typed: str) -> int:
        self.store.chats.upsert(
            Command(chat=CHAT, kind=ChatKind.PRIVATE, name="start", text=""), self.now, timezone="Asia/Almaty"
        )
        query_id = self.store.follows.upsert_query(parse(typed).canonical, typed, self.now, grammar=GRAMMAR)
        self.store.follows.subscribe(CHAT, query_id, typed, self.now)
        self.store.preferences.set(CHAT, stories=False)  # each article is told by itself: short texts are much alike
        return query_id

    async def poll(self) -> None:
        await self.poller.poll(self.source)

    async def walk(self) -> None:
        """Poll and read, as the scheduler would within a minute."""
        await self.poll()
        await self.pages.read_due()
        await self.pages.release_late()

    async def first_poll(self) -> None:
        """The silent one, done with: of a story that no test counts."""
        self.site.says("/rss", rss(item(FIRST_STORY, date=format_datetime(NOW - timedelta(days=2)))))
        await self.walk()
        self.news.shows()
        self.later(minutes=5)

    def articles(self) -> list[Article]:
        """Newest first."""
        stored = self.store.articles.published(NOW - timedelta(days=3_650))
        return [article for article in stored if article.title != FIRST_STORY]

    def owed(self) -> list[Delivery]:
        """What the outbox holds; it is sent, so that the next look shows only what came since."""
        while self.store.outbox.fan_out(self.now):
            pass
        sent: list[Delivery] = []
        while claimed := alerts(self.store, "telegram", self.now, 100):
            sent += claimed
            for delivery in claimed:
                record(self.store, delivery, Sent(refs=("1",)), None, self.now)
        return sent

    def titles_owed(self) -> list[str]:
        return [delivery.article.title for delivery in self.owed()]

    def health(self) -> SourceHealth:
        return self.store.sources.health(self.now)[0]

    def last_error(self) -> str:
        """Why the latest poll that failed did, in English."""
        reason = self.health().last_error
        return "" if reason is None else ENGLISH(reason)


async def until_asked(site: Site, path: str) -> None:
    while path not in site.paths():
        await asyncio.sleep(0.01)
