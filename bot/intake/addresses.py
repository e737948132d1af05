"""Addresses as they are compared: links to one page have one canonical URL, links to two pages have two (pure)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import SplitResult, quote, quote_plus, unquote_to_bytes, urlsplit

#: Parameters by which a link is counted, not found.
_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_openstat|at_\w+|rss"
    r"|igsh|twclid|ttclid|ymclid|wbraid|gbraid|gclsrc|_g[al]|_hs\w+|mkt_tok|vero_id|(?:pk|mtm|piwik|matomo)_\w+|xtor"
    r"|wt\.mc_id|wt_mc|[ns]cid|s_cid|ocid|cmpid|cmp|ito|spm|ref_\w+|fb_\w+|__twitter_impression|guccounter|feed_id"
    r"|amp|outputtype|phpsessid|jsessionid|print",
    re.IGNORECASE,
)
#: Those of the releases up to November 2026, whose keys are still stored.
_FORMER_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|yclid|ysclid|msclkid|igshid|mc_[ce]id|_openstat|at_\w+|ref|rss", re.IGNORECASE
)
#: Parameters that tell whence a reader comes, unless their value is a number, which may be an article's.
_ORIGIN = re.compile(r"ref|from|src|source|via|share", re.IGNORECASE)
#: Hosts of the same pages in another form.
_TWIN_HOSTS = ("www.", "m.", "mobile.", "amp.")
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_AMP = re.compile(r"^/amp(?=/.)|(?<=.)/amp$", re.IGNORECASE)
_SLASH = re.compile("%2f", re.IGNORECASE)
#: A fragment that names a piece of news on a page of several (/live#post-17, #!/news/17), no place within one article.
_PIECE = re.compile(
    r"!?/.+|(?!comment|respond|repl|disqus|photo|image|slide|gallery|page|utm|xtor)[\w.:-]*\d[\w.:-]*", re.IGNORECASE
)
_WORDS = re.compile(r"[-_]+")
_PAGE_NAME = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp)$")


@lru_cache(maxsize=2_048)  # it is asked for several times for each entry of a feed
def canonical_url(link: str | None) -> str | None:
    """The URL without what does not change its page; None if it is not a URL.

    That is: scheme, www., m. and amp., tracking parameters and the order of the others, a closing slash, and a fragment
    that is a place in the article. What a server may tell pages apart by stays: case, bytes that are no UTF-8, a query
    without names (?12345).
    """
    parts = _split(link)
    if parts is None:
        return None
    path = _AMP.sub("", _path(parts).rstrip("/")).rstrip("/") or "/"
    parameters = "&".join(sorted(_parameters(parts.query)))
    piece = quote(unquote_to_bytes(parts.fragment), safe="!/") if _PIECE.fullmatch(parts.fragment) else ""
    return _host(parts) + path + (f"?{parameters}" if parameters else "") + (f"#{piece}" if piece else "")


def former_url(link: str | None) -> str | None:
    """What releases up to November 2026 stored for the URL; None if that is not sure to be the same page."""
    parts = _split(link)
    if parts is None or parts.path.endswith("/") or _PIECE.fullmatch(parts.fragment):
        return None
    kept = list(_parameters(parts.query, former=True))
    path = _path(parts, former=True)
    if not all("=" in parameter for parameter in kept) or not _is_utf8(path + "".join(kept)):
        return None
    host = (parts.hostname or "").removeprefix("www.") + _port(parts)
    return f"{host}{path or '/'}" + (f"?{'&'.join(kept)}" if kept else "")


def names_article(address: str) -> bool:
    """Does a canonical URL look like that of one article: with a number in its name, or of several words?

    kt.kz/rus/society and kt.kz/world-news look like sections.
    """
    path, *rest = re.split("[?#]", address, maxsplit=1)
    name = path.rpartition("/")[2]
    words = _WORDS.split(_unquoted(_PAGE_NAME.sub("", name)))
    enough = 2 if _PAGE_NAME.search(name) else 3
    return any(char.isdigit() for char in _unquoted(name) + "".join(rest)) or len(words) >= enough


def _unquoted(text: str) -> str:
    """Without percent signs; what is no UTF-8 has no digits that could be mistaken for a number."""
    return unquote_to_bytes(text).decode("utf-8", "replace")


def _split(link: str | None) -> SplitResult | None:
    """The URL's parts; None: it is none, or has no host."""
    try:
        whole = (link or "").encode("utf-8", "replace").decode().replace("&amp;", "&")
        parts = urlsplit(whole)
        _port(parts)
    except ValueError:
        return None
    return parts if parts.hostname else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    with contextlib.suppress(UnicodeError):  # longer than a name may be, or with an empty part: compared as it is
        host = host.encode("idna").decode()
    while twin := next((twin for twin in _TWIN_HOSTS if host.startswith(twin) and "." in host[len(twin) :]), None):
        host = host[len(twin) :]
    return host + _port(parts)


def _port(parts: SplitResult) -> str:
    return "" if parts.port in (None, 80, 443) else f":{parts.port}"


def _path(parts: SplitResult, *, former: bool = False) -> str:
    """The path, percent-encoded in one way, whatever its bytes are."""
    path = parts.path if former else _SESSION.sub("", parts.path)
    pieces = [quote(unquote_to_bytes(piece), safe="/:@!$&'()*+,;=~") for piece in _SLASH.split(path)]
    return ("/" if former else "%2F").join(pieces)


def _parameters(query: str, *, former: bool = False) -> Iterator[str]:
    """The parameters that tell one page from another, in their own order."""
    for parameter in query.split("&"):
        name, equals, value = (_quoted(part) for part in parameter.partition("="))
        tracking = _FORMER_TRACKING if former else _TRACKING
        if name and (value or not equals) and not _is_tracking(name, value, tracking):
            yield f"{name}={value}" if equals else name


def _is_tracking(name: str, value: str, tracking: re.Pattern[str]) -> bool:
    if not _ORIGIN.fullmatch(name):
        return tracking.fullmatch(name) is not None
    known = tracking is _TRACKING or tracking.fullmatch(name) is not None
    return known and not any(char.isdigit() for char in value)


def _quoted(part: str) -> str:
    return "=" if part == "=" else quote_plus(unquote_to_bytes(part.replace("+", " ")))


def _is_utf8(quoted: str) -> bool:
    try:
        unquote_to_bytes(quoted).decode()
    except UnicodeDecodeError:
        return False
    return True
