"""What `python -m bot backfill` shows: a progress bar, or plain lines where there is no terminal, and the end."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

import typer

from bot.i18n.catalogue import cli as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Way, without_password

if TYPE_CHECKING:
    from bot.intake.backfilled import Done, Wish
    from bot.model import Source

LINE_EVERY = 10.0  #: seconds between two plain lines
PROBLEMS_SHOWN = 20
INDENT = " " * 2


class Shown:
    """The progress of one archive. Used with `with`, while it is read."""

    def __init__(self, source: Source, way: Way | str, wish: Wish, zone: ZoneInfo) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        address = without_password(way) if isinstance(way, str) else way.address
        self._source, self._address, self._wish, self._zone = source, address, wish, zone
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Progress(*columns)
        self._is_terminal = self._bars.console.is_terminal
        self._task: Any = None
        self._began = self._told_at = time.monotonic()
        self._before = 0  #: articles that were handled before this page of the archive
        self._lists = -1

    def __enter__(self) -> Self:
        typer.echo(ENGLISH(texts.BACKFILL_BEGINS, key=self._source.key, address=self._address))
        if self._is_terminal:
            self._bars.start()
            self._task = self._bars.add_task("", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_terminal:
            self._bars.stop()

    def progress(self, done: Done) -> None:
        """Show how far it is."""
        handled = done.stored + done.undated + len(done.problems)
        if done.lists != self._lists:
            self._lists, self._before = done.lists, handled
        if self._is_terminal:
            here = handled - self._before
            self._bars.update(self._task, completed=here, total=here + done.left, description=self._line(done))
        elif time.monotonic() - self._told_at >= LINE_EVERY:
            self._told_at = time.monotonic()
            typer.echo(self._line(done))

    def _line(self, done: Done) -> str:
        minutes = max(time.monotonic() - self._began, 1.0) / 60
        counts = {name: str(getattr(done, name)) for name in ("stored", "known", "left", "waiting")}
        far = ENGLISH(texts.BACKFILL_PROGRESS, count=done.waiting, **counts, problems=str(len(done.problems)))
        return f"{far} ({ENGLISH(texts.BACKFILL_RATE, rate=f'{done.stored / minutes:.0f}')})"

    def failed(self, error: Phrase) -> None:
        """Say that the archive can't be read at all."""
        typer.echo(ENGLISH(texts.NOT_READ, count=1, number="1"), err=True)
        typer.echo(INDENT + ENGLISH(texts.NOT_READ_ONE, address=self._address, error=error), err=True)

    def end(self, done: Done) -> None:
        """Say what came of it."""
        counted = Phrase(texts.WOULD_STORE if self._wish.dry else texts.STORED, _number(done.stored))
        if done.oldest is not None and done.newest is not None:
            days = {"oldest": self._day(done.oldest), "newest": self._day(done.newest)}
            counted = Phrase(texts.BACKFILL_SPAN, {"counted": counted, **days})
        typer.echo(ENGLISH(texts.BACKFILL_END, key=self._source.key, counted=counted, known=str(done.known)))
        if done.undated:
            typer.echo(ENGLISH(texts.UNDATED, **_number(done.undated)))
        if done.problems:
            typer.echo(ENGLISH(texts.NOT_READ, **_number(len(done.problems))))
        for address, error in done.problems[:PROBLEMS_SHOWN]:
            typer.echo(INDENT + ENGLISH(texts.NOT_READ_ONE, address=without_password(address), error=error))
        if len(done.problems) > PROBLEMS_SHOWN:
            typer.echo(INDENT + ENGLISH(texts.NOT_READ_MORE, number=str(len(done.problems) - PROBLEMS_SHOWN)))
        if not done.ended:
            typer.echo(ENGLISH(texts.RUN_AGAIN))

    def _day(self, at: Any) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d}"


def _number(count: int) -> dict[str, int | str]:
    return {"count": count, "number": str(count)}
