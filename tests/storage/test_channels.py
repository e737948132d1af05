"""The channels that private chats manage, and what their posts show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages.message import say
from bot.messages.payload import to_json
from bot.model import Cause, Chat, ChatKind, Extract, LetterKind, LinkPreview, NewLetter, PostStyle
from bot.storage.store import Store, migrate
from tests import databases
from tests.storage.conftest import NOW, Room, chat
from tests.storage.old_releases import AT, make_older

HOUR = timedelta(hours=1)


def channels(room: Room, *ids: str) -> Room:
    for channel_id in ids:
        room.add_chat(chat(channel_id), ChatKind.CHANNEL)
    return room


def managed(room: Room, me: Chat, limit: int = 9) -> list[str]:
    return [each.chat.id for each in room.store.chats.managed_channels(me, limit)]


def test_the_channels_managed_before_come_the_last_one_first(room: Room) -> None:
    room.add_chat(chat("me"))
    channels(room, "-1", "-2", "-3")
    for hours, channel_id in enumerate(("-1", "-2", "-3", "-1")):
        room.store.chats.manage(chat("me"), chat(channel_id), NOW + hours * HOUR)
    assert managed(room, chat("me")) == ["-1", "-3", "-2"]
    assert managed(room, chat("me"), 2) == ["-1", "-3"]
    assert managed(room, chat("nobody")) == []


def test_a_channel_is_managed_since_it_was_used_last(room: Room) -> None:
    room.add_chat(chat("me"))
    channels(room, "-1", "-2").store.chats.manage(chat("me"), chat("-2"), NOW + HOUR)
    room.store.chats.manage(chat("me"), chat("-1"), NOW)
    asked = room.store.chats.managed_channel
    assert asked(chat("me"), used_since=NOW) is not None
    assert asked(chat("me"), used_since=NOW + timedelta(minutes=1)) is None
    assert asked(chat("me")) is not None


def test_who_may_not_manage_a_channel_any_more_does_not_find_it_among_theirs(room: Room) -> None:
    room.add_chat(chat("me"))
    channels(room, "-1", "-2")
    for channel_id in ("-1", "-2"):
        room.store.chats.manage(chat("me"), chat(channel_id), NOW)
    room.store.chats.stop_managing(chat("me"), forget=chat("-2"))
    assert room.store.chats.managed_channel(chat("me")) is None
    assert managed(room, chat("me")) == ["-1"]


def test_the_manager_of_a_channel_is_who_used_it_last_and_can_be_written_to(room: Room) -> None:
    channels(room, "-1")
    assert room.store.chats.manager(chat("-1")) is None
    for hours, name in enumerate(("first", "second")):
        room.add_chat(chat(name))
        room.store.chats.manage(chat(name), chat("-1"), NOW + hours * HOUR)
    assert found(room) == "second"
    room.store.chats.deactivate(chat("second"), Cause.BLOCKED, NOW)
    assert found(room) == "first"


def found(room: Room) -> str:
    manager = room.store.chats.manager(chat("-1"))
    assert manager is not None
    return manager.chat.id


def test_a_letter_to_a_paused_chat_is_not_owed(room: Room) -> None:
    room.add_chat(chat("me"))
    letter = NewLetter(
        chat=chat("me"), kind=LetterKind.POSTED, payload=to_json(say("Hi")), due_at=NOW, timezone="Asia/Almaty"
    )
    assert room.store.chats.write_to(letter)
    room.store.chats.deactivate(chat("me"), Cause.BLOCKED, NOW)
    assert not room.store.chats.write_to(letter)


def test_a_channel_is_renamed(room: Room) -> None:
    channels(room, "-1").store.chats.rename(chat("-1"), "Gazette")
    record = room.store.chats.get(chat("-1"))
    assert record is not None
    assert record.title == "Gazette"


def test_a_style_is_set_field_by_field_so_two_people_do_not_undo_each_other(room: Room) -> None:
    channels(room, "-1", "-2")
    assert room.store.post_styles.get(chat("-1")) == PostStyle()
    room.store.post_styles.set(chat("-1"), hashtags=True, preview=LinkPreview.ABOVE)
    room.store.post_styles.set(chat("-1"), extract=Extract.LONG, closing="Read us")
    room.store.post_styles.set(chat("-1"), extract=Extract.LONG)
    expected = PostStyle(hashtags=True, preview=LinkPreview.ABOVE, extract=Extract.LONG, closing="Read us")
    assert room.store.post_styles.get(chat("-1")) == expected
    room.store.post_styles.set(chat("-1"), preview=None)
    assert room.store.post_styles.get(chat("-1")).preview is None
    assert room.store.post_styles.get(chat("-2")) == PostStyle()


def test_what_a_channel_is_owed_is_claimed_with_its_style(room: Room) -> None:
    for follower in (chat("-1"), chat("-2"), chat("me")):
        query = room.follow(follower, "AI")
    channels(room, "-1", "-2")
    room.store.post_styles.set(chat("-1"), source=False)
    room.match(room.add_article(1), query)
    room.fan_out()
    styles = {each.chat.id: each.style for each in room.claim(9)}
    assert styles == {"-1": PostStyle(source=False), "-2": PostStyle(), "me": PostStyle()}


def test_a_chat_with_another_id_keeps_its_style_and_who_manages_it(room: Room) -> None:
    room.add_chat(chat("me"))
    room.add_chat(chat("you"))
    channels(room, "-1", "-100")
    room.store.post_styles.set(chat("-1"), source=False)
    room.store.chats.manage(chat("me"), chat("-1"), NOW)
    room.store.chats.manage(chat("you"), chat("-1"), NOW)
    room.store.chats.manage(chat("me"), chat("-100"), NOW)
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    assert (managed(room, chat("me")), managed(room, chat("you"))) == (["-100"], ["-100"])
    assert not room.store.post_styles.get(chat("-100")).source
    channels(room, "-1").store.post_styles.set(chat("-1"), hashtags=True)
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    assert not room.store.post_styles.get(chat("-100")).hashtags, "its own style stays"


CHATS = (
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at) "
    f"VALUES ('telegram', '-100', '', 'channel', 'Gazette', 'Asia/Almaty', {AT})",
    "INSERT INTO chat (platform, native_id, thread, kind, title, timezone, created_at, managing_id) "
    f"VALUES ('telegram', '1', '', 'private', '', 'Asia/Almaty', {AT}, 1)",
)


@pytest.fixture(params=databases.KINDS)
def upgraded(request: pytest.FixtureRequest, server: databases.PostgreSQL, tmp_path: Path) -> Iterator[Store]:
    """The store of a migrated database of the release before."""
    if request.param == "sqlite":
        yield from opened(f"sqlite:///{tmp_path}/older.db")
    else:
        with server.fresh(empty=True) as url:
            yield from opened(url)


def opened(url: str) -> Iterator[Store]:
    make_older(url, "0015", CHATS)
    migrate(url)
    store = Store.open(url)
    yield store
    store.close()


def test_a_channel_that_was_managed_before_the_upgrade_is_managed_after_it(upgraded: Store) -> None:
    since = datetime.now(UTC) - HOUR
    channel = upgraded.chats.managed_channel(chat("1"), used_since=since)
    assert channel is not None
    assert channel.title == "Gazette"
    assert [each.title for each in upgraded.chats.managed_channels(chat("1"), 9)] == ["Gazette"]
    assert upgraded.post_styles.get(chat("-100")) == PostStyle()
