"""Our programs, started within a moment: each is forked from a process that has imported everything already.

    a test ──module, arguments, environment; stdin, stdout, stderr──▶ zygote ──fork──▶ the program
    a test ◀──────────────── its pid; later its exit code ──────────── zygote

A start is two seconds of the processor, and tests start a hundred: what they have in common is done once. From the fork
on it is what `python -m MODULE` is: a process of its own, with its own signals, files and end. What a start itself does
is tested on programs that the system has started (`subprocess`, `PseudoTerminal(…, forked=False)`). At its end one
thing is left out: to free each object by itself, for which all that was imported is copied, a tenth of a second each.

The child process that parses is forked, too, of a test as of a program, once `fork_children` was called; a program at a
terminal starts its own, which hears of Ctrl-C as it does.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import importlib
import io
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zoneinfo
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NamedTuple

from bot import children

HOME = Path(__file__).resolve().parents[1]
PATIENCE = 120  #: seconds
NUMBER = 16  #: bytes of a pid or an exit code, with spaces: a program may end before anybody has read its pid
PIPE, DEVNULL, STDOUT = subprocess.PIPE, subprocess.DEVNULL, subprocess.STDOUT
IMPORTED = (
    "bot.__main__",
    "bot.demo.show",
    "bot.worker.build",
    "bot.cli.checks.environment",
    "bot.intake.discover.surveying",
    "bot.intake.furniture",
    "bot.intake.kinds.feed",
    "bot.intake.kinds.list_",
    "bot.intake.kinds.readers",
    "bot.intake.page",
    "bot.platforms.terminal",
    "bot.platforms.telegram",
    "bot.platforms.slack",
    # what these import when they are used
    "apscheduler.executors.asyncio",
    "apscheduler.triggers.date",
    "apscheduler.triggers.interval",
    "_strptime",
    "bot.web.counted",
    "bot.web.front",
    "bot.web.metrics",
    "bot.web.ready",
    "bot.web.refusals",
    "bot.web.server",
    "bot.web.static_files",
    "bot.web.status_actions",
    "bot.web.status",
    "bot.web.webhooks",
    "bot.web.websub",
    "config.environment",
    "config.sources",
    "encodings.idna",
    "psycopg",
    "slack_bolt.listener_matcher.async_builtins",
    "typer._adapters",
    "tzdata.zoneinfo.Etc",
)
STARTED = children.start  #: as it is for users
SPAWN = "import os; os.chdir({home!r}); from tests.programs import zygote; zygote()"

_socket = ""  #: the path of the zygote's

# ------------------------------------------------------------------------------------------------ in the tests


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


def prepare() -> str:
    """The path of the zygote's socket; it is started at the first call, and ends with this process and its forks."""
    global _socket
    if _socket:
        return _socket
    _socket = tempfile.mkdtemp(prefix="jarshy-zygote-") + "/socket"
    theirs, _ours = os.pipe()  # our end is closed when the last of us ends
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(_socket)
        listener.listen(64)
        actions = [(os.POSIX_SPAWN_DUP2, listener.fileno(), 0), (os.POSIX_SPAWN_DUP2, theirs, 1)]
        code = SPAWN.format(home=str(HOME))
        os.posix_spawn(sys.executable, [sys.executable, "-c", code], os.environ, file_actions=actions, setsid=True)
    os.close(theirs)
    return _socket


# ------------------------------------------------------------------------------------------------ in the zygote


class Request(NamedTuple):
    """What is to be run; `files` are stdin, stdout and stderr."""

    asked: dict[str, Any]
    files: list[int]


def zygote() -> None:
    """Prepare, then fork a program for each request; each of these forks returns from here when it has ended."""
    global _socket
    listener, alive = socket.socket(fileno=os.dup(0)), os.dup(1)
    _socket = listener.getsockname()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    for name in IMPORTED:
        importlib.import_module(name)
    compute()
    if threading.active_count() > 1:
        raise RuntimeError("what is forked must have no threads")
    gc.collect()
    gc.freeze()
    if (request := _serve(listener, alive)) is not None:
        _end(_run(request))


def compute() -> None:
    """What every program computes at its start or when it first hears somebody, and keeps."""
    from alembic import command, config  # noqa: F401 - it is imported where a database is upgraded
    from babel import localedata

    from bot.i18n.catalogue import common
    from bot.i18n.keys import from_json, to_json
    from bot.i18n.text import Phrase
    from bot.language.detect import LANGUAGES
    from bot.matching.concepts import compiled
    from bot.speech.rules import rules, vocabulary
    from bot.storage.engine import newest_revision
    from config.concepts import load_concepts
    from config.translations import load_translations

    compiled(load_concepts())
    load_translations()
    from_json(to_json(Phrase(common.LINES, {"first": "", "last": ""})))
    for rule in rules():
        rule.fits(vocabulary(), "")
    for language in LANGUAGES:
        localedata.load(language)
    newest_revision()


def _serve(listener: socket.socket, alive: int) -> Request | None:
    """In the zygote None, when the tests have ended; in a fork what it is to run: all that was open here is closed."""
    running: dict[int, socket.socket] = {}
    with ExitStack() as opened:
        opened.enter_context(listener)
        opened.callback(os.close, alive)
        woken, wake = socket.socketpair()
        for each in (woken, wake):
            each.setblocking(False)
            opened.enter_context(each)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        opened.callback(signal.set_wakeup_fd, -1)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        opened.callback(signal.signal, signal.SIGCHLD, signal.SIG_DFL)
        selector = opened.enter_context(selectors.DefaultSelector())
        for source in (listener, alive, woken):
            selector.register(source, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if woken in ready:
                woken.recv(4096)
                _tell_ends(running)
            if alive in ready:
                _kill(running)
                return None
            if listener in ready:
                connection = listener.accept()[0]
                if (request := _received(connection)) is None:
                    continue
                if (pid := os.fork()) == 0:
                    for each in (connection, *running.values()):
                        each.close()
                    return request
                for file in request.files:
                    os.close(file)
                _tell(connection, pid)
                running[pid] = connection


def _received(connection: socket.socket) -> Request | None:
    """None: who asked was killed meanwhile."""
    _, files, _, _ = socket.recv_fds(connection, 1, 3)
    said = b""
    while not said.endswith(b"\n"):
        if not (more := connection.recv(1 << 16)):
            for file in files:
                os.close(file)
            connection.close()
            return None
        said += more
    return Request(json.loads(said), list(files))


def _tell_ends(running: dict[int, socket.socket]) -> None:
    """Tell the tests of the programs that have ended."""
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with running.pop(pid) as connection:
            _tell(connection, os.waitstatus_to_exitcode(status))


def _tell(connection: socket.socket, number: int) -> None:
    with suppress(OSError):  # who asked has ended
        connection.sendall(str(number).rjust(NUMBER).encode())


def _kill(running: dict[int, socket.socket]) -> None:
    """The tests were killed: nobody will end their programs."""
    for pid, connection in running.items():
        os.kill(pid, signal.SIGKILL)
        connection.close()


def _run(request: Request) -> int:
    """The exit code of the program, once it has ended; the interpreter sees to all ends that have none."""
    try:
        _become(request)
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        return ended.code or 0
    return 0


def _end(code: int) -> None:
    """End as the interpreter does: wait for threads, call exit functions, free garbage, write what is buffered."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)  # the interpreter tells why nothing can be written


def _become(request: Request) -> None:
    """Be the program, as if the interpreter had been started for it."""
    asked = request.asked
    if asked["session"]:
        os.setsid()  # its children are started, for they are in it, too
    else:
        fork_children()
    for number, file in enumerate(request.files):
        os.dup2(file, number)
    for file in request.files:
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    os.umask(asked["umask"])
    time.tzset()
    zoneinfo.reset_tzpath()
    _reopen(at_once=bool(asked["env"].get("PYTHONUNBUFFERED")))
    path = [each for each in asked["env"].get("PYTHONPATH", "").split(os.pathsep) if each]
    sys.path[:] = [asked["cwd"], *path, *(each for each in sys.path if each not in ("", str(HOME)))]
    module, *sys.argv[1:] = asked["argv"]
    sys.argv[0] = module
    if module == "-c":
        code = sys.argv.pop(1)
        exec(code, {"__name__": "__main__"})
    else:
        sys.modules.pop(f"{module}.__main__", None)  # it is run, not imported
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _reopen(*, at_once: bool) -> None:
    """The three files as the interpreter opens them, whose buffers depend on what they are, and on the environment."""
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        mode = "r" if number == 0 else "w"
        buffering = 1 if number == 2 or os.isatty(number) else -1
        errors = "backslashreplace" if number == 2 else "strict"
        file = open(number, mode, buffering, encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
        if at_once and isinstance(file, io.TextIOWrapper):
            file.reconfigure(write_through=True)
        setattr(sys, name, file)
        setattr(sys, f"__{name}__", file)
