"""What is owed is sent once, in order, and every verdict is obeyed. In virtual time: no test really waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import deliver, lane
from bot.delivery.deliver import Deliverer
from bot.delivery.retry import GIVE_UP_AFTER
from bot.errors import SendError
from bot.i18n.keys import from_json
from bot.i18n.translator import ENGLISH
from bot.messages.message import Message
from bot.model import Cause, Chat, ChatKind, ChatLost, ChatMoved, GiveUp, RetryAt, Stop
from bot.storage import schema as t
from bot.storage.claims import BLOCKING_ATTEMPTS
from bot.storage.common import UNCLAIMED
from tests.delivery.harness import Clock, delivering, owe, rare_looks, rows, settled
from tests.delivery.rate_limited import RateLimitedPlatform
from tests.fakes import FakePlatform
from tests.storage.conftest import Room, alerts, chat
from tests.virtual import in_virtual_time, wall_clock

__all__ = ["rare_looks"]

PASSING = RetryAt(cause=Cause.SERVER_ERROR, detail="502")
FLOOD = RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(seconds=40), whole_platform=True)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


def titles(platform: FakePlatform, who: Chat) -> list[str]:
    return [message.paragraphs[0][0][0].text for to, message, _ in platform.sent if to == who]


@in_virtual_time
async def test_every_chat_gets_every_article_once_in_order(room: Room) -> None:
    owe(room, chats=3, articles=4)
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, sent=12)
    for number in range(3):
        assert titles(platform, chat(str(number))) == ["Title 0", "Title 1", "Title 2", "Title 3"]


@in_virtual_time
async def test_a_chats_own_pace_delays_no_other(room: Room) -> None:
    owe(room, chats=2, articles=2)
    platform = FakePlatform(chat_rate=1)
    async with delivering(room, platform):
        await settled(room, sent=4)
    first, second, third, fourth = platform.sent_at
    assert second - first < 0.1
    assert third - first == pytest.approx(1.0, abs=0.02)
    assert fourth - second == pytest.approx(1.0, abs=0.02)


@in_virtual_time
async def test_delivery_starts_as_soon_as_news_is_matched(room: Room) -> None:
    platform = FakePlatform()
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(7.5)
        owe(room, chats=1)
        deliverer.wake()
        await platform.wait_sent(1)
    assert platform.sent_at == [pytest.approx(7.5, abs=0.1)]


@in_virtual_time
async def test_a_temporary_error_is_retried_when_it_is_due(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(PASSING, ValueError("a fault of ours"))
    async with delivering(room, platform):
        await settled(room, within=60, sent=1)
    assert platform.sent_at == [pytest.approx(5 + 15, abs=3)]


@in_virtual_time
async def test_after_a_bug_the_row_says_that_it_may_have_been_sent(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(TimeoutError())
    async with delivering(room, platform):
        await platform.wait_started(1)
        await asyncio.sleep(1)
        (row,) = rows(room)
        assert (row["state"], row["cause"]) == ("pending", Cause.MAYBE_SENT)
        assert ENGLISH(from_json(row["detail"])) == "TimeoutError in sending"
        await settled(room, sent=1)
    assert len(platform.sent) == 1


@in_virtual_time
async def test_a_chat_that_is_claimed_again_while_it_waits_for_its_turn_has_one_turn(room: Room) -> None:
    owe(room, chats=1, articles=2)
    platform = FakePlatform(chat_rate=0.55)
    async with delivering(room, platform):
        await platform.wait_sent(1)
        await asyncio.sleep(0.3)
        with room.store.database.write_transaction() as db:  # as a verdict does that is recorded a second time
            db.execute(t.delivery.update().where(t.delivery.c.state == "sending").values(**UNCLAIMED, state="pending"))
        await settled(room, sent=2)
        await asyncio.sleep(3)
    assert titles(platform, chat("0")) == ["Title 0", "Title 1"]


@in_virtual_time
async def test_refused_markup_is_sent_plain_at_once(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(RetryAt(cause=Cause.BAD_MESSAGE, detail="can't parse entities", plain=True))
    async with delivering(room, platform):
        await settled(room, sent=1)
    assert [plain for _, _, plain in platform.sent] == [True]
    assert platform.sent_at == [pytest.approx(0, abs=0.5)]


@in_virtual_time
async def test_a_retry_keeps_its_place_before_what_its_chat_is_owed_later(room: Room) -> None:
    owe(room, chats=2, articles=3)
    platform = FakePlatform().will(PASSING)
    async with delivering(room, platform):
        await settled(room, within=60, sent=6)
    assert titles(platform, chat("0")) == ["Title 0", "Title 1", "Title 2"]
    assert [to.id for to, _, _ in platform.sent] == ["1"] * 3 + ["0"] * 3, "and blocks no other"


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_one_that_keeps_failing_is_overtaken_in_the_end(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform().will(*[PASSING] * (BLOCKING_ATTEMPTS + 1))
    async with delivering(room, platform) as deliverer:
        await platform.wait_started(1)
        await asyncio.sleep(1)
        room.match(room.add_article(7), room.follow(chat("0"), "AI"))
        deliverer.wake()
        await settled(room, within=2000, sent=2)
    assert titles(platform, chat("0")) == ["Title 7", "Title 0"]


@in_virtual_time
async def test_a_chat_that_always_fails_slows_no_other_and_is_given_up_after_a_day(room: Room) -> None:
    owe(room, chats=30)

    class OneIsDown(FakePlatform):
        async def send(
            self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
        ) -> tuple[str, ...]:
            if chat.id == "0":
                self.will(PASSING)
            return await super().send(chat, message, plain=plain, reply_to=reply_to)

    platform = OneIsDown(rate=28)
    async with delivering(room, platform):
        await settled(room, pending=1, sent=29)
        assert platform.sent_at[-1] < 2
        with room.store.database.engine.begin() as db:  # 30 tries and a day later
            waits = t.delivery.c.state == "pending"
            tried = {"attempts": 30, "first_attempt_at": wall_clock() - GIVE_UP_AFTER, "not_before": wall_clock()}
            db.execute(t.delivery.update().where(waits).values(tried))
        await settled(room, sent=29, failed=1)
    assert room.store.outbox.latest_failures(9) == [(chat("0"), "Title 0", Cause.SERVER_ERROR, "502")]


@in_virtual_time
async def test_a_lost_chat_is_paused_and_the_others_are_not(room: Room) -> None:
    owe(room, chats=2, articles=2)
    platform = FakePlatform().will(ChatLost(cause=Cause.BLOCKED, detail="blocked"))
    async with delivering(room, platform):
        await settled(room, sent=2, dropped=2)
    lost = room.store.chats.get(chat("0"))
    assert lost is not None
    assert (lost.paused, lost.missed) == (True, 2)


@in_virtual_time
async def test_several_chats_may_be_lost_at_once(room: Room) -> None:
    owe(room, chats=15, articles=3)
    platform = FakePlatform(rate=28).will(*[ChatLost(cause=Cause.BLOCKED, detail="blocked")] * 15)
    async with delivering(room, platform):
        await settled(room, dropped=45)
    assert platform.asked == 15, "a lost chat is not tried twice"


@in_virtual_time
async def test_a_migrated_group_gets_its_alerts_under_its_new_id_in_order(room: Room) -> None:
    owe(room, chats=1, articles=3)
    platform = FakePlatform().will(ChatMoved(id="-100"))
    async with delivering(room, platform):
        await settled(room, sent=3)
    assert titles(platform, chat("-100")) == ["Title 0", "Title 1", "Title 2"]


# ------------------------------------------------------------------------------------------------------- folding


@in_virtual_time
async def test_more_than_five_at_once_become_one_message_that_all_rows_record(room: Room) -> None:
    owe(room, chats=1, articles=7)
    room.fan_out()
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, sent=7)
    ((_, message, _),) = platform.sent
    assert message.paragraphs[0][0][0].text.startswith("7 new: AI — ")
    assert [row["ref"] for row in rows(room)] == ["1"] * 7


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_what_is_enqueued_while_a_group_is_at_its_limit_is_folded(room: Room) -> None:
    owe(room, chats=1, articles=4, kind=ChatKind.GROUP)
    room.fan_out()
    platform = FakePlatform(rate=28, chat_rate=1, group_per_minute=1)
    async with delivering(room, platform) as deliverer:
        await settled(room, sent=4)
        for number in (7, 8, 9):
            room.match(room.add_article(number), room.follow(chat("-0"), "AI"))
        deliverer.wake()
        await settled(room, within=100, sent=7)
    assert [title.partition(":")[0] for title in titles(platform, chat("-0"))] == ["4 new", "3 new"]
    assert platform.sent_at[1] > 60


@in_virtual_time
async def test_a_bad_article_does_not_affect_those_folded_with_it(room: Room) -> None:
    owe(room, chats=1, articles=7)
    room.fan_out()

    class Picky(FakePlatform):
        async def send(
            self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
        ) -> tuple[str, ...]:
            texts = [span.text for paragraph in message.paragraphs for line in paragraph for span in line]
            if "Title 3" in texts:
                self.will(
                    GiveUp(cause=Cause.BAD_MESSAGE, detail="poison")
                    if plain
                    else RetryAt(cause=Cause.BAD_MESSAGE, detail="can't parse entities", plain=True)
                )
            return await super().send(chat, message, plain=plain, reply_to=reply_to)

    platform = Picky()
    async with delivering(room, platform):
        await settled(room, within=60, sent=6, failed=1)
    assert titles(platform, chat("0")) == [f"Title {number}" for number in (0, 1, 2, 4, 5, 6)]
    assert room.store.outbox.latest_failures(9) == [(chat("0"), "Title 3", Cause.BAD_MESSAGE, "poison")]


@pytest.mark.parametrize("articles", [2, 8])
@in_virtual_time
async def test_a_chat_for_which_no_message_can_be_made_loses_nothing_and_stops_no_other(
    room: Room, articles: int
) -> None:
    owe(room, chats=2, articles=articles)
    room.fan_out()
    with room.store.database.engine.begin() as db:
        db.execute(t.chat.update().where(t.chat.c.native_id == "0").values(timezone="Not/AZone"))
    platform = FakePlatform()
    async with delivering(room, platform):
        await settled(room, within=30, sent=articles, pending=articles)
    told = {(row["cause"], ENGLISH(from_json(row["detail"]))) for row in rows(room) if row["detail"]}
    assert (Cause.OURS, "ZoneInfoNotFoundError in making the message") in told


# -------------------------------------------------------------------------------------------------------- limits


@in_virtual_time
async def test_a_flood_limit_of_the_bot_pauses_the_whole_platform_to_the_second(room: Room) -> None:
    owe(room, chats=90)
    platform = RateLimitedPlatform()
    platform.limit("", 40)
    async with delivering(room, platform):
        await settled(room, within=300, sent=90)
    assert min(at for at, *_ in platform.sent) == pytest.approx(40, abs=1.1)
    assert platform.refusals <= 6, "what was in flight when the first refusal came"


@in_virtual_time
async def test_a_chat_at_its_own_limit_is_paused_alone(room: Room) -> None:
    owe(room, chats=60)
    room.match(room.add_article(9), room.follow(chat("0"), "waste"))

    class Strict(FakePlatform):
        async def send(
            self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
        ) -> tuple[str, ...]:
            if chat.id == "0" and self.sent_at and self.asked < 60:
                self.will(FLOOD)
            return await super().send(chat, message, plain=plain, reply_to=reply_to)

    platform = Strict(rate=28, chat_rate=1)
    async with delivering(room, platform):
        await settled(room, within=300, sent=61)
    others = [at for at, (to, _, _) in zip(platform.sent_at, platform.sent, strict=True) if to.id != "0"]
    assert max(others) < 4
    assert platform.sent_at[-1] > 40


@in_virtual_time
async def test_what_is_owed_waits_for_answers(room: Room) -> None:
    owe(room, chats=20)
    platform = FakePlatform(rate=2)
    async with delivering(room, platform) as deliverer:
        await platform.wait_sent(2)
        for _ in range(10):
            deliverer.count_sent(chat("77"), ChatKind.PRIVATE)
        deliverer.count_sent(chat("77", platform="slack"), ChatKind.PRIVATE)
        await settled(room, within=60, sent=20)
    assert platform.sent_at[-1] == pytest.approx((20 + 10 - 2) / 2, abs=1.0)


@in_virtual_time
async def test_further_parts_of_long_messages_count_into_the_pace_accepted_or_not(room: Room) -> None:
    owe(room, chats=20)

    class Splitting(FakePlatform):
        async def send(
            self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
        ) -> tuple[str, ...]:
            (ref,) = await super().send(chat, message, plain=plain, reply_to=reply_to)
            if chat.id == "0":
                raise SendError(GiveUp(cause=Cause.REFUSED, detail="refused after its third part"), (ref, "b", "c"))
            return (ref, "b", "c") if chat.id == "1" else (ref,)

    platform = Splitting(rate=2)
    async with delivering(room, platform):
        await settled(room, within=60, sent=19, failed=1)
    assert platform.sent_at[-1] == pytest.approx((20 + 4 - 2) / 2, abs=1.0)


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_topics_of_a_group_share_its_limits(room: Room) -> None:
    for topic in ("5", "6", "7"):
        room.add_chat(chat("-1", thread=topic), ChatKind.GROUP)
        query_id = room.follow(chat("-1", thread=topic), "AI")
        room.add_chat(chat("-1", thread=topic), ChatKind.GROUP)
    room.match(room.add_article(1), query_id)
    platform = FakePlatform(rate=28, chat_rate=1, group_per_minute=2)
    async with delivering(room, platform):
        await settled(room, within=100, sent=3)
    first, second, third = platform.sent_at
    assert (first < 1, second < 2, third > 60) == (True, True, True)


# --------------------------------------------------------------------------------------------- stopping and faults


@pytest.mark.usefixtures("rare_looks")
@in_virtual_time
async def test_a_refused_token_stops_only_its_platform_and_is_reported_once(room: Room) -> None:
    owe(room, chats=3)
    room.match(room.add_article(50), room.follow(chat("9", platform="slack"), "AI"))
    refused: list[tuple[str, str]] = []
    telegram = FakePlatform().will(*[Stop(detail="Unauthorized")] * 9)
    slack = FakePlatform("slack")
    async with delivering(room, telegram, slack, refused=refused) as deliverer:
        await asyncio.sleep(100)
        deliverer.halt("telegram")
    assert refused == [("telegram", "Unauthorized")]
    assert telegram.asked <= 3
    assert (telegram.sent, room.store.outbox.count_deliveries()) == ([], {"pending": 6, "sent": len(slack.sent)})


@in_virtual_time
async def test_stopping_records_messages_in_flight_and_starts_no_more(room: Room) -> None:
    owe(room, chats=40)
    platform = FakePlatform(rate=2)
    gate = platform.hold()
    deliverer = Deliverer(outbox=room.store.outbox, platforms=[platform], clock=wall_clock, on_refused=lambda *_: None)
    task = asyncio.create_task(deliverer.run())
    await platform.wait_started(1)
    deliverer.stop()
    await asyncio.sleep(3)
    gate.set()
    await asyncio.wait_for(task, 5)
    asked = len(platform.sent)
    assert 0 < asked < 4
    assert room.store.outbox.count_deliveries() == {"sent": asked, "pending": 40 - asked}
    assert all(row["claimed_by"] is None for row in rows(room))


def away(room: Room, *, back: bool = False) -> None:
    """Rename the table (or back): it fails like a locked database or a full disk."""
    names = ("away", "delivery") if back else ("delivery", "away")
    with room.store.database.engine.connect() as db:
        db.exec_driver_sql(f"ALTER TABLE {names[0]} RENAME TO {names[1]}")
        db.commit()


@contextmanager
def locked(room: Room) -> Iterator[None]:
    """Another connection holds the write lock, for longer than any timeout."""
    with room.store.database.engine.connect() as db:
        db.exec_driver_sql("PRAGMA busy_timeout=0")  # the pool's only connection: time-outs would be real
    with writing(room):
        yield


@contextmanager
def writing(room: Room) -> Iterator[None]:
    """Another connection holds the write lock for a while."""
    other = sqlite3.connect(room.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def full(room: Room) -> Iterator[None]:
    """The disk has no room for another page."""
    with room.store.database.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count=1")  # no more than exist
    yield
    with room.store.database.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count=1000000")


@contextmanager
def moved_away(room: Room) -> Iterator[None]:
    away(room)
    yield
    away(room, back=True)


@pytest.fixture
def file_room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


async def loses_and_repeats_nothing(room: Room, trouble: Callable[[Room], AbstractContextManager[None]]) -> None:
    owe(room, chats=150)
    platform = FakePlatform(rate=28)
    gate = platform.hold()
    async with delivering(room, platform):
        await platform.wait_started(2)
        with trouble(room):
            gate.set()
            await platform.wait_sent(2)
            await asyncio.sleep(12)
            begun = platform.asked
        recorded = sum(row["state"] == "sent" for row in rows(room))
        await settled(room, within=60, sent=150)
    assert begun - recorded <= 60, "what can't be recorded is not started; on a full disk some is, in existing pages"
    assert len(platform.sent) == 150


@pytest.mark.parametrize("trouble", [locked, full])
@in_virtual_time
async def test_a_file_that_is_locked_or_full_for_a_while_loses_nothing_and_repeats_nothing(
    file_room: Room, trouble: Callable[[Room], AbstractContextManager[None]]
) -> None:
    await loses_and_repeats_nothing(file_room, trouble)


@in_virtual_time
async def test_a_database_that_fails_for_a_while_loses_nothing_and_repeats_nothing(room: Room) -> None:
    await loses_and_repeats_nothing(room, moved_away)


async def test_no_more_is_started_than_a_crash_may_repeat_however_slow_the_database_is(
    file_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "MAX_IN_FLIGHT", 5)
    owe(file_room, chats=40)
    platform = FakePlatform()
    gate = platform.hold()
    async with delivering(file_room, platform, clock=lambda: datetime.now(UTC)):
        await platform.wait_started(5)
        with writing(file_room):
            gate.set()
            await platform.wait_sent(5)
            await asyncio.sleep(0.3)
            assert platform.asked == 5, "none of them is recorded yet"
        await settled(file_room, sent=40)
    assert len(platform.sent) == 40


@in_virtual_time
async def test_a_database_that_is_away_at_the_start_or_in_fan_out_is_retried(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    away(room)
    async with delivering(room, platform) as deliverer:
        await asyncio.sleep(12)
        away(room, back=True)
        await settled(room, within=60, sent=1)
        away(room)
        room.match(room.add_article(9), room.follow(chat("0"), "AI"))
        deliverer.wake()
        await asyncio.sleep(12)
        away(room, back=True)
        await settled(room, within=60, sent=2)


@in_virtual_time
async def test_stopping_ends_in_time_while_the_database_is_away(room: Room) -> None:
    owe(room, chats=1)
    platform = FakePlatform()
    gate = platform.hold()
    async with delivering(room, platform):
        await platform.wait_started(1)
        away(room)
        gate.set()
        await platform.wait_sent(1)
    away(room, back=True)
    (row,) = rows(room)
    assert row["state"] == "sending", "the next start takes it back, marked as maybe sent"
    async with delivering(room, platform):
        await settled(room, sent=1)


@in_virtual_time
@pytest.mark.parametrize("hours", [-30, -5, 5, 30])
async def test_a_clock_that_jumps_loses_and_delays_nothing(room: Room, hours: int) -> None:
    owe(room, chats=2)
    clock = Clock()
    platform = FakePlatform().will(PASSING, PASSING)
    async with delivering(room, platform, clock=clock) as deliverer:
        await settled(room, pending=2)
        await asyncio.sleep(2)
        clock.ahead += timedelta(hours=hours)
        room.match(room.add_article(5), room.follow(chat("0"), "AI"))
        deliverer.wake()
        await settled(room, within=90, sent=4)
    assert len(platform.sent) == 4


@in_virtual_time
async def test_a_clock_set_back_between_two_starts_delays_nothing_for_long(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # an hour of polling is long even in virtual time
    monkeypatch.setattr(deliver, "LONGEST_PAUSE", timedelta(minutes=1))
    owe(room, chats=1)
    clock = Clock()
    clock.ahead = timedelta(days=300)
    platform = FakePlatform().will(PASSING)
    async with delivering(room, platform, clock=clock):
        await platform.wait_started(1)
        await asyncio.sleep(1)
    async with delivering(room, platform):
        await settled(room, within=80, sent=1)


@in_virtual_time
async def test_expired_claims_of_another_worker_are_taken_over(room: Room) -> None:
    owe(room, chats=1)
    room.fan_out()
    alerts(room.store, "telegram", wall_clock() - timedelta(minutes=4), 9, worker="another")  # of the five of a claim
    platform = FakePlatform()
    async with delivering(room, platform):
        await asyncio.sleep(50)
        assert platform.sent == []
        await settled(room, within=40, sent=1)


@in_virtual_time
async def test_a_platform_that_comes_while_others_are_served_is_sent_what_it_is_owed(room: Room) -> None:
    owe(room, chats=1)
    room.match(room.add_article(50), room.follow(chat("9", platform="slack"), "waste"))
    telegram, slack = FakePlatform(), FakePlatform("slack")
    async with delivering(room, telegram) as deliverer:
        await settled(room, sent=1, pending=1)
        deliverer.add(slack)
        await settled(room, sent=2)
    assert len(slack.sent) == 1


@in_virtual_time
async def test_a_platform_that_goes_finishes_its_messages_and_gets_no_more(room: Room) -> None:
    follows = room.follow(chat("9", platform="slack"), "waste")
    room.match(room.add_article(50), follows)
    slack, telegram = FakePlatform("slack"), FakePlatform()
    gate = slack.hold()
    async with delivering(room, telegram, slack) as deliverer:
        await slack.wait_started(1)
        going = asyncio.create_task(deliverer.remove("slack"))
        await asyncio.sleep(1)
        assert not going.done()
        gate.set()
        await going
        room.match(room.add_article(51), follows)
        owe(room, chats=1)
        await asyncio.sleep(10)
        await deliverer.remove("slack")
    assert (len(slack.sent), len(telegram.sent)) == (1, 1)
    assert room.store.outbox.count_deliveries() == {"sent": 2, "pending": 1}
