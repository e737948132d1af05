"""Titles made from addresses."""

from __future__ import annotations

import pytest

from bot.intake.slugs import is_section, slug_title


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("https://s.kz/eng/society/a_second_line_1377983212.html", "A second line"),
        ("https://s.kz/2025/11/25/the-bridge-is-closed/", "The bridge is closed"),
        ("https://s.kz/news/512-most-zakryt", "Most zakryt"),
        ("https://s.kz/news/most-zakryt-n51234", "Most zakryt"),
        ("https://s.kz/news/%D0%BC%D0%BE%D1%81%D1%82-%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D1%82.php", "Мост закрыт"),
        ("https://s.kz/news/plan-2025/", "Plan"),
        ("https://s.kz/news/top-10-bridges", "Top 10 bridges"),
        ("https://s.kz/news/12345", "News 12345"),
        ("https://s.kz/bridge/index.html", "Bridge"),
        ("https://s.kz/n/5", ""),
        ("https://s.kz/", ""),
        ("https://[s.kz/a-b-c", ""),
    ],
)
def test_the_words_of_an_address_are_a_title(link: str, title: str) -> None:
    assert slug_title(link) == title


@pytest.mark.parametrize("path", ["", "/", "/about-us", "/society/", "/ru/kontakty"])
def test_few_words_without_a_number_are_a_section(path: str) -> None:
    assert is_section(f"https://s.kz{path}")


@pytest.mark.parametrize("path", ["/the-bridge-is-closed", "/2025/bridge", "/n/5", "/bridge-12"])
def test_more_words_or_a_number_are_an_article(path: str) -> None:
    assert not is_section(f"https://s.kz{path}")
