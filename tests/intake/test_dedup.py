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
    listed_once,
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


def keys_of(entries: list[Entry]) -> list[set[tuple[KeyKind, str]]]:
    """The keys of each entry that the feed lists, once for each article."""
    shared = shared_marks(entries)
    own = replace(source(), id=None)
    found = [entry_keys(one, own, shared, NOW) for one in listed_once(entries, shared)]
    return [{(key.kind, key.value) for key in keys} for keys in found]


def are_apart(entries: list[Entry]) -> bool:
    """Is each entry an article, and do no two of them have a key in common?"""
    found = keys_of(entries)
    return len(found) == len(entries) and sum(map(len, found)) == len(set().union(*found))


LIVE = "https://s.kz/live"
SECTION = "https://s.kz/news/"


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(
            [{"guid": "o0", "link": "https://s.kz/0"}, {"guid": "o1", "link": "https://s.kz/1"}], id="one title"
        ),
        pytest.param(
            [{"guid": f"https://s.kz/{n}/", "link": f"https://s.kz/{n}/"} for n in "abc"],
            id="three guids that are links",
        ),
        pytest.param(
            [{"guid": None, "link": f"https://s.kz/{n}", "day_only": True} for n in "ab"], id="one title and day"
        ),
        pytest.param(
            [{"guid": None, "link": f"https://s.kz/{n}", "published_at": None} for n in "ab"], id="one title, no date"
        ),
        pytest.param(
            [{"guid": f"{LIVE}#p{n}", "link": LIVE, "title": f"T {n}"} for n in range(3)], id="pieces by guids"
        ),
        pytest.param(
            [{"guid": None, "link": f"{LIVE}#p{n}", "title": f"T {n}"} for n in range(3)], id="pieces by links"
        ),
        pytest.param([{"guid": f"{LIVE}#{n}", "link": LIVE, "title": f"T {n}"} for n in "ab"], id="pieces by words"),
        pytest.param([{"guid": f"g{n}", "link": LIVE, "title": f"T {n}"} for n in range(3)], id="guids on one page"),
        pytest.param([{"guid": "0", "link": f"https://s.kz/{n}", "title": f"T {n}"} for n in range(3)], id="one guid"),
        pytest.param([{"guid": None, "link": SECTION, "title": f"T {n}"} for n in range(3)], id="a section's link"),
        pytest.param(
            [{"guid": SECTION, "link": SECTION, "title": f"T {n}"} for n in range(3)], id="that is the guid too"
        ),
        pytest.param([{"guid": "0", "link": SECTION, "title": f"T {n}"} for n in range(3)], id="both placeholders"),
        pytest.param([{"guid": "id7", "link": SECTION, "title": f"T {n}"} for n in range(9)], id="for all entries"),
        pytest.param(
            [{"guid": None, "link": "https://s.kz/p1.html", "title": f"T {n}"} for n in range(9)], id="one link"
        ),
        pytest.param([{"guid": "x", "link": None, "title": f"T {n}"} for n in range(2)], id="a guid without a link"),
        pytest.param([{"guid": None, "link": None, "title": f"T {n}"} for n in range(2)], id="titles alone"),
    ],
)
def test_entries_that_a_feed_tells_apart_are_articles_of_their_own(listed: list[dict[str, Any]]) -> None:
    assert are_apart([entry(**one) for one in listed])


LATER = NOW + timedelta(minutes=2)


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param([{}, {}], id="the same"),
        pytest.param([{}, {"title": "Metro: photos", "published_at": LATER}], id="two headlines"),
        pytest.param([{}, {"published_at": LATER}], id="two dates"),
        pytest.param([{"guid": LINK}, {"guid": LINK, "title": "Metro: photos"}], id="a guid that is the link"),
        pytest.param([{"guid": None}, {"guid": None, "title": "Metro: photos"}], id="no guid"),
        pytest.param([{}, {"guid": None, "title": "Metro: photos"}], id="one guid"),
        pytest.param([{"link": SECTION}, {"link": SECTION, "title": "Metro: photos"}], id="a guid of its own"),
        pytest.param([{"link": None}, {"link": None, "published_at": LATER}], id="no link"),
        pytest.param([{"guid": "a"}, {"guid": "b", "published_at": LATER}], id="a guid made anew"),
        pytest.param([{}, {"link": LINK + "?utm_source=x", "title": "Metro: photos"}], id="a link that is counted"),
    ],
)
def test_one_article_listed_twice_is_one(listed: list[dict[str, Any]]) -> None:
    entries = [entry(**one) for one in listed]
    assert len(listed_once(entries, shared_marks(entries))) == 1


def test_of_an_article_listed_twice_the_latest_state_counts() -> None:
    states = [entry(title="Bridge"), entry(title="Bridge: photos", published_at=LATER), entry(guid="other", link=None)]
    assert listed_once(states, shared_marks(states)) == states[1:]
    undated = [entry(title="New", published_at=None), entry(title="Old", published_at=None)]
    assert listed_once(undated, shared_marks(undated)) == undated[:1], "a feed begins with the newest"


def test_an_address_with_a_closing_slash_is_an_identity() -> None:
    found = values(entry_keys(entry(guid=None, link="https://s.kz/news/most/"), source(), (), NOW))
    assert found[KeyKind.URL] == "s.kz/news/most"
    assert KeyKind.URL not in values(entry_keys(entry(guid=None, link="https://s.kz/"), source(), (), NOW)), (
        "the front page"
    )


def test_a_piece_of_a_page_is_not_known_by_its_page() -> None:
    found = values(entry_keys(entry(guid=f"{LIVE}#p0", link=LIVE), source(), (), NOW))
    assert found.keys() == {KeyKind.ID, KeyKind.TITLE}


def test_a_title_of_a_day_is_a_weak_key_within_its_source() -> None:
    found = [
        entry_keys(entry(day_only=True, published_at=at), source(), (), NOW)[-1] for at in (NOW, NOW + timedelta(1))
    ]
    assert found[0] == Key(
        kind=KeyKind.TITLE, value="kt-eng 2025-11-25T09:00+00:00 metro", expires_at=NOW + timedelta(days=7)
    )
    assert found[0].value != found[1].value


def test_a_title_that_is_all_that_an_entry_of_a_day_has_is_known_as_former_releases_stored_it() -> None:
    found = entry_keys(entry(guid=None, link=None, day_only=True), source(), (), NOW)
    assert [key.value for key in found] == ["kt-eng 2025-11-25T09:00+00:00 metro", "2025-11-25T09:00+00:00 metro"]


def test_a_list_and_a_feed_meet_by_the_address() -> None:
    in_list = entry_keys(entry(guid=None, published_at=None, title="Metro…"), replace(source(), id=None), (), NOW)
    in_feed = entry_keys(entry(), replace(source(), id=None), (), NOW)
    assert {key.value for key in in_list} & {key.value for key in in_feed} == {canonical_url(LINK)}


SLUGS = st.text(alphabet="abcdefgh-0123456789", min_size=1, max_size=12)


@given(SLUGS, st.sampled_from(["", "www.", "m.", "amp."]), st.permutations(["id=7", "utm_source=a", "n=b", "fbclid=1"]))
def test_a_link_rewritten_without_harm_keeps_its_address(slug: str, host: str, parameters: list[str]) -> None:
    link = f"http://{host}s.kz/n/{slug}/?{'&'.join(parameters)}#comments"
    assert canonical_url(link) == canonical_url(f"https://s.kz/n/{slug}?n=b&id=7")


@given(st.lists(st.tuples(SLUGS, SLUGS), min_size=2, max_size=6, unique=True), st.booleans(), st.booleans())
def test_two_guids_and_two_links_are_never_one(pairs: list[tuple[str, str]], dated: bool, day_only: bool) -> None:
    at = NOW if dated else None
    entries = [
        entry(
            guid=f"{place} {guid}", link=f"https://s.kz/n/{place}/{link}", published_at=at, day_only=dated and day_only
        )
        for place, (guid, link) in enumerate(pairs)
    ]
    assert are_apart(entries)


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://m.kt.kz/a.html", "https://www.kt.kz/a.html", id="the site for telephones"),
        pytest.param("https://amp.kt.kz/a.html", "https://kt.kz/a.html", id="the host of AMP"),
        pytest.param("https://kt.kz/a-1/amp/", "https://kt.kz/a-1/", id="the path of AMP"),
        pytest.param("https://kt.kz/amp/a-1", "https://kt.kz/a-1", id="the folder of AMP"),
        pytest.param("https://kt.kz/a-1?amp=1", "https://kt.kz/a-1", id="the parameter of AMP"),
        pytest.param("https://kt.kz/a-1/", "https://kt.kz/a-1", id="a closing slash"),
        pytest.param("https://kt.kz/?b=2&a=1", "https://kt.kz/?a=1&b=2", id="the order of parameters"),
        pytest.param("https://kt.kz/?id=7&utm_source=x&n=1", "https://kt.kz/?id=7&n=1", id="tracking in between"),
        pytest.param("https://kt.kz/?id=7&amp;n=1", "https://kt.kz/?id=7&n=1", id="& escaped twice"),
        pytest.param("https://kt.kz/a.html?from=rss", "https://kt.kz/a.html", id="whence the reader comes"),
        pytest.param("https://kt.kz/a.html?rss", "https://kt.kz/a.html", id="whence the reader comes, in a word"),
        pytest.param("https://kt.kz/a.html#comments", "https://kt.kz/a.html", id="its comments"),
        pytest.param("https://kt.kz/a.html#comment-17", "https://kt.kz/a.html", id="one of its comments"),
        pytest.param("https://kt.kz/a.html#xtor=RSS-1", "https://kt.kz/a.html", id="tracking in the fragment"),
        pytest.param("https://kt.kz/a;jsessionid=1F3?id=7", "https://kt.kz/a?id=7", id="a session"),
        pytest.param("https://kt.kz/a?PHPSESSID=1f&id=7", "https://kt.kz/a?id=7", id="a session of PHP"),
        pytest.param("https://kt.kz./a.html", "https://kt.kz/a.html", id="a full stop behind the host"),
        pytest.param("https://парк.қаз/a", "https://xn--80aunf.xn--80ao21a/a", id="a name in letters of its own"),
    ],
)
def test_what_leads_to_the_same_page_is_one_address(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("https://s.kz/%CE%F2.html", "https://s.kz/%CF%EE.html", id="paths in windows-1251"),
        pytest.param("https://s.kz/?t=%CE%F2", "https://s.kz/?t=%CF%EE", id="parameters in windows-1251"),
        pytest.param("https://s.kz/?12345", "https://s.kz/?12346", id="bare queries"),
        pytest.param("https://s.kz/?12345", "https://s.kz/", id="a bare query and none"),
        pytest.param("https://s.kz/show?o-pogode", "https://s.kz/show?o-dorogah", id="bare queries of words"),
        pytest.param(
            "https://s.kz/news.php?ref=12", "https://s.kz/news.php?ref=13", id="a number of a name for tracking"
        ),
        pytest.param("https://s.kz/aBc", "https://s.kz/abc", id="the case of a path"),
        pytest.param("https://s.kz/?v=aBc", "https://s.kz/?v=abc", id="the case of a parameter"),
        pytest.param("https://s.kz/a%2Fb", "https://s.kz/a/b", id="an escaped slash"),
        pytest.param("https://s.kz/live#p0", "https://s.kz/live#p1", id="pieces of a page"),
        pytest.param("https://s.kz/live#p0", "https://s.kz/live", id="a piece and its page"),
        pytest.param("https://s.kz/#!/news/17", "https://s.kz/#!/news/18", id="places of an application"),
        pytest.param("https://m.kz/a", "https://kz/a", id="a short name"),
        pytest.param("https://rus.s.kz/a", "https://kaz.s.kz/a", id="editions"),
        pytest.param("https://s.kz:8080/a", "https://s.kz/a", id="ports"),
    ],
)
def test_two_pages_have_two_addresses(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_a_link_is_known_by_the_key_of_former_releases_where_that_is_sure() -> None:
    def keys(link: str) -> list[str]:
        found = entry_keys(entry(link=link), replace(source(), id=None), frozenset(), NOW)
        return [key.value for key in found if key.kind is KeyKind.URL]

    assert keys("https://m.s.kz/a.php?id=7&cat=3&from=x") == ["s.kz/a.php?cat=3&id=7", "m.s.kz/a.php?id=7&cat=3&from=x"]
    assert keys("https://s.kz/a%2Fb?id=7&ref=x") == ["s.kz/a%2Fb?id=7", "s.kz/a/b?id=7"]
    assert keys("https://s.kz/%CE%F2.html") == ["s.kz/%CE%F2.html"], "it stood for any such page"
    assert keys("https://s.kz/a?12345") == ["s.kz/a?12345"]
    assert keys("https://s.kz/a#p0") == ["s.kz/a#p0"]


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
