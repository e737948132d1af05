"""Operators are told once that a way into a source has moved or is withdrawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.i18n.translator import ENGLISH
from bot.model import DeliveryState, Source, Way, WayState
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.run import App
from bot.worker.ways import way_notices, withdrawn_sources
from tests.builders import written
from tests.fakes import FakePlatform
from tests.intake.site import Site, item, rss
from tests.worker.test_worker import BOSS, Clock, words

AT = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
TWO = Source(
    key="kt", name="KT", language="en", ways=(Way(url="https://me:secret@kt.kz/rss"), Way(url="https://kt.kz/b"))
)
MOVED = WayState(source_key="kt", address="https://kt.kz/rss", moved_to="https://new.kz/rss")
GONE = WayState(source_key="kt", address="https://kt.kz/rss", gone_at=AT)
OTHER_GONE = WayState(source_key="kt", address="https://kt.kz/b", gone_at=AT)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


def told(*ways: WayState) -> list[str]:
    notices = way_notices(ways, [TWO], {"kt": "KT (en)"})
    assert all(len(subject) <= 120 for subject in notices)
    return [written(make(translate=ENGLISH)) for make in notices.values()]


def test_what_to_write_into_the_file_is_told() -> None:
    (moved,) = told(MOVED)
    assert "**KT (en)** has moved for good." in moved
    assert "I read it at https://new.kz/rss" in moved
    assert "write that in place of https://kt.kz/rss" in moved
    (gone,) = told(GONE)
    assert "**KT (en)** was withdrawn for good at one of its addresses." in gone
    assert "At 2025-11-25 09:00 UTC https://kt.kz/rss answered 410 Gone" in gone
    assert all("**KT (en)** was withdrawn for good." in each for each in told(GONE, OTHER_GONE))
    assert told(WayState(source_key="kt", address="https://kt.kz/rss", every=60)) == []


def test_another_word_of_the_same_way_is_another_notice() -> None:
    again = WayState(source_key="kt", address="https://kt.kz/rss", moved_to="https://newer.kz/rss")
    later = WayState(source_key="kt", address="https://kt.kz/rss", gone_at=AT + timedelta(days=1))
    subjects = [set(way_notices([way], [TWO], {})) for way in (MOVED, again, GONE, later, MOVED)]
    assert len(set.union(*subjects)) == 4
    assert withdrawn_sources([GONE], [TWO]) == set()
    assert withdrawn_sources([GONE, OTHER_GONE], [TWO]) == {"kt"}


async def test_the_whole_bot_tells_operators_once_of_a_move_and_of_a_withdrawal(store: Store) -> None:
    clock, platform = Clock(), FakePlatform()
    async with Site() as site:
        site.moves("/old", "/new", status=301)
        site.says("/new", rss(item("A")))
        site.says("/gone", status=410)
        sources = [
            Source(key=key, name=key.title(), language="en", ways=(Way(url=f"{site.url}/{path}"),), every=300)
            for key, path in (("mover", "old"), ("leaver", "gone"))
        ]
        rules = Rules(sources=tuple(sources))
        app = App(store=store, rules=rules, sources=sources, platforms=[platform], clock=clock, operators=BOSS)
        await app.start()
        async with asyncio.timeout(60):
            while len(store.sources.ways()) < 2:
                await asyncio.sleep(0.03)
        for later in (timedelta(), timedelta(hours=2)):
            clock.ahead += later
            for _ in range(2):
                await app.chores.notify_operators()
            async with asyncio.timeout(60):
                while store.outbox.count_letters((DeliveryState.PENDING, DeliveryState.SENDING)):
                    await asyncio.sleep(0.03)
        await app.stop()
        said = sorted(words(message) for _, message, _ in platform.sent)
        assert len(said) == 2, "the withdrawn source is not told again as one that fails"
        assert said[0].startswith("Leaver (en) was withdrawn for good.")
        assert f"I read it at {site.url}/new" in said[1]
        assert site.paths().count("/gone") == 1
