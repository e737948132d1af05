"""The second voice of stories: can its model be asked, does it know the languages, and how long does it take?"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bot.cli.checks.finding import Finding, well, wrong
from bot.errors import EmbeddingError
from bot.i18n.catalogue import check as texts
from bot.meaning.voice import Voice
from bot.model import Article, PageState
from bot.stories.everyday import EVERYDAY

ABOUT = "meaning"


async def look(voice: Voice) -> Finding:
    """Measure the model, and ask it once for an article; ends it."""
    try:
        await voice.measure()
        began = time.monotonic()
        await voice.meaning(_article(), datetime.now(UTC))
        took = time.monotonic() - began
    except EmbeddingError as error:
        return wrong(ABOUT, texts.NO_MEANING, texts.FIX_MEANING, error=error.phrase)
    finally:
        await voice.close()
    if not voice.speaks:
        return wrong(ABOUT, texts.NO_MEANING_IN_TIME, texts.FIX_MEANING)
    return well(ABOUT, texts.MEANING, milliseconds=f"{took * 1000:.0f}")


def _article() -> Article:
    """An article of everyday length."""
    now = datetime.now(UTC)
    return Article(
        id=0,
        source_key=ABOUT,
        source_name=ABOUT,
        language="en",
        url=None,
        title=EVERYDAY["en"][0],
        teaser=" ".join(EVERYDAY["en"][1:5]),
        body=None,
        published_at=now,
        first_seen_at=now,
        page_state=PageState.READ,
        silent=True,
    )
