"""/story: everything known of an event; what is no part of it is taken out by one tap, and comes back by another."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind, DeliveryState, Sent, Source, Way
from bot.storage import schema as t
from tests.builders import NOW, PERSON, actions, labelled, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, world
from tests.telling import are_compared, is_one_story, is_shown_under, joins, was_called

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
TENGRI = Source(key="tengri", name="Tengrinews", language="en", ways=(Way(url="http://127.0.0.1/tengri"),))
HOUR = timedelta(hours=1)
AT = "http://127.0.0.1/eng"
LINK = "http://127.0.0.1/rus_zoloto.html"


@world
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


def test_from_the_alert_itself_one_of_several_is_taken_out(told: tuple[Room, int, int, int]) -> None:
    room, first, russian, kazakh = told
    which = room.presses(labelled(room.presses(f"more {first}"), "Not the same story …"))
    assert (which.reply_mode, labels(which)) == (
        ReplyMode.BUTTONS,
        [["Kazakhstan Today (ru): Gold найдено"], ["Kazakhstan Today (kk): Gold табылды"], ["Back"]],
    )
    menu = room.presses(labelled(which, "Kazakhstan Today (kk)"))
    assert labels(menu)[0] == ["Undo: Gold табылды"]
    assert state(room, kazakh) is DeliveryState.PENDING
    assert state(room, russian) is DeliveryState.JOINED
    assert room.store.story_splits.count(NOW - HOUR) == 1, "counted"
    again = room.presses(labelled(menu, "Undo"))
    assert state(room, kazakh) is DeliveryState.JOINED
    assert "Not the same story …" in labels(again)[-2]


def test_from_the_alert_itself_the_only_other_one_is_taken_out_by_one_tap(told: tuple[Room, int, int, int]) -> None:
    room, first, russian, kazakh = told
    room.presses(f"story apart {russian} 1")
    menu = room.presses(labelled(room.presses(f"more {first}"), "Not the same story"))
    assert state(room, kazakh) is DeliveryState.PENDING
    assert labels(menu)[0] == ["Undo: Gold табылды"]
    assert "Not the same" not in str(labels(menu)), "nothing is left under it"
    assert "Not the same story, as you said: [Gold табылды]" in written(room.presses(f"story {first}"))


def test_a_follow_up_is_taken_out_by_its_own_menu(told: tuple[Room, int, int, int]) -> None:
    room, first, _, _ = told
    later = room.publish("Gold weighed", "It weighs 3 kg.", ago=timedelta(0))
    joins(room.store, later, first, room.now, new=("It weighs 3 kg.",))
    room.sends(Sent(refs=("78",)))
    menu = room.presses(labelled(room.presses(f"more {later}"), "Not the same story"))
    assert labels(menu)[0] == ["Undo: Gold weighed"]
    assert list(room.store.story_splits.of(PERSON)) == [later]
    assert "Not the same" not in str(labels(menu))


@pytest.mark.parametrize("pressed", ["apart", "apart 1 x", "apart 999 1", "apart 999", "apart back 999 1"])
def test_a_button_of_what_is_gone_takes_nothing_out(told: tuple[Room, int, int, int], pressed: str) -> None:
    room, _, _, _ = told
    room.presses(pressed)
    assert room.store.story_splits.of(PERSON) == {}


def test_in_a_group_the_menu_says_who_took_it_out_and_only_who_may_sees_the_way(room: Room) -> None:
    room.read_since().types("/follow gold", GROUP, ChatKind.GROUP)
    first, other = room.publish("Gold is found", ago=timedelta(0)), room.publish("Gold again", ago=timedelta(0))
    is_one_story(room.store, room.now, first, other)
    room.sends(Sent(refs=("77",)))
    is_shown_under(room.store, other, first)
    seen = room.presses(f"more {first}", GROUP, ChatKind.GROUP, may_change=False)
    assert "Not the same" not in str(labels(seen))
    menu = room.presses(f"apart {other} {first}", GROUP, ChatKind.GROUP, person_name="Aliya")
    assert labels(menu)[0] == ["Undo: Gold again · Aliya"]
    assert room.store.story_splits.of(GROUP) == {other: "Aliya"}


def test_what_only_digests_bring_can_be_taken_out_too(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN).types("/follow gold digest only")
    first = room.publish("Gold is found", ago=2 * HOUR)
    other = room.publish("Gold найдено", ago=HOUR, source=RUSSIAN, link=LINK)
    is_one_story(room.store, room.now, first, other)
    room.shares_out()
    assert "+1" in written(room.types("/digest last 24 hours"))
    links = f"http://127.0.0.1/Gold%20is%20found {LINK}"
    story = room.types("/story", reply_to="9", reply_links=links)
    assert labels(story) == [["2: not the same story"]]
    assert "**[Gold найдено]**" in written(room.types("/why", reply_to="9", reply_links=links))
    room.presses(labelled(story, "2: not"))
    assert "+1" not in written(room.types("/digest last 24 hours"))


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
    of_another = written(room.types("/story", reply_to="123"))
    assert of_another.startswith("That message isn't one of my alerts, or it's an old one.\n\nI'll show everything")
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
    menu = room.presses(f"more {numbers[0]}")
    assert written(room.presses(labelled(menu, "🧵"))) == written(message), "its menu asks the same"
    assert all(f"Gold {name}" in written(room.presses(labelled(menu, "Why"))) for name in "ACD")


def test_of_a_message_with_very_many_articles_it_is_asked_which(room: Room) -> None:
    room.read_since().types("/follow gold")
    numbers = [room.publish(f"Gold {number}", ago=timedelta(0)) for number in range(21)]
    for _ in numbers:
        room.sends(Sent(refs=("77",)))
    asked = room.types("/why", reply_to="77")
    assert written(asked) == "That message tells of several articles. Which one?\n\nThe first 20 of 21:"
    assert len(labels(asked)) == 20
    assert written(room.presses(labelled(asked, "❓ Gold 3"))) == written(room.presses(f"why {numbers[3]}"))
    assert written(room.presses(f"why with {numbers[0]}")) == written(asked)


def test_what_one_sees_alone_can_be_posted_for_all(told: tuple[Room, int, int, int]) -> None:
    room, first, _, _ = told
    message = room.presses(f"story {first}", SLACK, ChatKind.GROUP)
    posted = room.presses(labelled(message, "Post"), SLACK, ChatKind.GROUP)
    assert (written(posted), posted.private) == (STORY, False)


# ---------------------------------------------------------------------------------------------- why it is one story


@world
def near(room: Room) -> tuple[Room, int, int, int]:
    """Two that tell of one find, and one that comes near it; each compared with those before it."""
    room.knows(concepts=CONCEPTS).reads(SOURCE, TENGRI)
    room.now -= timedelta(days=1)
    room.types("/follow gold")
    room.now += timedelta(days=1)
    first = room.publish(
        "Boy finds 3 kg of gold at the port of Aktau",
        "A boy of twelve found three kilograms of gold at the port of Aktau on Monday, the port authority said.",
        ago=3 * HOUR,
        link=f"{AT}/first",
    )
    other = room.publish(
        "Gold nugget of 3 kg found at Aktau port by schoolboy",
        "A schoolboy found a gold nugget at the Aktau port. The port authority said that it weighs 3 kilograms.",
        ago=2 * HOUR,
        source=TENGRI,
        link=f"{AT}/other",
    )
    theft = room.publish(
        "Gold worth 7 bn stolen at the port of Aktau",
        "Police said on Tuesday that thieves took gold worth 7 billion from a ship at the port of Aktau.",
        ago=HOUR,
        link=f"{AT}/theft",
    )
    are_compared(room.store, CONCEPTS, room.now, first, other, theft)
    return room, first, other, theft


def test_why_says_which_story_it_joined_and_by_what(near: tuple[Room, int, int, int]) -> None:
    room, first, other, _ = near
    message = room.presses(f"why {other}")
    told_why = written(message).split("\n\n")[-1].split("\n")
    assert told_why[0] == "🧵 One story with [Boy finds 3 kg of gold at the port of Aktau] (Kazakhstan Today, 11:00)."
    assert told_why[1].startswith("Both have: **Aktau**, **Gold**, **port**")
    assert re.fullmatch(r"Likeness \d\d of 100; from \d\d on it's one story\.", told_why[2])
    assert len(told_why) == 3
    assert labels(message) == [["🧵 Story"]]
    assert "2 articles, one story" in written(room.presses(actions(message)[0]))
    assert written(room.presses(f"why {first}")).endswith("🧵 It began a story that 1 more article tells of.")


def test_why_says_which_story_it_nearly_joined_and_what_spoke_against_it(near: tuple[Room, int, int, int]) -> None:
    room, _, _, theft = near
    message = room.presses(f"why {theft}")
    told_why = written(message).split("\n\n")[-1].split("\n")
    assert told_why[0] == (
        "🧵 Not one story with [Gold nugget of 3 kg found at Aktau port by schoolboy] (Tengrinews, 12:00), "
        "though it comes near."
    )
    assert told_why[2] == "But: they give other numbers."
    assert labels(message) == []


def test_a_link_in_reply_to_an_alert_asks_whether_the_two_are_one_story(near: tuple[Room, int, int, int]) -> None:
    room, *_ = near
    room.sends(Sent(refs=("77",)))
    yes, no = (
        "🧵 Yes, these two are one story: [Boy finds 3 kg of gold at the port of Aktau] and [",
        "🧵 No, these are two stories: [Boy finds 3 kg of gold at the port of Aktau] and [",
    )
    for name in ("/why ", "/story ", ""):
        assert written(room.types(f"{name}{AT}/other", reply_to="77")).startswith(yes)
        text = written(room.types(f"{name}{AT}/theft", reply_to="77"))
        assert text.startswith(no)
        assert "But: they are about other days." in text
    message = room.types(f"/story {AT}/first {AT}/theft")
    assert written(message).startswith(no)
    assert labels(message) == [["🧵 Boy finds 3 kg of gold at the port of…"]]
    assert written(room.types(f"/why {AT}/first {AT}/theft")).startswith(no)
    assert "stories" not in written(room.types(f"/why {AT}/first", reply_to="77")), "it is the same one"


def test_what_this_chat_has_taken_apart_is_two_stories_here(near: tuple[Room, int, int, int]) -> None:
    room, _, other, _ = near
    room.presses(f"story apart {other} 1")
    text = written(room.types(f"/story {AT}/first {AT}/other"))
    assert text.startswith("🧵 No, these are two stories")
    assert "Here somebody said that it isn't the same story." in text


def test_what_is_too_old_to_be_compared_says_so(near: tuple[Room, int, int, int]) -> None:
    room, _, other, _ = near
    room.store.stories.sweep(room.now + timedelta(days=9), bodies_before=room.now - timedelta(days=30))
    assert written(room.presses(f"why {other}")).endswith("I no longer keep what I compared them by.")


def test_what_is_days_apart_or_has_nothing_in_common_says_so(near: tuple[Room, int, int, int]) -> None:
    room, *_ = near
    rain = room.publish("Rain in Taraz", "It rained.", ago=timedelta(days=9), link=f"{AT}/rain")
    are_compared(room.store, CONCEPTS, room.now, rain)
    text = written(room.types(f"/story {AT}/first {AT}/rain"))
    assert "They have hardly a telling word in common.\n" in text
    assert "They are more than 72 hours apart.\n" in text


def test_two_that_only_others_of_the_story_join_say_so(near: tuple[Room, int, int, int]) -> None:
    room, first, _, theft = near
    begun = room.store.articles.get(first)
    assert begun is not None
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id == theft).values(story_id=begun.story_id))
    text = written(room.types(f"/story {AT}/first {AT}/theft"))
    assert text.startswith("🧵 Yes, these two are one story")
    assert text.endswith("They came together through other articles of the story.")


def test_of_a_channel_that_is_managed_it_is_taken_out_there(near: tuple[Room, int, int, int]) -> None:
    room, first, other, _ = near
    room.happens("manage -1001 Gazette")
    message = room.types(f"/story {AT}/other")
    assert written(message).startswith("For **Gazette**:\n\n**🧵 2 articles, one story**")
    room.presses(f"for -1001 story apart {other} 1")
    assert room.store.story_splits.of(Chat(platform="telegram", id="-1001")) == {other: ""}
    assert room.store.story_splits.of(PERSON) == {}
    assert "2 articles" in written(room.presses(f"story {first}")), "in the own chat it is one still"
