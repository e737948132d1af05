"""Brackets, fields, beginnings, and mistakes with the nearest reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import nearest_valid, parse, split_follows
from bot.matching.index import Index, find
from bot.matching.query import MAX_LENGTH
from bot.matching.tree import MAX_TERMS
from bot.model import Concept
from tests.builders import read_back

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект"), kk=("ЖИ",)),
        Concept(key="west", en=("West Kazakhstan",), ru=("Западно-Казахстанская область", "ЗКО"), kk=("БҚО",)),
        Concept(key="usa", en=("USA", "US"), ru=("США",), kk=("АҚШ",)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        pytest.param("(waste OR gas) port", "gas|waste port", id="a bracket as one side of both"),
        pytest.param("(waste gas) OR port", "gas|port port|waste", id="both in an OR is multiplied out"),
        pytest.param("((waste))", "waste", id="brackets round one word are nothing"),
        pytest.param("port (waste -gas)", "port waste -gas", id="an exclusion within a bracket counts for all"),
        pytest.param("port -(waste OR gas)", "port -gas -waste", id="excluding either excludes each"),
        pytest.param("port -(waste gas)", "port -(gas waste)", id="excluding both excludes them together"),
        pytest.param("port -(waste (gas OR oil))", "port -(gas waste) -(oil waste)", id="together with either"),
        pytest.param("port –(waste gas)", "port -(gas waste)", id="any dash before a bracket"),
        pytest.param("port - (waste)", "port waste", id="a dash alone is nothing before a bracket too"),
        pytest.param("Нефт*", "нефт*", id="a beginning"),
        pytest.param("port -нефт*", "port -нефт*", id="an excluded beginning"),
        pytest.param("title:Waste", "title:waste", id="in the headline"),
        pytest.param("intitle:waste заголовок:порт", "title:waste title:порт", id="as it is called elsewhere"),
        pytest.param('title:"Port of Aktau"', 'title:"port of aktau"', id="a phrase in the headline"),
        pytest.param("title:AI", "title:AI", id="a concept in the headline"),
        pytest.param("title:ai", "title:=ai|title:AI", id="small letters there too"),
        pytest.param("waste lang:KZ", "lang:kk waste", id="a language by another code"),
        pytest.param("waste язык:русский", "lang:ru waste", id="by its name"),
        pytest.param("waste -lang:ru", "waste -lang:ru", id="any other language"),
        pytest.param("waste source:KT-eng", "source:kt-eng waste", id="a source by its key"),
        pytest.param('waste source:"Kazakhstan  Today"', 'source:"kazakhstan today" waste', id="by its shown name"),
        pytest.param("waste -source:kt-rus", "waste -source:kt-rus", id="any other source"),
        pytest.param("kt:waste 12:30", "12 30 kt waste", id="any other word before a colon is a word"),
        pytest.param("ии", "=ии|AI", id="who types capitals small means any case"),
        pytest.param("ИИ OR waste", "AI|waste", id="a concept by any name"),
        pytest.param("Artificial  Intelligence law", "AI law", id="a name of several words"),
        pytest.param("artificial OR intelligence", "artificial|intelligence", id="OR between words makes no name"),
        pytest.param("artificial -intelligence", "artificial -intelligence", id="nor are excluded ones"),
        pytest.param("West-Kazakhstan", "West-Kazakhstan", id="a name with a hyphen in place of a space"),
        pytest.param("западно-казахстанская область", "West-Kazakhstan", id="a name with a hyphen of its own"),
        pytest.param("=AI", "=AI", id="without its concept"),
        pytest.param("=waste", "waste", id="what is no concept needs no sign"),
        pytest.param('="AI"', '"ai"', id="quotes switch it off by themselves"),
        pytest.param("-ИИ waste", "waste -AI", id="an excluded concept"),
        pytest.param("title:=AI", "title:=AI", id="without its concept in the headline"),
        pytest.param("artificial law intelligence", "=artificial intelligence law", id="words apart are not a name"),
        pytest.param("us them", "them us", id="a common word is no concept"),
        pytest.param("US", "USA", id="in capitals it is"),
        pytest.param("=OR waste", "=OR waste", id="an operator as a word"),
        pytest.param("waste ЖӘНЕ port", "port waste", id="AND in Kazakh"),
    ],
)  # fmt: skip
def test_the_whole_language_has_one_canonical_form(typed: str, canonical: str) -> None:
    query = parse(typed, CONCEPTS)
    assert query.canonical == canonical
    assert parse(canonical, CONCEPTS) == query


@pytest.mark.parametrize(
    ("typed", "says", "reading"),
    [
        ("waste OR", r"nothing after OR \(here: waste OR\)", "waste"),
        ("OR waste", "nothing before OR", "waste"),
        ("waste OR OR port", "nothing before OR", "waste OR port"),
        ("(waste OR) port", "nothing after OR", "(waste ) port"),
        ('"solid waste', "Missing closing quote", '"solid waste"'),
        ('waste"', "Missing closing quote", "waste"),
        ('"', "Missing closing quote", None),
        ("(waste OR port", "Missing closing bracket", "(waste OR port)"),
        ("waste (", "Missing closing bracket", "waste"),
        ("waste) port", "Missing opening bracket", "waste port"),
        ("waste OR -port", r"can't be next to OR \(here: waste OR -port\)", "waste -port"),
        ("waste -port OR gas", "can't be next to OR", "waste -port gas"),
        ("(waste -port) OR gas", "Inside brackets", None),
        ("gas -(waste -port)", "brackets that are left out already", None),
        ("waste NOT port", "Use a minus instead of NOT", "waste -port"),
        ("waste НЕ порт", "Use a minus instead of НЕ", "waste -порт"),
        ("waste NOT", "Use a minus instead of NOT", "waste"),
        ("-waste", "Add a topic to look for as well: Aktau -waste", None),
        ("-(waste port)", r"Add a topic to look for as well: Aktau -\(waste port\)", None),
        (f"-({'waste ' * 9})", "Add a topic to look for as well: Aktau -waste", None),
        ("ab*", "at least 3 letters", "ab"),
        ("*waste", "at the end of a single word", "waste"),
        ("wa*ste", "at the end of a single word", "waste"),
        ("solid-wast*", "at the end of a single word", "solid-wast"),
        ('"solid waste"*', "not after quotes", '"solid waste"'),
        ("waste lang:fr", "I don't read fr", "waste"),
        ("lang:fr", "I don't read fr", None),
        ("titel:waste", "I don't know “titel:”. Use: title:waste", "title:waste"),
        ("title: waste", "nothing after “title:”", "title:waste"),
        ("waste title:", "nothing after “title:”", "waste"),
        ("()", "no word to follow", None),
        ("((((((waste))))))", "more than 5 deep", None),
        ("w" * (MAX_LENGTH + 1), "too long", None),
        ("(a b c d) OR (e f g h) OR (i j k l)", "too much at once", None),
    ],
)  # fmt: skip
def test_an_error_says_where_it_is_and_has_a_nearest_valid_query(typed: str, says: str, reading: str | None) -> None:
    with pytest.raises(QueryError, match=says):
        parse(typed, CONCEPTS)
    assert nearest_valid(typed, CONCEPTS) == reading


def test_a_valid_text_is_its_own_nearest_valid_query() -> None:
    assert nearest_valid("waste port") == "waste port"


def test_a_text_with_too_many_errors_has_no_nearest_valid_query() -> None:
    assert nearest_valid("a OR OR " * 20) is None


def test_only_a_long_text_shows_the_surroundings_of_a_mistake() -> None:
    with pytest.raises(QueryError, match=r"here: …port of Aktau OR\)"):
        parse("the great and public port of Aktau OR")


@pytest.mark.parametrize(
    ("typed", "text", "answers"),
    [
        ("(bridge OR ferry) river", "A ferry on the river.", True),
        ("(bridge OR ferry) river", "A ferry on the sea.", False),
        ("bridge -(toll price)", "A bridge with a toll.", True),
        ("bridge -(toll price)", "A bridge, a toll, its price.", False),
        ("нефт*", "Нефтяники.", True),
        ("нефт* bridge", "Нефтяники. A bridge.", True),
        ("нефт*", "Мнефт.", False),
        ("title:нефт*", "Нефтяники.\n\nBridge.", True),
        ("title:нефт*", "Bridge.\n\nНефтяники.", False),
        ("title:bridge", "A bridge.\n\nFerry.", True),
        ("title:bridge ferry", "A bridge.\n\nFerry.", True),
        ("title:bridge", "A ferry.\n\nBridge.", False),
        ('title:"old bridge"', "An old bridge.\n\nFerry.", True),
        ('title:"old bridge"', "A bridge.\n\nThe old bridge.", False),
        ("title:old-bridge", "Old bridges.\n\nFerry.", True),
        ('title:"bridge"', "A bridge.\n\nFerry.", True),
        ("title:AI", "An AI lab.\n\nFerry.", True),
        ("title:AI", "A lab.\n\nИИ.", False),
        ("bridge -title:bridge", "A ferry.\n\nBridge.", True),
        ("bridge -title:bridge", "A bridge.\n\nFerry.", False),
        ("lang:en", "A bridge.", True),
        ("lang:ru bridge", "A bridge.", False),
        ("source:kt-eng", "A bridge.", True),
        ("source:kt-rus", "A bridge.", False),
        ("source:kt-eng OR ferry", "A bridge.", True),
        ("bridge OR lang:kk", "A bridge.", True),
        ("AI bridge", "Мост и ИИ, a bridge.", True),
        ("AI -ЗКО", "AI in West Kazakhstan.", False),
    ],
)
def test_index_and_query_alone_agree_on_every_kind_of_term(typed: str, text: str, answers: bool) -> None:
    query = parse(typed, CONCEPTS)
    index = Index(CONCEPTS)
    for number, other in enumerate(["ferry", '"old bridge"', "title:old", "бур*", "(a b) OR c", "AI", "x -(y z)"], 2):
        index.add(number, parse(other, CONCEPTS))
    index.add(1, query)
    reading = AnalyzedText(text, sources=("kt-eng",), concepts=CONCEPTS)
    match = find(query, reading, 1)
    assert (match is not None) == answers
    assert [found for found in index.match(reading) if found.query_id == 1] == ([match] if match else [])


PIECES = st.sampled_from(
    ["waste", "AI", "ии", "(", ")", " OR ", "|", " -", "нефт*", "title:", "lang:kk", "source:", '"', "=", "«a b»", "US",
     " NOT ", "artificial intelligence", "ab*", "*", "x:y", "ЗКО", "-(", " "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_mixture_parses_back_or_has_a_valid_correction(typed: str) -> None:
    query = read_back(typed, CONCEPTS)
    if query is None:
        return
    assert sum(map(len, query.all_of)) <= MAX_TERMS
    match = find(query, AnalyzedText(typed, concepts=CONCEPTS))
    assert match is None or match.sentence in typed


@pytest.mark.usefixtures("no_minutes")
@pytest.mark.parametrize("sign", ["(", "🔥", "ы", "x"])
def test_a_long_line_without_spaces_is_split_at_once(sign: str) -> None:
    assert split_follows(sign * 100_000) == [sign * 100_000]
    assert split_follows("," * 100_000) == []
