"""The sources: each is asked once, all at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.cli.checks.finding import Finding, Parts, well, wrong
from bot.errors import FetchError, ParseError, PassingFetchError, StatedProblem, StorageError
from bot.i18n.catalogue import check as texts
from bot.i18n.catalogue import intake
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.ways import WayRead, Ways
from bot.model import Source, WayState
from bot.storage.store import Store

ABOUT = "sources"
TIME_LIMIT = 13.0  #: seconds for one source with all its ways


@dataclass(frozen=True, kw_only=True)
class NewsLook:
    """What was found, and how far our clock is ahead of the servers that answered."""

    findings: tuple[Finding, ...]
    ahead: tuple[timedelta, ...] = ()
    answered: frozenset[str] = frozenset()  #: the addresses that were read


async def look(
    sources: Sequence[Source], http: HttpClient, reader: Reader, *, switched_off: Collection[str] = ()
) -> NewsLook:
    """Read every source that is switched on once; `switched_off`: the keys of those that an operator switched off."""
    enabled = [source for source in sources if source.enabled]
    used = [source for source in enabled if source.key not in switched_off]
    if not enabled:
        return NewsLook(findings=(wrong(ABOUT, texts.NO_SOURCE_ENABLED, texts.FIX_NO_SOURCE),))
    off = [well(ABOUT, texts.SOURCE_OFF, source=source.key) for source in enabled if source.key in switched_off]
    if not used:
        return NewsLook(findings=(*off, wrong(ABOUT, texts.ALL_SWITCHED_OFF, texts.FIX_ALL_SWITCHED_OFF)))
    ways = Ways(http, reader)
    outcomes = await asyncio.gather(*(_read(source, ways) for source in used))
    findings: list[Finding] = off
    for source, outcome in zip(used, outcomes, strict=True):
        findings += _source(source, outcome)
    read = [one for one in outcomes if isinstance(one, WayRead)]
    ahead = tuple(one.fetched.clock_ahead for one in read if one.fetched.clock_ahead is not None)
    answered = frozenset(one.way.address for one in read)
    return NewsLook(findings=tuple(findings), ahead=ahead, answered=answered)


async def _read(source: Source, ways: Ways) -> WayRead | FetchError | ParseError:
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await ways.read(source, None)
    except (FetchError, ParseError) as error:
        return error
    except TimeoutError:
        return PassingFetchError(intake.NO_ANSWER_IN_TIME, seconds=f"{TIME_LIMIT:g}")


def _source(source: Source, outcome: WayRead | FetchError | ParseError) -> Iterator[Finding]:
    if not isinstance(outcome, WayRead):
        address = source.ways[0].address
        yield wrong(ABOUT, texts.SOURCE_FAILS, texts.FIX_SOURCE, source=source.key, url=address, error=outcome.phrase)
        return
    entries = len(outcome.listing.entries) if outcome.listing else 0
    found: dict[str, Parts] = {"source": source.key, "count": entries, "number": str(entries)}
    if outcome.failed:
        yield well(ABOUT, texts.SOURCE_READ_OTHERWISE, **found, url=outcome.way.address, failed=outcome.failed[0])
    else:
        yield well(ABOUT, texts.SOURCE_READ, **found)
    if (moved_to := outcome.fetched.moved_to) is not None:
        yield well(ABOUT, texts.WAY_MOVED, source=source.key, address=outcome.way.address, moved_to=moved_to)


def withdrawn(gone: Sequence[WayState], sources: Sequence[Source], answered: Collection[str]) -> Iterator[Finding]:
    """The ways that are not asked any more; `answered`: the addresses that did now."""
    used = {(source.key, way.address) for source in sources if source.enabled for way in source.ways}
    for way in gone:
        if way.address in answered:
            yield well(ABOUT, texts.WAY_IS_BACK, source=way.source_key, address=way.address)
        elif (way.source_key, way.address) in used:
            since = f"{way.gone_at:%Y-%m-%d %H:%M}"
            yield wrong(
                ABOUT, texts.WAY_GONE, texts.FIX_WAY_GONE, source=way.source_key, address=way.address, since=since
            )


def ask_again(database_url: str, gone: Sequence[WayState], answered: Collection[str]) -> None:
    """Have the ways polled again that were withdrawn and answer: the one thing that `check` changes."""
    back = [way for way in gone if way.address in answered]
    if not back:
        return
    try:
        with closing(Store.open(database_url)) as store:
            for way in back:
                store.sources.record_way(replace(way, gone_at=None))
    except (StatedProblem, StorageError):
        return  # the check of the database says so
