"""What the elements of a page hold: its links to articles, its dates, and which of its blocks are no news.

Runs in the reader's child process. Everything is found in a few passes and looked up after that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any
from unicodedata import is_normalized

from bot.intake.discover.dated import LONGEST, looks_dated
from bot.intake.discover.links import article_likeness, host_site, is_headline, resolved, says_more
from bot.intake.discover.names import words_of
from bot.intake.plain_text import tidy

#: Elements and words of names that hold no news.
_CHROME_TAGS = frozenset("nav form select button script style noscript template iframe svg dialog".split())  # noqa: SIM905 - as people write them
_CHROME_WORDS = frozenset(
    "nav navbar navigation menu submenu footer breadcrumb breadcrumbs crumbs pagination pager paginator paging tags tagcloud"  # noqa: SIM905
    " tag lang language languages langs locale share sharing social socials cookie cookies popup modal comment comments"
    " respond login auth toolbar banner advert advertisement adv ads promo reklama sponsor shop weather currency rates"
    " subscribe newsletter skip topbar drawer offcanvas copyright".split()
)
_ASIDE_TAGS = frozenset({"aside"})
_ASIDE_WORDS = frozenset(
    "sidebar aside popular trending viewed readed mostread hot related recommended recommend similar rating top10 also"  # noqa: SIM905
    " widget editors choice interesting partners partner".split()
)
#: Headings of blocks that are not the newest of all.
_ASIDE_TITLE = re.compile(
    r"popular|most (?:read|viewed|popular|discussed|commented|shared)|trending|top \d|editor'?s|recommend|related|read also"
    r"|you may|sponsor|partner|don't miss|what's hot|популярн|читаем|обсуждаем|просматрива|рекоменд|читайте|по теме|похожие"
    r"|выбор редакции|топ[- ]?\d|интересн|партн[её]р|реклам|спецпроект|комментир|комментари|за неделю|за месяц|в тренде"
    r"|көп (?:оқыл|қарал)|танымал|оқи отыр|ұсын|ұқсас|пікір|жарнама|серіктес|магазин|товар|скидк|shop",
    re.IGNORECASE,
)
#: Headings of blocks that show another kind of thing than news: less wanted than news, not excluded.
_SIDE_TITLE = re.compile(
    r"видео|фото|video|photo|мнени|колумн|блог|opinion|column|blog|афиша|интервью|interview|подкаст|podcast|истори[ия]"
    r"|авторы|authors|events|события|календарь|пресс|конкурс|тендер|ваканс|сурет|бейне|көзқарас|сұхбат",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_WORDS = frozenset("title heading header head caption headline name".split())  # noqa: SIM905
_DATE_WORDS = frozenset("date time datetime published pubdate calendar timestamp day".split())  # noqa: SIM905
_PRICE = re.compile(r"\d[\d\s]*(?:₸|тг\b|тенге|руб\b|₽|\$|€|USD)|(?:₸|\$|€)\s?\d")
_DEEPEST = 200  #: ancestors that are followed; a page that nests deeper is no page of news


@dataclass(frozen=True)
class Link:
    """A link that may lead to an article."""

    element: Any
    url: str
    text: str  #: what it says, tidied; its heading alone if it has one
    likeness: float  #: how much its address looks like an article's
    at: int  #: its place on the page


@dataclass(frozen=True)
class Block:
    """What an element inherits from the blocks around it."""

    chrome: bool = False  #: menu, footer, tags, comments, adverts: never news
    aside: bool = False  #: a sidebar, "most read", "related"
    side: bool = False  #: videos, opinions
    main: bool = False  #: within <main> or what is named so


@dataclass
class Survey:
    """The facts of a page, by element."""

    root: Any
    links: list[Link] = field(default_factory=list)  #: to articles, in the order of the page
    within: dict[Any, list[Link]] = field(default_factory=dict)  #: of an element: the links in it
    dates: dict[Any, list[Any]] = field(default_factory=dict)  #: of an element: elements with a date in it
    said: dict[Any, str] = field(default_factory=dict)  #: of an element with a date: what it says
    blocks: dict[Any, Block] = field(default_factory=dict)
    at: dict[Any, int] = field(default_factory=dict)  #: of an element: its place on the page
    priced: set[Any] = field(default_factory=set)  #: elements that hold a price

    def urls(self, element: Any) -> set[str]:
        """The addresses of articles within an element."""
        return {link.url for link in self.within.get(element, ())}


def survey(root: Any, base: str) -> Survey:
    """Survey a parsed page that was read at `base`."""
    found = Survey(root)
    for at, element in enumerate(root.iter("*")):
        found.at[element] = at
    anchors = list(_anchors(root, base))
    totals = _count(anchors)
    _mark_blocks(found, totals, len({link.url for link in anchors}))
    for link in anchors:
        if not found.blocks[link.element].chrome:
            found.links.append(Link(link.element, link.url, link.text, link.likeness, found.at[link.element]))
    for link in found.links:
        for element in ancestors(link.element):
            found.within.setdefault(element, []).append(link)
    _find_dates(found)
    return found


def ancestors(element: Any) -> Iterator[Any]:
    """The element and what it stands in, from the inside."""
    for _ in range(_DEEPEST):
        if element is None:
            return
        yield element
        element = element.getparent()


@lru_cache(maxsize=8192)
def tidied(text: str) -> str:
    """`tidy`, fast for usual text."""
    joined = " ".join(text.split())
    return joined if joined.isprintable() and is_normalized("NFC", joined) else tidy(text)


def text_of(element: Any) -> str:
    """What an element says, without scripts; of a hostile page not more than is looked at."""
    if len(element) == 0:
        return tidied((element.text or "")[:2_000])
    parts: list[str] = []
    size = 0
    for node in element.iter():
        if node is not element and parts:
            parts.append(" ")
        if isinstance(node.tag, str) and node.tag not in ("script", "style", "noscript") and node.text:
            parts.append(node.text[:2_000])
        if node is not element and node.tail:
            parts.append(node.tail[:2_000])
        size += 1
        if size > 200:
            break
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
    return words_of_attributes(attributes.get("class", "")[:300], attributes.get("id", "")[:80], attributes.get("role", ""))


def title_of_link(element: Any) -> str:
    """What a link says: its heading, or what is named a title within it; else all of it without its dates."""
    if len(element) == 0:
        return tidied((element.text or "")[:1_000])
    named = ""
    for node in element.iter("*"):
        if node.tag in _HEADINGS:
            return text_of(node)
        if not named and node is not element and _TITLE_WORDS & names_of(node):
            named = text_of(node)
    if is_headline(named):
        return named
    parts = [text_of(node) for node in element if isinstance(node.tag, str) and node.tag not in ("time", "img", "picture")]
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
    for element, url in addressed:
        likeness = article_likeness(url, base, sites)
        if likeness < 0:
            continue
        text = title_of_link(element)
        if is_headline(text) or (likeness > 0.4 and (not text or says_more(text) or len(text) > 6)):
            yield Link(element, url, text, likeness, 0)


def _count(anchors: list[Link]) -> dict[Any, int]:
    """Of each element: how many articles it links to."""
    urls: dict[Any, set[str]] = {}
    for link in anchors:
        for element in ancestors(link.element):
            urls.setdefault(element, set()).add(link.url)
    return {element: len(found) for element, found in urls.items()}


def _mark_blocks(found: Survey, totals: dict[Any, int], number: int) -> None:
    """Mark the blocks that are no news; a block with most of the page's links is the page itself."""
    for element in found.at:
        parent = element.getparent()
        around = found.blocks.get(parent, Block())
        most = totals.get(element, 0) > 0.6 * number or element.tag in ("html", "body", "main")
        own = around if most else _block(element, around, totals)
        if element.tag == "main" or element.get("role") == "main":
            own = Block(own.chrome, own.aside, own.side, main=True)
        found.blocks[element] = own


def _block(element: Any, around: Block, totals: dict[Any, int]) -> Block:
    if around.chrome:
        return around
    names = names_of(element)
    links = totals.get(element, 0)
    chrome = element.tag in _CHROME_TAGS or (element.tag in ("header", "footer") and _is_of_page(element, links))
    # one item may be named "post tag-economy promo": only a block of several is judged by its names
    chrome = chrome or (bool(names & _CHROME_WORDS) and (links != 1 or bool(names & {"comment", "advert", "banner", "ads"})))
    aside, side = around.aside, around.side
    if links > 1:
        title = _title_of_block(element)
        aside = aside or element.tag in _ASIDE_TAGS or bool(names & _ASIDE_WORDS) or bool(title and _ASIDE_TITLE.search(title))
        side = side or bool(title and _SIDE_TITLE.search(title))
    if (chrome, aside, side) == (around.chrome, around.aside, around.side):
        return around
    return Block(chrome, aside, side, around.main)


def _is_of_page(element: Any, links: int) -> bool:
    """Is it the header or the footer of the page, not of one of its items?"""
    around = {node.tag for node in ancestors(element)}
    if element.tag == "footer":
        return links > 1 or not around & {"article", "main", "section", "li"}
    return links > 3 and not around & {"article", "main", "section"}


def _title_of_block(element: Any) -> str:
    """The heading of a block: the first thing in it, or the last before it, if that is short and no headline."""
    first = element
    for _ in range(3):
        first = next((node for node in first if isinstance(node.tag, str)), None)
        if first is None:
            break
        if _is_title(first):
            return text_of(first)
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    return text_of(before) if before is not None and _is_title(before) else ""


def _is_title(element: Any) -> bool:
    if element.tag not in _HEADINGS and not (_TITLE_WORDS & names_of(element)) and element.tag not in ("b", "strong"):
        return False
    size = 0
    for node in element.iter():
        size += len(node.text or "") + len(node.tail or "") if node is not element else len(node.text or "")
        if size > 200:
            return False
    return 0 < len(text_of(element)) < 45


def _find_dates(found: Survey) -> None:
    for element in found.at:
        said = _date_said(element)
        if said:
            found.said[element] = said
            for around in ancestors(element):
                found.dates.setdefault(around, []).append(element)
        elif element.text and len(element.text) < LONGEST and _PRICE.search(element.text):
            around = element.getparent()
            if around is not None and sum(1 for _ in islice(around.iter(), 40)) < 40:
                found.priced.update(around.iter())
            found.priced.update(list(ancestors(element))[:4])


def _date_said(element: Any) -> str:
    """The date that an element says by itself; "" if there is none, or only an element within it says it."""
    stamp = element.get("datetime") or ""
    if element.tag == "time" or stamp:
        return stamp.strip() or text_of(element)
    named = _DATE_WORDS & names_of(element)
    if named and len(element) < 6 and element.tag != "a":
        text = text_of(element)
        return text if len(text) <= LONGEST and looks_dated(text) else ""
    own = tidied(" ".join(filter(None, [(element.text or "")[:80], *((node.tail or "")[:80] for node in list(element)[:6])])))
    return own if looks_dated(own) else ""
