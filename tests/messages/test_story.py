"""A story is shown in the order of time: who was first, who copied, what was new, what its headlines were."""

from __future__ import annotations

from datetime import timedelta

from bot.i18n.translator import ENGLISH
from bot.messages.story import MOST_NEW, MOST_RENAMED, StoryManner, linked, story_head, story_item
from bot.model import Article, OldTitle, StoryEntry
from tests.builders import NOW, article, written_line

MANNER = StoryManner(timezone="Asia/Almaty", now=NOW, translate=ENGLISH)
HOUR = timedelta(hours=1)


def entry(of: Article, **fields: object) -> StoryEntry:
    values: dict[str, object] = {
        "article": of, "assigned_at": NOW, "score": None, "nearest_id": None, "copied": False, "new_sentences": None,
    }  # fmt: skip
    return StoryEntry(**(values | fields))  # type: ignore[arg-type]  # a builder's fields are checked by its tests


def test_the_head_names_the_first_and_links_each_language() -> None:
    first = article(source_name="Tengrinews", language="ru", url="https://example.org/ru")
    other = article(language="kk", url="https://example.org/kk")
    head = story_head(3, first, {"ru": first, "kk": other}, MANNER)
    assert [written_line(each) for each in head] == [
        "**🧵 3 articles, one story**", "First: Tengrinews, 13:20", "Read it in: [Russian] · [Kazakh]",
    ]  # fmt: skip
    assert [span.url for span in head[2] if span.url] == [first.url, other.url]


def test_of_one_language_no_links_stand_in_the_head() -> None:
    first = article()
    assert len(story_head(1, first, {"en": first}, MANNER)) == 2


def test_an_article_has_its_number_its_source_its_language_and_its_time() -> None:
    lines = [written_line(each) for each in story_item(2, entry(article()), None, (), MANNER)]
    assert lines == ["2. **[A second line for the Almaty metro depot]**", "Kazakhstan Today · EN · 13:20"]


def test_what_is_told_of_it_stands_below() -> None:
    old = (
        OldTitle(title="A line", until_at=NOW - HOUR),
        OldTitle(title="A line for the depot", until_at=NOW - HOUR / 2),
    )
    made = entry(article(), new_sentences=("It opens\nin May.", " ", "It costs 5 bn."))
    lines = [written_line(each) for each in story_item(2, made, 1, old, MANNER)]
    assert lines[2:] == [
        "Headline changed 13:00: A line → A line for the depot",
        "Headline changed 13:30: A line for the depot → A second line for the Almaty metro depot",
        "Nearly word for word as 1",
        "New here:",
        "› It opens in May.",
        "› It costs 5 bn.",
    ]


def test_much_is_cut() -> None:
    old = tuple(OldTitle(title="word " * 99, until_at=NOW - number * HOUR) for number in range(9, 0, -1))
    made = entry(article("title " * 99), new_sentences=tuple("a sentence " * 50 for _ in range(9)))
    lines = story_item(2, made, None, old, MANNER)
    assert len(lines) == 2 + MOST_RENAMED + 1 + MOST_NEW
    assert max(sum(len(span.text) for span in each) for each in lines) < 320


def test_a_headline_within_a_line_is_linked_or_bold() -> None:
    assert (linked(article()).url, linked(article()).bold) == (article().url, False)
    assert (linked(article(url=None)).url, linked(article(url=None)).bold) == (None, True)
