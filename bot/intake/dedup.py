"""Deduplication: the keys that identify an entry (pure). Same news, one alert.

entry → (a) the source's own id → (b) the canonical address → (c) the title with its published minute → keys
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from bot.model import Entry, Key, KeyKind, Source

#: A title without a date is a weak key: after this time the same title is news again.
UNDATED_FOR = timedelta(days=7)
#: A longer value is stored as a hash, as databases limit the size of index entries.
VALUE_LIMIT = 500

_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_openstat|at_\w+|ref|rss", re.IGNORECASE
)
_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´ʼ‹›", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)


def entry_keys(entry: Entry, source: Source, shared_urls: Collection[str], now: datetime) -> tuple[Key, ...]:
    """The entry's keys, strongest first; `shared_urls` is the result of `shared_marks` for its feed."""
    found = (_id_key(entry, source, shared_urls), _url_key(entry, shared_urls), _title_key(entry, source, now))
    return tuple(key for key in found if key is not None)


def link_keys(link: str, sources: Collection[Source]) -> tuple[Key, ...]:
    """The keys that an article with this link may have, strongest first; () if it is not a URL.

    A source's id counts only on its own site; if several editions share a site, only for the edition whose feed has the
    most folders in common with the link.
    """
    address = canonical_url(link)
    if address is None:
        return ()
    own = [source for source in sources if any(same_site(link, way.url) for way in source.ways)]
    nearest = max((_shared_path(link, source.url) for source in own), default=0)
    own = [source for source in own if _shared_path(link, source.url) == nearest]
    ids = [_key(KeyKind.ID, f"{source.key} {found}") for source in own if (found := source_id(link, source))]
    return (*ids, _key(KeyKind.URL, address))


def _shared_path(link: str, feed: str) -> int:
    """The number of leading folders that two URLs have in common."""
    folders = zip(urlsplit(link).path.split("/")[1:-1], urlsplit(feed).path.split("/")[1:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], folders))


def same_site(link: str | None, other: str | None) -> bool:
    """Are two URLs on one site, or one on a subdomain of the other's (www., rus.)?"""
    one, two = (_host(each) for each in (link, other))
    return bool(one and two) and (one == two or one.endswith(f".{two}") or two.endswith(f".{one}"))


def _host(link: str | None) -> str:
    return (canonical_url(link) or "").partition("/")[0].partition("?")[0]


def shared_marks(entries: Iterable[Entry]) -> frozenset[str]:
    """The canonical URLs and guids that two different entries of one feed have: they identify neither."""
    entries_by_mark: dict[str, set[tuple[str, datetime | None]]] = defaultdict(set)
    for entry in entries:
        for mark in {canonical_url(entry.link), entry.guid} - {None}:
            entries_by_mark[str(mark)].add((normal_title(entry.title), entry.published_at))
    return frozenset(mark for mark, different in entries_by_mark.items() if len(different) > 1)


def source_id(link: str | None, source: Source) -> str | None:
    """The source's own id in a link, if the source has a pattern for it and it matches; else None."""
    found = re.search(source.id, link) if source.id and link else None
    return found.group(1) if found else None


def canonical_url(link: str | None) -> str | None:
    """The URL without scheme, www, tracking parameters and fragment; None if it is not a URL."""
    try:
        parts = urlsplit(link or "")
        host = (parts.hostname or "").removeprefix("www.")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return None
    if not host:
        return None
    parameters = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~") or "/"
    return f"{host}{port}{path}" + (f"?{urlencode(parameters)}" if parameters else "")


def normal_title(title: str) -> str:
    """The title as it is compared: NFC, with quotes, dashes, spaces and case normalised."""
    return " ".join(unicodedata.normalize("NFC", title).translate(_FOLDED).casefold().split())


def _id_key(entry: Entry, source: Source, shared_urls: Collection[str]) -> Key | None:
    own = source_id(entry.link, source)
    if own is None and entry.guid and _is_distinguishing(entry.guid, shared_urls):
        own = entry.guid
    return _key(KeyKind.ID, f"{source.key} {own}") if own else None


def _is_distinguishing(guid: str, shared_urls: Collection[str]) -> bool:
    """Does the guid identify one entry? Not a link without an id, or "0" in every entry."""
    address = canonical_url(guid) if "://" in guid else None
    return not (guid in shared_urls or address in shared_urls or (address or "").endswith("/.html"))


def _url_key(entry: Entry, shared_urls: Collection[str]) -> Key | None:
    address = canonical_url(entry.link)
    if address is None or address in shared_urls or address.partition("?")[0].endswith(("/", "/.html")):
        return None
    return _key(KeyKind.URL, address)


def _title_key(entry: Entry, source: Source, now: datetime) -> Key:
    title = normal_title(entry.title)
    if entry.published_at is None:
        return _key(KeyKind.TITLE, f"{source.key} {title}", expires_at=now + UNDATED_FOR)
    return _key(KeyKind.TITLE, f"{entry.published_at.astimezone(UTC).isoformat(timespec='minutes')} {title}")


def _key(kind: KeyKind, value: str, expires_at: datetime | None = None) -> Key:
    if len(value) > VALUE_LIMIT:
        value = f"{value[:100]}… {hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()}"
    return Key(kind=kind, value=value, expires_at=expires_at)
