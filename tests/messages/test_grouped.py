"""Several articles in one message read well: how many of which follow, the most telling title, why each came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n.translator import ENGLISH
from bot.messages.folded import folded
from bot.messages.grouped import NAMES_LIMIT
from bot.messages.held import PER_PAGE, held
from bot.messages.message import Message
from bot.model import Attention, ChatKind, Delivery, PostStyle, Reason
from bot.platforms.slack import format as slack
from bot.platforms.telegram import format as telegram
from config.translations import load_translations
from tests.builders import NOW, actions, article, delivery, labels, reason, written

ZONE = "Asia/Almaty"
NUMBERS = {"Алматы": 1, "Казахстан": 2, "AI": 3}


def why(typed: str, sentence: str = "Там.", *words: str) -> Reason:
    return reason(typed, sentence, *words, query_id=NUMBERS.get(typed, 9))


def came(number: int, *follows: str | Reason, title: str = "", minutes: int = 0, **fields: object) -> Delivery:
    """An article that answers these follows."""
    of = article(
        title or f"Title {number}", id=number, url=f"https://example.org/{number}",
        published_at=NOW - timedelta(hours=1) + timedelta(minutes=minutes),
    )  # fmt: skip
    reasons = [why(each) if isinstance(each, str) else each for each in follows]
    return replace(delivery(of, *reasons), **fields)  # type: ignore[arg-type]


def busy() -> list[Delivery]:
    """Eleven articles of Almaty, which is in Kazakhstan, two of that alone, one on AI."""
    fire = reason("Алматы", "Пожар на рынке Алматы", "Алматы", query_id=1)
    return [
        came(1, "Казахстан"),
        came(2, "Казахстан", fire, title="Пожар на рынке Алматы"),
        *(came(number, "Казахстан", "Алматы") for number in range(3, 13)),
        came(13, "AI", "Казахстан"),
        came(14, "Казахстан", minutes=5),
    ]


def shown(some: Sequence[Delivery]) -> str:
    return written(folded(some, ZONE, NOW, translate=ENGLISH)[0])


def test_the_first_line_says_how_many_of_which_and_the_most_important_title() -> None:
    assert shown(busy()).partition("\n")[0] == ("**14 new: Алматы 11, Казахстан 2, AI 1 — Пожар на рынке Алматы**")


def test_articles_stand_by_follow_the_most_specific_first_with_all_their_reasons() -> None:
    lines = shown(busy()).splitlines()
    heads = [line for line in lines if line.startswith("🔔")]
    assert heads == ["🔔 **AI** · 1", "🔔 **Алматы** · 11", "🔔 **Казахстан** · 2"]
    at = lines.index("[Title 13]")
    assert lines[at - 1 : at + 2] == ["🔔 **AI** · 1", "[Title 13]", "13:00 · Kazakhstan Today · 🔔 AI, Казахстан"]
    assert lines.index("[Title 14]") < lines.index("[Title 1]"), "the newer one first"


def test_it_has_the_small_menu() -> None:
    message, _ = folded(busy(), ZONE, NOW, translate=ENGLISH)
    assert message.more is not None
    assert message.more.action == "more 13"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "**14 новых: Алматы 11, Казахстан 2, AI 1 — Пожар на рынке Алматы**"),
        ("kk", "**14 жаңа: Алматы 11, Казахстан 2, AI 1 — Пожар на рынке Алматы**"),
    ],
)
def test_it_is_said_in_every_language(language: str, line: str) -> None:
    message, _ = folded(busy(), ZONE, NOW, translate=load_translations()(language))
    assert written(message).partition("\n")[0] == line


def test_names_that_find_no_room_in_the_first_line_are_counted_and_a_long_title_is_cut() -> None:
    many = [came(number, reason(f"Следующая тема номер {number}", "Там.", query_id=number)) for number in range(1, 9)]
    first = shown([*many, came(9, "AI", title="Очень " * 40)]).partition("\n")[0]
    assert " more — " in first
    assert len(first) < NAMES_LIMIT + 130


def test_an_article_that_nobody_asks_for_any_more_is_listed_all_the_same() -> None:
    text = written(held([came(1), came(2, "AI")], ZONE, NOW, translate=ENGLISH))
    assert text.startswith("**2 new: AI 1 — Title 2**")
    assert "🔔 **no longer followed** · 1\n[Title 1]" in text
    assert shown([came(1), came(2)]).startswith("**2 new — Title 2**")


@pytest.mark.parametrize("as_one", [shown, lambda some: written(held(some, ZONE, NOW, translate=ENGLISH))])
def test_that_nobody_else_had_it_stands_below_its_source(as_one: Callable[[Sequence[Delivery]], str]) -> None:
    line = "🌐 No source in another language has had it for 6 hours."
    some = [came(1, "AI", alone_for=timedelta(hours=6)), came(2, "AI")]
    assert f"[Title 1]\n13:00 · Kazakhstan Today\n{line}" in as_one(some)
    assert as_one(some).count(line) == 1


def test_that_nobody_else_had_it_is_left_out_where_no_source_is_named() -> None:
    bare = PostStyle(source=False)
    some = [
        replace(came(number, "AI"), kind=ChatKind.CHANNEL, style=bare, alone_for=timedelta(hours=6))
        for number in (1, 2)
    ]
    assert "🌐" not in shown(some)


def test_a_channels_posts_name_no_follows() -> None:
    some = [replace(each, kind=ChatKind.CHANNEL) for each in busy()]
    assert shown(some).startswith("**14 articles**")


# ------------------------------------------------------------------------------------------------ a quiet time


def page(some: Sequence[Delivery], number: int = 1) -> Message:
    return held([replace(each, quiet=True) for each in some], ZONE, NOW, translate=ENGLISH, page=number)


def test_what_came_in_a_quiet_time_begins_with_the_most_important() -> None:
    rings = why("AI")
    some = [
        came(1, "Казахстан", minutes=3),
        came(2, reason("Алматы", "Пожар в Алматы", "Алматы", query_id=1), title="Пожар в Алматы"),
        came(3, replace(rings, attention=Attention(rings=True))),
        came(4, "Казахстан", "Алматы", "AI"),
        came(5, "Казахстан", minutes=9),
    ]
    assert written(page(some)) == (
        "**5 new: Алматы 2, Казахстан 2, AI 1 — Title 3**\n🌙 Came while it was quiet.\n\n"
        "🔔 **AI** · 1\n[Title 3]\n13:00 · Kazakhstan Today\n\n"
        "🔔 **Алматы** · 2\n[Пожар в **Алматы**]\n13:00 · Kazakhstan Today\n\n"
        "[Title 4]\n13:00 · Kazakhstan Today · 🔔 Алматы, AI, Казахстан\n\n"
        "🔔 **Казахстан** · 2\n[Title 5]\n13:09 · Kazakhstan Today\n\n"
        "[Title 1]\n13:03 · Kazakhstan Today"
    )
    assert page(some).quiet


def test_more_than_a_page_is_turned_and_nothing_is_left_out() -> None:
    some = [came(number, "AI" if number % 3 else "Алматы") for number in range(1, 26)]
    pages = [page(some, number) for number in (1, 2, 3)]
    assert [labels(each) for each in pages] == [[["More"]], [["Back", "More"]], [["Back"]]]
    assert actions(pages[1]) == ["held 25 1", "held 25 3"]
    found = [line for each in pages for line in written(each).splitlines() if line.startswith("[Title")]
    assert len(found) == len(set(found)) == 25
    assert all(written(each).startswith("**25 new: AI 17, Алматы 8 — Title 25**") for each in pages)
    assert "Page 2 of 3" in written(pages[1])
    assert written(pages[1]).splitlines()[3].startswith("🔔 **AI** · 17"), "a group that goes on is named again"
    assert page(some, 99) == pages[2]
    assert page(some, 0) == pages[0]
    assert not page(some[:PER_PAGE]).buttons


@pytest.mark.parametrize("letter", ["Ж", "<", "👩‍👩‍👧‍👦", "a"])
def test_every_page_is_one_message_on_every_platform(letter: str) -> None:
    some = [
        came(number, reason(letter * 40, "Там.", query_id=number % 7), title=f"{number} {letter * 190}")
        for number in range(1, 60)
    ]
    number, seen = 1, 0
    while True:
        message = page(some, number)
        assert len(telegram.texts(message, plain=False)) == len(slack.payloads(message, plain=False)) == 1
        seen += sum(1 for paragraph in message.paragraphs for line in paragraph if any(span.url for span in line))
        if "More" not in [label for row in labels(message) for label in row]:
            break
        number += 1
    assert seen == len(some)
