"""Plain words: wishes, sentences, and commands that nobody knows, in three languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Message
from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import actions, labels, written
from tests.handlers.conftest import CONCEPTS, Room, world

GROUP = Chat(platform="telegram", id="-5")


@world
def room(room: Room) -> Room:
    return room.knows(concepts=CONCEPTS, translators=load_translations()).read_since()


def brought(room: Room) -> Room:
    """Aktau and waste are followed, and Aktau brought sports."""
    room.types("/follow Актау, waste")
    room.publish("Sports in Aktau", "A run along the sea in Aktau.", ago=timedelta(days=2))
    return room


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("I want to follow news about Aktau", "Aktau"),
        ("хочу следить за новостями про Актау", "Актау"),
        ("Ақтау туралы жаңалықтарды алғым келеді", "Ақтау"),
    ],
)
def test_who_asks_plainly_for_news_gets_them(room: Room, sentence: str, topic: str) -> None:
    assert topic in written(room.types(sentence))
    assert room.follows() == [topic]


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("how do I unsubscribe?", "Tap to unfollow"),
        ("как отписаться?", "Нажмите"),
        ("жазылудан қалай бас тартамын?", "Қай тақырыптан бас тартасыз"),
    ],
)
def test_who_asks_how_to_unfollow_gets_the_list_in_the_chat_s_language(room: Room, sentence: str, begins: str) -> None:
    language = {"h": "en", "к": "ru", "ж": "kk"}[sentence[0]]
    room.types("/follow Актау, waste", language=language)
    message = room.types(sentence)
    assert len(labels(message)) >= 2
    assert written(message).startswith(begins)


@pytest.mark.parametrize("sentence", ["останови всё", "stop everything", "бәрін тоқтат", "удали все мои темы"])
def test_all_is_unfollowed_only_after_a_question(room: Room, sentence: str) -> None:
    room.types("/follow Актау, waste")
    question = room.types(sentence)
    assert room.follows() == ["Актау", "waste"]
    room.presses(actions(question)[0])
    assert room.follows() == []


@pytest.mark.parametrize("sentence", ["не присылай про актау", "no more Актау please", "Ақтау керек емес"])
def test_what_is_followed_and_not_wanted_any_more_is_unfollowed_with_undo(room: Room, sentence: str) -> None:
    room.types("/follow Актау, waste")
    message = room.types(sentence)
    assert room.follows() == ["waste"]
    assert actions(message) == ["undo Актау"]


def test_what_comes_with_another_topic_is_offered_to_be_left_out_there(room: Room) -> None:
    message = brought(room).types("don't send me sports")
    assert written(message) == "There's no topic **sports** here, but other topics bring it. Change one?"
    assert labels(message) == [["Актау -sports"]]
    assert room.follows() == ["Актау", "waste"]
    room.presses(actions(message)[0])
    assert set(room.follows()) == {"Актау -sports", "waste"}
    assert "no other topic brought it" in written(room.types("don't send me sports"))
    several = room.types("не присылай про заплыв на каяках")
    assert "no other topic brought it" in written(several)


def test_several_words_are_left_out_together(room: Room) -> None:
    message = brought(room).types("no news about sports along the sea")
    assert labels(message) == [["Актау -(sports along the sea)"]]


def test_what_nothing_brings_is_answered_with_what_is_spelled_like_it(room: Room) -> None:
    brought(room).types("/follow gardens")
    message = room.types("no more garden plants")
    assert labels(message) == [["gardens"]]
    assert "Did you mean this?" in written(message)
    room.types("/follow garlic plants")
    assert "Did you mean one of these?" in written(room.types("no more garden plants"))


def test_a_follow_that_can_t_take_an_exclusion_has_no_button(room: Room) -> None:
    long = " ".join(["Aktau", *(f"dock{number}" for number in range(30))])[:195]
    room.presses(f"anyway {long}")
    room.publish("Sports", f"{long} sports", ago=timedelta(days=1))
    assert labels(room.types("don't send me sports")) == []


def test_who_follows_nothing_or_names_nothing_is_told_so(room: Room) -> None:
    assert "You don't follow anything yet" in written(room.types("не присылай про спорт", language="en"))
    room.types("/follow waste")
    assert "There's no topic" in written(room.types('no more "sports"'))
    assert "You don't follow" in written(room.types('/leave-out "sports'))


def test_in_a_group_only_who_may_change_changes_it_by_a_wish(room: Room) -> None:
    room.types("/follow Актау", GROUP, ChatKind.GROUP)
    for sentence in ("не присылай про Актау", "хочу новости про золото", "останови всё"):
        assert "Only admins" in written(room.types(sentence, GROUP, ChatKind.GROUP, may_change=False))
    assert room.follows(GROUP) == ["Актау"]


def test_a_sentence_is_offered_by_its_names_and_nouns(room: Room) -> None:
    message = room.types("Говорят, что в Актау скоро откроют завод по переработке отходов", language="ru")
    assert written(message) == "За чем следить?"
    assert labels(message) == [
        ["Следить за «Актау»"],
        ["Следить за «завод»"],
        ["Следить за «переработка отходов»"],
    ] or ([row[0].count("«") for row in labels(message)] == [1, 1, 1])
    room.presses(actions(message)[0])
    assert room.follows() == ["Актау"]


def test_a_sentence_about_one_thing_offers_that(room: Room) -> None:
    message = room.types("Will they ever really do something about waste?")
    assert "Follow **waste**?" in written(message)
    assert actions(message) == ["follow waste"]


@pytest.mark.parametrize(
    "sentence", ["are you there, I say, or what do you think?", "мен сенің не айтып жатқаныңды түсінбедім"]
)
def test_a_sentence_about_nothing_gets_a_hint(room: Room, sentence: str) -> None:
    message = room.types(sentence, language="en")
    assert written(message).startswith("Type a topic you're interested in.")
    assert labels(message) == []


def test_news_that_are_everywhere_are_not_offered(room: Room) -> None:
    assert labels(room.types("the the the the the the the the the")) == []


@pytest.mark.parametrize(
    ("typed", "language", "answer"),
    [
        ("/подпска", "ru", "Не знаю команды **подпска**. Может быть, **/подписка**? Это /follow"),
        ("/дайжест", "ru", "Может быть, **/дайджест**? Это /digest"),
        ("/жаналыктр", "kk", "**/жаңалықтар**? Бұл — /digest"),
        ("/folow AI", "en", "Did you mean /follow?"),
        ("/qwrtz", "en", "I don't know **qwrtz**.\n\nAll commands: /help"),
    ],
)
def test_an_unknown_command_hints_at_the_nearest_in_any_language(
    room: Room, typed: str, language: str, answer: str
) -> None:
    assert answer in written(room.types(typed, language=language))


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("какие источники?", "Kazakhstan Today"),
        ("что ты умеешь?", "/follow AI"),
        ("на что я подписан?", "Актау"),
        ("почему пришло?", "/why"),
        ("смени язык на казахский", "қазақша"),
        ("что нового?", "Бүгін"),
    ],
)
def test_a_question_gets_the_screen_that_answers_it(room: Room, sentence: str, part: str) -> None:
    room.types("/follow Актау", language="kk" if part == "Бүгін" else "ru")
    assert part in written(room.types(sentence))


def test_ten_thousand_letters_are_answered_briefly(room: Room) -> None:
    for text in ("слово " * 1700, "х" * 10_000, "хочу новости про " + "а" * 10_000, "?" * 10_000, "/" + "я" * 10_000):
        message = room.types(text)
        assert isinstance(message, Message)
        assert len(written(message)) < 4000


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("gold but not zinc", "Follow «gold -zinc»"),
        ("золото без цинка", "Follow «золото -цинка»"),
        ("Kaspi!!!", "Follow «Kaspi»"),
        ("Кто такой Токаев?", "Follow «Токаев»"),
        ("- gold", "Follow «gold»"),
        ("«Казахмыс»", "Follow «Казахмыс»"),
        ("ТОО «Ромашка»", 'Follow «ТОО "Ромашка"»'),
    ],
)
def test_what_is_offered_is_the_topic_that_was_meant(room: Room, typed: str, offered: str) -> None:
    assert labels(room.types(typed)) == [[offered]]


def test_of_a_list_each_item_is_offered_without_its_bullet(room: Room) -> None:
    message = room.types("1. gold\n2) zinc\n• iron")
    assert labels(message) == [["Follow «gold»"], ["Follow «zinc»"], ["Follow «iron»"]]
    room.types("/follow - tin\n- lead")
    assert room.follows() == ["tin", "lead"]


def test_what_shall_not_come_is_left_out_of_what_is_followed(room: Room) -> None:
    room.types("/follow gold")
    assert labels(room.types("не спорт")) == [["gold -спорт"]]
    assert "Type a topic" in written(room.types("everything"))


@pytest.mark.parametrize("typed", ["Казахстан", "Kazakhstan", "Қазақстан", "Russia", "Казахмыс"])
def test_a_country_is_a_topic_and_no_language(room: Room, typed: str) -> None:
    assert labels(room.types(typed)) == [[f"Follow «{typed}»"]]


@pytest.mark.parametrize(
    ("typed", "begins"),
    [("/digest tomorrow", "26 Nov is"), ("новости на завтра", "26 Nov is"), ("/digest келесі апта", "1 Dec is")],
)
def test_news_of_the_future_are_not_looked_for(room: Room, typed: str, begins: str) -> None:
    assert written(room.types(typed)).startswith(f"{begins} in the future")


def test_what_is_no_language_is_named_as_it_was_typed(room: Room) -> None:
    assert written(room.types("/languages off")).startswith("I don't read **off**")
    assert written(room.types("/languages выкл")).startswith("I don't read **выкл**")
