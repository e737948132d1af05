"""Selectors that repeat on a page around links to articles: each may be that of the items of the list.

Runs in the reader's child process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any

from bot.intake.discover.elements import ancestors
from bot.intake.discover.facts import Facts
from bot.intake.discover.names import ITEM_WORDS, Name, class_name, id_name, is_plain_tag

#: Items with more links to articles than this are rows of items, or blocks.
MOST_LINKS = 4
#: Fewer items are no list.
FEWEST = 3
MOST = 400
_CLIMBED = 9  #: elements around a link that are looked at
_CONTEXTS = 3  #: named elements around an item that a selector may begin with
_MOST_PLACES = 50  #: elements before one that are counted
_SIMPLE = frozenset({"li", "tr", "article", "dd", "dt", "section", "a"})
#: Words of names that are a part of an item.
_PART_WORDS = frozenset(
    [
        "body",
        "content",
        "info",
        "text",
        "inner",
        "wrap",
        "wrapper",
        "title",
        "heading",
        "link",
        "img",
        "image",
        "descr",
        "caption",
        "head",
        "desc",
    ]
)


@dataclass
class Candidate:
    """A selector with the elements that it was made from."""

    selector: str
    goodness: float  #: how well it names items, whatever they hold
    elements: list[Any] = field(default_factory=list)  #: in the order of the page


class Candidates:
    """Collects the candidates of a page."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._found: dict[str, Candidate] = {}
        self._seen: set[Any] = set()
        self._names: dict[Any, tuple[Name, ...]] = {}

    def collect(self) -> list[Candidate]:
        """All of them, of three items at least."""
        for link in self._facts.links:
            for element in islice(ancestors(link.element), _CLIMBED):
                if element in self._seen:
                    continue
                if element.tag in ("body", "html", "main") or len(self._facts.urls(element)) > MOST_LINKS:
                    break
                if is_plain_tag(element.tag):
                    self._seen.add(element)
                    self._add(element)
        found = (each for each in self._found.values() if FEWEST <= len(each.elements) <= MOST)
        return sorted(found, key=lambda each: -each.goodness)

    def _add(self, element: Any) -> None:
        for selector, goodness in self._selectors(element):
            candidate = self._found.get(selector)
            if candidate is None:
                candidate = self._found[selector] = Candidate(selector, goodness)
            if not candidate.elements or candidate.elements[-1] is not element:
                candidate.elements.append(element)

    def names(self, element: Any) -> tuple[Name, ...]:
        """The names of an element that will stand: its classes."""
        if element not in self._names:
            written = element.get("class", "").split()[:8]
            found = dict.fromkeys(name for each in written if (name := class_name(each)))
            self._names[element] = tuple(found)
        return self._names[element]

    def _selectors(self, element: Any) -> Iterator[tuple[str, float]]:
        tag = element.tag
        own = [(f"{tag}{name.css}", _goodness(name)) for name in self.names(element)]
        yield from own
        if tag == "article":
            yield tag, 1.4
        path, depth, contexts = tag, 0, 0
        for around in islice(ancestors(element), 1, _CLIMBED):
            if around.tag in ("body", "html"):
                yield _below("body", path), -0.2 - 0.1 * depth
                break
            begins = self._context(around)
            weak = {f"{around.tag}{name.css}" for name in self.names(around) if name.weak}
            for begin in begins:
                cost = 0.25 + 0.1 * contexts + 0.3 * (begin in weak)
                yield from ((f"{begin} {selector}", goodness - cost) for selector, goodness in own)
                if not contexts or not own:
                    yield _below(begin, path), 0.9 - 0.15 * depth - 0.1 * contexts - 0.3 * (begin in weak)
                if tag in _SIMPLE and depth:
                    yield f"{begin} {tag}", 0.85 - 0.1 * contexts
            contexts += any(begin not in weak for begin in begins)
            if contexts >= _CONTEXTS:
                break
            path, depth = _below(around.tag if is_plain_tag(around.tag) else "", path), depth + 1
        yield from self._exact(element)

    def _context(self, element: Any) -> list[str]:
        """What a selector may begin with to say "within this element"."""
        named = self.names(element)
        strong = [name for name in named if not name.weak] or named[:1]
        found = [f"{element.tag}{name.css}" for name in strong][:3] if is_plain_tag(element.tag) else []
        if (identity := id_name(element.get("id", ""))) is not None:
            found.insert(0, identity.css)
        if element.tag == "main":
            found.append("main")
        return found

    def _exact(self, element: Any) -> Iterator[tuple[str, float]]:
        """The one container of the element, by its place: where no name tells two lists apart."""
        steps: list[str] = [element.tag]
        for around in takewhile(lambda node: is_plain_tag(node.tag), islice(ancestors(element), 1, 8)):
            named = self._context(around)
            if named or around.tag == "body":
                yield " > ".join([*(named[:1] or ["body"]), *reversed(steps)]), -0.8 - 0.1 * len(steps)
                return
            steps.append(f"{around.tag}{_place(around)}")


def _below(outer: str, path: str) -> str:
    """A path below one more element; `outer` "": one that no selector can name, so that a gap begins the path."""
    if not outer:
        return path if path.startswith(" ") else f" {path}"
    return f"{outer}{path}" if path.startswith(" ") else f"{outer} > {path}"


def _place(element: Any) -> str:
    """`:nth-of-type(2)` where there are more of the tag beside it."""
    before = sum(1 for _ in islice(element.itersiblings(element.tag, preceding=True), _MOST_PLACES))
    after = element.getnext() is not None and any(True for _ in element.itersiblings(element.tag))
    return f":nth-of-type({before + 1})" if before or after else ""


def _goodness(name: Name) -> float:
    goodness = 1.0 + 0.6 * bool(name.words & ITEM_WORDS) - 0.7 * bool(name.words & _PART_WORDS)
    return goodness - 0.2 * name.css.startswith("[") - 0.8 * name.weak
