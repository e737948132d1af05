"""What a chat leaves out is not owed to it, by nobody and nowhere."""

from __future__ import annotations

from bot.matching.concepts import NO_CONCEPTS
from bot.matching.grammar import parse
from bot.model import Cause, Chat, ChatKind, DeliveryState, Source, Way
from bot.storage import schema as t
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, room_with

OTHER = Source(key="nur", name="Nur", language="ru", ways=(Way(url="http://127.0.0.1/nur"),))
MINE, THEIRS = chat("1"), chat("2")


def follow_both(room: Room) -> None:
    """Two chats follow AI, and two sources are read."""
    room.store.sources.sync([SOURCE, OTHER], NOW)
    room.follow(MINE, "AI")
    room.follow(THEIRS, "AI")


both = room_with(follow_both)


def left_out(room: Room, who: Chat = MINE) -> tuple[str, ...]:
    record = room.store.chats.get(who)
    assert record is not None
    return record.left_out


def owed(room: Room) -> set[str]:
    return {each.chat.id for each in room.claim()}


def test_an_article_is_not_owed_to_a_chat_that_leaves_out_its_source(both: Room) -> None:
    assert both.store.left_out.leave_out(MINE, ["kt-eng"])
    both.match(both.add_article(1), 1)
    both.fan_out()
    assert owed(both) == {"2"}


def test_it_is_owed_again_once_the_source_is_brought_back(both: Room) -> None:
    both.store.left_out.leave_out(MINE, ["kt-eng"])
    both.store.left_out.bring_back(MINE, ["kt-eng"])
    both.match(both.add_article(1), 1)
    both.fan_out()
    assert owed(both) == {"1", "2"}


def test_another_source_that_is_left_out_changes_nothing(both: Room) -> None:
    both.store.left_out.leave_out(MINE, ["nur"])
    both.match(both.add_article(1), 1)
    both.fan_out()
    assert owed(both) == {"1", "2"}


def test_what_is_owed_already_is_dropped_of_that_chat_and_that_source_alone(both: Room) -> None:
    number = both.add_article(1)
    both.match(number, 1)
    both.fan_out()
    assert both.store.left_out.leave_out(MINE, ["kt-eng"])
    record = both.store.outbox.delivery_record(MINE, number or 0)
    assert record is not None
    assert (record.state, record.cause) == (DeliveryState.DROPPED, Cause.LEFT_OUT)
    assert owed(both) == {"2"}


def test_what_is_held_for_a_chat_is_dropped_too(both: Room) -> None:
    both.match(both.add_article(1), 1)
    both.fan_out()
    with both.store.database.write_transaction() as db:
        db.execute(t.delivery.update().values(state="held", not_before=later(hours=9)))
    both.store.left_out.leave_out(MINE, ["kt-eng"])
    assert both.store.outbox.count_deliveries() == {"dropped": 1, "held": 1}


def test_the_last_source_is_not_left_out(both: Room) -> None:
    assert both.store.left_out.leave_out(MINE, ["nur"])
    assert not both.store.left_out.leave_out(MINE, ["kt-eng"])
    assert not both.store.left_out.leave_out(THEIRS, ["kt-eng", "nur"])
    assert left_out(both) == ("nur",)
    assert left_out(both, THEIRS) == ()


def test_leaving_out_twice_is_leaving_out_once(both: Room) -> None:
    assert both.store.left_out.leave_out(MINE, ["nur"])
    assert both.store.left_out.leave_out(MINE, ["nur"])
    assert left_out(both) == ("nur",)


def test_all_are_brought_back_at_once(both: Room) -> None:
    both.store.left_out.leave_out(MINE, ["nur"])
    both.store.left_out.leave_out(THEIRS, ["nur"])
    both.store.left_out.bring_back(MINE)
    assert left_out(both) == ()
    assert left_out(both, THEIRS) == ("nur",)


def test_a_source_that_goes_from_the_file_and_comes_back_is_still_left_out(both: Room) -> None:
    both.store.left_out.leave_out(MINE, ["nur"])
    both.store.sources.sync([SOURCE], later(hours=1))
    both.store.sources.sync([SOURCE, OTHER], later(hours=2))
    assert left_out(both) == ("nur",)


def test_a_group_that_becomes_another_one_keeps_what_both_left_out(both: Room) -> None:
    third = Source(key="orda", name="Orda", language="ru", ways=(Way(url="http://127.0.0.1/orda"),))
    both.store.sources.sync([SOURCE, OTHER, third], NOW)
    both.add_chat(chat("-5"), ChatKind.GROUP)
    both.add_chat(chat("-100"), ChatKind.GROUP)
    both.store.left_out.leave_out(chat("-5"), ["nur", "kt-eng"])
    both.store.left_out.leave_out(chat("-100"), ["nur"])
    both.store.chats.migrate(chat("-5"), "-100", NOW)
    assert left_out(both, chat("-100")) == ("kt-eng", "nur")


def test_a_search_counts_nothing_of_them(both: Room) -> None:
    both.match(both.add_article(1, title="AI in schools"), 1)
    query = parse("AI")
    found = both.store.search.find(query, later(days=-1), concepts=NO_CONCEPTS)
    assert (found.count, found.seen) == (1, 1)
    found = both.store.search.find(query, later(days=-1), concepts=NO_CONCEPTS, left_out=("kt-eng",))
    assert (found.count, found.seen, found.latest) == (0, 0, ())
    assert both.store.search.find(query, later(days=-1), concepts=NO_CONCEPTS, left_out=("nur",)).count == 1


def test_the_health_of_some_sources_is_told_alone(both: Room) -> None:
    assert [each.key for each in both.store.sources.health(NOW, ["nur"])] == ["nur"]
    assert [each.key for each in both.store.sources.read_now()] == ["kt-eng", "nur"]
