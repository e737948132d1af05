"""What people say in three languages: a table of sentences for each, with what each means.

`> follow Kaspi` stands above the sentences that mean it, `> ? Kaspi` above those that get it offered, `> plain` above
those that are topics as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.platforms.typed_text import as_typed, spoken_command
from bot.speech.periods import TypedPeriod, period_at_start
from bot.speech.wishes import LONGEST, wish

TABLES = {language: Path(__file__).with_name(f"wishes_{language}.txt") for language in ("en", "ru", "kk")}


def rows(language: str) -> Iterator[tuple[str, str]]:
    """Each sentence with what it means."""
    meant = ""
    for line in TABLES[language].read_text(encoding="utf-8").splitlines():
        if line.startswith("> "):
            meant = line[2:]
        else:
            yield line, meant


def expected(sentence: str, meant: str) -> tuple[str, str]:
    name, _, arguments = meant.partition(" ")
    return {"plain": ("", sentence), "?": ("", arguments)}.get(name, (name, arguments))


def same_period(command: tuple[str, str]) -> tuple[str, str] | tuple[str, TypedPeriod, str]:
    """A digest with its period however it is typed: "за вчера" or "вчера"."""
    found = period_at_start(command[1]) if command[0] in ("digest", "report", "trend") else None
    return (command[0], found[0], found[2]) if found else command


@pytest.mark.parametrize("language", TABLES)
def test_a_sentence_is_the_command_that_it_asks_for_and_a_topic_is_none(language: str) -> None:
    read = {sentence: spoken_command(as_typed(sentence)) for sentence, _ in rows(language)}
    wrong = {
        sentence: (meant, read[sentence])
        for sentence, meant in rows(language)
        if same_period(read[sentence]) != same_period(expected(sentence, meant))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", TABLES)
def test_there_are_at_least_three_hundred_sentences_of_each_language_and_none_stands_twice(language: str) -> None:
    sentences = [sentence for sentence, _ in rows(language)]
    assert len(sentences) == len(set(sentences)) >= 300


@pytest.mark.parametrize("language", TABLES)
def test_capitals_emoji_and_signs_around_a_sentence_change_nothing(language: str) -> None:
    for sentence, meant in rows(language):
        name = expected(sentence, meant)[0]
        if name and not meant.startswith(("language", "why")):
            for typed in (f"  {sentence} 🙏", f"\u200e{sentence}\u200b", f"{sentence.upper()}!!!"):
                assert spoken_command(as_typed(typed))[0] == name, typed


@pytest.mark.parametrize(
    "text",
    ["", "?!", "…", "👍🏻👍🏻", "\u200b", "хочу\nновости", "хочу новости про " + "x" * LONGEST, "a " * 5000, "§"],
)
def test_what_is_no_sentence_is_no_wish(text: str) -> None:
    assert wish(text) is None


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("следи за ценами на бензин", "цены на бензин"),
        ("подпиши меня на новую школу в Алматы", "новая школа в Алматы"),
        ("следи за ИИ", "ИИ"),
        ("хочу новости о банке", "банке"),  # of a bank or of a jar
        ("следи за «Қазақстан темір жолы»", "«Қазақстан темір жолы»"),
        ("хочу новости про нефт*", "нефт*"),
        ("хочу новости про C++", "C++"),
        ("хочу новости про Актау -спорт", "Актау -спорт"),
        ("I want to follow (waste OR garbage) -sports", "(waste OR garbage) -sports"),
        ("хочу новости про цены и тарифы", "цены и тарифы"),
        ("хочу новости про Сулейменова и Касымова", "Сулейменов, Касымов"),
        ("хочу новости про Шымкенте", "Шымкенте"),  # a word that the dictionary lacks stays
        ("мұнай бағасына жазылғым келеді", "мұнай бағасы"),
        ("AI-дағы жаңалықтарды қадағалағым келеді", "AI"),
        ("Ақтау мен Алматыны қадағалағым келеді", "Ақтау, Алматы"),
    ],
)
def test_a_topic_is_followed_as_it_is_named(sentence: str, topic: str) -> None:
    assert wish(sentence) == ("follow", topic)


def test_a_wish_of_too_many_words_is_left_to_be_taken_apart() -> None:
    long = "how the new power plant near the lake will be built"
    assert wish(f"I want to follow {long}") == ("", long)
    assert wish(f"stop sending me news about {long}") is None


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        ("хочу следить за новостями", ("follow", "")),
        ("не присылай мне новости", ("unfollow", "all")),
        ("покажи что-нибудь новое", ("digest", "today")),
        ("что было вчера про новости", None),
        ("follow May Musk", ("follow", "May Musk")),  # no month
        ("переключись на французский", None),
        ("хватит ли воды", None),
        ("көмектесіп жібер", ("help", "")),
    ],
)
def test_words_that_name_nothing_are_no_topic(sentence: str, command: tuple[str, str] | None) -> None:
    assert wish(sentence) == command


def test_one_wrong_letter_is_understood_and_then_nothing_is_followed_at_once() -> None:
    assert wish("подпешы меня на Kaspi") is None  # two
    assert wish("подпеши меня на Kaspi") == ("", "Kaspi")
    assert wish("отпешись от спорта") == ("unfollow", "спорт")
    assert wish("fellow travellers") is None


def test_a_text_of_too_many_words_is_no_wish() -> None:
    assert wish("хочу новости " + "а б " * 14) is None
