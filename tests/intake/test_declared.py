"""When a page says to machines that it was published."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html
import pytest

from bot.intake.declared import declared_at

AT = datetime(2025, 3, 1, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<meta property="article:published_time" content="2025-03-01T09:20:00+05:00">', AT),
        ('<meta name="pubdate" content="2025-03-01 09:20">', AT),
        ('<time itemprop="datePublished" datetime="2025-03-01T09:20">1 March</time>', AT),
        ('<script type="application/ld+json">{"datePublished": "2025-03-01T04:20:00Z"}</script>', AT),
        ('<meta property="article:published_time" content="soon"><meta name="pubdate" content="2025-03-01 09:20">', AT),
        ('<meta property="article:published_time">', None),
        ('<meta name="pubdate" content="2025-03-01">', None),
        ("<time>2025-03-01 09:20</time>", None),
    ],
)
def test_the_first_instant_that_is_told_counts(html: str, found: datetime | None) -> None:
    page = f"<html><head></head><body>{html}</body></html>"
    assert declared_at(lxml.html.fromstring(page), page, "Asia/Almaty") == found
