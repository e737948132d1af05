"""Names that are found, names that are words too, and names within longer ones."""

from __future__ import annotations

import pytest

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "A.I.", "artificial intelligence"), ru=("ИИ",), kk=("ЖИ", "жасанды интеллект")),
        Concept(key="gasoline", en=("gasoline", "AI-92"), ru=("бензин", "АИ-92"), kk=("бензин",)),
        Concept(key="almaty", en=("Almaty",), ru=("Алматы", "алматинский"), kk=("Алматы", "алматылық")),
        Concept(
            key="almaty-region",
            en=("Almaty Region",),
            ru=("Алматинская область",),
            kk=("Алматы облысы",),
            part_of=frozenset({"almaty:en"}),
        ),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",), proper=frozenset({"Ақтау"}),
                common=frozenset({"ақтау"})),
        Concept(key="port", en=("Port of Aktau",), kk=("Ақтау порты",), part_of=frozenset({"aktau"})),
        Concept(key="semey", en=("Semey",), ru=("Семей",), kk=("Семей",), proper=frozenset({"Семей"}),
                not_in=("семей с детьми",)),
        Concept(key="oral", en=("Oral",), proper=frozenset({"Oral"}), common=frozenset({"oral"})),
        Concept(key="taraz", en=("Taraz",), ru=("Тараз",), kk=("Тараз",), common=frozenset({"таразы"})),
        Concept(key="court", en=("court",), ru=("суд",), kk=("сот",)),
    ]
)  # fmt: skip


def words(typed: str, text: str) -> list[str]:
    match = find(parse(typed, CONCEPTS), AnalyzedText(text, concepts=CONCEPTS))
    return [match.sentence[start:end] for start, end in match.spans] if match else []


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        pytest.param("AI", "Школа ИИ.", ["ИИ"], id="another language"),
        pytest.param("AI", "An A.I. lab.", ["A.I"], id="a name with dots"),
        pytest.param("AI", "Plan A, I think.", [], id="whose letters stand apart"),
        pytest.param("AI", "ЖИ және жасанды интеллект мұғалімге көмек.", ["ЖИ", "жасанды интеллект"], id="two names"),
        pytest.param("AI", "AI-92 is dear.", [], id="part of another thing's name"),
        pytest.param("AI", "AI-92 is dear to AI.", ["AI"], id="next to another thing's name"),
        pytest.param("АИ-92", "Gasoline is dear.", ["Gasoline"], id="the other thing"),
        pytest.param("Almaty", "In the Almaty Region.", ["Almaty"], id="in English the word is looked for"),
        pytest.param("Almaty", "В Алматинской области.", [], id="in Russian the region is another thing"),
        pytest.param("Almaty", "Алматы облысында.", [], id="in Kazakh too"),
        pytest.param("Almaty", "Алматинский трамвай.", ["Алматинский"], id="an adjective alone is the city's"),
        pytest.param("Aktau", "The Port of Aktau.", ["Aktau"], id="a part of it"),
        pytest.param("Aktau", "Кеше Ақтауда болды.", ["Ақтауда"], id="a capital within a sentence"),
        pytest.param("Aktau", "Бұл ақтауда болды.", [], id="small letters are the word"),
        pytest.param("Aktau", "Ақтау туралы шешім.", [], id="a common form where the sentence begins"),
        pytest.param("Aktau", "Ақтауда жел тұрды.", ["Ақтауда"], id="a form that no common word has"),
        pytest.param("Aktau", "— Ақтау туралы шешім.", [], id="a dash does not hide the beginning"),
        pytest.param("Semey", "Ждём в Семее снега.", ["Семее"], id="a Russian form of it"),
        pytest.param("Semey", "Семей с детьми ждут новые выплаты.", [], id="within a phrase that means another thing"),
        pytest.param("Semey", "Жастар Семей қаласына барды.", ["Семей"], id="in Kazakh it is none"),
        pytest.param("Semey", "Семей қаласы үлкен.", ["Семей"], id="not even where a Kazakh sentence begins"),
        pytest.param("Oral", "New Oral History Books Arrive Today.", [], id="a headline in capitals"),
        pytest.param("Oral", "He came to Oral.", ["Oral"], id="a short sentence proves nothing against it"),
        pytest.param("Taraz", "Үйде таразы бар.", [], id="a common form of a name in small letters"),
        pytest.param("Taraz", "Кеше үйде Таразы бар.", ["Таразы"], id="with a capital it may be the name"),
        pytest.param("court", "Сот үкім шығарды.", ["Сот"], id="a Kazakh name in a Kazakh text"),
        pytest.param("court", "Девять сот тонн.", [], id="in a Russian text it may be any word"),
        pytest.param("court", "Верховный суд решил.", ["суд"], id="its Russian name"),
    ],
)
def test_a_concept_is_found_where_its_name_means_it(typed: str, text: str, found: list[str]) -> None:
    assert words(typed, text) == found


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Актау", "aktau"),
        ("Ақтауда", "aktau"),
        ("aktau", "aktau"),
        ("АКТАУ", "aktau"),
        ("port of aktau", "port"),
        ("жасанды интеллекті", "ai"),
        ("A.I.", "ai"),
        ("courts", "court"),
    ],
)
def test_any_form_of_any_name_means_the_concept(typed: str, key: str) -> None:
    (group,) = parse(typed, CONCEPTS).all_of
    assert [term.concept for term in group] == [key]


def test_a_concept_is_available_by_its_key() -> None:
    assert CONCEPTS["ai"].names[0] == "AI"


def test_words_that_overlap_are_marked_once() -> None:
    both = Concepts([Concept(key="covid", en=("COVID", "COVID-19"))])
    match = find(parse("COVID", both), AnalyzedText("A COVID-19 ward.", concepts=both))
    assert match is not None
    assert match.spans == ((2, 10),)
