"""Files that people share with the bot on Slack: fetched when the answer begins, never stored.

a file in a direct conversation, or with a mention ─▶ files.info, where Slack told only its id ─▶ its bytes ─▶ SentFile
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.model import FileFault, Received, SentFile
from bot.platforms.documents import MOST_BYTES, sent_file, with_document
from bot.platforms.slack.attached import ADDRESS
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.errors import UNREACHABLE, describe

log = structlog.get_logger(__name__)

SCHEME = "bearer"  #: of authorization
FETCH_WITHIN = 10.0  #: seconds


class Downloads:
    """Fetches the files that commands came with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def with_file(self, received: Received) -> Received:
        """The same with what the file holds, or why it can't be had."""
        return await with_document(received, self._fetched)

    async def _fetched(self, asked: dict[str, Any]) -> SentFile:
        name = str(asked["name"])
        try:
            async with asyncio.timeout(FETCH_WITHIN):
                content = await self._content(str(asked[ADDRESS] or await self._address(asked["id"])))
        except (*UNREACHABLE, TimeoutError, aiohttp.ClientError) as error:
            log.warning("a file was not fetched", reason=describe(error))
            content = None
        return SentFile(name=name, fault=FileFault.NOT_FETCHED) if content is None else sent_file(name, content)

    async def _address(self, file: str) -> str:
        known = await self._connection.client.files_info(file=file)
        return str((known.get("file") or {}).get(ADDRESS) or "")

    async def _content(self, address: str) -> bytes | None:
        """None: it is a page to sign in, or somewhere else, where the token must not go."""
        if not self._is_slacks(address):
            return None
        headers = {"Authorization": f"{SCHEME.capitalize()} {await self._connection.tokens.token()}"}
        async with self._connection.session.get(address, headers=headers, allow_redirects=False) as answer:
            if answer.status != 200 or answer.content_type == "text/html":
                return None
            return await _read(answer)

    def _is_slacks(self, address: str) -> bool:
        to, root = urlsplit(address), urlsplit(self._connection.root)
        of_slack = to.scheme == "https" and (to.hostname or "").endswith(".slack.com")
        return of_slack or (to.scheme, to.netloc) == (root.scheme, root.netloc)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The file; of one that is too large so much that this is seen."""
    found = bytearray()
    async for piece in answer.content.iter_chunked(2**16):
        found += piece
        if len(found) > MOST_BYTES:
            break
    return bytes(found)
