"""Stopped after each write and started again: nothing is lost, nothing comes twice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from bot.intake.reader import Reader
from bot.storage.store import Store
from tests.intake.room import Room
from tests.intake.site import Site

OF_SOURCES = ("finish_poll", "fail_poll")
OF_ARTICLES = ("add_entry", "store_page", "fail_page", "store_matches")


class Crash(BaseException):
    """The power is cut: nothing of ours may catch it."""


def doomed(url: str, writes: int) -> Store:
    """A store whose process dies when so many writes are done: nothing works from then on."""
    store = Store.open(url)
    left = writes

    def dying(write: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                raise Crash
            left -= 1
            return write(*args, **kwargs)

        return do

    for part, names in ((store.sources, OF_SOURCES), (store.articles, OF_ARTICLES)):
        for name in names:
            setattr(part, name, dying(getattr(part, name)))
    return store


def fill(room: Room) -> None:
    for number in range(3):
        room.news.publishes(number, f"News {number}", "The depot opens.", at=room.now)
    path = room.news.publishes(7, "No page", at=room.now, teaser="A depot in the teaser.")
    room.site.says(path, status=404)


@pytest.mark.parametrize("writes", range(10))
async def test_a_crash_after_any_write_loses_and_doubles_nothing(
    site: Site, database_url: str, reader: Reader, writes: int
) -> None:
    before = Room(site, database_url, reader=reader, time_limit=10)
    before.follow("depot")
    await before.first_poll()
    await before.close()

    crashing = Room(site, database_url, store=doomed(database_url, writes), reader=reader, time_limit=10)
    crashing.later(minutes=5)
    fill(crashing)
    with contextlib.suppress(Crash):
        await crashing.walk()
    await crashing.close()

    after = Room(site, database_url, reader=reader, time_limit=10)
    after.news = crashing.news
    owed: list[str] = []
    for _ in range(4):  # the pageless one goes out on its teaser when it has waited for 15 minutes
        after.later(minutes=16)
        await after.walk()
        owed += after.titles_owed()
    stored = [one.title for one in after.articles()]
    in_stories = {entry.article.title for one in after.articles() for entry in after.store.stories.of(one.id)}
    await after.close()
    assert in_stories == set(stored), "each came to its story with its matches"
    assert sorted(stored) == sorted(owed) == ["News 0", "News 1", "News 2", "No page"]
