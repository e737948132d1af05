"""The bot's command menu and profile; set only if changed, because Telegram limits how often."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.platforms.limits import (
    TELEGRAM_ABOUT,
    TELEGRAM_COMMAND_SUMMARY,
    TELEGRAM_COMMANDS,
    TELEGRAM_DESCRIPTION,
)
from bot.platforms.telegram.errors import redacted

log = structlog.get_logger(__name__)

PRIVATE_ONLY = frozenset({"manage"})  #: commands that are of no use in a group


class Profile:
    """Command menu, description and short description of the bot."""

    def __init__(self, menu: Sequence[tuple[str, str]], description: str, short_description: str) -> None:
        self._private = _commands(menu)
        self._group = _commands([one for one in menu if one[0] not in PRIVATE_ONLY])
        self._description = description[:TELEGRAM_DESCRIPTION]
        self._short_description = short_description[:TELEGRAM_ABOUT]

    async def update(self, bot: Bot) -> None:
        """Set what differs; failures are only logged."""
        for part in (self._update_menu, self._update_description, self._update_short_description):
            try:
                await part(bot)
            except TelegramError as error:
                log.warning("Telegram profile not set", reason=redacted(str(error)))

    async def _update_menu(self, bot: Bot) -> None:
        for scope, commands in (
            (BotCommandScopeAllPrivateChats(), self._private),
            (BotCommandScopeAllGroupChats(), self._group),
        ):
            if commands and await bot.get_my_commands(scope=scope) != commands:
                await bot.set_my_commands(commands, scope=scope)

    async def _update_description(self, bot: Bot) -> None:
        if self._description and (await bot.get_my_description()).description != self._description:
            await bot.set_my_description(self._description)

    async def _update_short_description(self, bot: Bot) -> None:
        wanted = self._short_description
        if wanted and (await bot.get_my_short_description()).short_description != wanted:
            await bot.set_my_short_description(wanted)


def _commands(menu: Sequence[tuple[str, str]]) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, summary[:TELEGRAM_COMMAND_SUMMARY]) for name, summary in menu[:TELEGRAM_COMMANDS])
