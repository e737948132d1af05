"""What servers ask for in headers and in robots.txt, in seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from multidict import CIMultiDict
from protego import Protego

from bot.intake.politeness import (
    MAX_PAGE_PAUSE,
    MAX_RETRY_AFTER,
    clock_ahead,
    fresh_for,
    page_pause,
    rate_limited,
    retry_after,
)

NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
DAY = 86_400.0


def http_date(**span: float) -> str:
    return format_datetime(NOW + timedelta(**span), usegmt=True)


def seconds(pause: timedelta | None) -> float | None:
    return None if pause is None else pause.total_seconds()


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("60", 60),
        (" 1.5 ", 1.5),
        (http_date(seconds=90), 90),
        ("Tue, 25 Nov 2025 09:01:00 -0000", 60),
        ("Tue, 25 Nov 2014 08:20:00 -0000", 0),
        ("-5", 0),
        ("9" * 30, DAY),
        (http_date(days=400), DAY),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_never_more_than_a_day(header: str | None, pause: float | None) -> None:
    assert seconds(retry_after(header, NOW)) == pause
    assert MAX_RETRY_AFTER.total_seconds() == DAY


@pytest.mark.parametrize(
    ("headers", "refused", "pause"),
    [
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "120"}, False, 120),
        ({"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "589"}, False, 589),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 30)}, False, 30),
        ({"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": "7"}, False, 7),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "7"}, False, 7),
        ({"RateLimit": "limit=100, remaining=0, reset=50"}, False, 50),
        ({"X-RateLimit-Remaining": "4", "X-RateLimit-Reset": "120"}, False, None),
        ({"X-RateLimit-Remaining": "4", "X-RateLimit-Reset": "120"}, True, 120),
        ({"X-RateLimit-Reset": "120"}, False, None),
        ({"X-RateLimit-Reset": "120"}, True, 120),
        ({"X-RateLimit-Remaining": "0"}, True, None),
        ({"X-RateLimit-Remaining": "none", "X-RateLimit-Reset": "soon"}, True, None),
        ({}, True, None),
    ],
)
def test_when_nothing_remains_the_reset_is_waited_for(headers: dict[str, str], refused: bool, pause: float) -> None:
    assert seconds(rate_limited(CIMultiDict(headers), NOW, refused=refused)) == pause


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'public, Max-Age = "600"'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "max-age=600", "Expires": http_date(hours=3)}, 600),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "no-store", "Expires": http_date(hours=3)}, None),
        ({"Cache-Control": "x-no-cachets, max-age=60"}, 60),
        ({"Expires": http_date(minutes=10)}, 600),
        ({"Expires": http_date(hours=5), "Date": http_date(hours=4)}, 3_600),
        ({"Expires": http_date(minutes=-10)}, None),
        ({"Expires": "0"}, None),
        ({"Expires": "Tue, 99 Nov 2025"}, None),
        ({}, None),
    ],
)
def test_an_answer_stays_as_it_is_as_long_as_its_headers_say(headers: dict[str, str], fresh: float) -> None:
    assert seconds(fresh_for(CIMultiDict(headers), NOW)) == fresh


@pytest.mark.parametrize(
    ("rules", "pause"),
    [
        ("User-agent: *\nCrawl-delay: 10", 10),
        ("User-agent: *\nCrawl-delay: 0.5 # half", 0.5),
        ("User-agent: *\nCrawl-delay: 10\n\nUser-agent: Jarshy\nCrawl-delay: 2", 2),
        ("User-agent: *\nCrawl-delay: 10\n\nUser-agent: Other\nCrawl-delay: 2", 10),
        ("User-agent: *\nRequest-rate: 1/5s", 5),
        ("User-agent: *\nRequest-rate: 10/1m", 6),
        ("User-agent: *\nCrawl-delay: 3\nRequest-rate: 1/5s", 5),
        ("User-agent: *\nCrawl-delay: 86400", MAX_PAGE_PAUSE.total_seconds()),
        ("User-agent: *\nCrawl-delay: often", 0),
        ("User-agent: *\nDisallow: /secret", 0),
        ("", 0),
    ],
)
def test_the_pause_between_pages_is_what_robots_txt_asks_of_us_up_to_a_minute(rules: str, pause: float) -> None:
    assert seconds(page_pause(Protego.parse(rules), "Jarshy")) == pause


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        ({}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": http_date()}, 0.0),
        ({"Date": http_date(seconds=-70), "Age": "60"}, 10.0),
        ({"Date": http_date(seconds=7), "Age": "x"}, -7.0),
    ],
)
def test_the_clock_is_compared_with_that_of_the_server_behind_its_cache(
    headers: dict[str, str], ahead: float | None
) -> None:
    assert seconds(clock_ahead(CIMultiDict(headers), NOW)) == ahead
