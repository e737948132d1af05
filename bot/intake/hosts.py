"""Addresses of the wire: what stands in an inner network, what a source may reach, where a redirect leads. Pure.

An address that others write, in a link or a redirect, must not lead into the operator's own network: to this machine,
to its neighbours, to the metadata of its host. What the file of sources names is the operator's choice.
"""

from __future__ import annotations

import base64
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit

from yarl import URL

from bot.errors import LastingFetchError
from bot.i18n.catalogue import intake as texts
from bot.model import Source, without_password

#: https://www.iana.org/assignments/iana-ipv4-special-registry, and what Azure serves its machines at a public address
_INNER_4 = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
        ),
    )
)
#: https://www.iana.org/assignments/iana-ipv6-special-registry: what is outside the first is no public address
_PUBLIC_6 = IPv6Network("2000::/3")
_INNER_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
#: networks whose addresses carry one of IPv4, and the number of bits after it: IPv4-mapped, NAT64, 6to4
_CARRYING_4 = ((IPv6Network("::ffff:0:0/96"), 0), (IPv6Network("64:ff9b::/96"), 0), (IPv6Network("2002::/16"), 80))
_INNER_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """Whom a request is sent to."""

    scheme: str  #: http or https
    host: str  #: as it is on the wire: in small letters, in ASCII; of IPv6 without brackets
    port: int

    @property
    def is_default(self) -> bool:
        """Is it the usual port of its scheme?"""
        return self.port == _DEFAULT_PORTS[self.scheme]


def origin(url: str) -> Origin:
    """Where an address leads to.

    Raises:
        LastingFetchError: it is no http(s) address.
    """
    try:
        parts = URL(url)
        scheme, host, port = parts.scheme, parts.raw_host, parts.port
    except ValueError:
        raise LastingFetchError(texts.UNUSABLE_ADDRESS) from None
    if scheme not in _DEFAULT_PORTS or not host or port is None:
        raise LastingFetchError(texts.OTHER_SCHEME)
    return Origin(scheme, host.lower().rstrip("."), port)


@dataclass(frozen=True)
class Access:
    """What a source may reach besides public addresses, and with which passwords."""

    own: frozenset[tuple[str, int]] = frozenset()  #: hosts and ports in inner networks
    private: bool = False  #: every inner network
    passwords: Mapping[Origin, str] | None = None  #: the Authorization header of an origin

    @classmethod
    def of(cls, source: Source | None, url: str = "") -> Self:
        """That of a source; without one, that of an address which the operator typed.

        What a stranger named may reach nothing within.
        """
        if source is not None and source.guarded:
            return cls()
        ways = [way.url for way in source.ways] if source else [url]
        own: set[tuple[str, int]] = set()
        passwords = {}
        for address in ways:
            try:
                where = origin(address)
            except LastingFetchError:
                continue  # fetching it says so
            own.add((where.host, where.port))
            if where.is_default:  # its pages may be told by the other scheme
                own |= {(where.host, port) for port in _DEFAULT_PORTS.values()}
            if header := authorization(address):
                passwords[where] = header
        return cls(frozenset(own), source is not None and source.private, passwords)

    def may_reach_inner(self, where: Origin) -> bool:
        """May it be reached although it stands in an inner network?"""
        return self.private or (where.host, where.port) in self.own

    def authorization(self, where: Origin) -> str | None:
        """The password of this origin; one of http also for the same host by https, never the other way round."""
        passwords = self.passwords or {}
        if where.scheme == "https" and where.is_default and where not in passwords:
            where = Origin("http", where.host, _DEFAULT_PORTS["http"])
        return passwords.get(where)


def authorization(url: str) -> str | None:
    """The Authorization header of an address that has a user or a password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None  # fetching it says so
    if parts.username is None and parts.password is None:
        return None
    pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def names_inner(host: str) -> bool:
    """Does a host, by its spelling alone, mean an inner network? 127.1, 0x7f000001 and 2130706433 are loopback too."""
    try:
        return is_inner(host if ":" in host else socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        # a name: what it resolves to decides, but these are never public (RFC 6761, 6762, 8375, ICANN's .internal)
        return "." not in host or host.endswith(_INNER_NAMES)


def is_inner(ip: str) -> bool:
    """Is an IP address one that is not reached through the public Internet?"""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is None:
            return address not in _PUBLIC_6 or any(address in network for network in _INNER_6)
        address = carried
    return any(address in network for network in _INNER_4)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address within one of IPv6."""
    for network, bits in _CARRYING_4:
        if address in network:
            return IPv4Address(int(address) >> bits & 0xFFFF_FFFF)
    return None


def redirected(url: str, location: bytes) -> str:
    """Where a Location header leads to: its bytes as the server meant them, without a password."""
    try:
        text = location.decode()
    except UnicodeDecodeError:  # another charset: the path goes back to the server as it came
        text = quote(location, safe=b"%/:=&?~#+!$,;'@()*[]")
    text = "".join(char for char in text.strip() if char.isprintable())
    try:
        return without_password(urljoin(url, text.replace(" ", "%20")))
    except ValueError:
        return text  # an address that is none fails at the next request, which names it


def is_same_address(asked: str, reached: str) -> bool:
    """Are two addresses equal, ignoring the scheme, www, a usual port, a closing slash and how letters are quoted?"""
    return asked == reached or _comparable(asked) == _comparable(reached)


def _comparable(url: str) -> tuple[str, int, str]:
    try:
        where, path = origin(url), URL(url).raw_path
    except LastingFetchError:
        return url, 0, ""
    return where.host.removeprefix("www."), 0 if where.is_default else where.port, path.rstrip("/")
