"""What is asked of a backfill, and what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.i18n.text import Phrase
from bot.intake.archive_walk import Span


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an operator wants read in."""

    span: Span
    limit: int | None  #: articles to be stored; None: all
    every: timedelta  #: the pause between two requests, if the site asks for no longer one
    texts_since: datetime  #: of what was published before, only titles are kept
    dry: bool  #: only count


@dataclass(kw_only=True)
class Done:
    """What came of it so far; it grows."""

    stored: int = 0  #: articles; in a dry run, those that would be
    known: int = 0  #: articles that were stored before
    undated: int = 0  #: articles that are left out: nobody knows when they were published
    oldest: datetime | None = None  #: of what was stored
    newest: datetime | None = None
    problems: list[tuple[str, Phrase]] = field(default_factory=list)  #: addresses that could not be read, and why
    lists: int = 0  #: pages of the archive that were read
    waiting: int = 0  #: that are known to be left
    left: int = 0  #: articles of this page that are still to be read
    ended: bool = False  #: True: nothing is left
