"""The headlines of documents that are no page of news: sitemaps, WordPress's posts, a channel of Telegram.

Runs in the reader's child process. Only for showing what was found: a source of such a kind is read by its own reader.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from bot.errors import ParseError
from bot.i18n.catalogue import kinds
from bot.i18n.catalogue import sources as texts
from bot.intake.dates import parse_instant
from bot.intake.discover.elements import text_of
from bot.intake.discover.links import article_likeness, host_site, resolved
from bot.intake.discover.results import Headline, Survey
from bot.intake.plain_text import cut, plain_text, tidy

_MOST = 1_000  #: addresses of a sitemap that are looked at
_SHOWN = 50
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_NEWS_SITEMAP = re.compile(r"news|novost|article|post|jana", re.IGNORECASE)
_OTHER_SITEMAP = re.compile(r"tag|categor|author|page-|pages|image|video|product|rubric", re.IGNORECASE)


def sitemap(body: bytes, base: str, zone: tzinfo) -> Survey:
    """The articles of a sitemap, the newest first, or the sitemaps of an index, the likeliest first.

    Raises:
        ParseError: it is no sitemap.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.LxmlError:
        root = None
    name = "" if root is None else _local(root)
    if root is None or name not in ("urlset", "sitemapindex"):
        raise ParseError(kinds.NO_SITEMAP)
    if name == "sitemapindex":
        return Survey(kind="sitemap", more=tuple(_of_index(root, base)))
    untitled = next(root.iter("{*}title"), None) is None
    found = sorted(_of_sitemap(root, base, zone), key=lambda one: one.published_at or _OLDEST, reverse=True)
    return Survey(kind="sitemap", headlines=tuple(found[:_SHOWN]), untitled=untitled)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _values(element: Any) -> dict[str, str]:
    return {_local(child): tidy(child.text or "") for child in element.iter() if isinstance(child.tag, str)}


def _of_index(root: Any, base: str) -> list[str]:
    found: list[tuple[bool, str, str]] = []
    for element in list(root)[:_MOST]:
        values = _values(element)
        if (url := resolved(values.get("loc", ""), base)) is not None:
            likely = bool(_NEWS_SITEMAP.search(urlsplit(url).path)) - bool(_OTHER_SITEMAP.search(urlsplit(url).path))
            found.append((likely > 0, values.get("lastmod", ""), url))
    return [url for _, _, url in sorted(found, key=lambda one: one[:2], reverse=True)][:5]


def _of_sitemap(root: Any, base: str, zone: tzinfo) -> Iterator[Headline]:
    sites = {host_site(base)}
    for element in list(root)[:_MOST]:
        values = _values(element)
        url = resolved(values.get("loc", ""), base)
        if url is None:
            continue
        sites.add(host_site(url))
        if not values.get("title") and article_likeness(url, base, sites) < 0.4:
            continue
        said = values.get("publication_date") or values.get("lastmod", "")
        title = values.get("title") or _title_in(url)
        yield Headline(
            title=title or url, link=url, date=said, published_at=parse_instant(said, zone) if said else None
        )


def _title_in(url: str) -> str:
    """The words of an address's last part."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = re.sub(r"\.\w{2,5}$|\d{5,}", "", last).replace("-", " ").replace("_", " ")
    return cut(tidy(words), 120).capitalize()


def posts(body: bytes, base: str) -> Survey:
    """The posts of WordPress's API.

    Raises:
        ParseError: it is none.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(post, dict) and "link" in post for post in found):
        raise ParseError(texts.NO_POSTS_OF_WORDPRESS)
    return Survey(kind="wordpress", headlines=tuple(filter(None, (_post(post, base) for post in found))))


def _post(post: dict[str, Any], base: str) -> Headline | None:
    title = post.get("title")
    said = post.get("date_gmt") or post.get("date")
    link = resolved(str(post["link"]), base)
    text = plain_text(str(title.get("rendered", "") if isinstance(title, dict) else title or ""))
    if link is None or not text:
        return None
    date = said if isinstance(said, str) else ""
    return Headline(
        title=html.unescape(text), link=link, date=date, published_at=parse_instant(date, UTC) if date else None
    )


def channel(root: Any, base: str) -> tuple[Headline, ...]:
    """The posts of a channel's preview, the newest first; () if the page is none."""
    found = []
    for post in root.cssselect("div.tgme_widget_message")[-_SHOWN:]:
        text = next((text_of(each) for each in post.cssselect(".tgme_widget_message_text")), "")
        dated = next(iter(post.cssselect("a.tgme_widget_message_date")), None)
        link = resolved(dated.get("href") or "", base) if dated is not None else None
        said = next((each.get("datetime") or "" for each in post.cssselect("time")), "")
        if text and link:
            found.append(
                Headline(
                    title=cut(text, 120), link=link, date=said, published_at=parse_instant(said, UTC) if said else None
                )
            )
    return tuple(reversed(found))
