"""Who asks too fast: two token buckets for each person, and wider ones for each chat of several. Pure.

    a command ─▶ a token of its person, and one of its chat ─┬─▶ there are some: it is answered
                                                             └─▶ none: said once, then silence until it is calm again

A person who types or taps is never stopped. Operators, events of platforms, and who sits at the terminal are not
counted. What is known of everybody is forgotten when it is calm, and never more than of MOST_KEPT.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum, auto

from bot.model import ChatKind, Command

BURST, BURST_SPAN = 20.0, 10.0  #: tokens, and the seconds in which they come back
STEADY, STEADY_SPAN = 60.0, 60.0
WIDER = 4.0  #: of a chat of several, where many people type
HEAVY = frozenset({"trend", "report", "export", "import", "add", "mydata"})  #: commands that cost more
HEAVY_COST = 4.0
CALM = 0.5  #: share of the tokens that are back when it is calm
MOST_KEPT = 5_000

Key = tuple[str, ...]


class Pace(Enum):
    """What is to be done with a command."""

    ANSWER = auto()
    SLOW_DOWN = auto()  #: say so, once
    SILENCE = auto()


@dataclass(slots=True)
class _Bucket:
    burst: float
    steady: float
    at: float  #: when that was so, in seconds
    told: bool = False


class Haste:
    """Counts what everybody asks, in the memory of the worker that answers them."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[Key, _Bucket] = OrderedDict()  # who asked last stands last

    def pace(self, asked: Command, now: float) -> Pace:
        """Whether a command is answered; `now` in seconds of a clock that is never set back."""
        if asked.event or asked.is_operator or asked.kind is ChatKind.TERMINAL:
            return Pace.ANSWER
        cost = HEAVY_COST if asked.name in HEAVY else 1.0
        buckets = [(self._bucket(key, wider, now), wider) for key, wider in _keys(asked)]
        if all(bucket.burst >= cost and bucket.steady >= cost for bucket, _ in buckets):
            for bucket, wider in buckets:
                bucket.burst -= cost
                bucket.steady -= cost
                if bucket.burst >= CALM * BURST * wider and bucket.steady >= CALM * STEADY * wider:
                    bucket.told = False
            return Pace.ANSWER
        empty = [bucket for bucket, _ in buckets if bucket.burst < cost or bucket.steady < cost]
        told = all(bucket.told for bucket in empty)
        for bucket in empty:
            bucket.told = True
        return Pace.SILENCE if told else Pace.SLOW_DOWN

    def _bucket(self, key: Key, wider: float, now: float) -> _Bucket:
        burst, steady = BURST * wider, STEADY * wider
        bucket = self._buckets.get(key) or _Bucket(burst=burst, steady=steady, at=now)
        self._buckets[key] = bucket
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_KEPT:
            self._buckets.popitem(last=False)
        passed = max(now - bucket.at, 0.0)
        bucket.burst = min(bucket.burst + passed * burst / BURST_SPAN, burst)
        bucket.steady = min(bucket.steady + passed * steady / STEADY_SPAN, steady)
        bucket.at = now
        return bucket


def _keys(asked: Command) -> list[tuple[Key, float]]:
    """The buckets that a command takes from, each with how wide it is."""
    where = (asked.chat.platform, asked.chat.workspace)
    own = asked.kind is ChatKind.PRIVATE
    keys: list[tuple[Key, float]] = []
    if own or asked.person:
        keys.append(((*where, asked.person or asked.chat.id), 1.0))
    if not own:
        keys.append(((*where, "chat", asked.chat.id), WIDER))
    return keys
