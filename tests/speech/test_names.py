"""Commands by any of their names, and their arguments, in three languages."""

from __future__ import annotations

import pytest

import handlers
from bot.i18n.languages import SPOKEN
from bot.platforms.typed_text import as_typed, spoken_command
from bot.speech.arguments import argument_of, in_codes, language_of
from bot.speech.names import SYNONYMS, all_names, command_of, is_anybodys, stops, synonym


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/подписка AI", ("follow", "AI")),
        ("/Подписаться на AI", ("follow", "AI")),
        ("/следить за", ("follow", "за")),
        ("/follow на AI", ("follow", "на AI")),
        ("/ЖАЗЫЛУ Ақтау", ("follow", "Ақтау")),
        ("/жазылу\u200b Ақтау", ("follow", "Ақтау")),
        ("/кадагалау Ақтау", ("follow", "Ақтау")),  # a Russian keyboard
        ("/отписка", ("unfollow", "")),
        ("/отписаться", ("unfollow", "all")),
        ("/отписаться AI", ("unfollow", "AI")),
        ("/стоп", ("unfollow", "all")),
        ("/cтоп", ("unfollow", "all")),  # a Latin c
        ("/тоқтату", ("unfollow", "all")),
        ("/дайджест сегодня", ("digest", "сегодня")),
        ("/жаңалық бүгін", ("digest", "бүгін")),
        ("/жаналык бугин", ("digest", "бугин")),
        ("/тренд ИИ", ("trend", "ИИ")),
        ("/үрдіс ЖИ", ("trend", "ЖИ")),
        ("/урдис ЖИ", ("trend", "ЖИ")),  # a Russian keyboard
        ("trend AI week", ("trend", "AI week")),
        ("trend AI", ("trend", "AI")),
        ("тренд ИИ", ("trend", "ИИ")),
        ("тренд на электромобили", ("", "тренд на электромобили")),
        ("тренд", ("", "тренд")),
        ("report AI", ("", "report AI")),
        ("report AI week", ("report", "AI week")),
        ("/отчёт неделя", ("report", "неделя")),
        ("/отчет квартал AI", ("report", "квартал AI")),
        ("/есеп апта", ("report", "апта")),
        ("отчёт за квартал", ("report", "за квартал")),
        ("/меню", ("help", "")),
        ("/мәзір", ("help", "")),
        ("/подписки", ("following", "")),
        ("/жазылымдар", ("following", "")),
        ("/list", ("following", "")),
        ("/язык казахский", ("language", "kk")),
        ("/тіл орысша", ("language", "ru")),
        ("/языки все", ("languages", "all")),
        ("/тілдер қазақша, орысша", ("languages", "kk ru")),
        ("/источники", ("sources", "")),
        ("/неге", ("why", "")),
        ("/канал", ("manage", "")),
        ("/отписка все", ("unfollow", "all")),
        ("/unfollow барлығы", ("unfollow", "all")),
        ("/follow все", ("follow", "все")),
        ("/follow /follow AI", ("follow", "AI")),
        ("/подписка /подписка AI", ("follow", "AI")),
        ("/follow/ AI", ("follow", "AI")),
        ("/ашддщц AI", ("ашддщц", "AI")),
        ("/", ("", "")),
        ("подписка AI", ("follow", "AI")),
        ("дайджест вчера", ("digest", "вчера")),
        ("новости 25.11 золото", ("digest", "25.11 золото")),
        ("languages en ru", ("languages", "en ru")),
        ("language kk", ("language", "kk")),
        ("language schools", ("", "language schools")),
        ("list of ministers", ("", "list of ministers")),
        ("why https://kt.kz/a_1.html", ("why", "https://kt.kz/a_1.html")),
        ("why it rains", ("", "why it rains")),
        ("import https://a.kz/topics.txt", ("import", "https://a.kz/topics.txt")),
        ("импорт https://a.kz/topics.txt", ("import", "https://a.kz/topics.txt")),
        ("look https://kt.kz/a_1.html", ("why", "https://kt.kz/a_1.html")),
        ("импорт зерна", ("", "импорт зерна")),
        ("/моиДанные", ("mydata", "")),
        ("/деректерім", ("mydata", "")),
        ("/статус", ("status", "")),
        ("/құпиялылық", ("privacy", "")),
        ("status", ("status", "")),
        ('"follow AI"', ("follow", "AI")),
    ],
)
def test_a_command_has_names_in_three_languages(typed: str, command: tuple[str, str]) -> None:
    assert spoken_command(as_typed(typed)) == command


def test_no_name_is_that_of_two_commands_and_each_language_has_one_for_every_command() -> None:
    names = [spec.name for spec in handlers.COMMANDS]
    own = all_names(names)
    assert {own[name] for name in names} == set(names)
    assert all(command_of(name) == name for name in names)
    words = [word for languages in SYNONYMS.values() for said in languages.values() for word in set(said.split())]
    assert len({*words}) > 60
    assert all(synonym(name, language) for name in names for language in SPOKEN)
    assert all_names(["follow"]).keys() == {"follow", *" ".join(SYNONYMS["follow"].values()).split()}


def test_what_other_bots_have_too_is_known() -> None:
    assert is_anybodys("Menu")
    assert not is_anybodys("follow")
    assert not is_anybodys("подписка")
    assert stops("СТОП")
    assert not stops("старт")
    assert synonym("nothing", "ru") == ""


@pytest.mark.parametrize(
    ("name", "typed", "argument"),
    [
        ("unfollow", "всё", "all"),
        ("unfollow", "выкл", "выкл"),
        ("digest", "барлығы", "all"),
        ("follow", "всё", "всё"),
        ("anything", "выкл", "off"),
        ("anything", "өшіру", "off"),
        ("anything", "вкл", "on"),
        ("language", "на казахском языке", "kk"),
        ("language", "french", "french"),
        ("languages", "на казахском и по-русски", "kk ru"),
        ("languages", "қазақ тілінде", "kk"),
        ("languages", "", ""),
    ],
)
def test_arguments_have_synonyms_where_they_are_no_topic(name: str, typed: str, argument: str) -> None:
    assert argument_of(name, typed) == argument


def test_languages_are_known_in_any_case() -> None:
    assert [language_of(word) for word in ("Қазақша", "казахском", "English", "по-русски", "deutsch")] == [
        "kk", "kk", "en", "ru", ""
    ]  # fmt: skip
    assert in_codes("english, russian and english") == "en ru"
    assert in_codes("english lessons") == ""


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("languages", "выкл", "выкл"),
        ("language", "off", "off"),
        ("languages", "барлығы", "all"),
        ("language", "Казахстан", "Казахстан"),
        ("language", "қазақшаға", "kk"),
        ("languages", "русский и английский", "ru en"),
    ],
)
def test_an_argument_that_names_a_language_is_its_code_and_no_other_is_changed(
    name: str, typed: str, meant: str
) -> None:
    assert argument_of(name, typed) == meant
