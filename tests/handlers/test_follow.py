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


def test_following_says_in_words_what_is_followed_now(room: Room) -> None:
    room.read_since()
    message = room.types("/follow AI")
    assert written(message) == (
        "✅ Following **AI**: articles with **AI** in capitals.\n\nIn the last 30 days: nothing."
    )
    assert not message.private
    assert room.follows() == ["AI"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("waste Aktau", "articles with both **waste** and **Aktau**."),
        ("Aktau OR Alatau", "articles with either **Aktau** or **Alatau**."),
        ("gold OR silver OR zinc", "articles with any of **gold**, **silver** or **zinc**."),
        ("waste Aktau OR Alatau", "articles with **waste** and either **Aktau** or **Alatau**."),
        ("gold silver zinc", "articles with **gold**, **silver** and **zinc**."),
        ('"water supply"', "articles with the exact words “**water supply**”."),
        ('"supply"', "articles with the exact word “**supply**”."),
        ("COVID-19", "articles with the words “**COVID-19**” together."),
        ("metro -Moscow -Minsk", "articles with **metro**, but not **Moscow** or **Minsk**."),
    ],
)
def test_every_form_of_a_query_has_its_words(room: Room, typed: str, words: str) -> None:
    assert written(room.types(f"/follow {typed}")).splitlines()[0].endswith(f": {words}")


def test_what_it_would_have_brought_is_counted_and_the_latest_are_shown_with_their_sentences(room: Room) -> None:
    room.read_since()
    for days in range(4):
        room.publish(f"Story {days}", f"Dull.\n\nIn the hills gold is found by {days} boys.", ago=timedelta(days=days))
    room.publish("Gold is lost", ago=timedelta(days=31))
    assert written(room.types("/follow gold")) == (
        "✅ Following **gold**: articles with **gold**.\n\n"
        "In the last 30 days, 4 articles. The latest:\n\n"
        "**[Story 0]**\nKazakhstan Today · 25 Nov, 14:00\n› In the hills **gold** is found by 0 boys.\n\n"
        "**[Story 1]**\nKazakhstan Today · 24 Nov, 14:00\n› In the hills **gold** is found by 1 boys.\n\n"
        "**[Story 2]**\nKazakhstan Today · 23 Nov, 14:00\n› In the hills **gold** is found by 2 boys."
    )


def test_a_sentence_that_is_the_headline_is_not_said_twice(room: Room) -> None:
    room.read_since().publish("Gold is found", ago=timedelta(days=2))
    assert written(room.types("/follow gold")).endswith(
        "In the last 30 days, 1 article:\n\n**[Gold is found]**\nKazakhstan Today · 23 Nov, 14:00"
    )


@pytest.mark.parametrize(
    ("held", "every", "count", "said"),
    [
        (60, 0.25, 120, "In the last 30 days, 120 articles, about 4 a day."),
        (60, 2, 15, "In the last 30 days, 15 articles, about 4 a week."),
        (60, 10, 3, "In the last 30 days, 3 articles:"),
        (2, 0.5, 3, "In the last 2 days, 3 articles:"),
        (9, 0.5, 16, "In the last 9 days, 16 articles, about 2 a day."),
    ],
)
def test_how_often_it_would_come_names_the_span_really_held(
    room: Room, held: int, every: float, count: int, said: str
) -> None:
    room.read_since(timedelta(days=held))
    for number in range(count):
        room.publish(f"Gold {number}", "Nothing.", ago=timedelta(days=every * number))
    assert said in written(room.presses("anyway gold"))


def test_a_count_that_was_not_taken_to_the_end_is_about(room: Room) -> None:
    room.read_since()
    for number in range(260):
        body = "The water supply fails." if number % 2 else "They supply water."
        room.publish(f"Story {number}", body, ago=timedelta(minutes=number))
    assert "In the last 30 days, about 130 articles, about 4 a day." in written(room.presses('anyway "water supply"'))


def test_in_a_house_that_has_read_nothing_yet_nothing_is_counted(room: Room) -> None:
    assert "In the last" not in written(room.types("/follow gold"))
    assert "In the last" not in written(room.types("/follow zinc, iron"))


def test_several_follows_are_answered_in_one_message(room: Room) -> None:
    text = written(room.types("/follow gold, silver\nzinc"))
    assert [part.split(":")[0] for part in text.split("\n\n")[:3]] == [
        "✅ Following **gold**",
        "✅ Following **silver**",
        "✅ Following **zinc**",
    ]
    assert room.follows() == ["gold", "silver", "zinc"]


def test_each_of_several_has_its_count_and_its_latest_article(room: Room) -> None:
    room.read_since().publish("Gold is found", ago=timedelta(days=2))
    assert written(room.types("/follow gold, zinc")) == (
        "✅ Following **gold**: articles with **gold**.\nIn the last 30 days: 1 article.\n"
        "Latest: [Gold is found] · Kazakhstan Today · 23 Nov, 14:00\n\n"
        "✅ Following **zinc**: articles with **zinc**.\nIn the last 30 days: nothing."
    )


def test_of_a_long_list_the_first_twenty_are_looked_up(room: Room) -> None:
    room.knows(follows=50).read_since()
    text = written(room.types("/follow " + ", ".join(f"thing{n}" for n in range(23))))
    assert text.count("In the last 30 days: nothing.") == 20
    assert len(room.follows()) == 23


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
        ("-gold", "Add a topic to look for as well", "gold"),
        ("gold OR", "There's nothing after OR (here: gold OR).", "gold"),
        ("(gold OR zinc", "Missing closing bracket", "(gold OR zinc)"),
        ('"gold', "Missing closing quote", '"gold"'),
        ("titel:gold", "I don't know titel:.", "title:gold"),
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
    [(SLACK, "Add me with **/invite @Jarshy**."), (GROUP, "An admin can allow me to send messages.")],
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


def common(room: Room) -> Room:
    """The government stands in 9 of 20 articles."""
    room.read_since()
    for number in range(20):
        body = "The government speaks." if number < 9 else "Rain."
        room.publish(f"Story {number}", body, ago=timedelta(days=number))
    return room


def test_a_word_that_stands_nearly_everywhere_is_pointed_out_before_it_is_followed(room: Room) -> None:
    message = common(room).types("/follow government")
    assert written(message) == "**government** is in 45% of all articles, about 2 a week. Not following yet."
    assert message.private
    assert labels(message) == [["Follow anyway"]]
    assert room.follows() == []
    assert written(room.presses(actions(message)[0])).startswith("✅ Following **government**")
    assert room.follows() == ["government"]


def test_in_a_short_span_a_common_word_is_counted_and_not_rated(room: Room) -> None:
    room.read_since(timedelta(days=2))
    for number in range(20):
        room.publish(f"The government {number}", ago=timedelta(hours=number))
    text = written(room.types("/follow government"))
    assert text == "**government** is in 100% of all articles, 20 articles in the last 2 days. Not following yet."


def test_a_source_or_language_that_is_most_of_what_is_read_is_pointed_out_too(room: Room) -> None:
    text = written(common(room).types("/follow source:kt-eng"))
    assert text == "**source:kt-eng** is 100% of all articles, about 5 a week. Not following yet."


def test_of_several_only_the_common_one_waits_for_its_button(room: Room) -> None:
    message = common(room).types("/follow government, gold")
    assert labels(message) == [["Follow «government» anyway"]]
    assert room.follows() == ["gold"]
    assert not message.private


def test_a_rarer_word_beside_it_makes_a_common_one_fine(room: Room) -> None:
    common(room).types("/follow government gold")
    assert room.follows() == ["government gold"]


def test_an_archive_too_small_to_tell_points_nothing_out(room: Room) -> None:
    room.read_since()
    for number in range(19):
        room.publish(f"The government {number}", ago=timedelta(hours=number))
    room.types("/follow government")
    assert room.follows() == ["government"]


def test_what_was_unfollowed_is_followed_again_though_it_is_common(room: Room) -> None:
    common(room).presses("anyway government")
    room.types("/unfollow government")
    room.presses("undo #1")
    assert room.follows() == ["government"]


def test_a_concept_is_answered_with_its_other_names_and_can_be_switched_off(room: Room) -> None:
    message = room.knows(concepts=CONCEPTS).types("/follow AI")
    assert written(message).splitlines()[:2] == [
        "✅ Following **AI**: articles with **AI**.",
        "**AI**: also ИИ, ЖИ, artificial intelligence, искусственный интеллект, жасанды интеллект",
    ]
    assert labels(message) == [["Only AI"]]
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
    assert labels(message) == [["Only these words", "Follow separately"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["=отходы =Актау gold"]


def test_of_several_follows_each_concept_has_its_button(room: Room) -> None:
    message = room.knows(concepts=CONCEPTS).types("/follow AI, gold, waste Aktau")
    assert labels(message) == [["Only AI"], ["Only «waste Aktau»"]]


def test_who_follows_a_concept_keeps_the_name_that_he_typed(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow ИИ", GROUP, ChatKind.GROUP)
    room.presses(actions(room.types("AI"))[0])
    assert room.follows() == ["AI"]


def test_under_a_first_follow_the_languages_are_asked_for_once(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    message = room.types("/follow AI")
    assert written(message).endswith("Which languages do you read? (tap to turn one off)")
    assert labels(message) == [["Only AI"], ["✓ English", "✓ Russian", "✓ Kazakh"]]
    answer = room.presses(actions(message)[2])
    assert labels(answer) == [["Only AI"], ["✓ English", "Russian", "✓ Kazakh"]]
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
        "✅ Following **ИИ**: articles with **ИИ**.",
        "**ИИ**: also AI, ЖИ, artificial intelligence, искусственный интеллект, жасанды интеллект",
    ]
    assert "Read as: мост + река · left out: через, в" in written(room.types("/follow мост через река в"))
    message = room.types("/follow павадок")
    assert "Nothing about **павадок** yet. Did you mean **паводок**?" in written(message)
    assert labels(message)[0] == ["паводок instead"]


def test_a_name_is_never_told_as_another_name_of_itself(room: Room) -> None:
    covid = Concept(key="covid", en=("COVID-19", "Covid"), ru=("ковид", "COVID-19"), kk=("COVID-19",))
    message = room.knows(concepts=Concepts([covid])).types("/follow COVID-19")
    assert "**COVID-19**: also ковид, Covid" in written(message).splitlines()


@pytest.mark.parametrize(
    ("published", "alone", "among_others"),
    [
        (0, "I have only 5 minutes of news so far.", "I have only 5 minutes of news so far."),
        (
            2,
            "I have only 5 minutes of news so far, with 2 articles:",
            "I have only 5 minutes of news so far: 2 articles.",
        ),
    ],
)
def test_an_archive_younger_than_an_hour_says_how_little_it_has(
    room: Room, published: int, alone: str, among_others: str
) -> None:
    room.read_since(timedelta(minutes=5))
    for number in range(published):
        room.publish(f"Gold {number}", ago=timedelta(minutes=1))
    assert alone in written(room.types("/try gold")).split("\n\n")
    assert among_others in written(room.types("/try gold, zinc")).splitlines()
