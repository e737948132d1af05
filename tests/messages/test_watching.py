"""What is told of silence and of days with far more than usual, and of news that stays in one language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.i18n.formats import exactly
from bot.i18n.translator import ENGLISH
from bot.messages.message import Message
from bot.messages.post import post
from bot.messages.summary import alert
from bot.messages.watching import About, silence, spike
from bot.model import ChatKind
from config.translations import load_translations
from tests.builders import NOW, actions, article, delivery, labels, reason, written

AKTAU = About(query_id=12, typed="Aktau")
CHANNEL = About(query_id=12, typed="Aktau", channel="News of Aktau", channel_id="-1001")
TWO_WEEKS = timedelta(days=14)


def silent(about: About = AKTAU, *, anything: bool = True) -> Message:
    latest = article() if anything else None
    return silence(about, TWO_WEEKS, latest, timezone="Asia/Almaty", now=NOW, translate=ENGLISH)


def test_a_silence_is_told_with_the_last_that_came() -> None:
    assert written(silent()) == (
        "🤫 **Aktau**: nothing for 14 days.\n\n"
        "The latest was:\n"
        "**[A second line for the Almaty metro depot]**\n"
        "Kazakhstan Today · 13:20"
    )
    assert labels(silent()) == [["Show the topic"]]
    assert actions(silent()) == ["show #12"]


def test_where_nothing_ever_came_it_says_so() -> None:
    assert written(silent(anything=False)).splitlines()[1:] == ["Nothing has come since it was followed."]


def test_a_day_with_far_more_is_one_line_without_a_sound() -> None:
    message = spike(AKTAU, 17, 2, translate=ENGLISH)
    assert written(message) == "📈 **Aktau**: 17 today; usually 2."
    assert message.quiet
    assert written(spike(AKTAU, 17, 0, translate=ENGLISH)) == "📈 **Aktau**: 17 today; usually none."


def test_of_a_channel_its_name_stands_above_and_the_button_is_about_it() -> None:
    message = spike(CHANNEL, 17, 2, translate=ENGLISH)
    assert written(message) == "In **News of Aktau**:\n📈 **Aktau**: 17 today; usually 2."
    assert actions(message) == ["for -1001 show #12"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "🌐 No source in another language has had it for 6 hours."),
        ("ru", "🌐 За 6 часов этого не было ни в одном источнике на другом языке."),
        ("kk", "🌐 6 сағат бойы басқа тілдегі бірде-бір дереккөзде бұл шықпады."),
    ],
)
def test_an_alert_says_that_nobody_else_had_it(language: str, line: str) -> None:
    of = article(teaser="Builders begin in May.")
    one = replace(delivery(of, reason("metro", of.title, "metro")), alone_for=timedelta(hours=6))
    said = written(alert(one, "Asia/Almaty", NOW, translate=load_translations()(language)))
    assert said.splitlines()[1:3] == ["Kazakhstan Today · 13:20", line]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=6), "6 hours"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(hours=1), "1 hour"),
    ],
)
def test_a_span_is_said_exactly(span: timedelta, said: str) -> None:
    assert ENGLISH(exactly(span)) == said


def test_a_post_says_it_where_it_names_its_source() -> None:
    of = article()
    one = replace(delivery(of, reason("metro", of.title, "metro"), kind=ChatKind.CHANNEL), alone_for=timedelta(hours=6))
    for source in (True, False):
        styled = replace(one, style=replace(one.style, source=source))
        said = written(post(styled, "Asia/Almaty", NOW, translate=ENGLISH))
        assert ("🌐 No source in another language has had it for 6 hours." in said) is source
