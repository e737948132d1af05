"""The title that stands in an address, for articles that are known by nothing else (pure).

https://site.kz/society/metro-opens-in-almaty_1377983212.html ──▶ Metro opens in almaty
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.intake.entries import TITLE_LIMIT
from bot.intake.plain_text import cut, tidy

#: The ending of a page's name, and a number before or behind the words: the site's own id.
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|amp)$", re.IGNORECASE)
_NUMBERS = re.compile(r"^(?:\d+(?:\s|$))+|(?:(?:^|\s)[a-z]?\d{4,})+$", re.IGNORECASE)


#: Words that the name of an article has; a shorter one without any number is a section: /about-us, /society/.
ARTICLE_WORDS = 3


def slug_title(link: str) -> str:
    """The words of the last part of a link's path that has some, with its number if that is all it has; else ""."""
    number = ""
    for part in reversed(_path(link).split("/")):
        words = _ENDING.sub("", tidy(unquote(part, errors="ignore")))
        words = " ".join(re.split(r"[\s_+-]+", words)).strip()
        if words.lower() == "index":
            continue
        named = _NUMBERS.sub("", words).strip()
        if sum(char.isalpha() for char in named) > 1:
            return f"{named[0].upper()}{named[1:]} {number}".strip()
        number = number or words
    return ""


def made_title(link: str) -> str:
    """The title of an article that is known only by its link."""
    return cut(slug_title(link) or link, TITLE_LIMIT)


def is_section(link: str) -> bool:
    """Is the link that of a section of a site, not of an article? Its path has no number, and few words."""
    path = _path(link)
    return not any(char.isdigit() for char in path) and len(slug_title(link).split()) < ARTICLE_WORDS


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""
