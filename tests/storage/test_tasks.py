"""What rang and nobody took is reminded of, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Letter, LetterKind, Sent, Task, TaskState
from bot.rules import Rules
from bot.storage.store import Person
from bot.worker.reminders import AFTER, NOT_AFTER, remind
from config.translations import load_translations
from tests.builders import written
from tests.storage.conftest import NOW, Room, chat, later, record

GROUP = chat("-5")
ALIYA = Person("7", "Aliya")
RULES = Rules(translators=load_translations())


def sent(room: Room, who: Chat = GROUP, *, kind: ChatKind = ChatKind.GROUP, rings: bool = True) -> int:
    """A chat that follows AI has got an alert."""
    query_id = room.follow(who, "AI")
    room.add_chat(who, kind)
    room.store.attention.set(who, query_id, rings=rings)
    number = room.add_article(1)
    assert number is not None
    room.match(number, query_id)
    room.fan_out()
    for delivery in room.claim():
        record(room.store, delivery, Sent(refs=("7",)), None, NOW)
    return number


def reminded(room: Room, **span: Any) -> list[Letter]:
    """The letters that remind, if it is looked that much later."""
    at = later(**span)
    remind(room.store, RULES, at)
    owed = room.store.outbox.claim("telegram", at, 9)
    return [each for each in owed if isinstance(each, Letter)]


def test_a_group_is_reminded_once_of_what_rang_and_nobody_took(room: Room) -> None:
    number = sent(room)
    assert reminded(room, minutes=29) == []
    (letter,) = reminded(room, minutes=30)
    message = from_json(letter.payload)
    assert written(message).startswith("⏰ Nobody has taken this yet:\n\n")
    assert [button.action for button in message.buttons[0]] == [f"take {number}", f"done {number}"]
    with room.store.database.read_transaction() as db:
        assert db.exec_driver_sql("SELECT kind FROM letter").scalar_one() == LetterKind.REMINDER
    assert remind(room.store, RULES, later(minutes=31)) == 0
    assert room.store.tasks.get(GROUP, number) is None


@pytest.mark.parametrize("step", ["take", "finish"])
def test_what_somebody_took_is_not_reminded_of(room: Room, step: str) -> None:
    number = sent(room)
    getattr(room.store.tasks, step)(GROUP, number, ALIYA, later(minutes=1))
    assert reminded(room, minutes=30) == []


def test_what_was_taken_between_the_look_and_the_letter_is_not_reminded_of(room: Room) -> None:
    number = sent(room)
    (untaken,) = room.store.tasks.untaken(NOW - AFTER, later(minutes=30), 9)
    room.store.tasks.take(GROUP, number, ALIYA, later(minutes=30))
    assert untaken.article.id == number
    assert reminded(room, minutes=30) == []
    assert room.store.tasks.get(GROUP, number) == Task(
        state=TaskState.TAKEN, person_name="Aliya", changed_at=later(minutes=30)
    )


def test_nobody_is_reminded_of_what_does_not_ring(room: Room) -> None:
    sent(room, rings=False)
    assert reminded(room, minutes=30) == []


def test_nobody_is_reminded_of_what_is_older_than_an_outage_may_be(room: Room) -> None:
    sent(room)
    assert reminded(room, minutes=1 + NOT_AFTER / timedelta(minutes=1)) == []


def test_who_shares_nothing_out_is_not_reminded(room: Room) -> None:
    sent(room, chat("1"), kind=ChatKind.PRIVATE)
    assert reminded(room, minutes=30) == []


def test_a_group_that_turned_it_off_is_not_reminded_and_a_channel_that_turned_it_on_is(room: Room) -> None:
    sent(room)
    room.store.preferences.set(GROUP, teamwork=False)
    assert reminded(room, minutes=30) == []
    room.add_chat(GROUP, ChatKind.CHANNEL)
    room.store.preferences.set(GROUP, teamwork=True)
    assert len(reminded(room, minutes=30)) == 1


def test_of_two_at_once_the_first_one_has_it(room: Room) -> None:
    number = sent(room)
    room.store.tasks.take(GROUP, number, ALIYA, NOW)
    room.store.tasks.take(GROUP, number, Person("8", "Bolat"), later(seconds=1))
    assert room.store.tasks.get(GROUP, number) == Task(state=TaskState.TAKEN, person_name="Aliya", changed_at=NOW)


def test_old_tasks_are_forgotten_with_their_articles(room: Room) -> None:
    number = sent(room)
    room.store.tasks.take(GROUP, number, ALIYA, NOW)
    room.store.sweep(later(days=200), bodies_before=later(days=100))
    assert room.store.tasks.get(GROUP, number) is None


def test_a_delivery_is_read_again_whatever_became_of_it(room: Room) -> None:
    number = sent(room)
    found = room.store.outbox.delivery(GROUP, number)
    assert found is not None
    assert (found.article.id, found.reasons[0].typed, found.rings) == (number, "AI", True)
    assert room.store.outbox.delivery(chat("9"), number) is None
    assert room.store.outbox.delivery(GROUP, number + 1) is None
    room.store.follows.unsubscribe_all(GROUP, NOW)
    assert room.store.outbox.delivery(GROUP, number) is None
