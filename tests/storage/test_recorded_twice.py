"""An outcome is recorded for the claim it belongs to, and once: the answer to a COMMIT may get lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.delivery.retry import edit_outcome, outcomes
from bot.model import (
    Cause,
    ChatLost,
    ChatMoved,
    ChatRefused,
    Delivery,
    Edit,
    GiveUp,
    OutboxItem,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from bot.storage import schema as t
from tests.storage.conftest import NOW, ONE, Room, chat, later, letter, room_with

TWO = chat("2")
REFUSED = ChatRefused(cause=Cause.CHAT_NOT_FOUND, detail="chat not found")
FLOOD = RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(seconds=30))
SERVER_ERROR = RetryAt(cause=Cause.SERVER_ERROR, detail="502")
SENT = Sent(refs=("7", "8"))
VERDICTS = [SENT, SERVER_ERROR, FLOOD, GiveUp(cause=Cause.BAD_MESSAGE), REFUSED, ChatLost(cause=Cause.BLOCKED)]
VERDICTS += [ChatMoved(id="-1"), Stop()]
MAY_CHANGE = (t.allowed, t.chat, t.delivery, t.edit, t.letter, t.message_part, t.subscription)
ROWS = {table.name: select(table).order_by(*table.primary_key) for table in MAY_CHANGE}
by_verdict = pytest.mark.parametrize("verdict", VERDICTS, ids=lambda verdict: type(verdict).__name__)


def owe(room: Room) -> None:
    """Two chats are owed two alerts each, the first also a letter, and an edit of what it was sent."""
    ai = room.follow(ONE, "AI")
    room.follow(TWO, "AI")
    publish(room, 1, ai)
    record(room, *(Outcome(deliveries=(one,), verdict=Sent(refs=("1",)), at=NOW) for one in room.claim()))
    publish(room, 2, ai)
    publish(room, 3, ai)
    room.store.outbox.ask_edit(1, 1, NOW)


owing = room_with(owe)


def publish(room: Room, number: int, query_id: int = 1) -> int:
    article = room.add_article(number)
    room.match(article, query_id)
    room.fan_out()
    assert article is not None
    return article


def joins(room: Room, number: int, head: int) -> None:
    """One more article of the story of the head."""
    article = room.add_article(number)
    assert article is not None
    room.match(article, 1)
    room.tell(head, article)
    room.fan_out()


def record(room: Room, *recorded: Outcome) -> None:
    room.store.outbox.record_outcomes(recorded)


def everything(room: Room) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables that an outcome may change."""
    with room.store.database.read_transaction() as db:
        return {name: [dict(row) for row in db.execute(rows).mappings()] for name, rows in ROWS.items()}


def deliveries(room: Room) -> list[dict[str, Any]]:
    return everything(room)["delivery"]


# ---------------------------------------------------------------------- claimed again by the same worker meanwhile


def alerts_of_one(room: Room) -> list[OutboxItem]:
    return [each for each in room.store.outbox.claim("telegram", NOW, 9, per_chat=9) if each.chat_id == 1]


def letters_of_one(room: Room) -> list[OutboxItem]:
    if not everything(room)["letter"]:
        room.store.chats.write_to(letter(ONE))
    return list(room.store.outbox.claim("telegram", NOW, 1))


def edits_of_one(room: Room) -> list[OutboxItem]:
    return list(room.store.outbox.claim_edits("telegram", NOW, 9))


def recorded_of(owed: list[OutboxItem], verdict: Verdict | None) -> list[Outcome]:
    """What is recorded of them, if they were one message; None: they were not sent."""
    if verdict is None:
        return [Outcome(deliveries=tuple(owed), verdict=None, at=NOW)]
    if isinstance(owed[0], Edit):
        return [edit_outcome(owed[0], verdict, NOW)]
    return outcomes(owed, verdict, NOW)


@pytest.mark.parametrize("claim", [alerts_of_one, letters_of_one, edits_of_one])
@pytest.mark.parametrize("verdict", [*VERDICTS, None], ids=lambda verdict: type(verdict).__name__)
def test_what_was_claimed_again_is_not_freed_by_the_outcome_of_the_claim_before(
    owing: Room, claim: Callable[[Room], list[OutboxItem]], verdict: Verdict | None
) -> None:
    before = recorded_of(claim(owing), verdict)
    owing.store.outbox.take_over("telegram")
    again = claim(owing)
    assert again
    claimed = everything(owing)
    record(owing, *before)
    assert everything(owing) == claimed
    record(owing, *recorded_of(again, SENT))
    assert everything(owing) != claimed, "its own outcome is recorded"


@pytest.mark.parametrize("claim", [alerts_of_one, letters_of_one, edits_of_one])
def test_a_retry_that_is_recorded_twice_does_not_free_what_is_being_sent_again(
    owing: Room, claim: Callable[[Room], list[OutboxItem]]
) -> None:
    items = claim(owing)
    first = Outcome(deliveries=tuple(items), verdict=SERVER_ERROR, at=NOW, not_before=NOW)
    record(owing, first)
    again = claim(owing)
    assert [each.attempts for each in again] == [1] * len(items)
    claimed = everything(owing)
    record(owing, first)
    assert everything(owing) == claimed
    record(owing, Outcome(deliveries=tuple(again), verdict=SERVER_ERROR, at=NOW, not_before=NOW))
    assert [each.attempts for each in claim(owing)] == [2] * len(items)


def test_no_two_claims_are_the_same_however_little_time_is_between_them(owing: Room) -> None:
    ends = set()
    for _ in range(5):
        ends |= {row["claimed_until"] for owed in [alerts_of_one(owing)] if owed for row in deliveries(owing)} - {None}
        owing.store.outbox.take_over("telegram")
    assert len(ends) == 5


# ------------------------------------------------------------------------------------------------- nothing meanwhile


@pytest.mark.parametrize("claim", [alerts_of_one, letters_of_one, edits_of_one])
@by_verdict
def test_the_second_time_changes_nothing(
    owing: Room, claim: Callable[[Room], list[OutboxItem]], verdict: Verdict
) -> None:
    recorded = recorded_of(claim(owing), verdict)
    before = everything(owing)
    record(owing, *recorded)
    once = everything(owing)
    assert once != before
    record(owing, *recorded)
    assert everything(owing) == once


# --------------------------------------------------------------------------------- what else happened in the meantime


def claim_alert(room: Room, at: datetime = NOW) -> Delivery:
    """The next alert of the first chat."""
    room.store.outbox.release_held(at, 100)
    return next(each for each in room.claim(at=at) if each.chat_id == 1)


def twice(room: Room, recorded: list[Outcome], meanwhile: Callable[[], object]) -> None:
    """Assert that outcomes change nothing when they are recorded once more, after what happens meanwhile."""
    record(room, *recorded)
    meanwhile()
    before = everything(room)
    record(room, *recorded)
    assert everything(room) == before


def test_a_chat_that_refuses_again_after_it_took_a_message_still_waits(owing: Room) -> None:
    record(owing, *outcomes([claim_alert(owing)], REFUSED, NOW))
    taken = outcomes([claim_alert(owing, later(hours=1))], SENT, later(hours=1))
    assert taken[0].deliveries[0].health.refusals == 1

    def refuse() -> None:
        record(owing, *outcomes([claim_alert(owing, later(hours=1))], REFUSED, later(hours=1)))
        assert owing.store.chats.count_waiting() != {}

    twice(owing, taken, refuse)


def test_an_edit_that_was_made_is_not_asked_for_again(owing: Room) -> None:
    head = claim_alert(owing)
    joins(owing, 9, head.article.id)

    def edit() -> None:
        asked = [each for each in edits_of_one(owing) if isinstance(each, Edit)]
        while asked:
            record(owing, *(edit_outcome(each, Sent(refs=(each.ref,)), NOW) for each in asked))
            asked = [each for each in edits_of_one(owing) if isinstance(each, Edit)]
        assert owing.edits() == {}

    twice(owing, outcomes([head], SENT, NOW), edit)


def test_a_later_edit_stays_the_one_that_is_shown(owing: Room) -> None:
    (edit,) = edits_of_one(owing)
    assert isinstance(edit, Edit)

    def edit_again() -> None:
        with owing.store.database.write_transaction() as db:
            db.execute(update(t.article).where(t.article.c.id == 1).values(title="Another", revision=2))
        owing.store.outbox.ask_edit(1, 1, NOW)
        (later_edit,) = edits_of_one(owing)
        record(owing, edit_outcome(later_edit, SENT, NOW))  # type: ignore[arg-type]  # it is one
        assert deliveries(owing)[0]["revision"] == 2

    twice(owing, [edit_outcome(edit, SENT, NOW)], edit_again)


def test_what_joins_an_alert_that_is_retried_by_an_operator_is_not_owed_by_itself(owing: Room) -> None:
    head = claim_alert(owing)

    def retry() -> None:
        assert owing.store.outbox.retry_failed(NOW, NOW) == 1
        joins(owing, 9, head.article.id)
        assert ("joined", head.article.id) in owing.owed().values()

    twice(owing, outcomes([head], GiveUp(cause=Cause.BAD_MESSAGE), NOW), retry)


def test_a_chat_that_has_moved_and_refuses_there_still_waits(owing: Room) -> None:
    def refuse() -> None:
        record(owing, *outcomes([claim_alert(owing)], REFUSED, NOW))
        assert owing.store.chats.count_waiting() != {}

    twice(owing, outcomes([claim_alert(owing)], ChatMoved(id="-1"), NOW), refuse)


def test_the_parts_of_a_message_that_was_left_behind_by_a_move_are_not_kept_again(owing: Room) -> None:
    sent = outcomes([claim_alert(owing)], SENT, NOW)

    def move() -> None:
        assert len(everything(owing)["message_part"]) == 1
        owing.store.chats.migrate(ONE, "-1", NOW)
        assert everything(owing)["message_part"] == []

    twice(owing, sent, move)


def test_of_a_batch_what_is_still_claimed_is_recorded(owing: Room) -> None:
    one, two = owing.claim()
    retried = Outcome(deliveries=(one,), verdict=SERVER_ERROR, at=NOW, not_before=NOW)
    record(owing, retried)
    (again,) = owing.claim()
    record(owing, retried, *outcomes([two], SENT, NOW))
    assert [row["state"] for row in deliveries(owing) if row["article_id"] == 2] == ["sending", "sent"]
    record(owing, *outcomes([again], SENT, NOW))
    assert [row["state"] for row in deliveries(owing) if row["article_id"] == 2] == ["sent", "sent"]
