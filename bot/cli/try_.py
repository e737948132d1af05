"""`python -m bot try QUERY [FILE…]`: reads the texts; trial.py matches and prints."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.resources import open_concepts, open_store
from bot.errors import QueryError
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH

if TYPE_CHECKING:
    from bot.cli.trial import Sample
    from bot.matching.concepts import Concepts

ARCHIVE_SPAN = timedelta(days=30)  #: the part of the archive that is used without files


def try_(
    query: Annotated[str, typer.Argument(help='What would be followed: AI, waste Aktau, "Port of Aktau" …')],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Texts, the first line the title; - is standard input. None: the archive's last 30 days.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Which of these texts, or of the last 30 days in the archive, would match a query."""
    from bot.cli import trial
    from bot.matching.grammar import parse

    concepts = open_concepts()
    try:
        understood = parse(query, concepts)
    except QueryError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from None
    explained = trial.understood(query, understood, concepts)
    if not files and not as_json:
        with open_store() as store:
            trial.show(explained, *trial.archived(understood, store, concepts, datetime.now(UTC)))
        return
    samples = [trial.of_file(name, _content(name), concepts) for name in files] if files else _archived(concepts)
    found = trial.matches(understood, samples)
    if as_json:
        answer = {"query": query, **explained, "matches": found}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        trial.show(
            explained, found, ENGLISH(texts.FOUND, count=len(found), number=str(len(found)), all=str(len(samples)))
        )


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="FILE") from None


def _archived(concepts: Concepts) -> list[Sample]:
    """All articles of the last 30 days: scripts rely on every match."""
    from bot.cli.trial import of_archive

    with open_store() as store:
        articles = store.articles.published(datetime.now(UTC) - ARCHIVE_SPAN)
    return [of_archive(article, concepts) for article in articles]
