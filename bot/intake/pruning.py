"""Takes links to other articles out of a page's markup, where it still shows what is a link.

a lead ("Читайте также:") ─┬─ alone in its block ──▶ the block goes, with the links that follow it
                           ├─ before a link ───────▶ the block goes
                           └─ within a paragraph ──▶ the lead goes, with the link after it

Runs only in the reader's child process.
"""

from __future__ import annotations

from typing import Any

from bot.intake.furniture import LEAD_LIMIT, is_lead, leads
from bot.intake.plain_text import INLINE, tidy

#: Characters of a list of links that goes with its lead.
LIST_LIMIT = 2_000
#: Blocks of links that follow a lead.
BLOCKS = 10
#: Share of a block's text that is links, if it is nothing else.
LINKED = 0.8
#: Levels that a lead may be wrapped in.
WRAPPERS = 4
#: Leads that are followed; a hostile page may have thousands.
LEADS = 30

_KEPT = frozenset({"html", "body", "main", "article"})


def prune(tree: Any) -> None:
    """Remove leads and what they lead to from the tree."""
    found = [element for element in tree.iter() if _may_lead(element.text) or _may_lead(element.tail)]
    for element in found[:LEADS]:
        if _may_lead(element.text):
            _prune_element(tree, element)
        if _may_lead(element.tail) and is_lead(tidy(element.tail)) and _next_is_link(element):
            element.tail = None
            _remove(element.getnext())


def _may_lead(text: str | None) -> bool:
    if text is None or len(text) > LEAD_LIMIT * 2 or text.isspace():
        return False
    line = tidy(text)
    return is_lead(line) or leads(line)


def _prune_element(tree: Any, element: Any) -> None:
    block = _block(tree, element)
    if block is None:
        return
    said, lead = _text(block), tidy(element.text)
    if not said.startswith(lead):  # within a paragraph
        if is_lead(_text(element)) and _next_is_link(element):
            _remove(element.getnext())
            _remove(element)
        elif leads(_text(element)):
            _remove(element)
        return
    rest = said.removeprefix(lead).strip()
    if not rest:
        _remove_following_links(block)
        _remove(block)
    elif len(rest) <= LEAD_LIMIT and _linked(block) >= len(rest) / 2:
        _remove(block)


def _block(tree: Any, element: Any) -> Any:
    """The block that the element begins or stands in; None: it is no longer in the tree, or is the whole of it."""
    for _ in range(WRAPPERS):
        if element is None or element is tree or not isinstance(element.tag, str) or element.tag in _KEPT:
            return None
        if element.tag not in INLINE:
            return element
        element = element.getparent()
    return None


def _remove_following_links(block: Any) -> None:
    """Remove the links after a lead: its next siblings, or those of what wraps only the lead."""
    for _ in range(WRAPPERS):
        parent = block.getparent()
        if block.getnext() is not None or parent is None or parent.tag in _KEPT or _text(parent) != _text(block):
            break
        block = parent
    left = LIST_LIMIT
    for _ in range(BLOCKS):
        following = block.getnext()
        if following is None or not _is_links(following, left):
            return
        left -= len(_text(following))
        _remove(following)


def _is_links(element: Any, limit: int) -> bool:
    """Is it a block of nothing but links?"""
    said = _text(element)
    return len(said) <= limit and (not said or _linked(element) >= LINKED * len(said))


def _linked(element: Any) -> int:
    """Characters of the element's text that are links."""
    links = [element] if element.tag == "a" else element.iter("a")
    return sum(len(_text(link)) for link in links)


def _next_is_link(element: Any) -> bool:
    following = element.getnext()
    return following is not None and following.tag == "a"


def _text(element: Any) -> str:
    return tidy("".join(element.itertext())) if isinstance(element.tag, str) else ""


def _remove(element: Any) -> None:
    """Remove an element, but not the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)
