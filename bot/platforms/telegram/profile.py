"""The bot's command menu and profile; set only if changed, because Telegram limits how often. Its address is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.bugs import report_failure
from bot.errors import StorageError
from bot.platforms.limits import (
    TELEGRAM_ABOUT,
    TELEGRAM_COMMAND_SUMMARY,
    TELEGRAM_COMMANDS,
    TELEGRAM_DESCRIPTION,
)
from bot.platforms.protocol import ProfileTexts
from bot.platforms.telegram.errors import redacted

log = structlog.get_logger(__name__)

PRIVATE_ONLY = frozenset({"manage"})  #: commands that are of no use in a group
RETRY_AFTER = 30.0  #: seconds after which the address is kept again, if it could not be


class Profile:
    """Command menu, description and short description of the bot, in each language."""

    def __init__(self, texts: Mapping[str, ProfileTexts], *, keep_address: Callable[[str], None] | None = None) -> None:
        """`texts` by language code; those of "" are shown to everybody else. `keep_address` is called in a thread."""
        self._texts = texts
        self._keep_address = keep_address

    async def update(self, bot: Bot) -> None:
        """Keep the bot's address, and set what differs; failures are only logged."""
        if self._keep_address is not None:
            await _kept(partial(self._keep_address, f"https://t.me/{bot.username}"))
        for language, texts in self._texts.items():
            for part in (self._update_menu, self._update_description, self._update_short_description):
                try:
                    await part(bot, language or None, texts)
                except TelegramError as error:
                    log.warning("Telegram profile not set", language=language, reason=redacted(str(error)))

    async def _update_menu(self, bot: Bot, language: str | None, texts: ProfileTexts) -> None:
        in_group = [one for one in texts.menu if one[0] not in PRIVATE_ONLY]
        for scope, menu in (
            (BotCommandScopeAllPrivateChats(), texts.menu),
            (BotCommandScopeAllGroupChats(), in_group),
        ):
            commands = _commands(menu)
            if commands and await bot.get_my_commands(scope=scope, language_code=language) != commands:
                await bot.set_my_commands(commands, scope=scope, language_code=language)

    async def _update_description(self, bot: Bot, language: str | None, texts: ProfileTexts) -> None:
        wanted = texts.description[:TELEGRAM_DESCRIPTION]
        if (await bot.get_my_description(language_code=language)).description != wanted:
            await bot.set_my_description(wanted, language_code=language)

    async def _update_short_description(self, bot: Bot, language: str | None, texts: ProfileTexts) -> None:
        wanted = texts.short_description[:TELEGRAM_ABOUT]
        if (await bot.get_my_short_description(language_code=language)).short_description != wanted:
            await bot.set_my_short_description(wanted, language_code=language)


async def _kept(keep: Callable[[], None]) -> None:
    """Keep the address, however long the database is away: the public page needs it."""
    while True:
        try:
            await asyncio.to_thread(keep)
        except StorageError as error:
            report_failure("address of the bot not kept, retrying", error, platform="telegram")
            await asyncio.sleep(RETRY_AFTER)
        else:
            return


def _commands(menu: Sequence[tuple[str, str]]) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, summary[:TELEGRAM_COMMAND_SUMMARY]) for name, summary in menu[:TELEGRAM_COMMANDS])
