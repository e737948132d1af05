"""What is counted of an attempt to send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.counting import Counter
from bot.delivery.counted import count_attempt
from bot.delivery.retry import outcomes
from bot.model import Delivery, Sent, Verdict
from tests.builders import NOW, article, delivery, reason


def owed(count: int) -> list[Delivery]:
    times = {"published_at": NOW - timedelta(seconds=40), "first_seen_at": NOW - timedelta(seconds=4)}
    return [delivery(article(id=number, **times), reason("AI", "AI it is.", "AI")) for number in range(count)]


def counted(carried: list[Any], verdict: Verdict, took: float | None = 0.2) -> dict[str, float]:
    """What is counted, each by its name and the values of its labels besides the lane."""
    counter = Counter()
    count_attempt(counter, "telegram", carried, verdict, outcomes(carried, verdict, NOW), at=NOW, took=took)
    found = {}
    for (name, labels), value in counter.take().items():
        assert dict(labels)["lane"] == "telegram"
        rest = [text for label, text in labels if label != "lane"]
        found[" ".join([name.removeprefix("jarshy_").removesuffix("_total"), *rest])] = value
    return found


def test_an_alert_that_is_sent_counts_with_its_times() -> None:
    assert counted(owed(1), Sent(refs=("1",))) == {
        "messages sent": 1,
        "alerts_sent": 1,
        "platform_call_seconds_bucket 0.25": 1,
        "platform_call_seconds_sum": 0.2,
        "delivery_latency_seconds_bucket 60.0": 1,
        "delivery_latency_seconds_sum": 40,
        "handling_latency_seconds_bucket 5.0": 1,
        "handling_latency_seconds_sum": 4,
    }
