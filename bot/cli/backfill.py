"""`python -m bot backfill SOURCE`: reads older articles of a source into the archive; archives.py shows how far."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer

from bot.cli.moments import moment
from bot.cli.program import INTERRUPTED
from bot.cli.resources import known_sources, open_settings, open_store
from bot.errors import StatedProblem
from bot.i18n.catalogue import cli as texts
from bot.i18n.formats import enumerated
from bot.i18n.translator import ENGLISH

if TYPE_CHECKING:
    from bot.intake.backfill import Backfill
    from bot.intake.backfilled import Wish
    from bot.intake.http import HttpClient
    from bot.intake.match import Matcher
    from bot.intake.reader import Reader
    from bot.model import Source, Way
    from bot.storage.store import Store
    from config.settings import Settings

TIME_LIMIT = 60.0  #: seconds for one answer
LARGEST = 50_000_000  #: bytes of a page of the archive: what sitemaps may have


class Shared(NamedTuple):
    """What all archives of one run share."""

    store: Store
    http: HttpClient
    reader: Reader
    matcher: Matcher
    source: Source
    wish: Wish
    zone: ZoneInfo


def backfill(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The key of a source.")],
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Not what is older; none: all there is.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Not what is newer; none: up to a day ago.")] = None,
    address: Annotated[
        str | None,
        typer.Option("--from", metavar="ADDRESS", help="A feed, a sitemap or a list; none: the source's own ways."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, help="Stop after so many; run it again to go on.")
    ] = None,
    every: Annotated[float, typer.Option(min=0.0, max=3600.0, help="Seconds between two requests, at least.")] = 1.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be read.")] = False,
) -> None:
    """Read older articles of a source into the archive, alerting nobody; can be stopped, and run again to go on."""
    from bot.intake.archive_walk import Span
    from bot.intake.backfilled import Wish

    settings = open_settings()
    sources = {one.key: one for one in known_sources(settings)}
    if source not in sources:
        keys = enumerated(list(sources), ENGLISH)
        raise typer.BadParameter(ENGLISH(texts.NO_SUCH_SOURCE, key=source, keys=keys), param_hint="SOURCE")
    now, zone = datetime.now(UTC), ZoneInfo(settings.jarshy_timezone)
    latest = now - timedelta(hours=settings.catch_up_hours)
    asked = moment(until, zone, param_hint="--until", end=True) or latest
    span = Span(since=moment(since, zone, param_hint="--since"), until=min(asked, latest))
    wish = Wish(
        span=span,
        limit=limit,
        every=timedelta(seconds=every),
        texts_since=now - timedelta(days=settings.retention_days),
        dry=dry_run,
    )
    starts: Sequence[Way | str] = [address if "://" in address else f"https://{address}"] if address else ()
    with open_store() as store:
        if source in store.switches.switched_off():
            raise StatedProblem(texts.SWITCHED_OFF_SOURCE, key=source)
        raise typer.Exit(asyncio.run(_read(settings, store, sources[source], starts, wish)))


async def _read(settings: Settings, store: Store, source: Source, starts: Sequence[Way | str], wish: Wish) -> int:
    """Read each of these archives, else those of all ways; the exit code."""
    from bot.intake.http import HttpClient
    from bot.intake.match import Matcher
    from bot.intake.reader import Reader
    from bot.matching.concepts import compiled
    from bot.matching.index import Index
    from config.concepts import load_concepts

    index = Index(compiled(load_concepts(settings.jarshy_concepts)))
    matcher = Matcher(store=store, index=index, wake=lambda: None, clock=lambda: datetime.now(UTC))
    http, reader = HttpClient(time_limit=TIME_LIMIT, feed_cap=LARGEST), Reader(time_limit=TIME_LIMIT)
    zone, codes = ZoneInfo(settings.jarshy_timezone), []
    try:
        for way in starts or source.ways:
            codes.append(await _read_one(way, Shared(store, http, reader, matcher, source, wish, zone)))
            if codes[-1] == INTERRUPTED:
                break
    finally:
        await reader.close()
        await http.close()
    return INTERRUPTED if INTERRUPTED in codes else min(codes)


async def _read_one(way: Way | str, shared: Shared) -> int:
    """Read one archive, and show how far; the exit code of it."""
    from bot.cli.archives import Shown
    from bot.errors import FetchError, ParseError
    from bot.intake.backfill import Backfill

    shown, stopped = Shown(shared.source, way, shared.wish, shared.zone), asyncio.Event()
    one = Backfill(
        store=shared.store,
        http=shared.http,
        reader=shared.reader,
        matcher=shared.matcher,
        source=shared.source,
        wish=shared.wish,
        clock=lambda: datetime.now(UTC),
        report=shown.progress,
    )
    with shown:
        _stop_on_signals(one, stopped)
        try:
            await one.run(way)
        except (FetchError, ParseError) as error:
            shown.failed(error.phrase)
            return 1
    shown.end(one.done)
    return INTERRUPTED if stopped.is_set() else 0


def _stop_on_signals(one: Backfill, stopped: asyncio.Event) -> None:
    """Ctrl-C and SIGTERM end it after the article that is being stored."""

    def stop() -> None:
        stopped.set()
        one.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
