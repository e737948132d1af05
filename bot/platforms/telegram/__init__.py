"""Telegram: the only room that knows python-telegram-bot."""

from bot.platforms.telegram.platform import TelegramPlatform

__all__ = ["TelegramPlatform"]
