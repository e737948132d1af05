"""`python -m bot stories FILE`: reads the rows; grouping.py groups and prints."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.printing import put, put_json
from bot.cli.resources import open_concepts


def stories(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="JSON Lines: id, source, lang, published, title, lead, body; - is standard input.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help='A row {"id", "cluster"} for each article.')] = False,
) -> None:
    """Group articles into stories, as they would have been if they had come in this order."""
    from bot.cli import grouping

    articles = grouping.read(file, _content(file))
    groups = grouping.grouped(articles, open_concepts())
    if as_json:
        cluster = {each.id: story.cluster for story in groups for each in story.articles}
        for each in articles:
            put_json({"id": each.id, "cluster": cluster[each.id]})
    else:
        put(*grouping.lines(groups))


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="FILE") from None
