"""What is doubtful is asked about: nothing is followed until a button is pressed, which does what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.matching.concepts import Concepts
from bot.model import Chat, ChatKind, Concept
from config.translations import load_translations
from tests.builders import actions, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, world

GROUP = Chat(platform="telegram", id="-5")
TRANSLATIONS = load_translations("en")
NAMES = Concepts(
    [
        Concept(key="kaspi", en=("Kaspi", "Kaspi Bank"), ru=("Каспи банк",)),
        Concept(key="halyk", en=("Halyk Bank", "Halyk"), ru=("Халык банк",)),
        Concept(key="almaty", en=("Almaty",), ru=("Алматы", "алматинский"), kk=("алматылық",), kind="place"),
        Concept(key="astana", en=("Astana",), ru=("Астана",), kind="place"),
        Concept(key="shymkent", en=("Shymkent",), ru=("Шымкент",), kind="place"),
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ",), kk=("ЖИ",)),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
    ]
)


@world
def asked(room: Room) -> Room:
    """The bot knows some names, speaks three languages, and has read for long."""
    room.knows(concepts=NAMES, translators=TRANSLATIONS).reads(SOURCE, RUSSIAN, KAZAKH)
    return room


def government(room: Room) -> Room:
    """Two articles a day with the government, a half of them in the headline, and a person who is asked from two."""
    for number in range(60):
        title = f"Story {number}" if number % 2 else f"Government {number}"
        room.publish(title, "The government speaks.", ago=timedelta(hours=12 * number))
    return room.knows(ask_from=2)


@pytest.fixture
def governed(asked: Room) -> Room:
    return asked.made(government)


@pytest.mark.parametrize(
    ("language", "typed", "question", "buttons", "either"),
    [
        ("en", "Kaspi Halyk", "Did you mean **Kaspi** or **Halyk**? Not following yet.", ["Either", "Both"], "OR"),
        ("en", "kaspi halyk", "Did you mean **kaspi** or **halyk**? Not following yet.", ["Either", "Both"], "OR"),
        (
            "ru",
            "Алматы Астана",
            "Вы имели в виду **Алматы** или **Астана**? Пока не слежу.",
            ["Любая из двух", "Обе вместе"],
            "ИЛИ",
        ),
        (
            "kk",
            "Алматы және Астана",
            "**Алматы** немесе **Астана** дегіңіз келді ме? Әзірге қадағаламаймын.",
            ["Кез келгені", "Екеуі бірге"],
            "НЕМЕСЕ",
        ),
        (
            "en",
            "Almaty Астана Shymkent",
            "Did you mean **Almaty**, **Астана** or **Shymkent**? Not following yet.",
            ["Any", "All"],
            "OR",
        ),
    ],
)
def test_names_of_one_kind_side_by_side_are_either_or_both(
    asked: Room, language: str, typed: str, question: str, buttons: list[str], either: str
) -> None:
    message = asked.types(f"/follow {typed}", language=language)
    assert written(message) == question
    assert message.private
    assert labels(message) == [buttons]
    assert asked.follows() == []
    asked.presses(actions(message)[0])
    assert asked.follows()[0].count(f" {either} ") == len(typed.replace(" және", "").split()) - 1
    asked.presses(actions(message)[1])
    assert asked.follows()[1] == typed


def test_names_that_often_stand_together_are_followed_together(asked: Room) -> None:
    for number in range(3):
        asked.publish(f"Kaspi sues Halyk {number}")
    asked.types("/follow Kaspi Halyk")
    assert asked.follows() == ["Kaspi Halyk"]


@pytest.mark.parametrize(
    "typed", ["Kaspi AND Halyk", "Kaspi Astana", "AI waste", "Kaspi", "Kaspi OR Halyk", "Kaspi -Halyk"]
)
def test_what_is_meant_together_or_as_a_choice_is_not_asked_about(asked: Room, typed: str) -> None:
    asked.types(f"/follow {typed}")
    assert asked.follows() == [typed]


def test_the_buttons_of_names_say_how_often_each_would_come(asked: Room) -> None:
    for number in range(60):
        asked.publish(f"{'Kaspi' if number % 2 else 'Halyk'} {number}", ago=timedelta(hours=12 * number))
    assert labels(asked.types("/follow Kaspi Halyk")) == [["Either · ≈2 a day", "Both"]]


def test_words_that_never_stand_together_though_each_is_frequent_are_asked_about(asked: Room) -> None:
    for number in range(10):
        asked.publish(f"{'Tennis' if number % 2 else 'Opera'} {number}")
    message = asked.types("/follow opera tennis")
    assert written(message) == "Did you mean **opera** or **tennis**? Not following yet."
    asked.presses(actions(message)[0])
    assert asked.follows() == ["opera OR tennis"]


def test_a_young_archive_says_nothing_of_what_stands_together(room: Room) -> None:
    room.read_since(timedelta(days=1))
    for number in range(10):
        room.publish(f"{'Tennis' if number % 2 else 'Opera'} {number}")
    room.types("/follow opera tennis")
    assert room.follows() == ["opera tennis"]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("Алматы -Алматы", "Алматы"),
        ("Алматы -алматинский", "Алматы"),
        ("Almaty -алматылық", "Almaty"),
        ("AI -ИИ", "AI"),
        ("ai -ЖИ", "ai"),
        ("waste Astana -отходов", "waste Astana"),
        ("gold OR zinc -gold -zinc", "gold OR zinc"),
        ("title:gold -gold", "title:gold"),
        ("lang:kk gold -lang:kk", "gold lang:kk"),
    ],
)
def test_what_is_asked_for_and_left_out_at_once_is_not_followed(asked: Room, typed: str, right: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert written(message) == f"**{typed}** asks for something and leaves it out, so no article can match."
    assert asked.follows() == []
    asked.presses(actions(message)[0])
    assert [sorted(typed.split()) for typed in asked.follows()] == [sorted(right.split())]
    assert "no article can match" in written(asked.types(f"/try {typed}"))


def test_two_languages_at_once_are_offered_as_a_choice(asked: Room) -> None:
    message = asked.types("/follow gold lang:kk lang:ru", language="ru")
    assert "всё сразу в одной статье не бывает" in written(message)
    asked.presses(actions(message)[0])
    assert asked.follows() == ["gold lang:kk ИЛИ lang:ru"]


def test_a_minus_alone_is_left_out_of_what_is_followed(asked: Room) -> None:
    for typed in ("gold", "спорт", "metro OR bus"):
        asked.types(f"/follow {typed}")
    message = asked.types("/follow -спорт", language="ru")
    assert written(message) == "Убрать **спорт**: из какой темы?"
    assert labels(message) == [["Отписаться: спорт"], ["metro OR bus -спорт"], ["gold -спорт"]]
    asked.presses(actions(message)[2])
    asked.presses(actions(message)[0])
    assert sorted(asked.follows()) == ["gold -спорт", "metro OR bus"]
    again = asked.types("/follow -спорт")
    assert labels(again) == [["metro OR bus -спорт"]]


@pytest.mark.parametrize("typed", ["-спорт", "–sport", "-(sport music)", "-lang:kk"])
def test_with_nothing_followed_a_minus_alone_says_what_is_lacking(asked: Room, typed: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert "Add a topic to look for as well: Aktau " in written(message)
    assert labels(message) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("waste без спорта", "waste -спорта"),
        ("gold but not silver", "gold -silver"),
        ("gold спорттан басқа", "gold -спорттан"),
    ],
)
def test_what_is_to_be_left_out_is_never_asked_for_unseen(asked: Room, typed: str, meant: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert written(message) == f"Did you mean **{meant}**? Not following yet."
    assert labels(message) == [[f"Follow «{meant}»"], [f"Follow «{typed}»"]] or len(labels(message)) == 1
    asked.presses(actions(message)[0])
    asked.presses(actions(message)[1])
    assert asked.follows() == [meant, typed]


def test_only_what_is_to_be_left_out_is_left_out_of_what_is_followed(asked: Room) -> None:
    asked.types("/follow gold")
    for typed in ("не спорт", "все кроме спорта", "спорт емес", "sport, но не спорт"):
        message = asked.types(f"/follow {typed.rpartition(', ')[2]}", language="ru")
        assert "из какой темы?" in written(message)
        assert labels(message)[0][0].startswith("gold -спорт")
    assert asked.follows() == ["gold"]


def test_names_with_capitals_that_the_archive_knows_apart_are_either_or_both(asked: Room) -> None:
    for number in range(6):
        asked.publish(f"{'Toyota' if number % 2 else 'Hyundai'} {number}")
    assert labels(asked.types("/follow Toyota Hyundai"))[0][1] == "Both"
    asked.types("/follow Toyota Samsung")
    assert asked.follows() == ["Toyota Samsung"]


def test_the_command_typed_once_more_and_a_list_with_semicolons_are_understood(asked: Room) -> None:
    asked.types("/follow /follow gold; waste")
    assert asked.follows() == ["gold", "waste"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Disney+", "I can't search for the sign in **Disney+**, only for articles with **Disney**."),
        ("A+ level", "I can't search for the sign in **A+**, only for "),
        ("2025", "**2025** alone finds all sorts of articles. Add a word."),
        ("100 000", "**100 000** alone finds all sorts of articles. Add a word."),
        ("25.11", "**25.11** alone finds all sorts of articles. Add a word."),
        ("x", "**x** alone finds all sorts of articles. Add a word."),
        ("Ы", "**Ы** alone finds all sorts of articles. Add a word."),
        ("5 5", "**5 5** alone finds all sorts of articles. Add a word."),
    ],
)
def test_what_would_find_all_sorts_is_followed_only_if_it_is_wanted(asked: Room, typed: str, words: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert written(message).startswith(words)
    assert written(message).endswith(" Not following yet.")
    assert labels(message) == [["Follow anyway"]]
    assert asked.follows() == []
    asked.presses(actions(message)[0])
    assert asked.follows() == [typed]


@pytest.mark.parametrize("typed", ["C++", "C#", "F#", "C++ developer", "COVID-19", "5G", "G20", "#AI"])
def test_signs_that_belong_to_a_name_are_understood(asked: Room, typed: str) -> None:
    asked.types(f"/follow {typed}")
    assert asked.follows() == [typed]


def test_what_is_understood_of_a_name_with_a_sign_is_said(asked: Room) -> None:
    assert written(asked.types("/follow C++")).splitlines()[1] == "Finds: articles with **C++**"


@pytest.mark.parametrize(
    "typed",
    [
        "новости",
        "news",
        "жаңалықтар",
        "про",
        "туралы",
        "latest news",
        "последние новости",
        "соңғы жаңалықтар",
        "и",
        "the",
        "и в на",
    ],
)
def test_little_words_are_no_topic(asked: Room, typed: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert "Add a" in written(message)
    assert labels(message) == []
    assert asked.follows() == []


@pytest.mark.parametrize("typed", ["🔥", "👍🏽 ❤️", "!!!", "…", "*", "$", "()", "🇰🇿"])
def test_signs_alone_are_no_topic(asked: Room, typed: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert "There's no word to follow" in written(message)
    assert asked.follows() == []


def test_a_sign_beside_words_is_named_as_left_out(asked: Room) -> None:
    assert "Read as: курс · left out: $" in written(asked.types("/follow курс $")).splitlines()
    assert "Read as: gold · left out: 🔥" in written(asked.types("/follow 🔥 gold")).splitlines()


@pytest.mark.parametrize(
    ("typed", "topics"),
    [
        ("Хочу получать новости про ремонт дорог и отходы в Алматы", ["отходы", "Алматы", "ремонт", "дорог"]),
        ("show me everything that the mayor of Astana says of waste", ["Astana", "waste", "show", "mayor"]),
        ("gold silver zinc iron copper tin lead", ["gold", "silver", "zinc", "iron", "copper"]),
    ],
)  # fmt: skip
def test_of_a_sentence_its_topics_are_offered(asked: Room, typed: str, topics: list[str]) -> None:
    message = asked.types(f"/follow {typed}")
    assert "is a whole sentence" in written(message)
    assert [label for row in labels(message) for label in row] == topics
    assert asked.follows() == []
    asked.presses(actions(message)[0])
    assert asked.follows()[0] in topics


TEXT = (
    "Вчера в Астане прошёл форум. Министр рассказал об отходах, а затем о том, как Kaspi помогает людям. "
    "После этого гости поехали в Алматы, где их ждал мэр. Все остались довольны, и никто не опоздал на поезд."
)


def test_a_pasted_text_is_no_list_of_follows(asked: Room) -> None:
    message = asked.types(f"/follow {TEXT}", language="ru")
    assert written(message) == "Это целый текст. Какая тема из него нужна?"
    assert labels(message) == [["Астана"], ["отходы"], ["Каспи банк"], ["Алматы"]]
    asked.presses(actions(message)[0])
    assert asked.follows() == ["Астана"]


def test_a_pasted_text_that_names_nothing_is_not_followed_either(room: Room) -> None:
    message = room.types(f"/follow {TEXT * 40}")
    assert written(message) == "That's a whole text. Send me the topic in a word or two."
    assert room.follows() == []


@pytest.mark.parametrize("typed", ["x" * 10_000, "слово " * 2_000, "(" * 10_000])
def test_ten_thousand_characters_are_too_long(asked: Room, typed: str) -> None:
    assert "is too long" in written(asked.types(f"/follow {typed}"))
    assert asked.follows() == []


def test_of_a_site_that_is_read_everything_can_be_followed(asked: Room) -> None:
    for typed in ("kt.kz", "https://www.kt.kz/", "KT.kz"):
        source = asked.rules.sources[0]
        way = type(source.ways[0])(url="https://www.kt.kz/rss")
        asked.knows(sources=(type(source)(key="kt-eng", name="Kazakhstan Today", language="en", ways=(way,)),))
        message = asked.types(f"/follow {typed}")
        assert written(message).startswith("Everything from **Kazakhstan Today**, or only articles that mention ")
        assert labels(message) == [["Everything from it", "Mentions only"]]
    asked.presses(actions(message)[0])
    assert asked.follows() == ['source:"Kazakhstan Today"']


def test_a_source_may_be_named_by_its_site(asked: Room) -> None:
    message = asked.types("/follow gold source:127.0.0.1")
    assert 'The closest is source:"Kazakhstan Today".' in written(message)
    asked.presses(actions(message)[0])
    assert asked.follows() == ['gold source:"Kazakhstan Today"']


def test_of_a_site_that_is_not_read_mentions_can_be_followed(asked: Room) -> None:
    message = asked.types("/follow example.kz", language="ru")
    assert written(message) == (
        "Сайт **example.kz** я не читаю, но могу искать статьи, где он упоминается. Пока не слежу."
    )
    asked.presses(actions(message)[0])
    assert asked.follows() == ["example.kz"]


def test_a_link_among_words_is_named_and_left_out(asked: Room) -> None:
    message = asked.types("/follow gold https://kt.kz/eng/a_1234567890.html")
    assert written(message).startswith("**https://kt.kz/eng/a_1234567890.html** is a link, not a topic.")
    asked.presses(actions(message)[0])
    assert asked.follows() == ["gold"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Алмата", "Алматы"), ("Шимкент", "Шымкент"), ("Астона", "Астана"), ("Shimkent metro", "Shymkent metro")],
)
def test_a_misspelled_name_is_asked_about_though_the_archive_holds_nothing(asked: Room, typed: str, meant: str) -> None:
    message = asked.types(f"/follow {typed}")
    assert "Did you mean" in written(message) or asked.follows() == [typed]
    if asked.follows():  # it is known by its sound
        assert "Also finds" in written(message) or "also" in written(message)
        return
    asked.presses(actions(message)[0])
    assert asked.follows() == [meant]


def test_two_misspelled_words_are_corrected_together(asked: Room) -> None:
    message = asked.types("/follow metro Алмата OR Астона")
    assert written(message).startswith(
        "Nothing about **metro Алмата OR Астона** yet. Did you mean **metro Алматы OR Астана**?"
    )


@pytest.mark.parametrize("typed", ["iron", "wasp", "Gold", "алмас", "Тимур", "вода"])
def test_what_may_be_a_word_is_not_taken_for_a_name(asked: Room, typed: str) -> None:
    asked.types(f"/follow {typed}")
    assert asked.follows() == [typed]


def test_what_would_come_too_often_is_asked_about_with_its_rate(governed: Room) -> None:
    message = governed.types("/follow government")
    assert written(message) == "**government**: about 2 articles a day. Not following yet."
    assert message.private
    assert labels(message) == [["Follow anyway"], ["Headlines only · ≈7 a week"], ["Daily digest"]]
    assert governed.follows() == []
    governed.presses(actions(message)[1])
    assert governed.follows() == ["title:government"]
    governed.presses(actions(message)[0])
    assert governed.follows() == ["title:government", "government"]


@pytest.mark.parametrize(
    ("language", "typed", "words"),
    [
        ("en", "gold today", "Did you mean **gold**? Not following yet."),
        ("ru", "gold за выходные", "Вы имели в виду **gold**? Пока не слежу."),
        ("kk", "gold бүгін", "**gold** дегіңіз келді ме? Әзірге қадағаламаймын."),
    ],
)
def test_a_time_in_a_follow_is_asked_about(asked: Room, language: str, typed: str, words: str) -> None:
    message = asked.types(f"/follow {typed}", language=language)
    assert written(message) == words
    asked.presses(actions(message)[0])
    assert asked.follows() == ["gold"]
    asked.presses(actions(message)[1])
    assert asked.follows() == ["gold", typed]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "**government**: около 2 статей в день. Пока не слежу."),
        ("kk", "**government**: күніне шамамен 2 мақала. Әзірге қадағаламаймын."),
    ],
)
def test_the_rate_is_said_in_the_reader_s_language(governed: Room, language: str, words: str) -> None:
    assert written(governed.types("/follow government", language=language)) == words


def test_how_much_is_too_much_is_a_rule(governed: Room) -> None:
    governed.knows(ask_from=3).types("/follow government")
    assert governed.follows() == ["government"]


def test_a_frequent_word_of_a_quiet_archive_is_followed_at_once(asked: Room) -> None:
    for number in range(30):
        asked.publish(f"Government {number}", ago=timedelta(days=number))
    asked.types("/follow government")
    assert asked.follows() == ["government"]


def test_all_of_a_source_or_a_language_has_no_headlines_to_offer(governed: Room) -> None:
    message = governed.types("/follow lang:en")
    assert written(message) == "**lang:en**: about 2 articles a day. Not following yet."
    assert labels(message) == [["Follow anyway", "Daily digest"]]


@pytest.mark.parametrize(
    ("span", "count", "asks"),
    [
        (timedelta(days=3), 6, "already 6 articles, and I have only 3 days of news so far."),
        (timedelta(days=3), 5, ""),
        (timedelta(hours=6), 2, "already 2 articles, and I have only 6 hours of news so far."),
        (timedelta(hours=6), 1, ""),
    ],
)
def test_in_a_young_archive_what_there_is_is_counted_and_no_rate_is_told(
    room: Room, span: timedelta, count: int, asks: str
) -> None:
    room.knows(ask_from=2).read_since(span)
    for number in range(count):
        room.publish(f"Government {number}", ago=timedelta(minutes=number))
    text = written(room.types("/follow government"))
    assert text == f"**government**: {asks} Not following yet." if asks else text.startswith("✅")
    assert " a day" not in text


def test_what_a_slow_source_wrote_before_the_archive_begins_is_no_part_of_its_rate(room: Room) -> None:
    room.knows(sources=(SOURCE, RUSSIAN), ask_from=1).store.sources.sync((SOURCE, RUSSIAN), room.now)
    room.read_since(timedelta(days=8))
    for number in range(20):
        room.publish(f"Government {number}", ago=timedelta(days=20, minutes=number), silent=True)
    text = written(room.types("/follow government"))
    assert "20 articles in the last 8 days" in text
    assert room.follows() == ["government"]


def test_of_several_only_what_is_doubtful_waits_for_its_buttons(governed: Room) -> None:
    message = governed.types("/follow government, gold, Kaspi Halyk, waste")
    assert written(message) == (
        "✅ Following 2: **gold, waste**\nNothing in the last 30 days: gold, waste\n\n"
        "Not added:\n**government**: about 2 articles a day.\nDid you mean **Kaspi** or **Halyk**?"
        "\n\nWhich languages do you read? (tap to turn one off)"
    )
    assert labels(message)[:2] == [
        ["Follow «government»", "Follow «title:government»"],
        ["Follow «Kaspi OR Halyk»", "Follow «Kaspi Halyk»"],
    ]
    assert not message.private
    assert governed.follows() == ["gold", "waste"]
    governed.presses(actions(message)[2])
    assert governed.follows() == ["gold", "waste", "Kaspi OR Halyk"]


def test_what_was_unfollowed_is_followed_again_without_a_question(governed: Room) -> None:
    governed.presses("anyway government")
    governed.types("/unfollow government")
    answer = governed.presses("undo government")
    assert written(answer).startswith("✅ Following **government** again")
    assert governed.follows() == ["government"]


def test_taken_apart_each_word_is_followed_without_a_question(governed: Room) -> None:
    message = governed.types("/follow gold government")
    governed.presses(actions(message)[0])
    assert sorted(governed.follows()) == ["gold", "government"]


def test_who_may_not_change_anything_is_asked_nothing(asked: Room) -> None:
    message = asked.types("/follow Kaspi Halyk", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message) == "Only admins can change this chat's topics."
    refused = asked.presses("anyway Kaspi OR Halyk", GROUP, ChatKind.GROUP, may_change=False)
    assert written(refused) == "Only admins can change this chat's topics."
    assert asked.follows(GROUP) == []


def test_a_button_pressed_twice_follows_once(asked: Room) -> None:
    pressed = actions(asked.types("/follow Kaspi Halyk"))[0]
    asked.presses(pressed)
    assert written(asked.presses(pressed)) == "You already follow **Kaspi OR Halyk**."
    assert asked.follows() == ["Kaspi OR Halyk"]


def test_a_question_about_long_names_fits_on_its_buttons(asked: Room) -> None:
    typed = "Халықаралық-Достастық-Инвестициялық-Университеті 7 x Disney+"
    message = asked.types(f"/follow {typed}", GROUP, ChatKind.GROUP)
    assert all(len(action.encode()) <= 64 for action in actions(message))
    asked.presses(actions(message)[0], GROUP, ChatKind.GROUP)
    assert asked.follows(GROUP) == [typed]


def test_a_try_asks_the_same_and_shows_what_else_could_be_tried(asked: Room) -> None:
    message = asked.types("/try Kaspi Halyk")
    assert "Did you mean **Kaspi** or **Halyk**?" in written(message).splitlines()
    assert labels(message) == [["Follow «Kaspi Halyk»", "Try «Kaspi OR Halyk»"]]
    tried = asked.presses(actions(message)[1])
    assert written(tried).startswith("**Kaspi OR Halyk**\n")
    asked.presses(actions(message)[0])
    assert asked.follows() == ["Kaspi Halyk"]


def test_in_a_small_house_the_concepts_are_asked_too(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow AI -ЖИ")
    assert room.follows() == []
