"""In a quiet time nothing is sent but what rings; then all of it comes once, in one message, whatever happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.delivery import deliver
from bot.model import Cause, GiveUp, QuietHours, RetryAt
from bot.storage import schema as t
from tests.delivery.harness import Clock, delivering, owe, settled
from tests.fakes import FakePlatform
from tests.storage.conftest import NOW, Room, chat, later
from tests.virtual import in_virtual_time

ME = chat("0")
HOURS = QuietHours(start=13 * 60, end=14 * 60 + 2)  #: in Almaty it is 14:00: two more minutes
ENDS = 2 * 60  #: seconds from the start; the outbox is looked into each second
PASSING = RetryAt(cause=Cause.SERVER_ERROR, detail="502")


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


@pytest.fixture
def quiet(room: Room) -> Room:
    """A chat that is quiet for two more minutes is owed three articles, another one the same at once."""
    for who in ("0", "1"):
        room.follow(chat(who), "AI")
    room.store.preferences.set_quiet_hours(ME, HOURS, NOW)
    owe(room, chats=2, articles=3)
    return room


def mine(platform: FakePlatform) -> list[tuple[str, bool]]:
    """The first line and the sound of every message to the quiet chat."""
    return [(message.paragraphs[0][0][0].text, message.quiet) for to, message, _ in platform.sent if to == ME]


@in_virtual_time
async def test_what_is_held_comes_at_the_end_in_one_message_without_a_sound(quiet: Room) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        await settled(quiet, within=ENDS + 60, sent=6)
    assert mine(platform) == [("3 new: AI — Title 2", True)]
    assert platform.sent_at[-1] == pytest.approx(ENDS, abs=5)


@in_virtual_time
async def test_what_rings_comes_at_once_and_with_a_sound(quiet: Room) -> None:
    quiet.store.attention.set(ME, 1, rings=True)
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=6)
    assert mine(platform) == [(f"Title {number}", False) for number in range(3)]


@in_virtual_time
async def test_released_by_hand_it_comes_at_once(quiet: Room) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        assert quiet.store.quiet.resume(ME, NOW) == 3
        await settled(quiet, sent=6)
    assert mine(platform) == [("3 new: AI — Title 2", True)]


@in_virtual_time
async def test_after_a_failure_it_is_one_message_still(quiet: Room) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        platform.will(PASSING, RetryAt(cause=Cause.TIMEOUT, detail=""))
        quiet.store.quiet.resume(ME, NOW)
        await settled(quiet, within=300, sent=6)
    assert mine(platform) == [("3 new: AI — Title 2", True)]


@in_virtual_time
async def test_what_is_refused_together_comes_one_by_one_without_a_sound(quiet: Room) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        platform.will(GiveUp(cause=Cause.BAD_MESSAGE, detail="refused"))
        quiet.store.quiet.resume(ME, NOW)
        await settled(quiet, within=300, sent=6)
    assert mine(platform) == [(f"Title {number}", True) for number in range(3)]


@pytest.mark.parametrize("claimed", [False, True])
@in_virtual_time
async def test_a_crash_before_or_while_it_is_sent_loses_nothing(quiet: Room, claimed: bool) -> None:
    quiet.fan_out()
    quiet.store.quiet.resume(ME, NOW)
    if claimed:
        assert quiet.store.outbox.claim("telegram", NOW, 9, per_chat=100)
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=6)
    assert mine(platform) == [("3 new: AI — Title 2", True)]


@in_virtual_time
async def test_after_days_of_outage_a_night_is_a_night(quiet: Room) -> None:
    quiet.fan_out()
    clock = Clock()
    clock.ahead = timedelta(days=3)
    platform = FakePlatform()
    async with delivering(quiet, platform, clock=clock):
        await settled(quiet, sent=3, held=3)
        await settled(quiet, within=ENDS + 60, sent=6)
    assert mine(platform) == [("3 new: AI — Title 2", True)]
    assert platform.sent_at[-1] == pytest.approx(ENDS, abs=5)


@in_virtual_time
async def test_all_chats_that_wake_together_are_released_in_batches(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "RELEASE_BATCH", 2)
    owe(room, chats=5, articles=2)
    for number in range(5):
        room.store.quiet.snooze(chat(str(number)), later(seconds=ENDS), NOW)
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, held=10)
        await settled(room, within=ENDS + 60, sent=10)
    assert len(platform.sent) == 5


@in_virtual_time
async def test_a_chat_for_which_no_message_of_a_quiet_time_can_be_made_loses_nothing(quiet: Room) -> None:
    quiet.fan_out()
    with quiet.store.database.engine.begin() as db:
        db.execute(t.chat.update().where(t.chat.c.native_id == "0").values(timezone="Not/AZone", quiet_until=NOW))
        db.execute(t.preference.delete())
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, within=ENDS + 60, sent=3, pending=3)
