"""Which blocks of a page are no news: menus, sidebars, tags, comments, adverts; by their names and their headings.

Runs in the reader's child process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.intake.discover.elements import HEADINGS, TITLE_WORDS, ancestors, names_of, text_of

#: Elements and words of names that hold no news.
_CHROME_TAGS = frozenset("nav form select button script style noscript template iframe svg dialog".split())
_CHROME_WORDS = frozenset(
    "nav navbar navigation menu submenu footer breadcrumb breadcrumbs crumbs pagination pager paginator paging tags"
    " tagcloud tag share sharing cookie cookies popup modal comment comments respond login auth toolbar banner advert"
    " advertisement adv ads reklama sponsor subscribe newsletter skip topbar drawer offcanvas copyright".split()
)
_ASIDE_WORDS = frozenset("sidebar aside widget".split())
_OLDER_WORDS = frozenset(
    "popular trending viewed readed mostread hot related recommended recommend similar rating top10 also editors choice"
    " interesting partners partner promo shop weather currency rates social socials lang langs language languages"
    " locale".split()
)
#: Headings of blocks that are not the newest of all.
_OLDER_TITLE = re.compile(
    r"popular|most (?:read|viewed|popular|discussed|commented|shared)|trending|top \d|editor'?s|recommend|related"
    r"|read also|you may|sponsor|partner|don't miss|what's hot|популярн|читаем|обсуждаем|просматрива|рекоменд|читайте"
    r"|по теме|похожие|выбор редакции|топ[- ]?\d|интересн|партн[её]р|реклам|спецпроект|комментир|комментари|за неделю"
    r"|за месяц|в тренде|көп (?:оқыл|қарал)|танымал|оқи отыр|ұсын|ұқсас|пікір|жарнама|серіктес|магазин|товар|скидк",
    re.IGNORECASE,
)
#: Headings of blocks that show another kind of thing than news: less wanted than news, not excluded.
_SIDE_TITLE = re.compile(
    r"видео|фото|video|photo|мнени|колумн|блог|opinion|column|blog|афиша|интервью|interview|подкаст|podcast"
    r"|авторы|authors|events|календарь|конкурс|тендер|ваканс|сурет|бейне|көзқарас|сұхбат",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """What an element inherits from the blocks around it."""

    chrome: bool = False  #: menu, footer, tags, comments, adverts: never news
    aside: bool = False  #: a sidebar
    older: bool = False  #: "most read", "related", partners: not the newest
    side: bool = False  #: videos, opinions
    main: bool = False  #: within <main> or what is named so


def mark_blocks(elements: Iterable[Any], totals: Mapping[Any, int], number: int) -> dict[Any, Block]:
    """The block of each element of a page, in its order; one with most of the page's `number` links is the page itself.

    `totals`: to how many articles an element links.
    """
    blocks: dict[Any, Block] = {}
    for element in elements:
        around = blocks.get(element.getparent(), Block())
        most = totals.get(element, 0) > 0.6 * number or element.tag in ("html", "body", "main")
        own = around if most else _block(element, around, totals)
        if element.tag == "main" or element.get("role") == "main":
            own = replace(own, main=True)
        blocks[element] = own
    return blocks


def _block(element: Any, around: Block, totals: Mapping[Any, int]) -> Block:
    if around.chrome:
        return around
    names = names_of(element)
    links = totals.get(element, 0)
    chrome = element.tag in _CHROME_TAGS or (element.tag in ("header", "footer") and _is_of_page(element, links))
    # one item may be named "post tag-economy promo": only a block of several is judged by its names
    chrome = chrome or (
        bool(names & _CHROME_WORDS) and (links != 1 or bool(names & {"comment", "advert", "banner", "ads"}))
    )
    aside, older, side = around.aside, around.older, around.side
    if links > 1:
        title = _title_of_block(element)
        aside = aside or element.tag == "aside" or bool(names & _ASIDE_WORDS)
        older = older or bool(names & _OLDER_WORDS) or bool(_OLDER_TITLE.search(title))
        side = side or bool(_SIDE_TITLE.search(title))
    own = Block(chrome, aside, older, side, around.main)
    return around if own == around else own


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
    return text_of(before) if before is not None and _is_title(before) else ""


def _is_title(element: Any) -> bool:
    if element.tag not in HEADINGS and not (TITLE_WORDS & names_of(element)) and element.tag not in ("b", "strong"):
        return False
    size = 0
    for node in element.iter():
        size += len(node.text or "") + len(node.tail or "") if node is not element else len(node.text or "")
        if size > 200:
            return False
    return 0 < len(text_of(element)) < 45
