"""What a page says of itself: headlines, addresses, where it leads. Runs only in the reader's child process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.intake.judge import Shown
from bot.intake.plain_text import tidy

#: Headings of the first rank that are read: with more of them, only the first is this page's own.
HEADINGS = 3
#: Characters of a headline or an address.
LIMIT = 500
#: Seconds after which a refresh is no redirect but a page that loads itself again.
REFRESH_WITHIN = 5.0

_REFRESH = re.compile(r"\s*(\d{0,4}(?:\.\d*)?)\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"'\s]+)", re.IGNORECASE)
_ARTICLE_TYPES = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(?:\w*(?:NewsArticle|BlogPosting)|Article|Report)\"")
_JSON_HEADLINE = re.compile(r"\"headline\"\s*:\s*(\"(?:[^\"\\]|\\.){1,500}\")")
_TITLES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_ADDRESSES = ("og:url", "twitter:url")


def shown_by(tree: Any, url: str) -> Shown:
    """What the page says, but for its text."""
    metas = [(_name(meta), tidy((meta.get("content") or "")[: LIMIT * 4])) for meta in tree.iter("meta")]
    json_ld = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    headlines = [*_headings(tree), *(value[:LIMIT] for name, value in metas if name in _TITLES), *_in_json(json_ld)]
    addresses = [*_canonical(tree), *(value for name, value in metas if name in _ADDRESSES)]
    declared = any(name == "og:type" and "article" in value for name, value in metas)
    declared = declared or any(name == "article:published_time" for name, _ in metas)
    return Shown(
        headlines=tuple(dict.fromkeys(line for line in headlines if line)),
        addresses=tuple(dict.fromkeys(_absolute(url, address) for address in addresses if address)),
        declared=declared or any(_ARTICLE_TYPES.search(script) for script in json_ld),
    )


def refresh(tree: Any, url: str) -> str | None:
    """The address that a page leads to by itself within a few seconds; None: it leads nowhere else."""
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = _REFRESH.match(meta.get("content") or "")
        target = found and _absolute(url, found[2])
        if found and float(found[1].rstrip(".") or 0) <= REFRESH_WITHIN and target and target != url:
            return target
    return None


def _name(meta: Any) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()


def _headings(tree: Any) -> Iterator[str]:
    first = [tidy(heading.text_content()[: LIMIT * 2])[:LIMIT] for heading in tree.iter("h1")]
    yield from first if len(first) <= HEADINGS else first[:1]
    for title in tree.iter("title"):
        yield tidy((title.text or "")[: LIMIT * 2])[:LIMIT]
        return


def _in_json(scripts: list[str]) -> Iterator[str]:
    import json

    for script in scripts:
        for found in _JSON_HEADLINE.findall(script[:200_000])[:1]:
            try:
                yield tidy(json.loads(found, strict=False))[:LIMIT]
            except ValueError:
                continue


def _canonical(tree: Any) -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield tidy(link.get("href") or "")


def _absolute(url: str, address: str) -> str:
    """An http address as seen from the page; "" if it is none."""
    try:
        whole = urljoin(url, address.strip())
        usable = urlsplit(whole).scheme in ("http", "https") and bool(urlsplit(whole).hostname)
    except ValueError:
        return ""
    return whole if usable and len(whole) <= LIMIT * 4 else ""
