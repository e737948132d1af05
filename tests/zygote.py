"""The process that programs are forked from (see programs.py): it imports and computes what they have in common."""

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
import sys
import threading
import time
import zoneinfo
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests import programs
from tests.programs import HOME, NUMBER

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
    "tests.fakes",
    "typer._adapters",
    "tzdata.zoneinfo.Etc",
)
HEARD = ("otkhody", "отхды", "gfdjljr")  #: read by sound, with a letter wrong, and in another layout


class Request(NamedTuple):
    """What is to be run; `files` are stdin, stdout and stderr."""

    asked: dict[str, Any]
    files: list[int]


def zygote() -> None:
    """Prepare, then fork a program for each request; each of these forks returns from here when it has ended."""
    listener, alive = socket.socket(fileno=os.dup(0)), os.dup(1)
    programs.ask(listener.getsockname())
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    gc.disable()  # what is made here stays: to look for garbage among it took a sixth of the time
    for name in IMPORTED:
        importlib.import_module(name)
    compute()
    compile_statements()
    if threading.active_count() > 1:
        raise RuntimeError("what is forked must have no threads")
    gc.collect()
    gc.freeze()
    gc.enable()
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
    from bot.matching.grammar import parse
    from bot.platforms.typed_text import spoken_command
    from bot.storage.engine import newest_revision
    from config.concepts import load_concepts
    from config.translations import load_translations

    for typed in HEARD:
        parse(typed, compiled(load_concepts()))
        spoken_command(typed)
    load_translations()
    from_json(to_json(Phrase(common.LINES, {"first": "", "last": ""})))
    for language in LANGUAGES:
        localedata.load(language)
    newest_revision()


def compile_statements() -> None:
    """What a worker asks SQLite for, compiled once for all programs: it was a third of the start of each."""
    from tests.compiled import share
    from tests.databases import memory, sqlite_file

    share()
    with TemporaryDirectory(prefix="jarshy-zygote-", dir=memory()) as folder:
        asyncio.run(_work_shortly(sqlite_file(Path(folder))))
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        thread.join()  # that of the leases ends by itself
    del sys.modules["tests.stories.worker_process"]  # it is run, not imported


async def _work_shortly(url: str) -> None:
    """From the start of a worker to its end; meanwhile it sends a message."""
    from bot.rules import Rules
    from bot.storage.store import Store
    from bot.worker.run import App
    from tests.fakes import FakePlatform
    from tests.stories.worker_process import SOURCE, all_sent, owe

    store = Store.open(url)
    owe(store, 1)
    app = App(store=store, rules=Rules(), sources=[SOURCE], platforms=[FakePlatform()])
    await app.start()
    await all_sent(store, 1)
    await app.stop()
    store.close()


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
        programs.fork_children()
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
