"""Instants as spans: in the chat's zone, and in its reader's own where the client can. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.i18n.formats import clock, moment
from bot.i18n.translator import Translator
from bot.messages.message import Span


def time_span(at: datetime, zone: tzinfo, now: datetime, translate: Translator) -> Span:
    """`13:20` of today, else `25 Nov, 13:20`, with the year if it is another one."""
    if at.astimezone(zone).date() == now.astimezone(zone).date():
        return Span(clock(at, zone, translate), at=at, clock=True)
    return Span(moment(at, zone, now, translate), at=at)
