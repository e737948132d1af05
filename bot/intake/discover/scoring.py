"""How much a set of elements looks like the list of a site's news (pure, over the facts of a page).

One item: a headline that links to an article of the site, with a date, not in a sidebar. The list: many such items,
each of another article, the newest first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from itertools import chain, islice, pairwise, takewhile
from typing import Any

from bot.intake.dates import parse_instant
from bot.intake.discover.blocks import Block
from bot.intake.discover.dated import looks_dated
from bot.intake.discover.elements import HEADINGS, ancestors, names_of, text_of
from bot.intake.discover.facts import Facts, Link
from bot.intake.discover.links import SHORTEST_TITLE, USUAL_TITLE, is_headline
from bot.intake.discover.names import ITEM_WORDS, Name, class_name

_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
#: A list of fewer good items than this is none.
LOWEST = 1.0


@dataclass(frozen=True)
class Item:
    """What an element has if it is an item of a list."""

    element: Any
    link: Link
    title: str
    quality: float  #: 0 to 1
    date: Any = None  #: the element with its date; None: it has none
    said: str = ""  #: the date as the page says it


class Scorer:
    """Judges the elements of one page."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._items: dict[Any, Item | None] = {}
        self._scores: dict[tuple[Any, ...], float] = {}

    def item(self, element: Any) -> Item | None:
        """The element as an item; None: it links to no article."""
        if element not in self._items:
            self._items[element] = self._judge(element)
        return self._items[element]

    def items(self, elements: Sequence[Any]) -> list[Item]:
        """Those that are items, each article once, in the order of the page."""
        found: dict[str, Item] = {}
        for element in elements:
            item = self.item(element)
            if item is not None:
                found.setdefault(item.link.url, item)
        return list(found.values())

    def score(self, elements: Sequence[Any]) -> float:
        """How much they look like the list of news."""
        known = tuple(elements)  # several selectors find the same elements
        if known not in self._scores:
            self._scores[known] = self._score(elements)
        return self._scores[known]

    def _score(self, elements: Sequence[Any]) -> float:
        items = self.items(elements)
        if not items or _are_nested(elements):
            return 0.0
        quality = sum(item.quality for item in items) / (len(items) + self._strangers(elements))
        score = max(quality, 0.0) * math.log2(1 + min(len(items), 40))
        blocks = [self._facts.blocks[item.element] for item in items]
        score *= 1 + 0.1 * (sum(block.main for block in blocks) > 0.8 * len(blocks))
        undated = sum(item.date is None for item in items) / len(items)
        score *= 1 - 0.3 * min(undated, 1 - undated)
        score *= 0.5 + 0.5 * _uniform([item.element for item in items])
        score *= 1 + 0.3 * (_newest_first([item.said for item in items]) - 0.5)
        return score * (1.04 - 0.08 * self._facts.at[items[0].element] / max(len(self._facts.at), 1))

    def _strangers(self, elements: Sequence[Any]) -> float:
        """The weight of the elements that are no items: one with a link would be read as an article."""
        strangers = [element for element in elements if self.item(element) is None]
        linked = sum(next(element.iter("a"), None) is not None for element in strangers)
        return 0.9 * linked + 0.2 * (len(strangers) - linked)

    def _judge(self, element: Any) -> Item | None:
        links = self._facts.within.get(element, [])
        block = self._facts.blocks[element]
        if not links or block.chrome:
            return None
        link = max(links, key=lambda one: (_rank(one, element), -one.at))
        title = link.text if is_headline(link.text) else _title_beside(element)
        dates = self._facts.dates.get(element, [])
        others = {one.url for one in links if one.url != link.url and is_headline(one.text)}
        quality = _quality(element, link, title, dated=bool(dates), block=block) - 0.12 * len(others)
        if element in self._facts.priced:
            quality -= 0.5
        date = dates[0] if dates else None
        return Item(element, link, title or link.text, max(quality, -0.2), date, self._facts.said.get(date, ""))


def _rank(link: Link, item: Any) -> float:
    """Of the links of an item, which is its headline's?"""
    rank = 1.0 * is_headline(link.text) + min(len(link.text), 80) / 200
    around = takewhile(lambda node: node is not item, ancestors(link.element))
    if any(node.tag in HEADINGS for node in chain(around, link.element.iter("*"))):
        return rank + 2
    return rank + 0.3 * bool({"title", "headline", "name"} & names_of(link.element)) + 0.5 * link.likeness


def _title_beside(element: Any) -> str:
    """The headline of an item whose link does not say it: its heading, what is named a title, or the first possible."""
    first = ""
    for node in element.iter("*"):
        named = node.tag in HEADINGS or bool({"title", "headline", "name"} & names_of(node))
        text = text_of(node) if named or len(node.text or "") >= SHORTEST_TITLE else ""
        if is_headline(text) and not looks_dated(text):
            if named:
                return text
            first = first or text
    return first


def _quality(element: Any, link: Link, title: str, *, dated: bool, block: Block) -> float:
    shortest, longest = USUAL_TITLE
    quality = 0.35 if shortest <= len(title) <= longest else 0.15 if title and len(title) < 300 else 0.0
    quality += 0.2 * link.likeness + 0.28 * dated
    heading = any(node.tag in HEADINGS for node in element.iter("*")) or any(
        node.tag in HEADINGS for node in list(ancestors(element))[:3]
    )
    quality += 0.06 * heading + 0.05 * bool(names_of(element) & ITEM_WORDS or element.tag == "article")
    quality += 0.03 * (element.tag != "a" and len(text_of(element)) > len(title) + 60)
    quality -= 0.12 * block.aside + 0.4 * block.older + 0.3 * block.side
    return quality


def _are_nested(elements: Sequence[Any]) -> bool:
    """Are many of them within others of them? Some of them are looked at."""
    own, some = set(elements), elements[:: max(1, len(elements) // 20)]
    nested = sum(not own.isdisjoint(islice(ancestors(element), 1, 8)) for element in some)
    return nested > 0.2 * len(some)


def _uniform(elements: Sequence[Any]) -> float:
    """The share of elements that are named as most of them are: a selector of mere places may take in several lists."""
    named = Counter(_names(element) or _names(element.getparent()) for element in elements)
    most = named.most_common(1)[0][0]
    alike = (count for names, count in named.items() if names >= most or names <= most != frozenset())
    return sum(alike) / len(elements)


def _names(element: Any) -> frozenset[Name]:
    return _names_of(element.get("class", ""))


@lru_cache(maxsize=1024)
def _names_of(classes: str) -> frozenset[Name]:
    named = map(class_name, classes.split()[:8])
    return frozenset(name for name in named if name is not None and not name.weak)


@lru_cache(maxsize=2048)
def _timestamp(text: str) -> float | None:
    instant = parse_instant(text, UTC)
    return None if instant is None else instant.timestamp()


def _newest_first(said: Sequence[str]) -> float:
    """The share of neighbours of which the first is not older; 0.5 if it can't be told."""
    instants = [instant for text in said if (instant := _timestamp(text)) is not None]
    if len(instants) < 3:
        instants = [int(clock[1]) * 60 + int(clock[2]) for text in said if (clock := _CLOCK.search(text))]
    if len(instants) < 3:
        return 0.5
    pairs = list(pairwise(instants))
    return sum(first >= second for first, second in pairs) / len(pairs)
