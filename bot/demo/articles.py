"""The articles of the demonstration, from articles.toml. They are fictional: these people and firms don't exist."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files

NEWSROOM = "The Steppe Courier"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One language of the newsroom, with the texts around its articles."""

    key: str  #: first folder of every path
    language: str
    name: str
    images: str
    tell: str
    relevant: str
    most_viewed: str
    copyright: str  #: beginning of the last line of every article
    copyright_line: str


EDITIONS = {
    edition.key: edition
    for edition in (
        Edition(
            key="eng",
            language="en",
            name=NEWSROOM,
            images="Images | courier.example",
            tell="Tell a friend",
            relevant="relevant news",
            most_viewed="Most viewed",
            copyright="This information may not be reproduced",
            copyright_line=f"This information may not be reproduced without a link to {NEWSROOM}.",
        ),
        Edition(
            key="rus",
            language="ru",
            name="Степной курьер",
            images="Фото | courier.example",
            tell="Рассказать другу",
            relevant="новости по теме",
            most_viewed="Самое читаемое",
            copyright="При использовании информации",
            copyright_line="При использовании информации ссылка на «Степной курьер» обязательна.",
        ),
        Edition(
            key="kaz",
            language="kk",
            name="Дала шабарманы",
            images="Сурет | courier.example",
            tell="Досыңа айт",
            relevant="тақырыпқа сай жаңалықтар",
            most_viewed="Ең көп оқылған",
            copyright="Ақпаратты пайдаланған кезде",
            copyright_line="Ақпаратты пайдаланған кезде «Дала шабарманына» сілтеме жасау міндетті.",
        ),
    )
}


@dataclass(frozen=True, kw_only=True)
class DemoArticle:
    """One article of the demonstration."""

    edition: str
    rubric: str
    slug: str
    title: str
    paragraphs: tuple[str, ...]
    answers: tuple[str, ...]  #: the demonstration's follows that it must match
    older: bool  #: True: published before the bot's first poll


def load_articles() -> tuple[DemoArticle, ...]:
    """All articles in the order in which they are published."""
    tables = tomllib.loads(files("bot.demo").joinpath("articles.toml").read_text(encoding="utf-8"))["article"]
    return tuple(
        DemoArticle(
            edition=table["edition"],
            rubric=table["rubric"],
            slug=table["slug"],
            title=table["title"],
            paragraphs=tuple(" ".join(part.split()) for part in table["body"].strip().split("\n\n")),
            answers=tuple(table.get("answers", ())),
            older=table.get("older", False),
        )
        for table in tables
    )
