"""Texts and URLs from outside, before any platform shows them."""

from __future__ import annotations

import pytest

from bot.platforms.cleaning import clean, is_visible, web_address, without_addresses


@pytest.mark.parametrize(
    ("why", "text", "cleaned"),
    [
        ("control characters command or spoil", "a\x00b\x1bc\x7f", "abc"),
        ("tabs and line feeds are text", "a\tb\nc", "a\tb\nc"),
        ("a line break of two characters is one", "a\r\nb", "a\nb"),
        ("separators and overrides redraw what stands around them", "a\u2028b\u202ec", "abc"),
        ("lone surrogates can't be sent", "a\ud800b", "ab"),
        ("letters of every language stay", "Ақтау ë 👩‍🚀", "Ақтау ë 👩‍🚀"),
    ],
)
def test_what_is_not_text_is_removed(why: str, text: str, cleaned: str) -> None:
    assert clean(text) == cleaned, why


@pytest.mark.parametrize(
    ("text", "visible"), [("", False), (" \n", False), ("\u3164\u200b", False), ("a", True), ("·", True)]
)
def test_invisible_text_is_recognised(text: str, visible: bool) -> None:
    assert is_visible(text) is visible


@pytest.mark.parametrize(
    ("why", "url", "good"),
    [
        ("an address of the web", "https://kt.kz/a?b=1&c", True),
        ("in capitals", "HTTP://KT.KZ/", True),
        ("letters of every language", "https://kt.kz/жаңалық", True),
        ("none", None, False),
        ("no host", "https://", False),
        ("no scheme that people follow", "javascript:alert(1)", False),
        ("a space", "https://kt.kz/a b", False),
        ("an escape character", "https://kt.kz/\x1b[2J", False),
        ("a C1 control", "https://kt.kz/\x9b2J", False),
        ("an override of the direction", "https://kt.kz/\u202e", False),
        ("a broken address", "http://[::1", False),
    ],
)
def test_only_urls_that_are_safe_in_any_markup_become_links(why: str, url: str | None, good: bool) -> None:
    assert web_address(url) == (url if good else None), why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Read https://www.kt.kz/eng/1.html.", "Read kt.kz."),
        ("(https://kt.kz/a)", "(kt.kz)"),
        ("HTTPS://KT.KZ/A and http://b.kz", "kt.kz and b.kz"),
        ("no address", "no address"),
    ],
)
def test_a_url_is_replaced_by_its_host(text: str, expected: str) -> None:
    assert without_addresses(text) == expected
