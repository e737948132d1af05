"""Builds a running bot from the settings: every asynchronous object is made here, once."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import handlers
from bot.children import apart
from bot.counting import Counter
from bot.errors import StatedProblem
from bot.i18n.catalogue import about
from bot.i18n.catalogue import worker as texts
from bot.i18n.languages import SPOKEN
from bot.i18n.translator import ENGLISH, Translator
from bot.i18n.translators import Translators
from bot.matching.concepts import compiled
from bot.matching.grammar import version
from bot.model import Source
from bot.platforms.protocol import Platform, ProfileTexts
from bot.rules import Rules
from bot.storage.store import BotAddresses, RefusedFeatures, Store, migrate, needs_upgrade, safe_url
from bot.worker.calls import StoredCalls
from bot.worker.haste import Haste
from bot.worker.installation import installs, operators_in
from bot.worker.public import telegram_bot
from bot.worker.run import App, utc_now
from bot.worker.second_voice import second_voice
from bot.worker.serving import web_server
from config.concepts import load_concepts
from config.settings import Settings
from config.translations import load_translations

if TYPE_CHECKING:
    from bot.worker.heartbeat import Heartbeat


def run(settings: Settings, sources: Sequence[Source], *, terminal: bool = True, serving: bool = True) -> int:
    """Run until SIGTERM; returns the exit code. `terminal`: without tokens, chat in the terminal.

    `serving`: serve the web app where the settings want one.

    Raises:
        StatedProblem: settings, database or tokens that can't be used.
    """
    if needs_upgrade(settings.database_url):
        apart(partial(migrate, settings.database_url))  # the libraries of an upgrade take 10 MB, which would stay
        migrate(settings.database_url)  # nothing is left to do, or it raises what is wrong
    return asyncio.run(_run(settings, sources, terminal, serving))


async def _run(settings: Settings, sources: Sequence[Source], terminal: bool, serving: bool) -> int:
    store = Store.open(settings.database_url)
    apps: list[App] = []
    counter = Counter()
    calls = StoredCalls(store.calls, called=settings.public_url is not None)
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
        haste=Haste(),
        installs=installs(settings, store),
        calls=calls,
        web=web_server(settings, store, calls.wake, counter) if serving else None,
        counter=counter,
        heartbeat=_heartbeat(settings),
        voice=second_voice(settings),
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


def _heartbeat(settings: Settings) -> Heartbeat | None:
    if settings.jarshy_heartbeat_url is None:
        return None
    from bot.worker.heartbeat import Heartbeat  # imported only where it is used: it costs memory

    return Heartbeat(settings.jarshy_heartbeat_url.get_secret_value(), utc_now)


def _rules(settings: Settings, sources: Sequence[Source]) -> Rules:
    concepts = compiled(load_concepts(settings.jarshy_concepts))
    return Rules(
        follows=settings.follows,
        ask_from=settings.ask_from,
        timezone=settings.jarshy_timezone,
        catch_up=timedelta(hours=settings.catch_up_hours),
        retention=timedelta(days=settings.retention_days),
        keep_lost=timedelta(days=settings.keep_lost_days),
        closed=settings.jarshy_access == "list",
        concepts=concepts,
        grammar=version(concepts),
        sources=tuple(sources),
        translators=load_translations(settings.jarshy_language),
    )


def _print_banner(platforms: Sequence[Platform], sources: Sequence[Source], database_url: str) -> None:
    keys = [source.key for source in sources if source.enabled]
    banner = ENGLISH(
        texts.BANNER,
        platforms=", ".join(platform.title for platform in platforms) or "slack".capitalize(),  # its workspaces come
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
    """The platforms that have tokens.

    If there are none, no workspace can install the app, and with `terminal`: the terminal if there is one.
    `memory` keeps what a platform's server refuses, `addresses` where a bot is opened.

    Raises:
        StatedProblem: there is neither a token nor a terminal.
    """
    telegram = _telegram(settings, memory, addresses)
    with_token = [platform for platform in (telegram, _slack(settings)) if platform is not None]
    if with_token or settings.installs_on_slack:
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
    bot = telegram_bot(settings)
    if not (settings.telegram_bot_token and bot):
        return None
    from bot.platforms.telegram import TelegramPlatform

    return TelegramPlatform(
        token=settings.telegram_bot_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        operators=operators_in(settings, "telegram"),
        profile=_profiles(load_translations(settings.jarshy_language)),
        rate=settings.telegram_rate,
        paid_broadcast=settings.paid_broadcast,
        take_over=settings.take_over,
        memory=memory,
        keep_address=partial(addresses.keep, bot) if addresses is not None else None,
        public_url=settings.public_url,
    )


def _slack(settings: Settings) -> Platform | None:
    if not settings.slack_bot_token:
        return None
    app_token = None if settings.slack_calls else settings.slack_app_token
    from bot.platforms.slack import SlackPlatform

    return SlackPlatform(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=app_token.get_secret_value() if app_token else "",
        api_url=settings.slack_api_url,
        operators=operators_in(settings, "slack"),
        rate=settings.slack_rate,
    )
