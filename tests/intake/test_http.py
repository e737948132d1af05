"""Real requests to a real server on loopback, polite and hostile."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import FetchError, LastingFetchError, PassingFetchError, RobotsRefusedError
from bot.intake.http import AGENT_TOKEN, USER_AGENT, HttpClient
from tests.intake.site import Site, source

CAP = 100_000


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[HttpClient]:
    made = HttpClient(time_limit=1.5, feed_cap=CAP, page_cap=CAP // 2)
    yield made
    await made.close()


async def test_a_feed_comes_with_what_makes_the_next_one_conditional(site: Site, http: HttpClient) -> None:
    headers = {
        "ETag": '"1"',
        "Last-Modified": "Tue, 25 Nov 2025 08:20:00 GMT",
        "Content-Type": "text/xml; charset=koi8-r",
    }
    site.says("/feed", "news", headers=headers)
    fetched = await http.feed(f"{site.url}/feed")
    assert (fetched.status, fetched.body, fetched.moved) == (200, b"news", False)
    assert (fetched.etag, fetched.modified, fetched.charset) == ('"1"', "Tue, 25 Nov 2025 08:20:00 GMT", "koi8-r")
    await http.feed(f"{site.url}/feed", etag=fetched.etag, modified=fetched.modified)
    assert site.asked[1].headers["If-None-Match"] == '"1"'
    assert site.asked[1].headers["If-Modified-Since"] == "Tue, 25 Nov 2025 08:20:00 GMT"


async def test_an_unchanged_feed_is_a_304(site: Site, http: HttpClient) -> None:
    site.says("/feed", status=304)
    fetched = await http.feed(f"{site.url}/feed", etag='"1"')
    assert (fetched.status, fetched.body) == (304, b"")


async def test_we_say_who_we_are(site: Site, http: HttpClient) -> None:
    site.says("/feed", "news")
    await http.feed(f"{site.url}/feed")
    assert site.asked[0].headers["User-Agent"] == USER_AGENT
    assert AGENT_TOKEN == "Jarshy"
    assert USER_AGENT.startswith("Jarshy/")


async def test_a_host_has_one_connection_at_once(site: Site, http: HttpClient) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.02)
        return web.Response(text="news")

    site.does("/feed", slow)
    await asyncio.gather(*(http.feed(f"{site.url}/feed") for _ in range(5)))
    assert site.at_once == 1


async def test_waiting_for_ones_turn_is_not_the_servers_time(site: Site, http: HttpClient) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return web.Response(text="news")

    site.does("/feed", slow)
    answers = await asyncio.gather(*(http.feed(f"{site.url}/feed") for _ in range(4)))
    assert len(answers) == 4


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (403, LastingFetchError, "answered 403 Forbidden"),
        (404, LastingFetchError, "answered 404 Not Found"),
        (410, LastingFetchError, "answered 410 Gone"),
        (429, PassingFetchError, "answered 429 Too Many Requests"),
        (500, PassingFetchError, "answered 500 Internal Server Error"),
        (503, PassingFetchError, "answered 503 Service Unavailable"),
        (599, PassingFetchError, "answered 599"),
    ],
)
async def test_a_refusal_says_what_it_was_and_whether_it_passes(
    site: Site, http: HttpClient, status: int, kind: type[FetchError], reason: str
) -> None:
    site.says("/feed", status=status)
    with pytest.raises(kind) as caught:
        await http.feed(f"{site.url}/feed")
    assert str(caught.value) == reason


async def test_a_server_that_never_answers_ends_in_time(site: Site, http: HttpClient) -> None:
    site.hangs("/feed")
    with pytest.raises(PassingFetchError, match=r"did not answer within 1\.5 s"):
        await http.feed(f"{site.url}/feed")


async def test_a_body_that_drips_ends_in_time(site: Site, http: HttpClient) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    site.does("/feed", drip)
    with pytest.raises(PassingFetchError, match="did not answer"):
        await http.feed(f"{site.url}/feed")


async def test_an_endless_body_ends_at_the_cap(site: Site, http: HttpClient) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(2_000_000_000)})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65_536)

    site.does("/feed", endless)
    with pytest.raises(LastingFetchError, match=r"body over 0\.1 MB"):
        await http.feed(f"{site.url}/feed")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_ends_at_the_cap(site: Site, http: HttpClient, encoding: str) -> None:
    pack: Callable[[bytes], bytes] = gzip.compress if encoding == "gzip" else zlib.compress
    site.says("/feed", pack(b"\x00" * 50_000_000), headers={"Content-Encoding": encoding})
    with pytest.raises(LastingFetchError, match="body over"):
        await http.feed(f"{site.url}/feed")


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("deflate", zlib.compress, id="deflate as it is written"),
        pytest.param("deflate", raw_deflate, id="deflate as some mean it"),
        pytest.param("identity", bytes, id="as it is"),
    ],
)
async def test_packed_bodies_are_unpacked(
    site: Site, http: HttpClient, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = bytes(range(256)) * 300
    site.says("/feed", pack(body), headers={"Content-Encoding": encoding})
    assert (await http.feed(f"{site.url}/feed")).body == body


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", b"no gzip at all", "broken gzip"),
        ("gzip", gzip.compress(bytes(range(256)) * 1_000, 0)[:70_000] + b"\xff" * 100_000, "broken gzip|body over"),
        ("compress", b"x", "encoding that was not asked for: compress"),
        ("br", b"x", "broken br body"),
    ],
)
async def test_a_body_that_can_not_be_unpacked_says_so(
    site: Site, http: HttpClient, encoding: str, body: bytes, reason: str
) -> None:
    site.says("/feed", body, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match=reason):
        await http.feed(f"{site.url}/feed")


async def test_a_redirect_is_followed_and_reported(site: Site, http: HttpClient) -> None:
    site.moves("/feed", "/new?x=1", status=301)
    site.says("/new", "news")
    fetched = await http.feed(f"{site.url}/feed")
    assert (fetched.body, fetched.moved, fetched.final_url) == (b"news", True, f"{site.url}/new?x=1")


async def test_a_trailing_slash_is_not_another_address(site: Site, http: HttpClient) -> None:
    site.moves("/feed", f"{site.url}/feed/")
    site.says("/feed/", "news")
    assert not (await http.feed(f"{site.url}/feed")).moved


async def test_a_location_in_unquoted_letters_is_found(site: Site, http: HttpClient) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/новости"})

    site.does("/feed", answer)
    site.says("/новости", "news")
    assert (await http.feed(f"{site.url}/feed")).body == b"news"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        pytest.param(
            "/gone", r"redirected to another place: http://127.*/gone \(which answered 404 Not Found\)", id="404"
        ),
        pytest.param("ftp://a.kz/feed", r"another place: ftp://a.kz/feed \(which is no http", id="ftp"),
        pytest.param("http://[::1", "no address", id="no address"),
        pytest.param("/feed", "redirected more than 5 times", id="itself"),
    ],
)
async def test_a_redirect_that_fails_names_its_target(site: Site, http: HttpClient, to: str, reason: str) -> None:
    site.moves("/feed", to)
    with pytest.raises(LastingFetchError, match=reason):
        await http.feed(f"{site.url}/feed")


async def test_a_redirect_to_a_server_that_is_down_is_a_passing_failure(site: Site, http: HttpClient) -> None:
    site.moves("/feed", "/down")
    site.says("/down", status=503, headers={"Retry-After": "7"})
    with pytest.raises(PassingFetchError, match="another place") as caught:
        await http.feed(f"{site.url}/feed")
    assert caught.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://", "http://[::1", "http://a.kz:99999/"])
async def test_what_is_not_a_url_is_not_fetched(http: HttpClient, address: str) -> None:
    with pytest.raises(LastingFetchError, match="address"):
        await http.feed(address)


async def test_a_server_that_is_not_there_says_so(http: HttpClient) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(PassingFetchError, match="could not be reached: "):
            await http.feed(f"http://127.0.0.1:{closed.getsockname()[1]}/")


async def test_a_server_that_speaks_no_http_says_so(http: HttpClient) -> None:
    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.kz ESMTP\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PassingFetchError, match="could not be reached"):
            await http.feed(f"http://127.0.0.1:{port}/")
        with pytest.raises(PassingFetchError, match=r"certificate|could not be reached"):
            await http.feed(f"https://127.0.0.1:{port}/")


async def test_a_host_that_asks_to_be_left_alone_is(site: Site, http: HttpClient) -> None:
    site.says("/feed", status=429, headers={"Retry-After": "60"})
    site.says("/other", "news")
    with pytest.raises(PassingFetchError) as caught:
        await http.feed(f"{site.url}/feed")
    assert caught.value.retry_after == timedelta(seconds=60)
    with pytest.raises(PassingFetchError, match="left alone") as caught:
        await http.feed(f"{site.url}/other")
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > timedelta(seconds=58)
    assert site.paths() == ["/feed"]


async def test_a_page_is_read_where_robots_txt_is_not_there(site: Site, http: HttpClient) -> None:
    site.says("/a.html", "text")
    assert (await http.page(f"{site.url}/a.html", source(feed=site.url))).body == b"text"


async def test_robots_txt_is_obeyed_and_cached(site: Site, http: HttpClient) -> None:
    site.says("/robots.txt", "User-agent: *\nDisallow: /*/private\n\nUser-agent: Jarshy\nDisallow: /secret\n")
    site.says("/a.html", "text")
    site.says("/x/private", "text")
    with pytest.raises(RobotsRefusedError, match=r"robots\.txt"):
        await http.page(f"{site.url}/secret/a.html", source(feed=site.url))
    await http.page(f"{site.url}/a.html", source(feed=site.url))
    await http.page(f"{site.url}/x/private", source(feed=site.url))
    assert [request.path for request in site.asked] == ["/robots.txt", "/a.html", "/x/private"]


async def test_robots_txt_that_can_not_be_fetched_is_a_passing_failure(site: Site, http: HttpClient) -> None:
    site.says("/robots.txt", status=500)
    for _ in range(2):  # the second from memory
        with pytest.raises(PassingFetchError, match=r"robots\.txt answered 500"):
            await http.page(f"{site.url}/a.html", source(feed=site.url))
    assert len(site.asked) == 1


async def test_of_an_endless_robots_txt_the_beginning_counts(site: Site, http: HttpClient) -> None:
    site.says("/robots.txt", "User-agent: *\nDisallow: /secret\n" + "# more\n" * 200_000)
    with pytest.raises(RobotsRefusedError):
        await http.page(f"{site.url}/secret", source(feed=site.url))


async def test_pages_have_a_cap_of_their_own(site: Site, http: HttpClient) -> None:
    site.says("/a.html", "x" * (CAP // 2 + 1))
    with pytest.raises(LastingFetchError, match="body over"):
        await http.page(f"{site.url}/a.html", source(feed=site.url))


async def test_closing_twice_is_harmless(http: HttpClient) -> None:
    await http.close()


async def test_the_link_header_names_a_hub_and_its_topic(site: Site, http: HttpClient) -> None:
    site.says("/feed", headers={"Link": '<https://hub.example/>; rel="hub", </topic>; rel=self, <x>; rel="next"'})
    site.says("/odd", headers={"Link": "hub; <; rel=,,"})
    fetched = await http.feed(f"{site.url}/feed")
    assert (fetched.hub, fetched.topic) == ("https://hub.example/", f"{site.url}/topic")
    assert (await http.feed(f"{site.url}/odd")).hub is None


async def test_a_form_is_posted_also_behind_a_redirect_and_its_refusal_is_told(site: Site, http: HttpClient) -> None:
    async def hub(request: web.Request) -> web.Response:
        fields = await request.post()
        return web.Response(status=202 if fields.get("hub.mode") == "subscribe" else 403)

    site.does("/hub", hub)
    site.moves("/old", f"{site.url}/hub", status=307)
    of = source(feed=f"{site.url}/rss")
    await http.post_form(f"{site.url}/old", {"hub.mode": "subscribe"}, of)
    with pytest.raises(LastingFetchError):
        await http.post_form(f"{site.url}/hub", {"hub.mode": "other"}, of)
    assert [request.method for request in site.asked] == ["POST", "POST", "POST"]
