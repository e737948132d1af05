"""The link of an entry: which of several, and as an address that can be sent (pure).

what the feed names ─▶ the article's own page among them ─▶ repaired, made absolute ─▶ http(s) address
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

#: Characters of an address; a longer one is text in the wrong field.
LINK_LIMIT = 2_000

#: http:/site, http:site, https//site, http:///site, and http://http://site
_SCHEME = re.compile(r"(?:https?:/*(?=https?:/))*(https?)(?::/*|//+)(?=[^\s/:])", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
#: What no address contains, although feeds write it.
_UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in ' "<>`{}|^'}
_BREAK = re.compile(r"\s*[\r\n]\s*")
_NOTHING = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
_AMP = re.compile(r"(?:^|[/.])amp(?:[/.]|$)|[?&](?:amp|output(?:type)?=amp)(?:[=&]|$)", re.IGNORECASE)
_HTML_TYPES = ("", "html", "xhtml", "text/html", "application/xhtml+xml")


def chosen(links: Sequence[Mapping[str, str]], language: str) -> str:
    """The link of the article among all links of an entry, as they stand; "" if none of them is one.

    Not its enclosure, its replies, or the feed itself. An element without attributes is meant first; then what is no
    AMP page and in no other language; then the first.
    """
    alternates = [
        link for link in links if link.get("rel", "alternate") == "alternate" and link.get("href", "").strip()
    ]
    return min(alternates, key=lambda link: _rank(link, language), default={"href": ""})["href"]


def _rank(link: Mapping[str, str], language: str) -> tuple[bool, bool, bool, int]:
    tongue = link.get("hreflang", "").lower().replace("_", "-").partition("-")[0]
    foreign = 0 if not tongue else 1 if tongue == language else 2
    is_page = link.get("type", "").partition(";")[0].strip().lower() in _HTML_TYPES
    return (not is_page, _AMP.search(link["href"]) is not None, "plain" not in link, foreign)


def absolute(raw: str, bases: Iterable[str | None]) -> str | None:
    """The http(s) address that a feed's link means; relative ones to the first base that is an address; else None."""
    link = _cleaned(raw)
    if not link:
        return None
    try:
        base = next((base for base in bases if base and urlsplit(base).hostname), "")
        return _checked(_joined(link, base))
    except ValueError:  # "http://[::1"
        return None


def permalink(guid: str, bases: Iterable[str | None]) -> str | None:
    """The address that a guid is; None for one that is only a name, as 12345 or tag:site,2025:1."""
    link = _cleaned(guid)
    is_address = _SCHEME.match(link) or link.startswith("/") or link.lower().startswith("www.")
    return absolute(link, bases) if is_address else None


def _cleaned(raw: str) -> str:
    link = _NOTHING.sub("", _BREAK.sub("", raw)).strip().replace("&amp;", "&")  # escaped twice
    before, mark, query = link.partition("?")
    return before.replace("\\", "/") + mark + query


def _joined(link: str, base: str) -> str:
    if found := _SCHEME.match(link):
        return f"{found[1].lower()}://{link[found.end() :]}"
    scheme = urlsplit(base).scheme or "https"
    first = re.split(r"[/?#]", link, maxsplit=1)[0].lower()
    if first.startswith("www.") or (first and first.removeprefix("www.") == _host(base)):
        return f"{scheme}://{link}"
    if _OTHER_SCHEME.match(link):
        return link
    return urljoin(base, link)


def _host(base: str) -> str:
    return (urlsplit(base).hostname or "").removeprefix("www.")


def _checked(link: str) -> str | None:
    link = re.sub(r"\s", "%20", link).translate(_UNSAFE).encode("utf-8", "ignore").decode()
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname or "%20" in parts.netloc or len(link) > LINK_LIMIT:
        return None
    return link
