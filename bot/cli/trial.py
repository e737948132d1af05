"""What `python -m bot try` finds, and how it is printed.

a file's or an article's Text ─ matches ─▶ rows as JSON has them ─ show ─▶ a table
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.matching.reading import Reading
from bot.messages.wording import read_as
from bot.model import Article, Match

if TYPE_CHECKING:
    from bot.storage.store import Store

SHOWN = 20  #: articles of the archive that are shown to a person

Row = dict[str, Any]  #: where a match is from, title, published_at, sentence, words


class Text(NamedTuple):
    """What a query is tried on."""

    origin: Mapping[str, str | None]  #: its file or its URL, and when it was published
    title: str
    reading: Reading


def text(name: str, content: bytes, concepts: Concepts) -> Text:
    """A file's text. Blank lines part paragraphs; in a text without any, each line is one."""
    said = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").strip()
    title, _, rest = said.partition("\n")
    if "\n\n" in rest.strip():
        paragraphs = [" ".join(paragraph.split()) for paragraph in rest.split("\n\n")]
    else:
        paragraphs = rest.split("\n")
    said = "\n\n".join(part.strip() for part in (title, *paragraphs) if part.strip())
    return Text({"file": name, "published_at": None}, title.strip(), Reading(said, concepts=concepts))


def of_archive(article: Article, concepts: Concepts) -> Text:
    """An article's text."""
    return Text(_origin(article), article.title, Reading.of(article, concepts))


def matches(query: Query, texts: Iterable[Text]) -> list[Row]:
    """What the query finds, a row for each text that answers it."""
    found = ((one, find(query, one.reading)) for one in texts)
    return [_row(one.origin, one.title, match) for one, match in found if match]


def archived(query: Query, store: Store, now: datetime) -> tuple[list[Row], str]:
    """The latest of what the last 30 days would have brought; and how many and how often, as /try says it."""
    from handlers.brought import Looking, how_many, how_often, within

    brought = Looking(store, None, now)(query, SHOWN)
    rows = [_row(_origin(article), article.title, match) for article, match in brought.found.latest]
    rate = how_often(brought)
    count = f"{how_many(brought)} of {brought.found.seen:,}{f', {rate}' if rate else ''}"
    many = f"In {within(brought)}: {count}."
    return rows, many if len(rows) == brought.found.count else f"{many} These are the latest."


def understood(typed: str, query: Query, concepts: Concepts) -> dict[str, str]:
    """`understood`, the query as it is stored, and `read_as`, where it was not read as it was typed."""
    said = read_as(query, typed, concepts=concepts)
    return {"understood": query.canonical} | ({"read_as": "".join(span.text for span in said)} if said else {})


def show(said: Mapping[str, str], found: list[Row], summed_up: str) -> None:
    """The matches for a person: a table, and how many there are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

    console = Console()
    console.print(RichText("\n".join([f"Understood as: {said['understood']}", *list(said.values())[1:]])))
    if found:
        table = Table("Title", "Sentence", "Words", show_lines=True)
        for match in found:
            words = ", ".join(dict.fromkeys(match["words"]))
            table.add_row(RichText(match["title"]), RichText(match["sentence"]), RichText(words))
        console.print(table)
    console.print(RichText(summed_up))


def _row(origin: Mapping[str, str | None], title: str, match: Match) -> Row:
    words = [match.sentence[start:end] for start, end in match.spans]
    return {**origin, "title": title, "sentence": match.sentence, "words": words}


def _origin(article: Article) -> dict[str, str | None]:
    return {"url": article.url, "published_at": article.published_at.isoformat()}
