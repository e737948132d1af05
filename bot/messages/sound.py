"""Whether an alert comes with a sound, as its chat and the follows that it answers want it. Pure.

one of its follows always rings          ─▶ with a sound, whatever else is chosen
the chat wants all alerts silent         ─▶ without
any of its follows comes with a sound    ─▶ with one: it is not muted, nor silent, nor, where the chat wants mentions
                                            silent, only mentioned below the headline
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.messages.found import in_title
from bot.messages.summary import AlertContext
from bot.model import Delivery, FollowMode, Reason


def is_silent(deliveries: Iterable[Delivery], now: datetime, context: AlertContext) -> bool:
    """Does one message with these alerts of a chat come without a sound?"""
    return not any(_sounds(each, now, context) for each in deliveries)


def _sounds(delivery: Delivery, now: datetime, context: AlertContext) -> bool:
    if delivery.rings or any(reason.attention.rings for reason in delivery.reasons):
        return True
    if delivery.preferences.silent:
        return False
    loud = [reason for reason in delivery.reasons if _is_loud(reason, now)]
    if not delivery.preferences.mentions_silent:
        return bool(loud)
    return any(in_title(delivery.article, reason, context.concepts) for reason in loud)


def _is_loud(reason: Reason, now: datetime) -> bool:
    """Would it be an alert with a sound by itself?"""
    attention = reason.attention
    muted = attention.muted_until_at is not None and attention.muted_until_at > now
    return attention.mode is FollowMode.INSTANT and not muted
