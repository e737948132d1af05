"""Reads the page of an article: over the wire, and in the child process.

address ─▶ fetch ─▶ is it still the article's? ─▶ parse ─▶ where it leads by itself, once ─▶ Page
"""

from __future__ import annotations

from dataclasses import replace

from bot.errors import ParseError, RobotsRefusedError
from bot.i18n.catalogue import intake as texts
from bot.intake.dedup import normal_title
from bot.intake.full_text import feed_text, longer
from bot.intake.http import HttpClient
from bot.intake.judge import is_away
from bot.intake.reader import Reader
from bot.intake.response import FetchResult
from bot.model import Entry, Page, Source, WayKind


async def read_page(http: HttpClient, reader: Reader, source: Source, url: str, entry: Entry) -> Page:
    """The page of an article at this address; `entry`: what was said of it elsewhere, to tell its page by.

    Raises:
        TurnError: its site wants a pause between two pages that is not over.
        FetchError, ParseError: it can't be fetched or read, or is not the article.
    """
    page = await _one_page(reader, source, url, entry, await http.page(url, source))
    if page.leads_to is None:
        return page
    try:
        fetched = await http.page(page.leads_to, source)
    except RobotsRefusedError as error:  # another page than the article's: that one may be read later
        raise ParseError(texts.LEADS_ELSEWHERE, url=page.leads_to or "") from error
    page = await _one_page(reader, source, url, entry, fetched)
    if page.leads_to is not None:
        raise ParseError(texts.LEADS_ELSEWHERE, url=page.leads_to)
    return page


async def _one_page(reader: Reader, source: Source, url: str, entry: Entry, fetched: FetchResult) -> Page:
    if is_away(url, fetched.final_url, source):
        raise ParseError(texts.REDIRECTED, url=fetched.final_url)
    return await reader.page(fetched.body, source, fetched.final_url, fetched.charset, entry)


def without_headline(text: str, title: str) -> str:
    """The text without its first paragraph if that repeats the headline, unless nothing else is left."""
    first, _, rest = text.partition("\n\n")
    return rest if rest and normal_title(first) == normal_title(title) else text


def completed(entry: Entry, page: Page | None, kind: WayKind) -> Entry:
    """The entry with what its page says: its title and date where it has none of its own, and its text."""
    if page is None:
        return replace(entry, text=feed_text(entry))
    title = page.title if page.title and not entry.titled else entry.title
    changed_only = kind is WayKind.SITEMAP and not entry.titled  # a sitemap tells when a page was changed
    at = page.published_at or page.declared_at if changed_only or entry.published_at is None else entry.published_at
    text = longer(without_headline(page.text, title), feed_text(entry))
    return replace(entry, title=title, titled=True, published_at=at or entry.published_at, text=text)
