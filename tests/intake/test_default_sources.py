"""The ways into kt.kz that the project's own file names, against sites in the shapes that kt.kz may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Source
from config.sources import load_sources
from tests.intake.room import NOW, Room
from tests.intake.site import page, story

#: As on kt.kz: the text glued together, a picture and a button beside it.
ROW = """<li><a href="{path}"><img src="/i.jpg"></a><a href="{path}">26.11.2025, 08:1017801{title}</a>
<a href="https://share.example/?u=https://www.kt.kz{path}">Share</a></li>"""


def path_of(edition: str, number: int) -> str:
    return f"/{edition}/society/slug_{number:010}.html"


def on_loopback(room: Room, edition: str) -> Source:
    """The edition's source of the file, at the room's site."""
    (source,) = (source for source in load_sources() if source.key == f"kt-{edition}")
    ways = tuple(replace(way, url=way.url.replace("https://www.kt.kz", room.site.url)) for way in source.ways)
    room.source = replace(source, key=room.source.key, ways=ways)
    room.pages = room.reads_pages_of(room.source)
    return room.source


def a_list(edition: str) -> str:
    rows = (ROW.format(path=path_of(edition, number), title=title) for number, title in TITLES)
    return page(f"<nav><a href='/rus/'>Рус</a><a href='/{edition}/about.html'>About</a></nav><ul>{''.join(rows)}</ul>")


def in_full(edition: str) -> str:
    return page(
        *(
            story(f"All about it: {title}.", "More of it.", title=f'<a href="{path_of(edition, number)}">{title}</a>')
            for number, title in TITLES
        ),
        ROW.format(path=path_of(edition, 9), title="An older story"),
    )


TITLES = ((1, "The depot opens today"), (2, "The bridge is closed"))


@pytest.mark.parametrize("edition", ["eng", "rus", "kaz"])
@pytest.mark.parametrize("front", [a_list, in_full])
async def test_if_the_feed_fails_the_front_page_is_read_in_either_shape(
    room: Room, edition: str, front: object
) -> None:
    on_loopback(room, edition)
    assert callable(front)
    room.site.says(f"/{edition}/rss/", status=503)
    room.site.says(f"/{edition}/", front(edition))
    await room.poll()
    assert {(article.title, article.url) for article in room.articles()} == {
        (title, room.site.url + path_of(edition, number)) for number, title in TITLES
    }
    assert room.health().way == f"{room.site.url}/{edition}/"


async def test_when_the_feed_is_back_nothing_is_known_twice(room: Room) -> None:
    on_loopback(room, "eng")
    room.site.says("/eng/rss/", status=503)
    room.site.says("/eng/", a_list("eng"))
    await room.poll()
    for number, title in TITLES:
        room.news.publishes(number, title, at=NOW - timedelta(hours=3))
    room.site.moves("/eng/rss/", "/rss", 302)
    await room.poll()
    assert len(room.articles()) == 2
    assert room.health().way == f"{room.site.url}/eng/rss/"
