"""The checks of `python -m bot check`: database, sources and tokens, each with how to fix what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from bot.errors import FetchError, ParseError, StatedProblem, StorageError
from bot.i18n.catalogue import cli as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase, Plural
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.ways import WayRead, Ways
from bot.messages.causes import cause_text, given_up_text
from bot.model import Cause, DeliveryState, Source
from bot.platforms.protocol import Platform
from bot.storage.store import Store, migrate, safe_url
from bot.worker.build import build_platforms
from config.settings import Settings

TIME_LIMIT = 15.0  #: seconds for one source to answer
FAILED_SHOWN = 5  #: failed alerts that are listed
MANY_REFUSED = 20  #: chats that refuse for now on one platform, from which on that is reported as wrong

#: states that are reported
COUNTED = {
    DeliveryState.PENDING: texts.PENDING,
    DeliveryState.SENDING: texts.SENDING,
    DeliveryState.HELD: texts.HELD,
    DeliveryState.FAILED: texts.FAILED,
    DeliveryState.DROPPED: texts.DROPPED,
}


Parts = dict[str, str | int | Phrase]  #: of a text


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    good: bool
    text: Phrase  #: what was checked; if it is not good, what is wrong and how to fix it


def inspect(settings: Settings, sources: Sequence[Source]) -> list[Finding]:
    """Check everything that the settings name; never raises for what it checks."""
    return [*_database(settings), *asyncio.run(_sources_and_platforms(settings, sources))]


def _database(settings: Settings) -> list[Finding]:
    try:
        migrate(settings.database_url)
        store = Store.open(settings.database_url)
        owed, letters, failed = (
            store.outbox.count_deliveries(tuple(COUNTED)),
            store.outbox.count_letters(tuple(COUNTED)),
            store.outbox.latest_failures(FAILED_SHOWN),
        )
        waiting, paused = store.chats.count_waiting(), store.chats.count_paused()
        store.close()
    except StatedProblem as problem:
        return [Finding(False, problem.phrase)]
    except StorageError as error:
        parts: Parts = {"url": safe_url(settings.database_url), "error": error.phrase}
        return [Finding(False, Phrase(texts.DATABASE_OF_URL_NOT_NOW, parts))]
    url = safe_url(settings.database_url)
    counted = Phrase(texts.DATABASE, {"url": url, "counts": _counts(owed)})
    findings = [Finding(True, counted if owed else Phrase(texts.DATABASE_NOTHING_OWED, {"url": url}))]
    if letters:
        findings.append(Finding(True, Phrase(texts.LETTERS, {"counts": _counts(letters)})))
    findings += [*_waiting(waiting), *_paused(paused)]
    for chat, title, cause, detail in failed:
        reason = given_up_text(cause, detail, translate=ENGLISH)
        item: Parts = {"platform": chat.platform, "chat": chat.id, "title": title, "reason": reason}
        findings.append(Finding(True, Phrase(texts.GIVEN_UP, item)))
    return findings


def _counts(owed: Mapping[str, int]) -> str:
    counts = [ENGLISH(COUNTED[DeliveryState(state)], number=str(count)) for state, count in sorted(owed.items())]
    return enumerated(counts, ENGLISH)


def _waiting(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    """The chats that refuse for now; many of them are a sign that something is wrong with the bot or the platform."""
    for platform, causes in _by_platform(chats):
        refused = sum(count for cause, count in causes.items() if cause is not Cause.FLOOD)
        text = texts.CHATS_WAIT if refused else texts.CHATS_LIMITED
        yield Finding(refused < MANY_REFUSED, _counted(text, platform, causes))


def _paused(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    for platform, causes in _by_platform(chats):
        yield Finding(True, _counted(texts.CHATS_REST, platform, causes))


def _by_platform(chats: Mapping[tuple[str, Cause], int]) -> Iterator[tuple[str, dict[Cause, int]]]:
    for platform in sorted({platform for platform, _ in chats}):
        yield platform, {cause: count for (where, cause), count in chats.items() if where == platform}


def _counted(text: Plural, platform: str, causes: Mapping[Cause, int]) -> Phrase:
    count = sum(causes.values())
    most_first = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    why = [
        ENGLISH(texts.CHATS_WHY, why=cause_text(cause, None, translate=ENGLISH), number=str(number))
        for cause, number in most_first
    ]
    parts: Parts = {"platform": platform, "count": count, "number": str(count), "causes": enumerated(why, ENGLISH)}
    return Phrase(text, parts)


async def _sources_and_platforms(settings: Settings, sources: Sequence[Source]) -> list[Finding]:
    return [finding async for finding in _sources(settings, sources)] + await _platforms(settings)


async def _sources(settings: Settings, sources: Sequence[Source]) -> AsyncIterator[Finding]:
    http, reader = HttpClient(time_limit=TIME_LIMIT), Reader()
    try:
        used = [source for source in sources if source.enabled]
        ways = Ways(http, reader)
        read = await asyncio.gather(*(_read(source, ways) for source in used))
        for source, outcome in zip(used, read, strict=True):
            yield _source(source, outcome)
            if isinstance(outcome, WayRead) and outcome.fetched.moved_to is not None:
                yield _moved(source, outcome)
        for finding in _gone(settings, used, [one for one in read if isinstance(one, WayRead)]):
            yield finding
        if not used:
            yield Finding(False, Phrase(texts.NO_SOURCE_ENABLED))
    finally:
        await reader.close()
        await http.close()


async def _read(source: Source, ways: Ways) -> WayRead | FetchError | ParseError:
    try:
        return await ways.read(source, None)
    except (FetchError, ParseError) as error:
        return error


def _source(source: Source, outcome: WayRead | FetchError | ParseError) -> Finding:
    if not isinstance(outcome, WayRead):
        parts: Parts = {"source": source.key, "url": source.ways[0].address, "error": outcome.phrase}
        return Finding(False, Phrase(texts.SOURCE_FAILS, parts))
    found: Parts = {"source": source.key, "number": str(len(outcome.listing.entries) if outcome.listing else 0)}
    if not outcome.failed:
        return Finding(True, Phrase(texts.SOURCE_READ, found))
    found |= {"url": outcome.way.address, "failed": outcome.failed[0]}
    return Finding(True, Phrase(texts.SOURCE_READ_OTHERWISE, found))


def _moved(source: Source, read: WayRead) -> Finding:
    parts: Parts = {"source": source.key, "address": read.way.address, "moved_to": read.fetched.moved_to or ""}
    return Finding(True, Phrase(texts.WAY_MOVED, parts))


def _gone(settings: Settings, sources: Sequence[Source], read: Sequence[WayRead]) -> Iterator[Finding]:
    """The ways that are not asked any more; one that answers again is asked again."""
    try:
        with closing(Store.open(settings.database_url)) as store:
            gone = [way for way in store.sources.ways() if way.gone_at is not None]
            answered = {one.way.address for one in read}
            for way in gone:
                if way.address in answered:
                    store.sources.record_way(replace(way, gone_at=None))
    except (StatedProblem, StorageError):
        return  # the check of the database says so
    used = {(source.key, way.address) for source in sources for way in source.ways}
    for way in gone:
        parts: Parts = {"source": way.source_key, "address": way.address, "since": f"{way.gone_at:%Y-%m-%d %H:%M}"}
        if way.address in answered:
            yield Finding(True, Phrase(texts.WAY_IS_BACK, parts))
        elif (way.source_key, way.address) in used:
            yield Finding(False, Phrase(texts.WAY_GONE, parts))


async def _platforms(settings: Settings) -> list[Finding]:
    if not settings.has_token:
        return [Finding(True, Phrase(texts.NO_TOKEN))]
    return [await _platform(platform) for platform in build_platforms(settings, lambda: None)]


async def _platform(platform: Platform) -> Finding:
    try:
        remark = await platform.probe()
    except StatedProblem as problem:
        return Finding(False, problem.phrase)
    name = platform.name.capitalize()
    if remark is not None:
        return Finding(True, Phrase(texts.PLATFORM_KNOWS_BOT_BUT, {"platform": name, "remark": remark}))
    return Finding(True, Phrase(texts.PLATFORM_KNOWS_BOT, {"platform": name}))
