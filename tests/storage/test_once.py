"""A digest whose sending had begun is claimed as one in doubt; one of which nothing was begun is sent as ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.model import (
    Cause,
    ChatHealth,
    ChatMoved,
    ChatRefused,
    DigestSpan,
    GiveUp,
    Letter,
    LetterKind,
    NewLetter,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.digests_due import to_json
from bot.storage.letters import enqueue
from tests.storage.conftest import NOW, Room, chat, later, room_with

SPAN = DigestSpan(since_at=NOW - timedelta(days=1), until_at=NOW, due_at=NOW)
GONE = RetryAt(cause=Cause.TIMEOUT, maybe_sent=True)


def owe(room: Room, kind: LetterKind = LetterKind.DIGEST, *names: str) -> None:
    with room.store.database.write_transaction() as db:
        for name in names or ("1",):
            enqueue(db, NewLetter(chat=chat(name), kind=kind, payload=to_json(SPAN), due_at=NOW, timezone="UTC"))


owing = room_with(owe)


def claim(room: Room, worker: str = "one") -> list[Letter]:
    owed = room.store.outbox.claim("telegram", later(days=9), 9, per_chat=9, worker=worker)
    return [each for each in owed if isinstance(each, Letter)]


def begin(room: Room, *letters: Letter, worker: str = "one") -> set[int]:
    return room.store.outbox.begin([each.id for each in letters], NOW, worker)


def record(room: Room, owed: Letter, verdict: Verdict | None, **how: Any) -> None:
    retried = {"not_before": NOW} if isinstance(verdict, RetryAt) else {}
    outcome = Outcome(deliveries=(owed,), verdict=verdict, at=NOW, **(retried | how))
    room.store.outbox.record_outcomes([outcome], "one")


def row(room: Room) -> dict[str, Any]:
    with room.store.database.read_transaction() as db:
        return dict(db.execute(select(t.letter).order_by(t.letter.c.id)).mappings().all()[0])


TAKEN_BACK = [
    ("after a crash of its own", lambda store: store.outbox.recover(worker="one")),
    ("held for too long", lambda store: store.outbox.recover_expired(later(days=10), worker="two")),
    ("taken over with its lane", lambda store: store.outbox.take_over("telegram")),
]


@pytest.mark.parametrize(("why", "taken_back"), TAKEN_BACK, ids=[why for why, _ in TAKEN_BACK])
def test_what_was_begun_is_in_doubt_and_what_was_not_is_none(room: Room, why: str, taken_back: Any) -> None:
    owe(room, LetterKind.DIGEST, "1", "2")
    first, second = claim(room)
    assert not first.in_doubt
    assert begin(room, first) == {first.id}
    assert taken_back(room.store) == 2, why
    again = {each.id: each for each in claim(room)}
    assert [again[one.id].in_doubt for one in (first, second)] == [True, False]
    assert taken_back(room.store) == 2, why
    with room.store.database.read_transaction() as db:
        causes = db.scalars(select(t.letter.c.cause).order_by(t.letter.c.id)).all()
    assert causes == [Cause.MAYBE_SENT, None]
    assert [each.in_doubt for each in claim(room)] == [True, False], "however often"


def test_nobody_begins_what_another_worker_claims_or_what_is_dropped(owing: Room) -> None:
    (owed,) = claim(owing)
    assert begin(owing, owed, worker="two") == set()
    owing.store.outbox.recover(worker="one")
    assert begin(owing, owed) == set(), "it is pending"
    assert row(owing)["begun_at"] is None


ENDED: list[tuple[str, Verdict, dict[str, Any], bool]] = [
    ("it is sent", Sent(refs=("7",)), {}, False),
    ("it was surely not sent", RetryAt(cause=Cause.UNREACHABLE), {}, False),
    ("no answer came", GONE, {"in_doubt": True}, True),
    ("no answer came for a day", GiveUp(cause=Cause.TIMEOUT), {"in_doubt": True}, True),
    ("it is refused for good", GiveUp(cause=Cause.BAD_MESSAGE), {}, False),
    ("the token is refused", Stop(), {}, False),
    ("the chat has moved", ChatMoved(id="9"), {}, False),
    (
        "the chat refuses",
        ChatRefused(cause=Cause.TOPIC_CLOSED),
        {"health": ChatHealth(waits_until_at=later(minutes=1), cause=Cause.TOPIC_CLOSED, refusals=1)},
        False,
    ),
]


@pytest.mark.parametrize(("why", "verdict", "how", "doubted"), ENDED, ids=[each[0] for each in ENDED])
def test_a_recorded_outcome_ends_the_doubt_unless_it_is_none(
    owing: Room, why: str, verdict: Verdict, how: dict[str, Any], doubted: bool
) -> None:
    (owed,) = claim(owing)
    begin(owing, owed)
    record(owing, owed, verdict, **how)
    assert (row(owing)["begun_at"] is not None) is doubted, why


@pytest.mark.parametrize("verdict", [each[1] for each in ENDED if each[0] != "the chat has moved"] + [None])
def test_nothing_ends_the_doubt_once_there_is_one(owing: Room, verdict: Verdict | None) -> None:
    (owed,) = claim(owing)
    begin(owing, owed)
    owing.store.outbox.recover(worker="one")
    (owed,) = claim(owing)
    record(owing, owed, verdict)
    kept = row(owing)
    assert kept["begun_at"] == NOW, "the line went out or not, of the digest nobody knows more"
    if isinstance(verdict, Sent):
        assert (kept["state"], kept["cause"], kept["ref"]) == ("sent", Cause.MAYBE_SENT, "7")


def test_a_short_letter_is_sent_again_when_no_answer_came(room: Room) -> None:
    owe(room, LetterKind.NOTICE)
    (owed,) = claim(room)
    assert not owed.is_sent_once
    record(room, owed, GONE, in_doubt=True)
    (again,) = claim(room)
    assert not again.in_doubt
    room.store.outbox.recover(worker="one")
    assert row(room)["cause"] == Cause.MAYBE_SENT


def test_the_last_digest_that_came_is_known_by_its_span(room: Room) -> None:
    digests, room_now = room.store.digests, NOW
    room.follow(chat(), "AI")
    first = digests.set(chat(), range(7), (510,), room_now)
    assert first.last_since_at is None
    spans = []
    for day in (1, 2):
        digests.enqueue_due(NOW + timedelta(days=day))
        for each in claim(room):
            record(room, each, Sent(refs=("1",)))
        schedule = digests.schedule(chat())
        assert schedule is not None
        spans.append((schedule.last_since_at, schedule.since_at))
    assert spans[0][0] == first.since_at
    assert spans[1][0] == spans[0][1]
    with room.store.database.write_transaction() as db:
        db.execute(t.digest_schedule.update().values(last_since_at=NOW - timedelta(days=90)))
    long_ago = digests.schedule(chat())
    assert long_ago is not None
    assert long_ago.last_since_at == long_ago.since_at - timedelta(days=31), "no longer than a digest is"
