"""The checks of `python -m bot check`: database, sources and tokens, each with how to fix what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import FetchError, ParseError, StatedProblem, StorageError
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.messages.causes import cause_text, given_up_text
from bot.model import Cause, DeliveryState, Source
from bot.platforms.protocol import Platform
from bot.storage.store import Store, migrate, safe_url
from bot.worker.build import build_platforms
from config.settings import Settings

TIME_LIMIT = 15.0  #: seconds for one source to answer
FAILED_SHOWN = 5  #: failed alerts that are listed
MANY_REFUSED = 20  #: chats that refuse for now on one platform, from which on that is reported as wrong

COUNTED = tuple(state for state in DeliveryState if state is not DeliveryState.SENT)  #: states that are reported


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    good: bool
    text: str  #: what was checked; if it is not good, what is wrong and how to fix it


def inspect(settings: Settings, sources: Sequence[Source]) -> list[Finding]:
    """Check everything that the settings name; never raises for what it checks."""
    return [*_database(settings), *asyncio.run(_sources_and_platforms(settings, sources))]


def _database(settings: Settings) -> list[Finding]:
    try:
        migrate(settings.database_url)
        store = Store.open(settings.database_url)
        owed, letters, failed = (
            store.outbox.count_deliveries(COUNTED),
            store.outbox.count_letters(COUNTED),
            store.outbox.latest_failures(FAILED_SHOWN),
        )
        waiting, paused = store.chats.count_waiting(), store.chats.count_paused()
        store.close()
    except StatedProblem as problem:
        return [Finding(False, str(problem))]
    except StorageError as error:
        return [Finding(False, f"the database {safe_url(settings.database_url)} can't be used now: {error}")]
    counts = _counts(owed) or "none waits, none has failed"
    findings = [Finding(True, f"database {safe_url(settings.database_url)}; alerts: {counts}")]
    if letters:
        findings.append(Finding(True, f"notices to chats and operators: {_counts(letters)}"))
    findings += [*_waiting(waiting), *_paused(paused)]
    for chat, title, cause, detail in failed:
        reason = given_up_text(cause, detail, translate=ENGLISH)
        findings.append(Finding(True, f"an alert was given up: {chat.platform} {chat.id}, «{title}»: {reason}"))
    return findings


def _counts(owed: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(owed.items()))


def _waiting(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    """The chats that refuse for now; many of them are a sign that something is wrong with the bot or the platform."""
    for platform, causes in _by_platform(chats):
        refused = sum(count for cause, count in causes.items() if cause is not Cause.FLOOD)
        advice = "; if they should take messages, `python -m bot retry` tries them now" if refused else ""
        text = f"{platform}: {_chats(causes, 'waits and is', 'wait and are')} tried on: {_why(causes)}{advice}"
        yield Finding(refused < MANY_REFUSED, text)


def _paused(chats: Mapping[tuple[str, Cause], int]) -> Iterator[Finding]:
    for platform, causes in _by_platform(chats):
        yield Finding(True, f"{platform}: {_chats(causes, 'rests', 'rest')} until heard of: {_why(causes)}")


def _by_platform(chats: Mapping[tuple[str, Cause], int]) -> Iterator[tuple[str, dict[Cause, int]]]:
    for platform in sorted({platform for platform, _ in chats}):
        yield platform, {cause: count for (where, cause), count in chats.items() if where == platform}


def _chats(causes: Mapping[Cause, int], of_one: str, of_several: str) -> str:
    count = sum(causes.values())
    return f"{count} chat {of_one}" if count == 1 else f"{count} chats {of_several}"


def _why(causes: Mapping[Cause, int]) -> str:
    most_first = sorted(causes.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{cause_text(cause, None, translate=ENGLISH)} ({count})" for cause, count in most_first)


async def _sources_and_platforms(settings: Settings, sources: Sequence[Source]) -> list[Finding]:
    return [finding async for finding in _sources(sources)] + await _platforms(settings)


async def _sources(sources: Sequence[Source]) -> AsyncIterator[Finding]:
    http, reader = HttpClient(time_limit=TIME_LIMIT), Reader()
    try:
        used = [source for source in sources if source.enabled]
        for finding in await asyncio.gather(*(_source(source, http, reader) for source in used)):
            yield finding
        if not used:
            yield Finding(False, "no source is switched on: set enabled = true for one at least in the sources file")
    finally:
        await reader.close()
        await http.close()


async def _source(source: Source, http: HttpClient, reader: Reader) -> Finding:
    try:
        fetched = await http.feed(source.feed)
        entries = await reader.feed(fetched.body, source, fetched.charset)
    except (FetchError, ParseError) as error:
        correction = (
            "open it in a browser; if it has moved, change its feed in the sources file, or set enabled = false"
        )
        return Finding(False, f"source {source.key}: {source.feed} {error}. Mend: {correction}")
    return Finding(True, f"source {source.key}: {len(entries)} entries")


async def _platforms(settings: Settings) -> list[Finding]:
    if not settings.has_token:
        return [Finding(True, "no token is set: `python -m bot run` talks in the terminal")]
    return [await _platform(platform) for platform in build_platforms(settings, lambda: None)]


async def _platform(platform: Platform) -> Finding:
    try:
        await platform.probe()
    except StatedProblem as problem:
        return Finding(False, str(problem))
    return Finding(True, f"{platform.name.capitalize()} knows the bot")
