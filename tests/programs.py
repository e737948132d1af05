"""Our programs, started within a moment: each is forked from a process that has imported everything already.

    a test ──module, arguments, environment; stdin, stdout, stderr──▶ zygote ──fork──▶ the program
    a test ◀──────────────── its pid; later its exit code ──────────── zygote (zygote.py)

A start is two seconds of the processor, and tests start a hundred: what they have in common is done once. From the fork
on it is what `python -m MODULE` is: a process of its own, with its own signals, files and end. What a start itself does
is tested on programs that the system has started (`subprocess`, `PseudoTerminal(…, forked=False)`). At its end one
thing is left out: to free each object by itself, for which all that was imported is copied, a tenth of a second each.

The child process that parses is forked, too, of a test as of a program, once `fork_children` was called; a program at a
terminal starts its own, which hears of Ctrl-C as it does.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot import children

HOME = Path(__file__).resolve().parents[1]
PATIENCE = 120  #: seconds
NUMBER = 16  #: bytes of a pid or an exit code, with spaces: a program may end before anybody has read its pid
PIPE, DEVNULL, STDOUT = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
STARTED = children.start  #: as it is for users
SPAWN = "import os; os.chdir({home!r}); from tests.zygote import zygote; zygote()"

_socket = ""  #: the path of the zygote's


class Program:
    """A program that was started, used as asyncio's Process is; its parent is the zygote, so nobody else can wait."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.pid = int(connection.recv(NUMBER))
        connection.setblocking(False)
        self._end = asyncio.create_task(self._exit_code())
        self.stdin: asyncio.StreamWriter | None = None
        self.stdout: asyncio.StreamReader | None = None
        self.stderr: asyncio.StreamReader | None = None

    async def _exit_code(self) -> int:
        with self._connection as connection:
            said = await asyncio.get_running_loop().sock_recv(connection, NUMBER)
        if not said:
            raise RuntimeError("the zygote has ended")
        return int(said)

    @property
    def returncode(self) -> int | None:
        return self._end.result() if self._end.done() else None

    async def wait(self) -> int:
        """Its exit code once it has ended, -N if signal N ended it."""
        code = await asyncio.shield(self._end)
        if self.stdin is not None:
            self.stdin.close()
        return code

    async def communicate(self, given: bytes = b"") -> tuple[bytes, bytes]:
        """Write, and close its input; all that it says, once it has ended."""
        if self.stdin is not None:
            self.stdin.write(given)
            self.stdin.close()
        said = await asyncio.gather(*(each.read() if each else _nothing() for each in (self.stdout, self.stderr)))
        await self.wait()
        return said[0], said[1]

    def send_signal(self, number: int) -> None:
        if self.returncode is not None:
            raise ProcessLookupError(self.pid)
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def _nothing() -> bytes:
    return b""


async def start(
    module: str,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    stdin: int = DEVNULL,
    stdout: Any = None,
    stderr: Any = None,
    cwd: Path | None = None,
    own_session: bool = False,
) -> Program:
    """Start `python -m module arguments…`, or `python -c code arguments…`; the others are as subprocess has them."""
    os.umask(umask := os.umask(0o077))  # it can only be read by setting it
    asked = {
        "argv": [module, *arguments],
        "env": dict(os.environ if env is None else env),
        "cwd": str(cwd or Path.cwd()),
        "umask": umask,
        "session": own_session,
    }
    with ExitStack() as ours:
        ends: list[int | None] = [None, None, None]
        theirs: list[int] = []
        for number, wanted in enumerate((stdin, stdout, stderr)):
            if wanted == PIPE:
                read, write = os.pipe()
                wanted, ends[number] = (read, write) if number == 0 else (write, read)
                ours.callback(os.close, wanted)
            elif wanted == DEVNULL:
                wanted = os.open(os.devnull, os.O_RDWR)
                ours.callback(os.close, wanted)
            elif wanted == STDOUT:
                wanted = theirs[1]
            elif wanted is None:
                wanted = number
            theirs.append(wanted if isinstance(wanted, int) else wanted.fileno())
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(prepare())
        socket.send_fds(connection, [b"."], theirs)
        connection.sendall(json.dumps(asked).encode() + b"\n")
        program = Program(connection)
    program.stdin = None if ends[0] is None else await _writer(ends[0])
    program.stdout, program.stderr = [None if end is None else await _reader(end) for end in ends[1:]]
    return program


def run(module: str, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `python -m module arguments…`, or -c, to its end, without a terminal; no event loop may run here."""

    async def whole() -> subprocess.CompletedProcess[str]:
        program = await start(module, *arguments, env=env, stdout=PIPE, stderr=PIPE)
        said = await asyncio.wait_for(program.communicate(), PATIENCE)
        code = await program.wait()
        return subprocess.CompletedProcess([module, *arguments], code, *(each.decode() for each in said))

    return asyncio.run(whole())


async def _reader(end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(end, "rb", 0))
    return reader


async def _writer(end: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    made = lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader())  # noqa: E731 - what a StreamWriter needs
    transport, protocol = await loop.connect_write_pipe(made, os.fdopen(end, "wb", 0))
    return asyncio.StreamWriter(transport, protocol, None, loop)


async def _start_child(module: str, *arguments: str, **others: Any) -> Any:
    """A child process as `children.start` starts it; one that needs `others` is started by it."""
    if others:
        return await STARTED(module, *arguments, **others)
    return await start(module, *arguments, stdin=PIPE, stdout=PIPE, cwd=HOME)


def fork_children() -> None:
    """From now on fork child processes, too, in this process and in all that are forked from it."""
    children.start = _start_child


def ask(path: str) -> None:
    """Let the process that listens there fork what is started."""
    global _socket
    _socket = path


def prepare() -> str:
    """The path of the zygote's socket; it is started at the first call, and ends with this process and its forks."""
    if _socket:
        return _socket
    ask(tempfile.mkdtemp(prefix="jarshy-zygote-") + "/socket")
    theirs, _ours = os.pipe()  # our end is closed when the last of us ends
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(_socket)
        listener.listen(64)
        actions = [(os.POSIX_SPAWN_DUP2, listener.fileno(), 0), (os.POSIX_SPAWN_DUP2, theirs, 1)]
        code = SPAWN.format(home=str(HOME))
        os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ, file_actions=actions, setsid=True)
    os.close(theirs)
    return _socket
