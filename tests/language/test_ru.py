"""Russian word forms: what a typed word finds in a text, and what it must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.ru import bases, is_common_word, is_name, is_spelled_out, nominal_bases, query_bases


def finds(typed: str, word: str) -> bool:
    return not {*query_bases(typed)}.isdisjoint(bases(word))


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        pytest.param("министерство", "министерства министерству министерством министерств", id="a neuter noun"),
        pytest.param("министр", "министра министру министром министре министры министров", id="a masculine noun"),
        pytest.param("отход", "отходы отходов отходами отходах", id="a plural"),
        pytest.param("отходов", "отход отходы отходами отходов", id="typed in the genitive plural"),
        pytest.param("отходы", "отходов отходам", id="typed in the plural"),
        pytest.param("день", "дня дню днем дни дней", id="a vowel that falls out"),
        pytest.param("рынок", "рынка рынке рынки рынков", id="a vowel that falls out of a suffix"),
        pytest.param("ребенок", "ребенка дети детей детям", id="one word of two stems"),
        pytest.param("дети", "ребенка детьми", id="the other stem typed"),
        pytest.param("человек", "человека люди людей", id="another word of two stems"),
        pytest.param("цель", "цели целей целями", id="a feminine in a soft sign"),
        pytest.param("путь", "пути путем путей", id="a masculine of the third declension"),
        pytest.param("нефть", "нефти нефтью", id="oil"),
        pytest.param("уран", "урана ураном уране", id="uranium"),
        pytest.param("банк", "банка банку банком банки банков", id="a bank, of a jar's forms too"),
        pytest.param("суд", "суда суду судом судов", id="a court, of a ship's forms too"),
        pytest.param("судно", "судну судном судне", id="a ship"),
        pytest.param("рабочий", "рабочего рабочих рабочая рабочими", id="noun and adjective in one"),
        pytest.param("актауский", "актауского актауских актауской актауская", id="an adjective of no dictionary"),
        pytest.param("алматинский", "алматинская алматинской алматинских", id="a city's adjective"),
        pytest.param("молодой", "молодого молодая молодых", id="an adjective in -ой"),
        pytest.param("новый", "новой новая новее нова", id="an adjective's feminine, degree and short form"),
        pytest.param("ей", "ей", id="a pronoun finds itself"),
        pytest.param("сталь", "сталью сталей", id="steel, where it is no verb"),
        pytest.param("стали", "сталь сталью стали", id="steel typed in the genitive, and the same word in a text"),
        pytest.param("построить", "построили построят построен построенного", id="a verb finds its participles"),
        pytest.param("построенный", "построенных построена построено", id="a participle finds its short forms"),
        pytest.param("открытый", "открыта открыты открытых", id="a participle in -т"),
        pytest.param("строящийся", "строящегося строящаяся строящимися", id="a reflexive participle"),
        pytest.param("пострадавшие", "пострадавший пострадавших", id="a participle typed in the plural"),
        pytest.param("высший", "высшего высшую", id="a superlative"),
        pytest.param("крупнейший", "крупнейших крупнейшая", id="a superlative in -ейший"),
        pytest.param("выросли", "вырос вырастет", id="a typed verb, for want of a noun"),
        pytest.param("актау", "актау", id="a city without cases"),
        pytest.param("алматы", "алматы", id="a city that looks like a plural"),
        pytest.param("астана", "астаны астане астаной", id="the capital"),
        pytest.param("уральск", "уральска уральске уральском", id="a city of the dictionary"),
        pytest.param("тараз", "тараза таразе таразом", id="a city of no dictionary"),
        pytest.param("хоргос", "хоргоса хоргосу хоргосе хоргосом", id="a border post of no dictionary"),
        pytest.param("хоргоса", "хоргос хоргосе", id="typed in the genitive, of no dictionary"),
        pytest.param("жанаозен", "жанаозена жанаозене", id="a town that looks like a short adjective"),
        pytest.param("мангистау", "мангистау", id="a region without cases"),
        pytest.param("газа", "газой", id="the Gaza strip"),
        pytest.param("токаев", "токаева токаеву токаевым токаеве", id="a surname that the dictionary takes for wine"),
        pytest.param("токаева", "токаев токаеву токаевой", id="its feminine"),
        pytest.param("бектенов", "бектенова бектенову бектеновым бектеновой", id="a surname of no dictionary"),
        pytest.param("назарбаев", "назарбаева назарбаевой", id="a surname of the dictionary"),
        pytest.param("жумангарин", "жумангарина жумангариным", id="a surname in -ин"),
        pytest.param("самрук", "самрука самруком", id="a company of no dictionary"),
        pytest.param("ковид", "ковида ковидом", id="a new word"),
        pytest.param("цифровизация", "цифровизации цифровизацию", id="a new word in -ия"),
        pytest.param("ставок", "ставка ставки ставкой", id="rates, that are also a pond's nominative"),
        pytest.param("банка", "банк банку банкой", id="a bank's genitive, that is also a jar"),
        pytest.param("дронов", "дрон дроны", id="drones, that are also a surname"),
        pytest.param("вучич", "вучича вучичу вучичем вучиче", id="a surname in -ич"),
        pytest.param("блинкен", "блинкена блинкену блинкеном блинкене", id="a surname of no Russian kind"),
        pytest.param("блинкеном", "блинкен блинкена блинкену", id="typed in the instrumental"),
        pytest.param("боррель", "борреля боррелю боррелем борреле", id="a surname in a soft sign"),
        pytest.param("хаменей", "хаменея хаменею хаменеем хаменее", id="a surname in -ей"),
        pytest.param("фицеда", "фицеды фицеде фицеду фицедой", id="a surname in -а"),
        pytest.param("фицеде", "фицеда фицеды фицедой", id="typed in the dative"),
        pytest.param("рыбакина", "рыбакиной рыбакину рыбакин", id="a woman's surname"),
        pytest.param("рыбакиной", "рыбакина рыбакину", id="typed in the genitive"),
        pytest.param("горобец", "горобца горобцу горобцом горобце", id="a surname that loses a vowel"),
        pytest.param("ын", "ына ыну ыном ыне", id="two letters"),
        pytest.param("антикор", "антикора антикору антикором антикоре", id="an agency of no dictionary"),
        pytest.param("дропером", "дропер дроперы дроперов дроперам", id="a new word typed in the instrumental"),
        pytest.param("фридом", "фридома фридому", id="a brand that the dictionary takes for a name's case"),
        pytest.param(
            "темиртауец", "темиртауца темиртауцу темиртауцы темиртауцев темиртауцам", id="who lives in Temirtau"
        ),
        pytest.param("кокшетауцев", "кокшетауец кокшетауцы кокшетауцами", id="residents typed in the genitive"),
        pytest.param("шымкентчанин", "шымкентчане шымкентчан шымкентчанам", id="residents in -чане"),
        pytest.param("жанаозенка", "жанаозенки жанаозенок жанаозенкам", id="women of Zhanaozen"),
        pytest.param("о'нил", "о'нила о'нилу о'нилом", id="a surname after an apostrophe"),
        pytest.param("о'нила", "о'нил о'нилу", id="typed in the genitive"),
        pytest.param("о'коннор", "о'коннора о'коннором", id="a surname of no dictionary after an apostrophe"),
        pytest.param("российский", "российско", id="an adjective that begins a compound"),
    ],
)
def test_a_typed_word_finds_its_forms(typed: str, forms: str) -> None:
    assert [word for word in forms.split() if not finds(typed, word)] == []


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("сталь", "стали", id="prices became higher, steel did not"),
        pytest.param("посол", "после", id="after is no ambassador"),
        pytest.param("судно", "суда", id="of the court, twenty times of twenty-one"),
        pytest.param("вода", "водить", id="water is not led"),
        pytest.param("водить", "воды", id="nor does leading water"),
        pytest.param("цель", "целый", id="an aim is not whole"),
        pytest.param("целый", "цели", id="nor is what is whole an aim"),
        pytest.param("уран", "ура", id="uranium is no hurrah, as a stemmer says"),
        pytest.param("ура", "урана", id="nor the other way"),
        pytest.param("семья", "семея", id="the city is no family"),
        pytest.param("семья", "семь", id="nor are seven"),
        pytest.param("газа", "газ", id="the Gaza strip is no gas"),
        pytest.param("пострадавший", "пострадали", id="a participle that is typed is no verb"),
        pytest.param("высший", "высокого", id="higher education is not tall"),
        pytest.param("высокий", "высших", id="nor is what is tall supreme"),
        pytest.param("иванов", "иван", id="a surname is no first name"),
        pytest.param("павлов", "павла", id="nor if both are frequent"),
        pytest.param("алматы", "алма", id="a city is no apple"),
        pytest.param("стали", "станет", id="steel that is typed is no verb"),
        pytest.param("институт", "инстинкт", id="words alike are two"),
        pytest.param("войский", "войско", id="an army is no adjective"),
        pytest.param("шорт", "шорта", id="a word of the dictionary has no guessed cases"),
        pytest.param("актау", "акта", id="a city without cases is no act"),
    ],
)
def test_a_typed_word_does_not_find_another(typed: str, word: str) -> None:
    assert not finds(typed, word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("семей", ("семья", "семей"), id="the likeliest first, itself last"),
        pytest.param("семее", ("семей", "семея", "семее"), id="a city by guess, not by a guessed comparative"),
        pytest.param("ребенка", ("ребенок", "ребенка"), id="е for ё"),
        pytest.param("построена", ("построенный", "построить", "построена"), id="a participle is its verb too"),
        pytest.param("стали", ("стать", "стали"), id="a rare reading does not count"),
        pytest.param("жгучий", ("жгучий",), id="a lemma is its own base"),
        pytest.param("қала", ("қала",), id="letters that are not Russian"),
        pytest.param("газ2", ("газ2",), id="a digit"),
        pytest.param("o'нила", ("o'нила",), id="letters of two alphabets about an apostrophe"),
        pytest.param("о'neal", ("о'neal",), id="the other way round"),
        pytest.param("о'нила", ("о'нил", "о'нила"), id="what is after the apostrophe has cases"),
        pytest.param("шольца", ("шолец", "шольц", "шольца"), id="all that a name may be a case of"),
        pytest.param("аветисля", ("аветислить", "аветисль", "аветисля"), id="a name, though a verb may be guessed"),
        pytest.param("российско", ("российско", "российский"), id="the first part of a compound"),
        pytest.param("ai", ("ai",), id="Latin letters"),
        pytest.param("аэс", ("аэс",), id="an acronym of the dictionary"),
        pytest.param("забанили", ("забанить", "забанили"), id="a new verb, for want of a guessed noun"),
    ],
)
def test_a_word_of_a_text_has_its_bases(word: str, expected: tuple[str, ...]) -> None:
    assert bases(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("отходов", ("отход", "отходов"), id="the lemma, and itself, for it may be a surname"),
        pytest.param("сталь", ("сталь",), id="a lemma stands for itself alone"),
        pytest.param("стали", ("сталь", "стали"), id="a noun rather than a verb"),
        pytest.param("выросли", ("вырасти",), id="a verb that nothing else fits"),
        pytest.param("банка", ("банк", "банка"), id="a lemma that is rare does not stand alone"),
        pytest.param("газа", ("газа",), id="a place does, however rare"),
        pytest.param("красная", ("красный", "красная"), id="but not a village next to an adjective"),
        pytest.param("данные", ("данные",), id="a noun that is likely enough next to its adjective"),
        pytest.param("хром", ("хром",), id="a noun as likely as another"),
        pytest.param("волков", ("волков",), id="a surname that is likelier than the wolves"),
        pytest.param("хоргоса", ("хоргоса", "хоргос"), id="a guess: itself, and what it is a form of"),
        pytest.param("шольцем", ("шольцем", "шолец", "шольц"), id="of a guess all that it may be a case of"),
        pytest.param("ай-2", ("ай-2",), id="no Russian word"),
        pytest.param("ақтау", ("ақтау",), id="a Kazakh word"),
    ],
)
def test_a_typed_word_stands_for_bases(word: str, expected: tuple[str, ...]) -> None:
    assert query_bases(word) == expected


@pytest.mark.parametrize(
    "word", ["стали", "суда", "семей", "пила", "уже", "после", "вести", "токаев", "дали", "лучше", "тенге", "еле", "х"]
)
def test_a_typed_word_finds_itself(word: str) -> None:
    assert finds(word, word)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12))
def test_any_letters_typed_find_themselves(word: str) -> None:
    assert finds(word, word)
    assert bases(word) == bases(word)
    assert all("ё" not in base for base in bases(word) + query_bases(word))


@pytest.mark.parametrize(
    ("word", "common"),
    [
        pytest.param("семей", True, id="families, though also a city"),
        pytest.param("орал", True, id="shouted, though also a city"),
        pytest.param("роза", True, id="a flower, though also a name"),
        pytest.param("уран", True, id="a metal, though also a planet"),
        pytest.param("стали", True, id="a verb"),
        pytest.param("алматы", False, id="a place and nothing else"),
        pytest.param("актау", False, id="another"),
        pytest.param("иванов", False, id="a surname, and rarely many Ivans"),
        pytest.param("назарбаева", False, id="a surname"),
        pytest.param("нато", False, id="an organisation"),
        pytest.param("ввп", False, id="an acronym"),
        pytest.param("хоргос", False, id="not in the dictionary"),
        pytest.param("қала", False, id="not Russian"),
        pytest.param("ъъъ", False, id="no word"),
    ],
)
def test_a_common_word_is_known_from_a_name(word: str, common: bool) -> None:
    assert is_common_word(word) is common


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        pytest.param("аэс", True, id="letters"),
        pytest.param("воз", True, id="the health organisation, more often than a cart"),
        pytest.param("по", True, id="software, for a preposition is not written so"),
        pytest.param("эко", True, id="not the writer"),
        pytest.param("ент", True, id="a test, not a first name's plural"),
        pytest.param("мид", True, id="a ministry, though its letters have cases"),
        pytest.param("спид", True, id="one illness, though its letters have cases"),
        pytest.param("порт", False, id="a port, not a word cut short"),
        pytest.param("нужно", False, id="four letters that are no noun are no acronym either"),
        pytest.param("фыва", None, id="four letters that are no word"),
        pytest.param("загс", False, id="letters that have become a word with cases"),
        pytest.param("газ", False, id="a word"),
        pytest.param("актау", False, id="a place"),
        pytest.param("ктж", None, id="not in the dictionary"),
        pytest.param("ұлт", None, id="not Russian"),
    ],
)
def test_letters_are_known_from_words(word: str, spelled: bool | None) -> None:
    assert is_spelled_out(word) is spelled


@pytest.mark.parametrize(
    ("word", "name"),
    [
        pytest.param("илона", True, id="a name"),
        pytest.param("дональда", True, id="a name's case"),
        pytest.param("роза", True, id="a name and a flower"),
        pytest.param("май", False, id="a month, not many Mayas"),
        pytest.param("город", False, id="a word"),
        pytest.param("хоргос", False, id="not in the dictionary"),
    ],
)
def test_a_given_name_is_known(word: str, name: bool) -> None:
    assert is_name(word) is name


def test_nouns_and_adjectives_are_given_however_rare() -> None:
    assert nominal_bases("стали") == ("сталь",)
    assert nominal_bases("грузинскому") == ("грузинский",)
    assert nominal_bases("хоргоса") == ()
