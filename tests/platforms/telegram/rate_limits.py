"""A Bot API server on loopback that enforces Telegram's rate limits: excess is refused, and blocked for a while.

    async with RateLimitingServer(Limits()) as server:        # in this process; server.url, server.judge
    python -m tests.platforms.telegram.rate_limits [--open]   # in another: prints its url, ends with its standard input

It is minimal, so that it does not limit a measurement: bytes in, bytes out, no web framework. Telegram's exact rules
are not published; these are the ones that people report, enforced strictly. `/stats` returns the counts,
`/reset` clears them. Answers to anything but sendMessage are the shortest that the library accepts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from tests.platforms.telegram.server import ME

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb"(?:^|&)chat_id=(-?\d+)")
HOLD = 1.0  #: seconds for which getUpdates is delayed


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is accepted; times in seconds."""

    overall: int | None = 30  #: messages within any second; None: no limit
    chat_rate: float = 1.0  #: messages a second in one chat, on average
    chat_burst: int = 3  #: messages that may come at once in an idle chat
    group: int = 20  #: messages within any minute in a group
    block: int = 5  #: how long everything is refused after an excess


class Judge:
    """Decides what is accepted, and counts. Pure; time is an argument."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.reset()

    def reset(self) -> None:
        """Clear all counts."""
        self.taken = 0
        self.refused = 0
        self.first = self.last = 0.0  #: when the first and the last one was accepted
        self._second: deque[float] = deque()
        self._minutes: defaultdict[int, deque[float]] = defaultdict(deque)
        self._ready: dict[int, float] = {}  #: by chat: when its burst is available again
        self._blocked: dict[int, float] = {}  #: by chat, 0 for the bot: until when

    def refusal(self, chat: int, now: float) -> int:
        """Seconds to wait, at least one; 0: the message is accepted."""
        seconds = self._wait(chat, now)
        if seconds:
            self.refused += 1
            return seconds
        self.first, self.last = self.first or now, now
        self.taken += 1
        return 0

    def _wait(self, chat: int, now: float) -> int:
        if self.limits.overall is None:
            return 0
        until = max(self._blocked.get(0, 0.0), self._blocked.get(chat, 0.0))
        if until > now:
            return int(until - now) + 1
        _forget(self._second, now - 1)
        if len(self._second) >= self.limits.overall:
            return self._block(0, now)
        ready = max(self._ready.get(chat, now), now) + 1 / self.limits.chat_rate
        if ready - now > self.limits.chat_burst / self.limits.chat_rate:
            return self._block(chat, now)
        if chat < 0:
            _forget(self._minutes[chat], now - 60)
            if len(self._minutes[chat]) >= self.limits.group:
                return self._block(chat, now)
            self._minutes[chat].append(now)
        self._ready[chat] = ready
        self._second.append(now)
        return 0

    def _block(self, whom: int, now: float) -> int:
        self._blocked[whom] = now + self.limits.block
        return self.limits.block


def _forget(instants: deque[float], before: float) -> None:
    while instants and instants[0] <= before:
        instants.popleft()


class RateLimitingServer:
    """`async with RateLimitingServer(Limits()) as server: …`"""

    def __init__(self, limits: Limits) -> None:
        self.judge = Judge(limits)
        self.url = ""
        self._number = 1000
        self._open: set[asyncio.Transport] = set()

    async def __aenter__(self) -> RateLimitingServer:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self._answer, self._open), "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for transport in list(self._open):
            transport.abort()
        await self._server.wait_closed()

    def _answer(self, path: bytes, body: bytes) -> tuple[bytes, bytes, float]:
        """Status line, JSON, and the delay in seconds."""
        method = path.rsplit(b"/", 1)[-1].partition(b"?")[0]
        if method == b"sendMessage":
            return (*self._message(body), 0)
        if method == b"getUpdates":
            return b"200 OK", b'{"ok":true,"result":[]}', HOLD
        if method == b"getMe":
            return b"200 OK", json.dumps({"ok": True, "result": ME}, separators=(",", ":")).encode(), 0
        if method == b"stats":
            judge = self.judge
            counts = {"taken": judge.taken, "refused": judge.refused, "seconds": judge.last - judge.first}
            return b"200 OK", json.dumps(counts).encode(), 0
        if method == b"reset":
            self.judge.reset()
        return b"200 OK", b'{"ok":true,"result":%s}' % (b"{}" if method.startswith(b"get") else b"true"), 0

    def _message(self, body: bytes) -> tuple[bytes, bytes]:
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        seconds = self.judge.refusal(chat, asyncio.get_running_loop().time())
        if seconds:
            said = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
            return b"429 Too Many Requests", json.dumps(said | {"parameters": {"retry_after": seconds}}).encode()
        self._number += 1
        kind = b"private" if chat > 0 else b"supergroup"
        sent = b'{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"%s"},"text":"x"}}'
        return b"200 OK", sent % (self._number, chat, kind)


class _Connection(asyncio.Protocol):
    """One connection, its calls one after another."""

    def __init__(
        self, answer: Callable[[bytes, bytes], tuple[bytes, bytes, float]], transports: set[asyncio.Transport]
    ) -> None:
        self._answer = answer
        self._transports = transports
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._transports.add(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._transports.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, rest = self._heard.partition(b"\r\n\r\n")
        if not end:
            return
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if len(rest) < length:
            return
        self._heard = rest[length:]
        status, body, after = self._answer(head.split(b" ", 2)[1], rest[:length])
        whole = (
            b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
        )
        if after:
            asyncio.get_running_loop().call_later(after, self._transport.write, whole)
        else:
            self._transport.write(whole)


async def _main(limits: Limits) -> None:
    async with RateLimitingServer(limits) as server:
        print(server.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--open", action="store_true", help="take as many as come")
    asyncio.run(_main(Limits(overall=None) if parser.parse_args().open else Limits()))
