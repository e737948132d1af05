"""A refusal concerns whom it means, for as long as it means it: chats limited or refused for hours, and outages."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from statistics import quantiles

import pytest

from bot.delivery.deliver import Deliverer
from bot.delivery.mass_refusal import MANY
from bot.model import Cause, ChatLost, ChatRefused
from tests.databases import sqlite_file
from tests.delivery.harness import Clock, delivering, follow_all, owe, rare_looks, rows, settled, story
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.storage.conftest import Room, chat
from tests.virtual import in_virtual_time, run_virtually, wall_clock

__all__ = ["rare_looks"]

HOURS = 3 * 3600.0
NOT_FOUND = ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
BLOCKED = ChatLost(cause=Cause.BLOCKED, detail="blocked")


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


def arrived(platform: RateLimitedPlatform) -> dict[str, float]:
    """When each chat got its first message."""
    first: dict[str, float] = {}
    for at, to, _ in platform.sent:
        first.setdefault(to.id, at)
    return first


async def delays(room: Room, limited: int, stories: int) -> list[float]:
    """Seconds until each message of some stories to 100 chats arrives, some of the chats being limited for hours."""
    platform = RateLimitedPlatform()
    for number in range(limited):
        platform.limit(str(number * 17), HOURS)
    names = [str(number) for number in range(100)]
    query_id, found = follow_all(room, names, "AI"), list[float]()
    async with delivering(room, platform) as deliverer:
        for number in range(stories):
            began = asyncio.get_running_loop().time()
            before = len(platform.sent)
            owe_article(room, number, query_id)
            deliverer.wake()
            async with asyncio.timeout(3600):
                while len(platform.sent) - before < len(names) - limited:
                    await asyncio.sleep(1)
            found += [at - began for at, *_ in platform.sent[before:]]
            await asyncio.sleep(60)
    return found


@lru_cache(maxsize=1)
def p90_of_well() -> float:
    """The slowest tenth if no chat is limited."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(sqlite_file(Path(folder)))
        found = run_virtually(delays(room, 0, 2))
        room.store.close()
    return quantiles(found, n=10)[-1]


@pytest.mark.parametrize(("limited", "most"), [(1, 5.0), (6, 10.0)])
def test_chats_limited_for_hours_delay_the_others_by_seconds(room: Room, limited: int, most: float) -> None:
    p90 = quantiles(run_virtually(delays(room, limited, 2)), n=10)[-1]
    assert p90 - p90_of_well() < most


@in_virtual_time
async def test_a_limited_chat_gets_everything_to_the_second_also_after_a_restart(room: Room) -> None:
    owe(room, chats=3)
    platform = RateLimitedPlatform()
    platform.limit("0", 400)
    async with delivering(room, platform):
        await settled(room, held=1, sent=2)
        assert platform.refusals == 1
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(100)
        story(room, 7, "AI", ["1"], wall_clock())
        deliverer.wake()
        await settled(room, within=500, sent=6)
    at = [at for at, to, _ in platform.sent if to == chat("0")]
    assert at[0] == pytest.approx(400, abs=3)
    assert platform.refusals == 1, "the database knows until when"


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_chat_in_slow_mode_stops_nobody_again_and_again(room: Room) -> None:
    platform = RateLimitedPlatform()
    query_id, slowest = follow_all(room, [str(number) for number in range(60)], "AI"), 0.0
    async with delivering(room, platform) as deliverer:
        for number in range(4):
            platform.limit("0", 60)
            began = asyncio.get_running_loop().time()
            owe_article(room, number, query_id)
            deliverer.wake()
            await asyncio.sleep(70)
            taken = [at - began for at, to, _ in platform.sent if at > began and to.id != "0"]
            slowest = max(slowest, *taken)
    assert slowest < 6


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_bot_limited_for_long_asks_a_few_times_only_and_sends_then(room: Room) -> None:
    owe(room, chats=60)
    platform = RateLimitedPlatform()
    platform.limit("", 900)
    async with delivering(room, platform):
        await settled(room, within=1500, sent=60)
    assert min(at for at, *_ in platform.sent) == pytest.approx(900, abs=3)
    assert platform.refusals <= 10


# --------------------------------------------------------------------------------------- refusals that may pass


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_refused_chat_waits_for_longer_each_time_and_then_gets_everything(room: Room) -> None:
    owe(room, chats=2)
    platform = RateLimitedPlatform()
    platform.wrongly["0"] = NOT_FOUND
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(500)
        assert platform.refusals == 3, "after 1 and 5 minutes"
        story(room, 7, "AI", ["1"], wall_clock())
        deliverer.wake()
        await settled(room, within=100, held=2, sent=2)
        del platform.wrongly["0"]
        await settled(room, within=1500, sent=4)
    titles = [message.paragraphs[0][0][0].text for _, to, message in platform.sent if to.id == "0"]
    assert titles == ["Title 0", "Title 7"]
    health = room.store.chats.get(chat("0"))
    assert health is not None
    assert not health.paused
    assert room.store.chats.count_waiting() == {}


@in_virtual_time
async def test_a_chat_refused_for_two_weeks_is_lost_in_the_end_and_told_what_it_missed(room: Room) -> None:
    owe(room, chats=1)
    clock = Clock()
    platform = RateLimitedPlatform()
    platform.wrongly["0"] = NOT_FOUND
    async with delivering(room, platform, clock=clock):
        for _day in range(13):
            await asyncio.sleep(5)
            clock.ahead += timedelta(days=1)
        await asyncio.sleep(5)
        found = room.store.chats.get(chat("0"))
        assert found is not None
        assert (found.paused, rows(room)[0]["state"]) == (False, "held")
        for _day in range(3):
            clock.ahead += timedelta(days=1)
            await asyncio.sleep(5)
    found = room.store.chats.get(chat("0"))
    assert found is not None
    assert (found.paused, found.missed) == (True, 1)


@in_virtual_time
async def test_who_is_woken_is_tried_at_once(room: Room) -> None:
    owe(room, chats=1)
    platform = RateLimitedPlatform()
    platform.wrongly["0"] = NOT_FOUND
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(100)
        del platform.wrongly["0"]
        assert room.store.chats.wake(chat("0"), wall_clock()) == 0, "nothing is missed"
        deliverer.wake()
        await settled(room, within=5, sent=1)


# ------------------------------------------------------------------------------------------------------ outages


@pytest.mark.parametrize("wrong", [NOT_FOUND, BLOCKED], ids=["not found", "blocked"])
@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_time_in_which_every_chat_is_refused_loses_nothing_and_ends_by_itself(
    room: Room, wrong: ChatRefused | ChatLost
) -> None:
    owe(room, chats=60, articles=2)
    platform = RateLimitedPlatform()
    platform.wrongly[""] = wrong
    outages: list[tuple[str, bool]] = []
    async with delivering(room, platform, outages=outages):
        await asyncio.sleep(900)
        assert outages == [("telegram", True)], "told once"
        assert platform.refusals <= MANY + 30, "all wait, but for one now and then"
        platform.wrongly.clear()
        await settled(room, within=700, sent=120)
    assert outages == [("telegram", True), ("telegram", False)]
    assert len(arrived(platform)) == 60
    assert room.store.chats.count_waiting() == room.store.chats.count_paused() == {}


@in_virtual_time
async def test_an_outage_that_a_restart_interrupts_loses_nothing(room: Room) -> None:
    owe(room, chats=60)
    platform = RateLimitedPlatform()
    platform.wrongly[""] = BLOCKED
    async with delivering(room, platform):
        await asyncio.sleep(20)
    platform.wrongly.clear()
    async with delivering(room, platform):
        await settled(room, within=400, sent=60)


@in_virtual_time
async def test_some_chats_refused_among_many_that_are_well_stop_nobody(room: Room) -> None:
    owe(room, chats=200)
    platform = RateLimitedPlatform()
    for number in range(0, 200, 5):
        platform.wrongly[str(number)] = NOT_FOUND
    outages: list[tuple[str, bool]] = []
    async with delivering(room, platform, outages=outages):
        await settled(room, within=20, held=40, sent=160)
        platform.wrongly.clear()
        await settled(room, within=100, sent=200)
    assert outages == []


def owe_article(room: Room, number: int, query_id: int) -> None:
    """Owe one more article to all who follow, without a word from them, which would wake those that wait."""
    room.match(room.add_article(number, at=wall_clock()), query_id, at=wall_clock())


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_chats_that_refuse_for_long_are_no_outage_however_often_they_are_tried(room: Room) -> None:
    names = [str(number) for number in range(100)]
    platform = RateLimitedPlatform()
    refusing = names[3::4]
    assert len(refusing) > MANY
    platform.wrongly |= dict.fromkeys(refusing, NOT_FOUND)
    outages: list[tuple[str, bool]] = []
    query_id, waited = follow_all(room, names, "AI"), [0.0]
    async with delivering(room, platform, outages=outages) as deliverer:
        for number in range(3):
            began = asyncio.get_running_loop().time()
            owe_article(room, number, query_id)
            deliverer.wake()
            await asyncio.sleep(400)  # meanwhile those that refuse are tried by themselves
            waited += [at - began for at, *_ in platform.sent if at > began]
    assert outages == []
    assert len(platform.sent) == 3 * (len(names) - len(refusing))
    assert max(waited) < 10


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_the_end_of_an_outage_is_seen_though_chats_that_refused_before_are_tried_first(room: Room) -> None:
    names = [str(number) for number in range(100)]
    platform = RateLimitedPlatform()
    refusing = names[3::4]
    platform.wrongly |= dict.fromkeys(refusing, NOT_FOUND)
    outages: list[tuple[str, bool]] = []
    query_id = follow_all(room, names, "AI")
    async with delivering(room, platform, outages=outages) as deliverer:
        owe_article(room, 0, query_id)
        deliverer.wake()
        await asyncio.sleep(400)
        platform.wrongly[""] = NOT_FOUND
        owe_article(room, 1, query_id)
        deliverer.wake()
        await asyncio.sleep(600)
        assert outages == [("telegram", True)]
        del platform.wrongly[""]
        await settled(room, within=400, held=2 * len(refusing), sent=2 * (len(names) - len(refusing)))
    assert outages == [("telegram", True), ("telegram", False)]


def test_a_deliverer_needs_nobody_to_tell(room: Room) -> None:
    Deliverer(outbox=room.store.outbox, platforms=[], clock=wall_clock, on_refused=lambda *_: None)
