"""A JSON document whose items are found by paths of JMESPath.

document ──▶ the list at `items` ──▶ title, link, date, teaser, text and id of each, by a path of its own ──▶ Listing
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.i18n.text import Phrase
from bot.intake.dates import unread_dates
from bot.intake.entries import TEASER_LIMIT, TITLE_LIMIT
from bot.intake.kinds.document import Document, dated, each_once
from bot.intake.kinds.values import date_text, loaded, one_line, text
from bot.intake.kinds.values import title as title_of
from bot.intake.plain_text import cut
from bot.model import Entry, Listing

#: The path of a document that is the list itself.
WHOLE = "@"


def read(document: Document) -> Listing:
    """The items in their order.

    Raises:
        ParseError: it is no JSON, or a path finds nothing or fails.
    """
    path = document.way.item or WHOLE
    items = _at(loaded(document), path)
    if isinstance(items, dict):
        items = list(items.values())  # a list whose keys are its ids
    if not isinstance(items, list):
        raise ParseError(texts.PATH_FINDS_NO_LIST, path=path, url=document.url)
    items = [item for item in items if item is not None]
    found = [_entry(item, document) for item in items]
    entries = [entry for entry in found if entry is not None]
    undated = [item for item, entry in zip(items, found, strict=True) if entry and entry.published_at is None]
    written = [date_text(_at(item, document.way.date)) for item in undated]
    if found and not entries:
        raise ParseError(texts.PATH_FINDS_NO_TITLE, path=document.way.title or "", url=document.url)
    counts = {
        texts.ITEMS_WITHOUT_TITLE: found.count(None),
        texts.ITEMS_WITHOUT_DATE: written.count("") if document.way.date else 0,
    }
    problems = tuple(Phrase(each, {"count": count, "path": path}) for each, count in counts.items() if count)
    problems += unread_dates(list(filter(None, written)))
    return Listing(entries=tuple(each_once(entries)), problems=problems)


def _entry(item: Any, document: Document) -> Entry | None:
    """None: it has no title."""
    way = document.way
    title = title_of(_at(item, way.title))
    if not title:
        return None
    return Entry(
        guid=one_line(_at(item, way.id))[:TITLE_LIMIT] or None,
        link=document.link(one_line(_at(item, way.link))),
        title=cut(title, TITLE_LIMIT),
        teaser=cut(one_line(_at(item, way.teaser)), TEASER_LIMIT),
        **dated(document.date(date_text(_at(item, way.date)), way.date_format)),
        text=text(_at(item, way.text)),
    )


def _at(value: Any, path: str | None) -> Any:
    if path is None:
        return None
    try:
        return _compiled(path).search(value)
    except (JMESPathError, ValueError, TypeError, AttributeError) as error:  # a function of it fails on this value
        raise ParseError(texts.PATH_FAILS, path=path, error=str(error)) from error


@lru_cache(maxsize=64)
def _compiled(path: str) -> ParsedResult:
    return jmespath.compile(path)
