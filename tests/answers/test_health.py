"""The program is well if its tables are its own, a worker lives, a source is read and what is due goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.answers.health import STUCK_AFTER, Check, brings_news, fresh_until, is_nearly_full, judge, stuck_platforms
from bot.model import DiskSpace, LaneVitals, SourceVitals, Vitals

NOW = datetime.fromisoformat("2026-11-29T09:00:00+00:00")
LONG_AGO = NOW - timedelta(days=3)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


READ = SourceVitals(
    key="kt", every=300, last_ok_at=ago(minutes=4), next_poll_at=NOW + timedelta(minutes=1), failing_since_at=None
)
WELL = Vitals(revision="0021", newest_revision="0021", sources=(READ,), lanes=(), workers=2, worker_seen_at=NOW)


def lane(name: str, due: datetime, moved: datetime | None = None) -> LaneVitals:
    return LaneVitals(lane=name, due_since_at=due, moved_at=moved)


def failing(vitals: Vitals) -> dict[Check, tuple[datetime | None, tuple[str, ...]]]:
    found = judge(vitals, NOW, watched_since=LONG_AGO)
    assert [each.check for each in found] == list(Check), "every check is told, in its order"
    return {each.check: (each.since_at, each.where) for each in found if not each.well}


def test_what_is_well_is_well() -> None:
    assert failing(WELL) == {}
    assert brings_news(WELL, NOW, watched_since=LONG_AGO)


@pytest.mark.parametrize(("revision", "shown"), [("0019", "0019"), ("0022", "0022"), (None, "none")])
def test_tables_of_another_release_are_not_ready(revision: str | None, shown: str) -> None:
    assert failing(replace(WELL, revision=revision)) == {Check.SCHEMA: (None, (shown, "0021"))}


def test_without_a_worker_it_is_told_since_when() -> None:
    assert failing(replace(WELL, workers=0, worker_seen_at=ago(hours=2))) == {Check.WORKERS: (ago(hours=2), ())}
    assert failing(replace(WELL, workers=0, worker_seen_at=None)) == {Check.WORKERS: (None, ())}


@pytest.mark.parametrize(
    ("what", "source", "until"),
    [
        ("three intervals", READ, ago(minutes=4) + timedelta(minutes=15)),
        ("at night its intervals are longer", replace(READ, next_poll_at=ago(minutes=-46)), ago(minutes=-146)),
        ("but no longer than an hour", replace(READ, next_poll_at=ago(days=-1)), ago(minutes=-176)),
        ("a poll that is overdue shortens none", replace(READ, next_poll_at=ago(minutes=9)), ago(minutes=-11)),
        ("the next poll may be unknown", replace(READ, next_poll_at=None), ago(minutes=-11)),
        (
            "one that began to fail is given two intervals",
            replace(READ, last_ok_at=ago(minutes=50), failing_since_at=ago(minutes=1), next_poll_at=ago(days=-1)),
            ago(minutes=-9),
        ),
        (
            "however far its next poll is",
            replace(READ, last_ok_at=ago(minutes=4), failing_since_at=ago(minutes=9), next_poll_at=ago(days=-1)),
            ago(minutes=-11),
        ),
        ("one that was never read is not", replace(READ, last_ok_at=None), None),
    ],
)
def test_a_source_is_fresh_for_a_while(what: str, source: SourceVitals, until: datetime | None) -> None:
    assert fresh_until(source) == until, what


def test_one_fresh_source_is_enough_and_none_at_all_is_not() -> None:
    stale = replace(READ, key="old", last_ok_at=ago(hours=5), next_poll_at=None)
    assert failing(replace(WELL, sources=(stale, READ))) == {}
    assert failing(replace(WELL, sources=(stale,))) == {Check.SOURCES: (ago(hours=4, minutes=45), ())}
    assert failing(replace(WELL, sources=())) == {Check.SOURCES: (None, ())}
    assert not brings_news(replace(WELL, sources=(stale,)), NOW, watched_since=LONG_AGO)


@pytest.mark.parametrize(
    ("what", "lanes", "stuck"),
    [
        ("nothing is due", (), {}),
        ("it is due for a moment", (lane("telegram", ago(minutes=9)),), {}),
        ("nothing ever moved", (lane("telegram", ago(minutes=30)),), {"telegram": ago(minutes=30)}),
        ("it is late, but it moves", (lane("telegram", ago(hours=9), ago(minutes=1)),), {}),
        ("it has ceased to move", (lane("telegram", ago(hours=9), ago(hours=1)),), {"telegram": ago(hours=1)}),
        (
            "one platform of two",
            (lane("slack:T1", ago(minutes=30)), lane("telegram", ago(minutes=30), NOW)),
            {"slack": ago(minutes=30)},
        ),
        (
            "one workspace of two",
            (lane("slack:T1", ago(minutes=30)), lane("slack:T2", ago(minutes=30), ago(minutes=2))),
            {},
        ),
        (
            "every workspace",
            (lane("slack:T1", ago(minutes=30)), lane("slack:T2", ago(minutes=20), ago(minutes=40))),
            {"slack": ago(minutes=30)},
        ),
    ],
)
def test_a_platform_is_stuck_if_nothing_moves_though_something_is_due(
    what: str, lanes: tuple[LaneVitals, ...], stuck: dict[str, datetime]
) -> None:
    assert stuck_platforms(lanes, NOW, watched_since=LONG_AGO) == stuck, what
    blamed = {Check.OUTBOX: (min(stuck.values()), tuple(stuck))} if stuck else {}
    assert failing(replace(WELL, lanes=lanes)) == blamed, what


def test_what_waited_while_nothing_ran_is_no_fault_of_now() -> None:
    lanes = (lane("telegram", ago(days=1), ago(days=1)),)
    assert stuck_platforms(lanes, NOW, watched_since=ago(minutes=9)) == {}
    assert stuck_platforms(lanes, NOW, watched_since=NOW - STUCK_AFTER) == {"telegram": NOW - STUCK_AFTER}


@pytest.mark.parametrize(
    ("free", "total", "full"),
    [
        (499_999_999, 5_000_000_000, True),
        (500_000_000, 5_000_000_000, False),
        (4_999_999_999, 100_000_000_000, True),
        (5_000_000_000, 100_000_000_000, False),
    ],
)
def test_a_disk_is_nearly_full_below_half_a_gigabyte_or_a_twentieth(free: int, total: int, full: bool) -> None:
    assert is_nearly_full(DiskSpace(free=free, total=total)) is full
