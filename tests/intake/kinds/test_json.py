"""JSON documents of any shape, by paths."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.errors import ParseError
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, links, listing, only, problems, titles

DOCUMENT = {
    "data": {
        "news": [
            {
                "id": 71,
                "attributes": {"headline": "Мост <b>закрыт</b>", "slug": "most-zakryt", "lead": "Надолго.\nДо весны."},
                "published": 1764058800,
                "blocks": [{"type": "text", "html": "<p>Мост закрыт.</p><p>Объезд есть.</p>"}],
            },
            {"id": 72, "attributes": {"headline": "Плотина", "slug": "plotina"}, "published": "2025-11-25T13:20:00"},
        ]
    }
}
PATHS = {
    "item": "data.news",
    "title": "attributes.headline",
    "link": "join('', ['/n/', attributes.slug])",
    "date": "published",
    "teaser": "attributes.lead",
    "text": "blocks[?type=='text'] | [0].html",
    "id": "id",
}


def read(document: Any, **paths: Any) -> Listing:
    body = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return listing(WayKind.JSON, body, url="https://site.example/api/news", **(paths or PATHS))


def test_every_part_of_an_item_is_found_by_its_path() -> None:
    found = read(DOCUMENT)
    assert titles(found) == ["Мост закрыт", "Плотина"]
    assert links(found) == ["https://site.example/n/most-zakryt", "https://site.example/n/plotina"]
    assert dates(found) == ["2025-11-25 08:20", "2025-11-25 08:20"]
    assert [entry.guid for entry in found.entries] == ["71", "72"]
    assert [entry.text for entry in found.entries] == ["Мост закрыт.\n\nОбъезд есть.", ""]
    assert found.entries[0].teaser == "Надолго. До весны."
    assert not found.problems


def test_a_document_that_is_a_list_needs_no_path_of_it() -> None:
    assert titles(read([{"t": "Мост закрыт"}, None], title="t")) == ["Мост закрыт"]


def test_a_list_by_ids_is_a_list() -> None:
    assert titles(read({"5": {"t": "Мост"}, "6": {"t": "Плотина"}}, title="t")) == ["Мост", "Плотина"]


@pytest.mark.parametrize("date", [1764058800, 1764058800.5, 1764058800000, 1764058800000000, "25.11.2025 13:20"])
def test_a_date_may_be_a_number_of_any_unit(date: Any) -> None:
    assert dates(read([{"t": "x", "d": date}], title="t", date="d")) == ["2025-11-25 08:20"]


@pytest.mark.parametrize("date", [None, True, "", [], {}])
def test_an_item_without_a_date_is_counted(date: Any) -> None:
    found = read([{"t": "x", "d": date}], title="t", date="d")
    assert dates(found) == [None]
    assert problems(found) == ["1 item of '@' has no date"]


@pytest.mark.parametrize("date", [0, 1e40, "soon", -5e300, 10**200, float("nan"), float("-inf")])
def test_what_is_no_date_is_none_and_is_told(date: Any) -> None:
    found = read([{"t": "x", "d": date}, {"t": "y", "d": "25.11.2025"}], title="t", date="d")
    assert dates(found) == [None, "2025-11-24 19:00"]
    (said,) = problems(found)
    assert said.startswith("The date of 1 entry can't be read, for example \"")


@pytest.mark.parametrize(("date", "day_only"), [("25.11.2025", True), ("25.11.2025 00:00", False), (20251125, True)])
def test_a_day_without_a_time_is_no_midnight(date: Any, day_only: bool) -> None:
    assert only(read([{"t": "x", "d": date}], title="t", date="d")).day_only is day_only


def test_a_title_keeps_what_only_looks_like_a_tag() -> None:
    assert titles(read([{"t": "Why <i>List&lt;String&gt;</i> is slow"}], title="t")) == ["Why List<String> is slow"]


def test_a_date_in_the_sources_own_form_is_read() -> None:
    found = read([{"t": "x", "d": "25-11-25 13.20"}], title="t", date="d", date_format="%y-%m-%d %H.%M")
    assert dates(found) == ["2025-11-25 08:20"]


def test_lines_of_a_plain_text_are_paragraphs() -> None:
    entry = only(read([{"t": "x", "b": "Мост закрыт.\n\n Объезд есть. \n5 < 7 & 7 > 5"}], title="t", text="b"))
    assert entry.text == "Мост закрыт.\n\nОбъезд есть.\n\n5 < 7 & 7 > 5"


def test_items_without_a_title_are_counted() -> None:
    found = read([{"t": "x"}, {"t": None}, {"t": ""}, 5], title="t")
    assert titles(found) == ["x"]
    assert problems(found) == ["3 items of '@' have no title, and are left out"]


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (
            {"item": "data.other", "title": "t"},
            r"^the path 'data\.other' finds no list on https://site\.example/api/news$",
        ),
        ({"item": "data.news[0].id", "title": "t"}, "finds no list on"),
        ({"item": "data.news", "title": "t"}, "the path 't' finds no title in any item on"),
        ({"item": "length(data.news[0].id)", "title": "t"}, r"^the path 'length.*' can't be followed: "),
    ],
)
def test_a_path_that_finds_nothing_is_named(paths: dict[str, str], said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read(DOCUMENT, **paths)


@pytest.mark.parametrize("body", ["", "words", "<html></html>", "[1,", "{" * 50_000])
def test_what_is_no_json_is_a_reason(body: str) -> None:
    with pytest.raises(ParseError, match="what it answered is no JSON"):
        read(body)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_document_in_any_alphabet_is_read(encoding: str) -> None:
    body = json.dumps([{"t": "Мост закрыт"}], ensure_ascii=False).encode(encoding)
    assert titles(listing(WayKind.JSON, body, charset="windows-1251" if encoding == "cp1251" else None, title="t")) == [
        "Мост закрыт"
    ]


def test_an_empty_list_has_nothing() -> None:
    assert read([], title="t") == Listing(entries=())
