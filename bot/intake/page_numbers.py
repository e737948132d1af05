"""The numbers of pages in addresses: ?page=3, /page/3/, ?PAGEN_1=3. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.model import WayKind

_NAMED = re.compile(r"page|paged|p|pg|pagen_\d+|pagenum|page_num|str", re.IGNORECASE)
_IN_PATH = re.compile(r"(?P<before>.*/(?:page|p|str)[/-])(?P<number>\d{1,6})(?P<after>/?(?:index\.html)?)")
_NUMBER = re.compile(r"\d{1,6}")
#: What WordPress calls the pages of a feed; other feeds that have pages go the same way.
_PARAMETERS = {WayKind.FEED: "paged"}


def number_of(url: str) -> tuple[str, int]:
    """What is left of an address without the number of its page, and the number; 1 if it has none."""
    parts = urlsplit(url.partition("#")[0])
    query, number = [], None
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if number is None and _NAMED.fullmatch(name) and _NUMBER.fullmatch(value):
            number = int(value)
        else:
            query.append((name, value))
    path = parts.path
    if number is None and (found := _IN_PATH.fullmatch(path)):
        number, path = int(found["number"]), re.sub(r"(?:page|p|str)[/-]$", "", found["before"])
    bare = urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), urlencode(sorted(query)), ""))
    return bare, 1 if number is None else number


def next_page(url: str, other: str) -> bool:
    """Is the other address that of the page after this one?"""
    (bare, number), (other_bare, other_number) = number_of(url), number_of(other)
    return bare == other_bare and other_number == number + 1


def guessed_page(url: str, kind: WayKind) -> str | None:
    """Where the page after this one would be, as most sites number them; None: such a source has no numbers."""
    if kind in (WayKind.SITEMAP, WayKind.TELEGRAM):
        return None
    parts = urlsplit(url.partition("#")[0])
    query, counted = parse_qsl(parts.query, keep_blank_values=True), False
    for place, (name, value) in enumerate(query):
        if not counted and _NAMED.fullmatch(name) and _NUMBER.fullmatch(value):
            query[place], counted = (name, str(int(value) + 1)), True
    path = parts.path
    if not counted and (found := _IN_PATH.fullmatch(path)):
        path, counted = f"{found['before']}{int(found['number']) + 1}{found['after']}", True
    if not counted:
        query.append((_PARAMETERS.get(kind, "page"), "2"))
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))
