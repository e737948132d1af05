"""Inputs that were read wrongly once, and what is right: see the first line of cases.jsonl."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from bot.intake.feed import parse_feed
from bot.intake.page import parse_page
from bot.model import Listing
from tests.intake.site import source

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text().splitlines()[1:]]
#: Classes whose inputs are read by the parsers alone.
PARSED = (
    "half-letter",
    "charset-named-wrongly",
    "cyrillic-before-unicode",
    "one-item-loses-the-feed",
    "titles",
    "links",
    "wrappings",
)
SOURCE = source(rules=False)


def body(case: dict[str, Any], name: str) -> bytes:
    encoded = case.get(f"{name}_b64")
    return base64.b64decode(encoded) if encoded else str(case[name]).encode()


def listing(case: dict[str, Any]) -> Listing:
    url = case.get("feed_url", "https://site.example/rss/all.xml")
    return parse_feed(body(case, "feed"), SOURCE, SOURCE.ways[0], url, case.get("charset"))


def of(*kinds: str) -> list[Any]:
    return [pytest.param(case, id=f"{case['class']}: {case['what']}") for case in CASES if case["class"] in kinds]


@pytest.mark.parametrize("case", of(*PARSED))
def test_what_was_read_wrongly_is_read_rightly(case: dict[str, Any]) -> None:
    expected = case["expect"]
    if "first_paragraph" in expected:
        page = parse_page(body(case, "page"), SOURCE, "https://site.example/n/1", case.get("charset"))
        assert page.text.split("\n\n")[0] == expected["first_paragraph"]
        return
    entries = listing(case).entries
    titles = [entry.title for entry in entries]
    assert titles == expected.get("titles", titles)
    assert {*expected.get("titles_include", ())} <= {*titles}
    assert [entry.link for entry in entries] == expected.get("links", [entry.link for entry in entries])


@pytest.mark.parametrize("case", of("full-text"))
def test_the_full_text_of_a_feed_is_kept(case: dict[str, Any]) -> None:
    (entry,) = listing(case).entries
    assert all(sentence in entry.text for sentence in case["expect"]["sentences"])
    assert len(entry.text) > len(entry.teaser)
