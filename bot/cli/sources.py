"""`python -m bot sources`: the sources with their health; `try URL` finds one, `check [KEY…]` fetches each once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.resources import known_sources, open_settings, open_store, switched_off
from bot.errors import FetchError, ParseError
from bot.i18n.catalogue import sources as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.model import Source, with_approved

if TYPE_CHECKING:
    from bot.intake.discover.results import FoundSource
    from bot.intake.finding import Finder

TIME_LIMIT = 30.0  #: seconds for one answer

sources = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@sources.callback()
def show(context: typer.Context) -> None:
    """The sources and how they fare; `try URL` finds a site's feed or list, `check` fetches each once."""
    if context.invoked_subcommand is not None:
        return
    from bot.cli.source_lines import approved_lines, source_lines
    from config.sources import load_sources

    settings = open_settings()
    configured = load_sources(settings.jarshy_sources)
    now, zone = datetime.now(UTC), ZoneInfo(settings.jarshy_timezone)
    with open_store() as store:
        health = {each.key: each for each in store.sources.health(now)}
        states = store.sources.ways()
        known = with_approved(configured, store.proposals.approved())
        off = {each.key: each.since_at for each in store.switches.switched_off_sources()}
    if not known:
        typer.echo(ENGLISH(texts.NO_SOURCES))
    for number, source in enumerate(known):
        own = [state for state in states if state.source_key == source.key]
        lines = source_lines(source, health.get(source.key), own, zone, now, off_since=off.get(source.key))
        _print(([""] if number else []) + lines)
        if number >= len(configured):
            _print(approved_lines(source))


@sources.command("check")
def check(
    keys: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY]...", help="These only; none: all that are switched on.")
    ] = None,
) -> None:
    """Fetch each source once: how many entries, the newest, what could not be read. 1 if one fails."""
    from bot.cli.source_lines import wrapped

    settings = open_settings()
    configured = {source.key: source for source in known_sources(settings)}
    for key in keys or []:
        if key not in configured:
            known = enumerated(list(configured), ENGLISH)
            raise typer.BadParameter(ENGLISH(texts.NO_SUCH_KEY, key=key, keys=known), param_hint="KEY")
    chosen = [configured[key] for key in keys or ()]
    if not keys:
        off = switched_off()
        chosen = [one for one in configured.values() if one.enabled and one.key not in off]
        for one in configured.values():
            if one.enabled and one.key in off:
                _print([wrapped(ENGLISH(texts.CHECK_LEFT_OUT, key=one.key))])
    good = asyncio.run(_check(chosen, ZoneInfo(settings.jarshy_timezone)))
    raise typer.Exit(0 if good else 1)


@sources.command("try")
def try_(
    url: Annotated[str, typer.Argument(metavar="URL", help="A page of the site, or t.me/NAME of a channel.")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="Only this: feed, telegram, sitemap, wordpress or list.")
    ] = None,
) -> None:
    """Find where a site's news can be read: what would be read, the newest in full, and what to paste."""
    from bot.intake.finding import KINDS

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(ENGLISH(texts.NO_SUCH_KIND, kinds=enumerated(KINDS, ENGLISH)), param_hint="--kind")
    settings = open_settings()
    taken = {source.key for source in known_sources(settings)}
    address = url if "://" in url else f"https://{url}"
    raise typer.Exit(asyncio.run(_try(address, kind, settings.jarshy_timezone, taken)))


async def _check(chosen: Sequence[Source], zone: ZoneInfo) -> bool:
    """Did all of them answer with something that can be read?"""
    from bot.cli.source_lines import checked_lines, wrapped
    from bot.intake.http import HttpClient
    from bot.intake.reader import Reader
    from bot.intake.ways import Ways

    http, reader = HttpClient(time_limit=TIME_LIMIT), Reader()
    good = True
    try:
        for source in chosen:
            try:
                listing = (await Ways(http, reader).read(source, None)).listing
            except (FetchError, ParseError) as error:
                failed = Phrase(
                    texts.CHECK_FAILED, {"key": source.key, "url": source.ways[0].address, "error": error.phrase}
                )
                _print([wrapped(ENGLISH(failed))])
                good = False
                continue
            assert listing is not None  # noqa: S101 - nothing is known of an earlier body
            _print(checked_lines(source, listing, zone, datetime.now(UTC)))
    finally:
        await reader.close()
        await http.close()
    return good


async def _try(address: str, kind: str | None, timezone: str, taken: set[str]) -> int:
    from bot.intake.finding import Finder
    from bot.intake.http import HttpClient
    from bot.intake.reader import Reader

    http, reader, now = HttpClient(time_limit=TIME_LIMIT), Reader(), datetime.now(UTC)
    finder = Finder(http=http, reader=reader, timezone=timezone, taken=taken, now=now)
    try:
        found = await finder.find(address, kind)
        await _show(found, finder, ZoneInfo(timezone), now)
    except (FetchError, ParseError) as error:
        typer.echo(ENGLISH(texts.NOTHING_AT, url=address, error=error.phrase), err=True)
        return 1
    finally:
        await reader.close()
        await http.close()
    return 0


async def _show(found: FoundSource, finder: Finder, zone: ZoneInfo, now: datetime) -> None:
    from bot.cli.source_lines import found_lines, text_lines, toml_lines, wrapped
    from bot.intake.discover.results import newest_first

    newest = newest_first(found.headlines, now)
    _print(found_lines(found, newest, zone, now))
    if newest and newest[0].link:
        try:
            _print(text_lines(newest[0], await finder.full_text(found, newest[0])))
        except (FetchError, ParseError) as error:
            failed = Phrase(texts.NO_FULL_TEXT, {"url": newest[0].link, "error": error.phrase})
            _print(["", wrapped(ENGLISH(failed))])
    _print(toml_lines(found))


def _print(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)
