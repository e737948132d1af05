"""What is counted of an attempt to send."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.counting import Counter
from bot.delivery.counted import OUTCOMES, count_attempt, count_edit
from bot.delivery.deliver import Deliverer
from bot.delivery.retry import edit_outcome, outcomes
from bot.model import (
    Cause,
    Chat,
    ChatKind,
    ChatLost,
    ChatMoved,
    ChatRefused,
    Delivery,
    Edit,
    GiveUp,
    Letter,
    LetterKind,
    OutboxItem,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from tests.builders import NOW, article, delivery, reason
from tests.delivery.harness import owe, settled
from tests.fakes import FakePlatform
from tests.storage.conftest import Room
from tests.virtual import run_virtually, wall_clock

DIGEST = Letter(
    id=1,
    chat=Chat(platform="telegram", id="1"),
    chat_id=1,
    kind=ChatKind.PRIVATE,
    payload="{}",
    attempts=0,
    first_attempt_at=None,
    plain=False,
    letter_kind=LetterKind.DIGEST,
)


def owed(count: int) -> list[OutboxItem]:
    times: dict[str, Any] = {"published_at": NOW - timedelta(seconds=40), "first_seen_at": NOW - timedelta(seconds=4)}
    return [delivery(article(id=number, **times), reason("AI", "AI it is.", "AI")) for number in range(count)]


def counted(carried: list[OutboxItem], verdict: Verdict, took: float | None = None) -> dict[str, float]:
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
    assert counted(owed(1), Sent(refs=("1",)), took=0.2) == {
        "messages sent": 1,
        "alerts_sent": 1,
        "platform_call_seconds_bucket 0.25": 1,
        "platform_call_seconds_sum": 0.2,
        "delivery_latency_seconds_bucket 60.0": 1,
        "delivery_latency_seconds_sum": 40,
        "handling_latency_seconds_bucket 5.0": 1,
        "handling_latency_seconds_sum": 4,
    }


def test_alerts_that_share_a_message_are_folded_and_each_counts() -> None:
    found = counted(owed(7), Sent(refs=("1",)))
    assert (found["messages sent"], found["alerts_sent"], found["alerts_folded"]) == (1, 7, 7)


def test_what_was_to_wait_for_the_end_of_quiet_hours_is_not_late() -> None:
    quiet = [replace(each, quiet=True) for each in owed(2) if isinstance(each, Delivery)]
    assert counted([*quiet], Sent(refs=("1",))) == {"messages sent": 1, "alerts_sent": 2, "alerts_folded": 2}


def test_the_line_in_place_of_a_digest_that_may_have_arrived_is_none() -> None:
    assert counted([replace(DIGEST, begun_at=NOW)], Sent(refs=("1",))) == {
        "messages sent": 1,
        "letters_sent digest_in_doubt": 1,
    }


def test_the_line_in_place_of_what_was_held_and_may_have_arrived_is_no_alert() -> None:
    held = [replace(each, quiet=True, begun_at=NOW) for each in owed(3) if isinstance(each, Delivery)]
    assert counted([*held], Sent(refs=("1",))) == {"messages sent": 1, "letters_sent held_in_doubt": 1}


def test_a_letter_is_no_alert() -> None:
    assert counted([DIGEST], Sent(refs=("1",))) == {"messages sent": 1, "letters_sent digest": 1}
    assert counted([DIGEST], GiveUp(cause=Cause.BAD_MESSAGE)) == {
        "messages given_up": 1,
        "refusals bad_message": 1,
    }


@pytest.mark.parametrize(
    ("verdict", "found"),
    [
        (RetryAt(cause=Cause.TIMEOUT), {"messages retried": 1, "refusals timeout": 1}),
        (GiveUp(cause=Cause.TOO_LONG), {"messages given_up": 1, "refusals too_long": 1, "alerts_failed too_long": 1}),
        (ChatMoved(id="-100"), {"messages moved": 1}),
        (ChatRefused(cause=Cause.NO_RIGHTS), {"messages refused": 1, "refusals no_rights": 1}),
        (ChatLost(cause=Cause.BLOCKED), {"messages lost": 1, "refusals blocked": 1}),
        (Stop(), {"messages stopped": 1, "refusals token_refused": 1}),
    ],
)
def test_a_refusal_counts_by_what_it_means_and_its_cause(verdict: Verdict, found: dict[str, float]) -> None:
    assert counted(owed(1), verdict) == found


def test_what_is_sent_again_by_itself_has_not_failed() -> None:
    assert counted(owed(3), GiveUp(cause=Cause.TOO_LONG)) == {"messages given_up": 1, "refusals too_long": 1}


def test_every_verdict_has_a_name() -> None:
    assert set(OUTCOMES) == set(Verdict.__args__)


def test_a_deliverer_counts_what_its_lanes_send(database_url: str) -> None:
    room = Room(database_url)
    counter, platform = Counter(), FakePlatform().will(RetryAt(cause=Cause.SERVER_ERROR))

    async def deliver() -> None:
        owe(room, chats=3)
        deliverer = Deliverer(
            outbox=room.store.outbox,
            platforms=[platform],
            clock=wall_clock,
            on_refused=lambda *_: None,
            counter=counter,
        )
        await deliverer_ran(deliverer, room)

    run_virtually(deliver())
    room.store.close()
    found = {(name, *(text for _, text in labels)): value for (name, labels), value in counter.take().items()}
    assert found["jarshy_messages_total", "telegram", "sent"] == 3
    assert found["jarshy_messages_total", "telegram", "retried"] == 1
    assert found["jarshy_alerts_sent_total", "telegram"] == 3


async def deliverer_ran(deliverer: Deliverer, room: Room) -> None:
    """Run until all three are sent."""
    task = asyncio.create_task(deliverer.run())
    await settled(room, within=100.0, sent=3)
    deliverer.stop()
    await task


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Sent(refs=("5",)), "edited"),
        (RetryAt(cause=Cause.TIMEOUT), "retried"),
        (Stop(), "retried"),
        (GiveUp(cause=Cause.BAD_MESSAGE), "left"),
        (ChatLost(cause=Cause.BLOCKED), "left"),
    ],
)
def test_an_edit_counts_by_what_became_of_it_and_is_no_alert(verdict: Verdict, outcome: str) -> None:
    edit = Edit(delivery=delivery(article()), ref="5", asked=1, attempts=0, first_attempt_at=None, plain=False)
    counter = Counter()
    count_edit(counter, "telegram", edit_outcome(edit, verdict, NOW), took=None)
    assert {(name, *dict(labels).values()) for name, labels in counter.take()} == {
        ("jarshy_edits_total", "telegram", outcome)
    }
    count_edit(counter, "telegram", edit_outcome(edit, verdict, NOW), took=0.2)
    assert "jarshy_platform_call_seconds_sum" in {name for name, _ in counter.take()}
