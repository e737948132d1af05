"""Real pages of others: none breaks the reader of pages, and it finds about what their own readers find."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from bot.errors import ParseError
from bot.intake import page as module
from bot.intake.page import parse_page
from bot.intake.plain_text import paragraphs
from bot.model import Page
from tests.builders import entry
from tests.evaluation_pages import JudgedPage, mozilla_pages, trafilatura_pages
from tests.intake.site import source

SOURCE = source(rules=False)


@dataclass
class Found:
    """How much of what is wanted was found, and how much of what was found is wanted."""

    found: int = 0
    wanted: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong)

    def __str__(self) -> str:
        return f"recall {self.recall:.3f}, precision {self.precision:.3f}"


def text_of(page: JudgedPage, title: str | None = None) -> str | None:
    """What is read there; None: nothing is, or it is not the article with this title."""
    sought = None if title is None else entry(title, link=page.url)
    try:
        return parse_page(page.body, SOURCE, page.url, None, sought).text
    except ParseError:
        return None


def test_trafilaturas_evaluation_pages_are_read() -> None:
    found = Found()
    for page in trafilatura_pages():
        text = " ".join((text_of(page) or "").split())
        wanted = [" ".join(part.split()) in text for part in page.wanted]
        found.found += sum(wanted)
        found.wanted += len(wanted)
        found.wrong += sum(" ".join(part.split()) in text for part in page.unwanted)
    print(f"trafilatura's pages: {found}")
    assert found.recall > 0.88
    assert found.precision > 0.95


def test_mozilla_readabilitys_pages_are_read_and_each_is_its_own_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without npm there are none. A page is read once, though it is asked about two titles."""
    pages = list(mozilla_pages())
    read_texts: dict[str, Page] = {}
    extract = module._by_trafilatura

    def extracted_once(tree: Any, url: str) -> Page:
        if url not in read_texts:
            read_texts[url] = extract(tree, url)
        return read_texts[url]

    monkeypatch.setattr(module, "_by_trafilatura", extracted_once)
    found = Found(found=not pages, wanted=not pages)
    read = [text_of(page, page.title) for page in pages]  # the same text as without a title, if it is the article
    for page, text in zip(pages, read, strict=True):
        words, wanted = _words(text or ""), _words(paragraphs(page.wanted[0]))
        found.found += (words & wanted).total()
        found.wanted += wanted.total()
        found.wrong += (words - wanted).total()
    print(f"Mozilla Readability's pages: {found}, in words")
    assert found.recall > 0.8
    assert found.precision > 0.9
    own = sum(text is not None for text in read)
    strangers = [
        (page, other.title) for page, other in itertools.pairwise(pages) if other.title not in ("", page.title)
    ]
    others = sum(text_of(page, title) is not None for page, title in strangers)
    print(f"{own} of {len(pages)} are their own article, {others} of {len(strangers)} that of another title")
    assert own == len(pages)
    assert others <= len(pages) / 10


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))
