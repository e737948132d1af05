"""`python -m bot web`: the web app alone, beside any number of workers."""

from __future__ import annotations

import typer

from bot.cli.resources import open_settings


def web() -> None:
    """The web app alone: what platforms and hubs call, for workers on one machine or many, with one database."""
    settings = open_settings()
    from bot.worker.serving import serve

    raise typer.Exit(serve(settings))
