"""Which names of elements will stand tomorrow: classes and ids for selectors (pure).

A class of a layout (col-md-4, flex, mt-2), of a state (active, odd) or of one item (post-1234) tells nothing of what an
element is; one that a build hashes (styles_item__a1B2c) keeps only its beginning.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_PLAIN = re.compile(r"-?_*[A-Za-z][\w-]*")
_TAG = re.compile(r"[a-z][a-z0-9-]*")
_UTILITY = re.compile(
    r"(?:[a-z]+:)+.*|.*[\[\]/:.!%@].*"  # Tailwind's variants and values
    r"|-?[mp][xytrblse]?-(?:\d+|auto|px|\w{2,3}-\d+)|(?:min-|max-)?[wh]-(?:\d[\w.-]*|full|screen\w*|auto|px|fit|min|max|[2-7]?xl|lg|md|sm|xs|none)|g[xy]?-\d"
    r"|(?:top|left|right|bottom|inset|z|order|scale|opacity|duration)-(?:[\w-]*\d[\w-]*|auto|full|px)|gap-[\w-]+|space-[xy]-\w+"
    r"|(?:inline-)?(?:flex|grid|block|table)|flex-(?:\w+|\w+-\w+)|(?:grid|col|row|order|cols?)(?:-[a-z]{2,4})?-?[\w-]*\d[\w-]*"
    r"|clearfix|cf|hidden|visible|relative"
    r"|absolute|sticky|fixed|static|truncate|uppercase|lowercase|italic|underline|antialiased|transition|group|peer|isolate"
    r"|(?:items|justify|content|self|place)-(?:start|end|center|between|around|stretch|baseline)|d-[\w-]+|float-\w+"
    r"|pull-(?:left|right)|(?:text|bg|border|rounded|shadow|font|leading|tracking|divide|ring|ease|overflow"
    r"|object|line-clamp|cursor|aspect|underline|decoration|align|whitespace|break|snap"
    r"|from|to|via|fill|stroke|basis|grow|shrink|transition|animate|sr|not-sr|no|hover|dark|lg|md|sm|xs|xl|uk|js|is|has|wow|data)(?:-[\w-]+)|border|rounded|shadow|grow|shrink|cell|left|right|center|w100|full"
)
#: Classes of a grid: they stand, but name no thing; for want of better ones.
_GRID = re.compile(
    r"row|cols?|columns?|container|container-fluid|wrapper|inner|outer|group|left|right|center|(?:col|span|grid)-[a-z]{2}-\d+"
)
_STATE = re.compile(
    r"first|last|odd|even|active|current|selected|open(?:ed)?|closed?|show|new|old|lazy\w*|animated|fade\w*|swiper-slide-.*"
    r"|status-\w+|type-(?:post|page|product|attachment|news|video)|format-(?:standard|video|image|gallery|link|aside)|category-.*|tag-.*|post-\d+|has-post-thumbnail|sticky|hentry-.*|size-.*|align\w*"
    r"|views-row-\d+|views-row-(?:first|last|odd|even)|item-(?:first|last|odd|even)|no-?(?:img|image|photo)|with-?(?:img|image|photo)"
    r"|jsx-.*|css-.*|sc-.*|svelte-.*|emotion-.*|ng-.*|elementor-element-.*|wp-block-.*|wp-image.*|attachment-.*|col\d*"
)
_HASH = re.compile(r"(.*?[A-Za-z]\w*?(?:--|__|[_-]))([A-Za-z0-9+-]{5,10}|[a-z0-9]{4,8}_\d+)$")
#: A component's name with a hash of letters, as styled-components writes it: CardTitle-civMjp.
_COMPONENT = re.compile(r"(?:[A-Z][a-z]+){2,}-(?=\w*[A-Z])[a-zA-Z]{5,7}")
_DIGITS = re.compile(r"\d{2,}|[-_]\d+$")
_ALL_HASH = re.compile(r"(?=.*\d)(?=.*[a-zA-Z])[A-Za-z0-9]{6,}|[a-z]{0,2}\d[\w]*")
#: Words of names, however they are joined.
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

#: Words of a name that say that the element is an item of news, and one in a list.
ITEM_WORDS = frozenset(
    "item news new post article entry card story teaser record row hentry announce anons material publication list"
    " tile".split()
)


class Name(NamedTuple):
    """A part of a selector that names an element."""

    css: str  #: what follows the tag: .news-item, [class*="styles_item__"], #content
    words: frozenset[str]  #: in small letters
    weak: bool = False  #: it names a place of a grid


@lru_cache(maxsize=4096)
def class_name(written: str) -> Name | None:
    """The name of one class; None: it tells nothing, or will be another tomorrow."""
    if _GRID.fullmatch(written):
        return Name(f".{written}", words_of(written), weak=True)
    if not _PLAIN.fullmatch(written) or len(written) > 60 or _UTILITY.fullmatch(written) or _STATE.fullmatch(written):
        return None
    hashed = _HASH.fullmatch(written)
    if hashed and (_is_hash(hashed[2]) or _COMPONENT.fullmatch(written)):
        beginning = hashed[1]
        return Name(f'[class*="{beginning}"]', words_of(beginning)) if len(beginning) > 4 else None
    if _DIGITS.search(written) or _ALL_HASH.fullmatch(written) or _is_scrambled(written):
        return None
    return Name(f".{written}", words_of(written))


@lru_cache(maxsize=512)
def id_name(written: str) -> Name | None:
    """The name of an id; None: it is of one item, or will be another tomorrow."""
    if (
        not _PLAIN.fullmatch(written)
        or len(written) > 40
        or _DIGITS.search(written)
        or written.startswith(("bx_", "ember"))
    ):
        return None
    return Name(f"#{written}", words_of(written))


@lru_cache(maxsize=512)
def is_plain_tag(tag: str) -> bool:
    """May the name of an element stand in a selector? Not o:p, nor what a broken page makes of its text."""
    return _TAG.fullmatch(tag) is not None


def words_of(written: str) -> frozenset[str]:
    """The words of a name: newsItem_title, news-item-title."""
    return frozenset(word.lower() for word in _WORDS.findall(written))


def _is_scrambled(written: str) -> bool:
    """Is it a hash of letters alone, as kFnjUG? Its capitals begin no words."""
    words = _WORDS.findall(written)
    return written.isalpha() and len(written) < 9 and len(words) > 1 and min(map(len, words)) < 2


def _is_hash(tail: str) -> bool:
    """Is it a hash, not a word? Digits within, or capitals within."""
    letters = [char for char in tail if char.isalpha()]
    if any(char.isdigit() for char in tail):
        return bool(letters) and not re.fullmatch(r"[a-zA-Z]+\d{1,2}", tail)
    return any(char.isupper() for char in tail[1:]) and not re.fullmatch(r"[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*", tail)
