"""The proxy that the environment names for a host, for news, Telegram and Slack alike."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(scheme: str, host: str) -> str | None:
    """HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, unless NO_PROXY names its host, as curl and pip read them; None: no proxy.

    NO_PROXY may name networks too (10.0.0.0/8). This machine itself is not reached through a proxy elsewhere, which
    would take "localhost" for its own machine.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host) or _in_networks(host, proxies.get("no", "")):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    try:
        elsewhere = not _is_here(urlsplit(proxy).hostname or "")
    except ValueError:
        return proxy  # no address at all: whoever uses it says so
    return None if elsewhere and _is_here(host) else proxy


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _in_networks(host: str, unproxied: str) -> bool:
    address = _address(host)
    for name in unproxied.split(","):
        try:
            network = ipaddress.ip_network(name.strip(), strict=False)
        except ValueError:
            continue
        if address is not None and address in network:
            return True
    return False


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
