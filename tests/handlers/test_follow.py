from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Place
from bot.model import Chat, ChatKind
from tests.builders import actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")


def test_following_says_in_words_what_is_followed_now(room: Room) -> None:
    room.read_since()
    message = room.types("/follow AI")
    assert written(message) == "You now follow **AI**: articles with AI in capitals."
    assert not message.private
    assert room.follows() == ["AI"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("waste Aktau", "articles with both waste and Aktau."),
        ("Aktau OR Alatau", "articles with either Aktau or Alatau."),
        ("gold OR silver OR zinc", "articles with any of gold, silver or zinc."),
        ("waste Aktau OR Alatau", "articles with waste and either Aktau or Alatau."),
        ("gold silver zinc", "articles with gold, silver and zinc."),
        ('"water supply"', "articles with the exact words “water supply”."),
        ('"supply"', "articles with the exact word “supply”."),
        ("COVID-19", "articles with the words “COVID 19” together."),
        ("metro -Moscow -Minsk", "articles with metro, but not Moscow or Minsk."),
    ],
)
def test_every_form_of_a_query_has_its_words(room: Room, typed: str, words: str) -> None:
    assert written(room.types(f"/follow {typed}")).splitlines()[0].endswith(f": {words}")


def test_the_latest_article_that_answers_is_shown_with_its_time(room: Room) -> None:
    room.read_since()
    room.publish("Gold is found", ago=timedelta(days=2))
    room.publish("Gold is lost", ago=timedelta(days=31))
    assert "Latest: [Gold is found] · Kazakhstan Today · 23 Nov, 14:00" in written(room.types("/follow gold"))


def test_several_follows_are_answered_in_one_message(room: Room) -> None:
    text = written(room.types("/follow gold, silver\nzinc"))
    assert [part.split(":")[0] for part in text.split("\n\n")[:3]] == [
        "You now follow **gold**",
        "You now follow **silver**",
        "You now follow **zinc**",
    ]
    assert room.follows() == ["gold", "silver", "zinc"]


def test_two_words_can_be_followed_separately_instead(room: Room) -> None:
    message = room.types("/follow waste Aktau")
    assert labels(message) == [["Follow separately"]]
    answer = room.presses(actions(message)[0])
    assert answer.place is Place.REPLACE
    assert room.follows() == ["waste", "Aktau"]


def test_words_that_are_too_common_alone_stay_together(room: Room) -> None:
    message = room.types("/follow the waste")
    assert "too common" in written(room.presses(actions(message)[0]))
    assert room.follows() == ["the waste"]


def test_exclusions_and_choices_are_not_taken_apart(room: Room) -> None:
    assert labels(room.types("/follow gold -silver")) == []
    assert labels(room.types("/follow gold OR zinc Aktau")) == []


def test_alone_it_explains_with_three_examples(room: Room) -> None:
    message = room.types("/follow")
    assert "/follow AI" in written(message)
    assert labels(message) == [["AI", "waste", "Aktau"]]
    room.presses(actions(message)[1])
    assert room.follows() == ["waste"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("x" * 201, "is too long: 201 characters, at most 200."),
        ("the", "is so common that every article would come"),
        ("the OR gold", "is so common that every article would come"),
        ("-gold", "**-gold**: "),
    ],
)
def test_what_can_t_be_followed_has_its_own_clear_answer(room: Room, typed: str, words: str) -> None:
    message = room.types(f"/follow {typed}")
    assert words in written(message)
    assert message.private
    assert room.follows() == []


def test_an_unbalanced_quote_is_an_error_that_says_so(room: Room) -> None:
    message = room.types('/follow "gold')
    assert "quote" in written(message)
    assert message.private


def test_what_is_followed_already_is_not_followed_twice(room: Room) -> None:
    room.types("/follow Waste  Aktau")
    message = room.types("/follow aktau waste")
    assert written(message) == "You already follow **aktau waste**."
    assert message.private
    assert len(room.follows()) == 1


def test_a_chat_follows_no_more_than_the_setting_allows(room: Room) -> None:
    text = written(room.types("/follow gold, silver, zinc, iron, copper, gold, lead, tin"))
    assert room.follows() == ["gold", "silver", "zinc", "iron", "copper"]
    assert "You already follow **gold**." in text
    assert "You follow 5 things, the most there may be: no room for 2 more. Drop something first: /unfollow" in text


def test_only_administrators_may_change(room: Room) -> None:
    for text in ("follow gold", "unfollow gold", "undo #1", "more 1"):
        message = room.presses(text, GROUP, ChatKind.GROUP, may_change=False)
        assert written(message) == "Only administrators may change what is followed here."
        assert message.private
    assert room.follows(GROUP) == []


@pytest.mark.parametrize(
    ("chat", "words"),
    [(SLACK, "Let me in with **/invite @Jarshy**."), (GROUP, "An administrator can allow me to send messages.")],
)
def test_where_the_bot_can_t_post_it_says_at_once_how_to_let_it_in(room: Room, chat: Chat, words: str) -> None:
    text = written(room.types("/follow gold", chat, ChatKind.GROUP, can_post=False))
    assert text.startswith("This chat now follows **gold**")
    assert words in text


def test_a_number_counts_only_from_a_button(room: Room) -> None:
    room.types("/follow gold", SLACK, ChatKind.GROUP)
    room.types("/follow #1")
    room.types("/unfollow #1", SLACK, ChatKind.GROUP)
    assert "gold" not in room.follows()
    assert room.follows(SLACK) == ["gold"]


@pytest.mark.parametrize("action", ["follow #99", "follow #99 separately", "undo #99", "undo x"])
def test_a_button_out_of_date_says_so(room: Room, action: str) -> None:
    assert "out of date" in written(room.presses(action))


def test_a_button_to_separate_what_is_one_word_is_out_of_date(room: Room) -> None:
    room.types("/follow gold")
    assert "out of date" in written(room.presses(f"follow #{room.store.subscriptions(ROOM)[0].query_id} separately"))


ROOM = Chat(platform="telegram", id="1")


def test_while_the_first_poll_reads_the_answer_says_how_far_it_is(room: Room) -> None:
    assert "Kazakhstan Today (English) has not been read yet" in written(room.types("/follow zinc"))
    room.read_since(timedelta(minutes=5))
    for number in range(4):
        room.publish(f"Story {number}", "Read." if number else None, silent=True, ago=timedelta(minutes=3))
    text = written(room.types("/follow gold"))
    assert "Still reading Kazakhstan Today (English) for the first time: 1 of 4 pages to go." in text
    room.later(timedelta(hours=2))
    assert "Still reading" not in written(room.types("/follow iron"))


def test_a_source_that_fails_from_the_first_is_no_promise(room: Room) -> None:
    room.store.fail_poll("kt-eng", "It says 403.", next_poll_at=room.now, now=room.now)
    assert "not been read" not in written(room.types("/follow gold"))
