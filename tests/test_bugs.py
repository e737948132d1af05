"""A loop reports a bug with its traceback and continues; an unreachable database is one quiet line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot import bugs
from bot.delivery.recorder import RETRY_DELAY
from bot.errors import StorageError
from bot.model import ChatKind, Command
from bot.rules import Rules
from bot.storage.store import Articles, Chats, Follows, Leases, Outbox, Sources, Store
from bot.worker import intake, leases
from bot.worker.run import App
from tests.builders import plain_words, written
from tests.delivery.harness import delivering, owe, settled
from tests.fakes import FakePlatform
from tests.intake.room import Room as Newsroom
from tests.intake.site import Site, source
from tests.storage.conftest import Room, chat
from tests.virtual import in_virtual_time

pytestmark = pytest.mark.parametrize(
    "failure",
    [
        pytest.param(TypeError("planted"), id="a bug"),
        pytest.param(StorageError(plain_words("database is locked")), id="a locked database"),
    ],
)


class Reports:
    """The log lines of a failure, and the count of bugs."""

    def __init__(self, failure: Exception, logged: list[MutableMapping[str, Any]]) -> None:
        self._failure = failure
        self._logged = logged
        self.tries = 0  #: calls that failed
        self._counted = sum(bugs.counts.values())

    @property
    def lines(self) -> list[MutableMapping[str, Any]]:
        failure = self._failure
        return [line for line in self._logged if line.get("exc_info") is failure or line.get("reason") == str(failure)]

    async def once(self) -> None:
        async with asyncio.timeout(20):
            while not self.lines:
                await asyncio.sleep(0.01)

    def check(self) -> None:
        """Assert that a bug has its traceback and does not blame the database, and that a StorageError is one line."""
        kinds = {(line["log_level"], line.get("bug", False), line.get("exc_info")) for line in self.lines}
        counted = sum(bugs.counts.values()) - self._counted
        if isinstance(self._failure, StorageError):
            assert (kinds, counted) == ({("warning", False, None)}, 0)
        else:
            assert (kinds, counted) == ({("error", True, self._failure)}, len(self.lines))
            assert not any("database" in line["event"] for line in self.lines)


@contextmanager
def planted(part: type, method: str, failure: Exception) -> Iterator[Reports]:
    """Make that method of a class of the store raise, until the end."""

    works, over = getattr(part, method), False

    def fails(*arguments: Any, **named: Any) -> Any:
        if over:  # callers that keep the method continue with it
            return works(*arguments, **named)
        reports.tries += 1
        raise failure

    with capture_logs() as logged, pytest.MonkeyPatch.context() as patch:
        patch.setattr(part, method, fails)
        reports = Reports(failure, logged)
        yield reports
        over = True
    reports.check()


# --------------------------------------------------------------------------------------------------------- delivery


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


@pytest.mark.parametrize("method", ["recover", "clamp_retries", "fan_out", "claim", "record_outcomes"])
@in_virtual_time
async def test_the_loops_of_delivery_pause_and_lose_nothing(room: Room, method: str, failure: Exception) -> None:
    owe(room, chats=2, articles=2)
    platform = FakePlatform()
    with planted(Outbox, method, failure) as reports:
        delivery = delivering(room, platform)
        await delivery.__aenter__()
        await asyncio.sleep(3.5 * RETRY_DELAY)
        tries = reports.tries
    await settled(room, within=60, sent=4)
    await delivery.__aexit__(None, None, None)
    assert 1 <= tries <= 4 * (1 + 2), "it pauses: the recorder itself probes two outcomes each time"
    assert len(platform.sent) == 4


# ----------------------------------------------------------------------------------------------------------- intake


@pytest.fixture
async def newsroom(sqlite_url: str) -> AsyncIterator[Newsroom]:
    async with Site() as site:
        made = Newsroom(site, sqlite_url)
        yield made
        await made.close()


@pytest.mark.parametrize(
    ("part", "method"), [(Sources, "poll_state"), (Articles, "add_entry"), (Sources, "finish_poll")]
)
async def test_a_poll_that_fails_is_made_again(newsroom: Newsroom, part: type, method: str, failure: Exception) -> None:
    await newsroom.first_poll()
    newsroom.news.publishes(1, "News", at=newsroom.now)
    with planted(part, method, failure) as reports:
        await newsroom.poll()
        assert len(reports.lines) == 1
    newsroom.later(minutes=5)
    await newsroom.poll()
    assert [each.title for each in newsroom.articles()] == ["News"]


@pytest.mark.parametrize("method", ["store_page", "fail_page"])
async def test_a_page_that_could_not_be_stored_is_still_due(
    newsroom: Newsroom, method: str, failure: Exception
) -> None:
    await newsroom.first_poll()
    path = newsroom.news.publishes(1, "News", at=newsroom.now)
    if method == "fail_page":
        newsroom.site.says(path, status=404)
    await newsroom.poll()
    with planted(Articles, method, failure) as reports:
        await newsroom.pages.read_due()
        assert len(reports.lines) == 1
    assert len(newsroom.store.articles.pages_due(newsroom.now, 9)) == 1


# ----------------------------------------------------------------------------------------------------------- worker


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    made = Store.open(sqlite_url)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.05)
    monkeypatch.setattr(intake, "PAGES_EVERY", 0.05)


def the_app(store: Store) -> App:
    nowhere = source(feed="http://127.0.0.1:9/rss")
    return App(store=store, rules=Rules(), sources=[nowhere], platforms=[FakePlatform()])


@pytest.mark.parametrize(
    ("part", "method"),
    [
        pytest.param(Leases, "renew", id="leases"),
        pytest.param(Articles, "pages_due", id="pages"),
        pytest.param(Outbox, "take_over", id="taking over"),
        pytest.param(Follows, "unannounced", id="chores"),
    ],
)
async def test_the_loops_of_a_worker_go_on(store: Store, part: type, method: str, failure: Exception) -> None:
    app = the_app(store)
    if part is Leases:
        await app.start()
    with planted(part, method, failure) as reports:
        if part is not Leases:
            await app.start()
        await reports.once()
    await app.stop()


async def test_leases_that_can_not_be_released_expire(store: Store, failure: Exception) -> None:
    app = the_app(store)
    await app.start()
    with planted(Leases, "release", failure) as reports:
        await app.stop()
        await reports.once()


async def test_a_failure_in_a_handler_is_answered_all_the_same(store: Store, failure: Exception) -> None:
    app = the_app(store)
    asked = Command(chat=chat(), kind=ChatKind.PRIVATE, name="start", text="")
    with planted(Chats, "upsert", failure) as reports:
        message = await app.host.answer(asked)
        assert len(reports.lines) == 1
    assert "went wrong" in written(message)
    assert "Jarshy" in written(await app.host.answer(asked))
    await app.stop()


def test_what_fails_again_and_again_is_said_once_a_minute_with_how_often(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("bot.bugs.time.monotonic", lambda: now)
    with capture_logs() as logged:
        for now in (1000.0, 1000.5, 1059.0, 1060.0, 1061.0):  # noqa: B007 - the clock above reads it
            bugs.report_failure("not looked for", failure, platform="telegram")
        bugs.report_failure("not looked for", failure, platform="slack")
    told = [(line.get("platform"), line.get("repeated")) for line in logged]
    if isinstance(failure, StorageError):
        assert told == [("telegram", None), ("telegram", 2), ("slack", None)]
    else:
        assert len(told) == 6, "each bug has its traceback"
