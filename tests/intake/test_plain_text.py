from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.plain_text import cut, plain_text, tidy


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("П<Image=1153488788=true>о имеющейся", "По имеющейся", id="CMS markup within a word"),
        pytest.param("<p>One</p><p>two &amp; <b>thr</b>ee</p>", "One two & three", id="tags and entities"),
        pytest.param("a < b and 2 > 1", "a < b and 2 > 1", id="signs that are no tags"),
        pytest.param("&lt;p&gt;AT&amp;amp;T&lt;/p&gt;", "AT&T", id="escaped twice"),
        pytest.param("x<!-- no -->y<script>alert(1)</script>z<STYLE>b{}</STYLE>", "x y z", id="what is not text"),
        pytest.param("x<!-- never closed", "x", id="a comment without an end"),
        pytest.param("İ<SCRIPT>alert</SCRIPT>", "İ", id="a letter that grows when lowered"),
        pytest.param("и\u0306 co\u00adop\u200b\ufeff a\x00b\x07\ud800", "й coop a b", id="NFC, nothing invisible"),
        pytest.param("one\u00a0two\n three", "one two three", id="single spaces"),
        pytest.param("Vector&lt;int&gt;", "Vector<int>", id="words in angle brackets may be meant"),
    ],
)
def test_text_becomes_plain(raw: str, text: str) -> None:
    assert plain_text(raw) == text


@pytest.mark.parametrize(
    "hostile", ["<!--" * 60_000, "<script" * 30_000, "<a " * 70_000, "&lt;p" * 50_000, "<" * 200_000]
)
@pytest.mark.usefixtures("no_minutes")
def test_a_hostile_text_is_read_in_linear_time(hostile: str) -> None:
    assert len(plain_text(hostile)) <= len(hostile)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one, two three", 8, "one…"),
        ("onetwothree", 4, "one…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(st.text())
def test_any_text_can_be_stored(raw: str) -> None:
    text = plain_text(raw)
    assert "\x00" not in text
    assert text.encode().decode() == text
    assert tidy(text) == text
