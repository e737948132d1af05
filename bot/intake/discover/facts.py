"""What the elements of a page hold: its links to articles, its dates, and which of its blocks are no news.

Runs in the reader's child process. Everything is found in a few passes and looked up after that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.intake.discover.blocks import Block, mark_blocks
from bot.intake.discover.dated import LONGEST, looks_dated
from bot.intake.discover.elements import HEADINGS, TITLE_WORDS, ancestors, names_of, text_of, tidied
from bot.intake.discover.links import article_likeness, host_site, is_headline, resolved, says_more

_DATE_WORDS = frozenset("date time datetime published pubdate calendar timestamp day".split())
#: An age without "ago" in an element that is named a time: "5 мин.", "2 h".
_SHORT_AGE = re.compile(r"\d{1,2}\s?[^\W\d_]{1,4}\.?")
_PRICE = re.compile(r"\d[\d\s]*(?:₸|тг\b|тенге|руб\b|₽|\$|€|USD)|(?:₸|\$|€)\s?\d")


_MOST_ALIKE = 2  #: articles of one headline
_MOST_LINKS = 2_000  #: that are looked at; no front page has more


@dataclass(frozen=True)
class Link:
    """A link that may lead to an article."""

    element: Any
    url: str
    text: str  #: what it says, tidied; its heading alone if it has one
    likeness: float  #: how much its address looks like an article's
    at: int  #: its place on the page


@dataclass
class Facts:
    """The facts of a page, by element."""

    root: Any
    links: list[Link] = field(default_factory=list)  #: to articles, in the order of the page
    within: dict[Any, list[Link]] = field(default_factory=dict)  #: of an element: the links in it
    dates: dict[Any, list[Any]] = field(default_factory=dict)  #: of an element: elements with a date in it
    said: dict[Any, str] = field(default_factory=dict)  #: of an element with a date: what it says
    blocks: dict[Any, Block] = field(default_factory=dict)
    at: dict[Any, int] = field(default_factory=dict)  #: of an element: its place on the page
    priced: set[Any] = field(default_factory=set)  #: elements that hold a price
    _urls: dict[Any, set[str]] = field(default_factory=dict)  #: what was asked before: of a long list by each link

    def urls(self, element: Any) -> set[str]:
        """The addresses of articles within an element."""
        if element not in self._urls:
            self._urls[element] = {link.url for link in self.within.get(element, ())}
        return self._urls[element]


def facts_of(root: Any, base: str) -> Facts:
    """Survey a parsed page that was read at `base`."""
    found = Facts(root)
    for at, element in enumerate(root.iter("*")):
        found.at[element] = at
    anchors = list(islice(_anchors(root, base), _MOST_LINKS))
    totals = _count(anchors)
    found.blocks = mark_blocks(found.at, totals, len({link.url for link in anchors}))
    for link in anchors:
        if not found.blocks[link.element].chrome:
            found.links.append(Link(link.element, link.url, link.text, link.likeness, found.at[link.element]))
    for link in found.links:
        for element in ancestors(link.element):
            found.within.setdefault(element, []).append(link)
    _find_dates(found)
    return found


def title_of_link(element: Any) -> str:
    """What a link says: its heading, or what is named a title within it; else all of it without its dates."""
    if len(element) == 0:
        return tidied((element.text or "")[:1_000])
    named = ""
    for node in element.iter("*"):
        if node.tag in HEADINGS:
            return text_of(node)
        if not named and node is not element and TITLE_WORDS & names_of(node):
            named = text_of(node)
    if is_headline(named):
        return named
    parts = [
        text_of(node) for node in element if isinstance(node.tag, str) and node.tag not in ("time", "img", "picture")
    ]
    spoken = [part for part in parts if part and not looks_dated(part)]
    own = tidied((element.text or "") + " ".join(node.tail or "" for node in element))
    return max([own, *spoken], key=len) or text_of(element)


def own_sites(root: Any, base: str, urls: Sequence[str]) -> frozenset[str]:
    """The sites that are the page's own: where it was read, what it says of itself, and if it links elsewhere, that."""
    named = [base]
    for element in list(root.iter("link", "meta"))[:300]:
        if element.get("rel") == "canonical" or element.get("property") == "og:url":
            named.append(element.get("href") or element.get("content") or "")
    own = {host_site(address) for address in named} - {""}
    linked = Counter(host_site(url) for url in urls)
    most = linked.most_common(1)
    if most and sum(linked[site] for site in own) < 0.2 * len(urls):
        own.add(most[0][0])
    return frozenset(own)


def _anchors(root: Any, base: str) -> Iterator[Link]:
    addressed = [(element, url) for element in root.iter("a") if (url := resolved(element.get("href") or "", base))]
    sites = own_sites(root, base, [url for _, url in addressed])
    likely = [
        (element, url, likeness) for element, url in addressed if (likeness := article_likeness(url, base, sites)) >= 0
    ]
    texts = [title_of_link(element) for element, _, _ in likely]
    # what many links say names none of what they lead to: "Full text of the bulletin"
    said = Counter(text for text, _ in {(text, url) for text, (_, url, _) in zip(texts, likely, strict=True)})
    for (element, url, likeness), written in zip(likely, texts, strict=True):
        text = "" if said[written] > _MOST_ALIKE else written
        if is_headline(text) or (likeness > 0.4 and (not text or says_more(text) or len(text) > 6)):
            yield Link(element, url, text, likeness, 0)


def _count(anchors: list[Link]) -> dict[Any, int]:
    """Of each element: how many articles it links to."""
    urls: dict[Any, set[str]] = {}
    for link in anchors:
        for element in ancestors(link.element):
            urls.setdefault(element, set()).add(link.url)
    return {element: len(found) for element, found in urls.items()}


def _find_dates(found: Facts) -> None:
    for element in found.at:
        said = _date_said(element)
        if said:
            found.said[element] = said
            for around in ancestors(element):
                found.dates.setdefault(around, []).append(element)
        elif element.text and len(element.text) < LONGEST and _PRICE.search(element.text):
            around = list(ancestors(element))[:4]
            found.priced.update(around, islice(around[:2][-1].iter(), 40))


def _date_said(element: Any) -> str:
    """The date that an element says by itself; "" if there is none, or only an element within it says it."""
    stamp = element.get("datetime") or ""
    if element.tag == "time" or stamp:
        return stamp.strip() or text_of(element)
    named = _DATE_WORDS & names_of(element)
    if named and len(element) < 6 and element.tag != "a":
        text = text_of(element)
        return text if (len(text) <= LONGEST and looks_dated(text)) or _SHORT_AGE.fullmatch(text) else ""
    own = tidied(
        " ".join(filter(None, [(element.text or "")[:80], *((node.tail or "")[:80] for node in list(element)[:6])]))
    )
    return own if looks_dated(own) else ""
