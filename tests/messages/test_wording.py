from __future__ import annotations

import pytest

from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.messages.message import line
from bot.messages.typed import Typed, apart, only
from bot.messages.wording import described, expansions, only_label, read_as
from bot.messages.words import WORDS, filled, joined
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


def told(typed: str, language: str = "en", original: str | None = None) -> str:
    """A query as it is told to who typed it, or typed the original."""
    query = parse(typed, CONCEPTS)
    return written_line(described(query, typed if original is None else original, language=language, concepts=CONCEPTS))


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
        ("ai", "articles with **ai**"),  # the small word beside its concept is told once
        ("ИИ отходов", "articles with both **ИИ** and **отходов**"),
        ("=AI", "articles with **AI** in capitals (only this name)"),
        ("artificial intelligence waste", "articles with both **artificial intelligence** and **waste**"),
        ("title:AI", "articles with **AI** in the headline"),
    ],
)
def test_every_form_of_a_query_is_told_in_plain_words(typed: str, words: str) -> None:
    assert told(typed) == words


@pytest.mark.parametrize(
    ("typed", "russian", "kazakh"),
    [
        ("отходы", "статьи, где есть **отходы**", "**отходы** бар мақалалар"),
        (
            "Бектенов отходы",
            "статьи, где есть и **Бектенов**, и **отходы**",
            "**Бектенов** және **отходы** екеуі де бар мақалалар",
        ),
        (
            "золото цинк железо",
            "статьи, где есть **золото**, **цинк** и **железо**",
            "**золото**, **цинк** және **железо** бар мақалалар",
        ),
        (
            "золото OR цинк",
            "статьи, где есть либо **золото**, либо **цинк**",
            "не **золото**, не **цинк** бар мақалалар",
        ),
        (
            "железо золото|цинк|олово",
            "статьи, где есть **железо** и хотя бы одно из (**золото**, **цинк** или **олово**)",
            "**железо** және мыналардың бірі (**золото**, **цинк** немесе **олово**) бар мақалалар",
        ),
        (
            "золото -спорт -(нефть газ)",
            "статьи, где есть **золото**, кроме тех, где есть **спорт** или вместе **нефть** и **газ**",
            "**золото** бар, бірақ **спорт** немесе **нефть** және **газ** бірге жоқ мақалалар",
        ),
        (
            "золото lang:kk -source:kt-eng",
            "статьи на казахском, где есть **золото**, кроме статей из **kt-eng**",
            "қазақ тіліндегі **золото** бар, **kt-eng** дереккөзіндегі емес мақалалар",
        ),
        ("source:kt-eng", "все статьи из **kt-eng**", "**kt-eng** дереккөзіндегі барлық мақалалар"),
        (
            "title:нефт*",
            "статьи, где есть слова на **нефт**… в заголовке",
            "**нефт**… деп басталатын сөздер (тақырыбында) бар мақалалар",
        ),
        (
            "=AI",
            "статьи, где есть **AI** заглавными буквами (только это название)",
            "бас әріптермен жазылған **AI** (тек осы атауы) бар мақалалар",
        ),
        (
            '"водный канал"',
            "статьи, где есть точные слова «**водный канал**»",
            "дәл «**водный канал**» сөздері бар мақалалар",
        ),
    ],
)
def test_it_is_told_in_russian_and_kazakh_too(typed: str, russian: str, kazakh: str) -> None:
    assert (told(typed, "ru"), told(typed, "kk")) == (russian, kazakh)


def test_what_somebody_else_typed_is_told_by_the_query_s_own_words() -> None:
    assert told("AI waste golds -source:kt-eng lang:kk", original="") == (
        "articles in Kazakh with **AI**, **gold** and **waste**, not from **kt-eng**"
    )


def test_the_place_of_a_source_is_lost_where_folding_changes_the_length() -> None:
    assert told('source:"Straße" gold') == "articles from **strasse** with **gold**"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("gold", []),
        ("AI", ["**AI**: also ИИ, ЖИ, artificial intelligence, искусственный интеллект, жасанды интеллект"]),
        ("отходов AI OR =waste", ["**отходов**: also waste, отходы, қалдық", "**AI**: also ИИ, ЖИ, "]),
        ("artificial-intelligence", ["**artificial-intelligence**: also AI, ИИ, ЖИ, искусственный интеллект, "]),
        ("port", ["**port**: also порт, harbour, гавань, кемежай, sea port, айлақ"]),
        ("гавань", ["**гавань**: also port, порт, harbour, кемежай, sea port, айлақ"]),
        ("Бектенов", []),  # it has no other name
    ],
)
def test_the_other_names_of_each_concept_are_told_on_one_line(typed: str, lines: list[str]) -> None:
    found = [written_line(each) for each in expansions(parse(typed, CONCEPTS), typed, CONCEPTS)]
    assert len(found) == len(lines)
    assert all(one.startswith(begin) for one, begin in zip(found, lines, strict=True))


def test_of_many_names_six_are_told_and_the_rest_counted_in_the_language_of_the_chat() -> None:
    many = Concepts([Concept(key="sea", en=tuple(f"sea{letter}" for letter in "abcdefghi"))])
    query = parse("seaa", many)
    lines = [written_line(expansions(query, "seaa", many, language=code)[0]) for code in ("en", "ru", "kk")]
    assert lines == [
        "**seaa**: also seab, seac, sead, seae, seaf, seag and 2 more",
        "**seaa**: также seab, seac, sead, seae, seaf, seag и ещё 2",
        "**seaa**: сондай-ақ seab, seac, sead, seae, seaf, seag және тағы 2",
    ]


@pytest.mark.parametrize(
    ("typed", "plain", "label"),
    [
        ("AI", "=AI", "Only AI"),
        ("ai", "=ai", "Only ai"),
        ("artificial intelligence gold", "=artificial-intelligence gold", "Only artificial intelligence"),
        ("waste AI", "=waste =AI", "Only these words"),
        ("title:AI -waste", "title:=AI -=waste", "Only these words"),
        ('"AI" ИИ', '"AI" =ИИ', "Only ИИ"),
        ("=waste отходы", "=waste =отходы", "Only отходы"),
        ("port* port", "port* =port", "Only port"),
    ],
)
def test_a_query_can_be_asked_without_its_concepts(typed: str, plain: str, label: str) -> None:
    query = parse(typed, CONCEPTS)
    assert only(query, typed, CONCEPTS) == plain
    assert only_label(query, typed, CONCEPTS) == label


@pytest.mark.parametrize(("typed", "label"), [("AI", "Only AI"), ("waste  AI", "Only «waste AI»")])
def test_among_other_follows_the_button_names_its_own(typed: str, label: str) -> None:
    assert only_label(parse(typed, CONCEPTS), typed, CONCEPTS, alone=False) == label


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


def test_every_language_has_every_word_and_names_every_language() -> None:
    for words in WORDS.values():
        assert set(words.languages) == set(words.language_names) == {"en", "ru", "kk"}


def test_templates_and_lists_keep_what_stands_in_them() -> None:
    assert filled("{first}, then {second}", first=line("a"), second=line("b")) == line("a", ", then ", "b")
    assert joined([line("a")], "or") == line("a")
    assert written_line(joined([line("a"), line("b"), line("c")], "or")) == "a, b or c"


def read(typed: str, language: str = "en", original: str | None = None) -> str | None:
    """How a query was read, as it is said."""
    said = read_as(parse(typed, CONCEPTS), original or typed, language=language, concepts=CONCEPTS)
    return written_line(said) if said else None


@pytest.mark.parametrize(
    ("typed", "language", "words"),
    [
        ("gold in a mine", "en", "Read as: gold + mine · left out: in, a"),
        ("цены на золото", "ru", "Понято так: цены + золото · опущено: на"),
        ("алтын туралы", "kk", "Былай түсінілді: алтын · ескерілмеді: туралы"),
        ("золото и серебро", "ru", "Понято так: золото + серебро"),
        ("gold or zinc", "en", "Read as: gold or zinc"),
        ("gold or zinc mine", "en", "Read as: (gold or zinc) + mine"),
        ("алтын немесе мырыш", "kk", "Былай түсінілді: алтын немесе мырыш"),
        ("gold/zinc -tin", "en", "Read as: (gold or zinc) − tin"),
        ("gold/zinc -(tin of iron)", "en", "Read as: (gold or zinc) − (tin + iron) · left out: of"),
        ("GOLD IN MINES", "en", "Read as: GOLD + MINES · left out: IN"),
        ("100 000 ounces of gold", "en", "Read as: 100 000 + ounces + gold · left out: of"),
        ("ai or gold", "en", "Read as: ai or gold"),
        ("#GoldMine", "en", "Read as: Gold + Mine"),
        ('title:"the mine" in gold', "en", 'Read as: title:"the mine" + gold · left out: in'),
        ("to and to gold", "en", "Read as: gold · left out: to, and"),
        ("The gold in the mine", "en", "Read as: gold + mine · left out: The, in"),
        ("gfdjljr", "en", "Read as: паводок"),
        ("gfdjljr or gold", "en", "Read as: паводок or gold"),
    ],
)
def test_one_line_says_how_a_query_was_read(typed: str, language: str, words: str) -> None:
    assert read(typed, language) == words


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
