"""Odd feeds over the wire: what a chat is told, and what the operator sees."""

from __future__ import annotations

import html
import json

import pytest

from bot.i18n.translator import ENGLISH
from tests.intake.room import Room
from tests.intake.site import Site, item, page, rss, story

SPACES = 'xmlns:gml="http://www.opengis.net/gml" xmlns:georss="http://www.georss.org/georss"'
POINT = '<georss:where><gml:Point srsName="EPSG:x"><gml:pos>51 71</gml:pos></gml:Point></georss:where>'
NEWS = item("Переработка отходов в Актау", "/n/1.html", teaser="Построят завод.", guid="1") + item(
    "Погода &amp; горы", "/n/2.html", teaser="Тепло.", guid="2"
)


def feed(items: str) -> str:
    return rss(items).replace("<rss ", f"<rss {SPACES} ")


async def told(room: Room, site: Site, body: bytes, kind: str) -> list[str]:
    """The titles that a chat is told which follows waste, once the feed came."""
    await room.first_poll()
    room.follow("отходы")
    for number, title in enumerate(("Переработка отходов в Актау", "Погода и горы"), 1):
        site.says(f"/n/{number}.html", page(story("Текст статьи.", title=title)))
    site.says("/rss", body, headers={"Content-Type": kind})
    await room.walk()
    return room.titles_owed()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(feed(NEWS).encode("cp1251"), "text/xml; charset=iso-8859-1", id="windows-1251 named otherwise"),
        pytest.param(feed(NEWS).encode("koi8-r"), "text/xml", id="KOI8-R named UTF-8"),
        pytest.param(feed(NEWS).encode().replace("завод".encode(), b"\xd0"), "text/xml", id="half a letter"),
        pytest.param(feed(NEWS).encode("utf-16-le"), "application/rss+xml", id="two bytes a letter"),
        pytest.param(feed(NEWS.replace("горы", "горы &#55357;&#56832;")).encode(), "text/xml", id="half an emoji"),
        pytest.param(feed(NEWS.replace("</title>", "", 1)).encode(), "text/xml", id="a title that is never closed"),
        pytest.param(f"<br />\n<b>Warning</b>: x<br />\n{feed(NEWS)}".encode(), "text/html", id="a warning before it"),
        pytest.param(
            f"<html><body><pre>{html.escape(feed(NEWS))}</pre></body></html>".encode(), "text/html", id="shown"
        ),
        pytest.param(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "items": [{"id": 1, "url": "/n/1.html", "title": "Переработка отходов в Актау"}],
                }
            ).encode(),
            "application/feed+json",
            id="JSON Feed",
        ),
    ],
)
async def test_news_of_an_odd_feed_reach_their_follower(room: Room, site: Site, body: bytes, kind: str) -> None:
    assert await told(room, site, body, kind) == ["Переработка отходов в Актау"]
    assert room.articles()[0].url in (f"{site.url}/n/1.html", f"{site.url}/n/2.html")
    assert room.health().problems == ()


async def test_an_entry_that_cannot_be_read_stands_in_the_health_until_it_is_gone(room: Room, site: Site) -> None:
    broken = f"<item>{POINT}</item>{NEWS}"
    assert await told(room, site, feed(broken).encode(), "text/xml") == ["Переработка отходов в Актау"]
    assert [ENGLISH(problem) for problem in room.health().problems] == ["1 entry could not be read: 51 71"]
    site.says("/rss", feed(NEWS))
    room.later(minutes=5)
    await room.walk()
    assert room.health().problems == ()
