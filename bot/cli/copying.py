"""A progress bar for the copy of a database; nothing, where there is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH


@contextmanager
def copying() -> Iterator[Callable[[int, int], None]]:
    """A function that is told how many pages are copied, and of how many."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as bars:
        bars.disable = not bars.console.is_terminal
        task = bars.add_task(ENGLISH(texts.BACKING_UP), total=None, visible=bars.console.is_terminal)
        yield lambda done, of: bars.update(task, completed=done, total=of)
