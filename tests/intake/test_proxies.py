"""Proxies of the environment, real ones on loopback: what is behind them has names that nobody else can resolve."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from bot.errors import FetchError, InnerNetworkError, LastingFetchError, PassingFetchError
from bot.intake.http import HttpClient
from bot.proxies import proxy_for
from tests.intake.site import Site, source
from tests.intake.wire import Peer, Relay, says

NEWS = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews"
FEED = "http://kt.invalid/rss"
MINE = source(feed=FEED)


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        made.says("/rss", "news")
        made.says("/a.html", "story")
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[HttpClient]:
    made = HttpClient(time_limit=2)
    yield made
    await made.close()


def port_of(site: Site) -> int:
    return int(site.url.rpartition(":")[2])


@pytest.mark.parametrize(
    ("why", "named", "url", "expected"),
    [
        ("none", {}, "https://kt.kz/", None),
        ("one for this kind of address", {"HTTPS_PROXY": "http://p:1"}, "https://kt.kz/", "http://p:1"),
        ("one for another kind", {"HTTP_PROXY": "http://p:1"}, "https://kt.kz/", None),
        ("one for all", {"ALL_PROXY": "socks5://p:1"}, "https://kt.kz/", "socks5://p:1"),
        ("its own before that for all", {"ALL_PROXY": "http://a:1", "HTTP_PROXY": "http://p:1"}, FEED, "http://p:1"),
        ("without a scheme", {"HTTP_PROXY": "p:3128"}, FEED, "http://p:3128"),
        ("a host without", {"ALL_PROXY": "http://p:1", "NO_PROXY": "kt.kz"}, "https://www.kt.kz/", None),
        ("other hosts without", {"ALL_PROXY": "http://p:1", "NO_PROXY": "kt.kz"}, "https://a.kz/", "http://p:1"),
        ("all without", {"ALL_PROXY": "http://p:1", "NO_PROXY": "*"}, "https://kt.kz/", None),
        ("a network without", {"ALL_PROXY": "http://p:1", "NO_PROXY": "a.kz, 10.0.0.0/8"}, "http://10.1.2.3/", None),
        ("another network", {"ALL_PROXY": "http://p:1", "NO_PROXY": "10.0.0.0/8"}, "http://11.1.2.3/", "http://p:1"),
        ("this machine, by a proxy elsewhere", {"ALL_PROXY": "http://p:1"}, "http://localhost:8000/", None),
        ("this machine, by its number", {"ALL_PROXY": "http://p:1"}, "http://127.0.0.1:8000/", None),
        ("this machine, by a proxy on it", {"ALL_PROXY": "http://[::1]:1"}, "http://[::1]/", "http://[::1]:1"),
        ("no address", {"ALL_PROXY": "http://[::1"}, "http://kt.kz/", "http://[::1"),
    ],
)
def test_the_environment_names_the_proxy(why: str, named: dict[str, str], url: str, expected: str | None) -> None:
    os.environ |= named
    parts = urlsplit(url)
    assert proxy_for(parts.scheme, parts.hostname or "") == expected, why


async def test_a_feed_and_its_pages_are_read_through_an_http_proxy(site: Site, http: HttpClient) -> None:
    relay = Relay(port_of(site), password=b"me:se/cret")
    async with Peer(relay.http) as proxy:
        os.environ["HTTP_PROXY"] = f"http://me:se%2Fcret@127.0.0.1:{proxy.port}"
        assert (await http.feed(FEED, MINE)).body == b"news"
        assert (await http.page("http://kt.invalid/a.html", MINE)).body == b"story"
    assert relay.asked == [FEED], "all over one connection"
    assert {request.host for request in site.asked} == {"kt.invalid"}
    assert len(site.asked) == 3


async def test_https_goes_through_a_tunnel(http: HttpClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    async with Peer(says(NEWS), context=context) as secure:
        relay = Relay(secure.port)
        async with Peer(relay.http) as proxy:
            os.environ["HTTPS_PROXY"] = proxy.url
            with pytest.raises(PassingFetchError, match="it signed its certificate itself"):
                await http.feed("https://kt.invalid/rss")
    assert relay.asked == ["kt.invalid:443"]


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
async def test_a_feed_and_its_pages_are_read_through_socks(site: Site, http: HttpClient, scheme: str) -> None:
    relay = Relay(port_of(site), password=b"me:secret")
    async with Peer(relay.socks5) as proxy:
        os.environ["ALL_PROXY"] = f"{scheme}://me:secret@127.0.0.1:{proxy.port}"
        assert (await http.feed(FEED, MINE)).body == b"news"
        assert (await http.page("http://kt.invalid/a.html", MINE)).body == b"story"
    assert set(relay.asked) == {"kt.invalid:80"}, "the proxy resolves the name"


@pytest.mark.parametrize(
    ("relay", "scheme", "url", "kind", "reason"),
    [
        (Relay(0, password=b"a:b"), "http", FEED, LastingFetchError, "asks for a user and a password"),
        (Relay(0, password=b"a:b"), "http", "https://kt.invalid/", PassingFetchError, "asks for a user and a password"),
        (Relay(0, refuses=403), "http", "https://kt.invalid/", PassingFetchError, r"the proxy refuses \(403\)"),
        (Relay(0, refuses=502), "http", FEED, PassingFetchError, "answered 502 Bad Gateway"),
        (Relay(0, password=b"a:b"), "socks5", FEED, PassingFetchError, "asks for a user and a password"),
        (Relay(0, password=b"a:b"), "socks5://a:c@", FEED, PassingFetchError, "asks for a user and a password"),
        (Relay(0, refuses=2), "socks5", FEED, PassingFetchError, "the proxy does not allow it"),
        (Relay(0, refuses=4), "socks5", FEED, PassingFetchError, "the proxy finds no way to it"),
        (Relay(0, refuses=5), "socks5", FEED, PassingFetchError, "the connection was refused to the proxy"),
    ],
)
async def test_what_a_proxy_refuses_is_named(
    http: HttpClient, relay: Relay, scheme: str, url: str, kind: type[FetchError], reason: str
) -> None:
    async with Peer(relay.http if scheme == "http" else relay.socks5) as proxy:
        prefix = scheme if "://" in scheme else f"{scheme}://"
        os.environ["ALL_PROXY"] = f"{prefix}127.0.0.1:{proxy.port}"
        with pytest.raises(kind, match=reason):
            await http.feed(url)


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_not_there_is_named(http: HttpClient, scheme: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        os.environ["ALL_PROXY"] = f"{scheme}://me:secret@127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(PassingFetchError) as caught:
            await http.feed(FEED)
    assert str(caught.value) == "could not be reached: the proxy could not be reached (the connection was refused)"


@pytest.mark.parametrize("proxy", ["ftp://p:1", "socks5://", "socks5://[::1", "socks5://p:99999"])
async def test_a_proxy_that_can_not_be_used_is_never_passed_by(site: Site, http: HttpClient, proxy: str) -> None:
    os.environ["ALL_PROXY"] = proxy
    with pytest.raises(LastingFetchError, match="names a proxy that can't be used"):
        await http.feed(FEED)
    assert site.asked == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2/a", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "http://nas.local/"]
)
async def test_inner_addresses_are_not_asked_of_a_proxy_either(site: Site, http: HttpClient, url: str) -> None:
    relay = Relay(port_of(site))
    async with Peer(relay.http) as proxy:
        os.environ["ALL_PROXY"] = proxy.url
        with pytest.raises(InnerNetworkError):
            await http.page(url, MINE)
    assert relay.asked == []
