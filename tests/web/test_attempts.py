"""How often a wrong token may be tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.web.attempts import OF_ALL, OF_ONE, SPAN, Attempts

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
NONE = timedelta(0)


def tried(attempts: Attempts, address: str, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        attempts.failed(address, at)


def test_an_address_may_err_some_times_and_then_waits_until_the_first_is_over() -> None:
    attempts = Attempts()
    tried(attempts, "a", OF_ONE - 1)
    assert attempts.wait("a", NOW) == NONE
    tried(attempts, "a", 1, NOW + timedelta(minutes=1))
    assert attempts.wait("a", NOW + timedelta(minutes=5)) == SPAN - timedelta(minutes=5)
    assert attempts.wait("b", NOW + timedelta(minutes=5)) == NONE
    assert attempts.wait("a", NOW + SPAN) == NONE


def test_many_addresses_together_wait_too() -> None:
    attempts = Attempts()
    for number in range(OF_ALL):
        attempts.failed(str(number), NOW)
    assert attempts.wait("another", NOW) == SPAN
    assert attempts.wait("another", NOW + SPAN) == NONE


def test_the_right_token_makes_up_for_what_was_mistyped() -> None:
    attempts = Attempts()
    tried(attempts, "a", OF_ONE)
    tried(attempts, "b", OF_ONE)
    attempts.forgive("a")
    assert attempts.wait("a", NOW) == NONE
    assert attempts.wait("b", NOW) == SPAN


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    attempts = Attempts()
    tried(attempts, "a", OF_ONE)
    assert attempts.wait("a", NOW - timedelta(days=1)) == NONE
