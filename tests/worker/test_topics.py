"""Who is told of a topic that takes no more messages, by every state of the topic, its group and what was told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Cause, Chat, ChatHealth
from bot.storage.topics import WaitingTopic
from bot.worker.topics import Hearer, days_left, whom_to_tell
from tests.builders import NOW

WELL = ChatHealth()
GROUP, OPERATORS = Hearer.GROUP, Hearer.OPERATORS


def refused(cause: Cause, refusals: int, hours: float = 0.0) -> ChatHealth:
    return ChatHealth(waits_until_at=NOW, cause=cause, refused_since_at=NOW - timedelta(hours=hours), refusals=refusals)


def topic(
    health: ChatHealth, general: ChatHealth = WELL, *, paused: bool = False, letter_open: bool = False
) -> WaitingTopic:
    return WaitingTopic(
        chat=Chat(platform="telegram", id="-5", thread="9"),
        chat_id=3,
        title="Newsroom",
        health=health,
        general=general,
        general_paused=paused,
        letter_open=letter_open,
    )


@pytest.mark.parametrize(
    ("health", "hearer"),
    [
        (refused(Cause.TOPIC_GONE, 1), None),
        (refused(Cause.TOPIC_GONE, 1, hours=300), None),
        (refused(Cause.TOPIC_GONE, 2), GROUP),
        (refused(Cause.TOPIC_CLOSED, 6, hours=23.9), None),
        (refused(Cause.TOPIC_CLOSED, 4, hours=24), None),
        (refused(Cause.TOPIC_CLOSED, 5, hours=24), GROUP),
    ],
)
def test_one_refusal_or_a_short_closing_is_not_told(health: ChatHealth, hearer: Hearer | None) -> None:
    assert whom_to_tell(topic(health), set(), NOW) is hearer


@pytest.mark.parametrize(
    ("general", "paused", "letter_open", "told", "hearer"),
    [
        (WELL, False, False, {"topic:3"}, None),
        (WELL, False, False, {"topic:33", "source:topic:3"}, GROUP),
        (WELL, False, False, {"topic-group:3"}, None),
        (WELL, True, False, set(), OPERATORS),
        (WELL, True, False, {"topic-group:3"}, None),
        (refused(Cause.NO_RIGHTS, 1), False, True, {"topic:3"}, None),
        (refused(Cause.NO_RIGHTS, 2), False, False, set(), OPERATORS),
        (refused(Cause.NO_RIGHTS, 2), False, True, {"topic:3"}, OPERATORS),
        (refused(Cause.NO_RIGHTS, 2), False, False, {"topic:3"}, None),  # the group has read it, and refuses since
        (refused(Cause.FLOOD, 9), False, True, {"topic:3"}, None),
        (refused(Cause.FLOOD, 9), False, False, set(), GROUP),
    ],
)
def test_operators_are_told_only_of_what_the_group_cannot_hear(
    general: ChatHealth, paused: bool, letter_open: bool, told: set[str], hearer: Hearer | None
) -> None:
    gone = topic(refused(Cause.TOPIC_GONE, 2), general, paused=paused, letter_open=letter_open)
    assert whom_to_tell(gone, told, NOW) is hearer


@pytest.mark.parametrize(("hours", "days"), [(0, 14), (0.1, 14), (24, 13), (25, 13), (335, 1), (900, 1)])
def test_the_days_left_are_those_for_which_it_is_tried_on(hours: float, days: int) -> None:
    assert days_left(refused(Cause.TOPIC_GONE, 2, hours), NOW) == days
