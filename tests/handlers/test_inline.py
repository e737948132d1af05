"""Inline mode: what is offered to who types `@bot AI` in another chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

import handlers
from bot.messages.deep_link import typed_in
from bot.messages.inline import InlineAnswer
from bot.model import Chat, ChatKind, Command
from config.translations import load_translations
from tests.builders import PERSON, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, world
from tests.handlers.test_start import LONG


@world
def news(room: Room) -> Room:
    """Three editions, each with an article about AI, and one about gold."""
    room.knows(translators=load_translations("en"), concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    room.publish("AI plans the trams", "The trams run on time.", ago=timedelta(hours=1))
    room.publish("ИИ считает сайгаков", "Учёные рады новой программе.", ago=timedelta(hours=2), source=RUSSIAN)
    room.publish("ЖИ ауа райын болжайды", "Жаңа бағдарлама қосылды.", ago=timedelta(hours=3), source=KAZAKH)
    room.publish("Gold is dear again", "The price has risen.", ago=timedelta(hours=4))
    return room


def seek(room: Room, text: str, offset: str = "", *, person: str = "1", language: str = "") -> InlineAnswer:
    """Somebody types behind the bot's name in another chat."""
    chat = Chat(platform="telegram", id=person)
    asked = Command(chat=chat, kind=ChatKind.PRIVATE, name="", text=text, person=person, language=language)
    return handlers.find(asked, offset, room.store, room.rules, room.now)


def titles(answer: InlineAnswer) -> list[str]:
    return [result.title for result in answer.results]


def opens(answer: InlineAnswer) -> str | None:
    """The topic that the button opens the bot with."""
    return typed_in(answer.payload, lambda _: None)


@pytest.mark.parametrize("typed", ["AI", "ИИ", "ЖИ", " ai ", "искусственный интеллект"])
def test_a_topic_brings_its_latest_articles_of_all_languages_newest_first(news: Room, typed: str) -> None:
    found = seek(news, typed)
    assert titles(found) == ["AI plans the trams", "ИИ считает сайгаков", "ЖИ ауа райын болжайды"]
    assert opens(found) == typed.strip()


@pytest.mark.parametrize(
    ("language", "day", "label"),
    [("en", "25 Nov", "Follow «gold»"), ("ru", "25 ноября", "Следить за «gold»"), ("kk", "25 қараша", "")],
)
def test_times_and_the_button_are_in_the_language_of_who_types(news: Room, language: str, day: str, label: str) -> None:
    news.later(timedelta(days=1) - timedelta(hours=14))
    found = seek(news, "gold", language=language)
    assert found.results[0].description.startswith(f"Kazakhstan Today · {day}")
    assert label in found.label
    assert "Gold is dear again" in written(found.results[0].message)


def test_a_chat_gets_what_it_reads_in_its_own_language_and_wakes_by_no_query(news: Room) -> None:
    news.types("/follow gold", language="kk")
    news.types("/languages ru")
    news.happens("lost blocked")
    found = seek(news, "AI", language="en")
    assert titles(found) == ["ИИ считает сайгаков"]
    assert "қадағалау" in found.label
    record = news.store.chats.get(PERSON)
    assert record is not None
    assert record.paused


def test_who_only_looks_leaves_nothing_behind(news: Room) -> None:
    seek(news, "AI")
    seek(news, LONG)
    assert news.store.chats.get(PERSON) is None
    assert news.store.follows.query(1) is None


@pytest.mark.parametrize(("typed", "found"), [("Gol", ["Gold is dear again"]), ("сайг", ["ИИ считает сайгаков"])])
def test_a_word_that_is_still_being_typed_is_found_by_its_beginning(news: Room, typed: str, found: list[str]) -> None:
    assert titles(seek(news, typed)) == found


def test_several_topics_with_commas_are_one_list(news: Room) -> None:
    assert titles(seek(news, "gold, ЖИ")) == [
        "AI plans the trams", "ИИ считает сайгаков", "ЖИ ауа райын болжайды", "Gold is dear again"
    ]  # fmt: skip


def test_what_is_not_typed_to_its_end_is_read_as_the_nearest_that_can_be(news: Room) -> None:
    assert titles(seek(news, '"plans the')) == ["AI plans the trams"]


@pytest.mark.parametrize(("language", "label"), [("en", "Nothing on «zinc»"), ("ru", "По «zinc»"), ("kk", "«zinc»")])
def test_nothing_found_offers_to_follow_it(news: Room, language: str, label: str) -> None:
    found = seek(news, "zinc", language=language)
    assert found.results == ()
    assert found.label.startswith(label)
    assert opens(found) == "zinc"


def test_a_topic_too_long_for_a_link_opens_the_ordinary_start(news: Room) -> None:
    assert seek(news, LONG).payload == "inline"


@pytest.mark.parametrize(
    "typed",
    ["-gold", "н*", "OR", "()", "lang:x", "x" * 9999, "a " * 5000, "👋", "👩\u200d🚀" * 40, "\u202e", ",,,", "C++"],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer_with_a_way_on(news: Room, typed: str) -> None:
    found = seek(news, typed, language="ru")
    assert len(found.label) <= 64
    assert found.payload
    assert len(found.payload) <= 64


def test_an_empty_query_brings_what_the_person_follows(news: Room) -> None:
    news.types("/follow gold")
    assert titles(seek(news, "")) == ["Gold is dear again"]
    assert seek(news, "").label == ""
    news.types("/follow AI")
    news.publish("AI is everywhere", ago=timedelta(0))
    assert titles(seek(news, " ")) == ["AI is everywhere"], "what came since is enough"


def test_an_empty_query_of_who_follows_nothing_brings_the_newest_and_a_way_to_choose(news: Room) -> None:
    found = seek(news, "", person="77", language="kk")
    assert titles(found)[0] == "AI plans the trams"
    assert (found.label, found.payload) == ("Тақырыптарыңызды таңдаңыз", "inline")


def paged(room: Room, text: str) -> Iterable[InlineAnswer]:
    offset = ""
    while True:
        answer = seek(room, text, offset)
        yield answer
        offset = answer.next_offset
        if not offset:
            return


@pytest.mark.parametrize("text", ["tram", ""])
def test_pages_follow_each_other_without_a_gap_up_to_fifty(news: Room, text: str) -> None:
    for number in range(63):
        news.publish(f"A tram, number {number}", ago=timedelta(minutes=number))
    pages = list(paged(news, text))
    assert [len(page.results) for page in pages] == [10] * 5
    found = [title for page in pages for title in titles(page)]
    assert found == [f"A tram, number {number}" for number in range(50)]


@pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "١٢", "1e3", "50", "60", " 10", "\n"])
def test_a_forged_offset_brings_the_first_page_or_nothing(news: Room, offset: str) -> None:
    found = seek(news, "gold", offset)
    assert titles(found) in ([], ["Gold is dear again"])
    assert found.next_offset == ""
