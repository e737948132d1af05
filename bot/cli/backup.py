"""`python -m bot backup FILE`: backs the database up while it is in use."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.copying import copying
from bot.cli.moments import shown
from bot.cli.resources import open_settings
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to: /backups/jarshy-2026-11-29")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file, if there is one.")] = False,
) -> None:
    """Back the database up to a file, while the program runs. PostgreSQL needs pg_dump."""
    settings = open_settings()
    from bot.storage.store import back_up

    began = time.monotonic()
    with copying() as report:
        taken = back_up(settings.database_url, file, overwrite=force, report=report)
    size, seconds = f"{taken.size / 1e6:.1f}", f"{time.monotonic() - began:.1f}"
    at = shown(taken.taken_at, ZoneInfo(settings.jarshy_timezone))
    typer.echo(ENGLISH(texts.BACKED_UP, file=str(file), size=size, time=at, seconds=seconds))
