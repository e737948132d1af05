"""What a follow is to watch for, as people type it with a topic: `alone:6h`, `quiet 14d`, in three languages. Pure.

"lang:kk alone:6h"     ─ watched ─▶ ("lang:kk", alone for six hours)     anywhere in what is typed
"Aktau quiet 2 weeks"  ─ watched ─▶ ("Aktau", quiet for two weeks)       at its end, or at its beginning
'"quiet 14d"'          ─ watched ─▶ ('"quiet 14d"', nothing)             what is quoted is looked for
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from bot.matching.terms import QUOTES
from bot.speech.modes import Manner, said_with, with_manner
from bot.speech.spelled import in_keys

OFF = timedelta()  #: what was watched for is so no more
UNREAD = timedelta(-1)  #: what can't be read as a span, and is within no limits
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALONE_LEAST, ALONE_MOST = HOUR, timedelta(hours=72)  #: later nothing joins a story any more
QUIET_LEAST, QUIET_MOST = DAY, timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What a follow is to watch for; None: nothing is said of that, OFF: it is not to."""

    alone_for: timedelta | None = None  #: stories that no other language has had for so long
    quiet_for: timedelta | None = None  #: so long without an article

    @property
    def is_within_limits(self) -> bool:
        """Can it be watched for?"""
        return not self.alone_is_beyond and not self.quiet_is_beyond

    @property
    def alone_is_beyond(self) -> bool:
        """Is that too short, too long, or unreadable?"""
        return bool(self.alone_for) and not ALONE_LEAST <= (self.alone_for or OFF) <= ALONE_MOST

    @property
    def quiet_is_beyond(self) -> bool:
        """Is that too short, or too long?"""
        return bool(self.quiet_for) and not QUIET_LEAST <= (self.quiet_for or OFF) <= QUIET_MOST

    def __or__(self, other: Watch) -> Watch:
        """Both; of what both say, the other."""
        return Watch(
            alone_for=self.alone_for if other.alone_for is None else other.alone_for,
            quiet_for=self.quiet_for if other.quiet_for is None else other.quiet_for,
        )


NOTHING = Watch()


class Watched(NamedTuple):
    """A topic, "" if none is named; how it is to come, None if nothing is said of that; and what it watches for."""

    topic: str
    manner: Manner | None
    watch: Watch


_HOURS = "h|hrs?|hours?|ч|час(?:а|ов)?|сагат"
_DAYS = "d|days?|д|дн|день|дн(?:я|ей)|сут(?:ки|ок)|кун"
_WEEKS = "w|weeks?|н|нед|недел[яиюь]|апта"
_MONTHS = "months?|мес|месяц(?:а|ев)?|ай"
_OFF = "off|no|выкл|нет|ошир|жок"
_SPAN = rf"(?P<number>\d{{1,4}})\s*(?:(?P<hours>{_HOURS})|(?P<days>{_DAYS})|(?P<weeks>{_WEEKS})|(?P<months>{_MONTHS}))"
_ONE = "(?P<week>(?:a|one) week|недел[яю]|апта)|(?P<month>(?:a|one) month|месяц)"  #: a quiet week is none: it is words
_NOT_INSIDE = r"(?=[\s,;.!]|$)"
_NAMED_ALONE = r"(?<![\w:=-])(?:alone|one|один|жалгыз):"
_ALONE = re.compile(rf"{_NAMED_ALONE}\s*(?:{_SPAN}|(?P<off>{_OFF})|(?P<bare>\d{{1,4}})){_NOT_INSIDE}")
_UNREAD = re.compile(rf"{_NAMED_ALONE}[^\s,;]*")
_WORD = "quiet|silence|тихо|тишина|тыныш|унсиз"
_QUIET = rf"(?:{_WORD})(?:\s*:\s*|\s+)(?:(?:for|за|уже)\s+)?(?:{_SPAN}|{_ONE}|(?P<off>{_OFF}))(?:\s+(?:бойы|подряд))?"
_QUIET_BEHIND = re.compile(rf"(?:^|(?<=[\s,;])){_QUIET}[.!]*\s*$")
_QUIET_BEFORE = re.compile(rf"\s*{_QUIET}(?=[\s,;])")
_QUOTED = re.compile(rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]")
_AROUND = " \t,;"


def watched(text: str) -> Watched:
    """The topic that is typed, how it is to come, and what it is to watch for, in whatever order that is said."""
    topic, watch = _without_watch(text)
    said = said_with(topic)
    if said.manner is not None:  # "Aktau quiet 14d silent"
        topic, more = _without_watch(said.topic)
        watch = watch | more
    return Watched(topic, said.manner, watch)


def watched_alone(text: str) -> Watch | None:
    """What is typed behind a comma, for all before it: "Aktau, Atyrau, quiet 14d"; None: that is a topic."""
    topic, watch = _without_watch(text)
    return watch if not topic and watch != NOTHING else None


def typed_with(topic: str, manner: Manner | None, watch: Watch) -> str:
    """A topic as it would be typed to come so: `!lang:kk alone:6h`."""
    said = (("alone:", watch.alone_for), ("quiet ", watch.quiet_for))
    behind = [f"{name}{brief(span) if span else 'off'}" for name, span in said if span is not None]
    return " ".join([with_manner(topic, manner), *behind])


def brief(span: timedelta) -> str:
    """So many days or hours, as briefly as they can be typed: `14d`, `6h`."""
    return f"{span // DAY}d" if span >= DAY and not span % DAY else f"{round(span / HOUR)}h"


def read_span(text: str) -> timedelta | None:
    """The same back; None: it is no such span."""
    found = re.fullmatch(r"(\d{1,4})([dh])", text)
    return int(found[1]) * (DAY if found[2] == "d" else HOUR) if found else None


def _without_watch(text: str) -> tuple[str, Watch]:
    watch = NOTHING
    keys = _masked(text)
    for found in reversed(list(_ALONE.finditer(keys))):
        span = _span(found) if found["bare"] is None else int(found["bare"]) * HOUR
        watch = replace(watch, alone_for=span)
        text = _cut(text, found)
    for found in reversed(list(_UNREAD.finditer(_masked(text)))):
        watch = replace(watch, alone_for=UNREAD)
        text = _cut(text, found)
    keys = _masked(text)
    if quiet := _QUIET_BEHIND.search(keys) or _QUIET_BEFORE.match(keys):
        watch = replace(watch, quiet_for=_span(quiet))
        text = _cut(text, quiet)
    return (text.strip(_AROUND) if watch != NOTHING else text), watch


def _masked(text: str) -> str:
    """The text in keys, with what is quoted blotted out: it is looked for as it stands."""
    return _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), in_keys(text))


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()].rstrip(_AROUND)} {text[found.end() :].lstrip(_AROUND)}"


def _span(found: re.Match[str]) -> timedelta:
    parts = found.groupdict()
    if parts.get("off"):
        return OFF
    if parts.get("week") or parts.get("month"):
        return (7 if parts["week"] else 30) * DAY
    number = int(found["number"])
    if found["hours"]:
        return number * HOUR
    return number * (7 if found["weeks"] else 30 if found["months"] else 1) * DAY
