"""What no platform shows of a text from outside, and which addresses may become links. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

#: control characters but tab and line feed, separators, overrides of the direction, and lone surrogates, which UTF-8
#: can't carry: every platform drops them, or shows something else in their place
NOT_TEXT = "\\x00-\\x08\\x0b-\\x1f\\x7f\u2028\u2029\u202a-\u202e\\ud800-\\udfff"
#: signs that show nothing though they are no white space; a text of these alone is empty to Telegram
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")

_NOT_TEXT = re.compile(f"[{NOT_TEXT}]")
_NOT_IN_ADDRESS = re.compile(f"[{NOT_TEXT}\\s\\x80-\\x9f\u2066-\u2069]")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_TAIL = ".,;:!?)]}»”\"'…"  #: signs at the end of an address that belong to the sentence around it


def clean(text: str) -> str:
    """The text without what is no text, its line breaks plain line feeds."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n"))


def is_visible(text: str) -> bool:
    """Would a reader see anything of it?"""
    return any(
        not (letter.isspace() or letter in BLANK or unicodedata.category(letter) in ("Cf", "Cc")) for letter in text
    )


def web_address(url: str | None) -> str | None:
    """The address if it is http(s) with a host and can stand in any markup, else None."""
    if not url or _NOT_IN_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def without_addresses(text: str) -> str:
    """The text with the name of the site in place of each address: to be read at a glance, or aloud."""
    return _ADDRESS.sub(lambda found: _site(found[0]), text)


def _site(address: str) -> str:
    bare = address.rstrip(_TAIL)
    try:
        host = urlsplit(bare).hostname
    except ValueError:
        host = None
    return (host or "").removeprefix("www.") + address[len(bare) :]
