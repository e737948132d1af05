"""A probe is there until its line has been seen: what runs often runs as if nobody measured it.

Before each line and each branch Slipcover puts a call, and before that a NOP: a jump written over the NOP leaves the
call out. Up to Python 3.11 it writes into a copy of the code, so that every call stays, and what computes takes twice
its time. Here the jump is written where the code runs. From 3.12 on the interpreter itself leaves out what was seen.
"""

from __future__ import annotations

import ctypes
import dis
import sys
from types import CodeType
from typing import Any

import slipcover.slipcover

BEGIN = CodeType.__basicsize__  #: where in a code object its instructions begin
JUMP = dis.opmap["JUMP_FORWARD"]


class Probe:
    """What is called before a line or a branch."""

    __slots__ = ("code", "offset", "seen", "what")

    def __init__(self, seen: set[Any], what: Any) -> None:
        self.seen = seen  #: of its file
        self.what = what  #: the number of a line, or two of a branch
        self.offset = 0  #: of its NOP in the code
        self.code: CodeType | None = None


class Slipcover(slipcover.Slipcover):  # type: ignore[misc] # it ships no types
    """Slipcover with these probes, whose forks tell it what they have seen."""

    def seen(self) -> dict[str, set[Any]]:
        """What was seen of each file."""
        self.add(self._get_newly_seen())
        return dict(self.all_seen)

    def add(self, seen: dict[str, set[Any]]) -> None:
        """What others have seen."""
        for file, what in seen.items():
            self.all_seen[file].update(what)

    def instrument(self, co: CodeType, parent: CodeType | None = None) -> CodeType:
        code: CodeType = super().instrument(co, parent)
        for each in code.co_consts:
            if isinstance(each, Probe):
                each.code = code
        return code


# ------------------------------------------------------------------------------- what Slipcover asks of its own probes


def new(measuring: Any, file: str, what: Any, _: int) -> Probe:
    return Probe(measuring.all_seen[file], what)


def set_immediate(probe: Probe, _: bytes, offset: int) -> None:
    probe.offset = offset


def signal(probe: Probe) -> None:
    """Its line or branch is run."""
    probe.seen.add(probe.what)
    ctypes.c_ubyte.from_address(id(probe.code) + BEGIN + probe.offset).value = JUMP


if sys.version_info < (3, 12):
    slipcover.slipcover.probe = sys.modules[__name__]
