"""In a quiet time nothing is sent but what rings; then all of it comes once, in one message, whatever happened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.delivery import deliver
from bot.model import Cause, ChatKind, Delivery, GiveUp, QuietHours, RetryAt
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


LINE = "🌙 3 articles that came while it was quiet may not have arrived: I was interrupted while sending them."
BUNDLE = "3 new: AI — Title 2"
GONE = RetryAt(cause=Cause.TIMEOUT, maybe_sent=True)
AWAY = RetryAt(cause=Cause.UNREACHABLE)


@in_virtual_time
async def test_killed_between_the_send_and_its_record_it_is_asked_about_and_not_sent_twice(quiet: Room) -> None:
    quiet.fan_out()
    quiet.store.quiet.resume(ME, NOW)
    claimed = quiet.store.outbox.claim("telegram", NOW, 9, per_chat=100)
    mine_of_them = {owed.chat_id for owed in claimed if owed.chat == ME}
    assert quiet.store.outbox.begin_quiet(mine_of_them, NOW) == mine_of_them
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=6)
    assert mine(platform) == [(LINE, True)]
    (line,) = [message for to, message, _ in platform.sent if to == ME]
    (button,) = line.buttons[0]
    assert button.action == f"held {min(owed.article.id for owed in claimed if isinstance(owed, Delivery))} 1"
    assert len(quiet.store.outbox.carried_with(ME, int(button.action.split()[1]))) == 3, "the button shows all of it"


@pytest.mark.parametrize(
    ("why", "verdicts", "told"),
    [
        ("no answer came", [GONE], [LINE]),
        ("a fault of ours in sending", [ValueError("a bug")], [LINE]),
        ("no answer came, twice", [GONE, GONE], [LINE]),
        ("the line is tried until it is taken", [GONE, AWAY], [LINE]),
        ("it was surely not sent", [AWAY, AWAY], [BUNDLE]),
        ("refused for its markup", [RetryAt(cause=Cause.BAD_MESSAGE, plain=True)], [BUNDLE]),
    ],
)
@in_virtual_time
async def test_what_may_have_arrived_is_asked_about_and_what_did_not_is_sent_again(
    quiet: Room, why: str, verdicts: list[RetryAt | Exception], told: list[str]
) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        platform.will(*verdicts)
        quiet.store.quiet.resume(ME, NOW)
        await settled(quiet, within=300, sent=6)
    assert [text for text, _ in mine(platform)] == told, why


@in_virtual_time
async def test_what_comes_in_the_next_quiet_time_is_no_part_of_what_is_in_doubt(quiet: Room) -> None:
    platform = FakePlatform()
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, held=3)
        platform.will(GONE)
        quiet.store.quiet.resume(ME, NOW)
        while platform.asked < 4:
            await asyncio.sleep(0.1)
        await settled(quiet, sent=3, pending=3)
        quiet.store.quiet.snooze(ME, later(minutes=30), NOW)
        for number in (7, 8):
            quiet.match(quiet.add_article(number), 1)
        await settled(quiet, within=300, sent=5, held=5)
        quiet.store.quiet.resume(ME, NOW)
        await settled(quiet, within=300, sent=10)
    assert [text for text, _ in mine(platform)] == [LINE, "2 new: AI — Title 8"]


@in_virtual_time
async def test_a_channel_whose_readers_can_press_nothing_gets_it_again(room: Room) -> None:
    owe(room, chats=1, articles=3, kind=ChatKind.CHANNEL)
    room.store.quiet.snooze(ME, later(minutes=1), NOW)
    platform = FakePlatform().will(GONE)
    async with delivering(room, platform):
        await settled(room, held=3)
        await settled(room, within=300, sent=3)
    assert mine(platform) == [("3 articles", True)]
    assert platform.asked == 2


@in_virtual_time
async def test_nothing_is_sent_of_which_it_can_t_be_written_down_that_it_begins(
    quiet: Room, caplog: pytest.LogCaptureFixture
) -> None:
    quiet.fan_out()
    quiet.store.quiet.resume(ME, NOW)
    platform = FakePlatform()
    with quiet.store.database.engine.connect().execution_options(writes=True) as db, db.begin():
        db.exec_driver_sql(
            "CREATE TRIGGER refused BEFORE UPDATE OF begun_at ON delivery WHEN NEW.begun_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    async with delivering(quiet, platform):
        await settled(quiet, sent=3, pending=3)
        assert mine(platform) == []
        with quiet.store.database.engine.connect().execution_options(writes=True) as db, db.begin():
            db.exec_driver_sql("DROP TRIGGER refused")
        await settled(quiet, within=60, sent=6)
    assert mine(platform) == [(BUNDLE, True)]


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
