"""What is said first on the operator's page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import Enum
from zoneinfo import ZoneInfo

import pytest

from bot.answers.health import STUCK_AFTER
from bot.i18n.translator import ENGLISH
from bot.model import DiskSpace, LaneVitals, SourceHealth
from bot.storage.store import Backlog, ChatsAtRest, OutboxState, WorkerAlive
from bot.web.facts import StatusFacts
from bot.web.last_day import last_day
from bot.web.needs import FAILS_LONG, needs
from bot.web.status_json import plain
from bot.web.status_words import STATE_TEXTS, parsed_time, worker_name
from bot.web.status_words import words as said_by
from tests.builders import NOW, health, plain_words

NOTHING = Backlog(count=0)
ZONE = ZoneInfo("Asia/Almaty")
WELL = StatusFacts(
    at=NOW,
    sources=(health(),),
    switched_off=(),
    outbox=OutboxState(pending={}, sending=NOTHING, held=NOTHING, failed=NOTHING, letters={}),
    waiting=ChatsAtRest(chats=(), count=NOTHING),
    at_rest=ChatsAtRest(chats=(), count=NOTHING),
    workers=(WorkerAlive(holder="host/1/2/3/4", until_at=NOW, sources=1, others=()),),
    lanes=(),
    disk=None,
    titles={},
    notices={},
    day=last_day({}, NOW),
    splits=0,
)


def said(facts: StatusFacts) -> list[str]:
    return [ENGLISH(need.said) for need in needs(facts, lambda at: f"{at:%H:%M}")]


def due(lane: str, since: timedelta = STUCK_AFTER) -> LaneVitals:
    return LaneVitals(lane=lane, due_since_at=NOW - since, moved_at=None)


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert said(WELL) == []


def test_without_workers_nothing_else_matters_more() -> None:
    full = DiskSpace(free=1, total=100)
    assert said(replace(WELL, workers=(), disk=full, lanes=(due("telegram"),))) == [
        "No worker is running: nothing is read and nothing is sent.",
        "The disk of the database is nearly full: 0 MB are free.",
        "Nothing has gone out to Telegram since 08:50, though something is due.",
    ]
    assert said(replace(WELL, disk=DiskSpace(free=10**9, total=10**10))) == []


def test_what_waits_for_long_is_said_by_lane() -> None:
    lanes = (due("slack:T1"), due("slack:T2"), due("slack", STUCK_AFTER - timedelta(seconds=1)))
    assert said(replace(WELL, lanes=lanes, titles={"slack:T1": "Acme"})) == [
        "Nothing has gone out to Slack (Acme) since 08:50, though something is due.",
        "Nothing has gone out to Slack (T2) since 08:50, though something is due.",
    ]


def test_what_takes_long_but_goes_out_needs_nobody() -> None:
    moves = replace(due("telegram", timedelta(hours=1)), moved_at=NOW - timedelta(minutes=1))
    assert said(replace(WELL, lanes=(moves,))) == []
    assert said(replace(WELL, lanes=(replace(moves, moved_at=NOW - STUCK_AFTER),))) != []


def test_what_operators_were_told_of_is_said_again() -> None:
    told = {"platform:slack:T1": NOW, "listener:telegram": NOW, "refusals:telegram": NOW, "source:kt": NOW}
    assert said(replace(WELL, notices=told)) == [
        "Slack (T1) has refused its token since 09:00.",
        "Nothing has come in from Telegram since 09:00.",
        "Telegram refuses most messages since 09:00.",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (health(failing_since_at=NOW - FAILS_LONG, last_error=plain_words("<b>404</b>")), "failed since 08:30: <b>404"),
        (health(failing_since_at=NOW - FAILS_LONG), "failed since 08:30: no reason is known"),
        (health(failing_since_at=NOW - FAILS_LONG, last_ok_at=None), "could not be read yet"),
        (health(silent_longer_than_usual=True), "silent for longer than usual, since 08:00"),
    ],
)
def test_a_source_is_said_to_fail_or_to_be_silent(source: SourceHealth, words: str) -> None:
    (only,) = said(replace(WELL, sources=(source,)))
    assert only.startswith("Kazakhstan Today (en)")
    assert words in only


@pytest.mark.parametrize(
    "source",
    [
        health(failing_since_at=NOW - FAILS_LONG + timedelta(seconds=1)),
        health(failing_since_at=NOW, silent_longer_than_usual=True),
        health(silent_longer_than_usual=True, last_article_at=None),
    ],
)
def test_a_source_that_fails_for_a_moment_needs_nobody(source: SourceHealth) -> None:
    assert said(replace(WELL, sources=(source,))) == []


@pytest.mark.parametrize(
    ("failed", "words"),
    [
        (Backlog(count=1), "1 alert was given up"),
        (Backlog(count=1200), "1,200 alerts were given up"),
        (Backlog(count=50_000, more=True), "more than 50,000 alerts were given up"),
    ],
)
def test_alerts_that_were_given_up_are_counted(failed: Backlog, words: str) -> None:
    (only,) = said(replace(WELL, outbox=replace(WELL.outbox, failed=failed)))
    assert only.startswith(words)


def test_a_script_gets_plain_values() -> None:
    class Colour(Enum):
        RED = "red"

    facts = plain(
        {"needs": needs(replace(WELL, workers=()), str), "span": timedelta(seconds=5), "of": Colour.RED, **{}}
    )
    assert facts["needs"][0]["place"] == "workers"
    assert (facts["span"], facts["of"]) == (5.0, "red")
    assert plain(WELL)["at"] == "2025-11-25T09:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("", None),
        (" ", None),
        ("2025-11-25", "2025-11-25T00:00:00+05:00"),
        ("2025-11-25T14:30", "2025-11-25T14:30:00+05:00"),
        ("2025-11-25T14:30+00:00", "2025-11-25T14:30:00+00:00"),
    ],
)
def test_a_time_is_read_as_a_browser_writes_it(typed: str, at: str | None) -> None:
    parsed = parsed_time(typed, ZONE)
    assert (parsed.isoformat() if parsed else None) == at


@pytest.mark.parametrize("typed", ["yesterday", "2025-13-01", "0001-01-01", "9999-12-31T23:59", "٢٠٢٥-١١-٢٥"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed_time(typed, ZONE)


def test_templates_say_instants_states_and_counts() -> None:
    say = said_by(NOW, ZONE)
    assert ENGLISH(say["ago"](NOW - timedelta(hours=2))) == "2 hours ago"
    assert ENGLISH(say["soon"](NOW + timedelta(minutes=5))) == "in 5 minutes"
    assert ENGLISH(say["soon"](NOW)) == "now"
    assert say["moment"](NOW) == "25 Nov, 14:00"
    assert say["iso"](NOW) == "2025-11-25T09:00:00+00:00"
    assert say["counted"](Backlog(count=3)) == 3
    assert {state: say["state_text"](state) for state in STATE_TEXTS} == STATE_TEXTS
    assert ENGLISH(worker_name("host/12/34/ab/cd")) == "host, process 12"
