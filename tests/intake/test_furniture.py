"""What is furniture in three languages, and what only begins like it."""

from __future__ import annotations

import pytest

from bot.intake.furniture import (
    FINGERPRINTS,
    clean_text,
    cleaned,
    cleaned_entry,
    fingerprint,
    fingerprints,
    is_cut_off,
    is_lead,
    leads,
    teaser_of,
    without_furniture,
    without_repeated,
)
from bot.intake.plain_text import paragraphs
from tests.builders import entry

FURNITURE = """
Читайте также: взрыв на складе
Читайте также
👉 Читайте также
► Читайте также: Склад загорелся. Что известно?
>> Читайте также: Склад загорелся
» Читайте также: Склад загорелся
Читайте также «Склад загорелся»
Читайте также Склад загорелся
Смотрите также — Склад загорелся
По теме: Склад загорелся
Ещё по теме: Склад загорелся.
Вам может быть интересно: склад
READ ALSO: Fire at a warehouse in Pavlodar
Read also – Fire at a warehouse
See also: Fire at a warehouse
Read more: Fire at a warehouse
Related articles: Fire
You may also like
Most read
Сондай-ақ оқыңыз
Сондай-ақ оқыңыз: Қоймада өрт шықты
Тағы оқыңыз: Қоймада өрт
Осы тақырыпта: Өрт
Ұқсас жаңалықтар
Оқи отырыңыз: Қоймада өрт шықты
Қарай отырыңыз
Ең көп оқылған
Самое читаемое
Новости партнёров
Последние новости
Подписывайтесь на наш Telegram
📲 Подписывайтесь на наш Telegram-канал и узнавайте новости первыми!
Читайте нас в WhatsApp
Больше новостей в нашем Telegram-канале
Следите за новостями
Следите за новостями на нашем сайте.
Мы в Instagram
Наш канал в Telegram
Follow us on Twitter and Facebook
Subscribe to our newsletter
Join our Telegram channel for more news
Stay tuned for updates
Біздің Telegram арнамызға жазылыңыз
Telegram арнамызға жазылыңыз: Қала жаңалықтары
Share this article on Facebook, City Times
Жаңалықтарды Instagram парақшамыздан оқыңыз
Бөлісу
The post Fire in Pavlodar appeared first on The Herald of Steppe.
The post Fire in Pavlodar first appeared on The Herald.
Сообщение Пожар в Павлодаре появились сначала на Вестник.
Запись Пожар впервые появилась на site.kz
Continue reading
Continue reading Fire at a warehouse
Continue reading →
Читать далее
Подробнее…
Толығырақ
Источник фото: gov.kz
Фото: Акорда
Фото: пресс-служба МЧС РК
Фото: Асель Ибраева / Вестник.kz
Фото из открытых источников
Иллюстративное фото: Вестник
Фото носит иллюстративный характер
Источник: Вестник.kz
Фото: пресс-служба акимата Павлодарской области
Подробнее: https://site.kz/a.html
Read more on the Herald
Photo: gov.kz
Photo by the press service of the Ministry
Photo credit: Ministry of Energy
Сурет: Ақорда
Images | gov.kz
Поделиться в Facebook
Share on Facebook
Share
Рассказать другу
Комментарии (12)
We use cookies to improve your experience.
Мы используем файлы cookie, чтобы сайт работал лучше.
Нашли ошибку? Выделите её и нажмите Ctrl+Enter
All rights reserved
При копировании материалов ссылка на сайт обязательна
Реклама
26.11.2025, 08:1017801
Просмотров: 17 801
""".strip().splitlines()

TEXT = """
Read also the report of the union on water, deputies said.
Читайте также внимательно договор, советует юрист.
Читайте также Конституцию, советует юрист.
Фото: как изменился порт
Фото дня показали в порту.
Photo exhibition opens in the port.
Сурет салу байқауы өтті.
По теме воды выступил министр.
Подробнее о проекте рассказал министр.
Related industries lost 5 percent.
Следите за новостями рынка, советуют эксперты, и не берите кредиты.
Подписывайтесь под петицией, просят жители.
Жители подписались на Telegram-канал акимата, сообщил он.
Images of the depot were shown.
Share prices rose.
Continue reading the law twice, the judge said. It is long.
Recommended: five litres of water a day for each person.
The post office in the old town appeared first on a map of 1890, and it works today.
Источник воды в порту иссяк.
Источник: вода уходит из порта.
Комментарии министра появились вечером.
Реклама сигарет запрещена.
People read more books than in 2020.
Біз суды үнемдейміз.
Наши ученые открыли канал у моря.
Мы в пути, сообщили с канала.
Заходите в Telegram осторожно, предупредили в полиции.
Subscribe to no channel on Telegram that you do not know, the police said.
Telegram арналарына жазылыңыздар деді министр.
Cookie prices rose in the shops.
""".strip().splitlines()


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_no_part_of_a_text(line: str) -> None:
    assert list(without_furniture([line])) == []


@pytest.mark.parametrize("line", TEXT)
def test_a_sentence_that_only_begins_like_furniture_stays(line: str) -> None:
    assert list(without_furniture([line])) == [line]


@pytest.mark.parametrize(
    ("paragraph", "rest"),
    [
        ("Хлеб дешевеет. Читайте также: взрыв на складе", "Хлеб дешевеет."),
        (
            "Хлеб дешевеет. Читайте также: взрыв на складе. Крестьяне ждут весны.",
            "Хлеб дешевеет. Крестьяне ждут весны.",
        ),
        ("Читайте также: взрыв на складе. Крестьяне ждут весны.", "Крестьяне ждут весны."),
        ("Bread is cheap. READ ALSO: Fire at a warehouse", "Bread is cheap."),
        ("A lead. The post Bread is cheap appeared first on The Herald.", "A lead."),
        ("A lead […] Continue reading Bread is cheap", "A lead […]"),
        ("A lead that goes on Read more", "A lead that goes on"),
        ("Начало текста. Читать далее", "Начало текста."),
        ("Кіріспе. Толығырақ", "Кіріспе."),
    ],
)
def test_what_was_put_into_a_paragraph_goes_alone(paragraph: str, rest: str) -> None:
    assert cleaned(paragraph) == rest


def test_the_headlines_after_a_lead_go_with_it_up_to_the_next_sentence() -> None:
    lines = ["A text.", "Read also:", "- Fire. Again.", "Water for the steppe", "The text goes on.", "A heading"]
    assert list(without_furniture(lines)) == ["A text.", "The text goes on.", "A heading"]


def test_a_lead_of_a_list_hides_no_more_than_a_list() -> None:
    assert len(list(without_furniture(["Read also", *(f"Headline {n}" for n in range(15))]))) == 5


def test_a_long_text_is_no_lead() -> None:
    assert not is_lead("Read also " + "x" * 300)
    assert not leads("Read also: " + "x" * 300)


def test_a_teaser_keeps_what_stands_around_a_lead() -> None:
    raw = "<p>Bread is cheap.</p><p>Read also: <a href='/x'>Fire</a></p><p>Farmers wait for spring.</p>"
    assert teaser_of(paragraphs(raw)) == "Bread is cheap. Farmers wait for spring."


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One.\n\nTwo…", True),
        ("One.\n\nTwo [...]", True),
        ("One.\n\nContinue reading", True),
        ("One. Two […] The post One appeared first on The Herald.", True),
        ("One.\n\nTwo.", False),
    ],
)
def test_a_text_that_was_cut_off_is_known_by_its_end(text: str, cut: bool) -> None:
    assert is_cut_off(text) is cut


def test_a_cleaned_text_still_shows_that_it_was_cut_off() -> None:
    assert clean_text("One.\n\nTwo.\n\nContinue reading") == "One.\n\nTwo…"
    assert clean_text("One.\n\nTwo […]") == "One.\n\nTwo […]"
    assert clean_text("One.\n\nTwo.\n\nRead also: Fire") == "One.\n\nTwo."
    assert clean_text("Continue reading") == ""


def test_an_entry_loses_the_furniture_of_its_teaser_and_text() -> None:
    made = cleaned_entry(entry(teaser="A lead. Read also: Fire", text="One.\n\nShare"))
    assert (made.teaser, made.text) == ("A lead.", "One.")


def test_a_fingerprint_stands_for_the_words_of_a_paragraph() -> None:
    assert fingerprint("Our  channel") == fingerprint("our channel") != fingerprint("Their channel")
    assert fingerprints("a\n\nb\n\na") == (fingerprint("a"), fingerprint("b"))
    assert len(fingerprints("\n\n".join(map(str, range(FINGERPRINTS + 9))))) == FINGERPRINTS


def test_what_repeats_is_left_out_unless_it_is_all() -> None:
    assert without_repeated("a\n\nb", {fingerprint("b")}) == "a"
    assert without_repeated("b", {fingerprint("b")}) == "b"


@pytest.mark.parametrize(
    "hostile", ["Read also " * 20_000, ". " * 50_000, "Фото: " + "A." * 50_000, "The post " * 9_000]
)
def test_a_hostile_paragraph_is_read_at_once(hostile: str) -> None:
    assert list(without_furniture([hostile])) != []
