"""Lists of sites, as readers of feeds give and take them."""

from __future__ import annotations

import pytest

from bot.intake.opml import MOST, addresses, is_opml, written
from bot.model import Source, Way


def opml(*outlines: str) -> str:
    return f'<?xml version="1.0"?>\n<opml version="1.0"><body>{"".join(outlines)}</body></opml>'


@pytest.mark.parametrize(
    ("outline", "found"),
    [
        ('<outline text="A" xmlUrl="https://a.kz/rss"/>', ["https://a.kz/rss"]),
        ("<OUTLINE xmlurl='https://a.kz/rss?a=1&amp;b=2'></OUTLINE>", ["https://a.kz/rss?a=1&b=2"]),
        ('<outline htmlUrl="https://a.kz" title="a > b"/>', ["https://a.kz"]),
        ('<outline xmlUrl="https://a.kz/rss" htmlUrl="https://a.kz"/>', ["https://a.kz/rss"]),
        ('<outline text="folder"><outline xmlUrl="http://b.kz/"/></outline>', ["http://b.kz/"]),
        ('<outline xmlUrl="https://a.kz/"/><outline xmlUrl="https://a.kz/"/>', ["https://a.kz/"]),
        ('<outline xmlUrl="javascript:alert(1)"/><outline xmlUrl="file:///etc/passwd"/><outline text="x"/>', []),
        ('<outline my:xmlUrl="https://a.kz/"/>', []),
        ('<outline xmlUrl="https://a.kz/', []),
    ],
)
def test_the_addresses_of_its_feeds_are_read(outline: str, found: list[str]) -> None:
    assert addresses(opml(outline)) == found


def test_what_grows_without_end_is_not_read() -> None:
    bomb = '<!DOCTYPE o [<!ENTITY a "&b;&b;"><!ENTITY b "x">]>' + opml('<outline xmlUrl="https://&a;.kz/"/>')
    assert addresses(bomb) == ["https://&a;.kz/"]
    assert len(addresses(opml(*(f'<outline xmlUrl="https://{n}.kz/"/>' for n in range(MOST + 9))))) == MOST
    assert addresses("<outline " + 'a="' * 100_000) == []


def test_only_such_a_list_is_one() -> None:
    assert is_opml(opml())
    assert not is_opml("AI\nopml")


def test_what_is_written_reads_back() -> None:
    secret = Way(url="https://user:pass@b.kz/rss?a=1&b=2")
    sources = [
        Source(key="a", name='A "quoted" <name>', language="kk", ways=(Way(url="https://a.kz/rss"),)),
        Source(key="b", name="B", language="ru", ways=(secret,)),
        Source(key="c", name="C", language="ru", ways=()),
    ]
    text = written(sources, "Jarshy & co")
    assert is_opml(text)
    assert "pass" not in text
    assert addresses(text) == ["https://a.kz/rss", "https://b.kz/rss?a=1&b=2"]
