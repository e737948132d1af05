"""A chat in another zone: its quiet hours and its digests keep their time of day, what is held waits accordingly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from bot.model import Cause, DeliveryState, QuietHours
from bot.storage import schema as t
from bot.storage.common import this_chat
from tests.storage.conftest import NOW, Room, chat

MINE, THEIRS = chat("1"), chat("2")
TOKYO, ALMATY, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/London")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stored(room: Room) -> tuple[str, datetime | None, datetime | None]:
    statement = select(t.chat.c.timezone, t.chat.c.quiet_from, t.chat.c.quiet_until).where(this_chat(MINE))
    with room.store.database.read_transaction() as db:
        row = db.execute(statement).one()
    return row.timezone, row.quiet_from, row.quiet_until


def plan(room: Room, weekdays: str, minutes: str) -> None:
    with room.store.database.write_transaction() as db:
        chat_id = db.execute(select(t.chat.c.id).where(this_chat(MINE))).scalar_one()
        values = {"weekdays": weekdays, "minutes": minutes, "next_at": NOW, "since_at": NOW}
        db.execute(insert(t.digest_schedule).values(chat_id=chat_id, **values))


@pytest.fixture
def two(room: Room) -> Room:
    for each in (MINE, THEIRS):
        room.follow(each, "AI")
    return room


def test_the_zone_of_one_chat_is_set_and_of_no_other(two: Room) -> None:
    two.store.chats.set_zone(MINE, TOKYO, NOW)
    assert stored(two) == ("Asia/Tokyo", None, None)
    theirs = two.store.chats.get(THEIRS)
    assert theirs is not None
    assert theirs.timezone != "Asia/Tokyo"


@pytest.mark.parametrize(
    ("hours", "zone", "at", "span"),
    [
        ((23, 8), ALMATY, "2025-11-25 09:00", ("2025-11-25 18:00", "2025-11-26 03:00")),
        ((23, 8), TOKYO, "2025-11-25 15:00", ("2025-11-25 14:00", "2025-11-25 23:00")),
        ((13, 14), ALMATY, "2025-11-25 09:30", ("2025-11-26 08:00", "2025-11-26 09:00")),
        # the clocks of Almaty were set back an hour at midnight
        ((22, 7), ALMATY, "2024-02-29 17:30", ("2024-02-29 16:00", "2024-03-01 02:00")),
        # those of London forward, within the span
        ((23, 7), LONDON, "2025-03-30 00:30", ("2025-03-29 23:00", "2025-03-30 06:00")),
        # 1:15 to 1:45 is skipped that day
        (
            (1.25, 1.75),
            LONDON,
            "2025-03-29 22:00",
            ("2025-03-31 00:15", "2025-03-31 00:45"),
        ),
    ],
)
def test_quiet_hours_go_on_or_come_next_at_their_time_of_day_there(
    two: Room, hours: tuple[float, float], zone: ZoneInfo, at: str, span: tuple[str, str]
) -> None:
    quiet = QuietHours(start=int(hours[0] * 60), end=int(hours[1] * 60))
    two.store.preferences.set_quiet_hours(MINE, quiet, NOW)
    two.store.chats.set_zone(MINE, zone, instant(at))
    assert stored(two) == (zone.key, *map(instant, span))


def test_what_is_held_waits_for_the_new_end_or_goes_at_once(two: Room) -> None:
    hour = NOW.astimezone(ALMATY).hour
    two.store.preferences.set_quiet_hours(MINE, QuietHours(start=hour * 60, end=(hour + 1) % 24 * 60), NOW)
    number = two.add_article(1)
    assert number is not None
    two.match(number, 1)
    two.fan_out()
    two.store.chats.set_zone(MINE, ALMATY, NOW)
    held = two.store.outbox.delivery_record(MINE, number)
    assert held is not None
    assert (held.state, held.cause, held.not_before) == (DeliveryState.HELD, Cause.QUIET, NOW + timedelta(hours=1))
    two.store.chats.set_zone(MINE, TOKYO, NOW)
    two.store.outbox.release_held(NOW, 100)
    assert "1" in {each.chat.id for each in two.store.outbox.claim("telegram", NOW, 9)}


@pytest.mark.parametrize(
    ("weekdays", "minutes", "zone", "next_at"),
    [
        ("0 1 2 3 4 5 6", "510", TOKYO, "2025-11-25 23:30"),
        ("0 1 2 3 4 5 6", "510 1200", TOKYO, "2025-11-25 11:00"),
        ("0", "540", ALMATY, "2025-12-01 04:00"),
        ("1", "840", ALMATY, "2025-12-02 09:00"),  # Tuesday at this very minute: the next one
    ],
)
def test_the_next_digest_comes_at_its_time_of_day_there(
    two: Room, weekdays: str, minutes: str, zone: ZoneInfo, next_at: str
) -> None:
    assert two.store.digests.schedule(THEIRS) is None
    plan(two, weekdays, minutes)
    two.store.chats.set_zone(MINE, zone, instant("2025-11-25 09:00"))
    assert (schedule := two.store.digests.schedule(MINE))
    assert schedule.next_at == instant(next_at)
