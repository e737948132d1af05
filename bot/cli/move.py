"""`python -m bot move FROM [TO]`: copies the archive to another database, with a progress bar."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bot.cli.resources import open_settings
from bot.i18n.catalogue import cli as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from config.problems import InvalidValueError
from config.values import database_of


def move(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="Where the archive is: sqlite:///jarshy.db")],
    target: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="Where it shall be: postgresql://… None: DATABASE_URL.")
    ] = None,
) -> None:
    """Copy the whole archive to an empty database; killed, it goes on where it stopped. Stop the workers first."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.storage.store import CopyProgress, copy_archive, safe_url

    origin = _address(origin, param_hint="FROM")
    target = _address(target, param_hint="[TO]") if target else open_settings().database_url
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bars:
        tasks: dict[str, Any] = {}

        def show_progress(copied: CopyProgress) -> None:
            if copied.table not in tasks:
                tasks[copied.table] = bars.add_task(copied.table, total=copied.of)
            bars.update(tasks[copied.table], completed=copied.rows)

        counts = copy_archive(origin, target, show_progress)
    rows, tables = sum(counts.values()), len(counts)
    moved = {
        "rows": Phrase(texts.MOVED_ROWS, {"count": rows, "number": str(rows)}),
        "tables": Phrase(texts.MOVED_TABLES, {"count": tables, "number": str(tables)}),
    }
    typer.echo(ENGLISH(texts.MOVED, **moved, url=safe_url(target)))


def _address(typed: str, *, param_hint: str) -> str:
    """The address of a database that was typed.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return database_of(typed)
    except InvalidValueError as error:
        raise typer.BadParameter(ENGLISH(error.phrase), param_hint=param_hint) from None
