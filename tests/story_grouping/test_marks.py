"""Marks: what two articles may share."""

from __future__ import annotations

import json
import time

import pytest

from bot.language.forms import bases
from bot.matching.analysis import AnalyzedText
from bot.stories.glossary import GLOSSARY, read
from bot.stories.likeness import explain
from bot.stories.marks import SOUND, of_word
from bot.stories.places import REGIONS, WIDE, is_wide
from bot.stories.round_ups import is_round_up
from tests.builders import default_concepts
from tests.story_grouping.building import CONCEPTS, features, told


def marks(text: str, **fields: str) -> dict[str, str]:
    """The marks of an article, as it has them written."""
    return {mark: written for mark, _, _, written in json.loads(features(text, **fields))["m"]}  # type: ignore[arg-type]  # texts


def names(text: str) -> set[str]:
    """The words of an article that are names."""
    return {written for _, _, flags, written in json.loads(features(text))["m"] if flags & 1}


@pytest.mark.parametrize(
    ("language", "words", "mark"),
    [
        ("en", ("fire", "blaze", "fires"), "g fire"),
        ("ru", ("пожара", "возгорание", "загорелось"), "g fire"),
        ("kk", ("өрттен", "өртеніп", "сөндірді"), "g fire"),
        ("en", ("derailed", "derail"), "g derail"),
        ("en", ("closing", "closed", "closure"), "g close"),
        ("kk", ("сілкінді", "зілзаланың"), "g earthquake"),
        ("kk", ("тонаған",), "g robbery"),
        ("kk", ("құлады", "құлап", "құлаған"), "g collapse"),
        ("kk", ("ұсталды", "қамалды", "ұстады"), "g arrest"),
        ("kk", ("сотталды", "соттады"), "g sentence"),
        ("kk", ("аударылды", "аударылып"), "g overturn"),
        ("kk", ("қардың", "қарды", "қар"), "g snow"),
    ],
)
def test_forms_of_a_word_of_news_have_the_mark_of_its_row(language: str, words: tuple[str, ...], mark: str) -> None:
    assert {of_word(bases(word, language), language)[0] for word in words} == {mark}


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "said"),
        ("ru", "сообщили"),
        ("kk", "хабарлады"),
        ("en", "the"),
        ("ru", "апреля"),
        ("en", "412"),
        ("ru", "ф"),
    ],
)
def test_words_that_say_nothing_have_no_mark(language: str, word: str) -> None:
    assert of_word(bases(word, language), language)[0] == ""


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [
        ("kk", "жылы", "жылу"),
        ("kk", "жылдың", "жылу"),
        ("kk", "атындағы", "ату"),
        ("kk", "басты", "тасқын"),
        ("kk", "бас", "түрме"),
        ("kk", "есебімен", "санақ"),
        ("en", "find", "fine"),
        ("en", "winter", "win"),
        ("ru", "составе", "поезд"),
    ],
)
def test_a_common_word_that_only_looks_like_one_of_the_glossary_is_not_taken_for_it(
    language: str, word: str, other: str
) -> None:
    mark, looked_like = (of_word(bases(each, language), language)[0] for each in (word, other))
    assert looked_like[0] == "g"
    assert mark != looked_like


def test_who_wins_is_a_winner() -> None:
    assert of_word(bases("winner", "en"), "en") == of_word(bases("win", "en"), "en")


def test_laws_say_less_than_floods() -> None:
    law, senate, flood = (of_word(bases(word, "en"), "en") for word in ("law", "senate", "flood"))
    assert law[1] > senate[1] > flood[1]


def test_no_bases_are_no_mark() -> None:
    assert of_word((), "en") == ("", 0.0)


@pytest.mark.parametrize("word", ["v", "iz", "posle"])
def test_russian_in_latin_letters_has_its_little_words_too(word: str) -> None:
    assert of_word((word,), "ru")[0] == ""


def test_rarer_words_are_known_to_be_rarer() -> None:
    usual = [of_word(bases(word, "ru"), "ru")[1] for word in ("правительства", "совещание", "ферзь", "гарадаг")]
    assert usual == sorted(usual, reverse=True)
    assert len(set(usual)) == len(usual)
    transliterated = [of_word((word,), "ru")[1] for word in ("pravitelstva", "soveschanie", "garadag")]
    assert transliterated == sorted(transliterated, reverse=True)
    assert of_word(("take",), "en")[1] > of_word(("queen",), "en")[1]


def test_a_bare_headline_has_longer_beginnings_too_and_an_article_has_not() -> None:
    """Переселили and перегородили begin alike: a headline has little else to tell them apart."""
    assert {"w pere", "l peresel"} <= marks("Жильцов переселили из Костаная").keys()
    assert not [mark for mark in marks("Жильцов переселили из Костаная ¶ Дождь смыл мост.") if mark[0] == "l"]
    one, other = features("Жильцов переселили из Каргалы"), features("Улицу перегородили в Каргалы", number=2)
    again = features("Семьи переселят в Каргалы", number=3)
    assert explain(one, other).score < explain(one, again).score


def test_a_headline_made_of_an_address_has_the_marks_of_its_russian_words() -> None:
    found = marks("Pozhar na sklade v aktau potushili", language="ru")
    assert {"p aktau", "g fire", "g warehouse"} <= found.keys()
    body = "Горел склад у порта."
    assert marks(f"Pozhar na sklade v aktau ¶ {body}", language="ru").keys() >= {"p aktau", "g fire", "g port"}
    assert "p aktau" not in marks("Samsung Galaxy Watch Ultra", language="ru")


@pytest.mark.parametrize(("one", "other"), [(("мерке", "ru"), ("меркі", "kk")), (("castle", "en"), ("кастл", "ru"))])
def test_names_keep_their_sound_across_scripts(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = (of_word((word,), language)[0] for word, language in (one, other))
    assert first == second
    assert len(first) == len("w ") + SOUND


def test_a_region_and_its_city_have_one_mark_and_so_have_a_concept_and_its_word() -> None:
    found = marks("Schools close in Aktobe Region ¶ Aktobe has no school open, Tokayev and the prime minister said.")
    assert found["p aktobe"] == "Aktobe Region"
    assert "g school" in found
    assert {"h tokayev", "r prime-minister"} <= found.keys()
    assert "c ai" in marks("AI in schools")


def test_what_is_a_mark_already_is_none_a_second_time() -> None:
    found = marks("Қызылорда ¶ 9 сәуірде Ұлттық банк 9 апреля 2025 жылы 412 адамға несие берді.")
    assert "n 412" in found
    assert not {"n 9", "n 2025", "g bank"} & found.keys()


def test_capitals_within_sentences_are_names_and_given_names_less_so() -> None:
    text = "Гарадаг сел на мель ¶ Судно Гарадаг ждёт. ¶ Его капитан Олжас Бекетаев здоров."
    assert names(text) == {"Гарадаг", "Бекетаев"}
    assert names("Матч «Тобола» ¶ Игра окончена.") == {"Тобола"}


def test_only_the_beginning_of_a_long_article_is_read() -> None:
    long = " ".join(f"Слово{number} стоит здесь." for number in range(400))
    assert len(marks(f"Заголовок ¶ Начало. ¶ {long} Гарадаг.")) <= 120
    assert "w gara" not in marks(f"Заголовок ¶ Начало. ¶ {long} Гарадаг.")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_word_of_the_glossary_is_found(language: str) -> None:
    unfound = {
        word: key for word, key in GLOSSARY[language].items() if of_word(bases(word, language), language)[0] == ""
    }
    assert not unfound


def test_a_row_of_the_glossary_may_go_on_in_the_next_line() -> None:
    found = read("\nfire blaze | пожар\n  огонь | өрт\nflood | паводок | тасқын\n")
    assert found["ru"] == {"пожар": "fire", "огонь": "fire", "паводок": "flood"}


def test_every_town_is_a_concept() -> None:
    for mark in (*REGIONS, *WIDE):
        assert default_concepts()[mark[2:]].kind == "place", mark


@pytest.mark.parametrize(
    ("written", "wide"),
    [
        ("Northern Kazakhstan", True),
        ("Северном Казахстане", True),
        ("восточного Казахстана", True),
        ("North Kazakhstan Region", False),
        ("Северо-Казахстанской области", False),
        ("Солтүстік Қазақстан облысы", False),
    ],
)
def test_a_part_of_the_country_is_wider_than_the_region_of_that_name(written: str, wide: bool) -> None:
    assert is_wide(written) is wide


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Итоги дня: рейс, завод", True),
        ("Главное за день", True),
        ("Дайджест новостей", True),
        ("Күн қорытындысы", True),
        ("Бүгінгі басты жаңалықтар", True),
        ("Monday Briefing: Saigas and Gold", True),
        ("Top stories", True),
        ("Week in review", True),
        ("Главное — не паниковать, сказал врач", False),
        ("Минздрав провёл брифинг", False),
        ("Пожар, мост и рейсы ¶ Горел завод, пожар потушили. ¶ Через реку построен мост. Открыты рейсы в Китай.", True),
        ("Пожар, мост и рейсы: что было ¶ Горел завод, пожар потушили. ¶ Построен мост. Открыты рейсы в Китай.", True),
        ("Что было: пожар, мост и рейсы ¶ Горел завод, пожар потушили. ¶ Построен мост. Открыты рейсы в Китай.", True),
        ("Пожар, мост и рейсы ¶ Пожар закрыл мост. ¶ Рейсы отменены.", False),
        ("Пожар, мост и рейсы ¶ Горел завод, пожар потушили.", False),
        ("Пожар и мост ¶ Горел завод, пожар потушили. ¶ Через реку построен мост.", False),
        ("Пожар! Мост, рейсы и хлеб ¶ Горел мост. ¶ Рейсы открыты. Хлеб подорожал.", True),
    ],
)
def test_a_round_up_is_known_by_its_words_and_by_its_build(text: str, is_one: bool) -> None:
    one = told(text)
    read_ = AnalyzedText.of(one, CONCEPTS)
    assert is_round_up(read_, len(one.title)) is is_one


@pytest.mark.parametrize("body", ["Алма Бала Сауле " * 5_000, "а" * 100_000, "9" * 5_000, "12 345 678, 3:15 " * 5_000])
def test_odd_texts_cost_little_and_give_little(body: str) -> None:
    began = time.process_time()
    stored = features(f"Заголовок ¶ Начало. ¶ {body}", language="ru")
    assert time.process_time() - began < 5
    assert len(stored) < 20_000
