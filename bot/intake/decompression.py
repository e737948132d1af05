"""Unpack the body of a response: pure, and never more than a cap, so that a bomb stops there.

Content-Encoding: aws-chunked, gzip ─▶ [gzip] ─▶ the body unpacked from the last coding to the first

Servers write there what is no coding at all (UTF-8, none, binary): the body is as it is then. What is packed without a
word, a `.xml.gz`, is known by its first bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import NamedTuple

import brotli
from backports.zstd import ZstdDecompressor, ZstdError

from bot.errors import LastingFetchError, PassingFetchError
from bot.i18n.catalogue import intake as texts

#: What we tell servers that we can read: RFC 9110, section 12.5.3
ACCEPTED = "gzip, deflate, br, zstd"
#: Codings that pack a body and that we can't read; any other unknown word is a server's mistake.
UNREADABLE = frozenset({"compress", "x-compress", "dcb", "dcz", "exi", "bzip2", "x-bzip2", "lz4", "lzma", "sdch", "xz"})
#: Layers of packing; more is a trick.
MOST_LAYERS = 4

_GZIP = b"\x1f\x8b\x08"
_PLAIN_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[a-z!?]|\{\s*\"|\[\s*\{)", re.IGNORECASE)


class Unpacked(NamedTuple):
    """A body as the server meant it."""

    body: bytes  #: a byte over the cap at most: whoever asked sees that it is too long
    cut: bool  #: it ends before its end


def unpacked(body: bytes, encoding: str, cap: int) -> Unpacked:
    """`body` without what `encoding`, the Content-Encoding header, says was done to it; over `cap` it is not read on.

    Raises:
        LastingFetchError: it is packed in a way that we can't read.
        PassingFetchError: it is broken.
    """
    codings = [name.strip().lower() for name in encoding.split(",")]
    layers = [name for name in codings if name in UNREADABLE or name in _UNPACK]
    if unreadable := next((name for name in layers if name in UNREADABLE), None):
        raise LastingFetchError(texts.OTHER_ENCODING, encoding=unreadable)
    if len(layers) > MOST_LAYERS:
        raise LastingFetchError(texts.OTHER_ENCODING, encoding=", ".join(layers[: MOST_LAYERS + 1]))
    found = Unpacked(body, False)
    for name in reversed(layers):
        found = _layer(name, found, cap)
    return _layer("gzip", found, cap) if found.body.startswith(_GZIP) else found


def _layer(name: str, packed: Unpacked, cap: int) -> Unpacked:
    body = packed.body
    try:
        found = _UNPACK[name](body, cap + 1)
    except (zlib.error, brotli.error, ZstdError):
        found = Unpacked(b"", True)
    if body and found.cut and _PLAIN_START.match(body):
        return packed  # unpacked by somebody on the way, who left the header
    if body and found.cut and not found.body:
        raise _broken(name)
    return Unpacked(found.body, packed.cut or found.cut) if body else packed  # some pack no body, and say they did


def _broken(name: str) -> PassingFetchError:
    if name in ("br", "zstd"):
        return PassingFetchError(texts.BROKEN_PACKING, coding=name)
    return PassingFetchError(texts.BROKEN_GZIP)


def _gunzip(body: bytes, room: int) -> Unpacked:
    """All members: some servers pack each piece that they send; what follows the last one is nothing."""
    out = bytearray()
    while True:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        out += stream.decompress(body, room - len(out))
        if len(out) >= room:
            return Unpacked(bytes(out), False)
        if not stream.eof:
            return Unpacked(bytes(out), True)
        body = stream.unused_data.lstrip(b"\x00")
        if not body.startswith(_GZIP):
            return Unpacked(bytes(out), False)


def _inflate(body: bytes, room: int) -> Unpacked:
    """zlib, as is written; raw deflate or gzip, as some mean it."""
    if body.startswith(_GZIP):
        return _gunzip(body, room)
    try:
        return _inflated(body, room, zlib.MAX_WBITS)
    except zlib.error:
        return _inflated(body, room, -zlib.MAX_WBITS)


def _inflated(body: bytes, room: int, window: int) -> Unpacked:
    stream = zlib.decompressobj(window)
    out = stream.decompress(body, room)
    return Unpacked(out, not stream.eof and len(out) < room)


def _unbrotli(body: bytes, room: int) -> Unpacked:
    stream = brotli.Decompressor()
    out = bytearray()
    rest = body
    while len(out) < room and not stream.is_finished():
        piece = stream.process(rest, output_buffer_limit=room - len(out))
        if not (piece or rest):
            return Unpacked(bytes(out), True)
        out += piece
        rest = b""
    return Unpacked(bytes(out[:room]), False)


def _unzstd(body: bytes, room: int) -> Unpacked:
    """All frames, as with gzip's members."""
    out = bytearray()
    while body:
        stream = ZstdDecompressor()
        out += stream.decompress(body, room - len(out))
        if len(out) >= room:
            return Unpacked(bytes(out), False)
        if not stream.eof:
            return Unpacked(bytes(out), True)
        body = stream.unused_data
    return Unpacked(bytes(out), False)


_UNPACK: dict[str, Callable[[bytes, int], Unpacked]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "x-deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
