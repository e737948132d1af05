"""The stories of `python -m bot stories`: what a file holds, grouped as the worker groups what comes.

lines of JSON ─ read ─▶ rows ─ in the order of publication ─▶ StoryWindow ─▶ groups ─▶ a line each
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.errors import StatedProblem
from bot.i18n.catalogue import cli as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.language.detect import LANGUAGES
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.model import Article, PageState
from bot.model.stories import StoryMember
from bot.stories.meaning import Gist
from bot.stories.window import WINDOW, StoryWindow

if TYPE_CHECKING:  # most have none
    from bot.meaning.voice import Voice

REQUIRED = ("id", "source", "lang", "published", "title")
OPTIONAL = ("lead", "body")
NO_MEANINGS: Mapping[str, Gist] = MappingProxyType({})
MOST_PROBLEMS = 10  #: bad lines that are named


class Row(NamedTuple):
    """An article of the file."""

    id: str
    source: str
    language: str
    published_at: datetime
    title: str
    lead: str
    body: str


@dataclass(frozen=True)
class Group:
    """A story: its articles in the order in which they came."""

    cluster: int
    articles: list[Row]


def read(name: str, content: bytes) -> list[Row]:
    """The articles of a file.

    Raises:
        StatedProblem: lines that can't be read, each with its number.
    """
    rows: list[Row] = []
    problems: list[Phrase] = []
    known: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _row(line)
            if row.id in known:
                raise _BadLineError(Phrase(texts.ID_TWICE, {"id": row.id, "line": str(known[row.id])}))
        except _BadLineError as error:
            problems.append(Phrase(texts.BAD_LINE, {"file": name, "line": str(number), "problem": error.problem}))
            continue
        known[row.id] = number
        rows.append(row)
    if problems:
        more = len(problems) - MOST_PROBLEMS
        last = [Phrase(texts.MORE_BAD_LINES, {"count": more, "number": str(more)})] if more > 0 else []
        raise StatedProblem.of_several([*problems[:MOST_PROBLEMS], *last])
    return rows


async def meanings(rows: Sequence[Row], voice: Voice) -> dict[str, Gist]:
    """What the articles mean, by their ids; those whose meaning is not known are left out.

    Raises:
        EmbeddingError: the model gives none.
    """
    await voice.measure()
    found: dict[str, Gist] = {}
    for row in rows:
        article = _article(0, row)
        meaning = await voice.meaning(article, article.published_at)
        if meaning is not None:
            found[row.id] = meaning
    return found


def grouped(rows: Sequence[Row], concepts: Concepts, meaning: Mapping[str, Gist] = NO_MEANINGS) -> list[Group]:
    """The stories, in the order in which they began. `meaning`: of articles, by their ids."""
    window = StoryWindow(concepts)
    groups: dict[int, Group] = {}
    for number, row in enumerate(sorted(rows, key=lambda row: row.published_at), 1):
        article = _article(number, row)
        window.forget_before(article.published_at - WINDOW)
        text = AnalyzedText.of(article, concepts)
        assigned = window.assign(article, text, article.published_at, meaning.get(row.id))
        story_id = assigned.story_id or number
        groups.setdefault(story_id, Group(len(groups) + 1, [])).articles.append(row)
        window.add(
            StoryMember(
                number=number,
                article_id=number,
                story_id=story_id,
                source_key=article.source_key,
                language=article.language,
                published_at=article.published_at,
                features=assigned.features,
            )
        )
    return list(groups.values())


def lines(groups: Sequence[Group]) -> Iterator[str]:
    """A line for each story, and how many there are."""
    for group in groups:
        first = group.articles[0]
        sources = dict.fromkeys(f"{row.source} ({row.language})" for row in group.articles)
        yield ENGLISH(
            texts.STORY,
            count=len(group.articles),
            number=str(len(group.articles)),
            time=first.published_at.strftime("%Y-%m-%d %H:%M"),
            title=first.title,
            sources=", ".join(sources),
        )
    articles = sum(len(group.articles) for group in groups)
    read = Phrase(texts.OF_ARTICLES, {"count": articles, "number": str(articles)})
    yield ENGLISH(texts.STORIES, count=len(groups), number=str(len(groups)), articles=read)


class _BadLineError(Exception):
    """A line that is no article."""

    def __init__(self, problem: Phrase) -> None:
        super().__init__(problem)
        self.problem = problem


def _row(line: str) -> Row:
    try:
        found = json.loads(line)
    except ValueError:
        raise _BadLineError(Phrase(texts.NO_JSON)) from None
    if not isinstance(found, dict):
        raise _BadLineError(Phrase(texts.NO_OBJECT))
    values = {name: _text(found, name, required=name in REQUIRED) for name in (*REQUIRED, *OPTIONAL)}
    if values["lang"] not in LANGUAGES:
        raise _BadLineError(Phrase(texts.NO_LANGUAGE, {"typed": values["lang"], "languages": ", ".join(LANGUAGES)}))
    return Row(
        id=values["id"],
        source=values["source"],
        language=values["lang"],
        published_at=_instant(values["published"]),
        title=values["title"],
        lead=values["lead"],
        body=values["body"],
    )


def _text(found: Mapping[str, Any], name: str, *, required: bool) -> str:
    value = found.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise _BadLineError(Phrase(texts.NO_FIELD, {"name": name}))
    return value.strip()


def _instant(typed: str) -> datetime:
    try:
        instant = datetime.fromisoformat(typed)
    except ValueError:
        raise _BadLineError(Phrase(texts.NO_INSTANT, {"typed": typed})) from None
    if instant.tzinfo is None:
        raise _BadLineError(Phrase(texts.NO_INSTANT, {"typed": typed}))
    return instant


def _article(number: int, row: Row) -> Article:
    return Article(
        id=number,
        source_key=row.source,
        source_name=row.source,
        language=row.language,
        url=None,
        title=row.title,
        teaser=row.lead,
        body=row.body or None,
        published_at=row.published_at,
        first_seen_at=row.published_at,
        page_state=PageState.READ,
        silent=False,
    )
