"""What servers pack, and what they say of it."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd

from bot.errors import LastingFetchError, PassingFetchError
from bot.intake.decompression import MOST_LAYERS, unpacked

NEWS = b"<rss>" + bytes(range(256)) * 300 + b"</rss>"
CAP = 1_000_000


def raw_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        pytest.param("", NEWS, id="nothing is said"),
        pytest.param("identity", NEWS, id="as it is"),
        pytest.param("UTF-8", NEWS, id="a charset"),
        pytest.param("none", NEWS, id="none"),
        pytest.param("aws-chunked", NEWS, id="what a store of files leaves"),
        pytest.param("binary, , *", NEWS, id="words that are no codings"),
        pytest.param("gzip", gzip.compress(NEWS, mtime=0), id="gzip"),
        pytest.param(" X-GZip ", gzip.compress(NEWS, mtime=0), id="gzip by its old name"),
        pytest.param(
            "gzip", gzip.compress(NEWS[:9], mtime=0) + gzip.compress(NEWS[9:], mtime=0), id="gzip of two members"
        ),
        pytest.param(
            "gzip", gzip.compress(b"", mtime=0) + gzip.compress(NEWS, mtime=0), id="gzip of an empty member first"
        ),
        pytest.param("gzip", gzip.compress(NEWS, mtime=0) + b"\x00" * 9, id="gzip, filled up"),
        pytest.param("gzip", gzip.compress(NEWS, mtime=0) + b"\r\nmore", id="gzip, and something after it"),
        pytest.param("deflate", zlib.compress(NEWS), id="deflate as it is written"),
        pytest.param("deflate", raw_deflate(NEWS), id="deflate as some mean it"),
        pytest.param("x-deflate", zlib.compress(NEWS), id="deflate by another name"),
        pytest.param("deflate", gzip.compress(NEWS, mtime=0), id="gzip called deflate"),
        pytest.param("br", brotli.compress(NEWS), id="br"),
        pytest.param("zstd", zstd.compress(NEWS), id="zstd"),
        pytest.param("zstd", zstd.compress(NEWS[:9]) + zstd.compress(NEWS[9:]), id="zstd of two frames"),
        pytest.param("aws-chunked,gzip", gzip.compress(NEWS, mtime=0), id="a list with one coding"),
        pytest.param(
            "gzip, br", brotli.compress(gzip.compress(NEWS, mtime=0)), id="two codings, the last one outermost"
        ),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(NEWS), mtime=0), id="packed twice"),
        pytest.param("gzip", gzip.compress(gzip.compress(NEWS), mtime=0), id="packed twice, said once"),
        pytest.param("", gzip.compress(NEWS, mtime=0), id="packed without a word"),
        pytest.param("UTF-8", gzip.compress(NEWS, mtime=0), id="packed, and another word"),
        *(pytest.param(name, NEWS, id=f"said to be {name}, and plain") for name in ("gzip", "deflate", "br", "zstd")),
    ],
)
def test_a_body_is_unpacked_as_it_was_packed(encoding: str, packed: bytes) -> None:
    assert unpacked(packed, encoding, CAP) == (NEWS, False)


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "br", "zstd"])
def test_nothing_stays_nothing(encoding: str) -> None:
    assert unpacked(b"", encoding, CAP) == (b"", False)


BOMB = bytes(20_000_000)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(BOMB, mtime=0)),
        ("gzip", gzip.compress(BOMB[:60_000], mtime=0) * 9),
        ("gzip, gzip", gzip.compress(gzip.compress(BOMB), mtime=0)),
        ("deflate", zlib.compress(BOMB)),
        ("deflate", raw_deflate(BOMB)),
        ("br", brotli.compress(BOMB, quality=1)),
        ("zstd", zstd.compress(BOMB)),
        ("zstd", zstd.compress(BOMB[:60_000]) * 9),
    ],
)
def test_a_bomb_stops_just_over_the_cap(encoding: str, packed: bytes) -> None:
    body, cut = unpacked(packed, encoding, 100_000)
    assert (len(body), cut) == (100_001, False)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress(NEWS, mtime=0)), ("deflate", zlib.compress(NEWS)), ("br", brotli.compress(NEWS))],
)
def test_of_a_body_that_ends_early_the_beginning_is_kept(encoding: str, packed: bytes) -> None:
    body, cut = unpacked(packed[: len(packed) * 2 // 3], encoding, CAP)
    assert cut
    assert body
    assert NEWS.startswith(body)


@pytest.mark.parametrize(
    ("encoding", "packed", "reason"),
    [
        ("gzip", b"no gzip at all", "broken gzip"),
        ("gzip", gzip.compress(NEWS, mtime=0)[:12], "broken gzip"),
        ("gzip", gzip.compress(NEWS, mtime=0)[:-8] + b"x" * 8, "broken gzip"),
        ("deflate", b"\xff" * 50, "broken gzip"),
        ("br", b"\xff" * 50, "broken br"),
        ("br", b"x", "broken br"),
        ("zstd", b"no frame", "broken zstd"),
        ("zstd", zstd.compress(NEWS)[:9], "broken zstd"),
    ],
)
def test_a_broken_body_says_so(encoding: str, packed: bytes, reason: str) -> None:
    with pytest.raises(PassingFetchError, match=reason):
        unpacked(packed, encoding, CAP)


@pytest.mark.parametrize(
    "encoding", ["compress", "gzip, XZ", "dcb", ",".join(["gzip"] * (MOST_LAYERS + 1)), "br, sdch, gzip"]
)
def test_a_coding_that_we_can_not_read_says_so(encoding: str) -> None:
    with pytest.raises(LastingFetchError, match="encoding that was not asked for"):
        unpacked(NEWS, encoding, CAP)
