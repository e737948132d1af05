"""An article of a story joins the alert of each chat that told of it first, or is owed as a reply to that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from bot.model import Cause, ChatKind, FollowMode, FollowUps, Outcome, QuietHours, RetryAt, Sent, Source, Way
from bot.storage import joining
from bot.storage import schema as t
from tests.storage.conftest import NOW, ONE, SOURCE, Room, chat, later, record, room_with

AI = 1  #: the number of its query

TWO = chat("2")


def follow(room: Room) -> None:
    assert room.follow(ONE, "AI") == AI


room = room_with(follow)


@pytest.fixture
def ai() -> int:
    """What the one chat of the room follows."""
    return AI


def published(room: Room, number: int, query_id: int, **how: Any) -> int:
    """An article on what is followed, not fanned out yet."""
    article = room.add_article(number, **how)
    assert article is not None
    room.match(article, query_id)
    return article


def send(room: Room, ref: str = "77", at: Any = NOW) -> list[int]:
    """All that is due is sent, each in a message of its own; the articles."""
    claimed = room.claim(at=at)
    for number, each in enumerate(claimed):
        record(room.store, each, Sent(refs=(f"{ref}{number or ''}",)), None, at)
    return [each.article.id for each in claimed]


def told(room: Room, query_id: int, *, news: bool = False, sent: bool = True) -> tuple[int, int]:
    """Two articles of one story; the first one was sent, or not, before the second came."""
    first = published(room, 1, query_id)
    room.fan_out()
    if sent:
        send(room)
    second = published(room, 2, query_id)
    room.tell(first, second, news={second: ["It is new."]} if news else None)
    return first, second


alerted = room_with(follow, lambda room: told(room, AI))
waiting = room_with(follow, lambda room: told(room, AI, sent=False))


def test_an_article_joins_the_alert_that_was_sent_and_that_is_to_be_edited(alerted: Room) -> None:
    first, second = alerted.articles()
    alerted.fan_out()
    assert alerted.owed() == {first: ("sent", None), second: ("joined", first)}
    assert alerted.edits() == {(1, first): ("pending", 1)}
    assert alerted.claim() == [], "no second alert"


def test_an_article_joins_an_alert_that_waits_which_then_shows_it(waiting: Room) -> None:
    first, second = waiting.articles()
    waiting.fan_out()
    assert waiting.owed() == {first: ("pending", None), second: ("joined", first)}
    (alert,) = waiting.claim()
    assert [each.id for each in alert.also] == [second]
    record(waiting.store, alert, Sent(refs=("77",)), None, NOW)
    assert waiting.edits() == {}, "it shows the article already"


def test_what_joins_while_the_alert_is_being_sent_is_shown_by_an_edit(waiting: Room) -> None:
    first, second = waiting.articles()
    (alert,) = waiting.claim()
    waiting.fan_out()
    assert waiting.owed() == {first: ("sending", None), second: ("joined", first)}
    assert waiting.edits() == {}, "there is no message yet"
    record(waiting.store, alert, Sent(refs=("77",)), None, NOW)
    assert waiting.edits() == {(1, first): ("pending", 1)}


@pytest.mark.parametrize(
    ("follow_ups", "news", "comes"),
    [
        (FollowUps.NEW, True, True),
        (FollowUps.NEW, False, False),
        (FollowUps.ALL, True, True),
        (FollowUps.ALL, False, True),
        (FollowUps.NONE, True, False),
    ],
)
def test_a_follow_up_is_owed_where_the_chat_wants_it(
    room: Room, ai: int, follow_ups: FollowUps, news: bool, comes: bool
) -> None:
    room.store.preferences.set(ONE, follow_ups=follow_ups)
    first, second = told(room, ai, news=news)
    room.fan_out()
    assert room.owed()[second] == (("pending", first) if comes else ("joined", first))
    if comes:
        (reply,) = room.claim()
        assert (reply.reply_to, reply.new_sentences) == ("77", ("It is new.",) if news else ())
        assert room.edits() == {}


def test_a_follow_up_of_an_alert_that_failed_is_told_as_a_whole(room: Room, ai: int) -> None:
    first, second = told(room, ai, news=True, sent=False)
    room.fan_out()
    (alert,) = room.claim()
    assert alert.article.id == first, "the follow-up waits until it can be a reply"
    record(room.store, alert, RetryAt(cause=Cause.SERVER_ERROR), None, NOW)
    (reply,) = room.claim()
    assert (reply.article.id, reply.reply_to, reply.new_sentences) == (second, None, ())


def test_a_follow_up_goes_after_its_alert_and_answers_to_it(room: Room, ai: int) -> None:
    first, second = told(room, ai, news=True, sent=False)
    room.fan_out()
    claimed = room.store.outbox.claim("telegram", NOW, 10, per_chat=10)
    assert [each.label for each in claimed] == [f"article {first}"]
    room.store.outbox.record_outcomes([Outcome(deliveries=tuple(claimed), verdict=Sent(refs=("5",)), at=NOW)])
    (reply,) = room.claim()
    assert (reply.article.id, reply.reply_to) == (second, "5")


def off(room: Room) -> None:
    room.store.preferences.set(ONE, stories=False)


def paused(room: Room) -> None:
    room.store.chats.deactivate(ONE, Cause.BLOCKED, NOW)


def split(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(insert(t.story_split).values(chat_id=1, article_id=1, split_at=NOW, person_name="Ann"))


def failed(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.delivery).values(state="failed"))


@pytest.mark.parametrize(
    ("how", "becomes"), [(off, "pending"), (paused, "dropped"), (split, "pending"), (failed, "pending")]
)
def test_an_article_is_owed_by_itself_as_before_stories_if(
    alerted: Room, how: Callable[[Room], None], becomes: str
) -> None:
    _, second = alerted.articles()
    how(alerted)
    alerted.fan_out()
    assert alerted.owed()[second] == (becomes, None)
    assert alerted.edits() == {}


def muted(room: Room, ai: int) -> None:
    room.store.attention.set(ONE, ai, muted_until=later(hours=1))


def in_digests(room: Room, ai: int) -> None:
    room.store.attention.set(ONE, ai, mode=FollowMode.DIGEST)


def leaves_out(room: Room, _ai: int) -> None:
    other = Source(key="nur", name="Nur", language="ru", ways=(Way(url="http://127.0.0.1/nur"),))
    room.store.sources.sync([SOURCE, other], NOW)
    room.store.left_out.leave_out(ONE, ["kt-eng"])


def reads_another_language(room: Room, _ai: int) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(update(t.chat).values(languages="kk"))


def source_off(room: Room, _ai: int) -> None:
    room.store.switches.switch_off("kt-eng", NOW)


@pytest.mark.parametrize("how", [muted, in_digests, leaves_out, reads_another_language, source_off])
def test_an_article_that_the_chat_would_not_get_does_not_join(
    alerted: Room, ai: int, how: Callable[[Room, int], None]
) -> None:
    first, _ = alerted.articles()
    how(alerted, ai)
    alerted.fan_out()
    assert alerted.owed() == {first: ("sent", None)}
    assert alerted.edits() == {}


def test_each_chat_has_a_head_of_its_own(room: Room, ai: int) -> None:
    """Two follows meet different articles of a story."""
    oil = room.follow(TWO, "oil")
    room.follow(TWO, "AI", at=later(minutes=-1))
    first, second, third = published(room, 1, oil), published(room, 2, ai), published(room, 3, ai)
    room.tell(first, second, third)
    room.fan_out()
    assert room.owed(ONE) == {second: ("pending", None), third: ("joined", second)}
    assert room.owed(TWO) == {first: ("pending", None), second: ("joined", first), third: ("joined", first)}


def test_what_joined_a_head_that_is_not_looked_at_is_joined_to_the_same(
    room: Room, ai: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "FIRST", 1)
    monkeypatch.setattr(joining, "NEAREST", 1)
    oil = room.follow(TWO, "oil")
    first = published(room, 1, oil)
    others = [published(room, number, ai) for number in range(2, 6)]
    room.tell(first, *others)
    room.fan_out()
    assert room.owed(ONE) == {others[0]: ("pending", None), **dict.fromkeys(others[1:], ("joined", others[0]))}


def test_what_was_sent_with_others_in_one_message_is_not_edited(room: Room, ai: int) -> None:
    first, other = published(room, 1, ai), published(room, 2, ai)
    room.fan_out()
    claimed = room.store.outbox.claim("telegram", NOW, 10, per_chat=10)
    room.store.outbox.record_outcomes([Outcome(deliveries=tuple(claimed), verdict=Sent(refs=("5",)), at=NOW)])
    third = published(room, 3, ai)
    room.tell(first, third)
    room.fan_out()
    assert room.owed() == {first: ("sent", None), other: ("sent", None), third: ("joined", first)}
    assert room.edits() == {}


@pytest.mark.parametrize(("hours", "edited"), [(46, True), (48, False)])
def test_what_was_sent_too_long_ago_is_not_edited(alerted: Room, hours: float, edited: bool) -> None:
    first, second = alerted.articles()
    alerted.fan_out(later(hours=hours))
    assert alerted.owed()[second] == ("joined", first)
    assert bool(alerted.edits()) is edited


def test_in_quiet_hours_it_joins_what_is_held_and_rides_with_it(room: Room, ai: int) -> None:
    room.store.preferences.set_quiet_hours(ONE, QuietHours(start=0, end=23 * 60 + 59), NOW)
    first, second = told(room, ai, sent=False)
    room.fan_out()
    assert room.owed() == {first: ("held", None), second: ("joined", first)}
    until = room.store.quiet.quiet_until(ONE, NOW)
    assert until is not None
    assert room.store.outbox.release_held(until, 10) == 1
    (alert,) = room.claim(at=until)
    assert [each.id for each in alert.also] == [second]


def test_what_rings_does_not_join_what_is_held_until_the_morning(room: Room, ai: int) -> None:
    room.store.preferences.set_quiet_hours(ONE, QuietHours(start=0, end=23 * 60 + 59), NOW)
    oil = room.follow(ONE, "oil")
    room.store.attention.set(ONE, oil, rings=True)
    first, second = published(room, 1, ai), published(room, 2, oil)
    room.tell(first, second)
    room.fan_out()
    assert room.owed() == {first: ("held", None), second: ("pending", None)}


def test_what_rings_joins_what_was_sent(room: Room, ai: int) -> None:
    room.store.attention.set(ONE, ai, rings=True)
    first, second = told(room, ai)
    room.fan_out()
    assert room.owed() == {first: ("sent", None), second: ("joined", first)}


def test_an_article_that_is_fanned_out_again_keeps_what_it_had(alerted: Room, ai: int) -> None:
    """First on its teaser, then on its page."""
    first, second = alerted.articles()
    alerted.fan_out()
    before = alerted.owed()
    third = chat("3")
    alerted.follow(third, "oil", at=later(minutes=-1))
    oil = alerted.store.follows.subscriptions(third)[0].query_id
    for article in (first, second):
        alerted.match(article, ai, oil)
    alerted.fan_out()
    assert alerted.owed() == before
    assert alerted.owed(third) == {first: ("pending", None), second: ("joined", first)}


def test_the_first_article_of_a_story_is_no_follower_of_itself(room: Room, ai: int) -> None:
    first = published(room, 1, ai)
    room.tell(first)
    room.fan_out()
    assert room.owed() == {first: ("pending", None)}


def test_an_article_in_no_story_costs_one_more_statement_that_reads_by_keys(room: Room, ai: int) -> None:
    article = published(room, 1, ai)
    room.add_chat(TWO, ChatKind.GROUP)
    asked: list[str] = []
    engine = room.store.database.engine

    def hear(_db: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    assert room.store.outbox.fan_out(NOW)
    event.remove(engine, "before_cursor_execute", hear)
    assert room.owed() == {article: ("pending", None)}
    of_stories = [statement for statement in asked if "story" in statement]
    assert len(of_stories) == 1
    assert "edit" not in " ".join(asked)
