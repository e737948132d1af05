"""Hubs are asked once, are asked again before their time ends, and what they tell is not lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.storage.hubs import ASK_AGAIN, ASK_REFUSED_AGAIN
from bot.storage.store import Hub
from tests.builders import plain_words
from tests.storage.conftest import NOW, SOURCE, Room, later

KEY = SOURCE.key
URL, TOPIC = "https://hub.example/", "https://n.example/rss"


@pytest.fixture
def hub(room: Room) -> Hub:
    """The hub of the room's source, just named."""
    room.store.hubs.name(KEY, URL, TOPIC, NOW)
    (found,) = room.store.hubs.to_ask([KEY], NOW)
    return found


def next_poll_at(room: Room) -> datetime | None:
    return room.store.sources.health(NOW)[0].next_poll_at


def test_a_hub_keeps_its_address_and_secret_while_the_feed_names_it(room: Room, hub: Hub) -> None:
    assert not room.store.hubs.name(KEY, URL, TOPIC, later(hours=1))
    assert room.store.hubs.at(hub.path) == hub
    assert room.store.hubs.name(KEY, "https://other.example/", TOPIC, later(hours=1)), "it is a new one"
    assert room.store.hubs.at(hub.path) is None
    (other,) = room.store.hubs.to_ask([KEY], later(hours=1))
    assert (other.url, other.secret == hub.secret) == ("https://other.example/", False)


def test_only_the_hubs_of_our_sources_are_asked(room: Room, hub: Hub) -> None:
    assert hub.until_at is None
    assert room.store.hubs.to_ask(["another"], NOW) == []


def test_a_hub_that_was_asked_is_asked_again_if_it_does_not_confirm(room: Room, hub: Hub) -> None:
    room.store.hubs.asked(hub.path, NOW)
    assert room.store.hubs.to_ask([KEY], NOW + ASK_AGAIN - timedelta(seconds=1)) == []
    assert room.store.hubs.to_ask([KEY], NOW + ASK_AGAIN) == [hub]


def test_a_hub_is_asked_to_go_on_before_its_time_ends(room: Room, hub: Hub) -> None:
    room.store.hubs.confirm(hub.path, timedelta(days=10), NOW)
    assert room.store.hubs.to_ask([KEY], later(days=7)) == []
    (again,) = room.store.hubs.to_ask([KEY], later(days=8))
    assert again.until_at == later(days=10)


def test_a_hub_that_refuses_is_asked_again_after_a_day(room: Room, hub: Hub) -> None:
    room.store.hubs.confirm(hub.path, timedelta(days=10), NOW)
    room.store.hubs.refuse(hub.path, NOW)
    assert room.store.hubs.to_ask([KEY], later(hours=23)) == []
    (again,) = room.store.hubs.to_ask([KEY], NOW + ASK_REFUSED_AGAIN)
    assert again.until_at is None


def test_what_a_hub_tells_is_taken_once_by_the_worker_that_holds_the_source(room: Room, hub: Hub) -> None:
    room.store.hubs.ring(hub.path, later(minutes=5))
    assert next_poll_at(room) == later(minutes=5), "after a crash it is polled at the start"
    assert room.store.hubs.take_ringing(["another"]) == []
    assert room.store.hubs.take_ringing([KEY, "another"]) == [KEY]
    assert room.store.hubs.take_ringing([KEY]) == []


def test_a_hub_does_not_make_a_failing_source_due(room: Room, hub: Hub) -> None:
    room.store.sources.fail_poll(KEY, plain_words("503"), next_poll_at=later(hours=1), now=NOW)
    room.store.hubs.ring(hub.path, NOW)
    assert next_poll_at(room) == later(hours=1)


def test_a_hub_is_relied_on_once_it_has_rung_and_until_its_time_ends(room: Room, hub: Hub) -> None:
    room.store.hubs.confirm(hub.path, timedelta(days=10), NOW)
    assert not room.store.hubs.rings(KEY, NOW)
    room.store.hubs.ring(hub.path, NOW)
    assert room.store.hubs.rings(KEY, later(days=9))
    assert not room.store.hubs.rings(KEY, later(days=10))
