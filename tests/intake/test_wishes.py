"""What feeds write of how often they may be polled."""

from __future__ import annotations

import pytest

from bot.intake.wishes import every_asked
from tests.intake.kinds import documents
from tests.intake.site import item, rss, source


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "generator", "seconds"),
    [
        ("30", "", "", "", 1_800),
        (" 5 minutes", "", "", "", 300),
        ("10", "daily", "1", "", 600),
        ("0", "", "", "", None),
        ("-5", "", "", "", None),
        ("soon", "", "", "", None),
        ("999999", "", "", "", 31_536_000),
        ("9999999", "", "", "", None),
        ("", "hourly", "", "", 3_600),
        ("", "\n\thourly\t", " 2 ", "", 1_800),
        ("", "Daily", "4", "", 21_600),
        ("", "weekly", "x", "", 604_800),
        ("", "hourly", "999999", "", 1),
        ("", "often", "2", "", None),
        ("", "", "2", "", None),
        ("", "hourly", "1", "https://wordpress.org/?v=6.8", None),
        ("", "hourly", "2", "https://wordpress.org/?v=6.8", 1_800),
        ("", "daily", "1", "https://wordpress.org/?v=6.8", 86_400),
        ("20", "hourly", "1", "https://wordpress.org/?v=6.8", 1_200),
        ("", "", "", "", None),
    ],
)
def test_a_wish_is_read_in_seconds(ttl: str, period: str, frequency: str, generator: str, seconds: int | None) -> None:
    assert every_asked(ttl, period, frequency, generator) == seconds


def test_a_feed_says_it_of_itself_and_not_of_an_item() -> None:
    mine = source()
    asks = rss("<ttl>15</ttl>", item("A"))
    assert documents.feed(asks, mine).every == 900
    assert documents.feed(rss(item("A")), mine).every is None
