"""A database of a release without a web app goes on as it was, with the updates that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.store import Store, migrate
from tests import databases
from tests.storage.conftest import NOW
from tests.storage.old_releases import AT, make_older

COMMAND = (
    '{"command": {"chat": {"platform": "slack", "id": "C1", "thread": "", "workspace": ""}, "kind": "group", '
    '"name": "follow", "text": "су", "facts": {}}, "context": {}}'
).replace(":", r"\:")
BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt', 'KT', 'en', 300, true, 0)",
    "INSERT INTO \"update\" (platform, id, payload, received_at, state, attempts) "
    f"VALUES ('slack', 'Ev1', '{COMMAND}', {AT}, 'pending', 0)",
)  # fmt: skip


@pytest.fixture(params=databases.KINDS)
def upgraded(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[Store]:
    """The store of a migrated database of the release before."""
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path}/older.db")
    else:
        with server.fresh(empty=True) as url:
            yield from opened(url)


def opened(url: str) -> Iterator[Store]:
    make_older(url, "0019", BEFORE)
    migrate(url)
    store = Store.open(url)
    yield store
    store.close()


def test_an_update_that_waited_is_answered_by_who_listens_to_its_lane(upgraded: Store) -> None:
    (waiting,) = upgraded.updates.pending("slack")
    assert (waiting.update_id, waiting.command.text) == ("Ev1", "су")


def test_an_update_that_is_told_again_is_known(upgraded: Store) -> None:
    waiting = upgraded.updates.pending("slack")
    assert upgraded.updates.receive(waiting, NOW + timedelta(minutes=1)) == []
