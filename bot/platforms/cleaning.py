"""Cleaning of texts from outside: characters that no platform shows, and URLs that may become links. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

#: control characters except tab and line feed, separators, direction overrides, and lone surrogates, which UTF-8 can't
#: encode: every platform drops them, or shows something else instead
NOT_TEXT = "\\x00-\\x08\\x0b-\\x1f\\x7f\u2028\u2029\u202a-\u202e\\ud800-\\udfff"
#: invisible characters that are not white space; a text of these alone is empty to Telegram
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")

_NOT_TEXT = re.compile(f"[{NOT_TEXT}]")
#: also tab, line feed and C1, which control a terminal, and isolates, which reorder the text around them
_NOT_ON_SCREEN = re.compile(f"[{NOT_TEXT}\\t\\n\\x80-\\x9f\u2066-\u2069]+")
_NOT_IN_URL = re.compile(f"[{NOT_TEXT}\\s\\x80-\\x9f\u2066-\u2069]")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_TAIL = ".,;:!?)]}»”\"'…"  #: characters at the end of a URL that belong to the sentence around it


def clean(text: str) -> str:
    """The text without NOT_TEXT, its line breaks plain line feeds."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text without what controls a terminal or reorders what is around it; line breaks and tabs become spaces."""
    return _NOT_ON_SCREEN.sub(lambda run: " " if re.search(r"[\t\n\r\u2028\u2029]", run[0]) else "", text)


def is_visible(text: str) -> bool:
    """Does the text show anything?"""
    return any(
        not (letter.isspace() or letter in BLANK or unicodedata.category(letter) in ("Cf", "Cc")) for letter in text
    )


def web_address(url: str | None) -> str | None:
    """The URL if it is http(s) with a host and safe in any markup, else None."""
    if not url or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def without_addresses(text: str) -> str:
    """The text with each URL replaced by its host: to be read at a glance, or aloud."""
    return _URL.sub(lambda found: _host(found[0]), text)


def _host(url: str) -> str:
    bare = url.rstrip(_TAIL)
    try:
        host = urlsplit(bare).hostname
    except ValueError:
        host = None
    return (host or "").removeprefix("www.") + url[len(bare) :]
