"""`python -m bot stories FILE`: reads the rows; grouping.py groups and prints."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.printing import put, put_json
from bot.cli.resources import open_concepts, open_settings
from bot.errors import EmbeddingError
from bot.i18n.catalogue import cli as texts
from bot.i18n.translator import ENGLISH

if TYPE_CHECKING:
    from bot.cli.grouping import Row
    from bot.meaning.voice import Voice
    from bot.stories.meaning import Gist


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
    groups = grouping.grouped(articles, open_concepts(), _meanings(articles))
    if as_json:
        cluster = {each.id: story.cluster for story in groups for each in story.articles}
        for each in articles:
            put_json({"id": each.id, "cluster": cluster[each.id]})
    else:
        put(*grouping.lines(groups))


def _meanings(articles: list[Row]) -> Mapping[str, Gist]:
    """What they mean, if the settings want a second voice; what it lacks is said, and the words alone decide."""
    from bot.worker.second_voice import second_voice

    voice = second_voice(open_settings(), patient=True)
    return {} if voice is None else asyncio.run(_asked(voice, articles))


async def _asked(voice: Voice, articles: list[Row]) -> Mapping[str, Gist]:
    from bot.cli import grouping

    try:
        return await grouping.meanings(articles, voice)
    except EmbeddingError as error:
        typer.echo(ENGLISH(texts.WORDS_ALONE, reason=error.phrase), err=True)
        return {}
    finally:
        await voice.close()


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="FILE") from None
