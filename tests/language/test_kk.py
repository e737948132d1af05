"""Kazakh words and what they are forms of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.kk import bases, query_bases, verbs
from bot.language.kk_words import FLEETING, NOT_FORMS, OWN_STEMS, TWO_LETTER_NOUNS
from bot.language.tokens import fold

FORMS = [
    # case
    ("Ақтаудың", "ақтау", "genitive behind a glide"),
    ("Алматының", "алматы", "genitive behind a vowel"),
    ("Шымкенттің", "шымкент", "genitive behind a voiceless sound"),
    ("қаланікі", "қала", "what belongs to it"),
    ("мұнайға", "мұнай", "dative"),
    ("банкке", "банк", "dative behind a voiceless sound, of a loan"),
    ("теңгені", "теңге", "accusative behind a vowel"),
    ("қоқысты", "қоқыс", "accusative behind a voiceless sound"),
    ("газды", "газ", "accusative of a word of three letters"),
    ("Оралды", "орал", "accusative of a city, and a verb: its capital must tell"),
    ("Таразда", "тараз", "locative"),
    ("Қорғастан", "қорғас", "ablative behind a voiceless sound"),
    ("Назарбаевтан", "назарбаев", "ablative of a surname, by the row of its stem"),
    ("Бектеновтің", "бектенов", "genitive of a surname, in the other row"),
    ("әкімнен", "әкім", "ablative behind a nasal"),
    ("сумен", "су", "instrumental of a word of two letters"),
    ("теңізбен", "теңіз", "instrumental behind a buzzing sound"),
    ("Тоқаевпен", "тоқаев", "instrumental behind a voiceless sound"),
    ("жараландай", "жаралан", "like it"),
    ("цехтар", "цех", "a loan whose plural is back although its vowel is front"),
    # plural
    ("қалдықтар", "қалдық", "plural behind a voiceless sound"),
    ("министрлер", "министр", "plural of a loan whose vowel goes either way"),
    ("теміржолдар", "теміржол", "plural behind л"),
    ("жобаларға", "жоба", "plural and case"),
    ("педагогтердің", "педагог", "a loan in г goes to the front row"),
    # possession
    ("даласы", "дала", "possession behind a vowel"),
    ("үкіметі", "үкімет", "possession behind a consonant"),
    ("ауданында", "аудан", "possession and locative"),
    ("ауданында", "ауданы", "of which the possessed word is a base too"),
    ("Кемелұлына", "кемелұлы", "a name that ends in possession takes its cases"),
    ("кентін", "кент", "the short accusative behind possession"),
    ("жолдарының", "жол", "plural, possession and genitive"),
    ("еліміздің", "ел", "our country"),
    ("балаларымыз", "бала", "our, behind a plural"),
    ("президентіміз", "президент", "our, behind a consonant"),
    ("сұрағым", "сұрақ", "my"),
    ("досыңыздың", "дос", "your, politely"),
    ("мәліметінше", "мәлімет", "according to it"),
    ("министрлігі", "министрлік", "к is voiced between vowels"),
    ("қалдығын", "қалдық", "қ is voiced"),
    ("мектебінде", "мектеп", "п is voiced"),
    ("клубының", "клуб", "and a loan's own б stays"),
    ("блогы", "блог", "or its г"),
    ("банкі", "банк", "nothing is voiced behind a consonant"),
    ("аулынан", "ауыл", "ы falls out"),
    ("халқымыз", "халық", "ы falls out before қ"),
    ("мойнына", "мойын", "ы falls out behind a glide"),
    ("қаупі", "қауіп", "and decides the row although it is gone"),
    ("ролі", "роль", "a soft sign falls before a vowel"),
    ("Рязаніне", "рязань", "behind other consonants where the row tells of it"),
    ("Шольцке", "шольц", "a soft sign within makes either row possible"),
    ("автомобильдер", "автомобиль", "and stays before a consonant"),
    ("объектілер", "объект", "і eases a hard cluster"),
    ("пунктінде", "пункт", "і of possession behind the same"),
    ("процестің", "процесс", "a twofold letter loses one before a consonant"),
    ("процесі", "процесс", "and before a vowel"),
    ("металдан", "металл", "of two л one falls"),
    ("класқа", "класс", "of two с one falls, in the dative"),
    ("кластағы", "класс", "and in what is there"),
    ("грипін", "грипп", "of two п one falls before a vowel"),
    ("киловаты", "киловатт", "of two т one falls"),
    ("туристер", "турист", "т falls behind с before the plural"),
    ("журналиске", "журналист", "before the dative"),
    ("фигуристің", "фигурист", "before the genitive"),
    ("пианисі", "пианист", "before a vowel"),
    ("текстер", "текст", "in short loans too"),
    ("тесттер", "тест", "or stays, as many write it"),
    ("даусын", "дауыс", "ы falls out before с"),
    ("мүлкін", "мүлік", "і falls out before к"),
    ("кәсіпорны", "кәсіпорын", "and from a compound"),
    ("жоюды", "жою", "ю is a glide"),
    ("Бакуде", "баку", "a loan in у goes to the front row"),
    ("Бакуда", "баку", "or to the back one"),
    ("Старлинктен", "старлинк", "a brand in no dictionary"),
    ("Кауфландқа", "кауфланд", "behind д, which is voiceless there"),
    ("ТикТоктың", "тикток", "a brand in the back row"),
    ("Скрябинмен", "скрябин", "a surname in -ин"),
    # what is there, when
    ("Ақтаудағы", "ақтау", "what is in a place"),
    ("портындағылардың", "порт", "those at its port"),
    ("жылғы", "жыл", "of a year"),
    ("қысқы", "қыс", "of a season, behind a voiceless sound"),
    # person and degree
    ("қазақстандықпын", "қазақстандық", "I am one"),
    ("дайынбыз", "дайын", "we are, behind a nasal"),
    ("Таластамыз", "талас", "we are there"),
    ("Таластамын", "талас", "I am there"),
    ("атпенен", "ат", "the long instrumental"),
    ("мұғаліммін", "мұғалім", "and another"),
    ("арзанырақ", "арзан", "more so"),
    # the word itself
    ("мырыш", "мырыш", "every word is a base of itself"),
    ("ҚТЖ", "қтж", "letters without a vowel too"),
]

STRANGERS = [
    ("Алматы", "алма", "behind a vowel the accusative is -ны"),
    ("Ақтау", "ақта", "a verbal noun is a word of its own"),
    ("Қарағанда", "қарағанды", "the locative is no accusative"),
    ("Қарағанды", "қараған", "nor is the city a participle"),
    ("Атырау", "атыр", "no suffix is -ау"),
    ("Павлодар", "павло", "behind a vowel the plural is -лар"),
    ("Қордай", "қор", "a name in -дай is not like a fund"),
    ("Түркістан", "түркіс", "a back suffix behind a front vowel"),
    ("жақын", "жақ", "қ would be voiced"),
    ("мемлекеттік", "мемлекет", "-тік makes another word"),
    ("министрлік", "министр", "so does -лік"),
    ("жұмыссыз", "жұмыс", "without work is another thing"),
    ("халықаралық", "халық", "a compound is a word of its own"),
    ("қазақша", "қазақ", "in Kazakh is not a Kazakh"),
    ("қысым", "қыс", "pressure is no winter of mine"),
    ("білім", "біл", "nor knowledge a form of to know"),
    ("басқа", "бас", "other is not to the head"),
    ("сауда", "сау", "trade is not in health"),
    ("тиімді", "тиім", "adjectives in -ді mean themselves"),
    ("топырақ", "топ", "soil is no more of a group"),
    ("отын", "от", "fuel is not his fire"),
    ("қорғасын", "қорғас", "lead is not of Khorgos"),
    ("бойынша", "бой", "small words mean themselves"),
    ("барысында", "барыс", "in the course of it is no snow leopard"),
    ("қойды", "қой", "who put a thing did not put a sheep"),
    ("құрметті", "құрмет", "dear is not the accusative of honour"),
    ("іске", "ic", "і and с of Cyrillic are no Latin i and c"),
    ("жалқын", "жалық", "a vowel falls out of few nouns only"),
    ("серкі", "серік", "of some that rhyme with ерік it does not"),
    ("қарның", "қарың", "nor before other letters"),
    ("ойынға", "ой", "a game is no thought"),
    ("ойында", "ой", "in any case of it"),
    ("салдарынан", "сал", "consequences are no rafts"),
    ("желісінің", "жел", "a network is no wind"),
    ("түлкіге", "түлік", "a fox is no crop"),
    ("болатын", "болат", "a participle is no steel"),
    ("шыдамын", "шыда", "behind а, -мын is a verb's ending"),
    ("өскені", "өскемен", "that it grew is no city"),
    ("тұрғыдан", "тұрғын", "a point of view is no inhabitant"),
]


@pytest.mark.parametrize(("form", "base"), [pytest.param(form, base, id=why) for form, base, why in FORMS])
def test_a_form_has_its_base(form: str, base: str) -> None:
    assert base in bases(fold(form))


@pytest.mark.parametrize(("word", "other"), [pytest.param(word, other, id=why) for word, other, why in STRANGERS])
def test_a_word_that_only_looks_like_a_form_is_none(word: str, other: str) -> None:
    assert other not in bases(fold(word))


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        pytest.param("Ақтауда", "ақтау", id="a city in its locative"),
        pytest.param("қалдықтарды", "қалдық", id="plural and accusative"),
        pytest.param("қалдықтар", "қалдық", id="plural"),
        pytest.param("министрлігі", "министрлік", id="a ministry's name is possessed"),
        pytest.param("облысы", "облыс", id="as is a region's"),
        pytest.param("газдың", "газ", id="a genitive of a short word"),
        pytest.param("Қазақстанды", "қазақстан", id="an accusative of a long one"),
        pytest.param("елорданы", "елорда", id="an accusative after a vowel"),
        pytest.param("орнына", "орын", id="with the vowel that fell out"),
    ],
)
def test_who_types_an_unmistakable_form_means_its_base(typed: str, base: str) -> None:
    assert query_bases(fold(typed))[0] == fold(typed)
    assert base in query_bases(fold(typed))


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        pytest.param("келісім", "келіс", id="an agreement"),
        pytest.param("суды", "су", id="what is too short"),
        pytest.param("дауысты", "дауыс", id="an adjective or an accusative"),
        pytest.param("еркін", "ерік", id="free, or his will"),
        pytest.param("тұлғадай", "тұлға", id="like a person"),
        pytest.param("жазғы", "жаз", id="of summer"),
        pytest.param("көктемгі", "көктем", id="of spring"),
        pytest.param("қырына", "қыры", id="what may be possessed twice over"),
        pytest.param("келемен", "келе", id="a short word and what may be the instrumental"),
    ],
)
def test_who_types_what_may_be_a_word_of_its_own_means_that(typed: str, base: str) -> None:
    assert base in bases(typed)
    assert base not in query_bases(typed)


@pytest.mark.parametrize("word", sorted(NOT_FORMS | OWN_STEMS))
def test_a_word_of_its_own_is_its_only_base(word: str) -> None:
    assert bases(word) == query_bases(word) == (word,)


@pytest.mark.parametrize("word", sorted(OWN_STEMS))
def test_what_ends_in_a_form_of_such_a_word_is_a_form_of_no_shorter_one(word: str) -> None:
    forms = [word + case for case in ("ның", "нің", "дың", "дің", "тың", "тің") if word in bases(word + case)]
    assert forms
    assert not any(len(base) < len(word) for form in forms for base in bases(form))


@pytest.mark.parametrize("noun", sorted(FLEETING))
def test_a_narrow_vowel_falls_out_of_these_before_a_vowel(noun: str) -> None:
    stem, vowel, last = noun[:-2], noun[-2], noun[-1]
    assert noun in bases(stem + last + vowel)
    assert noun in query_bases(stem + last + vowel + ("ның" if vowel == "ы" else "нің"))


@pytest.mark.parametrize("noun", sorted(TWO_LETTER_NOUNS))
def test_the_nouns_of_two_letters_have_forms(noun: str) -> None:
    assert any(noun in bases(noun + dative) for dative in ("ға", "ге", "қа", "ке"))


@given(st.text(alphabet="абғдеілмнңопқрстуүшыіьъя", max_size=14))
def test_the_word_comes_first_and_no_base_twice(word: str) -> None:
    found = bases(word)
    assert found[0] == word
    assert len(set(found)) == len(found)
    assert set(query_bases(word)) <= set(found)


@given(st.text(max_size=12))
def test_no_text_does_harm(word: str) -> None:
    assert bases(word)[0] == query_bases(word)[0] == word


@pytest.mark.parametrize(
    ("noun", "some"),
    [
        ("экспорттау", "экспорттады экспорттайды экспортталған экспорттап"),
        ("вакциналау", "вакциналады вакциналанды вакциналанған"),
        ("газдандыру", "газдандырды газдандырылған газдандырылады газдандырып"),
        ("несиелендіру", "несиелендірді несиелендірілген"),
    ],
)
def test_a_noun_of_action_has_the_forms_of_its_verb(noun: str, some: str) -> None:
    assert set(some.split()) <= set(verbs(noun))


@pytest.mark.parametrize("noun", ["сайлау", "ақтау", "тексеру", "мектеп"])
def test_what_may_be_no_action_has_no_verb(noun: str) -> None:
    assert verbs(noun) == ()
