"""Instants on the command line: typed as a day, a time, or so long ago; shown in the time zone of the settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from bot.i18n.catalogue import operating as texts
from bot.i18n.formats import moment
from bot.i18n.translator import ENGLISH

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The time zone of the settings, and the moment at which a command was given."""

    zone: ZoneInfo
    now: datetime

    @classmethod
    def of(cls, timezone: str) -> Clock:
        """That of a time zone, at this moment."""
        return cls(zone=ZoneInfo(timezone), now=datetime.now(UTC))

    def shown(self, at: datetime) -> str:
        """`25 Nov, 13:20`, with the year if it is another one."""
        return moment(at, self.zone, self.now, ENGLISH)

    def typed(self, text: str | None, option: str) -> datetime | None:
        """The instant that an option says; None: it was not given.

        Raises:
            typer.BadParameter: it is not an instant.
        """
        if text is None:
            return None
        try:
            if ago := re.fullmatch(r"(\d{1,5})([dhm])", text.strip(), re.ASCII):
                return self.now - timedelta(**{UNITS[ago[2]]: int(ago[1])})
            at = datetime.fromisoformat(text.strip())
            return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise typer.BadParameter(ENGLISH(texts.NO_TIME, name=text), param_hint=option) from None

    def period(self, since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
        """Both ends of a period, `until` not included.

        Raises:
            typer.BadParameter: one of them is not an instant, or it ends before it begins.
        """
        first, last = self.typed(since, "--since"), self.typed(until, "--until")
        if first is not None and last is not None and last < first:
            raise typer.BadParameter(ENGLISH(texts.TIMES_TURNED), param_hint="--until")
        return first, last
