"""Digests on time as rows: enqueued once, never piled up, made of what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.model import Cause, Chat, ChatLost, DigestSpan, Letter, LetterKind, Outcome, Sendable, Sent
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.storage.digest_times import retime
from bot.storage.digests_due import DUE_BATCH, LONGEST_SPAN, from_json, to_json
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, letter

EVERY_DAY = tuple(range(7))
AT_EIGHT = (480,)  #: 3:00 UTC in Almaty; NOW is 14:00 there


def scheduled(
    room: Room, who: Chat, *, typed: str = "AI", minutes: Sequence[int] = AT_EIGHT, at: datetime = NOW
) -> int:
    """The chat follows something, and gets a digest every day."""
    query_id = room.follow(who, typed)
    room.store.digests.set(who, EVERY_DAY, minutes, NOW)
    return query_id


def owed(room: Room, at: datetime) -> list[Sendable]:
    return room.store.outbox.claim("telegram", at, 100, per_chat=100)


def spans(items: Sequence[Sendable]) -> list[tuple[str, DigestSpan]]:
    return [(each.chat.id, from_json(each.payload)) for each in items if isinstance(each, Letter)]


def sent(room: Room, items: Sequence[Sendable], at: datetime) -> None:
    room.store.outbox.record_outcomes([Outcome(deliveries=(one,), verdict=Sent(refs=("1",)), at=at) for one in items])


def enqueue(room: Room, at: datetime) -> int:
    return room.store.digests.enqueue_due(at)[0]


MORNING = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)  #: 8:00 in Almaty, the day after NOW


def test_a_digest_is_enqueued_once_at_its_time_and_the_next_one_follows_without_a_gap(room: Room) -> None:
    scheduled(room, chat())
    assert enqueue(room, MORNING - timedelta(seconds=1)) == 0
    assert [enqueue(room, MORNING), enqueue(room, MORNING), enqueue(room, MORNING + timedelta(hours=1))] == [1, 0, 0]
    (first,) = owed(room, MORNING)
    assert isinstance(first, Letter)
    assert first.letter_kind is LetterKind.DIGEST
    sent(room, [first], MORNING)
    assert enqueue(room, MORNING + timedelta(days=1)) == 1
    ((_, one),), ((_, other),) = spans([first]), spans(owed(room, MORNING + timedelta(days=1)))
    assert one.since_at == NOW - timedelta(days=1)
    assert (one.due_at, one.late) == (MORNING, False)
    assert other.since_at == one.until_at
    assert other.until_at - one.until_at == timedelta(days=1)


def test_after_an_outage_a_missed_one_comes_once_late_and_says_when_it_was_due(room: Room) -> None:
    scheduled(room, chat(), minutes=(480, 1080))
    back = MORNING + timedelta(days=3, hours=1)
    assert enqueue(room, back) == 1
    ((_, span),) = spans(owed(room, back))
    assert span.late
    assert span.due_at == datetime(2026, 3, 2, 13, 0, tzinfo=UTC), "the first that was missed, 18:00 of that day"
    schedule = room.store.digests.schedule(chat())
    assert schedule is not None
    assert schedule.next_at == datetime(2026, 3, 6, 13, 0, tzinfo=UTC)


def test_what_came_in_an_outage_of_months_is_not_all_told(room: Room) -> None:
    scheduled(room, chat())
    back = MORNING + timedelta(days=90)
    enqueue(room, back)
    ((_, span),) = spans(owed(room, back))
    assert span.until_at - span.since_at <= LONGEST_SPAN


def test_a_paused_chat_one_with_a_digest_to_come_and_one_without_follows_get_none_and_lose_nothing(room: Room) -> None:
    for name in ("1", "2", "3"):
        scheduled(room, chat(name))
    room.store.chats.deactivate(chat("1"), Cause.BLOCKED, NOW)
    room.store.follows.unsubscribe_all(chat("3"), NOW)
    assert enqueue(room, MORNING) == 3
    assert enqueue(room, MORNING + timedelta(days=1)) == 3
    ((who, span),) = spans(owed(room, MORNING + timedelta(days=1)))
    assert (who, span.due_at) == ("2", MORNING)
    for name in ("1", "3"):
        schedule = room.store.digests.schedule(chat(name))
        assert schedule is not None
        assert schedule.since_at == NOW - timedelta(days=1)
        assert schedule.next_at == MORNING + timedelta(days=2)


def test_a_chat_that_waits_or_is_snoozed_gets_it_then(room: Room) -> None:
    until = MORNING + timedelta(hours=5)
    for name, column in (("1", "waits_until"), ("2", "snoozed_until")):
        scheduled(room, chat(name))
        with room.store.database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat(name))).values({column: until}))
    enqueue(room, MORNING)
    assert owed(room, MORNING + timedelta(hours=4)) == []
    assert [who for who, _ in spans(owed(room, until))] == ["1", "2"]


def test_who_ends_digests_gets_none_that_waits_either(room: Room) -> None:
    scheduled(room, chat())
    enqueue(room, MORNING)
    assert room.store.digests.clear(chat()) is not None
    assert owed(room, MORNING) == []
    assert room.store.digests.clear(chat()) is None
    assert room.store.digests.schedule(chat()) is None


def test_another_time_keeps_what_is_new_and_the_last_of_two_people_decides(room: Room) -> None:
    scheduled(room, chat())
    first = room.store.digests.set(chat(), (0,), (540,), later(hours=1))
    second = room.store.digests.set(chat(), (2, 4), (600, 1200), later(hours=1))
    assert first.since_at == second.since_at == NOW - timedelta(days=1)
    assert room.store.digests.schedule(chat()) == second
    assert (second.weekdays, second.minutes) == ((2, 4), (600, 1200))


def test_a_time_that_is_changed_while_it_is_enqueued_brings_no_digest(room: Room) -> None:
    scheduled(room, chat())
    digests = room.store.digests
    with room.store.database.read_transaction() as db:
        before = db.execute(select(t.digest_schedule)).mappings().one()
    digests.set(chat(), EVERY_DAY, (600,), MORNING - timedelta(minutes=1))
    assert enqueue(room, MORNING) == 0
    assert before["next_at"] == MORNING


def test_an_alert_is_claimed_before_a_digest_of_its_chat_and_of_others(room: Room) -> None:
    query_id = scheduled(room, chat("1"))
    scheduled(room, chat("2"), typed="gold")
    room.match(room.add_article(1, at=MORNING), query_id, at=MORNING)
    enqueue(room, MORNING)
    room.fan_out(MORNING)
    first = owed(room, MORNING + timedelta(seconds=1))
    assert [(each.chat.id, type(each).__name__) for each in first] == [("1", "Delivery"), ("2", "Letter")]
    sent(room, first, MORNING)
    assert [(each.chat.id, type(each).__name__) for each in owed(room, MORNING)] == [("1", "Letter")]


def test_many_digests_are_spread_so_that_other_letters_and_alerts_go_before_most_of_them(room: Room) -> None:
    for number in range(30):
        scheduled(room, chat(str(number)))
    enqueue(room, MORNING)
    room.add_chat(chat("99"))
    assert room.store.notices.add("x", MORNING, [letter(chat("99"), due_at=MORNING + timedelta(seconds=9))])
    claimed = room.store.outbox.claim("telegram", MORNING + timedelta(seconds=9), 10, per_chat=1)
    assert "99" in [each.chat.id for each in claimed]


def test_more_than_a_batch_is_enqueued_in_several_and_keeps_its_places(room: Room) -> None:
    for number in range(3):
        scheduled(room, chat(str(number)))
    done, place = room.store.digests.enqueue_due(MORNING, limit=2)
    assert (done, place) == (2, 2)
    assert room.store.digests.enqueue_due(MORNING, place, limit=2) == (1, 3)
    with room.store.database.read_transaction() as db:
        places = db.scalars(select(t.letter.c.fair_at).order_by(t.letter.c.id)).all()
    assert sorted(places) == list(places)
    assert len(set(places)) == 3 < DUE_BATCH


def test_another_zone_or_other_rules_of_it_move_the_next_one(room: Room) -> None:
    scheduled(room, chat())
    with room.store.database.write_transaction() as db:
        chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat()))).scalar_one()
        db.execute(update(t.chat).values(timezone="Europe/Berlin"))
        retime(db, chat_id, ZoneInfo("Europe/Berlin"), NOW)
        retime(db, chat_id + 1, ZoneInfo("Europe/Berlin"), NOW)
    assert room.store.digests.reschedule(NOW) == 0
    schedule = room.store.digests.schedule(chat())
    assert schedule is not None
    assert schedule.next_at == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.digest_schedule).values(next_at=MORNING))
    assert room.store.digests.reschedule(NOW) == 1
    assert room.store.digests.schedule(chat()) == schedule


def test_an_article_is_in_one_digest_though_its_page_matches_later_and_not_before_it_matched(
    room: Room,
) -> None:
    ai, gold = room.follow(chat(), "AI"), room.follow(chat(), "gold")
    article = room.add_article(1, at=NOW)
    assert article is not None
    for query_ids, at in (((ai,), later(minutes=15)), ((ai, gold), later(hours=2))):
        room.match(article, *query_ids, at=at)
    assert room.store.digests.found(chat(), NOW, later(minutes=14)) == []
    (first,) = room.store.digests.found(chat(), NOW, later(hours=1))
    assert (first.article.id, first.follows) == (article, (ai,))
    assert first.article.body is None
    assert room.store.digests.found(chat(), later(hours=1), later(hours=3)) == []
    (whole,) = room.store.digests.found(chat(), NOW, later(hours=3))
    assert whole.follows == (ai, gold)


@pytest.mark.parametrize(("ago", "counts"), [(timedelta(hours=1), False), (-timedelta(hours=1), True)])
def test_what_was_stored_silently_is_new_only_if_it_was_published_since(
    room: Room, ago: timedelta, counts: bool
) -> None:
    query_id = room.follow(chat(), "AI")
    article = room.add_article(1, at=NOW - ago, silent=True)
    room.match(article, query_id, at=later(hours=2))
    assert bool(room.store.digests.found(chat(), NOW, later(hours=3))) is counts


def test_languages_and_sources_that_a_chat_leaves_out_are_not_new_to_it(room: Room) -> None:
    room.store.sources.sync([SOURCE, replace(SOURCE, key="kt-rus", language="ru")], NOW)
    query_id = room.follow(chat(), "AI")
    room.match(room.add_article(1, at=NOW), query_id, at=later(hours=1))
    assert room.store.digests.found(chat(), NOW, later(hours=3))
    room.store.chats.set_languages(chat(), ("kk",))
    assert room.store.digests.found(chat(), NOW, later(hours=3)) == []
    room.store.chats.set_languages(chat(), ("en",))
    assert room.store.digests.found(chat(), NOW, later(hours=3))
    room.store.left_out.leave_out(chat(), ["kt-eng"])
    assert room.store.digests.found(chat(), NOW, later(hours=3)) == []


def test_a_span_is_read_as_it_was_written() -> None:
    span = DigestSpan(since_at=NOW, until_at=later(days=1), due_at=later(days=1), late=True)
    assert from_json(to_json(span)) == span
    assert from_json(to_json(replace(span, late=False))) != span


def test_a_digest_of_a_chat_that_is_lost_is_dropped(room: Room) -> None:
    scheduled(room, chat())
    enqueue(room, MORNING)
    (first,) = owed(room, MORNING)
    outcome = Outcome(deliveries=(first,), verdict=ChatLost(cause=Cause.BLOCKED), at=MORNING)
    room.store.outbox.record_outcomes([outcome])
    assert enqueue(room, MORNING + timedelta(days=1)) == 1
    assert owed(room, MORNING + timedelta(days=1)) == []
