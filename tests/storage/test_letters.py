"""Letters are claimed, recorded and recovered like deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.messages.message import say
from bot.messages.payload import to_json
from bot.model import (
    Cause,
    Chat,
    ChatKind,
    ChatLost,
    ChatMoved,
    GiveUp,
    Letter,
    NewLetter,
    Outcome,
    RetryAt,
    Sendable,
    Sent,
    Stop,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.claims import CLAIM_TIMEOUT
from tests.storage.conftest import NOW, Room, chat, later, letter


def write(room: Room, *letters: NewLetter) -> None:
    """Enqueue letters in one transaction."""
    for number, each in enumerate(letters):
        assert room.store.notices.add(f"source:{each.chat.id} {number} {each.due_at}", NOW, [each])


def claim(room: Room, at: datetime = NOW, *, worker: str = "solo", platform: str = "telegram") -> list[Sendable]:
    return room.store.outbox.claim(platform, at, 9, per_chat=9, worker=worker)


def record(room: Room, owed: Sendable, verdict: Verdict | None, not_before: datetime | None = None, **how: Any) -> None:
    outcome = Outcome(deliveries=(owed,), verdict=verdict, at=NOW, not_before=not_before, **how)
    room.store.outbox.record_outcomes([outcome])


def rows(room: Room) -> list[dict[str, Any]]:
    """The rows of the table of letters."""
    with room.store.database.engine.connect() as db:
        return [dict(row) for row in db.execute(select(t.letter).order_by(t.letter.c.id)).mappings()]


def test_a_letter_is_sent_before_the_alerts_of_its_chat_and_delays_no_other_chat(room: Room) -> None:
    for name in ("1", "2"):
        query_id = room.follow(chat(name), "AI")
    room.match(room.add_article(1), query_id)
    room.fan_out()
    write(room, letter(chat("2"), due_at=later(seconds=9)))
    claimed = claim(room, later(seconds=9))
    assert [(each.chat.id, type(each).__name__) for each in claimed] == [
        ("1", "Delivery"), ("2", "Letter"), ("2", "Delivery"),
    ]  # fmt: skip
    assert claim(room, later(seconds=9)) == [], "to both of them something is being sent"


def test_a_letter_is_not_claimed_before_its_time_nor_while_its_chat_is_sent_another(room: Room) -> None:
    room.add_chat(chat())
    write(room, letter(chat(), "One."), letter(chat(), "Two.", due_at=later(hours=1)))
    (first,) = claim(room)
    assert claim(room, later(hours=1)) == []
    record(room, first, Sent(refs=("7",)))
    (second,) = claim(room, later(hours=1))
    assert isinstance(second, Letter)
    assert second.payload == to_json(say("Two."))


def test_a_chat_to_which_a_letter_is_being_sent_gets_no_alert_meanwhile(room: Room) -> None:
    room.add_chat(chat())
    write(room, letter(chat()))
    claim(room)
    room.match(room.add_article(1), room.follow(chat(), "AI"))
    room.fan_out()
    assert claim(room) == []


@pytest.mark.parametrize(
    ("verdict", "not_before", "state", "cause"),
    [
        (Sent(refs=("7", "8")), None, "sent", None),
        (RetryAt(cause=Cause.SERVER_ERROR, detail="502"), later(seconds=5), "pending", Cause.SERVER_ERROR),
        (RetryAt(cause=Cause.SERVER_ERROR, detail="502"), None, "failed", Cause.SERVER_ERROR),
        (GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"), None, "failed", Cause.BAD_MESSAGE),
        (ChatLost(cause=Cause.BLOCKED, detail="blocked"), None, "dropped", Cause.CHAT_PAUSED),
        (Stop(detail="401"), None, "pending", None),
        (ChatMoved(id="-1"), None, "pending", None),
        (None, None, "pending", None),
    ],
)
def test_each_verdict_sets_state_and_cause_of_a_letter(
    room: Room, verdict: Verdict | None, not_before: datetime | None, state: str, cause: Cause | None
) -> None:
    room.add_chat(chat())
    write(room, letter(chat()))
    (owed,) = claim(room)
    record(room, owed, verdict, not_before)
    (row,) = rows(room)
    assert (row["state"], row["cause"], row["claimed_by"]) == (state, cause, None)


def test_a_failed_letter_is_retried_when_it_is_due_and_plain_if_necessary(room: Room) -> None:
    room.add_chat(chat())
    write(room, letter(chat()))
    (owed,) = claim(room)
    record(room, owed, RetryAt(cause=Cause.BAD_MESSAGE, detail="markup", plain=True), later(seconds=5), plain=True)
    assert claim(room, later(seconds=4)) == []
    (again,) = claim(room, later(seconds=5))
    assert (again.attempts, again.first_attempt_at, again.plain) == (1, NOW, True)


@pytest.mark.parametrize(
    ("why", "taken_back"),
    [
        ("after a crash of its own", lambda store: store.outbox.recover(worker="one")),
        ("held for too long", lambda store: store.outbox.recover_expired(NOW + CLAIM_TIMEOUT, worker="two")),
        ("taken over with its lane", lambda store: store.outbox.take_over("telegram")),
    ],
)
def test_a_letter_that_was_being_sent_is_still_owed(room: Room, why: str, taken_back: Any) -> None:
    room.add_chat(chat())
    write(room, letter(chat()))
    claim(room, worker="one")
    assert taken_back(room.store) == 1, why
    assert [row["cause"] for row in rows(room)] == [Cause.MAYBE_SENT]
    assert len(claim(room, worker="two")) == 1


def test_a_frozen_worker_overwrites_nothing_of_its_letters_next_sender(room: Room) -> None:
    room.add_chat(chat())
    write(room, letter(chat()))
    (owed,) = claim(room, worker="frozen")
    room.store.outbox.recover_expired(NOW + CLAIM_TIMEOUT, worker="next")
    claim(room, worker="next")
    before = rows(room)
    for verdict in (
        Sent(refs=("1",)),
        GiveUp(cause=Cause.BAD_MESSAGE, detail="poison"),
        ChatLost(cause=Cause.BLOCKED, detail="blocked"),
        None,
    ):
        room.store.outbox.record_outcomes([Outcome(deliveries=(owed,), verdict=verdict, at=NOW)], "frozen")
    assert rows(room) == before


def test_a_chat_that_unfollows_everything_is_still_owed_a_letter_and_a_lost_one_is_not(room: Room) -> None:
    room.follow(chat(), "AI")
    write(room, letter(chat()))
    room.store.follows.unsubscribe_all(chat(), NOW)
    assert [row["state"] for row in rows(room)] == ["pending"]
    room.store.chats.deactivate(chat(), Cause.BLOCKED, NOW)
    assert [row["state"] for row in rows(room)] == ["dropped"]
    assert not room.store.notices.add("source:x", NOW, [letter(chat())]), "nothing is sent to an unreachable chat"
    assert room.store.notices.subjects() == {f"source:1 0 {NOW}"}


def test_a_letter_to_an_unknown_operator_creates_a_chat_without_follows(room: Room) -> None:
    write(room, letter(chat("77")), letter(chat("77")))
    row = room.store.chats.get(chat("77"))
    assert row is not None
    assert (row.kind, row.timezone, room.store.follows.subscriptions(chat("77"))) == (
        ChatKind.PRIVATE,
        "Asia/Almaty",
        [],
    )
    assert len(claim(room)) == 2


def test_letters_move_along_with_a_merged_group(room: Room) -> None:
    for name in ("-1", "-100"):
        room.add_chat(chat(name), ChatKind.GROUP)
    write(room, letter(chat("-1")))
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    assert [each.chat.id for each in claim(room)] == ["-100"]


def test_a_letter_goes_into_its_workspaces_lane(room: Room) -> None:
    who = Chat(platform="slack", id="C1", workspace="T1")
    write(room, letter(who))
    assert claim(room, platform="slack") == []
    assert [each.chat for each in claim(room, platform="slack:T1")] == [who]


def test_final_letters_are_pruned_and_others_are_not(room: Room) -> None:
    for name in ("1", "2"):
        room.add_chat(chat(name))
    write(room, letter(chat("1")), letter(chat("2")))
    record(room, claim(room)[0], Sent(refs=("7",)))
    room.store.outbox.recover()
    assert room.store.outbox.count_letters() == {"pending": 1, "sent": 1}
    room.store.outbox.prune(later(days=1))
    assert room.store.outbox.count_letters() == {"pending": 1}
    assert rows(room)[0]["due_at"] < NOW + timedelta(days=1)


def test_a_failure_and_its_letter_are_stored_together(room: Room) -> None:
    assert not room.store.notices.add("source:kt-eng", NOW, [])
    assert room.store.notices.subjects() == set()
    assert room.store.notices.add("source:kt-eng", NOW, [letter(chat("77"))])
    assert not room.store.notices.clear("source:kt-eng", [])
    assert room.store.notices.subjects() == {"source:kt-eng"}
    assert room.store.notices.clear("source:kt-eng", [letter(chat("77"), "It is working again.")])
    assert (room.store.notices.subjects(), len(rows(room))) == (set(), 2)
