"""Russian words in Latin letters."""

from __future__ import annotations

import pytest

from bot.language.latin_russian import in_russian_letters


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("v kieve zarabotalo metro", "в киеве заработало метро", id="letter for letter"),
        pytest.param("V Almaty otkryli most", "В Алматы открыли мост", id="capitals stay"),
        pytest.param(
            "borba s moshhnym yaschikom", "борьба с мощным ящиком", id="a soft sign is left out, щ is shh or sch"
        ),
        pytest.param("politsejskie policeiskie", "полицейские полицейские", id="ts and c, j and i"),
        pytest.param("xolodnyj holodnyi kholodnyy", "холодный холодный холодный", id="three ways of х and of ый"),
        pytest.param("zhiteli jiteli goroda", "жители жители города", id="zh and j"),
        pytest.param("novaja novaia novaya", "новая новая новая", id="three ways of я"),
        pytest.param("kompaniya samsung pokazala telefon", "компания samsung показала телефон", id="a name stays"),
        pytest.param("2020 05 25 pozhar v dome 12", "2020 05 25 пожар в доме 12", id="numbers stay"),
    ],
)
def test_words_of_the_dictionary_are_in_russian_letters(text: str, written: str) -> None:
    assert in_russian_letters(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "Samsung Galaxy Watch Ultra",
        "The weather in the mountains",
        "Пожар в Taraz",
        "",
        "2020",
        "x" * 100,
        "тағы өрт",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert in_russian_letters(text) == text
