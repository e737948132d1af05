"""Does a link lead to an article? By its address and its text (pure)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

#: Characters of a headline.
SHORTEST_TITLE = 15
USUAL_TITLE = (25, 200)

#: Folders and files of a site that are no article.
_FURNITURE = re.compile(
    r"/(?:tags?|categor(?:y|ies)|rubrics?|authors?|users?|profiles?|members?|page|search|login|signin|signup|register|auth"
    r"|account|cart|basket|shop|store|privacy|cookies?|reklama|subscri\w+|rss|feeds?|sitemap|vacanc\w+|wp-(?:login|admin"
    r"|content|json)|cdn-cgi|lang|set-language|print|go|away|redirect|banner\w*)(?:/|\?|$|\.)",
    re.IGNORECASE,
)
#: Folders that are no article themselves; one may stand in them.
_FOLDER = re.compile(
    r"/(?:catalog|products?|about(?:-us)?|contacts?|terms|rules|advert\w*|archives?|weather|pogoda|currency|kurs|horoscope"
    r"|tv|radio|jobs?|career\w*|news|all|index|home|main)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|css|js|xml|rss|ics)$", re.IGNORECASE)
_ID = re.compile(r"\d{4,}")
_SMALL_ID = re.compile(r"(?:^|[/_=-])\d{2,}(?:$|[/_.&-])")
_DATED = re.compile(r"/(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])(?:/|$)|(?:19|20)\d{2}-\d{2}-\d{2}")
_SLUG = re.compile(r"[^/-]+(?:-[^/-]+){2,}|[^/_]+(?:_[^/_]+){2,}")
_PAGING = re.compile(r"[?&](?:page|PAGEN_\d|paged|offset|sort|order|filter|sessid|logout)=", re.IGNORECASE)
#: What a link says that leads to the article without naming it.
_MORE = re.compile(
    r"(?:read|learn|show|view|see|load)\s+(?:more|all|full|the)\b.*|more|continue reading.*|details|full story"
    r"|подробнее.*|далее.*|читать.*|полностью|перейти.*|ещё.*|еще.*|все новости.*|смотреть.*|больше.*|показать.*"
    r"|толығырақ.*|толық.*|оқу.*|барлық.*|тағы.*|\W*\d*\W*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def site_of(host: str) -> str:
    """The last two names of a host: news.site.kz and site.kz are one site. A number is a host of its own."""
    names = host.lower().removeprefix("www.").split(".")
    if names[-1].isdigit():
        return host
    long = len(names) > 2 and len(names[-1]) == 2 and names[-2] in ("com", "org", "gov", "edu", "co", "net")
    return ".".join(names[-3 if long else -2 :])


@lru_cache(maxsize=1024)
def host_site(address: str) -> str:
    """The site of an address; "" if it has none."""
    try:
        return site_of(urlsplit(address).hostname or "")
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def resolved(href: str, base: str) -> str | None:
    """The http(s) address of a link without its fragment; None: it leads nowhere, or is a place on the page."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "whatsapp:", "tg:", "viber:")):
        return None
    try:
        address = urljoin(base, href)
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.fragment.lower().startswith(("comment", "respond")):
        return None
    return address.partition("#")[0]


def article_likeness(url: str, base: str, sites: Collection[str]) -> float:
    """How much the address looks like an article's, 0 to 1; below 0: it is none.

    `base`: the page that links to it; `sites`: those that are the page's own.
    """
    parts, own = urlsplit(url), urlsplit(base)
    path = unquote(parts.path)
    if site_of(parts.hostname or "") not in sites:
        return -1.0
    if len(path) < 2 and not parts.query:
        return -1.0
    if (path.rstrip("/"), parts.query) == (own.path.rstrip("/"), own.query) or _FILE.search(path):
        return -1.0
    if _FOLDER.search(path) and not (_SMALL_ID.search(f"?{parts.query}") or _DATED.search(path) or _ID.search(path)):
        return -0.5
    if _FURNITURE.search(path) or _PAGING.search(f"?{parts.query}"):
        return -0.5
    whole = f"{path}?{parts.query}" if parts.query else path
    last = path.rstrip("/").rpartition("/")[2]
    likeness = 0.15
    if _ID.search(whole) or _DATED.search(whole):
        likeness += 0.5
    elif _SMALL_ID.search(whole):
        likeness += 0.35
    if _SLUG.search(last):
        likeness += 0.35
    if path.count("/") > 1 or last.endswith((".html", ".htm", ".php", ".shtml")):
        likeness += 0.1
    return min(likeness, 1.0)


def is_headline(text: str) -> bool:
    """May the text be a headline?"""
    words = len(_WORD.findall(text))
    return len(text) >= SHORTEST_TITLE and words > 1 and not says_more(text)


def says_more(text: str) -> bool:
    """Does it say only that there is more: "Read more", "Подробнее", a number?"""
    return len(text) < 40 and _MORE.fullmatch(text) is not None
