"""`python -m bot demo`."""

from __future__ import annotations

import gc

import typer


def demo() -> None:
    """Show it at work, without network and tokens: a newsroom on this machine and a chat in this terminal."""
    gc.disable()  # until everything stands, as in `run`
    try:
        from bot.demo import run as run_demo

        raise typer.Exit(run_demo())
    finally:
        gc.enable()
