"""The ways into a source: every kind's keys, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import StatedProblem
from bot.model import Source, Way, WayKind
from config.sources import load_sources
from tests.config.test_sources import written

HEAD = '[[source]]\nkey = "a"\nname = "A"\nlanguage = "en"\n'
URL = 'url = "https://a.example/x"\n'
WAY = "[[source.way]]\n"
PAGE = '[source.page]\ntitle = "h1"\nbody = "article"\ndate = "time"\ndate_format = "%d.%m.%Y"\nstop = ["End"]\n'
AT = "https://a.example/x"


def loaded(folder: Path, text: str) -> Source:
    (source,) = load_sources(written(folder, HEAD + text))
    return source


def test_the_default_file_has_more_than_one_way_into_each_edition_of_kt_kz() -> None:
    for source in (source for source in load_sources() if source.enabled):
        edition = source.key.removeprefix("kt-")
        assert [way.kind for way in source.ways] == [WayKind.FEED, WayKind.PAGES, WayKind.LIST]
        assert {way.url for way in source.ways} == {
            f"https://www.kt.kz/{edition}/rss/",
            f"https://www.kt.kz/{edition}/",
        }


def test_feed_is_short_for_one_way_of_that_kind(tmp_path: Path) -> None:
    short = loaded(tmp_path, f'feed = "{AT}"')
    assert short.ways == (Way(url=AT),)
    assert loaded(tmp_path, URL).ways == short.ways
    assert loaded(tmp_path, f'{WAY}kind = "feed"\n{URL}').ways == short.ways
    assert loaded(tmp_path, f'{WAY}feed = "{AT}"').ways == short.ways


def test_the_rules_of_a_way_stand_among_the_sources_keys_or_in_its_table(tmp_path: Path) -> None:
    rules = (
        'kind = "list"\n'
        + URL
        + 'item = "li"\nlink = "a"\ntitle = "a"\ndate = "i"\nteaser = "p"\ndate_format = "%d.%m.%Y"'
    )
    way = Way(
        kind=WayKind.LIST, url=AT, item="li", link="a", title="a", date="i", teaser="p", date_format="%d.%m.%Y"
    )  # fmt: skip
    assert loaded(tmp_path, rules).ways == (way,)
    assert loaded(tmp_path, WAY + rules).ways == (way,)


def test_ways_are_tried_in_the_order_in_which_they_stand(tmp_path: Path) -> None:
    text = f'feed = "{AT}"\n{WAY}kind = "sitemap"\n{URL}{WAY}kind = "wordpress"\n{URL}'
    assert [way.kind for way in loaded(tmp_path, text).ways] == [WayKind.FEED, WayKind.SITEMAP, WayKind.WORDPRESS]


def test_pages_take_what_they_do_not_name_from_the_rules_of_the_sources_pages(tmp_path: Path) -> None:
    text = f'feed = "{AT}"\n{WAY}kind = "pages"\n{URL}title = "h2"\nitem = "article"\n{PAGE}'
    assert loaded(tmp_path, text).ways[1] == Way(
        kind=WayKind.PAGES, url=AT, item="article", title="h2", text="article", date="time", date_format="%d.%m.%Y",
        stop=("End",),
    )  # fmt: skip
    assert loaded(tmp_path, f'kind = "pages"\n{URL}date_format = "%d.%m.%Y"\n').ways[0].text is None


def test_paths_of_json_stand_in_its_way_and_its_id_where_the_sources_pattern_would(tmp_path: Path) -> None:
    paths = f'kind = "json"\n{URL}items = "data[]"\ntitle = "t"\nid = "uuid"\ntext = "b"'
    way = Way(kind=WayKind.JSON, url=AT, item="data[]", title="t", id="uuid", text="b")
    assert loaded(tmp_path, paths) == loaded(tmp_path, WAY + paths)
    assert loaded(tmp_path, paths).ways == (way,)
    both = loaded(tmp_path, f"id = '_(\\d+)'\n{WAY}{paths}")
    assert (both.id, both.ways) == (r"_(\d+)", (way,))
    assert loaded(tmp_path, f'kind = "json"\n{URL}title = "t"\nid = "_(x)"').id == "_(x)"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://t.me/city", "https://t.me/s/city"),
        ("https://telegram.me/city/", "https://telegram.me/s/city"),
        ("https://t.me/s/city", "https://t.me/s/city"),
        ("https://site.example/city", "https://site.example/city"),
    ],
)
def test_a_channels_address_is_that_of_its_preview(tmp_path: Path, given: str, read: str) -> None:
    assert loaded(tmp_path, f'kind = "telegram"\nurl = "{given}"').ways == (Way(kind=WayKind.TELEGRAM, url=read),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ': key "feed" is missing. Use an http(s) address, or kind and url, or a table [[source.way]].'),
        ("way = []", ': key "feed" is missing'),
        ("way = 5", ": key \"way\" can't be 5. Use tables, each under [[source.way]]."),
        ('kind = "rss"\n' + URL, "key \"kind\" can't be 'rss'. Use feed, list, pages, sitemap, wordpress, json or"),
        ('kind = "list"\n' + URL, 'key "item" is missing. Use the CSS selector of each item of the list.'),
        ('kind = "list"\nitem = "a"', 'key "url" is missing. Use an http(s) address.'),
        ('kind = "list"\nurl = "ftp://x.y"\nitem = "a"', "key \"url\": 'ftp://x.y' is not an http(s) address."),
        (f'feed = "{AT}"\nkind = "list"', 'key "feed" is a way in by itself. Use a [[source.way]] with kind'),
        (f'feed = "{AT}"\n{URL}', 'key "feed" is a way in by itself.'),
        (f'feed = "{AT}"\nitem = "a"', 'key "item" is one of kind list, pages, not of kind feed. Use url.'),
        ("feed = 5", "key \"feed\" can't be 5. Use an http(s) address."),
        ('kind = "json"\n' + URL, 'key "title" is missing. Use the path of an item\'s title, for example headline.'),
        (f'kind = "json"\n{URL}title = "a["', "key \"title\": 'a[' is not a path of JMESPath ("),
        (f'kind = "list"\n{URL}item = "a >"', "key \"item\": 'a >' is not a CSS selector ("),
        (f'kind = "list"\n{URL}item = "a"\nitm = "b"', 'key "itm" is not known. Use item.'),
        (f'kind = "pages"\n{URL}', 'kind "pages" has no rules to split by. Use title and body, or date_format'),
        (f'kind = "pages"\n{URL}date_format = "%H:%M"', "key \"date_format\": '%H:%M' reads no whole date"),
        (f'kind = "pages"\n{URL}stop = [""]', 'key "stop": an empty text would end every article at once.'),
        (f'kind = "pages"\n{URL}stop = 5', 'key "stop" can\'t be 5. Use a list of texts, for example'),
        (
            f'feed = "{AT}"\n{WAY}{URL}{WAY}kind = "list"\n{URL}itm = "a"',
            '[[source]] 1 ("a") [[source.way]] 2: key "itm" is not known. Use item.',
        ),
        (
            f'{WAY}{URL}every = 60\n',
            '[[source.way]] 1: key "every" is one of [[source]], not of a way in. Write it above the first',
        ),
        (f"{WAY}{URL}[source.way.page]\n", 'key "page" is one of [[source]]'),
        (f'kind = "json"\n{URL}title = "t"\nid = "("', "key \"id\": '(' is not a path of JMESPath"),
        (f'way = [1]\nfeed = "{AT}"', "key \"way\" can't be 1. Use tables, each under [[source.way]]"),
        (f'kind = "list"\n{URL}id = "x"\nitem = "a"', "key \"id\": 'x' has 0 groups. Use one"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_way_is_told_with_its_number_and_what_is_right(
    tmp_path: Path, text: str, told: str
) -> None:
    path = written(tmp_path, HEAD + text)
    with pytest.raises(StatedProblem) as problem:
        load_sources(path)
    assert f'{path}: [[source]] 1 ("a")' in str(problem.value)
    assert told in str(problem.value)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD.replace('"en"', '"de"') + f'{WAY}kind = "list"\n{URL}{WAY}kind = "x"\n'
    with pytest.raises(StatedProblem) as problem:
        load_sources(written(tmp_path, text))
    lines = str(problem.value).splitlines()
    assert [line.partition('1 ("a")')[2].partition(": key")[0] for line in lines] == [
        "",
        " [[source.way]] 1",
        " [[source.way]] 2",
    ]
