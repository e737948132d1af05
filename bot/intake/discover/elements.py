"""Elements of a page: what they say, what they are named, what they stand in. Runs in the reader's child process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from bot.intake.discover.names import words_of
from bot.intake.plain_text import tidy

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Words of names of what is a title.
TITLE_WORDS = frozenset("title heading header head caption headline name".split())
_DEEPEST = 200  #: ancestors that are followed; a page that nests deeper is no page of news


def ancestors(element: Any) -> Iterator[Any]:
    """The element and what it stands in, from the inside."""
    for _ in range(_DEEPEST):
        if element is None:
            return
        yield element
        element = element.getparent()


@lru_cache(maxsize=8192)
def tidied(text: str) -> str:
    """`tidy`; a page says many things twice."""
    return tidy(text)


def text_of(element: Any) -> str:
    """What an element says, without scripts; of a hostile page not more than is looked at."""
    if len(element) == 0:
        return tidied((element.text or "")[:2_000])
    parts: list[str] = []
    for node in islice(element.iter(), 200):
        if node is not element and parts:
            parts.append(" ")
        if isinstance(node.tag, str) and node.tag not in ("script", "style", "noscript") and node.text:
            parts.append(node.text[:2_000])
        if node is not element and node.tail:
            parts.append(node.tail[:2_000])
    return tidied("".join(parts))[:1_000]


@lru_cache(maxsize=4096)
def words_of_attributes(classes: str, identity: str, role: str) -> frozenset[str]:
    """The words of an element's names."""
    # taxonomies of one item ("tag-economy") say nothing of the block
    kept = [each for each in classes.split() if not each.startswith(("tag-", "category-", "elementor-widget"))]
    return words_of(" ".join([*kept, identity, role]))


def names_of(element: Any) -> frozenset[str]:
    """The words of the classes, the id and the role of an element."""
    attributes = element.attrib
    return words_of_attributes(
        attributes.get("class", "")[:300], attributes.get("id", "")[:80], attributes.get("role", "")
    )
