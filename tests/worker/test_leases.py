"""Which leases a worker takes, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from bot.storage.store import Store
from bot.worker.leases import LISTENER, SENDER, LeaseKeeper

SOURCES = ("first", "second", "third")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def keeper(store: Store) -> LeaseKeeper:
    return LeaseKeeper(
        leases=store.leases,
        sources=store.sources,
        under=store.under,
        readable=SOURCES,
        platforms=["telegram"],
        changed=lambda: None,
    )


async def test_the_log_says_how_many_leases_changed_once_and_names_none(store: Store) -> None:
    one = keeper(store)
    with capture_logs() as lines:
        for _ in range(2):
            await one.look()
    await one.end()
    (line,) = [line for line in lines if line["log_level"] == "info"]
    assert (line["gained"], line["lost"], line["held"]) == (7, 0, 7)
    assert "first" not in str(line)


async def test_who_is_no_listener_is_no_sender(store: Store) -> None:
    first, second = keeper(store), keeper(store)
    await first.look()
    await second.look()
    assert first.sender("telegram") is not None
    assert second.sender("telegram") is None
    assert second.store_under_lease(SENDER + "telegram") is None
    await first.end()
    await second.look()
    assert second.store_under_lease(LISTENER + "telegram") is not None
    assert second.sender("telegram") is not None
    await second.end()


async def test_the_store_under_a_lease_is_the_same_object_while_the_lease_has_not_changed_hands(store: Store) -> None:
    one = keeper(store)
    await one.look()
    before = one.sources()["first"]
    await one.look()
    assert one.sources()["first"] is before
    store.leases.give_back(one.holder)
    await one.look()
    assert one.sources()["first"] is not before
    await one.end()
