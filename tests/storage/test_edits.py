"""Edits of sent alerts: asked for, claimed after all else, recorded; none is lost, and one is repeated at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot.model import (
    Cause,
    ChatHealth,
    ChatLost,
    ChatMoved,
    ChatRefused,
    Edit,
    GiveUp,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from bot.storage import edits as edits_module
from bot.storage import schema as t
from bot.storage.claims import CLAIM_TIMEOUT
from tests.storage.conftest import NOW, ONE, Room, chat, later, letter, record, room_with

TWO = chat("2")


def tell_two(room: Room) -> None:
    """Two chats were sent article 1; article 2, of the same story, has joined it in both."""
    ai = room.follow(ONE, "AI")
    room.follow(TWO, "AI")
    publish(room, 1, ai)
    for delivery in room.claim():
        record(room.store, delivery, Sent(refs=("77",)), None, NOW)
    joins(room, 2)


told = room_with(tell_two)


def publish(room: Room, number: int, query_id: int = 1) -> int:
    article = room.add_article(number)
    assert article is not None
    room.match(article, query_id)
    room.fan_out()
    return article


def joins(room: Room, number: int, head: int = 1) -> int:
    """One more article of the story of the head."""
    article = room.add_article(number)
    assert article is not None
    room.match(article, 1)
    room.tell(head, article)
    room.fan_out()
    return article


def claim(room: Room, at: datetime = NOW, limit: int = 10, **how: Any) -> list[Edit]:
    return room.store.outbox.claim_edits("telegram", at, limit, **how)


def outcome(
    room: Room, edit: Edit, verdict: Verdict | None, *, at: datetime = NOW, worker: str = "solo", **how: Any
) -> None:
    room.store.outbox.record_outcomes([Outcome(deliveries=(edit,), verdict=verdict, at=at, **how)], worker)


MADE = Sent(refs=("77",))


def test_an_edit_is_claimed_with_all_that_the_alert_is_to_show(told: Room) -> None:
    edit, other = claim(told)
    assert (edit.chat, other.chat) == (ONE, TWO)
    assert (edit.ref, edit.delivery.article.id, edit.asked, edit.attempts) == ("77", 1, 1, 0)
    assert [each.id for each in edit.delivery.also] == [2]
    assert [reason.typed for reason in edit.delivery.reasons] == ["AI"]
    assert claim(told) == [], "what is claimed is not claimed again"


def test_an_edit_that_was_made_is_gone(told: Room) -> None:
    for edit in claim(told):
        outcome(told, edit, MADE)
    assert told.edits() == {}
    assert told.store.outbox.count_edits() == 0


def test_what_joins_while_an_edit_is_made_is_shown_by_a_second_one(told: Room) -> None:
    edit, _ = claim(told)
    joins(told, 3)
    assert told.edits()[1, 1] == ("sending", 2)
    outcome(told, edit, MADE)
    assert told.edits()[1, 1] == ("pending", 2)
    again = claim(told)[0]
    assert [each.id for each in again.delivery.also] == [2, 3]
    outcome(told, again, MADE)
    assert (1, 1) not in told.edits()


def test_an_edit_that_is_asked_for_several_times_is_made_once(told: Room) -> None:
    joins(told, 3)
    told.store.outbox.ask_edit(1, 1, NOW)
    assert told.edits()[1, 1] == ("pending", 3)
    outcome(told, claim(told)[0], MADE)
    assert (1, 1) not in told.edits()


def test_a_chat_is_edited_one_message_at_a_time_in_the_fair_order(told: Room) -> None:
    publish(told, 8)
    for delivery in told.claim():
        record(told.store, delivery, Sent(refs=("88",)), None, NOW)
    told.store.outbox.ask_edit(1, 3, later(seconds=-900))
    assert [(each.chat_id, each.delivery.article.id) for each in claim(told)] == [(1, 3), (2, 1)]
    assert claim(told) == []
    assert len(claim(told, limit=1, worker="other")) == 0


def test_as_many_chats_as_asked_and_none_of_busy_ones_nor_of_another_lane(told: Room) -> None:
    assert told.store.outbox.claim_edits("slack", NOW, 10) == []
    assert [each.chat_id for each in claim(told, busy={1})] == [2]
    assert [each.chat_id for each in claim(told, limit=1)] == [1]


def alert_under_way(room: Room) -> None:
    publish(room, 9)
    assert room.claim()


def letter_under_way(room: Room) -> None:
    for who in (ONE, TWO):
        room.store.chats.write_to(letter(who))
    assert room.store.outbox.claim("telegram", NOW, 10)


def waits(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.chat).values(waits_until=later(hours=1), refused_since=NOW, refusals=1))


@pytest.mark.parametrize("how", [alert_under_way, letter_under_way, waits])
def test_no_edit_is_claimed_of_a_chat_while(told: Room, how: Callable[[Room], None]) -> None:
    how(told)
    assert claim(told) == []
    assert len(told.edits()) == 2


def owed_again(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.delivery).where(t.delivery.c.article_id == 1).values(state="pending", ref=None))


def in_one_message(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.delivery).values(alone=False))


def forgotten(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(delete(t.delivery))


def lost(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.chat).values(paused_at=NOW, pause_cause="blocked"))


def nothing(_room: Room) -> None:
    return


@pytest.mark.parametrize(
    ("how", "hours"), [(owed_again, 0), (in_one_message, 0), (forgotten, 0), (lost, 0), (nothing, 48)]
)
def test_an_edit_of_what_cannot_be_edited_is_withdrawn(told: Room, how: Callable[[Room], None], hours: float) -> None:
    how(told)
    assert claim(told, later(hours=hours)) == []
    assert told.edits() == {}


RETRY = RetryAt(cause=Cause.SERVER_ERROR, detail="502")


@pytest.mark.parametrize(
    ("verdict", "how", "becomes"),
    [
        (MADE, {}, None),
        (RETRY, {"not_before": later(seconds=5)}, "pending"),
        (RETRY, {}, None),
        (GiveUp(cause=Cause.BAD_MESSAGE, detail="message to edit not found"), {}, None),
        (Stop(), {}, "pending"),
        (None, {}, "pending"),
        (ChatMoved(id="-100"), {}, None),
        (ChatLost(cause=Cause.BLOCKED), {}, None),
        (ChatRefused(cause=Cause.FORBIDDEN), {"health": ChatHealth(waits_until_at=later(minutes=1))}, "pending"),
    ],
)
def test_each_verdict_on_an_edit_ends_it_or_not(
    told: Room, verdict: Verdict | None, how: dict[str, Any], becomes: str | None
) -> None:
    edit, _ = claim(told)
    outcome(told, edit, verdict, **how)
    assert told.edits().get((1, 1)) == (None if becomes is None else (becomes, 1))
    assert told.owed(edit.chat if not isinstance(verdict, ChatMoved) else chat("-100")) == {
        1: ("sent", None),
        2: ("joined", 1),
    }, "what was sent stays as it is"
    failed = told.store.outbox.count_deliveries()
    assert set(failed) == {"sent", "joined"}


def test_a_retry_waits_as_long_as_it_is_to_and_keeps_its_attempts(told: Room) -> None:
    edit, _ = claim(told)
    outcome(told, edit, RETRY, not_before=later(seconds=5), plain=True)
    assert claim(told, later(seconds=4)) == []
    (again,) = claim(told, later(seconds=5))
    assert (again.attempts, again.first_attempt_at, again.plain) == (1, NOW, True)
    outcome(told, again, RETRY, not_before=later(seconds=20), at=later(seconds=5))
    (third,) = claim(told, later(seconds=20))
    assert (third.attempts, third.first_attempt_at) == (2, NOW)


def test_a_message_that_was_deleted_is_neither_edited_nor_answered_to_any_more(told: Room) -> None:
    edit, other = claim(told)
    outcome(told, edit, GiveUp(cause=Cause.MESSAGE_GONE, detail="message to edit not found"))
    outcome(told, other, GiveUp(cause=Cause.BAD_MESSAGE, detail="message can't be edited"))
    joins(told, 3)
    assert set(told.edits()) == {(2, 1)}, "what is gone is asked for once"
    news = told.add_article(4)
    told.tell(1, news or 0, news={news or 0: ["A spark caused it."]})
    told.match(news, 1)
    told.fan_out()
    whole, reply = sorted(told.claim(), key=lambda each: each.chat_id)
    assert (whole.reply_to, whole.new_sentences) == (None, ()), "nothing stands above it"
    assert (reply.reply_to, reply.new_sentences) == ("77", ("A spark caused it.",))


def test_a_chat_that_is_lost_is_edited_no_more(told: Room) -> None:
    told.store.chats.deactivate(ONE, Cause.BLOCKED, NOW)
    assert list(told.edits()) == [(2, 1)]


def test_a_group_with_another_id_is_edited_no_more_for_its_messages_have_other_ids(told: Room) -> None:
    told.store.chats.migrate(ONE, "-100", NOW)
    assert list(told.edits()) == [(2, 1)]


def test_a_chat_that_is_forgotten_leaves_no_edit(told: Room) -> None:
    told.store.forgetting.forget(ONE)
    assert list(told.edits()) == [(2, 1)]
    (edit,) = claim(told)
    told.store.forgetting.forget(TWO)
    outcome(told, edit, MADE)
    assert told.edits() == {}


def test_an_edit_is_made_for_what_no_follow_asks_for_any_more(told: Room) -> None:
    told.store.follows.unsubscribe(ONE, 1, NOW)
    edit, _ = claim(told)
    assert edit.delivery.reasons == ()


def test_after_a_crash_an_edit_is_made_again(told: Room) -> None:
    claim(told)
    assert told.store.outbox.recover() == 2
    assert [each.chat_id for each in claim(told)] == [1, 2]
    assert told.store.outbox.take_over("telegram") == 2
    assert len(claim(told, worker="other")) == 2
    assert told.store.outbox.recover_expired(later(minutes=1)) == 0
    assert told.store.outbox.recover_expired(NOW + CLAIM_TIMEOUT) == 2


def test_a_worker_that_was_frozen_ends_no_edit_of_its_successor(told: Room) -> None:
    edit, _ = claim(told, worker="frozen")
    told.store.outbox.take_over("telegram")
    claim(told, worker="next")
    outcome(told, edit, MADE, worker="frozen")
    outcome(told, edit, GiveUp(cause=Cause.REFUSED), worker="frozen")
    outcome(told, edit, ChatLost(cause=Cause.BLOCKED), worker="frozen")
    assert told.edits()[1, 1] == ("sending", 1)
    record_of = told.store.chats.get(ONE)
    assert record_of is not None
    assert not record_of.paused


def test_the_revision_that_an_edit_shows_is_kept(told: Room) -> None:
    with told.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id == 1).values(title="Another", revision=2))
    edit, _ = claim(told)
    assert edit.delivery.article.title == "Another"
    outcome(told, edit, MADE)
    with told.store.database.read_transaction() as db:
        shown = select(t.delivery.c.revision).where(t.delivery.c.article_id == 1).order_by(t.delivery.c.chat_id)
        assert db.scalars(shown).all() == [2, 1]


# ------------------------------------------------------------------------------------------------------- headlines


def change_headline(room: Room, article: int) -> None:
    """As intake does it: the article, and the job."""
    with room.store.database.write_transaction() as db:
        new = {"title": "Another", "revision": t.article.c.revision + 1}
        db.execute(update(t.article).where(t.article.c.id == article).values(new))
        db.execute(insert(t.redraw).values(article_id=article, cursor=0, created_at=NOW))


def redraw(room: Room, at: datetime = NOW) -> int:
    batches = 0
    while room.store.outbox.redraw(at):
        batches += 1
    return batches


def all_made(room: Room) -> None:
    for edit in claim(room):
        outcome(room, edit, MADE)


@pytest.mark.parametrize("article", [1, 2])
def test_a_headline_that_changed_is_edited_in_each_chat_that_shows_it(told: Room, article: int) -> None:
    """Its own alerts, and those that it joined."""
    all_made(told)
    change_headline(told, article)
    assert redraw(told) == 1
    assert told.edits() == {(1, 1): ("pending", 1), (2, 1): ("pending", 1)}
    all_made(told)
    change_headline(told, publish(told, 7))
    assert redraw(told) == 1
    assert told.edits() == {}, "that was not sent yet"


def test_in_a_chat_that_cannot_be_reached_no_headline_is_edited(told: Room) -> None:
    with told.store.database.write_transaction() as db:
        db.execute(delete(t.edit))
    told.store.chats.deactivate(TWO, Cause.APP_REMOVED, NOW)
    with told.store.database.write_transaction() as db:
        db.execute(insert(t.redraw).values(article_id=1, cursor=0, created_at=NOW))
        db.execute(update(t.article).where(t.article.c.id == 1).values(revision=2))
    redraw(told)
    assert set(told.edits()) == {(1, 1)}


def test_an_alert_that_shows_the_new_headline_already_is_not_edited(told: Room) -> None:
    all_made(told)
    change_headline(told, 1)
    redraw(told)
    all_made(told)
    with told.store.database.write_transaction() as db:
        db.execute(insert(t.redraw).values(article_id=1, cursor=0, created_at=NOW))
    redraw(told)
    assert told.edits() == {}


def test_a_headline_that_changes_while_its_alert_is_sent_is_edited_after(room: Room) -> None:
    room.follow(ONE, "AI")
    publish(room, 1)
    (alert,) = room.claim()
    change_headline(room, 1)
    redraw(room)
    assert claim(room) == [], "it is being sent"
    record(room.store, alert, Sent(refs=("77",)), None, NOW)
    (edit,) = claim(room)
    assert edit.delivery.article.title == "Another"


def test_a_headline_that_changes_before_it_is_sent_needs_no_edit(room: Room) -> None:
    room.follow(ONE, "AI")
    publish(room, 1)
    change_headline(room, 1)
    assert redraw(room) == 1
    assert room.edits() == {}


def test_what_was_sent_too_long_ago_keeps_its_headline(told: Room) -> None:
    all_made(told)
    change_headline(told, 1)
    redraw(told, later(hours=48))
    assert told.edits() == {}


def test_headlines_are_edited_in_batches_and_go_on_after_a_restart(told: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_module, "REDRAW_BATCH", 1)
    all_made(told)
    change_headline(told, 1)
    assert told.store.outbox.redraw(NOW)
    assert list(told.edits()) == [(1, 1)]
    assert redraw(told) == 2
    assert list(told.edits()) == [(1, 1), (2, 1)]


def test_a_headline_that_changes_once_more_is_begun_anew(told: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_module, "REDRAW_BATCH", 1)
    all_made(told)
    change_headline(told, 1)
    told.store.outbox.redraw(NOW)
    all_made(told)
    with told.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id == 1).values(revision=3))
        db.execute(update(t.redraw).values(cursor=0, created_at=later(seconds=1)))
    redraw(told)
    assert list(told.edits()) == [(1, 1), (2, 1)]


def test_old_edits_are_pruned_with_what_was_delivered(told: Room) -> None:
    told.store.outbox.prune(later(hours=1))
    assert told.edits() == {}
    assert told.owed() == {}
