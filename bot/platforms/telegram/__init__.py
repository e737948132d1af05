"""Telegram: the only room that knows python-telegram-bot."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns of itself whenever a flood limit is met

from bot.platforms.telegram.platform import TelegramPlatform  # reads the line above when it is loaded

__all__ = ["TelegramPlatform"]
