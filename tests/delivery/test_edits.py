"""Sent alerts are edited in what alerts leave over; what is refused of an edit is nobody's fault."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.delivery.deliver import Deliverer
from bot.model import (
    Cause,
    ChatKind,
    ChatLost,
    ChatMoved,
    ChatRefused,
    DeliveryState,
    GiveUp,
    RetryAt,
    Stop,
    Task,
    TaskState,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.store import Person
from bot.storage.story_heads import ask_for
from tests.builders import labels, written
from tests.databases import sqlite_file
from tests.delivery.harness import delivering, follow_all, owe, rare_looks, reached, rows, settled
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.fakes import FakePlatform
from tests.storage.conftest import Room, chat
from tests.virtual import EPOCH, in_virtual_time, run_virtually, wall_clock

__all__ = ["rare_looks"]

FLOOD = RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(seconds=40), whole_platform=True)
PASSING = RetryAt(cause=Cause.SERVER_ERROR, detail="502")


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


def join(room: Room, *, head: int = 1, number: int = 100) -> int:
    """Another article of the story joins the alert of each chat that was sent its first one; edits are asked for."""
    joined = room.add_article(number)
    assert joined is not None
    d = t.delivery.c
    columns = (d.chat_id, d.lane, d.fair_at, d.not_before)
    with room.store.database.write_transaction() as db:
        heads = db.execute(select(*columns).where(d.article_id == head)).mappings().all()
        new = {"article_id": joined, "head_id": head, "state": DeliveryState.JOINED}
        db.execute(t.delivery.insert(), [{**row, **new, "attempts": 0} for row in heads])
        ask_for(db, [(row["chat_id"], joined) for row in heads], wall_clock())
    return joined


@asynccontextmanager
async def editing(
    room: Room,
    platform: FakePlatform,
    *,
    chats: int,
    kind: ChatKind = ChatKind.PRIVATE,
    within: float = 10.0,
    **more: Any,
) -> AsyncIterator[Deliverer]:
    """Each chat was sent an alert, and an edit of each is asked for."""
    owe(room, chats=chats, kind=kind)
    async with delivering(room, platform, **more) as deliverer:
        await settled(room, within=within, sent=chats)
        join(room)
        deliverer.wake()
        yield deliverer


def waiting(room: Room) -> int:
    """How many edits are asked for and not made."""
    with room.store.database.read_transaction() as db:
        return db.scalar(select(func.count()).select_from(t.edit)) or 0


def chats_at_rest(room: Room) -> int:
    c = t.chat.c
    with room.store.database.read_transaction() as db:
        at_rest = c.paused_at.is_not(None) | c.waits_until.is_not(None) | (c.refusals > 0)
        return db.scalar(select(func.count()).select_from(t.chat).where(at_rest)) or 0


async def no_edit_waits(room: Room, within: float = 60) -> None:
    await reached(room, lambda: not waiting(room), within=within, step=0.05)


@in_virtual_time
async def test_a_sent_alert_is_edited_and_nobody_is_told_anew(room: Room) -> None:
    platform = FakePlatform()
    async with editing(room, platform, chats=2):
        await no_edit_waits(room)
    assert len(platform.sent) == 2
    assert sorted(ref for ref, _, _ in platform.edited) == ["1", "2"]
    for _, message, plain in platform.edited:
        assert "also: " in written(message)
        assert not plain
        assert message.more is not None


@in_virtual_time
async def test_what_is_asked_for_while_it_is_edited_is_edited_once_more(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        hold = platform.hold()
        join(room)
        deliverer.wake()
        await platform.wait_edited(1)
        join(room, number=101)
        hold.set()
        await no_edit_waits(room)
    first, second = (written(message).partition("also: ")[2].count(" · ") for _, message, _ in platform.edited)
    assert second == first + 1


@in_virtual_time
async def test_an_edit_waits_while_any_alert_does(room: Room) -> None:
    query = follow_all(room, [str(number) for number in range(20)], "AI")
    room.match(room.add_article(0), query)
    platform = FakePlatform(rate=5)
    async with delivering(room, platform) as deliverer:
        await settled(room, within=60, sent=20)
        room.match(room.add_article(55), query)
        join(room)
        deliverer.wake()
        await platform.wait_sent(30)
        with room.store.database.read_transaction() as db:
            assert set(db.scalars(select(t.edit.c.state))) == {DeliveryState.PENDING}, "none is claimed meanwhile"
        await settled(room, within=60, sent=40, joined=20)
        await no_edit_waits(room)
    assert platform.edited_at[0] >= platform.sent_at[-1]
    assert len(platform.edited) == 20


@in_virtual_time
async def test_an_alert_that_comes_while_many_edits_wait_goes_at_once(room: Room) -> None:
    owe(room, chats=100)
    platform = FakePlatform(rate=20)
    async with delivering(room, platform) as deliverer:
        await settled(room, within=60, sent=100)
        join(room)
        await platform.wait_edited(10)
        came = asyncio.get_running_loop().time()
        room.match(room.add_article(55), room.follow(chat("new"), "waste"))
        deliverer.wake()
        await platform.wait_sent(101)
        assert platform.sent_at[-1] - came < 0.5
        assert len(platform.edited_at) < 60
        await no_edit_waits(room)
    assert len(platform.edited) == 100


@in_virtual_time
async def test_edits_keep_the_pace_that_messages_have(room: Room) -> None:
    platform = FakePlatform(rate=10)
    async with editing(room, platform, chats=60, within=60):
        await no_edit_waits(room)
    seconds = platform.edited_at[-1] - platform.edited_at[0]
    assert 60 / seconds < 11


@in_virtual_time
async def test_where_edits_have_a_limit_of_their_own_they_keep_that(room: Room) -> None:
    platform = FakePlatform(rate=10, edits=0.5)
    async with editing(room, platform, chats=20, within=60) as deliverer:
        await platform.wait_edited(10)
        room.match(room.add_article(55), room.follow(chat("0"), "waste"))
        deliverer.wake()
        came = asyncio.get_running_loop().time()
        await platform.wait_sent(21)
        assert platform.sent_at[-1] - came < 1.2, "they take nothing from messages"
        await no_edit_waits(room)
    between = [later - earlier for earlier, later in zip(platform.edited_at[5:], platform.edited_at[6:], strict=False)]
    assert min(between) > 1.9


@pytest.mark.parametrize(
    "verdict",
    [
        GiveUp(cause=Cause.BAD_MESSAGE, detail="message to edit not found"),
        GiveUp(cause=Cause.BAD_MESSAGE, detail="edit_window_closed"),
        ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found"),
        ChatRefused(cause=Cause.ARCHIVED, detail="is_inactive"),
        ChatLost(cause=Cause.BLOCKED, detail="bot was blocked by the user"),
        ChatMoved(id="-100"),
        RetryAt(cause=Cause.TOO_LONG, detail="msg_too_long", plain=True),
    ],
    ids=str,
)
@in_virtual_time
async def test_what_is_refused_stays_as_it_was_sent_and_its_chat_goes_on(room: Room, verdict: Verdict) -> None:
    platform = FakePlatform().will_edit(verdict)
    async with editing(room, platform, chats=1) as deliverer:
        await platform.wait_edited(1)
        await no_edit_waits(room)
        room.match(room.add_article(55), room.follow(chat("0"), "waste"))
        deliverer.wake()
        await settled(room, sent=2, joined=1)
    assert platform.edited == []
    assert chats_at_rest(room) == 0
    assert rows(room)[0]["state"] == DeliveryState.SENT


@in_virtual_time
async def test_thirty_chats_that_are_gone_are_no_outage(room: Room) -> None:
    outages: list[tuple[str, bool]] = []
    platform = FakePlatform().will_edit(*[ChatRefused(cause=Cause.CHAT_NOT_FOUND)] * 30)
    async with editing(room, platform, chats=30, outages=outages):
        await no_edit_waits(room)
    assert outages == []
    assert chats_at_rest(room) == 0


@in_virtual_time
async def test_a_temporary_error_is_retried(room: Room) -> None:
    platform = FakePlatform().will_edit(PASSING, ValueError("a fault of ours"))
    async with editing(room, platform, chats=1):
        await no_edit_waits(room)
    assert len(platform.edited) == 1
    first, second, third = platform.edited_at
    assert second - first == pytest.approx(5, abs=2)
    assert third - second == pytest.approx(15, abs=2)


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_flood_limit_is_obeyed_to_the_second_by_edits_and_messages(room: Room) -> None:
    platform = FakePlatform().will_edit(FLOOD)
    async with editing(room, platform, chats=1) as deliverer:
        await platform.wait_edited(1)
        room.match(room.add_article(55), room.follow(chat("0"), "waste"))
        deliverer.wake()
        await settled(room, within=60, sent=2, joined=1)
        await no_edit_waits(room)
    assert platform.sent_at[-1] - platform.edited_at[0] > 40
    assert platform.edited_at[1] - platform.edited_at[0] > 40


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_limit_of_edits_alone_is_obeyed_by_edits_alone(room: Room) -> None:
    platform = FakePlatform(edits=1).will_edit(FLOOD)
    async with editing(room, platform, chats=1) as deliverer:
        await platform.wait_edited(1)
        room.match(room.add_article(55), room.follow(chat("0"), "waste"))
        deliverer.wake()
        await settled(room, within=10, sent=2, joined=1)
        assert len(platform.edited_at) == 1
        await no_edit_waits(room)
    assert platform.edited_at[1] - platform.edited_at[0] > 40


@in_virtual_time
async def test_a_refused_token_stops_the_lane_and_loses_no_edit(room: Room) -> None:
    refused: list[tuple[str, str]] = []
    platform = FakePlatform().will_edit(*[Stop(detail="401")] * 2)
    async with editing(room, platform, chats=3, refused=refused) as deliverer:
        await platform.wait_edited(1)
        await asyncio.sleep(10)
        assert waiting(room) == 3
        assert [name for name, _ in refused] == ["telegram"]
        deliverer.resume("telegram")
        await no_edit_waits(room)
    assert len(platform.edited) == 3


@in_virtual_time
async def test_what_is_claimed_when_the_program_stops_is_given_back(room: Room) -> None:
    platform = FakePlatform(rate=5)
    async with editing(room, platform, chats=30, within=60):
        await platform.wait_edited(5)
    with room.store.database.read_transaction() as db:
        states = set(db.scalars(select(t.edit.c.state)))
    assert states == {DeliveryState.PENDING}
    assert waiting(room) == 30 - len(platform.edited)


@in_virtual_time
async def test_in_a_group_edits_leave_half_of_a_minutes_messages_to_alerts(room: Room) -> None:
    owe(room, chats=1, articles=1, kind=ChatKind.GROUP)
    platform = FakePlatform(chat_rate=1, group_per_minute=20)
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        for number in range(30):
            join(room, number=100 + number)
            deliverer.wake()
            await asyncio.sleep(3.2)
        await no_edit_waits(room, within=300)
    in_first_minute = [at for at in platform.edited_at if at < platform.edited_at[0] + 60]
    assert 5 <= len(in_first_minute) <= 10


@in_virtual_time
async def test_an_edit_keeps_the_buttons_of_its_alert_and_who_has_taken_it(room: Room) -> None:
    owe(room, chats=1, kind=ChatKind.GROUP)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        assert labels(platform.sent[0][1]) == [["✋ I'll take it", "✅ Done"]]
        room.store.tasks.take(chat("-0"), 1, Person("7", "Aliya"), wall_clock())
        join(room)
        deliverer.wake()
        await no_edit_waits(room)
    ((_, message, _),) = platform.edited
    assert labels(message) == [["🧵 Story"], ["✅ Done", "Give it back"]]
    assert "✋ Aliya" in written(message)


@in_virtual_time
async def test_an_edit_that_can_not_be_made_is_left_and_holds_up_no_other(room: Room) -> None:
    owe(room, chats=2)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=2)
        with room.store.database.write_transaction() as db:
            db.execute(t.chat.update().where(t.chat.c.native_id == "0").values(timezone="Nowhere/At_all"))
        join(room)
        deliverer.wake()
        await no_edit_waits(room)
    assert len(platform.edited) == len(platform.edited_at) == 1


@in_virtual_time
async def test_nothing_is_edited_within_a_minute_of_a_press_in_that_chat(room: Room) -> None:
    owe(room, chats=2)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=2)
        pressed = asyncio.get_running_loop().time()
        deliverer.wait_for(chat("0"))
        deliverer.wait_for(chat("0", platform="slack"))
        join(room)
        await no_edit_waits(room, within=90)
    first, second = platform.edited_at
    assert first - pressed < 5
    assert 60 <= second - pressed < 65


@in_virtual_time
async def test_an_alert_of_which_nothing_is_followed_any_more_stays_as_it_is(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        join(room)
        assert room.store.follows.unsubscribe(chat("0"), 1, wall_clock())
        deliverer.wake()
        await no_edit_waits(room)
    assert platform.edited_at == []


@in_virtual_time
async def test_a_follow_that_only_what_joined_answers_is_named_by_the_edit(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        joined = join(room)
        waste = room.follow(chat("0"), "waste")
        with room.store.database.write_transaction() as db:
            found = {"article_id": joined, "query_id": waste, "sentence": "A waste.", "spans": "[[2, 7]]"}
            db.execute(t.match.insert().values(found))
        deliverer.wake()
        await no_edit_waits(room)
        assert "🔔 AI, waste" in written(platform.edited[-1][1])
        assert "A waste." not in written(platform.edited[-1][1])
        assert room.store.follows.unsubscribe(chat("0"), 1, wall_clock())
        room.store.outbox.ask_edit(1, joined, wall_clock())
        deliverer.wake()
        await no_edit_waits(room)
    assert "🔔 waste" in written(platform.edited[-1][1]), (
        "news is not hidden because the first of it is followed no more"
    )


@in_virtual_time
async def test_a_follow_up_is_sent_as_a_reply(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=1)
        later = room.add_article(55)
        with room.store.database.write_transaction() as db:
            db.execute(
                t.story_article.insert().values(
                    article_id=later, assigned_at=wall_clock(), copied=False, new_text='["It opens in May."]'
                )
            )
        room.match(later, room.follow(chat("0"), "waste"))
        assert room.store.outbox.fan_out(wall_clock(), 10)
        with room.store.database.write_transaction() as db:
            db.execute(t.delivery.update().where(t.delivery.c.article_id == later).values(head_id=1))
        deliverer.wake()
        await settled(room, sent=2)
    assert platform.replies == [None, "1"]
    assert "It opens in May." in written(platform.sent[1][1])


@in_virtual_time
async def test_who_has_taken_it_is_known_of_a_sent_alert(room: Room) -> None:
    owe(room, chats=1, kind=ChatKind.GROUP)
    async with delivering(room, FakePlatform()):
        await settled(room, sent=1)
    room.store.tasks.take(chat("-0"), 1, Person("7", "Aliya"), EPOCH)
    found = room.store.outbox.delivery(chat("-0"), 1)
    assert found is not None
    assert found.task == Task(state=TaskState.TAKEN, person_name="Aliya", changed_at=EPOCH)
    room.store.tasks.reopen(chat("-0"), 1, EPOCH)
    again = room.store.outbox.delivery(chat("-0"), 1)
    assert again is not None
    assert again.task is None


async def latencies(room: Room, *, edits: bool) -> list[float]:
    """Seconds that each alert took: four articles for 60 chats, one every half minute, edits asked for just before."""
    query = follow_all(room, [str(number) for number in range(60)], "AI")
    platform = RateLimitedPlatform()
    found: list[float] = []
    async with delivering(room, platform) as deliverer:
        for number in range(4):
            sent = len(platform.sent)
            if edits and number:
                join(room, head=1, number=1000 + number)
                await asyncio.sleep(1)
            came = asyncio.get_running_loop().time()
            room.match(room.add_article(number), query)
            deliverer.wake()
            await settled(
                room, within=60, sent=60 * (number + 1), **({"joined": 60 * number} if edits and number else {})
            )
            alerts = [
                at for at, _, message in platform.sent[sent:] if f"Title {number}" in written(message).split("\n")[0]
            ]
            found += [at - came for at in alerts]
            await asyncio.sleep(30)
    assert platform.refusals == 0
    return sorted(found)


@lru_cache(maxsize=1)
def latencies_without_edits() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        room = Room(sqlite_file(Path(folder)))
        found = run_virtually(latencies(room, edits=False))
        room.store.close()
    return found


def test_alerts_are_as_quick_as_without_edits(room: Room) -> None:
    without, with_edits = latencies_without_edits(), run_virtually(latencies(room, edits=True))
    assert len(without) == len(with_edits) == 240
    assert with_edits[216] <= 1.05 * without[216]
