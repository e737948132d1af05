"""What follows the last sentence of a teaser and is no news goes; what only looks like it stays."""

from __future__ import annotations

import pytest

from bot.intake.furniture import cleaned_entry, teaser_of, without_ending
from tests.builders import entry

ENGLISH = """
Read more
Read more »
Read More...
Read more at Kursiv
Read more on kursiv.media
Read the full article
Read full story
Read the original article here.
Continue reading →
Continue reading “A new plant”
Continue reading A new plant at The Astana Times
Keep reading
More…
(more…)
more »
[more]
Learn more
Find out more
See more
View original
Full story
Full text
Click here for more
Click to read more
The post A new plant appeared first on The Astana Times.
The post A new plant first appeared on The Astana Times.
This article was originally published on The Astana Times.
This post originally appeared on Kursiv.
[…] The post A plant appeared first on Kursiv.
Source: Reuters
Source
Via Reuters
Photo: Reuters
Photo by John Smith
Photo credit: Reuters
Image: Getty Images
(Reuters)
Comments
Share this:
Filed under: News
Tags: waste, Almaty
Subscribe to our Telegram channel
"""
RUSSIAN = """
Читать далее →
Читать далее...
Читать дальше »
Читать полностью
Читать на сайте
Читать на сайте Tengrinews.kz
Читайте на сайте
Подробнее на сайте
Подробнее
Подробнее…
Подробнее »
Подробности на сайте
Подробности — на сайте
Подробности по ссылке
Подробнее: https://kt.kz/a
Подробнее по ссылке
Полный текст на сайте
Полная версия
Полностью на сайте
Далее
Далее…
Далее →
→ Читать
Узнать больше
Узнать подробнее
Смотреть полностью
Продолжение
Продолжение на сайте
Продолжение следует на сайте
Продолжить чтение
Продолжить чтение «Завод»
Источник: Zakon.kz
Источник: zakon.kz, фото: пресс-служба акимата
Фото: пресс-служба акимата
Фото: Иван Петров / Tengrinews.kz
Фото с сайта gov.kz
Фото из открытых источников
Фото: Depositphotos
Видео: Youtube
Сообщение Завод появились сначала на Сайт.
Сообщение Завод появились сначала на inform.kz
Запись Новый завод впервые появилась Курсив.
[…]
[...]
(…)
[ … ]
...
>>>
»»
→
Оригинал статьи: https://kt.kz/a
Ссылка на источник
Tengrinews.kz
/ Zakon.kz
— Zakon.kz
(zakon.kz)
ИА «Казинформ»
/КазТАГ/
КазТАГ
Автор: Иван Петров
Подпишитесь на наш Telegram-канал
Читайте нас в Telegram
Комментарии (3)
0 комментариев
Нет комментариев
Поделиться
"""
KAZAKH = """
Толығырақ
Толығырақ →
Толығырақ...
Толығырақ оқу
Толығырақ оқыңыз
Толығырақ сайтта
Толығырақ: https://kt.kz
Толық оқу
Толық мәтін
Толық нұсқасы
Толық нұсқасы сайтта
Толықтай оқу
Жалғасы
Жалғасы бар
Жалғасы сайтта
Жалғасын оқыңыз
Жалғасын сайттан оқыңыз
Әрі қарай
Әрі қарай оқу
Ары қарай оқу →
Одан әрі оқу
Сайттан оқу
Дереккөз: Егемен Қазақстан
Дереккөз: zakon.kz
Сурет: ашық дереккөз
Сурет: Qazinform
Сурет ашық дереккөзден алынды
Фото: ашық дереккөз
Бейне: әкімдік
Автор: Асқар Серік
Егемен жазбасы алғаш рет Зауыт сайтында пайда болды
Telegram арнамызға жазылыңыз
Бөлісу
Пікірлер
"""
SENTENCES = {
    "A new plant opens in Almaty.": ENGLISH,
    "В Алматы открыли новый завод.": RUSSIAN,
    "Алматыда жаңа зауыт ашылды.": KAZAKH,
}
ENDINGS = [(sentence, each) for sentence, endings in SENTENCES.items() for each in endings.strip().splitlines()]
REAL = """
В Алматы открыли завод. Подробнее о проекте расскажет министр экологии.
В Алматы открыли завод. Читать книги стали больше.
Суд вынес приговор. Далее дело передадут в архив.
Завод открыт. Источник в правительстве сообщил о планах.
Фото: как выглядит новый завод в Алматы
Полный текст закона опубликован. Он вступит в силу в мае.
Продолжение следует: суд назначил новое заседание.
Reuters says the deal is done. More than 20 people came.
The minister resigned. Read the letter he wrote.
The museum opened. Photos from 1920 are on show.
The book is out. The full text runs to 400 pages.
Компания Kaspi.kz отчиталась о прибыли. Акции выросли.
Источники Reuters сообщили о сделке. Об этом пишет Reuters.
Он живёт в США. Автор: писатель и журналист трёх газет, лауреат.
Толығырақ мәлімет министрлікте беріледі.
Завод ашылды. Толық мәтін министрлік сайтында жарияланды.
Завод ашылды. Жалғасы келесі аптада талқыланады.
Зауыт ашылды. Пікірлер екіге жарылды.
Комментарии министра вызвали споры.
Видео: на заводе взорвался котёл
Дом построили. Об этом сообщил Tengrinews.kz.
Цены выросли на 5%. Комментарии экспертов разошлись.
He said: "More." Then he left.
Он сказал: «Далее».
Что будет дальше? Читайте в нашем материале.
Премьер подписал закон...
В Алматы открыли завод. 12 комментариев министра о воде.
"""


@pytest.mark.parametrize(("sentence", "ending"), ENDINGS, ids=[ending for _, ending in ENDINGS])
def test_what_is_no_news_is_not_shown_at_the_end_of_a_teaser(sentence: str, ending: str) -> None:
    assert teaser_of(f"{sentence} {ending}").rstrip("….") == sentence.rstrip(".")


@pytest.mark.parametrize("real", REAL.strip().splitlines())
def test_real_news_that_looks_like_it_is_never_cut(real: str) -> None:
    assert teaser_of(real) == real


@pytest.mark.parametrize("end", ["Read more →", "Подробнее на сайте", "Фото: Reuters. Читать далее…", "Толығырақ »"])
def test_several_of_them_go_together(end: str) -> None:
    assert without_ending(f"Kaspi reports a profit. Shares rise. {end} […]") == "Kaspi reports a profit. Shares rise."


def test_a_teaser_that_was_cut_off_says_so_in_one_sign() -> None:
    assert without_ending("В Алматы открыли завод, который […]") == "В Алматы открыли завод, который…"
    assert without_ending("В Алматы открыли завод, который (…)") == "В Алматы открыли завод, который…"


@pytest.mark.parametrize("nothing", ["", "Read more", "Подробнее", "Reuters", "→", "[…]"])
def test_a_teaser_is_never_made_of_nothing_else(nothing: str) -> None:
    assert len(without_ending(nothing)) <= len(nothing)


def test_the_teaser_of_an_entry_loses_its_ending() -> None:
    assert cleaned_entry(entry(teaser="It rains. Photo: Reuters")).teaser == "It rains."


@pytest.mark.parametrize("signed", ["Степной курьер", "— «Степной курьер».", "/ СТЕПНОЙ КУРЬЕР /"])
def test_a_source_does_not_sign_its_teasers(signed: str) -> None:
    (teaser, other) = (f"Идёт дождь. {signed}", "Идёт дождь. Степной курьер пишет о нём.")
    assert cleaned_entry(entry(teaser=teaser), "Степной курьер").teaser == "Идёт дождь."
    assert cleaned_entry(entry(teaser=other), "Степной курьер").teaser == other


@pytest.mark.parametrize("hostile", ["Read more. " * 2000, ". " * 5000, "→ " * 5000, "Фото: " * 4000, "A." * 9000])
def test_a_hostile_teaser_is_read_at_once(hostile: str) -> None:
    assert len(without_ending(hostile)) <= len(hostile)
