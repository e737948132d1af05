"""People: what is their name, and what finds them in a text of any language."""

from __future__ import annotations

import pytest

from bot.language.detect import language
from bot.language.tokens import TOKEN
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import Index, find
from bot.matching.names import name_patterns
from bot.matching.people import person_term
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(
            key="tokayev",
            en=("Tokayev",),
            ru=("Токаев",),
            kk=("Тоқаев",),
            kind="person",
            given=("Касым-Жомарт", "Кемелевич", "Kassym-Jomart", "Қасым-Жомарт", "Кемелұлы"),
        ),
        Concept(key="nazarbayev", en=("Nazarbayev",), ru=("Назарбаев",), kind="person", given=("Нурсултан",)),
        Concept(key="rybakina", en=("Rybakina",), ru=("Рыбакина",), kind="person"),
        Concept(key="president", en=("president",), ru=("президент",), kk=("президент",)),
        Concept(key="kazakhstan", en=("Kazakhstan",), ru=("Казахстан",), kk=("Қазақстан",), kind="place"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        pytest.param("Олаф Шольц", ("Олаф", "Шольц"), id="a given name and a surname"),
        pytest.param("олаф шольц", ("Олаф", "Шольц"), id="small letters"),
        pytest.param("Шольц Олаф", ("Олаф", "Шольц"), id="the surname first"),
        pytest.param("Шольц О.", ("О", "Шольц"), id="an initial last"),
        pytest.param("О. Шольц", ("О", "Шольц"), id="an initial before"),
        pytest.param("Баландин Д.А.", ("Д", "А", "Баландин"), id="two initials"),
        pytest.param("Юсупова Алия", ("Алия", "Юсупова"), id="a Kazakh woman, the surname first"),
        pytest.param("Серик Ахмет", ("Серик", "Ахмет"), id="two given names: the last is the surname"),
        pytest.param("Иван Петрович Дроздов", ("Иван", "Петрович", "Дроздов"), id="a patronymic"),
        pytest.param("Дроздов Иван Петрович", ("Иван", "Петрович", "Дроздов"), id="a patronymic last"),
        pytest.param("Бірлік Берікұлы", ("Бірлік", "Берікұлы"), id="a surname that looks like a patronymic"),
        pytest.param("Роберт де Брольц", ("Роберт", "де", "Брольц"), id="a particle of a surname"),
        pytest.param("Жан-Клод Юнкер", ("Жан", "Клод", "Юнкер"), id="a given name of two"),
        pytest.param("О'Нил", ("О'Нил",), id="an apostrophe is enough"),
        pytest.param("о’нил", ("О'Нил",), id="of any sort"),
        pytest.param("Shaquille O'Neal", ("Shaquille", "O'Neal"), id="in Latin letters"),
        pytest.param("Balandin", ("Balandin",), id="a surname that the dictionary has"),
        pytest.param("Шматковский", ("Шматковский",), id="by its end"),
        pytest.param("zhaqypov", ("Zhaqypov",), id="by its end, in Latin letters"),
        pytest.param("Nurzhan Bekbauov", ("Nurzhan", "Bekbauov"), id="a Kazakh name in Latin letters"),
        pytest.param("elena rybkova", ("Elena", "Rybkova"), id="small Latin letters, by the end"),
        pytest.param("Кайруллабек Мусабеков", ("Кайруллабек", "Мусабеков"), id="a given name by its end"),
        pytest.param("Люциферина Мусабекова", ("Люциферина", "Мусабекова"), id="no list has the given name"),
        pytest.param("Bill Banks", None, id="both are words"),
        pytest.param("Bill Gates", ("Bill", "Gates"), id="both are words, but everybody knows him"),
        pytest.param("Трюдо", ("Трюдо",), id="a foreign surname that everybody knows"),
        pytest.param("гейтс", None, id="one whose English spelling is a word"),
        pytest.param("Ким Чен Ын", ("Ким", "Чен", "Ын"), id="East Asia"),
        pytest.param("ким чен ын", ("Ким", "Чен", "Ын"), id="East Asia in small letters"),
        pytest.param("Ли Кэцян", ("Ли", "Кэцян"), id="two parts"),
        pytest.param("Ван И Фэй", ("Ван", "И", "Фэй"), id="a part that is a word"),
        pytest.param("Цой Виктор", ("Виктор", "Цой"), id="a family name of there and a given name of here"),
        pytest.param("Ким Баландин", ("Ким", "Баландин"), id="or a surname of here"),
        pytest.param("Ли снег", None, id="or a word"),
        pytest.param("роза ветров", None, id="two words"),
        pytest.param("Роза Ветров", None, id="with capitals"),
        pytest.param("school bus", None, id="English words"),
        pytest.param("roman empire", None, id="a given name that is a word, in small letters"),
        pytest.param("President Vladimir", None, id="a title"),
        pytest.param("Хоккеист Баландин", None, id="a Russian word"),
        pytest.param("minister Balandin", None, id="a small letter"),
        pytest.param("Plan B", None, id="a letter"),
        pytest.param("Витамин С", None, id="a letter in Russian"),
        pytest.param("J. Kerry", None, id="an initial proves little in Latin letters"),
        pytest.param("Олаф по", None, id="a stop word"),
        pytest.param("нұрлан мектеп", None, id="a Kazakh noun by a name, both small") ,
        pytest.param("отходов", None, id="a genitive plural"),
        pytest.param("berlin", None, id="a place"),
        pytest.param("o'clock", None, id="an English word with an apostrophe"),
        pytest.param("Олаф ООНК", None, id="an acronym"),
        pytest.param("COVID-19", None, id="a digit"),
        pytest.param("Иван Иван Иван Иван Иванов", None, id="too many"),
        pytest.param("Олаф весна Шольц", None, id="a word between"),
        pytest.param("İz O'Brien", None, id="a letter whose capital is two signs"),
        pytest.param("Петрович Дроздов", None, id="a patronymic alone"),
    ],
)  # fmt: skip
def test_a_name_is_distinguished_from_other_words(typed: str, named: tuple[str, ...] | None) -> None:
    term = person_term(TOKEN.findall(typed))
    assert (term.words if term else None) == named


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("Олаф Шольц", "Канцлера Шольца встретили в порту.", ["Шольца"]),
        ("Олаф Шольц", "Шольцтің сапары аяқталды.", ["Шольцтің"]),
        ("Олаф Шольц", "Mr. Scholz’s plane has landed.", ["Scholz"]),
        ("О'Нил", "Шакила О’Нила встретили в аэропорту.", ["О’Нила"]),
        ("О'Нил", "О'Нилдің доп ойыны көпшілікке ұнады.", ["О'Нилдің"]),
        ("Shaquille O'Neal", "На матч пришёл О'Нил.", ["О'Нил"]),
        ("Дмитрий Баландин", "Баландинді бүкіл ел құттықтады.", ["Баландинді"]),
        ("Balandin", "Медаль Баландина.", ["Баландина"]),
        ("Елена Рыбкова", "Матч с Рыбковой отложен.", ["Рыбковой"]),
        ("Nurzhan Bekbauov", "Нұржан Бекбауовқа гүл берілді.", ["Бекбауовқа"]),
        ("Касымов Талгат", "Талғат Қасымов келді.", ["Талғат Қасымов"]),
        ("Гульнара Молдагулова", "Молдағұлованың кітабы.", ["Молдағұлованың"]),
        ("Mansur Esqozhin", "Есқожиннің мақаласы.", ["Есқожиннің"]),
        ("Нұрғалиев", "Нургалиева избрали снова.", ["Нургалиева"]),
        ("Нұрғалиев", "Nurgaliyev was there.", ["Nurgaliyev"]),
        ("Ким Чен Ын", "Ким Чен Ына пригласили на парад.", ["Ким Чен Ына"]),
        ("Ким Чен Ын", "Ким Чен Ынның сапары.", ["Ким Чен Ынның"]),
        ("Ким Чен Ын", "Чен видел Ким.", []),
        ("Илон Маск", "Завод Илона Маска строят.", ["Илона Маска"]),
        ("Илон Маск", "Встреча с Маском.", ["Маском"]),
        ("Илон Маск", "Он снял маску.", []),
        ("Сергей Иванов", "С. Иванов выступил.", ["С. Иванов"]),
        ("Сергей Иванов", "Мост открыли с Ивановым.", []),
        ("Иван Козлов", "И Козлов, и Орлов бегут.", []),
        ("Иван Козлов", "Иск И. Козлова отклонили.", ["И. Козлова"]),
        ("Пётр Иванов", "П. Иванова наградили.", ["П. Иванова"]),
        ("Козлов", "Врач Иван Козлов уволен.", ["Козлов"]),
        ("Роман Тюфтяр", "Тюфтяра назначили.", ["Тюфтяра"]),
        ("Роман Мостов", "Ремонт мостов начат.", []),
        ("Mark Bruckenberg", "Встреча с Брукенбергом.", ["Брукенбергом"]),
        ("Дирк ван Брольц", "Ван Брольца ждут.", ["Брольца"]),
        ("Мила Брокович", "Mila Brokovic won.", ["Brokovic"]),
        ("Novak Brokovic", "Броковичу вручили кубок.", ["Броковичу"]),
        ("Кейт Берлтон", "Kate Berleton returned.", ["Berleton"]),
        ("Мухаммед бен Салман", "Наследного принца Мухаммеда бен Салмана ждут в городе.", ["Мухаммеда бен Салмана"]),
        ("Нурлан Сабуров", "Сабурову отказали.", ["Сабурову"]),
        ("Роман Турсукян", "Турсукяна наградили.", ["Турсукяна"]),
        ("Иванова А.", "Врач А. Иванова победила.", ["А. Иванова"]),
        ("Тимур Кулитаев", "Құлытаевтың кітабы.", ["Құлытаевтың"]),
        ("Жанибек Алимтаев", "Әлімтаевқа хат келді.", ["Әлімтаевқа"]),
        ("Кайрат Асетов", "Әсетовке хат келді.", ["Әсетовке"]),
        ("Шинар Уалитова", "Уәлитоваға хат келді.", ["Уәлитоваға"]),
        ("Асемова", "Gulnar Assemova won.", ["Assemova"]),
        ("Женис Тойбек", "Жеңіс Тойбектің кітабы.", ["Жеңіс Тойбектің"]),
        ("Абдыжанов", "Әбдіжановқа хат келді.", ["Әбдіжановқа"]),
        ("Пан Ги Мун", "Пан Ги Муна ждут.", ["Пан Ги Муна"]),
        ("Шинейд О'Доннел", "Sinead O'Donnel sang.", ["O'Donnel"]),
        ("Пётр Иванов", "Иванова Петра наградили.", ["Иванова Петра"]),
        ("Сергей Иванов", "Марию Иванову наградили.", []),
        ("Пётр Иванов", "Pyotr Ivanov won.", []),
        ("Peter Ivanov", "Ivanov Peter won.", ["Ivanov Peter"]),
        ("Сергей Иванов", "Sergey Ivanov won, S. Ivanov said.", ["Sergey Ivanov", "S. Ivanov"]),
        ("Дәурен Қуат", "Электр қуаты арзандады.", []),
        ("Дәурен Қуат", "Жазушы Дәурен Қуаттың кітабы.", ["Дәурен Қуаттың"]),
        ("Дәурен Қуат", "Даурен Куат написал книгу.", ["Даурен Куат"]),
        ("Әлия Назарбаева", "Выставка Алии Назарбаевой.", ["Алии Назарбаевой"]),
        ("Реджеп Erdoğan", "Erdogan came.", []),
        ("Recep Erdoğan", "Erdogan came.", ["Erdogan"]),
        ("Виктор Шматенко", "Победу Шматенко ждали.", ["Шматенко"]),
        ("title:Баландин", "Баландин победил\n\nНа старт вышли все.", ["Баландин"]),
        ("title:Баландин", "Победа\n\nБаландин вышел на старт.", []),
        ("=Баландин", "Balandin won.", []),
        ("Джастин Трюдо", "Trudeau resigned.", ["Trudeau"]),
        ("Трюдо", "Justin Trudeau resigned.", ["Trudeau"]),
        ("Justin Trudeau", "Трюдо ушёл в отставку.", ["Трюдо"]),
        ("Билл Гейтс", "Bill Gates gave money.", ["Bill Gates"]),
        ("Билл Гейтс", "The gates were open.", []),
        ("Billie Gates", "The gates were open.", []),
        ("Jannik Sinner", "Синнера обыграли.", ["Синнера"]),
        ("Jannik Sinner", "No sinner came.", []),
        ("Алексей Навальный", "Navalny had lawyers.", ["Navalny"]),
        ("Alexei Navalny", "Навального помнят.", ["Навального"]),
        ("Alexei Navalny", "Люди шли навальной толпой.", []),
        ("Дмитрий Песков", "Peskov commented.", ["Peskov"]),
        ("Дмитрий Песков", "Пустыня Каракум состоит из песков.", []),
        ("Александр Вучич", "Vučić spoke in Niš.", ["Vučić"]),
        ("Тейлор Свифт", "Taylor Swift sang.", ["Taylor Swift"]),
        ("Тейлор Свифт", "The response was swift.", []),
        ("Гани Бейсембаев", "Beisembayev spoke.", ["Beisembayev"]),
        ("Дәурен Абаев", "Абаева назначили послом.", ["Абаева"]),
        ("Дәурен Абаев", "Стихи Абая читали в парке.", []),
    ],
)
def test_a_person_is_found_in_every_language(typed: str, text: str, found: list[str]) -> None:
    query = parse(typed, CONCEPTS)
    match = find(query, AnalyzedText(text, language=language(text), concepts=CONCEPTS))
    assert ([match.sentence[start:end] for start, end in match.spans] if match else []) == found
    index = Index(CONCEPTS)
    index.add(1, query)
    assert index.answered(AnalyzedText(text, language=language(text), concepts=CONCEPTS)) == ([1] if found else [])


def test_a_surname_that_is_a_word_is_looked_for_by_its_capital_too() -> None:
    assert "^маск" in name_patterns(("Илон", "Маск"))
    assert "маска" not in name_patterns(("Илон", "Маск"))


@pytest.mark.parametrize(
    "name",
    [("Шакил", "О'Нил"), ("Сергей", "Иванов"), ("Нұрлан", "Қожахметов"), ("Әлихан", "Бөкейхан"), ("Ким", "Чен", "Ын")],
)
def test_what_is_looked_for_is_bounded(name: tuple[str, ...]) -> None:
    assert 0 < len(name_patterns(name)) <= 100


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        pytest.param("Касым-Жомарт Токаев", ["tokayev"], id="a given name"),
        pytest.param("Kassym-Jomart Tokayev", ["tokayev"], id="in English"),
        pytest.param("Qasym-Jomart Toqaev", ["tokayev"], id="in Kazakh Latin"),
        pytest.param("Қасым-Жомарт Тоқаев", ["tokayev"], id="in Kazakh"),
        pytest.param("Токаев К.-Ж.", ["tokayev"], id="initials"),
        pytest.param("Токаев К.К.", ["tokayev"], id="with a patronymic's"),
        pytest.param("К.-Ж. Токаев", ["tokayev"], id="initials before"),
        pytest.param("Токаев Касым-Жомарт Кемелевич", ["tokayev"], id="in full"),
        pytest.param("Президент Токаев", ["president", "tokayev"], id="two concepts are both"),
        pytest.param("Токаев Казахстан", ["kazakhstan", "tokayev"], id="a place is no given name"),
        pytest.param("Елена Рыбакина", ["rybakina"], id="given names that are not stated"),
        pytest.param("Алия Назарбаева", [""], id="another person"),
        pytest.param("Назарбаев Касым-Жомарт Токаев", ["nazarbayev", "tokayev"], id="a given name is the next one's"),
        pytest.param("Назарбаев Д.", [""], id="another's initial"),
        pytest.param("Айгуль Казахстан", ["kazakhstan", ""], id="a person's name next to a place"),
        pytest.param("Казахстан Мусабеков", ["kazakhstan", ""], id="a place next to a surname"),
    ],
)
def test_a_person_who_is_a_concept_keeps_the_other_names(typed: str, concepts: list[str]) -> None:
    query = parse(typed, CONCEPTS)
    assert sorted(term.concept for term in query.terms) == sorted(concepts)
    assert parse(query.canonical, CONCEPTS) == query


@pytest.mark.parametrize(
    "typed",
    [
        "Олаф Шольц", "шольц о. визит", "О'Нил", "Ким Чен Ын", "Balandin", "title:Баландин", "Мусабеков -Баландин",
        "Баландин OR Шматковский", "(Олаф) Баландин", "д Баландин", "Жан-Клод Юнкер", "Алия Назарбаева",
        "ын чен ким", "Олаф AND Баландин", "Елена Шольц Олаф Мусабеков", "AЀ/ИИ", "ПО в ПОA в UNESCO",
    ],
)  # fmt: skip
def test_what_is_stored_reads_back(typed: str) -> None:
    query = parse(typed, CONCEPTS)
    assert parse(query.canonical, CONCEPTS) == query
