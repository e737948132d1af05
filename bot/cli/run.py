"""`python -m bot run`: everything in one process."""

from __future__ import annotations

import gc

import typer

from bot.cli.resources import open_settings


def run() -> None:
    """Read the sources, match, send and hear people, all in one process (the default)."""
    raise typer.Exit(work(terminal=True))


def work(*, terminal: bool) -> int:
    """Run a worker until it is asked to stop; returns the exit code.

    `terminal`: without tokens, chat in the terminal; and serve the web app where the settings want one.

    Raises:
        StatedProblem: settings, sources, database or tokens that can't be used.
    """
    gc.disable()  # until the worker stands: a fifth of a start went into looking for garbage among what stays
    try:
        from config.sources import load_sources

        settings = open_settings(chat=terminal)
        sources = load_sources(settings.jarshy_sources)
        from bot.worker.build import run as run_worker

        return run_worker(settings, sources, terminal=terminal, serving=terminal)
    finally:
        gc.enable()
