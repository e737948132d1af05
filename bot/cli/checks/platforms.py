"""The platforms and the web: are the tokens taken, is PORT free, is PUBLIC_URL reached where platforms call it?"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.cli.checks.finding import Finding, well, wrong
from bot.errors import FetchError, StatedProblem
from bot.i18n.catalogue import check as texts
from bot.i18n.text import Phrase, Text
from bot.intake.http import HttpClient
from bot.platforms.protocol import Platform
from bot.web.server import ALL_ADDRESSES
from bot.worker.build import build_platforms
from config.settings import Settings

TIME_LIMIT = 13.0  #: seconds for one platform
TELEGRAM_PORTS = frozenset({443, 80, 88, 8443})  #: https://core.telegram.org/bots/webhooks#the-short-version
DEFAULT_PORTS = {"https": 443, "http": 80}
HEALTHY = b"ok"  #: what `GET /healthz` of ours answers
ASK_HEALTH = b"GET /healthz HTTP/1.0\r\n\r\n"
OURS = b"\r\nserver: jarshy\r\n"  #: the header by which an answer is ours, in small letters
HERE = "127.0.0.1"
LOCAL_LIMIT = 2.0  #: seconds for an answer of this machine


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
    return parts.port or DEFAULT_PORTS[parts.scheme]


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


async def listening(port: int) -> Finding:
    """Can the web app listen at PORT, or does it already?"""
    if await _is_ours(port):
        return well("web", texts.PORT_OURS, port=str(port))
    try:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            tried.bind((ALL_ADDRESSES, port))
    except OSError as error:
        return wrong(
            "web", texts.PORT_TAKEN, texts.FIX_PORT, port=str(port), reason=os.strerror(error.errno or 0).lower()
        )
    return well("web", texts.PORT_FREE, port=str(port))


async def _is_ours(port: int) -> bool:
    """Does Jarshy answer there? Asked without a proxy, which is not for this machine."""
    try:
        async with asyncio.timeout(LOCAL_LIMIT):
            reader, writer = await asyncio.open_connection(HERE, port)
            try:
                writer.write(ASK_HEALTH)
                answer = await reader.read(10_000)
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return OURS in answer.lower()
