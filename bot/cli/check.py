"""`python -m bot check`: prints the findings of checks.py."""

from __future__ import annotations

import typer

from bot.cli.resources import open_settings
from config.logs import redactor
from config.sources import load_sources


def check() -> None:
    """Check settings, database, sources and tokens: what is wrong, and how to fix it."""
    from bot.cli.checks import inspect

    settings = open_settings()
    hide = redactor(settings.secrets)
    findings = inspect(settings, load_sources(settings.jarshy_sources))
    typer.echo("ok     settings and sources file")
    for finding in findings:
        typer.echo(hide(f"{'ok   ' if finding.good else 'WRONG'}  {finding.text}"))
    problems = sum(not finding.good for finding in findings)
    typer.echo(f"{problems} to mend." if problems else "Everything is well.")
    raise typer.Exit(1 if problems else 0)
