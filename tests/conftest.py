"""Every test starts from the same ground: no settings of the machine, no home, the pinned time zones."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import threading
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests import databases

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
SCRUBBED = ("DATABASE_URL", "DYNO", "PORT", "PUBLIC_URL", "LOG_LEVEL", "LOG_FORMAT", "TERM_PROGRAM", *PROXIES)
SCRUBBED_PREFIXES = ("TELEGRAM_", "SLACK_", "JARSHY_")

#: before any test module is imported, so that nothing can read the machine's settings while it is being imported
for _name in list(os.environ):
    if _name.upper() in SCRUBBED or _name.upper().startswith(SCRUBBED_PREFIXES):
        del os.environ[_name]
if "PYTEST_XDIST_WORKER" in os.environ:  # what tests start is not measured: it costs more than it shows
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
os.environ["HOME"] = tempfile.gettempdir() + "/no-home-of-jarshy"
os.environ["NO_COLOR"] = "1"
os.environ["COLUMNS"] = "120"
zoneinfo.reset_tzpath([])
if (memory := databases.memory()) is not None:  # pytest's folders: thousands of databases are made in them
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)

#: no deadlines: a busy machine is no fault of the code; nothing written beside the code
settings.register_profile("jarshy", deadline=None, database=None)
settings.load_profile("jarshy")


@pytest.fixture(scope="session")
def server() -> Iterator[databases.PostgreSQL]:
    """PostgreSQL, one for each process that runs tests; it starts when a test needs it, and ends with them."""
    made = databases.PostgreSQL()
    yield made
    made.stop()


@pytest.fixture(params=databases.KINDS)
def database_url(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """A fresh database with all tables: whoever asks for it is run on both kinds."""
    with databases.fresh(request.param, server, tmp_path) as url:
        yield url


@pytest.fixture
def sqlite_url(server: databases.PostgreSQL, tmp_path: Path) -> Iterator[str]:
    """A fresh SQLite database with all tables, for what only SQLite can show."""
    with databases.fresh("sqlite", server, tmp_path) as url:
        yield url


@pytest.fixture
def no_minutes() -> Iterator[None]:
    """A guard and no measurement: what takes minutes of the processor, but should take a moment, ends early."""

    def give_up(*_: object) -> None:
        raise AssertionError("it takes minutes of the processor")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, 30)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


@pytest.fixture(autouse=True)
def same_ground() -> Iterator[None]:
    """What a test changes in the environment, the working directory or the logging is as before after it."""
    environment, folder = dict(os.environ), Path.cwd()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(False)
    structlog.reset_defaults()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
