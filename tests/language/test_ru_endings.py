"""What a Russian word can be a case of, by its letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.ru_endings import adjectives_begun, nominatives


@pytest.mark.parametrize(
    ("nominative", "cases"),
    [
        pytest.param("блинкен", "блинкена блинкену блинкеном блинкене", id="a consonant"),
        pytest.param(
            "вучич", "вучича вучичу вучичем вучиче вучичи вучичей вучичам вучичами вучичах", id="a hushing one"
        ),
        pytest.param("шольц", "шольца шольцу шольцем шольце шольцы шольцев", id="ц"),
        pytest.param("нурлыбек", "нурлыбека нурлыбеку нурлыбеком нурлыбеки нурлыбеков", id="a velar"),
        pytest.param("рыбакин", "рыбакина рыбакиным рыбакиной рыбакиных рыбакиными", id="a surname in -ин"),
        pytest.param("токаев", "токаеву токаевым токаевой токаевы токаевых", id="a surname in -ев"),
        pytest.param("чинарево", "чинарева чинареву чинаревом чинареве", id="a village in -ево"),
        pytest.param("лула", "лулы луле лулу лулой", id="-а"),
        pytest.param("бжеза", "бжезы бжезе бжезу бжезой", id="-за"),
        pytest.param("такаича", "такаичи такаиче такаичу такаичей", id="a hushing one and -а"),
        pytest.param("боррель", "борреля боррелю боррелем борреле боррели боррелей", id="a soft sign"),
        pytest.param("хаменей", "хаменея хаменею хаменеем хаменее хаменеи", id="-ей"),
        pytest.param("марсия", "марсии марсие марсию марсией", id="-я"),
        pytest.param("дудзинский", "дудзинского дудзинскому дудзинским дудзинском дудзинская дудзинской", id="-ский"),
        pytest.param("горобец", "горобца горобцу горобцем горобце", id="a vowel that falls out"),
        pytest.param("уралец", "уральца уральцы уральцев", id="a vowel after a soft л"),
        pytest.param("бельгиец", "бельгийца бельгийцы бельгийцев", id="a vowel after a vowel"),
        pytest.param("темиртауец", "темиртауца темиртауцы темиртауцев темиртауцами", id="a vowel after -ау"),
        pytest.param("ын", "ына ыну ыном ыне", id="two letters"),
    ],
)
def test_every_case_has_its_nominative(nominative: str, cases: str) -> None:
    assert [case for case in cases.split() if nominative not in nominatives(case)] == []


@pytest.mark.parametrize("word", ["актау", "глушко", "рубио", "кобахидзe", "ли", "шу", "бек", "", "я", "қазақ"])
def test_a_word_without_a_case_ending_has_no_nominatives(word: str) -> None:
    assert nominatives(word) == ()


@given(st.text(alphabet="абвгеийклмнорстуцчшыьюя", max_size=12))
def test_a_nominative_begins_as_its_case_does(word: str) -> None:
    assert all(one[:2] == word[:2] for one in nominatives(word))


@pytest.mark.parametrize(
    ("first", "adjectives"),
    [("российско", ("российский",)), ("немецко", ("немецкий",)), ("важно", ()), ("ско", ()), ("шевченко", ())],
)
def test_the_beginning_of_a_compound_is_an_adjective(first: str, adjectives: tuple[str, ...]) -> None:
    assert adjectives_begun(first) == adjectives
