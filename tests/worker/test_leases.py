"""Which leases a worker acquires, and what it logs of them."""

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


def keeper(store: Store, *busy: str) -> LeaseKeeper:
    """`busy`: platforms on which something is in flight, however long one waits."""
    return LeaseKeeper(
        leases=store.leases,
        sources=store.sources,
        store_for=store.under_lease,
        source_keys=SOURCES,
        platforms=["telegram"],
        on_change=lambda: None,
        is_idle=lambda platform: platform not in busy,
    )


WORKSPACES = [f"slack:T{number}" for number in range(1, 5)]


def served(one: LeaseKeeper) -> list[str]:
    return [name for name in WORKSPACES if one.sender_store(name) is not None]


async def test_the_log_says_how_many_leases_changed_once_and_names_none(store: Store) -> None:
    one = keeper(store)
    with capture_logs() as lines:
        for _ in range(2):
            await one.refresh()
    await one.release_all()
    (line,) = [line for line in lines if line["log_level"] == "info"]
    assert (line["gained"], line["lost"], line["held"]) == (7, 0, 7)
    assert "first" not in str(line)


async def test_a_worker_that_is_not_the_listener_is_not_the_sender(store: Store) -> None:
    first, second = keeper(store), keeper(store)
    await first.refresh()
    await second.refresh()
    assert first.sender_store("telegram") is not None
    assert second.sender_store("telegram") is None
    assert second.store_under_lease(SENDER + "telegram") is None
    await first.release_all()
    await second.refresh()
    assert second.store_under_lease(LISTENER + "telegram") is not None
    assert second.sender_store("telegram") is not None
    await second.release_all()


async def test_the_store_under_a_lease_is_the_same_object_while_the_lease_has_not_changed_hands(store: Store) -> None:
    one = keeper(store)
    await one.refresh()
    before = one.owned_sources()["first"]
    await one.refresh()
    assert one.owned_sources()["first"] is before
    store.leases.release(one.holder)
    await one.refresh()
    assert one.owned_sources()["first"] is not before
    await one.release_all()


async def test_workers_share_the_workspaces_and_release_those_that_have_gone(store: Store) -> None:
    first, second = keeper(store), keeper(store)
    for each in (first, second):
        await each.refresh()
        each.adopt_platforms(["telegram", "slack:T1", "slack:T2", "slack:T3", "slack:T4"])
    await first.refresh()
    await second.refresh()
    workspaces = [f"slack:T{number}" for number in range(1, 5)]
    served = [[name for name in workspaces if each.sender_store(name) is not None] for each in (first, second)]
    assert sorted(map(len, served)) == [2, 2]
    assert sorted(served[0] + served[1]) == workspaces
    gone = served[0][0]
    first.adopt_platforms(["telegram", *(name for name in workspaces if name != gone)])
    await first.refresh()
    assert first.store_under_lease(LISTENER + gone) is None
    assert first.sender_store("telegram") is not None
    assert gone not in str(store.leases.renew(first.holder))
    await first.release_all()
    await second.refresh()
    assert all(second.sender_store(name) is not None for name in workspaces), "one that is left takes over"
    await second.release_all()


async def test_a_worker_that_joins_later_gets_its_share_of_the_workspaces(store: Store) -> None:
    first, second = keeper(store), keeper(store)
    first.adopt_platforms(["telegram", *WORKSPACES])
    await first.refresh()
    assert served(first) == WORKSPACES
    second.adopt_platforms(["telegram", *WORKSPACES])
    await second.refresh()
    assert served(second) == []
    await first.refresh()
    assert len(served(first)) == 2, "the others are finished first"
    await second.refresh()
    assert served(second) == [], "nobody else has them before that"
    await first.refresh()
    await second.refresh()
    assert sorted(served(first) + served(second)) == WORKSPACES
    assert len(served(second)) == 2
    kept = served(first), served(second)
    for _ in range(3):
        await first.refresh()
        await second.refresh()
    assert (served(first), served(second)) == kept, "they do not move to and fro"
    assert first.sender_store("telegram") is not None
    for each in (first, second):
        await each.release_all()


async def test_a_workspace_stays_while_something_of_it_is_in_flight(store: Store) -> None:
    busy = WORKSPACES[-1]
    first, second = keeper(store, busy), keeper(store)
    first.adopt_platforms(WORKSPACES)
    await first.refresh()
    second.adopt_platforms(WORKSPACES)
    for each in (second, first, second, first, second, first, second):
        await each.refresh()
    assert len(served(second)) == 1
    assert first.store_under_lease(SENDER + busy) is not None
    assert first.sender_store(busy) is None, "nothing new is begun there"
    await second.release_all()
    await first.refresh()
    assert served(first) == WORKSPACES, "who has gone leaves all of them"
    await first.release_all()


async def test_two_workers_that_come_back_at_once_do_not_part_listener_and_sender(store: Store) -> None:
    """After an outage all leases have expired: one renews its own while the other acquires what is free."""
    first, second = keeper(store), keeper(store)
    await first.refresh()
    await second.refresh()
    assert first.sender_store("telegram") is not None
    store.leases.release(first.holder, [LISTENER + "telegram"])
    assert store.leases.acquire(second.holder, [LISTENER + "telegram"])
    for each in (first, second):
        await each.refresh()
    assert [each.sender_store("telegram") is not None for each in (first, second)] == [False, True]
    for each in (first, second):
        await each.release_all()
