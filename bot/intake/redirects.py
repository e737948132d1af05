"""Links that lead to another page: what people copy from a search, a messenger or a network, and what it is of (pure).

google.com/url?q=https://kt.kz/a_1.html     t.me/iv?url=…&rhash=…     kt-kz.translate.goog/a_1.html ─▶ the page
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs, urlsplit

STEPS = 4  #: a link within a link within a link
SHORTENERS = frozenset({
    "t.co", "bit.ly", "tinyurl.com", "goo.gl", "clck.ru", "vk.cc", "is.gd", "ow.ly", "cutt.ly", "t.ly", "rb.gy",
    "shorturl.at", "tiny.cc", "dlvr.it", "buff.ly", "lnkd.in", "fb.me", "g.co", "search.app", "share.google",
    "news.google.com", "a.co", "surl.li", "tny.im", "u.to", "goo.su",
})  # fmt: skip

#: hosts, the beginning of the path, and the parameters that hold the page's address
_WRAPPERS = tuple(
    (re.compile(rf"(?:[\w-]+\.)*(?:{host})"), path, tuple(names.split()))
    for host, path, names in (
        (r"google(?:\.\w{2,3}){1,2}", "/url", "q url"),
        (r"google(?:\.\w{2,3}){1,2}", "/imgres", "imgrefurl"),
        (r"google(?:\.\w{2,3}){1,2}", "/translate", "u"),
        (r"t\.me|telegram\.me|telegram\.dog", "/iv", "url"),
        (r"t\.me|telegram\.me|telegram\.dog", "/share", "url"),
        (r"vk\.com|vk\.ru", "/away.php", "to"),
        (r"vk\.com|vk\.ru", "/share.php", "url"),
        (r"facebook\.com", "/l.php", "u"),
        (r"facebook\.com", "/sharer", "u"),
        (r"instagram\.com|threads\.net|threads\.com", "/", "u"),
        (r"twitter\.com|x\.com", "/intent", "url"),
        (r"twitter\.com|x\.com", "/share", "url"),
        (r"linkedin\.com", "/", "url"),
        (r"ok\.ru", "/dk", "st.link"),
        (r"youtube\.com", "/redirect", "q"),
        (r"yandex\.\w{2,3}", "/turbo", "text"),
        (r"yandex\.\w{2,3}", "/translate", "url"),
        (r"yandex\.\w{2,3}", "/redir", "url"),
        (r"duckduckgo\.com", "/l/", "uddg"),
        (r"slack-redir\.net", "/link", "url"),
        (r"out\.reddit\.com", "/", "url"),
        (r"mail\.ru", "/", "url u"),
        (r"safelinks\.protection\.outlook\.com", "/", "url"),
        (r"12ft\.io", "/", "q"),
    )
)
#: paths that hold the page's address itself
_IN_PATH = (
    re.compile(r"google(?:\.\w{2,3}){1,2}/amp/(?:s/)?(.+)"),
    re.compile(r"[\w-]+\.cdn\.ampproject\.org/\w/(?:s/)?(.+)"),
    re.compile(r"web\.archive\.org/web/\w+/(.+)"),
    re.compile(r"archive\.(?:ph|is|today|md|vn)/(?:o/\w+/|newest/|latest/)(.+)"),
    re.compile(r"12ft\.io/(.+)"),
    re.compile(r"(?:[\w-]+\.)?translate\.yandex\.\w+/.*?(https?://.+)"),
)
_TRANSLATED = re.compile(r"([\w-]+)\.translate\.goog")
_TELEGRAM = re.compile(r"(?:t|telegram)\.(?:me|dog)")
_POST = re.compile(r"/(?:s/)?(\w{4,32})/(?:\d+/)?(\d+)")  #: a post of a public channel, also in one of its topics
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")


def destination(link: str) -> str:
    """The address of the page to which a link leads, as far as the link itself says it; else the link."""
    for _ in range(STEPS):
        further = next(_further(link), None)
        if further is None:
            break
        link = further
    return link


def is_shortened(link: str) -> bool:
    """Does only the shortener's server know where it leads?"""
    parts = _split(link)
    return parts is not None and _host(parts) in SHORTENERS


def site_of(link: str) -> str:
    """The address of the site, of a post in Telegram that of its channel; "": no public one."""
    parts = _split(link)
    host = _host(parts) if parts else ""
    if parts is None or not _BARE.fullmatch(host):
        return ""
    if _TELEGRAM.fullmatch(host):
        name = parts.path.removeprefix("/s/").strip("/").partition("/")[0]
        return f"https://t.me/{name}" if re.fullmatch(r"[A-Za-z]\w{3,31}", name) and name != "joinchat" else ""
    return f"https://{host}"


def is_front_page(link: str) -> bool:
    """Is it a site, and no page of it?"""
    parts = _split(link)
    return parts is not None and not parts.path.strip("/") and not parts.query


def _further(link: str) -> Iterator[str]:
    """Where the link leads, if it is one that leads elsewhere."""
    parts = _split(link)
    if parts is None:
        return
    host = _host(parts)
    for hosts, path, names in _WRAPPERS:
        if hosts.fullmatch(host) and parts.path.startswith(path):
            given = parse_qs(parts.query)
            yield from filter(None, (_address(value) for name in names for value in given.get(name, ())))
    whole = f"{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    for pattern in _IN_PATH:
        if found := pattern.fullmatch(whole):
            yield from filter(None, (_address(found[1]),))
    if translated := _TRANSLATED.fullmatch(host):
        site = translated[1].replace("--", "\0").replace("-", ".").replace("\0", "-")
        query = "&".join(each for each in parts.query.split("&") if each and not each.startswith("_x_tr"))
        yield f"https://{site}{parts.path}" + (f"?{query}" if query else "")
    if _TELEGRAM.fullmatch(host) and (found := _POST.fullmatch(parts.path)):
        post = f"https://t.me/{found[1]}/{found[2]}"
        if post != link:
            yield post


def _address(value: str) -> str:
    """The address that a parameter or a path is; "": it is none."""
    value = re.sub(r"^(https?):/+", r"\1://", value.strip(), flags=re.IGNORECASE)
    if _BARE.fullmatch(value):
        return f"https://{value}"
    parts = _split(value)
    return value if parts is not None else ""


def _split(link: str) -> SplitResult | None:
    """The parts of a web address; None: it is none."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return None
    return parts if host and parts.scheme.lower() in ("http", "https") else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").removeprefix("www.").removeprefix("m.").removeprefix("l.")
