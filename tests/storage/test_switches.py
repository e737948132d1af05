"""What operators do to sources: what changes, what is dropped, and what goes on."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Cause, DeliveryState, Sent, Source, Way
from tests.builders import finished_poll
from tests.storage.conftest import NOW, SOURCE, Room, chat, later, record

OTHER = Source(key="other", name="Other", language="ru", ways=(Way(url="http://127.0.0.1/other"),))


def test_a_source_that_is_to_be_polled_now_is_due_at_once(room: Room) -> None:
    room.store.sources.finish_poll("kt-eng", finished_poll(later(minutes=5)), NOW)
    assert room.store.switches.poll_now("kt-eng", later(minutes=1))
    assert room.store.sources.next_polls() == {"kt-eng": later(minutes=1)}


def test_a_source_that_is_not_there_or_not_read_can_not_be_polled_now(room: Room) -> None:
    assert not room.store.switches.poll_now("nowhere", NOW)
    room.store.switches.switch_off("kt-eng", NOW)
    assert not room.store.switches.poll_now("kt-eng", NOW)


def test_a_source_that_is_switched_off_is_not_read_until_it_is_switched_on(room: Room) -> None:
    room.store.sources.sync([SOURCE, OTHER], NOW)
    switches = room.store.switches
    assert switches.switch_off("kt-eng", NOW)
    assert switches.switched_off() == {"kt-eng"}
    assert [(each.key, each.since_at) for each in switches.switched_off_sources()] == [("kt-eng", NOW)]
    assert [each.key for each in room.store.sources.read_now()] == ["other"]
    assert [each.key for each in room.store.sources.health(NOW)] == ["other"]
    assert list(room.store.sources.next_polls()) == ["other"]
    assert switches.switch_on("kt-eng", later(hours=1))
    assert room.store.sources.next_polls()["kt-eng"] == later(hours=1)
    assert switches.switched_off_sources() == []


def test_a_switch_that_is_pressed_twice_changes_nothing_more(room: Room) -> None:
    switches = room.store.switches
    assert switches.switch_off("kt-eng", NOW)
    assert switches.switch_off("kt-eng", later(hours=1))
    assert switches.switched_off_sources()[0].since_at == NOW
    assert switches.switch_on("kt-eng", NOW)
    assert not switches.switch_on("kt-eng", NOW)


def test_a_source_stays_switched_off_when_workers_start_again(room: Room) -> None:
    room.store.switches.switch_off("kt-eng", NOW)
    assert room.store.sources.sync([SOURCE, OTHER], NOW) == [replace(SOURCE, enabled=False), OTHER]
    room.store.switches.switch_on("kt-eng", NOW)
    assert room.store.sources.sync([SOURCE, OTHER], NOW) == [SOURCE, OTHER]


def test_a_source_that_the_file_disables_is_neither_switched_nor_listed(room: Room) -> None:
    room.store.switches.switch_off("kt-eng", NOW)
    room.store.sources.sync([replace(SOURCE, enabled=False)], NOW)
    assert room.store.switches.switched_off_sources() == []
    assert not room.store.switches.switch_off("kt-eng", NOW)
    assert not room.store.switches.poll_now("kt-eng", NOW)


def test_alerts_of_a_source_end_with_it_but_those_that_were_sent_or_are_being_sent(room: Room) -> None:
    people = [chat(str(number)) for number in range(3)]
    query, *_ = [room.follow(each, "AI") for each in people]
    articles = [room.add_article(number) for number in range(3)]
    for article in articles[:2]:
        room.match(article, query)
    room.fan_out()
    (first, *_) = room.claim(limit=1)
    record(room.store, first, Sent(refs=("5",)), None, NOW)
    room.claim(limit=1)
    held = room.store.chats.get(people[2])
    assert held is not None
    room.store.outbox.hold(held.id, later(hours=1))
    room.store.switches.switch_off("kt-eng", NOW)
    assert room.store.outbox.count_deliveries() == {"sent": 1, "sending": 1, "dropped": 4}
    dropped = room.store.outbox.delivery_record(people[2], articles[0] or 0)
    assert dropped is not None
    assert (dropped.state, dropped.cause) == (DeliveryState.DROPPED, Cause.SOURCE_OFF)


def test_alerts_of_other_sources_stay(room: Room) -> None:
    query = room.follow(chat(), "AI")
    room.match(room.add_article(1), query)
    room.fan_out()
    room.store.sources.sync([SOURCE, OTHER], NOW)
    room.store.switches.switch_off("other", NOW)
    assert room.store.outbox.count_deliveries() == {"pending": 1}


def test_what_is_matched_after_its_source_was_switched_off_reaches_nobody(room: Room) -> None:
    query = room.follow(chat(), "AI")
    article = room.add_article(1)
    room.store.switches.switch_off("kt-eng", NOW)
    room.match(article, query)
    room.fan_out()
    assert room.store.outbox.count_deliveries() == {}
    assert not room.store.outbox.fanout_pending(article or 0)


def test_articles_that_wait_are_read_to_the_end_though_their_source_is_off(room: Room) -> None:
    room.add_article(1)
    assert room.store.sources.unfinished() == []
    room.store.switches.switch_off("kt-eng", NOW)
    assert room.store.sources.unfinished() == ["kt-eng"]
