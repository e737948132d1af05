"""The same environment for every test: no settings of the machine, no home, the pinned time zones."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import tempfile
import threading
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import structlog
from hypothesis import given, settings, strategies

from tests.measuring import begin

measuring = begin()  # before anything of ours is imported

from bot import children
from bot.bugs import forget_failures
from bot.speech.rules import rules, vocabulary
from tests import compiled, databases, programs, zygote

SERVER = databases.PostgreSQL()
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
SCRUBBED = ("DATABASE_URL", "DYNO", "PORT", "PUBLIC_URL", "LOG_LEVEL", "LOG_FORMAT", "TERM_PROGRAM", *PROXIES)
SCRUBBED_PREFIXES = ("TELEGRAM_", "SLACK_", "JARSHY_")

# before any test module is imported, so that no import can read the machine's settings
for _name in list(os.environ):
    if _name.upper() in SCRUBBED or _name.upper().startswith(SCRUBBED_PREFIXES):
        del os.environ[_name]
os.environ["HOME"] = tempfile.gettempdir() + "/no-home-of-jarshy"
os.environ["NO_COLOR"] = "1"
# every client reads all authorities of the machine, though none of them signs for loopback: one is enough, and quick
os.environ["SSL_CERT_FILE"], os.environ["SSL_CERT_DIR"] = str(Path(__file__).with_name("authority.pem")), os.devnull
os.environ["COLUMNS"] = "120"
zoneinfo.reset_tzpath([])
if (memory := databases.memory()) is not None:  # pytest's folders: thousands of databases are created there
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)

# no deadlines, because the machine may be busy; no database in the working directory
settings.register_profile("jarshy", deadline=None, database=None)
settings.load_profile("jarshy")

# a fifth of the tests' time went into looking for cycles among what stays to the end
gc.set_threshold(10_000, 10, 1_000)
gc.disable()  # until all tests are collected


def pytest_collection_finish(session: pytest.Session) -> None:
    """What all processes need is made before they part; what is there then stays, and is not looked at for garbage."""
    if session.config.getoption("processes", 1) > 1 and any(uses_databases(item) for item in session.items):
        SERVER.start()
        databases.migrated_file()
        programs.prepare()
        programs.fork_children()
        zygote.compute()
        for rule in rules():  # of which tests say each; a program is told a few
            rule.fits(vocabulary(), "")
        read_letters = given(strategies.text())(settings(max_examples=1)(lambda _: None))
        read_letters()  # hypothesis reads them, and the constants in our code, before its first example
    gc.collect()
    gc.freeze()
    gc.enable()


def uses_databases(item: pytest.Item) -> bool:
    return "database_kind" in getattr(item, "fixturenames", ())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Stop what is ours, and leave what was run for the report."""
    gc.collect(1)
    gc.freeze()  # pytest looks twice through all there is now: only what came last can be news
    SERVER.stop()
    if measuring is not None:
        measuring.write()


structlog.reset_defaults()
#: a logged traceback is plain, for to draw one with its variables takes seconds
PLAIN = structlog.get_config()
PLAIN["processors"] = (
    *PLAIN["processors"][:-1],
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
)


def plain_logs() -> None:
    """Until a test configures them."""
    if (now := structlog.get_config()) | {"processors": tuple(now["processors"])} != PLAIN:
        structlog.configure(**PLAIN | {"processors": list(PLAIN["processors"])})


plain_logs()
compiled.share()


@pytest.fixture(scope="session")
def server() -> databases.PostgreSQL:
    """PostgreSQL, started at its first use or before the processes part; it is stopped when all tests have ended."""
    return SERVER


@pytest.fixture(params=databases.KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Tests that use it, or a database of it, run on both kinds."""
    return str(request.param)


@pytest.fixture
def filled_url(database_kind: str, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Makes the URL of a fresh database with all tables and what these functions write: once, then it is copied."""
    with ExitStack() as opened:
        yield lambda *fills: opened.enter_context(databases.fresh(database_kind, server, tmp_path, *fills))


@pytest.fixture
def database_url(filled_url: Callable[..., str]) -> str:
    """A fresh database with all tables."""
    return filled_url()


@pytest.fixture
def sqlite_url(server: databases.PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """A fresh SQLite database with all tables, for tests of SQLite only."""
    with databases.fresh("sqlite", server, tmp_path) as url:
        yield url


@pytest.fixture
def started_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Child processes are started by the system: for tests of the child itself."""
    monkeypatch.setattr(children, "start", programs.STARTED)


@pytest.fixture
def no_minutes() -> Iterator[None]:
    """End a test early that takes minutes of the processor but should take a moment; not a measurement."""

    def give_up(*_: object) -> None:
        raise AssertionError("it takes minutes of the processor")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, 30)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.fixture(autouse=True)
def restored_environment() -> Iterator[None]:
    """Restore environment, working directory and logging after each test, of which most have changed none of them."""
    environment, folder = environment_now(), os.getcwd()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)
    plain_logs()
    forget_failures()
    os.chdir(folder)
    if environment_now() != environment:
        for name in environment_now().keys() - environment.keys():
            del os.environb[name]
        os.environb.update(environment)


def environment_now() -> dict[bytes, bytes]:
    """The variables, without pytest's own; a copy of os.environ encodes and decodes each of them."""
    variables: dict[bytes, bytes] = os.environ._data.copy()  # type: ignore[attr-defined]
    variables.pop(b"PYTEST_CURRENT_TEST", None)
    return variables
