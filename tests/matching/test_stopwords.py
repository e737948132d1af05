"""Little words, small "or", slashes, capitals throughout, numbers and hashtags: what they ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.language.stopwords import STOPWORDS
from bot.matching.concepts import Concepts
from bot.matching.grammar import nearest_valid, parse, split_follows
from bot.matching.stopword_filter import filter_stopwords
from bot.messages.typed import apart
from bot.model import Concept
from tests.builders import read_back

CONCEPTS = Concepts(
    [
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",)),
        Concept(key="port", en=("Port of Aktau",), ru=("порт Актау",), kk=("Ақтау порты",)),
        Concept(key="head", en=("Head of State",), ru=("глава государства",), kk=("Мемлекет басшысы",)),
        Concept(key="usa", en=("USA", "US"), ru=("США",), kk=("АҚШ",)),
        Concept(key="eu", en=("EU",), ru=("ЕС",), kk=("ЕО",)),
        Concept(key="un", en=("UNESCO",), ru=("ЮНЕСКО",), kk=("ЮНЕСКО",)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "canonical", "left_out"),
    [
        pytest.param("мост и дорога", "дорога мост", "", id="both in Russian"),
        pytest.param("bridge and road", "bridge road", "", id="both in English"),
        pytest.param("көпір мен жол", "жол көпір", "", id="both in Kazakh"),
        pytest.param("мост И дорога", "дорога мост", "", id="one capital is no acronym"),
        pytest.param("bridge in Aktau", "Aktau bridge", "in", id="a preposition"),
        pytest.param("price of the bridge", "bridge price", "of, the", id="several"),
        pytest.param("цены на зерно", "зерно цена", "на", id="in Russian"),
        pytest.param("көпір туралы", "көпір", "туралы", id="a Kazakh postposition"),
        pytest.param("всё про мост", "мост", "всё, про", id="words that only ask"),
        pytest.param("В Актау", "Aktau", "В", id="a capital at the start is nothing"),
        pytest.param("Bridge In Aktau", "Aktau bridge", "In", id="English headlines are in Title Case"),
        pytest.param("г. Актау", "Aktau", "г", id="an abbreviation"),
        pytest.param("г.Актау", "Aktau", "г", id="without a space"),
        pytest.param("пр-т Самал", "самал", "пр-т", id="of two parts"),
        pytest.param("Самал к-сі", "самал", "к-сі", id="in Kazakh"),
        pytest.param("ш/а Самал", "самал", "ш/а", id="with a slash"),
        pytest.param("мост и т.д.", "мост", "и, т.д", id="and so on"),
        pytest.param("новости Актау", "Aktau", "новости", id="news"),
        pytest.param("latest news about bridges", "bridge", "latest, news, about", id="the latest of it"),
        pytest.param("Ақтау жаңалықтары", "Aktau", "жаңалықтары", id="in Kazakh too"),
        pytest.param("новости дня Актау", "Aktau", "новости, дня", id="of the day"),
        pytest.param("лента новостей Актау", "Aktau", "лента, новостей", id="what news stand in"),
        pytest.param("bridge news today", "bridge", "news, today", id="said after it"),
        pytest.param("мост кроме дороги", "дорога мост", "кроме", id="a rarer preposition"),
        pytest.param("bridge versus road", "bridge road", "versus", id="one against the other"),
        pytest.param("көпірге қарсы", "көпірге", "қарсы", id="a rarer postposition"),
        pytest.param("bridge -(in road)", "bridge -road", "in", id="within what is left out"),
        pytest.param("(bridge in) OR road", "bridge|road", "in", id="within brackets"),
        pytest.param("МОСТ НА ОСТРОВ", "мост остров", "НА", id="all in capitals"),
        pytest.param("WASTE IN ATYRAU", "atyrau waste", "IN", id="whose short words are no acronyms then"),
        pytest.param("bridge или", "bridge", "или", id="or at the edge"),
        pytest.param("или bridge", "bridge", "или", id="at the other edge"),
        pytest.param("bridge или -road", "bridge -road", "или", id="or before an exclusion"),
        pytest.param("bridge или OR road", "bridge|road", "или", id="or next to an OR"),
        pytest.param("bridge -(road) or", "bridge -road", "or", id="or after an exclusion"),
    ],
)
def test_stopwords_are_left_out_where_something_else_remains(typed: str, canonical: str, left_out: str) -> None:
    query = parse(typed, CONCEPTS)
    assert query.canonical == canonical
    assert parse(canonical, CONCEPTS) == query
    assert ", ".join(filter_stopwords(typed, CONCEPTS).left_out) == left_out
    assert filter_stopwords(typed, CONCEPTS).changed


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("новости", "новость", id="alone"),
        pytest.param("the and", "and the", id="among themselves"),
        pytest.param("latest news", "latest news", id="news of no subject"),
        pytest.param("recent news", "=news recent", id="in whatever order"),
        pytest.param("bridge OR latest news", "=news bridge|latest", id="news as a side of OR"),
        pytest.param("и или а", "а и или", id="or is a word then"),
        pytest.param("и т.д.", "и т-д", id="all of them"),
        pytest.param("и -мост", "и -мост", id="next to an exclusion only"),
        pytest.param("в -(мост дорога)", "в -(дорога мост)", id="next to excluded brackets"),
        pytest.param("новости lang:kk", "lang:kk новость", id="a language alone is nothing to look for"),
        pytest.param('"in" bridge', '"in" bridge', id="quoted"),
        pytest.param("=на мост", "=на мост", id="as a word"),
        pytest.param("title:на мост", "title:на мост", id="in the headline"),
        pytest.param("мост -на", "мост -на", id="excluded"),
        pytest.param("about* bridge", "about* bridge", id="a beginning"),
        pytest.param("ПО мост", "ПО мост", id="an acronym"),
        pytest.param("IN bridge", "IN bridge", id="capitals in English"),
        pytest.param("US OF EU", "EU OF USA", id="between acronyms only"),
        pytest.param("US IT", "IT USA", id="acronyms only are not shouted"),
        pytest.param("Эдгар По", "=по эдгар", id="a capital within the text"),
        pytest.param("река Или", "=или река", id="the river"),
        pytest.param("vitamin A", "=a vitamin", id="a letter"),
        pytest.param("РИА Новости", "=новость РИА", id="news in a name"),
        pytest.param("порт Актау", "Port-of-Aktau", id="a concept of several words"),
        pytest.param("Head of State", "Head-of-State", id="with stop words inside"),
        pytest.param("the OR bridge", "=the|bridge", id="the side of an OR"),
        pytest.param("bridge OR the", "=the|bridge", id="the other side"),
        pytest.param("-road the OR bridge", "=the|bridge -road", id="a side of OR after an exclusion"),
        pytest.param("bridge OR the -road", "=the|bridge -road", id="and before one"),
        pytest.param("b|a", "a|b", id="right next to the sign"),
        pytest.param("(the) bridge", "=the bridge", id="alone in brackets"),
        pytest.param("ростов-на-дону", "ростов-на-дону", id="joined by hyphens"),
        pytest.param("bridge AND road", "bridge road", id="AND as ever"),
    ],
)
def test_a_stopword_used_as_a_word_stays(typed: str, canonical: str) -> None:
    query = parse(typed, CONCEPTS)
    assert query.canonical == canonical
    assert parse(canonical, CONCEPTS) == query
    assert not filter_stopwords(typed, CONCEPTS).left_out


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("bridge or road", "bridge|road", id="or"),
        pytest.param("мост или дорога", "дорога|мост", id="или"),
        pytest.param("мост либо дорога", "дорога|мост", id="либо"),
        pytest.param("көпір немесе жол", "жол|көпір", id="немесе"),
        pytest.param("көпір я болмаса жол", "жол|көпір", id="я болмаса"),
        pytest.param("мост и/или дорога", "дорога|мост", id="and/or"),
        pytest.param("цены на зерно или на рис", "зерно|рис цена", id="a stop word after it"),
        pytest.param("bridge or (road Aktau)", "Aktau|bridge bridge|road", id="before brackets"),
        pytest.param("(road Aktau) or bridge", "Aktau|bridge bridge|road", id="after brackets"),
        pytest.param("bridge or or road", "bridge|road", id="said twice"),
        pytest.param("bridge / road", "bridge|road", id="a slash with spaces"),
        pytest.param("bridge/road", "bridge|road", id="a slash between two words"),
        pytest.param("Актау/Уральск/Ростов-на-Дону", "Aktau|ростов-на-дону|уральск", id="between several"),
        pytest.param("мост/дорога цена", "дорога|мост цена", id="which binds tighter"),
        pytest.param("ЕС/США", "EU|USA", id="short names of concepts"),
        pytest.param("title:bridge/road", "title:bridge|title:road", id="in the headline"),
        pytest.param("port -bridge/road", "port -bridge -road", id="excluded"),
        pytest.param("=Aktau/=bridge", "=Aktau|bridge", id="without concepts"),
        pytest.param("bridge+road", "bridge road", id="a plus is both"),
        pytest.param("bridge & road", "bridge road", id="and so is an ampersand"),
        pytest.param("/ bridge /", "bridge", id="a slash at the edge is nothing"),
    ],
)
def test_small_or_and_a_slash_between_words_are_either(typed: str, canonical: str) -> None:
    query = parse(typed, CONCEPTS)
    assert query.canonical == canonical.replace("=Aktau|bridge", "=aktau|bridge")
    assert parse(query.canonical, CONCEPTS) == query


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("24/7", "24-7"),
        ("км/ч", "км-ч"),
        ("AC/DC", "ac-dc"),
        ("R&D", "r-d"),
        ("a/b", "a-b"),
        ("2024/2025", "2024-2025"),
        ("kt.kz/rus", "kt-kz-rus"),
        ("waste/gas+oil", "waste-gas-oil"),
        ("Node.js", "node-js"),
    ],
)
def test_what_is_one_thing_stays_one(typed: str, canonical: str) -> None:
    assert parse(typed).canonical == canonical
    assert parse(canonical) == parse(typed)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("100000 чел", "100000 чел"),
        ("100 000 чел", "100000 чел"),
        ("100\u00a0000 чел", "100000 чел"),
        ("100\u2009000 чел", "100000 чел"),
        ("100,000 чел", "100000 чел"),
        ("100.000 чел", "100000 чел"),
        ("1 500 000", "1500000"),
        ("100-200", "100-200"),
        ("100 00", "00 100"),
        ("100 чел 200", "=100 =200 чел"),
        ("24.12", "24-12"),
    ],
)
def test_groups_of_three_digits_are_one_number(typed: str, canonical: str) -> None:
    query = parse(typed)
    assert query.canonical == canonical
    assert parse(canonical) == query


def test_a_comma_within_a_number_does_not_split_follows() -> None:
    assert split_follows("100,000 чел, мост") == ["100,000 чел", "мост"]
    assert split_follows("2024,2025") == ["2024", "2025"]


def test_a_number_next_to_a_possible_name_parses_back() -> None:
    query = parse("ИИ/АБ 0")
    assert query.canonical == "=0 =ии-аб"
    assert parse(query.canonical) == query


def test_a_comma_typed_for_a_letter_does_not_split() -> None:
    assert split_follows(",jkmybwf, мост") == [",jkmybwf", "мост"]
    assert split_follows("bridge,road") == ["bridge", "road"]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("C++", "c++"),
        ("С++", "c++"),
        ("C# курс", "c# курс"),
        (".NET", ".net"),
        ("C", "c"),
        ("5G", "5g"),
        ("#ЧистыйАктау", "Aktau чистый"),
        ("#чистый_актау", "Aktau чистый"),
        ("#паводок2024", "2024 паводок"),
        ("#PortOfAktau", "Port-of-Aktau"),
        ("#мост", "мост"),
        ("#мост*", "мост*"),
        ('"#ЧистыйАктау"', '"чистый актау"'),
    ],
)
def test_signs_that_belong_to_a_name_stay_and_hashtags_are_their_words(typed: str, canonical: str) -> None:
    query = parse(typed, CONCEPTS)
    assert query.canonical.casefold() == canonical.casefold()
    assert parse(query.canonical, CONCEPTS) == query


def test_capitals_next_to_a_long_word_in_capitals_parse_back() -> None:
    query = parse("WASTE Юнеско", CONCEPTS)
    assert query.canonical == "=WASTE UNESCO"
    assert parse(query.canonical, CONCEPTS) == query


def test_an_initial_is_not_an_abbreviation_unless_a_known_name_follows() -> None:
    assert parse("Г.Мусин", CONCEPTS).canonical != "мусин"
    assert parse("Г.Актау", CONCEPTS).canonical == "Aktau"


@pytest.mark.parametrize("typed", ["Казахстан или", "(или) bridge", "или", "и / или"])
def test_or_at_the_beginning_or_end_is_not_an_error(typed: str) -> None:
    assert parse(typed)


@pytest.mark.parametrize(
    ("typed", "reading"), [("bridge OR", "bridge"), ("in OR", "in"), ("bridge in OR", "bridge in")]
)
def test_an_error_next_to_stopwords_has_a_nearest_valid_query(typed: str, reading: str) -> None:
    with pytest.raises(QueryError, match="nothing after"):
        parse(typed)
    assert nearest_valid(typed) == reading


def test_separate_follows_have_no_stopwords() -> None:
    typed = "цены на зерно в Актау"
    assert apart(parse(typed, CONCEPTS), typed, CONCEPTS) == ["цены", "зерно", "Актау"]


@pytest.mark.parametrize("word", sorted(STOPWORDS))
def test_every_stopword_alone_parses_back_and_next_to_a_word_is_left_out(word: str) -> None:
    alone = parse(word)
    assert parse(alone.canonical) == alone
    assert parse(f"{word} зебра").canonical == "зебра"


PIECES = st.sampled_from(
    [" в ", " И ", "и", " или ", " or ", "|", "По", "ПО", "IN", "UNESCO", "WASTE", "100", " 000 ", "/", "+", "#",
     "ЧистыйАктау", "news", "последние ", "г.", "и/или", "C++", "C#", ".NET", " ", "  ", "Aktau", "-(", "(", ")", " -",
     "т.д.", "я болмаса", " OR ", "the", "A", "=", '"', "title:", "lang:kk", "100,000", "*", "мост"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=10).map("".join))
def test_any_mixture_of_stopwords_parses_back_or_has_a_valid_correction(typed: str) -> None:
    read_back(typed, CONCEPTS)
