"""A digest on time in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n.translator import ENGLISH
from bot.messages.message import Message
from bot.messages.on_time import on_time_message
from bot.messages.schedule_words import time_of, typed, when
from bot.model import DigestSpan
from bot.speech.schedules import read_schedule
from tests.builders import NOW, article, health, written, written_line

SPAN = DigestSpan(since_at=NOW - timedelta(days=1), until_at=NOW, due_at=NOW)


def digest(*found: tuple[str, list[str]], follows: list[str], late: bool = False) -> Message:
    articles = [(article(title, id=number), names) for number, (title, names) in enumerate(found)]
    span = DigestSpan(since_at=SPAN.since_at, until_at=NOW, due_at=NOW - timedelta(hours=2), late=late)
    return on_time_message(span, articles, follows, "Asia/Almaty", NOW, [health()], translate=ENGLISH)


def test_the_first_line_counts_what_is_new_and_names_the_topics_with_the_most() -> None:
    found = [(f"{name} {number}", [name]) for name, count in zip("abcde", (1, 2, 3, 1, 1), strict=True)
             for number in range(count)]  # fmt: skip
    lines = written(digest(*found, follows=list("abcdef"))).splitlines()
    assert lines[0] == "**🗞 8 new: c 3, b 2, a 1 and 2 more topics**"
    assert [line for line in lines if line.startswith("**") and "·" in line] == [
        "**a** · 1", "**d** · 1", "**e** · 1", "**b** · 2", "**c** · 3",
    ]  # fmt: skip
    assert lines[-1] == "Nothing new on 1 more topic"


def test_an_article_of_several_topics_stands_under_the_rarest_with_the_others_named() -> None:
    text = written(digest(("Both", ["a", "b"]), ("One", ["a"]), follows=["a", "b"]))
    assert text.splitlines()[3:] == [
        "**b** · 1", "13:20 [Both] · Kazakhstan Today · also: a", "", "**a** · 1 (1 more above)",
        "13:20 [One] · Kazakhstan Today",
    ]  # fmt: skip


def test_one_without_news_is_a_line_without_a_sound_and_a_late_one_says_so() -> None:
    message = digest(follows=["a"], late=True)
    assert written(message) == "🗞 Nothing new since 24 Nov, 14:00\nIt was due at 12:00: I was offline then."
    assert message.quiet
    assert not digest(("One", ["a"]), follows=["a"]).quiet


@pytest.mark.parametrize(
    ("weekdays", "minutes", "words"),
    [
        (range(7), (510,), "⏰ Digest **every day** at **08:30**"),
        (range(5), (540, 1080), "⏰ Digest **on weekdays** at **09:00, 18:00**"),
        ((5, 6), (0,), "⏰ Digest **on weekends** at **00:00**"),
        ((0, 2, 4), (540,), "⏰ Digest **on Mondays, Wednesdays and Fridays** at **09:00**"),
    ],
)
def test_a_schedule_in_words_and_as_its_button_says_it(
    weekdays: range | tuple[int, ...], minutes: tuple[int, ...], words: str
) -> None:
    assert written_line(when(tuple(weekdays), minutes, ENGLISH)) == words
    read = read_schedule(typed(tuple(weekdays), minutes))
    assert read is not None
    assert (read.weekdays, read.minutes) == (tuple(weekdays), minutes)
    assert time_of(minutes[0], ENGLISH) in words


def test_a_story_is_one_line_and_counts_once() -> None:
    first, other = article("Fire", id=1), article("Өрт", id=2, source_name="Qazinform", language="kk")
    message = on_time_message(
        SPAN, [(first, ["a", "b"])], ["a", "b"], "Asia/Almaty", NOW, also={1: (other,)}, translate=ENGLISH
    )
    lines = written(message).splitlines()
    assert lines[0] == "**🗞 1 new: a 1, b 1**"
    assert "13:20 [Fire] · Kazakhstan Today · +1: [Qazinform KK] · also: b" in lines
