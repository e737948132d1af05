"""Why a source or a page was not read is stored as a text with its parts, from wherever in intake it comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.i18n.catalogue import intake as texts
from bot.i18n.keys import from_json
from bot.i18n.text import Phrase
from bot.storage import schema as t
from tests.intake.room import Room
from tests.intake.site import page, story

NO_BODY = Phrase(texts.PAGE_WITHOUT_BODY, {"selector": "div.page-content > div"})  # of tests/intake/site.py
NOT_FOUND = Phrase(texts.ANSWERED_WITH_NAME, {"status": "404", "phrase": "Not Found"})


def no_feed(room: Room) -> Phrase:
    room.site.moves("/rss", "/front")
    room.site.says("/front", page(story("x")))
    html = Phrase(texts.HTML_FOR_FEED)
    return Phrase(texts.REDIRECTED_TO_OTHER, {"url": f"{room.site.url}/front", "error": html})


def no_target(room: Room) -> Phrase:
    room.site.moves("/rss", "/gone")
    room.site.says("/gone", status=404)
    return Phrase(texts.REDIRECTED_TO_FAILURE, {"url": f"{room.site.url}/gone", "error": NOT_FOUND})


def no_name(room: Room) -> Phrase:
    room.site.says("/rss", status=599)
    return Phrase(texts.ANSWERED, {"status": "599"})


def a_circle(room: Room) -> Phrase:
    room.site.moves("/rss", "/rss")
    return Phrase(texts.REDIRECTED_TOO_OFTEN, {"count": 5})


def letters_in_a_header(room: Room) -> Phrase:
    room.site.moves("/rss", "/жаңа")
    return Phrase(texts.REDIRECTED_TO_FAILURE, {"url": f"{room.site.url}/жаңа", "error": NOT_FOUND})


@pytest.mark.parametrize("failing", [no_feed, no_target, no_name, a_circle, letters_in_a_header])
async def test_a_source_keeps_why_it_was_not_read(room: Room, failing: Callable[[Room], Phrase]) -> None:
    reason = failing(room)
    await room.poll()
    assert room.health().last_error == reason


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"status": 404}, NOT_FOUND),
        ({"body": " "}, Phrase(texts.PAGE_EMPTY)),
        ({"body": "<html><body><p>Words.</p></body></html>"}, NO_BODY),
    ],
)
async def test_a_page_keeps_why_it_was_not_read(room: Room, answers: dict[str, object], reason: Phrase) -> None:
    await room.first_poll()
    room.site.says(room.news.publishes(1, "A second line", at=room.now), **answers)  # type: ignore[arg-type]
    await room.walk()
    assert page_error(room) == reason


async def test_a_page_that_moved_keeps_where_to(room: Room) -> None:
    await room.first_poll()
    room.site.moves(room.news.publishes(1, "A second line", at=room.now), "/")
    room.site.says("/", page(story("x")))
    await room.walk()
    assert page_error(room) == Phrase(texts.REDIRECTED, {"url": f"{room.site.url}/"})


async def test_a_page_behind_a_robots_txt_that_fails_keeps_how(room: Room) -> None:
    room.site.says("/robots.txt", status=500)
    await room.first_poll()
    room.news.publishes(1, "A second line", at=room.now)
    await room.walk()
    answer = Phrase(texts.ANSWERED_WITH_NAME, {"status": "500", "phrase": "Internal Server Error"})
    assert page_error(room) == Phrase(texts.ROBOTS_NOT_READ, {"error": answer})


def page_error(room: Room) -> Phrase:
    """That of the newest article."""
    with room.store.database.engine.connect() as db:
        return from_json(str(db.scalar(select(t.article.c.page_error).order_by(t.article.c.id.desc()).limit(1))))
