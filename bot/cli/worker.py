"""`python -m bot worker`: the same for a host; several may run at the same time."""

from __future__ import annotations

import typer

from bot.cli.run import work


def worker() -> None:
    """The same for a host, never in the terminal: as many as you like, on one machine or many, with one database."""
    raise typer.Exit(work(terminal=False))
