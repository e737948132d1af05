"""What the people of a chat make of its alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskState(StrEnum):
    """How far a Task has come."""

    OPEN = "open"  #: nobody has taken it
    TAKEN = "taken"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Task:
    """An alert as something to do: who has taken it, or done it."""

    state: TaskState
    person_name: str  #: of who took or finished it; "": nobody
    changed_at: datetime
