"""The command line: `python -m bot COMMAND`, installed as `jarshy` too.

Exit codes: 0 good, 1 a stated problem, 2 wrong usage. What a command needs is imported when it is called, so that
`--help` and `try` stay quick.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.errors import QueryError, StatedProblem
from bot.model import Article, Chat, Match
from config.logs import configure, redactor
from config.settings import Settings, load_settings
from config.sources import load_sources

if TYPE_CHECKING:
    from bot.matching.concepts import Concepts
    from bot.matching.query import Query
    from bot.matching.reading import Reading
    from bot.storage.store import Store

ARCHIVE_SPAN = timedelta(days=30)  #: how far back `try` looks without files
RETRY_SPAN = timedelta(days=7)  #: how far back `retry` looks
SHOWN = 20  #: articles of the archive that `try` shows to a person

app = typer.Typer(
    help="Jarshy tells people in Telegram and Slack what they asked to hear of, as soon as it is published.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; a stated problem is told without a traceback, any other through the redacted log."""
    try:
        app()
    except StatedProblem as problem:
        typer.echo(f"Jarshy can't go on.\n{problem}", err=True)
        sys.exit(1)
    except Exception:
        logging.getLogger("bot").critical("stopped by an unexpected error", exc_info=True)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _default(context: typer.Context) -> None:
    configure(level="WARNING")  # until the settings say more
    if context.invoked_subcommand is None:
        run()


@app.command()
def run() -> None:
    """Read the sources, match, send and hear people, all in one process (the default)."""
    raise typer.Exit(_work(terminal=True))


@app.command()
def worker() -> None:
    """The same for a host, never in the terminal: as many as you like, on one machine or many, with one database."""
    raise typer.Exit(_work(terminal=False))


def _work(*, terminal: bool) -> int:
    settings = _settings(load_settings())
    sources = load_sources(settings.jarshy_sources)
    from bot.build import run as run_app

    return run_app(settings, sources, terminal=terminal)


@app.command()
def demo() -> None:
    """Show it at work, without network and tokens: a newsroom on this machine and a chat in this terminal."""
    from bot.demo import run as run_demo

    raise typer.Exit(run_demo())


@app.command()
def migrate() -> None:
    """Bring the database up to date (`run` does it by itself)."""
    settings = _settings(load_settings())
    from bot.storage.store import migrate as migrate_database
    from bot.storage.store import safe_url

    migrate_database(settings.database_url)
    typer.echo(f"The database {safe_url(settings.database_url)} is up to date.")


@app.command()
def move(
    origin: Annotated[str, typer.Argument(metavar="FROM", help="Where the archive is: sqlite:///jarshy.db")],
    target: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="Where it shall be: postgresql://… None: DATABASE_URL.")
    ] = None,
) -> None:
    """Copy the whole archive to an empty database; killed, it goes on where it stopped. Stop the workers first."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.storage.store import Copied, safe_url
    from bot.storage.store import move as move_archive

    target = target or _settings(load_settings()).database_url
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bars:
        tasks: dict[str, Any] = {}

        def tell(copied: Copied) -> None:
            if copied.table not in tasks:
                tasks[copied.table] = bars.add_task(copied.table, total=copied.of)
            bars.update(tasks[copied.table], completed=copied.rows)

        counts = move_archive(origin, target, tell)
    rows = sum(counts.values())
    typer.echo(f"{rows} rows in {len(counts)} tables are now in {safe_url(target)}, counted on both sides.")


@app.command()
def check() -> None:
    """Look at settings, database, sources and tokens: what is wrong, and the mend."""
    from bot.check import inspect

    settings = _settings(load_settings())
    hide = redactor(settings.secrets)
    findings = inspect(settings, load_sources(settings.jarshy_sources))
    typer.echo("ok     settings and sources file")
    for finding in findings:
        typer.echo(hide(f"{'ok   ' if finding.good else 'WRONG'}  {finding.text}"))
    wrong = sum(not finding.good for finding in findings)
    typer.echo(f"{wrong} to mend." if wrong else "Everything is well.")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def retry(
    chat: Annotated[
        str | None, typer.Argument(metavar="[CHAT]", help="One chat only: telegram:123, or slack:C1.")
    ] = None,
) -> None:
    """Owe again what was given up within a week, to all or to one chat."""
    whom = _chat(chat) if chat else None
    settings = _settings(load_settings())
    from bot.storage.store import Store
    from bot.storage.store import migrate as migrate_database

    migrate_database(settings.database_url)
    store = Store.open(settings.database_url)
    now = datetime.now(UTC)
    try:
        count = store.retry_failed(now - RETRY_SPAN, now, whom)
    finally:
        store.close()
    typer.echo(f"{count} given up within a week {'is' if count == 1 else 'are'} owed again; `run` or `worker` sends.")


def _chat(name: str) -> Chat:
    """`telegram:-100123`, with a topic `telegram:-100123:7`."""
    platform, _, rest = name.partition(":")
    number, _, thread = rest.partition(":")
    if not platform or not number:
        raise typer.BadParameter(f"{name}: write it as telegram:123 or slack:C1.", param_hint="CHAT")
    return Chat(platform=platform, id=number, thread=thread)


@app.command("try")
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
    from bot.matching.grammar import parse

    concepts = _concepts()
    try:
        understood = parse(query, concepts)
    except QueryError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from None
    if not files and not as_json:
        _show_archive(query, understood, concepts)
        return
    texts = [_read(name, concepts) for name in files] if files else _archive(concepts)
    from bot.matching.index import find

    found = []
    for origin, title, reading in texts:
        match = find(understood, reading)
        if match:
            found.append(_row(origin, title, match))
    if as_json:
        answer = {"query": query, "understood": understood.canonical, **_read_as(query, understood, concepts)}
        answer["matches"] = found
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _show(_understood(query, understood, concepts), found, f"{len(found)} of {len(texts)} match.")


def _read_as(typed: str, query: Query, concepts: Concepts) -> dict[str, Any]:
    """`read_as`, where a query was not read as it was typed; else nothing."""
    from bot.messages.wording import read_as

    said = read_as(query, typed, concepts=concepts)
    return {"read_as": "".join(span.text for span in said)} if said else {}


def _understood(typed: str, query: Query, concepts: Concepts) -> list[str]:
    """The query as it is stored and, where it was not read as it was typed, how it was read."""
    return [f"Understood as: {query.canonical}", *_read_as(typed, query, concepts).values()]


def _concepts() -> Concepts:
    """What queries and texts are read with."""
    from bot.matching.concepts import Concepts
    from config.concepts import load_concepts

    return Concepts(load_concepts(_settings(load_settings()).jarshy_concepts))


def _settings(settings: Settings) -> Settings:
    """The settings, once the logs obey them; where the chat is in this terminal, only warnings may break into it."""
    quiet = not settings.has_token and settings.log_level in ("DEBUG", "INFO")
    level = "WARNING" if quiet else settings.log_level
    configure(level=level, form=settings.log_format, secrets=settings.secrets)
    return settings


Origin = dict[str, str | None]
Text = tuple[Origin, str, "Reading"]  #: where it comes from, title, and all that is matched


def _row(origin: Origin, title: str, match: Match) -> dict[str, Any]:
    """A match as it is printed."""
    words = [match.sentence[start:end] for start, end in match.spans]
    return {**origin, "title": title, "sentence": match.sentence, "words": words}


def _read(name: str, concepts: Concepts) -> Text:
    """A file's text. Blank lines part paragraphs; in a text without any, each line is one."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="FILE") from None
    text = content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").strip()
    title, _, rest = text.partition("\n")
    if "\n\n" in rest.strip():
        paragraphs = [" ".join(paragraph.split()) for paragraph in rest.split("\n\n")]
    else:
        paragraphs = rest.split("\n")
    text = "\n\n".join(part.strip() for part in (title, *paragraphs) if part.strip())
    from bot.matching.reading import Reading

    return {"file": name, "published_at": None}, title.strip(), Reading(text, concepts=concepts)


@contextmanager
def _opened(concepts: Concepts) -> Iterator[Store]:
    """The database, brought up to date."""
    from bot.storage.store import Defaults, Store
    from bot.storage.store import migrate as migrate_database

    settings = _settings(load_settings())
    migrate_database(settings.database_url)
    store = Store.open(settings.database_url, Defaults(concepts=concepts))
    try:
        yield store
    finally:
        store.close()


def _archive(concepts: Concepts) -> list[Text]:
    """The articles of the last 30 days, all of them: a script counts on every match."""
    from bot.matching.reading import Reading

    with _opened(concepts) as store:
        articles = store.articles(datetime.now(UTC) - ARCHIVE_SPAN)
    return [(_origin(article), article.title, Reading.of(article, concepts)) for article in articles]


def _show_archive(typed: str, query: Query, concepts: Concepts) -> None:
    """What the last 30 days would have brought: how many, how often, and the latest, as /try says it."""
    from handlers.brought import Looking, how_many, how_often, within

    with _opened(concepts) as store:
        brought = Looking(store, None, datetime.now(UTC))(query, SHOWN)
    found = [_row(_origin(article), article.title, match) for article, match in brought.found.latest]
    rate = how_often(brought)
    count = f"{how_many(brought)} of {brought.found.seen:,}{f', {rate}' if rate else ''}"
    many = f"In {within(brought)}: {count}."
    _show(
        _understood(typed, query, concepts),
        found,
        many if len(found) == brought.found.count else f"{many} These are the latest.",
    )


def _origin(article: Article) -> Origin:
    return {"url": article.url, "published_at": article.published_at.isoformat()}


def _show(understood: list[str], found: list[dict[str, Any]], summed_up: str) -> None:
    """The matches for a person: a table, and how many there are."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

    console = Console()
    console.print(RichText("\n".join(understood)))
    if found:
        table = Table("Title", "Sentence", "Words", show_lines=True)
        for match in found:
            words = ", ".join(dict.fromkeys(match["words"]))
            table.add_row(RichText(match["title"]), RichText(match["sentence"]), RichText(words))
        console.print(table)
    console.print(RichText(summed_up))


if __name__ == "__main__":
    main()
