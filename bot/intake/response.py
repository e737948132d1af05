"""What came back for one request: its headers as text, its body read up to a cap and unpacked.

response ─▶ body, up to the cap ─▶ unpacked ─▶ FetchResult
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.errors import LastingFetchError
from bot.i18n.catalogue import intake as texts
from bot.intake.decompression import unpacked
from bot.intake.faults import of_body
from bot.intake.politeness import clock_ahead, fresh_for, rate_limited, retry_after

_CHUNK = 65_536
#: Bytes and seconds that the body of a redirect or a refusal is read for, so that its connection can be used again.
_DRAINED = 65_536
_DRAIN_TIME = 1.0


@dataclass(frozen=True, kw_only=True)
class FetchResult:
    """A successful response."""

    status: int  #: 200 or 203, or 304 if the body has not changed
    body: bytes  #: decompressed; empty for 304
    etag: str | None
    modified: str | None  #: Last-Modified as the server wrote it
    charset: str | None  #: from the Content-Type header
    final_url: str  #: after redirects; without a password
    moved: bool  #: the response came from another host or path than was requested
    moved_to: str | None = None  #: where it has moved to for good: as far as the redirects were lasting ones
    fresh_for: timedelta | None = None  #: how long it will not change, by its headers
    retry_after: timedelta | None = None  #: how long the server asks to be left alone, though it answered
    cut: bool = False  #: the body ends before its end
    capped: bool = False  #: it was longer than is read: this is its beginning
    hub: str | None = None  #: address of its WebSub hub, from the Link header
    topic: str | None = None  #: the address by which that knows it, from the Link header
    clock_ahead: timedelta | None = None  #: how far our clock is ahead of the server's; None: it does not say


async def fetched(response: aiohttp.ClientResponse, cap: int, *, cut_short: bool) -> FetchResult:
    """The result of a successful response; a body over `cap` raises LastingFetchError, or is cut if `cut_short`."""
    body, cut, capped = (b"", False, False) if response.status == 304 else await _body(response, cap, cut_short)
    now = datetime.now(UTC)
    return FetchResult(
        status=response.status,
        body=body,
        etag=None if cut else header(response, "ETag"),  # else the rest would never come
        modified=None if cut else header(response, "Last-Modified"),
        charset=response.charset,
        final_url=str(response.url),
        moved=False,
        fresh_for=fresh_for(response.headers, now),
        retry_after=asked_pause(response, now, refused=False),
        cut=cut,
        capped=capped,
        hub=_linked(response, "hub"),
        topic=_linked(response, "self"),
        clock_ahead=clock_ahead(response.headers, now),
    )


def _linked(response: aiohttp.ClientResponse, relation: str) -> str | None:
    """The first address with this relation in the Link headers."""
    try:
        link = response.links.get(relation)
    except ValueError:
        return None
    return None if link is None else str(link["url"])


def asked_pause(response: aiohttp.ClientResponse, now: datetime, *, refused: bool) -> timedelta | None:
    """How long the server asks to be left alone."""
    headers = response.headers
    pauses = retry_after(headers.get("Retry-After"), now), rate_limited(headers, now, refused=refused)
    return max((pause for pause in pauses if pause is not None), default=None)


async def drain(response: aiohttp.ClientResponse) -> None:
    """Read a body that nobody wants, so that its connection can be used again, unless it is long or slow."""
    with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
        async with asyncio.timeout(_DRAIN_TIME):
            left = _DRAINED
            while left > 0 and (piece := await response.content.read(left)):
                left -= len(piece)


def header(response: aiohttp.ClientResponse, name: str) -> str | None:
    """A header's text; raw UTF-8 in headers arrives as lone surrogates, which databases reject."""
    raw = response.headers.get(name)
    return None if raw is None else raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


async def _body(response: aiohttp.ClientResponse, cap: int, cut_short: bool) -> tuple[bytes, bool, bool]:
    """The body, whether it ends before its end, and whether it is longer than `cap`."""
    raw, cut = await _raw(response, cap)
    if len(raw) > cap and not cut_short:
        raise _too_large(cap)
    encoding = ",".join(response.headers.getall("Content-Encoding", ()))
    body, cut_inside = unpacked(raw, encoding, cap)
    if len(body) > cap and not cut_short:
        raise _too_large(cap)
    capped = len(raw) > cap or len(body) > cap
    return body[:cap], (cut or cut_inside) and not capped, capped


async def _raw(response: aiohttp.ClientResponse, cap: int) -> tuple[bytes, bool]:
    """The body as it came, a little more than `cap` bytes at most, and whether the connection ended before it did."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > cap:
                break
    except aiohttp.ClientPayloadError as error:
        reason = of_body(error)
        if reason is None or not body or reason.text is not texts.ENDED_EARLY:
            raise
        return bytes(body), True
    return bytes(body), False


def _too_large(cap: int) -> LastingFetchError:
    return LastingFetchError(texts.BODY_TOO_LARGE, megabytes=f"{cap / 1e6:g}")
