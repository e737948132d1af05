"""Servers on loopback that answer with bytes of their own, and proxies that pass bytes on."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Peer:
    """A server that holds a talk with each connection, and counts them."""

    def __init__(self, talk: Talk, *, context: ssl.SSLContext | None = None) -> None:
        self._talk = talk
        self._context = context
        self._server: asyncio.Server | None = None
        self.port = 0
        self.connections = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._hold, "127.0.0.1", 0, ssl=self._context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await self._talk(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()


def says(answer: bytes) -> Talk:
    """Read a request, answer with these bytes, close."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return talk


def resets(answer: bytes = b"") -> Talk:
    """Read a request, answer with these bytes, break the connection off."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.transport.abort()

    return talk


class Relay:
    """A proxy that passes connections on to one port of loopback, whatever name they ask for."""

    def __init__(self, port: int, *, password: bytes | None = None, refuses: int = 0) -> None:
        """`password`: "user:password" that it wants; `refuses`: with this status or reply."""
        self._port = port
        self._password = password
        self._refuses = refuses
        self.asked: list[str] = []  #: hosts and ports

    async def http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """CONNECT, and requests with a whole address."""
        import base64

        head = await reader.readuntil(b"\r\n\r\n")
        verb, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        self.asked.append(target)
        wanted = None if self._password is None else b"Basic " + base64.b64encode(self._password)
        if self._refuses or (wanted is not None and wanted not in head):
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % (self._refuses or 407))
            await writer.drain()
            return
        if verb == "CONNECT":
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            head = b""
        await self._pass_on(reader, writer, head)

    async def socks5(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 1928 and 1929, names only: an address would have been resolved by the client."""
        _, count = await reader.readexactly(2)
        methods = await reader.readexactly(count)
        method = 0 if self._password is None else 2
        writer.write(bytes((5, method if method in methods else 255)))
        if method not in methods:
            return
        if self._password is not None:
            _, length = await reader.readexactly(2)
            user = await reader.readexactly(length)
            password = await reader.readexactly((await reader.readexactly(1))[0])
            good = user + b":" + password == self._password
            writer.write(bytes((1, 0 if good else 1)))
            if not good:
                return
        _, _, _, kind = await reader.readexactly(4)
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = await reader.readexactly(length)
        port = int.from_bytes(await reader.readexactly(2), "big")
        self.asked.append(f"{host.decode() if kind == 3 else host.hex()}:{port}")
        writer.write(bytes((5, self._refuses, 0, 1, 0, 0, 0, 0, 0, 0)))
        if not self._refuses:
            await self._pass_on(reader, writer, b"")

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        back.write(head)

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError):
                while piece := await source.read(65_536):
                    target.write(piece)
                    await target.drain()
            target.close()

        await asyncio.gather(pump(reader, back), pump(there, writer))
