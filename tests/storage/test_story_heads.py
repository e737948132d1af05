"""What joined an alert that ends unsent is owed after all, wherever it ends; what joined a sent one stays joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from bot.matching.grammar import parse
from bot.matching.query import GRAMMAR
from bot.model import Cause, ChatLost, DeliveryState, GiveUp, Match, QuietHours, RetryAt, Sent, Source, Way
from bot.storage import schema as t
from bot.storage.outbox_rows import OutboxFilter, OutboxKey
from bot.storage.settling import settle
from tests.storage.conftest import NOW, ONE, SOURCE, Room, chat, later, record, room_with

OTHER = Source(key="nur", name="Nur", language="ru", ways=(Way(url="http://127.0.0.1/nur"),))


def join(room: Room) -> None:
    """Two follows; two articles of a story joined its first one, of another source, which only one of them asks for."""
    room.store.sources.sync([SOURCE, OTHER], NOW)
    ai, oil = room.follow(ONE, "AI"), room.follow(ONE, "oil")
    articles = [room.add_article(number) for number in (1, 2, 3)]
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id == 1).values(source_key="nur"))
    room.match(articles[0], ai)
    room.match(articles[1], oil)
    room.match(articles[2], ai, oil)
    room.tell(1, 2, 3)
    room.fan_out()
    assert room.owed() == {1: ("pending", None), 2: ("joined", 1), 3: ("joined", 1)}


joined = room_with(join)


def given_up(room: Room) -> None:
    (alert,) = room.claim()
    record(room.store, alert, GiveUp(cause=Cause.BAD_MESSAGE), None, NOW)


def tried_long_enough(room: Room) -> None:
    (alert,) = room.claim()
    record(room.store, alert, RetryAt(cause=Cause.SERVER_ERROR), None, NOW)


def unfollowed(room: Room) -> None:
    room.store.follows.unsubscribe(ONE, 1, NOW)


def unfollowed_while_held(room: Room) -> None:
    room.store.outbox.hold(1, later(hours=1))
    room.store.follows.unsubscribe(ONE, 1, NOW)


def edited(room: Room) -> None:
    other = room.store.follows.upsert_query("AI -military", "AI -military", NOW, grammar=GRAMMAR)
    assert {each.id for each in room.store.follows.pending_articles(ONE, 1)} == {1, 3}
    match = Match(query_id=other, sentence="AI it is.", spans=((0, 2),))
    assert room.store.follows.edit(ONE, 1, other, "AI -military", {3: match}, NOW)


def unfollowed_before_it_was_claimed(room: Room) -> None:
    """As a follow that is read anew may do it: nothing was dropped then."""
    with room.store.database.write_transaction() as db:
        db.execute(delete(t.match).where(t.match.c.article_id == 1))
    assert room.claim() == []


def left_out(room: Room) -> None:
    assert room.store.left_out.leave_out(ONE, ["nur"])


def switched_off(room: Room) -> None:
    assert room.store.switches.switch_off("nur", NOW)


def switched_off_while_held(room: Room) -> None:
    room.store.outbox.hold(1, later(hours=1))
    assert room.store.switches.switch_off("nur", NOW)


def withdrawn(room: Room) -> None:
    assert room.store.repairs.drop([OutboxKey(article_id=1, chat_id=1)], "spam")


def all_withdrawn(room: Room) -> None:
    assert room.store.repairs.drop_all(OutboxFilter(states=[DeliveryState.PENDING]), "spam") == 1


@pytest.mark.parametrize(
    ("how", "ends"),
    [
        (given_up, "failed"),
        (tried_long_enough, "failed"),
        (unfollowed, "dropped"),
        (unfollowed_while_held, "dropped"),
        (edited, "dropped"),
        (unfollowed_before_it_was_claimed, "dropped"),
        (left_out, "dropped"),
        (switched_off, "dropped"),
        (switched_off_while_held, "dropped"),
        (withdrawn, "dropped"),
        (all_withdrawn, "dropped"),
    ],
)
def test_what_joined_an_alert_that_ends_unsent_is_owed_as_one_alert(
    joined: Room, how: Callable[[Room], None], ends: str
) -> None:
    how(joined)
    assert joined.owed() == {1: (ends, None), 2: ("pending", None), 3: ("joined", 2)}
    (alert,) = joined.claim()
    assert (alert.article.id, [each.id for each in alert.also]) == (2, [3])


def test_what_joined_and_no_follow_asks_for_any_more_is_dropped(joined: Room) -> None:
    joined.store.follows.unsubscribe(ONE, 2, NOW)
    assert joined.owed() == {1: ("pending", None), 2: ("dropped", None), 3: ("joined", 1)}
    record_of = joined.store.outbox.delivery_record(ONE, 2)
    assert record_of is not None
    assert record_of.cause is Cause.UNFOLLOWED


def test_of_a_source_that_is_left_out_nothing_stays_joined_to_what_is_to_be_sent(joined: Room) -> None:
    assert joined.store.left_out.leave_out(ONE, ["kt-eng"])
    assert joined.owed() == {1: ("pending", None), 2: ("dropped", None), 3: ("dropped", None)}


def test_of_a_source_that_is_switched_off_nothing_stays_joined_to_what_is_to_be_sent(joined: Room) -> None:
    assert joined.store.switches.switch_off("kt-eng", NOW)
    assert joined.owed() == {1: ("pending", None), 2: ("dropped", None), 3: ("dropped", None)}


def test_a_follow_that_is_read_anew_keeps_what_joined_an_alert_to_be_sent(joined: Room) -> None:
    joined.store.follows.unsubscribe(ONE, 2, NOW)
    read = {"AI": parse("AI -military")}
    assert joined.store.follows.reread(read.get, GRAMMAR + 1, NOW) == 1
    (alert,) = joined.claim()
    assert [each.id for each in alert.also] == [3]
    joined.store.follows.unsubscribe(ONE, joined.store.follows.subscriptions(ONE)[0].query_id, NOW)
    assert joined.owed()[3] == ("joined", 1), "it is being sent"


def sent(room: Room) -> None:
    (alert,) = room.claim()
    record(room.store, alert, Sent(refs=("77",)), None, NOW)


def unfollowed_all(room: Room) -> None:
    room.store.follows.unsubscribe_all(ONE, NOW)


def lost(room: Room) -> None:
    room.store.chats.deactivate(ONE, Cause.BLOCKED, NOW)


def all_left_out(room: Room) -> None:
    room.store.left_out.leave_out(ONE, ["nur"])


def all_switched_off(room: Room) -> None:
    for key in ("nur", "kt-eng"):
        room.store.switches.switch_off(key, NOW)


def restored(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        settle(db, taken_at=NOW, workers=1, told_until=later(hours=1), now=later(hours=1))


@pytest.mark.parametrize("how", [unfollowed_all, lost, all_left_out, all_switched_off, restored])
def test_what_joined_a_sent_alert_stays_joined(joined: Room, how: Callable[[Room], None]) -> None:
    sent(joined)
    how(joined)
    assert joined.owed() == {1: ("sent", None), 2: ("joined", 1), 3: ("joined", 1)}


def refused(room: Room) -> None:
    (alert,) = room.claim()
    record(room.store, alert, ChatLost(cause=Cause.BLOCKED), None, NOW)


@pytest.mark.parametrize(
    ("how", "cause"),
    [
        (lost, Cause.CHAT_PAUSED),
        (refused, Cause.CHAT_PAUSED),
        (restored, Cause.RESTORED),
        (unfollowed_all, Cause.UNFOLLOWED),
    ],
)
def test_what_ends_with_all_that_the_chat_is_owed_ends_with_what_joined_it(
    joined: Room, how: Callable[[Room], None], cause: Cause
) -> None:
    how(joined)
    assert joined.owed() == dict.fromkeys((1, 2, 3), ("dropped", None))
    records = [joined.store.outbox.delivery_record(ONE, number) for number in (1, 2, 3)]
    assert [each.cause for each in records if each is not None] == [cause] * 3


def test_a_chat_that_is_there_again_counts_what_had_joined_among_what_it_missed(joined: Room) -> None:
    lost(joined)
    record_of = joined.store.chats.get(ONE)
    assert record_of is not None
    assert record_of.missed == 3


def test_what_is_held_beyond_a_restore_keeps_what_joined_it(joined: Room) -> None:
    joined.store.outbox.hold(1, later(hours=9))
    restored(joined)
    assert joined.owed() == {1: ("held", None), 2: ("joined", 1), 3: ("joined", 1)}


def test_after_an_outage_all_that_a_lost_chat_was_owed_is_owed_again(joined: Room) -> None:
    lost(joined)
    joined.store.outbox.correct_refusals("telegram", NOW, later(minutes=1), wake=True)
    assert joined.owed() == dict.fromkeys((1, 2, 3), ("pending", None))


def test_what_is_retried_keeps_what_joined_it(joined: Room) -> None:
    (alert,) = joined.claim()
    record(joined.store, alert, RetryAt(cause=Cause.SERVER_ERROR), later(seconds=5), NOW)
    (again,) = joined.claim(at=later(seconds=5))
    assert [each.id for each in again.also] == [2, 3]


def test_what_is_owed_after_all_waits_for_the_end_of_quiet_hours(joined: Room) -> None:
    joined.store.preferences.set_quiet_hours(ONE, QuietHours(start=0, end=23 * 60 + 59), NOW)
    joined.store.follows.unsubscribe(ONE, 1, NOW)
    assert joined.claim() == []
    assert joined.owed() == {1: ("dropped", None), 2: ("held", None), 3: ("joined", 2)}


def test_an_alert_that_failed_and_is_tried_again_goes_by_itself(joined: Room) -> None:
    given_up(joined)
    assert joined.store.outbox.retry_failed(NOW, NOW) == 1
    assert joined.owed() == {1: ("pending", None), 2: ("pending", None), 3: ("joined", 2)}


def test_what_joined_is_no_row_that_an_operator_retries_or_drops(joined: Room) -> None:
    assert not joined.store.repairs.retry(OutboxKey(article_id=2, chat_id=1), NOW)
    assert joined.store.repairs.drop([OutboxKey(article_id=2, chat_id=1)], "") == []


def test_what_joined_an_old_alert_that_still_waits_is_not_pruned(joined: Room) -> None:
    joined.store.outbox.prune(later(hours=1))
    assert len(joined.owed()) == 3
    sent(joined)
    joined.store.outbox.prune(later(hours=1))
    assert joined.owed() == {}


# --------------------------------------------------------------------------------------------------- merged groups


def in_both(room: Room, old: dict[int, str], new: dict[int, str]) -> dict[int, tuple[str, int | None]]:
    """Two chats with deliveries in these states, joined ones as "joined 1", become one; its deliveries."""
    numbers = {who: room.add_chat(chat(who)) for who in ("-1", "-100")}
    for number in sorted({*old, *new}):
        room.add_article(number)
    with room.store.database.write_transaction() as db:
        for who, states in (("-1", old), ("-100", new)):
            for article, typed in states.items():
                state, _, head = typed.partition(" ")
                row = {"article_id": article, "chat_id": numbers[who], "lane": "telegram", "fair_at": 1.0}
                row |= {"state": state, "head_id": int(head) if head else None, "not_before": NOW}
                db.execute(t.delivery.insert().values(row))
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    return room.owed(chat("-100"))


@pytest.mark.parametrize(
    ("old", "new", "merged"),
    [
        ({1: "pending", 2: "joined 1"}, {}, {1: ("pending", None), 2: ("joined", 1)}),
        ({1: "sent", 2: "joined 1"}, {2: "pending"}, {1: ("sent", None), 2: ("joined", 1)}),
        ({1: "pending", 2: "joined 1"}, {2: "sent"}, {1: ("pending", None), 2: ("sent", None)}),
        (
            {2: "pending", 3: "joined 2"},
            {1: "sent", 2: "joined 1"},
            {1: ("sent", None), 2: ("joined", 1), 3: ("joined", 1)},
        ),
        (
            {1: "joined 9", 2: "joined 9", 3: "joined 9"},
            {},
            {1: ("pending", None), 2: ("joined", 1), 3: ("joined", 1)},
        ),
        ({1: "failed", 2: "pending"}, {1: "pending", 3: "joined 1"},
         {1: ("pending", None), 2: ("pending", None), 3: ("joined", 1)}),
    ],
)  # fmt: skip
def test_in_a_group_that_takes_over_another_all_stays_joined_to_what_is_told_there(
    room: Room, old: dict[int, str], new: dict[int, str], merged: dict[int, tuple[str, int | None]]
) -> None:
    assert in_both(room, old, new) == merged


def test_letting_one_topic_go_changes_nothing_in_another_chat(joined: Room) -> None:
    two = chat("2")
    joined.follow(two, "AI", at=later(minutes=-1))
    joined.match(1, 1)
    joined.match(3, 1)
    joined.fan_out()
    before = joined.owed(two)
    assert before == {1: ("pending", None), 3: ("joined", 1)}
    unfollowed(joined)
    given = joined.owed(two)
    assert given == before
    for alert in joined.claim():
        record(joined.store, replace(alert), GiveUp(cause=Cause.REFUSED), None, NOW)
    assert joined.owed(two) == {1: ("failed", None), 3: ("pending", None)}
