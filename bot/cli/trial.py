"""The matches of `python -m bot try`, and their output.

a file or an article as a Sample ─ matches ─▶ records, as in the JSON ─ show ─▶ a table
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.i18n.catalogue import cli as texts
from bot.i18n.catalogue import preview
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.messages.wording import read_as
from bot.model import Article, Match

if TYPE_CHECKING:
    from bot.storage.store import Store

SHOWN = 20  #: articles of the archive that are shown in the table

Record = dict[str, Any]  #: file or url, title, published_at, sentence, words


class Sample(NamedTuple):
    """A text that a query is tried on."""

    origin: Mapping[str, str | None]  #: file or url, and published_at
    title: str
    reading: AnalyzedText


def of_file(name: str, content: bytes, concepts: Concepts) -> Sample:
    """The text of a file. Paragraphs are separated by blank lines; without any, each line is one."""
    decoded = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").strip()
    title, _, rest = decoded.partition("\n")
    if "\n\n" in rest.strip():
        paragraphs = [" ".join(paragraph.split()) for paragraph in rest.split("\n\n")]
    else:
        paragraphs = rest.split("\n")
    text = "\n\n".join(part.strip() for part in (title, *paragraphs) if part.strip())
    return Sample({"file": name, "published_at": None}, title.strip(), AnalyzedText(text, concepts=concepts))


def of_archive(article: Article, concepts: Concepts) -> Sample:
    """The text of an article."""
    return Sample(_origin(article), article.title, AnalyzedText.of(article, concepts))


def matches(query: Query, samples: Iterable[Sample]) -> list[Record]:
    """A record for each sample that matches the query."""
    found = ((one, find(query, one.reading)) for one in samples)
    return [_record(one.origin, one.title, match) for one, match in found if match]


def archived(query: Query, store: Store, concepts: Concepts, now: datetime) -> tuple[list[Record], str]:
    """The latest matches of the last 30 days, and how many and how often, in the words of /try."""
    from bot.answers.preview import ArchiveSearch
    from handlers.preview import at_a_glance, how_many

    brought = ArchiveSearch(store=store, concepts=concepts, now=now)(query, SHOWN)
    records = [_record(_origin(article), article.title, match) for article, match in brought.found.latest]
    of_all = Phrase(preview.OF_ALL, {"articles": how_many(brought), "count": brought.found.seen})
    many = ENGLISH(at_a_glance(brought, of_all))
    return records, many if len(records) == brought.found.count else ENGLISH(texts.LATEST_SHOWN, summary=many)


def understood(typed: str, query: Query, concepts: Concepts) -> dict[str, str]:
    """`understood`, the query as it is stored, and `read_as`, where it was not read as it was typed."""
    spans = read_as(query, typed, concepts=concepts, translate=ENGLISH)
    return {"understood": query.canonical} | ({"read_as": "".join(span.text for span in spans)} if spans else {})


def show(explained: Mapping[str, str], found: list[Record], summed_up: str) -> None:
    """Print the matches for a person: a table, and how many there are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

    console = Console()
    read = ENGLISH(texts.UNDERSTOOD, query=explained["understood"])
    console.print(RichText("\n".join([read, *list(explained.values())[1:]])))
    if found:
        table = Table(*map(ENGLISH, (texts.TITLE, texts.SENTENCE, texts.WORDS)), show_lines=True)
        for match in found:
            words = ", ".join(dict.fromkeys(match["words"]))
            table.add_row(RichText(match["title"]), RichText(match["sentence"]), RichText(words))
        console.print(table)
    console.print(RichText(summed_up))


def _record(origin: Mapping[str, str | None], title: str, match: Match) -> Record:
    words = [match.sentence[start:end] for start, end in match.spans]
    return {**origin, "title": title, "sentence": match.sentence, "words": words}


def _origin(article: Article) -> dict[str, str | None]:
    return {"url": article.url, "published_at": article.published_at.isoformat()}
