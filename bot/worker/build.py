"""Builds a running bot from the settings: every asynchronous object is made here, once."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import handlers
from bot.errors import StatedProblem
from bot.i18n.catalogue import about
from bot.i18n.catalogue import worker as texts
from bot.i18n.languages import SPOKEN
from bot.i18n.translator import ENGLISH, Translator
from bot.i18n.translators import Translators
from bot.matching.concepts import Concepts
from bot.matching.grammar import version
from bot.model import Source
from bot.platforms.protocol import Platform, ProfileTexts
from bot.rules import Rules
from bot.storage.store import BotAddresses, RefusedFeatures, Store, migrate, safe_url
from bot.worker.run import App, utc_now
from config.concepts import load_concepts
from config.settings import Settings
from config.translations import load_translations

if TYPE_CHECKING:
    from bot.web.pages import Pages
    from bot.web.server import Middlewares, Routes, WebServer


def run(settings: Settings, sources: Sequence[Source], *, terminal: bool = True) -> int:
    """Run until SIGTERM; returns the exit code. `terminal`: without tokens, chat in the terminal.

    Raises:
        StatedProblem: settings, database or tokens that can't be used.
    """
    migrate(settings.database_url)
    return asyncio.run(_run(settings, sources, terminal))


async def _run(settings: Settings, sources: Sequence[Source], terminal: bool) -> int:
    store = Store.open(settings.database_url)
    apps: list[App] = []
    platforms = build_platforms(
        settings,
        lambda: apps[0].quit(),
        terminal=terminal,
        memory=store.features,
        addresses=store.bot_addresses,
    )
    app = App(
        store=store,
        rules=_rules(settings, sources),
        sources=sources,
        platforms=platforms,
        operators=frozenset(settings.jarshy_admins),
        retention=timedelta(days=settings.retention_days),
        public_url=settings.public_url,
        web=_web_server(settings, store),
    )
    apps.append(app)
    gc.freeze()  # all of this stays to the end: it is not looked at again for what could be freed
    gc.enable()
    _print_banner(platforms, sources, settings.database_url)
    try:
        await app.start()
        await app.wait()
    finally:
        await app.stop()
        store.close()
    return 0


def _web_server(settings: Settings, store: Store) -> WebServer | None:
    if settings.web_port is None:
        return None
    from bot.web.server import WebServer  # imported only where it is used: it costs memory
    from bot.web.websub import HubCalls

    pages = web_pages(settings)
    routes = [
        *HubCalls(store.hubs, utc_now).routes(),
        *public_routes(settings, store, pages),
        *operator_routes(settings, store, pages),
    ]
    return WebServer(settings.web_port, routes, middlewares=web_middlewares(settings, pages))


def web_pages(settings: Settings) -> Pages:
    """What makes the pages of the web app."""
    from bot.web.pages import Pages

    return Pages(load_translations(settings.jarshy_language), public_url=settings.public_url)


def web_middlewares(settings: Settings, pages: Pages) -> Middlewares:
    """What stands around every handler of the web app, the outermost first."""
    from bot.web.headers import safe_headers
    from bot.web.refusals import refusal_pages

    return [safe_headers(settings.public_url), refusal_pages(pages)]


def public_routes(settings: Settings, store: Store, pages: Pages) -> Routes:
    """What everybody may read."""
    from bot.answers.front import front
    from bot.web.front import FrontSettings, PublicPages
    from bot.web.static_files import static_routes

    said = FrontSettings(
        timezone=settings.jarshy_timezone,
        installs_on_slack=settings.installs_on_slack,
        invited_only=settings.jarshy_access == "list",
        retention=timedelta(days=settings.retention_days),
        keep_lost=timedelta(days=settings.keep_lost_days),
    )
    zone, bot = ZoneInfo(settings.jarshy_timezone), _telegram_bot(settings)
    public = PublicPages(pages, said, lambda: front(store, zone=zone, bot=bot, now=utc_now()), utc_now)
    return [*public.routes(), *static_routes()]


def operator_routes(settings: Settings, store: Store, pages: Pages, clock: Callable[[], datetime] = utc_now) -> Routes:
    """What the operator sees and does, if there is a token for that."""
    if settings.jarshy_admin_token is None:
        return []
    from bot.web.gate import Gate
    from bot.web.sessions import Sessions
    from bot.web.status import StatusPages
    from bot.web.status_actions import StatusActions

    sessions = Sessions(settings.jarshy_admin_token.get_secret_value())
    gate = Gate(sessions, pages, public_url=settings.public_url, clock=clock)
    shown = StatusPages(store=store, gate=gate, pages=pages, timezone=settings.jarshy_timezone, clock=clock)
    done = StatusActions(store=store, gate=gate, pages=pages, clock=clock)
    return [*gate.routes(), *shown.routes(), *done.routes()]


def _rules(settings: Settings, sources: Sequence[Source]) -> Rules:
    concepts = Concepts(load_concepts(settings.jarshy_concepts))
    return Rules(
        follows=settings.follows,
        ask_from=settings.ask_from,
        timezone=settings.jarshy_timezone,
        catch_up=timedelta(hours=settings.catch_up_hours),
        retention=timedelta(days=settings.retention_days),
        keep_lost=timedelta(days=settings.keep_lost_days),
        concepts=concepts,
        grammar=version(concepts),
        sources=tuple(sources),
        translators=load_translations(settings.jarshy_language),
    )


def _print_banner(platforms: Sequence[Platform], sources: Sequence[Source], database_url: str) -> None:
    keys = [source.key for source in sources if source.enabled]
    banner = ENGLISH(
        texts.BANNER,
        platforms=", ".join(platform.name.capitalize() for platform in platforms),
        count=len(keys),
        sources=", ".join(keys[:10]) + (" …" if len(keys) > 10 else ""),
        database=safe_url(database_url),
    )
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    sys.stdout.write((textwrap.fill(banner, width) if width else banner) + "\n")
    sys.stdout.flush()


def build_platforms(
    settings: Settings,
    quit_: Callable[[], None],
    *,
    terminal: bool = True,
    memory: RefusedFeatures | None = None,
    addresses: BotAddresses | None = None,
) -> list[Platform]:
    """The platforms that have tokens; if there are none, and with `terminal`, the terminal if there is one.

    `memory` keeps what a platform's server refuses, `addresses` where a bot is opened.

    Raises:
        StatedProblem: there is neither a token nor a terminal.
    """
    telegram = _telegram(settings, memory, addresses)
    with_token = [platform for platform in (telegram, _slack(settings)) if platform is not None]
    if with_token:
        return with_token
    if not (terminal and sys.stdin.isatty()):
        raise StatedProblem(texts.NOBODY_TO_TALK_TO)
    from bot.platforms.terminal import TerminalPlatform  # imported only where it is used: it costs memory

    translate = load_translations(settings.jarshy_language)(None)
    commands = [spec.name for spec in handlers.COMMANDS]
    return [TerminalPlatform(on_quit=quit_, commands=commands, translate=translate)]


def _profiles(translators: Translators) -> dict[str, ProfileTexts]:
    return {"": _profile(translators(None)), **{language: _profile(translators(language)) for language in SPOKEN}}


def _profile(translate: Translator) -> ProfileTexts:
    return ProfileTexts(
        menu=tuple((spec.name, translate(spec.summary)) for spec in handlers.COMMANDS if spec.menu),
        description=translate(about.DESCRIPTION),
        short_description=translate(about.SHORT_DESCRIPTION),
    )


def _telegram(settings: Settings, memory: RefusedFeatures | None, addresses: BotAddresses | None) -> Platform | None:
    bot = _telegram_bot(settings)
    if not (settings.telegram_bot_token and bot):
        return None
    from bot.platforms.telegram import TelegramPlatform

    return TelegramPlatform(
        token=settings.telegram_bot_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        operators=_operators(settings, "telegram"),
        profile=_profiles(load_translations(settings.jarshy_language)),
        rate=settings.telegram_rate,
        paid_broadcast=settings.paid_broadcast,
        take_over=settings.take_over,
        memory=memory,
        keep_address=partial(addresses.keep, bot) if addresses is not None else None,
    )


def _telegram_bot(settings: Settings) -> str | None:
    """Ours on Telegram, by the number that its token begins with: "telegram:123456". None: there is none."""
    token = settings.telegram_bot_token
    return f"telegram:{token.get_secret_value().partition(':')[0]}" if token else None


def _slack(settings: Settings) -> Platform | None:
    if not (settings.slack_bot_token and settings.slack_app_token):
        return None
    from bot.platforms.slack import SlackPlatform

    return SlackPlatform(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url,
        operators=_operators(settings, "slack"),
        rate=settings.slack_rate,
    )


def _operators(settings: Settings, platform: str) -> frozenset[str]:
    return frozenset(person for name, person in settings.jarshy_admins if name == platform)
