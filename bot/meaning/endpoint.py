"""A model elsewhere, behind the interface of OpenAI: POST …/v1/embeddings.

texts ─ input ─▶ POST, with the key as a Bearer token ─▶ data: index, embedding ─▶ vectors

What articles say is sent there, and nowhere else: the operator has set the address. A redirect is not followed, for it
would take texts and key to whomever it names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot import __version__
from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts
from bot.meaning.embedder import Vectors, checked
from bot.proxies import proxy_for

ANSWER_CAP = 4_000_000  #: bytes
PATH = "/embeddings"  #: below the root of the interface
_GOOD = 200


class Endpoint:
    """Asks an endpoint."""

    def __init__(self, url: str, model: str, key: str = "") -> None:
        """`url`: https://host/v1, or with /embeddings; `key`: "" if it needs none."""
        self._url = url if url.endswith(PATH) else url.rstrip("/") + PATH
        self._model = model
        self._headers = {"User-Agent": f"jarshy/{__version__}"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._session: aiohttp.ClientSession | None = None
        self.name = f"{self._url} {model}"

    async def vectors(self, texts_: Sequence[str]) -> Vectors:
        """See Embedder."""
        asked = {"model": self._model, "input": list(texts_), "encoding_format": "float"}
        try:
            return checked(_embeddings(await self._post(asked)), len(texts_))
        except (aiohttp.ClientError, OSError, ValueError) as error:  # whose text may have the address
            raise EmbeddingError(texts.UNREACHABLE, error=type(error).__name__) from None

    async def close(self) -> None:
        """Close its connections."""
        if self._session is not None:
            await self._session.close()

    async def _post(self, asked: dict[str, Any]) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers, cookie_jar=aiohttp.DummyCookieJar())
        parts = urlsplit(self._url)
        proxy = proxy_for(parts.scheme, parts.hostname or "")
        async with self._session.post(self._url, json=asked, proxy=proxy, allow_redirects=False) as answer:
            if answer.status != _GOOD:
                raise EmbeddingError(texts.STATUS, status=str(answer.status))
            body = bytearray()
            async for piece in answer.content.iter_chunked(1 << 16):
                body += piece
                if len(body) > ANSWER_CAP:
                    raise EmbeddingError(texts.TOO_LONG, bytes=str(ANSWER_CAP))
            return bytes(body)


def _embeddings(body: bytes) -> list[Any]:
    """The vectors of an answer in the order of the texts."""
    try:
        rows = json.loads(body)["data"]
        return [row["embedding"] for row in sorted(rows, key=lambda row: int(row.get("index", 0)))]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise EmbeddingError(texts.UNREADABLE) from None
