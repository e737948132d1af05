"""Which addresses are inner, what a source may reach, where a redirect leads: tables of each."""

from __future__ import annotations

import base64

import pytest

from bot.errors import LastingFetchError
from bot.intake.hosts import (
    Access,
    Origin,
    authorization,
    is_inner,
    is_same_address,
    names_inner,
    origin,
    redirected,
)
from bot.model import Source, Way
from tests.intake.site import source


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback too"),
        ("0.0.0.0", "this host"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "metadata"),
        ("169.254.0.1", "link-local"),
        ("100.64.0.1", "shared by the customers of a provider"),
        ("100.100.100.200", "metadata of another cloud"),
        ("168.63.129.16", "metadata at a public address"),
        ("192.0.0.192", "metadata of another cloud"),
        ("198.18.0.1", "benchmarks"),
        ("224.0.0.1", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "broadcast"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local, with its interface"),
        ("fc00::1", "private"),
        ("fd00:ec2::254", "metadata"),
        ("fec0::1", "site-local, of old"),
        ("ff02::1", "multicast"),
        ("::127.0.0.1", "IPv4 in IPv6, of old"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("::ffff:10.0.0.1", "IPv4-mapped"),
        ("::ffff:0:127.0.0.1", "translated"),
        ("64:ff9b::7f00:1", "NAT64"),
        ("64:ff9b::a9fe:a9fe", "NAT64 of metadata"),
        ("64:ff9b:1::1", "NAT64 of a network of one's own"),
        ("2002:7f00:1::", "6to4"),
        ("2002:c0a8:101::1", "6to4"),
        ("2001:0:1::1", "Teredo"),
        ("2001:db8::1", "documentation"),
        ("100::1", "discarded"),
    ],
)
def test_an_address_that_is_not_reached_through_the_internet_is_inner(address: str, why: str) -> None:
    assert is_inner(address), why


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "93.184.215.14", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "11.0.0.1", "126.0.0.1"),
        *("169.253.0.1", "192.167.1.1", "223.255.255.1", "2606:4700::1111", "2a00:1450::1", "64:ff9b::808:808"),
        *("::ffff:8.8.8.8", "2002:808:808::1"),
    ],
)
def test_a_public_address_is_not_inner(address: str) -> None:
    assert not is_inner(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "0x7f000001", "0x7f.1", "2130706433", "0177.0.0.1", "017700000001", "0", "10.1"),
        *("::1", "::ffff:127.0.0.1", "localhost", "a.localhost", "printer.local", "metadata.google.internal"),
        *("intranet", "nas.home.arpa", "192.168.257"),
    ],
)
def test_a_host_may_mean_an_inner_network_by_its_spelling(host: str) -> None:
    assert names_inner(host)


@pytest.mark.parametrize("host", ["kt.kz", "8.8.8.8", "134744072", "2606:4700::1111", "local.kz", "localhost.kz"])
def test_other_hosts_are_resolved_first(host: str) -> None:
    assert not names_inner(host)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://KT.kz/a", Origin("http", "kt.kz", 80)),
        ("https://kt.kz:8443/a", Origin("https", "kt.kz", 8443)),
        ("https://user:secret@kt.kz./a", Origin("https", "kt.kz", 443)),
        ("http://[::1]:80/", Origin("http", "::1", 80)),
        ("http://қаз.kz/", Origin("http", "xn--80ao21a.kz", 80)),
        ("http://１２７.0.0.1/", Origin("http", "127.0.0.1", 80)),
    ],
)
def test_an_address_leads_to_one_host_and_port(url: str, expected: Origin) -> None:
    assert origin(url) == expected


@pytest.mark.parametrize("url", ["ftp://kt.kz/", "kt.kz", "http://", "http://[::1", "http://kt.kz:99999/", "file:///a"])
def test_what_is_no_address_of_the_web_leads_nowhere(url: str) -> None:
    with pytest.raises(LastingFetchError, match="address"):
        origin(url)


def of(*urls: str, private: bool = False) -> Source:
    ways = tuple(Way(url=url) for url in urls)
    return Source(key="a", name="A", language="en", ways=ways, private=private)


@pytest.mark.parametrize(
    ("reached", "allowed"),
    [
        ("http://intranet:8080/story", True),
        ("http://intranet:8081/story", False),
        ("http://intranet/story", False),
        ("https://news.corp/story", True),
        ("http://news.corp/story", True),
        ("http://news.corp:8080/story", False),
        ("http://other.corp/story", False),
    ],
)
def test_a_source_reaches_the_hosts_and_ports_of_its_own_ways(reached: str, allowed: bool) -> None:
    access = Access.of(of("http://intranet:8080/rss", "https://news.corp/rss", "no address"))
    assert access.may_reach_inner(origin(reached)) is allowed
    assert Access.of(of("http://kt.kz/rss", private=True)).may_reach_inner(origin(reached))


def test_without_a_source_only_the_typed_address_is_allowed() -> None:
    access = Access.of(None, "http://127.0.0.1:8000/rss")
    assert access.may_reach_inner(origin("http://127.0.0.1:8000/other"))
    assert not access.may_reach_inner(origin("http://127.0.0.1:8001/"))
    assert not Access().may_reach_inner(origin("http://127.0.0.1/"))
    assert Access().authorization(origin("http://kt.kz/")) is None


def test_a_password_goes_to_its_own_origin_and_never_back_from_https() -> None:
    access = Access.of(of("http://me:se%2Fcret@a.kz/rss", "https://b.kz/rss"))
    header = "Basic " + base64.b64encode(b"me:se/cret").decode()
    assert access.authorization(origin("http://a.kz/page")) == header
    assert access.authorization(origin("https://a.kz/page")) == header
    for other in ("http://a.kz:8080/", "http://b.kz/", "https://b.kz/", "https://a.kz:8443/"):
        assert access.authorization(origin(other)) is None
    assert Access.of(of("https://me:secret@a.kz/rss")).authorization(origin("http://a.kz/")) is None
    assert authorization("http://:secret@a.kz/") == "Basic " + base64.b64encode(b":secret").decode()
    assert authorization("http://жан@a.kz/") == "Basic " + base64.b64encode("жан:".encode()).decode()
    assert authorization("http://[::1") is None


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (b"/new", "https://kt.kz/new"),
        (b" /a b ", "https://kt.kz/a%20b"),
        (b"//www.kt.kz/x", "https://www.kt.kz/x"),
        (b"?page=2", "https://kt.kz/old?page=2"),
        ("/жаңа".encode(), "https://kt.kz/жаңа"),
        ("/новости?q=1".encode("cp1251"), "https://kt.kz/%ED%EE%E2%EE%F1%F2%E8?q=1"),
        (b"https://me:secret@other.kz/", "https://other.kz/"),
        (b"/a\tb\x00", "https://kt.kz/ab"),
        (b"http://[::1", "http://[::1"),
    ],
)
def test_a_redirect_leads_where_its_bytes_say(location: bytes, expected: str) -> None:
    assert redirected("https://kt.kz/old", location) == expected


@pytest.mark.parametrize(
    ("asked", "reached", "same"),
    [
        ("http://kt.kz/a", "https://www.kt.kz/a/", True),
        ("http://me:x@kt.kz/a", "https://kt.kz/a", True),
        ("http://kt.kz/a", "https://kt.kz:443/a", True),
        ("http://kt.kz/жаңа", "http://KT.kz:80/%D0%B6%D0%B0%D2%A3%D0%B0", True),
        ("http://kt.kz/a", "http://kt.kz:8080/a", False),
        ("http://kt.kz/a", "http://kt.kz/b", False),
        ("http://kt.kz/a", "http://ru.kt.kz/a", False),
        ("http://[::1", "http://[::1", True),
        ("http://[::1", "http://[::2", False),
    ],
)
def test_scheme_www_port_slash_and_quoting_make_no_other_address(asked: str, reached: str, same: bool) -> None:
    assert is_same_address(asked, reached) is same


def test_an_address_is_shown_without_its_password() -> None:
    shown = [
        way.address for way in of("https://me:secret@kt.kz:8443/rss?a=1", "http://kt.kz/@me", "http://a:b@[::1").ways
    ]
    assert shown == ["https://kt.kz:8443/rss?a=1", "http://kt.kz/@me", "http://[::1"]
    assert source().ways[0].address == source().url
