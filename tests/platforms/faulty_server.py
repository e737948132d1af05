"""A server on loopback that reads each call and then misbehaves as told.

    async with FaultyServer(reset, says(b"{}")) as server:  # one act for each call, the last one for all that follow
        server.url, server.received                      # its URL, and the calls: (path, body)

With `only`, acts are for calls whose path ends so; all others are refused with 500. It speaks no TLS.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from types import TracebackType

Act = Callable[[asyncio.StreamWriter], Awaitable[bool]]  #: True: the connection stays open

TLS = b"\x16"  # the first byte of a TLS handshake
HALF = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"ok": true, "res'


async def reset(writer: asyncio.StreamWriter) -> bool:
    """Reset the connection."""
    torn = writer.get_extra_info("socket")
    torn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


async def close(writer: asyncio.StreamWriter) -> bool:
    """Close the connection without an answer."""
    return False


async def hang(writer: asyncio.StreamWriter) -> bool:
    """Never answer, and never close."""
    await asyncio.Event().wait()
    return False


async def half(writer: asyncio.StreamWriter) -> bool:
    """Close the connection in the middle of an answer."""
    writer.write(HALF)
    await writer.drain()
    return False


async def half_and_hang(writer: asyncio.StreamWriter) -> bool:
    """Hang in the middle of an answer."""
    writer.write(HALF)
    return await hang(writer)


async def drip(writer: asyncio.StreamWriter) -> bool:
    """Send an endless answer, a byte at a time."""
    writer.write(HALF.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked").split(b"\r\n\r\n")[0])
    writer.write(b"\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.02)
    return False


async def speak_no_http(writer: asyncio.StreamWriter) -> bool:
    """Answer in another protocol."""
    writer.write(b"220 mail.kz ESMTP\r\n\r\n")
    await writer.drain()
    return False


def says(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Act:
    """Send a complete answer."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    async def act(writer: asyncio.StreamWriter) -> bool:
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        return True

    return act


def after(gate: asyncio.Event, act: Act) -> Act:
    """An act that waits for an event."""

    async def late(writer: asyncio.StreamWriter) -> bool:
        await gate.wait()
        return await act(writer)

    return late


class FaultyServer:
    """`async with FaultyServer(…) as server: …`"""

    def __init__(self, *acts: Act, only: str = "") -> None:
        self._acts = list(acts)
        self._only = only
        self.received: list[tuple[str, bytes]] = []
        self.connections = 0
        self.url = ""
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> FaultyServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def wait_received(self, count: int) -> None:
        """Wait until so many calls were received."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.received) >= count)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._turn(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            return  # otherwise the loop would log the cancelled task
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _turn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first = await reader.readexactly(1)
        if first == TLS:
            return await speak_no_http(writer)
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        body = await _body(reader, head.lower())
        if not path.endswith(self._only):
            return await says(b"{}", 500)(writer)
        act = self._acts.pop(0) if len(self._acts) > 1 else self._acts[0]
        async with self._news:
            self.received.append((path, body))
            self._news.notify_all()
        return await act(writer)


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    if "transfer-encoding: chunked" in head:
        return await reader.readuntil(b"0\r\n\r\n")
    length = head.partition("content-length:")[2].partition("\r\n")[0].strip()
    return await reader.readexactly(int(length or 0))
