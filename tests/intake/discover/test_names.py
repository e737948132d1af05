"""Which classes and ids will stand tomorrow."""

from __future__ import annotations

import pytest

from bot.intake.discover.names import class_name, id_name, words_of


@pytest.mark.parametrize(
    ("written", "css"),
    [
        ("news-item", ".news-item"),
        ("entry-title", ".entry-title"),
        ("content_main_item", ".content_main_item"),
        ("card__title", ".card__title"),
        ("newsItem", ".newsItem"),
        ("h-entry", ".h-entry"),
        ("top-news", ".top-news"),
        ("styles_item__a1B2c", '[class*="styles_item__"]'),
        ("NewsCard_card__3xYzQ", '[class*="NewsCard_card__"]'),
        ("Card_title__KxPqZ", '[class*="Card_title__"]'),
        ("item-module--root--1a2b3", '[class*="item-module--root--"]'),
        ("CardTitle-civMjp", '[class*="CardTitle-"]'),
        ("card-itemTop", ".card-itemTop"),
        ("card__Image", ".card__Image"),
    ],
)
def test_a_name_is_kept_and_of_a_hashed_one_its_beginning(written: str, css: str) -> None:
    found = class_name(written)
    assert found is not None
    assert found.css == css


@pytest.mark.parametrize(
    "written",
    [
        "flex", "py-4", "md:text-xl", "hover:bg-slate-50", "w-1/2", "grid-cols-12", "text-sm", "mb-3",
        "d-flex",
        "active", "odd", "first", "post-12345", "views-row-3", "category-sport", "has-post-thumbnail", "type-post",
        "kFnjUG",
        "css-1x2y3z", "sc-bdVaJa", "jsx-123456", "x1a2b3c4", "item-17", "news2025", "1st", "a.b", "n_a1B2c", "",
    ],
)  # fmt: skip
def test_a_class_of_layout_of_state_or_of_one_item_is_none(written: str) -> None:
    assert class_name(written) is None


@pytest.mark.parametrize("written", ["row", "col-md-4", "container", "wrapper"])
def test_a_class_of_a_grid_is_a_weak_name(written: str) -> None:
    found = class_name(written)
    assert found is not None
    assert found.weak


@pytest.mark.parametrize(("written", "css"), [("content", "#content"), ("dle-content", "#dle-content")])
def test_an_id_is_a_name(written: str, css: str) -> None:
    found = id_name(written)
    assert found is not None
    assert found.css == css


@pytest.mark.parametrize("written", ["", "post-123", "bx_1_22", "ember42", "x" * 50])
def test_an_id_of_one_item_is_none(written: str) -> None:
    assert id_name(written) is None


def test_names_are_read_as_words() -> None:
    assert words_of("newsItem_title main-NEWS") == {"news", "item", "title", "main"}
