from __future__ import annotations

from datetime import timedelta

import pytest

from bot.matching.concepts import Concepts
from bot.messages.message import ReplyMode
from bot.messages.text import shorten
from bot.model import Chat, ChatKind, Concept
from tests.builders import actions, labels, plain_words, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")


def test_following_says_in_short_what_is_followed_now(room: Room) -> None:
    room.read_since()
    assert written(room.types("/follow gold")) == "✅ Following **gold**\nNothing in the last 30 days"
    room.types("/unfollow gold")
    message = room.types("/follow AI")
    assert written(message) == (
        "✅ Following **AI**\nFinds: articles with **AI** in capitals\nNothing in the last 30 days"
    )
    assert not message.private
    assert room.follows() == ["AI"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("waste Aktau", "articles with both **waste** and **Aktau**"),
        ("Aktau OR Alatau", "articles with either **Aktau** or **Alatau**"),
        ("gold OR silver OR zinc", "articles with any of **gold**, **silver** or **zinc**"),
        ("waste Aktau OR Alatau", "articles with **waste** and either **Aktau** or **Alatau**"),
        ("gold silver zinc", "articles with **gold**, **silver** and **zinc**"),
        ('"water supply"', "articles with the exact words “**water supply**”"),
        ('"supply"', "articles with the exact word “**supply**”"),
        ("title:supply", "articles with **supply** in the headline"),
        ("metro -Moscow -Minsk", "articles with **metro**, but not **Moscow** or **Minsk**"),
    ],
)
def test_every_form_of_a_query_has_its_words(room: Room, typed: str, words: str) -> None:
    assert written(room.types(f"/follow {typed}")).splitlines()[1] == f"Finds: {words}"


def test_what_it_would_have_brought_is_counted_and_the_latest_is_shown_with_its_sentence(room: Room) -> None:
    room.read_since()
    for days in range(4):
        room.publish(f"Story {days}", f"Dull.\n\nIn the hills gold is found by {days} boys.", ago=timedelta(days=days))
    room.publish("Gold is lost", ago=timedelta(days=31))
    assert written(room.types("/follow gold")) == (
        "✅ Following **gold**\n4 articles in the last 30 days\n\n"
        "**[Story 0]**\nKazakhstan Today · 14:00\n› In the hills **gold** is found by 0 boys."
    )


def test_a_sentence_that_is_the_headline_is_not_said_twice(room: Room) -> None:
    room.read_since().publish("Gold is found", ago=timedelta(days=2))
    assert written(room.types("/follow gold")).endswith(
        "\n1 article in the last 30 days\n\n[**Gold** is found]\nKazakhstan Today · 23 Nov, 14:00"
    )


@pytest.mark.parametrize(
    ("held", "every", "count", "said"),
    [
        (60, 0.25, 120, "≈4 a day · 120 articles in the last 30 days"),
        (60, 2, 15, "≈4 a week · 15 articles in the last 30 days"),
        (60, 10, 3, "3 articles in the last 30 days"),
        (2, 0.5, 3, "3 articles · I have only 2 days of news so far"),
        (9, 0.5, 16, "≈12 a week · 16 articles in the last 9 days"),
    ],
)
def test_how_often_it_would_come_names_the_span_really_held(
    room: Room, held: int, every: float, count: int, said: str
) -> None:
    room.read_since(timedelta(days=held))
    for number in range(count):
        room.publish(f"Gold {number}", "Nothing.", ago=timedelta(days=every * number))
    assert said in written(room.presses("anyway gold")).splitlines()


def test_a_count_that_was_not_taken_to_the_end_is_about(room: Room) -> None:
    room.read_since()
    for number in range(260):
        body = "The water supply fails." if number % 2 else "They supply water."
        room.publish(f"Story {number}", body, ago=timedelta(minutes=number))
    assert "≈4 a day · about 130 articles in the last 30 days" in written(room.presses('anyway "water supply"'))


def test_in_a_house_that_has_read_nothing_yet_nothing_is_counted(room: Room) -> None:
    assert "in the last" not in written(room.types("/follow gold"))
    assert "in the last" not in written(room.types("/follow zinc, iron"))


def test_several_follows_are_answered_in_one_message(room: Room) -> None:
    text = written(room.types("/follow gold, silver\nzinc"))
    assert text.splitlines()[0] == "✅ Following 3: **gold, silver, zinc**"
    assert room.follows() == ["gold", "silver", "zinc"]


def test_each_of_several_has_its_rate_and_those_that_brought_nothing_share_a_line(room: Room) -> None:
    room.read_since().publish("Gold is found", ago=timedelta(days=2))
    for hours in range(60):
        room.publish(f"Iron {hours}", ago=timedelta(hours=12 * hours))
    assert written(room.types("/follow gold, zinc, iron, tin")) == (
        "✅ Following 4: **gold, zinc, iron, tin**\n"
        "gold · ≈1 a month\niron · ≈2 a day\nNothing in the last 30 days: zinc, tin"
    )


def test_a_long_list_is_answered_in_two_lines(room: Room) -> None:
    room.knows(follows=50).read_since()
    for hours in range(60):
        room.publish(f"Thing{hours % 2} {hours}", ago=timedelta(hours=12 * hours))
    message = room.types("/follow " + ", ".join(f"thing{n}" for n in range(23)))
    names = ", ".join(f"thing{n}" for n in range(12))
    assert written(message) == f"✅ Following 23: **{names} and 11 more**\n≈2 a day in all"
    assert labels(message) == []
    assert len(room.follows()) == 23


def test_of_several_asked_for_what_is_not_followed_is_named_with_its_reason_and_its_button(room: Room) -> None:
    room.read_since().types("/follow silver")
    message = room.types("/follow gold, go*, silver, 5")
    assert written(message) == (
        "✅ Following **gold**\nNothing in the last 30 days\n\n"
        "Not added:\n**go***: Put at least 3 letters before *. Use: petrol*\n"
        "You already follow **silver**.\n**5** alone finds all sorts of articles. Add a word."
    )
    assert labels(message) == [["Follow «go»"], ["Follow «5»"]]


def test_two_words_can_be_followed_separately_instead(room: Room) -> None:
    message = room.types("/follow waste Aktau")
    assert labels(message) == [["Follow separately"]]
    answer = room.presses(actions(message)[0])
    assert answer.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["waste", "Aktau"]


def test_words_that_are_too_common_alone_stay_together(room: Room) -> None:
    message = room.types("/follow their waste")
    assert "too common" in written(room.presses(actions(message)[0]))
    assert room.follows() == ["their waste"]


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
        ("the", "is in nearly every article"),
        ("the OR gold", "is in nearly every article"),
    ],
)
def test_what_can_t_be_followed_has_its_own_clear_answer(room: Room, typed: str, words: str) -> None:
    message = room.types(f"/follow {typed}")
    assert words in written(message)
    assert message.private
    assert labels(message) == []
    assert room.follows() == []


@pytest.mark.parametrize(
    ("typed", "words", "nearest"),
    [
        ("gold OR", "There's nothing after OR (here: gold OR).", "gold"),
        ("(gold OR zinc", "Missing closing bracket", "(gold OR zinc)"),
        ('"gold', "Missing closing quote", '"gold"'),
        ("titel:gold", "I don't know “titel:”.", "title:gold"),
        ("lang:fr gold", "I don't read fr", "gold"),
        ("go* gold", "Put at least 3 letters before *", "go gold"),
        ("source:kt-end gold", "I don't read kt-end. The closest is source:kt-eng.", "source:kt-eng gold"),
        (
            'gold source:"Kazakhstan To day" title:zinc',
            'I don\'t read kazakhstan to day. The closest is source:"Kazakhstan Today".',
            'gold source:"Kazakhstan Today" title:zinc',
        ),
    ],
)
def test_a_mistake_says_what_and_where_and_offers_the_nearest_that_can_be_read(
    room: Room, typed: str, words: str, nearest: str
) -> None:
    message = room.types(f"/follow {typed}")
    assert words in written(message)
    assert message.private
    assert labels(message) == [[f"Follow «{shorten(nearest, 40)}»"]]
    assert room.follows() == []
    room.presses(actions(message)[0])
    assert room.follows() == [nearest]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("source:zzzzzzzz gold", "I don't read zzzzzzzz. For example: source:"),
        ("(((((((gold)))))))", "Brackets are nested more than"),
        ("-gold", "Add a topic to look for as well: Aktau -gold"),
        ("g*", "Put at least 3 letters before *"),
        ("но*", "Put at least 3 letters before *"),
    ],
)
def test_where_nothing_is_near_nothing_is_offered(room: Room, typed: str, words: str) -> None:
    message = room.types(f"/follow {typed}")
    assert words in written(message)
    assert labels(message) == []


def test_without_any_source_none_is_named(room: Room) -> None:
    room.store.sources.sync([], room.now)
    assert written(room.types("/follow source:kt gold")).endswith("I don't read kt.")


def test_a_source_is_known_by_its_key_and_by_its_shown_name(room: Room) -> None:
    room.types('/follow source:KT-eng gold, source:"kazakhstan  today" zinc')
    assert len(room.follows()) == 2


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
    assert "You follow 5 topics, the maximum, so 2 more won't fit. Unfollow something first: /unfollow" in text


def test_only_administrators_may_change(room: Room) -> None:
    for text in (
        "follow gold", "unfollow gold", "undo #1", "anyway gold", "only #1", "reads en", "edit gold -> zinc",
        "languages en", "languages toggle en",
    ):  # fmt: skip
        message = room.presses(text, GROUP, ChatKind.GROUP, may_change=False)
        assert written(message) == "Only admins can change this chat's topics."
        assert message.private
    assert room.follows(GROUP) == []


@pytest.mark.parametrize(
    ("chat", "words"),
    [(SLACK, "Add me with /invite @Jarshy."), (GROUP, "An admin can allow me to send messages.")],
)
def test_where_the_bot_can_t_post_it_says_at_once_how_to_let_it_in(room: Room, chat: Chat, words: str) -> None:
    text = written(room.types("/follow gold", chat, ChatKind.GROUP, can_post=False))
    assert text.startswith("✅ This chat follows **gold**")
    assert words in text


def test_a_number_counts_only_from_a_button(room: Room) -> None:
    room.types("/follow gold", SLACK, ChatKind.GROUP)
    room.types("/follow #1")
    room.types("/unfollow #1", SLACK, ChatKind.GROUP)
    assert "gold" not in room.follows()
    assert room.follows(SLACK) == ["gold"]


@pytest.mark.parametrize(
    "action", ["follow #99", "follow #99 separately", "undo #99", "undo", "anyway #99", "only #99", "edit #99 gold"]
)
def test_a_button_out_of_date_says_so(room: Room, action: str) -> None:
    assert "has expired" in written(room.presses(action))


def test_a_button_to_separate_what_is_one_word_is_out_of_date(room: Room) -> None:
    room.types("/follow gold")
    assert "has expired" in written(
        room.presses(f"follow #{room.store.follows.subscriptions(ROOM)[0].query_id} separately")
    )


ROOM = Chat(platform="telegram", id="1")


def test_while_the_first_poll_reads_the_answer_says_how_far_it_is(room: Room) -> None:
    assert "I haven't read Kazakhstan Today (English) yet" in written(room.types("/follow zinc"))
    room.read_since(timedelta(minutes=5))
    for number in range(4):
        room.publish(f"Story {number}", "Read." if number else None, silent=True, ago=timedelta(minutes=3))
    text = written(room.types("/follow gold"))
    assert "Still reading Kazakhstan Today (English) for the first time: 1 of 4 pages to go." in text
    room.later(timedelta(hours=2))
    assert "Still reading" not in written(room.types("/follow iron"))


def test_a_source_that_fails_from_the_first_is_no_promise(room: Room) -> None:
    room.store.sources.fail_poll("kt-eng", plain_words("It says 403."), next_poll_at=room.now, now=room.now)
    assert "I haven't read" not in written(room.types("/follow gold"))


def test_a_concept_is_answered_with_its_other_names_and_can_be_switched_off(room: Room) -> None:
    message = room.knows(concepts=CONCEPTS).types("/follow AI")
    assert written(message).splitlines()[:2] == [
        "✅ Following **AI**",
        "Also finds: ИИ, ЖИ, artificial intelligence, искусственный интеллект and 1 more",
    ]
    assert labels(message) == [["Exact word only"]]
    answer = room.presses(actions(message)[0])
    assert written(answer).splitlines()[:2] == [
        "**AI** is now **=AI**: articles with **AI** in capitals (only this name).",
        "Before: articles with **AI**.",
    ]
    assert answer.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["=AI"]
    assert labels(answer) == [["Undo"]]
    room.presses(actions(answer)[0])
    assert room.follows() == ["AI"]


def test_in_a_query_of_several_terms_all_concepts_are_switched_off(room: Room) -> None:
    message = room.knows(concepts=CONCEPTS).types("/follow отходы Актау gold")
    assert labels(message) == [["Exact words only", "Follow separately"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["=отходы =Актау gold"]


def test_of_several_follows_none_has_a_button_to_change_it(room: Room) -> None:
    assert labels(room.knows(concepts=CONCEPTS).types("/follow AI, gold, waste Aktau")) == []


def test_who_follows_a_concept_keeps_the_name_that_he_typed(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow ИИ", GROUP, ChatKind.GROUP)
    room.presses(actions(room.types("AI"))[0])
    assert room.follows() == ["AI"]


def test_under_a_first_follow_the_languages_are_asked_for_once(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    message = room.types("/follow AI")
    assert written(message).endswith("Which languages do you read? (tap to turn one off)")
    assert labels(message) == [["Exact word only"], ["✓ English", "✓ Russian", "✓ Kazakh"]]
    answer = room.presses(actions(message)[2])
    assert labels(answer) == [["Exact word only"], ["✓ English", "Russian", "✓ Kazakh"]]
    assert answer.reply_mode is ReplyMode.BUTTONS
    assert "Which languages" not in written(room.types("/follow gold"))


def test_the_question_for_languages_stays_when_the_concept_is_switched_off(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN)
    message = room.presses(actions(room.types("/follow AI"))[0])
    assert written(message).endswith("Which languages do you read? I have two (tap to turn one off).")
    assert labels(message) == [["Undo"], ["✓ English", "✓ Russian", "✓ Kazakh"]]


def test_who_has_chosen_languages_already_is_not_asked(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN, KAZAKH).types("/languages ru")
    assert "Which languages" not in written(room.types("/follow gold"))


@pytest.mark.parametrize("languages", ["ru", "kk", "en ru"])
def test_whatever_a_chat_reads_it_is_answered_in_one_language(room: Room, languages: str) -> None:
    published = ("Су тасқыны: паводок басталды.", "Бұл паводок қауіпті.", "Биыл паводок ерте келді.")
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    for number, body in enumerate(published):
        room.publish(f"Жаңалық {number}", body, ago=timedelta(hours=number + 1), source=RUSSIAN)
    room.types(f"/languages {languages}")
    assert written(room.types("/follow ИИ")).splitlines()[:2] == [
        "✅ Following **ИИ**",
        "Also finds: AI, ЖИ, artificial intelligence, искусственный интеллект and 1 more",
    ]
    assert "Read as: мост + река · left out: через, в" in written(room.types("/follow мост через река в"))
    message = room.types("/follow павадок")
    assert "Nothing about **павадок** yet. Did you mean **паводок**?" in written(message)
    assert labels(message) == [["Follow «паводок»", "Follow «павадок»"]]


def test_a_name_is_never_told_as_another_name_of_itself(room: Room) -> None:
    covid = Concept(key="covid", en=("COVID-19", "Covid"), ru=("ковид", "COVID-19"), kk=("COVID-19",))
    message = room.knows(concepts=Concepts([covid])).types("/follow COVID-19")
    assert "Also finds: ковид, Covid" in written(message).splitlines()


@pytest.mark.parametrize(
    ("span", "published", "said"),
    [
        (timedelta(minutes=5), 0, "I have only 5 minutes of news so far"),
        (timedelta(minutes=5), 2, "2 articles · I have only 5 minutes of news so far"),
        (timedelta(hours=1), 0, "I have only 1 hour of news so far"),
        (timedelta(days=6), 0, "I have only 6 days of news so far"),
        (timedelta(days=6), 9, "9 articles · I have only 6 days of news so far"),
    ],
)
def test_an_archive_younger_than_a_week_says_how_little_it_has(
    room: Room, span: timedelta, published: int, said: str
) -> None:
    room.read_since(span)
    for number in range(published):
        room.publish(f"Gold {number}", ago=timedelta(minutes=1))
    assert said in written(room.types("/try gold")).splitlines()
    assert said in written(room.types("/follow gold")).splitlines()
    room.types("/unfollow gold")
    assert f"I have only {said.rpartition(' only ')[2]}" in written(room.types("/follow gold, zinc")).splitlines()
