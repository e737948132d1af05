"""Reads the body of whatever is sent to us, which may be too large, too slow, cut off or no text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
from aiohttp import web

LIMIT = 1_000_000  #: bytes
READ_WITHIN = 5.0  #: seconds for the whole body


def expect(request: web.Request, content_type: str) -> None:
    """Refuse what announces that it is something else, before it is read.

    Raises:
        web.HTTPException: another type, compressed, or too large.
    """
    if request.content_type != content_type or request.headers.get("Content-Encoding", "identity") != "identity":
        raise _refusal(web.HTTPUnsupportedMediaType())
    if request.content_length is not None and request.content_length > LIMIT:
        raise _too_large(request.content_length, LIMIT)


async def read(request: web.Request, limit: int = LIMIT) -> bytes:
    """The whole body, of so many bytes at most.

    Raises:
        web.HTTPException: it is too large, too slow, or was cut off.
    """
    body = bytearray()
    await read_into(body.extend, request, limit)
    return bytes(body)


async def read_into(take: Callable[[bytes], object], request: web.Request, limit: int) -> None:
    """Hand over the body as it comes in.

    Raises:
        web.HTTPException: it is larger than so many bytes, too slow, or was cut off.
    """
    size = 0
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for chunk in request.content.iter_any():
                size += len(chunk)
                if size > limit:
                    raise _too_large(size, limit)
                take(chunk)
    except TimeoutError:
        raise _refusal(web.HTTPRequestTimeout()) from None
    except (aiohttp.ClientError, aiohttp.http.HttpProcessingError, ConnectionError, web.RequestPayloadError):
        raise _refusal(web.HTTPBadRequest()) from None


def text_of(body: bytes) -> str:
    """The body as text.

    Raises:
        web.HTTPBadRequest: it is not UTF-8, or has U+0000, which no database stores.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise web.HTTPBadRequest from None
    if "\0" in text:
        raise web.HTTPBadRequest
    return text


def _too_large(size: int, limit: int) -> web.HTTPException:
    return _refusal(web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=size))


def _refusal(refusal: web.HTTPException) -> web.HTTPException:
    """Of a body that is not read to its end: the connection can't be used again."""
    refusal.force_close()
    return refusal
