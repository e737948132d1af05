"""What a server refuses is known after a restart, until it may be tried again."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import NOW
from tests.storage.conftest import Room

LATER = NOW + timedelta(days=1)


def test_a_refusal_is_kept_for_its_bot_and_renewed(room: Room) -> None:
    features = room.store.features
    features.remember("telegram:1", "tg-time", NOW)
    features.remember("telegram:1", "tg-time", LATER)
    features.remember("telegram:2", "button-style", LATER)
    assert features.refused("telegram:1") == {"tg-time": LATER}
    assert features.refused("telegram:2") == {"button-style": LATER}


def test_what_may_be_tried_again_is_forgotten(room: Room) -> None:
    features = room.store.features
    features.remember("telegram:1", "tg-time", NOW)
    features.remember("telegram:1", "button-style", LATER)
    room.store.sweep(NOW, bodies_before=NOW - timedelta(days=30))
    assert features.refused("telegram:1") == {"button-style": LATER}
