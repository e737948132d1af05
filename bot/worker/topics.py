"""Who is told of a topic that takes no more messages, and when. Pure.

gone: refused twice ─┬─▶ its group, outside of all topics, once ─▶ the letter is refused twice ─▶ operators, once
closed: for a day ───┘
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from bot.delivery.retry import CHAT_LOST_AFTER
from bot.model import Cause, ChatHealth
from bot.storage.topics import GROUP_REFUSED, TOLD, WaitingTopic

MIN_REFUSALS = 2  #: in a row: one may be a mistake
CLOSED_FOR = timedelta(days=1)  #: a topic that is closed for less is not told of: who closed it knows
MIN_CLOSED_REFUSALS = 5  #: whatever the clock shows


class Hearer(StrEnum):
    """Who is told; the value begins the subject of the notice."""

    GROUP = TOLD
    OPERATORS = GROUP_REFUSED


def whom_to_tell(topic: WaitingTopic, told: Collection[str], now: datetime) -> Hearer | None:
    """Who is to be told now, by the subjects that are told; None: nobody, not yet or not again."""
    in_group, to_operators = (f"{hearer}{topic.chat_id}" in told for hearer in Hearer)
    if to_operators or not _is_sure(topic.health, now):
        return None
    if topic.general_paused or _refuses(topic.general):
        return Hearer.OPERATORS if not in_group or topic.letter_open else None
    return None if in_group else Hearer.GROUP


def days_left(health: ChatHealth, now: datetime) -> int:
    """How many days a topic is still tried on, with the one that has begun; at least one."""
    left = (health.refused_since_at or now) + CHAT_LOST_AFTER - now
    return max(1, ceil(left / timedelta(days=1)))


def _is_sure(health: ChatHealth, now: datetime) -> bool:
    if health.cause is Cause.TOPIC_GONE:
        return health.refusals >= MIN_REFUSALS
    long = health.refused_since_at is not None and now - health.refused_since_at >= CLOSED_FOR
    return long and health.refusals >= MIN_CLOSED_REFUSALS


def _refuses(health: ChatHealth) -> bool:
    """Does a chat refuse, more than once, and not only because of a limit?"""
    return health.refusals >= MIN_REFUSALS and health.cause is not Cause.FLOOD
