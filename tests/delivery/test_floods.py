"""Whom a refusal for too many messages means: seconds decide it, and it costs the others no more than these."""

from __future__ import annotations

import pytest

from bot.delivery import floods
from bot.delivery.floods import PROBE_AFTER, REMEMBERED_FOR, SUSPECTED_FOR, Concern, Floods

HOURS = 10_072.0  #: seconds that Telegram once asked for


def test_of_one_refusal_it_is_unknown_whom_it_means_and_another_chat_is_tried_a_moment_later() -> None:
    found = Floods()
    assert found.probe_at(0.0) is None
    assert found.refused("a", 10.0, started=9.9, until=10 + HOURS) is Concern.UNKNOWN
    assert found.probe_at(10.0) == 10.0 + PROBE_AFTER
    assert PROBE_AFTER <= 5


def test_a_later_message_to_another_chat_that_is_accepted_shows_that_the_chat_alone_is_meant() -> None:
    found = Floods()
    found.refused("a", 10.0, started=9.9, until=10 + HOURS)
    found.accepted("b", 10.05, started=9.8)
    assert found.probe_at(10.05) is not None, "it was started before: that shows nothing"
    found.accepted("c", 10.1, started=9.95)
    assert found.probe_at(10.1) is None
    assert found.refused("a", 10.2, started=10.15, until=10 + HOURS) is Concern.CHAT, "it is remembered"
    assert found.probe_at(10.2) is None


def test_if_another_chat_is_refused_too_the_bot_is_meant() -> None:
    found = Floods()
    assert found.refused("a", 10.0, started=9.9, until=43.0) is Concern.UNKNOWN
    assert found.refused("a", 10.5, started=10.2, until=43.0) is Concern.UNKNOWN, "the same chat shows nothing"
    assert found.refused("b", 12.1, started=12.0, until=43.5) is Concern.BOT
    assert found.pause_end() == 43.0
    found.settle()
    found.accepted("c", 50.0, started=49.9)
    assert found.refused("a", 51.0, started=50.9, until=60.0) is Concern.UNKNOWN, "that said nothing about the chat"


def test_for_hours_the_bot_is_meant_only_if_several_others_are_refused_too() -> None:
    found = Floods()
    meant = [
        found.refused(who, 10.0 + 2 * place, started=9.9 + 2 * place, until=HOURS) for place, who in enumerate("abcd")
    ]
    assert meant == [Concern.UNKNOWN] * 3 + [Concern.BOT], "two limited chats may meet by chance"


def test_a_short_pause_among_long_ones_is_the_bots() -> None:
    found = Floods()
    found.refused("limited", 10.0, started=9.9, until=10 + HOURS)
    assert found.refused("b", 12.0, started=11.9, until=17.0) is Concern.BOT
    assert found.pause_end() == 17.0


def test_refusals_that_are_far_apart_have_nothing_to_do_with_each_other() -> None:
    found = Floods()
    found.refused("a", 10.0, started=9.9, until=43.0)
    later = 10.0 + SUSPECTED_FOR
    assert found.probe_at(later) is None
    assert found.refused("b", later, started=later - 0.1, until=later + 33) is Concern.UNKNOWN


def test_an_accepted_chat_is_not_suspected_and_not_remembered() -> None:
    found = Floods()
    found.refused("a", 10.0, started=9.9, until=11.0)
    found.accepted("a", 12.0, started=11.9)
    assert found.probe_at(12.0) is None
    assert found.refused("a", 13.0, started=12.9, until=15.0) is Concern.UNKNOWN


def test_a_chat_refused_alone_again_and_again_is_remembered_for_longer_each_time() -> None:
    found, now = Floods(), 0.0
    found.remember("a", now)
    found.remember("a", now)
    assert found.refused("a", REMEMBERED_FOR[0] + 1, started=now, until=9e9) is Concern.UNKNOWN, (
        "known once, and forgotten"
    )
    found.accepted("b", REMEMBERED_FOR[0] + 3, started=REMEMBERED_FOR[0] + 2)
    for span in REMEMBERED_FOR[1:]:
        now += span - 10_000 if now else REMEMBERED_FOR[0] + REMEMBERED_FOR[1] - 10
        assert found.refused("a", now, started=now, until=9e9) is Concern.CHAT
    assert found.refused("a", now + REMEMBERED_FOR[-1] - 1, started=now, until=9e9) is Concern.CHAT


def test_chats_whose_time_is_over_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "MAX_REMEMBERED", 10)
    found = Floods()
    for number in range(100):
        found.remember(number, number * REMEMBERED_FOR[0] / 5)
    assert len(found._alone) <= 11
