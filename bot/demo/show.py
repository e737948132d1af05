"""The demonstration: everything on this machine, no network and no token.

newsroom on loopback -> the bot with a new database -> a chat in this terminal, whose commands type themselves
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.demo.articles import DemoArticle, load_articles
from bot.demo.newsroom import Newsroom
from bot.i18n.catalogue import demo as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Plural, Text
from bot.i18n.translator import ENGLISH
from bot.matching.concepts import Concepts, compiled
from bot.matching.grammar import version
from bot.messages.message import Message, Span, bold, line, say
from bot.model import Chat
from bot.platforms.terminal import TerminalPlatform
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.sender import TerminalSender
from bot.rules import Rules
from bot.storage.store import Store, migrate
from bot.worker.run import App, utc_now
from config.concepts import load_concepts

FOLLOWS = ("AI", "waste", "Aktau")
SOURCE_INTERVAL = 1  #: seconds between polls; a real source is polled every five minutes
OLDER_BY = timedelta(hours=3)  #: age of the older articles at the start
TIMEOUT = 10.0  #: seconds to wait for what takes one second on an idle machine
POLL_INTERVAL = 0.05  #: seconds between checks
READING_PAUSE = 0.6  #: seconds to read the output, in a terminal
NO_PAUSE = 0.05  #: the same without a terminal


def run() -> int:
    """Run the demonstration; returns the exit code: 1 if an expected alert did not come."""
    with tempfile.TemporaryDirectory(prefix="jarshy-demo-") as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        migrate(url)
        concepts = compiled(load_concepts())
        store = Store.open(url)
        try:
            return asyncio.run(_run(store, concepts))
        finally:
            store.close()


async def _run(store: Store, concepts: Concepts) -> int:
    """Start everything, play, hand over the prompt in a terminal, stop everything."""
    articles = load_articles()
    async with Newsroom(articles) as newsroom:
        apps: list[App] = []
        terminal = DemoTerminal(lambda: apps[0].quit())
        sources = newsroom.sources(SOURCE_INTERVAL)
        rules = Rules(concepts=concepts, grammar=version(concepts), sources=tuple(sources))
        app = App(store=store, rules=rules, sources=sources, platforms=[terminal])
        apps.append(app)
        show = Show(newsroom=newsroom, terminal=terminal, store=store, articles=articles)
        show.open()
        gc.freeze()
        gc.enable()
        try:
            await app.start()
            return await _play(show, app)
        finally:
            await app.stop()


async def _play(show: Show, app: App) -> int:
    """The show, ended early by SIGTERM or Ctrl-C; then the prompt, if there is a terminal."""
    leaving = asyncio.create_task(app.wait())
    playing = asyncio.create_task(show.play())
    try:
        await asyncio.wait({leaving, playing}, return_when=asyncio.FIRST_COMPLETED)
        if leaving.done():
            leaving.result()
            return 0
        code = playing.result()
        if sys.stdin.isatty() and sys.stdout.isatty():
            show.hand_over()
            await leaving
        return code
    finally:
        for task in (leaving, playing):
            task.cancel()
        await asyncio.gather(leaving, playing, return_exceptions=True)


class AlertLog(TerminalSender):
    """Prints alerts and edits, and records of which articles they tell."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.alerts: list[str] = []  #: their titles, in order
        self.also: set[str] = set()  #: the links of edited alerts: who else wrote of it

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        """Print the alert and record its title."""
        refs = await super().send(chat, message, plain=plain, reply_to=reply_to)
        self.alerts.append("".join(span.text for span in message.paragraphs[0][0]))
        return refs

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Print what was added, and record where it leads."""
        await super().edit(chat, ref, message, plain=plain)
        self.also |= {span.url for part in message.paragraphs for each in part for span in each if span.url}


class DemoTerminal(TerminalPlatform):
    """The terminal, which records the alerts that came, and reads no input until the show is over."""

    def __init__(self, on_quit: Callable[[], None]) -> None:
        super().__init__(on_quit, read_at_start=False)
        self.sender = self._log = AlertLog(self.screen)

    def tells_of(self, article: DemoArticle) -> bool:
        """Did its alert come, or does the alert of its story name it?"""
        return article.title in self._log.alerts or any(article.slug in link for link in self._log.also)


class Show:
    """The steps of the demonstration."""

    def __init__(
        self, *, newsroom: Newsroom, terminal: DemoTerminal, store: Store, articles: tuple[DemoArticle, ...]
    ) -> None:
        self._newsroom = newsroom
        self._terminal = terminal
        self._store = store
        self._older = [article for article in articles if article.older]
        self._fresh = [article for article in articles if not article.older]
        self._published = 0

    def open(self) -> None:
        """Announce the demonstration and publish the older articles."""
        sources = enumerated([source.name for source in self._newsroom.sources()], ENGLISH)
        self._narrate(texts.NEWSROOM_OPENS, sources=sources)
        self._narrate(texts.PUBLISHED_ALREADY, count=len(self._older))
        for minutes, article in enumerate(self._older):
            self._publish_at(article, utc_now() - OLDER_BY - timedelta(minutes=minutes))

    async def play(self) -> int:
        """Follow, receive alerts, show a digest; returns the exit code."""
        await self._until(self._all_read)
        for follow in FOLLOWS:
            await self._type(f"/follow {follow}")
        for article in self._fresh:
            await self._publish(article)
        await self._until(self._all_read)
        await self._type("/digest today")
        return self._summarise()

    def hand_over(self) -> None:
        """Let the person at the terminal type."""
        self._narrate(texts.YOUR_TURN)
        self._terminal.listener.read()

    async def _publish(self, article: DemoArticle) -> None:
        """Publish an article; if it matches a follow, wait for its alert."""
        self._narrate(texts.PUBLISHES, title=article.title)
        self._publish_at(article, utc_now())
        if article.answers:
            await self._until(lambda: self._terminal.tells_of(article))
        await self._pause()

    def _publish_at(self, article: DemoArticle, published_at: datetime) -> None:
        self._newsroom.publish(article, published_at)
        self._published += 1

    async def _type(self, text: str) -> None:
        """A command, as if somebody had typed it."""
        self._terminal.screen.show(say(bold(f"> {text}")))
        await self._terminal.listener.type(text)
        await self._pause()

    async def _pause(self) -> None:
        await asyncio.sleep(READING_PAUSE if sys.stdout.isatty() else NO_PAUSE)

    def _summarise(self) -> int:
        """Say how many of the expected alerts came; returns the exit code."""
        due = [article for article in self._fresh if article.answers]
        late = [article for article in due if not self._terminal.tells_of(article)]
        self._narrate(texts.SUMMARY, count=len(self._fresh), asked_for=len(due) - len(late))
        for article in late:
            self._narrate(texts.ALERT_MISSING, title=article.title)
        return 1 if late else 0

    def _all_read(self) -> bool:
        """Has every source been polled, and the page of everything published been read?"""
        health = self._store.sources.health(utc_now())
        known = self._store.articles.published(utc_now() - timedelta(days=1))
        return len(known) == self._published and all(one.first_polled_at and not one.pages_waiting for one in health)

    async def _until(self, true: Callable[[], bool]) -> None:
        """Wait until it is true, up to TIMEOUT; the summary says what is missing."""
        deadline = time.monotonic() + TIMEOUT
        while not await asyncio.to_thread(true) and time.monotonic() < deadline:  # noqa: ASYNC110 - asks the database
            await asyncio.sleep(POLL_INTERVAL)

    def _narrate(self, text: Text | Plural, **parts: str | int) -> None:
        """Print a comment of the narrator."""
        with contextlib.suppress(OSError):  # the pipe is closed
            self._terminal.screen.show(say(line(Span(f"· {ENGLISH(text, **parts)}", italic=True))))
