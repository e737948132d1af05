"""A lane claims while its worker holds the lease of the platform; what another sender had claimed is taken over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.delivery.claims import Claims
from bot.storage.store import Outbox
from tests.delivery.harness import owe
from tests.storage.conftest import NOW, Room


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    owe(made, chats=2)
    made.fan_out()
    yield made
    made.store.close()


class Lease:
    """The outbox that is offered under a lease; None: another worker holds it."""

    def __init__(self, room: Room) -> None:
        self.offers: Outbox | None = None
        self._room = room

    def __call__(self, lane: str) -> Outbox | None:
        return self.offers if lane == "telegram" else None

    def claims(self, worker: str) -> Claims:
        return Claims("telegram", outbox=self._room.store.outbox, under_lease=self, clock=lambda: NOW, worker=worker)


async def test_without_leases_all_is_ours_from_the_start(room: Room) -> None:
    outbox = room.store.outbox
    claims = Claims("telegram", outbox=outbox, under_lease=None, clock=lambda: NOW, worker="solo")
    assert claims.are_ours
    assert claims.offered() is outbox
    assert len(await claims.claim(outbox, 10, (), per_chat=1)) == 2


async def test_nothing_is_ours_before_it_is_taken_over_and_after_the_lease_has_changed_hands(room: Room) -> None:
    lease = Lease(room)
    claims = lease.claims("one")
    assert (claims.offered(), claims.are_ours) == (None, False)
    lease.offers = outbox = Outbox(room.store.database)
    assert (claims.offered(), claims.are_ours) == (outbox, False)
    await claims.take_over(outbox)
    assert claims.are_ours
    lease.offers = Outbox(room.store.database)
    assert not claims.are_ours, "the lease was lost and acquired again: somebody may have sent in between"
    lease.offers = None
    assert not claims.are_ours


async def test_what_another_sender_had_claimed_can_be_claimed_after_a_take_over(room: Room) -> None:
    lease = Lease(room)
    lease.offers = outbox = Outbox(room.store.database)
    first, second = lease.claims("one"), lease.claims("two")
    assert len(await first.claim(outbox, 10, (), per_chat=1)) == 2
    assert await second.claim(outbox, 10, (), per_chat=1) == []
    await second.take_over(outbox)
    again = await second.claim(outbox, 10, (), per_chat=1)
    assert len(again) == 2
    await second.take_over(outbox)
    busy = {again[0].chat_id}
    assert [each.chat_id for each in await second.claim(outbox, 10, busy, per_chat=1)] == [again[1].chat_id]


async def test_where_no_alert_was_sent_there_is_no_edit_to_claim(room: Room) -> None:
    outbox = room.store.outbox
    claims = Claims("telegram", outbox=outbox, under_lease=None, clock=lambda: NOW, worker="solo")
    assert await claims.claim_edits(outbox, 10, ()) == []
