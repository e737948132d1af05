"""A database of a release without a web app goes on as it was, with the updates that wait for an answer."""

from __future__ import annotations

from datetime import timedelta

from bot.storage.store import Store
from tests.storage.conftest import NOW
from tests.storage.old_releases import AT, upgraded_from

COMMAND = (
    '{"command": {"chat": {"platform": "slack", "id": "C1", "thread": "", "workspace": ""}, "kind": "group", '
    '"name": "follow", "text": "су", "facts": {}}, "context": {}}'
).replace(":", r"\:")
BEFORE = (
    "INSERT INTO source (key, name, language, every, enabled, failures) VALUES ('kt', 'KT', 'en', 300, true, 0)",
    "INSERT INTO \"update\" (platform, id, payload, received_at, state, attempts) "
    f"VALUES ('slack', 'Ev1', '{COMMAND}', {AT}, 'pending', 0)",
)  # fmt: skip


#: the store of a migrated database of the release before
upgraded = upgraded_from("0019", BEFORE)


def test_an_update_that_waited_is_answered_by_who_listens_to_its_lane(upgraded: Store) -> None:
    (waiting,) = upgraded.updates.pending("slack")
    assert (waiting.update_id, waiting.command.text) == ("Ev1", "су")


def test_an_update_that_is_told_again_is_known(upgraded: Store) -> None:
    waiting = upgraded.updates.pending("slack")
    assert upgraded.updates.receive(waiting, NOW + timedelta(minutes=1)) == []
