"""A found source as a table that the sources file takes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.intake.discover.results import FoundList, FoundSource, Headline, ListRules, Survey, as_plain, from_plain
from bot.intake.discover.toml import as_toml, key_for
from config.sources import load_sources
from tests.intake.fronts.words import NEWEST

LIST = ListRules(item='div[class*="item__"]', link="a", title="h3", date=None)


def found(kind: str = "feed", name: str = "Жаңа күн", rules: ListRules | None = None) -> FoundSource:
    url = "https://news.example/rss"
    common = {"headlines": (), "key": "news-ru", "language": "ru", "timezone": "Asia/Almaty"}
    return FoundSource(kind=kind, url=url, name=name, rules=rules, **common)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Жаңа күн", 'The "Day"', "It's a \\ day", "A\ttab", "\x7f", "'a' \"b\""])
def test_a_feed_is_a_table_that_loads(name: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(as_toml(found(name=name)), encoding="utf-8")
    (source,) = load_sources(file)
    assert (source.key, source.name, source.language, source.url) == ("news-ru", name, "ru", "https://news.example/rss")
    assert source.timezone == "Asia/Almaty"


@pytest.mark.parametrize("kind", ["sitemap", "wordpress", "telegram"])
def test_every_other_kind_is_a_table_that_loads(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(as_toml(found(kind)), encoding="utf-8")
    assert load_sources(file)[0].kind == kind


def test_a_list_has_its_selectors_and_leaves_out_what_it_has_not(tmp_path: Path) -> None:
    (table,) = tomllib.loads(as_toml(found("list", rules=LIST)))["source"]
    assert table == {
        "key": "news-ru",
        "name": "Жаңа күн",
        "language": "ru",
        "kind": "list",
        "url": "https://news.example/rss",
        "item": 'div[class*="item__"]',
        "link": "a",
        "title": "h3",
        "timezone": "Asia/Almaty",
    }
    file = tmp_path / "sources.toml"
    file.write_text(as_toml(found("list", rules=LIST)), encoding="utf-8")
    (way,) = load_sources(file)[0].ways
    assert (way.kind, way.item, way.link, way.title, way.date) == ("list", LIST.item, "a", "h3", None)
    assert "item = 'div[class*=\"item__\"]'" in as_toml(found("list", rules=LIST))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.kt.kz/rus/", "kt-ru"),
        ("https://press.mod.gov.kz/", "press-mod-gov-ru"),
        ("http://127.0.0.1:8080/x", "127-0-0-1-ru"),
        ("http://localhost/", "localhost-ru"),
        ("https://жаңалық.қаз/", "жаңалық-ru"),
        ("", "ru"),
    ],
)
def test_a_key_is_the_name_of_the_site_and_the_language(url: str, key: str) -> None:
    assert key_for(url, "ru", ()) == key


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert key_for("https://kt.kz/", "ru", {"kt-ru", "kt-ru-2"}) == "kt-ru-3"


def test_a_survey_goes_through_json_and_back() -> None:
    headlines = (Headline(title="A pier", link="https://news.example/1", date="now", published_at=NEWEST),)
    one = Survey(
        feeds=("https://news.example/rss",),
        lists=(FoundList(rules=LIST, headlines=headlines, score=4.5),),
        headlines=(Headline(title="Another", link="https://news.example/2"),),
        more=("https://news.example/sitemap.xml",),
        title="Жаңа күн",
    )
    assert from_plain(as_plain(one)) == one
