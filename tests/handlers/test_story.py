"""/story: everything known of an event; what is no part of it is taken out by one tap, and comes back by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind, DeliveryState, Sent
from tests.builders import NOW, PERSON, actions, labelled, labels, written
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room
from tests.telling import is_one_story, is_shown_under, joins, was_called

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
HOUR = timedelta(hours=1)
LINK = "http://127.0.0.1/rus_zoloto.html"


@pytest.fixture
def told(room: Room) -> tuple[Room, int, int, int]:
    """One who follows gold got an alert, under which two other articles of its story are shown."""
    room.reads(SOURCE, RUSSIAN, KAZAKH)
    room.now -= timedelta(days=1)
    room.types("/follow gold")
    room.now += timedelta(days=1)
    first = room.publish("Gold is found", "By a boy.", ago=HOUR)
    russian = room.publish("Gold найдено", "Мальчик нашёл его у порта.", ago=HOUR / 2, source=RUSSIAN, link=LINK)
    kazakh = room.publish("Gold табылды", "Оны бір бала порт маңынан тапқан.", ago=HOUR / 4, source=KAZAKH)
    joins(room.store, first, None, room.now)
    joins(room.store, russian, first, room.now, copied=True)
    joins(room.store, kazakh, first, room.now, new=("It weighs 3 kg.",))
    room.sends(Sent(refs=("77",)))
    for each in (russian, kazakh):
        is_shown_under(room.store, each, first)
    return room, first, russian, kazakh


def state(room: Room, article_id: int, chat: Chat = PERSON) -> DeliveryState | None:
    record = room.store.outbox.delivery_record(chat, article_id)
    return record.state if record else None


STORY = (
    "**🧵 3 articles, one story**\nFirst: Kazakhstan Today, 13:00\nRead it in: [English] · [Russian] · [Kazakh]\n\n"
    "1. **[Gold is found]**\nKazakhstan Today · EN · 13:00\n\n"
    "2. **[Gold найдено]**\nKazakhstan Today · RU · 13:30\nNearly word for word as 1\n\n"
    "3. **[Gold табылды]**\nKazakhstan Today · KK · 13:45\nNew here:\n› It weighs 3 kg."
)


def test_by_the_button_by_a_link_and_in_reply_it_is_told_whole(told: tuple[Room, int, int, int]) -> None:
    room, first, russian, kazakh = told
    menu = room.presses(f"more {first}")
    message = room.presses(labelled(menu, "🧵"))
    assert written(message) == STORY
    assert (message.private, message.reply_mode) == (True, ReplyMode.NEW)
    for asked in (
        room.types(f"/story {LINK}"),
        room.types("/story", reply_to="77"),
        room.types("кто ещё писал об этом?", reply_to="77"),
        room.types("бұл туралы тағы кім жазды", reply_to="77"),
        room.types("who else wrote about this?", reply_to="77"),
        room.presses(f"story {kazakh}"),
    ):
        assert written(asked) == STORY
        assert labels(asked) == [["2: not the same story"], ["3: not the same story"]]
        assert actions(asked) == [f"story apart {russian} 1", f"story apart {kazakh} 1"]


def test_the_menu_closes_to_the_buttons_that_the_alert_had(told: tuple[Room, int, int, int]) -> None:
    room, first, _, _ = told
    assert "🧵 Story" in labels(room.presses(f"more {first}"))[-1]
    assert labels(room.presses(f"less {first}")) == [["🧵 Story"]]
    alone = room.publish("Gold of another kind", ago=HOUR)
    assert labels(room.presses(f"less {alone}")) == []


def test_headlines_that_changed_are_told(told: tuple[Room, int, int, int]) -> None:
    room, first, _, _ = told
    was_called(room.store, first, "A find", room.now - HOUR / 2)
    assert "Headline changed 13:30: A find → Gold is found" in written(room.presses(f"story {first}"))


def test_what_is_taken_out_comes_by_itself_and_undo_brings_it_back(told: tuple[Room, int, int, int]) -> None:
    room, first, russian, kazakh = told
    apart = room.presses(f"story apart {kazakh} 1")
    assert apart.reply_mode is ReplyMode.REPLACE
    text = written(apart)
    assert text.startswith(
        "OK, [Gold табылды] is another story here. It comes by itself.\n\n**🧵 2 articles, one story**"
    )
    assert text.endswith("Not the same story, as you said: [Gold табылды] · Kazakhstan Today")
    assert labels(apart) == [["Undo: Gold табылды"], ["2: not the same story"]]
    assert state(room, kazakh) is DeliveryState.PENDING
    assert room.presses(f"story apart {kazakh} 1").paragraphs[1:] == apart.paragraphs[1:], "pressed twice"
    back = room.presses(labelled(apart, "Undo"))
    assert written(back) == f"[Gold табылды] is part of the story again.\n\n{STORY}"
    assert state(room, kazakh) is DeliveryState.JOINED
    assert room.store.story_splits.count(NOW - HOUR) == 0
    assert state(room, first) is DeliveryState.SENT
    assert state(room, russian) is DeliveryState.JOINED


def test_what_was_taken_out_is_a_story_by_itself(told: tuple[Room, int, int, int]) -> None:
    room, _, _, kazakh = told
    room.presses(f"story apart {kazakh} 1")
    message = room.presses(f"story {kazakh}")
    assert written(message).startswith("**🧵 1 article, one story**")
    assert "1. **[Gold табылды]**" in written(message)
    assert labels(message) == [["Undo: Gold табылды"]]


def test_when_all_others_are_out_the_first_one_is_left(told: tuple[Room, int, int, int]) -> None:
    room, first, russian, kazakh = told
    room.presses(f"story apart {kazakh}")
    message = room.presses(f"story apart {russian}")
    assert "1. **[Gold is found]**" in written(message)
    assert labels(message) == [["Undo: Gold найдено"], ["Undo: Gold табылды"]]
    assert state(room, first) is DeliveryState.SENT


def test_typed_words_take_nothing_out(told: tuple[Room, int, int, int]) -> None:
    room, _, _, kazakh = told
    room.types(f"/story apart {kazakh} 1")
    assert state(room, kazakh) is DeliveryState.JOINED
    assert room.store.story_splits.count(NOW - HOUR) == 0


def test_in_a_group_who_took_it_out_is_named_and_only_who_may_change_it_does(room: Room) -> None:
    first, other = room.publish("Gold is found", ago=HOUR), room.publish("Gold again", ago=HOUR / 2)
    is_one_story(room.store, room.now, first, other)
    room.types("/start", GROUP, ChatKind.GROUP)

    def presses(action: str, *, may_change: bool) -> Message:
        return room.presses(action, GROUP, ChatKind.GROUP, person_name="Aliya", may_change=may_change)

    refused = presses(f"story apart {other} 1", may_change=False)
    assert "one story" not in written(refused)
    assert room.store.story_splits.of(GROUP) == {}
    text = written(presses(f"story apart {other} 1", may_change=True))
    assert text.startswith("OK, [Gold again] is another story here.\n"), "it never came, so it does not come now"
    assert "Not the same story, as Aliya said: [Gold again] · Kazakhstan Today" in text
    assert labels(presses(f"story {first}", may_change=False)) == [], "nobody is offered what would be refused"
    assert written(presses(f"story {first}", may_change=True)).count("Gold again") == 1


def test_a_long_one_is_turned_page_by_page(room: Room) -> None:
    numbers = [room.publish(f"Gold {number:02}", ago=HOUR * (30 - number)) for number in range(12)]
    is_one_story(room.store, room.now, *numbers)
    first = room.presses(f"story {numbers[0]}")
    assert (written(first).count("Gold "), labels(first)) == (5, [["›"]])
    assert "Page 1 of 3" in written(first)
    second = room.presses(actions(first)[0])
    assert "6. **[Gold 05]**" in written(second)
    assert (labels(second), second.reply_mode) == ([["‹", "›"]], ReplyMode.REPLACE)
    last = room.presses(f"story {numbers[3]} 99")
    assert "12. **[Gold 11]**" in written(last)
    assert labels(last) == [["‹"]]


def test_a_story_of_400_articles_fits_and_is_counted(room: Room) -> None:
    numbers = [room.publish(f"Gold {number}", None, ago=HOUR + timedelta(minutes=number)) for number in range(400)]
    is_one_story(room.store, room.now, *numbers)
    message = room.presses(f"story {numbers[0]}")
    assert written(message).startswith("**🧵 400 articles, one story**")
    assert "Page 1 of 80" in written(message)


def test_an_article_that_nobody_else_had_says_so(room: Room) -> None:
    number = room.publish("Gold is found", ago=HOUR, link=LINK)
    assert written(room.types(f"/story {LINK}")).endswith("Nobody else has written about this yet.")
    joins(room.store, number, None, room.now)
    message = room.types(f"/story {LINK}")
    assert written(message).endswith("Nobody else has written about this yet.")
    assert labels(message) == []
    assert not any("🧵" in label for row in labels(room.presses(f"more {number}")) for label in row)


def test_without_anything_it_says_how_to_ask(room: Room) -> None:
    text = written(room.types("/story"))
    assert text.startswith("I'll show everything I know of a story. Send me a link with /story https://…, or tap ⋯")
    assert text.endswith("Or reply /story to an alert.")
    assert "reply" not in written(room.types("/story", SLACK, ChatKind.GROUP))
    assert written(room.types("/story", reply_to="123")) == "That message isn't one of my alerts, or it's an old one."
    assert written(room.presses("story 999")) == "I no longer have that story."
    assert written(room.presses("story apart 999 1")) == "I no longer have that story."


def test_a_link_that_is_not_known_is_answered_as_by_why(room: Room) -> None:
    link = "https://example.kz/a_1234567890.html"
    assert written(room.types(f"/story {link}")) == written(room.types(f"/why {link}"))


def test_of_a_message_with_several_stories_it_is_asked_which(room: Room) -> None:
    room.read_since().types("/follow gold")
    numbers = [room.publish(title, ago=timedelta(0)) for title in ("Gold A", "Gold B", "Gold C", "Gold D")]
    is_one_story(room.store, room.now, numbers[0], numbers[1])
    for _ in numbers:
        room.sends(Sent(refs=("77",)))
    assert "**🧵 2 articles, one story**" in written(room.types("/story", reply_to="77")), "others tell of one of them"
    is_one_story(room.store, room.now, numbers[2], numbers[3])
    message = room.types("/story", reply_to="77")
    assert written(message) == "That message tells of several stories. Which one?"
    assert labels(message) == [["🧵 Gold A"], ["🧵 Gold C"]]
    assert "Gold D" in written(room.presses(actions(message)[1]))


def test_what_one_sees_alone_can_be_posted_for_all(told: tuple[Room, int, int, int]) -> None:
    room, first, _, _ = told
    message = room.presses(f"story {first}", SLACK, ChatKind.GROUP)
    posted = room.presses(labelled(message, "Post"), SLACK, ChatKind.GROUP)
    assert (written(posted), posted.private) == (STORY, False)
