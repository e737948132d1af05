"""HTML pages as the readers of lists, of several articles and of channels see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.intake.dates import WrittenDate
from bot.intake.kinds.document import Document
from bot.intake.plain_text import tidy
from bot.intake.tree import parsed

#: Elements whose text nobody sees.
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
#: Elements that stand on a line of their own: no part of the word before them.
_BLOCKS = frozenset("article br dd div dt h1 h2 h3 h4 h5 h6 header li p section td tr ul".split())  # noqa: SIM905
#: Attributes in which a date stands in a form for machines.
_DATES = ("datetime", "content", "data-time", "data-date", "data-datetime", "data-timestamp")


def tree_of(document: Document) -> Any:
    """The document as a tree. Raises ParseError: it is empty or broken."""
    text = document.text
    if not text.strip():
        raise ParseError(texts.EMPTY_BODY)
    return parsed(text)


def fragment_of(html: str) -> Any:
    """A piece of HTML as a tree; None: it has nothing."""
    return parsed(f"<div>{html}</div>") if html.strip() else None


def base_of(tree: Any, document: Document) -> str:
    """The address against which the links of a page are resolved."""
    named = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return document.link(named) or document.url


def select(element: Any, selector: str | None) -> list[Any]:
    """Every element within this one, itself included, that a selector finds; None finds nothing."""
    found: Any = _compiled(selector)(element) if selector else []
    return list(found)


def by_item(tree: Any, items: Collection[Any], selector: str | None) -> dict[Any, list[Any]]:
    """What a selector finds on the page, by the items that it stands in, or is.

    It may begin outside of an item, as a selector does that a browser has copied; and one search is faster than many.
    """
    found: dict[Any, list[Any]] = {item: [] for item in items}
    for element in select(tree, selector):
        for one in (element, *element.iterancestors()):
            if one in found:
                found[one].append(element)
    return found


def first(element: Any, selector: str | None) -> Any:
    """The first of them; None: there is none."""
    return next(iter(select(element, selector)), None)


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def pieces(element: Any, without: Collection[Any] = ()) -> Iterator[str]:
    """The texts of an element in their order, without those of the elements `without`."""
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        hidden = node.tag in _UNSEEN or node in without
        if event == "start":
            skipped += hidden
            if not skipped:
                yield from filter(None, (node.tag in _BLOCKS and " ", node.text))
            continue
        skipped -= hidden
        if not skipped and node is not element:
            yield from filter(None, (node.tag in _BLOCKS and " ", node.tail))


def text_of(element: Any, without: Collection[Any] = ()) -> str:
    """The text of an element on one line."""
    return tidy("".join(pieces(element, without)))


def date_of(element: Any, document: Document) -> WrittenDate | None:
    """The date of an element: as its attributes tell it to machines, else its text; None: none that can be read.

    A day for machines beside a text that has its time, as <time datetime="2025-11-25">13:20</time>, is that time.
    """
    form = document.way.date_format
    of_machines = (found for raw in _for_machines(element) if (found := document.date(raw)))
    told = next(of_machines, None)
    if told is not None and told.has_time:
        return told
    shown = document.date_within(text_of(element), form) or document.date_within(element.get("title") or "", form)
    if told is None or (shown is not None and shown.has_time and timedelta() <= shown.at - told.at < timedelta(days=1)):
        return shown
    return told


def written_date(element: Any) -> str:
    """How the date of an element is written: as people see it, else as machines do; "": it has none."""
    return text_of(element) or next(_for_machines(element), "")


def _for_machines(element: Any) -> Iterator[str]:
    for node in (element, *element.iter("time", "meta")):
        yield from filter(None, map(node.get, _DATES))
