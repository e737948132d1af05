"""Telegram: the only package that imports python-telegram-bot."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # otherwise the library logs a warning at every flood limit

from bot.platforms.telegram.platform import TelegramPlatform  # reads the line above when it is loaded

__all__ = ["TelegramPlatform"]
