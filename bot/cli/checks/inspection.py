"""Looks at everything that the settings name, all at the same time and each part with a limit.

settings ─┬─ database, what is owed ─┬─▶ findings, in this order
          ├─ sources, clock          │
          ├─ platforms, workspaces ──┤
          └─ machine, meaning ───────┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urljoin

from bot.bugs import report_bug
from bot.cli.checks import database, environment, machine, news, platforms, workspaces
from bot.cli.checks.database import DatabaseLook
from bot.cli.checks.finding import Finding, wrong
from bot.cli.checks.news import NewsLook
from bot.errors import FetchError
from bot.i18n.catalogue import check as texts
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.model import Source, with_approved
from bot.worker.second_voice import second_voice
from config.settings import Settings

DATABASE_LIMIT = 12.0  #: seconds: with the next one, all is over within half a minute
TIME_LIMIT = 16.0  #: seconds for each of the others
REQUEST_LIMIT = 12.0  #: seconds for one answer
LOOK_UPS = 64  #: names that are looked up at the same time: without a network each takes seconds

SLACK_TEST = "api.test"

T = TypeVar("T")


def inspect(settings: Settings, sources: Sequence[Source] | None) -> list[Finding]:
    """Look at everything; never raises for what it looks at. `sources` None: their file can't be read."""
    return asyncio.run(_inspect(settings, sources))


async def _inspect(settings: Settings, configured: Sequence[Source] | None) -> list[Finding]:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(LOOK_UPS))
    now = datetime.now(UTC)
    stored = await _database(settings, now)
    sources = None if configured is None else with_approved(configured, stored.approved)
    http, reader = HttpClient(time_limit=REQUEST_LIMIT), Reader()
    on_platforms = platforms.built(settings)  # loads their libraries: before any of the limits begins
    try:
        of_news, of_platforms, of_workspaces, of_clocks, of_web, of_children = await asyncio.gather(
            _news(sources, stored.switched_off, http, reader),
            _part("platforms", platforms.look(on_platforms)),
            _part("workspaces", workspaces.look(settings, stored.workspaces)),
            _guarded("clock", asyncio.gather(*(_ahead(address, http) for address in _clocks(settings)))),
            _part("web", _web(settings, http, stored.workers)),
            asyncio.gather(_part("reader", _child(reader)), _part("meaning", _meaning(settings))),
        )
    finally:
        await reader.close()
        await http.close()
    if stored.usable:
        await asyncio.to_thread(news.ask_again, settings.database_url, stored.gone, of_news.answered)
    read = [source for source in sources or () if source.key not in stored.switched_off]
    told = [] if isinstance(of_clocks, Finding) else of_clocks
    ahead = [*of_news.ahead, *(each for each in told if each is not None)]
    return [
        *environment.look(settings, with_sources=configured is not None),
        *stored.findings,
        *of_news.findings,
        *news.withdrawn(stored.gone, read, of_news.answered),
        *of_platforms,
        *of_workspaces,
        *platforms.ways_in(settings),
        *of_web,
        machine.clock(ahead),
        machine.zones(now),
        *machine.disks(stored.folder),
        *machine.memory(machine.free_memory()),
        *(each for found in of_children for each in found),
    ]


async def _guarded(about: str, work: Awaitable[T], limit: float = TIME_LIMIT) -> T | Finding:
    """What a part finds; if it takes too long or has a bug, the others are told all the same."""
    try:
        async with asyncio.timeout(limit):
            return await work
    except TimeoutError:
        return wrong(about, texts.TOO_SLOW, texts.FIX_TOO_SLOW, what=about, seconds=f"{limit:g}")
    except Exception as error:
        report_bug("a part of the check failed", error, part=about)
        return wrong(about, texts.UNEXPECTED, texts.FIX_UNEXPECTED, what=about, error=type(error).__name__)


async def _part(about: str, work: Awaitable[list[Finding]]) -> list[Finding]:
    found = await _guarded(about, work)
    return [found] if isinstance(found, Finding) else found


async def _database(settings: Settings, now: datetime) -> DatabaseLook:
    looking = asyncio.to_thread(database.look, settings, now)
    found = await _guarded("database", looking, DATABASE_LIMIT)
    return DatabaseLook(findings=(found,)) if isinstance(found, Finding) else found


async def _news(
    sources: Sequence[Source] | None, switched_off: frozenset[str], http: HttpClient, reader: Reader
) -> NewsLook:
    if sources is None:
        return NewsLook(findings=())
    found = await _guarded("sources", news.look(sources, http, reader, switched_off=switched_off))
    return NewsLook(findings=(found,)) if isinstance(found, Finding) else found


async def _web(settings: Settings, http: HttpClient, workers: int) -> list[Finding]:
    found = [] if settings.web_port is None else [await platforms.listening(settings.web_port)]
    if settings.public_url is not None:
        found.append(await platforms.reached(settings.public_url, http, workers=workers))
    return found


async def _child(reader: Reader) -> list[Finding]:
    return [await machine.child(reader)]


async def _meaning(settings: Settings) -> list[Finding]:
    voice = second_voice(settings)
    if voice is None:
        return []
    from bot.cli.checks import meaning  # imported only where it is used: most have no second voice

    return [await meaning.look(voice)]


def _clocks(settings: Settings) -> list[str]:
    """The servers whose clocks are asked besides those of the sources: of the platforms that are used."""
    telegram = [f"{settings.telegram_api_url}/"] if settings.telegram_bot_token else []
    slack = settings.slack_bot_token or settings.slack_client_id
    return [*telegram, urljoin(settings.slack_api_url, SLACK_TEST)] if slack else telegram


async def _ahead(address: str, http: HttpClient) -> timedelta | None:
    """How far our clock is ahead of a server's; None: it does not say."""
    try:
        return (await http.feed(address)).clock_ahead
    except FetchError:
        return None
