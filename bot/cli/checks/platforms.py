"""The platforms and the web: are the tokens taken, is PUBLIC_URL reached where platforms call it?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.cli.checks.finding import Finding, well, wrong
from bot.errors import FetchError, StatedProblem
from bot.i18n.catalogue import check as texts
from bot.i18n.text import Phrase, Text
from bot.intake.http import HttpClient
from bot.platforms.protocol import Platform
from bot.worker.build import build_platforms
from config.settings import Settings

TIME_LIMIT = 13.0  #: seconds for one platform
TELEGRAM_PORTS = frozenset({443, 80, 88, 8443})  #: https://core.telegram.org/bots/webhooks#the-short-version
DEFAULT_PORTS = {"https": 443, "http": 80}
HEALTHY = b"ok"  #: what `GET /healthz` of ours answers


def built(settings: Settings) -> list[Platform] | Finding:
    """The platforms that have a token; a finding, if there is none, or if one can't be made."""
    if not settings.has_token:
        return well("platforms", texts.NO_TOKEN)
    try:
        return build_platforms(settings, lambda: None, terminal=False)
    except StatedProblem as problem:
        return wrong("platforms", problem.phrase)


async def look(found: list[Platform] | Finding) -> list[Finding]:
    """Ask each platform whether it knows the bot."""
    return [found] if isinstance(found, Finding) else list(await asyncio.gather(*map(probed, found)))


async def probed(platform: Platform, *, wrong_text: Text | None = None) -> Finding:
    """Ask one; `wrong_text`: how its problem is told, which does not say itself what it is about."""
    name = platform.title
    try:
        async with asyncio.timeout(TIME_LIMIT):
            remark = await platform.probe()
    except StatedProblem as problem:
        said = Phrase(wrong_text, {"platform": name, "problem": problem.phrase}) if wrong_text else problem.phrase
        return wrong(platform.name, said)
    except TimeoutError:
        return wrong(platform.name, texts.TOO_SLOW, texts.FIX_TOO_SLOW, what=name, seconds=f"{TIME_LIMIT:g}")
    if remark is not None:
        return well(platform.name, texts.PLATFORM_KNOWS_BOT_BUT, platform=name, remark=remark)
    return well(platform.name, texts.PLATFORM_KNOWS_BOT, platform=name)


def ways_in(settings: Settings) -> Iterator[Finding]:
    """How platforms reach us, by the settings alone."""
    if settings.public_url is not None:
        yield from _public_address(settings.public_url, settings)
    if settings.slack_calls:
        yield well("slack", texts.SLACK_CALLS, url=settings.public_url or "")
    elif settings.slack_app_token:
        yield well("slack", texts.SLACK_SOCKET)


def _public_address(url: str, settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme != "https" and (settings.telegram_bot_token or settings.slack_calls):
        yield wrong("web", texts.PUBLIC_NOT_HTTPS, texts.FIX_PUBLIC_NOT_HTTPS)
    port = _port(url)
    if settings.telegram_bot_token and port not in TELEGRAM_PORTS:
        yield wrong("web", texts.PUBLIC_PORT, texts.FIX_PUBLIC_PORT, port=str(port))


def _port(url: str) -> int:
    parts = urlsplit(url)
    try:
        return parts.port or DEFAULT_PORTS[parts.scheme]
    except ValueError:  # above 65535
        return 0


async def reached(url: str, http: HttpClient, *, workers: int) -> Finding:
    """Does this program answer at PUBLIC_URL? `workers`: how many run now; if none does, nobody need answer."""
    address = f"{url}/healthz"
    try:
        answer = await http.feed(address)
    except FetchError as error:
        said = Phrase(texts.PUBLIC_FAILS, {"url": address, "error": error.phrase})
        if workers:
            return wrong("web", said, texts.FIX_PUBLIC)
        return well("web", texts.PUBLIC_NOT_YET, url=address, error=error.phrase)
    if answer.body.strip() != HEALTHY:
        return wrong("web", texts.PUBLIC_OTHER, texts.FIX_PUBLIC, url=address)
    return well("web", texts.PUBLIC_ANSWERS, url=address)
