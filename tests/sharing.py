"""Tests shared by processes that are forked once everything is collected: imported and collected once for them all.

    python -m pytest -p tests.sharing --processes 6

    collected ─▶ forks ─▶ each takes file by file from one queue ─▶ reports through its pipe ─▶ first process

A file's tests stay in one process, because what they compute once they compute once for each process; when no whole
file is left, each helps with the file that has most left, a few tests at a time, and fewer towards the end. Files whose
tests wait are taken from the front of the queue, the longest first, those that only compute from its end, so that the
processor has always something to do.
"""

from __future__ import annotations

import inspect
import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any, cast

import pytest

MOST = 12  #: tests taken at a time
COMPUTING = 3  #: one process in so many begins with the tests that only compute
LONG = ("stories", "cli", "demo")  #: rooms whose tests start programs, and wait for them for seconds
#: files with tests of ten seconds and more, or that take a minute in all: begun last, they would run on alone
LONGEST = (
    "stories/test_crashes.py",
    "stories/test_end_to_end.py",
    "stories/test_one_alert_per_story.py",
    "stories/test_secrets.py",
    "stories/test_crashes_of_long_messages.py",
    "demo/test_demo.py",
    "stories/test_workspaces.py",
    "stories/test_links.py",
    "stories/test_idle.py",
    "stories/test_hubs.py",
    "stories/test_edit_crashes.py",
    "worker/test_haste.py",
)

fork = get_context("fork")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--processes", type=int, default=1, help="share the tests among so many forked processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Share the tests, and once more those that a lost process had taken."""
    count = session.config.getoption("processes")
    if count < 2 or session.testsfailed or session.config.getoption("collectonly"):
        return None  # pytest's own loop
    left = session.items
    while left and not session.shouldfail:
        queue = Queue(left, count)
        if (others := fork_all(session, queue, count)) is None:
            return True
        started = gather(session, queue, others)
        left = [item for item in left if item.nodeid not in started]
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    return True


def fork_all(session: pytest.Session, queue: Queue, count: int) -> dict[Connection, int] | None:
    """The processes by what they report through; in each of them: take part, then None, to end as pytest ends."""
    others: dict[Connection, int] = {}
    for number in range(count):
        reader, writer = fork.Pipe(duplex=False)
        if (process := os.fork()) == 0:
            for each in (reader, *others):
                each.close()
            take_part(session, queue.taken(waiting=number % COMPUTING < COMPUTING - 1), writer)
            return None
        writer.close()
        others[reader] = process
    return others


class Queue:
    """What is left of the tests, for any number of processes."""

    def __init__(self, items: list[pytest.Item], processes: int) -> None:
        files: dict[Path, list[pytest.Item]] = {}
        for item in items:
            files.setdefault(item.path, []).append(item)
        self._files = sorted(files.values(), key=place)
        self._portions = processes * 4
        self._lock = fork.Lock()
        self._taken = fork.RawArray("L", len(files))  #: of each file, so many of its tests

    def take(self, mine: int | None, *, waiting: bool) -> tuple[int | None, list[pytest.Item]]:
        """A few tests of my file, or of another one, and which it is; none: there are no more."""
        with self._lock:
            left = [len(file) - taken for file, taken in zip(self._files, self._taken, strict=True)]
            if mine is None or not left[mine]:
                mine = self._next_file(left, waiting=waiting)
            begin, size = self._taken[mine], min(MOST, left[mine], sum(left) // self._portions + 1)
            self._taken[mine] += size
        return mine, self._files[mine][begin : begin + size]

    def _next_file(self, left: list[int], *, waiting: bool) -> int:
        """One that nobody has begun, or that with most left."""
        whole = [number for number, taken in enumerate(self._taken) if not taken]
        if whole:
            return whole[0 if waiting else -1]
        return max(range(len(left)), key=left.__getitem__)

    def taken(self, *, waiting: bool) -> Iterator[pytest.Item]:
        """The tests of one process; it takes more when it asks for the next one."""
        mine, few = self.take(None, waiting=waiting)
        while few:
            yield from few
            mine, few = self.take(mine, waiting=waiting)

    def close(self) -> None:
        """Leave the rest: enough has failed."""
        with self._lock:
            self._taken[:] = [len(file) for file in self._files]


def place(file: list[pytest.Item]) -> int:
    """Where the tests of a file stand in the queue."""
    path = file[0].path
    if (name := f"{path.parent.name}/{path.name}") in LONGEST:
        return LONGEST.index(name)
    if path.parent.name in LONG:
        return len(LONGEST)
    return len(LONGEST) + (1 if any(waits(item) for item in file) else 2)


def waits(item: pytest.Item) -> bool:
    """Whether a test waits for other processes, or for what it has sent itself."""
    names = getattr(item, "fixturenames", ())
    return "database_kind" in names or inspect.iscoroutinefunction(getattr(item, "function", None))


def take_part(session: pytest.Session, items: Iterator[pytest.Item], parent: Connection) -> None:
    """Run what the queue gives, in a process of its own: it has its own output, and no terminal."""
    plugins = session.config.pluginmanager
    plugins.unregister(name="terminalreporter")
    if (capture := plugins.get_plugin("capturemanager")) is not None:
        capture.stop_global_capturing()  # its file is shared with all other processes
        capture.start_global_capturing()
        capture.suspend_global_capture()
    plugins.register(Reporter(session.config, parent))
    item = next(items, None)
    while item is not None and not session.shouldfail:
        following = next(items, None)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        item = following


class Reporter:
    """Passes on what one process has to say, test by test: a list of events, each a name and what belongs to it."""

    def __init__(self, config: pytest.Config, parent: Connection) -> None:
        self._config = config
        self._parent = parent
        self._events: list[tuple[str, Any]] = []  #: since the last test was started

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._events.append(("started", (nodeid, location)))
        self._send()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed and not hasattr(report, "wasxfail"):  # nearly all: what it printed is shown to nobody
            facts = (report.when, report.duration, report.start, report.stop)
            self._events.append(("passed", (report.nodeid, report.location, facts)))
        else:
            data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
            self._events.append(("reported", data))

    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage, when: str, nodeid: str) -> None:
        place = (str(warning_message.message), warning_message.filename, warning_message.lineno)
        self._events.append(("warned", (place, when, nodeid)))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        self._events.append(("ended", None))
        self._send()
        self._parent.close()

    def _send(self) -> None:
        self._parent.send(self._events)
        self._events = []


def gather(session: pytest.Session, queue: Queue, others: dict[Connection, int]) -> set[str]:
    """Report as if the tests ran here, until every process has ended; the tests that were started."""
    try:
        started = listen(session, queue, set(others))
    except BaseException:
        for process in others.values():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGINT)
        raise
    finally:
        endings = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in others.values()]
    if any(endings) and not session.testsfailed:
        raise RuntimeError(f"processes that shared the tests ended with {endings}")
    return started


def listen(session: pytest.Session, queue: Queue, readers: set[Connection]) -> set[str]:
    """Pass what the processes say to the hooks of this one."""
    if (terminal := session.config.pluginmanager.get_plugin("terminalreporter")) is not None:
        terminal.showfspath = False  # tests of many files end side by side
    started: set[str] = set()
    running: dict[Connection, Any] = {}
    with DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader, EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select():
                reader = cast(Connection, key.fileobj)
                try:
                    events = reader.recv()
                except EOFError:
                    events = [("lost", running.pop(reader, ("a process that shares the tests", ("", None, ""))))]
                if events[-1][0] == "started":
                    running[reader] = events[-1][1]
                    started.add(events[-1][1][0])
                for event, said in events:
                    pass_on(session.config, event, said)
                if events[-1][0] in ("ended", "lost"):
                    selector.unregister(reader)
                    reader.close()
            if session.shouldfail:
                queue.close()
    return started


def pass_on(config: pytest.Config, event: str, said: Any) -> None:
    """Tell the hooks of this process of an event."""
    match event:
        case "passed":
            config.hook.pytest_runtest_logreport(report=passed(*said))
        case "reported":
            report = config.hook.pytest_report_from_serializable(config=config, data=said)
            config.hook.pytest_runtest_logreport(report=report)
        case "warned":
            warn(config, *said)
        case "lost":
            config.hook.pytest_runtest_logreport(report=lost(*said))


def warn(config: pytest.Config, place: tuple[str, str, int], when: str, nodeid: str) -> None:
    """A warning that another process recorded."""
    text, file, line = place
    message = warnings.WarningMessage(pytest.PytestWarning(text), pytest.PytestWarning, file, line)
    config.hook.pytest_warning_recorded.call_historic(
        kwargs={"warning_message": message, "when": when, "nodeid": nodeid, "location": None}
    )


def passed(nodeid: str, location: tuple[str, int | None, str], facts: tuple[Any, ...]) -> pytest.TestReport:
    """The report of a part of a test in which nothing is to be told of."""
    when, duration, start, stop = facts
    return pytest.TestReport(nodeid, location, {}, "passed", None, when, (), duration, start, stop)


def lost(nodeid: str, location: tuple[str, int | None, str]) -> pytest.TestReport:
    """What is said of a test whose process is gone."""
    return pytest.TestReport(nodeid, location, {}, "failed", "its process ended", "call")
