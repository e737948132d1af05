"""Reads the body of a call, which may be too large, too slow, cut off or no text."""

from __future__ import annotations

import asyncio

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
        raise _too_large(request.content_length)


async def read(request: web.Request) -> bytes:
    """The whole body.

    Raises:
        web.HTTPException: it is too large, too slow, or was cut off.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(READ_WITHIN):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LIMIT:
                    raise _too_large(len(body))
    except TimeoutError:
        raise _refusal(web.HTTPRequestTimeout()) from None
    except (aiohttp.ClientError, aiohttp.http.HttpProcessingError, ConnectionError, web.RequestPayloadError):
        raise _refusal(web.HTTPBadRequest()) from None
    return bytes(body)


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


def _too_large(size: int) -> web.HTTPException:
    return _refusal(web.HTTPRequestEntityTooLarge(max_size=LIMIT, actual_size=size))


def _refusal(refusal: web.HTTPException) -> web.HTTPException:
    """Of a body that is not read to its end: the connection can't be used again."""
    refusal.force_close()
    return refusal
