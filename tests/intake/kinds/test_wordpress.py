"""WordPress's posts, as its REST interface gives them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.errors import ParseError
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, listing, only, problems, titles

POST: dict[str, Any] = {
    "id": 512,
    "date": "2025-11-25T13:20:00",
    "date_gmt": "2025-11-25T08:20:00",
    "guid": {"rendered": "https://site.example/?post_type=post&#038;p=512"},
    "modified": "2025-11-25T15:00:00",
    "modified_gmt": "2025-11-25T10:00:00",
    "slug": "bridge",
    "status": "publish",
    "type": "post",
    "link": "https://site.example/2025/11/25/bridge/",
    "title": {"rendered": "The bridge &#8211; &#8220;closed&#8221;"},
    "content": {
        "rendered": "<p>The bridge is closed.</p>\n<figure><img src='x'><figcaption>A bridge</figcaption></figure>\n"
        "<p>A detour goes along <b>the river</b>.</p><script>x()</script>",
        "protected": False,
    },
    "excerpt": {"rendered": "<p>The bridge is closed [&hellip;]</p>\n", "protected": False},
    "_embedded": {"author": [{"name": "An author"}], "wp:featuredmedia": [{"title": {"rendered": "A picture"}}]},
}


def read(document: Any) -> Listing:
    body = document if isinstance(document, str | bytes) else json.dumps(document)
    return listing(WayKind.WORDPRESS, body, url="https://site.example/wp-json/wp/v2/posts?_embed")


def test_a_post_has_its_title_its_full_text_and_its_date() -> None:
    entry = only(read([POST]))
    assert entry.title == "The bridge – “closed”"
    assert entry.text == "The bridge is closed.\n\nA detour goes along the river."
    assert entry.teaser == "The bridge is closed…"
    assert entry.link == "https://site.example/2025/11/25/bridge/"
    assert f"{entry.published_at:%H:%M}" == "08:20"


def test_a_post_has_the_guid_of_the_sites_feed() -> None:
    assert only(read([POST])).guid == "https://site.example/?post_type=post&p=512"
    assert only(read([POST | {"guid": None}])).guid == "512"


@pytest.mark.parametrize("utc", [None, "0000-00-00T00:00:00", ""])
def test_without_a_date_in_utc_the_sites_own_counts(utc: str | None) -> None:
    assert dates(read([POST | {"date_gmt": utc}])) == ["2025-11-25 08:20"]


def test_a_date_that_can_not_be_read_is_told() -> None:
    found = read([POST | {"date_gmt": "0000-00-00T00:00:00", "date": "soon"}, POST | {"date": None, "date_gmt": None}])
    assert dates(found)[0] is None
    assert problems(found) == ['The date of 1 entry can\'t be read, for example "soon"']


def test_a_title_keeps_what_only_looks_like_a_tag() -> None:
    assert titles(read([POST | {"title": {"rendered": "The &lt;script&gt; element"}}])) == ["The <script> element"]


def test_a_post_with_a_password_has_no_text() -> None:
    closed = {"rendered": "<p>Enter the password</p>", "protected": True}
    entry = only(read([POST | {"content": closed, "excerpt": closed}]))
    assert (entry.text, entry.teaser) == ("", "")


def test_without_an_excerpt_the_first_paragraph_is_the_teaser() -> None:
    assert only(read([POST | {"excerpt": {"rendered": ""}}])).teaser == "The bridge is closed."


def test_a_post_without_a_title_has_the_beginning_of_its_text_and_one_without_both_is_none() -> None:
    bare = {"rendered": ""}
    assert titles(read([POST | {"title": bare}, POST | {"title": bare, "content": bare, "excerpt": bare}])) == [
        "The bridge is closed…"
    ]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"body": [POST], "status": 200, "headers": []}),
        "\ufeff" + json.dumps([POST]),
        "Notice: x on line 5\n" + json.dumps([POST]),
        json.dumps([POST]) + "<!-- cached -->",
    ],
)
def test_what_stands_around_the_posts_does_no_harm(body: str) -> None:
    assert titles(read(body)) == ["The bridge – “closed”"]


def test_a_refusal_is_told_in_the_sites_words() -> None:
    with pytest.raises(ParseError, match="answered no posts: REST API is disabled"):
        read({"code": "rest_disabled", "message": "REST API is disabled", "data": {"status": 401}})


@pytest.mark.parametrize(
    "document", [{"name": "Site"}, "5", [1, 2], [{"id": 1}], "[1", "<html>[]</html>", "", "[" * 9000]
)
def test_what_is_no_list_of_posts_is_a_reason(document: Any) -> None:
    with pytest.raises(ParseError, match=r"no list of posts\. Use |is no JSON"):
        read(document)


def test_a_site_without_posts_has_none() -> None:
    assert read([]) == Listing(entries=())
