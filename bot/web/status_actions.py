"""What operators do on their page. Each form is answered by the page that shows what was done.

POST /status/sources      poll now, switch off, switch on
POST /status/chats        retry, switch off
POST /status/deliveries   send one alert again
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

import structlog
from aiohttp import web

from bot.model import Cause, Chat
from bot.storage.store import RETRY_SPAN, OutboxKey, Store
from bot.web.gate import NOT_KEPT, Gate, wants_json
from bot.web.pages import Pages

log = structlog.get_logger(__name__)

LARGEST_ID = 2**31 - 1
#: pages that a form may lead back to, with the part that is shown
BACK: Mapping[str, tuple[str, str]] = {
    "sources": ("/status", "sources"),
    "chats": ("/status", "chats"),
    "waiting": ("/status/chats?which=waiting", "content"),
    "resting": ("/status/chats", "content"),
    "outbox": ("/status", "outbox"),
    "deliveries": ("/status/deliveries?state=failed", "content"),
}


class StatusActions:
    """Does what operators want."""

    def __init__(self, *, store: Store, gate: Gate, pages: Pages, clock: Callable[[], datetime]) -> None:
        self._store, self._gate, self._pages, self._clock = store, gate, pages, clock

    def routes(self) -> list[web.RouteDef]:
        """Where forms are sent."""
        return [
            web.post("/status/sources", self._source),
            web.post("/status/chats", self._chat),
            web.post("/status/deliveries", self._delivery),
        ]

    async def _source(self, request: web.Request) -> web.Response:
        fields = await self._gate.form(request)
        switches = self._store.switches
        does = {"poll": switches.poll_now, "off": switches.switch_off, "on": switches.switch_on}
        do, key = fields.get("do", ""), fields.get("key", "")
        if do not in does:
            raise web.HTTPBadRequest
        if not await asyncio.to_thread(does[do], key, self._clock()):
            raise web.HTTPNotFound
        log.info("the operator changes a source", source=key, action=do)
        return self._done(request, do, "sources", key=key)

    async def _chat(self, request: web.Request) -> web.Response:
        fields = await self._gate.form(request)
        do = fields.get("do", "")
        does = {"retry": self._retry, "stop": self._stop}
        if do not in does:
            raise web.HTTPBadRequest
        chat = await asyncio.to_thread(self._store.operation.chat, _number(fields.get("chat", "")))
        if chat is None:
            raise web.HTTPNotFound
        await asyncio.to_thread(does[do], chat)
        log.info("the operator changes a chat", platform=chat.platform, chat=chat.id, action=do)
        return self._done(request, do, fields.get("back", ""))

    async def _delivery(self, request: web.Request) -> web.Response:
        fields = await self._gate.form(request)
        key = OutboxKey.parse(fields.get("row", ""))
        if key is None:
            raise web.HTTPBadRequest
        if not await asyncio.to_thread(self._store.repairs.retry, key, self._clock()):
            raise web.HTTPNotFound
        log.info("the operator sends an alert again", delivery=key.name)
        return self._done(request, "again", fields.get("back", ""))

    def _retry(self, chat: Chat) -> None:
        """As `python -m bot retry CHAT` does."""
        now = self._clock()
        self._store.chats.wake_refused(now, chat)
        self._store.outbox.retry_failed(now - RETRY_SPAN, now, chat)

    def _stop(self, chat: Chat) -> None:
        self._store.chats.deactivate(chat, Cause.STOPPED, self._clock())

    def _done(self, request: web.Request, do: str, back: str, **named: str) -> web.Response:
        if wants_json(request):
            return web.json_response({"done": do}, headers=NOT_KEPT)
        page, part = BACK.get(back, BACK["chats"])
        query = urlencode({"done": do, **named})
        address = f"{self._pages.root}{page}{'&' if '?' in page else '?'}{query}#{part}"
        return web.Response(status=303, headers={"Location": address, **NOT_KEPT})


def _number(typed: str) -> int:
    """An id; what is none names no row."""
    return min(int(typed), LARGEST_ID) if typed.isascii() and typed.isdigit() and len(typed) < len("9" * 18) else 0
