"""A list of topics reads back as it was written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.topic_list import LONGEST_LINE, LONGEST_MENTION, MOST_LINES, MOST_MENTIONS, ListedTopic, read, written
from bot.model import Attention, FollowMode, Subscription

AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
TYPED = (
    "AI",
    'AI -military "electric cars"',
    "(gold OR мыс) lang:kk -«ескі сөз»",
    "title:Қазақстан",
    "نفط",
    "石油 価格",
    "ตลาดหุ้น",
    "#KazWaste",
    "C #",
    "C # language",
    "AI # silent",
    "\\path",
    "\\\\",
    "- спорт",
    "1. орын",
    "2) AI",
    "• пункт",
    "AI, waste",
    '"AI, waste"',
    "gold; zinc",
    "1,000 tonnes",
    ",fyr",
    "=AI*",
    "it's",
    '"',
    "👩‍💻 work",
    "whole # whole",
    "# x",
)
CHOSEN = (
    Attention(),
    Attention(mode=FollowMode.SILENT),
    Attention(mode=FollowMode.DIGEST, rings=True),
    Attention(mentions=("@aigul", "<@U1>", "<!subteam^S1>")),
    Attention(rings=True, mentions=('Айгүл, "A"', "a b", "#news", "!", "silent")),
    Attention(muted_until_at=AT),
    Attention(alone_for=timedelta(hours=30), quiet_for=timedelta(days=14)),
)


def follow(typed: str, chosen: Attention = Attention()) -> Subscription:
    return Subscription(query_id=1, typed=typed, canonical=typed, created_at=AT, attention=chosen)


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("chosen", CHOSEN, ids=range(len(CHOSEN)))
def test_a_topic_comes_back_the_same(typed: str, chosen: Attention) -> None:
    (found,) = read(written([follow(typed, chosen)], ["Jarshy"]))
    assert found == ListedTopic(line=2, typed=typed.strip(), attention=chosen)


def test_two_hundred_topics_come_back_in_their_order() -> None:
    follows = [follow(f"{typed} {n}", CHOSEN[n % len(CHOSEN)]) for n in range(8) for typed in TYPED]
    found = read(written(follows))
    assert [(each.typed, each.attention) for each in found] == [(each.typed, each.attention) for each in follows]


def test_a_plain_topic_is_written_as_it_was_typed() -> None:
    assert written([follow("AI"), follow('"electric cars"', CHOSEN[2])], ["Two\ntopics"]) == (
        '# Two topics\nAI\n"electric cars"  # digest, !\n'
    )


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        pytest.param("AI\nwaste", ["AI", "waste"], id="lines"),
        pytest.param("AI\r\n\r\n  waste  \r\n", ["AI", "waste"], id="lines of Windows"),
        pytest.param("AI, waste; gold", ["AI", "waste", "gold"], id="commas"),
        pytest.param("- AI\n• waste\n3. gold\n4) zinc\n— мыс", ["AI", "waste", "gold", "zinc", "мыс"], id="a list"),
        pytest.param("-AI waste", ["-AI waste"], id="what is left out is no mark of a list"),
        pytest.param("# mine\nAI", ["AI"], id="a note"),
        pytest.param("", [], id="nothing"),
        pytest.param("{", ["{"], id="no copy of data"),
        pytest.param('{"topics": 5}', ['{"topics": 5}'], id="no copy of ours"),
        pytest.param('{"topics": [{"topic": "AI", "mode": "loud"}]}', None, id="a mode that is none"),
    ],
)
def test_what_somebody_wrote_is_read(text: str, typed: list[str] | None) -> None:
    found = [each.typed for each in read(text)]
    assert typed is None or found == typed


def test_several_topics_of_a_line_share_its_settings() -> None:
    found = read("AI, waste # silent")
    assert [(each.typed, each.attention.mode) for each in found] == [
        ("AI", FollowMode.SILENT),
        ("waste", FollowMode.SILENT),
    ]


@pytest.mark.parametrize("word", ["slient", "muted:soon", "muted:2026-11-30T08:00:00", '"\\x"', '""'])
def test_what_is_no_setting_is_named(word: str) -> None:
    (found,) = read(f"AI # {word}, !")
    assert found == ListedTopic(line=1, typed="AI", attention=Attention(rings=True), unknown=(word,))


def test_a_copy_of_a_chats_data_is_a_list_too() -> None:
    topics = [
        {"topic": "AI", "mode": None, "rings": None, "muted_until": None, "mentions": []},
        {"topic": "waste", "mode": "silent", "rings": True, "muted_until": AT.isoformat(), "mentions": ["@a"]},
    ]
    chosen = Attention(mode=FollowMode.SILENT, rings=True, muted_until_at=AT, mentions=("@a",))
    assert read(json.dumps({"format": "jarshy-data-1", "topics": topics})) == [
        ListedTopic(line=1, typed="AI"),
        ListedTopic(line=2, typed="waste", attention=chosen),
    ]


def test_a_line_that_is_too_long_is_one_topic_which_is_refused() -> None:
    line = "AI, " * LONGEST_LINE
    assert read(f"{line}\nwaste") == [ListedTopic(line=1, typed=line.strip()), ListedTopic(line=2, typed="waste")]


def test_names_that_are_mentioned_have_a_limit() -> None:
    long = "@" + "a" * LONGEST_MENTION
    (found,) = read(f"AI # {long}, " + ", ".join(f"@a{number}" for number in range(MOST_MENTIONS + 1)))
    assert len(found.attention.mentions) == MOST_MENTIONS
    assert found.unknown == (long, f"@a{MOST_MENTIONS}")


def test_no_more_lines_are_read_than_a_list_can_have() -> None:
    assert len(read("AI\n" * (MOST_LINES + 5))) == MOST_LINES


@pytest.mark.parametrize("word", ["alone:", "alone:6", "alone:99h", "quiet:2h", "quiet:0d", "quiet:soon", "loud:6h"])
def test_what_a_topic_can_not_watch_for_is_no_setting(word: str) -> None:
    (found,) = read(f"Aktau # {word}")
    assert (found.attention, found.unknown) == (Attention(), (word,))


@pytest.mark.parametrize(
    ("seconds", "attention"),
    [(21_600, Attention(alone_for=timedelta(hours=6))), (1, Attention()), (None, Attention()), (0, Attention())],
)
def test_of_a_copy_what_a_topic_watches_for_is_read_in_seconds(seconds: int | None, attention: Attention) -> None:
    (found,) = read(json.dumps({"topics": [{"topic": "Aktau", "alone_for": seconds}]}))
    assert found.attention == attention


def test_of_a_copy_with_other_words_for_a_span_nothing_is_read() -> None:
    assert all(each.typed != "Aktau" for each in read(json.dumps({"topics": [{"topic": "Aktau", "quiet_for": "x"}]})))
