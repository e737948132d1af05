"""Deduplication: the keys that identify an entry (pure). Same news, one alert.

entry → (a) the source's own id → (b) the canonical address → (c) the title with its published minute → keys
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from urllib.parse import urlsplit

from bot.intake.addresses import canonical_url, former_url, names_article
from bot.model import Entry, Key, KeyKind, Source

__all__ = [
    "canonical_url",
    "entry_keys",
    "link_keys",
    "listed_once",
    "normal_title",
    "same_site",
    "shared_marks",
    "source_id",
]

#: A title without a minute is a weak key: so long after it left its feed, the same title is news again.
UNDATED_FOR = timedelta(days=7)
#: A longer value is stored as a hash, as databases limit the size of index entries.
VALUE_LIMIT = 500
#: Headlines under which one article may stand in a small feed; more, and what they share is a section's.
HEADLINES_OF_ONE = 3
#: Characters of a guid that is no placeholder ("0", "id").
SHORTEST_GUID = 3

_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞＂", '"') | dict.fromkeys("‘’‚‛′`´ʼ‹›", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)


def entry_keys(entry: Entry, source: Source, shared_urls: Collection[str], now: datetime) -> tuple[Key, ...]:
    """The entry's keys, strongest first; `shared_urls` is the result of `shared_marks` for its feed."""
    own = _id_key(entry, source, shared_urls)
    address = _own_address(entry, shared_urls)
    urls = _url_keys(entry.link) if address and not (own and _is_section(entry, address)) else []
    strong = [own, *urls] if own else urls
    return (*strong, *_title_keys(entry, source, shared_urls, now, alone=not strong))


def link_keys(link: str, sources: Collection[Source]) -> tuple[Key, ...]:
    """The keys that an article with this link may have, strongest first; () if it is not a URL.

    A source's id counts only on its own site; if several editions share a site, only for the edition whose feed has the
    most folders in common with the link.
    """
    addresses = _url_keys(link)
    if not addresses:
        return ()
    own = [source for source in sources if any(same_site(link, way.url) for way in source.ways)]
    nearest = max((_shared_path(link, source.url) for source in own), default=0)
    own = [source for source in own if _shared_path(link, source.url) == nearest]
    ids = [_key(KeyKind.ID, f"{source.key} {found}") for source in own if (found := source_id(link, source))]
    return (*ids, *addresses)


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


def shared_marks(entries: Sequence[Entry]) -> frozenset[str]:
    """What entries of one feed share though they are different articles: it identifies none of them.

    Canonical URLs, guids, and titles with their minute (as `_title_mark`). One article listed under two headlines or
    dates shares its guid and its link only with itself: see `_is_one_article`.
    """
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for mark in {canonical_url(entry.link), entry.guid} - {None}:
            bearers[str(mark)].append(entry)
    shared = {mark for mark, found in bearers.items() if not _is_one_article(mark, found, len(entries))}
    titles: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        titles[_title_mark(entry)].append(entry)
    return frozenset(shared | {mark for mark, found in titles.items() if _are_told_apart(found, shared)})


def listed_once(entries: Sequence[Entry], shared: Collection[str]) -> list[Entry]:
    """The entries without those that are an earlier state of another one, in their own order.

    Of one article under two headlines or dates, the latest is told: a headline that alternates would be an edit at each
    poll.
    """
    taken: set[str] = set()
    kept: set[int] = set()
    undated = datetime.min.replace(tzinfo=UTC)
    for place, entry in sorted(enumerate(entries), key=lambda one: one[1].published_at or undated, reverse=True):
        own = {f"url {address}"} if (address := _own_address(entry, shared)) else set()
        own |= {f"guid {entry.guid}"} if entry.guid and _is_distinguishing(entry.guid, shared) else set()
        if not own & taken:
            kept.add(place)
        taken |= own
    return [entry for place, entry in enumerate(entries) if place in kept]


def _is_one_article(mark: str, bearers: Sequence[Entry], listed: int) -> bool:
    """Are the entries with this URL or guid one article, in a feed of `listed` entries?"""
    titles = {normal_title(entry.title) for entry in bearers}
    if len({(normal_title(entry.title), entry.published_at) for entry in bearers}) == 1:
        return True
    guids = {entry.guid for entry in bearers} - {None}
    addresses = {canonical_url(entry.link) for entry in bearers}
    address = next(iter(addresses))
    if len(addresses) > 1 or (len(guids) > 1 and len(titles) > 1):  # a placeholder; a page of several articles
        return False
    if address is None:
        return len(titles) == 1
    own_guid = next((guid for guid in guids if len(guid or "") >= SHORTEST_GUID and "://" not in (guid or "")), None)
    most = max(HEADLINES_OF_ONE, listed // 2 if guids else 0)
    return (names_article(address) or own_guid is not None) and len(titles) <= most


def _are_told_apart(bearers: Sequence[Entry], shared: Collection[str]) -> bool:
    """Does the feed say that entries with one title and minute are different articles?

    By two own guids and two own links; where there is no minute, two own links are enough.
    """
    places = [(address, entry) for entry in bearers if (address := _own_address(entry, shared))]
    if any(entry.published_at is None or entry.day_only for _, entry in places):
        return len({address for address, _ in places}) > 1
    both = [(address, guid) for address, entry in places if (guid := entry.guid) and _is_distinguishing(guid, shared)]
    return len({address for address, _ in both}) > 1 and len({guid for _, guid in both}) > 1


def source_id(link: str | None, source: Source) -> str | None:
    """The source's own id in a link, if the source has a pattern for it and it matches; else None."""
    found = re.search(source.id, link) if source.id and link else None
    return found.group(1) if found else None


def normal_title(title: str) -> str:
    """The title as it is compared: NFC, with quotes, dashes, spaces and case normalised."""
    return " ".join(unicodedata.normalize("NFC", title).translate(_FOLDED).casefold().split())


def _id_key(entry: Entry, source: Source, shared_urls: Collection[str]) -> Key | None:
    own = source_id(entry.link, source)
    if own is None and entry.guid and _is_distinguishing(entry.guid, shared_urls):
        own = entry.guid
    return _key(KeyKind.ID, f"{source.key} {own}") if own else None


def _is_distinguishing(guid: str, shared_urls: Collection[str]) -> bool:
    """Does the guid identify one entry? Not a link without an id, or "0" in every entry; /live#p0 is not /live."""
    address = canonical_url(guid) if "://" in guid and not guid.partition("#")[2] else None
    return not (guid in shared_urls or address in shared_urls or (address or "").endswith("/.html"))


def _own_address(entry: Entry, shared_urls: Collection[str]) -> str | None:
    """The canonical URL that is this entry's alone: not a front page, not a page of which its guid names a piece."""
    address = canonical_url(entry.link)
    if address is None or address in shared_urls or address.partition("?")[0].endswith("/.html"):
        return None
    page, _, piece = (entry.guid or "").partition("#")
    is_piece = bool(piece) and "#" not in (entry.link or "") and canonical_url(page) == address
    return None if is_piece or address.endswith("/") else address


def _is_section(entry: Entry, address: str) -> bool:
    """Does the link look like a section's (/rus/society/), beside a guid of the entry's own?"""
    path = address.partition("?")[0].partition("#")[0]
    ends = urlsplit(entry.link or "").path.endswith("/")
    return ends and not names_article(path) and canonical_url(entry.guid) != address


def _url_keys(link: str | None) -> list[Key]:
    """The keys of a URL, as of now and as former releases stored it."""
    return [_key(KeyKind.URL, address) for address in dict.fromkeys((canonical_url(link), former_url(link))) if address]


def _title_keys(entry: Entry, source: Source, shared_urls: Collection[str], now: datetime, *, alone: bool) -> list[Key]:
    """The key of the title; `alone`: it is all that the entry has, and former releases took a day for its midnight."""
    mark = _title_mark(entry)
    if mark in shared_urls:
        return []
    if entry.published_at is not None and not entry.day_only:
        return [_key(KeyKind.TITLE, mark)]
    keys = [_key(KeyKind.TITLE, f"{source.key} {mark}", expires_at=now + UNDATED_FOR)]
    return [*keys, _key(KeyKind.TITLE, mark)] if alone and entry.day_only else keys


def _title_mark(entry: Entry) -> str:
    """The normalised title, behind the minute in which it was published, if there is a date."""
    at = entry.published_at
    title = normal_title(entry.title)
    return title if at is None else f"{at.astimezone(UTC).isoformat(timespec='minutes')} {title}"


def _key(kind: KeyKind, value: str, expires_at: datetime | None = None) -> Key:
    if len(value) > VALUE_LIMIT:
        value = f"{value[:100]}… {hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()}"
    return Key(kind=kind, value=value, expires_at=expires_at)
