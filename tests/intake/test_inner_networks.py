"""Links and redirects that others wrote do not lead into the operator's own network; what the sources file names does.

All sites are on loopback, which is an inner network: the source's own host and port is one, each other port is another.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import InnerNetworkError, PassingFetchError
from bot.intake.connections import GuardedResolver, InnerAddressError
from bot.intake.finding import Finder
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.model import PageState
from tests.intake.room import Room
from tests.intake.site import Site, item, page, rss, source, story

DATE = "Tue, 25 Nov 2025 09:04:00 +0000"


class Names(AbstractResolver):
    """A resolver that knows these names, each by its addresses."""

    def __init__(self, **addresses: tuple[str, ...]) -> None:
        self._addresses = addresses
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
            for ip in self._addresses[host.removesuffix(".example")]
        ]

    async def close(self) -> None:
        return None


@pytest_asyncio.fixture(loop_scope="session")
async def inner() -> AsyncIterator[Site]:
    """Another server of the operator's."""
    async with Site() as made:
        made.says("/story", page(story("Words of the vault.", title="A canal")))
        made.says("/rss", rss(item("Of the vault", "https://kt.example/a", date=DATE)))
        yield made


async def test_a_page_at_another_port_of_the_inner_network_is_not_asked_and_its_teaser_counts(
    room: Room, inner: Site
) -> None:
    room.follow("vault OR canal")
    await room.first_poll()
    room.news.items.insert(0, item("A canal", f"{inner.url}/story", date=DATE, teaser="The canal is dug."))
    room.news.shows()
    await room.walk()
    room.later(minutes=16)
    await room.walk()
    assert inner.asked == [], "not even for robots.txt"
    assert room.titles_owed() == ["A canal"]
    assert room.articles()[0].page_state is PageState.AWAITING, "its page is tried again for a day"


async def test_a_page_that_redirects_into_the_inner_network_is_not_followed(room: Room, inner: Site) -> None:
    await room.first_poll()
    path = room.news.publishes(1, "A canal", at=room.now)
    room.site.moves(path, f"{inner.url}/story")
    await room.walk()
    assert inner.asked == []
    assert path in room.site.paths()
    assert room.articles()[0].body is None


async def test_pages_on_the_host_and_port_of_the_source_are_read(room: Room) -> None:
    await room.first_poll()
    room.news.publishes(1, "A canal", "It is dug.", at=room.now)
    await room.walk()
    assert room.articles()[0].body == "It is dug."


async def test_a_source_may_lead_into_inner_networks_if_the_file_says_so(room: Room, inner: Site) -> None:
    await room.first_poll()
    private = replace(room.source, private=True)
    pages = room.reads_pages_of(private)
    room.news.items.insert(0, item("A canal", f"{inner.url}/story", date=DATE))
    room.news.shows()
    await room.poll()
    await pages.read_due()
    assert room.articles()[0].body == "Words of the vault."


async def test_a_feed_that_redirects_into_the_inner_network_is_not_followed_and_says_so(
    room: Room, inner: Site
) -> None:
    room.site.moves("/rss", f"{inner.url}/rss")
    await room.poll()
    assert inner.asked == []
    place = f"redirected to another place: {inner.url}/rss"
    assert room.last_error() == f"{place} (which stands in an inner network, where links of others must not lead)"


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "127.0.0.2"])
async def test_loopback_is_refused_however_it_is_written(inner: Site, host: str) -> None:
    http = HttpClient(time_limit=2)
    port = inner.url.rpartition(":")[2]
    with pytest.raises(InnerNetworkError):
        await http.page(f"http://{host}:{port}/story", source())
    await http.close()
    assert inner.asked == []


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("64:ff9b::7f00:1",)])
async def test_a_name_with_one_inner_address_is_refused(inner: Site, addresses: tuple[str, ...]) -> None:
    http = HttpClient(time_limit=2, resolver=Names(trap=addresses))
    with pytest.raises(InnerNetworkError, match="stands in an inner network"):
        await http.page(f"http://trap.example:{inner.url.rpartition(':')[2]}/story", source())
    await http.close()
    assert inner.asked == []


async def test_a_robots_txt_that_redirects_into_the_inner_network_is_not_followed(site: Site, inner: Site) -> None:
    http = HttpClient(time_limit=2)
    mine = source(feed=f"{site.url}/rss")
    site.says("/a.html", "text")
    site.moves("/robots.txt", f"{inner.url}/robots.txt")
    with pytest.raises(InnerNetworkError):
        await http.page(f"{site.url}/a.html", mine)
    await http.close()
    assert inner.asked == []


async def test_a_connection_that_one_source_may_use_is_none_of_anothers(site: Site) -> None:
    http = HttpClient(time_limit=2, resolver=Names(kt=("127.0.0.1",)))
    url = f"http://kt.example:{site.url.rpartition(':')[2]}"
    site.says("/rss", "news")
    await http.feed(f"{url}/rss", source(feed=f"{url}/rss"))
    with pytest.raises(InnerNetworkError):
        await http.page(f"{url}/a.html", source())
    await http.close()
    assert site.paths() == ["/rss"]


async def test_what_a_stranger_named_is_not_read_within_whatever_its_name_resolves_to_today(site: Site) -> None:
    http = HttpClient(time_limit=2, resolver=Names(trap=("127.0.0.1",)))
    url = f"http://trap.example:{site.url.rpartition(':')[2]}"
    site.says("/rss", "news")
    named = source(feed=f"{url}/rss")
    assert (await http.feed(f"{url}/rss", named)).body == b"news", "an operator's own choice"
    for address in (f"{url}/rss", f"{site.url}/rss"):
        with pytest.raises(InnerNetworkError):
            await http.feed(address, replace(source(feed=address), guarded=True))
        with pytest.raises(InnerNetworkError):
            await http.page(address, replace(source(feed=address), guarded=True))
    await http.close()
    assert site.paths() == ["/rss"]


async def test_a_site_that_a_stranger_named_is_not_looked_for_within(site: Site, reader: Reader) -> None:
    site.says("/", rss(item("Of the vault", "https://kt.example/a", date=DATE)))
    http = HttpClient(time_limit=2)
    finder = Finder(http=http, reader=reader, timezone="UTC", taken=(), now=datetime.now(UTC), guarded=True)
    with pytest.raises(InnerNetworkError):
        await finder.find(f"{site.url}/")
    await http.close()
    assert site.asked == []


async def test_what_was_resolved_is_connected_to_and_nothing_is_resolved_twice() -> None:
    names = Names(public=("8.8.8.8", "2606:4700::1111"), trap=("8.8.8.8", "::1"))
    guarded = GuardedResolver(names)
    assert [one["host"] for one in await guarded.resolve("public.example", 80)] == ["8.8.8.8", "2606:4700::1111"]
    with pytest.raises(InnerAddressError):
        await guarded.resolve("trap.example", 80)
    await guarded.close()


async def test_without_a_source_the_typed_address_is_the_operators_choice(site: Site, inner: Site) -> None:
    http = HttpClient(time_limit=2)
    site.says("/rss", "news")
    assert (await http.feed(f"{site.url}/rss")).body == b"news"
    site.moves("/rss", f"{inner.url}/rss")
    with pytest.raises(InnerNetworkError):
        await http.feed(f"{site.url}/rss")
    await http.close()


async def test_a_name_that_does_not_resolve_is_only_not_reached() -> None:
    http = HttpClient(time_limit=2)
    with pytest.raises(PassingFetchError, match=r"no such host|can't be looked up|no connection"):
        await http.page("http://kt.invalid/a", source())
    await http.close()
