from __future__ import annotations

from gettext import NullTranslations

import pytest

from bot.i18n.translator import ENGLISH, Translator
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.typed import Typed, apart, only
from bot.messages.wording import described, expansions, only_label, read_as, says_itself
from bot.model import Concept
from tests.builders import written_line

CONCEPTS = Concepts(
    [
        Concept(
            key="ai",
            en=("AI", "artificial intelligence"),
            ru=("ИИ", "искусственный интеллект"),
            kk=("ЖИ", "жасанды интеллект"),
        ),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
        Concept(key="port", en=("port", "harbour", "sea port"), ru=("порт", "гавань"), kk=("порт", "кемежай", "айлақ")),
        Concept(key="lonely", ru=("Бектенов",)),
    ]
)


def in_words(typed: str, original: str | None = None) -> str:
    """A query as it is described to who typed it, or typed the original."""
    query = parse(typed, CONCEPTS)
    spelled = typed if original is None else original
    return written_line(described(query, spelled, concepts=CONCEPTS, translate=ENGLISH))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("gold", "articles with **gold**"),
        ("golds", "articles with **golds**"),  # as it was typed, not as it is compared
        ("gold zinc", "articles with both **gold** and **zinc**"),
        ("zinc gold", "articles with both **zinc** and **gold**"),
        ("gold zinc iron", "articles with **gold**, **zinc** and **iron**"),
        ("gold OR zinc", "articles with either **gold** or **zinc**"),
        ("gold | zinc | iron", "articles with any of **gold**, **zinc** or **iron**"),
        ("gold zinc OR iron", "articles with **gold** and either **zinc** or **iron**"),
        ("(gold OR zinc) (iron OR tin)", "articles with either **gold** or **zinc** and either **iron** or **tin**"),
        ("((gold zinc) OR iron)", "articles with either **gold** or **iron** and either **zinc** or **iron**"),
        ('"water supply"', "articles with the exact words “**water supply**”"),
        ('"supply"', "articles with the exact word “**supply**”"),
        ("COVID-19", "articles with the words “**COVID-19**” together"),
        ("IMF", "articles with **IMF** in capitals"),
        ("нефт*", "articles with words that begin with **нефт**"),
        ("title:gold", "articles with **gold** in the headline"),
        ('title:"gold mine" zinc', "articles with both the exact words “**gold mine**” in the headline and **zinc**"),
        ("gold -zinc", "articles with **gold**, but not **zinc**"),
        ("gold -zinc -iron", "articles with **gold**, but not **zinc** or **iron**"),
        ("gold -(zinc iron)", "articles with **gold**, but not both **zinc** and **iron**"),
        ("gold -iron-ore", "articles with **gold**, but not **iron-ore**"),
        (
            "gold -(zinc iron tin) -coal",
            "articles with **gold**, but not all of **zinc**, **iron** and **tin** or **coal**",
        ),
        ("gold lang:kk", "articles in Kazakh with **gold**"),
        ("gold lang:kk OR lang:ru", "articles in Kazakh or Russian with **gold**"),
        ("gold source:Kt-Eng", "articles from **Kt-Eng** with **gold**"),
        ('source:"Kazakhstan Today" lang:en', "all articles in English from **Kazakhstan Today**"),
        ("gold -lang:ru", "articles with **gold**, not in Russian"),
        ("gold -zinc -source:kt-eng", "articles with **gold**, but not **zinc**, not from **kt-eng**"),
        ("gold -(zinc lang:ru)", "articles with **gold**, but not both **zinc** and the Russian language"),
        ("gold OR lang:kk", "articles with either **gold** or the Kazakh language"),
        ("gold OR source:kt-eng", "articles with either **gold** or the source **kt-eng**"),
        ("AI", "articles with **AI**"),
        ("ai", "articles with **ai**"),  # the small word beside its concept is named once
        ("ИИ отходов", "articles with both **ИИ** and **отходов**"),
        ("=AI", "articles with **AI** in capitals (only this name)"),
        ("artificial intelligence waste", "articles with both **artificial intelligence** and **waste**"),
        ("title:AI", "articles with **AI** in the headline"),
    ],
)
def test_every_form_of_a_query_is_put_into_plain_words(typed: str, words: str) -> None:
    assert in_words(typed) == words


class Kazakh(NullTranslations):
    """Puts the parts in another order."""

    def gettext(self, message: str) -> str:
        return {
            "articles": "мақалалар",
            "{articles} with {words}, but not {unwanted}": "{words} бар, бірақ {unwanted} жоқ {articles}",
            "{articles}, not from {sources}": "{sources} дереккөзінен емес {articles}",
            "both {first} and {second}": "{first} және {second} екеуі де",
        }[message]


def test_another_language_may_order_the_parts_as_it_needs() -> None:
    typed = "золото цинк -спорт -source:kt-eng"
    line = described(parse(typed), typed, translate=Translator("kk", Kazakh()))
    assert written_line(line) == (
        "**kt-eng** дереккөзінен емес **золото** және **цинк** екеуі де бар, бірақ **спорт** жоқ мақалалар"
    )


def test_what_somebody_else_typed_is_told_by_the_query_s_own_words() -> None:
    assert in_words("AI waste golds -source:kt-eng lang:kk", original="") == (
        "articles in Kazakh with **AI**, **gold** and **waste**, not from **kt-eng**"
    )


def test_the_place_of_a_source_is_lost_where_folding_changes_the_length() -> None:
    assert in_words('source:"Straße" gold') == "articles from **strasse** with **gold**"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("gold", []),
        ("AI", ["Also finds: ИИ, ЖИ, artificial intelligence, искусственный интеллект and 1 more"]),
        ("отходов AI OR =waste", ["**отходов**: also waste, отходы, қалдық", "**AI**: also ИИ, ЖИ, "]),
        ("ai", ["Also finds: ИИ, ЖИ, artificial intelligence, искусственный интеллект and 1 more"]),
        ("artificial-intelligence", ["Also finds: AI, ИИ, ЖИ, искусственный интеллект and 1 more"]),
        ("порт гавань gold", ["**порт**: also port, harbour, гавань, кемежай and 2 more"]),
        ("waste", ["Also finds: отходы, қалдық"]),
        ("Бектенов", []),  # it has no other name
    ],
)
def test_the_other_names_of_each_concept_are_told_on_one_line(typed: str, lines: list[str]) -> None:
    found = [written_line(each) for each in expansions(parse(typed, CONCEPTS), typed, CONCEPTS, translate=ENGLISH)]
    assert len(found) == len(lines)
    assert all(one.startswith(begin) for one, begin in zip(found, lines, strict=True))


def test_of_many_names_four_are_told_and_the_rest_counted() -> None:
    many = Concepts([Concept(key="sea", en=tuple(f"sea{letter}" for letter in "abcdefghi"))])
    lines = expansions(parse("seaa", many), "seaa", many, translate=ENGLISH)
    assert [written_line(each) for each in lines] == ["Also finds: seab, seac, sead, seae and 4 more"]


@pytest.mark.parametrize("typed", ["gold", "AI", "ai", "artificial intelligence", "COVID-19", "Иванов", "the gold"])
def test_a_name_says_by_itself_what_is_asked_for(typed: str) -> None:
    assert says_itself(parse(typed, CONCEPTS), typed, CONCEPTS)


@pytest.mark.parametrize(
    "typed",
    ["gold zinc", "gold OR zinc", "gold -zinc", "title:gold", '"gold"', "gol*", "IMF", "=AI", "lang:kk", "C++", "C#"],
)
def test_what_its_name_does_not_say_needs_words(typed: str) -> None:
    assert not says_itself(parse(typed, CONCEPTS), typed, CONCEPTS)


@pytest.mark.parametrize(
    ("typed", "plain", "label"),
    [
        ("AI", "=AI", "Exact word only"),
        ("ai", "=ai", "Exact word only"),
        ("artificial intelligence gold", "=artificial-intelligence gold", "Exact words only"),
        ("waste AI", "=waste =AI", "Exact words only"),
        ("title:AI -waste", "title:=AI -=waste", "Exact words only"),
        ('"AI" ИИ', '"AI" =ИИ', "Exact word only"),
        ("=waste отходы", "=waste =отходы", "Exact word only"),
        ("port* port", "port* =port", "Exact word only"),
    ],
)
def test_a_query_can_be_asked_without_its_concepts(typed: str, plain: str, label: str) -> None:
    query = parse(typed, CONCEPTS)
    assert only(query, typed, CONCEPTS) == plain
    assert only_label(query, typed, CONCEPTS, translate=ENGLISH) == label


@pytest.mark.parametrize(("typed", "label"), [("AI", "Only «AI»"), ("waste  AI", "Only «waste AI»")])
def test_among_other_follows_the_button_names_its_own(typed: str, label: str) -> None:
    assert only_label(parse(typed, CONCEPTS), typed, CONCEPTS, alone=False, translate=ENGLISH) == label


def test_what_was_typed_by_somebody_else_is_asked_without_concepts_by_its_canonical_form() -> None:
    assert only(parse("AI", CONCEPTS), "something else", CONCEPTS) == "=AI"


@pytest.mark.parametrize("typed", ["gold", "=AI", "AI " + "x" * 197])
def test_what_names_no_concept_or_would_be_too_long_can_t(typed: str) -> None:
    assert only(parse(typed, CONCEPTS), typed, CONCEPTS) is None


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("waste AI", ["waste", "AI"]),
        ('"water supply" COVID-19 title:gold нефт* =AI', ['"water supply"', "COVID-19", "title:gold", "нефт*", "=AI"]),
        ("title:artificial-intelligence gold", ["title:artificial-intelligence", "gold"]),
        ("gold", []),
        ("gold OR zinc", []),
        ("gold zinc -iron", []),
        ("gold zinc lang:kk", []),
    ],
)
def test_a_both_can_be_taken_apart_unless_there_is_more_to_it(typed: str, parts: list[str]) -> None:
    query = parse(typed, CONCEPTS)
    assert apart(query, typed, CONCEPTS) == parts
    assert all(parse(part, CONCEPTS).all_of[0] in query.all_of for part in parts)


def read(typed: str, original: str | None = None) -> str | None:
    """How a query was read, as it is shown."""
    line = read_as(parse(typed, CONCEPTS), original or typed, concepts=CONCEPTS, translate=ENGLISH)
    return written_line(line) if line else None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("gold in a mine", "Read as: gold + mine · left out: in, a"),
        ("цены на золото", "Read as: цены + золото · left out: на"),
        ("алтын туралы", "Read as: алтын · left out: туралы"),
        ("золото и серебро", "Read as: золото + серебро"),
        ("gold or zinc", "Read as: gold or zinc"),
        ("gold or zinc mine", "Read as: (gold or zinc) + mine"),
        ("алтын немесе мырыш", "Read as: алтын or мырыш"),
        ("gold/zinc -tin", "Read as: (gold or zinc) − tin"),
        ("gold/zinc -(tin of iron)", "Read as: (gold or zinc) − (tin + iron) · left out: of"),
        ("GOLD IN MINES", "Read as: GOLD + MINES · left out: IN"),
        ("100 000 ounces of gold", "Read as: 100 000 + ounces + gold · left out: of"),
        ("ai or gold", "Read as: ai or gold"),
        ("#GoldMine", "Read as: Gold + Mine"),
        ('title:"the mine" in gold', 'Read as: title:"the mine" + gold · left out: in'),
        ("to and to gold", "Read as: gold · left out: to, and"),
        ("The gold in the mine", "Read as: gold + mine · left out: The, in"),
        ("gfdjljr", "Read as: паводок"),
        ("gfdjljr or gold", "Read as: паводок or gold"),
        ("курс $", "Read as: курс · left out: $"),
        ("gold in 🔥🔥 mines", "Read as: gold + mines · left out: in, 🔥🔥"),
    ],
)
def test_one_line_says_how_a_query_was_read(typed: str, words: str) -> None:
    assert read(typed) == words


@pytest.mark.parametrize(
    "typed", ["gold", "gold zinc", "gold OR zinc", "gold AND zinc", '"gold in mines"', "100 000", "the"]
)
def test_what_was_read_as_it_was_typed_is_not_explained(typed: str) -> None:
    assert read(typed) is None


def test_what_can_t_be_read_any_more_is_not_explained() -> None:
    assert read("gold", original="lang:xx gold") is None


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("Ту-154", "Ту-154"),
        ("COVID-19", "COVID-19"),
        ("Node.js", "Node.js"),
        ("R&D", "R&D"),
        ("C++", "C++"),
        ("100 000", "100 000"),
        ("100.000", "100.000"),
        ("100000", "100000"),
        ("#GoldMine", "Gold Mine"),
    ],
)
def test_words_are_spelled_as_they_were_typed(typed: str, spelled: str) -> None:
    words = Typed(typed)
    assert " ".join(words.spelled(group[0]) for group in words.groups(parse(typed).all_of)) == spelled
