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

from bot.errors import QueryError, StatedProblem, StorageError
from bot.model import Chat
from config.logs import configure, redactor
from config.settings import Settings, load_settings
from config.sources import load_sources

if TYPE_CHECKING:
    from bot.matching.concepts import Concepts
    from bot.storage.store import Store
    from bot.trying import Text

ARCHIVE_SPAN = timedelta(days=30)  #: how far back `try` looks without files
RETRY_SPAN = timedelta(days=7)  #: how far back `retry` looks

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
    except StorageError as error:
        typer.echo(f"Jarshy can't go on.\nthe database can't be used now: {error}", err=True)
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
    from bot.worker.build import run as run_app

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
        count = store.outbox.retry_failed(now - RETRY_SPAN, now, whom)
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
    from bot import trying
    from bot.matching.grammar import parse

    concepts = _concepts()
    try:
        understood = parse(query, concepts)
    except QueryError as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from None
    said = trying.understood(query, understood, concepts)
    if not files and not as_json:
        with _opened() as store:
            trying.show(said, *trying.archived(understood, store, concepts, datetime.now(UTC)))
        return
    texts = [trying.text(name, _content(name), concepts) for name in files] if files else _archive(concepts)
    found = trying.matches(understood, texts)
    if as_json:
        answer = {"query": query, **said, "matches": found}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        trying.show(said, found, f"{len(found)} of {len(texts)} match.")


def _content(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise typer.BadParameter(f"{name}: {error.strerror}", param_hint="FILE") from None


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


@contextmanager
def _opened() -> Iterator[Store]:
    """The database, brought up to date."""
    from bot.storage.store import Store
    from bot.storage.store import migrate as migrate_database

    settings = _settings(load_settings())
    migrate_database(settings.database_url)
    store = Store.open(settings.database_url)
    try:
        yield store
    finally:
        store.close()


def _archive(concepts: Concepts) -> list[Text]:
    """The articles of the last 30 days, all of them: a script counts on every match."""
    from bot.trying import of_archive

    with _opened() as store:
        articles = store.articles.published(datetime.now(UTC) - ARCHIVE_SPAN)
    return [of_archive(article, concepts) for article in articles]


if __name__ == "__main__":
    main()
