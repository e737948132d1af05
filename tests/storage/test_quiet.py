"""When a chat is quiet, what it is owed is held together, moved together and released together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import literal, select

from bot.model import Cause, DeliveryState, Outcome, QuietHours, RetryAt, Sent
from bot.storage import schema as t
from bot.storage.claims import QUIET_TOGETHER
from bot.storage.quiet import ADVANCE_BATCH, retime
from tests.storage.conftest import NOW, Room, alerts, chat, later, record, room_with

MINE, THEIRS = chat("1"), chat("2")
HOURS = QuietHours(start=13 * 60, end=23 * 60)  #: in Almaty it is 14:00 now: nine more hours
EVENING = later(hours=9)


def begin(room: Room) -> None:
    """A chat that is quiet until the evening follows AI; three articles came."""
    room.follow(MINE, "AI")
    room.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    for number in range(3):
        publish(room, number)


quiet = room_with(begin)


def publish(room: Room, number: int, at: Any = NOW) -> int:
    article = room.add_article(number, at=at)
    assert article is not None
    room.match(article, 1, at=at)
    room.fan_out(at)
    return article


def publish_alike(room: Room, count: int) -> None:
    """So many more articles, owed as the first one is: their rows are copies of its own."""
    with room.store.database.write_transaction() as db:
        article = dict(db.execute(select(t.article)).mappings().one())
        ids = range(article["id"] + 1, article["id"] + 1 + count)
        db.execute(t.article.insert(), [article | {"id": id, "title": f"Title {id}"} for id in ids])
        for table in (t.match, t.delivery):
            rows = [dict(row) for row in db.execute(select(table)).mappings()]
            db.execute(table.insert(), [row | {"article_id": id} for id in ids for row in rows])


def stored(room: Room) -> set[tuple[str, Any, bool]]:
    """State, time and mark of every delivery."""
    with room.store.database.engine.connect() as db:
        d = t.delivery.c
        return {tuple(row) for row in db.execute(select(d.state, d.not_before, d.quiet))}


def span(room: Room, name: str = "1") -> tuple[Any, Any]:
    with room.store.database.engine.connect() as db:
        row = db.execute(select(t.chat.c.quiet_from, t.chat.c.quiet_until).where(t.chat.c.native_id == name)).one()
        return row.quiet_from, row.quiet_until


def test_what_comes_in_quiet_hours_is_marked_and_comes_together_whatever_happens_to_it(quiet: Room) -> None:
    assert stored(quiet) == {("held", EVENING, True)}
    quiet.store.outbox.release_held(EVENING, 1)
    taken = alerts(quiet.store, "telegram", EVENING, 9)
    assert [each.quiet for each in taken] == [True] * 3, "though one row a chat was asked for"
    for each in taken:
        record(quiet.store, each, RetryAt(cause=Cause.TIMEOUT, detail=""), EVENING, EVENING)
    quiet.store.outbox.claim("telegram", EVENING, 9)
    quiet.store.outbox.recover()
    again = quiet.claim(at=EVENING)
    assert [(each.quiet, each.cause) for each in again] == [(True, Cause.MAYBE_SENT)] * 3


def test_what_came_while_it_was_quiet_goes_before_what_is_new(quiet: Room) -> None:
    quiet.store.outbox.release_held(EVENING, 9)
    publish(quiet, 7, EVENING - timedelta(days=1))
    with quiet.store.database.write_transaction() as db:
        db.execute(t.chat.update().values(quiet_from=None, quiet_until=None))
    publish(quiet, 8, EVENING)
    taken = alerts(quiet.store, "telegram", EVENING, 9, per_chat=9)
    assert [each.quiet for each in taken][:3] == [True] * 3
    assert not taken[-1].quiet


def test_a_snooze_holds_until_it_ends_and_is_moved_with_what_is_held(room: Room) -> None:
    room.follow(MINE, "AI")
    room.store.quiet.snooze(MINE, later(hours=2), NOW)
    publish(room, 1)
    assert stored(room) == {("held", later(hours=2), True)}
    room.store.quiet.snooze(MINE, later(hours=5), NOW)
    assert stored(room) == {("held", later(hours=5), True)}
    room.store.quiet.snooze(MINE, later(hours=1), NOW)
    assert stored(room) == {("held", later(hours=1), True)}
    assert room.store.quiet.resume(MINE, NOW) == 1
    assert [each.article.id for each in room.claim()] == [1]


def test_a_snooze_within_quiet_hours_ends_no_earlier_than_they_do(quiet: Room) -> None:
    quiet.store.quiet.snooze(MINE, later(hours=1), NOW)
    assert stored(quiet) == {("held", EVENING, True)}
    quiet.store.quiet.snooze(MINE, later(hours=10), NOW)
    assert stored(quiet) == {("held", later(hours=10), True)}


def test_resume_ends_the_quiet_hours_that_go_on_and_they_begin_again(quiet: Room) -> None:
    assert quiet.store.quiet.resume(MINE, NOW) == 3
    assert span(quiet) == (later(hours=23), later(hours=33))
    assert len(quiet.claim()) == 3
    assert quiet.store.quiet.resume(MINE, NOW) == 0
    assert span(quiet) == (later(hours=23), later(hours=33)), "those that have not begun stay"


def test_other_quiet_hours_move_what_is_held_and_none_let_it_go(quiet: Room) -> None:
    assert quiet.store.preferences.set_quiet_hours(MINE, QuietHours(start=780, end=900), NOW) == 0
    assert stored(quiet) == {("held", later(hours=1), True)}
    assert quiet.store.preferences.set_quiet_hours(MINE, QuietHours(start=23 * 60, end=8 * 60), NOW) == 3
    assert span(quiet) == (later(hours=9), later(hours=18))
    assert {state for state, *_ in stored(quiet)} == {"pending"}
    assert quiet.store.preferences.set_quiet_hours(MINE, None, NOW) == 0
    assert span(quiet) == (None, None)


def test_another_zone_moves_the_hours_and_what_is_held(quiet: Room) -> None:
    with quiet.store.database.write_transaction() as db:
        db.execute(t.chat.update().values(timezone="Asia/Tokyo"))
        assert retime(db, 1, NOW) == 0
    assert span(quiet) == (later(hours=-5), later(hours=5))
    assert stored(quiet) == {("held", later(hours=5), True)}


def test_spans_that_are_over_advance_also_after_days(quiet: Room) -> None:
    quiet.follow(THEIRS, "AI")
    quiet.store.preferences.set_quiet_hours(THEIRS, QuietHours(start=480, end=540), NOW)
    assert quiet.store.outbox.advance_quiet(EVENING - timedelta(seconds=1)) == 0
    assert quiet.store.outbox.advance_quiet(later(days=3)) == 2
    assert span(quiet) == (later(days=3, hours=-1), later(days=3, hours=9))
    assert span(quiet, "2") == (later(days=3, hours=18), later(days=3, hours=19))
    assert quiet.store.outbox.advance_quiet(later(days=3)) == 0


def test_a_span_without_hours_is_cleared(quiet: Room) -> None:
    with quiet.store.database.write_transaction() as db:
        db.execute(t.preference.delete())
    assert quiet.store.outbox.advance_quiet(EVENING) == 1
    assert span(quiet) == (None, None)


def test_thousands_of_spans_advance_in_batches(room: Room) -> None:
    room.add_chat(MINE)
    row = {"platform": "telegram", "kind": "private", "timezone": "Asia/Almaty", "created_at": NOW}
    many = [
        {**row, "native_id": f"x{number}", "quiet_from": NOW, "quiet_until": NOW} for number in range(ADVANCE_BATCH)
    ]
    with room.store.database.write_transaction() as db:
        db.execute(t.chat.insert(), many)
        db.execute(t.preference.insert().from_select(
            ["chat_id", "quiet_start", "quiet_end", "mode", "silent", "mentions_silent", "extract", "teamwork"],
            select(t.chat.c.id, *(literal(each) for each in (780, 1380, "instant", False, False, "short", False))),
        ))  # fmt: skip
    room.store.preferences.set_quiet_hours(MINE, HOURS, later(days=-2))
    assert room.store.outbox.advance_quiet(NOW) == ADVANCE_BATCH + 1
    assert span(room) == span(room, "x7") == (later(hours=-1), EVENING)


def test_all_of_a_chat_is_released_and_claimed_together_however_much_others_are_owed(room: Room) -> None:
    for who in (MINE, THEIRS):
        room.follow(who, "AI")
        room.store.quiet.snooze(who, later(hours=1), NOW)
    publish(room, 0)
    publish_alike(room, 299)
    assert room.store.outbox.release_held(later(hours=1), 1) == 1
    assert room.store.outbox.release_held(later(hours=1), 1, place=1) == 1
    assert room.store.outbox.release_held(later(hours=1), 1, place=2) == 0
    turns = [room.store.outbox.claim("telegram", later(hours=1), 9, per_chat=5) for _turn in range(3)]
    assert [len(turn) for turn in turns] == [300, 300, 0], "no chat's are cut in two"
    assert [len({each.chat for each in turn}) for turn in turns] == [1, 1, 0]


def test_more_than_one_message_tells_of_is_claimed_in_turns(room: Room) -> None:
    room.follow(MINE, "AI")
    room.store.quiet.snooze(MINE, later(hours=1), NOW)
    publish(room, 0)
    publish_alike(room, QUIET_TOGETHER)
    room.store.outbox.release_held(later(hours=1), 1)
    for count in (QUIET_TOGETHER, 1):
        taken = alerts(room.store, "telegram", later(hours=1), 9, per_chat=100)
        assert len(taken) == count
        sent = [Outcome(deliveries=(each,), verdict=Sent(refs=("7",)), at=NOW) for each in taken]
        room.store.outbox.record_outcomes(sent)


def test_what_is_released_gets_a_place_behind_what_is_due_already(quiet: Room) -> None:
    room = quiet
    room.follow(THEIRS, "waste")
    quiet.store.outbox.release_held(EVENING, 9, place=100, rate=20.0)
    room.match(room.add_article(50, at=EVENING), 2, at=EVENING)
    room.fan_out(EVENING)
    assert room.claim(1, at=EVENING)[0].chat == THEIRS, "a hundred chats wake before it"


def test_a_chat_that_is_merged_into_another_brings_its_quiet_hours_and_its_snooze(quiet: Room) -> None:
    quiet.store.quiet.snooze(MINE, later(hours=20), NOW)
    quiet.follow(chat("new"), "waste")
    quiet.store.chats.migrate(MINE, "new", NOW)
    found = quiet.store.chats.get(chat("new"))
    assert found is not None
    assert found.preferences.quiet_hours == HOURS
    assert found.snoozed_until_at == later(hours=20)
    assert span(quiet, "new") == (later(hours=-1), EVENING)
    assert stored(quiet) == {(DeliveryState.HELD, later(hours=20), True)}


def test_what_one_message_carried_is_found_by_any_of_its_articles(quiet: Room) -> None:
    quiet.store.outbox.release_held(EVENING, 9)
    taken = alerts(quiet.store, "telegram", EVENING, 9)
    outcome = Outcome(deliveries=tuple(taken), verdict=Sent(refs=("7",)), at=EVENING)
    quiet.store.outbox.record_outcomes([outcome])
    numbers = [each.article.id for each in taken]
    assert [each.article.id for each in quiet.store.outbox.carried_with(MINE, numbers[1])] == numbers
    assert quiet.store.outbox.carried_with(THEIRS, numbers[1]) == []
    assert quiet.store.outbox.carried_with(MINE, 99) == []
    quiet.store.follows.unsubscribe(MINE, 1, EVENING)
    assert [each.reasons for each in quiet.store.outbox.carried_with(MINE, numbers[0])] == [()] * 3


def test_until_when_a_chat_is_quiet(quiet: Room) -> None:
    assert quiet.store.quiet.quiet_until(MINE, NOW) == EVENING
    assert quiet.store.quiet.quiet_until(MINE, EVENING) is None
    assert quiet.store.quiet.quiet_until(THEIRS, NOW) is None


def in_doubt(room: Room) -> list[bool]:
    """Of each delivery that is claimed now, is it in doubt?"""
    return [each.in_doubt for each in alerts(room.store, "telegram", EVENING, 9, per_chat=100)]


def test_what_one_worker_begins_to_send_is_in_doubt_once_that_is_taken_back(quiet: Room) -> None:
    outbox = quiet.store.outbox
    quiet.store.quiet.resume(MINE, NOW)
    assert outbox.begin_quiet([1], NOW) == set(), "nothing is claimed"
    claimed = alerts(quiet.store, "telegram", NOW, 9, per_chat=100)
    assert not any(each.in_doubt for each in claimed)
    assert outbox.begin_quiet([1], NOW, "another worker") == set()
    assert outbox.begin_quiet([1, 99], NOW) == {1}
    assert outbox.recover() == 3
    assert in_doubt(quiet) == [True] * 3
    outbox.recover()
    assert in_doubt(quiet) == [True] * 3, "however often"


@pytest.mark.parametrize(
    ("verdict", "doubted"),
    [
        (None, False),
        (RetryAt(cause=Cause.UNREACHABLE), False),
        (RetryAt(cause=Cause.TIMEOUT, maybe_sent=True), True),
    ],
)
def test_what_became_of_it_ends_the_doubt_or_begins_it(quiet: Room, verdict: RetryAt | None, doubted: bool) -> None:
    quiet.store.quiet.resume(MINE, NOW)
    claimed = tuple(alerts(quiet.store, "telegram", NOW, 9, per_chat=100))
    quiet.store.outbox.begin_quiet([1], NOW)
    maybe = verdict is not None and verdict.maybe_sent
    outcome = Outcome(deliveries=claimed, verdict=verdict, at=NOW, not_before=NOW, in_doubt=maybe)
    quiet.store.outbox.record_outcomes([outcome])
    assert in_doubt(quiet) == [doubted] * 3


def test_what_is_told_by_the_line_is_marked_and_found_by_it(quiet: Room) -> None:
    quiet.store.quiet.resume(MINE, NOW)
    alerts(quiet.store, "telegram", NOW, 9, per_chat=100)
    quiet.store.outbox.begin_quiet([1], NOW)
    quiet.store.outbox.recover()
    claimed = tuple(alerts(quiet.store, "telegram", NOW, 9, per_chat=100))
    quiet.store.outbox.record_outcomes([Outcome(deliveries=claimed, verdict=Sent(refs=("7",)), at=NOW)])
    with quiet.store.database.engine.connect() as db:
        rows = db.execute(select(t.delivery.c.state, t.delivery.c.cause, t.delivery.c.begun_at)).all()
    assert [tuple(row) for row in rows] == [("sent", Cause.MAYBE_SENT, NOW)] * 3
    assert len(quiet.store.outbox.carried_with(MINE, claimed[0].article.id)) == 3
