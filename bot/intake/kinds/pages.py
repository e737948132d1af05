"""A page that holds several articles in full, as kt.kz's do: split by rules.

page ──▶ title, date and text of each, by selectors ──▶ Listing
    └──▶ its lines, split at those that are dates  ────┘

With a selector of the text, each element that is found begins an article or goes on with it, in the order of the
page, unless `item` says where each one is. Without one a line that is a date, in the form of `date_format`, begins an
article; the next line is its title, and a line of `stop` ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.i18n.text import Phrase
from bot.intake.dates import unread_dates
from bot.intake.entries import TEASER_LIMIT, TITLE_LIMIT
from bot.intake.kinds.document import Document, dated, each_once, lead_of
from bot.intake.kinds.markup import base_of, by_item, date_of, select, text_of, tree_of, written_date
from bot.intake.kinds.splitting import split_lines
from bot.intake.page import article_text, paragraphs
from bot.intake.plain_text import cut
from bot.model import Entry, Listing

#: Characters of a line that is a date and a view counter.
DATE_LINE = 40


_Found = dict[str, Any]  #: the elements of one article as far as they are found, by what they are, in their order


def read(document: Document) -> Listing:
    """The articles of the page in its order.

    Raises:
        ParseError: the rules find no article with a title, a text and, if they name it, a date.
    """
    tree, way = tree_of(document), document.way
    base = base_of(tree, document)
    unread: list[str] = []
    if way.text is None:
        found = list(_by_lines(tree, document, base))
    else:
        articles = _by_items(tree, document) if way.item else _by_order(tree, document)
        titled = [article for article in articles if "title" in article]
        found = [_entry(article, document, base) for article in titled]
        dates = [article["date"] for article in titled if "date" in article]
        unread = [written_date(date) for date in dates if date_of(date, document) is None]
    entries = [entry for entry in found if entry is not None]
    if not entries:
        raise ParseError(texts.NO_ARTICLES, url=document.url)
    lost = found.count(None)
    not_whole = (Phrase(texts.NOT_WHOLE, {"count": lost}),) if lost else ()
    problems = (*not_whole, *unread_dates(list(filter(None, unread))))
    return Listing(entries=tuple(each_once(entries)), problems=problems)


def _by_items(tree: Any, document: Document) -> Iterator[_Found]:
    items = select(tree, document.way.item)
    parts = {role: by_item(tree, items, selector) for role, selector in _rules(document).items()}
    for item in items:
        yield {role: found[item][0] for role, found in parts.items() if found[item]}


def _by_order(tree: Any, document: Document) -> Iterator[_Found]:
    """The articles of a page whose rules name no element that holds each."""
    roles = {element: role for role, selector in _rules(document).items() for element in select(tree, selector)}
    article: _Found = {}
    for element in tree.iter():
        role = roles.get(element)
        if role is None:
            continue
        if _begins(role, article):
            yield article
            article = {}
        article.setdefault(role, element)
    yield article


def _rules(document: Document) -> dict[str, str | None]:
    way = document.way
    return {"title": way.title, "date": way.date, "text": way.text, "link": way.link}


def _begins(role: str, article: _Found) -> bool:
    """Does an element begin the next article? A title after a title does, and what heads an article after a text."""
    if role == "title":
        return "title" in article or "text" in article
    return role == "date" and ("text" in article or list(article)[:2] == ["date", "title"])


def _entry(article: _Found, document: Document, base: str) -> Entry | None:
    """None: it is no whole article; what the rules name has to be there."""
    way = document.way
    title = text_of(article["title"])
    text = article_text(paragraphs(article["text"]), way.stop) if "text" in article else ""
    published = date_of(article["date"], document) if "date" in article else None
    if not title or not text or (way.date and published is None):
        return None
    linked = article.get("link") if way.link else _anchor(article["title"])
    return Entry(
        guid=None,
        link=None if linked is None else document.link(linked.get("href") or "", base),
        title=cut(title, TITLE_LIMIT),
        teaser=cut(lead_of(text), TEASER_LIMIT),
        **dated(published),
        text=text,
    )


def _anchor(element: Any) -> Any:
    """The link within an element or around it; None: there is none."""
    return next((one for one in (*element.iter("a"), *element.iterancestors("a")) if one.get("href")), None)


def _by_lines(tree: Any, document: Document, base: str) -> Iterator[Entry | None]:
    way = document.way
    links = {text_of(element): element.get("href") for element in tree.iter("a") if element.get("href")}
    for article in split_lines(paragraphs(tree), lambda line: _is_date(line, document), way.stop):
        title, _, text = article_text(article.lines).partition("\n\n")
        if text:
            yield Entry(
                guid=None,
                link=document.link(links.get(title) or "", base),
                title=cut(title, TITLE_LIMIT),
                teaser=cut(lead_of(text), TEASER_LIMIT),
                **dated(document.date(article.date, way.date_format)),
                text=text,
            )


def _is_date(line: str, document: Document) -> bool:
    """Is the line a date in the source's own form, perhaps with a view counter?"""
    return len(line) <= DATE_LINE and document.formatted(line, document.way.date_format or "") is not None
