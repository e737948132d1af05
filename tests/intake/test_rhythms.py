"""The next poll of a real source: its row says when, learned from the archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.intake.poll import Poller
from bot.intake.rhythm import LONGEST
from bot.intake.rhythms import RELEARN
from bot.intake.timing import JITTER
from bot.model import Entry
from tests.intake.room import NOW, Room
from tests.intake.site import rss

MORNING = NOW.replace(hour=4)  #: 09:00 in Almaty


def publish_every_morning(room: Room, days: int = 21) -> None:
    """Ten articles between 09:00 and 09:50, on each day before now."""
    for day in range(1, days + 1):
        for step in range(10):
            at = MORNING - timedelta(days=day) + timedelta(minutes=5 * step)
            entry = Entry(guid=None, link=None, title=f"News {day} {step}", teaser="", published_at=at)
            room.store.articles.add_entry(
                room.source, entry, [], silent=False, page_due_at=None, now=at + timedelta(minutes=3)
            )


async def waits(room: Room, at: datetime) -> float:
    """Seconds from a poll at that time to the next one."""
    room.now = at
    await room.poll()
    next_poll_at = room.health().next_poll_at
    assert next_poll_at is not None
    return (next_poll_at - at).total_seconds()


async def test_a_new_source_keeps_its_interval(room: Room) -> None:
    room.news.publishes(1, "News")
    for minutes in range(0, 30, 10):
        wait = await waits(room, NOW + timedelta(minutes=minutes))
        assert room.source.every * (1 - JITTER) <= wait <= room.source.every * (1 + JITTER)


async def test_a_source_is_polled_often_when_it_publishes_and_seldom_when_it_does_not(room: Room) -> None:
    room.now = MORNING - timedelta(days=21, hours=1)
    room.news.publishes(1, "News", at=room.now)
    await room.poll()
    publish_every_morning(room)
    assert await waits(room, MORNING + timedelta(minutes=10)) < room.source.every * 0.6
    assert await waits(room, MORNING + timedelta(hours=12)) > room.source.every * 1.1


async def test_what_is_learned_is_read_from_the_archive_again_only_after_hours(room: Room) -> None:
    room.now = MORNING - timedelta(days=21, hours=1)
    room.news.publishes(1, "News", at=room.now)
    await room.poll()
    asked, read = [], room.store.sources.appearances

    def counted(source_key: str, since: datetime, limit: int) -> list[tuple[datetime, datetime]]:
        asked.append(room.now)
        return read(source_key, since, limit)

    room.store.sources.appearances = counted  # type: ignore[method-assign]
    for minutes in (0, 10, 20, 30):
        await waits(room, MORNING + timedelta(minutes=minutes))
    assert len(asked) == 1
    await waits(room, MORNING + RELEARN)
    assert len(asked) == 2


async def test_an_interval_of_seconds_is_kept_and_nothing_is_learned_for_it(room: Room) -> None:
    room.source = replace(room.source, every=2)
    room.now = MORNING - timedelta(days=21, hours=1)
    room.news.publishes(1, "News", at=room.now)
    await room.poll()
    publish_every_morning(room)
    assert await waits(room, MORNING + timedelta(minutes=10)) <= 2 * (1 + JITTER)


async def test_a_source_whose_hub_rings_is_polled_once_an_hour_for_when_it_does_not(room: Room) -> None:
    named: list[datetime] = []
    poller = Poller(
        http=room.http,
        reader=room.reader,
        catch_up=timedelta(hours=24),
        clock=lambda: room.now,
        owned_sources=lambda: {room.source.key: room.store},
        hub_named=lambda: named.append(room.now),
    )
    room.site.says("/rss", rss(), headers={"Link": f'<{room.site.url}/hub>; rel="hub"'})
    due_at = await poller.poll(room.source)
    (hub,) = room.store.hubs.to_ask([room.source.key], room.now)
    assert (hub.url, hub.topic) == (f"{room.site.url}/hub", f"{room.site.url}/rss")
    assert due_at is not None
    assert due_at < NOW + timedelta(minutes=6), "it has not rung yet"
    room.store.hubs.confirm(hub.path, timedelta(days=10), NOW)
    room.store.hubs.ring(hub.path, NOW)
    assert await poller.poll(room.source) == NOW + LONGEST
    assert named == [NOW], "by the first poll only"
    room.later(days=11)
    due_at = await poller.poll(room.source)
    assert due_at is not None
    assert due_at < room.now + timedelta(minutes=6), "its time has ended"
