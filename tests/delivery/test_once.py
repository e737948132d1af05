"""A digest is sent once at most, and one that may have arrived is asked about. In virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import pairwise

import pytest
from sqlalchemy import select

from bot.delivery.deliver import Deliverer
from bot.delivery.once import MOST_ON_THEIR_WAY, Once
from bot.delivery.pace import Schedule
from bot.delivery.send import Making
from bot.errors import SendError, StorageError
from bot.i18n.catalogue import delivery as texts
from bot.messages.message import Message, say
from bot.messages.payload import to_json
from bot.model import Cause, Chat, Letter, LetterKind, NewLetter, RetryAt, Sent, Stop, Verdict
from bot.platforms.rates import Rates
from bot.storage import schema as t
from bot.storage.claims import SOLO
from bot.storage.letters import enqueue
from bot.storage.outbox import Outbox
from tests.delivery.harness import owe as owe_alerts
from tests.fakes import FakePlatform
from tests.storage.conftest import NOW, Room, chat
from tests.virtual import in_virtual_time, wall_clock

GONE = RetryAt(cause=Cause.TIMEOUT, maybe_sent=True)
AWAY = RetryAt(cause=Cause.UNREACHABLE)
DIGEST, LINE = "the digest", "may not have arrived"


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


def owe(room: Room, count: int = 1, kind: LetterKind = LetterKind.DIGEST, payload: str = "{}") -> None:
    with room.store.database.write_transaction() as db:
        for number in range(count):
            new = NewLetter(chat=chat(str(number)), kind=kind, payload=payload, due_at=NOW, timezone="UTC")
            enqueue(db, new)


def compose(letter: Letter) -> Message:
    return say(LINE if letter.in_doubt else DIGEST)


def texts_of(platform: FakePlatform) -> list[str]:
    return [message.paragraphs[0][0][0].text for _, message, _ in platform.sent]


def unsent(room: Room) -> list[tuple[str, str | None]]:
    rows = select(t.letter.c.state, t.letter.c.cause).where(t.letter.c.state != "sent")
    with room.store.database.read_transaction() as db:
        return [(row.state, row.cause) for row in db.execute(rows)]


async def deliver(room: Room, platform: FakePlatform, outbox: Outbox | None = None) -> None:
    """Deliver until every letter is sent."""
    deliverer = Deliverer(
        outbox=outbox or room.store.outbox,
        platforms=[platform],
        clock=wall_clock,
        on_refused=lambda _name, _reason: deliverer.resume("telegram"),
        making=Making(compose=compose),
    )
    running = asyncio.create_task(deliverer.run())
    async with asyncio.timeout(600):
        while unsent(room):
            await asyncio.sleep(2)
    deliverer.stop()
    await running


class Counting(Outbox):
    """Counts the transactions in which it is written down that letters begin; the first ones fail."""

    failing = 0
    begun: list[int]

    def begin(self, ids: Collection[int], now: datetime, worker: str = SOLO) -> set[int]:
        if self.failing:
            self.failing -= 1
            raise StorageError(texts.NOT_BEGUN)
        self.begun.append(len(ids))
        return super().begin(ids, now, worker)


def counting(room: Room) -> Counting:
    made = Counting(room.store.database)
    made.begun = []
    return made


@pytest.mark.parametrize(
    ("why", "verdicts", "told"),
    [
        ("no answer came", [GONE], [LINE]),
        ("a fault of ours in sending", [ValueError("a bug")], [LINE]),
        ("no answer came, twice", [GONE, GONE], [LINE]),
        ("it was surely not sent", [AWAY, AWAY], [DIGEST]),
        ("refused for its markup", [RetryAt(cause=Cause.BAD_MESSAGE, plain=True)], [DIGEST]),
        ("the token was refused for a moment", [Stop()], [DIGEST]),
        ("the line is tried until it is taken", [GONE, AWAY, Stop()], [LINE]),
    ],
)
@in_virtual_time
async def test_a_digest_that_may_have_arrived_is_asked_about_and_one_that_did_not_is_sent_again(
    room: Room, why: str, verdicts: list[Verdict | Exception], told: list[str]
) -> None:
    owe(room)
    platform = FakePlatform().will(*verdicts)
    await deliver(room, platform)
    assert texts_of(platform) == told, why
    assert platform.asked == len(verdicts) + 1


@in_virtual_time
async def test_what_was_begun_before_a_crash_is_asked_about_and_the_rest_is_sent(room: Room) -> None:
    owe(room, 3)
    claimed = room.store.outbox.claim("telegram", NOW, 9, worker="solo")
    room.store.outbox.begin([owed.id for owed in claimed[:1] if isinstance(owed, Letter)], NOW)
    platform = FakePlatform()
    await deliver(room, platform)
    assert sorted(texts_of(platform)) == [LINE, DIGEST, DIGEST]


@in_virtual_time
async def test_nothing_is_sent_of_which_it_can_t_be_written_down_that_it_begins(room: Room) -> None:
    owe(room)
    outbox = counting(room)
    outbox.failing = 2
    platform = FakePlatform()
    await deliver(room, platform, outbox)
    assert texts_of(platform) == [DIGEST]
    assert platform.asked == 1
    assert platform.sent_at[0] >= 15


@in_virtual_time
async def test_many_begin_in_a_few_transactions_and_alerts_and_notices_in_none(room: Room) -> None:
    owe(room, 60)
    outbox = counting(room)
    await deliver(room, FakePlatform(), outbox)
    assert sum(outbox.begun) == 60
    assert len(outbox.begun) <= 10
    outbox.begun.clear()
    owe(room, 5, LetterKind.NOTICE, to_json(say("A notice.")))
    owe_alerts(room, chats=5)
    room.fan_out()
    platform = FakePlatform()
    await deliver(room, platform, outbox)
    assert platform.asked >= 10
    assert outbox.begun == []


@in_virtual_time
async def test_what_waited_for_a_busy_database_goes_at_the_pace_of_the_platform(room: Room) -> None:
    owe(room, 20)
    letters = [owed for owed in room.store.outbox.claim("telegram", NOW, 40) if isinstance(owed, Letter)]
    loop = asyncio.get_running_loop()
    schedule = Schedule(Rates(total=10, chat=1, burst=1))

    class Busy(Outbox):
        def begin(self, ids: Collection[int], now: datetime, worker: str = SOLO) -> set[int]:
            loop.now += 3.0  # type: ignore[attr-defined]  # a VirtualLoop
            return super().begin(ids, now, worker)

    once, went = Once(Busy(room.store.database), SOLO, wall_clock, compose, schedule), []

    async def send(letter: Letter) -> None:
        assert await once.begin(letter) is None
        once.seen(letter, Sent(refs=("1",)))
        went.append(loop.time())

    for each in letters:
        schedule.count_sent(each.chat.id, loop.time())
    await asyncio.gather(*map(send, letters))
    assert went[0] >= 3.0
    assert all(later - one == pytest.approx(0.1) for one, later in pairwise(went)), "no more than the rate at a time"
    assert schedule.free_at(loop.time()) > loop.time(), "and what comes next waits for them"


class Deaf(FakePlatform):
    """Takes messages, and does not answer for the first two minutes."""

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        refs = await super().send(chat, message, plain=plain, reply_to=reply_to)
        if asyncio.get_running_loop().time() < 120:
            raise SendError(GONE)
        return refs


@in_virtual_time
async def test_while_the_platform_takes_messages_and_does_not_answer_hardly_any_is_in_doubt(room: Room) -> None:
    owe(room, 20)
    platform = Deaf(rate=50)
    await deliver(room, platform)
    told = list(zip(texts_of(platform), (to.id for to, _, _ in platform.sent), platform.sent_at, strict=True))
    digests = {name: at for text, name, at in told if text == DIGEST}
    assert len([text for text, _, _ in told if text == DIGEST]) == len(digests) == 20, "none is lost or comes twice"
    assert len({name for text, name, _ in told if text == LINE}) <= 3, "a digest each minute"
    assert max(digests.values()) < 120 + 60 + 30, "and all go soon after that"
    with room.store.database.read_transaction() as db:
        assert set(db.scalars(select(t.letter.c.attempts).where(t.letter.c.begun_at.is_(None)))) == {1}


@in_virtual_time
async def test_no_more_are_on_their_way_at_a_time_than_may_well_be_in_doubt_and_alerts_pass_them(room: Room) -> None:
    owe(room, 60)
    platform = FakePlatform(rate=50)
    hold = platform.hold()
    delivering = asyncio.create_task(deliver(room, platform))
    await asyncio.sleep(5)
    assert platform.asked == MOST_ON_THEIR_WAY
    owe_alerts(room, chats=1)
    room.fan_out(wall_clock())
    hold.set()
    await delivering
    assert Counter(texts_of(platform))[DIGEST] == 60
