"""Feeds with faults: what can be repaired is, what can't costs only its own entry, and that is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ParseError
from bot.i18n.translator import ENGLISH
from bot.intake.kinds.feed import BROKEN_LIMIT
from bot.intake.repair import prepared, taken_apart
from bot.model import Listing
from tests.intake.kinds import documents
from tests.intake.site import source

SOURCE = source()
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
POINT = '<georss:where><gml:Point srsName="EPSG:x"><gml:pos>51 71</gml:pos></gml:Point></georss:where>'


def item(title: str, *, number: int = 1, more: str = "") -> str:
    link = f"https://site.example/{number}"
    return f"<item><title>{title}</title><link>{link}</link>{more}<description>About waste.</description></item>"


WASTE, WEATHER = item("Отходы", number=2), item("Погода", number=3)


def rss(*items: str, before: str = "<link>https://site.example/</link>") -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f'{head}<rss version="2.0" {NAMESPACES}><channel><title>N</title>{before}{"".join(items)}</channel></rss>'


def read(feed: str) -> Listing:
    body = feed.encode("utf-8", "surrogatepass")
    return documents.feed(body, SOURCE, url="https://site.example/rss/all.xml")


def titles(feed: str) -> list[str]:
    return [entry.title for entry in read(feed).entries]


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        pytest.param(item("x &#55357;&#56832;"), "x 😀", id="an emoji as two references"),
        pytest.param(item("x &#xD83D;&#xDE00;"), "x 😀", id="an emoji as two hexadecimal references"),
        pytest.param(item("x &#55357;&#xDE00;"), "x 😀", id="an emoji as one of each"),
        pytest.param(item("<![CDATA[x &#55357;&#56832;]]>"), "x 😀", id="an emoji as two references in CDATA"),
        pytest.param(item("x &amp;#55357;&amp;#56832;"), "x 😀", id="an emoji escaped twice"),
        pytest.param(item("x &#55357; y"), "x y", id="half an emoji"),
        pytest.param(item("x &#1114112;"), "x", id="a reference beyond Unicode"),
        pytest.param(item("x &#x7FFFFFFF;"), "x", id="a hexadecimal reference beyond Unicode"),
        pytest.param(item("x &#99999999999999999999;"), "x", id="a reference beyond everything"),
        pytest.param(item("x &#0; y &#8;"), "x y", id="references to control characters"),
        pytest.param(item("x \x08\x1b\x00y"), "x y", id="control characters"),
        pytest.param(item("x \uffff y\ud800"), "x y", id="what is no character"),
        pytest.param(item("Q&A & R&D"), "Q&A & R&D", id="bare ampersands"),
        pytest.param(item("a&nbsp;b &laquo;c&raquo; &mdash; d"), "a b «c» — d", id="entities of HTML"),
        pytest.param(item("a &foo; b"), "a &foo; b", id="an entity that nobody knows"),
        pytest.param(item("5 < 6"), "5 < 6", id="a sign that is no tag"),
        pytest.param(item("x", more="<foo:bar>1</foo:bar>"), "x", id="a prefix that is not declared"),
        pytest.param(item("x", more='<thing xlink:href="a"/>'), "x", id="a prefix of an attribute"),
        pytest.param(item("x").replace("About", "<![CDATA[About"), "x", id="CDATA without an end"),
        pytest.param(item("<![CDATA[x"), "x", id="CDATA without an end in the title"),
        pytest.param(item("x", more="<category><![CDATA[a"), "x", id="CDATA without an end in all that follows"),
        pytest.param(item("x").replace("About", "<![CDATA[About ]]> ]]>"), "x", id="CDATA with two ends"),
        pytest.param(item("x").replace("</title>", ""), "x", id="a title that is never closed"),
        pytest.param(item("x").replace("</description>", ""), "x", id="a description that is never closed"),
        pytest.param(item("x").replace("</link>", ""), "x", id="a link that is never closed"),
        pytest.param(item("x").replace("</title>", "</title></title>"), "x", id="a title that is closed twice"),
        pytest.param(item("x").replace("</title>", "</titel>"), "x", id="a title that another name closes"),
        pytest.param(item("x").replace("</item>", ""), "x", id="an item that is never closed"),
        pytest.param(item("x").replace("About", "<p>About<br><img src=x.jpg>"), "x", id="HTML in a description"),
        pytest.param(item("A <b>bold</b> x"), "A bold x", id="HTML in a title"),
        pytest.param(item("x", more=POINT), "x", id="a point on no map"),
        pytest.param(item("x", more="<georss:box>1 2 x</georss:box>"), "x", id="half a box"),
        pytest.param(item("x", more="<enclosure url=https://a.example/b.jpg />"), "x", id="no quotes"),
        pytest.param(item("x", more='<enclosure url="a" url="b"/>'), "x", id="an attribute twice"),
        pytest.param(item("x", more='<enclosure url="a/>'), "x", id="a quote without an end"),
        pytest.param(item("x", more="<guid>http://[bad</guid>"), "x", id="a guid that is half an address"),
        pytest.param(item("x", more="<!-- a -- b -->"), "x", id="a comment that is none"),
        pytest.param(item("x", more="<!-- a"), "x", id="a comment without an end"),
        pytest.param(item("x <!-- y"), "x <!-- y", id="a comment without an end in the title"),
        pytest.param(item("a &\\u2019; &\\1;"), "a &\\u2019; &\\1;", id="backslashes in an entity"),
        pytest.param(item("x", more="<?php echo 1; ?>"), "x", id="a script"),
        pytest.param("<br />\n<b>Warning</b>: x in <b>/a.php</b><br>\n" + item("x"), "x", id="a warning"),
        pytest.param(item("x", more="<category>a\\1\\g&lt;</category>"), "x", id="backslashes"),
        pytest.param(item("x").replace("<item>", '<item xml:base="http://[oops">'), "x", id="a base that is none"),
        pytest.param(item("x").replace("item>", "ITEM>").replace("title>", "Title>"), "x", id="capitals"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_fault_is_mended_and_costs_no_other_entry(broken: str, title: str, place: int) -> None:
    items, expected = [WASTE, WEATHER], ["Отходы", "Погода"]
    items.insert(place, broken)
    expected.insert(place, title)
    assert titles(rss(*items)) == expected
    told = [ENGLISH(problem) for problem in read(rss(*items)).problems]
    assert told in ([], ["1 character can't be read, and is left out"])


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(rss(WASTE, WEATHER, before=POINT), id="a point in the channel"),
        pytest.param(rss(WASTE, WEATHER, before="<description>A & B <br> c</description>"), id="markup in the channel"),
        pytest.param(rss(WASTE, WEATHER).replace("<title>N</title>", "<title>N"), id="a channel's title not closed"),
        pytest.param(rss(WASTE, WEATHER).replace("<channel>", "").replace("</channel>", ""), id="no channel"),
        pytest.param(rss(WASTE, WEATHER)[:-60], id="it breaks off"),
        pytest.param(rss(WASTE, WEATHER).replace("</channel></rss>", ""), id="no end"),
        pytest.param(rss(WASTE, WEATHER).replace("</channel></rss>", "</rss>"), id="half an end"),
        pytest.param(rss(WASTE, WEATHER).replace('version="1.0"', 'version="1.1"'), id="XML 1.1"),
        pytest.param('<?xml version="1.0"?>\n' + rss(WASTE, WEATHER), id="two declarations"),
        pytest.param(rss(WASTE, WEATHER).replace('"utf-8"?>', "utf-8>"), id="a broken declaration"),
        pytest.param(rss(WASTE, WEATHER) + rss(), id="two feeds"),
        pytest.param(rss(WASTE, WEATHER).replace(NAMESPACES, 'a="1" a="2"'), id="a broken root"),
        pytest.param(rss(WASTE, WEATHER).replace(NAMESPACES, 'a="1" a="2"').replace("2.0", "&"), id="a worse root"),
        pytest.param(WASTE + WEATHER, id="only items"),
        pytest.param(f"<channel><title>N & N</title>{WASTE}{WEATHER}</channel>", id="no root but the channel"),
    ],
)
def test_what_stands_before_the_entries_costs_none(feed: str) -> None:
    assert titles(feed) == ["Отходы", "Погода"]


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>{"".join(entries)}</feed>'


ENTRY = '<entry><title>Погода</title><id>2</id><link href="https://site.example/2"/></entry>'


@pytest.mark.parametrize(
    ("broken", "title"),
    [
        ("<entry><title>x &#1114112;</title><id>1</id></entry>", "x"),
        ('<entry><title>x<id>1</id><link href="https://site.example/1"/></entry>', "x"),
        ("<entry><title>x</title><id>1</id><content><![CDATA[a</content></entry>", "x"),
        ("<entry><title>Q&A</title><id>1</id>", "Q&A"),
    ],
)
def test_a_fault_in_atom_is_mended_too(broken: str, title: str) -> None:
    assert titles(atom(broken, ENTRY)) == [title, "Погода"]
    assert titles(atom(ENTRY, broken)) == ["Погода", title]
    assert titles(atom(broken, ENTRY).replace("<feed ", "<feed a=1 ")) == [title, "Погода"]


def test_a_fault_in_rss_1_is_mended_too() -> None:
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    first = '<item rdf:about="https://site.example/1"><title>x<link>https://site.example/1</link></item>'
    second = '<item rdf:about="https://site.example/2"><title>y</title><link>https://site.example/2</link></item>'
    feed = f'<rdf:RDF {spaces}><channel rdf:about="https://site.example/"><title>N</title></channel>{first}{second}</rdf:RDF>'
    assert titles(feed) == ["x", "y"]


def test_the_entities_of_a_doctype_are_read_whatever_they_contain() -> None:
    entities = (
        '<!ENTITY a "x\\1\\g">\n<!ENTITY b \'ok &#8217;\'><!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY % d "e">'
    )
    feed = rss(item("&a; &b; &c;")).replace("<rss", f"<!DOCTYPE rss [{entities}]>\n<rss")
    assert titles(feed) == ["x\\1\\g ok ’ &c;"]


def test_entities_that_grow_are_left_out() -> None:
    feed = rss(item("&a;" * 5_000 + "x")).replace("<rss", f'<!DOCTYPE rss [<!ENTITY a "{"b" * 300}">]><rss')
    assert titles(feed)[0].startswith("&a;")


def test_a_doctype_of_another_file_is_left_out() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://dtd.example/rss-0.91.dtd">'
    assert titles(rss(WASTE).replace("<rss", f"{doctype}<rss")) == ["Отходы"]


@pytest.mark.parametrize(
    ("items", "count", "beginning"),
    [
        ((WASTE, f"<item>{POINT}</item>"), 1, "51 71"),
        ((f"<item>{POINT}</item>", WASTE, f"<item>{POINT.replace('51', '52')}</item>"), 2, "51 71"),
        ((WASTE, f"<item>{POINT.replace('51 71', '')}</item>"), 1, "?"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_costs_no_other(
    items: tuple[str, ...], count: int, beginning: str
) -> None:
    listing = read(rss(*items))
    assert [entry.title for entry in listing.entries] == ["Отходы"]
    (problem,) = listing.problems
    assert problem.parts == {"count": count, "beginning": beginning}


def test_a_feed_of_broken_items_alone_is_read_to_its_end() -> None:
    broken = [
        f"<item><title>News {n}</title><foo bar=1><link>https://site.example/{n}</link></item>" for n in range(300)
    ]
    assert len(broken) > BROKEN_LIMIT
    assert titles(rss(*broken)) == [f"News {n}" for n in range(300)]


def test_items_without_an_end_tag_are_taken_one_by_one() -> None:
    parts = taken_apart("<rss><channel><item a='1'/><item><title>x</title><item><title>y</channel></rss>")
    assert parts is not None
    assert [part[:6] for part in parts.items] == ["<item ", "<item>", "<item>"]
    assert taken_apart("<rss><channel></channel></rss>") is None


def test_an_item_named_within_a_text_is_none() -> None:
    text = "<![CDATA[<item><title>inner</title></item>]]><!-- <item> -->"
    assert titles(rss(item("Q&A", more=f"<category>{text}</category>"), WASTE, item("a<b=", number=4)))[:2] == [
        "Q&A",
        "Отходы",
    ]


def test_a_feed_without_items_that_is_broken_is_a_feed_still() -> None:
    assert titles(rss(before="<description>A & <br></description>")) == []
    with pytest.raises(ParseError, match="no feed"):
        read("<?xml version='1.0'?><oops>&</oops>")


def test_an_empty_link_gives_way_to_what_follows() -> None:
    assert prepared("<item><link/><link></link><link> <![CDATA[ ]]> </link></item>") == "<item></item>"


@pytest.mark.usefixtures("no_minutes")
@pytest.mark.parametrize(
    "hostile",
    [
        "<item>" * 100_000,
        "<item><![CDATA[" * 50_000,
        "<item><![CDATA[]]><!--" * 50_000,
        "<item><title>" * 300,
        "<a:b>" * 100_000,
        "<!ENTITY a 'b'>" * 50_000,
        "&a;" * 300_000,
    ],
)
def test_a_hostile_feed_is_taken_apart_in_linear_time(hostile: str) -> None:
    taken_apart(prepared(f"<rss><channel>{hostile}"))


@given(
    st.lists(
        st.sampled_from(
            ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&", "x", "<entry>"]
        )
    )
)
def test_whatever_the_tags_a_feed_is_read_or_refused(tags: list[str]) -> None:
    try:
        read(rss(WASTE, "".join(tags)))
    except ParseError as error:
        pytest.fail(str(error))


def test_a_reference_to_no_character_is_left_out_and_told() -> None:
    broken = item("Отходы &#1114112; и &#xD83D; вода &#1;")
    listing = read(rss(broken))
    assert [entry.title for entry in listing.entries] == ["Отходы и вода"]
    assert [ENGLISH(problem) for problem in listing.problems] == ["2 characters can't be read, and are left out"]
