"""Where a page of headlines, a feed or a channel says that older news stand.

document ─▶ rel="next" ─▶ a link that says "next" or "older" ─▶ the link to the page with the next number
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.errors import ParseError
from bot.intake.kinds.document import Document
from bot.intake.kinds.markup import base_of, tree_of
from bot.intake.page_numbers import next_page
from bot.intake.plain_text import tidy
from bot.model import WayKind

_PAGES = frozenset({WayKind.LIST, WayKind.PAGES, WayKind.TELEGRAM})
#: RFC 5005: the next page of a feed, and the archive before this one.
_OF_FEED = re.compile(r"<(?:\w+:)?link\b[^>]*\brel\s*=\s*[\"'](?:next|prev-archive)[\"'][^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
#: What a link to older news says, as a whole; arrows and brackets are no words.
_SAYS = re.compile(
    r"next(?: page)?|older(?: posts| news| entries)?|more news|"
    r"следующая(?: страница)?|далее|вперед|вперёд|ранее|предыдущие(?: новости)?|"
    r"келесі(?: бет)?|әрі қарай|алға|»|›|→|>|>>",
    re.IGNORECASE,
)
_HEAD = 100_000  #: characters of a feed in which its own links stand


def older_pages(document: Document) -> tuple[str, ...]:
    """The address of the page with what is older, if the document names one."""
    if document.way.kind is WayKind.FEED:
        return _of_feed(document)
    if document.way.kind not in _PAGES:
        return ()
    try:
        tree = tree_of(document)
    except ParseError:  # it was read: so it has at least something
        return ()
    base = base_of(tree, document)
    links = [(element, document.link(element.get("href"), base)) for element in tree.iter("link", "a")]
    linked = [(element, url) for element, url in links if url and _is_other(url, document.url)]
    return tuple(_first(linked, document))


def _of_feed(document: Document) -> tuple[str, ...]:
    found = (_HREF.search(link) for link in _OF_FEED.findall(document.text[:_HEAD]))
    addresses = (document.link(one[1].replace("&amp;", "&")) for one in found if one)
    return tuple(url for url in addresses if url)[:1]


def _first(linked: list[tuple[Any, str]], document: Document) -> list[str]:
    """The surest of them."""
    towards = "prev" if document.way.kind is WayKind.TELEGRAM else "next"  # a channel goes upwards
    related = [url for element, url in linked if towards in (element.get("rel") or "").split()]
    if related or document.way.kind is WayKind.TELEGRAM:
        return related[:1]
    own = urlsplit(document.url).hostname
    here = [(element, url) for element, url in linked if urlsplit(url).hostname == own]
    said = [url for element, url in here if element.tag == "a" and _SAYS.fullmatch(tidy(element.text_content()))]
    numbered = [url for _, url in here if next_page(document.url, url)]
    return (numbered or said)[:1]


def _is_other(url: str, own: str) -> bool:
    return url.partition("#")[0] != own.partition("#")[0]
