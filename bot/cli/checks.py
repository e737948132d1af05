"""The checks of `python -m bot check`: database, sources and tokens, each with how to fix what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import FetchError, ParseError, StatedProblem, StorageError
from bot.i18n.catalogue import cli as texts
from bot.i18n.formats import enumerated
from bot.i18n.text import Phrase, Plural
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.ways import Ways
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
    return [finding async for finding in _sources(sources)] + await _platforms(settings)


async def _sources(sources: Sequence[Source]) -> AsyncIterator[Finding]:
    http, reader = HttpClient(time_limit=TIME_LIMIT), Reader()
    try:
        used = [source for source in sources if source.enabled]
        for finding in await asyncio.gather(*(_source(source, http, reader) for source in used)):
            yield finding
        if not used:
            yield Finding(False, Phrase(texts.NO_SOURCE_ENABLED))
    finally:
        await reader.close()
        await http.close()


async def _source(source: Source, http: HttpClient, reader: Reader) -> Finding:
    try:
        read = await Ways(http, reader).read(source, None)
    except (FetchError, ParseError) as error:
        parts: Parts = {"source": source.key, "url": source.url, "error": error.phrase}
        return Finding(False, Phrase(texts.SOURCE_FAILS, parts))
    found: Parts = {"source": source.key, "number": str(len(read.listing.entries) if read.listing else 0)}
    if not read.failed:
        return Finding(True, Phrase(texts.SOURCE_READ, found))
    return Finding(True, Phrase(texts.SOURCE_READ_OTHERWISE, found | {"url": read.way.url, "failed": read.failed[0]}))


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
