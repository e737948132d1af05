from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Button, ButtonStyle, ReplyMode
from bot.model import Chat, ChatKind
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import CONCEPTS, Room

BELOW = [["☆ Save", "Why this?"], ["‹ Close"]]  #: every menu of an alert
GROUP = Chat(platform="telegram", id="-5")


def number(room: Room, typed: str) -> int:
    return next(each.query_id for each in room.store.follows.subscriptions(PERSON) if each.typed == typed)


@pytest.mark.parametrize("typed", ["Waste  Aktau", "aktau waste", "WASTE aktau"])
def test_a_follow_is_dropped_by_its_words_however_they_are_written(room: Room, typed: str) -> None:
    room.types("/follow Waste Aktau, gold")
    message = room.types(f"/unfollow {typed}")
    assert written(message) == "Unfollowed **Waste Aktau**."
    assert not message.private
    assert labels(message) == [["Undo"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["gold", "Waste Aktau"]


def test_capitals_and_small_letters_are_two_follows(room: Room) -> None:
    room.types("/follow AI, ai")
    room.types("/unfollow ai")
    assert room.follows() == ["AI"]


def test_several_are_dropped_in_one_message(room: Room) -> None:
    room.types("/follow gold, zinc, iron")
    message = room.types("/unfollow gold, zinc")
    assert labels(message) == [["Undo gold"], ["Undo zinc"]]
    assert room.follows() == ["iron"]


def test_what_is_not_followed_is_answered_with_what_is_like_it(room: Room) -> None:
    room.types("/follow metro depot, metro -Moscow, gold")
    message = room.types("/unfollow metr")
    assert written(message) == "You don't follow **metr**.\nDid you mean one of these?"
    assert labels(message) == [["metro depot"], ["metro -Moscow"]]
    assert message.private
    assert "Did you mean this?" in written(room.types("/unfollow golds mined"))


def test_with_nothing_like_it_the_list_is_offered(room: Room) -> None:
    room.types("/follow gold")
    message = room.types('/unfollow "xyz')
    assert labels(message) == [["Show the list"]]


def test_above_eight_follows_it_lists_a_page_and_says_how_to_find_one(room: Room) -> None:
    room.knows(follows=50)
    room.types("/follow " + ", ".join([*(f"thing{n}" for n in range(22)), "минерал"]))
    first = room.types("/unfollow")
    assert written(first) == "Tap to unfollow (1–8 of 23):\n\nOr type a part of its name: /unfollow мин"
    assert labels(first)[0] == ["thing0"]
    assert labels(first)[-1] == ["›"]
    assert (first.reply_mode, first.private) == (ReplyMode.NEW, True)
    second = room.presses("unfollow page 2")
    assert second.reply_mode is ReplyMode.REPLACE
    assert labels(second)[-1] == ["‹", "›"]
    last = room.presses("unfollow page 99")
    assert [len(labels(last)), labels(last)[-1]] == [8, ["‹"]]
    assert "minera" not in written(room.types("/unfollow мин"))
    assert labels(room.types("/unfollow мин")) == [["минерал"]]


def test_a_part_of_many_names_shows_the_first_and_counts_the_rest(room: Room) -> None:
    room.knows(follows=50).types("/follow " + ", ".join(f"thing{n}" for n in range(23)))
    message = room.types("/unfollow thin")
    assert "These are the first 8 of 23 follows." in written(message)
    assert len(labels(message)) == 8
    assert len(room.follows()) == 23


@pytest.mark.parametrize("typed", ["waste", "ОТХОДАМИ", "қалдықтың"])
def test_another_form_or_another_language_s_name_is_the_same_follow(room: Room, typed: str) -> None:
    room.knows(concepts=CONCEPTS).types("/follow отходы, gold")
    message = room.types(f"/unfollow {typed}")
    assert (written(message), labels(message)) == ("Unfollowed **отходы**.", [["Undo"]])


@pytest.mark.parametrize("typed", ["last", "Последнее", "соңғы"])
def test_the_last_is_what_was_followed_last(room: Room, typed: str) -> None:
    room.types("/follow zinc")
    room.later(timedelta(minutes=1))
    room.types("/follow gold")
    assert written(room.types(f"/unfollow {typed}")) == "Unfollowed **gold**."
    room.types("/follow last")
    assert written(room.types("/unfollow last")) == "Unfollowed **last**.", "a follow of that name goes first"


@pytest.mark.parametrize("typed", ["all", "ВСЁ", "бәрі"])
def test_all_asks_in_three_languages(room: Room, typed: str) -> None:
    room.types("/follow zinc, gold")
    assert "Unfollow all 2 topics?" in written(room.types(f"/unfollow {typed}"))
    assert len(room.follows()) == 2


def test_of_a_long_list_of_what_is_not_followed_the_first_are_looked_for(room: Room) -> None:
    room.types("/follow gold, zinc")
    message = room.types("/unfollow " + ", ".join([*(f"nothing{n}" for n in range(10)), "zin"]))
    assert written(message).count("You don't follow") == 11
    assert labels(message) == [["Show the list"]]
    assert labels(room.types("/unfollow nothing, zin")) == [["zinc"]]


def test_more_than_a_page_of_them_is_taken_back_by_one_button(room: Room) -> None:
    room.knows(follows=50)
    typed = [f"t{n}" for n in range(9)]
    room.types("/follow " + ", ".join(typed))
    message = room.types("/unfollow " + ", ".join(typed))
    assert (labels(message), room.follows()) == ([["Undo"]], [])
    room.presses(actions(message)[0])
    assert room.follows() == typed


def test_a_pressed_follow_is_dropped_in_place_and_can_be_taken_back(room: Room) -> None:
    room.types("/follow gold, zinc")
    gold = number(room, "gold")
    message = room.presses(f"unfollow #{gold}")
    assert written(message) == "Unfollowed **gold**."
    assert labels(message) == [["Undo", "Back to the list"]]
    assert message.reply_mode is ReplyMode.REPLACE
    again = room.presses(f"undo #{gold}")
    assert written(again).startswith("✅ Following **gold** again")
    assert again.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["zinc", "gold"]


def test_what_is_taken_back_is_named_as_it_was_typed_here_and_not_by_who_asked_first(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow ИИ", GROUP, ChatKind.GROUP)
    room.types("/follow AI")
    room.presses(actions(room.types("/unfollow AI"))[0])
    assert room.follows() == ["AI"]
    article_id = room.publish("AI grows")
    gone = room.presses(labelled(room.presses(f"more {article_id}"), "Unfollow"))
    assert room.follows() == []
    room.presses(actions(gone)[0])
    assert room.follows() == ["AI"]


def test_a_follow_pressed_twice_is_not_followed_any_more(room: Room) -> None:
    room.types("/follow gold")
    gold = number(room, "gold")
    assert labels(room.presses(f"unfollow #{gold}")) == [["Undo"]]
    assert written(room.presses(f"unfollow #{gold}")) == "That topic isn't followed any more."


def test_all_is_dropped_only_after_a_question(room: Room) -> None:
    room.types("/follow gold")
    assert "Unfollow the only topic?" in written(room.types("/unfollow all"))
    room.types("/follow zinc")
    question = room.types("/unfollow all")
    assert written(question) == "Unfollow all 2 topics?"
    assert len(room.follows()) == 2
    assert labels(room.presses(actions(question)[1])) == [["gold"], ["zinc"]]
    gone = room.presses(actions(question)[0])
    assert "Unfollowed all 2 topics" in written(gone)
    assert gone.reply_mode is ReplyMode.REPLACE
    assert room.follows() == []
    assert labels(gone) == [["Undo"]]
    assert room.presses(actions(gone)[0]).reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["gold", "zinc"]


def test_typed_nothing_drops_all_at_once(room: Room) -> None:
    room.types("/follow gold, zinc")
    for typed in ("/unfollow all yes", "/unfollow ALL Yes", "stop", "тоқта"):
        assert labels(room.types(typed)) == [["Yes, unfollow all", "No"], ["⏸ Just pause alerts"]]
    assert room.follows() == ["gold", "zinc"]


def test_the_button_that_drops_everything_is_red(room: Room) -> None:
    room.types("/follow gold, zinc")
    row, pause = room.types("/unfollow all").buttons
    assert written(room.presses(pause[0].action)).startswith("Pause alerts for how long?")
    assert [button.style for button in row] == [ButtonStyle.DANGER, ButtonStyle.NORMAL]


def test_what_no_single_button_can_name_is_taken_back_by_several_that_stay(room: Room) -> None:
    room.knows(follows=100)
    typed = [*(f"очень длинный запрос {n}" for n in range(9)), "нефть", '"Ту-154, Ту-134"', "C#"]
    room.types("/follow " + ", ".join(typed))
    gone = room.presses("unfollow all yes")
    buttons = actions(gone)
    assert len(buttons) > 1
    assert all(len(action.encode()) <= 64 for action in buttons)
    assert all(row[0].label.startswith("Undo ") for row in gone.buttons)
    for action in buttons:
        assert room.presses(action).reply_mode is ReplyMode.NEW
    assert sorted(room.follows()) == sorted(typed)


def test_two_hundred_follows_are_taken_back_by_few_buttons(room: Room) -> None:
    room.knows(follows=200)
    typed = [f"очень длинный запрос номер {n} о многом" for n in range(200)]
    room.types("/follow " + "\n".join(typed))
    buttons = actions(room.presses("unfollow all yes"))
    assert len(buttons) < 40
    for action in buttons:
        room.presses(action)
    assert room.follows() == typed


def test_an_undo_of_what_nobody_knows_says_so_beside_it(room: Room) -> None:
    message = room.presses("undo #99, #98")
    assert "has expired" in written(message)
    assert message.reply_mode is ReplyMode.NEW


def test_with_nothing_followed_it_says_how_to_begin(room: Room) -> None:
    assert "You don't follow anything yet" in written(room.types("/unfollow gold"))
    assert "This chat doesn't follow anything yet" in written(room.types("/unfollow", GROUP, ChatKind.GROUP))
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    text = written(room.types("/unfollow zinc", GROUP, ChatKind.GROUP))
    assert text.startswith("This chat doesn't follow **zinc**.")


def test_the_menu_of_an_alert_opens_unfollows_and_closes_in_place(room: Room) -> None:
    room.types("/follow gold, zinc, iron")
    article_id = room.publish("Gold and zinc are found")
    gold = number(room, "gold")
    opened = room.presses(f"more {article_id}")
    assert labels(opened) == [["gold …", "zinc …"], ["Unfollow gold", "Unfollow zinc"], *BELOW]
    assert opened.reply_mode is ReplyMode.BUTTONS
    gone = room.presses(labelled(opened, "Unfollow gold"))
    of_zinc = [["Headlines only", "Not this: «gold»"], ["Mute …", "Mode: Instant"], ["Unfollow zinc"], *BELOW]
    assert labels(gone) == [["Undo: unfollowed gold"], *of_zinc]
    assert gone.reply_mode is ReplyMode.BUTTONS
    assert room.follows() == ["zinc", "iron"]
    assert labels(room.presses(f"unfollow #{gold} {article_id}")) == of_zinc
    back = room.presses(actions(gone)[0])
    assert sorted(labels(back)[1]) == ["Unfollow gold", "Unfollow zinc"]
    closed = room.presses(actions(back)[-1])
    assert (closed.more, closed.buttons) == (Button("⋯", f"more {article_id}"), ())
    assert closed.reply_mode is ReplyMode.BUTTONS


def test_a_menu_of_no_article_can_only_be_closed(room: Room) -> None:
    assert labels(room.presses("more x")) == [["‹ Close"]]
