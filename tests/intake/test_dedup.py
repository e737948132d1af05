from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.dedup import (
    VALUE_LIMIT,
    canonical_url,
    entry_keys,
    link_keys,
    normal_title,
    same_site,
    shared_marks,
    source_id,
)
from bot.model import Entry, Key, KeyKind, Way
from tests.intake.site import source

NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
LINK = "https://www.kt.kz/eng/society/a_second_line_1377983212.html"


def entry(**changed: Any) -> Entry:
    usual: dict[str, Any] = {"guid": "g-1", "link": LINK, "title": "Metro", "teaser": "", "published_at": NOW}
    return Entry(**(usual | changed))


def values(found: tuple[Key, ...]) -> dict[KeyKind, str]:
    return {key.kind: key.value for key in found}


def test_an_entry_has_its_id_its_address_and_its_title_with_the_minute_strongest_first() -> None:
    assert entry_keys(entry(), source(), frozenset(), NOW) == (
        Key(kind=KeyKind.ID, value="kt-eng 1377983212"),
        Key(kind=KeyKind.URL, value="kt.kz/eng/society/a_second_line_1377983212.html"),
        Key(kind=KeyKind.TITLE, value="2025-11-25T09:00+00:00 metro"),
    )


def test_the_guid_is_the_id_where_the_link_holds_none() -> None:
    assert values(entry_keys(entry(link=None), source(), frozenset(), NOW))[KeyKind.ID] == "kt-eng g-1"


@pytest.mark.parametrize(
    "guid",
    [
        pytest.param(None, id="there is none"),
        pytest.param("shared", id="two entries bear it"),
        pytest.param("https://kt.kz/shared.html", id="it is an address that two entries bear"),
        pytest.param("https://kt.kz/rus/society/.html", id="it is a link with no id"),
    ],
)
def test_a_guid_that_identifies_nothing_is_not_an_id(guid: str | None) -> None:
    found = entry_keys(entry(link=None, guid=guid), source(), {"shared", "kt.kz/shared.html"}, NOW)
    assert KeyKind.ID not in values(found)


def test_a_guid_that_is_a_good_address_is_an_id() -> None:
    found = entry_keys(entry(link=None, guid="https://site.kz/?p=12"), source(), frozenset(), NOW)
    assert values(found)[KeyKind.ID] == "kt-eng https://site.kz/?p=12"


@pytest.mark.parametrize(
    "link",
    [
        pytest.param(None, id="no link"),
        pytest.param("https://kt.kz/rus/society/.html", id="a link with no id"),
        pytest.param("https://kt.kz/rus/society/", id="a section"),
        pytest.param("https://kt.kz/rus/society/?page=2", id="a section's page"),
        pytest.param("https://kt.kz/shared.html", id="two entries share it"),
    ],
)
def test_a_url_that_identifies_no_single_article_is_not_a_key(link: str | None) -> None:
    assert KeyKind.URL not in values(entry_keys(entry(link=link), source(), {"kt.kz/shared.html"}, NOW))


def test_an_undated_title_counts_within_its_source_for_a_week() -> None:
    (key,) = [key for key in entry_keys(entry(published_at=None), source(), (), NOW) if key.kind is KeyKind.TITLE]
    assert key == Key(kind=KeyKind.TITLE, value="kt-eng metro", expires_at=NOW + timedelta(days=7))


def test_the_minute_is_compared_in_utc() -> None:
    from zoneinfo import ZoneInfo

    there = NOW.astimezone(ZoneInfo("Asia/Almaty")) + timedelta(seconds=30)
    assert entry_keys(entry(published_at=there), source(), (), NOW) == entry_keys(entry(), source(), (), NOW)


def test_a_long_value_is_stored_as_a_hash_and_still_distinguishes() -> None:
    one, other = (
        values(entry_keys(entry(title="x" * 3 * VALUE_LIMIT + end), source(), (), NOW))[KeyKind.TITLE] for end in "ab"
    )
    assert one != other
    assert len(one) < VALUE_LIMIT


def test_only_different_entries_share_what_they_bear() -> None:
    twice = [entry(), entry()]
    assert shared_marks(twice) == frozenset()
    headlines = [entry(title=f"Another {number}") for number in range(9)]
    assert shared_marks([*twice, *headlines]) == {canonical_url(LINK), "g-1"}
    assert shared_marks([entry(link=None, guid=None), entry(link=None, guid=None, title="Another")]) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("http://www.kt.kz/a.html", "https://kt.kz/a.html", id="scheme and www"),
        pytest.param("https://kt.kz:443/a.html", "https://KT.kz/a.html", id="port and case of the host"),
        pytest.param("https://kt.kz/a.html?utm_source=x&fbclid=1#top", "https://kt.kz/a.html", id="tracking, fragment"),
        pytest.param(
            "https://kt.kz/новость.html", "https://kt.kz/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C.html", id="%"
        ),
        pytest.param("https://kt.kz", "https://kt.kz/", id="an empty path"),
    ],
)
def test_the_same_page_has_one_address(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


def test_what_a_page_is_asked_for_stays_in_its_address() -> None:
    assert canonical_url("https://kt.kz:8080/show?id=7&utm_medium=rss") == "kt.kz:8080/show?id=7"


@pytest.mark.parametrize("broken", [None, "", "mailto:a@b.kz", "http://[::1", "http://kt.kz:99999/"])
def test_what_is_not_a_url_has_no_canonical_url(broken: str | None) -> None:
    assert canonical_url(broken) is None


def test_titles_are_compared_without_case_quotes_dashes_and_spaces() -> None:
    assert normal_title("  «Ай» – ТАУ\u00a0’s й") == normal_title('"ай" - тау \'s и\u0306')


def test_without_a_pattern_a_source_has_no_id_of_its_own() -> None:
    from dataclasses import replace

    assert source_id(LINK, source()) == "1377983212"
    assert source_id(LINK, replace(source(), id=None)) is None
    assert source_id(None, source()) is None


@given(st.text(), st.text(), st.text(min_size=1))
def test_no_entry_makes_the_keys_raise(guid: str, link: str, title: str) -> None:
    strange = entry(guid=guid, link=link, title=title)
    assert entry_keys(strange, source(), shared_marks([strange]), NOW)


def test_an_article_is_known_by_its_link_as_by_its_entry() -> None:
    known = entry_keys(entry(), source(), frozenset(), NOW)
    on_site = replace(source(), ways=(Way(url="https://www.kt.kz/eng/rss/"),))
    assert link_keys(f"{LINK}?utm_source=telegram#top", [on_site]) == known[:2]


def test_of_editions_on_one_site_the_one_with_the_path_of_the_link_counts() -> None:
    editions = [source(f"kt-{name}", f"https://www.kt.kz/{name}/rss/") for name in ("eng", "rus")]
    found = values(link_keys("https://kt.kz/rus/society/any_1377983212.html", editions))
    assert found[KeyKind.ID] == "kt-rus 1377983212"


def test_an_id_counts_on_the_source_s_own_site_only() -> None:
    (key,) = link_keys("https://other.example/a_1377983212.html", [source()])
    assert key.kind is KeyKind.URL
    assert link_keys("no link", [source()]) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.kt.kz/eng/", "http://kt.kz/rss", True),
        ("https://rus.azattyq.org/a", "https://azattyq.org/rss", True),
        ("https://kt.kz?x=1", "https://kt.kz/", True),
        ("https://notkt.kz/", "https://kt.kz/", False),
        ("https://tengrinews.kz/", "https://kt.kz/", False),
        ("", "", False),
        (None, "https://kt.kz/", False),
    ],
)
def test_a_site_is_a_host_with_its_parts(one: str | None, other: str, same: bool) -> None:
    assert same_site(one, other) is same
