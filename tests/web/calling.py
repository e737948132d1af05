"""A web server that takes calls, and a client that calls as Telegram and Slack do, or as somebody else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from sqlalchemy import select

from bot.platforms.hook_secrets import HookSecrets
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web.call_writer import CallWriter
from bot.web.server import WebServer
from bot.web.webhooks import SECRET_HEADER, SlackCalls, TelegramCalls
from tests.platforms.slack.server import SIGNING_SECRET, signed
from tests.platforms.telegram.server import TOKEN

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
SECRETS = HookSecrets.of(TOKEN)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
WAYS = {"events": JSON, "commands": FORM, "interactive": FORM}
EVENT = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": {"type": "message"}}


class CallRoom:
    """The web server with its database; `take`s down who is woken."""

    def __init__(self, url: str) -> None:
        self.store = Store.open(url)
        self.woken: set[str] = set()
        writer = CallWriter(self.store.calls, lambda: NOW, self._wake)
        routes = [*TelegramCalls(SECRETS, writer).routes(), *SlackCalls(SIGNING_SECRET, writer).routes()]
        self.server = WebServer(0, routes, host="127.0.0.1")
        self.client = aiohttp.ClientSession()

    def _wake(self, lanes: Collection[str]) -> None:
        self.woken |= set(lanes)

    async def __aenter__(self) -> CallRoom:
        await self.server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self.server.stop()
        self.store.close()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def rows(self) -> list[tuple[str, str, str | None]]:
        """Lane, way and body of every call that is written down."""
        c = t.call.c
        with self.store.database.read_transaction() as db:
            return [tuple(row) for row in db.execute(select(c.lane, c.way, c.body).order_by(c.number))]

    async def post(self, path: str, body: bytes | str, headers: dict[str, str]) -> tuple[int, str]:
        data = body.encode() if isinstance(body, str) else body
        async with self.client.post(self.root + path, data=data, headers=headers) as answer:
            return answer.status, await answer.text()

    async def telegram(self, body: Any, **headers: str) -> int:
        """Telegram tells an update."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        known = {SECRET_HEADER: SECRETS.header, "Content-Type": JSON}
        return (await self.post(f"/telegram/{SECRETS.path}", data, known | headers))[0]

    async def slack(self, way: str, body: bytes | str | dict[str, Any], **headers: str) -> tuple[int, str]:
        """Slack tells something, and signs it just now."""
        if isinstance(body, dict):
            body = json.dumps(body) if way == "events" else urlencode(body)
        return await self.post(f"/slack/{way}", body, {"Content-Type": WAYS[way]} | signed(body) | headers)

    async def raw(self, request: bytes, *, end: bool = False) -> bytes:
        """Say just this on a connection of its own; all that is answered until the server closes it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        writer.write(request)
        if end:
            writer.write_eof()
        try:
            async with asyncio.timeout(20):
                return await reader.read()
        finally:
            writer.close()
