"""Kazakh names, the adjectives of nouns, and verbs that are spelled like nouns."""

from __future__ import annotations

import pytest

from bot.language.kk import adjectives, after_converb, name_bases
from bot.language.kk_words import NO_CONVERBS
from bot.language.tokens import fold


@pytest.mark.parametrize(
    ("form", "name", "is_one"),
    [
        pytest.param("Наурызда", "наурыз", True, id="a case"),
        pytest.param("Наурыздағы", "наурыз", True, id="what is there"),
        pytest.param("Ахметовтерге", "ахметов", True, id="a family"),
        pytest.param("Түркістанын", "түркістан", True, id="someone's city"),
        pytest.param("Үкіметінің", "үкімет", True, id="someone's government"),
        pytest.param("Наурызым", "наурыз", False, id="not mine"),
        pytest.param("Астанамыз", "астана", False, id="nor ours"),
        pytest.param("Абайымызға", "абай", True, id="ours, in a case"),
        pytest.param("Абайыңызға", "абай", False, id="yours in no case"),
        pytest.param("Оралың", "орал", False, id="nor yours"),
        pytest.param("Алматыдай", "алматы", False, id="not like it"),
        pytest.param("Астанасындай", "астана", False, id="nor like its"),
        pytest.param("Маратпын", "марат", False, id="nor I am he"),
        pytest.param("Атыраудамыз", "атырау", False, id="nor we are there"),
        pytest.param("Шығысырақ", "шығыс", False, id="nor more so"),
        pytest.param("өскені", "өскен", False, id="nor a participle of a verb"),
        pytest.param("Ақтаулық", "ақтау", False, id="a resident is a word of their own"),
    ],
)
def test_names_have_cases_and_owners_but_no_me_and_you(form: str, name: str, is_one: bool) -> None:
    assert (name in name_bases(fold(form))) is is_one
    assert name_bases(fold(form))[0] == fold(form)


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [
        pytest.param("инвестиция", "инвестициялық", id="after a vowel"),
        pytest.param("Ақтау", "ақтаулық", id="after a glide"),
        pytest.param("өңір", "өңірлік", id="in the front row"),
        pytest.param("Орал", "оралдық", id="after л"),
        pytest.param("Өскемен", "өскемендік", id="after a nasal"),
        pytest.param("Тараз", "тараздық", id="after a sibilant"),
        pytest.param("бюджет", "бюджеттік", id="after a voiceless sound"),
        pytest.param("автомобиль", "автомобильдік", id="after a soft sign"),
        pytest.param("процесс", "процестік", id="of two с one falls"),
        pytest.param("турист", "туристік", id="т is dropped after с"),
        pytest.param("банк", "банктік", id="a loan in the front row"),
        pytest.param("банк", "банктық", id="and in the back one"),
    ],
)
def test_a_noun_has_an_adjective(noun: str, adjective: str) -> None:
    assert adjective in adjectives(fold(noun))


@pytest.mark.parametrize("letters", ["қтж", "ь", ""])
def test_what_has_no_vowel_has_no_adjective(letters: str) -> None:
    assert adjectives(letters) == ()


@pytest.mark.parametrize(
    ("previous", "word", "is_verb"),
    [
        pytest.param("келіп", "қалдық", True, id="we came by"),
        pytest.param("бастап", "қалдық", True, id="after a stem in a vowel"),
        pytest.param("үлгермей", "қалдық", True, id="we came too late"),
        pytest.param("жазып", "алдық", True, id="we wrote it down"),
        pytest.param("айтып", "кеттік", True, id="in the front row"),
        pytest.param("жүріп", "қалам", True, id="I shall stay, not a pen"),
        pytest.param("тұрмыстық", "қалдық", False, id="household waste"),
        pytest.param("көп", "қалдық", False, id="much waste"),
        pytest.param("мектеп", "қалдық", False, id="a school is no converb"),
        pytest.param("май", "қалдық", False, id="nor is oil"),
        pytest.param("жинап", "қалдықтар", False, id="only waste has a plural"),
        pytest.param("өңдеп", "қалдықты", False, id="and an accusative"),
        pytest.param("барып", "мектеп", False, id="a noun that no verb is spelled like"),
    ],
)
def test_after_a_converb_an_auxiliary_verb_is_not_a_noun(previous: str, word: str, is_verb: bool) -> None:
    assert after_converb(previous, word) is is_verb


@pytest.mark.parametrize("noun", sorted(NO_CONVERBS))
def test_nouns_that_end_as_converbs_are_none(noun: str) -> None:
    assert not after_converb(noun, "қалдық")
