"""Sites as people name them: which address is meant, what makes two of them one site, where to look (pure).

"добавь www.nur.kz, пожалуйста"  ─▶  https://www.nur.kz  ─▶  nur.kz
https://t.me/s/nurkz/17          ─▶  https://t.me/nurkz  ─▶  t.me/nurkz
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.errors import LastingFetchError
from bot.intake.addresses import canonical_url, names_article
from bot.intake.hosts import names_inner, origin
from bot.model import Source, without_password

LONGEST = 2_000  #: characters of an address; a longer one stands for its site
LONGEST_HOST = 253
MOST_TYPED = 20  #: addresses of one text that are looked at

_CHANNEL = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?(\w{4,32})/?(?:\d+)?(?:[?#].*)?", re.ASCII
)
_CHANNEL_NAME = re.compile(r"(?<![\w@.])@([a-z]\w{3,31})\b(?!\.)", re.ASCII | re.IGNORECASE)
_LINK = re.compile(
    r"<?(?<![=/?&\w%])(https?://[^\s<>|]+)(?:\|[^>]*)?>?", re.IGNORECASE
)  #: Slack wraps a link, with its label
#: a word like г.Алматы is no site: of names in Cyrillic only these ends are
_END = r"(?:[a-z][a-z0-9-]+|қаз|рф|рус|бел|укр|мкд|срб|мон|бг|ею|дети|москва|онлайн|сайт|орг|ком)"
_HOST = rf"(?:(?:[\w-]+\.)+{_END}|\d{{1,3}}(?:\.\d{{1,3}}){{3}})\.?(?::\d{{1,5}})?"
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;](?=https?://)", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w@.:/-])({_HOST}(?:[/?#][^\s<>|]*)?)(?![\w@])", re.IGNORECASE)
_NO_SITES = frozenset({"t.me", "telegram.me", "telegram.dog"})  #: an invitation to a chat, not a channel's name
_CLOSING = ".,;:!?)]}»”\"'*"
#: names of a page from which nothing but news is read
_MACHINE = re.compile(r"rss|feed|atom|sitemap|\.xml|\.json|\.rdf", re.IGNORECASE)


def channel_preview(address: str) -> str | None:
    """The public preview of a Telegram channel, from any address of it; None: it is no channel's address."""
    channel = _CHANNEL.fullmatch(address.strip())
    return f"https://t.me/s/{channel[1]}" if channel else None


def typed_addresses(text: str) -> list[str]:
    """The addresses of sites in a text, without passwords, each site once; whole links, or else words like nur.kz."""
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    links = [found[1] for found in _LINK.finditer(_BETWEEN.sub(" ", text))]
    links = links or [found[1] for found in _BARE.finditer(text)]
    links = links or [f"t.me/{found[1]}" for found in _CHANNEL_NAME.finditer(text)]
    by_site: dict[str, str] = {}
    for link in links[:MOST_TYPED]:
        if address := _address(link):
            by_site.setdefault(site_of(address), address)
    return list(by_site.values())


def _address(link: str) -> str | None:
    """The address of a link; None: it can't be asked for, or is of no site."""
    scheme, _, rest = (link if _SCHEME.match(link) else f"https://{link}").rstrip(_CLOSING).partition("://")
    address = without_password(f"{scheme.lower()}://{rest}")
    if not _is_whole(address) or site_of(address) in _NO_SITES:
        return None
    return address if len(address) <= LONGEST else _root(address)


def _is_whole(address: str) -> bool:
    """Can it be asked for: a host of the right length, and a port that there is?"""
    try:
        host = origin(address).host
    except LastingFetchError:
        return False
    return (len(host) <= LONGEST_HOST and all(0 < len(label) < 64 for label in host.split("."))) or ":" in host


def is_inner(address: str) -> bool:
    """Does an address, by its spelling alone, lead into an inner network?"""
    return names_inner(origin(address).host)


def site_of(address: str) -> str:
    """What makes two addresses one site: the host without www. and similar, of a channel its name too."""
    preview = channel_preview(without_tail(address))
    if preview is not None:
        return "t.me/" + preview.rpartition("/")[2].casefold()
    return (canonical_url(address) or address).partition("/")[0].partition("?")[0].partition("#")[0]


def shown_site(address: str) -> str:
    """A site as it is named in a text: as it was typed, not as it is on the wire (қазақстан.қаз, not xn--…)."""
    site = site_of(address)
    if site.startswith("t.me/"):
        return site
    host = (urlsplit(address).netloc.rpartition("@")[2]).casefold().rstrip(".")
    return host.removeprefix("www.")


def without_tail(address: str) -> str:
    """The address without its query and fragment."""
    return re.split("[?#]", address, maxsplit=1)[0]


def places(address: str) -> tuple[str, ...]:
    """Where the news of a site is looked for, one after the other.

    The link of an article stands for its site; any other address may be that of a feed or of a section.
    """
    root = _root(address)
    if channel_preview(without_tail(address)) is not None:
        return (without_tail(address),)
    plain = root.replace("https://", "http://", 1)
    canonical = canonical_url(address) or ""
    path = canonical.partition("/")[2]
    if not path:
        return tuple(dict.fromkeys((root, plain)))
    is_article = names_article(canonical) and not _MACHINE.search(path)
    return tuple(dict.fromkeys((root, address, plain) if is_article else (address, root, plain)))


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"


def sources_of(site: str, sources: Sequence[Source]) -> list[Source]:
    """The sources that are read on a site."""
    return [source for source in sources if source.enabled and any(site_of(way.address) == site for way in source.ways)]
