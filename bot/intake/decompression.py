"""Decompress a response body chunk by chunk: a gzip bomb and an endless body both stop at the limit."""

from __future__ import annotations

import zlib

import aiohttp

from bot.errors import LastingFetchError, PassingFetchError
from bot.i18n.catalogue import intake as texts

_CHUNK = 65_536


async def decompressed(response: aiohttp.ClientResponse, cap: int, *, cut_short: bool = False) -> bytes:
    """The body, read and decompressed up to `cap` bytes.

    A longer one raises LastingFetchError, or is cut if `cut_short`; broken gzip raises PassingFetchError.
    """
    body = bytearray()
    decompress = _decompressor(response.headers.get("Content-Encoding", "").strip().lower())
    async for chunk in response.content.iter_chunked(_CHUNK):
        try:
            body += decompress(chunk, cap + 1 - len(body))
        except zlib.error:
            raise PassingFetchError(texts.BROKEN_GZIP) from None
        if len(body) > cap:
            if cut_short:
                return bytes(body[:cap])
            raise LastingFetchError(texts.BODY_TOO_LARGE, megabytes=f"{cap / 1e6:g}")
    return bytes(body)


def _decompressor(encoding: str) -> _Plain | _Compressed:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Compressed()
    readable = encoding[:20].encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as any header's text
    raise LastingFetchError(texts.OTHER_ENCODING, encoding=readable)


class _Plain:
    def __call__(self, chunk: bytes, room: int) -> bytes:
        return chunk[:room]


class _Compressed:
    """gzip or zlib by its header; else raw deflate, which some servers send as "deflate"."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    def __call__(self, chunk: bytes, room: int) -> bytes:
        try:
            out = self._stream.decompress(chunk, room)
        except zlib.error:
            if self._begun:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            out = self._stream.decompress(chunk, room)
        self._begun = True
        return out
