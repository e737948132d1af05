"""Dates and times that operators type, and how they are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH


def moment(typed: str | None, zone: ZoneInfo, *, param_hint: str, end: bool = False) -> datetime | None:
    """The instant that was typed, local to `zone` if it names no other; `end`: a day, or a minute, to its end.

    Raises:
        typer.BadParameter: it is none.
    """
    if typed is None:
        return None
    text = typed.strip()
    try:
        at = datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=zone)
        if end:
            at += timedelta(days=1) if len(text) <= len("2026-11-29") else timedelta(minutes=1)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter: before the first year, or after the last
        raise typer.BadParameter(ENGLISH(texts.NO_TIME, typed=typed), param_hint=param_hint) from None


def shown(at: datetime, zone: ZoneInfo) -> str:
    """An instant as 2026-11-29 14:30 +05."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
