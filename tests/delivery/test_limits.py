"""All of delivery against a platform that enforces its limits, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.matching.query import GRAMMAR
from bot.model import ChatKind
from tests.delivery.harness import delivering, owe, settled, story
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.many import add_articles
from tests.storage.conftest import NOW, Room, chat, later
from tests.virtual import in_virtual_time


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


@in_virtual_time
async def test_many_chats_are_sent_to_at_the_limit_and_nothing_is_refused(room: Room) -> None:
    owe(room, chats=300)
    platform = RateLimitedPlatform()
    async with delivering(room, platform):
        await settled(room, within=60, sent=300)
    last, _, _ = platform.sent[-1]
    assert 300 / (last - platform.latency) >= 28.0
    assert platform.refusals == 0


@in_virtual_time
async def test_busy_groups_are_folded_before_their_minute_is_full_and_nothing_is_refused(room: Room) -> None:
    owe(room, chats=2, articles=5, kind=ChatKind.GROUP)
    platform = RateLimitedPlatform()
    async with delivering(room, platform) as deliverer:
        for number in range(20, 70):  # more than a group's limit per minute, one after another
            room.match(room.add_article(number), room.store.follows.upsert_query("AI", "AI", NOW, grammar=GRAMMAR))
            deliverer.wake()
            await asyncio.sleep(2)
        await settled(room, within=300, sent=2 * 55)
    assert platform.refusals == 0
    assert len([to for _, to, _ in platform.sent if to.id == "-0"]) <= 45, "some were folded"


@in_virtual_time
async def test_groups_owed_ten_minutes_of_their_limit_have_it_all_within_one(room: Room) -> None:
    owe(room, chats=2, articles=220, kind=ChatKind.GROUP)
    platform = RateLimitedPlatform()
    async with delivering(room, platform):
        await settled(room, within=60, sent=440)
    firsts = [message.paragraphs[0][0][0].text for _, to, message in platform.sent if to.id == "-0"]
    told = [int(first.split()[0]) for first in firsts if " new: AI — Title" in first]  # those of a message on its pages
    assert sum(told) + len(firsts) - len(told) == 220
    assert platform.refusals == 0


@in_virtual_time
async def test_a_flood_for_one_chat_comes_in_few_messages_and_holds_up_nobody_else(room: Room) -> None:
    query, other = room.follow(chat("0"), "AI"), room.follow(chat("1"), "waste")
    platform = RateLimitedPlatform()
    async with delivering(room, platform) as deliverer:
        for second in range(20):
            add_articles(room, [(10 * second + place, NOW) for place in range(6)], query)
            if second == 12:
                room.match(room.add_article(999), other)
            deliverer.wake()
            await asyncio.sleep(1)
            assert second != 12 or platform.sent[-1][1].id == "1", "at once"
        await settled(room, within=120, sent=121)
    told = [at for at, to, _ in platform.sent if to.id == "0"]
    assert len(told) <= 6
    assert told[-1] - told[0] <= 90


@in_virtual_time
async def test_a_small_story_is_sent_within_seconds_while_a_big_one_is_in_progress(room: Room) -> None:
    story(room, 1, "AI", [str(number) for number in range(350)], NOW)
    platform = RateLimitedPlatform()
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(5)
        story(room, 2, "waste", [f"small {number}" for number in range(20)], later(seconds=5))
        deliverer.wake()
        await settled(room, within=60, sent=370)
    small = [at for at, to, _ in platform.sent if to.id.startswith("small")]
    assert max(small) < 5 + 5
    assert platform.sent[-1][0] > 12, "behind the big one they would have come later"
    assert platform.refusals == 0


@in_virtual_time
async def test_a_rate_that_is_set_too_high_is_reduced_and_loses_nothing(room: Room) -> None:
    owe(room, chats=300)
    platform = RateLimitedPlatform(rate=40.0)
    async with delivering(room, platform):
        await settled(room, within=300, sent=300)
    assert 0 < platform.refusals < 60
