"""What a topic is to watch for, in people's own words."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.speech.modes import Manner
from bot.speech.watching import NOTHING, OFF, UNREAD, Watch, brief, read_span, typed_with, watched, watched_alone

DOCUMENT = Path(__file__).parents[2] / "docs" / "matching.md"
NONE = "—"
SIX_HOURS, TWO_WEEKS = timedelta(hours=6), timedelta(days=14)
ALONE, QUIET = Watch(alone_for=SIX_HOURS), Watch(quiet_for=TWO_WEEKS)


@pytest.mark.parametrize(
    ("typed", "topic", "watch"),
    [
        ("lang:kk alone:6h", "lang:kk", ALONE),
        ("alone:6h lang:kk", "lang:kk", ALONE),
        ("lang:kk alone: 6 hours AI", "lang:kk AI", ALONE),
        ("AI one:6", "AI", ALONE),
        ("язык:казахский один:6ч", "язык:казахский", ALONE),
        ("тіл:қазақ жалғыз:6 сағат", "тіл:қазақ", ALONE),
        ("AI alone:1d", "AI", Watch(alone_for=timedelta(days=1))),
        ("AI alone:off", "AI", Watch(alone_for=OFF)),
        ("AI alone:soon", "AI", Watch(alone_for=UNREAD)),
        ("Aktau quiet 14d", "Aktau", QUIET),
        ("Aktau quiet for 14 days", "Aktau", QUIET),
        ("Aktau, quiet 2 weeks.", "Aktau", QUIET),
        ("quiet 14d Aktau", "Aktau", QUIET),
        ("Aktau quiet:14d", "Aktau", QUIET),
        ("Актау тихо 14д", "Актау", QUIET),
        ("Актау тихо 2 недели", "Актау", QUIET),
        ("Актау тихо неделю", "Актау", Watch(quiet_for=timedelta(days=7))),
        ("Актау тишина месяц", "Актау", Watch(quiet_for=timedelta(days=30))),
        ("Ақтау тыныш 14 күн", "Ақтау", QUIET),
        ("Ақтау үнсіз 2 апта бойы", "Ақтау", QUIET),
        ("Aktau quiet 48h", "Aktau", Watch(quiet_for=timedelta(days=2))),
        ("Aktau quiet 2 months", "Aktau", Watch(quiet_for=timedelta(days=60))),
        ("Aktau quiet a week", "Aktau", Watch(quiet_for=timedelta(days=7))),
        ("Aktau quiet off", "Aktau", Watch(quiet_for=OFF)),
        ("Aktau alone:6h quiet 14d", "Aktau", ALONE | QUIET),
        ("Aktau quiet 14d alone:6h", "Aktau", ALONE | QUIET),
        ("quiet 14d", "", QUIET),
        ("alone:6h", "", ALONE),
    ],
)
def test_it_is_no_word_of_the_topic(typed: str, topic: str, watch: Watch) -> None:
    assert watched(typed) == (topic, None, watch)


@pytest.mark.parametrize(
    "typed",
    [
        '"quiet 14d"', '"alone:6h"', "«quiet 14d»", "Aktau quiet", "quiet week", "The Quiet Week", "a quiet place",
        "alone", "home alone", "stand-alone:6h", "Aktau 14d", "тихо", "тихий Дон", "one two", "Aktau quiet 14d port",
    ],
)  # fmt: skip
def test_anything_else_is_looked_for(typed: str) -> None:
    assert watched(typed) == (typed, None, NOTHING)


@pytest.mark.parametrize(
    ("typed", "manner"),
    [
        ("!Aktau quiet 14d", Manner.RINGS),
        ("Aktau quiet 14d !", Manner.RINGS),
        ("Aktau silent quiet 14d", Manner.SILENT),
        ("Aktau quiet 14d silent", Manner.SILENT),
        ("Aktau тихо 14д без звука", Manner.SILENT),
    ],
)
def test_how_it_comes_may_stand_on_either_side(typed: str, manner: Manner) -> None:
    assert watched(typed) == ("Aktau", manner, QUIET)


def test_behind_a_comma_it_is_for_all() -> None:
    assert watched_alone(" quiet 14d") == QUIET
    assert watched_alone("waste quiet 14d") is None
    assert watched_alone("waste") is None


@pytest.mark.parametrize("watch", [NOTHING, ALONE, QUIET, ALONE | QUIET, Watch(alone_for=OFF, quiet_for=OFF)])
def test_a_topic_is_typed_so_that_it_reads_back(watch: Watch) -> None:
    assert watched(typed_with("Aktau", Manner.RINGS, watch)) == ("Aktau", Manner.RINGS, watch)
    assert watched(typed_with("Aktau", None, watch)) == ("Aktau", None, watch)


@pytest.mark.parametrize("span", [SIX_HOURS, TWO_WEEKS, timedelta(hours=30), OFF])
def test_a_span_reads_back(span: timedelta) -> None:
    assert read_span(brief(span)) == span


def test_what_is_no_span_is_none() -> None:
    assert read_span("6 hours") is None


@pytest.mark.parametrize(
    ("watch", "possible"),
    [
        (NOTHING, True),
        (Watch(alone_for=OFF, quiet_for=OFF), True),
        (Watch(alone_for=timedelta(hours=72)), True),
        (Watch(alone_for=timedelta(hours=73)), False),
        (Watch(alone_for=UNREAD), False),
        (Watch(quiet_for=timedelta(hours=23)), False),
        (Watch(quiet_for=timedelta(days=365)), True),
        (Watch(quiet_for=timedelta(days=366)), False),
    ],
)
def test_it_has_limits(watch: Watch, possible: bool) -> None:
    assert watch.is_within_limits is possible


def test_what_is_said_last_counts() -> None:
    assert QUIET | Watch(quiet_for=OFF) == Watch(quiet_for=OFF)
    assert Watch(alone_for=SIX_HOURS, quiet_for=TWO_WEEKS) == QUIET | ALONE


def documented() -> list[tuple[str, ...]]:
    """The rows of the table of docs/matching.md."""
    (table,) = re.findall(r"<!-- watches -->\n(.*?)<!-- /watches -->", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return [tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("typed", "topic", "watch"), documented())
def test_the_document_says_what_is_read(typed: str, topic: str, watch: str) -> None:
    found = watched(typed)
    assert found.topic == topic
    assert typed_with("", None, found.watch).strip() == ("" if watch == NONE else watch)
