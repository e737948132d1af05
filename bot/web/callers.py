"""Who calls: the address that counts, and whether a form was sent by our own page. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

UNKNOWN = "unknown"  #: of a caller that has no address, as on a socket of the machine


def caller_address(peer: str | None, headers: Mapping[str, str]) -> str:
    """The address that attempts are counted by; of IPv6 the network of a site, which has many addresses.

    `X-Forwarded-For` counts only if a proxy on this machine or in its own network calls, and of it only the last
    address: the one that this proxy has seen. What a client wrote there itself stands before it.
    """
    address = _ip(peer or "")
    if address is None:
        return UNKNOWN
    if not address.is_global and (forwarded := headers.get("X-Forwarded-For")):
        address = _ip(forwarded.rpartition(",")[2]) or address
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address as proxies write it: with or without a port, in brackets or not."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_own_form(headers: Mapping[str, str], public_url: str | None) -> bool:
    """Was a form sent by a page of ours? Browsers say so in one of two headers, which no page can change.

    `Sec-Fetch-Site` is left out on plain HTTP; then `Origin` has to name the host that was called, or `public_url`.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    hosts = {headers.get("Host", "").lower()} | ({urlsplit(public_url).netloc.lower()} if public_url else set())
    try:
        origin = urlsplit(headers.get("Origin", "")).netloc.lower()
    except ValueError:
        return False
    return bool(origin) and origin in hosts
