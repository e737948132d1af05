"""Which language a text or a word is of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.detect import LANGUAGES, language, word_languages
from bot.language.tokens import fold


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("The port of Aktau reopened on Monday.", "en", id="Latin letters"),
        pytest.param("AI", "en", id="two of them"),
        pytest.param("Порт Актау вновь открыт", "ru", id="a Russian headline"),
        pytest.param("Нефть подорожала", "ru", id="two Russian words"),
        pytest.param("Пожар в Алматы", "ru", id="a function word next to a Kazakh name"),
        pytest.param("Вывоз твёрдых бытовых отходов", "ru", id="Russian endings"),
        pytest.param("Тоқаев провёл переговоры с послом России", "ru", id="a name in Kazakh spelling"),
        pytest.param("Новый AI-университет открыли в Астане", "ru", id="a Latin acronym"),
        pytest.param("Ақтау порты қайта ашылды", "kk", id="Kazakh letters"),
        pytest.param("Алматыда жол апаты болды", "kk", id="Kazakh without its letters"),
        pytest.param("Банк жабылды", "kk", id="a loan and a Kazakh verb"),
        pytest.param("Доллар бағамы", "kk", id="one Kazakh letter in two words"),
        pytest.param("Астана мен Алматы", "kk", id="a small Kazakh word"),
        pytest.param("Экология министрлігінің мәліметі", "kk", id="a Russian-looking word among Kazakh ones"),
        pytest.param("Компаниялардан салыстырмалы ақпарат", "kk", id="loans with Kazakh endings"),
        pytest.param("Kazakhstan (Қазақстан) is a country", "en", id="most letters decide"),
        pytest.param("САЙЛАУ БАСТАЛДЫ", "kk", id="capitals are read too"),
    ],
)
def test_a_text_is_of_the_language_of_its_letters(text: str, told: str) -> None:
    assert language(text) == told


LONG = {
    "en": "The ministry of ecology told reporters that waste from the plant is sorted and burnt near the town. ",
    "ru": "В министерстве экологии сообщили, что отходы завода сортируют и сжигают возле города Қонаев. ",
    "kk": "Экология министрлігі зауыт қалдықтары сұрыпталып, қала маңында өртелетінін хабарлады. ",
}


@pytest.mark.parametrize("told", LANGUAGES)
def test_the_language_of_an_article_is_detected_by_its_letters(told: str) -> None:
    assert language(LONG[told] * 60) == told


def test_the_language_of_an_article_is_detected_by_its_beginning() -> None:
    assert language(LONG["kk"] * 40 + LONG["ru"] * 400) == "kk"


@pytest.mark.parametrize("text", ["", "2025", " – ", "北京"])
def test_a_text_without_known_letters_gets_the_default_language(text: str) -> None:
    assert language(text) == "en"
    assert language(text, "kk") == "kk"


@given(st.text())
def test_every_text_is_of_some_language(text: str) -> None:
    assert language(text) in LANGUAGES


@pytest.mark.parametrize(
    ("word", "may_be"),
    [
        pytest.param("waste", ("en",), id="Latin"),
        pytest.param("Aqtau", ("en",), id="Kazakh in Latin letters has no rules of its own"),
        pytest.param("G20", ("en",), id="Latin with digits"),
        pytest.param("қоқыс", ("kk",), id="Kazakh letters"),
        pytest.param("іс", ("kk",), id="і of Cyrillic is no Latin i"),
        pytest.param("iс", ("kk",), id="nor is it one when typed as one"),
        pytest.param("Астана", ("ru", "kk"), id="a name of both"),
        pytest.param("банк", ("ru", "kk"), id="a loan of both"),
        pytest.param("экология", ("ru", "kk"), id="Russian letters stand in Kazakh loans"),
        pytest.param("ащы", ("ru", "kk"), id="щы is Kazakh too"),
        pytest.param("борщ", ("ru",), id="another щ is not"),
        pytest.param("строительного", ("ru",), id="a Russian adjective"),
        pytest.param("отходами", ("ru",), id="a Russian case"),
        pytest.param("загрязнение", ("ru",), id="a Russian noun"),
        pytest.param("2025", LANGUAGES, id="digits are everybody's"),
    ],
)
def test_a_word_may_be_of_the_languages_its_spelling_allows(word: str, may_be: tuple[str, ...]) -> None:
    assert word_languages(fold(word)) == may_be


@pytest.mark.parametrize(
    ("text", "source", "told"),
    [
        pytest.param("Кызылорда затоплена", "ru", "ru", id="a short headline is in its source's language"),
        pytest.param("Аким Алматы", "kk", "kk", id="which may be either"),
        pytest.param("Алматыда жаңа мектеп ашылды", "ru", "kk", id="unless its letters say otherwise"),
        pytest.param("В Актау прибыл новый паром", "kk", "ru", id="either way"),
        pytest.param("A new ferry for Aktau", "ru", "en", id="English is never in doubt"),
    ],
)
def test_where_letters_leave_it_open_the_source_decides(text: str, source: str, told: str) -> None:
    assert language(text, default=source) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Сериал «Қара тізім» выйдет осенью", "ru", id="a Kazakh title in quotes"),
        pytest.param("Фонд «Қазақстан халқына» помог школам", "ru", id="a Kazakh name in quotes"),
        pytest.param("Әлия Назарбаева ответила на критику", "ru", id="a name with a Kazakh letter at the start"),
        pytest.param("Қонаев останется без воды", "ru", id="a city of one word at the start"),
        pytest.param("Данияр Елеусінов проиграл", "ru", id="a name with a Kazakh letter after"),
        pytest.param("Ребёнок найден", "ru", id="a Russian participle that ends as Kazakh cases do"),
        pytest.param("Задержан аким Аксая", "ru", id="another"),
        pytest.param("Дом построен. Тоқаев прилетел в Пекин", "ru", id="a second sentence begins anew"),
        pytest.param("Путин Астанада", "kk", id="a Kazakh headline of Russian names"),
        pytest.param("Польша мен Чехия", "kk", id="names and a small Kazakh word"),
        pytest.param("Тоқаев Путинмен кездесті", "kk", id="names in both spellings"),
        pytest.param("«Росатом» станция салады", "kk", id="a Russian name in quotes"),
        pytest.param("МЕДВЕДЕВ АСТАНАДА КЕЗДЕСУ ӨТКІЗДІ", "kk", id="capitals alone tell no names"),
        pytest.param("Ким Чен Ын Ресейде", "kk", id="a name and a case"),
    ],
)
def test_names_and_quoted_words_weigh_less_in_a_short_text(text: str, told: str) -> None:
    assert language(text, default=told) == told


@pytest.mark.parametrize(
    ("text", "source", "told"),
    [
        pytest.param("Министрлік жаңа ережелерді бекітті", "ru", "kk", id="a Kazakh headline of a Russian source"),
        pytest.param("Мәжілісте «Газпром» туралы заң талқыланды", "ru", "kk", id="with a Russian name in quotes"),
        pytest.param("Жители жалуются на смог и плохие дороги", "kk", "ru", id="a Russian headline of a Kazakh source"),
        pytest.param("Премьер объяснил, почему подорожал проезд", "kk", "ru", id="and another"),
    ],
)
def test_a_clear_text_is_of_its_language_whatever_its_source_writes(text: str, source: str, told: str) -> None:
    assert language(text, default=source) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Паром найден.", "ru", id="a participle"),
        pytest.param("Порт закрыт.", "ru", id="another"),
        pytest.param("Магазин оштрафован.", "ru", id="a third"),
        pytest.param("Зима пришла.", "ru", id="the past"),
        pytest.param("Порт жабылды.", "kk", id="the past in Kazakh"),
        pytest.param("Проблема жоқ.", "kk", id="a function word of Kazakh letters"),
    ],
)
def test_two_words_tell_where_the_source_does_not(text: str, told: str) -> None:
    assert language(text) == told
