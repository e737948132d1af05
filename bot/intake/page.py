"""Parse an article's page to its full text. Runs only in the reader's child process: a hostile page takes minutes.

body → decoded → the FIRST element of each selector, else trafilatura → paragraphs → without furniture → the article?
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.text import Phrase
from bot.intake.dates import WrittenDate, find_date, formatted_date
from bot.intake.declared import declared_at
from bot.intake.decode import decode
from bot.intake.entries import TITLE_LIMIT
from bot.intake.furniture import without_furniture
from bot.intake.judge import Shown, is_article
from bot.intake.plain_text import CMS_IMAGE, cut, tidy
from bot.intake.pruning import prune
from bot.intake.shown import refresh, shown_by
from bot.intake.tree import parsed
from bot.model import Entry, Page, PageRules, Source

#: Characters of a page's own headline in the reason why it is not the article.
OTHER_TITLE_LIMIT = 80
#: Elements whose text is never part of the article.
_SKIPPED = frozenset(
    "script style noscript template figure figcaption aside nav form button select textarea iframe object svg video"  # noqa: SIM905 - twenty lines as a list
    " audio canvas footer".split()
)
#: Elements within a sentence; every other one begins and ends a paragraph.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span"  # noqa: SIM905 - forty lines as a list
    " strike strong sub sup time tt u var wbr img".split()
)
_TAG = re.compile(r"<[a-zA-Z!]")


def parse_page(body: bytes, source: Source, url: str, charset: str | None = None, entry: Entry | None = None) -> Page:
    """The article on the page; `url`: where it was read, `charset`: the one of the HTTP header.

    With an `entry` it is judged whether it is that one's article; if not, and the page leads elsewhere by itself, the
    result is only where it leads.

    Raises:
        ParseError: it is empty or broken, has no article text, or is not the article.
    """
    text = CMS_IMAGE.sub("", decode(body, charset)).replace("\x00", "")
    if not text.strip():
        raise ParseError(texts.PAGE_EMPTY)
    if not _TAG.search(text):
        raise ParseError(texts.PAGE_WITHOUT_TEXT)
    tree = _tree(text, source)
    target = None if entry is None else refresh(tree, url)
    try:
        said = shown_by(tree, url)  # before anything is taken out of the tree
        declared = declared_at(tree, text, source.timezone)
        page = _by_rules(tree, source, source.page) if source.page else _by_trafilatura(tree, url)
        if not page.text:
            raise ParseError(texts.PAGE_WITHOUT_TEXT)
        if entry is not None:
            _require_article(said, page, entry, source, url)
    except ParseError:
        if target is None:
            raise
        return Page(text="", title=None, published_at=None, leads_to=target)
    return replace(page, declared_at=declared)


def _require_article(said: Shown, page: Page, entry: Entry, source: Source, url: str) -> None:
    headlines = tuple(headline for headline in (page.title, *said.headlines) if headline)
    if is_article(replace(said, headlines=headlines, text=page.text), entry, source, url):
        return
    if headlines:
        raise ParseError(texts.SHOWS_OTHER_TITLED, title=cut(headlines[0], OTHER_TITLE_LIMIT))
    raise ParseError(texts.SHOWS_OTHER)


def _tree(text: str, source: Source) -> Any:
    """The page's tree, as trafilatura repairs it for pages that it will read."""
    if source.page is None:
        import trafilatura  # slow to import: only for sources without selectors

        with contextlib.suppress(ValueError):
            if (repaired := trafilatura.load_html(text)) is not None:
                return repaired
    return parsed(text)


def _by_rules(tree: Any, source: Source, rules: PageRules) -> Page:
    body = _first(tree, rules.body)
    if body is None:
        raise ParseError(texts.PAGE_WITHOUT_BODY, selector=rules.body or "")
    title = _first(tree, rules.title)
    date = _first(tree, rules.date)
    prune(body)
    published = None if date is None else _published(tidy(date.text_content()), rules.date_format, source)
    return Page(
        text=article_text(paragraphs(body), rules.stop),
        title=None if title is None else cut(tidy(title.text_content()), TITLE_LIMIT) or None,
        published_at=published and published.at,
        day_only=published is not None and not published.has_time,
    )


def _first(tree: Any, selector: str | None) -> Any:
    """Only the first element: pages of kt.kz have nine stories in full, and the first is the article."""
    return next(iter(tree.cssselect(selector)), None) if selector else None


def article_text(lines: Iterable[str], stop: tuple[str, ...] = ()) -> str:
    """The text that these paragraphs are, up to the one that ends it, without furniture."""
    return "\n\n".join(without_furniture(_until_stop(lines, stop)))


def paragraphs(element: Any) -> Iterator[str]:
    """The element's text by block; iterative, as pages may nest deeper than Python's recursion limit."""
    line: list[str] = []
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        breaks = node.tag not in _INLINE
        if breaks and line:
            yield from _line(line)
        if event == "start":
            skipped += node.tag in _SKIPPED
            line.append("" if skipped else node.text or "")
            continue
        skipped -= node.tag in _SKIPPED
        if node is not element:
            line.append("" if skipped else node.tail or "")
    yield from _line(line)


def _line(parts: list[str]) -> Iterator[str]:
    text = tidy("".join(parts))
    parts.clear()
    if text:
        yield text


def _until_stop(lines: Iterable[str], stop: tuple[str, ...]) -> Iterator[str]:
    stops = tuple(tidy(line).casefold() for line in stop)
    for line in lines:
        if stops and line.casefold().startswith(stops):
            return
        yield line


def _published(text: str, form: str | None, source: Source) -> WrittenDate | None:
    zone = ZoneInfo(source.timezone)
    # a counter may be attached to it: the known forms find a date anywhere
    return (formatted_date(text, form, zone) if form else None) or find_date(text, zone)


def _by_trafilatura(tree: Any, url: str) -> Page:
    import trafilatura

    title = _headline(tree)
    prune(tree)
    try:
        found = trafilatura.extract(tree, url=url, fast=True, include_comments=False, include_tables=False) or ""
    except MemoryError:
        raise
    except Exception as error:  # it can fail on unusual pages
        raise ParseError(texts.PAGE_UNREADABLE, error=Phrase(texts.BREAKS_PARSER)) from error
    lines = (line for raw in found.splitlines() if (line := tidy(raw)))
    return Page(text=article_text(lines), title=title, published_at=None)


def _headline(tree: Any) -> str | None:
    """The only heading of the first rank, else what the page is called when it is shared; None: neither."""
    headings = [heading for heading in tree.iter("h1") if heading.text_content().strip()]
    shared = [meta for meta in tree.iter("meta") if meta.get("property") == "og:title"]
    raw = headings[0].text_content() if len(headings) == 1 else shared[0].get("content") if shared else None
    return cut(tidy(raw or ""), TITLE_LIMIT) or None
