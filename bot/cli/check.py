"""`python -m bot check`: prints the findings of checks.py."""

from __future__ import annotations

import typer

from bot.cli.resources import known_sources, open_settings
from bot.i18n.catalogue import cli as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from config.logs import redactor


def check() -> None:
    """Check settings, database, sources and tokens: what is wrong, and how to fix it."""
    from bot.cli.checks import Finding, inspect

    settings = open_settings()
    hide = redactor(settings.secrets)
    findings = inspect(settings, known_sources(settings))
    for finding in [Finding(True, Phrase(texts.SETTINGS_READ)), *findings]:
        mark = ENGLISH(texts.OK if finding.good else texts.FAIL)
        typer.echo(hide(f"{mark:<4}  {ENGLISH(finding.text)}"))
    problems = sum(not finding.good for finding in findings)
    end = Phrase(texts.PROBLEMS, {"count": problems, "number": str(problems)}) if problems else Phrase(texts.ALL_GOOD)
    typer.echo(ENGLISH(end))
    raise typer.Exit(1 if problems else 0)
