"""A source without rules, which was polled before, and its articles' pages."""

from __future__ import annotations

from dataclasses import replace
from email.utils import format_datetime
from html import escape

from bot.intake.dedup import entry_keys
from bot.intake.poll import store_entry
from bot.intake.timing import PlannedEntry
from bot.model import Article, Entry
from tests.builders import entry as an_entry
from tests.intake.room import Room
from tests.intake.site import item, source


class Press(Room):
    """A source without rules, polled before; its article is "Meeting in the capital"."""

    async def opens(self) -> None:
        self.source = replace(source("kt-eng", f"{self.site.url}/rss", rules=False), id=None)
        self.store.sources.sync([self.source], self.now)
        self.pages = self.reads_pages_of(self.source)
        await self.first_poll()

    def publishes(
        self, *, title: str = "Meeting in the capital", teaser: str = "Deputies met.", path: str = "/n/5.html"
    ) -> str:
        url = self.site.url + path
        said = item(title, url, guid=url, date=format_datetime(self.now), teaser=escape(teaser))
        self.news.items.insert(0, said)
        self.news.shows()
        return path

    async def told(self) -> list[str]:
        """The sentences of the alerts, once the page had its 15 minutes."""
        await self.walk()
        sentences = self.sentences()
        self.later(minutes=16)
        await self.walk()
        return sentences + self.sentences()

    def sentences(self) -> list[str]:
        return [reason.match.sentence for delivery in self.owed() for reason in delivery.reasons]

    def add(self, entry: Entry) -> None:
        """Store an entry as a poll does."""
        planned = PlannedEntry(entry, silent=False, page_due_at=self.now)
        keys = entry_keys(entry, self.source, (), self.now)
        texts_whole = self.store.sources.poll_state(self.source.key).texts_whole
        store_entry(self.store, self.source, planned, keys, texts_whole, self.now)

    def brings(self, teaser: str, text: str) -> None:
        """The feed brings an entry with its full text."""
        link = f"{self.site.url}/n/5.html"
        self.add(an_entry("Meeting", link=link, teaser=teaser, published_at=self.now, text=text))

    def article(self) -> Article:
        return self.articles()[0]


def html(*paragraphs: str, title: str = "Meeting in the capital", head: str = "", heading: str | None = None) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><main><article>"
        f"<h1>{heading or title}</h1>{text}</article></main></body></html>"
    )


REAL = ("Deputies met in the capital on Monday.", "The plan for waste in Aktau was shown to them.")
