"""What is told of a topic that takes no more alerts."""

from __future__ import annotations

from bot.i18n.translator import ENGLISH
from bot.messages.topic import MOST_SHOWN, topic_waits
from tests.builders import written


def test_a_group_is_told_which_follows_wait_and_how_to_get_them_elsewhere() -> None:
    told = written(topic_waits(["AI", "waste"], gone=True, days=14, translate=ENGLISH))
    assert "AI" in told
    assert "waste" in told
    assert "/follow AI" in told
    assert "14 days" in told


def test_operators_are_told_in_which_group() -> None:
    told = written(topic_waits(["AI"], gone=False, days=1, group="Newsroom", translate=ENGLISH))
    assert "Newsroom" in told
    assert "1 day" in told


def test_of_many_follows_the_rest_is_counted() -> None:
    told = written(
        topic_waits([f"word{number}" for number in range(MOST_SHOWN + 3)], gone=True, days=14, translate=ENGLISH)
    )
    assert f"word{MOST_SHOWN - 1}" in told
    assert f"word{MOST_SHOWN}" not in told
    assert "3" in told
