"""The sources file, and the problems reported for an invalid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StatedProblem
from config.sources import load_sources

GOOD = """
[[source]]
key = "a"
name = "A"
language = "en"
feed = "https://example.org/rss"
"""


def written(folder: Path, text: str) -> Path:
    """A sources file with this text."""
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_file_reads_the_three_editions_and_leaves_the_neighbours_off() -> None:
    sources = load_sources()
    on = [source for source in sources if source.enabled]
    assert [(source.key, source.language) for source in on] == [("kt-eng", "en"), ("kt-rus", "ru"), ("kt-kaz", "kk")]
    assert len(sources) - len(on) == 11
    assert all(source.page and source.page.stop and source.id for source in on)


def test_an_own_file_replaces_the_default(tmp_path: Path) -> None:
    (source,) = load_sources(written(tmp_path, GOOD))
    assert (source.key, source.every, source.timezone, source.enabled) == ("a", 300, "Asia/Almaty", True)
    assert source.page is None


def test_a_source_may_be_let_into_inner_networks(tmp_path: Path) -> None:
    (source,) = load_sources(written(tmp_path, GOOD))
    assert not source.private
    (source,) = load_sources(written(tmp_path, GOOD + "private = true"))
    assert source.private


def test_a_wrong_address_is_shown_without_its_password(tmp_path: Path) -> None:
    text = GOOD.replace("https://example.org", "https://me:secret@example.org:port")
    with pytest.raises(StatedProblem) as caught:
        load_sources(written(tmp_path, text))
    assert "'https://example.org:port/rss' is not an http(s) address" in str(caught.value)


def test_a_page_table_becomes_page_rules(tmp_path: Path) -> None:
    text = GOOD + 'id = "_(\\\\d+)"\n[source.page]\nbody = "div > p"\ndate_format = "%d.%m.%Y"\nstop = ["End"]\n'
    (source,) = load_sources(written(tmp_path, text))
    assert source.page is not None
    assert (source.page.body, source.page.stop, source.page.title) == ("div > p", ("End",), None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD + "evry = 60", '[[source]] 1 ("a"): key "evry" is not known. Use every.'),
        (GOOD + "colour = 1", '[[source]] 1 ("a"): key "colour" is not known. Use key, name, language'),
        (GOOD + '[source.page]\nbody = "p"\nstopp = []', '[[source]] 1 ("a") [source.page]: key "stopp" is not known'),
        ("colour = 1\n" + GOOD, 'key "colour" is not known here'),
        (GOOD + GOOD, 'key "a" names more than one [[source]]'),
        (
            GOOD.replace('name = "A"', ""),
            '[[source]] 1 ("a"): key "name" is missing. Use the name as people see it.',
        ),
        (GOOD.replace('key = "a"', ""), '[[source]] 1: key "key" is missing'),
        (GOOD.replace('"en"', '"de"'), "key \"language\" can't be 'de'. Use en, ru or kk."),
        (GOOD.replace("https", "ftp"), "key \"feed\": 'ftp://example.org/rss' is not an http(s) address"),
        (GOOD.replace("example.org", "example.org:port"), 'key "feed"'),
        (GOOD + "every = 0", 'key "every" can\'t be 0. Use a whole number of seconds from 1'),
        (GOOD + "every = 2.5", 'key "every" can\'t be 2.5'),
        (GOOD + 'enabled = "no"', "key \"enabled\" can't be 'no'. Use true or false."),
        (GOOD + "private = 1", 'key "private" can\'t be 1. Use true or false.'),
        (GOOD + 'timezone = "Mars/X"', "key \"timezone\": there is no time zone 'Mars/X'"),
        (GOOD + 'id = "(a"', "key \"id\": '(a' is not a pattern"),
        (GOOD + 'id = "a"', "key \"id\": 'a' has 0 groups. Use one"),
        (GOOD + 'page = "p"', "key \"page\" can't be 'p'. Use a table, [source.page]."),
        (GOOD + '[source.page]\ntitle = "h1"', '[source.page]: key "body" is missing'),
        (GOOD + '[source.page]\nbody = "p >"', "[source.page]: key \"body\": 'p >' is not a CSS selector"),
        (GOOD + '[source.page]\nbody = "p"\ntitle = 3', '[source.page]: key "title" can\'t be 3. Use a text.'),
        (GOOD + '[source.page]\nbody = "p"\ndate_format = "%H:%M"', "key \"date_format\": '%H:%M' reads no whole date"),
        (GOOD + '[source.page]\nbody = "p"\ndate_format = "%d.%m.%Y %d"', 'key "date_format"'),
        (GOOD + '[source.page]\nbody = "p"\nstop = [" "]', 'key "stop": an empty text would end every article'),
        (GOOD + '[source.page]\nbody = "p"\nstop = [1]', 'key "stop"'),
        ("source = 1", "it names no source"),
        ("source = [1]", "[[source]] 1: key"),
        ("", "it names no source"),
        ("[[source", "it is not TOML"),
    ],
)
def test_what_is_invalid_is_reported_with_table_and_key(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(StatedProblem) as problem:
        load_sources(path)
    assert told in str(problem.value)
    assert str(problem.value).startswith(f"{path}: ")


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StatedProblem, match="can't be read"):
        load_sources(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_bytes("name = 'Жаршы'".encode("cp1251"))
    with pytest.raises(StatedProblem, match="not UTF-8"):
        load_sources(path)
