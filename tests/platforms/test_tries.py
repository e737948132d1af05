"""How often an answer is tried, and after how long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Cause, ChatLost, GiveUp, RetryAt, Stop, Verdict
from bot.platforms.tries import PAUSES, pause_after

FAULT = RetryAt(cause=Cause.SERVER_ERROR, maybe_sent=True)
TIMEOUT = RetryAt(cause=Cause.TIMEOUT, maybe_sent=True)
UNSENT = RetryAt(cause=Cause.UNREACHABLE)
PLAIN = RetryAt(cause=Cause.BAD_MESSAGE, plain=True)


def flood(seconds: float) -> RetryAt:
    return RetryAt(cause=Cause.FLOOD, after=timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("why", "failures", "repeatable", "pause"),
    [
        ("a fault passes", [FAULT], False, PAUSES[0]),
        ("and longer each time", [FAULT, FAULT], False, PAUSES[1]),
        ("but is tried three times only", [FAULT] * 3, True, None),
        ("a limit names its time", [flood(7)], False, 7.0),
        ("which may be too long", [flood(31)], False, None),
        ("what timed out is repeated once", [TIMEOUT], False, PAUSES[0]),
        ("once", [TIMEOUT, TIMEOUT], False, None),
        ("whatever came between", [TIMEOUT, UNSENT], False, PAUSES[1]),
        ("an edit as often as any", [TIMEOUT, TIMEOUT], True, PAUSES[1]),
        ("markup that is refused is refused again", [PLAIN], True, None),
        ("so is a message", [GiveUp(cause=Cause.REFUSED)], True, None),
        ("a good token may be refused for a moment", [Stop()], False, PAUSES[0]),
        ("not for ever", [Stop(), Stop(), Stop()], False, None),
        ("a chat is lost", [FAULT, ChatLost(cause=Cause.BLOCKED)], True, None),
    ],
)
def test_the_pause_before_the_next_attempt(
    why: str, failures: list[Verdict], repeatable: bool, pause: float | None
) -> None:
    assert pause_after(failures, longest=30, repeatable=repeatable) == pause, why
