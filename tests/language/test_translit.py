"""One word in other letters."""

from __future__ import annotations

import pytest

from bot.language.translit import kazakh, latin, other_layouts, phonetic_key, russian


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        pytest.param("токаев", {"tokayev", "tokaev"}, id="a passport's and a newspaper's"),
        pytest.param("қасымов", {"kasymov", "qasymov"}, id="a Kazakh letter has two"),
        pytest.param("шольц", {"sholts", "scholz"}, id="a German name"),
        pytest.param("жұмағалиев", {"zhumagaliyev", "zhumagaliev", "jumagaliev"}, id="zh and j"),
        pytest.param("юсупова", {"yusupova", "iusupova"}, id="yu and iu"),
        pytest.param("хусейн", {"khuseyn", "husein", "husseyn"}, id="kh and h"),
        pytest.param("макрон", {"macron"}, id="k and c"),
        pytest.param("о'нил", {"o'nil"}, id="an apostrophe stays"),
        pytest.param("щукин", {"shchukin"}, id="four letters for one"),
    ],
)
def test_a_cyrillic_word_has_its_usual_latin_spellings(word: str, spelled: set[str]) -> None:
    assert spelled <= set(latin(word))


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("bekbauov", "бекбауов"),
        ("tokayev", "токаев"),
        ("scholz", "шольц"),
        ("o'neal", "о'нил"),
        ("johnson", "джонсон"),
        ("blair", "блэр"),
        ("zelenskyy", "зеленский"),
        ("müller", "мюллер"),
        ("yerlan", "ерлан"),
        ("әлия", "алия"),
        ("өмірбек", "омирбек"),
        ("мақсұтұлы", "максутулы"),
    ],
)
def test_a_latin_or_kazakh_word_has_its_russian_spelling(word: str, spelled: str) -> None:
    assert spelled in russian(word)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        pytest.param("касымов", "қасымов", id="to қ next to a back vowel"),
        pytest.param("сулейменов", "сүлейменов", id="to ү before a front one"),
        pytest.param("молдагулова", "молдағұлова", id="to ғ and ұ"),
        pytest.param("берикулы", "берікұлы", id="to і in a Kazakh name"),
        pytest.param("тулегенов", "төлегенов", id="to ө"),
        pytest.param("маркабаева", "марқабаева", id="an end stays"),
        pytest.param("esqozhin", "есқожин", id="from Latin letters"),
        pytest.param("сауытбай", "сауытбай", id="у next to a vowel is a glide"),
        pytest.param("қанатов", "қанатов", id="a Kazakh letter stays"),
        pytest.param("ырымбек", "ырымбек", id="as it is"),
        pytest.param("джаксыбеков", "жақсыбеков", id="дж is ж"),
        pytest.param("нигматулин", "нығматұлин", id="a beginning with a letter of its own"),
        pytest.param("сатпаев", "сәтбаев", id="and with another sound"),
    ],
)
def test_a_name_in_russian_letters_has_its_kazakh_spelling(word: str, spelled: str) -> None:
    assert spelled in kazakh(word)


def test_a_foreign_surname_is_spelled_as_in_russian() -> None:
    assert kazakh("шольц") == ("шольц",)


def test_a_given_name_may_be_kazakh_without_looking_so() -> None:
    assert "әсел" in kazakh("асел", given=True)
    assert "крл" in kazakh("крл", given=True)


def test_spellings_are_bounded_and_each_is_given_once() -> None:
    word = "шахиахметшейхзаде"
    assert len(latin(word, 8)) == len(set(latin(word, 8))) <= 8
    assert len(kazakh("гульжанкулов", 3)) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("қалдық", "qaldyq", "калдык", "kaldyk"),
        ("қарағанды", "qaragandy", "караганды", "karaghandy"),
        ("өскемен", "оскемен", "öskemen", "oskemen"),
        ("тоқаев", "токаев", "tokayev", "toqaev"),
        ("мәжіліс", "мажилис", "mäjilis", "mazhilis", "majilis"),
        ("ақтөбе", "актобе", "aqtóbe", "aktobe"),
        ("жарылыс", "jarylys", "zharylys"),
        ("шөл", "şöl", "shol"),
        ("отходы", "othody", "otkhody"),
        ("цена", "tsena", "cena"),
        ("щётка", "shchetka"),
    ],
)
def test_a_word_sounds_alike_in_all_its_spellings(words: tuple[str, ...]) -> None:
    assert len({phonetic_key(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("тараз", "тараф"), ("порт", "парт"), ("сот", "соты"), ("шал", "чал")])
def test_other_words_sound_otherwise(one: str, other: str) -> None:
    assert phonetic_key(one) != phonetic_key(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("frnfe", "актау", id="Russian on a Latin keyboard"),
        pytest.param("jn[jls", "отходы", id="signs are letters"),
        pytest.param("Ctvtq", "Семей", id="a capital stays one"),
        pytest.param("0fpf0cnfy", "қазақстан", id="Kazakh on digits"),
        pytest.param("еуыдф", "tesla", id="Latin on a Russian keyboard"),
    ],
)
def test_the_same_keys_write_other_letters_in_another_layout(typed: str, meant: str) -> None:
    assert meant in other_layouts(typed)
