"""Reads the page of an article: over the wire, and in the child process.

address ─▶ fetch ─▶ is it still the article's? ─▶ parse ─▶ where it leads by itself, once ─▶ Page
"""

from __future__ import annotations

from bot.errors import ParseError, RobotsRefusedError
from bot.i18n.catalogue import intake as texts
from bot.intake.dedup import normal_title
from bot.intake.http import HttpClient
from bot.intake.judge import is_away
from bot.intake.reader import Reader
from bot.intake.response import FetchResult
from bot.model import Entry, Page, Source


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
