"""Names of concepts in other letters, and what a wrong keyboard layout made of words."""

from __future__ import annotations

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="waste", en=("waste",), ru=("отходы", "мусор"), kk=("қалдық",)),
        Concept(key="floods", en=("flood",), ru=("паводок",), kk=("су тасқыны",)),
        Concept(key="schools", en=("school",), ru=("школа",), kk=("мектеп", "оқушы")),
        Concept(key="oil", en=("oil",), ru=("нефть",), kk=("мұнай",)),
        Concept(key="gas", en=("natural gas",), ru=("газ",), kk=("газ",)),
        Concept(key="taxes", en=("tax",), ru=("налог",), kk=("салық",)),
        Concept(key="accidents", en=("road accident",), ru=("дорожная авария",), kk=("жол апаты",)),
        Concept(key="karaganda", en=("Karaganda",), ru=("Караганда",), kk=("Қарағанды",)),
        Concept(key="kyzylorda", en=("Kyzylorda",), ru=("Кызылорда",), kk=("Қызылорда",)),
        Concept(key="oskemen", en=("Oskemen",), ru=("Усть-Каменогорск",), kk=("Өскемен",)),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",)),
        Concept(key="kazakhstan", en=("Kazakhstan",), ru=("Казахстан",), kk=("Қазақстан",)),
        Concept(key="tokayev", en=("Tokayev",), ru=("Токаев",), kk=("Тоқаев",)),
        Concept(key="halyk", en=("Halyk",)),
        Concept(key="police", en=("police",), ru=("полиция",), kk=("полиция",)),
        Concept(key="garden", ru=("детсад",)),
        Concept(key="tesla", en=("Tesla",)),
        Concept(key="azerbaijan", kk=("Әзербайжан",)),
        Concept(key="gasoline", ru=("АИ-92",)),
        Concept(key="ai", en=("AI",), ru=("ИИ",), kk=("ЖИ",)),
        Concept(key="one", ru=("бараш",)),
        Concept(key="other", kk=("бәраш",)),
    ]
)


def concept(typed: str) -> str:
    query = parse(typed, CONCEPTS)
    assert parse(query.canonical, CONCEPTS) == query
    return " ".join(term.concept for term in query.terms)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        pytest.param("qaldyq", "waste", id="Kazakh in Latin letters"),
        pytest.param("kaldyk", "waste", id="with k"),
        pytest.param("калдык", "waste", id="Kazakh in Russian letters"),
        pytest.param("калдыктарды", "waste", id="in a case"),
        pytest.param("qaldyqtan", "waste", id="in a case, in Latin letters"),
        pytest.param("othody", "waste", id="Russian in Latin letters"),
        pytest.param("otkhody", "waste", id="with kh"),
        pytest.param("othodov", "waste", id="a genitive"),
        pytest.param("musor", "waste", id="another name"),
        pytest.param("pavodok", "floods", id="a noun"),
        pytest.param("pavodkov", "floods", id="whose vowel falls out"),
        pytest.param("shkola", "schools", id="sh"),
        pytest.param("shkolu", "schools", id="an accusative"),
        pytest.param("окушы", "schools", id="a noun that Russian has not"),
        pytest.param("мунай", "oil", id="with у for ұ"),
        pytest.param("nalogi", "taxes", id="a plural"),
        pytest.param("gaz", "gas", id="three letters that are no English word"),
        pytest.param("su tasqyny", "floods", id="two words"),
        pytest.param("su tasqynynan", "floods", id="two words in a case"),
        pytest.param("zhol apaty", "accidents", id="two words, one short"),
        pytest.param("карагандыда", "karaganda", id="a place in a Kazakh case"),
        pytest.param("qaragandy", "karaganda", id="a place in Latin letters"),
        pytest.param("казакстан", "kazakhstan", id="к for қ"),
        pytest.param("qazaqstanda", "kazakhstan", id="the same in Latin letters"),
        pytest.param("Qyzylorda", "kyzylorda", id="q"),
        pytest.param("Кызыл-Орда", "kyzylorda", id="a hyphen that the name has not"),
        pytest.param("Öskemen", "oskemen", id="a letter with a mark"),
        pytest.param("ust-kamenogorsk", "oskemen", id="a name with a hyphen"),
        pytest.param("toqaev", "tokayev", id="a person"),
        pytest.param("аи92", "gasoline", id="a hyphen left out"),
        pytest.param("jol apaty", "accidents", id="two words, the first of which might be English"),
        pytest.param("frnfe", "aktau", id="the Latin layout"),
        pytest.param("yfkju", "taxes", id="keys that look English"),
        pytest.param("Frnfe", "aktau", id="with a capital"),
        pytest.param("ecnm-rfvtyjujhcr", "oskemen", id="with a hyphen"),
        pytest.param("frnfe, vecjh", "aktau waste", id="punctuation after it stays"),
        pytest.param("jn[jls", "waste", id="a bracket is a letter"),
        pytest.param("0fpf0cnfy", "kazakhstan", id="digits of the Kazakh layout"),
        pytest.param("0fpf0cnfylf", "kazakhstan", id="in a case"),
        pytest.param("еуыдф", "tesla", id="the Russian layout"),
        pytest.param("neft", "oil", id="a short word that English does not have"),
        pytest.param("қазакстан", "kazakhstan", id="one Kazakh letter of two"),
        pytest.param("азербайжан", "azerbaijan", id="a name that ends like a given name"),
    ],
)
def test_a_concept_is_named_in_other_letters(typed: str, key: str) -> None:
    assert " ".join(concept(piece) for piece in typed.split(",")) == key


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("policy", id="an English word that ends like a case"),
        pytest.param("decade", id="c is no ц before an ending"),
        pytest.param("gas", id="a short English word"),
        pytest.param("booking", id="an English ending"),
        pytest.param("pavodock", id="letters side by side that only English has"),
        pytest.param("халык", id="a Kazakh word that sounds like a Latin name"),
        pytest.param("халық", id="a word with Kazakh letters is what it is"),
        pytest.param("кала", id="a Russian word"),
        pytest.param("зан", id="three letters"),
        pytest.param("бараж", id="another word"),
        pytest.param("bärash", id="two concepts sound so"),
        pytest.param("were", id="English, though it is Russian in the other layout"),
        pytest.param("next rent", id="two such words"),
        pytest.param("rfrfzнибудь", id="mixed letters"),
        pytest.param("zhyi", id="a short word in the way of an acronym"),
        pytest.param("lfv", id="three keys"),
        pytest.param("xkcdq", id="letters that make no sense anywhere"),
        pytest.param("munay123", id="a digit"),
    ],
)
def test_another_word_stays_what_it_is(typed: str) -> None:
    assert not concept(typed).strip()


@pytest.mark.parametrize("typed", ["a@b.kz", "info@vfh.kz", "b.kz", "@durov", "vfh.kz"])
def test_addresses_are_no_words_of_another_layout(typed: str) -> None:
    assert CONCEPTS.fix_layout(typed) == typed


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        pytest.param("pavodok", "Су тасқыны басталды.", id="a concept in another language"),
        pytest.param("gfdjljr", "Паводок идёт на спад.", id="a concept typed on the wrong layout"),
        pytest.param("hf,jnf", "О работе говорили.", id="any Russian word, with a sign for a letter"),
        pytest.param("ghbdtn -vecjh", "Привет всем.", id="a dash leaves out"),
        pytest.param("vecjh bridge", "Waste lies under the bridge.", id="next to a word of this layout"),
        pytest.param("hf,jnf d frnfe", "О работе говорили в Актау.", id="a short word among longer ones"),
        pytest.param("htrf frnfe", "В Актау реки нет.", id="four letters that look English among others"),
        pytest.param("Dkflbckfd Nhtnmzr", "Владислав Третьяк приехал.", id="a person's name"),
    ],
)
def test_the_intended_word_is_found(typed: str, text: str) -> None:
    assert find(parse(typed, CONCEPTS), AnalyzedText(text, concepts=CONCEPTS)) is not None
