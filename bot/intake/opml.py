"""OPML: lists of sites, as readers of feeds give and take them. Pure.

It is not parsed as XML, whose entities can grow without end: the addresses of its outlines are all that is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from xml.sax.saxutils import escape, quoteattr

from bot.messages.text import tidy
from bot.model import Source

MOST = 500  #: outlines that are read

_OPML = re.compile(r"<opml\b", re.IGNORECASE)
_OUTLINE = re.compile(r"<outline\b((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w:-])(xmlUrl|htmlUrl)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", re.IGNORECASE)


def is_opml(text: str) -> bool:
    """Is it such a list?"""
    return _OPML.search(text[:2_000]) is not None


def addresses(text: str) -> list[str]:
    """The address of each feed, or of its site, http(s) only."""
    found = [_address(outline) for outline in _OUTLINE.findall(text)[:MOST]]
    return list(dict.fromkeys(filter(None, found)))


def _address(attributes: str) -> str:
    named = {name.lower(): unescape(double or single).strip() for name, double, single in _ADDRESS.findall(attributes)}
    address = named.get("xmlurl") or named.get("htmlurl") or ""
    return address if re.match(r"https?://\S+$", address, re.IGNORECASE) else ""


def written(sources: Sequence[Source], title: str) -> str:
    """The sources as OPML: of each the first way in, without a password."""
    rows = [
        f'    <outline type="rss" text={quoteattr(tidy(each.name))} language={quoteattr(each.language)}'
        f" xmlUrl={quoteattr(each.ways[0].address)}/>\n"
        for each in sources
        if each.ways
    ]
    head = f"<head><title>{escape(title)}</title></head>"
    body = f"<body>\n{''.join(rows)}  </body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  {head}\n  {body}\n</opml>\n'
