"""Where our bots are opened, and how much was read: what the public page asks the database."""

from __future__ import annotations

from datetime import timedelta

from tests.storage.conftest import NOW, Room


def test_the_address_of_each_bot_is_kept_and_renewed(room: Room) -> None:
    addresses = room.store.bot_addresses
    assert addresses.of("telegram:1") is None
    addresses.keep("telegram:1", "https://t.me/OldBot")
    addresses.keep("telegram:2", "https://t.me/OtherBot")
    addresses.keep("telegram:1", "https://t.me/NewBot")
    addresses.keep("telegram:1", "https://t.me/NewBot")
    assert (addresses.of("telegram:1"), addresses.of("telegram:2")) == ("https://t.me/NewBot", "https://t.me/OtherBot")


def test_articles_are_counted_from_when_they_were_first_seen(room: Room) -> None:
    for number, hours in enumerate((0, 1, 2)):
        room.add_article(number, at=NOW - timedelta(hours=hours))
    assert room.store.activity.articles_read(NOW - timedelta(hours=1)) == 2
    assert room.store.activity.articles_read(NOW + timedelta(hours=1)) == 0
