"""Odd servers, as there are: each answer is bytes on a real connection."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import FetchError, GoneError, LastingFetchError, PassingFetchError
from bot.intake.http import HttpClient
from bot.model import Source
from tests.intake.site import Site, source
from tests.intake.wire import Peer, Talk, resets, says

OK = b"HTTP/1.1 200 OK\r\n"
NEWS = b"Content-Length: 4\r\n\r\nnews"


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[HttpClient]:
    made = HttpClient(time_limit=2)
    yield made
    await made.close()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 200\r\n" + NEWS, id="no reason"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nnews", id="HTTP 1.0, ended by closing"),
        pytest.param(b"HTTP/1.1 200 \xef\xcb\r\n" + NEWS, id="a reason in koi8-r"),
        pytest.param(b"\r\n\r\nHTTP/1.1 200 OK\r\n" + NEWS, id="blank lines first"),
        pytest.param(b"HTTP/1.1 200 OK\nContent-Length: 4\n\nnews", id="line feeds only"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + OK + NEWS, id="continue"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + OK + NEWS, id="early hints"),
        pytest.param(OK + b"X-A: " + b"x" * 9_000 + b"\r\n" + NEWS, id="a header of 9 KB"),
        pytest.param(OK + b"Content-Security-Policy: " + b"x" * 65_536 + b"\r\n" + NEWS, id="a header of 64 KB"),
        pytest.param(OK + b"".join(b"Set-Cookie: a%d=1\r\n" % n for n in range(400)) + NEWS, id="400 headers"),
        pytest.param(OK + b"Set-Cookie: [bad]=\xff; a\r\nSet-Cookie: a=b=c\r\n" + NEWS, id="odd cookies"),
        pytest.param(OK + b"Content-Type: ;;charset=\r\n" + NEWS, id="an odd type"),
        pytest.param(OK + b"X-A: b\r\n  folded\r\n" + NEWS, id="a folded header"),
        pytest.param(OK + b"Content-Encoding: UTF-8\r\n" + NEWS, id="a charset as coding"),
        pytest.param(OK + b"Content-Encoding: aws-chunked\r\nContent-Encoding: none\r\n" + NEWS, id="two codings"),
        pytest.param(
            OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n0\r\n\r\n",
            id="chunked, said twice",
        ),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n4  \r\nnews\r\n0\r\n\r\n", id="spaces after a size"),
        pytest.param(OK + b"Transfer-Encoding: identity\r\n\r\nnews", id="no chunks"),
        pytest.param(OK + b"Upgrade: h2c\r\nConnection: Upgrade\r\n" + NEWS, id="an offer to upgrade"),
    ],
)
async def test_an_odd_answer_is_read(http: HttpClient, answer: bytes) -> None:
    async with Peer(says(answer)) as peer:
        fetched = await http.feed(f"{peer.url}/rss")
    assert (fetched.status, fetched.body, fetched.cut) == (200, b"news", False)


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        pytest.param(says(b""), "closed the connection without an answer", id="nothing"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nConte"), "closed the connection without an answer", id="half a head"),
        pytest.param(resets(), "closed the connection|was reset", id="broken off"),
        pytest.param(says(b"220 mail.kz ESMTP\r\n\r\n"), "no HTTP", id="another protocol"),
        pytest.param(says(b"<rss>news</rss>"), "no HTTP", id="HTTP 0.9"),
        pytest.param(says(OK + b"X: " + b"x" * 100_000 + b"\r\n" + NEWS), "headers are too long", id="long header"),
        pytest.param(says(OK + b"X: 1\r\n" * 2_000 + NEWS), "headers are too long", id="2,000 headers"),
        pytest.param(says(OK + b"no colon\r\n" + NEWS), "headers can't be read", id="a line that is no header"),
        pytest.param(says(OK + b"Content-Length: 1x\r\n\r\nnews"), "headers can't be read", id="no number"),
        pytest.param(
            says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nnews\r\n"), "answered in broken chunks", id="no chunks"
        ),
        pytest.param(says(OK + b"Content-Length: 40\r\n\r\n"), "ended its answer early", id="a head without a body"),
        pytest.param(says(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), "without an address", id="to nowhere"),
        pytest.param(says(b"HTTP/1.1 204 No Content\r\n\r\n"), "answered 204 No Content", id="no content"),
    ],
)
async def test_an_answer_that_can_not_be_read_is_named_in_words(http: HttpClient, talk: Talk, reason: str) -> None:
    async with Peer(talk) as peer:
        with pytest.raises(FetchError, match=reason) as caught:
            await http.feed(f"{peer.url}/rss")
    assert "Error" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(OK + b"Content-Length: 40\r\n\r\nnews", id="a length too long"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nnews\r\n", id="no last chunk"),
        pytest.param(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"news")[:-8], id="half of gzip's end"),
    ],
)
async def test_an_answer_that_always_ends_at_one_place_is_all_there_is(http: HttpClient, answer: bytes) -> None:
    async with Peer(says(answer.replace(b"\r\n", b'\r\nETag: "1"\r\n', 1))) as peer:
        fetched = await http.feed(f"{peer.url}/rss")
        assert peer.connections == 2, "it was asked again first"
    assert (fetched.body, fetched.cut, fetched.etag) == (b"news", True, None)


async def test_an_answer_that_ends_early_once_is_read_whole_at_the_second_try(http: HttpClient) -> None:
    answers = [OK + b"Content-Length: 4\r\n\r\nne", OK + NEWS]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(answers.pop(0))(reader, writer)

    async with Peer(talk) as peer:
        fetched = await http.feed(f"{peer.url}/rss")
    assert (fetched.body, fetched.cut) == (b"news", False)


async def test_an_answer_that_ends_elsewhere_each_time_is_a_passing_failure(http: HttpClient) -> None:
    answers = [OK + b"Content-Length: 40\r\n\r\nne", OK + b"Content-Length: 40\r\n\r\nnews"]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await says(answers.pop(0))(reader, writer)

    async with Peer(talk) as peer:
        with pytest.raises(PassingFetchError, match="ended its answer early"):
            await http.feed(f"{peer.url}/rss")


async def test_what_comes_after_the_said_length_is_not_read(http: HttpClient) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + NEWS)
        await writer.drain()
        writer.write(b" and more")

    async with Peer(talk) as peer:
        try:
            assert (await http.feed(f"{peer.url}/rss")).body == b"news"
        except PassingFetchError as error:  # if both came at once
            assert "is longer than it says" in str(error)  # noqa: PT017


async def test_a_connection_is_used_again_for_the_feed_its_redirect_robots_txt_and_pages(http: HttpClient) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1]
            chunks = b"Transfer-Encoding: chunked\r\n\r\n5\r\nmoved\r\n0\r\n\r\n"
            answer = b"HTTP/1.1 302 Found\r\nLocation: /new\r\n" + chunks if path == b"/rss" else OK + NEWS
            writer.write(b"HTTP/1.1 404 Not Found\r\n" + chunks if path == b"/robots.txt" else answer)

    async with Peer(talk) as peer:
        mine = source(feed=f"{peer.url}/rss")
        await http.feed(mine.url, mine)
        for number in range(3):
            assert (await http.page(f"{peer.url}/{number}.html", mine)).body == b"news"
        assert peer.connections == 1


def own(site: Site) -> Source:
    return source(feed=f"{site.url}/rss")


async def test_a_consent_page_that_sets_a_cookie_and_leads_back_is_passed(site: Site, http: HttpClient) -> None:
    async def story(request: web.Request) -> web.StreamResponse:
        if request.cookies.get("consent") == "yes":
            return web.Response(text="story")
        return web.Response(status=302, headers={"Location": "/consent"})

    async def consent(request: web.Request) -> web.StreamResponse:
        cookies = [("Set-Cookie", "consent=yes; Path=/; HttpOnly"), ("Set-Cookie", "elsewhere=1; Path=/other")]
        return web.Response(status=303, headers=[("Location", "/story"), *cookies])

    site.does("/story", story)
    site.does("/consent", consent)
    fetched = await http.page(f"{site.url}/story", own(site))
    assert (fetched.body, fetched.moved) == (b"story", False)
    assert site.asked[-1].headers["Cookie"] == "consent=yes"


async def test_cookies_are_forgotten_after_the_fetch(site: Site, http: HttpClient) -> None:
    site.says("/rss", "news", headers={"Set-Cookie": "a=1"})
    for _ in range(2):
        await http.feed(f"{site.url}/rss")
    assert all("Cookie" not in request.headers for request in site.asked)


async def test_a_password_in_an_address_is_sent_and_shown_nowhere(site: Site, http: HttpClient) -> None:
    site.moves("/rss", "/new", status=301)
    site.says("/new", "news")
    site.says("/a.html", "story")
    mine = source(feed=f"{site.url.replace('//', '//me:se%40cret@')}/rss")
    fetched = await http.feed(mine.url, mine)
    await http.page(f"{site.url}/a.html", mine)
    assert {request.headers["Authorization"] for request in site.asked} == {"Basic bWU6c2VAY3JldA=="}
    assert (fetched.final_url, fetched.moved_to) == (f"{site.url}/new", f"{site.url}/new")
    site.says("/new", status=403)
    with pytest.raises(LastingFetchError) as caught:
        await http.feed(mine.url, mine)
    assert "cret" not in str(caught.value)


async def test_a_password_follows_no_redirect_to_another_origin(site: Site, http: HttpClient) -> None:
    async with Site() as other:
        site.moves("/rss", f"{other.url}/rss")
        other.says("/rss", "news")
        url = f"{site.url.replace('//', '//me:secret@')}/rss"
        mine = Source(key="a", name="A", language="en", ways=source(feed=url).ways, private=True)
        assert (await http.feed(url, mine)).body == b"news"
        assert "Authorization" not in other.asked[0].headers


@pytest.mark.parametrize(
    "location",
    [
        pytest.param(b"/%ED%EE%E2%EE%F1%F2%E8", id="quoted"),
        pytest.param("/новости".encode("cp1251"), id="in windows-1251"),
    ],
)
async def test_a_location_in_another_charset_goes_back_as_it_came(http: HttpClient, location: bytes) -> None:
    asked: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1])
        moved = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
        writer.write(moved if len(asked) == 1 else OK + NEWS)

    async with Peer(talk) as peer:
        assert (await http.feed(f"{peer.url}/rss")).body == b"news"
    assert asked == [b"/rss", b"/%ED%EE%E2%EE%F1%F2%E8"]


async def test_lasting_redirects_are_told_as_far_as_they_last(site: Site, http: HttpClient) -> None:
    site.moves("/rss", "/one", status=301)
    site.moves("/one", "/two", status=308)
    site.moves("/two", "/three", status=302)
    site.moves("/three", "/four", status=301)
    site.says("/four", "news")
    fetched = await http.feed(f"{site.url}/rss")
    assert (fetched.final_url, fetched.moved_to) == (f"{site.url}/four", f"{site.url}/two")
    assert (await http.feed(f"{site.url}/two")).moved_to is None
    site.moves("/slash", "/slash/", status=301)
    site.says("/slash/", "news")
    assert (await http.feed(f"{site.url}/slash")).moved_to is None, "it can be read as it is written"


async def test_410_of_the_address_itself_is_for_good(site: Site, http: HttpClient) -> None:
    site.says("/rss", status=410)
    site.moves("/old", "/rss")
    with pytest.raises(GoneError):
        await http.feed(f"{site.url}/rss")
    with pytest.raises(LastingFetchError) as caught:
        await http.feed(f"{site.url}/old")
    assert not isinstance(caught.value, GoneError), "the address itself may lead elsewhere tomorrow"


async def test_a_certificate_that_nobody_signed_is_named(http: HttpClient) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("self_signed.pem"))
    async with Peer(says(OK + NEWS), context=context) as peer:
        with pytest.raises(PassingFetchError, match="it signed its certificate itself"):
            await http.feed(f"https://localhost:{peer.port}/rss")


async def test_https_at_a_port_that_speaks_none_is_named(site: Site, http: HttpClient) -> None:
    with pytest.raises(PassingFetchError, match=r"it speaks no https|no secure connection|was reset"):
        await http.feed(f"{site.url.replace('http:', 'https:')}/rss")
