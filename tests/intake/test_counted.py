"""Polls are counted by source and by what they came to, and so are the articles that they bring."""

from __future__ import annotations

from tests.intake.room import Room


async def test_polls_and_new_articles_are_counted(room: Room) -> None:
    await room.first_poll()
    room.counter.take()
    room.news.publishes(1, "One", at=room.now)
    room.news.publishes(2, "Two", at=room.now)
    for _ in range(2):
        await room.poll()
        room.later(minutes=5)
    room.site.says("/rss", "no feed at all")
    await room.poll()
    found = {(name, *(text for _, text in labels)): value for (name, labels), value in room.counter.take().items()}
    key = room.source.key
    assert found == {
        ("jarshy_articles_stored_total", key): 2,
        ("jarshy_polls_total", "read", key): 1,
        ("jarshy_polls_total", "unchanged", key): 1,
        ("jarshy_polls_total", "failed", key): 1,
    }
