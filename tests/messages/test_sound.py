"""An alert has a sound only if its chat, and a follow that it answers, want one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.sound import is_silent
from bot.messages.summary import NO_CONTEXT
from bot.model import Attention, Delivery, FollowMode, Preferences
from tests.builders import NOW, article, delivery, reason

INSTANT, SILENT = Attention(), Attention(mode=FollowMode.SILENT)
RINGS, DIGEST = Attention(rings=True), Attention(mode=FollowMode.DIGEST)
MUTED = Attention(muted_until_at=NOW + timedelta(hours=1))
WAS_MUTED = Attention(muted_until_at=NOW)
ALL_SILENT, MENTIONS_SILENT = Preferences(silent=True), Preferences(mentions_silent=True)


def alert_of(*attentions: Attention, preferences: Preferences = Preferences(), headline: bool = True) -> Delivery:
    title = "Gold is dear" if headline else "A quiet day"
    found = [reason("gold", "Gold is dear", "Gold", query_id=number) for number in range(len(attentions))]
    reasons = [replace(one, attention=each) for one, each in zip(found, attentions, strict=True)]
    return replace(delivery(article(title), *reasons), preferences=preferences)


@pytest.mark.parametrize(
    ("owed", "silent", "why"),
    [
        (alert_of(INSTANT), False, "as it always was"),
        (alert_of(SILENT), True, "its only follow is silent"),
        (alert_of(SILENT, INSTANT), False, "one of its follows is not"),
        (alert_of(SILENT, DIGEST), True, "what is in digests only has no sound"),
        (alert_of(MUTED), True, "a muted follow has none"),
        (alert_of(WAS_MUTED), False, "one that was muted has"),
        (alert_of(INSTANT, preferences=ALL_SILENT), True, "the chat wants none"),
        (alert_of(INSTANT, RINGS, preferences=ALL_SILENT), False, "but what always rings"),
        (replace(alert_of(SILENT), rings=True), False, "the delivery was enqueued as one that rings"),
        (alert_of(INSTANT, preferences=MENTIONS_SILENT), False, "it is in the headline"),
        (alert_of(INSTANT, preferences=MENTIONS_SILENT, headline=False), True, "it is only mentioned"),
        (alert_of(RINGS, preferences=MENTIONS_SILENT, headline=False), False, "a mention of what always rings"),
        (alert_of(SILENT, preferences=MENTIONS_SILENT), True, "a silent follow in the headline is silent still"),
    ],
)
def test_whether_an_alert_is_silent(owed: Delivery, silent: bool, why: str) -> None:
    assert is_silent([owed], NOW, NO_CONTEXT) is silent, why


def test_several_alerts_in_one_message_are_silent_only_if_all_are() -> None:
    assert is_silent([alert_of(SILENT), alert_of(SILENT)], NOW, NO_CONTEXT)
    assert not is_silent([alert_of(SILENT), alert_of(INSTANT)], NOW, NO_CONTEXT)
