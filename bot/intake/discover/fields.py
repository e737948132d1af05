"""The shortest selectors that find link, headline and date in each item of a list.

Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from bot.intake.discover.elements import HEADINGS, ancestors, text_of
from bot.intake.discover.facts import Facts
from bot.intake.discover.links import resolved
from bot.intake.discover.names import Name, class_name, is_plain_tag
from bot.intake.discover.scoring import Item

_SAMPLE = 20  #: items that are looked at
_DEEPEST = 80  #: elements of an item that are looked at
_LINK_WORDS = frozenset("title link headline name heading".split())
_TITLE_WORDS = frozenset("title headline name heading".split())
_DATE_WORDS = frozenset("date time datetime published pubdate calendar".split())

#: The first folder of an address.
_FOLDER = re.compile(r"^(?:https?://[^/]+)?(/[a-zA-Z][\w-]*/)")

Accepts = Callable[[Any, Item], bool]


class Fields:
    """The selectors that may be used within the items of a list."""

    def __init__(self, items: Sequence[Item], facts: Facts, base: str) -> None:
        self._items = list(items)[:_SAMPLE]
        self._facts = facts
        self._base = base
        self._first = [dict(_firsts(item.element)) for item in self._items]  # of each item: selector → its first match

    def link(self) -> str:
        """The selector of the link; "a" if nothing finds it in most items."""

        def accepts(element: Any, item: Item) -> bool:
            return element.tag == "a" and resolved(element.get("href") or "", self._base) == item.link.url

        return self._best(accepts, _LINK_WORDS, prefers="a") or "a"

    def title(self, link: str) -> str:
        """The selector of the headline; `link` if nothing says it alone."""

        def accepts(element: Any, item: Item) -> bool:
            return text_of(element) == item.title

        return self._best(accepts, _TITLE_WORDS, prefers="") or link

    def date(self) -> str | None:
        """The selector of the date; None: most items have none."""
        dated = [item for item in self._items if item.date is not None]
        if len(dated) < 0.5 * len(self._items):
            return None

        def accepts(element: Any, item: Item) -> bool:
            return item.date is None or bool(self._facts.said.get(element))

        return self._best(accepts, _DATE_WORDS, prefers="time")

    def _best(self, accepts: Accepts, words: frozenset[str], *, prefers: str) -> str | None:
        """The best selector whose first match is accepted in nine of ten items."""
        offered: dict[str, int] = {}
        for item, first in zip(self._items, self._first, strict=True):
            accepted: dict[Any, bool] = {}
            for selector, element in first.items():
                if element not in accepted:
                    accepted[element] = accepts(element, item)
                offered[selector] = offered.get(selector, 0) + accepted[element]
        enough = 0.9 * len(self._items)
        good = {selector: count for selector, count in offered.items() if count >= enough}
        if not good:
            most = max(offered.values(), default=0)
            good = {selector: count for selector, count in offered.items() if count == most > 0.6 * len(self._items)}
        ranked = sorted(
            good,
            key=lambda selector: (
                -_wanted(selector, words, prefers) - 3 * good[selector] / len(self._items),
                len(selector),
            ),
        )
        return ranked[0] if ranked else None


def _wanted(selector: str, words: frozenset[str], prefers: str) -> float:
    """How well a selector says what it finds."""
    last = selector.rpartition(" ")[2]
    named = any(word in last.lower() for word in words)
    wanted = (
        1.0 * (selector == prefers) + 0.9 * (named and ":" not in last) + 0.8 * (last in HEADINGS) * (prefers == "")
    )
    wanted += 0.85 * (prefers == "" and selector == "a")
    wanted -= (
        0.15 * (" " in selector)
        + 0.5 * (":" in selector)
        + 0.15 * ("[" in selector)
        + 0.4 * (last in ("div", "span", "p", "td"))
    )
    return wanted


def _firsts(item: Any) -> Iterator[tuple[str, Any]]:
    """Each selector with the first element that it finds in an item; the first comes last, so that a dict keeps it."""
    found: dict[str, Any] = {}
    for element in filter(lambda node: is_plain_tag(node.tag), islice(item.iter("*"), _DEEPEST)):
        own = [element.tag, *(f"{element.tag}{name.css}" for name in _names(element))]
        for selector in own:
            found.setdefault(selector, element)
        for around in list(ancestors(element))[1:4]:
            if element is item or around is item.getparent():
                break
            for begin in [
                *(f"{around.tag}{name.css}" for name in _names(around)),
                *([around.tag] if around.tag in HEADINGS else []),
            ]:
                for selector in own[:2]:
                    found.setdefault(f"{begin} {selector}", element)
            if around is item:
                break
        for selector in _by_neighbour(element, item):
            found.setdefault(selector, element)
        parent = element.getparent()
        if element is not item and parent is not None:
            place = 1 + sum(1 for _ in element.itersiblings(preceding=True))
            placed = f"{element.tag}:nth-child({place})"
            found.setdefault(placed, element)
            if parent is not item and is_plain_tag(parent.tag):
                of_parent = 1 + sum(1 for _ in parent.itersiblings(preceding=True))
                found.setdefault(f"{parent.tag}:nth-child({of_parent}) > {placed}", element)
    yield from found.items()


def _by_neighbour(element: Any, item: Any) -> Iterator[str]:
    """Selectors of a link that has no name: by what stands before it, and by the folder that it leads to."""
    if element.tag != "a":
        return
    before = element.getprevious() if element is not item else None
    if before is not None:
        yield from (f"{before.tag}{name.css} + a" for name in _names(before)[:1])
    if folder := _FOLDER.search(element.get("href") or ""):
        yield f'a[href*="{folder[1]}"]'


def _names(element: Any) -> list[Name]:
    if not is_plain_tag(element.tag):
        return []
    return [name for each in element.get("class", "").split()[:6] if (name := class_name(each)) and not name.weak]
