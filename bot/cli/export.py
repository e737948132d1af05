"""`python -m bot export`: follows, chats, articles and deliveries for a machine, as JSON Lines or CSV."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.instants import Clock
from bot.cli.resources import open_settings, open_store
from bot.cli.tables import FORMATS, written
from bot.errors import StatedProblem
from bot.i18n.catalogue import operating as texts
from bot.i18n.translator import ENGLISH
from bot.model import DeliveryState

if TYPE_CHECKING:
    from bot.cli.tables import Record

export = typer.Typer(no_args_is_help=True)

Format = Annotated[str, typer.Option("--format", help="jsonl, a JSON a line; or csv, for spreadsheets.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; none: standard output.")]
Since = Annotated[str | None, typer.Option("--since", help="From then on: 2026-11-25, 2026-11-25T13:20, 7d.")]
Until = Annotated[str | None, typer.Option("--until", help="Up to then, not included.")]

CHAT = ("platform", "workspace", "chat", "thread")
CHATS = (
    *(*CHAT, "kind", "title", "timezone", "language", "languages", "created_at"),
    *("paused_at", "pause_cause", "waits_until", "wait_cause", "snoozed_until"),
)
FOLLOWS = (
    *(*CHAT, "kind", "title", "language", "timezone", "paused_at"),
    *("typed", "query", "followed_at", "followed_by", "mode", "rings", "muted_until"),
)
ARTICLES = (
    *("id", "source", "url", "title", "teaser", "language", "published_at"),
    *("first_seen_at", "page_state", "silent", "revision", "story"),
)
DELIVERIES = (
    *("id", *CHAT, "article", "lane", "state", "attempts", "cause", "detail", "first_attempt_at", "sent_at", "ref"),
    *("source", "title", "url", "published_at", "first_seen_at"),
)


@export.callback()
def about() -> None:
    """Write follows, chats, articles or deliveries for a machine: JSON Lines or CSV."""


@export.command("follows")
def follows(form: Format = "jsonl", output: Output = None) -> None:
    """Every follow with its chat."""
    _check(form)
    with open_store() as store:
        _write(store.exports.follows(), FOLLOWS, form, output)


@export.command("chats")
def chats(form: Format = "jsonl", output: Output = None) -> None:
    """Every chat with its state."""
    _check(form)
    with open_store() as store:
        _write(store.exports.chats(), CHATS, form, output)


@export.command("articles")
def articles(
    since: Since = None,
    until: Until = None,
    full: Annotated[bool, typer.Option("--text", help="With their full texts.")] = False,
    form: Format = "jsonl",
    output: Output = None,
) -> None:
    """The articles that were published in a period; without one, all."""
    _check(form)
    first, last = Clock.of(open_settings().jarshy_timezone).period(since, until)
    columns = (*ARTICLES, "text") if full else ARTICLES
    with open_store() as store:
        _write(store.exports.articles(first, last, texts=full), columns, form, output)


@export.command("deliveries")
def deliveries(
    since: Since = None,
    until: Until = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="sent, failed …; repeatable. None: all.")] = None,
    form: Format = "jsonl",
    output: Output = None,
) -> None:
    """What was owed of the articles that came in a period, and what became of it; without one, all that is kept."""
    _check(form)
    states = [_state(each) for each in state or ()]
    first, last = Clock.of(open_settings().jarshy_timezone).period(since, until)
    with open_store() as store:
        _write(store.exports.deliveries(first, last, states), DELIVERIES, form, output)


def _check(form: str) -> None:
    if form not in FORMATS:
        raise typer.BadParameter(ENGLISH(texts.NO_FORMAT, name=form), param_hint="--format")


def _state(name: str) -> DeliveryState:
    try:
        return DeliveryState(name.lower())
    except ValueError:
        known = ", ".join(DeliveryState)
        raise typer.BadParameter(ENGLISH(texts.NO_STATE, name=name, names=known), param_hint="--state") from None


def _write(records: Iterable[Record], columns: tuple[str, ...], form: str, output: Path | None) -> None:
    if output is not None:
        _spare_archive(output)
    count = written(records, columns, form, output)
    if output is not None:
        typer.echo(ENGLISH(texts.EXPORTED, count=count, number=str(count), file=str(output)), err=True)


def _spare_archive(output: Path) -> None:
    """An export to the database's own file would end it.

    Raises:
        StatedProblem: it is that file.
    """
    from bot.storage.store import sqlite_file

    archive = sqlite_file(open_settings().database_url)
    if archive is not None and output.absolute().resolve() == archive.absolute().resolve():
        raise StatedProblem(texts.NOT_OVER_ARCHIVE, file=str(output))
