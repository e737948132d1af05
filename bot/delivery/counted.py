"""What is counted of an attempt to send. Pure, but for the counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import figures
from bot.counting import Counter
from bot.model import (
    ChatLost,
    ChatMoved,
    ChatRefused,
    Delivery,
    GiveUp,
    Letter,
    OutboxItem,
    Outcome,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)

IN_DOUBT = "digest_in_doubt"  #: how /metrics names the line that is sent in place of a digest that may have arrived
HELD_IN_DOUBT = "held_in_doubt"  #: the same of what was held in a quiet time
#: how /metrics names a verdict
OUTCOMES: dict[type[Verdict], str] = {
    Sent: "sent",
    RetryAt: "retried",
    GiveUp: "given_up",
    ChatMoved: "moved",
    ChatRefused: "refused",
    ChatLost: "lost",
    Stop: "stopped",
}


def count_attempt(
    counter: Counter,
    lane: str,
    carried: Sequence[OutboxItem],
    verdict: Verdict,
    recorded: Sequence[Outcome],
    *,
    at: datetime,
    took: float | None,
) -> None:
    """Count one message of a lane: what it carried, its verdict, and what is recorded of it.

    `at`: when the verdict came; `took`: seconds of the platform's call, None: there was none.
    """
    counter.add(figures.MESSAGES, lane, OUTCOMES[type(verdict)])
    if took is not None:
        counter.observe(figures.PLATFORM_CALL, took, lane)
    if isinstance(verdict, Sent):
        _count_sent(counter, lane, carried, at)
    elif not isinstance(verdict, ChatMoved):
        counter.add(figures.REFUSALS, lane, verdict.cause)
    for outcome in recorded:
        if isinstance(outcome.verdict, GiveUp):
            failed = sum(isinstance(owed, Delivery) for owed in outcome.deliveries)
            if failed:
                counter.add(figures.ALERTS_FAILED, lane, outcome.verdict.cause, by=failed)


def count_edit(counter: Counter, lane: str, recorded: Outcome, *, took: float | None) -> None:
    """Count an edit of a lane by what is recorded of it; left: the message stays as it was sent."""
    if isinstance(recorded.verdict, GiveUp):
        outcome = "left"
    else:
        outcome = "edited" if isinstance(recorded.verdict, Sent) else "retried"
    counter.add(figures.EDITS, lane, outcome)
    if took is not None:
        counter.observe(figures.PLATFORM_CALL, took, lane)


def _count_sent(counter: Counter, lane: str, carried: Sequence[OutboxItem], at: datetime) -> None:
    first = carried[0]
    if len(carried) > 1 and isinstance(first, Delivery) and first.in_doubt:
        counter.add(figures.LETTERS_SENT, lane, HELD_IN_DOUBT)
        return
    for owed in carried:
        if isinstance(owed, Letter):
            counter.add(figures.LETTERS_SENT, lane, IN_DOUBT if owed.in_doubt else owed.letter_kind)
        if not isinstance(owed, Delivery):
            continue
        counter.add(figures.ALERTS_SENT, lane)
        if len(carried) > 1:
            counter.add(figures.ALERTS_FOLDED, lane)
        if owed.quiet:
            continue  # it was to wait until its chat is not quiet any more
        counter.observe(figures.DELIVERY_LATENCY, (at - owed.article.published_at).total_seconds(), lane)
        counter.observe(figures.HANDLING_LATENCY, (at - owed.article.first_seen_at).total_seconds(), lane)
