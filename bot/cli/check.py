"""`python -m bot check`: looks at everything (checks/), and prints what is right, what is wrong and how to fix it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.printing import GAP, put
from bot.cli.resources import open_settings
from bot.errors import StatedProblem
from bot.i18n.catalogue import check as texts
from bot.i18n.translator import ENGLISH
from config.logs import configure, redactor

if TYPE_CHECKING:
    from bot.cli.checks.finding import Finding


def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Check everything, from settings to disk: what is right, what is wrong, and how to fix it."""
    findings, secrets = _findings()
    hide = redactor(secrets)
    problems = sum(not finding.good for finding in findings)
    if as_json:
        _put_json(findings, hide)
    else:
        for finding in findings:
            put(hide(_line(finding)))
        typer.echo(
            ENGLISH(texts.PROBLEMS, count=problems, number=str(problems)) if problems else ENGLISH(texts.ALL_GOOD)
        )
    raise typer.Exit(1 if problems else 0)


def _findings() -> tuple[list[Finding], Sequence[str]]:
    """What was found, and the values that nobody may see."""
    from bot.cli.checks.environment import unreadable
    from bot.cli.checks.inspection import inspect
    from config.sources import load_sources

    try:
        settings = open_settings()
    except StatedProblem as problem:
        return unreadable(problem), ()
    if settings.log_level == "INFO":  # what each source says is told below
        configure(level="WARNING", form=settings.log_format, secrets=settings.secrets)
    try:
        sources = load_sources(settings.jarshy_sources)
    except StatedProblem as problem:
        return [*unreadable(problem, "sources"), *inspect(settings, None)], settings.secrets
    return inspect(settings, sources), settings.secrets


def _line(finding: Finding) -> str:
    mark = f"{ENGLISH(texts.OK if finding.good else texts.FAIL):<4}"
    found = finding.text
    return GAP.join([mark, ENGLISH(texts.WITH_FIX, found=found, fix=finding.fix) if finding.fix else found])


def _put_json(findings: Sequence[Finding], hide: Callable[[str], str]) -> None:
    listed = [
        {"good": each.good, "about": each.about, "text": hide(each.text), "fix": hide(each.fix) or None}
        for each in findings
    ]
    answer = {"ok": all(each.good for each in findings), "findings": listed}
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
